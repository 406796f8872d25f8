#include <fmt/format.h>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/print.h"
#include "formats/huawei_vrp/values.h"
#include "formats/print_policy_text.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using routing::ospf::AreaRange;
using routing::ospf::AreaType;
using routing::ospf::ExternalType;
using routing::ospf::NetworkType;
using routing::ospf::OspfArea;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;
using routing::ospf::PrefixFilter;
using routing::ospf::Redistribution;

std::string FilterReference(const OspfProcess& process, const PrefixFilter& filter) {
  const bool v6 = process.family == net::Family::kIpv6;
  if (filter.name.starts_with(kAclFilterPrefix))
    return fmt::format("{} {}", v6 ? "acl6-name" : "acl-name", filter.name.substr(kAclFilterPrefix.size()));
  return fmt::format("{} {}", v6 ? "ipv6-prefix" : "ip-prefix", BareListName(filter.name));
}

std::string_view WordOf(const OspfProcess& process) {
  return process.family == net::Family::kIpv4 ? "ospf" : "ospfv3";
}

void PrintAuthentication(std::string& text, std::string_view lead, const std::string& authentication) {
  if (authentication.empty()) return;
  // "md5:1:digest-..." is type, key number and digest, each its own word; the digest stands for the key.
  std::string words = authentication;
  for (char& c : words) c = c == ':' ? ' ' : c;
  text += fmt::format("{}authentication-mode {}\n", lead, words);
}

void PrintArea(Printing& out, const OspfProcess& process, const OspfArea& area) {
  out.text += fmt::format(" area {}\n", net::ToString(net::IpAddress::V4(area.id)));
  if (area.type == AreaType::kStub) out.text += area.no_summary ? "  stub no-summary\n" : "  stub\n";
  if (area.type == AreaType::kNssa) {
    out.text += "  nssa";
    if (area.nssa_default_metric) out.text += fmt::format(" cost {}", *area.nssa_default_metric);
    if (area.nssa_default_type == ExternalType::kType1) out.text += " type 1";
    if (area.nssa_no_redistribution) out.text += " no-import-route";
    if (area.no_summary) out.text += " no-summary";
    if (area.nssa_translate_always) out.text += " translator-always";
    if (area.nssa_suppress_fa) out.text += " suppress-forwarding-address";
    out.text += '\n';
  }
  if (process.vrf.empty() &&
      TellsOfLinks(out, routing::te::TeIgp::kOspf, std::to_string(process.id), area.id))
    out.text += "  mpls-te enable\n";
  if (area.default_cost != 1) out.text += fmt::format("  default-cost {}\n", area.default_cost);
  for (const AreaRange& range : area.ranges) {
    out.text += fmt::format("  abr-summary {} {}", net::ToString(range.prefix.address), range.prefix.length);
    if (!range.advertise) out.text += " not-advertise";
    if (range.cost) out.text += fmt::format(" cost {}", *range.cost);
    if (range.discard_route) out.text += " generate-null0-route";
    out.text += '\n';
  }
  for (const routing::ospf::VirtualLink& link : process.virtual_links) {
    if (link.transit != area.id) continue;
    out.text += fmt::format("  vlink-peer {} hello {} dead {}\n", net::ToString(link.neighbor), link.hello_s,
                            link.dead_s);
  }
  for (const routing::ospf::ShamLink& link : process.vpn.sham_links) {
    if (link.area != area.id) continue;
    out.text += fmt::format("  sham-link {} {} cost {}\n", net::ToString(link.source),
                            net::ToString(link.destination), link.cost);
  }
  if (area.filter_in)
    out.text += fmt::format("  filter {} import\n", FilterReference(process, *area.filter_in));
  if (area.filter_out)
    out.text += fmt::format("  filter {} export\n", FilterReference(process, *area.filter_out));
}

void PrintImport(Printing& out, const OspfProcess& process, std::size_t index) {
  const Redistribution& import = process.redistributions[index];
  out.text += " import-route ";
  out.text += SourceWord(import.source, process.family);
  if (!import.process.empty()) out.text += ' ' + import.process;
  if (import.bgp_internal) out.text += " permit-ibgp";
  if (!import.plain) {
    out.text += import.metric ? fmt::format(" cost {}", *import.metric) : " inherit-cost";
    out.text += fmt::format(" type {}", static_cast<int>(import.type));
    if (import.tag) out.text += fmt::format(" tag {}", *import.tag);
  }
  out.text += PolicyWords(import.policies);
  out.text += '\n';
}

void PrintVpnEdge(Printing& out, const OspfProcess& process) {
  const routing::ospf::VpnEdge& vpn = process.vpn;
  if (process.vrf.empty() || process.family == net::Family::kIpv6) return;
  if (vpn.role != routing::ospf::VpnRole::kEdge) {
    if (!vpn.checks_down) out.text += " vpn-instance-capability simple\n";
    return;
  }
  for (std::size_t i = 0; i < vpn.domain_ids.size(); ++i) {
    out.text += fmt::format(" domain-id {}{}\n", LeadingOctets(vpn.domain_ids[i]),
                            i == 0 && vpn.domain_known ? "" : " secondary");
  }
  if (vpn.route_tag) out.text += fmt::format(" route-tag {}\n", *vpn.route_tag);
}

