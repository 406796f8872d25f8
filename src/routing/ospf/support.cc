// The shortest-path DAG as a certificate.
//
// Claim: in one area without routes from elsewhere, the route of a router to a prefix is the same in every
// state that lost more, as long as the shortest-path DAG from the router to where the prefix hangs is whole,
// and the prefix hangs there. Argument: losing adjacencies makes no path shorter. So every path of the DAG is
// still a shortest one, with its first hop, and whatever was longer, or hung further away, still is; a path
// that was not there before cannot appear. The distance alone is kept by less, but next hops need all of it.
// What breaks the argument - areas, ranges, externals, virtual and sham links, elections among more than two
// - makes the plan unknown, and the search then looks at every failure.
// Cost: the edges at the vertices of the DAG, backwards from the prefix along equalities of distances.
// Twin: brute force over failure sets (exposure/sweep_twin_test.cc).

#include "routing/ospf/support.h"

#include <algorithm>

#include "routing/ospf/spf.h"

namespace ringfence::routing::ospf {
namespace {

/// Walks the DAG of one root backwards.
class Backwards {
 public:
  Backwards(const Area& area, std::uint32_t number, std::uint32_t root, const Spf& spf,
            const OspfScratch& scratch, base::BitSet& interfaces)
      : area_(area),
        attached_(scratch.attached[number]),
        root_(root),
        spf_(spf),
        scratch_(scratch),
        interfaces_(interfaces),
        seen_(area.vertex_count()) {}

  void From(std::uint32_t vertex) {
    Reach(vertex);
    while (!work_.empty()) {
      const std::uint32_t at = work_.back();
      work_.pop_back();
      if (at == root_) continue;
      at < area_.routers.size() ? BeforeRouter(at) : BeforeSegment(at);
    }
  }

 private:
  void Reach(std::uint32_t vertex) {
    if (seen_.Test(vertex)) return;
    seen_.Set(vertex);
    work_.push_back(vertex);
  }

  void BeforeRouter(std::uint32_t at) {
    for (std::uint32_t e = area_.first_edge[at]; e < area_.first_edge[at + 1]; ++e) {
      const Edge& back = area_.edges[e];
      if (!Works(back, scratch_)) continue;
      for (std::uint32_t f = area_.first_edge[back.to]; f < area_.first_edge[back.to + 1]; ++f) {
        const Edge& edge = area_.edges[f];
        const bool same = edge.to == at && edge.slot == back.far_slot && edge.far_slot == back.slot;
        if (!same || spf_.distance[back.to] + edge.cost != spf_.distance[at]) continue;
        interfaces_.Set(edge.slot);
        interfaces_.Set(edge.far_slot);
        Reach(back.to);
      }
    }
    for (const auto& [segment, member] : area_.segments_of[at]) {
      const auto vertex = static_cast<std::uint32_t>(area_.routers.size() + segment);
      if (attached_[segment][member] == 0 || spf_.distance[vertex] != spf_.distance[at]) continue;
      interfaces_.Set(area_.segments[segment].members[member].slot);
      Reach(vertex);
    }
  }

  void BeforeSegment(std::uint32_t at) {
    const std::size_t number = at - area_.routers.size();
    const Segment& segment = area_.segments[number];
    for (std::size_t j = 0; j < segment.members.size(); ++j) {
      const Member& member = segment.members[j];
      if (attached_[number][j] == 0) continue;
      // Who is designated, and whether the segment is a vertex at all, rests on both ends.
      interfaces_.Set(member.slot);
      if (spf_.distance[member.vertex] + member.cost == spf_.distance[at]) Reach(member.vertex);
    }
  }

