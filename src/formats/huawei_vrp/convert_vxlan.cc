// The tunnel end of VXLAN and the VPN instances whose routes EVPN carries (RFC 9136), in VXLAN or over
// labelled paths. Runs after BGP: what an instance tells the others, and who passes it on, stands there.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/values.h"
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

/// Routes over labels: the next hop is the address of the session.
void ConvertLabelled(Conversion& conversion, const VrpVpnInstance& from, const base::Span& span,
                     routing::VrfConfig& to) {
  to.evpn_over_labels = true;
  if (from.vni.set() || conversion.from.nve || AnyPeerSpeaks(conversion, true) ||
      !TellsFromItsSource(conversion))
    return MarkUnmodelled(conversion, span, kPaths, "EVPN over MPLS");
  // Without a labelled path a route does not count.
  for (routing::bgp::BgpVrf& vrf : conversion.to.bgp.vrfs) {
    for (routing::bgp::BgpFamilyConfig& family : vrf.families)
      family.demands_label = family.demands_label || family.family == BgpFamily::kEvpn;
  }
}

/// The model has one list for both families.
void ConvertTargets(Conversion& conversion, const VrpVpnInstance& from, routing::VrfConfig& to) {
  const bool four = from.evpn4.span.valid();
  const VrpEvpnTargets& targets = four ? from.evpn4 : from.evpn6;
  const VrpEvpnTargets& other = four ? from.evpn6 : from.evpn4;
  if (!targets.span.valid()) return;
  to.evpn_import_targets = targets.imports;
  if (targets.advertised) to.evpn_export_targets = targets.exports;
  if (targets.labels.valid()) ConvertLabelled(conversion, from, targets.labels, to);
  const bool same = targets.imports == other.imports && targets.exports == other.exports &&
                    targets.advertised == other.advertised && targets.labels.valid() == other.labels.valid();
  const bool alone = four ? !from.ipv6 : !from.ipv4;
  if (!alone && !same) MarkUnmodelled(conversion, targets.span, kRouting, "targets of EVPN by family");
  // Such policies may say nothing of EVPN.
  for (const NameUse* use :
       {&from.import_policy4, &from.export_policy4, &from.import_policy6, &from.export_policy6}) {
    if (!use->name.empty()) MarkUnmodelled(conversion, use->span, kRouting, "policies by family");
  }
}

/// Whether an instance takes what another one of the device tells in EVPN is not known.
void CheckInstances(Conversion& conversion) {
  const std::vector<routing::VrfConfig>& vrfs = conversion.to.vrfs;
  for (std::size_t i = 0; i < conversion.from.vpn_instances.size(); ++i) {
    const auto meets = [&](const routing::VrfConfig& other) {
      return &other != &vrfs[i] && std::ranges::any_of(vrfs[i].evpn_import_targets, [&](const auto& target) {
        return std::ranges::count(other.evpn_export_targets, target) > 0;
      });
    };
    const VrpVpnInstance& from = conversion.from.vpn_instances[i];
    if (vrfs[i].evpn_over_labels && std::ranges::any_of(vrfs, meets))
      MarkUnmodelled(conversion, from.evpn4.span.valid() ? from.evpn4.span : from.evpn6.span, kRouting,
                     "EVPN between VPN instances of a device");
  }
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
  // Layer-2 services by labels, and routes, are said where they stand (convert_bridge.cc, ConvertLabelled).
  const bool prefixes = std::ranges::any_of(from.vpn_instances, [](const VrpVpnInstance& vpn) {
    const auto boxed = [](const VrpEvpnTargets& one) { return one.span.valid() && !one.labels.valid(); };
    return boxed(vpn.evpn4) || boxed(vpn.evpn6);
  });
  if (labels && (prefixes || from.nve)) return MarkUnmodelled(conversion, span, kPaths, "EVPN over MPLS");
  // A device that passes routes on keeps those alone that it has a target for, unless it is told.
  if (passes_on && !from.evpn_keeps_all)
    MarkUnmodelled(conversion, span, kRouting, "EVPN routes kept by their targets");
}

}  // namespace

void ConvertVxlan(Conversion& conversion) {
  ConvertTunnelEnd(conversion);
  const VrpConfig& from = conversion.from;
  for (std::size_t i = 0; i < from.vpn_instances.size(); ++i)
    ConvertTargets(conversion, from.vpn_instances[i], conversion.to.vrfs[i]);
  CheckPeers(conversion);
  CheckInstances(conversion);
  // Over labels, routes to hosts lead where those to their subnets do, or the walk is in doubt.
  const bool bridges = std::ranges::any_of(from.interfaces, [&](const VrpInterface& interface) {
    const auto vrf = std::ranges::find(conversion.to.vrfs, interface.vpn_instance, &routing::VrfConfig::name);
    const bool labels = vrf != conversion.to.vrfs.end() && vrf->evpn_over_labels;
    return interface.name.starts_with(kBridgeInterface) && !labels;
  });
  for (const base::Span& span : from.host_routes) {
    if (bridges) MarkUnmodelled(conversion, span, kRouting, "host routes of EVPN");
  }
}

}  // namespace ringfence::formats::huawei_vrp
