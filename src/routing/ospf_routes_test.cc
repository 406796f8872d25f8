// OSPF features one by one, each with the clause it stands for.

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

using base::DiagnosticKind;
using ospf::AreaType;
using ospf::NetworkType;

/// Every feature in both versions.
class OspfRoutesTest : public testing::TestWithParam<net::Family> {};
INSTANTIATE_TEST_SUITE_P(Families, OspfRoutesTest, testing::Values(net::Family::kIpv4, net::Family::kIpv6),
                         [](const auto& family) {
                           return family.param == net::Family::kIpv4 ? "Ospfv2" : "Ospfv3";
                         });

TEST_P(OspfRoutesTest, EqualCostPathsAreUnited) {
  World w(GetParam());
  w.Join("a", "b", 0, 10, 10);  // 10.0.0.0/31
  w.Join("a", "c", 0, 10, 10);  // 10.0.1.0/31
  w.Join("b", "d", 0, 10, 10);
  w.Join("c", "d", 0, 10, 10);
  w.Loopback("d", "192.0.2.4", 0);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.4/32"), "ospf 20 via b[10.0.0.1] via c[10.0.1.1]");
  EXPECT_EQ(w.Show(w.WithoutLink("a--b"), "a", "192.0.2.4/32"), "ospf 20 via c[10.0.1.1]");
  EXPECT_EQ(w.Show(w.WithoutNode("c"), "a", "192.0.2.4/32"), "ospf 20 via b[10.0.0.1]");
  EXPECT_EQ(w.Show(w.WithoutNode("d"), "a", "192.0.2.4/32"), "-");
}

TEST_P(OspfRoutesTest, MorePathsThanTheDeviceKeepsAreAmbiguous) {
  World w(GetParam());
  w.Join("a", "b", 0, 10, 10);
  w.Join("a", "b", 0, 10, 10);
  w.Loopback("b", "192.0.2.2", 0);
  w["a"].ospf.processes[0].max_paths = 1;
  w.Build();
  const RoutingState state = w.Nominal();
  const model::NodeId a = w.network().FindNode("a");
  const FibEntry* entry = state.fib(a).Find(w.In("192.0.2.2/32"));
  ASSERT_NE(entry, nullptr);
  EXPECT_TRUE(entry->ambiguous);
  EXPECT_EQ(state.fib(a).HopsOf(*entry).size(), 2U);
}

// tests/live, OSPFv3, seeds 306, 323, 332, 336: one of the two links to b is used, any of them.
TEST_P(OspfRoutesTest, ParallelLinksBesideAnotherRouterAreAmbiguousInVersion3) {
  World w(GetParam());
  w.Join("a", "b", 0, 10, 10);
  w.Join("a", "b", 0, 10, 10);
  w.Join("a", "c", 0, 10, 10);
  w.Join("b", "d", 0, 10, 10);
  w.Join("c", "d", 0, 10, 10);
  w.Loopback("b", "192.0.2.2", 0);
  w.Loopback("d", "192.0.2.4", 0);
  w.Build();
  const RoutingState state = w.Nominal();
  const Fib& fib = state.fib(w.network().FindNode("a"));
  EXPECT_EQ(fib.Find(w.In("192.0.2.4/32"))->ambiguous, GetParam() == net::Family::kIpv6);
  EXPECT_FALSE(fib.Find(w.In("192.0.2.2/32"))->ambiguous) << "parallel links alone are all used";
}

TEST_P(OspfRoutesTest, OwnHostsStandInTheTableOnlyWhereTheSystemPutsThemThere) {
  for (const bool installs : {false, true}) {
    World w(GetParam());
    w.Join("a", "b", 0, 10, 10);
    w.Port("a", "lo", "198.51.100.1/24", model::InterfaceKind::kLoopback);
    w.Run("a", "lo", 0, 3, NetworkType::kLoopback).advertise_host = true;
    w["a"].local_routes = false;
    w["a"].ospf.processes[0].installs_own_prefixes = installs;
    w.Build();
    EXPECT_EQ(w.Show(w.Nominal(), "a", "198.51.100.1/32"), installs ? "ospf 3 via lo" : "-");
    EXPECT_EQ(w.Show(w.Nominal(), "a", "198.51.100.0/24"), "connected 0 via lo");
    EXPECT_EQ(w.Show(w.Nominal(), "b", "198.51.100.1/32"), "ospf 13 via a[10.0.0.0]");
  }
}

