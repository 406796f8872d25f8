// OSPF processes of both versions: which interfaces run them and with what settings (parsing notes: `network`
// statements match the primary address, the most specific one wins, `ip ospf N area A` beats them all).

#include <fmt/format.h>

#include <bit>
#include <map>
#include <set>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/virtual_link_text.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;
using model::InterfaceKind;

constexpr std::uint32_t kRedistributedMetric = 20;
constexpr std::uint32_t kMetricFromBgp = 1;
constexpr std::uint32_t kMaxPathsDefault = 4;
constexpr std::uint32_t kLoopbackCost = 1;

/// Where an interface runs a process, by which line.
struct Attachment {
  ospf::AreaId area = 0;
  base::Span span;
};

bool Covers(const OspfNetworkText& network, const net::IpAddress& address) {
  return net::And(address, net::Not(network.wildcard)) == network.address;
}

/// Bits the statement compares: more means more specific.
int Specificity(const OspfNetworkText& network) { return 32 - std::popcount(network.wildcard.v4()); }

std::optional<Attachment> ByNetwork(Reader& reader, const OspfText& process,
                                    const model::Interface& interface, const net::IpAddress& address) {
  const OspfNetworkText* best = nullptr;
  for (const OspfNetworkText& network : process.networks) {
    if (!Covers(network, address)) continue;
    if (best != nullptr && Specificity(network) == Specificity(*best) && network.area != best->area) {
      reader.diagnostics.Add({base::DiagnosticKind::kInterfaceTwoAreas,
                              network.span,
                              fmt::format("'{}' is put into two OSPF areas", interface.name),
                              {best->span}});
    }
    if (best == nullptr || Specificity(network) > Specificity(*best)) best = &network;
  }
  if (best == nullptr) return std::nullopt;
  return Attachment{best->area, best->span};
}

std::optional<Attachment> AttachmentOf(Reader& reader, const OspfText& process, const InterfaceText& text,
                                       const model::Interface& interface, const model::Device& device) {
  if (interface.vrf != process.vrf) return std::nullopt;
  if (process.family == net::Family::kIpv6) {
    const bool here = text.ospf3_process.set() && text.ospf3_process.value == process.id;
    if (!here || interface.switch_port) return std::nullopt;
    return Attachment{text.ospf3_area, text.ospf3_process.span};
  }
  const model::InterfaceAddress* primary = Primary4(device, interface);
  if (primary == nullptr) return std::nullopt;
  if (text.ospf.process.set()) {
    if (text.ospf.process.value != process.id) return std::nullopt;
    return Attachment{text.ospf.area, text.ospf.process.span};
  }
  return ByNetwork(reader, process, interface, primary->address.address);
}

ospf::NetworkType TypeOf(const OspfInterfaceText& text, const model::Interface& interface) {
  if (interface.kind == InterfaceKind::kLoopback) return ospf::NetworkType::kLoopback;
  if (text.type.set()) return text.type.value;
  return IsPointToPointMedium(interface.name) ? ospf::NetworkType::kPointToPoint
                                              : ospf::NetworkType::kBroadcast;
}

std::string AuthenticationOf(Reader& reader, const OspfText& process, const OspfInterfaceText& text,
                             ospf::AreaId area) {
  std::string kind = text.authentication.value;
  const auto of_area = process.area_authentication.find(area);
  if (kind.empty() && of_area != process.area_authentication.end()) kind = of_area->second;
  if (kind.empty() || kind == "null") return "";
  if (kind.starts_with("ipsec:")) return kind;
  if (kind == "text") return "text:" + text.text_key;
  if (kind == "md5") {
    // The youngest key is the one that is sent.
    if (text.md5_keys.empty()) return "md5:none";
    const auto& [id, digest] = *text.md5_keys.rbegin();
    return fmt::format("md5:{}:{}", id, digest);
  }
  const std::string name = kind.substr(std::string_view("chain:").size());
  const auto chain = reader.vendor.protection.key_chains.find(name);
  if (chain != reader.vendor.protection.key_chains.end()) return "chain:" + chain->second;
  reader.Undefined(text.authentication.span, "key chain", name);
  return "chain:undefined";
}

