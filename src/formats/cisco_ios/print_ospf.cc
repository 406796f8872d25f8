// OSPF as text.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/print.h"

namespace ringfence::formats::cisco_ios {
namespace {

namespace ospf = routing::ospf;

constexpr std::string_view kTypeWords[] = {"broadcast", "point-to-point", "non-broadcast",
                                           "point-to-multipoint", ""};

std::string AreaText(ospf::AreaId area) { return net::ToString(net::IpAddress::V4(area)); }

void PrintAuthentication(Printout& out, std::string_view authentication) {
  if (authentication.starts_with("text:")) {
    authentication.remove_prefix(5);
    out.text += " ip ospf authentication\n";
    if (!authentication.empty()) out.text += fmt::format(" ip ospf authentication-key {}\n", authentication);
  } else if (authentication.starts_with("md5:")) {
    authentication.remove_prefix(4);
    out.text += " ip ospf authentication message-digest\n";
    const std::size_t colon = authentication.find(':');
    if (colon == std::string_view::npos) return;
    out.text += fmt::format(" ip ospf message-digest-key {} md5 {}\n", authentication.substr(0, colon),
                            authentication.substr(colon + 1));
  } else if (authentication.starts_with("chain:")) {
    // The chain is named after its digest and holds nothing else.
    out.text += fmt::format(" ip ospf authentication key-chain {}\n", authentication.substr(6));
  }
}

/// Of OSPFv3: "chain:DIGEST" or "ipsec:SPI:ALGORITHM:DIGEST".
void PrintAuthentication6(Printout& out, std::string authentication) {
  if (authentication.starts_with("chain:")) {
    out.text += fmt::format(" ospfv3 authentication key-chain {}\n", authentication.substr(6));
  } else if (authentication.starts_with("ipsec:")) {
    authentication.replace(0, 6, "ipsec spi ");
    for (int parts = 0; parts < 2; ++parts) {
      const std::size_t colon = authentication.find(':');
      if (colon != std::string::npos) authentication[colon] = ' ';
    }
    out.text += fmt::format(" ospfv3 authentication {}\n", authentication);
  }
}

void PrintRanges(Printout& out, const ospf::OspfArea& area, const std::string& name) {
  for (const ospf::AreaRange& range : area.ranges) {
    const bool v4 = range.prefix.family() == net::Family::kIpv4;
    out.text += v4 ? fmt::format(" area {} range {} {}", name, net::ToString(range.prefix.address),
                                 MaskText(range.prefix.length))
                   : fmt::format(" area {} range {}", name, net::ToString(range.prefix));
    if (!range.advertise) out.text += " not-advertise";
    if (range.cost) out.text += fmt::format(" cost {}", *range.cost);
    out.text += "\n";
  }
}

void PrintNssa(Printout& out, const ospf::OspfArea& area, const std::string& name) {
  out.text += fmt::format(" area {} nssa", name);
  if (area.nssa_no_redistribution) out.text += " no-redistribution";
  if (area.nssa_default) out.text += " default-information-originate";
  if (area.nssa_default_metric) out.text += fmt::format(" metric {}", *area.nssa_default_metric);
  if (area.nssa_default_type == ospf::ExternalType::kType1) out.text += " metric-type 1";
  if (area.no_summary) out.text += " no-summary";
  if (area.nssa_translate_always) out.text += " translate type7 always";
  if (area.nssa_suppress_fa) out.text += " translate type7 suppress-fa";
  out.text += "\n";
}

void PrintArea(Printout& out, const ospf::OspfArea& area) {
  const std::string name = AreaText(area.id);
  // Says that the area exists, and the cost of its default where there is one.
  out.text += fmt::format(" area {} default-cost {}\n", name, area.default_cost);
  if (area.type == ospf::AreaType::kStub)
    out.text += fmt::format(" area {} stub{}\n", name, area.no_summary ? " no-summary" : "");
  if (area.type == ospf::AreaType::kNssa) PrintNssa(out, area, name);
  PrintRanges(out, area, name);
  for (const bool in : {true, false}) {
    const auto& filter = in ? area.filter_in : area.filter_out;
    if (!filter) continue;
    out.text += fmt::format(" area {} filter-list prefix {} {}\n", name, filter->name, in ? "in" : "out");
  }
}

void PrintDiscard(Printout& out, const ospf::OspfProcess& process) {
  for (const ospf::OspfArea& area : process.areas) {
    if (area.ranges.empty()) continue;
    const ospf::AreaRange& range = area.ranges.front();
    if (!range.discard_route && range.advertise) out.text += " no discard-route internal\n";
    if (range.discard_route && range.discard_distance != 110)
      out.text += fmt::format(" discard-route internal {}\n", range.discard_distance);
    return;
  }
}

void PrintRedistribution(Printout& out, const ospf::Redistribution& redistribution, bool v4) {
  const std::string_view source = model::NameOf(redistribution.source);
  out.text += fmt::format(" redistribute {}", source);
  if (!redistribution.process.empty()) out.text += fmt::format(" {}", redistribution.process);
  if (!redistribution.plain) {
    if (redistribution.metric) out.text += fmt::format(" metric {}", *redistribution.metric);
    out.text += fmt::format(" metric-type {}", static_cast<int>(redistribution.type));
  }
  if (v4 && !redistribution.classful_only) out.text += " subnets";
  if (redistribution.tag) out.text += fmt::format(" tag {}", *redistribution.tag);
  for (const std::string& name : redistribution.policies) out.text += fmt::format(" route-map {}", name);
  out.text += "\n";
}

void PrintExternals(Printout& out, const ospf::OspfProcess& process) {
  const bool v4 = process.family == net::Family::kIpv4;
  for (const ospf::Redistribution& redistribution : process.redistributions)
    PrintRedistribution(out, redistribution, v4);
  if (process.default_origination) {
    const ospf::DefaultOrigination& origination = *process.default_origination;
    out.text += fmt::format(" default-information originate{} metric {} metric-type {}",
                            origination.always ? " always" : "", origination.metric,
                            static_cast<int>(origination.type));
    if (origination.tag) out.text += fmt::format(" tag {}", *origination.tag);
    out.text += "\n";
  }
  for (const bool in : {true, false}) {
    const auto& filter = in ? process.table_filter : process.export_filter;
    if (!filter) continue;
    out.text += fmt::format(" distribute-list {} {} {}\n", v4 ? "prefix" : "prefix-list", filter->name,
                            in ? "in" : "out");
  }
}

/// What keeps a process of a VRF in a VPN, or out of it.
void PrintVpnEdge(Printout& out, const ospf::OspfProcess& process) {
  const ospf::VpnEdge& vpn = process.vpn;
  if (process.vrf.empty() || process.family != net::Family::kIpv4) return;
  if (vpn.role != ospf::VpnRole::kEdge) {
    if (!vpn.checks_down) out.text += " capability vrf-lite\n";
    return;
  }
  if (vpn.domain_ids.empty()) out.text += " domain-id null\n";
  for (std::size_t i = 0; i < vpn.domain_ids.size(); ++i) {
    const std::string_view id = vpn.domain_ids[i];
    out.text += fmt::format(" domain-id type {} value {}{}\n", id.substr(2, 4), id.substr(7),
                            i == 0 ? "" : " secondary");
  }
  if (vpn.route_tag) out.text += fmt::format(" domain-tag {}\n", *vpn.route_tag);
  for (const ospf::ShamLink& link : vpn.sham_links) {
    out.text += fmt::format(" area {} sham-link {} {} cost {}\n", AreaText(link.area),
                            net::ToString(link.source), net::ToString(link.destination), link.cost);
  }
}

void PrintStatements(Printout& out, const ospf::OspfProcess& process) {
  if (process.router_id) out.text += fmt::format(" router-id {}\n", net::ToString(*process.router_id));
  out.text += fmt::format(" auto-cost reference-bandwidth {}\n", process.reference_bandwidth_bps / 1'000'000);
  out.text += process.rfc1583_compatible ? " compatible rfc1583\n" : " no compatible rfc1583\n";
  out.text += fmt::format(" maximum-paths {}\n", process.max_paths);
  out.text += fmt::format(" distance ospf intra-area {} inter-area {} external {}\n", process.distances.intra,
                          process.distances.inter, process.distances.external);
  if (process.max_metric) out.text += " max-metric router-lsa\n";
  for (const ospf::OspfArea& area : process.areas) PrintArea(out, area);
  PrintDiscard(out, process);
  for (const ospf::OspfInterface& interface : process.interfaces) {
    const bool by_text = interface.passive && interface.type != ospf::NetworkType::kLoopback;
    if (by_text) out.text += fmt::format(" passive-interface {}\n", interface.name);
  }
  PrintVpnEdge(out, process);
  for (const ospf::VirtualLink& link : process.virtual_links) {
    out.text += fmt::format(" area {} virtual-link {} hello-interval {} dead-interval {}\n",
                            AreaText(link.transit), net::ToString(link.neighbor), link.hello_s, link.dead_s);
  }
  PrintExternals(out, process);
}

void PrintProcess(Printout& out, const ospf::OspfProcess& process, const routing::sr::SrConfig& sr) {
  const bool v4 = process.family == net::Family::kIpv4;
  if (v4 || process.vrf.empty()) {
    out.text += fmt::format("{} {}{}{}\n", v4 ? "router ospf" : "ipv6 router ospf", process.id,
                            process.vrf.empty() ? "" : " vrf ", process.vrf);
    if (v4 && process.vrf.empty() && sr.enabled && sr.process == std::to_string(process.id))
      out.text += " segment-routing mpls\n";
    return PrintStatements(out, process);
  }
  out.text += fmt::format("router ospfv3 {}\n address-family ipv6 unicast vrf {}\n", process.id, process.vrf);
  Printout block;
  PrintStatements(block, process);
  std::string_view rest = block.text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n') + 1;  // every statement ends in one
    out.text += fmt::format(" {}", rest.substr(0, end));
    rest.remove_prefix(end);
  }
}

void PrintNetworkType(Printout& out, const ospf::OspfInterface& interface, std::string_view command) {
  const bool loopback = interface.type == ospf::NetworkType::kLoopback;
  if (loopback && interface.advertise_host) return;
  out.text += fmt::format(" {} network {}\n", command,
                          loopback ? "point-to-point" : kTypeWords[static_cast<std::size_t>(interface.type)]);
}

}  // namespace

