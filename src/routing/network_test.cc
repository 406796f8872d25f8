// Links, failures, selection and recursion on small networks.

#include "routing/network.h"

#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

using base::DiagnosticKind;
using model::InterfaceKind;

TEST(LinksTest, SharedSubnetsJoinWithoutCables) {
  World w;
  w.Port("b", "x", "10.0.0.1/31");
  w.Port("a", "y", "10.0.0.0/31");
  w.Port("a", "lo", "10.0.0.9/32", InterfaceKind::kLoopback);
  const Network& network = w.Build();
  ASSERT_EQ(network.links().size(), 1U);
  EXPECT_EQ(network.links()[0].name, "a--b");
  EXPECT_FALSE(network.links()[0].from_cable);
  EXPECT_EQ(network.links()[0].subnets, std::vector<net::Prefix>({P("10.0.0.0/31")}));
  EXPECT_TRUE(w.diagnostics.items().empty());
}

TEST(LinksTest, ParallelLinksAreNamedByTheirInterfaces) {
  World w;
  w.Port("a", "x1", "10.0.0.0/31");
  w.Port("a", "x2", "10.0.1.0/31");
  w.Port("b", "y1", "10.0.0.1/31");
  w.Port("b", "y2", "10.0.1.1/31");
  const Network& network = w.Build();
  EXPECT_EQ(network.links()[0].name, "a[x1]--b[y1]");
  EXPECT_EQ(network.links()[1].name, "a[x2]--b[y2]");
  EXPECT_TRUE(network.FindLink("a[x2]--b[y2]").valid());
  EXPECT_FALSE(network.FindLink("a--b").valid());
}

TEST(LinksTest, CablesDecideAndNamesIgnoreCase) {
  World w;
  w.Port("a", "Ethernet1", "10.0.0.1/24");
  w.Port("b", "Ethernet1", "10.0.0.2/24");
  w.Port("c", "Ethernet1", "10.0.0.3/24");
  w.Port("d", "Ethernet1", "10.0.0.4/24");
  w.Cable("A", "ethernet1", "b", "ETHERNET1");
  w.Cable("c", "Ethernet1", "d", "Ethernet1");
  const Network& network = w.Build();
  ASSERT_EQ(network.links().size(), 2U);
  EXPECT_EQ(network.links()[0].name, "a--b");
  EXPECT_TRUE(network.links()[0].from_cable);
  EXPECT_EQ(CountOf(w.diagnostics, DiagnosticKind::kSubnetOverlap), 1);
}

TEST(LinksTest, PortsCarryWhatStandsOnThem) {
  World w;
  w.Port("a", "1/1/1", "");
  w.Port("a", "to-b", "10.0.0.0/31", InterfaceKind::kLogical).parent = "1/1/1";
  w.Port("b", "ge-0", "").lag = "ae0";
  w.Port("b", "ae0", "", InterfaceKind::kLag);
  w.Port("b", "ae0.0", "10.0.0.1/31", InterfaceKind::kSubinterface).parent = "ae0";
  w.Cable("a", "1/1/1", "b", "ge-0");
  const Network& network = w.Build();
  ASSERT_EQ(network.links().size(), 1U);
  EXPECT_EQ(network.InterfaceAt(network.links()[0].ends[1]).name, "ae0.0");
}

TEST(LinksTest, VlansMustAgreeAndFailTogether) {
  World w;
  for (const char* name : {"a", "b"}) {
    const std::string host = name[0] == 'a' ? ".1/24" : ".2/24";
    w.Port(name, "x", "");
    w.Port(name, "x.10", "10.0.10" + host, InterfaceKind::kSubinterface).vlan = 10;
    w["" + std::string(name)].device.interfaces.back().parent = "x";
    w.Port(name, "x.20", "10.0.20" + host, InterfaceKind::kSubinterface).vlan = 20;
    w["" + std::string(name)].device.interfaces.back().parent = "x";
  }
  w.Cable("a", "x", "b", "x");
  const Network& network = w.Build();
  ASSERT_EQ(network.links().size(), 2U);
  EXPECT_EQ(network.links()[0].name, "a[x.10]--b[x.10]");
  const RoutingState state = w.WithoutLink("a[x.10]--b[x.10]");
  EXPECT_FALSE(state.interface_up(network.links()[1].ends[0]));
}

TEST(LinksTest, UnknownEndsNameTheOtherEnd) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Cable("a", "x", "nobody", "y");
  w.Cable("a", "z", "a", "x");
  w.Build();
  EXPECT_EQ(CountOf(w.diagnostics, DiagnosticKind::kLinkUnknownEnd), 2);
  for (const base::Diagnostic& diagnostic : w.diagnostics.items()) {
    if (diagnostic.kind != DiagnosticKind::kLinkUnknownEnd) continue;
    EXPECT_FALSE(diagnostic.also.empty()) << diagnostic.what;
  }
}

