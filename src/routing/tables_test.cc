// Where protocols meet: VRFs, aggregates, redistribution by policy, BGP beside OSPF.
#include <gtest/gtest.h>

#include <algorithm>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

std::string ShowIn(const World& w, const RoutingState& state, std::string_view node, std::string_view vrf,
                   std::string_view prefix) {
  const TableId table = w.network().FindTable(w.network().FindNode(node), vrf);
  const Route* route = state.rib(table).Find(P(prefix));
  return route == nullptr ? "-" : std::string(kProtocolNames[static_cast<std::size_t>(route->protocol)]);
}

/// A policy that accepts routes inside `prefix`, with a metric.
model::RoutePolicy Accepting(const std::string& name, std::string_view list, std::uint32_t metric) {
  model::RoutePolicy policy;
  policy.name = name;
  model::RouteTerm term;
  term.all_of = {{{{.kind = model::RouteMatchKind::kPrefixList, .names = {std::string(list)}}}}};
  term.actions = {{.kind = model::RouteActionKind::kMetric, .value = metric}};
  term.flow = model::TermFlow::kAccept;
  policy.terms.push_back(term);
  return policy;
}

model::PrefixList ListOf(const std::string& name, std::string_view prefix) {
  return {name, {{true, P(prefix), P(prefix).length, 32, {}}}, {}};
}

bgp::BgpNeighbor Neighbor(std::string_view address, bgp::AsNumber as) {
  bgp::BgpNeighbor neighbor;
  neighbor.address = A(address);
  neighbor.remote_as = as;
  neighbor.families.emplace_back();
  return neighbor;
}

bgp::BgpVrf& Bgp(World& w, const std::string& node, bgp::AsNumber as) {
  bgp::BgpConfig& config = w[node].bgp;
  config.as = as;
  config.vrfs.emplace_back();
  config.vrfs[0].router_id = w[node].ospf.processes[0].router_id;
  config.vrfs[0].families.emplace_back();
  return config.vrfs[0];
}

TEST(TablesTest, VrfsKeepEqualPrefixesApart) {
  World w;
  w.Port("a", "red0", "10.0.0.1/24").vrf = "red";
  w.Port("a", "blue0", "10.0.0.1/24").vrf = "blue";
  w.Port("a", "core0", "192.0.2.1/24");
  w.Static("a", "203.0.113.0/24", "10.0.0.9").vrf = "red";
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(ShowIn(w, state, "a", "red", "10.0.0.0/24"), "connected");
  EXPECT_EQ(ShowIn(w, state, "a", "blue", "10.0.0.0/24"), "connected");
  EXPECT_EQ(ShowIn(w, state, "a", "", "10.0.0.0/24"), "-");
  EXPECT_EQ(ShowIn(w, state, "a", "red", "203.0.113.0/24"), "static");
  EXPECT_EQ(ShowIn(w, state, "a", "blue", "203.0.113.0/24"), "-");
}

TEST(TablesTest, AStaticRouteMayLeaveByAnotherVrf) {
  World w;
  w.Port("a", "red0", "10.0.0.1/24").vrf = "red";
  w.Static("a", "203.0.113.0/24", "10.0.0.9").next_hop_vrf = "red";
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.Show(state, "a", "203.0.113.0/24"), "static 0 via red0[10.0.0.9]");
}

TEST(TablesTest, LeakedRoutesLeaveByTheInterfacesOfTheirOwnVrf) {
  World w;
  w.Port("a", "red0", "10.0.0.1/24").vrf = "red";
  w.Port("a", "core0", "192.0.2.1/24");
  w.Static("a", "203.0.113.0/24", "192.0.2.9");
  w["a"].vrfs.push_back({.name = "red"});
  VrfLeak leak;
  leak.sources = {model::RouteSource::kStatic};
  w["a"].vrfs[0].leaks = {leak};
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(ShowIn(w, state, "a", "red", "203.0.113.0/24"), "leaked");
  EXPECT_EQ(ShowIn(w, state, "a", "red", "192.0.2.0/24"), "-");
  const TableId red = w.network().FindTable(w.network().FindNode("a"), "red");
  const FibEntry* entry = state.fib(red).Lookup(A("203.0.113.1"));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(state.fib(red).HopsOf(*entry)[0], (NextHop{model::InterfaceIndex(1), A("192.0.2.9"), false}));
  EXPECT_EQ(entry->spans().size(), 1U);
}

