// Shortest paths with all equal-cost first hops (RFC 2328 section 16.1).
//
// Dijkstra over routers and segments. Each vertex carries a bit mask over the root's possible next hops; a
// second path of equal cost unites masks. Segments leave the heap before routers at the same distance
// (section 16.1 step 3), and every other cost is positive, so a mask is complete when its vertex leaves the
// heap. A router behind a segment the root stands on is reached by that router's own address
// (section 16.1.1); behind any other vertex the first hops are inherited.
//
// Designated router: all routers of a segment come up together, as after a cold start, so the highest
// priority and then the highest router id wins (section 9.4); a device that was there first may hold the
// office longer. The choice matters for routes only through MTU differences: a member is attached when it can
// exchange databases with the designated router.

#include "routing/ospf/spf.h"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

#include "routing/ospf/adjacency.h"
#include "routing/ospf/near_base.h"

namespace ringfence::routing::ospf {
namespace {

bool Exchanges(const Member& a, const Member& b) {
  const auto rejects = [](const Member& near, const Member& far) {
    return RejectsDescription(near.mtu_bytes, near.config->mtu_ignore,
                              far.config->mtu_announced ? far.mtu_bytes : 0);
  };
  return !rejects(a, b) && !rejects(b, a);
}

/// Elects among the members in one part of the link.
void ElectIn(const Segment& segment, const std::vector<std::uint8_t>& up, std::uint8_t part,
             std::vector<std::uint8_t>& attached, std::uint32_t& designated) {
  designated = kNone;
  for (std::uint32_t m = 0; m < segment.members.size(); ++m) {
    const Member& member = segment.members[m];
    if (up[member.slot] != part || member.priority == 0) continue;
    const Member* best = designated == kNone ? nullptr : &segment.members[designated];
    if (best == nullptr ||
        std::pair(member.priority, member.router_id) > std::pair(best->priority, best->router_id)) {
      designated = m;
    }
  }
  if (designated == kNone) return;
  bool any = false;
  for (std::uint32_t m = 0; m < segment.members.size(); ++m) {
    if (m == designated || up[segment.members[m].slot] != part) continue;
    attached[m] = Exchanges(segment.members[m], segment.members[designated]) ? 1 : 0;
    any = any || attached[m] != 0;
  }
  attached[designated] = any ? 1 : 0;
  if (!any) designated = kNone;
}

/// A segment is one vertex, so one part of a link that fell apart can have neighbours on it. False when more
/// have.
bool ElectInParts(const Segment& segment, const std::vector<std::uint8_t>& up,
                  std::vector<std::uint8_t>& attached, std::uint32_t& designated) {
  attached.assign(segment.members.size(), 0);
  designated = kNone;
  const auto part_of = [&up](const Member& member) { return up[member.slot]; };
  const auto first = std::ranges::find_if(segment.members, part_of);
  if (first == segment.members.end()) return true;
  const std::uint8_t only = part_of(*first);
  const auto in_it = [only](std::uint8_t part) { return part == 0 || part == only; };
  if (std::ranges::all_of(segment.members, in_it, part_of))
    return ElectIn(segment, up, only, attached, designated), true;
  std::vector<std::uint8_t> parts;
  for (const Member& member : segment.members) {
    const std::uint8_t part = part_of(member);
    if (part != 0 && std::ranges::count(parts, part) == 0) parts.push_back(part);
  }
  for (const std::uint8_t part : parts) {
    std::uint32_t elected = kNone;
    std::vector<std::uint8_t> attached_here(segment.members.size(), 0);
    ElectIn(segment, up, part, attached_here, elected);
    if (elected == kNone) continue;
    if (designated != kNone) return false;
    designated = elected;
    attached = std::move(attached_here);
  }
  return true;
}

/// One run; see the head of the file.
class Dijkstra {
 public:
  Dijkstra(const Graph& graph, std::uint32_t number, std::size_t part, OspfScratch& scratch)
      : graph_(graph),
        number_(number),
        root_(graph.routers[number]),
        part_(root_.areas[part]),
        area_(graph.areas[part_.area]),
        scratch_(scratch),
        attached_(scratch.attached[part_.area]),
        words_(root_.hop_words),
        heap_(scratch.heap),
        spf_(scratch.spf[number][part]) {}

  void Run() {
    const std::size_t count = area_.vertex_count();
    spf_.done = true;
    spf_.distance.assign(count, kInfinity);
    spf_.masks.assign(count * words_, 0);
    spf_.direct.assign(count, 0);
    heap_.clear();
    spf_.distance[part_.vertex] = 0;
    spf_.direct[part_.vertex] = 1;
    Push(part_.vertex, 0);
    Finish();
  }

