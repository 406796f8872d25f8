// OSPF processes, one for each VRF of each.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/cisco_iosxr/convert.h"
#include "formats/cisco_iosxr/interface_name.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::InterfaceKind;

constexpr std::uint64_t kReferenceBandwidth = 100'000'000;
constexpr std::uint32_t kRedistributedMetric = 20, kRedistributedBgpMetric = 1;
constexpr std::uint32_t kMaxPaths = 32;
constexpr std::uint32_t kLoopbackCost = 1;
constexpr std::uint32_t kDistance = 110;

/// What the levels say, the innermost first.
OspfSettings Merged(const OspfInterfaceText& port, const OspfAreaText& area, const OspfVrfText& vrf) {
  OspfSettings merged = port.settings;
  for (const OspfSettings* outer : {&area.settings, &vrf.settings}) {
    Fill(merged.cost, outer->cost);
    Fill(merged.hello_s, outer->hello_s);
    Fill(merged.dead_s, outer->dead_s);
    Fill(merged.priority, outer->priority);
    Fill(merged.type, outer->type);
    Fill(merged.passive, outer->passive);
    Fill(merged.mtu_ignore, outer->mtu_ignore);
    Fill(merged.authentication, outer->authentication);
    Fill(merged.text_key, outer->text_key);
    if (merged.md5_keys.empty()) merged.md5_keys = outer->md5_keys;
  }
  return merged;
}

std::string AuthenticationOf(Reader& reader, const OspfSettings& settings) {
  const std::string& kind = settings.authentication.value;
  if (kind.empty() || kind == "null") return "";
  if (kind.starts_with("ipsec:")) return kind;
  if (kind == "text") return "text:" + settings.text_key.value;
  if (kind == "md5") {
    // The youngest key is the one that is sent.
    if (settings.md5_keys.empty()) return "md5:none";
    const auto& [id, digest] = *settings.md5_keys.rbegin();
    return fmt::format("md5:{}:{}", id, digest);
  }
  const std::string name = kind.substr(std::string_view("chain:").size());
  const auto chain = reader.vendor.key_chains.find(name);
  if (chain != reader.vendor.key_chains.end() && !chain->second.empty())
    return fmt::format("md5:{}:{}", chain->second.rbegin()->first, chain->second.rbegin()->second);
  return "md5:" + KeyOfChain(reader, name, settings.authentication.span);
}

ospf::OspfInterface ConvertPort(Reader& reader, const OspfInterfaceText& port, const OspfSettings& settings,
                                ospf::AreaId area) {
  const InterfaceKind kind = KindOfName(port.name);
  const bool loopback = kind == InterfaceKind::kLoopback;
  ospf::OspfInterface out;
  out.name = port.name;
  out.area = area;
  out.span = port.span;
  const ospf::NetworkType standard =
      kind == InterfaceKind::kTunnel ? ospf::NetworkType::kPointToPoint : ospf::NetworkType::kBroadcast;
  out.type = loopback ? ospf::NetworkType::kLoopback : settings.type.value_or(standard);
  if (settings.cost.set()) {
    out.cost = settings.cost.value;
    out.cost_span = settings.cost.span;
  } else if (loopback) {
    out.cost = kLoopbackCost;
  }
  out.passive = loopback || settings.passive.value_or(false);
  // A type said of the loopback itself makes its subnet known; one of an outer level says nothing of it.
  out.advertise_host = loopback && port.settings.type.value_or(ospf::NetworkType::kLoopback) !=
                                       ospf::NetworkType::kPointToPoint;
  out.hello_s = settings.hello_s.value_or(10);
  out.dead_s = settings.dead_s.value_or(4 * out.hello_s);
  out.priority = static_cast<std::uint8_t>(settings.priority.value_or(1));
  out.mtu_ignore = settings.mtu_ignore.value_or(false);
  out.authentication = AuthenticationOf(reader, settings);
  return out;
}

