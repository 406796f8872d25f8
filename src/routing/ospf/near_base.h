// States that differ from a remembered one by adjacencies that are lost. See near_base.cc.
#pragma once

#include <span>

#include "routing/ospf/ospf_graph.h"
#include "routing/ospf/ospf_scratch.h"

namespace ringfence::routing::ospf {

/// Remembers the state at work. REQUIRES: nothing of it changes any more.
void KeepAsBase(const Graph& graph, OspfScratch& scratch);
/// Compares the state at work with the base. `flat`: every router has one area, and nothing comes from
/// elsewhere. REQUIRES: ElectDesignated was called.
void CompareWithBase(const Graph& graph, bool flat, OspfScratch& scratch);
/// What of the router may not be as in the base; before, the scratch is put back to the base where it
/// followed another state. REQUIRES: near.flat.
const OwnDifference& DifferenceOf(const Graph& graph, std::uint32_t router, OspfScratch& scratch);
/// Marks in near.touched, and lists, the vertices that a shortest path of the root over a lost adjacency
/// leads to. `base`: the root's paths in the base.
void FindTouched(const Area& area, std::uint32_t root, const Spf& base, std::span<const LostEdge> lost,
                 std::vector<std::uint8_t>& touched, std::vector<std::uint32_t>& found);

}  // namespace ringfence::routing::ospf