TEST(TablesTest, OspfOfAVrfFillsItsTableOnly) {
  World w;
  w.Join("a", "b", 0, 10, 10);
  w.Loopback("b", "192.0.2.2", 0);
  for (auto& interface : w["a"].device.interfaces) interface.vrf = "red";
  w["a"].ospf.processes[0].vrf = "red";
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(ShowIn(w, state, "a", "red", "192.0.2.2/32"), "ospf");
  EXPECT_EQ(ShowIn(w, state, "a", "", "192.0.2.2/32"), "-");
}

TEST(TablesTest, FamiliesOfOneTableShareNoHops) {
  World net;
  net.Join("a", "b", 0, 10, 10);
  net.Join("a", "c", 0, 10, 10);
  net.Join("c", "b", 0, 10, 10);
  net.Loopback("b", "192.0.2.9", 0);
  std::uint32_t host = 1;
  for (const char* node : {"a", "b", "c"}) {
    ospf::OspfProcess six = net[node].ospf.processes[0];
    six.family = net::Family::kIpv6;
    // OSPFv3 does not run between a and b: both have one next hop at a, and it is not the same.
    std::erase_if(six.interfaces, [&](const ospf::OspfInterface& interface) {
      return interface.name == (*node == 'a' ? "b" : "a") && *node != 'c';
    });
    net[node].ospf.processes.push_back(six);
    for (model::Interface& interface : net[node].device.interfaces) {
      const bool loopback = interface.name == "lo";
      const std::string text =
          loopback ? "2001:db8:9::9/128" : "2001:db8:1::" + std::to_string(host++) + "/64";
      interface.addresses.push_back({*net::ParseHostPrefix(text), false, {}});
    }
  }
  net.Build();
  const RoutingState state = net.Nominal();
  const Fib& fib = state.fib(net.network().FindNode("a"));
  const auto port_of = [&](std::string_view prefix) {
    const FibEntry* entry = fib.Find(P(prefix));
    if (entry == nullptr || fib.HopsOf(*entry).size() != 1) return std::string("?");
    return net.network().InterfaceAt({net.network().FindNode("a"), fib.HopsOf(*entry)[0].interface}).name;
  };
  EXPECT_EQ(port_of("192.0.2.9/32"), "b");
  EXPECT_EQ(port_of("2001:db8:9::9/128"), "c");
}

TEST(TablesTest, AggregatesLiveWhileAContributorPassesThePolicy) {
  World w;
  w.Port("a", "e0", "10.1.0.1/24");
  static_routes::AggregateRoute aggregate;
  aggregate.prefix = P("10.0.0.0/8");
  w["a"].static_routes.aggregates.push_back(aggregate);
  aggregate.prefix = P("10.1.0.0/16");
  aggregate.contributors = {{"p"}, false, {}};
  aggregate.forwards_by_contributor = true;
  w["a"].static_routes.aggregates.push_back(aggregate);
  w["a"].policies.prefix_lists = {ListOf("l", "10.2.0.0/16")};
  w["a"].policies.policies = {Accepting("p", "l", 0)};
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "10.0.0.0/8"), "aggregate 0 via discard");
  EXPECT_EQ(w.Show(w.Nominal(), "a", "10.1.0.0/16"), "-");
  w["a"].policies.prefix_lists = {ListOf("l", "10.1.0.0/16")};
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "10.1.0.0/16"), "aggregate 0 via e0");
}

