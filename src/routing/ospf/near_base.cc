// Shortest paths of a state that lost adjacencies, from those of the state that had them.
//
// Problem: a failure study computes the same paths for thousands of states that differ in one or two links.
// Idea (Ramalingam and Reps 1996, for removals only): taking adjacencies away makes no path shorter. A vertex
// keeps its distance and its first hops unless some shortest path to it went over what was lost; such
// vertices are found along the equalities of the old distances, emptied, and filled again by Dijkstra from
// the edge of the untouched rest (spf.cc). A table of a network of one area keeps every row but those of
// prefixes that hang at touched vertices, or have moved with the interface they stand on (ospf_engine.cc).
// Soundness: a vertex that is not touched has no shortest path over a lost adjacency, so all its old ones
// are still there, and there is no new one: it would have been as short before, over the same vertices, and
// they would have passed the touch on. Elections that change, adjacencies that appear, sham and virtual links
// make the state no near one; then everything is computed from nothing. Twin: a scratch without memory
// (near_base_test.cc). Cost: a copy, the edges, and Dijkstra over what is touched.

#include "routing/ospf/near_base.h"

#include <algorithm>

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

void IndexStubs(const Area& area, std::vector<std::vector<std::uint32_t>>& at,
                std::vector<std::uint32_t>& order) {
  at.assign(area.vertex_count(), {});
  order.clear();
  for (std::uint32_t i = 0; i < area.stubs.size(); ++i) {
    const Stub& stub = area.stubs[i];
    at[stub.vertex].push_back(i);
    if (stub.segment != kNone) at[area.routers.size() + stub.segment].push_back(i);
    order.push_back(i);
  }
  std::ranges::stable_sort(order, {}, [&area](std::uint32_t i) { return area.stubs[i].prefix; });
}

/// What followed another state follows the base again.
void PutBack(std::uint32_t router, std::uint32_t words, OspfScratch& scratch) {
  OwnDifference& own = scratch.near.own[router];
  const OspfBase& base = *scratch.near.base;
  if (own.in_paths && own.knows_paths) {
    Spf& spf = scratch.spf[router][0];
    const Spf& old = base.spf[router][0];
    for (const std::uint32_t v : own.vertices) {
      spf.distance[v] = old.distance[v];
      spf.direct[v] = old.direct[v];
      std::copy_n(old.masks.begin() + std::ptrdiff_t(v) * words, words,
                  spf.masks.begin() + std::ptrdiff_t(v) * words);
    }
  }
  if (own.in_table && own.knows_table) {
    Table& table = scratch.tables[router];
    for (const PrefixIndex prefix : own.prefixes) {
      table.PathOf(prefix) = base.tables[router].PathOf(prefix);
      std::copy_n(base.tables[router].MaskOf(prefix), words, table.MaskOf(prefix));
    }
  }
  own.in_paths = own.in_table = false;
}

}  // namespace

void FindTouched(const Area& area, std::uint32_t root, const Spf& base, std::span<const LostEdge> lost,
                 std::vector<std::uint8_t>& touched, std::vector<std::uint32_t>& found) {
  touched.assign(area.vertex_count(), 0);
  found.clear();
  const auto touch = [&](std::uint32_t to, std::uint32_t distance) {
    if (to == root || touched[to] != 0 || base.distance[to] != distance || distance >= kInfinity) return;
    touched[to] = 1;
    found.push_back(to);
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
}

const OwnDifference& DifferenceOf(const Graph& graph, std::uint32_t router, OspfScratch& scratch) {
  NearBase& near = scratch.near;
  OwnDifference& own = near.own[router];
  if (own.compared) return own;
  PutBack(router, graph.routers[router].hop_words, scratch);
  own.compared = true;
  const RouterArea& mine = graph.routers[router].areas[0];
  const Area& area = graph.areas[mine.area];
  FindTouched(area, mine.vertex, near.base->spf[router][0], near.lost[mine.area], near.touched, own.vertices);
  own.prefixes.clear();
  const auto list = [&](std::uint32_t stub) {
    const PrefixIndex prefix = area.stubs[stub].prefix;
    if (near.listed[prefix] != 0) return;
    near.listed[prefix] = 1;
    own.prefixes.push_back(prefix);
  };
  for (const std::uint32_t stub : near.moved[mine.area]) list(stub);
  for (const std::uint32_t v : own.vertices) std::ranges::for_each(near.stubs_at[mine.area][v], list);
  for (const PrefixIndex prefix : own.prefixes) near.listed[prefix] = 0;
  return own;
}

void KeepAsBase(const Graph& graph, OspfScratch& scratch) {
  auto base = std::make_shared<OspfBase>();
  base->up = *scratch.up;
  base->attached = scratch.attached;
  base->designated = scratch.designated;
  base->spf = scratch.spf;
  base->tables = scratch.tables;
  base->injected = !scratch.externals.empty() || !scratch.vpn_summaries.empty();
  NearBase& near = scratch.near;
  near.own.assign(graph.routers.size(), {});
  near.stubs_at.resize(graph.areas.size());
  near.stub_order.resize(graph.areas.size());
  PrefixIndex last = 0;
  for (std::size_t a = 0; a < graph.areas.size(); ++a) {
    IndexStubs(graph.areas[a], near.stubs_at[a], near.stub_order[a]);
    for (const Stub& stub : graph.areas[a].stubs) last = std::max(last, stub.prefix);
  }
  near.listed.assign(std::size_t{last} + 1, 0);
  near.base = std::move(base);
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
  near.flat = near.holds && flat && !near.base->injected;
  for (OwnDifference& own : near.own) own.compared = false;
}

}  // namespace ringfence::routing::ospf
