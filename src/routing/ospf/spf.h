// Who is attached to what under a failure state, and shortest paths in one area.
#pragma once

#include "routing/ospf/ospf_graph.h"
#include "routing/ospf/ospf_scratch.h"

namespace ringfence::routing::ospf {

/// Elects designated routers and finds which members are attached (RFC 2328 section 9.4). Fills
/// scratch.attached and scratch.designated. REQUIRES: scratch.up is set.
void ElectDesignated(const Graph& graph, OspfScratch& scratch);

/// Shortest paths of router `number` in its area number `part`. REQUIRES: ElectDesignated was called.
/// O((vertices + edges) log vertices).
const Spf& SpfOf(const Graph& graph, std::uint32_t number, std::size_t part, OspfScratch& scratch);

}  // namespace ringfence::routing::ospf