bool IsPassive(const OspfText& process, const std::string& name) {
  const auto stated = process.passive.find(name);
  return stated == process.passive.end() ? process.passive_default.value_or(false) : stated->second;
}

/// OSPFv3 announces the host of a loopback at no cost (RFC 5340 section 4.4.3.9), whatever its cost is.
std::uint32_t LoopbackCost(const OspfText& process, const ospf::OspfInterface& loopback) {
  return process.family == net::Family::kIpv6 && loopback.advertise_host ? 0 : kLoopbackCost;
}

ospf::OspfInterface ConvertInterface(Reader& reader, const OspfText& process, const OspfInterfaceText& text,
                                     const model::Interface& interface, const Attachment& attachment) {
  ospf::OspfInterface out;
  out.name = interface.name;
  out.area = attachment.area;
  out.span = attachment.span;
  out.type = TypeOf(text, interface);
  const bool loopback = out.type == ospf::NetworkType::kLoopback;
  // A loopback told to be point-to-point advertises its mask instead of a host.
  out.advertise_host =
      loopback && text.type.value_or(ospf::NetworkType::kLoopback) != ospf::NetworkType::kPointToPoint;
  if (text.cost.set()) {
    out.cost = text.cost.value;
    out.cost_span = text.cost.span;
    if (out.advertise_host && process.family == net::Family::kIpv6)
      reader.Demote(text.cost.span, Impact::kRouting6, "cost of a loopback in OSPFv3");
  } else if (loopback) {
    out.cost = LoopbackCost(process, out);
  }
  out.passive = loopback || IsPassive(process, interface.name);
  const bool slow =
      out.type == ospf::NetworkType::kNonBroadcast || out.type == ospf::NetworkType::kPointToMultipoint;
  out.hello_s = text.hello_s.value_or(slow ? 30 : 10);
  out.dead_s = text.dead_s.value_or(4 * out.hello_s);
  out.priority = static_cast<std::uint8_t>(text.priority.value_or(1));
  out.mtu_ignore = text.mtu_ignore.value_or(false);
  out.authentication = AuthenticationOf(reader, process, text, attachment.area);
  return out;
}

/// A secondary subnet follows its interface only when `ip ospf N area A` or a `network` statement of the same
/// area covers it; the model has no word for the others.
void CheckSecondaries(Reader& reader, const OspfText& process, const InterfaceText& text,
                      const Attachment& attachment) {
  if (process.family == net::Family::kIpv6 || text.ospf.process.set()) return;
  for (const model::InterfaceAddress& address : text.addresses) {
    if (!address.secondary || address.address.address.family != net::Family::kIpv4) continue;
    const bool covered = std::ranges::any_of(process.networks, [&](const OspfNetworkText& network) {
      return network.area == attachment.area && Covers(network, address.address.address);
    });
    if (!covered) reader.Demote(address.span, Impact::kRouting4, "secondary address outside OSPF");
  }
}

void ConvertInterfacesOf(Reader& reader, const OspfText& text, const model::Device& device,
                         ospf::OspfProcess& process, std::set<std::string>& taken) {
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const InterfaceText& interface = reader.vendor.interfaces[i];
    const auto attachment = AttachmentOf(reader, text, interface, device.interfaces[i], device);
    if (!attachment) continue;
    const bool v4 = text.family == net::Family::kIpv4;
    const OspfInterfaceText settings = v4 ? interface.ospf : Ospf3SettingsOf(reader, interface);
    // An interface runs one process of a version: the first in the text that claims it.
    if (settings.off.value_or(false) || !taken.insert(interface.name).second) continue;
    CheckSecondaries(reader, text, interface, *attachment);
    process.interfaces.push_back(ConvertInterface(reader, text, settings, device.interfaces[i], *attachment));
    if (!v4 && !process.interfaces.back().passive) CheckMtu6(reader, interface, device.interfaces[i]);
  }
}

