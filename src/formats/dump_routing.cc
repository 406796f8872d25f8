#include "formats/dump_routing.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "formats/dump_bgp.h"
#include "formats/dump_igp.h"
#include "formats/dump_policy.h"

namespace ringfence::formats {
namespace {

namespace ospf = routing::ospf;

constexpr std::string_view kTypeNames[] = {"broadcast", "point-to-point", "non-broadcast",
                                           "point-to-multipoint", "loopback"};
constexpr std::string_view kAreaTypeNames[] = {"normal", "stub", "nssa"};

template <class Enum, std::size_t kCount>
std::string_view NameIn(const std::string_view (&names)[kCount], Enum value) {
  return names[static_cast<std::size_t>(value)];
}

template <class T>
void AddOptional(std::string& out, std::string_view field, const std::optional<T>& value) {
  if (value) out += fmt::format(" {} {}", field, *value);
}

void AddFlag(std::string& out, std::string_view word, bool on) {
  if (on) out += fmt::format(" {}", word);
}

std::string AreaText(ospf::AreaId area) { return net::ToString(net::IpAddress::V4(area)); }

void DumpStatic(std::string& out, const routing::static_routes::StaticRoute& route) {
  out += fmt::format("static {}", net::ToString(route.prefix));
  if (!route.vrf.empty()) out += fmt::format(" vrf {}", route.vrf);
  if (route.next_hop_vrf) out += fmt::format(" lookup-in '{}'", *route.next_hop_vrf);
  if (route.next_hop) out += fmt::format(" via {}", net::ToString(*route.next_hop));
  if (!route.interface.empty()) out += fmt::format(" interface {}", route.interface);
  AddFlag(out, "discard", route.discard);
  AddFlag(out, "connected-only", !route.recursive);
  out += fmt::format(" distance {}", route.distance);
  if (route.metric != 0) out += fmt::format(" metric {}", route.metric);
  AddOptional(out, "tag", route.tag);
  for (const std::string& community : route.communities) out += fmt::format(" community {}", community);
  if (!route.track_interface.empty()) out += fmt::format(" track {}", route.track_interface);
  out += '\n';
}

void DumpAggregate(std::string& out, const routing::static_routes::AggregateRoute& route) {
  out += fmt::format("aggregate {}", net::ToString(route.prefix));
  if (!route.vrf.empty()) out += fmt::format(" vrf {}", route.vrf);
  AddFlag(out, "forwards", route.forwards_by_contributor);
  out += fmt::format(" distance {}", route.distance);
  if (route.metric != 0) out += fmt::format(" metric {}", route.metric);
  AddOptional(out, "tag", route.tag);
  AddFlag(out, "as-set", route.as_set);
  if (!route.contributors.names.empty()) DumpChain(out, "contributors", route.contributors);
  for (const std::string& community : route.communities) out += fmt::format(" community {}", community);
  out += '\n';
}

void DumpFilter(std::string& out, std::string_view indent, std::string_view use,
                const ospf::PrefixFilter& filter) {
  out += fmt::format("{}{} {}\n", indent, use, filter.name);
  for (const ospf::PrefixFilterLine& line : filter.lines) {
    out += fmt::format("{}  {} {} length {}-{}\n", indent, line.permit ? "permit" : "deny",
                       net::ToString(line.prefix), line.length_min, line.length_max);
  }
}

void DumpInterface(std::string& out, const ospf::OspfInterface& interface) {
  out += fmt::format("  interface {} area {} {}", interface.name, AreaText(interface.area),
                     NameIn(kTypeNames, interface.type));
  AddOptional(out, "cost", interface.cost);
  AddFlag(out, "passive", interface.passive);
  if (interface.hello_s != 10 || interface.dead_s != 40) {
    out += fmt::format(" hello {} dead {}", interface.hello_s, interface.dead_s);
  }
  if (interface.priority != 1) out += fmt::format(" priority {}", interface.priority);
  AddFlag(out, "mtu-ignore", interface.mtu_ignore);
  AddFlag(out, "mtu-unannounced", !interface.mtu_announced);
  if (!interface.authentication.empty()) out += fmt::format(" auth {}", interface.authentication);
  AddFlag(out, "host", interface.advertise_host);
  out += '\n';
}

void DumpRange(std::string& out, const ospf::AreaRange& range) {
  out += fmt::format("    range {}", net::ToString(range.prefix));
  AddFlag(out, "nssa", range.nssa);
  AddFlag(out, "not-advertise", !range.advertise);
  AddOptional(out, "cost", range.cost);
  if (range.discard_route) {
    out += fmt::format(" discard-distance {}", range.discard_distance);
    AddOptional(out, "discard-metric", range.discard_metric);
  } else {
    out += " no-discard";
  }
  out += '\n';
}

void DumpArea(std::string& out, const ospf::OspfArea& area) {
  out += fmt::format("  area {} {}", AreaText(area.id), NameIn(kAreaTypeNames, area.type));
  AddFlag(out, "no-summary", area.no_summary);
  if (area.default_cost != 1) out += fmt::format(" default-cost {}", area.default_cost);
  AddFlag(out, "no-stub-default", !area.stub_default);
  AddFlag(out, "nssa-default", area.nssa_default);
  AddFlag(out, "nssa-summary-default", area.nssa_summary_default);
  AddOptional(out, "nssa-default-metric", area.nssa_default_metric);
  AddFlag(out, "nssa-default-type1", area.nssa_default_type == ospf::ExternalType::kType1);
  AddFlag(out, "translate-always", area.nssa_translate_always);
  AddFlag(out, "suppress-fa", area.nssa_suppress_fa);
  AddFlag(out, "no-redistribution", area.nssa_no_redistribution);
  out += '\n';
  for (const ospf::AreaRange& range : area.ranges) DumpRange(out, range);
  if (area.filter_in) DumpFilter(out, "    ", "filter-in", *area.filter_in);
  if (area.filter_out) DumpFilter(out, "    ", "filter-out", *area.filter_out);
}

void DumpRedistribution(std::string& out, const ospf::Redistribution& redistribution) {
  out += fmt::format("  redistribute {}", model::NameOf(redistribution.source));
  if (!redistribution.process.empty()) out += fmt::format(" {}", redistribution.process);
  AddOptional(out, "metric", redistribution.metric);
  out += fmt::format(" type {}", static_cast<int>(redistribution.type));
  AddOptional(out, "tag", redistribution.tag);
  AddFlag(out, "classful-only", redistribution.classful_only);
  AddFlag(out, "with-own-interfaces", !redistribution.skip_own_interfaces);
  AddFlag(out, "bgp-internal", redistribution.bgp_internal);
  for (const std::string& policy : redistribution.policies) out += fmt::format(" policy {}", policy);
  out += '\n';
}

void DumpVpnEdge(std::string& out, const ospf::VpnEdge& vpn) {
  out += vpn.role == ospf::VpnRole::kEdge ? "  vpn-edge" : "  vpn-plain";
  for (const std::string& id : vpn.domain_ids) out += fmt::format(" domain {}", id);
  AddFlag(out, "domain-unknown", !vpn.domain_known);
  AddFlag(out, "ignores-down", !vpn.checks_down);
  AddFlag(out, "clears-down", !vpn.sets_down);
  AddFlag(out, "own-metrics", !vpn.metric_is_med);
  if (vpn.route_tag) out += fmt::format(" tag {}", *vpn.route_tag);
  out += "\n";
  for (const ospf::ShamLink& link : vpn.sham_links) {
    out += fmt::format("  sham-link {} {} area {} cost {} hello {} dead {}\n", net::ToString(link.source),
                       net::ToString(link.destination), AreaText(link.area), link.cost, link.hello_s,
                       link.dead_s);
  }
}

void DumpProcess(std::string& out, const ospf::OspfProcess& process) {
  out += fmt::format("{} {}", process.family == net::Family::kIpv4 ? "ospf" : "ospf3", process.id);
  if (!process.name.empty()) out += fmt::format(" name {}", process.name);
  if (!process.vrf.empty()) out += fmt::format(" vrf {}", process.vrf);
  if (process.router_id) out += fmt::format(" router-id {}", net::ToString(*process.router_id));
  out += fmt::format(" reference {}{} max-paths {}", process.reference_bandwidth_bps,
                     process.rfc1583_compatible ? " rfc1583" : "", process.max_paths);
  if (process.installs_own_prefixes) out += " own-prefixes";
  out += fmt::format(" distances {}/{}/{}{}\n", process.distances.intra, process.distances.inter,
                     process.distances.external, process.max_metric ? " max-metric" : "");
  for (const ospf::OspfInterface& interface : process.interfaces) DumpInterface(out, interface);
  for (const ospf::OspfArea& area : process.areas) DumpArea(out, area);
  for (const ospf::VirtualLink& link : process.virtual_links) {
    out += fmt::format("  virtual-link {} through {} hello {} dead {}\n", net::ToString(link.neighbor),
                       AreaText(link.transit), link.hello_s, link.dead_s);
  }
  if (process.vpn.role != ospf::VpnRole::kUnknown) DumpVpnEdge(out, process.vpn);
  for (const ospf::Redistribution& redistribution : process.redistributions)
    DumpRedistribution(out, redistribution);
  for (const ospf::ExternalSummary& summary : process.external_summaries) {
    out += fmt::format("  external-summary {} metric {}", net::ToString(summary.prefix), summary.metric);
    AddOptional(out, "tag", summary.tag);
    AddFlag(out, "not-advertised", !summary.advertise);
    out += '\n';
  }
  if (process.default_origination) {
    const ospf::DefaultOrigination& origination = *process.default_origination;
    out += fmt::format("  default-information{} metric {} type {}", origination.always ? " always" : "",
                       origination.metric, static_cast<int>(origination.type));
    AddOptional(out, "tag", origination.tag);
    out += '\n';
  }
  if (process.table_filter) DumpFilter(out, "  ", "table-filter", *process.table_filter);
  if (process.export_filter) DumpFilter(out, "  ", "export-filter", *process.export_filter);
}

}  // namespace

void DumpRouting(std::string& out, const routing::DeviceConfig& config) {
  for (const routing::VrfConfig& vrf : config.vrfs) DumpVrf(out, vrf);
  DumpPolicies(out, config.policies);
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) DumpStatic(out, route);
  for (const auto& route : config.static_routes.aggregates) DumpAggregate(out, route);
  for (const ospf::OspfProcess& process : config.ospf.processes) DumpProcess(out, process);
  for (const routing::isis::IsisProcess& process : config.isis.processes) DumpIsis(out, process);
  for (const routing::rip::RipProcess& process : config.rip.processes) DumpRip(out, process);
  for (const routing::eigrp::EigrpProcess& process : config.eigrp.processes) DumpEigrp(out, process);
  DumpBgp(out, config.bgp);
  DumpLdp(out, config.ldp);
  DumpSr(out, config.sr);
  DumpSrv6(out, config.srv6);
  DumpStaticLsps(out, config.static_lsps);
  DumpTe(out, config.te);
}

}  // namespace ringfence::formats
