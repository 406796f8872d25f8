// Tunnels on random networks.
//
// Property: what is delivered without a tunnel, is covered by it and meets its entry, is delivered with it as
// well when the ends reach each other, provided that nobody on the way from the exit to the end is the entry:
// it would take the packet in again and again, and that must be told as a loop. A tunnel that is down loses
// what a policy sends into it. Oracle: the twin of paths_testing.h, which wraps and unwraps one packet.
#include <gtest/gtest.h>

#include <algorithm>

#include "forwarding/tunnels_testing.h"

namespace ringfence::forwarding {
namespace {

using model::NodeId;
using routing::Dice;
using routing::RouterOf;

/// A mesh with links down, without or with a tunnel.
struct TunnelMesh {
  TunnelMesh(std::uint32_t seed, bool with_tunnel) {
    Dice dice(seed);
    const int routers = 4 + dice.Below(5);
    AddMesh(net, dice, routers);
    plan = PlannedTunnel::Random(net, dice, routers);
    // Policies do not see packets that come in with labels: there, such a tunnel begins where the packets do.
    labels = (plan.routed || plan.ends[0] == plan.hosts[0]) && dice.OneIn(2);
    if (labels) RunLdp(routers);
    if (with_tunnel) plan.AddTo(net);
    net.Build();
    state = net.Under(SomeLinksDown(net.network(), dice, 2));
  }
  NodeId Router(int number) const { return net.network().FindNode(RouterOf(number)); }
  AddressTwin::Packet Packet() const { return {plan.HostAt(0), plan.HostAt(1)}; }
  AddressTwin::Packet Outer(int side) const { return {plan.addresses[side], plan.addresses[1 - side]}; }

  routing::World net;
  PlannedTunnel plan;
  bool labels = false;  ///< the packets around are labelled
  routing::RoutingState state;

 private:
  void RunLdp(int routers) {
    for (int i = 0; i < routers; ++i) {
      routing::DeviceConfig& config = net[RouterOf(i)];
      config.ldp.enabled = true;
      for (const model::Interface& interface : config.device.interfaces)
        config.ldp.interfaces.push_back({interface.name, {}});
    }
  }
};

/// The walk of packets between the hosts, with all tunnels up or all down.
WalkGraph WalkOne(const TunnelMesh& mesh, bool up) {
  const routing::Network& network = mesh.net.network();
  const TunnelTable tunnels(network);
  net::PacketSpace space;
  Walker walker(network, tunnels, space);
  WalkQuery query;
  query.from = mesh.Router(mesh.plan.hosts[0]);
  query.in = model::FindInterface(network.nodes()[query.from.index()].config.device, "lan");
  query.to = mesh.Router(mesh.plan.hosts[1]);
  query.packets = space.And(space.FromPrefix(routing::P(routing::HostsOf(mesh.plan.hosts[0]))),
                            space.ToPrefix(routing::P(routing::HostsOf(mesh.plan.hosts[1]))));
  std::vector<WalkGraph> graphs = walker.Walk(query, mesh.state, TunnelsUp(tunnels.tunnels().size(), up));
  EXPECT_EQ(graphs.size(), 1U);
  return std::move(graphs.front());
}

/// What the twin says of the network without the tunnel.
struct Without {
  explicit Without(const TunnelMesh& mesh) {
    const SlowTables tables(mesh.net.network(), mesh.state);
    const NodeId entry = mesh.Router(mesh.plan.ends[0]), exit = mesh.Router(mesh.plan.ends[1]);
    const NodeId end = mesh.Router(mesh.plan.hosts[1]);
    AddressTwin twin(tables);
    delivers = AllDelivered(twin.Follow(mesh.Router(mesh.plan.hosts[0]), end, mesh.Packet()));
    // A policy looks at all that the router sends on, a route into the interface loses to the subnet itself.
    meets_entry = twin.clear().contains(entry) && (entry != end || !mesh.plan.routed);
    ends_reach = AllDelivered(twin.Follow(entry, exit, mesh.Outer(0))) &&
                 AllDelivered(twin.Follow(exit, entry, mesh.Outer(1)));
    twin.Follow(exit, end, mesh.Packet());
    comes_back = twin.clear().contains(entry);
  }
  bool delivers, meets_entry, ends_reach, comes_back;
};

TEST(TunnelTwin, NoPacketIsLostThatArrivesWithoutTheTunnel) {
  std::size_t wrapped = 0, looped = 0, under_labels = 0, routed = 0, by_key = 0;
  for (std::uint32_t seed = 0; seed < 700; ++seed) {
    SCOPED_TRACE(seed);
    const TunnelMesh bare(seed, false), mesh(seed, true);
    const Without without(bare);
    if (!without.delivers || !without.ends_reach) continue;
    if (mesh.labels && !mesh.plan.routed && without.comes_back) continue;  // a policy does not see it again
    const WalkGraph graph = WalkOne(mesh, true);
    if (without.meets_entry && without.comes_back) {
      EXPECT_TRUE(std::ranges::any_of(graph.endings, [](const Ending& e) {
        return e.disposition == Disposition::kLoop;
      })) << "the entry takes in again what comes out at the exit";
      ++looped;
    } else {
      ASSERT_TRUE(graph.delivers_all);
      const bool wraps = std::ranges::any_of(graph.steps, [](const Step& s) { return s.depth > 0; });
      EXPECT_EQ(wraps, without.meets_entry);
      wrapped += wraps ? 1U : 0U;
      routed += wraps && mesh.plan.routed ? 1U : 0U;
      by_key += wraps && mesh.plan.wireguard ? 1U : 0U;
      under_labels +=
          std::ranges::any_of(graph.steps, [](const Step& s) { return s.depth > 0 && s.labels.valid(); })
              ? 1U
              : 0U;
    }
    const SlowTables tables(mesh.net.network(), mesh.state);
    AddressTwin twin(tables, mesh.plan.Twins(mesh.net.network()));
    const Paths expected =
        twin.Follow(mesh.Router(mesh.plan.hosts[0]), mesh.Router(mesh.plan.hosts[1]), mesh.Packet());
    const Paths found = GraphPaths::Of(mesh.net.network(), graph);
    if (without.meets_entry && without.comes_back) {
      // Where equal ways meet a loop the walk follows each of them again, the twin ends.
      ASSERT_TRUE(std::ranges::includes(found, expected));
    } else {
      ASSERT_EQ(found, expected);
    }
  }
  EXPECT_GT(wrapped, 100U);
  EXPECT_GT(routed, 30U);
  EXPECT_GT(by_key, 15U) << "WireGuard";
  EXPECT_GT(under_labels, 10U);
  EXPECT_GT(looped, 10U);
}

TEST(TunnelTwin, WhatAPolicySendsIntoATunnelThatIsDownIsNeverClear) {
  std::size_t stopped = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const TunnelMesh bare(seed, false), mesh(seed, true);
    const Without without(bare);
    if (mesh.plan.routed || !without.delivers) continue;
    const WalkGraph graph = WalkOne(mesh, false);
    const NodeId entry = mesh.Router(mesh.plan.ends[0]);
    EXPECT_EQ(graph.delivers_all, !without.meets_entry);
    for (const Branch& branch : graph.branches)
      EXPECT_TRUE(!without.meets_entry || graph.steps[branch.from.index()].node != entry);
    stopped += without.meets_entry ? 1U : 0U;
  }
  EXPECT_GT(stopped, 60U);
}

}  // namespace
}  // namespace ringfence::forwarding
