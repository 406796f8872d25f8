// Static and aggregate routes and OSPF as flat lines.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/print.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::ospf::AreaType;
using routing::ospf::NetworkType;
using routing::ospf::OspfArea;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;
using routing::static_routes::AggregateRoute;
using routing::static_routes::StaticRoute;

constexpr std::uint64_t kKilo = 1000;

std::string HopOf(const StaticRoute& route) {
  if (route.discard) return "blackhole";
  std::string hop = route.next_hop ? net::ToString(*route.next_hop) : route.interface;
  if (route.next_hop && !route.interface.empty()) hop += '-' + route.interface;
  return fmt::format("{} {}", route.recursive ? "indirect" : "next-hop", Quoted(hop));
}

void PrintStatic(const StaticRoute& route, std::string& out) {
  const std::string head = fmt::format("{} static-routes route {} route-type unicast {}",
                                       RouterHead(route.vrf), net::ToString(route.prefix), HopOf(route));
  out += head + " admin-state enable\n";
  if (route.distance != kStaticPreference) out += fmt::format("{} preference {}\n", head, route.distance);
  if (route.metric != kStaticMetric) out += fmt::format("{} metric {}\n", head, route.metric);
  if (route.tag) out += fmt::format("{} tag {}\n", head, *route.tag);
}

std::string_view TypeWord(NetworkType type) {
  switch (type) {
    case NetworkType::kPointToPoint:
      return "point-to-point";
    case NetworkType::kNonBroadcast:
      return "non-broadcast";
    case NetworkType::kPointToMultipoint:
      return "p2mp-nbma";
    case NetworkType::kBroadcast:
    case NetworkType::kLoopback:
      break;
  }
  return "broadcast";
}

// "md5:1:digest-...", "simple:digest-...", "keychain k": the reader takes the digest for the key.
void PrintAuthentication(const std::string& head, const std::string& text, std::string& out) {
  if (text.starts_with("keychain ")) {
    out += fmt::format("{} authentication-keychain {}\n", head, Quoted(text.substr(9)));
  } else if (text.starts_with("simple:")) {
    out += fmt::format("{} authentication-type password\n", head);
    out += fmt::format("{} authentication-key {}\n", head, Quoted(text.substr(7)));
  } else if (text.starts_with("md5:")) {
    const std::size_t colon = text.find(':', 4);
    out += fmt::format("{} authentication-type message-digest\n", head);
    if (text.substr(4, colon - 4) == "0") return;
    out += fmt::format("{} message-digest-key {} md5 {}\n", head, text.substr(4, colon - 4),
                       Quoted(text.substr(colon + 1)));
  }
}

void PrintInterface(const std::string& area, const OspfInterface& interface, std::string& out) {
  const std::string head = fmt::format("{} interface {}", area, Quoted(interface.name));
  const bool loopback = interface.type == NetworkType::kLoopback;
  out += fmt::format("{} interface-type {}\n", head, TypeWord(interface.type));
  if (interface.cost.value_or(0) != 0) out += fmt::format("{} metric {}\n", head, *interface.cost);
  if (interface.passive && !loopback) out += head + " passive true\n";
  out += fmt::format("{} hello-interval {}\n{} dead-interval {}\n", head, interface.hello_s, head,
                     interface.dead_s);
  if (interface.priority != 1) out += fmt::format("{} priority {}\n", head, interface.priority);
  PrintAuthentication(head, interface.authentication, out);
}

void PrintArea(const std::string& process, const OspfArea& area, std::string& out) {
  const std::string head = fmt::format("{} area {}", process, net::ToString(net::IpAddress::V4(area.id)));
  if (area.type == AreaType::kNormal) out += head + " { }\n";
  if (area.type == AreaType::kStub)
    out += fmt::format("{} stub default-metric {}\n", head, area.default_cost);
  if (area.type == AreaType::kNssa) {
    out += fmt::format("{} nssa redistribute-external {}\n", head, !area.nssa_no_redistribution);
    if (area.stub_default)
      out += fmt::format("{} nssa originate-default-route type-nssa {}\n", head, area.nssa_default);
  }
  if (area.no_summary) {
    out += fmt::format("{} {} summaries false\n", head, area.type == AreaType::kNssa ? "nssa" : "stub");
  }
  for (const routing::ospf::AreaRange& range : area.ranges) {
    out += fmt::format("{}{} area-range {} advertise {}\n", head, range.nssa ? " nssa" : "",
                       net::ToString(range.prefix), range.advertise);
    if (!range.discard_route) out += head + " blackhole-aggregate false\n";
  }
}

