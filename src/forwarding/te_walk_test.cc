// Walks along tunnels of traffic engineering: two edges with a cheap way over m and a dear one over n,
// derived by hand, and random networks against a slow obvious twin.
//
// Property: what enters a tunnel goes over exactly the routers of the only least way that its constraints
// allow, with a label on all links but the last, whole and with each link down; labels never lose a packet
// the twin delivers. Oracle: all ways without a circle, listed. Where several are the least the walk must say
// that it does not know.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forwarding/label_walk_testing.h"
#include "forwarding/paths_testing.h"
#include "routing/random_testing.h"

namespace ringfence::forwarding {
namespace {

namespace te = routing::te;

using routing::Dice;
using testing::ElementsAre;
using Story = std::vector<std::string>;

/// Tells of all interfaces of the default table in the backbone.
te::TeConfig& RunTe(routing::DeviceConfig& config, std::string_view id) {
  te::TeConfig& to = config.te;
  to.enabled = true;
  to.router_id = routing::A(id);
  to.areas = {{te::TeIgp::kOspf, "1", 0}};
  for (const model::Interface& interface : config.device.interfaces) {
    const bool link = interface.vrf.empty() && interface.name != "lo" && interface.name != "hosts";
    if (link) to.interfaces.push_back({.name = interface.name, .signals = true, .reservable_kbps = 1000});
  }
  return to;
}

te::TeTunnel& AddTunnel(routing::World& world, const std::string& node, const std::string& name,
                        std::string_view to) {
  world.Port(node, name, "", model::InterfaceKind::kTunnel).unnumbered_from = "lo";
  te::TeTunnel tunnel{.name = name, .destination = routing::A(to)};
  tunnel.options.emplace_back();
  std::vector<te::TeTunnel>& tunnels = world[node].te.tunnels;
  tunnels.push_back(std::move(tunnel));
  return tunnels.back();
}

constexpr const char* kRed2 = "route 10.2.0.0/24 in table red of pe2";

/// pe1 - m - pe2 costs 20 and pe1 - n - pe2 costs 100; red of pe1 takes the tunnel to pe2.
class TeWalkTest : public testing::Test {
 protected:
  TeWalkTest() {
    walk.net.Join("pe1", "n", 0, 50, 50);
    walk.net.Join("n", "pe2", 0, 50, 50);
    walk.net.Loopback("n", "192.0.2.8", 0);
    for (const char* node : {"pe1", "m", "n", "pe2"}) walk.net[node].ldp = {};
    RunTe(walk.net["pe1"], "192.0.2.1");
    RunTe(walk.net["pe2"], "192.0.2.2");
    RunTe(walk.net["m"], "192.0.2.9");
    RunTe(walk.net["n"], "192.0.2.8");
    AddTunnel(walk.net, "pe1", "Tunnel1", "192.0.2.2");
    walk.net["pe1"].te.policies.push_back(
        {.vrf = "red", .bound = {{routing::A("192.0.2.2"), "Tunnel1", false}}, .order = {}});
  }
  te::TeTunnel& Tunnel() { return walk.net["pe1"].te.tunnels[0]; }
  te::TunnelPolicy& Policy() { return walk.net["pe1"].te.policies[0]; }
  te::TeInterface& Link(const std::string& node, const std::string& name) {
    return *std::ranges::find(walk.net[node].te.interfaces, name, &te::TeInterface::name);
  }
  void GoBy(std::vector<std::string_view> routers) {
    te::PathOption& option = Tunnel().options[0];
    for (const std::string_view router : routers) option.hops.push_back({routing::A(router)});
  }
  Story Red() { return walk.Story(kSite2); }
  /// A walk that is not sure where packets go.
  bool IsOpen() {
    Red();
    return walk.ambiguous;
  }
  static Story By(const std::string& middle) {
    return {"pe1>" + middle + " [tunnel Tunnel1 of pe1 | " + kRed2 + "]",
            middle + ">pe2 [" + std::string(kRed2) + "]", "pe2:delivered"};
  }

