// The tunnel end of VXLAN and the VPN instances whose routes EVPN carries (RFC 9136). Runs after BGP: what
// an instance tells the others, and who passes it on, stands there.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using routing::bgp::BgpFamily;

/// Packets in VXLAN leave from an address of the default table.
bool IsOwn(const model::Device& device, const net::IpAddress& address) {
  return std::ranges::any_of(device.interfaces, [&](const model::Interface& interface) {
    return interface.vrf.empty() && std::ranges::any_of(interface.addresses, [&](const auto& own) {
             return own.address.address == address;
           });
  });
}

void ConvertTunnelEnd(Conversion& conversion) {
  const std::optional<VrpNve>& from = conversion.from.nve;
  if (!from) return;
  model::Device& device = conversion.to.device;
  model::Vxlan& vxlan = device.vxlan.emplace();
  vxlan.name = from->name;
  vxlan.span = from->span;
  for (const VrpVpnInstance& vpn : conversion.from.vpn_instances) {
    if (vpn.vni.set())
      vxlan.segments.push_back({.vni = vpn.vni.value, .vrf = vpn.name, .span = vpn.vni.span});
  }
  if (!from->source.set()) return;
  if (!IsOwn(device, from->source.value))
    return MarkUnmodelled(conversion, from->source.span, kPaths, "VXLAN from an address of no interface");
  vxlan.local = from->source.value;
}

/// The model has one list for both families.
void ConvertTargets(Conversion& conversion, const VrpVpnInstance& from, routing::VrfConfig& to) {
  const bool four = from.evpn4.span.valid();
  const VrpEvpnTargets& targets = four ? from.evpn4 : from.evpn6;
  const VrpEvpnTargets& other = four ? from.evpn6 : from.evpn4;
  if (!targets.span.valid()) return;
  to.evpn_import_targets = targets.imports;
  if (targets.advertised) to.evpn_export_targets = targets.exports;
  const bool same = targets.imports == other.imports && targets.exports == other.exports &&
                    targets.advertised == other.advertised;
  const bool alone = four ? !from.ipv6 : !from.ipv4;
  if (!alone && !same) MarkUnmodelled(conversion, targets.span, kRouting, "targets of EVPN by family");
}

/// What stands against following the routes of the EVPN family is said at its first line.
void CheckPeers(Conversion& conversion) {
  const VrpConfig& from = conversion.from;
  const routing::bgp::BgpConfig& config = conversion.to.bgp;
  bool labels = false, passes_on = false;
  for (const routing::bgp::BgpVrf& vrf : config.vrfs) {
    for (const routing::bgp::BgpNeighbor& peer : vrf.neighbors) {
      const auto family =
          std::ranges::find(peer.families, BgpFamily::kEvpn, &routing::bgp::NeighborFamily::family);
      if (family == peer.families.end()) continue;
      const bool internal =
          peer.remote_as_kind == routing::bgp::RemoteAs::kInternal || peer.remote_as == config.as;
      labels = labels || !SpeaksOfVxlan(from, peer);
      passes_on = passes_on || family->reflector_client || !internal;
    }
  }
  const auto process = std::ranges::find(from.bgp.vrfs, std::string(), &BgpVrfText::vrf);
  if (process == from.bgp.vrfs.end() || !process->families.contains(BgpFamily::kEvpn)) return;
  const base::Span span = process->families.at(BgpFamily::kEvpn).span;
  // Layer-2 services by labels are said where they stand (convert_bridge.cc).
  const bool prefixes = std::ranges::any_of(from.vpn_instances, [](const VrpVpnInstance& vpn) {
    return vpn.evpn4.span.valid() || vpn.evpn6.span.valid();
  });
  if (labels && (prefixes || from.nve)) return MarkUnmodelled(conversion, span, kPaths, "EVPN over MPLS");
  // A device that passes routes on keeps those alone that it has a target for, unless it is told.
  if (passes_on && !from.evpn_keeps_all)
    MarkUnmodelled(conversion, span, kRouting, "EVPN routes kept by their targets");
}

}  // namespace

bool SpeaksOfVxlan(const VrpConfig& from, const routing::bgp::BgpNeighbor& peer) {
  const std::string name = peer.address ? net::ToString(*peer.address) : "";
  return from.evpn_overlay || from.vxlan_peers.contains(name) || from.vxlan_peers.contains(peer.group);
}

void ConvertVxlan(Conversion& conversion) {
  ConvertTunnelEnd(conversion);
  const VrpConfig& from = conversion.from;
  for (std::size_t i = 0; i < from.vpn_instances.size(); ++i)
    ConvertTargets(conversion, from.vpn_instances[i], conversion.to.vrfs[i]);
  CheckPeers(conversion);
  const bool bridges = std::ranges::any_of(from.interfaces, [](const VrpInterface& interface) {
    return interface.name.starts_with(kBridgeInterface);
  });
  for (const base::Span& span : from.host_routes) {
    if (bridges) MarkUnmodelled(conversion, span, kRouting, "host routes of EVPN");
  }
}

}  // namespace ringfence::formats::huawei_vrp