TEST(LinksTest, CablesOfDevicesThatAreNotHereChangeNothing) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Cable("nobody", "y", "noone", "z");
  w.Build();
  EXPECT_EQ(CountOf(w.diagnostics, DiagnosticKind::kLinkUnknownEnd), 0);
  EXPECT_EQ(CountOf(w.diagnostics, DiagnosticKind::kCableElsewhere), 2);
}

TEST(LinksTest, SubnetsThatDifferAcrossACableAreAFinding) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Port("b", "x", "10.9.0.2/24");
  w.Cable("a", "x", "b", "x");
  const Network& network = w.Build();
  EXPECT_EQ(network.links().size(), 1U);
  EXPECT_EQ(CountOf(w.diagnostics, DiagnosticKind::kAdjacencyUnmet), 1);
}

TEST(LinksTest, EqualAddressesAreErrors) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Port("b", "x", "10.0.0.1/24");
  w.Port("c", "x", "10.0.0.1/24").admin_up = false;
  w.Build();
  EXPECT_EQ(CountOf(w.diagnostics, DiagnosticKind::kAddressDuplicate), 1);
}

TEST(LinksTest, CustomersOfDifferentVpnsMayHaveEqualAddresses) {
  for (const bool apart : {true, false}) {
    World w;
    for (const char* customer : {"red", "blue"}) {
      w.Port(customer, "lan", "10.1.0.1/24");
      const std::string wan = std::string("192.0.2.") + (*customer == 'r' ? "0" : "2");
      w.Port(customer, "wan", wan + "/31");
      w.Port("pe", customer, std::string("192.0.2.") + (*customer == 'r' ? "1" : "3") + "/31").vrf =
          apart ? customer : "";
    }
    w.Build();
    EXPECT_EQ(CountOf(w.diagnostics, DiagnosticKind::kAddressDuplicate), apart ? 0 : 1);
  }
}

TEST(LinksTest, ASubnetInTwoVrfsOfADeviceJoinsNobodyWithoutACable) {
  World w;
  w.Port("pe", "red", "10.1.0.1/24").vrf = "red";
  w.Port("pe", "blue", "10.1.0.1/24").vrf = "blue";
  w.Port("ce", "wan", "10.1.0.2/24");
  EXPECT_TRUE(w.Build().links().empty());
  EXPECT_EQ(CountOf(w.diagnostics, DiagnosticKind::kLinkAmbiguous), 1);
  w.Cable("pe", "red", "ce", "wan");
  ASSERT_EQ(w.Build().links().size(), 1U);
}

TEST(NetworkTest, HostsHaveADefaultAndDoNotForward) {
  model::Element element;
  element.name = "gnb";
  element.interfaces.resize(1);
  element.interfaces[0].name = "eth0";
  element.interfaces[0].addresses.push_back({*net::ParseHostPrefix("10.0.0.2/30"), false, {}});
  element.interfaces[0].gateway4 = A("10.0.0.1");
  const Node host = HostNode(element);
  EXPECT_FALSE(host.config.device.forwards4);
  base::Diagnostics diagnostics;
  const Network network({host}, {}, diagnostics);
  const RoutingEngine engine(network);
  Scratch scratch;
  const RoutingState state = engine.Compute(FailureState(network), scratch);
  const Fib& fib = state.fib(model::NodeId(0));
  const FibEntry* entry = fib.Lookup(A("203.0.113.1"));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(fib.HopsOf(*entry)[0], (NextHop{model::InterfaceIndex(0), A("10.0.0.1"), false}));
  EXPECT_NE(state.Receives(model::NodeId(0), A("10.0.0.2")), nullptr);
  EXPECT_EQ(state.Receives(model::NodeId(0), A("10.0.0.1")), nullptr);
}

TEST(FailureTest, NodeTakesCarrierFromItsNeighboursButNotFromASegment) {
  World w;
  w.Port("a", "x", "10.0.0.0/31");
  w.Port("b", "x", "10.0.0.1/31");
  for (const char* name : {"b", "c", "d"}) {
    w.Port(name, "lan", std::string("10.1.0.") + std::to_string(name[0] - 'a') + "/24");
  }
  w.Build();
  EXPECT_EQ(w.Show(w.WithoutNode("b"), "a", "10.0.0.0/31"), "-");
  EXPECT_EQ(w.Show(w.WithoutNode("b"), "c", "10.1.0.0/24"), "connected 0 via lan");
  EXPECT_FALSE(w.WithoutNode("b").node_up(w.network().FindNode("b")));
  EXPECT_TRUE(w.WithoutNode("b").rib(w.network().FindNode("b")).routes().empty());
}

