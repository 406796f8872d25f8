// OSPF processes: one for each VRF in which an interface or a block names them.

#include <fmt/format.h>

#include "formats/cisco_nxos/convert.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;
using model::InterfaceKind;

constexpr std::uint64_t kReferenceBandwidth = 40'000'000'000;
constexpr std::uint32_t kRedistributedMetric = 20, kRedistributedBgpMetric = 1;
constexpr std::uint32_t kMaxPaths = 8;
constexpr std::uint32_t kLoopbackCost = 1;
constexpr std::uint32_t kDistance = 110;

std::uint8_t ImpactOf(net::Family family) {
  return family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
}

const OspfInterfaceText& TextOf(const InterfaceText& interface, net::Family family) {
  return family == net::Family::kIpv4 ? interface.ospf : interface.ospf3;
}

std::string AuthenticationOf(Reader& reader, const OspfVrfText& vrf, const OspfInterfaceText& text) {
  std::string kind = text.authentication.kind.value;
  const auto of_area = vrf.area_authentication.find(text.area);
  if (kind.empty() && of_area != vrf.area_authentication.end()) kind = of_area->second;
  if (kind.empty() || kind == "null") return "";
  if (kind == "text") return "text:" + text.authentication.text_key;
  if (kind == "md5") {
    // The youngest key is the one that is sent.
    if (text.authentication.md5_keys.empty()) return "md5:none";
    const auto& [id, digest] = *text.authentication.md5_keys.rbegin();
    return fmt::format("md5:{}:{}", id, digest);
  }
  const std::string name = kind.substr(std::string_view("chain:").size());
  const auto chain = reader.vendor.key_chains.find(name);
  if (chain != reader.vendor.key_chains.end() && !chain->second.empty()) {
    // Keys of a chain are sent as MD5 with their number.
    const auto& [id, digest] = *chain->second.rbegin();
    return fmt::format("md5:{}:{}", id, digest);
  }
  return fmt::format("md5:{}", KeyOfChain(reader, name, text.authentication.kind.span));
}

ospf::NetworkType TypeOf(const InterfaceText& interface, const OspfInterfaceText& text, InterfaceKind kind) {
  if (kind == InterfaceKind::kLoopback) return ospf::NetworkType::kLoopback;
  if (text.type.set()) return text.type.value;
  const bool p2p = interface.medium_p2p.value_or(false) || kind == InterfaceKind::kTunnel;
  return p2p ? ospf::NetworkType::kPointToPoint : ospf::NetworkType::kBroadcast;
}

ospf::OspfInterface ConvertInterface(Reader& reader, const OspfVrfText& vrf, const InterfaceText& interface,
                                     const OspfInterfaceText& text, InterfaceKind kind) {
  ospf::OspfInterface out;
  out.name = interface.name;
  out.area = text.area;
  out.span = text.process.span;
  out.type = TypeOf(interface, text, kind);
  const bool loopback = kind == InterfaceKind::kLoopback;
  if (text.cost.set()) {
    out.cost = text.cost.value;
    out.cost_span = text.cost.span;
  } else if (loopback) {
    out.cost = kLoopbackCost;
  }
  out.passive = loopback || text.passive.value_or(vrf.passive_default.value_or(false));
  const bool as_subnet = text.advertise_subnet.value_or(false) ||
                         text.type.value_or(ospf::NetworkType::kLoopback) == ospf::NetworkType::kPointToPoint;
  out.advertise_host = loopback && !as_subnet;
  out.hello_s = text.hello_s.value_or(10);
  out.dead_s = text.dead_s.value_or(4 * out.hello_s);
  out.priority = static_cast<std::uint8_t>(text.priority.value_or(1));
  out.mtu_ignore = text.mtu_ignore.value_or(false);
  out.authentication = AuthenticationOf(reader, vrf, text);
  return out;
}

void ConvertInterfacesOf(Conversion& conversion, const OspfText& process, const OspfVrfText& vrf,
                         ospf::OspfProcess& out) {
  Reader& reader = conversion.reader;
  const model::Device& device = conversion.config.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const InterfaceText& interface = reader.vendor.interfaces[i];
    const OspfInterfaceText& text = TextOf(interface, process.family);
    const bool here = text.process.set() && text.process.value == process.tag &&
                      device.interfaces[i].vrf == vrf.vrf && !device.interfaces[i].switch_port;
    if (!here || text.shutdown.value_or(false)) continue;
    const bool left_out = !text.secondaries && std::ranges::any_of(device.interfaces[i].addresses,
                                                                   &model::InterfaceAddress::secondary);
    if (left_out) reader.Demote(text.process.span, Impact::kRouting4, "secondary address outside OSPF");
    out.interfaces.push_back(ConvertInterface(reader, vrf, interface, text, device.interfaces[i].kind));
  }
}