void PrintExports(const std::string& head, const OspfProcess& process, std::string& out) {
  if (process.redistributions.empty()) return;
  out += fmt::format("{} asbr {{ }}\n{} export-policy {}\n", head, head,
                     QuotedList(process.redistributions.front().policies));
}

void PrintEdge(const std::string& head, const routing::ospf::VpnEdge& vpn, std::string& out) {
  if (vpn.role != routing::ospf::VpnRole::kEdge) return;
  out += head + " super-backbone true\n";
  if (!vpn.checks_down) out += head + " ignore-dn-bit true\n";
  if (!vpn.sets_down) out += head + " suppress-dn-bit true\n";
  if (vpn.route_tag) out += fmt::format("{} vpn-tag {}\n", head, *vpn.route_tag);
  std::vector<std::string> ids = vpn.domain_ids;
  if (ids.empty() && vpn.domain_known) ids = {"0x0005:000000000000"};
  for (const std::string_view id : ids) {
    out += fmt::format("{} vpn-domain type \"{}\"\n{} vpn-domain id \"{}.{}.{}\"\n", head, id.substr(2, 4),
                       head, id.substr(7, 4), id.substr(11, 4), id.substr(15, 4));
  }
}

void PrintProcess(const OspfProcess& process, std::string& out) {
  const std::string head = fmt::format("{} {} {}", RouterHead(process.vrf),
                                       process.family == net::Family::kIpv4 ? "ospf" : "ospf3", process.id);
  out += head + " admin-state enable\n";
  if (process.router_id) out += fmt::format("{} router-id {}\n", head, net::ToString(*process.router_id));
  if (process.reference_bandwidth_bps != kReferenceBandwidthBps) {
    out += fmt::format("{} reference-bandwidth {}\n", head, process.reference_bandwidth_bps / kKilo);
  }
  if (!process.rfc1583_compatible) out += head + " compatible-rfc1583 false\n";
  out += fmt::format("{} preference {}\n", head, process.distances.intra);
  out += fmt::format("{} external-preference {}\n", head, process.distances.external);
  if (process.max_metric) out += head + " overload true\n";
  for (const OspfArea& area : process.areas) {
    PrintArea(head, area, out);
    const std::string path = fmt::format("{} area {}", head, net::ToString(net::IpAddress::V4(area.id)));
    for (const OspfInterface& interface : process.interfaces) {
      if (interface.area == area.id) PrintInterface(path, interface, out);
    }
  }
  PrintEdge(head, process.vpn, out);
  PrintExports(head, process, out);
}

void PrintAggregate(const routing::DeviceConfig& config, const AggregateRoute& route, std::string& out) {
  const std::string head =
      fmt::format("{} aggregates aggregate {}", RouterHead(route.vrf), net::ToString(route.prefix));
  out += head + " { }\n";
  if (route.as_set) out += head + " as-set true\n";
  for (const std::string& policy : route.contributors.names)
    out += fmt::format("{} policy {}\n", head, Quoted(policy));
  if (!route.communities.empty())
    out += fmt::format("{} community {}\n", head, QuotedList(route.communities));
  const std::string list =
      route.vrf.empty() ? std::string(kSummaryOnly) : fmt::format("{} {}", kSummaryOnly, route.vrf);
  const model::PrefixList* hidden = model::FindPrefixList(config.policies, list);
  if (hidden != nullptr &&
      std::ranges::find(hidden->lines, route.prefix, &model::PrefixListLine::prefix) != hidden->lines.end()) {
    out += head + " summary-only true\n";
  }
}

