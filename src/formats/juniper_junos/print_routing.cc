// Instances, static and aggregate routes, copies between tables as `set` lines.
#include <fmt/format.h>

#include <algorithm>

#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/print.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::RouteSource;
using net::Family;
using routing::DeviceConfig;
using routing::VrfConfig;
using routing::VrfLeak;
using routing::static_routes::AggregateRoute;
using routing::static_routes::StaticRoute;

std::string Table(std::string_view vrf, Family family) {
  return fmt::format("{}{}{}", vrf, vrf.empty() ? "" : ".", family == Family::kIpv4 ? "inet.0" : "inet6.0");
}

// "set routing-options", or the table of IPv6 below it.
std::string OptionsOf(const std::string& head, std::string_view vrf, Family family) {
  const std::string options = head + " routing-options";
  return family == Family::kIpv4 ? options : options + " rib " + Table(vrf, family);
}

void PrintCommunities(const std::string& head, const std::vector<std::string>& communities,
                      std::string& out) {
  for (const std::string& text : communities) {
    const bool large = std::count(text.begin(), text.end(), ':') == 2 && text[0] >= '0' && text[0] <= '9';
    out += fmt::format("{} community {}{}\n", head, large ? "large:" : "", text);
  }
}

void PrintStatic(const std::string& instance, const StaticRoute& route, bool held_back, std::string& out) {
  const std::string head =
      fmt::format("{} static route {}", OptionsOf(instance, route.vrf, route.prefix.family()),
                  net::ToString(route.prefix));
  if (route.recursive) out += head + " resolve\n";
  if (held_back) out += head + " no-readvertise\n";
  PrintCommunities(head, route.communities, out);
  if (route.discard || route.next_hop_vrf) {
    out += route.discard
               ? head + " discard\n"
               : fmt::format("{} next-table {}\n", head, Table(*route.next_hop_vrf, route.prefix.family()));
    out += fmt::format("{} preference {}\n", head, route.distance);
    if (route.metric != 0) out += fmt::format("{} metric {}\n", head, route.metric);
    if (route.tag) out += fmt::format("{} tag {}\n", head, *route.tag);
    return;
  }
  const std::string hop = route.next_hop ? net::ToString(*route.next_hop) : route.interface;
  const std::string qualified = fmt::format("{} qualified-next-hop {}", head, hop);
  out += fmt::format("{} preference {}\n", qualified, route.distance);
  if (route.metric != 0) out += fmt::format("{} metric {}\n", qualified, route.metric);
  if (route.tag) out += fmt::format("{} tag {}\n", qualified, *route.tag);
  if (route.next_hop && !route.interface.empty())
    out += fmt::format("{} interface {}\n", qualified, route.interface);
}

void PrintAggregate(const std::string& instance, const AggregateRoute& route, std::string& out) {
  const std::string head =
      fmt::format("{} {} route {}", OptionsOf(instance, route.vrf, route.prefix.family()),
                  route.forwards_by_contributor ? "generate" : "aggregate", net::ToString(route.prefix));
  out += fmt::format("{} preference {}\n", head, route.distance);
  if (route.metric != 0) out += fmt::format("{} metric {}\n", head, route.metric);
  if (route.tag) out += fmt::format("{} tag {}\n", head, *route.tag);
  if (!route.as_set) out += head + " brief\n";
  PrintCommunities(head, route.communities, out);
  PrintPolicyNames(head + " policy", route.contributors.names, out);
}

// Routes that policies must not export, as ExportNames in the conversion writes them.
bool HeldBack(const DeviceConfig& config, const StaticRoute& route) {
  const std::string name = std::string(kHeldBack) + (route.vrf.empty() ? "" : " " + route.vrf);
  const model::PrefixList* list = model::FindPrefixList(config.policies, name);
  return list != nullptr && std::any_of(list->lines.begin(), list->lines.end(),
                                        [&route](const auto& line) { return line.prefix == route.prefix; });
}

// Is the VRF one with route targets, so of type vrf?
bool HasTargets(const VrfConfig& vrf) {
  return !vrf.route_distinguisher.empty() || !vrf.import_targets4.empty() || !vrf.export_targets4.empty() ||
         !vrf.import_policies.empty() || !vrf.export_policies.empty() || !vrf.imports_from_own_device;
}

// Is it a provider edge of OSPF, so of type vrf even without targets?
bool IsEdge(const DeviceConfig& config, const VrfConfig& vrf) {
  return std::any_of(config.ospf.processes.begin(), config.ospf.processes.end(), [&vrf](const auto& process) {
    return process.vrf == vrf.name && process.vpn.role == routing::ospf::VpnRole::kEdge;
  });
}

