// What routes of one state rest on: the certificate of engines that search failures (exposure/sweep.h). See
// registry_support.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bit_set.h"
#include "routing/network.h"

namespace ringfence::routing {

/// Numbers a router of an IGP. Dense; the registry hands them out.
using IgpRouter = std::uint32_t;

/// Two routers between which some way of the IGP must remain, whichever it is; the smaller one first.
struct NeededWay {
  IgpRouter from = 0;
  IgpRouter to = 0;
  friend auto operator<=>(const NeededWay&, const NeededWay&) = default;
};

/// Every route of a state that was asked for is the same in all states that fail more, as long as these
/// interfaces and nodes work and these ways remain.
struct Support {
  explicit Support(const Network& network)
      : interfaces(network.slot_count()), nodes(network.nodes().size()) {}

  base::BitSet interfaces;      ///< by Network::SlotOf
  base::BitSet nodes;           ///< by NodeId
  std::vector<NeededWay> ways;  ///< in the order they were met
  bool open = false;            ///< nobody knows: it may rest on everything
};

/// Two routers of an IGP that hear each other over a pair of interfaces, with nothing failed.
struct IgpNeighbors {
  IgpRouter routers[2] = {};
  std::uint32_t slots[2] = {};
};

}  // namespace ringfence::routing
