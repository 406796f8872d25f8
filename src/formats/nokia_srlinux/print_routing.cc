#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_srlinux/convert.h"
#include "formats/nokia_srlinux/print.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

constexpr std::uint64_t kKilo = 1000;
constexpr std::string_view kKeychain = "keychain ";

std::string HeadOf(std::string_view vrf) {
  return fmt::format("set / network-instance {}", Quoted(InstanceOf(vrf)));
}

// Two routes of one prefix are two next hops of one group.
bool SameGroup(const routing::static_routes::StaticRoute& a, const routing::static_routes::StaticRoute& b) {
  return a.vrf == b.vrf && a.prefix == b.prefix;
}

std::string NameOfKeychain(std::string_view authentication) {
  return Quoted(authentication.substr(std::min(kKeychain.size(), authentication.size())));
}

void PrintOspfInterface(const routing::ospf::OspfInterface& interface, const std::string& head,
                        std::string& out) {
  const std::string own = fmt::format("{} area {} interface {}", head,
                                      net::ToString(net::IpAddress::V4(interface.area)), interface.name);
  out += own + '\n';
  const bool loopback = interface.type == routing::ospf::NetworkType::kLoopback;
  if (interface.type == routing::ospf::NetworkType::kPointToPoint)
    out += fmt::format("{} interface-type point-to-point\n", own);
  if (interface.passive && !loopback) out += fmt::format("{} passive true\n", own);
  if (interface.cost && *interface.cost != 0) out += fmt::format("{} metric {}\n", own, *interface.cost);
  out += fmt::format("{} hello-interval {}\n{} dead-interval {}\n{} priority {}\n", own, interface.hello_s,
                     own, interface.dead_s, own, interface.priority);
  if (!interface.authentication.empty())
    out += fmt::format("{} authentication keychain {}\n", own, NameOfKeychain(interface.authentication));
}

void PrintOspfArea(const routing::ospf::OspfArea& area, const std::string& head, std::string& out) {
  const std::string own = fmt::format("{} area {}", head, net::ToString(net::IpAddress::V4(area.id)));
  out += own + '\n';
  if (area.type == routing::ospf::AreaType::kNormal) return;
  const bool stub = area.type == routing::ospf::AreaType::kStub;
  const std::string_view word = stub ? "stub" : "nssa";
  out += fmt::format("{} {}\n", own, word);
  if (stub) out += fmt::format("{} stub default-metric {}\n", own, area.default_cost);
  if (area.no_summary) out += fmt::format("{} {} summaries false\n", own, word);
}

std::string_view StyleOf(routing::isis::MetricStyle style) {
  return style == routing::isis::MetricStyle::kNarrow ? "narrow" : "wide";
}

void PrintIsisInterface(const routing::isis::IsisProcess& process, const routing::isis::IsisInterface& link,
                        const std::string& head, std::string& out) {
  const std::string own = fmt::format("{} interface {}", head, link.name);
  out += own + '\n';
  const bool loopback = link.type == routing::isis::IsisNetworkType::kLoopback;
  if (link.type == routing::isis::IsisNetworkType::kPointToPoint)
    out += fmt::format("{} circuit-type point-to-point\n", own);
  if (link.passive && !loopback) out += fmt::format("{} passive true\n", own);
  if (!link.ipv4) out += fmt::format("{} ipv4-unicast admin-state disable\n", own);
  if (!link.ipv6) out += fmt::format("{} ipv6-unicast admin-state disable\n", own);
  if (!link.authentication.empty())
    out += fmt::format("{} authentication keychain {}\n", own, NameOfKeychain(link.authentication));
  const std::uint32_t metrics[] = {link.metric_level1, link.metric_level2};
  const std::uint32_t metrics6[] = {link.metric6_level1, link.metric6_level2};
  for (int i = 0; i < 2; ++i) {
    if ((process.levels & (1 << i)) != 0 && (link.levels & (1 << i)) == 0)
      out += fmt::format("{} level {} disable true\n", own, i + 1);
    if (metrics[i] != 0) out += fmt::format("{} level {} metric {}\n", own, i + 1, metrics[i]);
    if (metrics6[i] != metrics[i] && metrics6[i] != 0)
      out += fmt::format("{} level {} ipv6-unicast-metric {}\n", own, i + 1, metrics6[i]);
  }
}

