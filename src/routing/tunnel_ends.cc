// Matching tunnel ends.
//
// Problem: no configuration names the interface at the far end of a tunnel, only addresses. Idea: the other
// end of one that names (local, peer) is the one that names (peer, local) with the same wrapping. A key is a
// part of it (RFC 2890 section 2: packets with another key are not of this tunnel), and so is whether IPsec
// protects. Among several such ends of one node, which policies with different traffic give, the one with the
// mirrored selectors is meant, else the first; several nodes with the same addresses leave it open. Ends of
// WireGuard find each other by keys (wireguard_ends.h). Cost: O(ends * log ends).

#include "routing/tunnel_ends.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "routing/links.h"
#include "routing/wireguard_ends.h"

namespace ringfence::routing {
namespace {

using model::Encapsulation;
using model::TunnelConfig;
using Key =
    std::tuple<net::IpAddress, net::IpAddress, Encapsulation, std::optional<std::uint32_t>, bool, bool, bool>;

Key KeyOf(const TunnelConfig& config, bool mirrored) {
  return {mirrored ? config.peer : config.local,
          mirrored ? config.local : config.peer,
          config.encapsulation,
          config.key,
          config.ipsec,
          config.carries4,
          config.carries6};
}

std::set<net::IpAddress> OwnedAddresses(std::span<const Node> nodes) {
  std::set<net::IpAddress> owned;
  for (const Node& node : nodes) {
    for (const model::Interface& interface : node.config.device.interfaces) {
      for (const model::InterfaceAddress& address : interface.addresses)
        owned.insert(address.address.address);
    }
  }
  return owned;
}

bool MirrorsSelectors(const TunnelConfig& a, const TunnelConfig& b) {
  return std::ranges::is_permutation(
      a.selectors, b.selectors, [](const net::HeaderMatch& one, const net::HeaderMatch& other) {
        return one.source == other.destination && one.destination == other.source;
      });
}

class Pairing {
 public:
  explicit Pairing(std::span<const Node> nodes) : nodes_(nodes) {}

  std::vector<TunnelPairing> Run() {
    Collect();
    const std::set<net::IpAddress> owned = OwnedAddresses(nodes_);
    for (TunnelPairing& tunnel : tunnels_) {
      const TunnelConfig& config = ConfigOf(tunnel.end);
      if (config.wireguard) continue;
      const auto found = ends_.find(KeyOf(config, true));
      if (found == ends_.end()) {
        tunnel.state = owned.contains(config.peer) ? PeerState::kMismatch : PeerState::kOutside;
      } else if (InOneNode(found->second)) {
        tunnel.state = PeerState::kMatched;
        tunnel.other = Choose(config, found->second);
      }
    }
    PairWireGuard(nodes_, tunnels_);
    return std::move(tunnels_);
  }

 private:
  const TunnelConfig& ConfigOf(const TunnelEnd& end) const {
    return nodes_[end.node.index()].config.device.tunnels[end.config_index];
  }

  void Collect() {
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const model::Device& device = nodes_[n].config.device;
      for (std::size_t i = 0; i < device.tunnels.size(); ++i) {
        if (!device.tunnels[i].wireguard) ends_[KeyOf(device.tunnels[i], false)].push_back(tunnels_.size());
        tunnels_.push_back(
            {{model::NodeId(n), i, model::FindInterface(device, device.tunnels[i].bind_interface)}});
      }
    }
  }

  bool InOneNode(const std::vector<std::size_t>& ends) const {
    return std::ranges::all_of(
        ends, [&](std::size_t end) { return tunnels_[end].end.node == tunnels_[ends.front()].end.node; });
  }

  std::size_t Choose(const TunnelConfig& config, const std::vector<std::size_t>& ends) const {
    const auto mirror = std::ranges::find_if(
        ends, [&](std::size_t end) { return MirrorsSelectors(config, ConfigOf(tunnels_[end].end)); });
    return mirror == ends.end() ? ends.front() : *mirror;
  }

  std::span<const Node> nodes_;
  std::vector<TunnelPairing> tunnels_;
  std::map<Key, std::vector<std::size_t>> ends_;
};

bool HasAddress(const model::Interface& interface) {
  return !interface.addresses.empty() || !interface.unnumbered_from.empty();
}

}  // namespace

std::vector<TunnelPairing> PairTunnels(std::span<const Node> nodes) { return Pairing(nodes).Run(); }

std::vector<std::pair<model::Endpoint, model::Endpoint>> TunnelLinks(std::span<const Node> nodes) {
  const std::vector<TunnelPairing> tunnels = PairTunnels(nodes);
  std::map<model::Endpoint, int> uses;
  const auto end_of = [](const TunnelPairing& tunnel) {
    return model::Endpoint{tunnel.end.node, tunnel.end.interface};
  };
  for (const TunnelPairing& tunnel : tunnels) {
    if (tunnel.end.interface.valid()) ++uses[end_of(tunnel)];
  }
  const auto may_link = [&](const TunnelPairing& tunnel) {
    if (!tunnel.end.interface.valid() || uses[end_of(tunnel)] != 1) return false;
    return HasAddress(nodes[tunnel.end.node.index()].config.device.interfaces[tunnel.end.interface.index()]);
  };
  const auto reaches = [&](const TunnelPairing& near, const TunnelPairing& far) {
    const auto& device = nodes[near.end.node.index()].config.device;
    const TunnelConfig& config = device.tunnels[near.end.config_index];
    const auto& beyond = nodes[far.end.node.index()].config.device.interfaces[far.end.interface.index()];
    return !config.wireguard || AllowsAll(config, beyond.addresses);
  };
  std::vector<std::pair<model::Endpoint, model::Endpoint>> links;
  for (std::size_t i = 0; i < tunnels.size(); ++i) {
    const TunnelPairing& tunnel = tunnels[i];
    // Each end must have chosen the other.
    const bool mutual = tunnel.state == PeerState::kMatched && tunnels[tunnel.other].other == i;
    if (!mutual || tunnel.other <= i || tunnel.end.node == tunnels[tunnel.other].end.node) continue;
    const TunnelPairing& other = tunnels[tunnel.other];
    if (may_link(tunnel) && may_link(other) && reaches(tunnel, other) && reaches(other, tunnel))
      links.emplace_back(end_of(tunnel), end_of(tunnels[tunnel.other]));
  }
  return links;
}

bool CarriesIsis(const Network& network, model::Endpoint end) {
  if (!network.LinkOf(end).valid()) return false;
  const model::Device& device = network.nodes()[end.node.index()].config.device;
  const std::string& name = network.InterfaceAt(end).name;
  return std::ranges::any_of(device.tunnels, [&name](const TunnelConfig& tunnel) {
    return tunnel.bind_interface == name && tunnel.encapsulation == Encapsulation::kGre;
  });
}

net::IpAddress SidSourceOf(const DeviceConfig& config) {
  if (config.srv6.source) return *config.srv6.source;
  std::optional<net::IpAddress> other;
  for (const model::Interface& interface : config.device.interfaces) {
    for (const model::InterfaceAddress& one : interface.addresses) {
      if (!interface.vrf.empty() || one.address.address.family != net::Family::kIpv6 ||
          IsLinkLocal(one.address.address))
        continue;
      if (interface.kind == model::InterfaceKind::kLoopback) return one.address.address;
      if (!other) other = one.address.address;
    }
  }
  return other.value_or(net::Prefix::Default(net::Family::kIpv6).address);
}

}  // namespace ringfence::routing
