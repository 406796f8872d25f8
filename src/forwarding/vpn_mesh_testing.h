// A mesh of routers with a VPN between some of them, for tests of what carries its packets. Test support
// only.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "forwarding/paths_testing.h"
#include "routing/random_testing.h"
#include "routing/vpn_testing.h"

namespace ringfence::forwarding {

/// LDP on all routers of the mesh with random options, on all links or without some ends of them.
inline void RunLdp(routing::World& net, routing::Dice& dice, int routers, bool everywhere) {
  for (int i = 0; i < routers; ++i) {
    routing::DeviceConfig& config = net[routing::RouterOf(i)];
    routing::ldp::LdpConfig& ldp = config.ldp;
    ldp.enabled = true;
    ldp.ordered = dice.OneIn(3);
    ldp.explicit_null = dice.OneIn(4);
    ldp.hosts_only = dice.OneIn(4);
    ldp.own = static_cast<routing::ldp::OwnBindings>(dice.Below(3));
    ldp.ends_without_ldp = dice.OneIn(4);
    ldp.sends_bare = dice.OneIn(4);
    ldp.carries_igp = !dice.OneIn(5);
    for (const model::Interface& interface : config.device.interfaces) {
      const bool core = interface.name != "lo" && interface.name != "lan" && interface.vrf.empty();
      if (core && (everywhere || !dice.OneIn(6))) ldp.interfaces.push_back({interface.name, {}});
    }
  }
}

/// The only class there must be of packets from a port of one router to a prefix behind another.
inline WalkGraph WalkOne(const routing::Network& network, const routing::RoutingState& state,
                         const model::Endpoint& start, model::NodeId end, std::string_view prefix) {
  const TunnelTable tunnels(network);
  net::PacketSpace space;
  Walker walker(network, tunnels, space);
  WalkQuery query;
  query.from = start.node;
  query.in = start.interface;
  query.to = end;
  query.packets = space.ToPrefix(routing::P(prefix));
  std::vector<WalkGraph> graphs = walker.Walk(query, state, TunnelsUp(tunnels.tunnels().size(), true));
  EXPECT_EQ(graphs.size(), 1U);
  return std::move(graphs.front());
}

/// A port of a node.
inline model::Endpoint PortAt(const routing::Network& network, const std::string& node,
                              std::string_view port) {
  const model::NodeId id = network.FindNode(node);
  return {id, model::FindInterface(network.nodes()[id.index()].config.device, port)};
}

/// The subnet of the site behind an edge, and addresses of some of its hosts.
inline std::string SiteOf(int edge) { return "10.2." + std::to_string(edge) + ".0/24"; }
inline std::string SiteHostsOf(int edge) { return "10.2." + std::to_string(edge) + ".8/29"; }

/// A mesh with LDP and one VPN between two or three of its routers; sites stand behind a customer's router or
/// directly at an edge. Another router has all their addresses in the default table: who loses labels and
/// looks at addresses ends there.
struct VpnMesh {
  VpnMesh(routing::Dice& dice, bool everywhere) : routers(4 + dice.Below(5)) {
    routing::AddMesh(net, dice, routers);
    const int trap = dice.Below(routers);
    net.Port(routing::RouterOf(trap), "trap", "10.2.0.1/16");
    net.Run(routing::RouterOf(trap), "trap", 0, 1);
    const int count = 2 + dice.Below(2);
    const int first = dice.Below(routers);
    for (int i = 0; i < count; ++i) edges.push_back((first + i) % routers);
    for (const int edge : edges) AddEdge(dice, edge);
    RunLdp(net, dice, routers, everywhere);
  }

  /// Where packets of the site of an edge come from, and where those to it end.
  std::string SiteRouter(int edge) const {
    return customers.contains(edge) ? "c" + std::to_string(edge) : routing::RouterOf(edge);
  }

  routing::VpnWorld net;
  int routers;
  std::vector<int> edges;
  std::set<int> customers;  ///< edges with a customer's router

 private:
  void AddEdge(routing::Dice& dice, int edge) {
    const std::string name = routing::RouterOf(edge), number = std::to_string(edge);
    net.Speak(name, edge);
    for (const int far : edges) {
      if (far != edge) net.Peer(name, far);
    }
    net.Vrf(name, "red", "65000:" + number, {"target:65000:1"}, {"target:65000:1"}).label_per_table =
        dice.OneIn(2);
    net.BgpOf(name, "red").families[0].redistributions.push_back({.source = model::RouteSource::kConnected});
    if (dice.OneIn(2)) {
      net.Port(name, "site", "10.2." + number + ".1/24").vrf = "red";
      return;
    }
    customers.insert(edge);
    net.Port(name, "customer", "10.1." + number + ".1/30").vrf = "red";
    net.Static(name, SiteOf(edge), "10.1." + number + ".2").vrf = "red";
    net.Port("c" + number, "edge", "10.1." + number + ".2/30");
    net.Port("c" + number, "site", "10.2." + number + ".1/24");
    net.Static("c" + number, "0.0.0.0/0", "10.1." + number + ".1");
  }
};

}  // namespace ringfence::forwarding
