// Shortest paths of a state that lost adjacencies, from those of the state that had them.
//
// Problem: a failure study computes the same paths for thousands of states that differ in one or two links.
// Idea (Ramalingam and Reps 1996, for removals only): taking adjacencies away makes no path shorter. A vertex
// keeps its distance and its first hops unless some shortest path to it went over what was lost; such
// vertices are found along the equalities of the old distances, emptied, and filled again by Dijkstra from
// the edge of the untouched rest (spf.cc). A router of which nothing is touched has the paths of the base,
// which all scratches share. In a network of one area every row stands but those of prefixes that hang at
// touched vertices, or have moved with the interface they stand on. Soundness: a vertex that is not touched
// has no shortest path over a lost adjacency, so all its old ones are still there, and there is no new one:
// it would have been as short before, over the same vertices, and they would have passed the touch on.
// Elections that change, adjacencies that appear, sham and virtual links make the state no near one; then
// everything is computed from nothing. Twin: a scratch without memory (ospf_twin_test.cc,
// registry_rows_test.cc). Cost: the edges, a copy where something is touched, and Dijkstra over that.

#include "routing/ospf/near_base.h"

#include <algorithm>
#include <utility>

#include "routing/ospf/spf.h"

namespace ringfence::routing::ospf {
namespace {

bool WorksIn(const Edge& edge, const std::vector<std::uint8_t>& up) {
  return up[edge.slot] != 0 && up[edge.slot] == up[edge.far_slot];
}

/// False when some adjacency appeared.
bool FindLost(const Area& area, const OspfScratch& scratch, std::vector<LostEdge>& lost) {
  lost.clear();
  for (std::uint32_t v = 0; v < area.routers.size(); ++v) {
    for (std::uint32_t e = area.first_edge[v]; e < area.first_edge[v + 1]; ++e) {
      const bool before = WorksIn(area.edges[e], scratch.near.base->up);
      const bool now = WorksIn(area.edges[e], *scratch.up);
      if (now && !before) return false;
      if (before && !now) lost.push_back({v, e});
    }
  }
  return true;
}

/// With the same elections a prefix hangs elsewhere only when its interface has changed.
void FindMoved(const Area& area, const OspfScratch& scratch, std::vector<std::uint32_t>& moved) {
  moved.clear();
  for (std::uint32_t i = 0; i < area.stubs.size(); ++i) {
    const std::uint32_t slot = area.stubs[i].slot;
    if (scratch.near.base->up[slot] != (*scratch.up)[slot]) moved.push_back(i);
  }
}

std::vector<std::vector<std::uint32_t>> StubsByVertex(const Area& area) {
  std::vector<std::vector<std::uint32_t>> at(area.vertex_count());
  for (std::uint32_t i = 0; i < area.stubs.size(); ++i) {
    const Stub& stub = area.stubs[i];
    at[stub.vertex].push_back(i);
    if (stub.segment != kNone) at[area.routers.size() + stub.segment].push_back(i);
  }
  return at;
}

/// What followed another state follows the base again.
void PutBack(std::uint32_t router, std::uint32_t words, OspfScratch& scratch) {
  OwnDifference& own = scratch.near.own[router];
  if (!std::exchange(own.in_paths, false)) return;
  Spf& spf = scratch.spf[router][0];
  const Spf& old = scratch.near.base->spf[router][0];
  for (const std::uint32_t v : own.vertices) {
    spf.distance[v] = old.distance[v];
    spf.direct[v] = old.direct[v];
    std::copy_n(old.masks.begin() + std::ptrdiff_t(v) * words, words,
                spf.masks.begin() + std::ptrdiff_t(v) * words);
  }
}

}  // namespace

void FindTouched(const Area& area, std::uint32_t root, const Spf& base, std::span<const LostEdge> lost,
                 base::MarkSet& touched, std::vector<std::uint32_t>& found) {
  touched.Begin(area.vertex_count());
  found.clear();
  const auto touch = [&](std::uint32_t to, std::uint32_t distance) {
    if (base.distance[to] != distance || to == root || distance >= kInfinity) return;
    if (touched.Add(to)) found.push_back(to);
  };
  for (const LostEdge& one : lost)
    touch(area.edges[one.edge].to, base.distance[one.from] + area.edges[one.edge].cost);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::uint32_t v = found[i];
    const std::uint32_t distance = base.distance[v];
    if (v >= area.routers.size()) {
      for (const Member& member : area.segments[v - area.routers.size()].members)
        touch(member.vertex, distance);
      continue;
    }
    for (std::uint32_t e = area.first_edge[v]; e < area.first_edge[v + 1]; ++e)
      touch(area.edges[e].to, distance + area.edges[e].cost);
    for (const auto& [segment, member] : area.segments_of[v])
      touch(static_cast<std::uint32_t>(area.routers.size() + segment),
            distance + area.segments[segment].members[member].cost);
  }
  std::ranges::sort(found);
}