/// The prefix lists its filters name.
ListKind PrefixLists(const OspfText& text) {
  return text.family == net::Family::kIpv4 ? ListKind::kPrefix4 : ListKind::kPrefix6;
}

void ConvertAreas(PolicyConverter& policies, const OspfText& text, ospf::OspfProcess& process) {
  process.areas = text.areas;
  for (const ospf::OspfInterface& interface : process.interfaces) {
    if (std::ranges::find(process.areas, interface.area, &ospf::OspfArea::id) == process.areas.end()) {
      process.areas.push_back({.id = interface.area, .span = interface.span});
    }
  }
  std::ranges::sort(process.areas, {}, &ospf::OspfArea::id);
  for (ospf::OspfArea& area : process.areas) {
    for (ospf::AreaRange& range : area.ranges) {
      range.discard_route = text.discard_internal && range.advertise;  // nothing to guard otherwise (d)
      range.discard_distance = text.discard_distance;
    }
  }
  for (const FilterListText& list : text.filter_lists) {
    const auto area = std::ranges::find(process.areas, list.area, &ospf::OspfArea::id);
    auto filter = policies.UsePrefixes(PrefixLists(text), list.name, list.span, RoutingOf(text.family));
    if (area != process.areas.end()) (list.in ? area->filter_in : area->filter_out) = std::move(filter);
  }
}

/// `bgp redistribute-internal` of the table that is read.
bool RedistributesInternal(const BgpText& bgp, const OspfText& process) {
  const auto known = std::ranges::find(bgp.vrfs, process.vrf, &BgpVrfText::vrf);
  if (known == bgp.vrfs.end()) return false;
  const bool v4 = process.family == net::Family::kIpv4;
  const auto family = known->families.find(v4 ? routing::bgp::BgpFamily::kIpv4Unicast
                                              : routing::bgp::BgpFamily::kIpv6Unicast);
  return family != known->families.end() && family->second.redistributes_internal;
}

void ConvertExternals(Reader& reader, PolicyConverter& policies, const OspfText& text,
                      ospf::OspfProcess& process) {
  const std::uint8_t impact = RoutingOf(text.family);
  for (const RedistributeText& redistribute : text.redistributions) {
    ospf::Redistribution out = redistribute.value;
    const bool from_bgp = out.source == ospf::RedistributionSource::kBgp;
    out.plain = !out.metric && !out.tag && !text.default_metric.set() && !redistribute.typed;
    if (!out.metric)
      out.metric = text.default_metric.value_or(from_bgp ? kMetricFromBgp : kRedistributedMetric);
    if (from_bgp) out.bgp_internal = RedistributesInternal(reader.vendor.bgp, text);
    if (redistribute.route_map.set()) {
      out.policies = {
          policies.UseRouteMap(redistribute.route_map.value, redistribute.route_map.span, impact)};
    }
    process.redistributions.push_back(std::move(out));
  }
  if (text.default_origination.set()) process.default_origination = text.default_origination.value;
  for (const DistributeListText& list : text.distribute_lists) {
    const ListKind kind = list.prefix_list ? PrefixLists(text) : ListKind::kAccess4;
    // An extended list compares the source with the advertising router here, not with the prefix.
    const bool extended = std::ranges::any_of(reader.vendor.acls, [&list](const AclText& acl) {
      return !list.prefix_list && acl.name == list.name && !acl.standard;
    });
    if (extended) {
      reader.Demote(list.span, Impact::kRouting4, "access list as a route filter");
      continue;
    }
    (list.in ? process.table_filter : process.export_filter) =
        policies.UsePrefixes(kind, list.name, list.span, impact);
  }
}

}  // namespace

