// Ends of WireGuard tunnels.
//
// Problem: neither addresses nor names say who a peer is, but its public key (Donenfeld, "WireGuard: Next
// Generation Kernel Network Tunnel", NDSS 2017, section 2: cryptokey routing), and one end may not know where
// the other is until it is spoken to. Idea: the other end is the one interface of the network that has the
// key and names ours. When no interface has it, or several do, nobody can say who is there, and packets leave
// the model; so they do when an endpoint is a host name, or an address that the owner of the key does not
// have: something between translates addresses, or the text is about another network. When the owner is known
// and does not know us, or mixes in another secret, or neither side can speak first, nothing gets through:
// WireGuard answers nobody that it cannot verify (section 5.1). Cost: O(ends * log ends).

#include "routing/wireguard_ends.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "model/fate.h"

namespace ringfence::routing {
namespace {

using model::Impact;
using model::TunnelConfig;
using model::WireGuardPeer;

/// An interface that has a key.
using Owner = std::pair<model::NodeId, std::string>;

class Matching {
 public:
  Matching(std::span<const Node> nodes, std::vector<TunnelPairing>& tunnels)
      : nodes_(nodes), tunnels_(tunnels) {}

  void Run() {
    Collect();
    for (std::size_t i = 0; i < tunnels_.size(); ++i) {
      if (!ConfigOf(i).wireguard) continue;
      std::size_t other = 0;
      tunnels_[i].state = StateOf(i, other);
      if (tunnels_[i].state == PeerState::kMatched) tunnels_[i].other = other;
    }
  }

 private:
  const TunnelConfig& ConfigOf(std::size_t tunnel) const {
    const TunnelEnd& end = tunnels_[tunnel].end;
    return nodes_[end.node.index()].config.device.tunnels[end.config_index];
  }
  const WireGuardPeer& PeerOf(std::size_t tunnel) const { return *ConfigOf(tunnel).wireguard; }

  void Collect() {
    for (std::size_t i = 0; i < tunnels_.size(); ++i) {
      if (!ConfigOf(i).wireguard) continue;
      const WireGuardPeer& peer = PeerOf(i);
      const Owner owner{tunnels_[i].end.node, ConfigOf(i).bind_interface};
      if (!peer.own_key.empty()) owners_[peer.own_key].insert(owner);
      if (peer.peer_key.empty()) hides_peers_.insert(owner);
      by_keys_[{peer.own_key, peer.peer_key}].push_back(i);
    }
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      for (const model::Interface& interface : nodes_[n].config.device.interfaces) {
        for (const model::InterfaceAddress& address : interface.addresses)
          places_.insert({address.address.address, model::NodeId(n)});
      }
    }
  }

  const std::set<Owner>* OwnersOf(const std::string& key) const {
    const auto found = owners_.find(key);
    return key.empty() || found == owners_.end() ? nullptr : &found->second;
  }

  /// The endpoint that an end states, if any, is an address of the node.
  bool EndpointIsAt(const TunnelConfig& config, model::NodeId node) const {
    return !config.wireguard->peer_port || places_.contains({config.peer, node});
  }

  PeerState StateOf(std::size_t tunnel, std::size_t& other) const {
    const WireGuardPeer& peer = PeerOf(tunnel);
    const std::set<Owner>* own = OwnersOf(peer.own_key);
    const std::set<Owner>* far = OwnersOf(peer.peer_key);
    const bool known = own != nullptr && far != nullptr && own->size() == 1 && far->size() == 1;
    if (!known || peer.open || hides_peers_.contains(*far->begin())) return PeerState::kOutside;
    const auto mirror = by_keys_.find({peer.peer_key, peer.own_key});
    if (mirror == by_keys_.end()) return PeerState::kMismatch;
    other = mirror->second.front();
    const bool alone = mirror->second.size() == 1 && by_keys_.at({peer.own_key, peer.peer_key}).size() == 1;
    const TunnelConfig& near_config = ConfigOf(tunnel);
    const TunnelConfig& far_config = ConfigOf(other);
    if (!alone || PeerOf(other).open) return PeerState::kOutside;
    if (!EndpointIsAt(near_config, tunnels_[other].end.node) ||
        !EndpointIsAt(far_config, tunnels_[tunnel].end.node))
      return PeerState::kOutside;
    const bool speaks = Initiates(near_config, far_config) || Initiates(far_config, near_config);
    const bool agrees = peer.shared_key == PeerOf(other).shared_key;
    return speaks && agrees ? PeerState::kMatched : PeerState::kMismatch;
  }

