// States that differ from a remembered one by adjacencies that are lost. See near_base.cc.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "routing/isis/isis_scratch.h"
#include "routing/isis/shortest_paths.h"

namespace ringfence::routing::isis {

/// Takes the paths of the state at work out of the scratch. REQUIRES: nothing of it changes any more.
std::shared_ptr<const IsisBase> MakeBase(IsisScratch& scratch);
/// Compares the state at work with the base.
void CompareWithBase(const Graph& graph, IsisScratch& scratch);
/// Which paths of the root may not be as in the base; before, the scratch is put back to the base where it
/// followed another state. REQUIRES: near.holds, the base has the paths of the root.
OwnDifference& DifferenceOf(const ShortestPaths& paths, const Root& root, IsisScratch& scratch);

/// Appends the prefixes that hang at routers whose paths may not be those of the base, or at interfaces that
/// changed; false: the base does not have the paths of the router. `told`: what interfaces and locators
/// bring; `prefixes_of`: the same by router. REQUIRES: near.holds.
bool AddChangedPrefixes(const ShortestPaths& paths, std::uint32_t router, const ByLevel<AdvertTable>& told,
                        std::span<const std::vector<PrefixIndex>> prefixes_of, IsisScratch& scratch,
                        std::vector<PrefixIndex>& changed);

}  // namespace ringfence::routing::isis
