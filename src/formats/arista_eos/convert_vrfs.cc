// Routing instances: what they are, what goes in and out of them.

#include "formats/arista_eos/convert.h"

namespace ringfence::formats::arista_eos {
namespace {

routing::VrfConfig& VrfOf(routing::DeviceConfig& config, const std::string& name, base::Span span) {
  const auto known = std::ranges::find(config.vrfs, name, &routing::VrfConfig::name);
  if (known != config.vrfs.end()) return *known;
  config.vrfs.push_back({});
  config.vrfs.back().name = name;
  config.vrfs.back().span = span;
  return config.vrfs.back();
}

void AddTarget(const RouteTargetText& text, routing::VrfConfig& vrf) {
  if (text.evpn) {
    (text.import ? vrf.evpn_import_targets : vrf.evpn_export_targets).push_back(text.target);
    return;
  }
  if (text.ipv4) (text.import ? vrf.import_targets4 : vrf.export_targets4).push_back(text.target);
  if (text.ipv6) (text.import ? vrf.import_targets6 : vrf.export_targets6).push_back(text.target);
}

/// One target may be written for one family and for all.
void Unique(std::vector<model::CommunityText>& targets) {
  std::ranges::sort(targets);
  targets.erase(std::ranges::unique(targets).begin(), targets.end());
}

}  // namespace

void ConvertVxlan(Conversion& conversion) {
  const auto& text = conversion.reader.vendor.vxlan;
  if (!text) return;
  model::Device& device = conversion.config.device;
  model::Vxlan& vxlan = device.vxlan.emplace();
  vxlan.name = text->name;
  vxlan.span = text->span;
  vxlan.udp_port = text->udp_port;
  for (const auto& [vrf, carried] : text->vrfs)
    vxlan.segments.push_back({.vni = carried.vni, .vrf = vrf, .span = carried.span});
  for (const auto& [vlan, carried] : text->vlans) {
    const auto evpn = conversion.reader.vendor.evpn.find(vlan);
    if (evpn == conversion.reader.vendor.evpn.end()) {
      conversion.reader.Demote(carried.span, kPaths, "VLAN in VXLAN without EVPN");
      continue;
    }
    if (!evpn->second.tells_hosts)
      conversion.reader.Demote(carried.span, kPaths, "VLAN in VXLAN that floods all frames");
    AddVlan(vxlan, carried.vni, vlan, evpn->second, conversion.config.bgp.as, carried.span);
  }
  if (!text->source.set() || text->shutdown.value) return;
  const model::InterfaceIndex source = model::FindInterface(device, text->source.value);
  if (!source.valid()) return conversion.reader.Undefined(text->source.span, "interface", text->source.value);
  const model::Interface& interface = device.interfaces[source.index()];
  const model::InterfaceAddress* address = Primary4(device, interface);
  if (address == nullptr || !interface.vrf.empty())
    return conversion.reader.Demote(text->source.span, kPaths, "VXLAN from another table or over IPv6");
  vxlan.local = address->address.address;
}

void ConvertVrfs(Conversion& conversion) {
  routing::DeviceConfig& config = conversion.config;
  for (const VrfText& text : conversion.reader.vendor.vrfs) {
    // The default one is there without a word; its switches are those of the device.
    if (text.name.empty() && text.leaks.empty()) continue;
    routing::VrfConfig& vrf = VrfOf(config, text.name, text.span);
    if (!text.name.empty()) {
      vrf.forwards4 = text.routing4.value_or(false);
      vrf.forwards6 = text.routing6.value_or(false);
    }
    for (routing::VrfLeak leak : text.leaks) {
      leak.policies = conversion.RouteMap({leak.policies.front(), leak.span}, kRouting);
      for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
        leak.family = family;
        vrf.leaks.push_back(leak);
      }
    }
  }
  if (config.bgp.as == 0) return;
  for (const BgpVrfText& text : conversion.reader.vendor.bgp.vrfs) {
    if (text.vrf.empty() && text.route_distinguisher.empty() && text.targets.empty()) continue;
    routing::VrfConfig& vrf = VrfOf(config, text.vrf, text.span);
    vrf.route_distinguisher = text.route_distinguisher;
    for (const RouteTargetText& target : text.targets) AddTarget(target, vrf);
    for (auto* targets : {&vrf.import_targets4, &vrf.import_targets6, &vrf.export_targets4,
                          &vrf.export_targets6, &vrf.evpn_import_targets, &vrf.evpn_export_targets})
      Unique(*targets);
  }
}

}  // namespace ringfence::formats::arista_eos
