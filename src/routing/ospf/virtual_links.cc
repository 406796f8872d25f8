// Virtual links (RFC 2328 section 15): two border routers of an area become neighbours in the backbone.
//
// Problem: whether a virtual link is up and what it costs is the result of shortest paths in the area that
// carries it, and that area in turn gets advertisements which shorten paths of the backbone (section 16.3).
// Idea: the transit area is never the backbone, so its shortest paths rest on plain links alone and come
// first; the link then is an edge of the backbone whose first hops are those of the way. It is up while both
// ends reach each other there at a cost of at most 65535 (section 15), which follows failures.
//   A border router says nothing into the transit area about what it reaches through it (split horizon,
// section 12.4.3). Section 16.3 waits for those advertisements, and they for section 16.3: two border routers
// may each shorten what the other says. Here they are made of the paths before 16.3. That gives the same
// tables: an advertisement that 16.3 would withdraw comes from a router that reaches the prefix better
// through the area, over another border router, so for all others in the area that other one is no worse.
// With two transit areas at one router a gain through the first may be said into the second, which this order
// misses: such states are marked uncertain.
//   Not modelled: virtual links of OSPFv3 (they need global addresses of the transit area, RFC 5340 section
// 4.7). Cost: two runs of shortest paths per virtual link and state.

#include "routing/ospf/virtual_links.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "routing/ospf/spf.h"

namespace ringfence::routing::ospf {
namespace {

/// Costs above it make the link inoperational (RFC 2328 section 15).
constexpr std::uint32_t kWayCostMax = 0xffff;

struct Written {
  VirtualPair::End end;
  std::uint32_t transit = 0;  ///< index into Graph::areas
};

class Pairing {
 public:
  Pairing(const Network& network, Graph& graph, base::Diagnostics& findings)
      : network_(network), graph_(graph), findings_(findings) {}

  void Run() {
    for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
      for (const VirtualLink& link : graph_.routers[r].process->virtual_links) Read(r, link);
    }
    for (std::size_t i = 0; i < ends_.size(); ++i) Match(i);
  }

 private:
  /// An area without interfaces of the router, or one that carries no type 5, carries no virtual link either.
  void Read(std::uint32_t number, const VirtualLink& link) {
    const Router& router = graph_.routers[number];
    const auto part = [&](AreaId id) {
      return std::ranges::find_if(router.areas, [id](const RouterArea& a) { return a.config.id == id; });
    };
    const auto transit = part(link.transit);
    if (transit == router.areas.end() || link.transit == kBackbone ||
        transit->config.type != AreaType::kNormal)
      return Report(number, link, "leads through an area that carries none");
    ends_.push_back({{number, static_cast<std::size_t>(transit - router.areas.begin()), transit->vertex,
                      part(kBackbone)->vertex, &link},
                     transit->area});
  }

  void Report(std::uint32_t number, const VirtualLink& link, std::string_view what) {
    const std::string& device = network_.nodes()[graph_.routers[number].node.index()].config.device.name;
    findings_.Add(
        {base::DiagnosticKind::kAdjacencyUnmet, link.span,
         fmt::format("the virtual link of {} to {} {}", device, net::ToString(link.neighbor), what)});
  }

  bool Names(const Written& a, const Written& b) const {
    return a.transit == b.transit && a.end.link->neighbor == graph_.routers[b.end.router].process->router_id;
  }

  static bool Agree(const VirtualLink& a, const VirtualLink& b) {
    return a.hello_s == b.hello_s && a.dead_s == b.dead_s && a.authentication == b.authentication;
  }

  void Match(std::size_t i) {
    const Written& here = ends_[i];
    bool met = false;
    for (std::size_t j = 0; j < ends_.size(); ++j) {
      const Written& there = ends_[j];
      if (i == j || !Names(here, there) || !Names(there, here)) continue;
      met = true;
      if (j < i) continue;
      if (Agree(*here.end.link, *there.end.link)) {
        Add(here, there);
      } else {
        Report(here.end.router, *here.end.link, "has other timers or keys there");
      }
    }
    if (met) return;
    Report(here.end.router, *here.end.link, "is not named by its other end");
    // A device that is not in the network may well name it.
    const bool known = std::ranges::any_of(graph_.areas[here.transit].routers, [&](std::uint32_t other) {
      return graph_.routers[other].process->router_id == here.end.link->neighbor;
    });
    graph_.links_open = graph_.links_open || !known;
  }

