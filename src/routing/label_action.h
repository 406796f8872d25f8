// What a router does with a labelled packet (RFC 3031 section 3.10, the incoming label map).
#pragma once

#include <cstdint>

#include "routing/fib.h"
#include "routing/label.h"

namespace ringfence::routing {

/// One way a labelled packet may take at a router.
struct LabelAction {
  /// In all cases the top label comes off first.
  enum Kind : std::uint8_t {
    kSwap,        ///< on by `hop` with `label` in its place
    kPop,         ///< on by `hop` without it: the next router is the end of the label's way
    kUnlabelled,  ///< the next router has no label for it: on by `hop` only when no label is left, else lost
    kPush,        ///< `push` in its place; without an interface of `hop` that is looked at again here
    kContinue,    ///< the way ends here: what is below decides
    kLookUp,      ///< the packet is looked up in `table`
    kFrame,       ///< what is below is a frame of a pseudowire that ends here
    kLost,        ///< nobody here knows the label
    kNotComputed
  };
  Kind kind = kLost;
  NextHop hop = {};                 ///< of kSwap, kPop, kUnlabelled and kPush
  LabelStackId push = {};           ///< of kPush
  Label label = {};                 ///< of kSwap
  TableId table = {};               ///< of kLookUp
  const FibEntry* entry = nullptr;  ///< the route that decides, if any
  bool bare = false;      ///< of kUnlabelled: who starts here goes on with the labels below all the same
  bool doubtful = false;  ///< the neighbour may have a label by lines that are not modelled
};

}  // namespace ringfence::routing
