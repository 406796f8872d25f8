// The tunnel end of VXLAN and the VRFs whose routes EVPN carries (RFC 9136). An identifier of a VRF works
// with its VLAN, whose interface is in the VRF and forwards without an address; and where the tunnel
// interface has it. A VLAN has its identifier where the tunnel interface and `evpn` name it too.

#include <algorithm>
#include <set>

#include "formats/cisco_nxos/convert.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;
using routing::bgp::BgpFamily;

/// The interface of the VLAN that has the identifier of the VRF; "" without one that is up.
std::string InterfaceOf(const Conversion& conversion, const VrfText& vrf) {
  const auto vlan = conversion.reader.vendor.vlan_of_vni.find(vrf.vni.value);
  if (!vrf.vni.set() || vlan == conversion.reader.vendor.vlan_of_vni.end()) return "";
  for (const model::Interface& interface : conversion.config.device.interfaces) {
    if (interface.kind == model::InterfaceKind::kSvi && interface.vlan == vlan->second &&
        interface.vrf == vrf.name && interface.admin_up)
      return interface.name;
  }
  return "";
}

void ConvertTunnelEnd(Conversion& conversion) {
  Reader& reader = conversion.reader;
  const NveText& text = *reader.vendor.nve;
  model::Device& device = conversion.config.device;
  model::Vxlan& vxlan = device.vxlan.emplace();
  vxlan.name = text.name;
  vxlan.span = text.span;
  for (const VrfText& vrf : reader.vendor.vrfs) {
    if (vrf.vni.set() && text.routed.contains(vrf.vni.value))
      vxlan.segments.push_back({.vni = vrf.vni.value, .vrf = vrf.name, .span = vrf.vni.span});
  }
  // Down unless told; without BGP as its source it knows no routes.
  const bool works = text.shutdown.set() && !text.shutdown.value && text.by_bgp.value_or(false);
  if (!works || !text.source.set()) return;
  const model::InterfaceIndex source = model::FindInterface(device, text.source.value);
  if (!source.valid()) return reader.Undefined(text.source.span, "interface", text.source.value);
  const model::Interface& interface = device.interfaces[source.index()];
  std::vector<net::IpAddress> addresses;
  for (const model::InterfaceAddress& own : interface.addresses) {
    if (own.address.address.family == net::Family::kIpv4) addresses.push_back(own.address.address);
  }
  // A second address is shared by two switches, and some routes have it.
  if (addresses.size() != 1 || !interface.vrf.empty())
    return reader.Demote(text.source.span, kPaths, "VXLAN from several addresses");
  vxlan.local = addresses.front();
}

/// The text must tell who the members are.
void ConvertVlans(Conversion& conversion) {
  Reader& reader = conversion.reader;
  const NveText& nve = *reader.vendor.nve;
  for (const auto& [vni, text] : nve.bridged) {
    const auto vlan = reader.vendor.vlan_of_vni.find(vni);
    const auto evpn = reader.vendor.evpn.find(vni);
    if (evpn == reader.vendor.evpn.end() || !(text.by_bgp || nve.replicates)) {
      reader.Demote(text.span, kPaths, "VLAN in VXLAN without EVPN alone");
      continue;
    }
    if (IsOpenTarget(evpn->second, reader.vendor.bgp.as))
      reader.Demote(evpn->second.span, kPaths, "targets made of an AS number of four octets");
    if (vlan == reader.vendor.vlan_of_vni.end()) continue;  // nothing enters it
    AddVlan(*conversion.config.device.vxlan, vni, static_cast<std::uint16_t>(vlan->second), evpn->second,
            reader.vendor.bgp.as, text.span);
  }
}

/// All own addresses of the interface are those of the gateway, on every device of the VLAN.
void ConvertGateways(Conversion& conversion) {
  Reader& reader = conversion.reader;
  for (const InterfaceText& text : reader.vendor.interfaces) {
    if (!text.anycast.value_or(false)) continue;
    const model::InterfaceIndex index = model::FindInterface(conversion.config.device, text.name);
    if (!index.valid()) continue;
    model::Interface& interface = conversion.config.device.interfaces[index.index()];
    if (!reader.vendor.anycast_mac || interface.kind != model::InterfaceKind::kSvi ||
        !interface.virtual_routers.empty()) {
      reader.Demote(text.anycast.span, kPaths, "anycast gateway without an address of its own");
      continue;
    }
    if (!interface.addresses.empty())
      interface.virtual_routers.push_back(AnycastGateway(interface.addresses, text.anycast.span));
  }
}

