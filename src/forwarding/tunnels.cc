// The tunnels of a network, and which of them routes of other devices rest on. Who belongs to whom is told by
// routing/tunnel_ends.h, for protocols run over tunnels too. An end of VXLAN names no other: which it sends
// to follows from routes, so there is a tunnel to every end that knows the identifier (RFC 7348 section 4).
// Cost: O(ends * log ends + ends * statements); VXLAN the square of the ends of each identifier.

#include "forwarding/tunnels.h"

#include <algorithm>

namespace ringfence::forwarding {
namespace {

/// A protocol of the device tells others routes that may come or go with the interface, or runs over it.
bool Tells(const routing::DeviceConfig& config, const std::string& name) {
  const auto tells = [&name](const auto& processes) {
    return std::ranges::any_of(processes, [&name](const auto& process) {
      return !process.redistributions.empty() ||
             std::ranges::any_of(process.interfaces, [&name](const auto& runs) { return runs.name == name; });
    });
  };
  const auto defaults = [](const auto& processes) {
    return std::ranges::any_of(processes,
                               [](const auto& process) { return bool{process.default_origination}; });
  };
  return defaults(config.ospf.processes) || defaults(config.isis.processes) ||
         defaults(config.rip.processes) || tells(config.ospf.processes) || tells(config.isis.processes) ||
         tells(config.rip.processes) || tells(config.eigrp.processes) || config.bgp.as != 0;
}

/// See Tunnel::changes_other_devices. A policy-based tunnel has no interface and changes no route.
bool ChangesOtherDevices(const routing::DeviceConfig& config, const model::TunnelConfig& tunnel,
                         model::InterfaceIndex interface) {
  if (!interface.valid()) return false;
  if (!tunnel.ipsec) return true;  // its state follows from routes
  const model::Interface& facts = config.device.interfaces[interface.index()];
  if (!facts.addresses.empty() || !facts.unnumbered_from.empty()) return true;
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) {
    if (route.track_interface == facts.name) return true;
  }
  return Tells(config, facts.name);
}

/// The other ends of an identifier: an address, and the first node that has it.
using VxlanEnds = std::map<net::IpAddress, model::NodeId>;

std::map<std::uint32_t, VxlanEnds> CollectVxlanEnds(const routing::Network& network) {
  std::map<std::uint32_t, VxlanEnds> ends;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const auto& vxlan = network.nodes()[n].config.device.vxlan;
    if (!vxlan || !vxlan->local) continue;
    for (const model::VxlanSegment& segment : vxlan->segments)
      ends[segment.vni].try_emplace(*vxlan->local, model::NodeId(n));
  }
  return ends;
}

Tunnel VxlanTunnel(model::NodeId from, const model::Vxlan& local, const model::VxlanSegment& segment,
                   const VxlanEnds::value_type& to) {
  model::TunnelConfig ends;
  ends.name = "VXLAN " + std::to_string(segment.vni) + " to " + net::ToString(to.first);
  ends.local = *local.local;
  ends.peer = to.first;
  ends.confidentiality = ends.integrity = ends.ipsec = false;
  ends.carrier = model::TunnelCarrier::kSelf;
  ends.span = segment.span;
  ends.more_spans = {local.span};
  Tunnel tunnel;
  tunnel.end.node = from;
  tunnel.peer.node = to.second;
  tunnel.state = PeerState::kMatched;
  tunnel.vni = segment.vni;
  tunnel.overlay = std::make_shared<const model::TunnelConfig>(std::move(ends));
  return tunnel;
}

}  // namespace

const model::TunnelConfig& Tunnel::config(const routing::Network& network) const {
  if (overlay != nullptr) return *overlay;
  return network.nodes()[end.node.index()].config.device.tunnels[end.config_index];
}

TunnelTable::TunnelTable(const routing::Network& network) : at_node_(network.nodes().size()) {
  const std::vector<routing::TunnelPairing> pairings = routing::PairTunnels(network.nodes());
  for (const routing::TunnelPairing& pairing : pairings) {
    at_node_[pairing.end.node.index()].push_back(TunnelId(tunnels_.size()));
    Tunnel& tunnel = tunnels_.emplace_back();
    tunnel.end = pairing.end;
    tunnel.state = pairing.state;
    const model::TunnelConfig& config = tunnel.config(network);
    tunnel.changes_other_devices =
        ChangesOtherDevices(network.nodes()[tunnel.end.node.index()].config, config, tunnel.end.interface);
    if (tunnel.end.interface.valid()) tunnel.link = network.LinkOf({tunnel.end.node, tunnel.end.interface});
    if (pairing.state != PeerState::kMatched) continue;
    tunnel.reverse = TunnelId(pairing.other);
    tunnel.peer = pairings[pairing.other].end;
    // Both ends must ask for a service before it protects anything.
    const model::TunnelConfig& other =
        network.nodes()[tunnel.peer.node.index()].config.device.tunnels[tunnel.peer.config_index];
    tunnel.confidentiality = config.confidentiality && other.confidentiality;
    tunnel.integrity = config.integrity && other.integrity;
  }
  AddVxlan(network);
}

void TunnelTable::AddVxlan(const routing::Network& network) {
  const std::map<std::uint32_t, VxlanEnds> ends = CollectVxlanEnds(network);
  std::size_t count = 0;
  for (const auto& [vni, of_vni] : ends) count += of_vni.size() * of_vni.size();
  if (count > kVxlanTunnelsMax) return;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const auto& vxlan = network.nodes()[n].config.device.vxlan;
    if (!vxlan || !vxlan->local) continue;
    for (const model::VxlanSegment& segment : vxlan->segments) {
      for (const auto& to : ends.at(segment.vni)) {
        if (to.first == *vxlan->local) continue;
        const TunnelId id(tunnels_.size());
        if (!vxlan_.try_emplace({model::NodeId(n), to.first, segment.vni}, id).second) continue;
        tunnels_.push_back(VxlanTunnel(model::NodeId(n), *vxlan, segment, to));
        tunnels_.back().reverse = id;
      }
    }
  }
}

TunnelId TunnelTable::FindVxlan(model::NodeId from, const net::IpAddress& to, std::uint32_t vni) const {
  const auto found = vxlan_.find({from, to, vni});
  return found == vxlan_.end() ? TunnelId() : found->second;
}

bool TunnelTable::changes_other_devices() const {
  return std::ranges::any_of(tunnels_, &Tunnel::changes_other_devices);
}

}  // namespace ringfence::forwarding
