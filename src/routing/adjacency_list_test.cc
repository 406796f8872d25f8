#include "routing/adjacency_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

using ospf::NetworkType;
using testing::ElementsAre;
using testing::IsEmpty;
using Texts = std::vector<std::string>;

/// "ospf down a[b] b[a]: shutdown: a[b] is shut".
std::string TextOf(const World& world, const Adjacency& adjacency) {
  std::string text(kAdjacencyProtocolNames[static_cast<std::size_t>(adjacency.protocol)]);
  text += " " + std::string(kAdjacencyStateNames[static_cast<std::size_t>(adjacency.state)]);
  for (const AdjacencyEnd& end : adjacency.ends)
    text += " " + (end.node.valid() ? TextOf(world.network(), {end.node, end.interface}) : "outside");
  return adjacency.cause.empty() ? text : text + ": " + adjacency.cause + ": " + adjacency.what;
}

Texts List(World& world) {
  world.Build();
  Texts texts;
  for (const Adjacency& adjacency : world.Nominal().Adjacencies()) texts.push_back(TextOf(world, adjacency));
  return texts;
}

/// Two routers on one link, with OSPF, changed by a test.
Texts TwoOspf(const std::function<void(World&)>& change) {
  World world;
  world.Join("a", "b", 0, 1, 1);
  change(world);
  return List(world);
}

ospf::OspfInterface& OspfOf(World& world, const std::string& node) {
  return world[node].ospf.processes[0].interfaces[0];
}

TEST(OspfNeighborList, OneCauseEach) {
  EXPECT_THAT(TwoOspf([](World&) {}), ElementsAre("ospf up a[b] b[a]"));
  EXPECT_THAT(TwoOspf([](World& w) { OspfOf(w, "b").hello_s = 5; }),
              ElementsAre("ospf never a[b] b[a]: hello-interval: a[b] and b[a] do not agree on the hello "
                          "interval: 10 s against 5 s"));
  EXPECT_THAT(TwoOspf([](World& w) { OspfOf(w, "a").dead_s = 50; }),
              ElementsAre("ospf never a[b] b[a]: dead-interval: a[b] and b[a] do not agree on the dead "
                          "interval: 50 s against 40 s"));
  EXPECT_THAT(TwoOspf([](World& w) { OspfOf(w, "a").area = 7; }),
              ElementsAre("ospf never a[b] b[a]: area: a[b] and b[a] do not agree on the area: 0.0.0.7 "
                          "against 0.0.0.0"));
  EXPECT_THAT(TwoOspf([](World& w) { w.AreaOf("a", 0).type = ospf::AreaType::kStub; }),
              ElementsAre("ospf never a[b] b[a]: area-type: a[b] and b[a] do not agree on the area type: "
                          "stub against normal"));
  EXPECT_THAT(TwoOspf([](World& w) { OspfOf(w, "a").type = NetworkType::kBroadcast; }),
              ElementsAre("ospf never a[b] b[a]: network-type: a[b] and b[a] do not agree on the network "
                          "type: broadcast against point-to-point"));
  EXPECT_THAT(TwoOspf([](World& w) { OspfOf(w, "a").authentication = "md5 x"; }),
              ElementsAre("ospf never a[b] b[a]: authentication: a[b] and b[a] do not agree on the "
                          "authentication: set against none"));
  EXPECT_THAT(TwoOspf([](World& w) { w["b"].ospf.processes[0].router_id = A("0.0.0.1"); }),
              ElementsAre("ospf never a[b] b[a]: router-id: a[b] and b[a] do not agree on the router id "
                          "(must differ): 0.0.0.1 against 0.0.0.1"));
  EXPECT_THAT(TwoOspf([](World& w) { w["b"].ospf.processes[0].router_id.reset(); }),
              ElementsAre("ospf never a[b] b[a]: router-id: the OSPF process of b has no router id and does "
                          "not start"));
  EXPECT_THAT(TwoOspf([](World& w) {
                w["a"].device.interfaces[0].mtu_bytes = 1500;
                w["b"].device.interfaces[0].mtu_bytes = 9000;
              }),
              ElementsAre("ospf never a[b] b[a]: mtu: a[b] and b[a] do not agree on the MTU: 1500 bytes "
                          "against 9000 bytes"));
}

