// States that differ from a remembered one by adjacencies that are lost. See near_base.cc.
#pragma once

#include "routing/ospf/ospf_graph.h"
#include "routing/ospf/ospf_scratch.h"

namespace ringfence::routing::ospf {

/// Remembers the state at work. REQUIRES: nothing of it changes any more.
void KeepAsBase(OspfScratch& scratch);
/// Compares the state at work with the base. REQUIRES: ElectDesignated was called.
void CompareWithBase(const Graph& graph, OspfScratch& scratch);

}  // namespace ringfence::routing::ospf
