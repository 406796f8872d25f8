// OSPF processes of both versions: which interfaces run them and with what settings.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/convert.h"
#include "formats/impacts.h"
#include "formats/virtual_link_text.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;
using model::InterfaceKind;

constexpr std::uint32_t kRedistributedMetric = 20;
constexpr std::uint32_t kMaxPathsDefault = 256;
constexpr std::uint64_t kReferenceBandwidthBps = 100'000'000'000;
constexpr std::uint64_t kSpeedBps = 10'000'000'000;  // of loopbacks, where the kernel tells none
constexpr std::uint32_t kHelloDefault_s = 10;
constexpr std::uint32_t kDeadPerHello = 4;

/// Where an interface runs a process, by which line.
struct Attachment {
  ospf::AreaId area = 0;
  base::Span span;
};

/// Of several `network` statements the longest decides.
std::optional<Attachment> ByNetwork(const OspfText& process, const model::Device& device,
                                    const model::Interface& interface) {
  const OspfNetworkText* best = nullptr;
  const model::InterfaceAddress* address = PrimaryIpv4(device, interface);
  for (const OspfNetworkText& network : process.networks) {
    if (network.interface == interface.name) return Attachment{network.area, network.span};
    if (!network.interface.empty() || address == nullptr) continue;
    // The statement must cover the whole subnet.
    if (!network.prefix.Contains(address->address.subnet())) continue;
    if (best == nullptr || network.prefix.length > best->prefix.length) best = &network;
  }
  if (best == nullptr) return std::nullopt;
  return Attachment{best->area, best->span};
}

std::optional<Attachment> AttachmentOf(const OspfText& process, const OspfInterfaceText& text,
                                       const model::Device& device, const model::Interface& interface) {
  if (interface.vrf != process.vrf) return std::nullopt;
  const bool v4 = process.family == net::Family::kIpv4;
  if (v4 && PrimaryIpv4(device, interface) == nullptr) return std::nullopt;
  if (text.area.set()) {
    if (text.process != process.id) return std::nullopt;
    return Attachment{text.area.value, text.area.span};
  }
  return ByNetwork(process, device, interface);
}

std::string AuthenticationOf(const OspfText& process, const OspfInterfaceText& text, ospf::AreaId area) {
  std::string kind = text.authentication.value;
  const auto of_area = process.area_authentication.find(area);
  if (kind.empty() && of_area != process.area_authentication.end()) kind = of_area->second;
  if (kind.empty() || kind == "null") return "";
  if (kind == "text") return "text:" + text.text_key;
  if (text.md5_keys.empty()) return "md5:none";
  // The last key is the one that is sent.
  const auto& [id, digest] = *text.md5_keys.rbegin();
  return fmt::format("md5:{}:{}", id, digest);
}

/// True for what the kernel calls a loopback: `lo` and the devices of VRFs.
bool IsKernelLoopback(const Reader& reader, const model::Interface& interface) {
  return interface.name == "lo" || reader.vendor.vrfs.contains(interface.name);
}

ospf::OspfInterface ConvertInterface(const Reader& reader, const OspfText& process,
                                     const OspfInterfaceText& text, const model::Interface& interface,
                                     const Attachment& attachment) {
  ospf::OspfInterface out;
  out.name = interface.name;
  out.area = attachment.area;
  out.span = attachment.span;
  const bool loopback = IsKernelLoopback(reader, interface);
  const bool tunnel = interface.kind == InterfaceKind::kTunnel;
  out.type = text.type.value_or(tunnel ? ospf::NetworkType::kPointToPoint : ospf::NetworkType::kBroadcast);
  if (loopback) out.type = ospf::NetworkType::kLoopback;
  const bool v4 = process.family == net::Family::kIpv4;
  out.advertise_host = v4 && loopback;  // OSPFv3 announces the subnet of a loopback, at the cost of any port
  if (text.cost.set()) {
    out.cost = text.cost.value;
    out.cost_span = text.cost.span;
  } else if (loopback) {
    const std::uint64_t reference = process.reference_bandwidth_bps.value_or(kReferenceBandwidthBps);
    out.cost =
        v4 ? 0 : static_cast<std::uint32_t>(std::clamp<std::uint64_t>(reference / kSpeedBps, 1, 65535));
  }
  const auto stated = process.passive.find(interface.name);
  out.passive = text.passive.set()                ? text.passive.value
                : stated != process.passive.end() ? stated->second
                                                  : process.passive_default;
  out.hello_s = text.hello_s.value_or(kHelloDefault_s);
  out.dead_s = text.dead_s.value_or(out.hello_s * kDeadPerHello);
  out.priority = static_cast<std::uint8_t>(text.priority.value_or(1));
  out.mtu_ignore = text.mtu_ignore;
  out.authentication = AuthenticationOf(process, text, attachment.area);
  return out;
}

