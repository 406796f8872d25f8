// Who is told of EVPN, from which address, and how packets travel then.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using routing::bgp::BgpFamily;
using routing::bgp::BgpNeighbor;

/// Neighbours of the public table that carry the family.
std::vector<const BgpNeighbor*> EvpnPeers(const routing::DeviceConfig& config) {
  std::vector<const BgpNeighbor*> peers;
  for (const routing::bgp::BgpVrf& vrf : config.bgp.vrfs) {
    for (const BgpNeighbor& peer : vrf.neighbors) {
      const bool evpn =
          std::ranges::count(peer.families, BgpFamily::kEvpn, &routing::bgp::NeighborFamily::family) > 0;
      if (evpn && vrf.vrf.empty()) peers.push_back(&peer);
    }
  }
  return peers;
}

/// The IPv4 address of the session's own end, where a line says it.
std::optional<net::IpAddress> OwnAddress(const model::Device& device, const BgpNeighbor& peer) {
  if (peer.update_source) return peer.update_source;
  const model::InterfaceIndex source = model::FindInterface(device, peer.update_source_interface);
  if (!source.valid()) return std::nullopt;
  for (const model::InterfaceAddress& own : device.interfaces[source.index()].addresses) {
    if (own.address.address.family == net::Family::kIpv4) return own.address.address;
  }
  return std::nullopt;
}

}  // namespace

bool SpeaksOfVxlan(const VrpConfig& from, const BgpNeighbor& peer) {
  const std::string name = peer.address ? net::ToString(*peer.address) : "";
  return from.evpn_overlay || from.vxlan_peers.contains(name) || from.vxlan_peers.contains(peer.group);
}

std::optional<net::IpAddress> TellingAddress(const routing::DeviceConfig& config) {
  std::optional<net::IpAddress> found;
  for (const BgpNeighbor* peer : EvpnPeers(config)) {
    const std::optional<net::IpAddress> own = OwnAddress(config.device, *peer);
    if (!own || (found && *found != *own)) return std::nullopt;
    found = own;
  }
  return found;
}

bool TellsFromItsSource(const Conversion& conversion) {
  const Setting<net::IpAddress>& source = conversion.from.l2vpn.evpn_source;
  const std::optional<net::IpAddress> told = TellingAddress(conversion.to);
  return told && source.set() && source.value == *told;
}

bool AnyPeerSpeaks(const Conversion& conversion, bool vxlan) {
  return std::ranges::any_of(EvpnPeers(conversion.to), [&](const BgpNeighbor* peer) {
    return SpeaksOfVxlan(conversion.from, *peer) == vxlan;
  });
}

}  // namespace ringfence::formats::huawei_vrp
