// What switches join.
//
// Problem: two routers on a switched VLAN are neighbours while some chain of working ports and cables joins
// them, and every switch of the chain handles their frames.
// Idea: the layer-2 graph of a link has its layer-3 interfaces and the VLANs of its switches as vertices; a
// cable is one edge for each VLAN that both of its ports carry under the same tag (IEEE 802.1Q section 6.9:
// an access port and the native VLAN of a trunk carry frames without one). A VLAN interface is an end with an
// edge to the VLAN of its own device. Under a failure state the edges whose ports all work leave the segment
// in parts; ends hear each other when they are up and in one part. A protocol compares one byte for that.
// Where the graph has a loop, the spanning tree (IEEE 802.1D) picks the way of a frame, by bridge addresses
// that no configuration shows. Which ends are joined does not depend on it: a spanning tree spans (where it
// spans another graph than the VLAN's, bridging_gaps says so). Which switches a frame passes does, so all
// ways on which no VLAN of a switch is met twice are listed: the tree leaves one of them.
// Members of a bundle (IEEE 802.1AX) are one port: a hash may take each, and a frame that came by one never
// leaves by another. So two devices at the ends of one bundle hear each other only if something else joins
// them too; MarkParts says when nothing does. Two chassis that are such devices on purpose (MLAG, vPC) have a
// link between them; what came over it leaves by no bundle that the other one reaches as well.
// A pseudowire is an edge between the services of two devices that needs a port at both (pseudowires.h).
// Cost: a part search per segment that something failed in, and for each mesh of pseudowires the cube of its
// ends; a depth-first search for each crossing.

#include "routing/segments.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "routing/network.h"

namespace ringfence::routing {
namespace {

/// Numbers a byte can hold, 0 being "down".
constexpr std::uint32_t kPartsMax = 255;

std::uint32_t RootOf(std::vector<std::uint32_t>& parent, std::uint32_t vertex) {
  while (parent[vertex] != vertex) vertex = parent[vertex] = parent[parent[vertex]];
  return vertex;
}

/// Edges between the same two vertices and bundles: a hash takes one of them.
struct Strand {
  std::uint32_t to = 0;
  model::Endpoint here, there;  ///< the bundle, or the port, at both ends; invalid inside a device
  bool forth = true;            ///< goes from SegmentEdge::a to b
  std::vector<std::uint32_t> edges;
  bool mesh_here = false, mesh_there = false;  ///< SegmentEdge::mesh
};

/// All ways between two vertices, depth first.
class Ways {
 public:
  Ways(const Network& network, const Segment& segment, std::vector<std::uint8_t> usable)
      : network_(network), segment_(segment), strands_(segment.vertices.size()) {
    for (std::uint32_t e = 0; e < segment.edges.size(); ++e) {
      if (usable[e] == 0) continue;
      AddStrand(e, true);
      AddStrand(e, false);
    }
  }

  Crossing From(std::uint32_t start, std::uint32_t goal) {
    std::vector<std::uint8_t> met(segment_.vertices.size(), 0);
    std::vector<Turn> turns = {{start, nullptr, 0}};
    std::vector<std::vector<const Strand*>> found;
    std::size_t steps = 0;
    met[start] = 1;
    while (!turns.empty()) {
      Turn& turn = turns.back();
      if (turn.next == strands_[turn.vertex].size()) {
        met[turn.vertex] = 0;
        turns.pop_back();
        continue;
      }
      const Strand& strand = strands_[turn.vertex][turn.next++];
      // Frames end at layer-3 interfaces.
      const bool ends = strand.to == goal;
      if (met[strand.to] != 0 || (!ends && segment_.vertices[strand.to].end.valid())) continue;
      if (turn.came != nullptr && !MayTurn(*turn.came, strand)) continue;
      if (++steps > kStepsMax || found.size() == kFrameWaysMax) {
        crossing_.complete = false;
        break;
      }
      if (!ends) {
        met[strand.to] = 1;
        turns.push_back({strand.to, &strand, 0});
        continue;
      }
      std::vector<const Strand*> way;
      for (const Turn& one : turns) {
        if (one.came != nullptr) way.push_back(one.came);
      }
      way.push_back(&strand);
      found.push_back(std::move(way));
    }
    for (std::size_t w = 0; w + 1 < found.size(); ++w)
      crossing_.chosen = crossing_.chosen || ChoosesBetween(found[w], found[w + 1]);
    std::ranges::stable_sort(found, {}, [](const auto& way) { return way.size(); });
    for (const auto& way : found) crossing_.ways.push_back(Tell(way));
    return std::move(crossing_);
  }

