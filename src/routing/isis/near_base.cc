// Shortest paths of a state that lost adjacencies, from those of the state that had them.
//
// Problem and idea are those of OSPF (ospf/near_base.cc): taking adjacencies away makes no path shorter. A
// router keeps its distance and its first hops unless some shortest path to it went over what was lost; such
// routers are found along the equalities of the old distances, emptied, and filled again from the edge of the
// untouched rest. Soundness: where a shortest path went over a lost arc, its far end is touched, and every
// arc of the path after it has the equality that passes the touch on, also over links that cost nothing, also
// where they go in a circle. So an untouched router has all its old shortest paths and no other: a new one
// would have been there before. An overloaded router ends paths and passes nothing on. An adjacency that
// appears makes the state no near one. Twin: a scratch without memory (isis_twin_test.cc,
// registry_rows_test.cc). Cost: the arcs, a copy where something is touched, and Dijkstra over that.

#include "routing/isis/near_base.h"

#include <algorithm>
#include <utility>

#include "routing/isis/metrics.h"

namespace ringfence::routing::isis {
namespace {

/// False when some adjacency appeared.
bool FindLostArcs(const Graph& graph, const IsisScratch& scratch, std::vector<std::uint32_t>& lost) {
  lost.clear();
  for (std::uint32_t a = 0; a < graph.arcs.size(); ++a) {
    const bool before = ShortestPaths::Works(graph.arcs[a], scratch.near.base->up);
    const bool now = ShortestPaths::Works(graph.arcs[a], *scratch.up);
    if (now && !before) return false;
    if (before && !now) lost.push_back(a);
  }
  return true;
}

/// What followed another state follows the base again.
void PutBackPaths(const Graph& graph, const Root& root, OwnDifference& own, IsisScratch& scratch) {
  if (!std::exchange(own.in_paths, false)) return;
  Spf& spf = scratch.spf[root.level][root.topology][root.router];
  const Spf& old = scratch.near.base->spf[root.level][root.topology][root.router];
  const std::uint32_t words = graph.WordsOf(root.router);
  for (const std::uint32_t router : own.vertices) {
    spf.distance[router] = old.distance[router];
    std::copy_n(old.masks.begin() + std::ptrdiff_t(router) * words, words,
                spf.masks.begin() + std::ptrdiff_t(router) * words);
  }
}

/// Lists, ascending, the routers that a shortest path over a lost arc leads to.
void FindTouchedRouters(const ShortestPaths& paths, const Root& root, IsisScratch& scratch,
                        std::vector<std::uint32_t>& found) {
  NearBase& near = scratch.near;
  const Graph& graph = paths.graph();
  const std::vector<std::uint32_t>& distance =
      near.base->spf[root.level][root.topology][root.router].distance;
  near.touched.Begin(graph.routers.size());
  found.clear();
  const auto touch = [&](std::uint32_t from, std::uint32_t number) {
    const std::uint32_t to = graph.arcs[number].to;
    const std::uint32_t sum = Sum(distance[from], paths.CostOf(root, number));
    if (sum >= kInfinity || sum != distance[to] || to == root.router || !paths.PassesOn(root, from)) return;
    if (near.touched.Add(to)) found.push_back(to);
  };
  for (const std::uint32_t number : near.lost) touch(graph.arcs[graph.arcs[number].back].to, number);
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::uint32_t a = graph.first_arc[found[i]]; a < graph.first_arc[found[i] + 1]; ++a)
      touch(found[i], a);
  }
  std::ranges::sort(found);
}

}  // namespace

OwnDifference& DifferenceOf(const ShortestPaths& paths, const Root& root, IsisScratch& scratch) {
  OwnDifference& own = scratch.near.own[root.level][root.topology][root.router];
  if (std::exchange(own.compared, true)) return own;
  PutBackPaths(paths.graph(), root, own, scratch);
  FindTouchedRouters(paths, root, scratch, own.vertices);
  return own;
}

bool AddChangedPrefixes(const ShortestPaths& paths, std::uint32_t router, const ByLevel<AdvertTable>& told,
                        std::span<const std::vector<PrefixIndex>> prefixes_of, IsisScratch& scratch,
                        std::vector<PrefixIndex>& changed) {
  NearBase& near = scratch.near;
  const Graph& graph = paths.graph();
  near.listed.Begin(told[0][0].first.size());
  const auto list = [&](PrefixIndex prefix) {
    if (near.listed.Add(prefix)) changed.push_back(prefix);
  };
  for (const std::uint32_t port : near.moved) {
    for (const std::vector<PrefixIndex>& connected : graph.ports[port].connected) {
      for (const PrefixIndex prefix : connected) {
        if (prefix != kNoPrefix) list(prefix);
      }
    }
  }
  for (std::size_t level = 0; level < kLevelCount; ++level) {
    if ((graph.routers[router].process->levels & BitOf(level)) == 0) continue;
    for (std::size_t topology = 0; topology < kTopologyCount; ++topology) {
      if (told[level][topology].adverts.empty()) continue;
      if (!near.base->spf[level][topology][router].done) return false;
      for (const std::uint32_t far : DifferenceOf(paths, {router, level, topology}, scratch).vertices)
        std::ranges::for_each(prefixes_of[far], list);
    }
  }
  return true;
}

std::shared_ptr<const IsisBase> MakeBase(IsisScratch& scratch) {
  auto base = std::make_shared<IsisBase>();
  base->up = *scratch.up;
  base->injected = !scratch.injected.empty();
  base->spf = std::exchange(scratch.spf, {});
  for (std::size_t level = 0; level < kLevelCount; ++level) {
    for (std::size_t topology = 0; topology < kTopologyCount; ++topology)
      scratch.spf[level][topology].resize(base->spf[level][topology].size());
  }
  return base;
}

void CompareWithBase(const Graph& graph, IsisScratch& scratch) {
  NearBase& near = scratch.near;
  for (auto& level : near.own) {
    for (auto& topology : level) {
      topology.resize(graph.routers.size());
      for (OwnDifference& own : topology) own.compared = false;
    }
  }
  near.holds = near.base != nullptr && FindLostArcs(graph, scratch, near.lost);
  if (!near.holds) return;
  near.moved.clear();
  for (std::uint32_t port = 0; port < graph.ports.size(); ++port) {
    const std::uint32_t slot = graph.ports[port].slot;
    if ((near.base->up[slot] != 0) != ((*scratch.up)[slot] != 0)) near.moved.push_back(port);
  }
}

}  // namespace ringfence::routing::isis
