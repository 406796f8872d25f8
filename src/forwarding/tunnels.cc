// The tunnels of a network, and which of them routes of other devices rest on. Who belongs to whom is told by
// routing/tunnel_ends.h, for protocols run over tunnels too. Cost: O(ends * log ends + ends * statements).

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

}  // namespace

const model::TunnelConfig& Tunnel::config(const routing::Network& network) const {
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
}

bool TunnelTable::changes_other_devices() const {
  return std::ranges::any_of(tunnels_, &Tunnel::changes_other_devices);
}

}  // namespace ringfence::forwarding
