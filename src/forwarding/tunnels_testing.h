// Random tunnels on random meshes (routing/random_testing.h), and their twins. Test support only.
#pragma once

#include <string>
#include <vector>

#include "forwarding/paths_testing.h"
#include "forwarding/wireguard_testing.h"
#include "routing/random_testing.h"

namespace ringfence::forwarding {

/// One tunnel for the packets between the hosts of two routers, between two routers that may be others.
struct PlannedTunnel {
  /// Of a mesh that was just added: its ends are loopbacks or addresses on links.
  static PlannedTunnel Random(routing::World& net, routing::Dice& dice, int routers) {
    PlannedTunnel plan;
    const auto [from, to] = dice.Two(routers);
    auto [one, other] = dice.Two(routers);
    if (other != from && dice.OneIn(3)) one = from;
    plan.routed = dice.OneIn(2);
    plan.has_selectors = !plan.routed || dice.OneIn(2);
    plan.wireguard = plan.routed && (from + one) % 2 == 0;
    const int at[] = {one, other}, hosts[] = {from, to};
    for (int side = 0; side < 2; ++side) {
      plan.ends[side] = at[side];
      plan.hosts[side] = hosts[side];
      std::vector<net::IpAddress> addresses;
      for (const model::Interface& interface : net[routing::RouterOf(at[side])].device.interfaces) {
        if (interface.name != "lan") addresses.push_back(interface.addresses[0].address.address);
      }
      plan.addresses[side] =
          addresses[static_cast<std::size_t>(dice.Below(static_cast<int>(addresses.size())))];
    }
    return plan;
  }

  /// Configures both ends.
  void AddTo(routing::World& net) const {
    for (int side = 0; side < 2; ++side) {
      const std::string router = routing::RouterOf(ends[side]);
      model::TunnelConfig tunnel;
      tunnel.name = "tunnel";
      tunnel.local = addresses[side];
      tunnel.peer = addresses[1 - side];
      if (has_selectors) {
        net::HeaderMatch selector;
        selector.source = {net::AddressMatch::Of(LanAt(side))};
        selector.destination = {net::AddressMatch::Of(LanAt(1 - side))};
        tunnel.selectors = {selector};
      }
      if (wireguard) {
        AddPeer(net, side);
        tunnel = net[router].device.tunnels.back();
        net[router].device.tunnels.pop_back();
      }
      if (routed) {
        tunnel.bind_interface = "st0";
        net.Port(router, "st0", "", model::InterfaceKind::kTunnel);
        routing::static_routes::StaticRoute& route = net.Static(router, routing::LanOf(hosts[1 - side]), "");
        route.discard = false;
        route.interface = "st0";
      }
      net[router].device.tunnels.push_back(tunnel);
    }
  }

  /// The same, for the twin.
  std::vector<TwinTunnel> Twins(const routing::Network& network) const {
    std::vector<TwinTunnel> twins;
    for (int side = 0; side < 2; ++side) {
      TwinTunnel twin;
      twin.entry = network.FindNode(routing::RouterOf(ends[side]));
      twin.exit = network.FindNode(routing::RouterOf(ends[1 - side]));
      twin.local = addresses[side];
      twin.peer = addresses[1 - side];
      twin.from = has_selectors ? LanAt(side) : net::Prefix::Default(net::Family::kIpv4);
      twin.to = has_selectors ? LanAt(1 - side) : net::Prefix::Default(net::Family::kIpv4);
      twin.interface = routed ? "st0" : "";
      twins.push_back(twin);
    }
    return twins;
  }

  /// The end of a WireGuard tunnel; both state where the other is.
  void AddPeer(routing::World& net, int side) const {
    const std::string keys[] = {"one", "other"};
    WireGuardEnd end{keys[side], keys[1 - side], {}, net::ToString(addresses[1 - side])};
    end.allowed = {has_selectors ? net::ToString(LanAt(1 - side)) : "0.0.0.0/0"};
    AddWireGuard(net, routing::RouterOf(ends[side]), "st0", end);
  }

  net::Prefix LanAt(int side) const { return routing::P(routing::LanOf(hosts[side])); }
  /// A host behind the router of a side.
  net::IpAddress HostAt(int side) const {
    return net::IpAddress::V4(routing::P(routing::HostsOf(hosts[side])).address.v4() + 1);
  }

  int ends[2] = {};   ///< routers; the first takes in packets to hosts[1]
  int hosts[2] = {};  ///< routers whose hosts talk
  net::IpAddress addresses[2];
  bool routed = false;  ///< by static routes into an interface; else by selectors alone
  bool has_selectors = true;
  bool wireguard = false;  ///< else IPsec
};

}  // namespace ringfence::forwarding