TEST(TablesTest, RedistributionFollowsThePolicy) {
  World w;
  w.Join("a", "b", 0, 10, 10);
  w.Static("b", "203.0.113.0/24", "");
  w.Static("b", "198.51.100.0/24", "");
  w["b"].policies.prefix_lists = {ListOf("l", "203.0.113.0/24")};
  w["b"].policies.policies = {Accepting("p", "l", 77)};
  ospf::Redistribution redistribution;
  redistribution.source = model::RouteSource::kStatic;
  redistribution.metric = 20;
  redistribution.policies = {"p"};
  w["b"].ospf.processes[0].redistributions.push_back(redistribution);
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.Show(state, "a", "203.0.113.0/24"), "ospf-e2 77 via b[10.0.0.1]");
  EXPECT_EQ(w.Show(state, "a", "198.51.100.0/24"), "-");
}

/// c -eBGP- a -OSPF- m -OSPF- b with iBGP between the loopbacks of a and b, and a longer way a - n - b.
void TwoAutonomousSystems(World& w) {
  w.Join("a", "m", 0, 10, 10);
  w.Join("m", "b", 0, 10, 10);
  w.Join("a", "n", 0, 100, 100);
  w.Join("n", "b", 0, 100, 100);
  w.Loopback("a", "192.0.2.1", 0);
  w.Loopback("b", "192.0.2.2", 0);
  w.Port("a", "out", "198.51.100.0/31");
  w.Port("c", "in", "198.51.100.1/31");
  w.Static("c", "203.0.113.0/24", "");
  bgp::BgpVrf& c = Bgp(w, "c", 65002);
  c.neighbors = {Neighbor("198.51.100.0", 65001)};
  bgp::BgpNetwork network;
  network.prefix = P("203.0.113.0/24");
  c.families[0].networks = {network};
  bgp::BgpVrf& a = Bgp(w, "a", 65001);
  a.neighbors = {Neighbor("198.51.100.1", 65002), Neighbor("192.0.2.2", 65001)};
  a.neighbors[1].update_source_interface = "lo";
  a.neighbors[1].families[0].next_hop_self = bgp::NextHopSelf::kLearnedByEbgp;
  bgp::BgpVrf& b = Bgp(w, "b", 65001);
  b.neighbors = {Neighbor("192.0.2.1", 65001)};
  b.neighbors[0].update_source_interface = "lo";
}

TEST(TablesTest, BgpRoutesResolveThroughOspfAndFollowItsFailures) {
  World w;
  TwoAutonomousSystems(w);
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.Show(state, "a", "203.0.113.0/24"), "ebgp 0 via ?[198.51.100.1]");
  EXPECT_EQ(w.Show(state, "b", "203.0.113.0/24"), "ibgp 0 via ?[192.0.2.1]");
  const model::NodeId b = w.network().FindNode("b");
  const auto first_hop = [&](const RoutingState& s) {
    const FibEntry* entry = s.fib(b).Lookup(A("203.0.113.7"));
    if (entry == nullptr) return std::string("-");
    return w.network().InterfaceAt({b, s.fib(b).HopsOf(*entry)[0].interface}).name;
  };
  EXPECT_EQ(first_hop(w.Nominal()), "m");
  EXPECT_EQ(first_hop(w.WithoutLink("a--m")), "n");
  EXPECT_EQ(first_hop(w.WithoutLink("a--c")), "-");
}

TEST(TablesTest, BgpRoutesAreExplainedByLinesAndSpeakers) {
  World w;
  TwoAutonomousSystems(w);
  w.Build();
  const RoutingState state = w.Nominal();
  const FibEntry* entry = state.fib(w.network().FindNode("b")).Find(P("203.0.113.0/24"));
  ASSERT_NE(entry, nullptr);
  const std::vector<model::NodeId> origins = entry->origins();
  for (const char* name : {"a", "c"})
    EXPECT_TRUE(std::ranges::count(origins, w.network().FindNode(name)) == 1) << name;
}