/// Router id without a statement: the first loopback of the default VRF that is up; else the first loopback
/// of the process, else its first interface. Of two processes the second does not take what the first has.
std::optional<net::IpAddress> ChooseRouterId(const model::Device& device, const ospf::OspfProcess& process,
                                             const std::set<net::IpAddress>& taken) {
  const auto runs = [&process](const model::Interface& interface) {
    return std::ranges::find(process.interfaces, interface.name, &ospf::OspfInterface::name) !=
           process.interfaces.end();
  };
  const auto first = [&](auto&& wanted) -> std::optional<net::IpAddress> {
    for (const model::Interface& interface : device.interfaces) {
      const net::IpAddress* address = Primary4(interface);
      if (address != nullptr && wanted(interface) && !taken.contains(*address)) return *address;
    }
    return std::nullopt;
  };
  const bool active = std::ranges::any_of(device.interfaces, [&](const model::Interface& interface) {
    return runs(interface) && Primary4(interface) != nullptr;
  });
  // A process without an active interface has no id.
  if (!active && process.family == net::Family::kIpv4) return std::nullopt;
  auto id = first([](const model::Interface& interface) {
    return interface.kind == InterfaceKind::kLoopback && interface.vrf.empty();
  });
  if (!id)
    id = first([&](const model::Interface& i) { return i.kind == InterfaceKind::kLoopback && runs(i); });
  return id ? id : first(runs);
}

/// The MTU that neighbours of OSPFv3 compare is that of IPv6; the model has one for both families.
void CheckMtu6(Reader& reader, const model::Device& device, std::string_view name) {
  const auto text = std::ranges::find(reader.vendor.interfaces, name, &InterfaceText::name);
  const auto port = std::ranges::find(device.interfaces, name, &model::Interface::name);
  if (text == reader.vendor.interfaces.end() || port == device.interfaces.end()) return;
  const std::uint32_t modelled_bytes = port->mtu_bytes.value_or(device.mtu_default_bytes.value_or(0));
  if (text->ipv6_mtu.set() && text->ipv6_mtu.value != modelled_bytes)
    reader.Demote(text->ipv6_mtu.span, model::Impact::kRouting6, "MTU of IPv6 alone");
  if (text->ip_mtu.set() && !text->ipv6_mtu.set())
    reader.Demote(text->ip_mtu.span, model::Impact::kRouting6, "MTU of IPv4 alone beside OSPFv3");
}

/// The address of the interface that `router-id` names.
std::optional<net::IpAddress> RouterIdOf(Reader& reader, const model::Device& device,
                                         const Setting<std::string>& name) {
  const auto named = std::ranges::find(device.interfaces, name.value, &model::Interface::name);
  if (named == device.interfaces.end()) {
    reader.Undefined(name.span, "interface", name.value);
    return std::nullopt;
  }
  const net::IpAddress* address = Primary4(*named);
  if (address == nullptr || !named->admin_up)
    reader.Demote(name.span, kRouting, "router id of an interface without an address");
  return address == nullptr ? std::nullopt : std::optional(*address);
}

void ConvertAreas(Reader& reader, const model::Device& device, const OspfVrfText& text,
                  ospf::OspfProcess& process) {
  std::vector<OspfAreaText> areas = text.areas;
  std::ranges::sort(areas, {}, [](const OspfAreaText& area) { return area.value.id; });
  for (const OspfAreaText& area : areas) {
    process.areas.push_back(area.value);
    for (ospf::AreaRange& range : process.areas.back().ranges)
      range.discard_distance = process.distances.intra;
    for (const OspfInterfaceText& port : area.interfaces) {
      const auto interface = std::ranges::find(device.interfaces, port.name, &model::Interface::name);
      // A line about a port that has no block, or stands in another VRF, does nothing.
      if (interface == device.interfaces.end() || interface->vrf != process.vrf) continue;
      process.interfaces.push_back(ConvertPort(reader, port, Merged(port, area, text), area.value.id));
      if (process.family == net::Family::kIpv6 && !process.interfaces.back().passive)
        CheckMtu6(reader, device, port.name);
    }
  }
}

bool RedistributesInternal(const BgpText& bgp, const std::string& vrf, net::Family family) {
  const auto kind = family == net::Family::kIpv4 ? routing::bgp::BgpFamily::kIpv4Unicast
                                                 : routing::bgp::BgpFamily::kIpv6Unicast;
  for (const BgpVrfText& text : bgp.vrfs) {
    if (text.vrf != vrf && !text.vrf.empty()) continue;
    const auto found = text.families.find(kind);
    if (found != text.families.end() && found->second.redistributes_internal) return true;
  }
  return false;
}

ospf::ExternalType TypeOf(const Setting<std::uint32_t>& setting) {
  return setting.value_or(2) == 1 ? ospf::ExternalType::kType1 : ospf::ExternalType::kType2;
}