TEST_P(OspfRoutesTest, SegmentHasADesignatedRouterAndCostsOnce) {
  World w(GetParam());
  for (const char* name : {"a", "b", "c"}) {
    const std::string host(1, static_cast<char>('1' + (name[0] - 'a')));
    w.Port(name, "lan", "198.51.100." + host + "/24");
    w.Run(name, "lan", 0, 5, NetworkType::kBroadcast);
    w.Loopback(name, "192.0.2." + host, 0);
  }
  w.Build();
  EXPECT_EQ(w.network().links().size(), 1U);
  EXPECT_EQ(CountOf(w.diagnostics, DiagnosticKind::kLinkAmbiguous), 1);
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.3/32"), "ospf 5 via lan[198.51.100.3]");
  // The designated router c fails: b takes over, a and b still see each other.
  EXPECT_EQ(w.Show(w.WithoutNode("c"), "a", "192.0.2.2/32"), "ospf 5 via lan[198.51.100.2]");
  EXPECT_EQ(w.Show(w.WithoutNode("c"), "a", "192.0.2.3/32"), "-");
}

TEST_P(OspfRoutesTest, NobodyEligibleMeansNoAdjacency) {
  World w(GetParam());
  for (const char* name : {"a", "b"}) {
    w.Port(name, "lan", name[0] == 'a' ? "198.51.100.1/24" : "198.51.100.2/24");
    w.Run(name, "lan", 0, 5, NetworkType::kBroadcast).priority = 0;
  }
  w.Loopback("b", "192.0.2.2", 0);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.2/32"), "-");
}

TEST_P(OspfRoutesTest, StubRouterIsLastResort) {
  World w(GetParam());
  w.Join("a", "b", 0, 1, 1);
  w.Join("b", "d", 0, 1, 1);
  w.Join("a", "c", 0, 100, 100);
  w.Join("c", "d", 0, 100, 100);
  w.Loopback("d", "192.0.2.4", 0);
  w.Loopback("b", "192.0.2.2", 0);
  w["b"].ospf.processes[0].max_metric = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.4/32"), "ospf 200 via c[10.0.2.1]");
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.2/32"), "ospf 1 via b[10.0.0.1]");
}

struct Mismatch {
  const char* name;
  void (*break_it)(World&);
};

class OspfAdjacencyTest : public testing::TestWithParam<std::tuple<net::Family, Mismatch>> {};

TEST_P(OspfAdjacencyTest, DisagreementIsAFindingAndCarriesNoRoute) {
  World w(std::get<0>(GetParam()));
  w.Join("a", "b", 0, 10, 10);
  w.Loopback("b", "192.0.2.2", 0);
  std::get<1>(GetParam()).break_it(w);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.2/32"), "-");
  ASSERT_GE(CountOf(w.engine().findings(), DiagnosticKind::kAdjacencyUnmet), 1);
  const base::Diagnostic& finding = w.engine().findings().items().front();
  EXPECT_TRUE(finding.span.valid());
  ASSERT_EQ(finding.also.size(), 1U);
}

ospf::OspfInterface& Of(World& w) { return w["a"].ospf.processes[0].interfaces[0]; }

INSTANTIATE_TEST_SUITE_P(
    Rfc2328Section10, OspfAdjacencyTest,
    testing::Combine(
        testing::Values(net::Family::kIpv4, net::Family::kIpv6),
        testing::Values(Mismatch{"hello", [](World& w) { Of(w).hello_s = 5; }},
                        Mismatch{"dead", [](World& w) { Of(w).dead_s = 20; }},
                        Mismatch{"area", [](World& w) { Of(w).area = 7; }},
                        Mismatch{"area_type", [](World& w) { w.AreaOf("a", 0).type = AreaType::kStub; }},
                        Mismatch{"authentication", [](World& w) { Of(w).authentication = "md5:1"; }},
                        Mismatch{"type", [](World& w) { Of(w).type = NetworkType::kBroadcast; }},
                        Mismatch{"passive", [](World& w) { Of(w).passive = true; }},
                        Mismatch{"router_id",
                                 [](World& w) {
                                   w["a"].ospf.processes[0].router_id = w["b"].ospf.processes[0].router_id;
                                 }},
                        Mismatch{"mtu",
                                 [](World& w) {
                                   w["a"].device.interfaces[0].mtu_bytes = 1500;
                                   w["b"].device.interfaces[0].mtu_bytes = 9000;
                                 }})),
    [](const auto& named) {
      return std::string(std::get<1>(named.param).name) +
             (std::get<0>(named.param) == net::Family::kIpv4 ? "2" : "3");
    });

