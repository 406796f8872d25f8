#include "routing/bgp/session_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "routing/bgp/bgp_testing.h"

namespace ringfence::routing::bgp {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using Texts = std::vector<std::string>;

std::string EndText(const Network& network, const AdjacencyEnd& end) {
  return (end.node.valid() ? network.nodes()[end.node.index()].config.device.name : "outside") +
         (end.address ? " " + net::ToString(*end.address) : "");
}

/// "down a 10.0.0.0 - b 10.0.0.1: shutdown: ...".
Texts List(BgpWorld& world) {
  world.Run();
  const Network& network = world.engine().plan().network();
  std::vector<Adjacency> adjacencies;
  ListSessions(world.engine().plan(), world, adjacencies);
  Sort(network, adjacencies);
  Texts texts;
  for (const Adjacency& adjacency : adjacencies) {
    std::string text(kAdjacencyStateNames[static_cast<std::size_t>(adjacency.state)]);
    text += " " + EndText(network, adjacency.ends[0]) + " - " + EndText(network, adjacency.ends[1]);
    texts.push_back(adjacency.cause.empty() ? text : text + ": " + adjacency.cause + ": " + adjacency.what);
  }
  return texts;
}

/// Two joined nodes changed by a test.
std::string Two(const std::function<void(BgpWorld&)>& change) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Join("a", "b");
  change(world);
  const Texts texts = List(world);
  EXPECT_EQ(texts.size(), 1U);
  return texts.empty() ? "" : texts[0];
}

TEST(SessionList, WhoIsToBlame) {
  EXPECT_EQ(Two([](BgpWorld&) {}), "up a 10.0.0.0 - b 10.0.0.1");
  EXPECT_EQ(
      Two([](BgpWorld& w) { w.Towards("b", "a").shutdown = true; }),
      "down a 10.0.0.0 - b 10.0.0.1: shutdown: BGP session of 'a' with 10.0.0.1 ('b') is shut on one of "
      "its ends: 'b' shuts it");
  EXPECT_THAT(
      Two([](BgpWorld& w) { w.Towards("a", "b").remote_as = 3; }),
      EndsWith(": as-mismatch: BGP session of 'a' with 10.0.0.1 ('b') (AS 1 and 2) cannot come up: the "
               "AS numbers of the two ends do not fit: 'a' expects AS 3, 'b' expects AS 1"));
  EXPECT_THAT(Two([](BgpWorld& w) { w.Towards("a", "b").remote_as_kind = RemoteAs::kInternal; }),
              EndsWith("'a' expects its own AS, 'b' expects AS 1"));
  EXPECT_THAT(Two([](BgpWorld& w) { w.Towards("a", "b").authentication = "x"; }),
              EndsWith("the authentication differs: 'a' has a key, 'b' has no key"));
  EXPECT_THAT(Two([](BgpWorld& w) { w.Vrf("a").router_id = w.Vrf("b").router_id; }),
              EndsWith("'a' has 0.0.0.2, 'b' has 0.0.0.2"));
  EXPECT_THAT(Two([](BgpWorld& w) { w.FamilyTowards("a", "b").family = BgpFamily::kIpv6Unicast; }),
              EndsWith("'a' has ipv6-unicast, 'b' has ipv4-unicast"));
  EXPECT_THAT(Two([](BgpWorld& w) {
                w.Towards("a", "b").passive = true;
                w.Towards("b", "a").passive = true;
              }),
              EndsWith("both ends wait for the other: 'a' is passive, 'b' is passive"));
  EXPECT_THAT(Two([](BgpWorld& w) { w.down = {{1, 0}}; }),
              testing::AllOf(testing::StartsWith("down "), EndsWith("is down: b[a] is down")));
}

TEST(SessionList, OneEndOnly) {
  EXPECT_EQ(Two([](BgpWorld& w) { w.Vrf("b").neighbors.clear(); }),
            "never a 10.0.0.0 - b 10.0.0.1: not-configured: BGP session of 'a' with 10.0.0.1 cannot come up: "
            "the far end "
            "does not name this one as its neighbour");
  EXPECT_THAT(Two([](BgpWorld& w) { w.Node("b").bgp.as = 0; }), HasSubstr("b 10.0.0.1: no-speaker: "));
  EXPECT_THAT(
      Two([](BgpWorld& w) {
        w.Vrf("b").neighbors.clear();
        w.Vrf("a").neighbors.clear();
        w.Neighbor("a", "198.51.100.1", 7);
      }),
      EndsWith("outside 198.51.100.1: unknown-address: 198.51.100.1, neighbour of 'a', is outside: no "
               "device here has that address"));
  EXPECT_THAT(Two([](BgpWorld& w) {
                w.Vrf("b").neighbors.clear();
                w.Vrf("a").neighbors.clear();
                w.Neighbor("a", "10.0.0.0", 1);
              }),
              EndsWith("10.0.0.0 is an address of 'a' itself"));
  EXPECT_THAT(
      Two([](BgpWorld& w) {
        w.Vrf("b").neighbors.clear();
        w.Towards("a", "b").address.reset();
        w.Towards("a", "b").listen_range = P("192.0.2.0/24");
      }),
      EndsWith("- outside: nobody-connects: 'a' listens for 192.0.2.0/24, and no known device connects "
               "from there"));
  EXPECT_THAT(Two([](BgpWorld& w) {
                w.Vrf("b").neighbors.clear();
                w.Towards("a", "b").address.reset();
                w.Towards("a", "b").interface = "nowhere";
              }),
              EndsWith("'a' expects a neighbour on nowhere, and no known device is at its other end"));
}