  LabelWalk walk;
};

TEST_F(TeWalkTest, TheLeastWayIsTaken) {
  EXPECT_EQ(Red(), By("m"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST_F(TeWalkTest, AnExplicitPathIsTakenThoughRoutesLeadElsewhere) {
  GoBy({"192.0.2.8", "192.0.2.2"});
  EXPECT_EQ(Red(), By("n"));
  EXPECT_FALSE(walk.ambiguous);
  const routing::RoutingState state = walk.net.Nominal();
  EXPECT_EQ(walk.net.FirstHop(state, "pe1", "red", "10.2.0.0/24"), "Tunnel1");
}

TEST_F(TeWalkTest, MetricsOfTheTunnelsOwnCount) {
  Link("pe1", "m").metric = 90;
  EXPECT_TRUE(IsOpen()) << "90 + 10 against 50 + 50";
  Link("pe1", "m").metric = 91;
  EXPECT_EQ(Red(), By("n"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST_F(TeWalkTest, TheLastRouterMayWantTheLabel) {
  walk.net["pe2"].te.explicit_null = true;
  EXPECT_THAT(Red(),
              ElementsAre("pe1>m [tunnel Tunnel1 of pe1 | " + std::string(kRed2) + "]",
                          "m>pe2 [tunnel Tunnel1 of pe1 | " + std::string(kRed2) + "]", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST_F(TeWalkTest, WhatOneEndAloneSaysIsNotSure) {
  walk.net["m"].te.interfaces.clear();
  EXPECT_TRUE(IsOpen()) << "m may tell of its links or not";
}

TEST_F(TeWalkTest, ARouterWithoutTrafficEngineeringInTheModelMayHaveSome) {
  walk.net["m"].te = {};
  for (const char* edge : {"pe1", "pe2"})
    std::erase_if(walk.net[edge].te.interfaces, [](const auto& one) { return one.name == "m"; });
  EXPECT_TRUE(IsOpen());
}

TEST_F(TeWalkTest, WhereNobodyTellsTheWayGoesElsewhere) {
  walk.net["m"].te.interfaces.clear();
  std::erase_if(walk.net["pe1"].te.interfaces, [](const auto& one) { return one.name == "m"; });
  std::erase_if(walk.net["pe2"].te.interfaces, [](const auto& one) { return one.name == "m"; });
  EXPECT_EQ(Red(), By("n"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST_F(TeWalkTest, WithoutRsvpOnALinkItIsNotSure) {
  Link("m", "pe2").signals = false;
  EXPECT_TRUE(IsOpen());
  GoBy({"192.0.2.8", "192.0.2.2"});
  EXPECT_EQ(Red(), By("n"));
  EXPECT_FALSE(walk.ambiguous) << "its way does not pass there";
}

TEST_F(TeWalkTest, AnOverloadedRouterIsNotSure) {
  walk.net["m"].ospf.processes[0].max_metric = true;
  for (const char* edge : {"pe1", "pe2"}) Link(edge, "m").metric = 1;
  for (const char* edge : {"pe1", "pe2"}) Link("m", edge).metric = 1;
  EXPECT_TRUE(IsOpen());
}

TEST_F(TeWalkTest, TheSecondPathIsTakenWhileTheFirstIsDown) {
  GoBy({"192.0.2.8", "192.0.2.2"});
  Tunnel().options.push_back({{{routing::A("192.0.2.9")}, {routing::A("192.0.2.2")}}});
  EXPECT_EQ(Red(), By("n"));
  walk.net["n"].device.interfaces.at(1).admin_up = false;
  EXPECT_EQ(Red(), By("m"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST_F(TeWalkTest, ABoundTunnelThatIsDownIsOpenUnlessItFallsBack) {
  GoBy({"192.0.2.2"});  // not the next router
  EXPECT_TRUE(IsOpen());
  Policy().bound[0].falls_back = true;
  for (const char* node : {"pe1", "m", "pe2"}) walk.RunLdp(node);
  walk.net["pe1"].ldp.interfaces.pop_back();  // Tunnel1
  EXPECT_THAT(Red(), ElementsAre("pe1>m [to 192.0.2.2/32 | " + std::string(kRed2) + "]",
                                 "m>pe2 [" + std::string(kRed2) + "]", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST_F(TeWalkTest, KindsOfTunnelsAreTriedInOrder) {
  Policy().bound.clear();
  Policy().order = {te::TunnelKind::kTe, te::TunnelKind::kLsp};
  GoBy({"192.0.2.8", "192.0.2.2"});
  EXPECT_EQ(Red(), By("n"));
  EXPECT_FALSE(walk.ambiguous);
  Tunnel().only_bound = true;
  for (const char* node : {"pe1", "m", "pe2"}) walk.RunLdp(node);
  walk.net["pe1"].ldp.interfaces.pop_back();
  EXPECT_EQ(Red().front(), "pe1>m [to 192.0.2.2/32 | " + std::string(kRed2) + "]");
  EXPECT_FALSE(walk.ambiguous);
  Tunnel().only_bound = false;
  AddTunnel(walk.net, "pe1", "Tunnel2", "192.0.2.2");
  EXPECT_TRUE(IsOpen()) << "two of one kind";
  walk.net["pe1"].te.tunnels.pop_back();
  Policy().order = {te::TunnelKind::kLsp, te::TunnelKind::kTe};
  EXPECT_TRUE(IsOpen()) << "whether there is a path that follows routes";
}

TEST_F(TeWalkTest, OtherNextHopsOfABindingAreOpen) {
  Policy().bound[0].next_hop = routing::A("192.0.2.77");
  EXPECT_TRUE(IsOpen());
}

TEST_F(TeWalkTest, AStaticRouteIntoATunnelIsThereWhileItIsUp) {
  walk.net.Port("pe1", "hosts", "10.8.0.1/24");
  routing::static_routes::StaticRoute& route = walk.net.Static("pe1", "203.0.113.0/24", "");
  route.discard = false;
  route.interface = "Tunnel1";
  walk.net.Port("pe2", "hosts", "203.0.113.1/24");
  GoBy({"192.0.2.8", "192.0.2.2"});
  EXPECT_THAT(walk.Story("203.0.113.1/32", "hosts"),
              ElementsAre("pe1>n [tunnel Tunnel1 of pe1]", "n>pe2", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
  walk.net["n"].device.interfaces.at(1).admin_up = false;
  EXPECT_THAT(walk.Story("203.0.113.1/32", "hosts"), ElementsAre("pe1:no-route"));
}

TEST_F(TeWalkTest, ATunnelThatIsNotCertainUnsettlesWhatRestsOnIt) {
  routing::static_routes::StaticRoute& route = walk.net.Static("pe1", "203.0.113.0/24", "");
  route.discard = false;
  route.interface = "Tunnel1";
  walk.net.Build();
  EXPECT_FALSE(walk.net.Nominal().unsettled());
  Link("pe1", "m").metric = 90;
  walk.net.Build();
  EXPECT_TRUE(walk.net.Nominal().unsettled());
}

struct PlannedLink {
  int a = 0, b = 0;
  std::uint32_t metric = 1;
  bool red = false;
};

/// Routers r0 .. with a tunnel from the first to the last.
struct Plan {
  int routers = 0;
  std::vector<PlannedLink> links;
  bool avoids_red = false;
};

Plan MakePlan(std::uint32_t seed) {
  Dice dice(seed);
  Plan plan{.routers = 4 + dice.Below(3), .links = {}};
  plan.avoids_red = dice.OneIn(2);
  for (int a = 0; a < plan.routers; ++a) {
    for (int b = a + 1; b < plan.routers; ++b) {
      if (b == a + 1 || dice.OneIn(3))
        plan.links.push_back({a, b, 1 + static_cast<std::uint32_t>(dice.Below(9)), dice.OneIn(5)});
    }
  }
  return plan;
}

std::string NameOf(int router) { return fmt::format("r{}", router); }
std::string AddressOf(int router) { return fmt::format("192.0.2.{}", router + 1); }

/// All ways without a circle from a router to the last one, by their sums.
void List(const Plan& plan, int down, std::vector<int>& way, std::uint32_t sum,
          std::map<std::uint32_t, std::vector<std::vector<int>>>& found) {
  if (way.back() == plan.routers - 1) {
    found[sum].push_back(way);
    return;
  }
  for (int l = 0; l < static_cast<int>(plan.links.size()); ++l) {
    const PlannedLink& link = plan.links[static_cast<std::size_t>(l)];
    if (l == down || (link.red && plan.avoids_red)) continue;
    const int next = link.a == way.back() ? link.b : link.b == way.back() ? link.a : -1;
    if (next < 0 || std::ranges::count(way, next) > 0) continue;
    way.push_back(next);
    List(plan, down, way, sum + link.metric, found);
    way.pop_back();
  }
}

/// What the twin says: the story of the walk, or nothing when it is not known.
std::optional<Story> TwinStory(const Plan& plan, int down) {
  std::map<std::uint32_t, std::vector<std::vector<int>>> found;
  std::vector<int> way = {0};
  List(plan, down, way, 0, found);
  if (found.empty()) return Story{"r0:no-route"};
  if (found.begin()->second.size() > 1) return std::nullopt;
  Story story;
  const std::vector<int>& only = found.begin()->second.front();
  for (std::size_t i = 1; i < only.size(); ++i) {
    const bool last = i + 1 == only.size();
    story.push_back(NameOf(only[i - 1]) + ">" + NameOf(only[i]) + (last ? "" : " [tunnel Tunnel1 of r0]"));
  }
  story.push_back(NameOf(only.back()) + ":delivered");
  return story;
}

void FillWorld(const Plan& plan, routing::World& world) {
  for (int r = 0; r < plan.routers; ++r) world.Loopback(NameOf(r), AddressOf(r), 0);
  world.Port("r0", "hosts", "172.16.0.1/24");
  world.Port(NameOf(plan.routers - 1), "hosts", "203.0.113.1/24");
  for (const PlannedLink& link : plan.links) world.Join(NameOf(link.a), NameOf(link.b), 0, 7, 7);
  for (int r = 0; r < plan.routers; ++r) RunTe(world[NameOf(r)], AddressOf(r));
  for (const PlannedLink& link : plan.links) {
    for (const bool back : {false, true}) {
      const int at = back ? link.b : link.a, to = back ? link.a : link.b;
      te::TeInterface& interface =
          *std::ranges::find(world[NameOf(at)].te.interfaces, NameOf(to), &te::TeInterface::name);
      interface.metric = link.metric;
      interface.groups = link.red ? 1 : 0;
    }
  }
  te::TeTunnel& tunnel = AddTunnel(world, "r0", "Tunnel1", AddressOf(plan.routers - 1));
  if (plan.avoids_red) tunnel.affinity.exclude = 1;
  routing::static_routes::StaticRoute& route = world.Static("r0", "203.0.113.0/24", "");
  route.discard = false;
  route.interface = "Tunnel1";
}

/// What the engine says: the story, or nothing when the walk or the tables are not sure.
std::optional<Story> WalkStory(routing::World& world, const routing::RoutingState& state, int last) {
  const routing::Network& network = world.network();
  const TunnelTable tunnels(network);
  net::PacketSpace space;
  Walker walker(network, tunnels, space);
  WalkQuery query;
  query.from = network.FindNode("r0");
  query.in = model::FindInterface(network.nodes()[query.from.index()].config.device, "hosts");
  query.to = network.FindNode(NameOf(last));
  query.packets = space.ToPrefix(routing::P("203.0.113.1/32"));
  const std::vector<WalkGraph> graphs = walker.Walk(query, state, {});
  EXPECT_EQ(graphs.size(), 1U);
  if (!graphs[0].ambiguous_nodes.empty() || state.unsettled()) return std::nullopt;
  return StoryOf(network, graphs[0]);
}

TEST(TeTwin, WalksGoOverTheOnlyLeastWayWholeAndWithEachLinkDown) {
  int delivered = 0, lost = 0, open = 0;
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    const Plan plan = MakePlan(seed);
    routing::World world;
    FillWorld(plan, world);
    world.Build();
    for (int down = -1; down < static_cast<int>(plan.links.size()); ++down) {
      const PlannedLink* link = down < 0 ? nullptr : &plan.links[static_cast<std::size_t>(down)];
      const routing::RoutingState state =
          link == nullptr ? world.Nominal() : world.WithoutLink(NameOf(link->a) + "--" + NameOf(link->b));
      const std::optional<Story> twin = TwinStory(plan, down);
      ASSERT_EQ(WalkStory(world, state, plan.routers - 1), twin) << seed << " without " << down;
      open += twin ? 0 : 1;
      lost += twin && twin->size() == 1 ? 1 : 0;
      delivered += twin && twin->size() > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(delivered, 100);
  EXPECT_GT(lost, 10);
  EXPECT_GT(open, 10);
}

}  // namespace
}  // namespace ringfence::forwarding