TEST(OspfNeighborList, EndsThatAreDownSilentOrMissing) {
  EXPECT_THAT(TwoOspf([](World& w) { w["b"].device.interfaces[0].admin_up = false; }),
              ElementsAre("ospf down a[b] b[a]: shutdown: b[a] is shut"));
  EXPECT_THAT(TwoOspf([](World& w) { OspfOf(w, "a").passive = true; }),
              ElementsAre("ospf never a[b] b[a]: passive: a[b] is passive"));
  EXPECT_THAT(TwoOspf([](World& w) { OspfOf(w, "a").passive = OspfOf(w, "b").passive = true; }),
              ElementsAre("ospf never a[b] b[a]: passive: a[b] and b[a] are passive"));
  EXPECT_THAT(TwoOspf([](World& w) { w["b"].ospf.processes.clear(); }),
              ElementsAre("ospf never a[b] b[a]: one-sided: b[a] does not run OSPF"));
  EXPECT_THAT(TwoOspf([](World& w) {
                w["b"].ospf.processes.clear();
                OspfOf(w, "a").passive = true;
              }),
              IsEmpty());
  EXPECT_THAT(TwoOspf([](World& w) {
                w.Port("a", "lan", "192.0.2.1/24");
                w.Run("a", "lan", 0, 1);
                w.Loopback("a", "1.1.1.1", 0);
              }),
              ElementsAre("ospf up a[b] b[a]",
                          "ospf outside a[lan] outside: no-neighbor: a[lan] speaks OSPF, and no known router "
                          "stands on its link"));
  EXPECT_THAT(TwoOspf([](World& w) { w["a"].device.interfaces[0].kind = model::InterfaceKind::kTunnel; }),
              testing::Contains(
                  "ospf undecided a[b] outside: not-computed: OSPF over the tunnel interface a[b] is not "
                  "computed"));
}

TEST(OspfNeighborList, OfOspfv3MeetOnALink) {
  const auto two = [](const std::function<void(World&)>& change) {
    World world(net::Family::kIpv6);
    world.Join("a", "b", 0, 1, 1);
    world.Cable("a", "b", "b", "a");
    change(world);
    return List(world);
  };
  EXPECT_THAT(two([](World&) {}), ElementsAre("ospf up a[b] b[a]"));
  const auto other_subnet = [](World& w) {
    w["a"].device.interfaces[0].addresses[0].address = *net::ParseHostPrefix("fe80::1/64");
  };
  EXPECT_THAT(two(other_subnet), ElementsAre("ospf up a[b] b[a]"));
  EXPECT_THAT(two([](World& w) { w["b"].ospf.processes[0].interfaces[0].hello_s = 5; }),
              ElementsAre("ospf never a[b] b[a]: hello-interval: a[b] and b[a] do not agree on the hello "
                          "interval: 10 s against 5 s"));
}

TEST(OspfNeighborList, VersionsDoNotMeet) {
  World world;
  world.Join("a", "b", 0, 1, 1);
  world["b"].ospf.processes[0].family = net::Family::kIpv6;
  EXPECT_THAT(List(world),
              testing::UnorderedElementsAre(
                  "ospf never a[b] b[a]: one-sided: b[a] does not run OSPF",
                  "ospf undecided a[b] b[a]: not-computed: OSPFv3 on b[a], which has no written IPv6 "
                  "address, is not computed"));
}

/// Three routers on one segment; a has the highest priority.
void Segment(World& world) {
  for (const std::string node : {"a", "b", "c"}) {
    world.Port(node, "lan", std::string("10.0.0.") + node[0] + "/24").addresses.clear();
    world[node].device.interfaces[0].addresses.push_back(
        {{net::IpAddress::V4(0x0a000000U + static_cast<std::uint32_t>(node[0])), 24}, false, {}});
    world.Run(node, "lan", 0, 1, NetworkType::kBroadcast).priority = node == "a" ? 9 : 1;
  }
}

