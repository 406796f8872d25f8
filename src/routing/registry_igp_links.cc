// Problem: traffic engineering and flexible algorithms look for ways of their own over the links that an IGP
// tells of (RFC 3630, 5305, 9350). Idea: the neighbours that the protocols have, one directed link for each
// pair of interfaces that hear each other; broadcast segments are links between all who stand at them. What
// is up under a failure is for the reader of the list to look up. Cost: O(links, and pairs of routers on
// each).

#include "routing/registry_igp_links.h"

#include <fmt/format.h>

namespace ringfence::routing {
namespace {

IgpArea OspfAreaOf(const Network& network, const ospf::Graph& graph, const ospf::Area& area) {
  IgpArea made{.igp = te::TeIgp::kOspf, .number = area.id};
  for (const std::uint32_t number : area.routers) {
    const ospf::Router& router = graph.routers[number];
    made.routers.push_back({.node = router.node,
                            .process = router.process_name,
                            .main = router.table == network.MainTable(router.node),
                            .member = true,
                            .avoided = router.process->max_metric,
                            .rank = fmt::format("{:08x}", router.router_id),
                            .max_paths = router.process->max_paths});
  }
  const auto address = [&](std::size_t slot) -> std::optional<net::IpAddress> {
    const model::Endpoint end = network.EndOfSlot(slot);
    const model::InterfaceAddress* found = ospf::PrimaryAddress(
        network.nodes()[end.node.index()].config.device, network.InterfaceAt(end), net::Family::kIpv4);
    return found == nullptr ? std::nullopt : std::optional(found->address.address);
  };
  const auto add = [&](std::uint32_t from, std::uint32_t to, std::size_t out, std::size_t in,
                       std::uint32_t cost, bool sure) {
    made.links.push_back({.from = from,
                          .to = to,
                          .out = network.EndOfSlot(out),
                          .in = network.EndOfSlot(in),
                          .near = address(out),
                          .far = address(in),
                          .cost = cost,
                          .sure = sure});
  };
  for (std::uint32_t from = 0; from < area.routers.size(); ++from) {
    for (std::uint32_t e = area.first_edge[from]; e < area.first_edge[from + 1]; ++e) {
      const ospf::Edge& edge = area.edges[e];
      if (edge.sham == ospf::kNone) add(from, edge.to, edge.slot, edge.far_slot, edge.cost, true);
    }
  }
  for (const ospf::Segment& segment : area.segments) {
    for (const ospf::Member& near : segment.members) {
      for (const ospf::Member& far : segment.members) {
        if (near.vertex == far.vertex) continue;
        const bool mtu = near.mtu_bytes == far.mtu_bytes || near.mtu_bytes == 0 || far.mtu_bytes == 0;
        const bool elected = near.priority != 0 || far.priority != 0;
        add(near.vertex, far.vertex, near.slot, far.slot, near.cost, mtu && elected);
      }
    }
  }
  return made;
}

IgpArea IsisLevelOf(const Network& network, const isis::Graph& graph, std::size_t level) {
  IgpArea made{.igp = te::TeIgp::kIsis, .number = static_cast<std::uint32_t>(level + 1)};
  for (const isis::Router& router : graph.routers) {
    const isis::IsisProcess& process = *router.process;
    const isis::MetricStyle style = level == 0 ? process.style_level1 : process.style_level2;
    const bool member = (process.levels & isis::BitOf(level)) != 0 && style != isis::MetricStyle::kNarrow;
    made.routers.push_back({.node = router.node,
                            .process = process.tag,
                            .main = router.table == network.MainTable(router.node),
                            .member = member,
                            .avoided = process.overload,
                            .rank = process.system_id,
                            .max_paths = process.max_paths});
  }
  for (const isis::Edge& edge : graph.edges) {
    const isis::Port &near = graph.ports[edge.from], &far = graph.ports[edge.to];
    if ((edge.levels & isis::BitOf(level)) == 0 || !edge.topology[0]) continue;
    made.links.push_back({.from = near.router,
                          .to = far.router,
                          .out = network.EndOfSlot(near.slot),
                          .in = network.EndOfSlot(far.slot),
                          .near = near.address[0],
                          .far = far.address[0],
                          .cost = level == 0 ? near.config->metric_level1 : near.config->metric_level2,
                          .sure = true});
  }
  return made;
}

}  // namespace

std::vector<IgpArea> IgpAreasOf(const Network& network, const ospf::Graph& ospf, const isis::Graph& isis) {
  std::vector<IgpArea> areas;
  for (const ospf::Area& area : ospf.areas)
    if (area.family == net::Family::kIpv4) areas.push_back(OspfAreaOf(network, ospf, area));
  for (std::size_t level = 0; level < isis::kLevelCount; ++level)
    areas.push_back(IsisLevelOf(network, isis, level));
  return areas;
}

}  // namespace ringfence::routing