TEST_P(OspfRoutesTest, MayBeIgnored) {
  World w(GetParam());
  w.Join("a", "b", 0, 10, 10);
  w.Loopback("b", "192.0.2.2", 0);
  w["a"].device.interfaces[0].mtu_bytes = 1500;
  w["b"].device.interfaces[0].mtu_bytes = 9000;
  Of(w).mtu_ignore = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.2/32"), "ospf 10 via b[10.0.0.1]");
}

TEST_P(OspfRoutesTest, TrafficBetweenAreasCrossesTheBackbone) {
  World w(GetParam());  // a -1- x -0- y -2- b, and a shortcut a -1- y that must not carry backbone traffic
  w.Join("a", "x", 1, 10, 10);
  w.Join("x", "y", 0, 10, 10);
  w.Join("y", "b", 2, 10, 10);
  w.Loopback("a", "192.0.2.1", 1);
  w.Loopback("b", "192.0.2.2", 2);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.2/32"), "ospf-ia 30 via x[10.0.0.1]");
  EXPECT_EQ(w.Show(w.Nominal(), "x", "192.0.2.2/32"), "ospf-ia 20 via y[10.0.1.1]");
  EXPECT_EQ(w.Show(w.Nominal(), "y", "192.0.2.2/32"), "ospf 10 via b[10.0.2.1]");
  EXPECT_EQ(w.Show(w.WithoutLink("x--y"), "a", "192.0.2.2/32"), "-");
}

TEST_P(OspfRoutesTest, DualHomedEdgeIsNoTransitForBorderRouters) {
  World w(GetParam());  // the edge e stands in area 5 with both x and y; z keeps x in touch with the backbone
  w.Join("x", "y", 0, 10, 10);
  w.Join("x", "e", 5, 1, 1);
  w.Join("y", "e", 5, 1, 1);
  w.Loopback("y", "192.0.2.2", 0);
  w.Loopback("e", "192.0.2.5", 5);
  w.Loopback("x", "192.0.2.1", 0);
  w.Join("x", "z", 0, 10, 10);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "x", "192.0.2.5/32"), "ospf 1 via e[10.0.1.1]");
  EXPECT_EQ(w.Show(w.WithoutLink("x--y"), "x", "192.0.2.2/32"), "-");
  EXPECT_EQ(w.Show(w.WithoutLink("e--x"), "x", "192.0.2.5/32"), "ospf-ia 11 via y[10.0.0.1]");
}

TEST_P(OspfRoutesTest, RangesCondenseAndDiscard) {
  World w(GetParam());
  w.Join("r", "x", 0, 10, 10);
  w.Join("x", "a", 1, 5, 5);
  w.Join("x", "b", 1, 7, 7);
  w.Loopback("a", "172.16.0.1", 1);
  w.Loopback("b", "172.16.0.2", 1);
  ospf::AreaRange range;
  range.prefix = P("172.16.0.0/24");
  range.span = w.NewSpan();
  w.AreaOf("x", 1).ranges.push_back(range);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "r", "172.16.0.0/24"),
            "ospf-ia 15 via x[10.0.0.1]");  // RFC 1583: the smallest
  EXPECT_EQ(w.Show(w.Nominal(), "r", "172.16.0.1/32"), "-");
  EXPECT_EQ(w.Show(w.Nominal(), "x", "172.16.0.0/24"), "ospf 5 via discard");
  w["x"].ospf.processes[0].rfc1583_compatible = false;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "r", "172.16.0.0/24"),
            "ospf-ia 17 via x[10.0.0.1]");  // RFC 2328: the largest
  w.AreaOf("x", 1).ranges[0].cost = 100;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "r", "172.16.0.0/24"), "ospf-ia 110 via x[10.0.0.1]");
  w.AreaOf("x", 1).ranges[0].advertise = false;
  w.AreaOf("x", 1).ranges[0].discard_metric = 16777215;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "x", "172.16.0.0/24"), "ospf 16777215 via discard");
  EXPECT_EQ(w.Show(w.Nominal(), "r", "172.16.0.0/24"), "-");
}

