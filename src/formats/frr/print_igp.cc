// Interior protocols as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/print.h"

namespace ringfence::formats::frr {
namespace {

namespace isis = routing::isis;
namespace ospf = routing::ospf;
namespace rip = routing::rip;

constexpr std::string_view kTypeWords[] = {"broadcast", "point-to-point", "non-broadcast",
                                           "point-to-multipoint", "broadcast"};

std::string AreaText(ospf::AreaId area) { return net::ToString(net::IpAddress::V4(area)); }

void PrintAuthentication(std::string& out, std::string_view command, std::string_view authentication) {
  if (authentication.starts_with("text:")) {
    out += fmt::format(" {} authentication\n", command);
    if (authentication.size() > 5)
      out += fmt::format(" {} authentication-key {}\n", command, authentication.substr(5));
  } else if (authentication.starts_with("md5:")) {
    authentication.remove_prefix(4);
    out += fmt::format(" {} authentication message-digest\n", command);
    const std::size_t colon = authentication.find(':');
    if (colon == std::string_view::npos) return;
    out += fmt::format(" {} message-digest-key {} md5 {}\n", command, authentication.substr(0, colon),
                       authentication.substr(colon + 1));
  }
}

void PrintInterfaceOspf(std::string& out, const ospf::OspfInterface& interface,
                        const ospf::OspfProcess& process) {
  const bool v4 = process.family == net::Family::kIpv4;
  const std::string_view command = v4 ? "ip ospf" : "ipv6 ospf6";
  const std::string id = process.id == 1 ? "" : fmt::format(" {}", process.id);
  out += fmt::format(" {}{} area {}\n", command, id, AreaText(interface.area));
  if (interface.cost) out += fmt::format(" {} cost {}\n", command, *interface.cost);
  if (interface.type != ospf::NetworkType::kLoopback)
    out += fmt::format(" {} network {}\n", command, kTypeWords[static_cast<std::size_t>(interface.type)]);
  out += fmt::format(" {} hello-interval {}\n {} dead-interval {}\n", command, interface.hello_s, command,
                     interface.dead_s);
  if (interface.passive) out += fmt::format(" {} passive\n", command);
  if (interface.priority != 1) out += fmt::format(" {} priority {}\n", command, interface.priority);
  if (interface.mtu_ignore) out += fmt::format(" {} mtu-ignore\n", command);
  PrintAuthentication(out, command, interface.authentication);
}

std::string_view LevelsText(isis::Levels levels) {
  return levels == isis::kLevel1 ? "level-1" : levels == isis::kLevel2 ? "level-2-only" : "level-1-2";
}

/// A digest with its kind, "text:..." or "md5:...".
void PrintPassword(std::string& out, std::string_view command, std::string_view digest) {
  if (digest.empty()) return;
  const std::size_t colon = digest.find(':');
  out += fmt::format(" {} {} {}\n", command, digest.substr(0, colon) == "text" ? "clear" : "md5",
                     digest.substr(colon + 1));
}

void PrintInterfaceIsis(std::string& out, const isis::IsisInterface& interface,
                        const isis::IsisProcess& process) {
  if (interface.ipv4) out += fmt::format(" ip router isis {}\n", process.tag);
  if (interface.ipv6) out += fmt::format(" ipv6 router isis {}\n", process.tag);
  out += fmt::format(" isis circuit-type {}\n isis metric level-1 {}\n isis metric level-2 {}\n",
                     LevelsText(interface.levels), interface.metric_level1, interface.metric_level2);
  if (interface.type == isis::IsisNetworkType::kPointToPoint) out += " isis network point-to-point\n";
  if (interface.passive) out += " isis passive\n";
  PrintPassword(out, "isis password", interface.authentication);
}

void PrintRange(std::string& out, const ospf::AreaRange& range, const std::string& area) {
  out += fmt::format(" area {} {}range {}", area, range.nssa ? "nssa " : "", net::ToString(range.prefix));
  if (!range.advertise) out += " not-advertise";
  if (range.cost) out += fmt::format(" cost {}", *range.cost);
  out += '\n';
}

void PrintArea(std::string& out, const ospf::OspfArea& area) {
  const std::string name = AreaText(area.id);
  out += fmt::format(" area {} default-cost {}\n", name, area.default_cost);
  const std::string_view no_summary = area.no_summary ? " no-summary" : "";
  if (area.type == ospf::AreaType::kStub) out += fmt::format(" area {} stub{}\n", name, no_summary);
  if (area.type == ospf::AreaType::kNssa) {
    out += fmt::format(" area {} nssa", name);
    if (area.nssa_translate_always) out += " translate-always";
    if (area.nssa_default) {
      out += " default-information-originate";
      if (area.nssa_default_metric) out += fmt::format(" metric {}", *area.nssa_default_metric);
      out += fmt::format(" metric-type {}", static_cast<int>(area.nssa_default_type));
    }
    if (area.nssa_suppress_fa) out += " suppress-fa";
    out += fmt::format("{}\n", no_summary);
  }
  for (const ospf::AreaRange& range : area.ranges) PrintRange(out, range, name);
  if (area.filter_in) out += fmt::format(" area {} filter-list prefix {} in\n", name, area.filter_in->name);
  if (area.filter_out)
    out += fmt::format(" area {} filter-list prefix {} out\n", name, area.filter_out->name);
}

std::string SourceText(model::RouteSource source, const std::string& process, net::Family family) {
  std::string text(model::NameOf(source));
  if (family == net::Family::kIpv6 && source == model::RouteSource::kOspf) text = "ospf6";
  if (family == net::Family::kIpv6 && source == model::RouteSource::kRip) text = "ripng";
  return process.empty() ? text : fmt::format("{} {}", text, process);
}

void PrintSr(std::string& out, const routing::sr::SrConfig& config) {
  out += fmt::format(" segment-routing on\n segment-routing global-block {} {}\n",
                     config.blocks.front().first, config.blocks.front().last);
  for (const routing::sr::PrefixSid& sid : config.sids)
    out += fmt::format(
        " segment-routing prefix {}{} {} {}{}\n", net::ToString(sid.prefix),
        sid.algorithm == routing::sr::kShortestPath ? "" : fmt::format(" algorithm {}", sid.algorithm),
        sid.one_label ? "absolute" : "index", sid.value,
        sid.keeps_last      ? " no-php-flag"
        : sid.explicit_null ? " explicit-null"
                            : "");
}

void PrintProcess(std::string& out, const ospf::OspfProcess& process, const routing::sr::SrConfig& sr) {
  const bool v4 = process.family == net::Family::kIpv4;
  out += fmt::format("router {}{}{}\n", v4 ? "ospf" : "ospf6",
                     process.id == 1 ? "" : fmt::format(" {}", process.id), VrfText(process.vrf));
  if (process.router_id)
    out += fmt::format(" {} router-id {}\n", v4 ? "ospf" : "ospf6", net::ToString(*process.router_id));
  out += fmt::format(" auto-cost reference-bandwidth {}\n", process.reference_bandwidth_bps / 1'000'000);
  if (process.rfc1583_compatible) out += " compatible rfc1583\n";
  if (!process.abr_needs_backbone) out += " ospf abr-type standard\n";
  out += fmt::format(" maximum-paths {}\n distance {} intra-area {} inter-area {} external {}\n",
                     process.max_paths, v4 ? "ospf" : "ospf6", process.distances.intra,
                     process.distances.inter, process.distances.external);
  if (process.max_metric) out += " max-metric router-lsa administrative\n";
  for (const ospf::OspfArea& area : process.areas) PrintArea(out, area);
  for (const ospf::VirtualLink& link : process.virtual_links) {
    out += fmt::format(" area {} virtual-link {} hello-interval {} dead-interval {}\n",
                       AreaText(link.transit), net::ToString(link.neighbor), link.hello_s, link.dead_s);
  }
  for (const ospf::Redistribution& redistribution : process.redistributions) {
    out += fmt::format(" redistribute {}",
                       SourceText(redistribution.source, redistribution.process, process.family));
    if (redistribution.metric) out += fmt::format(" metric {}", *redistribution.metric);
    out += fmt::format(" metric-type {}{}\n", static_cast<int>(redistribution.type),
                       RouteMapText(redistribution.policies));
  }
  if (process.default_origination) {
    const ospf::DefaultOrigination& origination = *process.default_origination;
    out += fmt::format(" default-information originate{} metric {} metric-type {}\n",
                       origination.always ? " always" : "", origination.metric,
                       static_cast<int>(origination.type));
  }
  if (sr.enabled && sr.igp == routing::sr::SrIgp::kOspf && sr.process == std::to_string(process.id) && v4 &&
      process.vrf.empty()) {
    out += " capability opaque\n";
    PrintSr(out, sr);
  }
  out += "exit\n!\n";
}

void PrintIsis(std::string& out, const isis::IsisProcess& process, const routing::sr::SrConfig& sr) {
  out += fmt::format("router isis {}{}\n", process.tag, VrfText(process.vrf));
  for (const std::string& area : process.area_ids)
    out += fmt::format(" net {}.{}.00\n", area, process.system_id);
  out += fmt::format(" is-type {}\n", LevelsText(process.levels));
  constexpr std::string_view kStyles[] = {"narrow", "wide", "transition"};
  out += fmt::format(" metric-style {}\n", kStyles[static_cast<std::size_t>(process.style_level1)]);
  if (process.multi_topology) out += " topology ipv6-unicast\n";
  if (process.overload) out += " set-overload-bit\n";
  if (!process.attached_bit) out += " no attached-bit send\n";
  if (process.ignores_attached_bit) out += " attached-bit receive ignore\n";
  PrintPassword(out, "area-password", process.authentication_level1);
  PrintPassword(out, "domain-password", process.authentication_level2);
  for (const isis::IsisRedistribution& redistribution : process.redistributions) {
    const bool v4 = redistribution.family == net::Family::kIpv4;
    out += fmt::format(" redistribute {} {} {}", v4 ? "ipv4" : "ipv6",
                       SourceText(redistribution.source, redistribution.process, redistribution.family),
                       redistribution.into == isis::kLevel1 ? "level-1" : "level-2");
    out += fmt::format(" metric {}{}\n", redistribution.metric.value_or(0),
                       RouteMapText(redistribution.policies));
  }
  for (const auto& [family, into] :
       {std::pair("ipv4", process.default_into), std::pair("ipv6", process.default6_into)}) {
    for (const isis::Levels level : {isis::kLevel1, isis::kLevel2}) {
      if ((into & level) == 0) continue;
      out += fmt::format(" default-information originate {} {}{}", family,
                         level == isis::kLevel1 ? "level-1" : "level-2",
                         process.default_origination_always ? " always" : "");
      if (process.default_origination_policy) out += RouteMapText(process.default_origination_policy->names);
      out += '\n';
    }
  }
  if (sr.enabled && sr.igp == routing::sr::SrIgp::kIsis && sr.process == process.tag && process.vrf.empty()) {
    PrintSr(out, sr);
    PrintFlexAlgos(out, sr);
  }
  out += "exit\n!\n";
}

void PrintRip(std::string& out, const rip::RipProcess& process) {
  out += fmt::format("router {}{}\n", process.family == net::Family::kIpv4 ? "rip" : "ripng",
                     VrfText(process.vrf));
  if (process.distance != 120) out += fmt::format(" distance {}\n", process.distance);
  if (process.max_paths != 1) out += fmt::format(" allow-ecmp {}\n", process.max_paths);
  for (const rip::RipInterface& interface : process.interfaces)
    out += fmt::format(" network {}\n", interface.name);
  for (const rip::RipInterface& interface : process.interfaces) {
    if (interface.passive) out += fmt::format(" passive-interface {}\n", interface.name);
  }
  for (const rip::RipRedistribution& redistribution : process.redistributions) {
    out += fmt::format(" redistribute {} metric {}{}\n",
                       SourceText(redistribution.source, redistribution.process, process.family),
                       redistribution.metric.value_or(1), RouteMapText(redistribution.policies));
  }
  if (process.default_origination) out += " default-information originate\n";
  out += "exit\n!\n";
}

void PrintLdp(std::string& out, const routing::ldp::LdpConfig& config) {
  out += "mpls ldp\n";
  if (config.ordered) out += " ordered-control\n";
  out += " address-family ipv4\n";
  if (config.transport)
    out += fmt::format("  discovery transport-address {}\n", net::ToString(*config.transport));
  if (config.hosts_only) out += "  label local allocate host-routes\n";
  for (const routing::ldp::LdpInterface& interface : config.interfaces)
    out += fmt::format("  interface {}\n  exit\n", interface.name);
  out += " exit-address-family\nexit\n!\n";
}

}  // namespace

void PrintInterfaceProtocols(std::string& out, const model::Interface& interface,
                             const routing::DeviceConfig& config) {
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    const auto found = std::ranges::find(process.interfaces, interface.name, &ospf::OspfInterface::name);
    if (found != process.interfaces.end()) PrintInterfaceOspf(out, *found, process);
  }
  for (const isis::IsisProcess& process : config.isis.processes) {
    const auto found = std::ranges::find(process.interfaces, interface.name, &isis::IsisInterface::name);
    if (found != process.interfaces.end()) PrintInterfaceIsis(out, *found, process);
  }
  for (const rip::RipProcess& process : config.rip.processes) {
    const auto found = std::ranges::find(process.interfaces, interface.name, &rip::RipInterface::name);
    if (found == process.interfaces.end()) continue;
    const std::string_view command = process.family == net::Family::kIpv4 ? "ip rip" : "ipv6 ripng";
    if (!found->split_horizon) out += fmt::format(" no {} split-horizon\n", command);
    if (found->authentication.starts_with("text:"))
      out += fmt::format(" {} authentication mode text\n {} authentication string {}\n", command, command,
                         found->authentication.substr(5));
  }
}

void PrintOspf(std::string& out, const routing::DeviceConfig& config) {
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    PrintProcess(out, process, config.sr);
    if (!process.table_filter) continue;
    // A route map of that name holds the filter.
    if (!process.vrf.empty()) out += fmt::format("vrf {}\n", process.vrf);
    const bool v4 = process.family == net::Family::kIpv4;
    out += fmt::format("{} protocol {} route-map {}\n", v4 ? "ip" : "ipv6", v4 ? "ospf" : "ospf6",
                       process.table_filter->name);
    if (!process.vrf.empty()) out += "exit-vrf\n";
  }
}

void PrintIgps(std::string& out, const routing::DeviceConfig& config) {
  for (const isis::IsisProcess& process : config.isis.processes) {
    PrintIsis(out, process, config.sr);
    if (process.table_filter && !process.table_filter->names.empty())
      out += fmt::format("ip protocol isis{}\n", RouteMapText(process.table_filter->names));
  }
  for (const rip::RipProcess& process : config.rip.processes) PrintRip(out, process);
  if (config.ldp.enabled) PrintLdp(out, config.ldp);
}

}  // namespace ringfence::formats::frr
