// WireGuard ends for tests. Test support only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "routing/network_testing.h"

namespace ringfence::forwarding {

/// A peer of an interface: who it is and what it may have.
struct WireGuardEnd {
  std::string own, peer;  ///< keys
  std::vector<std::string> allowed;
  std::string endpoint = {};  ///< empty: none
  std::uint16_t port = 51820, peer_port = 51820;
};

/// Adds a peer to interface `name` of a node, which has that interface.
inline model::TunnelConfig& AddWireGuard(routing::World& net, const std::string& node,
                                         const std::string& name, const WireGuardEnd& end) {
  model::TunnelConfig tunnel;
  tunnel.name = node + " to " + end.peer;
  tunnel.bind_interface = name;
  tunnel.encapsulation = model::Encapsulation::kWireGuard;
  tunnel.ipsec = false;
  tunnel.carrier = model::TunnelCarrier::kSelf;
  tunnel.underlay_vrf = "";
  tunnel.span = net.NewSpan();
  model::WireGuardPeer& peer = tunnel.wireguard.emplace();
  peer.own_key = end.own;
  peer.peer_key = end.peer;
  peer.port = end.port;
  peer.keeps_alive = true;
  for (const std::string& prefix : end.allowed) peer.allowed.push_back(routing::P(prefix));
  if (!end.endpoint.empty()) {
    tunnel.peer = routing::A(end.endpoint);
    peer.peer_port = end.peer_port;
  }
  net[node].device.tunnels.push_back(tunnel);
  return net[node].device.tunnels.back();
}

}  // namespace ringfence::forwarding