TEST_P(OspfRoutesTest, StubAreasGetADefault) {
  World w(GetParam());
  w.Join("r", "x", 0, 10, 10);
  w.Join("x", "s", 1, 5, 5);
  w.Loopback("r", "192.0.2.1", 0);
  for (const char* name : {"x", "s"}) w.AreaOf(name, 1).type = AreaType::kStub;
  w.Static("r", "203.0.113.0/24", "");
  ospf::Redistribution redistribution;
  redistribution.source = ospf::RedistributionSource::kStatic;
  redistribution.metric = 20;
  w["r"].ospf.processes[0].redistributions.push_back(redistribution);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "s", "0.0.0.0/0"), "ospf-ia 6 via x[10.0.1.0]");
  EXPECT_EQ(w.Show(w.Nominal(), "s", "192.0.2.1/32"), "ospf-ia 15 via x[10.0.1.0]");
  EXPECT_EQ(w.Show(w.Nominal(), "s", "203.0.113.0/24"), "-");
  EXPECT_EQ(w.Show(w.Nominal(), "x", "203.0.113.0/24"), "ospf-e2 20 via r[10.0.0.0]");
  w.AreaOf("x", 1).no_summary = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "s", "192.0.2.1/32"), "-");
  EXPECT_EQ(w.Show(w.Nominal(), "s", "0.0.0.0/0"), "ospf-ia 6 via x[10.0.1.0]");
}

TEST_P(OspfRoutesTest, WithoutBackboneNobodyIsABorderRouter) {
  World w(GetParam());
  w.Join("a", "x", 1, 10, 10);
  w.Join("x", "b", 2, 10, 10);
  w.Loopback("b", "192.0.2.2", 2);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.2/32"), "-");
  w["x"].ospf.processes[0].abr_needs_backbone = false;  // RFC 2328 to the letter
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.2/32"), "ospf-ia 20 via x[10.0.0.1]");
}

ospf::Redistribution FromStatic(ospf::ExternalType type, std::uint32_t metric) {
  ospf::Redistribution redistribution;
  redistribution.source = ospf::RedistributionSource::kStatic;
  redistribution.type = type;
  redistribution.metric = metric;
  redistribution.tag = 7;
  return redistribution;
}

TEST_P(OspfRoutesTest, TypeOneAddsTheWayAndBeatsTypeTwo) {
  World w(GetParam());
  w.Join("r", "x", 0, 10, 10);
  w.Join("r", "y", 0, 3, 3);
  w.Static("x", "203.0.113.0/24", "");
  w.Static("y", "203.0.113.0/24", "");
  w["x"].ospf.processes[0].redistributions.push_back(FromStatic(ospf::ExternalType::kType1, 1000));
  w["y"].ospf.processes[0].redistributions.push_back(FromStatic(ospf::ExternalType::kType2, 1));
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "r", "203.0.113.0/24"), "ospf-e1 1010 via x[10.0.0.1]");
  EXPECT_EQ(w.Show(w.WithoutNode("x"), "r", "203.0.113.0/24"), "ospf-e2 1 via y[10.0.1.1]");
  const RoutingState state = w.WithoutNode("x");
  const Route* route = state.rib(w.network().FindNode("r")).Find(w.In("203.0.113.0/24"));
  EXPECT_EQ(route->tag, 7U);
}

TEST_P(OspfRoutesTest, TypeTwoTiesAreBrokenByTheWay) {
  World w(GetParam());
  w.Join("r", "x", 0, 10, 10);
  w.Join("r", "y", 0, 3, 3);
  for (const char* name : {"x", "y"}) {
    w.Static(name, "203.0.113.0/24", "");
    w[name].ospf.processes[0].redistributions.push_back(FromStatic(ospf::ExternalType::kType2, 20));
  }
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "r", "203.0.113.0/24"), "ospf-e2 20 via y[10.0.1.1]");
}