/// r shares the load to 10.9.0.0/16 over x and an address that only this route leads to.
TEST(TablesTest, NextHopsOfSeveralThatLeadOverTheRouteItselfAreDoubtful) {
  for (const char* inside : {"10.9.0.1", "10.8.0.1"}) {
    World w;
    int number = 0;
    for (const char* name : {"x", "y", "r"}) {
      if (name != std::string("r")) w.Join("r", name, 0, 1, 1);
      w.Loopback(name, "192.0.2." + std::to_string(++number), 0);
      Bgp(w, name, 65001);
    }
    for (const int far : {1, 2}) {
      const std::string name = far == 1 ? "x" : "y";
      bgp::BgpNetwork network;
      network.prefix = P("10.9.0.0/16");
      w.Static(name, "10.9.0.0/16", "");
      w[name].bgp.vrfs[0].families[0].networks = {network};
      w[name].bgp.vrfs[0].neighbors = {Neighbor("192.0.2.3", 65001)};
      w[name].bgp.vrfs[0].neighbors[0].update_source_interface = "lo";
      bgp::BgpNeighbor& neighbor =
          w["r"].bgp.vrfs[0].neighbors.emplace_back(Neighbor("192.0.2." + std::to_string(far), 65001));
      neighbor.update_source_interface = "lo";
      if (far == 2) neighbor.families[0].import.names = {"inside"};
    }
    w["r"].bgp.vrfs[0].families[0].ibgp_paths_max = 2;
    w.Static("r", "10.8.0.0/15", "192.0.2.2");
    model::RoutePolicy policy = Accepting("inside", "all", 0);
    policy.terms[0].actions = {{.kind = model::RouteActionKind::kNextHop, .address = A(inside)}};
    w["r"].policies.prefix_lists = {ListOf("all", "0.0.0.0/0")};
    w["r"].policies.policies = {policy};
    w.Build();
    const RoutingState state = w.Nominal();
    const FibEntry* entry = state.fib(w.network().FindNode("r")).Find(P("10.9.0.0/16"));
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->ambiguous, inside == std::string("10.9.0.1")) << inside;
  }
}

/// Two speakers that each prefer the way through the other: whoever speaks first wins. Behind each stands one
/// of the other's AS, who has a route in one of the two states only.
TEST(TablesTest, SeveralStableStatesOfBgpAreDoubtful) {
  World w;
  const char* ports[][4] = {{"o", "a", "10.0.1.0/31", "10.0.1.1/31"},
                            {"o", "b", "10.0.2.0/31", "10.0.2.1/31"},
                            {"a", "b", "10.0.3.0/31", "10.0.3.1/31"},
                            {"a", "behind-a", "10.0.4.0/31", "10.0.4.1/31"},
                            {"b", "behind-b", "10.0.5.0/31", "10.0.5.1/31"}};
  for (const auto& [left, right, near, far] : ports) {
    w.Port(left, std::string("to-") + right, near);
    w.Port(right, std::string("to-") + left, far);
  }
  w.Static("o", "203.0.113.0/24", "");
  bgp::BgpVrf& o = Bgp(w, "o", 1);
  bgp::BgpNetwork network;
  network.prefix = P("203.0.113.0/24");
  o.families[0].networks = {network};
  o.neighbors = {Neighbor("10.0.1.1", 2), Neighbor("10.0.2.1", 3)};
  for (const char* name : {"a", "b"}) {
    model::RoutePolicy prefer = Accepting("prefer", "all", 0);
    prefer.terms[0].actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = 200}};
    w[name].policies.prefix_lists = {ListOf("all", "0.0.0.0/0")};
    w[name].policies.policies = {prefer};
  }
  bgp::BgpVrf& a = Bgp(w, "a", 2);
  a.neighbors = {Neighbor("10.0.1.0", 1), Neighbor("10.0.3.1", 3), Neighbor("10.0.4.1", 3)};
  bgp::BgpVrf& b = Bgp(w, "b", 3);
  b.neighbors = {Neighbor("10.0.2.0", 1), Neighbor("10.0.3.0", 2), Neighbor("10.0.5.1", 2)};
  Bgp(w, "behind-a", 3).neighbors = {Neighbor("10.0.4.0", 2)};
  Bgp(w, "behind-b", 2).neighbors = {Neighbor("10.0.5.0", 3)};
  a.neighbors[1].families[0].import.names = {"prefer"};
  b.neighbors[1].families[0].import.names = {"prefer"};
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_FALSE(state.unsettled());
  const auto known = [&](const char* node) { return w.Show(state, node, "203.0.113.0/24") != "-"; };
  EXPECT_NE(known("behind-a"), known("behind-b"));
  for (const char* node : {"a", "b", "behind-a", "behind-b"}) {
    const FibEntry* entry = state.fib(w.network().FindNode(node)).Find(P("203.0.113.0/24"));
    ASSERT_NE(entry, nullptr) << node;
    EXPECT_TRUE(entry->ambiguous) << node;
  }
}