  std::span<const Node> nodes_;
  std::vector<TunnelPairing>& tunnels_;
  std::map<std::string, std::set<Owner>> owners_;  ///< by public key
  std::set<Owner> hides_peers_;                    ///< interfaces with peers whose keys are hidden
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> by_keys_;  ///< own, peer's
  std::set<std::pair<net::IpAddress, model::NodeId>> places_;
};

bool Allows(const WireGuardPeer& peer, const net::Prefix& prefix) {
  return std::ranges::any_of(peer.allowed,
                             [&prefix](const net::Prefix& allowed) { return allowed.Contains(prefix); });
}

/// The only peer of that interface, or nullptr.
const TunnelConfig* OnlyPeerOf(const model::Device& device, std::string_view interface) {
  const TunnelConfig* only = nullptr;
  for (const TunnelConfig& tunnel : device.tunnels) {
    if (!tunnel.wireguard || tunnel.bind_interface != interface) continue;
    if (only != nullptr) return nullptr;
    only = &tunnel;
  }
  return only;
}

bool IsWireGuard(const model::Device& device, std::string_view interface) {
  return std::ranges::any_of(device.tunnels, [interface](const TunnelConfig& tunnel) {
    return tunnel.wireguard && tunnel.bind_interface == interface;
  });
}

/// Protocols over interfaces of one device.
class ProtocolGaps {
 public:
  ProtocolGaps(const Network& network, model::NodeId node, std::vector<Gap>& gaps)
      : network_(network), node_(node), config_(network.nodes()[node.index()].config), gaps_(gaps) {}

  void Add() {
    AddIgp(config_.ospf.processes);
    AddIgp(config_.rip.processes);
    AddIgp(config_.eigrp.processes);
    AddBgp();
  }

 private:
  /// Hellos go to groups of 224.0.0.0/24, which must be among what the peer gets; those of IPv6 come from
  /// link-local addresses, which WireGuard interfaces do not have by themselves.
  template <class Process>
  void AddIgp(const std::vector<Process>& processes) {
    const net::Prefix groups{net::IpAddress::V4(0xe0000000), 24};
    for (const Process& process : processes) {
      for (const auto& runs : process.interfaces) {
        if (runs.passive || !IsWireGuard(config_.device, runs.name)) continue;
        const TunnelConfig* peer = OnlyPeerOf(config_.device, runs.name);
        const bool v4 = process.family == net::Family::kIpv4;
        if (v4 && peer != nullptr && Allows(*peer->wireguard, groups)) continue;
        gaps_.push_back({runs.span, v4 ? Impact::kRouting4 : Impact::kRouting6,
                         "routing over WireGuard that may not carry its hellos"});
      }
    }
  }

  void AddBgp() {
    for (const bgp::BgpVrf& vrf : config_.bgp.vrfs) {
      for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
        if (!neighbor.shutdown && neighbor.address && IsBehindWireGuard(*neighbor.address))
          gaps_.push_back(
              {neighbor.span, Impact::kRouting, "BGP over WireGuard that does not join two interfaces"});
      }
    }
  }

  /// On the subnet of an interface that is no link to anybody.
  bool IsBehindWireGuard(const net::IpAddress& address) const {
    for (std::size_t i = 0; i < config_.device.interfaces.size(); ++i) {
      const model::Interface& interface = config_.device.interfaces[i];
      if (!IsWireGuard(config_.device, interface.name)) continue;
      if (network_.LinkOf({node_, model::InterfaceIndex(i)}).valid()) continue;
      const bool on_subnet = std::ranges::any_of(
          interface.addresses, [&](const auto& own) { return own.address.subnet().Contains(address); });
      if (on_subnet) return true;
    }
    return false;
  }

  const Network& network_;
  model::NodeId node_;
  const DeviceConfig& config_;
  std::vector<Gap>& gaps_;
};

}  // namespace

void PairWireGuard(std::span<const Node> nodes, std::vector<TunnelPairing>& tunnels) {
  Matching(nodes, tunnels).Run();
}

bool Initiates(const TunnelConfig& near, const TunnelConfig& far) {
  return near.wireguard->peer_port && near.wireguard->peer_port == far.wireguard->port;
}

bool AllowsAll(const TunnelConfig& tunnel, std::span<const model::InterfaceAddress> addresses) {
  return std::ranges::all_of(addresses, [&tunnel](const model::InterfaceAddress& address) {
    return Allows(*tunnel.wireguard, net::Prefix::Host(address.address.address));
  });
}

void AddWireGuardGaps(const Network& network, std::vector<Gap>& gaps) {
  const std::vector<TunnelPairing> tunnels = PairTunnels(network.nodes());
  for (const TunnelPairing& tunnel : tunnels) {
    const auto config_of = [&](const TunnelPairing& one) -> const TunnelConfig& {
      return network.nodes()[one.end.node.index()].config.device.tunnels[one.end.config_index];
    };
    const TunnelConfig& near = config_of(tunnel);
    if (!near.wireguard || tunnel.state != PeerState::kMatched) continue;
    const TunnelConfig& far = config_of(tunnels[tunnel.other]);
    // What is sent before the peer has spoken is lost.
    if (!Initiates(near, far) && !far.wireguard->keeps_alive)
      gaps.push_back(
          {near.span, Impact::kForwarding, "a peer that must speak first and keeps nothing alive"});
  }
  for (std::size_t n = 0; n < network.nodes().size(); ++n)
    ProtocolGaps(network, model::NodeId(n), gaps).Add();
}

}  // namespace ringfence::routing
