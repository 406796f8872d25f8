// OSPF and OSPFv3 as `set` lines.
#include <fmt/format.h>

#include "formats/juniper_junos/print.h"

namespace ringfence::formats::juniper_junos {
namespace {

using routing::ospf::AreaType;
using routing::ospf::ExternalType;
using routing::ospf::NetworkType;
using routing::ospf::OspfArea;
using routing::ospf::OspfInterface;
using routing::ospf::OspfProcess;

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

}  // namespace

void PrintOspf(const std::string& instance, const OspfProcess& process, std::string& out) {
  const std::string protocol =
      instance + (process.family == net::Family::kIpv4 ? " protocols ospf" : " protocols ospf3");
  out += protocol + '\n';
  out += fmt::format("{} reference-bandwidth {}\n", protocol, process.reference_bandwidth_bps);
  out += fmt::format("{} preference {}\n", protocol, process.distances.intra);
  out += fmt::format("{} external-preference {}\n", protocol, process.distances.external);
  if (!process.rfc1583_compatible) out += protocol + " no-rfc-1583\n";
  if (process.max_metric) out += protocol + " overload\n";
  if (process.vpn.route_tag) out += fmt::format("{} domain-vpn-tag {}\n", protocol, *process.vpn.route_tag);
  for (const routing::ospf::ShamLink& link : process.vpn.sham_links) {
    out += fmt::format("{} sham-link local {}\n{} area {} sham-link-remote {} metric {}\n", protocol,
                       net::ToString(link.source), protocol, net::ToString(net::IpAddress::V4(link.area)),
                       net::ToString(link.destination), link.cost);
  }
  const auto head = [&protocol](std::uint32_t id) {
    return protocol + " area " + net::ToString(net::IpAddress::V4(id));
  };
  // All areas first, then the interfaces in the order of the model.
  for (const OspfArea& area : process.areas) PrintArea(head(area.id), area, out);
  for (const OspfInterface& interface : process.interfaces) {
    if (process.family == net::Family::kIpv6)
      out += fmt::format("set interfaces {} family inet6\n", UnitPath(interface.name));
    PrintInterface(head(interface.area), interface, out);
  }
  if (!process.redistributions.empty())
    PrintPolicyNames(protocol + " export", process.redistributions.front().policies, out);
}

}  // namespace ringfence::formats::juniper_junos
