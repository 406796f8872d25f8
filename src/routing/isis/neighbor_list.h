// IS-IS adjacencies as people ask for them. See neighbor_list.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/adjacency_list.h"
#include "routing/isis/isis_graph.h"
#include "routing/network.h"

namespace ringfence::routing::isis {

/// Appends every pair of interfaces on one link that run IS-IS, and those that wait for another. `up` by
/// slot.
void ListNeighbors(const Network& network, const Graph& graph, const std::vector<std::uint8_t>& up,
                   std::vector<Adjacency>& adjacencies);

}  // namespace ringfence::routing::isis