TEST_P(OspfRoutesTest, ReachesOtherAreasByTypeFour) {
  World w(GetParam());
  w.Join("a", "x", 1, 10, 10);
  w.Join("x", "y", 0, 10, 10);
  w.Join("y", "b", 2, 10, 10);
  w.Static("b", "203.0.113.0/24", "");
  w["b"].ospf.processes[0].redistributions.push_back(FromStatic(ospf::ExternalType::kType1, 1));
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "203.0.113.0/24"), "ospf-e1 31 via x[10.0.0.1]");
}

TEST_P(OspfRoutesTest, ASummaryStandsForExternalRoutesWithinIt) {
  World w(GetParam());
  w.Join("r", "x", 0, 10, 10);
  for (const char* prefix : {"203.0.113.0/25", "203.0.113.128/25", "198.51.100.0/25", "192.0.2.0/24"})
    w.Static("x", prefix, "");
  ospf::OspfProcess& x = w["x"].ospf.processes[0];
  x.redistributions.push_back(FromStatic(ospf::ExternalType::kType1, 5));
  x.external_summaries.push_back({.prefix = P("203.0.113.0/24"), .metric = 30, .tag = 8, .span = {}});
  x.external_summaries.push_back({.prefix = P("198.51.100.0/24"), .advertise = false, .tag = {}, .span = {}});
  x.external_summaries.push_back({.prefix = P("10.9.0.0/16"), .tag = {}, .span = {}});
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.Show(state, "r", "203.0.113.0/24"), "ospf-e1 40 via x[10.0.0.1]");
  EXPECT_EQ(state.rib(w.network().FindNode("r")).Find(w.In("203.0.113.0/24"))->tag, 8U);
  EXPECT_EQ(w.Show(state, "r", "192.0.2.0/24"), "ospf-e1 15 via x[10.0.0.1]");
  for (const char* gone :
       {"203.0.113.0/25", "203.0.113.128/25", "198.51.100.0/24", "198.51.100.0/25", "10.9.0.0/16"})
    EXPECT_EQ(w.Show(state, "r", gone), "-") << gone;
}

TEST_P(OspfRoutesTest, DefaultIsOriginatedWhileHeldOrAlways) {
  World w(GetParam());
  w.Join("r", "x", 0, 10, 10);
  w["x"].ospf.processes[0].default_origination = ospf::DefaultOrigination{};
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "r", "0.0.0.0/0"), "-");
  w["x"].ospf.processes[0].default_origination->always = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "r", "0.0.0.0/0"), "ospf-e2 1 via x[10.0.0.1]");
  w["x"].ospf.processes[0].default_origination->always = false;
  w.Static("x", "0.0.0.0/0", "");
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "r", "0.0.0.0/0"), "ospf-e2 1 via x[10.0.0.1]");
}

TEST_P(OspfRoutesTest, TypeSevenIsTranslatedByTheHighestRouterId) {
  World w(GetParam());  // n in NSSA 1 with border routers x (id 2) and y (id 3); r in the backbone
  w.Join("n", "x", 1, 10, 10);
  w.Join("n", "y", 1, 10, 10);
  w.Join("x", "r", 0, 1, 1);
  w.Join("y", "r", 0, 50, 50);
  w.Loopback("n", "192.0.2.1", 1);
  for (const char* name : {"n", "x", "y"}) w.AreaOf(name, 1).type = AreaType::kNssa;
  w.Static("n", "203.0.113.0/24", "");
  w["n"].ospf.processes[0].redistributions.push_back(FromStatic(ospf::ExternalType::kType1, 5));
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "x", "203.0.113.0/24"), "ospf-n1 15 via n[10.0.0.0]");
  // y translates, but the forwarding address is the loopback of n: r goes the short way over x.
  EXPECT_EQ(w.Show(w.Nominal(), "r", "203.0.113.0/24"), "ospf-e1 16 via x[10.0.2.0]");
  const RoutingState state = w.Nominal();
  const model::NodeId r = w.network().FindNode("r");
  const std::vector<model::NodeId> origins = state.fib(r).Find(w.In("203.0.113.0/24"))->origins();
  EXPECT_EQ(std::vector<model::NodeId>(
                {w.network().FindNode("n"), w.network().FindNode("x"), w.network().FindNode("y")}),
            origins);
  for (const char* name : {"x", "y"}) w.AreaOf(name, 1).nssa_suppress_fa = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "r", "203.0.113.0/24"), "ospf-e1 55 via y[10.0.3.0]");
}