TEST(FailureTest, InterfaceTakesWhatStandsOnIt) {
  World w;
  w.Port("a", "x", "");
  w.Port("a", "x.1", "10.0.0.1/24", InterfaceKind::kSubinterface).parent = "x";
  const Network& network = w.Build();
  FailureState failure(network);
  failure.FailInterface({model::NodeId(0), model::InterfaceIndex(0)});
  Scratch scratch;
  const RoutingState state = w.engine().Compute(failure, scratch);
  EXPECT_FALSE(state.interface_up({model::NodeId(0), model::InterfaceIndex(1)}));
}

TEST(SelectionTest, LeastDistanceWinsAndReturnsWhenItFails) {
  World w;
  w.Join("a", "b", 0, 10, 10);
  w.Join("a", "c", 0, 10, 10);
  w.Loopback("b", "192.0.2.2", 0);
  w.Static("a", "192.0.2.2/32", "10.0.1.1").recursive = false;
  w["a"].static_routes.routes[0].distance = 200;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.2/32"), "ospf 10 via b[10.0.0.1]");
  EXPECT_EQ(w.Show(w.WithoutLink("a--b"), "a", "192.0.2.2/32"), "static 0 via c[10.0.1.1]");
}

TEST(SelectionTest, EqualDistancesAreAmbiguous) {
  World w;
  w.Join("a", "b", 0, 10, 10);
  w.Loopback("b", "192.0.2.2", 0);
  w.Static("a", "192.0.2.2/32", "10.0.0.1").distance = 110;
  w.Build();
  const RoutingState state = w.Nominal();
  const Route* route = state.rib(w.network().FindNode("a")).Find(P("192.0.2.2/32"));
  EXPECT_TRUE(route->ambiguous);
  EXPECT_EQ(route->protocol, Protocol::kStatic);
}

TEST(RecursionTest, NextHopIsFoundThroughOspf) {
  World w;
  w.Join("a", "b", 0, 10, 10);
  w.Join("b", "c", 0, 10, 10);
  w.Loopback("c", "192.0.2.3", 0);
  w.Static("a", "203.0.113.0/24", "192.0.2.3");
  w.Static("a", "198.51.100.0/24", "203.0.113.9");
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "203.0.113.0/24"), "static 0 via ?[192.0.2.3]");
  const RoutingState state = w.Nominal();
  const model::NodeId a = w.network().FindNode("a");
  for (const char* address : {"203.0.113.1", "198.51.100.1"}) {
    const FibEntry* entry = state.fib(a).Lookup(A(address));
    ASSERT_NE(entry, nullptr) << address;
    EXPECT_EQ(state.fib(a).HopsOf(*entry)[0].gateway, A("10.0.0.1"));
  }
  EXPECT_EQ(w.Show(w.WithoutLink("b--c"), "a", "203.0.113.0/24"), "-");
}

TEST(RecursionTest, RoutesThatOnlySupportEachOtherAreNotInstalled) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Static("a", "203.0.113.0/24", "198.51.100.1");
  w.Static("a", "198.51.100.0/24", "203.0.113.1");
  w.Static("a", "192.0.2.0/24", "192.0.2.1");
  w.Build();
  for (const char* prefix : {"203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24"}) {
    EXPECT_EQ(w.Show(w.Nominal(), "a", prefix), "-");
  }
}

TEST(RecursionTest, OverADefaultRouteIsAmbiguous) {
  World w;
  w.Port("a", "x", "10.0.0.1/24");
  w.Static("a", "0.0.0.0/0", "10.0.0.2");
  w.Static("a", "203.0.113.0/24", "198.51.100.1");
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_TRUE(state.fib(model::NodeId(0)).Find(P("203.0.113.0/24"))->ambiguous);
}

TEST(ScratchTest, OneScratchGivesTheSameTablesInAnyOrder) {
  World w;
  w.Join("a", "b", 0, 10, 10);
  w.Join("b", "c", 0, 10, 10);
  w.Join("a", "c", 0, 10, 15);
  w.Loopback("c", "192.0.2.3", 0);
  w.Build();
  const std::string before = w.Show(w.Nominal(), "a", "192.0.2.3/32");
  EXPECT_EQ(w.Show(w.WithoutLink("a--c"), "a", "192.0.2.3/32"), "ospf 20 via b[10.0.0.1]");
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.3/32"), before);
}

}  // namespace
}  // namespace ringfence::routing
