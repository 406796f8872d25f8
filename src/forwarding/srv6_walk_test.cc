// Walks of packets to SIDs: pe1 - m - pe2 with VRF `red` at both ends. Expected ways are derived by hand from
// RFC 8986 (sections 4.6, 5.1) and RFC 9252 (section 5).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "forwarding/vpn_mesh_testing.h"
#include "routing/srv6_testing.h"

namespace ringfence::forwarding {
namespace {

using testing::ElementsAre;

class Srv6Walk {
 public:
  Srv6Walk() {
    for (const int number : {1, 2}) {
      const std::string edge = "pe" + std::to_string(number);
      net.Edge(edge, number);
      net.Peer(edge, 3 - number);
      net.Vrf(edge, "red", "65000:" + std::to_string(number), {"target:65000:1"}, {"target:65000:1"});
      net.BgpOf(edge, "red")
          .families[0]
          .redistributions.push_back({.source = model::RouteSource::kConnected});
      net.Port(edge, "site", "10." + std::to_string(number) + ".0.1/24").vrf = "red";
    }
    for (const int number : {1, 2, 3}) {
      const std::string node = number == 3 ? "m" : "pe" + std::to_string(number);
      routing::RunIsis6(net[node], number);
      if (number != 3) routing::RunSrv6(net[node], "2001:db8:a" + std::to_string(number) + "::/64");
    }
  }

  /// The ways of packets from the site of pe1 to that of pe2.
  Paths Story(std::string_view to = "10.2.0.8/29") {
    const routing::Network& network = net.Build();
    const WalkGraph graph =
        WalkOne(network, net.Nominal(), PortAt(network, "pe1", "site"), network.FindNode("pe2"), to);
    ambiguous = !graph.ambiguous_nodes.empty();
    return GraphPaths::Of(network, graph);
  }
  routing::srv6::Service& ServiceOf(const std::string& node) { return net[node].srv6.services.front(); }
  /// A list at all ports of m that denies what comes to these addresses, and permits the rest.
  void DenyAtM(net::HeaderMatch denied) {
    model::Acl list;
    list.name = "filter";
    list.family = net::Family::kIpv6;
    denied.family = net::Family::kIpv6;
    list.lines.push_back({model::AclAction::kDeny, denied, {}});
    list.lines.push_back({model::AclAction::kPermit, net::HeaderMatch{.family = net::Family::kIpv6}, {}});
    net["m"].device.acls.push_back(list);
    for (model::Interface& interface : net["m"].device.interfaces) interface.acl_in6.name = "filter";
  }