void PrintIsisLevels(const routing::isis::IsisProcess& process, const std::string& head, std::string& out) {
  const std::uint32_t distances[] = {process.distance_level1, process.distance_level2};
  const std::uint32_t externals[] = {process.distance_external_level1, process.distance_external_level2};
  const routing::isis::MetricStyle styles[] = {process.style_level1, process.style_level2};
  const std::string* keys[] = {&process.authentication_level1, &process.authentication_level2};
  for (int i = 0; i < 2; ++i) {
    const std::string level = fmt::format("{} level {}", head, i + 1);
    out += fmt::format("{} metric-style {}\n", level, StyleOf(styles[i]));
    out += fmt::format("{} route-preference internal {}\n", level, distances[i]);
    out += fmt::format("{} route-preference external {}\n", level, externals[i]);
    if (!keys[i]->empty())
      out += fmt::format("{} authentication keychain {}\n", level, NameOfKeychain(*keys[i]));
  }
}

}  // namespace

void PrintStatic(const routing::DeviceConfig& config, std::string& out) {
  const auto& routes = config.static_routes.routes;
  int group = 0;
  for (std::size_t i = 0; i < routes.size(); ++i) {
    const routing::static_routes::StaticRoute& route = routes[i];
    const std::string head = HeadOf(route.vrf);
    const bool same = i > 0 && SameGroup(routes[i - 1], route);
    if (!same) {
      ++group;
      const std::string own = fmt::format("{} static-routes route {}", head, net::ToString(route.prefix));
      out += fmt::format("{} next-hop-group g{}\n{} metric {}\n{} preference {}\n", own, group, own,
                         route.metric, own, route.distance);
      if (route.tag) out += fmt::format("{} route-tag {}\n", own, *route.tag);
    }
    const std::string hops = fmt::format("{} next-hop-groups group g{}", head, group);
    if (route.discard)
      out += hops + " blackhole\n";
    else
      out += fmt::format("{} nexthop {} ip-address {}\n{} nexthop {} resolve {}\n", hops, i,
                         net::ToString(*route.next_hop), hops, i, route.recursive);
  }
  for (const routing::static_routes::AggregateRoute& route : config.static_routes.aggregates)
    out += fmt::format("{} aggregate-routes route {}\n", HeadOf(route.vrf), net::ToString(route.prefix));
}

void PrintOspf(const routing::DeviceConfig& config, std::string& out) {
  for (const routing::ospf::OspfProcess& process : config.ospf.processes) {
    const std::string head =
        fmt::format("{} protocols ospf instance {}", HeadOf(process.vrf), Quoted(process.name));
    out += head + " admin-state enable\n";
    out += fmt::format("{} version {}\n", head, process.family == net::Family::kIpv4 ? "ospf-v2" : "ospf-v3");
    if (process.router_id) out += fmt::format("{} router-id {}\n", head, net::ToString(*process.router_id));
    out += fmt::format("{} reference-bandwidth {}\n", head, process.reference_bandwidth_bps / kKilo);
    out += fmt::format("{} max-ecmp-paths {}\n", head, process.max_paths);
    out += fmt::format("{} preference {}\n", head, process.distances.intra);
    out += fmt::format("{} external-preference {}\n", head, process.distances.external);
    if (process.max_metric) out += head + " overload active true\n";
    for (const routing::ospf::OspfArea& area : process.areas) PrintOspfArea(area, head, out);
    for (const routing::ospf::OspfInterface& interface : process.interfaces)
      PrintOspfInterface(interface, head, out);
    if (process.redistributions.empty()) continue;
    for (const std::string& name : process.redistributions.front().policies)
      out += fmt::format("{} export-policy [ {} ]\n", head, Quoted(name));
  }
}

void PrintIsis(const routing::DeviceConfig& config, std::string& out) {
  for (const routing::isis::IsisProcess& process : config.isis.processes) {
    const std::string head =
        fmt::format("{} protocols isis instance {}", HeadOf(process.vrf), Quoted(process.tag));
    out += head + " admin-state enable\n";
    out += fmt::format("{} level-capability {}\n", head,
                       process.levels == routing::isis::kLevel1   ? "L1"
                       : process.levels == routing::isis::kLevel2 ? "L2"
                                                                  : "L1L2");
    for (const std::string& area : process.area_ids)
      out += fmt::format("{} net [ {}.{}.00 ]\n", head, area, process.system_id);
    out += fmt::format("{} max-ecmp-paths {}\n", head, process.max_paths);
    if (process.multi_topology) out += head + " ipv6-unicast multi-topology true\n";
    if (process.overload) out += head + " overload immediate set-bit true\n";
    if (process.ignores_attached_bit) out += head + " attached-bit ignore true\n";
    if (!process.attached_bit) out += head + " attached-bit suppress true\n";
    PrintIsisLevels(process, head, out);
    for (const routing::isis::IsisInterface& link : process.interfaces)
      PrintIsisInterface(process, link, head, out);
    if (process.redistributions.empty()) continue;
    for (const std::string& name : process.redistributions.front().policies)
      out += fmt::format("{} export-policy [ {} ]\n", head, Quoted(name));
  }
}

}  // namespace ringfence::formats::nokia_srlinux
