// LDP with the system's defaults: ordered control, a label only for the system address, which its neighbours
// keep on the packet, and no packets under labels but those of VPNs that ask for LDP tunnels.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::bgp::BgpFamily;
using routing::bgp::BgpFamilyConfig;
using routing::bgp::BgpNeighbor;
using routing::bgp::BgpVrf;

void AddInterfaces(Reader& reader, const RouterText& base, routing::DeviceConfig& config) {
  for (const LdpInterfaceText& from : base.ldp.interfaces) {
    const std::string name(InterfaceIn(base, from.name));
    if (name.empty()) {
      reader.Undefined(from.node, "router interface");
    } else if (from.admin.value_or(true) && from.ipv4.value_or(false)) {
      config.ldp.interfaces.push_back({name, from.span});
    }
  }
}

/// Routes of other routers count in this VPN when a labelled way that follows routes leads to their next hop,
/// and only then. Where the filter admits one of LDP and segment routing, the other one may not run: its
/// labels are not for the VPN.
bool AsksForLabels(const VpnText& vpn, const LdpText& ldp, const routing::sr::SrConfig& sr) {
  if (vpn.resolution.value != "filter" || vpn.tunnel_others.set()) return false;
  const bool by_ldp = vpn.tunnel_ldp.value_or(false);
  const bool by_isis = vpn.tunnel_sr_isis.value_or(false), by_ospf = vpn.tunnel_sr_ospf.value_or(false);
  const bool by_sr =
      sr.enabled ? (sr.igp == routing::sr::SrIgp::kIsis ? by_isis : by_ospf) : by_isis || by_ospf;
  return (by_ldp || by_sr) && (by_ldp || ldp.node == kNone) && (by_sr || !sr.enabled);
}

bool Imports(const routing::DeviceConfig& config, std::string_view vrf, BgpFamily family) {
  const auto found = std::ranges::find(config.vrfs, vrf, &routing::VrfConfig::name);
  if (found == config.vrfs.end()) return false;
  if (family == BgpFamily::kEvpn) return !found->evpn_import_targets.empty();
  return !found->import_targets4.empty() || !found->import_policies.empty();
}

/// A neighbour gets VPN routes that came from others. Whether they need a tunnel here is not known.
bool PassesOn(const BgpVrf& base, std::uint32_t as, BgpFamily of) {
  return std::ranges::any_of(base.neighbors, [as, of](const BgpNeighbor& neighbor) {
    const bool internal =
        neighbor.remote_as_kind == routing::bgp::RemoteAs::kInternal ||
        (neighbor.remote_as_kind == routing::bgp::RemoteAs::kNumber && neighbor.remote_as == as);
    return std::ranges::any_of(neighbor.families, [internal, of](const routing::bgp::NeighborFamily& family) {
      return family.family == of && (!internal || family.reflector_client);
    });
  });
}

/// For what VPRNs say of one family.
void DemandLabels(Reader& reader, const SrosText& text, VpnText RouterText::* part, BgpFamily of,
                  routing::DeviceConfig& config) {
  bool demands = false;
  bool other_tunnels = false;
  for (const RouterText& router : text.routers) {
    const VpnText& vpn = router.*part;
    if (router.vrf.empty() || !HasVpn(vpn) || !Imports(config, router.vrf, of)) continue;
    if (AsksForLabels(vpn, text.routers.front().ldp, config.sr)) {
      demands = true;
      continue;
    }
    other_tunnels = true;
    const Name& place = vpn.resolution.set() ? vpn.resolution : vpn.route_distinguisher;
    reader.Unmodelled(place.node, kPaths, "tunnels of a VPN that need not be those of LDP");
  }
  if (!demands || other_tunnels) return;
  const auto base = std::ranges::find(config.bgp.vrfs, "", &BgpVrf::vrf);
  if (base == config.bgp.vrfs.end() || PassesOn(*base, config.bgp.as, of)) return;
  const auto family = std::ranges::find(base->families, of, &BgpFamilyConfig::family);
  if (family != base->families.end()) family->demands_label = true;
}

}  // namespace

void ConvertLdp(Reader& reader, const SrosText& text, routing::DeviceConfig& config) {
  DemandLabels(reader, text, &RouterText::vpn, BgpFamily::kVpnIpv4, config);
  DemandLabels(reader, text, &RouterText::evpn, BgpFamily::kEvpn, config);
  const RouterText& router = text.routers.front();
  if (router.ldp.node == kNone || !router.ldp.admin.value_or(true)) return;
  AddInterfaces(reader, router, config);
  if (config.ldp.interfaces.empty()) return;
  base::Span span;
  config.ldp.transport = SystemAddress(config.device, span);
  config.ldp.enabled = config.ldp.transport.has_value();
  if (!config.ldp.enabled) {
    config.ldp.interfaces.clear();
    return reader.Unmodelled(router.ldp.node, kPaths, "LDP without a system address");
  }
  config.ldp.span = router.ldp.span;
  config.ldp.own = routing::ldp::OwnBindings::kTransport;
  config.ldp.ordered = true;
  config.ldp.explicit_null = !router.ldp.implicit_null.value_or(false);
  config.ldp.carries_igp = config.ldp.carries_bgp = false;
}

}  // namespace ringfence::formats::nokia_sros