OwnDifference& DifferenceOf(const Graph& graph, std::uint32_t router, OspfScratch& scratch) {
  NearBase& near = scratch.near;
  OwnDifference& own = near.own[router];
  if (std::exchange(own.compared, true)) return own;
  PutBack(router, graph.routers[router].hop_words, scratch);
  const RouterArea& mine = graph.routers[router].areas[0];
  FindTouched(graph.areas[mine.area], mine.vertex, near.base->spf[router][0], near.lost[mine.area],
              near.touched, own.vertices);
  return own;
}

void AddChangedPrefixes(const Graph& graph, std::uint32_t router, OspfScratch& scratch,
                        std::vector<PrefixIndex>& changed) {
  NearBase& near = scratch.near;
  const std::uint32_t at = graph.routers[router].areas[0].area;
  near.listed.Begin(graph.first_stub.size());
  const auto list = [&](std::uint32_t stub) {
    const PrefixIndex prefix = graph.areas[at].stubs[stub].prefix;
    if (near.listed.Add(prefix)) changed.push_back(prefix);
  };
  std::ranges::for_each(near.moved[at], list);
  for (const std::uint32_t v : DifferenceOf(graph, router, scratch).vertices)
    std::ranges::for_each(near.base->stubs_at[at][v], list);
}

std::shared_ptr<const OspfBase> MakeBase(const Graph& graph, OspfScratch& scratch) {
  auto base = std::make_shared<OspfBase>();
  base->up = *scratch.up;
  base->attached = scratch.attached;
  base->designated = scratch.designated;
  base->spf = std::exchange(scratch.spf, {});
  scratch.spf.resize(base->spf.size());
  for (std::size_t router = 0; router < base->spf.size(); ++router)
    scratch.spf[router].resize(base->spf[router].size());
  base->injected = !scratch.externals.empty() || !scratch.vpn_summaries.empty();
  for (const Area& area : graph.areas) base->stubs_at.push_back(StubsByVertex(area));
  return base;
}

void CompareWithBase(const Graph& graph, bool flat, OspfScratch& scratch) {
  NearBase& near = scratch.near;
  near.holds = near.base != nullptr && graph.shams.empty() && graph.virtual_pairs.empty() &&
               near.base->attached == scratch.attached && near.base->designated == scratch.designated;
  near.flat = false;
  if (!near.holds) return;
  near.lost.resize(graph.areas.size());
  near.moved.resize(graph.areas.size());
  for (std::size_t a = 0; a < graph.areas.size() && near.holds; ++a) {
    near.holds = FindLost(graph.areas[a], scratch, near.lost[a]);
    FindMoved(graph.areas[a], scratch, near.moved[a]);
  }
  near.flat = near.holds && flat;
  near.own.resize(graph.routers.size());
  for (OwnDifference& own : near.own) own.compared = false;
}

}  // namespace ringfence::routing::ospf
