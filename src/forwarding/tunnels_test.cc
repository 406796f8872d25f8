// Matching of tunnel ends: two ends make a tunnel only when each names the other, and protect only what both
// ask for.

#include "forwarding/tunnels.h"

#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::forwarding {
namespace {

using routing::A;

/// "a" and "b" joined by a subnet; ends are added by the tests.
struct TwoGateways {
  TwoGateways() {
    world.Port("a", "wan", "192.0.2.1/24");
    world.Port("a", "st0", "", model::InterfaceKind::kTunnel);
    world.Port("b", "wan", "192.0.2.2/24");
  }
  model::TunnelConfig& End(const std::string& node, std::string_view local, std::string_view peer) {
    model::TunnelConfig tunnel;
    tunnel.name = node + "-" + std::string(peer);
    tunnel.local = A(local);
    tunnel.peer = A(peer);
    auto& ends = world[node].device.tunnels;
    ends.push_back(tunnel);
    return ends.back();
  }
  routing::World world;
};

TEST(Tunnels, MirrorImagesMatch) {
  TwoGateways gateways;
  gateways.End("a", "192.0.2.1", "192.0.2.2").bind_interface = "st0";
  gateways.End("b", "192.0.2.2", "192.0.2.1");
  const routing::Network& network = gateways.world.Build();
  const TunnelTable table(network);
  ASSERT_EQ(table.tunnels().size(), 2U);
  const model::NodeId a = network.FindNode("a"), b = network.FindNode("b");
  ASSERT_EQ(table.at(a).size(), 1U);
  ASSERT_EQ(table.at(b).size(), 1U);
  const TunnelId from_a = table.at(a)[0], from_b = table.at(b)[0];
  EXPECT_EQ(table[from_a].state, PeerState::kMatched);
  EXPECT_EQ(table[from_a].end.node, a);
  EXPECT_EQ(table[from_a].peer.node, b);
  EXPECT_EQ(table[from_a].reverse, from_b);
  EXPECT_EQ(table[from_b].reverse, from_a);
  EXPECT_EQ(table[from_b].peer.interface,
            model::FindInterface(network.nodes()[a.index()].config.device, "st0"));
  EXPECT_FALSE(table[from_b].end.interface.valid()) << "the end at b is policy-based";
  EXPECT_EQ(table[from_a].config(network).name, "a-192.0.2.2");
}

TEST(Tunnels, ProtectionNeedsBothEnds) {
  for (bool near : {false, true}) {
    for (bool far : {false, true}) {
      TwoGateways gateways;
      gateways.End("a", "192.0.2.1", "192.0.2.2").confidentiality = near;
      model::TunnelConfig& other = gateways.End("b", "192.0.2.2", "192.0.2.1");
      other.confidentiality = far;
      other.integrity = near;
      const TunnelTable table(gateways.world.Build());
      for (const Tunnel& tunnel : table.tunnels()) {
        EXPECT_EQ(tunnel.confidentiality, near && far);
        EXPECT_EQ(tunnel.integrity, near);
      }
    }
  }
}

TEST(Tunnels, APeerThatDoesNotAnswerIsAMismatch) {
  TwoGateways gateways;
  gateways.End("a", "192.0.2.1", "192.0.2.2");
  gateways.End("b", "192.0.2.2", "192.0.2.9");  // names somebody else
  const routing::Network& network = gateways.world.Build();
  const TunnelTable table(network);
  const Tunnel& from_a = table[table.at(network.FindNode("a"))[0]];
  EXPECT_EQ(from_a.state, PeerState::kMismatch);
  EXPECT_FALSE(from_a.reverse.valid());
  EXPECT_FALSE(from_a.confidentiality) << "a tunnel that never comes up protects nothing";
}

TEST(Tunnels, APeerNobodyOwnsIsOutside) {
  TwoGateways gateways;
  gateways.End("a", "192.0.2.1", "203.0.113.7");
  const TunnelTable table(gateways.world.Build());
  EXPECT_EQ(table.tunnels()[0].state, PeerState::kOutside);
  EXPECT_FALSE(table.tunnels()[0].confidentiality);
}

TEST(Tunnels, NodesWithoutEndsHaveNone) {
  TwoGateways gateways;
  const routing::Network& network = gateways.world.Build();
  const TunnelTable table(network);
  EXPECT_TRUE(table.tunnels().empty());
  EXPECT_TRUE(table.at(network.FindNode("a")).empty());
}

}  // namespace
}  // namespace ringfence::forwarding