/// A route map whose entries ask for prefix lists without `deny` lines, or for nothing, as one list; nullopt
/// for any other.
std::optional<ospf::PrefixFilter> FilterOf(Conversion& conversion, const Setting<std::string>& map,
                                           net::Family family) {
  const PolicyTexts& texts = conversion.reader.policies;
  const auto text = texts.route_maps.find(map.value);
  if (text == texts.route_maps.end()) return std::nullopt;
  const ListKind kind = family == net::Family::kIpv4 ? ListKind::kPrefix4 : ListKind::kPrefix6;
  ospf::PrefixFilter filter{.name = map.value, .lines = {}, .span = map.span};
  for (const auto& [number, entry] : text->second.entries) {
    if (entry.continues || !entry.call.empty() || !entry.not_modelled.empty() || entry.clauses.size() > 1)
      return std::nullopt;
    if (entry.clauses.empty()) {
      filter.lines.push_back(
          {entry.permit, net::Prefix::Default(family), 0, net::AddressBits(family), entry.span});
      continue;
    }
    for (const RouteMapMatch& match : entry.clauses.front().any_of) {
      if (match.value.kind != model::RouteMatchKind::kPrefixList || match.list != kind) return std::nullopt;
      for (const std::string& name : match.value.names) {
        const auto list = texts.prefix_lists.find(ListName(kind, name));
        if (list == texts.prefix_lists.end()) return std::nullopt;
        for (const auto& [sequence, line] : list->second.lines) {
          if (!line.permit) return std::nullopt;
          filter.lines.push_back(line);
          filter.lines.back().permit = entry.permit;
        }
      }
    }
  }
  return filter;
}

void ConvertAreas(Conversion& conversion, const OspfVrfText& text, ospf::OspfProcess& process) {
  process.areas = text.areas;
  for (const ospf::OspfInterface& interface : process.interfaces) {
    if (std::ranges::find(process.areas, interface.area, &ospf::OspfArea::id) == process.areas.end())
      process.areas.push_back({.id = interface.area, .span = interface.span});
  }
  std::ranges::sort(process.areas, {}, &ospf::OspfArea::id);
  for (ospf::OspfArea& area : process.areas) {
    for (ospf::AreaRange& range : area.ranges) {
      range.discard_route = text.discard_internal.value_or(true);
      range.discard_distance = process.distances.intra;
    }
  }
  for (const FilterListText& list : text.filter_lists) {
    const auto area = std::ranges::find(process.areas, list.area, &ospf::OspfArea::id);
    auto filter = FilterOf(conversion, list.route_map, process.family);
    if (!filter) {
      conversion.reader.Demote(list.route_map.span, ImpactOf(process.family), "filter by other conditions");
    } else if (area != process.areas.end()) {
      (list.in ? area->filter_in : area->filter_out) = std::move(filter);
    }
  }
}

}  // namespace

bool NamesInternal(const PolicyTexts& texts, const std::string& map) {
  const auto text = texts.route_maps.find(map);
  if (text == texts.route_maps.end()) return false;
  return std::ranges::any_of(text->second.entries, [](const auto& entry) {
    return std::ranges::any_of(entry.second.clauses, [](const RouteMapClause& clause) {
      return std::ranges::any_of(clause.any_of, [](const RouteMapMatch& match) {
        return match.value.kind == model::RouteMatchKind::kBgpInternal;
      });
    });
  });
}