void PrintVrf(const DeviceConfig& config, const VrfConfig& vrf, const std::string& head, std::string& out) {
  const bool edge = HasTargets(vrf) || IsEdge(config, vrf);
  out += fmt::format("{} instance-type {}\n", head, edge ? "vrf" : "virtual-router");
  for (const model::Interface& interface : config.device.interfaces) {
    const bool port = interface.name.find('.') == std::string::npos;
    if (!port && interface.vrf == vrf.name) out += fmt::format("{} interface {}\n", head, interface.name);
  }
  if (!edge) return;
  if (!vrf.route_distinguisher.empty())
    out += fmt::format("{} route-distinguisher {}\n", head, vrf.route_distinguisher);
  if (vrf.import_policies.empty()) {
    for (const auto& target : vrf.import_targets4)
      out += fmt::format("{} vrf-target import {}\n", head, target);
  }
  if (vrf.export_policies.empty()) {
    for (const auto& target : vrf.export_targets4)
      out += fmt::format("{} vrf-target export {}\n", head, target);
  }
  PrintPolicyNames(head + " vrf-import", vrf.import_policies, out);
  PrintPolicyNames(head + " vrf-export", vrf.export_policies, out);
  if (vrf.label_per_table) out += head + " vrf-table-label\n";
  if (vrf.imports_from_own_device) out += head + " routing-options auto-export\n";
}

// Copies out of one instance into others; a group for each.
void PrintLeaks(const DeviceConfig& config, std::string_view from, const std::string& head,
                std::size_t& number, std::string& out) {
  for (const VrfConfig& vrf : config.vrfs) {
    for (const VrfLeak& leak : vrf.leaks) {
      if (leak.from_vrf != from || leak.sources.empty()) continue;
      const std::string name = fmt::format("leak-{}", ++number);
      const std::string group = "set routing-options rib-groups " + name;
      out += fmt::format("{} import-rib {}\n", group, Table(from, leak.family));
      out += fmt::format("{} import-rib {}\n", group, Table(vrf.name, leak.family));
      PrintPolicyNames(group + " import-policy", leak.policies, out);
      const bool connected = leak.sources.front() == RouteSource::kConnected;
      out += connected ? fmt::format("{} routing-options interface-routes rib-group {} {}\n", head,
                                     leak.family == Family::kIpv4 ? "inet" : "inet6", name)
                       : fmt::format("{} routing-options static rib-group {}\n", head, name);
    }
  }
  for (const VrfConfig& vrf : config.vrfs) {
    if (vrf.name != from) continue;
    for (const VrfLeak& leak : vrf.leaks) {
      if (!leak.sources.empty()) continue;
      return PrintPolicyNames(head + " routing-options instance-import", leak.policies, out);
    }
  }
}

std::optional<net::IpAddress> RouterIdOf(const DeviceConfig& config, std::string_view vrf) {
  if (vrf.empty() && config.ldp.transport) return config.ldp.transport;
  for (const auto& process : config.ospf.processes) {
    if (process.vrf == vrf && process.router_id) return process.router_id;
  }
  for (const auto& bgp : config.bgp.vrfs) {
    if (bgp.vrf == vrf && bgp.router_id) return bgp.router_id;
  }
  return std::nullopt;
}

void PrintInstance(const DeviceConfig& config, std::string_view vrf, std::size_t& leaks, std::string& out) {
  const std::string head = vrf.empty() ? "set" : "set routing-instances " + Quoted(vrf);
  const auto at = std::find_if(config.vrfs.begin(), config.vrfs.end(),
                               [vrf](const VrfConfig& other) { return other.name == vrf; });
  if (!vrf.empty() && at != config.vrfs.end()) PrintVrf(config, *at, head, out);
  if (const auto id = RouterIdOf(config, vrf))
    out += fmt::format("{} routing-options router-id {}\n", head, net::ToString(*id));
  PrintLeaks(config, vrf, head, leaks, out);
  for (const StaticRoute& route : config.static_routes.routes) {
    if (route.vrf == vrf) PrintStatic(head, route, HeldBack(config, route), out);
  }
  for (const AggregateRoute& route : config.static_routes.aggregates) {
    if (route.vrf == vrf) PrintAggregate(head, route, out);
  }
  for (const auto& process : config.ospf.processes) {
    if (process.vrf == vrf) PrintOspf(head, process, out);
  }
  for (const auto& process : config.isis.processes) {
    if (process.vrf == vrf) PrintIsis(head, process, out);
  }
  for (const auto& process : config.rip.processes) {
    if (process.vrf == vrf) PrintRip(head, process, out);
  }
  for (const auto& bgp : config.bgp.vrfs) {
    if (bgp.vrf == vrf) PrintBgp(head, config.bgp, bgp, out);
  }
}

// Load balancing shows in the paths of the protocols.
std::uint32_t PathsOf(const DeviceConfig& config) {
  std::uint32_t paths = 1;
  for (const auto& process : config.ospf.processes) paths = std::max(paths, process.max_paths);
  for (const auto& process : config.isis.processes) paths = std::max(paths, process.max_paths);
  for (const auto& process : config.rip.processes) paths = std::max(paths, process.max_paths);
  return paths;
}

}  // namespace

void PrintRouting(const DeviceConfig& config, std::string& out) {
  PrintPolicies(config.policies, out);
  if (const std::uint32_t paths = PathsOf(config); paths > 1) {
    out += "set policy-options policy-statement balance then load-balance per-packet\n";
    out += "set routing-options forwarding-table export balance\n";
    if (paths != kPathsBalanced) out += fmt::format("set chassis maximum-ecmp {}\n", paths);
  }
  std::size_t leaks = 0;
  PrintInstance(config, {}, leaks, out);
  PrintLdp(config.ldp, out);
  PrintSr(config, out);
  for (const VrfConfig& vrf : config.vrfs) {
    if (!vrf.name.empty()) PrintInstance(config, vrf.name, leaks, out);
  }
}

}  // namespace ringfence::formats::juniper_junos