  void Add(const Written& a, const Written& b) {
    const auto number = static_cast<std::uint32_t>(graph_.virtual_pairs.size());
    graph_.virtual_pairs.push_back({a.transit, {a.end, b.end}});
    for (const std::uint32_t end : {0U, 1U}) {
      const VirtualPair::End& here = graph_.virtual_pairs.back().ends[end];
      const std::vector<RouterArea>& parts = graph_.routers[here.router].areas;
      const auto backbone =
          std::ranges::find_if(parts, [](const RouterArea& part) { return part.config.id == kBackbone; });
      Area& area = graph_.areas[backbone->area];
      area.virtual_links_of.resize(area.routers.size());
      area.virtual_links_of[here.vertex].emplace_back(number, end);
    }
  }

  const Network& network_;
  Graph& graph_;
  base::Diagnostics& findings_;
  std::vector<Written> ends_;
};

}  // namespace

void AddVirtualLinks(const Network& network, Graph& graph, base::Diagnostics& findings) {
  Pairing(network, graph, findings).Run();
}

void FindVirtualLinks(const Graph& graph, OspfScratch& scratch) {
  scratch.virtual_up.assign(graph.virtual_pairs.size(), 0);
  scratch.virtual_cost.assign(graph.virtual_pairs.size(), {});
  for (std::size_t v = 0; v < graph.virtual_pairs.size(); ++v) {
    const VirtualPair& pair = graph.virtual_pairs[v];
    bool up = true;
    for (std::size_t e = 0; e < pair.ends.size(); ++e) {
      const VirtualPair::End& here = pair.ends[e];
      const Spf& spf = SpfOf(graph, here.router, here.part, scratch);
      const std::uint32_t way = spf.distance[pair.ends[1 - e].transit_vertex];
      up = up && way <= kWayCostMax;
      scratch.virtual_cost[v][e] = graph.routers[here.router].process->max_metric ? kMaxLinkMetric : way;
    }
    scratch.virtual_up[v] = up ? 1 : 0;
  }
  if (graph.virtual_pairs.empty()) return;
  for (const Router& router : graph.routers) {
    const auto carrying = std::ranges::count_if(
        router.areas, [&](const RouterArea& part) { return IsTransit(graph, part.area, scratch); });
    if (carrying > 1) scratch.links_unsure = true;
  }
}

bool IsTransit(const Graph& graph, std::uint32_t area, const OspfScratch& scratch) {
  for (std::size_t v = 0; v < graph.virtual_pairs.size(); ++v) {
    if (scratch.virtual_up[v] != 0 && graph.virtual_pairs[v].transit == area) return true;
  }
  return false;
}

bool CarriesTransit(const Graph& graph, std::uint32_t router, std::size_t part, OspfScratch& scratch) {
  const std::uint32_t area = graph.routers[router].areas[part].area;
  if (!IsTransit(graph, area, scratch)) return false;
  const Spf& spf = SpfOf(graph, router, part, scratch);
  for (std::size_t v = 0; v < graph.virtual_pairs.size(); ++v) {
    const VirtualPair& pair = graph.virtual_pairs[v];
    if (scratch.virtual_up[v] == 0 || pair.transit != area) continue;
    for (const VirtualPair::End& end : pair.ends) {
      if (spf.distance[end.transit_vertex] < kInfinity) return true;
    }
  }
  return false;
}

bool LeavesBy(const Router& router, const RouterArea& part, const std::uint64_t* mask) {
  for (std::uint32_t h = 0; h < router.hops.size(); ++h) {
    if ((mask[h / 64] >> (h % 64) & 1U) != 0 && std::ranges::count(part.slots, router.hops[h].slot) > 0)
      return true;
  }
  return false;
}

}  // namespace ringfence::routing::ospf
