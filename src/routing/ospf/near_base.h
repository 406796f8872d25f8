// States that differ from a remembered one by adjacencies that are lost. See near_base.cc.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "routing/ospf/ospf_graph.h"
#include "routing/ospf/ospf_scratch.h"

namespace ringfence::routing::ospf {

/// Takes the paths of the state at work out of the scratch. REQUIRES: nothing of it changes any more.
std::shared_ptr<const OspfBase> MakeBase(const Graph& graph, OspfScratch& scratch);
/// Compares the state at work with the base. `flat`: every router has one area, and nothing comes from
/// elsewhere. REQUIRES: ElectDesignated was called.
void CompareWithBase(const Graph& graph, bool flat, OspfScratch& scratch);
/// Which paths of the router may not be as in the base; before, the scratch is put back to the base where it
/// followed another state. REQUIRES: near.flat.
OwnDifference& DifferenceOf(const Graph& graph, std::uint32_t router, OspfScratch& scratch);
/// Appends the prefixes whose rows at the router may not be those of the base. REQUIRES: near.flat.
void AddChangedPrefixes(const Graph& graph, std::uint32_t router, OspfScratch& scratch,
                        std::vector<PrefixIndex>& changed);
/// Marks, and lists in ascending order, the vertices that a shortest path of the root over a lost adjacency
/// leads to. `base`: the root's paths in the base.
void FindTouched(const Area& area, std::uint32_t root, const Spf& base, std::span<const LostEdge> lost,
                 base::MarkSet& touched, std::vector<std::uint32_t>& found);

}  // namespace ringfence::routing::ospf