void FillAreas(const OspfText& text, ospf::OspfProcess& process) {
  process.areas = text.areas;
  for (const ospf::OspfInterface& interface : process.interfaces) {
    const bool known =
        std::ranges::find(process.areas, interface.area, &ospf::OspfArea::id) != process.areas.end();
    if (!known) process.areas.push_back({.id = interface.area, .span = interface.span});
  }
  const bool v4 = process.family == net::Family::kIpv4;
  for (ospf::OspfArea& area : process.areas) {
    area.nssa_summary_default = v4 && area.type == ospf::AreaType::kNssa;
    if (v4) continue;
    for (ospf::AreaRange& range : area.ranges) {
      range.discard_route = range.advertise;
      range.discard_metric = 0;
    }
  }
  std::ranges::sort(process.areas, {}, &ospf::OspfArea::id);
}

void FillAreaFilters(Reader& reader, const OspfText& text, ospf::OspfProcess& process) {
  for (const FilterText& filter : text.area_filters) {
    const auto area = std::ranges::find(process.areas, filter.area, &ospf::OspfArea::id);
    const auto list = FilterOf(reader, filter, process.family);
    if (area == process.areas.end() || !list) continue;
    (filter.in ? area->filter_in : area->filter_out) = list;
  }
}

void FillRedistributions(Reader& reader, routing::DeviceConfig& config, const OspfText& text,
                         ospf::OspfProcess& process) {
  for (const RedistributeText& from : text.redistributions) {
    ospf::Redistribution out;
    out.source = from.source;
    out.process = from.process;
    out.metric = from.metric ? from.metric : text.default_metric;
    if (!out.metric) out.metric = kRedistributedMetric;
    out.type = from.type.value_or(ospf::ExternalType::kType2);
    out.policies = PoliciesOf(reader, config, from.route_map);
    out.bgp_internal = from.source == model::RouteSource::kBgp;
    out.skip_own_interfaces = process.family == net::Family::kIpv4;
    if (process.family == net::Family::kIpv4) {
      DemoteUnknownConditions(reader, from, {"ip address", "ip next-hop", "interface", "tag"});
    } else {
      DemoteUnknownConditions(reader, from, {"ipv6 address", "interface", "tag"});
    }
    out.span = from.span;
    process.redistributions.push_back(std::move(out));
  }
  for (const FilterText& list : text.distribute_lists) {
    const auto redistribution =
        std::ranges::find(process.redistributions, *list.source, &ospf::Redistribution::source);
    if (redistribution == process.redistributions.end()) continue;
    if (redistribution->policies.empty()) {
      redistribution->policies = PolicyOfAccessList(reader, config, list, process.family);
    } else {
      reader.Demote(list.span, kRouting, "access list and route map on one redistribution");
    }
  }
}

