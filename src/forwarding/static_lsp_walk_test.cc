// Walks along label-switched paths that are typed in: pe1 - m - pe2, and on random networks.
//
// Property: a packet that begins a typed path goes over exactly its routers, whatever their routes say, and
// is lost where the path is cut. Oracle: the list of routers that the labels were typed along.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "forwarding/label_walk_testing.h"
#include "forwarding/paths_testing.h"
#include "routing/random_testing.h"

namespace ringfence::forwarding {
namespace {

using routing::Dice;
using routing::static_lsps::StaticLsp;
using testing::ElementsAre;
using testing::IsEmpty;
using Story = std::vector<std::string>;

constexpr const char* kLoopback2 = "192.0.2.2/32";
constexpr const char* kRoute2 = "route 10.2.0.0/24 in table red of pe2";

/// A path pe1 - m - pe2 with labels 16 and 17; LDP is off.
class StaticLspWalkTest : public testing::Test {
 protected:
  StaticLspWalkTest() {
    walk.net.Port("pe1", "hosts", "10.8.0.1/24");
    for (const char* node : {"pe1", "m", "pe2"}) {
      walk.net[node].ldp = {};
      for (const model::Interface& interface : walk.net[node].device.interfaces) {
        if (interface.vrf.empty()) walk.net[node].static_lsps.interfaces.push_back(interface.name);
      }
    }
    Type("pe1", {.begins_for = routing::P(kLoopback2), .out_label = 16, .out_interface = "m"}).gateway =
        routing::A("10.0.0.1");
    Type("m", {.in_label = 16, .in_interface = "pe1", .out_label = 17, .out_interface = "pe2"}).gateway =
        routing::A("10.0.1.0");
    Type("pe2", {.in_label = 17, .in_interface = "m"});
  }
  StaticLsp& Type(const std::string& node, StaticLsp lsp) {
    walk.net[node].static_lsps.lsps.push_back(std::move(lsp));
    return walk.net[node].static_lsps.lsps.back();
  }
  StaticLsp& PathOf(const std::string& node) { return walk.net[node].static_lsps.lsps[0]; }
  Story ToLoopback() { return walk.Story(kLoopback2, "hosts"); }

