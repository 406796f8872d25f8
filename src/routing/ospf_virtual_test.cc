// Virtual links (RFC 2328 sections 15 and 16.3) against tables derived by hand.

#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

/// Router ids are 0.0.0.<n> in order of first mention.
ospf::VirtualLink& Virtual(World& w, const std::string& node, ospf::AreaId transit, std::uint32_t neighbor) {
  auto& links = w[node].ospf.processes[0].virtual_links;
  links.push_back({.transit = transit, .neighbor = net::IpAddress::V4(neighbor), .span = w.NewSpan()});
  return links.back();
}

/// bb (1) - x (2) in the backbone, x - n (3) - y (4) in area 1, y - m (5) in area 2.
void Chain(World& w) {
  w.Join("bb", "x", 0, 1, 1);
  w.Join("x", "n", 1, 2, 3);
  w.Join("n", "y", 1, 4, 5);
  w.Join("y", "m", 2, 7, 7);
  w.Loopback("bb", "192.0.2.1", 0);
  w.Loopback("m", "192.0.2.5", 2);
}

TEST(OspfVirtualTest, AnAreaBehindAnAreaIsJoined) {
  World w;
  Chain(w);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "m", "192.0.2.1/32"), "-");
  Virtual(w, "x", 1, 4);
  Virtual(w, "y", 1, 2);
  w.Build();
  const RoutingState state = w.Nominal();
  // y to x costs 5 + 3, x to y 2 + 4: the link costs what the way of its direction costs.
  EXPECT_EQ(w.Show(state, "m", "192.0.2.1/32"), "ospf-ia 16 via y[10.0.3.0]");
  EXPECT_EQ(w.Show(state, "y", "192.0.2.1/32"), "ospf 9 via n[10.0.2.0]");
  EXPECT_EQ(w.Show(state, "bb", "192.0.2.5/32"), "ospf-ia 14 via x[10.0.0.1]");
  EXPECT_EQ(w.Show(state, "x", "192.0.2.5/32"), "ospf-ia 13 via n[10.0.1.1]");
  // Inside the transit area both are plain routes between areas.
  EXPECT_EQ(w.Show(state, "n", "192.0.2.1/32"), "ospf-ia 4 via x[10.0.1.0]");
  EXPECT_EQ(w.Show(state, "n", "192.0.2.5/32"), "ospf-ia 11 via y[10.0.2.1]");
}

TEST(OspfVirtualTest, ItFallsWithTheWayThroughItsArea) {
  World w;
  Chain(w);
  Virtual(w, "x", 1, 4);
  Virtual(w, "y", 1, 2);
  w.Join("x", "y", 1, 20, 20);
  w.Build();
  EXPECT_EQ(w.Show(w.WithoutLink("n--y"), "m", "192.0.2.1/32"), "ospf-ia 28 via y[10.0.3.0]");
  EXPECT_EQ(w.Show(w.WithoutLink("n--y"), "bb", "192.0.2.5/32"), "ospf-ia 28 via x[10.0.0.1]");
  FailureState failure(w.network());
  failure.FailLink(w.network().FindLink("n--y"));
  failure.FailLink(w.network().FindLink("x--y"));
  EXPECT_EQ(w.Show(w.Under(failure), "m", "192.0.2.1/32"), "-");
  EXPECT_EQ(w.Show(w.Under(failure), "bb", "192.0.2.5/32"), "-");
}

TEST(OspfVirtualTest, BothEndsMustNameEachOtherAndAgree) {
  World one;
  Chain(one);
  Virtual(one, "x", 1, 4);
  one.Build();
  EXPECT_EQ(one.Show(one.Nominal(), "m", "192.0.2.1/32"), "-");
  EXPECT_EQ(CountOf(one.engine().findings(), base::DiagnosticKind::kAdjacencyUnmet), 1);
  World timers;
  Chain(timers);
  Virtual(timers, "x", 1, 4);
  Virtual(timers, "y", 1, 2).hello_s = 5;
  timers.Build();
  EXPECT_EQ(timers.Show(timers.Nominal(), "m", "192.0.2.1/32"), "-");
  World stub;
  Chain(stub);
  for (const char* name : {"x", "n", "y"}) stub.AreaOf(name, 1).type = ospf::AreaType::kStub;
  Virtual(stub, "x", 1, 4);
  Virtual(stub, "y", 1, 2);
  stub.Build();
  EXPECT_EQ(stub.Show(stub.Nominal(), "m", "192.0.2.1/32"), "-");
}

