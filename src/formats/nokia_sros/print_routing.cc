// Static routes and OSPF as flat lines.
#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/print.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::ospf::AreaType;
using routing::ospf::NetworkType;
using routing::ospf::OspfArea;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;
using routing::ospf::PrefixFilter;
using routing::ospf::PrefixFilterLine;
using routing::ospf::Redistribution;
using routing::ospf::RedistributionSource;
using routing::ospf::RedistributionTerm;
using routing::static_routes::StaticRoute;

constexpr std::string_view kRouter = "/configure router \"Base\"";
constexpr std::uint8_t kIpv4Bits = 32;
constexpr std::uint64_t kKilo = 1000;

std::string HopOf(const StaticRoute& route) {
  if (route.discard) return "blackhole";
  std::string hop = route.next_hop ? net::ToString(*route.next_hop) : route.interface;
  if (route.next_hop && !route.interface.empty()) hop += '-' + route.interface;
  return fmt::format("{} {}", route.recursive ? "indirect" : "next-hop", Quoted(hop));
}

void PrintStatic(const StaticRoute& route, std::string& out) {
  const std::string head = fmt::format("{} static-routes route {} route-type unicast {}", kRouter,
                                       net::ToString(route.prefix), HopOf(route));
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

std::string PrefixType(const PrefixFilterLine& line) {
  if (line.length_min == line.prefix.length) {
    if (line.length_max == line.prefix.length) return "exact { }";
    if (line.length_max == kIpv4Bits) return "longer { }";
    return fmt::format("through through-length {}", line.length_max);
  }
  return fmt::format("range {{ start-length {}\nend-length {}\n}}", line.length_min, line.length_max);
}

// Prefix lists that the terms name, each once.
void PrintLists(const OspfProcess& process, std::vector<std::string>& done, std::string& out) {
  for (const Redistribution& redistribution : process.redistributions) {
    for (const RedistributionTerm& term : redistribution.terms) {
      if (!term.prefixes || std::ranges::find(done, term.prefixes->name) != done.end()) continue;
      done.push_back(term.prefixes->name);
      const std::string head =
          fmt::format("/configure policy-options prefix-list {}", Quoted(term.prefixes->name));
      out += head + " { }\n";
      for (const PrefixFilterLine& line : term.prefixes->lines) {
        out += fmt::format("{} prefix {} type {}\n", head, net::ToString(line.prefix), PrefixType(line));
      }
    }
  }
}

void PrintTerm(const std::string& head, const RedistributionTerm& term, std::string_view protocol,
               std::string& out) {
  out += fmt::format("{} from protocol name [{}]\n", head, protocol);
  if (term.prefixes) out += fmt::format("{} from prefix-list [{}]\n", head, Quoted(term.prefixes->name));
  for (const std::string& interface : term.interfaces) {
    out += fmt::format("{} from interface [{}]\n", head, Quoted(interface));
  }
  for (const std::uint32_t tag : term.tags) out += fmt::format("{} from tag {}\n", head, tag);
  out += fmt::format("{} action action-type {}\n", head, term.permit ? "accept" : "reject");
  if (term.set_metric) out += fmt::format("{} action metric set {}\n", head, *term.set_metric);
  if (term.set_tag) out += fmt::format("{} action tag {}\n", head, *term.set_tag);
  if (term.set_type) out += fmt::format("{} action type {}\n", head, static_cast<int>(*term.set_type));
}

void PrintExports(const std::string& head, const OspfProcess& process, std::string& out) {
  std::string names;
  for (const Redistribution& redistribution : process.redistributions) {
    const std::string_view protocol =
        redistribution.source == RedistributionSource::kStatic ? "static" : "direct";
    const std::string name = Quoted(fmt::format("ospf-{}-{}", process.id, protocol));
    names += (names.empty() ? "" : " ") + name;
    std::uint32_t number = 0;
    for (const RedistributionTerm& term : redistribution.terms) {
      const std::string entry =
          fmt::format("/configure policy-options policy-statement {} entry {}", name, number += 10);
      PrintTerm(entry, term, protocol, out);
    }
  }
  if (!names.empty()) out += fmt::format("{} asbr {{ }}\n{} export-policy [{}]\n", head, head, names);
}

void PrintProcess(const OspfProcess& process, std::string& out) {
  const std::string head = fmt::format("{} ospf {}", kRouter, process.id);
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
  PrintExports(head, process, out);
}

}  // namespace

void PrintRouting(const routing::DeviceConfig& config, std::string& out) {
  for (const StaticRoute& route : config.static_routes.routes) PrintStatic(route, out);
  std::vector<std::string> lists;
  for (const OspfProcess& process : config.ospf.processes) PrintLists(process, lists, out);
  if (!config.ospf.processes.empty()) {
    out += fmt::format("{} ecmp {}\n", kRouter, config.ospf.processes.front().max_paths);
  }
  for (const OspfProcess& process : config.ospf.processes) PrintProcess(process, out);
}

}  // namespace ringfence::formats::nokia_sros