namespace {

void ConvertExternals(Conversion& conversion, const OspfVrfText& text, ospf::OspfProcess& process) {
  for (const RedistributeText& redistribute : text.redistributions) {
    const auto policies = RedistributionPolicies(conversion, redistribute, process.family);
    if (!policies) continue;
    const bool bgp = redistribute.source == model::RouteSource::kBgp;
    ospf::Redistribution out;
    out.source = redistribute.source;
    out.process = redistribute.process;
    out.policies = *policies;
    out.span = redistribute.span;
    out.metric = text.default_metric.value_or(bgp ? kRedistributedBgpMetric : kRedistributedMetric);
    out.plain = !text.default_metric.set();
    out.bgp_internal = bgp && NamesInternal(conversion.reader.policies, redistribute.route_map.value);
    process.redistributions.push_back(std::move(out));
  }
  if (!text.default_origination.set()) return;
  const DefaultText& origination = text.default_origination.value;
  process.default_origination =
      ospf::DefaultOrigination{.always = origination.always, .span = text.default_origination.span};
  if (origination.route_map.set())
    conversion.reader.Demote(text.default_origination.span, ImpactOf(process.family),
                             "route map of the default route");
}

/// A VRF of a process is a provider edge. Which identifier it has without a statement, and what becomes of
/// the MED, are not known.
ospf::VpnEdge VpnEdgeOf(const OspfVrfText& text, net::Family family) {
  ospf::VpnEdge vpn;
  if (text.vrf.empty() || family != net::Family::kIpv4) return vpn;
  vpn.role = ospf::VpnRole::kEdge;
  if (!text.domain_id.empty()) vpn.domain_ids = {text.domain_id};
  vpn.domain_known = text.no_domain || !text.domain_id.empty();
  vpn.checks_down = !text.ignores_down.value_or(false);
  vpn.metric_is_med = false;
  if (text.domain_tag.set()) vpn.route_tag = text.domain_tag.value;
  vpn.sham_links = text.sham_links;
  return vpn;
}

void ConvertProcess(Conversion& conversion, const OspfText& text, std::uint32_t index,
                    const OspfVrfText& vrf) {
  ospf::OspfProcess process;
  const auto number = ParseNumber(text.tag, 1, 65535);
  process.id = number.value_or(index + 1);
  if (!number) process.name = text.tag;
  process.vrf = vrf.vrf;
  process.family = text.family;
  process.span = vrf.span;
  process.router_id = vrf.router_id.set() ? std::optional(vrf.router_id.value)
                                          : ChooseRouterId(conversion.config.device, vrf.vrf);
  process.router_id_span = vrf.router_id.span;
  process.reference_bandwidth_bps = vrf.reference_bandwidth_bps.value_or(kReferenceBandwidth);
  process.rfc1583_compatible = vrf.rfc1583.value_or(false);
  process.max_paths = vrf.maximum_paths.value_or(kMaxPaths);
  const std::uint32_t distance = vrf.distance.value_or(kDistance);
  process.distances = {distance, distance, distance};
  process.max_metric = vrf.max_metric.value_or(false);
  process.vpn = VpnEdgeOf(vrf, text.family);
  ConvertInterfacesOf(conversion, text, vrf, process);
  ConvertAreas(conversion, vrf, process);
  ConvertExternals(conversion, vrf, process);
  conversion.config.ospf.processes.push_back(std::move(process));
}

/// The process runs in each VRF that a block or an interface names, and takes the defaults where only an
/// interface does.
std::vector<OspfVrfText> VrfsOf(Conversion& conversion, const OspfText& text) {
  std::vector<OspfVrfText> vrfs = text.vrfs;
  for (const InterfaceText& interface : conversion.reader.vendor.interfaces) {
    const OspfInterfaceText& ospf = TextOf(interface, text.family);
    if (!ospf.process.set() || ospf.process.value != text.tag) continue;
    VrfIndexIn(vrfs, interface.vrf.value, ospf.process.span);
  }
  return vrfs;
}

/// Reports interfaces that name a process that does not exist.
void CheckProcesses(Reader& reader) {
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
      const OspfInterfaceText& ospf = TextOf(interface, family);
      const bool known =
          !ospf.process.set() || std::ranges::any_of(reader.vendor.ospf, [&](const OspfText& process) {
            return process.tag == ospf.process.value && process.family == family;
          });
      if (!known) reader.Undefined(ospf.process.span, "OSPF process", ospf.process.value);
    }
  }
}

}  // namespace

void ConvertOspf(Conversion& conversion) {
  Reader& reader = conversion.reader;
  CheckProcesses(reader);
  std::uint32_t index = 0;
  for (const OspfText& text : reader.vendor.ospf) {
    const bool v4 = text.family == net::Family::kIpv4;
    if (!reader.FeatureOn(v4 ? "ospf" : "ospfv3", text.span)) continue;
    for (const OspfVrfText& vrf : VrfsOf(conversion, text)) {
      const bool off = vrf.shutdown.value_or(false) || text.vrfs.front().shutdown.value_or(false);
      if (!off && IsVrf(reader, vrf.vrf, vrf.span)) ConvertProcess(conversion, text, index, vrf);
    }
    ++index;
  }
}

}  // namespace ringfence::formats::cisco_nxos
