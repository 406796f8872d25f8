#include "routing/bgp/sessions.h"

#include <gtest/gtest.h>

#include <functional>

#include "routing/bgp/bgp_testing.h"

namespace ringfence::routing::bgp {
namespace {

using Causes = std::vector<std::string>;

/// Two joined nodes changed by a test; the causes of what is down.
Causes Two(const std::function<void(BgpWorld&)>& change) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Join("a", "b");
  change(world);
  world.Run();
  return world.Causes();
}

TEST(SessionsTest, CausesOfASessionOverALink) {
  EXPECT_EQ(Two([](BgpWorld&) {}), Causes{});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Towards("a", "b").shutdown = true; }), Causes{"shutdown"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Towards("b", "a").shutdown = true; }), Causes{"shutdown"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Towards("a", "b").remote_as = 3; }), Causes{"as-mismatch"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Towards("a", "b").authentication = "x"; }), Causes{"authentication"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Vrf("a").router_id = w.Vrf("b").router_id; }), Causes{"router-id"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.FamilyTowards("a", "b").family = BgpFamily::kIpv6Unicast; }),
            Causes{"no-family"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Vrf("b").neighbors.clear(); }), Causes{"not-configured"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Node("b").bgp.as = 0; }), Causes{"no-speaker"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Neighbor("a", "198.51.100.1", 2); }), Causes{"unknown-address"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.down = {{1, 0}}; }), Causes{"interface-down"});
  EXPECT_EQ(Two([](BgpWorld& w) {
              w.Towards("a", "b").passive = true;
              w.Towards("b", "a").passive = true;
            }),
            Causes{"passive"});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Towards("a", "b").passive = true; }), Causes{});
}

TEST(SessionsTest, KindsOfRemoteAs) {
  EXPECT_EQ(Two([](BgpWorld& w) { w.Towards("a", "b").remote_as_kind = RemoteAs::kExternal; }), Causes{});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Towards("a", "b").remote_as_kind = RemoteAs::kInternal; }),
            Causes{"as-mismatch"});
  EXPECT_EQ(Two([](BgpWorld& w) {
              w.Towards("a", "b").remote_as_kind = RemoteAs::kListed;
              w.Towards("a", "b").remote_as_ranges = {{2, 5}};
            }),
            Causes{});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Towards("a", "b").local_as = LocalAs{.as = 7}; }), Causes{"as-mismatch"});
  EXPECT_EQ(Two([](BgpWorld& w) {
              w.Towards("a", "b").local_as = LocalAs{.as = 7};
              w.Towards("b", "a").remote_as = 7;
            }),
            Causes{});
  EXPECT_EQ(Two([](BgpWorld& w) { w.Towards("a", "b").local_as = LocalAs{.as = 7, .dual_as = true}; }),
            Causes{})
      << "either number";
}

/// Two nodes with loopbacks 1.1.1.1 and 2.2.2.2 that reach each other, and sessions between the loopbacks.
Causes Loopbacks(AsNumber far_as, const std::function<void(BgpWorld&, BgpNeighbor&, BgpNeighbor&)>& change) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", far_as);
  for (const auto& [node, link, loopback] :
       {std::tuple("a", "10.0.0.0/31", "1.1.1.1/32"), std::tuple("b", "10.0.0.1/31", "2.2.2.2/32")}) {
    world.Port(node, "e", link);
    world.Port(node, "lo", loopback, model::InterfaceKind::kLoopback);
  }
  world.Reach("a", "2.2.2.2", 1);
  world.Reach("b", "1.1.1.1", 1);
  BgpNeighbor& a = world.Neighbor("a", "2.2.2.2", far_as);
  BgpNeighbor& b = world.Neighbor("b", "1.1.1.1", 1);
  a.update_source_interface = b.update_source_interface = "lo";
  change(world, a, b);
  world.Run();
  return world.Causes();
}