// Cost above 65535: "should be considered inoperational".
TEST(OspfVirtualTest, AWayCanBeTooLong) {
  for (const std::uint32_t cost : {65531U, 65532U}) {
    World w;
    w.Join("bb", "x", 0, 1, 1);
    w.Join("x", "n", 1, 2, 3);
    w.Join("n", "y", 1, 4, cost);
    w.Join("y", "m", 2, 7, 7);
    w.Join("n", "y", 1, cost, cost);
    w.Loopback("bb", "192.0.2.1", 0);
    Virtual(w, "x", 1, 4);
    Virtual(w, "y", 1, 2);
    w.Build();
    const std::string metric = std::to_string(cost + 3 + 1);
    const std::string found = w.Show(w.Nominal(), "y", "192.0.2.1/32");
    EXPECT_EQ(found.starts_with("ospf " + metric + " via"), cost + 3 <= 65535) << found;
  }
}

// Section 16.3: x and z reach each other in the backbone at 50; the virtual link x - y lets area 1 carry for
// others, so z takes the way through area 1 to x and y as well.
TEST(OspfVirtualTest, ATransitAreaShortensPathsOfTheBackbone) {
  World w;
  Chain(w);
  w.Join("bb", "z", 0, 50, 50);
  w.Join("n", "z", 1, 1, 1);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "z", "192.0.2.1/32"), "ospf 50 via bb[10.0.4.0]");
  Virtual(w, "x", 1, 4);
  Virtual(w, "y", 1, 2);
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.Show(state, "z", "192.0.2.1/32"), "ospf 5 via n[10.0.5.0]");
  EXPECT_EQ(w.Show(state, "z", "192.0.2.5/32"), "ospf-ia 12 via n[10.0.5.0]");
  EXPECT_EQ(w.Show(state, "n", "192.0.2.1/32"), "ospf-ia 4 via x[10.0.1.0]");
}

// An external route behind the virtual link: type 4 goes the same way (section 16.3 for routers).
TEST(OspfVirtualTest, AdvertisingRoutersAreReachedTheSameWay) {
  World w;
  Chain(w);
  w.Join("bb", "z", 0, 50, 50);
  w.Join("n", "z", 1, 1, 1);
  Virtual(w, "x", 1, 4);
  Virtual(w, "y", 1, 2);
  w.Static("bb", "203.0.113.0/24", "");
  ospf::Redistribution redistribution;
  redistribution.source = ospf::RedistributionSource::kStatic;
  redistribution.type = ospf::ExternalType::kType1;
  redistribution.metric = 100;
  w["bb"].ospf.processes[0].redistributions.push_back(redistribution);
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.Show(state, "m", "203.0.113.0/24"), "ospf-e1 116 via y[10.0.3.0]");
  EXPECT_EQ(w.Show(state, "z", "203.0.113.0/24"), "ospf-e1 105 via n[10.0.5.0]");
  EXPECT_EQ(w.Show(state, "y", "203.0.113.0/24"), "ospf-e1 109 via n[10.0.2.0]");
}

// Ranges of the backbone hold everywhere but in the area that carries the link (section 12.4.3).
TEST(OspfVirtualTest, RangesOfTheBackboneStayOutOfTheTransitArea) {
  World w;
  Chain(w);
  w.Join("x", "k", 3, 1, 1);
  Virtual(w, "x", 1, 4);
  Virtual(w, "y", 1, 2);
  ospf::AreaRange range;
  range.prefix = P("192.0.2.0/28");
  range.discard_route = false;
  w.AreaOf("x", 0).ranges.push_back(range);
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.Show(state, "k", "192.0.2.0/28"), "ospf-ia 2 via x[10.0.4.0]");
  EXPECT_EQ(w.Show(state, "k", "192.0.2.1/32"), "-");
  EXPECT_EQ(w.Show(state, "n", "192.0.2.0/28"), "-");
  EXPECT_EQ(w.Show(state, "n", "192.0.2.1/32"), "ospf-ia 4 via x[10.0.1.0]");
}

// A device that is not there may be the far end: nothing is certain then.
TEST(OspfVirtualTest, AnEndOutsideMakesRoutesUncertain) {
  World w;
  Chain(w);
  Virtual(w, "x", 1, 77);
  w.Build();
  const RoutingState state = w.Nominal();
  const model::NodeId m = w.network().FindNode("n");
  const Route* route = state.rib(m).Find(P("192.0.2.1/32"));
  ASSERT_NE(route, nullptr);
  EXPECT_TRUE(route->ambiguous);
}

}  // namespace
}  // namespace ringfence::routing