/// Seen on running daemons: two speakers that each prefer the way through the other. In one of the states
/// "three" has a route of its own AS, which OSPF beats, in the other an external one, which beats OSPF.
TEST(TablesTest, AnotherStateOfBgpMayBeatAnIgp) {
  World w;
  w.Join("one", "three", 0, 10, 10);
  w.Loopback("one", "192.0.2.1", 0);
  const char* ports[][4] = {{"one", "four", "10.0.7.0/31", "10.0.7.1/31"},
                            {"three", "four", "10.0.8.0/31", "10.0.8.1/31"}};
  for (const auto& [left, right, near, far] : ports) {
    w.Port(left, std::string("to-") + right, near);
    w.Port(right, std::string("to-") + left, far);
  }
  for (const char* name : {"three", "four"}) {
    model::RoutePolicy prefer = Accepting("prefer", "all", 0);
    prefer.terms[0].actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = 200}};
    w[name].policies.prefix_lists = {ListOf("all", "0.0.0.0/0")};
    w[name].policies.policies = {prefer};
  }
  bgp::BgpVrf& one = Bgp(w, "one", 1);
  bgp::BgpNetwork network;
  network.prefix = P("192.0.2.1/32");
  one.families[0].networks = {network};
  one.neighbors = {Neighbor("10.0.0.1", 1), Neighbor("10.0.7.1", 2)};
  bgp::BgpVrf& three = Bgp(w, "three", 1);
  three.neighbors = {Neighbor("10.0.0.0", 1), Neighbor("10.0.8.1", 2)};
  three.neighbors[1].families[0].import.names = {"prefer"};
  three.neighbors[1].families[0].allow_own_as = 1;
  bgp::BgpVrf& four = Bgp(w, "four", 2);
  four.neighbors = {Neighbor("10.0.7.0", 1), Neighbor("10.0.8.0", 1)};
  four.neighbors[1].families[0].import.names = {"prefer"};
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_TRUE(state.fib(w.network().FindNode("three")).Find(P("192.0.2.1/32"))->ambiguous);
  EXPECT_FALSE(state.fib(w.network().FindNode("one")).Find(P("192.0.2.1/32"))->ambiguous);
}

TEST(TablesTest, BgpEntersOspfWhenRedistributed) {
  World w;
  TwoAutonomousSystems(w);
  ospf::Redistribution redistribution;
  redistribution.source = model::RouteSource::kBgp;
  redistribution.process = "65001";
  redistribution.metric = 1;
  w["a"].ospf.processes[0].redistributions.push_back(redistribution);
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "m", "203.0.113.0/24"), "ospf-e2 1 via a[10.0.0.0]");
  EXPECT_EQ(w.Show(w.WithoutNode("c"), "m", "203.0.113.0/24"), "-");
}

}  // namespace
}  // namespace ringfence::routing