void PrintProcess(Printing& out, const OspfProcess& process) {
  const bool v6 = process.family == net::Family::kIpv6;
  out.text += fmt::format("{} {}", WordOf(process), process.id);
  if (!process.vrf.empty()) out.text += " vpn-instance " + process.vrf;
  if (v6) out.text += '\n';
  if (process.router_id) out.text += fmt::format(" router-id {}", net::ToString(*process.router_id));
  if (!v6 || process.router_id) out.text += '\n';
  out.text += fmt::format(" bandwidth-reference {}\n", process.reference_bandwidth_bps / 1'000'000);
  if (!process.rfc1583_compatible) out.text += " undo rfc1583 compatible\n";
  out.text += fmt::format(" maximum load-balancing {}\n", process.max_paths);
  out.text += fmt::format(" preference {}\n preference ase {}\n", process.distances.intra,
                          process.distances.external);
  if (process.max_metric) out.text += " stub-router\n";
  for (const OspfInterface& interface : process.interfaces) {
    if (interface.passive && interface.type != NetworkType::kLoopback) {
      out.text += fmt::format(" silent-interface {}\n", interface.name);
    }
  }
  PrintVpnEdge(out, process);
  if (const auto& origin = process.default_origination) {
    out.text += fmt::format(" default-route-advertise{} cost {} type {}", origin->always ? " always" : "",
                            origin->metric, static_cast<int>(origin->type));
    if (origin->tag) out.text += fmt::format(" tag {}", *origin->tag);
    out.text += '\n';
  }
  for (std::size_t i = 0; i < process.redistributions.size(); ++i) PrintImport(out, process, i);
  for (const auto& summary : process.external_summaries) {
    out.text +=
        fmt::format(" asbr-summary {} {}", net::ToString(summary.prefix.address), summary.prefix.length);
    out.text += summary.advertise ? fmt::format(" cost {}", summary.metric) : " not-advertise";
    if (summary.tag) out.text += fmt::format(" tag {}", *summary.tag);
    out.text += '\n';
  }
  if (process.table_filter)
    out.text += fmt::format(" filter-policy {} import\n", FilterReference(process, *process.table_filter));
  if (process.export_filter) {
    out.text += fmt::format(" filter-policy {} export\n", FilterReference(process, *process.export_filter));
  }
  if (process.vrf.empty() && process.family == net::Family::kIpv4)
    PrintProcessSr(out, routing::sr::SrIgp::kOspf, std::to_string(process.id));
  if (process.vrf.empty() && out.config.te.enabled) out.text += " opaque-capability enable\n";
  for (const OspfArea& area : process.areas) PrintArea(out, process, area);
  out.text += "#\n";
}

std::string_view TypeText(NetworkType type) {
  switch (type) {
    case NetworkType::kPointToPoint:
      return "p2p";
    case NetworkType::kNonBroadcast:
      return "nbma";
    case NetworkType::kPointToMultipoint:
      return "p2mp";
    default:
      return "broadcast";
  }
}

}  // namespace

void PrintOspf(Printing& out) {
  for (const OspfProcess& process : out.config.ospf.processes) PrintProcess(out, process);
}

void PrintInterfaceOspf(Printing& out, const model::Interface& interface) {
  for (const OspfProcess& process : out.config.ospf.processes) {
    for (const OspfInterface& ospf : process.interfaces) {
      if (ospf.name != interface.name) continue;
      const std::string area = net::ToString(net::IpAddress::V4(ospf.area));
      const std::string_view word = WordOf(process);
      const bool v6 = process.family == net::Family::kIpv6;
      out.text += fmt::format(" {}{} {} area {}\n", word, v6 ? "" : " enable", process.id, area);
      if (ospf.cost && *ospf.cost != 0) out.text += fmt::format(" {} cost {}\n", word, *ospf.cost);
      if (ospf.type != NetworkType::kLoopback)
        out.text += fmt::format(" {} network-type {}\n", word, TypeText(ospf.type));
      out.text += fmt::format(" {0} timer hello {1}\n {0} timer dead {2}\n", word, ospf.hello_s, ospf.dead_s);
      if (ospf.priority != 1) out.text += fmt::format(" {} dr-priority {}\n", word, ospf.priority);
      if (ospf.mtu_ignore == v6) out.text += fmt::format(" {} mtu-{}\n", word, v6 ? "ignore" : "enable");
      PrintAuthentication(out.text, " ospf ", ospf.authentication);
    }
  }
}

}  // namespace ringfence::formats::huawei_vrp