// The number of next hops of each instance: the largest that a protocol uses.
std::map<std::string, std::uint32_t> PathsOf(const routing::DeviceConfig& config) {
  std::map<std::string, std::uint32_t> paths;
  const auto add = [&](const std::string& vrf, std::uint32_t count) {
    paths[vrf] = std::max(paths[vrf], count);
  };
  for (const OspfProcess& process : config.ospf.processes) add(process.vrf, process.max_paths);
  for (const auto& process : config.isis.processes) add(process.vrf, process.max_paths);
  for (const auto& process : config.rip.processes) add(process.vrf, process.max_paths);
  for (const auto& vrf : config.bgp.vrfs) {
    for (const auto& family : vrf.families)
      add(vrf.vrf, std::max(family.ebgp_paths_max, family.ibgp_paths_max));
  }
  return paths;
}

void PrintLdp(const routing::ldp::LdpConfig& ldp, std::string& out) {
  if (!ldp.enabled) return;
  const std::string head = RouterHead("") + " ldp";
  out += fmt::format("{} admin-state enable\n{} implicit-null-label {}\n", head, head, !ldp.explicit_null);
  for (const routing::ldp::LdpInterface& interface : ldp.interfaces) {
    out += fmt::format("{} interface-parameters interface {} ipv4 admin-state enable\n", head,
                       Quoted(interface.name));
  }
}

/// " area A" of an interface of the process that tells SIDs.
std::string AreaOf(const routing::DeviceConfig& config, const model::Interface& interface) {
  for (const OspfProcess& process : config.ospf.processes) {
    if (!process.vrf.empty() || process.family != net::Family::kIpv4 ||
        std::to_string(process.id) != config.sr.process)
      continue;
    const auto found = std::ranges::find(process.interfaces, interface.name, &OspfInterface::name);
    if (found != process.interfaces.end())
      return fmt::format(" area {}", net::ToString(net::IpAddress::V4(found->area)));
  }
  return "";
}

void PrintSr(const routing::DeviceConfig& config, std::string& out) {
  const routing::sr::SrConfig& sr = config.sr;
  if (!sr.enabled) return;
  const bool isis = sr.igp == routing::sr::SrIgp::kIsis;
  const std::string base = RouterHead("");
  const std::string head = fmt::format("{} {} {}", base, isis ? "isis" : "ospf", sr.process);
  out += fmt::format("{} mpls-labels sr-labels start {}\n{} mpls-labels sr-labels end {}\n", base,
                     sr.blocks.front().first, base, sr.blocks.front().last);
  out += fmt::format("{} segment-routing admin-state enable\n{} segment-routing prefix-sid-range global\n",
                     head, head);
  out += head + " advertise-router-capability area\n";
  for (const routing::sr::PrefixSid& sid : sr.sids) {
    for (const model::Interface& interface : config.device.interfaces) {
      const bool own = std::ranges::any_of(
          interface.addresses,
          [&sid](const model::InterfaceAddress& address) { return address.address.subnet() == sid.prefix; });
      if (own)
        out += fmt::format("{}{} interface {} {}node-sid index {}\n", head,
                           isis ? "" : AreaOf(config, interface), Quoted(interface.name), isis ? "ipv4-" : "",
                           sid.value);
    }
  }
}

}  // namespace

void PrintRouting(const routing::DeviceConfig& config, std::string& out) {
  for (const routing::VrfConfig& vrf : config.vrfs) out += RouterHead(vrf.name) + " admin-state enable\n";
  for (const auto& [vrf, paths] : PathsOf(config)) out += fmt::format("{} ecmp {}\n", RouterHead(vrf), paths);
  for (const StaticRoute& route : config.static_routes.routes) PrintStatic(route, out);
  for (const AggregateRoute& route : config.static_routes.aggregates) PrintAggregate(config, route, out);
  for (const OspfProcess& process : config.ospf.processes) PrintProcess(process, out);
  for (const auto& process : config.isis.processes) PrintIsis(process, out);
  for (const auto& process : config.rip.processes) PrintRip(process, out);
  PrintLdp(config.ldp, out);
  PrintSr(config, out);
}

}  // namespace ringfence::formats::nokia_sros