/// Sessions between loopbacks 1.1.1.1 and 2.2.2.2.
std::string Loopbacks(AsNumber far_as, bool reach,
                      const std::function<void(BgpNeighbor&, BgpNeighbor&)>& change) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", far_as);
  for (const auto& [node, link, loopback] :
       {std::tuple("a", "10.0.0.0/31", "1.1.1.1/32"), std::tuple("b", "10.0.0.1/31", "2.2.2.2/32")}) {
    world.Port(node, "e", link);
    world.Port(node, "lo", loopback, model::InterfaceKind::kLoopback);
  }
  world.Reach("a", "2.2.2.2", 1);
  if (reach) world.Reach("b", "1.1.1.1", 1);
  BgpNeighbor& a = world.Neighbor("a", "2.2.2.2", far_as);
  BgpNeighbor& b = world.Neighbor("b", "1.1.1.1", 1);
  a.update_source_interface = b.update_source_interface = "lo";
  change(a, b);
  const Texts texts = List(world);
  return texts.size() == 1 ? texts[0] : "not one";
}

TEST(SessionList, BetweenLoopbacks) {
  const auto nothing = [](BgpNeighbor&, BgpNeighbor&) {};
  EXPECT_EQ(Loopbacks(1, true, nothing), "up a 1.1.1.1 - b 2.2.2.2");
  EXPECT_THAT(Loopbacks(1, false, nothing),
              EndsWith("is down: one end has no route to the other: 'b' has no route to 1.1.1.1"));
  EXPECT_THAT(Loopbacks(2, true, nothing),
              EndsWith("'a' allows one hop and is not connected to 2.2.2.2, 'b' allows one hop and is not "
                       "connected to 1.1.1.1"));
  EXPECT_THAT(Loopbacks(1, true, [](BgpNeighbor& a, BgpNeighbor&) { a.update_source = A("10.0.0.0"); }),
              EndsWith("'a' sends from 10.0.0.0 while 'b' names 1.1.1.1"));
}

TEST(SessionList, ParallelLinksMakeNoPhantoms) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Join("a", "b");
  world.Join("a", "b");
  EXPECT_THAT(List(world), ElementsAre("up a 10.0.0.0 - b 10.0.0.1", "up a 10.0.1.0 - b 10.0.1.1"));
  world.down = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  EXPECT_THAT(List(world), ElementsAre(testing::StartsWith("down a 10.0.0.0 - b 10.0.0.1"),
                                       testing::StartsWith("down a 10.0.1.0 - b 10.0.1.1")));
}

TEST(SessionList, AStatementWhoseCounterpartIsTaken) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Join("a", "b");
  world.Join("a", "b");
  world.Vrf("a").neighbors.pop_back();
  EXPECT_THAT(List(world), ElementsAre("up a 10.0.0.0 - b 10.0.0.1",
                                       testing::StartsWith("never a 10.0.1.0 - b 10.0.1.1: not-configured")));
}

TEST(SessionList, LinesOfBothEnds) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Join("a", "b");
  world.Towards("a", "b").remote_as = 3;
  world.Run();
  std::vector<Adjacency> adjacencies;
  ListSessions(world.engine().plan(), world, adjacencies);
  ASSERT_EQ(adjacencies.size(), 1U);
  const BgpNeighbor& a = world.Towards("a", "b");
  const BgpNeighbor& b = world.Towards("b", "a");
  EXPECT_THAT(adjacencies[0].ends[0].lines, ElementsAre(a.remote_as_span, a.span));
  EXPECT_THAT(adjacencies[0].ends[1].lines, ElementsAre(b.remote_as_span, b.span));
  EXPECT_EQ(adjacencies[0].scope, "ebgp");
  EXPECT_EQ(adjacencies[0].ends[1].process, "2");
  EXPECT_THAT(adjacencies[0].families, ElementsAre("ipv4-unicast"));
}

}  // namespace
}  // namespace ringfence::routing::bgp
