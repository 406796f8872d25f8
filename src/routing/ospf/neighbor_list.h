// OSPF adjacencies as people ask for them. See neighbor_list.cc.
#pragma once

#include <vector>

#include "routing/adjacency_list.h"
#include "routing/network.h"
#include "routing/ospf/ospf_graph.h"
#include "routing/ospf/ospf_scratch.h"

namespace ringfence::routing::ospf {

/// Appends every pair of interfaces on one link that run OSPF, and those that wait for another. `scratch` as
/// Begin of the engine left it.
void ListNeighbors(const Network& network, const Graph& graph, const OspfScratch& scratch,
                   std::vector<Adjacency>& adjacencies);

}  // namespace ringfence::routing::ospf