TEST(OspfNeighborList, SegmentsThatElectADesignatedRouter) {
  World world;
  Segment(world);
  EXPECT_THAT(List(world),
              ElementsAre("ospf up a[lan] b[lan]", "ospf up a[lan] c[lan]", "ospf up b[lan] c[lan]"));
  World silent;
  Segment(silent);
  for (const char* node : {"a", "b", "c"}) OspfOf(silent, node).priority = 0;
  EXPECT_THAT(List(silent), testing::Each(testing::HasSubstr("nobody may become designated router")));
}

TEST(OspfNeighborList, AnMtuMattersTowardsTheDesignatedRouterOnly) {
  World world;
  Segment(world);
  for (const char* node : {"a", "b", "c"})
    world[node].device.interfaces[0].mtu_bytes = node[0] == 'c' ? 9000 : 1500;
  const Texts texts = List(world);
  ASSERT_EQ(texts.size(), 3U);
  EXPECT_EQ(texts[0], "ospf up a[lan] b[lan]");
  EXPECT_THAT(texts[1], testing::StartsWith("ospf never a[lan] c[lan]: mtu"));
  EXPECT_THAT(texts[2], testing::StartsWith("ospf up b[lan] c[lan]: mtu"));
}

TEST(OspfNeighborList, FailuresAndLines) {
  World world;
  world.Join("a", "b", 0, 1, 1);
  OspfOf(world, "a").hello_s = 1;
  world.Build();
  const std::vector<Adjacency> differ = world.WithoutLink("a--b").Adjacencies();
  ASSERT_EQ(differ.size(), 1U);
  EXPECT_EQ(differ[0].state, AdjacencyState::kNever) << "what is configured outlives the failure";
  EXPECT_THAT(differ[0].ends[0].lines,
              ElementsAre(world["a"].device.interfaces[0].span, OspfOf(world, "a").span));
  OspfOf(world, "a").hello_s = 10;
  world.Build();
  const std::vector<Adjacency> cut = world.WithoutLink("a--b").Adjacencies();
  EXPECT_EQ(TextOf(world, cut.at(0)), "ospf down a[b] b[a]: interface-down: a[b] is down, b[a] is down");
  EXPECT_EQ(cut[0].scope, "0.0.0.0");
  EXPECT_THAT(cut[0].families, ElementsAre("ipv4"));
}

/// Two routers on one link, with IS-IS, changed by a test.
Texts TwoIsis(const std::function<void(isis::IsisProcess& a, isis::IsisProcess& b, World&)>& change) {
  World world;
  for (const std::string node : {"a", "b"}) {
    world.Port(node, "e", node == "a" ? "10.0.0.0/31" : "10.0.0.1/31");
    isis::IsisProcess& process = world[node].isis.processes.emplace_back();
    process.system_id = "0000.0000.000" + node;
    process.area_ids = {"49.0001"};
    process.span = world.NewSpan();
    process.interfaces.emplace_back().name = "e";
    process.interfaces[0].span = world.NewSpan();
  }
  change(world["a"].isis.processes[0], world["b"].isis.processes[0], world);
  return List(world);
}