TEST_P(OspfRoutesTest, BorderRouterGivesDefaultWhenAsked) {
  World w(GetParam());
  w.Join("n", "x", 1, 10, 10);
  w.Join("x", "r", 0, 1, 1);
  for (const char* name : {"n", "x"}) w.AreaOf(name, 1).type = AreaType::kNssa;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "n", "0.0.0.0/0"), "-");
  w.AreaOf("x", 1).nssa_default = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "n", "0.0.0.0/0"), "ospf-n2 1 via x[10.0.0.1]");
  w.AreaOf("x", 1).nssa_default = false;
  w.AreaOf("x", 1).nssa_summary_default = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "n", "0.0.0.0/0"), "ospf-ia 11 via x[10.0.0.1]");
  w.AreaOf("x", 1).nssa_summary_default = false;
  w.AreaOf("x", 1).no_summary = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "n", "0.0.0.0/0"), "ospf-ia 11 via x[10.0.0.1]");
}

TEST_P(OspfRoutesTest, TableFilterKeepsTheAdvertisement) {
  World w(GetParam());
  w.Join("a", "b", 0, 10, 10);
  w.Join("b", "c", 0, 10, 10);
  w.Loopback("c", "192.0.2.3", 0);
  ospf::PrefixFilter filter;
  filter.lines.push_back({false, P("192.0.2.3/32"), 32, 32, {}});
  filter.lines.push_back({true, P("0.0.0.0/0"), 0, 32, {}});
  w["b"].ospf.processes[0].table_filter = filter;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "b", "192.0.2.3/32"), "-");
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.3/32"), "ospf 20 via b[10.0.0.1]");
}

TEST_P(OspfRoutesTest, ProcessesOfOneDeviceExchangeRoutes) {
  World w(GetParam());  // a -p1- m -p2- b: m runs two processes and redistributes 2 into 1
  w.Join("a", "m", 0, 10, 10);
  w.Join("m", "b", 0, 10, 10);
  w.Loopback("b", "192.0.2.2", 0);
  auto& processes = w["m"].ospf.processes;
  processes.push_back(processes[0]);
  processes[1].id = 2;
  processes[1].router_id = A("0.0.0.77");
  processes[0].interfaces.erase(processes[0].interfaces.begin() + 1);
  processes[1].interfaces.erase(processes[1].interfaces.begin());
  ospf::Redistribution redistribution;
  redistribution.source = ospf::RedistributionSource::kOspf;
  redistribution.process = "2";
  redistribution.metric = 20;
  processes[0].redistributions.push_back(redistribution);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "m", "192.0.2.2/32"), "ospf 10 via b[10.0.1.1]");
  EXPECT_EQ(w.Show(w.Nominal(), "a", "192.0.2.2/32"), "ospf-e2 20 via m[10.0.0.1]");
  EXPECT_EQ(w.Show(w.WithoutLink("b--m"), "a", "192.0.2.2/32"), "-");
}

TEST_P(OspfRoutesTest, NamesOriginsAndLines) {
  World w(GetParam());
  w.Join("a", "x", 1, 10, 10);
  w.Join("x", "b", 0, 10, 10);
  w.Loopback("b", "192.0.2.2", 0);
  w.Build();
  const RoutingState state = w.Nominal();
  const FibEntry* entry = state.fib(w.network().FindNode("a")).Find(w.In("192.0.2.2/32"));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->origins(),
            std::vector<model::NodeId>({w.network().FindNode("x"), w.network().FindNode("b")}));
  const ospf::OspfInterface& loopback = w["b"].ospf.processes[0].interfaces[1];
  const ospf::OspfInterface& own = w["a"].ospf.processes[0].interfaces[0];
  const std::vector<base::Span> spans = entry->spans();
  for (const base::Span& span : {loopback.span, loopback.cost_span, own.span, own.cost_span}) {
    EXPECT_EQ(std::ranges::count(spans, span), 1);
  }
}

}  // namespace
}  // namespace ringfence::routing