namespace {

/// A process in a VRF is a provider edge unless it is told otherwise.
ospf::VpnEdge VpnEdgeOf(const OspfText& text) {
  ospf::VpnEdge vpn;
  if (text.vrf.empty() || text.family != net::Family::kIpv4) return vpn;
  vpn.checks_down = !text.vrf_lite;
  if (text.vrf_lite) return vpn;
  vpn.role = ospf::VpnRole::kEdge;
  const std::string primary = text.domain_id.empty() ? DomainIdOf(text.id, kDomainTrailer) : text.domain_id;
  if (!text.no_domain) vpn.domain_ids = {primary};
  vpn.domain_ids.insert(vpn.domain_ids.end(), text.more_domain_ids.begin(), text.more_domain_ids.end());
  vpn.domain_known = !text.no_domain || text.more_domain_ids.empty();
  vpn.route_tag = text.domain_tag;
  vpn.sham_links = text.sham_links;
  return vpn;
}

}  // namespace

const model::InterfaceAddress* Primary4(const model::Device& device, const model::Interface& interface) {
  const model::Interface* owner = &interface;
  if (!interface.unnumbered_from.empty()) {
    const model::InterfaceIndex lender = model::FindInterface(device, interface.unnumbered_from);
    if (!lender.valid()) return nullptr;
    owner = &device.interfaces[lender.index()];
  }
  for (const model::InterfaceAddress& address : owner->addresses) {
    if (address.address.address.family == net::Family::kIpv4 && !address.secondary) return &address;
  }
  return nullptr;
}

std::optional<net::IpAddress> ChooseRouterId(const model::Device& device, std::string_view vrf,
                                             const std::set<net::IpAddress>& used) {
  for (const bool loopback : {true, false}) {
    std::optional<net::IpAddress> highest;
    for (const model::Interface& interface : device.interfaces) {
      if (!interface.admin_up || interface.vrf != vrf || interface.switch_port) continue;
      if ((interface.kind == InterfaceKind::kLoopback) != loopback) continue;
      for (const model::InterfaceAddress& address : interface.addresses) {
        const net::IpAddress& candidate = address.address.address;
        if (candidate.family != net::Family::kIpv4 || address.secondary || used.contains(candidate)) continue;
        if (!highest || candidate > *highest) highest = candidate;
      }
    }
    if (highest) return highest;
  }
  return std::nullopt;
}

void ConvertOspf(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config) {
  CompleteOspf3(reader);
  // The versions know nothing of each other.
  std::map<net::Family, std::set<net::IpAddress>> router_ids;
  std::map<net::Family, std::set<std::string>> taken;
  for (const OspfText& text : reader.vendor.ospf) {
    if (text.family == net::Family::kIpv6 && !reader.vendor.ipv6_routing) continue;
    ospf::OspfProcess process;
    process.id = text.id;
    process.span = text.span;
    process.vrf = text.vrf;
    process.family = text.family;
    process.router_id = text.router_id.set()
                            ? std::optional(text.router_id.value)
                            : ChooseRouterId(config.device, text.vrf, router_ids[text.family]);
    process.router_id_span = text.router_id.span;
    if (process.router_id) router_ids[text.family].insert(*process.router_id);
    if (text.reference_bandwidth_bps.set())
      process.reference_bandwidth_bps = text.reference_bandwidth_bps.value;
    process.rfc1583_compatible = text.rfc1583.value_or(true);
    process.max_paths = text.maximum_paths.value_or(kMaxPathsDefault);
    process.distances = text.distances;
    process.max_metric = text.max_metric;
    process.vpn = VpnEdgeOf(text);
    process.virtual_links =
        VirtualLinksWithout(text.area_authentication.contains(0), text.virtual_links, [&](base::Span span) {
          reader.Demote(span, Impact::kRouting4, "virtual link beside keys of the backbone");
        });
    ConvertInterfacesOf(reader, text, config.device, process, taken[text.family]);
    ConvertAreas(policies, text, process);
    ConvertExternals(reader, policies, text, process);
    config.ospf.processes.push_back(std::move(process));
  }
}

}  // namespace ringfence::formats::cisco_ios
