// OSPF and IS-IS. Without `maximum-paths` the number of equal paths is not known: with a limit of one the
// engines say that any of them may be the one, which holds for every limit.

#include <algorithm>
#include <bit>

#include "formats/zte_zxros/convert.h"

namespace ringfence::formats::zte_zxros {
namespace {

using model::Impact;
using model::InterfaceKind;

constexpr std::uint32_t kPathsUnknown = 1;
constexpr std::uint32_t kRedistributedMetric = 20;
constexpr std::uint32_t kIsisMetric = 10;
constexpr std::uint64_t kBitsPerMegabit = 1'000'000;
constexpr std::uint32_t kDeadPerHello = 4;

/// Where an interface runs a process, and what is said about it.
struct Attachment {
  ospf::AreaId area = 0;
  base::Span span;
  const OspfInterfaceText* text = nullptr;
};

bool Covers(const OspfNetworkText& network, const net::IpAddress& address) {
  return net::And(address, net::Not(network.wildcard)) == network.address;
}

std::optional<Attachment> AttachmentOf(const OspfText& process, const model::Interface& interface) {
  if (interface.vrf != process.vrf) return std::nullopt;
  const auto primary = std::ranges::find_if(interface.addresses, [](const model::InterfaceAddress& address) {
    return address.address.address.family == net::Family::kIpv4;
  });
  if (primary == interface.addresses.end()) return std::nullopt;
  const auto named = std::ranges::find(process.interfaces, interface.name, &OspfInterfaceText::name);
  if (named != process.interfaces.end()) return Attachment{named->area, named->span, &*named};
  const OspfNetworkText* best = nullptr;
  for (const OspfNetworkText& network : process.networks) {
    if (!Covers(network, primary->address.address)) continue;
    // More specific: fewer bits are not compared.
    const bool better =
        best == nullptr || std::popcount(network.wildcard.v4()) < std::popcount(best->wildcard.v4());
    if (better) best = &network;
  }
  return best == nullptr ? std::nullopt : std::optional(Attachment{best->area, best->span});
}

/// Two statements that put an interface into different areas.
void CheckAreas(Reader& reader, const OspfText& process, const model::Interface& interface,
                const Attachment& attachment) {
  for (const OspfInterfaceText& other : process.interfaces) {
    if (other.name == interface.name && other.area != attachment.area)
      reader.Demote(other.span, Impact::kRouting4, "interface in two OSPF areas");
  }
  for (const OspfNetworkText& network : process.networks) {
    const bool other =
        network.area != attachment.area && std::ranges::any_of(interface.addresses, [&](const auto& address) {
          return address.address.address.family == net::Family::kIpv4 &&
                 Covers(network, address.address.address);
        });
    if (other) reader.Demote(network.span, Impact::kRouting4, "interface in two OSPF areas");
  }
  for (const model::InterfaceAddress& address : interface.addresses) {
    if (address.secondary) reader.Demote(address.span, Impact::kRouting4, "secondary address in OSPF");
  }
}

ospf::OspfInterface ConvertPort(Reader& reader, const OspfText& process, const model::Interface& interface,
                                const Attachment& attachment) {
  const OspfInterfaceText text = attachment.text != nullptr ? *attachment.text : OspfInterfaceText{};
  ospf::OspfInterface out;
  out.name = interface.name;
  out.area = attachment.area;
  out.span = attachment.span;
  const bool loopback = interface.kind == InterfaceKind::kLoopback;
  out.type = loopback ? ospf::NetworkType::kLoopback : text.type.value_or(ospf::NetworkType::kBroadcast);
  out.advertise_host = loopback;
  if (text.cost.set()) {
    out.cost = text.cost.value;
    out.cost_span = text.cost.span;
  } else if (loopback) {
    out.cost = 1;
  }
  // What a port costs without a word depends on its speed and on a reference that is not known.
  if (!out.cost && (!interface.bandwidth_bps || !process.reference_mbps.set()))
    reader.Demote(attachment.span, Impact::kRouting4, "OSPF cost that no word gives");
  const auto long_host = [](const model::InterfaceAddress& address) {
    return address.address.address.family == net::Family::kIpv4 && address.address.length != 32;
  };
  if (loopback && std::ranges::any_of(interface.addresses, long_host))
    reader.Demote(attachment.span, Impact::kRouting4, "loopback in OSPF that is no host");
  const auto stated = process.passive.find(interface.name);
  out.passive = loopback || text.passive ||
                (stated == process.passive.end() ? process.passive_default : stated->second);
  out.hello_s = text.hello_s.value_or(10);
  out.dead_s = text.dead_s.value_or(kDeadPerHello * out.hello_s);
  const bool slow =
      out.type == ospf::NetworkType::kNonBroadcast || out.type == ospf::NetworkType::kPointToMultipoint;
  if (slow && !text.hello_s.set())
    reader.Demote(attachment.span, Impact::kRouting4, "OSPF timers that no word gives");
  out.priority = static_cast<std::uint8_t>(text.priority.value_or(1));
  out.mtu_ignore = text.mtu_ignore;
  return out;
}

void ConvertRedistributions(Reader& reader, PolicyConverter& policies, const OspfText& text,
                            ospf::OspfProcess& process) {
  for (const RedistributeText& from : text.redistributions) {
    ospf::Redistribution out = from.value;
    const auto external = std::ranges::find_if(text.redistributions, [](const RedistributeText& other) {
      return other.value.source == model::RouteSource::kBgp && !other.internal_only;
    });
    const bool has_external = external != text.redistributions.end();
    if (from.internal_only && !has_external) {
      reader.Demote(from.value.span, kRouting, "internal routes of BGP alone");
      continue;
    }
    if (from.internal_only) {
      const bool same = external->value.metric == from.value.metric &&
                        external->value.type == from.value.type && external->value.tag == from.value.tag &&
                        external->route_map.value == from.route_map.value;
      if (!same) reader.Demote(from.value.span, kRouting, "kinds of BGP routes with different options");
      continue;
    }
    out.bgp_internal = out.source == model::RouteSource::kBgp &&
                       std::ranges::any_of(text.redistributions, &RedistributeText::internal_only);
    if (!out.metric) {
      out.metric = kRedistributedMetric;
      reader.Demote(from.value.span, kRouting, "metric that no word gives");
    }
    if (from.route_map.set())
      out.policies = {policies.UseRouteMap(from.route_map.value, from.route_map.span, kRouting)};
    process.redistributions.push_back(std::move(out));
  }
}

void ConvertAreas(const OspfText& text, ospf::OspfProcess& process) {
  process.areas = text.areas;
  for (const ospf::OspfInterface& interface : process.interfaces) {
    if (std::ranges::find(process.areas, interface.area, &ospf::OspfArea::id) == process.areas.end())
      process.areas.push_back({.id = interface.area, .span = interface.span});
  }
  std::ranges::sort(process.areas, {}, &ospf::OspfArea::id);
}

ospf::OspfProcess ConvertProcess(Reader& reader, PolicyConverter& policies, const OspfText& text,
                                 const model::Device& device) {
  ospf::OspfProcess process;
  process.id = text.id;
  process.vrf = text.vrf;
  process.span = text.span;
  process.router_id =
      text.router_id.set() ? std::optional(text.router_id.value) : GuessedRouterId(device, text.vrf);
  process.router_id_span = text.router_id.span;
  if (!text.router_id.set()) reader.Demote(text.span, Impact::kRouting4, "router id chosen by the system");
  if (text.reference_mbps.set())
    process.reference_bandwidth_bps = text.reference_mbps.value * kBitsPerMegabit;
  process.max_paths = text.maximum_paths.value_or(kPathsUnknown);
  const std::uint32_t distance = text.distance.value_or(110);
  process.distances = {distance, distance, distance};
  for (const model::Interface& interface : device.interfaces) {
    const auto attachment = AttachmentOf(text, interface);
    if (!attachment) continue;
    CheckAreas(reader, text, interface, *attachment);
    process.interfaces.push_back(ConvertPort(reader, text, interface, *attachment));
  }
  ConvertAreas(text, process);
  ConvertRedistributions(reader, policies, text, process);
  if (text.default_origination.set()) process.default_origination = text.default_origination.value;
  return process;
}

isis::IsisInterface ConvertIsisPort(const IsisText& text, const IsisInterfaceText& port,
                                    const model::Interface& interface) {
  isis::IsisInterface out = port.value;
  const isis::Levels own = text.levels.value_or(isis::kLevelBoth);
  out.levels = static_cast<isis::Levels>(port.levels.value_or(isis::kLevelBoth) & own);
  if (interface.kind == InterfaceKind::kLoopback) {
    out.type = isis::IsisNetworkType::kLoopback;
    out.passive = true;
  }
  out.metric_level1 = out.metric6_level1 = port.metric1.value_or(kIsisMetric);
  out.metric_level2 = out.metric6_level2 = port.metric2.value_or(kIsisMetric);
  out.metric_span = port.metric1.set() ? port.metric1.span : port.metric2.span;
  return out;
}

isis::IsisProcess ConvertInstance(Reader& reader, const IsisText& text, const model::Device& device) {
  isis::IsisProcess process;
  process.tag = text.tag;
  process.vrf = text.vrf;
  process.span = text.span;
  process.area_ids = text.areas;
  process.system_id = text.system_id;
  process.levels = text.levels.value_or(isis::kLevelBoth);
  if (!text.levels.set()) reader.Demote(text.span, kRouting, "IS-IS levels that no word gives");
  process.style_level1 = process.style_level2 = text.style.value_or(isis::MetricStyle::kNarrow);
  if (!text.style.set()) reader.Demote(text.span, kRouting, "style of IS-IS metrics that no word gives");
  process.max_paths = text.maximum_paths.value_or(kPathsUnknown);
  process.overload = text.overload;
  const std::uint32_t distance = text.distance.value_or(115);
  process.distance_level1 = process.distance_level2 = distance;
  process.distance_external_level1 = process.distance_external_level2 = distance;
  for (const IsisInterfaceText& port : text.interfaces) {
    const model::InterfaceIndex index = model::FindInterface(device, port.value.name);
    if (!index.valid()) {
      reader.Undefined(port.value.span, "interface", port.value.name);
      continue;
    }
    const model::Interface& interface = device.interfaces[index.index()];
    const bool carries = port.value.ipv4 || port.value.ipv6;
    if (!carries || interface.vrf != text.vrf) continue;
    isis::IsisInterface out = ConvertIsisPort(text, port, interface);
    if (out.levels == 0) {
      reader.Demote(port.value.span, kRouting, "interface at a level that the instance does not have");
      continue;
    }
    process.interfaces.push_back(std::move(out));
  }
  return process;
}

}  // namespace

void ConvertOspf(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config) {
  for (const OspfText& text : reader.vendor.ospf)
    config.ospf.processes.push_back(ConvertProcess(reader, policies, text, config.device));
}

void ConvertIsis(Reader& reader, routing::DeviceConfig& config) {
  for (const IsisText& text : reader.vendor.isis)
    config.isis.processes.push_back(ConvertInstance(reader, text, config.device));
}

}  // namespace ringfence::formats::zte_zxros
