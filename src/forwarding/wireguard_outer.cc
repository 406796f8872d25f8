// Outer packets of WireGuard.
//
// Problem: a text says where the peer is (`Endpoint`) or leaves it to what is heard, and never says from
// which address the interface itself speaks. Idea: who has an endpoint speaks first, from the address that
// its route to the endpoint gives (of the interface on the way out, that of the next hop's subnet); the other
// answers to that address from the one it was spoken to (NDSS 2017 paper, "Endpoints & Roaming"; run:
// kernel 6.1). When its answers leave by another interface than it was spoken to on, it answers from that
// interface's address, and from then on it is spoken to there (run): whether that happens follows from the
// whole way, so such ends are left open unless only one interface of theirs leads anywhere. Both may have
// endpoints: then two pairs are possible, and when they differ, the first word decides; that is open as well.
// So are addresses that follow from the choice among equal routes, and interfaces that have several of IPv6
// or none. Cost: a few look-ups.

#include "forwarding/wireguard_outer.h"

#include <algorithm>

#include "routing/wireguard_ends.h"

namespace ringfence::forwarding {
namespace {

/// Stands for a port that is chosen at run time.
constexpr std::uint16_t kSomePort = 49152;

/// An address that packets leave with.
struct Source {
  std::optional<net::IpAddress> address;
  bool open = false;
};

class Outer {
 public:
  Outer(const routing::Network& network, const TunnelTable& tunnels, const routing::RoutingState& state)
      : network_(network), tunnels_(tunnels), state_(state) {}

  WireGuardOuter Of(TunnelId id) const {
    const Tunnel& near = tunnels_[id];
    const Tunnel& far = tunnels_[near.reverse];
    const model::TunnelConfig& near_config = near.config(network_);
    const model::TunnelConfig& far_config = far.config(network_);
    const bool near_speaks = routing::Initiates(near_config, far_config);
    const bool far_speaks = routing::Initiates(far_config, near_config);
    const net::IpAddress there = near_speaks ? near_config.peer : far_config.peer;
    const Source source = SourceOf(near_speaks ? near : far, there);
    const net::IpAddress here = source.address.value_or(net::Prefix::Default(there.family).address);
    WireGuardOuter outer;
    outer.open = source.open;
    const Tunnel& listener = near_speaks ? far : near;
    const Source answer = SourceOf(listener, here);
    const bool same = !answer.address || answer.address == there;
    if (near_speaks && far_speaks) {
      const bool one_pair = same && far_config.peer == here;
      outer.open = outer.open || answer.open || !one_pair;
    } else {
      outer.open = outer.open || (!same && HasSeveralLinks(listener.end.node));
    }
    outer.sample.source = near_speaks ? here : there;
    outer.sample.destination = near_speaks ? there : here;
    outer.sample.protocol = net::kProtocolUdp;
    outer.sample.source_port = near_config.wireguard->port.value_or(kSomePort);
    outer.sample.destination_port = far_config.wireguard->port.value_or(kSomePort);
    outer.any_source_port = !near_config.wireguard->port;
    outer.any_destination_port = !far_config.wireguard->port;
    return outer;
  }

 private:
  /// The address that packets of the tunnel's end have on their way to a destination.
  Source SourceOf(const Tunnel& tunnel, const net::IpAddress& destination) const {
    const model::TunnelConfig& config = tunnel.config(network_);
    const routing::TableId named = network_.FindTable(tunnel.end.node, config.underlay_vrf.value_or(""));
    const routing::TableId table = named.valid() ? named : network_.MainTable(tunnel.end.node);
    const routing::Fib& fib = state_.fib(table);
    const routing::FibEntry* entry = OuterRoute(network_, tunnel, fib, destination);
    if (entry == nullptr) return {};
    if (entry->receive) return {destination, false};
    Source source;
    bool first = true;
    for (const routing::NextHop& hop : fib.HopsOf(*entry)) {
      if (hop.discard) continue;
      const Source one = AddressAt({tunnel.end.node, hop.interface}, hop.gateway.value_or(destination));
      source.open = source.open || one.open || (!first && one.address != source.address);
      if (first) source.address = one.address;
      first = false;
    }
    return source;
  }

  bool HasSeveralLinks(model::NodeId node) const {
    const auto& interfaces = network_.nodes()[node.index()].config.device.interfaces;
    std::size_t count = 0;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      const bool wire = interfaces[i].kind != model::InterfaceKind::kTunnel;
      if (wire && network_.LinkOf({node, model::InterfaceIndex(i)}).valid()) ++count;
    }
    return count > 1;
  }

  /// The address of an interface towards a neighbour: that of the subnet it is on, else the first.
  Source AddressAt(model::Endpoint out, const net::IpAddress& to) const {
    std::vector<net::HostPrefix> own;
    if (!out.interface.valid()) return {std::nullopt, true};
    for (const model::InterfaceAddress& one : network_.InterfaceAt(out).addresses) {
      if (one.address.address.family == to.family) own.push_back(one.address);
    }
    if (own.empty()) return {std::nullopt, true};
    const auto on_subnet = std::ranges::find_if(
        own, [&to](const net::HostPrefix& address) { return address.subnet().Contains(to); });
    const bool open = to.family == net::Family::kIpv6 && own.size() > 1;
    return {(on_subnet == own.end() ? own.front() : *on_subnet).address, open};
  }

  const routing::Network& network_;
  const TunnelTable& tunnels_;
  const routing::RoutingState& state_;
};

}  // namespace

WireGuardOuter WireGuardOuterOf(const routing::Network& network, const TunnelTable& tunnels, TunnelId tunnel,
                                const routing::RoutingState& state) {
  return Outer(network, tunnels, state).Of(tunnel);
}

const routing::FibEntry* OuterRoute(const routing::Network& network, const Tunnel& tunnel,
                                    const routing::Fib& fib, const net::IpAddress& destination) {
  const routing::FibEntry* entry = fib.Lookup(destination);
  const model::TunnelConfig& config = tunnel.config(network);
  if (entry == nullptr || entry->prefix.length != 1 || !config.wireguard ||
      !config.wireguard->passes_own_default)
    return entry;
  const bool own = std::ranges::any_of(fib.HopsOf(*entry), [&tunnel](const routing::NextHop& hop) {
    return !hop.discard && hop.interface == tunnel.end.interface;
  });
  return own ? fib.Find(net::Prefix::Default(destination.family)) : entry;
}

}  // namespace ringfence::forwarding