  routing::VpnWorld net;
  bool ambiguous = false;
};

TEST(Srv6WalkTest, EveryRouterOnTheWayCarriesTheOuterPacketAndTheOwnerLooksUpInItsVrf) {
  Srv6Walk walk;
  EXPECT_THAT(walk.Story(), ElementsAre("pe1(>m>pe2):delivered"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST(Srv6WalkTest, WithoutALocatorThatOthersKnowThereIsNoRouteOrNoWay) {
  Srv6Walk walk;
  walk.net["pe2"].isis.processes[0].locators.clear();
  EXPECT_THAT(walk.Story(), ElementsAre("pe1:no-route"));
  EXPECT_FALSE(walk.ambiguous);
  walk.ServiceOf("pe1").needs_route = false;
  EXPECT_THAT(walk.Story(), ElementsAre("pe1(:no-route"));
  EXPECT_TRUE(walk.ambiguous);
}

TEST(Srv6WalkTest, ADefaultRouteInThePlaceOfTheLocatorIsDoubtful) {
  Srv6Walk walk;
  walk.net["pe2"].isis.processes[0].locators.clear();
  walk.net.Static("pe1", "::/0", "2001:db8::a00:1");
  walk.net.Static("m", "2001:db8:a2::/64", "2001:db8::a00:100");
  EXPECT_THAT(walk.Story(), ElementsAre("pe1(>m>pe2):delivered"));
  EXPECT_TRUE(walk.ambiguous);
}

TEST(Srv6WalkTest, TheOuterPacketIsRoutedByTheSidNotByTheNextHopOfBgp) {
  Srv6Walk walk;
  // The IPv6 route to the locator leads nowhere although BGP's next hop is well.
  walk.net.Static("m", "2001:db8:a2::/64", "").distance = 1;
  EXPECT_THAT(walk.Story(), ElementsAre("pe1(>m:discarded"));
}

TEST(Srv6WalkTest, ListsBelowSeeTheOuterPacket) {
  for (const bool inside : {true, false}) {
    Srv6Walk walk;
    net::HeaderMatch outer;
    outer.destination = {net::AddressMatch::Of(routing::P("2001:db8:a2::/64"))};
    const std::uint16_t protocol = inside ? net::kProtocolIpv4Inside : net::kProtocolIpv6Inside;
    outer.protocol = {net::NumberRange{protocol, protocol}};
    walk.DenyAtM(outer);
    EXPECT_THAT(walk.Story(), ElementsAre(inside ? "pe1(>m:denied-in" : "pe1(>m>pe2):delivered"));
    EXPECT_FALSE(walk.ambiguous);
  }
}

TEST(Srv6WalkTest, WhatTellsAddressesOfALocatorApartIsDoubtful) {
  Srv6Walk walk;
  net::HeaderMatch outer;
  outer.destination = {net::AddressMatch::Of(routing::P("2001:db8:a2::7/128"))};
  walk.DenyAtM(outer);
  walk.Story();
  EXPECT_TRUE(walk.ambiguous);
  Srv6Walk routes;
  routes.net.Static("m", "2001:db8:a2::7/128", "");
  routes.Story();
  EXPECT_TRUE(routes.ambiguous);
}

TEST(Srv6WalkTest, ASourceThatNobodyConfiguredIsAnyForAList) {
  for (const bool configured : {true, false}) {
    Srv6Walk walk;
    if (configured) walk.net["pe1"].srv6.source = routing::A("2001:db8:ff::1");
    net::HeaderMatch outer;
    outer.source = {net::AddressMatch::Of(routing::P("2001:db8:ff::1/128"))};
    walk.DenyAtM(outer);
    EXPECT_THAT(walk.Story(), ElementsAre(configured ? "pe1(>m:denied-in" : "pe1(>m>pe2):delivered"));
    EXPECT_EQ(walk.ambiguous, !configured);
  }
}

TEST(Srv6WalkTest, SessionsWithoutSidsLeaveTheRouteToLabels) {
  Srv6Walk walk;
  walk.net["pe2"].bgp.vrfs[0].neighbors[0].families[0].carries_sids = false;
  EXPECT_THAT(walk.Story(), ElementsAre("pe1:no-label"));
  EXPECT_TRUE(walk.ambiguous);  // a table that uses SIDs, and a route without one
}

TEST(Srv6WalkTest, ATableThatUsesNoSidsDoesNotFollowThem) {
  Srv6Walk walk;
  walk.ServiceOf("pe1").takes = false;
  EXPECT_THAT(walk.Story(), ElementsAre("pe1:no-label"));
  EXPECT_TRUE(walk.ambiguous);
  // Where a system demands labels, and there are none, it may have the route or not.
  walk.net["pe1"].bgp.vrfs[0].families[0].demands_label = true;
  EXPECT_THAT(walk.Story(), ElementsAre("pe1:discarded"));
  EXPECT_TRUE(walk.ambiguous);
}

TEST(Srv6WalkTest, OtherAddressesOfALocatorAreForSidsThatAreNotComputed) {
  Srv6Walk walk;
  const routing::Network& network = walk.net.Build();
  const WalkGraph graph = WalkOne(network, walk.net.Nominal(), PortAt(network, "pe1", "m"),
                                  network.FindNode("pe2"), "2001:db8:a2::5/128");
  EXPECT_THAT(GraphPaths::Of(network, graph), ElementsAre("pe1>m>pe2:discarded"));
  EXPECT_FALSE(graph.ambiguous_nodes.empty());
}

TEST(Srv6WalkTest, ADemandForLabelsDoesNotConcernRoutesWithSids) {
  Srv6Walk walk;
  for (const char* edge : {"pe1", "pe2"}) walk.net[edge].bgp.vrfs[0].families[0].demands_label = true;
  EXPECT_THAT(walk.Story(), ElementsAre("pe1(>m>pe2):delivered"));
  EXPECT_FALSE(walk.ambiguous);
}

}  // namespace
}  // namespace ringfence::forwarding