/// Border routers of OSPFv3 here take summaries of every area, not of the backbone alone, and pass them on;
/// where an area has two of them routes differ from what RFC 2328 section 16.2 leads to, and defaults of stub
/// areas may go round.
void DemoteBorder(Reader& reader, const ospf::OspfProcess& process) {
  if (process.family == net::Family::kIpv4) return;
  const auto in_backbone = [](const ospf::OspfInterface& interface) { return interface.area == 0; };
  const auto inside = std::ranges::count_if(process.interfaces, in_backbone);
  if (inside != 0 && inside != std::ssize(process.interfaces))
    reader.Demote(process.span, Impact::kRouting6, "OSPFv3 border router that takes summaries of every area");
}

/// A default route that OSPFv3 itself brought counts too, and is told on with the own metric: two who do so
/// may keep each other's (live, OSPFv3, seed 352). The engine waits for one of another source.
void DemoteDefault(Reader& reader, const ospf::OspfProcess& process) {
  const auto& origination = process.default_origination;
  if (process.family == net::Family::kIpv4 || !origination || origination->always) return;
  reader.Demote(origination->span, Impact::kRouting6,
                "OSPFv3 default route that follows one of OSPFv3 itself");
}

/// `ip protocol ospf route-map M`: between the process and the routing table.
void FillTableFilter(Reader& reader, const routing::DeviceConfig& config, const OspfText& text,
                     ospf::OspfProcess& process) {
  for (const ProtocolFilterText& filter : reader.vendor.protocol_filters) {
    const bool ours = filter.protocol == "any" || filter.protocol == "ospf" || filter.protocol == "ospf6";
    if (!ours || filter.vrf != text.vrf || filter.family != text.family) continue;
    process.table_filter = FlatFilterOf(reader, config, filter);
  }
}

ospf::OspfProcess ConvertProcess(Reader& reader, const OspfText& text, routing::DeviceConfig& config) {
  ospf::OspfProcess process;
  process.id = text.id;
  process.vrf = text.vrf;
  process.family = text.family;
  process.span = text.span;
  process.router_id = text.router_id.set() ? std::optional(text.router_id.value)
                                           : RouterIdOf(reader, config.device, text.vrf);
  process.router_id_span = text.router_id.span;
  process.reference_bandwidth_bps = text.reference_bandwidth_bps.value_or(kReferenceBandwidthBps);
  process.rfc1583_compatible = text.rfc1583;
  process.max_paths = text.maximum_paths.value_or(kMaxPathsDefault);
  process.installs_own_prefixes = true;
  process.distances = text.distances;
  process.abr_needs_backbone = text.abr_needs_backbone;
  process.max_metric = text.max_metric;
  // Neither daemon knows identifiers of domains or kinds of routes of other sites (8.4).
  if (!text.vrf.empty() && text.family == net::Family::kIpv4) process.vpn.role = ospf::VpnRole::kPlain;
  for (const model::Interface& interface : config.device.interfaces) {
    const auto own = std::ranges::find(reader.vendor.interfaces, interface.name, &InterfaceText::name);
    const OspfInterfaceText& settings = text.family == net::Family::kIpv4 ? own->ospf4 : own->ospf6;
    const auto attachment = AttachmentOf(text, settings, config.device, interface);
    if (attachment)
      process.interfaces.push_back(ConvertInterface(reader, text, settings, interface, *attachment));
  }
  process.virtual_links =
      VirtualLinksWithout(text.area_authentication.contains(0), text.virtual_links, [&](base::Span span) {
        reader.Demote(span, Impact::kRouting4, "virtual link beside keys of the backbone");
      });
  DemoteBorder(reader, process);
  FillAreas(text, process);
  FillAreaFilters(reader, text, process);
  FillRedistributions(reader, config, text, process);
  if (text.default_origination.set()) process.default_origination = text.default_origination.value;
  DemoteDefault(reader, process);
  FillTableFilter(reader, config, text, process);
  return process;
}

}  // namespace

void ConvertOspf(Reader& reader, routing::DeviceConfig& config) {
  for (const OspfText& text : reader.vendor.ospf)
    config.ospf.processes.push_back(ConvertProcess(reader, text, config));
}

}  // namespace ringfence::formats::frr
