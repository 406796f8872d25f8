// Walks of packets with labels: pe1 - m - pe2, a VPN between the edges, LDP on all links.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "forwarding/label_walk_testing.h"

namespace ringfence::forwarding {
namespace {

using testing::ElementsAre;

TEST(LabelWalkTest, TheRouterBeforeTheLastTakesTheOuterLabelOff) {
  LabelWalk walk;
  EXPECT_THAT(walk.Story(kSite2),
              ElementsAre("pe1>m [to 192.0.2.2/32 | route 10.2.0.0/24 in table red of pe2]",
                          "m>pe2 [route 10.2.0.0/24 in table red of pe2]", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST(LabelWalkTest, OneLabelMayStandForTheTable) {
  LabelWalk walk;
  walk.net["pe2"].vrfs[0].label_per_table = true;
  walk.RunLdp("pe2").explicit_null = true;
  EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1>m [to 192.0.2.2/32 | table red of pe2]",
                                              "m>pe2 [to 192.0.2.2/32 | table red of pe2]", "pe2:delivered"));
}

TEST(LabelWalkTest, ListsForAddressesDoNotSeeLabelledPackets) {
  LabelWalk walk;
  model::Acl list;
  list.name = "all";
  list.lines.push_back({model::AclAction::kDeny, {}, {}});
  walk.net["m"].device.acls.push_back(list);
  for (model::Interface& interface : walk.net["m"].device.interfaces) interface.acl_in4.name = "all";
  EXPECT_EQ(walk.Story(kSite2).back(), "pe2:delivered");
}

TEST(LabelWalkTest, WithoutALabelOfTheNextRouterTheOthersAreLost) {
  LabelWalk walk;
  walk.RunLdp("m", "pe2");
  EXPECT_THAT(walk.Story(kSite2),
              ElementsAre("pe1>m [to 192.0.2.2/32 | route 10.2.0.0/24 in table red of pe2]", "m:no-label"));
  EXPECT_FALSE(walk.ambiguous);
  walk.net["m"].ldp.ends_without_ldp = true;  // it is the end then, and does not know what is below
  EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1>m [route 10.2.0.0/24 in table red of pe2]", "m:no-label"));
  walk.net["m"].ldp.ordered = true;
  EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1>m [route 10.2.0.0/24 in table red of pe2]", "m:no-label"));
  walk.net["m"].ldp.ends_without_ldp = false;  // it waits for a label of pe2
  EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1:no-label"));
  walk.net["pe1"].ldp.sends_bare = true;
  EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1>m [route 10.2.0.0/24 in table red of pe2]", "m:no-label"));
}

TEST(LabelWalkTest, OnlyWhatIsBoundHasALabel) {
  LabelWalk walk;
  walk.net["pe2"].ldp.own = routing::ldp::OwnBindings::kTransport;
  walk.net["m"].ldp.ordered = walk.net["m"].ldp.hosts_only = true;
  EXPECT_EQ(walk.Story(kSite2).back(), "pe2:delivered");
  walk.net["pe2"].ldp.transport = routing::A("10.0.1.0");  // another address: the loopback has no label
  EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1:no-label"));
}

TEST(LabelWalkTest, RoutersInTheMiddleNeedNoRoutesOfBgp) {
  for (const bool labels : {true, false}) {
    LabelWalk walk;
    for (const char* edge : {"pe1", "pe2"}) {
      routing::bgp::BgpVrf& main = walk.net.BgpOf(edge, "");
      main.families.emplace_back().family = routing::bgp::BgpFamily::kIpv4Unicast;
      main.families.back().networks.push_back({.prefix = routing::P("10.9.0.0/24")});
      main.neighbors[0].families.emplace_back().next_hop_self = routing::bgp::NextHopSelf::kAlways;
      walk.net[edge].ldp.enabled = labels;
    }
    walk.net.Port("pe2", "lan", "10.9.0.1/24");
    walk.net.Port("pe1", "hosts", "10.8.0.1/24");
    const std::vector<std::string> story = walk.Story("10.9.0.8/29", "hosts");
    if (labels) {
      EXPECT_THAT(story, ElementsAre("pe1>m [to 192.0.2.2/32]", "m>pe2", "pe2:delivered"));
    } else {
      EXPECT_THAT(story, ElementsAre("pe1>m", "m:no-route"));
    }
  }
}

TEST(LabelWalkTest, EachOfSeveralWaysHasItsOwnLabelsOrNone) {
  LabelWalk walk;
  walk.net.Port("pe1", "hosts", "10.8.0.1/24");
  walk.net.Port("pe1", "x", "10.7.0.0/31");
  walk.net.Port("x", "pe1", "10.7.0.1/31");
  walk.net["x"].bgp.as = 65000;
  walk.net["x"].bgp.vrfs.emplace_back().router_id = routing::A("10.7.0.1");
  for (const std::string node : {"pe1", "pe2", "x"}) {
    routing::bgp::BgpVrf& main = walk.net.BgpOf(node, "");
    routing::bgp::BgpFamilyConfig& family = main.families.emplace_back();
    family.ibgp_paths_max = 2;
    if (node != "pe1") family.networks.push_back({.prefix = routing::P("10.9.0.0/24"), .needs_route = false});
    for (routing::bgp::BgpNeighbor& neighbor : main.neighbors) neighbor.families.emplace_back();
    if (node == "pe2") continue;
    routing::bgp::BgpNeighbor direct;
    direct.address = routing::A(node == "x" ? "10.7.0.0" : "10.7.0.1");
    direct.remote_as = 65000;
    direct.families.emplace_back();
    main.neighbors.push_back(direct);
  }
  walk.net["pe1"].bgp.decision.ignore_igp_metric = true;
  EXPECT_THAT(walk.Story("10.9.0.8/29", "hosts"),
              testing::UnorderedElementsAre("pe1>m [to 192.0.2.2/32]", "m>pe2", "pe1>x", "pe2:no-route",
                                            "x:no-route"));
}

TEST(LabelWalkTest, WithoutLabelsLeftARouteMayLeadIntoATunnel) {
  LabelWalk walk;
  walk.net.Port("pe1", "hosts", "10.8.0.1/24");
  walk.net.Port("pe2", "lan", "10.9.0.1/24");
  walk.net.Static("pe1", "10.9.0.0/24", "10.0.0.1");
  walk.net.Static("m", "10.9.0.0/24", "").discard = false;
  walk.net["m"].static_routes.routes.back().interface = "st0";
  const std::vector<std::pair<std::string, std::string>> ends = {{"m", "192.0.2.9"}, {"pe2", "192.0.2.2"}};
  for (std::size_t side = 0; side < 2; ++side) {
    const std::string& node = ends[side].first;
    walk.net.Port(node, "st0", "", model::InterfaceKind::kTunnel);
    model::TunnelConfig& tunnel = walk.net[node].device.tunnels.emplace_back();
    tunnel.local = routing::A(ends[side].second);
    tunnel.peer = routing::A(ends[1 - side].second);
    tunnel.bind_interface = "st0";
  }
  EXPECT_THAT(walk.Story("10.9.0.8/29", "hosts"),
              ElementsAre("pe1>m [to 10.9.0.0/24]", "m>pe2", "pe2:delivered"));
  EXPECT_TRUE(walk.ambiguous) << "whether systems do so was not tried";
}

TEST(LabelWalkTest, ANeighbourWithOpenLinesMayHaveALabel) {
  LabelWalk walk;
  walk.RunLdp("m", "pe2");
  walk.net.Open("m");
  EXPECT_EQ(walk.Story(kSite2).size(), 2U);
  EXPECT_FALSE(walk.ambiguous) << "pe2 runs LDP and is complete, m itself is on the way";
  walk.net.Open("pe2");
  EXPECT_EQ(walk.Story(kSite2).back(), "m:no-label");
  EXPECT_TRUE(walk.ambiguous);
}

}  // namespace
}  // namespace ringfence::forwarding
