// What routes of one state rest on: the certificate of engines that search failures (exposure/sweep.h). See
// registry_support.cc.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bit_set.h"

namespace ringfence::routing {

/// The number of a router of an IGP. Dense; the registry hands them out.
using RouterNumber = std::uint32_t;

/// Two routers between which some way of the IGP must remain, whichever it is; the smaller one first.
struct NeededWay {
  RouterNumber from = 0;
  RouterNumber to = 0;
  friend auto operator<=>(const NeededWay&, const NeededWay&) = default;
};

/// Every route of a state that was asked for is the same in all states that fail more, as long as these
/// interfaces and nodes work and these ways remain.
struct Support {
  /// Of a network with so many interfaces (Network::slot_count) and nodes.
  Support(std::size_t interface_count, std::size_t node_count)
      : interfaces(interface_count), nodes(node_count) {}

  base::BitSet interfaces;      ///< by Network::SlotOf
  base::BitSet nodes;           ///< by NodeId
  std::vector<NeededWay> ways;  ///< in the order they were met
  bool open = false;            ///< nobody knows: it may rest on everything
};

/// Two routers of an IGP that hear each other over a pair of interfaces, with nothing failed.
struct IgpNeighbors {
  RouterNumber routers[2] = {};
  std::uint32_t slots[2] = {};
};

}  // namespace ringfence::routing
