// A prefix list as a fast structure: the first matching line is found without looking at all lines.
//
// A line matches prefixes inside its own whose length is in a range. So only lines whose prefix is one of the
// at most 33 (129) prefixes that hold the asked one can match: one probe for each length that occurs.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "model/route_policy.h"
#include "net/ip.h"

namespace ringfence::routing {

/// Immutable. Cost of a question: O(different lengths + lines with an equal prefix).
class PrefixListIndex {
 public:
  /// Compiles `list`, which need not live on.
  explicit PrefixListIndex(const model::PrefixList& list);
  /// True when the first line that matches permits; false when none matches.
  bool Permits(const net::Prefix& prefix) const;

 private:
  struct Line {
    std::uint32_t order = 0;
    std::uint8_t length_min = 0;
    std::uint8_t length_max = 0;
    bool permit = false;
  };
  std::unordered_map<net::Prefix, std::vector<Line>> lines_;
  std::vector<std::uint8_t> lengths_[2];  ///< by family: lengths of lines, ascending
};

}  // namespace ringfence::routing
