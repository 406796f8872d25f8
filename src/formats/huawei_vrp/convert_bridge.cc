// Bridge domains: their ports, their `Vbdif` interface, and what joins them with those of other devices:
// VXLAN where they have an identifier, else labelled paths by EVPN. Runs after VXLAN and BGP: who tells of an
// instance, and from which address, stands there.
#include <algorithm>

#include "formats/evpn_text.h"
#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

constexpr std::string_view kOpenEvpn = "EVPN over MPLS";

/// A port that takes frames with one tag, off which it comes.
void AddPort(Conversion& conversion, const VrpInterface& from, model::L2Service& service) {
  const base::Span span = from.bridge.number.span;
  const bool plain = from.addresses.empty() && from.unnumbered_from.empty() && from.vpn_instance.empty() &&
                     from.vlan && FactsOfName(from.name).kind == model::InterfaceKind::kSubinterface &&
                     from.vsi.name.empty() && !from.circuit;
  // Switches take the tag off unless told; routers leave it on.
  const bool pops = from.bridge.pops || conversion.from.evpn_overlay;
  if (!plain || !pops) MarkUnmodelled(conversion, span, kPaths, "layer-2 sub-interface");
  service.attachments.push_back({.interface = from.name, .span = span});
}

void AddGateway(Conversion& conversion, const VrpBridge& from, model::L2Service& service) {
  const std::string name = std::string(kBridgeInterface) + std::to_string(from.number);
  const auto& interfaces = conversion.from.interfaces;
  const auto gateway = std::ranges::find(interfaces, name, &VrpInterface::name);
  if (from.wire || gateway == interfaces.end()) return;
  service.routed.push_back(name);
  model::Interface& to =
      conversion.to.device.interfaces[static_cast<std::size_t>(gateway - interfaces.begin())];
  // With addresses of the Ethernet of their own, hosts may learn another device's.
  if (gateway->anycast && gateway->own_mac && !to.addresses.empty())
    to.virtual_routers.push_back(AnycastGateway(to.addresses, to.span));
}

void AddLabelled(Conversion& conversion, const VrpBridge& from, const VrpEvpnInstance& instance,
                 model::L2Service& service) {
  model::EvpnInstance& evpn = service.evpn.emplace();
  evpn.span = from.instance.span;
  evpn.wire = from.wire;
  evpn.import_targets = instance.imports;
  evpn.export_targets = instance.exports;
  evpn.tag = from.wire ? from.local_id.value_or(0) : from.tag;
  evpn.far_tag = from.wire ? from.remote_id.value_or(0) : from.tag;
  evpn.local = TellingAddress(conversion.to);
  const bool told = TellsFromItsSource(conversion);
  const bool whole = from.wire == instance.wire && (!from.wire || from.local_id);
  if (!told || !whole || AnyPeerSpeaks(conversion, true))
    MarkUnmodelled(conversion, from.instance.span, kPaths, kOpenEvpn);
}

void AddBoxed(Conversion& conversion, const VrpBridge& from, const VrpEvpnInstance* instance,
              const std::string& service) {
  std::optional<model::Vxlan>& vxlan = conversion.to.device.vxlan;
  if (!vxlan) return MarkUnmodelled(conversion, from.vni.span, kPaths, "VXLAN without a tunnel end");
  if (from.tag != 0) MarkUnmodelled(conversion, from.instance.span, kPaths, "EVPN");
  if (AnyPeerSpeaks(conversion, false)) MarkUnmodelled(conversion, from.vni.span, kPaths, kOpenEvpn);
  model::VxlanSegment& segment = vxlan->segments.emplace_back();
  segment.vni = from.vni.value;
  segment.service = service;
  segment.span = from.vni.span;
  const std::optional<VrpNve>& nve = conversion.from.nve;
  const bool learns = nve && nve->by_bgp.contains(from.vni.value);
  if (instance == nullptr) return;
  // Whom frames to everybody go to is told by BGP where a line says so.
  if (!learns) return MarkUnmodelled(conversion, from.vni.span, kPaths, "VXLAN without a list of its ends");
  segment.import_targets = instance->imports;
  segment.export_targets = instance->exports;
}

void ConvertBridge(Conversion& conversion, const VrpBridge& from) {
  const VrpL2Vpn& l2vpn = conversion.from.l2vpn;
  model::L2Service service;
  service.name = from.name;
  service.span = from.span;
  for (const VrpInterface& interface : conversion.from.interfaces) {
    const VrpBridgePort& port = interface.bridge;
    if (port.number.set() && port.number.value == from.number && port.wire == from.wire)
      AddPort(conversion, interface, service);
  }
  AddGateway(conversion, from, service);
  const auto instance = std::ranges::find(l2vpn.evpn_instances, from.instance.name, &VrpEvpnInstance::name);
  const bool bound = instance != l2vpn.evpn_instances.end();
  if (!from.instance.name.empty() && !bound)
    ReportUndefined(conversion, from.instance, "EVPN instance", kPaths);
  if (from.vni.set())
    AddBoxed(conversion, from, bound ? &*instance : nullptr, service.name);
  else if (bound)
    AddLabelled(conversion, from, *instance, service);
  conversion.to.device.l2_services.push_back(std::move(service));
}

/// Domains without a tag of their own in one instance are one to their peers.
void CheckInstances(Conversion& conversion) {
  const std::vector<VrpBridge>& bridges = conversion.from.l2vpn.bridges;
  for (const VrpBridge& one : bridges) {
    const auto alike = std::ranges::count_if(bridges, [&one](const VrpBridge& other) {
      return !one.instance.name.empty() && other.instance.name == one.instance.name && other.tag == one.tag &&
             !one.wire;
    });
    if (alike > 1)
      MarkUnmodelled(conversion, one.instance.span, kPaths, "several bridge domains of an instance");
  }
}

}  // namespace

void ConvertBridges(Conversion& conversion) {
  for (const VrpBridge& bridge : conversion.from.l2vpn.bridges) ConvertBridge(conversion, bridge);
  for (const VrpInterface& interface : conversion.from.interfaces) {
    const VrpBridgePort& port = interface.bridge;
    const bool known = std::ranges::any_of(conversion.from.l2vpn.bridges, [&port](const VrpBridge& one) {
      return one.number == port.number.value && one.wire == port.wire;
    });
    if (port.number.set() && !known)
      ReportUndefined(conversion, {std::to_string(port.number.value), port.number.span}, "bridge domain",
                      kPaths);
  }
  CheckInstances(conversion);
}

}  // namespace ringfence::formats::huawei_vrp