 private:
  /// Strands followed at most for one crossing (origin: budget; more makes the answer doubtful).
  static constexpr std::size_t kStepsMax = 20'000;

  struct Turn {
    std::uint32_t vertex = 0;
    const Strand* came = nullptr;
    std::size_t next = 0;
  };

  void AddStrand(std::uint32_t e, bool forth) {
    const SegmentEdge& edge = segment_.edges[e];
    Strand strand{forth ? edge.b : edge.a, {}, {}, forth, {e}};
    strand.mesh_here = edge.mesh[forth ? 0 : 1];
    strand.mesh_there = edge.mesh[forth ? 1 : 0];
    if (edge.cable != SegmentEdge::kNoCable || edge.pseudowire) {
      strand.here = BundleAt(network_, edge.ports[forth ? 0 : 1]);
      strand.there = BundleAt(network_, edge.ports[forth ? 1 : 0]);
    }
    std::vector<Strand>& at = strands_[forth ? edge.a : edge.b];
    const auto same = std::ranges::find_if(at, [&strand](const Strand& one) {
      return one.here.interface.valid() && one.to == strand.to && one.here == strand.here &&
             one.there == strand.there;
    });
    if (same == at.end())
      at.push_back(std::move(strand));
    else
      same->edges.push_back(e);
  }

  const model::Interface* PortAt(const model::Endpoint& end) const {
    return end.interface.valid() ? &network_.InterfaceAt(end) : nullptr;
  }

  /// May a frame that came by one strand leave by the other?
  bool MayTurn(const Strand& came, const Strand& next) const {
    if (next.here.interface.valid() && came.there == next.here) return false;
    if (came.mesh_there && next.mesh_here) return false;
    const model::Interface* in = PortAt(came.there);
    const model::Interface* out = PortAt(next.here);
    if (in == nullptr || out == nullptr || !in->peer_link || out->chassis_bundle == 0) return true;
    // The other chassis sent it by its own port of that bundle, if that works.
    for (std::size_t v = 0; v < strands_.size(); ++v) {
      for (const Strand& twin : strands_[v]) {
        const model::Interface* port = PortAt(twin.here);
        if (port != nullptr && twin.here.node == came.here.node &&
            port->chassis_bundle == out->chassis_bundle)
          return false;
      }
    }
    return true;
  }

  /// True when two ways part at a vertex by different ports.
  static bool ChoosesBetween(const std::vector<const Strand*>& a, const std::vector<const Strand*>& b) {
    std::size_t i = 0;
    while (i < a.size() && i < b.size() && a[i] == b[i]) ++i;
    const bool parts = i < a.size() && i < b.size();
    return parts && (!a[i]->here.interface.valid() || a[i]->here != b[i]->here);
  }

  /// Inside one device nothing is crossed; the port by which a frame came in is known from the edge before.
  bool IsInside(const Strand& strand) const {
    const SegmentEdge& edge = segment_.edges[strand.edges.front()];
    return edge.cable == SegmentEdge::kNoCable &&
           segment_.vertices[edge.a].node == segment_.vertices[edge.b].node;
  }

  FrameWay Tell(const std::vector<const Strand*>& strands) const {
    std::vector<const Strand*> crossed;
    std::ranges::copy_if(strands, std::back_inserter(crossed),
                         [this](const Strand* strand) { return !IsInside(*strand); });
    FrameWay way;
    for (const Strand* strand : crossed) {
      const SegmentEdge& edge = segment_.edges[strand->edges.front()];
      std::vector<std::uint32_t> cables;
      for (const std::uint32_t e : strand->edges) cables.push_back(segment_.edges[e].cable);
      const model::InterfaceIndex out = edge.ports[strand->forth ? 0 : 1].interface;
      (way.hops.empty() ? way.first_out : way.hops.back().out) = out;
      if (strand == crossed.back()) {
        way.last_cables = std::move(cables);
        way.last_in = edge.ports[strand->forth ? 1 : 0].interface;
      } else {
        way.hops.push_back({segment_.vertices[strand->to].node,
                            edge.ports[strand->forth ? 1 : 0].interface,
                            {},
                            std::move(cables)});
      }
    }
    if (crossed.empty()) way.last_cables = {SegmentEdge::kNoCable};
    way.end = strands.back()->to;
    return way;
  }

