// Static routes and OSPF as `set` lines.
#include <fmt/format.h>

#include <algorithm>

#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/print.h"

namespace ringfence::formats::juniper_junos {
namespace {

using routing::ospf::AreaType;
using routing::ospf::ExternalType;
using routing::ospf::NetworkType;
using routing::ospf::OspfArea;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;
using routing::ospf::PrefixFilter;
using routing::ospf::PrefixFilterLine;
using routing::static_routes::StaticRoute;

constexpr std::string_view kExportPolicy = "ospf-export";
constexpr std::uint32_t kPathsBalanced = 16;

void PrintStatic(const StaticRoute& route, std::string& out) {
  const bool v4 = route.prefix.family() == net::Family::kIpv4;
  const std::string head = fmt::format("set routing-options {}static route {}", v4 ? "" : "rib inet6.0 ",
                                       net::ToString(route.prefix));
  if (route.recursive) out += head + " resolve\n";
  if (route.discard) {
    out += fmt::format("{} discard\n{} preference {}\n", head, head, route.distance);
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

std::string_view TypeWord(NetworkType type) {
  switch (type) {
    case NetworkType::kPointToPoint:
      return "p2p";
    case NetworkType::kNonBroadcast:
      return "nbma";
    case NetworkType::kPointToMultipoint:
      return "p2mp";
    case NetworkType::kBroadcast:
    case NetworkType::kLoopback:
      break;
  }
  return "broadcast";
}

void PrintInterface(const std::string& area, const OspfInterface& interface, std::string& out) {
  const std::string head = fmt::format("{} interface {}", area, interface.name);
  out += head + '\n';
  if (interface.type != NetworkType::kLoopback) {
    out += fmt::format("{} interface-type {}\n", head, TypeWord(interface.type));
  }
  if (interface.cost && *interface.cost > 0) out += fmt::format("{} metric {}\n", head, *interface.cost);
  if (interface.passive) out += head + " passive\n";
  out += fmt::format("{} hello-interval {}\n{} dead-interval {}\n", head, interface.hello_s, head,
                     interface.dead_s);
  if (interface.priority != 1) out += fmt::format("{} priority {}\n", head, interface.priority);
  // "md5:1:digest-..." or "simple:digest-...": the reader takes the digest for the key.
  const std::string& text = interface.authentication;
  if (text.starts_with("md5:")) {
    const std::size_t colon = text.find(':', 4);
    out += fmt::format("{} authentication md5 {} key {}\n", head, text.substr(4, colon - 4),
                       text.substr(colon + 1));
  } else if (text.starts_with("simple:")) {
    out += fmt::format("{} authentication simple-password {}\n", head, text.substr(7));
  }
}

void PrintArea(const std::string& head, const OspfArea& area, std::string& out) {
  out += head + '\n';
  if (area.type == AreaType::kStub) {
    out += head + " stub\n";
    if (area.no_summary) out += head + " stub no-summaries\n";
    if (area.stub_default) out += fmt::format("{} stub default-metric {}\n", head, area.default_cost);
  } else if (area.type == AreaType::kNssa) {
    out += head + " nssa\n";
    if (area.no_summary) out += head + " nssa no-summaries\n";
    const std::string lsa = head + " nssa default-lsa";
    if (area.nssa_default || area.stub_default) out += lsa + '\n';
    if (area.nssa_default_metric)
      out += fmt::format("{} default-metric {}\n", lsa, *area.nssa_default_metric);
    if (area.nssa_default_type == ExternalType::kType1) out += lsa + " metric-type 1\n";
    if (area.nssa_default && area.no_summary) out += lsa + " type-7\n";
  }
  for (const routing::ospf::AreaRange& range : area.ranges) {
    const std::string line =
        fmt::format("{} {}area-range {}", head, range.nssa ? "nssa " : "", net::ToString(range.prefix));
    out += line + '\n';
    if (!range.advertise) out += line + " restrict\n";
    if (range.cost) out += fmt::format("{} override-metric {}\n", line, *range.cost);
  }
}

std::string Modifier(const PrefixFilterLine& line) {
  const std::uint8_t bits = net::AddressBits(line.prefix.family());
  if (line.length_min == line.prefix.length && line.length_max == line.prefix.length) return "exact";
  if (line.length_min == line.prefix.length && line.length_max == bits) return "orlonger";
  if (line.length_min == line.prefix.length + 1 && line.length_max == bits) return "longer";
  return fmt::format("prefix-length-range /{}-/{}", line.length_min, line.length_max);
}

// Denials follow from the longest match again; without them, nested prefixes must not compete, so they go
// into lists.
void PrintFilter(const std::string& term, const PrefixFilter& filter, std::size_t& lists, std::string& out) {
  std::vector<RouteFilter> permits;
  bool denials = false;
  for (const PrefixFilterLine& line : filter.lines) {
    denials = denials || !line.permit;
    if (line.permit) permits.push_back({line.prefix, line.length_min, line.length_max, {}});
  }
  const bool compete = denials || !NeedsLongestMatch(permits);
  for (const PrefixFilterLine& line : filter.lines) {
    if (!line.permit) continue;
    const std::string prefix = net::ToString(line.prefix);
    if (compete) {
      out += fmt::format("{} from route-filter {} {}\n", term, prefix, Modifier(line));
      continue;
    }
    out += fmt::format("set policy-options prefix-list list-{} {}\n", ++lists, prefix);
    out += fmt::format("{} from prefix-list-filter list-{} {}\n", term, lists, Modifier(line));
  }
  if (permits.empty()) {
    // Matches nothing: a list without entries.
    out += fmt::format("set policy-options prefix-list list-{}\n{} from prefix-list list-{}\n", ++lists, term,
                       lists);
  }
}

void PrintExports(const OspfProcess& process, std::string& out) {
  std::size_t number = 0;
  std::size_t lists = 0;
  for (const routing::ospf::Redistribution& redistribution : process.redistributions) {
    const bool connected = redistribution.source == routing::ospf::RedistributionSource::kConnected;
    for (const routing::ospf::RedistributionTerm& term : redistribution.terms) {
      const std::string head =
          fmt::format("set policy-options policy-statement {} term t{}", kExportPolicy, ++number);
      out += fmt::format("{} from protocol {}\n", head, connected ? "direct" : "static");
      if (term.prefixes) PrintFilter(head, *term.prefixes, lists, out);
      for (const std::uint32_t tag : term.tags) out += fmt::format("{} from tag {}\n", head, tag);
      for (const std::string& interface : term.interfaces)
        out += fmt::format("{} from interface {}\n", head, interface);
      if (term.set_metric) out += fmt::format("{} then metric {}\n", head, *term.set_metric);
      if (term.set_type)
        out += fmt::format("{} then external type {}\n", head, static_cast<int>(*term.set_type));
      if (term.set_tag) out += fmt::format("{} then tag {}\n", head, *term.set_tag);
      out += fmt::format("{} then {}\n", head, term.permit ? "accept" : "reject");
    }
  }
  if (number > 0) out += fmt::format("set protocols ospf export {}\n", kExportPolicy);
}

void PrintOspf(const OspfProcess& process, std::string& out) {
  out += "set protocols ospf\n";
  out += fmt::format("set protocols ospf reference-bandwidth {}\n", process.reference_bandwidth_bps);
  out += fmt::format("set protocols ospf preference {}\n", process.distances.intra);
  out += fmt::format("set protocols ospf external-preference {}\n", process.distances.external);
  if (process.router_id)
    out += fmt::format("set routing-options router-id {}\n", net::ToString(*process.router_id));
  if (!process.rfc1583_compatible) out += "set protocols ospf no-rfc-1583\n";
  if (process.max_metric) out += "set protocols ospf overload\n";
  if (process.max_paths > 1) {
    out += "set policy-options policy-statement balance then load-balance per-packet\n";
    out += "set routing-options forwarding-table export balance\n";
    if (process.max_paths != kPathsBalanced)
      out += fmt::format("set chassis maximum-ecmp {}\n", process.max_paths);
  }
  const auto head = [](std::uint32_t id) {
    return "set protocols ospf area " + net::ToString(net::IpAddress::V4(id));
  };
  // All areas first, then the interfaces in the order of the model.
  for (const OspfArea& area : process.areas) PrintArea(head(area.id), area, out);
  for (const OspfInterface& interface : process.interfaces)
    PrintInterface(head(interface.area), interface, out);
  PrintExports(process, out);
}

}  // namespace

void PrintRouting(const routing::DeviceConfig& config, std::string& out) {
  for (const StaticRoute& route : config.static_routes.routes) PrintStatic(route, out);
  for (const OspfProcess& process : config.ospf.processes) PrintOspf(process, out);
}

}  // namespace ringfence::formats::juniper_junos