  /// The same where the paths of a base state (near_base.cc) are there and `touched` may differ.
  void Mend(std::span<const std::uint32_t> touched, const base::MarkSet& is_touched) {
    spf_.done = true;
    for (const std::uint32_t vertex : touched) {
      spf_.distance[vertex] = kInfinity;
      std::fill_n(MaskOf(vertex), words_, 0);
      spf_.direct[vertex] = 0;
    }
    heap_.clear();
    for (const std::uint32_t vertex : touched) {
      VisitNeighbors(vertex, [&](std::uint32_t v) {
        if (is_touched.Has(v) || spf_.distance[v] >= kInfinity) return;
        v < area_.routers.size() ? FromRouter(v) : FromSegment(v);
      });
    }
    Finish();
  }

 private:
  void Finish() {
    while (!heap_.empty()) {
      std::ranges::pop_heap(heap_, std::greater<>());
      const std::uint64_t top = heap_.back();
      heap_.pop_back();
      const auto vertex = static_cast<std::uint32_t>(top & kVertexMask);
      if (spf_.distance[vertex] != top >> kDistanceShift) continue;
      if (vertex < area_.routers.size()) {
        FromRouter(vertex);
      } else {
        FromSegment(vertex);
      }
    }
  }

  /// Whatever has an edge to the vertex has one from it.
  template <class Visit>
  void VisitNeighbors(std::uint32_t vertex, const Visit& visit) const {
    if (vertex >= area_.routers.size()) {
      for (const Member& member : area_.segments[vertex - area_.routers.size()].members) visit(member.vertex);
      return;
    }
    for (std::uint32_t e = area_.first_edge[vertex]; e < area_.first_edge[vertex + 1]; ++e)
      visit(area_.edges[e].to);
    for (const auto& [segment, member] : area_.segments_of[vertex])
      visit(static_cast<std::uint32_t>(area_.routers.size() + segment));
  }

  static constexpr int kDistanceShift = 32;
  static constexpr std::uint64_t kRouterBit = std::uint64_t{1} << 31;
  static constexpr std::uint64_t kVertexMask = kRouterBit - 1;

  std::uint64_t* MaskOf(std::uint32_t vertex) { return spf_.masks.data() + std::size_t{vertex} * words_; }

  void Push(std::uint32_t vertex, std::uint32_t distance) {
    const std::uint64_t kind = vertex < area_.routers.size() ? kRouterBit : 0;
    heap_.push_back((std::uint64_t{distance} << kDistanceShift) | kind | vertex);
    std::ranges::push_heap(heap_, std::greater<>());
  }

  /// Notes a path to `to`; true when it is as good as any. A better one empties the mask.
  bool Improve(std::uint32_t to, std::uint32_t distance) {
    if (distance > spf_.distance[to] || distance >= kInfinity) return false;
    if (distance < spf_.distance[to]) {
      spf_.distance[to] = distance;
      std::fill_n(MaskOf(to), words_, 0);
      spf_.direct[to] = 0;
      Push(to, distance);
    }
    return true;
  }

  void Inherit(std::uint32_t to, std::uint32_t from) {
    for (std::uint32_t w = 0; w < words_; ++w) MaskOf(to)[w] |= MaskOf(from)[w];
  }

  void AddHop(std::uint32_t to, std::uint32_t hop) { MaskOf(to)[hop / 64] |= std::uint64_t{1} << (hop % 64); }

  void FromRouter(std::uint32_t vertex) {
    const bool root = vertex == part_.vertex;
    const std::uint32_t distance = spf_.distance[vertex];
    for (std::uint32_t e = area_.first_edge[vertex]; e < area_.first_edge[vertex + 1]; ++e) {
      const Edge& edge = area_.edges[e];
      if (!Works(edge, scratch_) || edge.to == part_.vertex) continue;
      if (!Improve(edge.to, distance + edge.cost)) continue;
      if (root) {
        AddHop(edge.to, edge.hop);
      } else {
        Inherit(edge.to, vertex);
      }
    }
    if (!area_.virtual_links_of.empty()) FromVirtualLinks(vertex);
    for (const auto& [segment, member] : area_.segments_of[vertex]) {
      if (attached_[segment][member] == 0) continue;
      const auto to = static_cast<std::uint32_t>(area_.routers.size() + segment);
      if (!Improve(to, distance + area_.segments[segment].members[member].cost)) continue;
      if (root) {
        spf_.direct[to] = 1;
      } else {
        Inherit(to, vertex);
      }
    }
  }

  /// Over a virtual link the first hops are those of the way through the transit area.
  void FromVirtualLinks(std::uint32_t vertex) {
    for (const auto& [number, end] : area_.virtual_links_of[vertex]) {
      const VirtualPair& pair = graph_.virtual_pairs[number];
      const VirtualPair::End& far = pair.ends[1 - end];
      if (scratch_.virtual_up[number] == 0 || far.vertex == part_.vertex) continue;
      if (!Improve(far.vertex, spf_.distance[vertex] + scratch_.virtual_cost[number][end])) continue;
      if (vertex != part_.vertex) {
        Inherit(far.vertex, vertex);
        continue;
      }
      const Spf& way = scratch_.spf[number_][pair.ends[end].part];
      const std::uint64_t* mask = way.masks.data() + std::size_t{far.transit_vertex} * words_;
      for (std::uint32_t w = 0; w < words_; ++w) MaskOf(far.vertex)[w] |= mask[w];
    }
  }

