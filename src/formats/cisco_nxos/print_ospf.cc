// OSPF as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_nxos/print.h"
#include "formats/cisco_nxos/reader.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::cisco_nxos {
namespace {

namespace ospf = routing::ospf;

constexpr std::uint32_t kRedistributedMetric = 20, kRedistributedBgpMetric = 1;

std::string AreaText(ospf::AreaId area) { return net::ToString(net::IpAddress::V4(area)); }

void PrintAuthentication(Printout& out, std::string_view authentication) {
  if (authentication.starts_with("text:")) {
    authentication.remove_prefix(5);
    out.text += "  ip ospf authentication\n";
    if (!authentication.empty())
      out.text += fmt::format("  ip ospf authentication-key 0 {}\n", authentication);
  } else if (authentication.starts_with("md5:")) {
    authentication.remove_prefix(4);
    out.text += "  ip ospf authentication message-digest\n";
    const std::size_t colon = authentication.find(':');
    if (colon == std::string_view::npos) return;
    out.text += fmt::format("  ip ospf message-digest-key {} md5 0 {}\n", authentication.substr(0, colon),
                            authentication.substr(colon + 1));
  }
}

void PrintInterface(Printout& out, const ospf::OspfProcess& process, const ospf::OspfInterface& interface) {
  const bool v4 = process.family == net::Family::kIpv4;
  const std::string_view word = v4 ? "ip ospf" : "ospfv3";
  out.text += fmt::format("  {} {} area {}\n", v4 ? "ip router ospf" : "ipv6 router ospfv3", TagOf(process),
                          AreaText(interface.area));
  const bool loopback = interface.type == ospf::NetworkType::kLoopback;
  if (loopback && !interface.advertise_host) out.text += fmt::format("  {} advertise-subnet\n", word);
  if (!loopback)
    out.text +=
        fmt::format("  {} network {}\n", word,
                    interface.type == ospf::NetworkType::kPointToPoint ? "point-to-point" : "broadcast");
  if (interface.cost) out.text += fmt::format("  {} cost {}\n", word, *interface.cost);
  if (!loopback) out.text += fmt::format("  {}{} passive-interface\n", interface.passive ? "" : "no ", word);
  if (interface.hello_s != 10) out.text += fmt::format("  {} hello-interval {}\n", word, interface.hello_s);
  if (interface.dead_s != 4 * interface.hello_s)
    out.text += fmt::format("  {} dead-interval {}\n", word, interface.dead_s);
  if (interface.priority != 1) out.text += fmt::format("  {} priority {}\n", word, interface.priority);
  if (interface.mtu_ignore) out.text += fmt::format("  {} mtu-ignore\n", word);
  if (v4) PrintAuthentication(out, interface.authentication);
}

void PrintArea(Printout& out, const ospf::OspfArea& area, const std::string& indent) {
  const std::string start = fmt::format("{}area {}", indent, AreaText(area.id));
  // Says that the area exists, and the cost of its default where there is one.
  out.text += fmt::format("{} default-cost {}\n", start, area.default_cost);
  const std::string_view no_summary = area.no_summary ? " no-summary" : "";
  if (area.type == ospf::AreaType::kStub) out.text += fmt::format("{} stub{}\n", start, no_summary);
  if (area.type == ospf::AreaType::kNssa) {
    out.text += fmt::format("{} nssa{}{}{}\n", start, no_summary,
                            area.nssa_no_redistribution ? " no-redistribution" : "",
                            area.nssa_default ? " default-information-originate" : "");
  }
  if (area.nssa_translate_always) out.text += start + " nssa translate type7 always\n";
  if (area.nssa_suppress_fa) out.text += start + " nssa translate type7 suppress-fa\n";
  for (const ospf::AreaRange& range : area.ranges) {
    out.text += fmt::format("{} range {}", start, net::ToString(range.prefix));
    if (!range.advertise) out.text += " not-advertise";
    if (range.cost) out.text += fmt::format(" cost {}", *range.cost);
    out.text += "\n";
  }
  if (area.filter_in)
    out.text += fmt::format("{} filter-list route-map {} in\n", start, area.filter_in->name);
  if (area.filter_out)
    out.text += fmt::format("{} filter-list route-map {} out\n", start, area.filter_out->name);
}

void PrintExternals(Printout& out, const ospf::OspfProcess& process, const std::string& indent) {
  for (const ospf::Redistribution& redistribution : process.redistributions) {
    const bool bgp = redistribution.source == model::RouteSource::kBgp;
    out.text += fmt::format("{}redistribute {} {} route-map {}\n", indent,
                            SourceWord(redistribution.source, process.family), redistribution.process,
                            MapOf(redistribution.policies));
    const std::uint32_t silent = bgp ? kRedistributedBgpMetric : kRedistributedMetric;
    if (redistribution.metric.value_or(silent) != silent)
      out.text += fmt::format("{}default-metric {}\n", indent, *redistribution.metric);
  }
  if (process.default_origination)
    out.text += fmt::format("{}default-information originate{}\n", indent,
                            process.default_origination->always ? " always" : "");
}

void PrintEdge(Printout& out, const ospf::VpnEdge& vpn, const std::string& indent) {
  if (vpn.role != ospf::VpnRole::kEdge) return;
  if (vpn.domain_known && vpn.domain_ids.empty()) out.text += indent + "domain-id null\n";
  for (const std::string_view id : vpn.domain_ids) {
    // Two octets that no statement gives.
    if (id.ends_with(fmt::format("{:04x}", kDomainTrailer)))
      out.text +=
          fmt::format("{}domain-id {}\n", indent, net::ToString(net::IpAddress::V4(LeadingOctets(id))));
    else
      out.text += fmt::format("{}domain-id type {} value {}\n", indent, id.substr(2, 4), id.substr(7));
  }
  if (vpn.route_tag) out.text += fmt::format("{}domain-tag {}\n", indent, *vpn.route_tag);
  if (!vpn.checks_down) out.text += indent + "down-bit-ignore\n";
  for (const ospf::ShamLink& link : vpn.sham_links) {
    out.text += fmt::format(
        "{}area {} sham-link {} {}\n{}  cost {}\n{}  hello-interval {}\n{}  dead-interval {}\n", indent,
        net::ToString(net::IpAddress::V4(link.area)), net::ToString(link.source),
        net::ToString(link.destination), indent, link.cost, indent, link.hello_s, indent, link.dead_s);
  }
}

void PrintProcess(Printout& out, const ospf::OspfProcess& process) {
  const bool v4 = process.family == net::Family::kIpv4;
  out.text += fmt::format("router {} {}\n", v4 ? "ospf" : "ospfv3", TagOf(process));
  const std::string indent = OpenVrf(out, process.vrf);
  if (process.router_id)
    out.text += fmt::format("{}router-id {}\n", indent, net::ToString(*process.router_id));
  out.text += fmt::format("{}auto-cost reference-bandwidth {} Mbps\n", indent,
                          process.reference_bandwidth_bps / 1'000'000);
  if (process.rfc1583_compatible) out.text += indent + "rfc1583compatibility\n";
  if (process.max_metric) out.text += indent + "max-metric router-lsa\n";
  // OSPFv3 keeps what depends on the family in a block of its own.
  std::string inner = indent;
  if (!v4) {
    out.text += indent + "address-family ipv6 unicast\n";
    inner += "  ";
  }
  out.text += fmt::format("{}maximum-paths {}\n", inner, process.max_paths);
  out.text += fmt::format("{}distance {}\n", inner, process.distances.intra);
  for (const ospf::OspfArea& area : process.areas) PrintArea(out, area, inner);
  const bool kept_back = std::ranges::any_of(process.areas, [](const ospf::OspfArea& area) {
    return !area.ranges.empty() && !area.ranges.front().discard_route;
  });
  if (kept_back) out.text += inner + "no discard-route internal\n";
  PrintEdge(out, process.vpn, indent);
  PrintExternals(out, process, inner);
}

}  // namespace

std::string TagOf(const ospf::OspfProcess& process) {
  return process.name.empty() ? std::to_string(process.id) : process.name;
}

void PrintOspf(Printout& out, const routing::DeviceConfig& config) {
  for (const ospf::OspfProcess& process : config.ospf.processes) PrintProcess(out, process);
}

void PrintInterfaceProtocols(Printout& out, const model::Interface& interface,
                             const routing::DeviceConfig& config) {
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    const auto found = std::ranges::find(process.interfaces, interface.name, &ospf::OspfInterface::name);
    if (found != process.interfaces.end()) PrintInterface(out, process, *found);
  }
  for (const routing::isis::IsisProcess& process : config.isis.processes)
    PrintInterfaceIsis(out, interface.name, process);
  for (const routing::eigrp::EigrpProcess& process : config.eigrp.processes)
    PrintInterfaceEigrp(out, interface.name, process);
  for (const routing::rip::RipProcess& process : config.rip.processes)
    PrintInterfaceRip(out, interface.name, process);
}

}  // namespace ringfence::formats::cisco_nxos
