// Walks of packets in VXLAN: leaf1 - m - leaf2 with VRF `red` at both ends. Expected ways are derived by hand
// from RFC 7348 and RFC 9136.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "forwarding/walk.h"
#include "routing/evpn_testing.h"

namespace ringfence::forwarding {
namespace {

using testing::ElementsAre;

class VxlanWalk {
 public:
  VxlanWalk() {
    for (const int number : {1, 2}) {
      const std::string leaf = "leaf" + std::to_string(number);
      net.Leaf(leaf, number);
      net.Evpn(leaf, 9);
      net.Routed(leaf, "red", 50001, {"target:65000:1"});
      net.Port(leaf, "site", "10." + std::to_string(number) + ".0.1/24").vrf = "red";
    }
    net.Spine({1, 2});
  }

  /// What becomes of packets to leaf2's site that enter leaf1: "leaf1=leaf1" for a tunnel, then "leaf1>m 1"
  /// with the number of tunnels around them.
  std::vector<std::string> Story() {
    net.Build();
    const routing::RoutingState state = net.Nominal();
    const routing::Network& network = net.network();
    const TunnelTable tunnels(network);
    Walker walker(network, tunnels, space);
    WalkQuery query;
    query.from = network.FindNode("leaf1");
    query.in = model::FindInterface(network.nodes()[query.from.index()].config.device, "site");
    query.to = network.FindNode("leaf2");
    query.packets = space.ToPrefix(routing::P("10.2.0.8/29"));
    const std::vector<WalkGraph> graphs =
        walker.Walk(query, state, TunnelsUp(tunnels.tunnels().size(), true));
    EXPECT_EQ(graphs.size(), 1U);
    const WalkGraph& graph = graphs.front();
    ambiguous = !graph.ambiguous_nodes.empty();
    const auto name = [&](StepId step) {
      return network.nodes()[graph.steps[step.index()].node.index()].config.device.name;
    };
    std::vector<std::string> story;
    for (const Branch& branch : graph.branches) {
      const Step& to = graph.steps[branch.to.index()];
      story.push_back(name(branch.from) + (branch.kind == BranchKind::kHop ? ">" : "=") + name(branch.to) +
                      " " + std::to_string(to.depth));
    }
    for (const Ending& ending : graph.endings)
      story.push_back(name(ending.step) + ":" +
                      std::string(kDispositionNames[static_cast<std::size_t>(ending.disposition)]));
    return story;
  }

  routing::EvpnWorld net;
  net::PacketSpace space;
  bool ambiguous = false;
};

TEST(VxlanWalkTest, EveryRouterBelowSeesTheTunnelAndTheOtherEndLooksUpInItsVrf) {
  VxlanWalk walk;
  EXPECT_THAT(walk.Story(),
              ElementsAre("leaf1=leaf1 1", "leaf1>m 1", "m>leaf2 1", "leaf2=leaf2 0", "leaf2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST(VxlanWalkTest, ListsBelowSeeTheOuterPacket) {
  for (const bool port : {true, false}) {
    VxlanWalk walk;
    model::Acl list;
    list.name = "no-vxlan";
    net::HeaderMatch outer;
    outer.protocol = {net::NumberRange{net::kProtocolUdp, net::kProtocolUdp}};
    const std::uint16_t number = port ? 4789 : 4790;
    outer.destination_port = {net::NumberRange{number, number}};
    list.lines.push_back({model::AclAction::kDeny, outer, {}});
    list.lines.push_back({model::AclAction::kPermit, {}, {}});
    walk.net["m"].device.acls.push_back(list);
    for (model::Interface& interface : walk.net["m"].device.interfaces) interface.acl_in4.name = "no-vxlan";
    EXPECT_EQ(walk.Story().back(), port ? "m:denied-in" : "leaf2:delivered");
  }
}

TEST(VxlanWalkTest, AnEndWithAnotherMeaningOfTheIdentifierDoesNotTakeIt) {
  VxlanWalk walk;
  walk.net["leaf2"].device.vxlan->segments[0].vni = 50009;
  // leaf1 knows no end for 50009, and what it would send there is not certain.
  EXPECT_EQ(walk.Story().back(), "leaf1:leaves-network");
  EXPECT_TRUE(walk.ambiguous);
}

TEST(VxlanWalkTest, WithoutItsOwnEndADeviceSendsNothing) {
  VxlanWalk walk;
  for (model::Interface& interface : walk.net["leaf1"].device.interfaces) {
    if (interface.name == "tunnels") interface.admin_up = false;
  }
  EXPECT_EQ(walk.Story().back(), "leaf1:tunnel-down");
  EXPECT_TRUE(walk.ambiguous);
}

TEST(VxlanWalkTest, TheOtherEndListensOnItsOwnPort) {
  VxlanWalk walk;
  walk.net["leaf2"].device.vxlan->udp_port = 8472;
  EXPECT_EQ(walk.Story().back(), "leaf2:wrong-node");
  walk.net["leaf1"].device.vxlan->udp_port = 8472;
  EXPECT_EQ(walk.Story().back(), "leaf2:delivered");
}

TEST(VxlanWalkTest, TwoDevicesMayHaveTheAddressOfOneEnd) {
  VxlanWalk walk;
  walk.net.Leaf("leaf3", 3, 1);  // nearer to the spine than leaf2
  walk.net.Routed("leaf3", "red", 50001, {"target:65000:1"});
  for (model::Interface& interface : walk.net["leaf3"].device.interfaces) {
    if (interface.name == "tunnels")
      interface.addresses = {{*net::ParseHostPrefix("198.51.100.2/32"), false, {}}};
  }
  walk.net["leaf3"].device.vxlan->local = routing::A("198.51.100.2");
  EXPECT_EQ(walk.Story().back(), "leaf3:no-route");  // it has no sessions and does not know the site
}

}  // namespace
}  // namespace ringfence::forwarding