  LabelWalk walk;
};

TEST_F(StaticLspWalkTest, PacketsOfAVpnTakeIt) {
  EXPECT_THAT(walk.Story(kSite2),
              ElementsAre("pe1>m [label 16 | " + std::string(kRoute2) + "]",
                          "m>pe2 [label 17 | " + std::string(kRoute2) + "]", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
  walk.net.BgpOf("pe1", "").families[0].demands_label = true;
  EXPECT_EQ(walk.Story(kSite2).size(), 3U) << "it is the tunnel that the route demands";
}

TEST_F(StaticLspWalkTest, PacketsOfTheRouteOfItsPrefixTakeItWhereTheSystemDoesSo) {
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m [label 16]", "m>pe2 [label 17]", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
  walk.net["pe1"].static_lsps.carries_igp = false;
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m", "m>pe2", "pe2:delivered"));
}

TEST_F(StaticLspWalkTest, TheLastLabelMayComeOffBeforeOrSayNothing) {
  PathOf("m").out_label = 3;
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m [label 16]", "m>pe2", "pe2:delivered"));
  PathOf("m").out_label = 0;
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m [label 16]", "m>pe2 [label 0]", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
  walk.net["pe2"].static_lsps = {};
  EXPECT_EQ(ToLoopback().back(), "pe2:no-label");
  EXPECT_TRUE(walk.ambiguous) << "nothing says that the port takes labels";
}

TEST_F(StaticLspWalkTest, RoutersOnTheWayNeedNoRoutes) {
  for (const char* node : {"pe1", "m", "pe2"}) walk.net[node].ospf.processes[0].interfaces.clear();
  walk.net.Static("pe1", kLoopback2, "10.0.0.1");
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m [label 16]", "m>pe2 [label 17]", "pe2:delivered"));
  walk.net["pe1"].static_lsps.lsps.clear();
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m", "m:no-route"));
}

TEST_F(StaticLspWalkTest, ANumberThatNobodyTypedIsLost) {
  walk.net["m"].static_lsps.lsps.clear();
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m [label 16]", "m:no-label"));
  EXPECT_FALSE(walk.ambiguous);
  walk.RunLdp("m");
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m [label 16]", "m:no-label"));
  EXPECT_TRUE(walk.ambiguous) << "LDP may have given that number";
}

TEST_F(StaticLspWalkTest, WhatSystemsMayDoOtherwiseIsInDoubt) {
  const auto in_doubt = [this] {
    const Story story = ToLoopback();
    return walk.ambiguous && story.back().ends_with(":no-label");
  };
  PathOf("m").in_interface = "pe2";
  EXPECT_TRUE(in_doubt()) << "it came in by another port";
  PathOf("m").in_interface = "";
  EXPECT_FALSE(in_doubt());
  const StaticLsp again = PathOf("m");
  Type("m", again);
  EXPECT_TRUE(in_doubt()) << "two paths have the number";
  walk.net["m"].static_lsps.lsps.pop_back();
  std::erase(walk.net["m"].static_lsps.interfaces, "pe1");
  EXPECT_TRUE(in_doubt()) << "the port does not take labels";
  walk.net["m"].static_lsps.interfaces.push_back("pe1");
  EXPECT_FALSE(in_doubt());
  PathOf("pe1").gateway = routing::A("10.0.0.9");
  EXPECT_TRUE(in_doubt()) << "the route leaves by another hop";
}

TEST_F(StaticLspWalkTest, LdpToTheSamePrefixIsADoubt) {
  for (const char* node : {"pe1", "m", "pe2"}) walk.RunLdp(node);
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m [label 16]", "m>pe2 [label 17]", "pe2:delivered"));
  EXPECT_TRUE(walk.ambiguous);
  walk.net["pe1"].ldp.begins.kind = routing::ldp::LdpChoice::kNone;
  EXPECT_EQ(ToLoopback().front(), "pe1>m [label 16]");
  EXPECT_FALSE(walk.ambiguous) << "it does not begin ways of LDP";
}

TEST_F(StaticLspWalkTest, APathWhosePortIsDownIsNone) {
  walk.net.Join("pe1", "x", 0, 90, 90);
  walk.net.Join("x", "m", 0, 90, 90);
  walk.net["pe1"].device.interfaces[0].admin_up = false;
  ASSERT_EQ(walk.net["pe1"].device.interfaces[0].name, "m");
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>x", "x>m", "m>pe2", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST_F(StaticLspWalkTest, OfALinkOfTwoTheOtherEndIsTheNextHop) {
  PathOf("pe1").gateway.reset();
  PathOf("m").gateway.reset();
  EXPECT_THAT(ToLoopback(), ElementsAre("pe1>m [label 16]", "m>pe2 [label 17]", "pe2:delivered"));
}

// ---- random networks

std::string LoopbackOfNode(int router) { return "192.0.2." + std::to_string(router + 1); }

/// A ring with chords, and a path typed along some routers of it.
struct TypedMesh {
  explicit TypedMesh(Dice& dice) : routers(5 + dice.Below(4)) {
    for (int i = 0; i < routers; ++i) AddLink(dice, i, (i + 1) % routers);
    for (int i = 0; i < 3; ++i) {
      const auto [a, b] = dice.Two(routers);
      if (!links.contains({std::min(a, b), std::max(a, b)})) AddLink(dice, a, b);
    }
    for (int i = 0; i < routers; ++i) {
      net.Loopback(Name(i), LoopbackOfNode(i), 0);
      net.Port(Name(i), "lan", "10.9." + std::to_string(i) + ".1/24");
      for (const model::Interface& port : net[Name(i)].device.interfaces)
        net[Name(i)].static_lsps.interfaces.push_back(port.name);
    }
    ChoosePath(dice);
    TypePath(dice);
  }
  static std::string Name(int router) { return "r" + std::to_string(router); }

  routing::World net;
  int routers;
  std::set<std::pair<int, int>> links;
  std::vector<int> path;

 private:
  void AddLink(Dice& dice, int a, int b) {
    links.insert({std::min(a, b), std::max(a, b)});
    net.Join(Name(a), Name(b), 0, static_cast<std::uint32_t>(1 + dice.Below(9)),
             static_cast<std::uint32_t>(1 + dice.Below(9)));
  }
  /// Without a router twice.
  void ChoosePath(Dice& dice) {
    path = {dice.Below(routers)};
    while (path.size() < 5) {
      std::vector<int> next;
      for (int i = 0; i < routers; ++i) {
        const bool joined = links.contains({std::min(i, path.back()), std::max(i, path.back())});
        if (joined && std::ranges::find(path, i) == path.end()) next.push_back(i);
      }
      if (next.empty() || (path.size() > 2 && dice.OneIn(4))) break;
      path.push_back(next[static_cast<std::size_t>(dice.Below(static_cast<int>(next.size())))]);
    }
  }
  net::IpAddress AddressAt(int router, int towards) {
    const auto& ports = net[Name(router)].device.interfaces;
    return std::ranges::find(ports, Name(towards), &model::Interface::name)->addresses[0].address.address;
  }
  void TypePath(Dice& dice) {
    constexpr std::uint32_t kLast[] = {3, 0, 777};
    const std::uint32_t last = kLast[dice.Below(3)];
    const net::Prefix target = routing::P(LoopbackOfNode(path.back()) + "/32");
    for (std::size_t i = 0; i < path.size(); ++i) {
      const auto label_to = [&](std::size_t hop) {
        return hop + 1 == path.size() ? last : static_cast<std::uint32_t>(100 + hop);
      };
      StaticLsp lsp;
      if (i == 0) lsp.begins_for = target;
      if (i > 0) lsp.in_label = label_to(i);
      if (i > 0 && dice.OneIn(2)) lsp.in_interface = Name(path[i - 1]);
      if (i + 1 < path.size()) {
        lsp.out_label = label_to(i + 1);
        lsp.out_interface = Name(path[i + 1]);
        lsp.gateway = AddressAt(path[i + 1], path[i]);
      }
      if (i == 0) net.Static(Name(path[0]), net::ToString(target), net::ToString(*lsp.gateway));
      const bool ends_before = i + 1 == path.size() && (last == 3 || last == 0);
      if (!ends_before) net[Name(path[i])].static_lsps.lsps.push_back(lsp);
    }
  }
};

TEST(StaticLspTwin, APacketGoesOverTheRoutersThatWereTyped) {
  std::size_t delivered = 0, cut = 0;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed);
    TypedMesh mesh(dice);
    const std::vector<int>& path = mesh.path;
    // Sometimes a link behind the first router is down, which nobody before it sees.
    std::size_t down = path.size();
    if (path.size() > 2 && dice.OneIn(3)) {
      down = 1 + static_cast<std::size_t>(dice.Below(static_cast<int>(path.size()) - 2));
      auto& ports = mesh.net[TypedMesh::Name(path[down])].device.interfaces;
      std::ranges::find(ports, TypedMesh::Name(path[down + 1]), &model::Interface::name)->admin_up = false;
    }
    std::string expected = TypedMesh::Name(path[0]);
    for (std::size_t i = 1; i < path.size() && i <= down; ++i) expected += ">" + TypedMesh::Name(path[i]);
    expected += down < path.size() ? ":no-label" : ":delivered";

    const routing::Network& network = mesh.net.Build();
    const routing::RoutingState state = mesh.net.Nominal();
    const TunnelTable tunnels(network);
    net::PacketSpace space;
    Walker walker(network, tunnels, space);
    WalkQuery query;
    query.from = network.FindNode(TypedMesh::Name(path[0]));
    query.in = model::FindInterface(network.nodes()[query.from.index()].config.device, "lan");
    query.to = network.FindNode(TypedMesh::Name(path.back()));
    query.packets = space.ToPrefix(routing::P(LoopbackOfNode(path.back()) + "/32"));
    const std::vector<WalkGraph> graphs = walker.Walk(query, state, {});
    ASSERT_EQ(graphs.size(), 1U);
    EXPECT_EQ(GraphPaths::Of(network, graphs[0]), Paths{expected});
    EXPECT_THAT(graphs[0].ambiguous_nodes, IsEmpty());
    (down < path.size() ? cut : delivered) += 1;
  }
  EXPECT_GT(delivered, 100U);
  EXPECT_GT(cut, 30U);
}

}  // namespace
}  // namespace ringfence::forwarding