  const Area& area_;
  const std::vector<std::vector<std::uint8_t>>& attached_;
  std::uint32_t root_;
  const Spf& spf_;
  const OspfScratch& scratch_;
  base::BitSet& interfaces_;
  base::BitSet seen_;
  std::vector<std::uint32_t> work_;
};

/// What it can reach stands in its table: whoever sends to it may rely on that.
bool InstallsAll(const Router& router) {
  constexpr std::uint32_t kNeverInstalled = 255;
  return !router.process->table_filter && router.process->distances.intra < kNeverInstalled;
}

bool SegmentsArePairs(const Area& area) {
  return std::ranges::all_of(area.segments, [](const Segment& one) { return one.members.size() <= 2; });
}

}  // namespace

SupportPlan::SupportPlan(const OspfEngine& engine) : engine_(engine) {
  const Graph& graph = engine.graph();
  known_ = engine.flat() && graph.shams.empty() && graph.virtual_pairs.empty() && !graph.links_open &&
           std::ranges::all_of(graph.areas, SegmentsArePairs) &&
           std::ranges::all_of(graph.routers, InstallsAll) && PathsStayShort();
}

bool SupportPlan::PathsStayShort() const {
  return std::ranges::all_of(engine_.graph().areas, [](const Area& area) {
    std::uint64_t dearest = 0;
    for (const Edge& edge : area.edges) dearest = std::max<std::uint64_t>(dearest, edge.cost);
    for (const Stub& stub : area.stubs) dearest = std::max<std::uint64_t>(dearest, stub.cost);
    for (const Segment& segment : area.segments) {
      for (const Member& member : segment.members) dearest = std::max<std::uint64_t>(dearest, member.cost);
    }
    return dearest * (area.routers.size() + 1) < kInfinity;
  });
}

std::vector<IgpNeighbors> SupportPlan::Neighbors(const std::vector<std::uint8_t>& up) const {
  OspfScratch scratch;
  engine_.Begin(up, scratch);
  std::vector<IgpNeighbors> found;
  for (std::size_t a = 0; a < engine_.graph().areas.size(); ++a) {
    const Area& area = engine_.graph().areas[a];
    for (std::uint32_t v = 0; v < area.routers.size(); ++v) {
      for (std::uint32_t e = area.first_edge[v]; e < area.first_edge[v + 1]; ++e) {
        const Edge& edge = area.edges[e];
        if (edge.slot < edge.far_slot && Works(edge, scratch))
          found.push_back({{area.routers[v], area.routers[edge.to]}, {edge.slot, edge.far_slot}});
      }
    }
    for (std::size_t s = 0; s < area.segments.size(); ++s) {
      const std::vector<Member>& members = area.segments[s].members;
      const std::vector<std::uint8_t>& attached = scratch.attached[a][s];
      if (members.size() != 2 || attached[0] == 0 || attached[1] == 0) continue;
      found.push_back({{members[0].router, members[1].router}, {members[0].slot, members[1].slot}});
    }
  }
  return found;
}

bool SupportPlan::Add(RouterNumber router, PrefixIndex prefix, OspfScratch& scratch,
                      base::BitSet& interfaces) const {
  const Path path = engine_.RowOf(router, prefix, scratch).path;
  if (path.kind != PathKind::kIntra || path.doubtful || path.loose_cost) return false;
  const RouterArea& mine = engine_.graph().routers[router].areas[0];
  const Area& area = engine_.graph().areas[mine.area];
  const Spf& spf =
      SpfTo(engine_.graph(), router, PlacesOf(engine_.graph(), mine.area, prefix, scratch), scratch);
  Backwards backwards(area, mine.area, mine.vertex, spf, scratch, interfaces);
  for (const Graph::StubAt& place : engine_.graph().StubsOf(prefix)) {
    if (place.area != mine.area) continue;
    const Stub& stub = area.stubs[place.stub];
    const StubPlace at = PlaceOf(area, mine.area, stub, scratch);
    if (at.vertex == kNone || spf.distance[at.vertex] + at.cost != path.cost) continue;
    interfaces.Set(stub.slot);
    // A prefix of a link with one neighbour moves when that is lost.
    if (stub.segment != kNone) {
      for (const Member& member : area.segments[stub.segment].members) interfaces.Set(member.slot);
    }
    backwards.From(at.vertex);
  }
  return true;
}

std::optional<RouterNumber> SupportPlan::BringerOf(PrefixIndex prefix, OspfScratch& scratch,
                                                   base::BitSet& interfaces) const {
  std::optional<RouterNumber> bringer;
  const Graph& graph = engine_.graph();
  for (const Graph::StubAt& place : graph.StubsOf(prefix)) {
    const Area& area = graph.areas[place.area];
    const Stub& stub = area.stubs[place.stub];
    if (PlaceOf(area, place.area, stub, scratch).vertex == kNone) continue;
    if (stub.segment != kNone || bringer) return std::nullopt;
    bringer = area.routers[stub.vertex];
    interfaces.Set(stub.slot);
  }
  return bringer;
}

}  // namespace ringfence::routing::ospf