bool IsAdvertised(const Reader& reader, const std::string& vrf, BgpFamily family) {
  for (const BgpVrfText& text : reader.vendor.bgp.vrfs) {
    const auto found = text.families.find(family);
    if (text.vrf == vrf && found != text.families.end()) return found->second.advertise_evpn.value_or(false);
  }
  return true;  // nothing of the family to advertise
}

/// Targets of labelled routes say nothing where no neighbour has such routes and no other VRF of the device
/// could take them.
void DropIdleTargets(Conversion& conversion, routing::VrfConfig& vrf) {
  for (const routing::bgp::BgpVrf& speaker : conversion.config.bgp.vrfs) {
    for (const routing::bgp::BgpNeighbor& neighbor : speaker.neighbors) {
      for (const routing::bgp::NeighborFamily& family : neighbor.families) {
        if (family.family == BgpFamily::kVpnIpv4 || family.family == BgpFamily::kVpnIpv6) return;
      }
    }
  }
  std::set<std::string> own;
  for (const auto* targets :
       {&vrf.import_targets4, &vrf.import_targets6, &vrf.export_targets4, &vrf.export_targets6})
    own.insert(targets->begin(), targets->end());
  for (const routing::VrfConfig& other : conversion.config.vrfs) {
    for (const auto* targets :
         {&other.import_targets4, &other.import_targets6, &other.export_targets4, &other.export_targets6,
          &other.evpn_import_targets, &other.evpn_export_targets}) {
      const auto shared = [&own](const std::string& target) { return own.contains(target); };
      if (&other != &vrf && std::ranges::any_of(*targets, shared)) return;
    }
  }
  vrf.import_targets4 = vrf.import_targets6 = vrf.export_targets4 = vrf.export_targets6 = {};
}

void CheckVrf(Conversion& conversion, const VrfText& text) {
  Reader& reader = conversion.reader;
  if (!text.vni.set()) return;
  const VrfFamilyText &four = text.families[0], &six = text.families[1];
  const bool same = four.evpn_import_targets == six.evpn_import_targets &&
                    four.evpn_export_targets == six.evpn_export_targets;
  const bool one = (six.evpn_import_targets.empty() && six.evpn_export_targets.empty()) ||
                   (four.evpn_import_targets.empty() && four.evpn_export_targets.empty());
  const std::string interface = InterfaceOf(conversion, text);
  const auto forwards = std::ranges::find(reader.vendor.interfaces, interface, &InterfaceText::name);
  const bool has_way =
      text.vni_alone || (forwards != reader.vendor.interfaces.end() &&
                         (forwards->forward4.value_or(false) || !forwards->addresses.empty()));
  if (!has_way) return reader.Demote(text.vni.span, kPaths, "VXLAN of a VRF without a VLAN interface");
  if (!same && !one) return reader.Demote(text.vni.span, kRouting, "EVPN route targets by family");
  if (!IsAdvertised(reader, text.name, BgpFamily::kIpv4Unicast) ||
      !IsAdvertised(reader, text.name, BgpFamily::kIpv6Unicast))
    reader.Demote(text.vni.span, kRouting, "routes of a VRF in EVPN without a word");
}

}  // namespace

void ConvertVxlan(Conversion& conversion) {
  Reader& reader = conversion.reader;
  if (reader.vendor.nve) {
    ConvertTunnelEnd(conversion);
    ConvertVlans(conversion);
  }
  ConvertGateways(conversion);
  std::set<std::string> ways;
  for (const VrfText& vrf : reader.vendor.vrfs) {
    CheckVrf(conversion, vrf);
    ways.insert(InterfaceOf(conversion, vrf));
  }
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    if (ways.contains(interface.name)) continue;
    for (const Setting<bool>& forward : {interface.forward4, interface.forward6}) {
      if (forward.value_or(false))
        reader.Demote(forward.span, Impact::kForwarding, "forwarding without an address");
    }
  }
  for (routing::VrfConfig& vrf : conversion.config.vrfs) {
    if (!vrf.evpn_import_targets.empty() || !vrf.evpn_export_targets.empty())
      DropIdleTargets(conversion, vrf);
  }
}

}  // namespace ringfence::formats::cisco_nxos
