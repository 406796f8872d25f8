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
// they would have passed the touch on. Elections that change, adjacencies that appear and sham links make
// the state no near one; then everything is computed from nothing.
// Twin: a scratch without memory (near_base_test.cc). Cost: a copy, the edges, and Dijkstra over what is
// touched.

#include "routing/ospf/near_base.h"

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

/// The state that places of prefixes are told by.
void FindMoved(const Area& area, const OspfScratch& scratch, std::vector<std::uint8_t>& moved) {
  moved.assign(area.stubs.size(), 0);
  for (std::size_t i = 0; i < area.stubs.size(); ++i) {
    // With the same elections a prefix hangs elsewhere only when its interface has changed.
    const std::uint32_t slot = area.stubs[i].slot;
    moved[i] = scratch.near.base->up[slot] != (*scratch.up)[slot] ? 1 : 0;
  }
}

}  // namespace

void KeepAsBase(OspfScratch& scratch) {
  auto base = std::make_shared<OspfBase>();
  base->up = *scratch.up;
  base->attached = scratch.attached;
  base->designated = scratch.designated;
  base->spf = scratch.spf;
  base->tables = scratch.tables;
  base->injected = !scratch.externals.empty() || !scratch.vpn_summaries.empty();
  scratch.near.base = std::move(base);
}

void CompareWithBase(const Graph& graph, OspfScratch& scratch) {
  NearBase& near = scratch.near;
  near.holds = near.base != nullptr && graph.shams.empty() && near.base->attached == scratch.attached &&
               near.base->designated == scratch.designated;
  if (!near.holds) return;
  near.lost.resize(graph.areas.size());
  near.moved.resize(graph.areas.size());
  for (std::size_t a = 0; a < graph.areas.size() && near.holds; ++a) {
    near.holds = FindLost(graph.areas[a], scratch, near.lost[a]);
    FindMoved(graph.areas[a], scratch, near.moved[a]);
  }
}

}  // namespace ringfence::routing::ospf