  void FromSegment(std::uint32_t vertex) {
    const std::size_t number = vertex - area_.routers.size();
    const Segment& segment = area_.segments[number];
    const std::uint32_t distance = spf_.distance[vertex];
    for (std::uint32_t j = 0; j < segment.members.size(); ++j) {
      const std::uint32_t to = segment.members[j].vertex;
      if (attached_[number][j] == 0 || to == part_.vertex || !Improve(to, distance)) continue;
      Inherit(to, vertex);
      if (spf_.direct[vertex] != 0) AddDirectHops(number, j, to);
    }
  }

  /// The root's own interfaces on the segment that reach it at this cost lead to member j by its address.
  void AddDirectHops(std::size_t number, std::uint32_t j, std::uint32_t to) {
    const Segment& segment = area_.segments[number];
    const std::uint32_t distance = spf_.distance[area_.routers.size() + number];
    for (std::uint32_t i = 0; i < segment.members.size(); ++i) {
      const Member& mine = segment.members[i];
      if (mine.vertex != part_.vertex || attached_[number][i] == 0 || mine.cost != distance) continue;
      AddHop(to, segment.hops[i * segment.members.size() + j]);
    }
  }

  const Graph& graph_;
  std::uint32_t number_;
  const Router& root_;
  const RouterArea& part_;
  const Area& area_;
  const OspfScratch& scratch_;
  const std::vector<std::vector<std::uint8_t>>& attached_;
  std::uint32_t words_;
  std::vector<std::uint64_t>& heap_;
  Spf& spf_;
};

}  // namespace

void ElectDesignated(const Graph& graph, OspfScratch& scratch) {
  scratch.attached.resize(graph.areas.size());
  scratch.designated.resize(graph.areas.size());
  scratch.split = false;
  for (std::size_t a = 0; a < graph.areas.size(); ++a) {
    const auto& segments = graph.areas[a].segments;
    scratch.attached[a].resize(segments.size());
    scratch.designated[a].resize(segments.size());
    for (std::size_t s = 0; s < segments.size(); ++s) {
      if (!ElectInParts(segments[s], *scratch.up, scratch.attached[a][s], scratch.designated[a][s]))
        scratch.split = true;
    }
  }
}

const Spf& SpfOf(const Graph& graph, std::uint32_t number, std::size_t part, OspfScratch& scratch) {
  Spf& spf = scratch.spf[number][part];
  if (spf.done) return spf;
  NearBase& near = scratch.near;
  const RouterArea& mine = graph.routers[number].areas[part];
  if (!near.holds || !near.base->spf[number][part].done) {
    if (number < near.own.size()) near.own[number] = {};
    Dijkstra(graph, number, part, scratch).Run();
    return spf;
  }
  const Spf& base = near.base->spf[number][part];
  if (near.lost[mine.area].empty()) return base;
  if (near.flat) {
    OwnDifference& own = DifferenceOf(graph, number, scratch);
    if (own.vertices.empty()) return base;
    if (!std::exchange(own.has_paths, true)) spf = base;
    own.in_paths = true;
    near.touched.Begin(base.distance.size());
    for (const std::uint32_t v : own.vertices) near.touched.Add(v);
    Dijkstra(graph, number, part, scratch).Mend(own.vertices, near.touched);
    return spf;
  }
  spf = base;
  FindTouched(graph.areas[mine.area], mine.vertex, base, near.lost[mine.area], near.touched, near.work);
  Dijkstra(graph, number, part, scratch).Mend(near.work, near.touched);
  return spf;
}

std::span<const StubPlace> PlacesOf(const Graph& graph, std::uint32_t area, PrefixIndex prefix,
                                    OspfScratch& scratch) {
  scratch.row_places.clear();
  for (const Graph::StubAt& at : graph.StubsOf(prefix)) {
    if (at.area != area) continue;
    const StubPlace place = PlaceOf(graph.areas[area], area, graph.areas[area].stubs[at.stub], scratch);
    if (place.vertex != kNone) scratch.row_places.push_back(place);
  }
  return scratch.row_places;
}

/// What has not been touched has no touched vertex before it: that would have passed the touch on.
const Spf& SpfTo(const Graph& graph, std::uint32_t number, std::span<const StubPlace> places,
                 OspfScratch& scratch) {
  const NearBase& near = scratch.near;
  if (scratch.spf[number][0].done || !near.flat || !near.base->spf[number][0].done)
    return SpfOf(graph, number, 0, scratch);
  const OwnDifference& own = DifferenceOf(graph, number, scratch);
  const bool touched = std::ranges::any_of(places, [&own](const StubPlace& place) {
    return std::ranges::binary_search(own.vertices, place.vertex);
  });
  return touched ? SpfOf(graph, number, 0, scratch) : near.base->spf[number][0];
}

}  // namespace ringfence::routing::ospf