TEST(IsisNeighborList, OneCauseEach) {
  using isis::IsisProcess;
  EXPECT_THAT(TwoIsis([](IsisProcess&, IsisProcess&, World&) {}), ElementsAre("isis up a[e] b[e]"));
  EXPECT_THAT(
      TwoIsis([](IsisProcess& a, IsisProcess& b, World&) { a.system_id = b.system_id; }),
      ElementsAre("isis never a[e] b[e]: system-id: a[e] and b[e] do not agree on the IS-IS system id "
                  "(must differ): 0000.0000.000b"));
  EXPECT_THAT(
      TwoIsis([](IsisProcess& a, IsisProcess&, World&) {
        a.interfaces[0].type = isis::IsisNetworkType::kPointToPoint;
      }),
      ElementsAre("isis never a[e] b[e]: network-type: a[e] and b[e] do not agree on the IS-IS network "
                  "type: point-to-point against broadcast"));
  EXPECT_THAT(
      TwoIsis([](IsisProcess& a, IsisProcess&, World&) { a.interfaces[0].authentication = "x"; }),
      ElementsAre("isis never a[e] b[e]: hello-authentication: a[e] and b[e] do not agree on the IS-IS "
                  "hello authentication"));
  EXPECT_THAT(TwoIsis([](IsisProcess& a, IsisProcess& b, World&) {
                a.levels = isis::kLevel1;
                b.levels = isis::kLevel2;
              }),
              ElementsAre("isis never a[e] b[e]: levels: a[e] and b[e] do not agree on the IS-IS levels: "
                          "level-1 against level-2"));
  EXPECT_THAT(TwoIsis([](IsisProcess& a, IsisProcess& b, World&) {
                a.levels = b.levels = isis::kLevel1;
                b.area_ids = {"49.0002"};
              }),
              ElementsAre("isis never a[e] b[e]: area: a[e] and b[e] do not agree on the IS-IS area: 49.0001 "
                          "against 49.0002"));
  EXPECT_THAT(
      TwoIsis([](IsisProcess& a, IsisProcess&, World&) { a.authentication_level1 = "x"; }),
      testing::UnorderedElementsAre("isis up a[e] b[e]",
                                    "isis never a[e] b[e]: level-1-authentication: a[e] and b[e] do not "
                                    "agree on the IS-IS level 1 authentication"));
  EXPECT_THAT(TwoIsis([](IsisProcess& a, IsisProcess&, World&) { a.interfaces[0].ipv6 = true; }),
              ElementsAre("isis up a[e] b[e]: address-families: a[e] and b[e] do not agree on the IS-IS "
                          "address families: both against ipv4"));
}

TEST(IsisNeighborList, EndsThatAreDownSilentOrMissing) {
  using isis::IsisProcess;
  EXPECT_THAT(
      TwoIsis([](IsisProcess&, IsisProcess&, World& w) { w["a"].device.interfaces[0].admin_up = false; }),
      ElementsAre("isis down a[e] b[e]: shutdown: a[e] is shut"));
  EXPECT_THAT(TwoIsis([](IsisProcess& a, IsisProcess&, World&) { a.interfaces[0].passive = true; }),
              ElementsAre("isis never a[e] b[e]: passive: a[e] is passive"));
  EXPECT_THAT(TwoIsis([](IsisProcess& a, IsisProcess& b, World&) {
                a.interfaces[0].passive = b.interfaces[0].passive = true;
              }),
              ElementsAre("isis never a[e] b[e]: passive: a[e] and b[e] are passive"));
  EXPECT_THAT(TwoIsis([](IsisProcess&, IsisProcess& b, World&) { b.interfaces.clear(); }),
              ElementsAre("isis never a[e] b[e]: one-sided: b[e] does not run IS-IS"));
  EXPECT_THAT(
      TwoIsis([](IsisProcess&, IsisProcess& b, World&) { b.system_id.clear(); }),
      ElementsAre("isis never a[e] b[e]: system-id: the IS-IS instance on b[e] has no system id and does "
                  "not start"));
  EXPECT_THAT(
      TwoIsis([](IsisProcess&, IsisProcess&, World& w) { w["b"].device.interfaces.clear(); }),
      ElementsAre("isis outside a[e] outside: no-neighbor: a[e] speaks IS-IS, and no known router stands "
                  "on its link"));
  EXPECT_THAT(
      TwoIsis([](IsisProcess&, IsisProcess&, World& w) {
        w["b"].device.interfaces[0].kind = model::InterfaceKind::kTunnel;
      }),
      testing::Contains("isis undecided b[e] outside: not-computed: IS-IS over the tunnel interface b[e] is "
                        "not computed"));
}

TEST(AdjacencyList, WordsAndPairs) {
  EXPECT_EQ(WordOf("router id (must differ)"), "router-id");
  EXPECT_EQ(WordOf("MTU"), "mtu");
  EXPECT_EQ(Both("a", "a"), "a");
  EXPECT_EQ(Both("a", "b"), "a / b");
}

}  // namespace
}  // namespace ringfence::routing