  const Network& network_;
  const Segment& segment_;
  std::vector<std::vector<Strand>> strands_;  ///< by vertex
  Crossing crossing_;
};

/// True when the far ends of a bundle's working edges are joined by other edges too.
bool JoinedBeside(const Segment& segment, const std::vector<std::uint32_t>& spread,
                  const std::vector<std::uint8_t>& usable) {
  std::vector<std::uint32_t> parent(segment.vertices.size());
  std::iota(parent.begin(), parent.end(), 0);
  for (std::uint32_t e = 0; e < segment.edges.size(); ++e) {
    if (usable[e] == 0 || std::ranges::count(spread, e) > 0) continue;
    parent[RootOf(parent, segment.edges[e].a)] = RootOf(parent, segment.edges[e].b);
  }
  // One end of each edge is where the bundle is; the others must meet without it.
  const SegmentEdge& first = segment.edges[spread.front()];
  const bool hub_is_a = std::ranges::all_of(spread, [&](std::uint32_t e) {
    return segment.edges[e].a == first.a || segment.edges[e].b == first.a;
  });
  const std::uint32_t hub = hub_is_a ? first.a : first.b;
  std::optional<std::uint32_t> root;
  for (const std::uint32_t e : spread) {
    if (usable[e] == 0) continue;
    const SegmentEdge& edge = segment.edges[e];
    const std::uint32_t far = RootOf(parent, edge.a == hub ? edge.b : edge.a);
    if (root && *root != far) return false;
    root = far;
  }
  return true;
}

/// Pseudowires of a mesh forward nothing that came by another one, so frames get through one of its nodes to
/// those alone that it has told apart; who hears whom is told by parts as long as each two whose meshes one
/// node joins are joined by a pseudowire of their own.
bool MeshesWhole(const Segment& segment, const std::vector<std::uint8_t>& usable) {
  std::map<std::uint32_t, std::set<std::uint32_t>> beside;  // by any pseudowire
  std::map<std::uint32_t, std::set<std::uint32_t>> meshes;  // by those that end in a mesh there
  for (std::size_t e = 0; e < segment.edges.size(); ++e) {
    const SegmentEdge& edge = segment.edges[e];
    if (!edge.pseudowire || usable[e] == 0) continue;
    beside[edge.a].insert(edge.b);
    beside[edge.b].insert(edge.a);
    if (edge.mesh[0]) meshes[edge.a].insert(edge.b);
    if (edge.mesh[1]) meshes[edge.b].insert(edge.a);
  }
  return std::ranges::all_of(meshes, [&](const auto& mesh) {
    return std::ranges::all_of(mesh.second, [&](std::uint32_t one) {
      return std::ranges::all_of(
          mesh.second, [&](std::uint32_t other) { return one == other || beside.at(one).contains(other); });
    });
  });
}

}  // namespace

std::uint32_t VertexOf(const Segment& segment, model::Endpoint end) {
  for (std::uint32_t v = 0; v < segment.vertices.size(); ++v) {
    const SegmentVertex& vertex = segment.vertices[v];
    if (vertex.node == end.node && vertex.end.valid() && vertex.end == end.interface) return v;
  }
  return static_cast<std::uint32_t>(segment.vertices.size());
}

void MarkSpreads(const Network& network, std::vector<Segment>& segments) {
  for (Segment& segment : segments) {
    std::map<std::pair<std::uint32_t, model::Endpoint>, std::vector<std::uint32_t>> bundles;
    for (std::uint32_t e = 0; e < segment.edges.size(); ++e) {
      const SegmentEdge& edge = segment.edges[e];
      if (edge.cable == SegmentEdge::kNoCable) continue;
      for (int side = 0; side < 2; ++side) {
        const std::uint32_t vertex = side == 0 ? edge.a : edge.b;
        // A layer-3 interface bridges nothing, whatever its ports are.
        const SegmentVertex& at = segment.vertices[vertex];
        const model::Endpoint port =
            at.end.valid() ? model::Endpoint{at.node, at.end} : BundleAt(network, edge.ports[side]);
        bundles[{vertex, port}].push_back(e);
      }
    }
    for (auto& [key, edges] : bundles) {
      const auto far = [&](std::uint32_t e) {
        return segment.edges[e].a == key.first ? segment.edges[e].b : segment.edges[e].a;
      };
      const bool spread =
          std::ranges::any_of(edges, [&](std::uint32_t e) { return far(e) != far(edges.front()); });
      if (spread) segment.spreads.push_back(std::move(edges));
    }
  }
}

bool MarkParts(const Network& network, const Segment& segment, std::vector<std::uint8_t>& up) {
  const auto works = [&up](std::uint32_t slot) { return up[slot] != 0; };
  std::vector<std::uint8_t> usable;
  for (const SegmentEdge& edge : segment.edges)
    usable.push_back(std::ranges::all_of(edge.needs, works) ? 1 : 0);
  bool complete = std::ranges::all_of(
      segment.spreads, [&](const auto& spread) { return JoinedBeside(segment, spread, usable); });
  complete = complete && MeshesWhole(segment, usable);
  // One part, and every end says 1.
  if (!segment.stretched && std::ranges::count(usable, 0) == 0) return complete;
  std::vector<std::uint32_t> parent(segment.vertices.size());
  std::iota(parent.begin(), parent.end(), 0);
  for (std::uint32_t e = 0; e < segment.edges.size(); ++e) {
    if (usable[e] != 0) parent[RootOf(parent, segment.edges[e].a)] = RootOf(parent, segment.edges[e].b);
  }
  std::vector<std::uint32_t> roots;  // in order of the first end of each part
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

Crossing CrossSegment(const Network& network, const Segment& segment, model::Endpoint from,
                      model::Endpoint to, const std::function<bool(std::uint32_t slot)>& works) {
  const std::uint32_t start = VertexOf(segment, from);
  const std::uint32_t goal = VertexOf(segment, to);
  if (start == segment.vertices.size() || goal == segment.vertices.size()) return {};
  return CrossVertices(network, segment, start, goal, works);
}

Crossing CrossVertices(const Network& network, const Segment& segment, std::uint32_t from, std::uint32_t to,
                       const std::function<bool(std::uint32_t slot)>& works) {
  std::vector<std::uint8_t> usable;
  for (const SegmentEdge& edge : segment.edges)
    usable.push_back(std::ranges::all_of(edge.needs, works) ? 1 : 0);
  return Ways(network, segment, std::move(usable)).From(from, to);
}

bool FloodsFrames(const Segment& segment) {
  // Services of VXLAN alone are like VLANs.
  if (segment.stretched && std::ranges::none_of(segment.edges, &SegmentEdge::pseudowire)) return false;
  std::vector<std::size_t> uses(segment.vertices.size(), 0);
  for (const SegmentEdge& edge : segment.edges) {
    ++uses[edge.a];
    ++uses[edge.b];
  }
  for (std::size_t v = 0; v < uses.size(); ++v) {
    if (segment.vertices[v].service != 0 && uses[v] > 2) return true;
  }
  return false;
}

Crossing FloodSegment(const Network& network, const Segment& segment, model::Endpoint from,
                      const std::function<bool(std::uint32_t slot)>& works) {
  const std::uint32_t start = VertexOf(segment, from);
  if (start == segment.vertices.size()) return {};
  std::vector<std::uint8_t> usable;
  for (const SegmentEdge& edge : segment.edges)
    usable.push_back(std::ranges::all_of(edge.needs, works) ? 1 : 0);
  Crossing all;
  for (std::uint32_t goal = 0; goal < segment.vertices.size(); ++goal) {
    if (goal == start) continue;
    Crossing one = Ways(network, segment, usable).From(start, goal);
    all.complete = all.complete && one.complete;
    std::ranges::move(one.ways, std::back_inserter(all.ways));
  }
  return all;
}

}  // namespace ringfence::routing
