// Matching tunnel ends. An end names (local, peer); the other end is the node that configures (peer, local).
// Cost: O(ends * log ends).

#include "forwarding/tunnels.h"

#include <algorithm>
#include <map>
#include <set>

namespace ringfence::forwarding {
namespace {

using AddressPair = std::pair<net::IpAddress, net::IpAddress>;

std::set<net::IpAddress> OwnedAddresses(const routing::Network& network) {
  std::set<net::IpAddress> owned;
  for (const routing::Node& node : network.nodes()) {
    for (const model::Interface& interface : node.config.device.interfaces) {
      for (const model::InterfaceAddress& address : interface.addresses)
        owned.insert(address.address.address);
    }
  }
  return owned;
}

/// See Tunnel::changes_other_devices. A policy-based tunnel has no interface and changes no route.
bool ChangesOtherDevices(const routing::DeviceConfig& config, model::InterfaceIndex interface) {
  if (!interface.valid()) return false;
  const model::Interface& tunnel = config.device.interfaces[interface.index()];
  if (!tunnel.addresses.empty() || !tunnel.unnumbered_from.empty()) return true;
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) {
    if (route.track_interface == tunnel.name) return true;
  }
  for (const routing::ospf::OspfProcess& process : config.ospf.processes) {
    if (!process.redistributions.empty() || process.default_origination) return true;
    for (const routing::ospf::OspfInterface& runs : process.interfaces) {
      if (runs.name == tunnel.name) return true;
    }
  }
  return false;
}

std::vector<Tunnel> CollectEnds(const routing::Network& network) {
  std::vector<Tunnel> tunnels;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const model::Device& device = network.nodes()[n].config.device;
    for (std::size_t i = 0; i < device.ipsec.size(); ++i) {
      Tunnel tunnel;
      tunnel.end.node = model::NodeId(n);
      tunnel.end.config_index = i;
      tunnel.end.interface = model::FindInterface(device, device.ipsec[i].bind_interface);
      tunnel.changes_other_devices = ChangesOtherDevices(network.nodes()[n].config, tunnel.end.interface);
      tunnels.push_back(tunnel);
    }
  }
  return tunnels;
}

}  // namespace

const model::IpsecTunnel& Tunnel::config(const routing::Network& network) const {
  return network.nodes()[end.node.index()].config.device.ipsec[end.config_index];
}

TunnelTable::TunnelTable(const routing::Network& network)
    : tunnels_(CollectEnds(network)), at_node_(network.nodes().size()) {
  const std::set<net::IpAddress> owned = OwnedAddresses(network);
  std::multimap<AddressPair, TunnelId> by_addresses;
  for (std::size_t i = 0; i < tunnels_.size(); ++i) {
    const model::IpsecTunnel& config = tunnels_[i].config(network);
    by_addresses.emplace(AddressPair(config.local, config.peer), TunnelId(i));
    at_node_[tunnels_[i].end.node.index()].push_back(TunnelId(i));
  }
  for (Tunnel& tunnel : tunnels_) {
    const model::IpsecTunnel& config = tunnel.config(network);
    const auto mirror = by_addresses.find(AddressPair(config.peer, config.local));
    if (mirror == by_addresses.end()) {
      tunnel.state = owned.contains(config.peer) ? PeerState::kMismatch : PeerState::kOutside;
      continue;
    }
    const Tunnel& other = tunnels_[mirror->second.index()];
    const model::IpsecTunnel& other_config = other.config(network);
    tunnel.state = PeerState::kMatched;
    tunnel.reverse = mirror->second;
    tunnel.peer = other.end;
    // Both ends must ask for a service before it protects anything.
    tunnel.confidentiality = config.confidentiality && other_config.confidentiality;
    tunnel.integrity = config.integrity && other_config.integrity;
  }
}

}  // namespace ringfence::forwarding