void PrintInterfaceOspf(Printout& out, const model::Interface& interface,
                        const routing::DeviceConfig& config) {
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    const auto found = std::ranges::find(process.interfaces, interface.name, &ospf::OspfInterface::name);
    if (found == process.interfaces.end()) continue;
    const bool v4 = process.family == net::Family::kIpv4;
    const std::string_view command = v4 ? "ip ospf" : "ospfv3";
    out.text +=
        fmt::format(" {} {} {}area {}\n", command, process.id, v4 ? "" : "ipv6 ", AreaText(found->area));
    PrintNetworkType(out, *found, command);
    // The host of a loopback costs nothing in OSPFv3, and no line says so.
    if (found->cost && *found->cost != 0) out.text += fmt::format(" {} cost {}\n", command, *found->cost);
    out.text += fmt::format(" {} hello-interval {}\n {} dead-interval {}\n", command, found->hello_s, command,
                            found->dead_s);
    if (found->priority != 1) out.text += fmt::format(" {} priority {}\n", command, found->priority);
    if (found->mtu_ignore) out.text += fmt::format(" {} mtu-ignore\n", command);
    if (v4)
      PrintAuthentication(out, found->authentication);
    else
      PrintAuthentication6(out, found->authentication);
  }
}

void PrintOspf(Printout& out, const routing::DeviceConfig& config) {
  std::set<std::string> chains;
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    for (const ospf::OspfInterface& interface : process.interfaces) {
      if (interface.authentication.starts_with("chain:")) chains.insert(interface.authentication.substr(6));
    }
  }
  for (const std::string& digest : chains) out.text += fmt::format("key chain {}\n {}\n", digest, digest);
  for (const ospf::OspfProcess& process : config.ospf.processes) PrintProcess(out, process, config.sr);
}

}  // namespace ringfence::formats::cisco_ios