void ConvertExternals(Conversion& conversion, const OspfVrfText& text, ospf::OspfProcess& process) {
  for (const RedistributeText& redistribute : text.redistributions) {
    const bool bgp = redistribute.source == model::RouteSource::kBgp;
    ospf::Redistribution out;
    out.source = redistribute.source;
    // There is one BGP; its number is the AS.
    out.process = bgp ? "" : redistribute.process;
    out.policies = PoliciesOf(conversion, redistribute.policy);
    out.span = redistribute.span;
    out.type = TypeOf(redistribute.metric_type);
    const std::uint32_t standard =
        text.default_metric.value_or(bgp ? kRedistributedBgpMetric : kRedistributedMetric);
    out.metric = redistribute.metric.value_or(standard);
    out.plain = !redistribute.metric.set() && !text.default_metric.set() && !redistribute.metric_type.set() &&
                !redistribute.tag.set();
    if (redistribute.tag.set()) out.tag = redistribute.tag.value;
    out.bgp_internal =
        bgp && RedistributesInternal(conversion.reader.vendor.bgp, process.vrf, process.family);
    process.redistributions.push_back(std::move(out));
  }
  if (!text.default_origination.set()) return;
  const DefaultText& origination = text.default_origination.value;
  ospf::DefaultOrigination out;
  out.always = origination.always;
  out.span = text.default_origination.span;
  out.metric = origination.metric.value_or(1);
  out.type = TypeOf(origination.metric_type);
  if (origination.tag.set()) out.tag = origination.tag.value;
  process.default_origination = out;
  if (origination.policy.set()) {
    PoliciesOf(conversion, origination.policy);
    conversion.reader.Demote(out.span, kRouting, "policy of the default route");
  }
}

/// A VRF of a process is a provider edge. Which identifier it has without a statement is not known.
ospf::VpnEdge VpnEdgeOf(const OspfVrfText& text, net::Family family) {
  ospf::VpnEdge vpn;
  if (text.vrf.empty() || family != net::Family::kIpv4) return vpn;
  vpn.role = ospf::VpnRole::kEdge;
  if (!text.domain_id.empty()) vpn.domain_ids = {text.domain_id};
  vpn.domain_known = !text.domain_id.empty();
  vpn.domain_ids.insert(vpn.domain_ids.end(), text.more_domain_ids.begin(), text.more_domain_ids.end());
  vpn.checks_down = !text.ignores_down.value_or(false);
  if (text.domain_tag.set()) vpn.route_tag = text.domain_tag.value;
  return vpn;
}

}  // namespace

void ConvertOspf(Conversion& conversion) {
  Reader& reader = conversion.reader;
  const model::Device& device = conversion.config.device;
  std::set<net::IpAddress> taken;
  std::uint32_t index = 0;
  for (const OspfText& text : reader.vendor.ospf) {
    ++index;
    for (const OspfVrfText& vrf : text.vrfs) {
      const bool only_vrfs = vrf.vrf.empty() && text.vrfs.size() > 1 && vrf.areas.empty();
      if (only_vrfs || !IsVrf(reader, vrf.vrf, vrf.span)) continue;
      ospf::OspfProcess process;
      const auto number = ParseNumber(text.tag, 1, 0xffffffffU);
      process.id = number.value_or(index);
      if (!number) process.name = text.tag;
      process.vrf = vrf.vrf;
      process.family = text.family;
      process.span = vrf.span;
      process.reference_bandwidth_bps = vrf.reference_bandwidth_bps.value_or(kReferenceBandwidth);
      process.rfc1583_compatible = vrf.rfc1583.value_or(true);
      process.max_paths = vrf.maximum_paths.value_or(kMaxPaths);
      const std::uint32_t distance = vrf.distance.value_or(kDistance);
      process.distances = {vrf.distance_intra.value_or(distance), vrf.distance_inter.value_or(distance),
                           vrf.distance_external.value_or(distance)};
      process.max_metric = vrf.max_metric.value_or(false);
      process.vpn = VpnEdgeOf(vrf, text.family);
      ConvertAreas(reader, device, vrf, process);
      process.router_id = vrf.router_id.set()             ? std::optional(vrf.router_id.value)
                          : vrf.router_id_of.set()        ? RouterIdOf(reader, device, vrf.router_id_of)
                          : reader.vendor.router_id.set() ? std::optional(reader.vendor.router_id.value)
                                                          : ChooseRouterId(device, process, taken);
      process.router_id_span = vrf.router_id_of.set() ? vrf.router_id_of.span : vrf.router_id.span;
      if (process.router_id && process.vrf.empty() && process.family == net::Family::kIpv4)
        taken.insert(*process.router_id);
      ConvertExternals(conversion, vrf, process);
      conversion.config.ospf.processes.push_back(std::move(process));
    }
  }
}

}  // namespace ringfence::formats::cisco_iosxr