TEST(SessionsTest, CausesBetweenLoopbacks) {
  const auto nothing = [](BgpWorld&, BgpNeighbor&, BgpNeighbor&) {};
  EXPECT_EQ(Loopbacks(1, nothing), Causes{});
  EXPECT_EQ(Loopbacks(2, nothing), Causes{"not-connected"});
  EXPECT_EQ(Loopbacks(2,
                      [](BgpWorld&, BgpNeighbor& a, BgpNeighbor& b) {
                        a.ebgp_hops_max = 2;
                        b.connected_check = false;
                      }),
            Causes{});
  EXPECT_EQ(Loopbacks(1, [](BgpWorld&, BgpNeighbor& a, BgpNeighbor&) { a.update_source_interface = ""; }),
            Causes{})
      << "one end that opens from the right address is enough";
  EXPECT_EQ(Loopbacks(1, [](BgpWorld&, BgpNeighbor& a,
                            BgpNeighbor& b) { a.update_source_interface = b.update_source_interface = ""; }),
            Causes{"source-mismatch"});
  EXPECT_EQ(Loopbacks(1, [](BgpWorld&, BgpNeighbor& a, BgpNeighbor&) { a.update_source = A("10.0.0.0"); }),
            Causes{"source-mismatch"});
}

TEST(SessionsTest, DynamicNeighboursAcceptWhoeverConnects) {
  const auto listen = [](std::string_view range) {
    return [range](BgpWorld&, BgpNeighbor&, BgpNeighbor& b) {
      b.address.reset();
      b.listen_range = P(range);
    };
  };
  EXPECT_EQ(Loopbacks(1, listen("1.1.1.0/24")), Causes{});
  EXPECT_EQ(Loopbacks(1, listen("3.3.3.0/24")), Causes{"not-configured"});
}

TEST(SessionsTest, UnnumberedSessionsNeedNoAddresses) {
  const auto causes = [](bool both) {
    BgpWorld world;
    for (const auto& [node, as] : {std::pair("a", 1U), std::pair("b", 2U)}) {
      world.Node(node, as);
      world.Port(node, "e", node == std::string_view("a") ? "10.0.0.0/31" : "10.0.0.1/31");
      if (node == std::string_view("b") && !both) continue;
      BgpNeighbor& neighbor = world.Neighbor(node, "", 0);
      neighbor.interface = "e";
      neighbor.remote_as_kind = RemoteAs::kExternal;
    }
    world.Originate("a", "192.0.2.0/24");
    world.Run();
    EXPECT_EQ(world.Show("b", "192.0.2.0/24"), both ? "via 10.0.0.0 path 1" : "-");
    return world.Causes();
  };
  EXPECT_EQ(causes(true), Causes{});
  EXPECT_EQ(causes(false), Causes{"not-configured"});
}

TEST(SessionsTest, ALinkLocalAddressMustBeThatOfTheOtherEnd) {
  const auto causes = [](std::string_view asked, std::string_view written) {
    BgpWorld world;
    for (const auto& [node, as] : {std::pair("a", 1U), std::pair("b", 2U)}) {
      world.Node(node, as);
      model::Interface& port =
          world.Port(node, "e", node == std::string_view("a") ? "10.0.0.0/31" : "10.0.0.1/31");
      const std::string_view local = node == std::string_view("a") ? "fe80::a/64" : written;
      if (!local.empty()) port.addresses.push_back({*net::ParseHostPrefix(local), false, {}});
      BgpNeighbor& neighbor = world.Neighbor(node, "", 0);
      neighbor.interface = "e";
      neighbor.link_local = net::ParseAddress(node == std::string_view("a") ? asked : "fe80::a");
      neighbor.remote_as_kind = RemoteAs::kExternal;
    }
    world.Run();
    return world.Causes();
  };
  EXPECT_EQ(causes("fe80::b", "fe80::b/64"), Causes{});
  EXPECT_EQ(causes("fe80::b", "fe80::c/64"), (Causes{"unknown-address", "not-configured"}));
  EXPECT_EQ(causes("fe80::b", ""), (Causes{"unknown-address", "not-configured"}));
}

TEST(SessionsTest, AFindingNamesBothEndsAndTheirLines) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Join("a", "b");
  world.Towards("a", "b").remote_as = 3;
  world.Run();
  const base::Diagnostic finding = world.engine().plan().Describe(world.scratch.sessions[0]);
  EXPECT_EQ(finding.kind, base::DiagnosticKind::kAdjacencyUnmet);
  EXPECT_EQ(finding.span, world.Towards("a", "b").remote_as_span);
  EXPECT_EQ(finding.also.size(), 2U);
  EXPECT_EQ(
      finding.what,
      "BGP session of 'a' with 10.0.0.1 ('b') (AS 1 and 2) cannot come up: the AS numbers of the two ends "
      "do not fit");
}

}  // namespace
}  // namespace ringfence::routing::bgp
