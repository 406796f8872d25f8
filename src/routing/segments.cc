// What switches join.
//
// Problem: two routers on a switched VLAN are neighbours while some chain of working ports and cables joins
// them, and every switch of the chain handles their frames.
// Idea: the layer-2 graph of a link has its layer-3 interfaces and the VLANs of its switches as vertices; a
// cable is one edge for each VLAN that both of its ports carry under the same tag (IEEE 802.1Q section 6.9:
// an access port and the native VLAN of a trunk carry frames without one). A VLAN interface is an end with an
// edge to the VLAN of its own device. Under a failure state the edges whose ports all work leave the segment
// in parts; ends hear each other when they are up and in one part. A protocol compares one byte for that.
// Where the graph has a loop, the spanning tree (IEEE 802.1D) or a hash over members of a bundle picks the
// way of a frame. Which ends are joined does not depend on it: a spanning tree spans. Which switches a frame
// passes does, so a crossing says whether it is the only way. Cost: a part search per segment that something
// failed in; a breadth-first search for each crossing.

#include "routing/segments.h"

#include <algorithm>
#include <deque>
#include <numeric>
#include <optional>
#include <span>

#include "routing/network.h"

namespace ringfence::routing {
namespace {

/// Numbers a byte can hold, 0 being "down".
constexpr std::uint32_t kPartsMax = 255;

std::uint32_t RootOf(std::vector<std::uint32_t>& parent, std::uint32_t vertex) {
  while (parent[vertex] != vertex) vertex = parent[vertex] = parent[parent[vertex]];
  return vertex;
}

/// The tree of a breadth-first search, as the edge that reached each vertex.
class Search {
 public:
  Search(const Segment& segment, std::span<const std::uint8_t> usable) : segment_(segment), usable_(usable) {}

  /// True when `to` is reached from `from` without the edges between `without.a` and `without.b`.
  bool Run(std::uint32_t from, std::uint32_t to, const SegmentEdge* without) {
    reached_by_.assign(segment_.vertices.size(), kNothing);
    reached_by_[from] = kStart;
    std::deque<std::uint32_t> work = {from};
    while (!work.empty() && reached_by_[to] == kNothing) {
      const std::uint32_t at = work.front();
      work.pop_front();
      for (std::uint32_t e = 0; e < segment_.edges.size(); ++e) {
        const SegmentEdge& edge = segment_.edges[e];
        if (usable_[e] == 0 || (edge.a != at && edge.b != at)) continue;
        if (without != nullptr && edge.a == without->a && edge.b == without->b) continue;
        const std::uint32_t next = edge.a == at ? edge.b : edge.a;
        if (reached_by_[next] != kNothing) continue;
        reached_by_[next] = e;
        // Frames end at layer-3 interfaces.
        if (!segment_.vertices[next].end.valid() || next == to) work.push_back(next);
      }
    }
    return reached_by_[to] != kNothing;
  }

  /// Edges of the way found, in order. REQUIRES: Run returned true.
  std::vector<std::uint32_t> Way(std::uint32_t to) const {
    std::vector<std::uint32_t> way;
    while (reached_by_[to] != kStart) {
      const std::uint32_t e = reached_by_[to];
      way.push_back(e);
      to = segment_.edges[e].a == to ? segment_.edges[e].b : segment_.edges[e].a;
    }
    std::ranges::reverse(way);
    return way;
  }

 private:
  static constexpr std::uint32_t kNothing = 0xffffffff;
  static constexpr std::uint32_t kStart = 0xfffffffe;
  const Segment& segment_;
  std::span<const std::uint8_t> usable_;
  std::vector<std::uint32_t> reached_by_;
};

std::uint32_t VertexOf(const Segment& segment, model::Endpoint end) {
  for (std::uint32_t v = 0; v < segment.vertices.size(); ++v) {
    const SegmentVertex& vertex = segment.vertices[v];
    if (vertex.node == end.node && vertex.end.valid() && vertex.end == end.interface) return v;
  }
  return static_cast<std::uint32_t>(segment.vertices.size());
}

}  // namespace

bool MarkParts(const Network& network, const Segment& segment, std::vector<std::uint8_t>& up) {
  const auto works = [&up](std::uint32_t slot) { return up[slot] != 0; };
  const auto usable = [&](const SegmentEdge& edge) { return std::ranges::all_of(edge.needs, works); };
  if (std::ranges::all_of(segment.edges, usable)) return true;  // one part, and every end says 1
  std::vector<std::uint32_t> parent(segment.vertices.size());
  std::iota(parent.begin(), parent.end(), 0);
  for (const SegmentEdge& edge : segment.edges) {
    if (usable(edge)) parent[RootOf(parent, edge.a)] = RootOf(parent, edge.b);
  }
  std::vector<std::uint32_t> roots;  // in order of the first end of each part
  bool complete = true;
  for (std::uint32_t v = 0; v < segment.vertices.size(); ++v) {
    const SegmentVertex& vertex = segment.vertices[v];
    if (!vertex.end.valid()) continue;
    std::uint8_t& state = up[network.SlotOf({vertex.node, vertex.end})];
    if (state == 0) continue;
    const std::uint32_t root = RootOf(parent, v);
    const auto known = std::ranges::find(roots, root);
    const auto number = static_cast<std::uint32_t>(known - roots.begin()) + 1;
    if (known == roots.end()) roots.push_back(root);
    complete = complete && number <= kPartsMax;
    state = static_cast<std::uint8_t>(std::min(number, kPartsMax));
  }
  return complete;
}

Crossing CrossSegment(const Segment& segment, model::Endpoint from, model::Endpoint to,
                      const std::function<bool(std::uint32_t slot)>& works) {
  Crossing crossing;
  const std::uint32_t start = VertexOf(segment, from);
  const std::uint32_t goal = VertexOf(segment, to);
  if (start == segment.vertices.size() || goal == segment.vertices.size()) return crossing;
  std::vector<std::uint8_t> usable;
  for (const SegmentEdge& edge : segment.edges)
    usable.push_back(std::ranges::all_of(edge.needs, works) ? 1 : 0);
  Search search(segment, usable);
  if (!search.Run(start, goal, nullptr)) return crossing;
  const std::vector<std::uint32_t> way = search.Way(goal);
  std::uint32_t at = start;
  for (std::uint32_t e : way) {
    const SegmentEdge& edge = segment.edges[e];
    const bool forth = edge.a == at;
    const model::NodeId here = segment.vertices[at].node;
    const SegmentVertex& next = segment.vertices[at = forth ? edge.b : edge.a];
    // Inside one device nothing is crossed; the port by which a frame came in is known from the edge before.
    if (next.node == here) continue;
    if (!crossing.hops.empty()) crossing.hops.back().out = edge.ports[forth ? 0 : 1].interface;
    if (next.end.valid() || next.node == to.node) {
      crossing.last_cable = edge.cable;
    } else {
      crossing.hops.push_back({next.node, edge.ports[forth ? 1 : 0].interface, {}, edge.cable});
    }
  }
  for (std::uint32_t e : way) {
    if (search.Run(start, goal, &segment.edges[e])) crossing.unique = false;
  }
  return crossing;
}

}  // namespace ringfence::routing
