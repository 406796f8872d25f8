// What a table gives another protocol: attributes of BGP are seen by its policies, and doubt crosses.
#include <gtest/gtest.h>

#include <string>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

constexpr std::string_view kPrefix = "198.18.0.0/24";

/// A neighbour in another AS.
bgp::BgpNeighbor& Peer(World& w, const std::string& node, std::string_view address, bgp::AsNumber remote) {
  bgp::BgpNeighbor& neighbor = w[node].bgp.vrfs.at(0).neighbors.emplace_back();
  neighbor.address = A(address);
  neighbor.remote_as = remote;
  neighbor.families.emplace_back();
  return neighbor;
}

bgp::BgpFamilyConfig& RunBgp(World& w, const std::string& node, bgp::AsNumber as) {
  w[node].bgp.as = as;
  bgp::BgpVrf& vrf = w[node].bgp.vrfs.emplace_back();
  vrf.router_id = net::IpAddress::V4(as);
  return vrf.families.emplace_back();
}

/// x1 (AS 100) and x2 (AS 200) bring one prefix to r (AS 1), which gives what BGP has to OSPF and RIP towards
/// c through policy "m". Which of both r uses is a matter of age.
class TwoProviders : public testing::Test {
 protected:
  TwoProviders() {
    w.Join("r", "c", 0, 1, 1);
    w.Port("r", "rip", "10.8.0.0/31");
    w.Port("c", "rip", "10.8.0.1/31");
    for (const char* node : {"r", "c"})
      w[node].rip.processes.emplace_back().interfaces.push_back({.name = "rip"});
    w["c"].rip.processes[0].distance = 250;
    RunBgp(w, "r", 1);
    for (int i = 1; i <= 2; ++i) {
      const std::string x = "x" + std::to_string(i), net = "10.7." + std::to_string(i) + ".";
      w.Port("r", x, net + "0/31");
      w.Port(x, "r", net + "1/31");
      w.Static(x, kPrefix, "");
      const auto as = static_cast<bgp::AsNumber>(100 * i);
      RunBgp(w, x, as).networks.push_back({.prefix = P(kPrefix)});
      Peer(w, x, net + "0", 1);
      Peer(w, "r", net + "1", as);
    }
  }

  /// "m" passes routes whose path begins in the AS.
  void PassOnly(const std::string& as) {
    model::PolicySet& set = w["r"].policies;
    set.as_path_lists.push_back({"l", {{true, "^" + as + "$", w.NewSpan()}}, w.NewSpan()});
    model::RouteTerm term;
    term.flow = model::TermFlow::kAccept;
    model::RouteMatch match{.kind = model::RouteMatchKind::kAsPathList};
    match.names = {"l"};
    term.all_of.push_back({{match}});
    set.policies.push_back({"m", {term}, model::PolicyEnd::kReject, w.NewSpan()});
    policies_ = {"m"};
  }
  void IntoOspf() {
    ospf::Redistribution into;
    into.source = model::RouteSource::kBgp;
    into.metric = 1;
    into.policies = policies_;
    w["r"].ospf.processes[0].redistributions.push_back(into);
  }
  void IntoRip() {
    rip::RipRedistribution into;
    into.source = model::RouteSource::kBgp;
    into.metric = 3;
    into.policies = policies_;
    w["r"].rip.processes[0].redistributions.push_back(into);
  }
  /// "ospf-e2", "ospf-e2?" where it is in doubt, "?" where nothing is and something may be, "-".
  std::string Row(const RoutingState& state, std::string_view node) {
    const FibEntry* entry = state.fib(w.network().FindNode(node)).Find(P(kPrefix));
    if (entry == nullptr) return "-";
    const bool there = state.rib(w.network().FindNode(node)).Find(P(kPrefix)) != nullptr;
    const std::string doubt = entry->ambiguous ? "?" : "";
    return there ? std::string(kProtocolNames[static_cast<std::size_t>(entry->protocol)]) + doubt : doubt;
  }

  World w;
  const net::Prefix aggregate_ = P("198.18.0.0/16");

 private:
  std::vector<std::string> policies_;
};

TEST_F(TwoProviders, APolicyBetweenProtocolsSeesThePath) {
  PassOnly("100");
  IntoOspf();
  w.Build();
  EXPECT_EQ(Row(w.WithoutNode("x2"), "c"), "ospf-e2");
  EXPECT_EQ(Row(w.WithoutNode("x1"), "c"), "-");
}

TEST_F(TwoProviders, WhichRouteItIsDecidesWhatIsGivenOn) {
  PassOnly("200");
  IntoOspf();
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(Row(state, "r"), "ebgp?");
  EXPECT_EQ(Row(state, "c"), "?") << "the other provider's route would have passed";
}

TEST_F(TwoProviders, DoubtReachesWhoeverHearsIt) {
  IntoOspf();
  IntoRip();
  w.Build();
  EXPECT_EQ(Row(w.Nominal(), "c"), "ospf-e2?");
  EXPECT_EQ(Row(w.WithoutNode("x1"), "c"), "ospf-e2");
}

TEST_F(TwoProviders, WhatBeatsTheDoubtfulRouteIsCertain) {
  IntoRip();
  w.Static("c", kPrefix, "");
  w.Build();
  EXPECT_EQ(Row(w.Nominal(), "c"), "static");
}

TEST_F(TwoProviders, ALesserRouteMayBeReplaced) {
  PassOnly("200");  // of the two, r shows the other
  IntoOspf();
  w.Static("c", kPrefix, "").distance = 200;
  w.Build();
  EXPECT_EQ(Row(w.Nominal(), "c"), "static?");
}

TEST_F(TwoProviders, AnAggregateIsAsCertainAsItsContributors) {
  PassOnly("200");  // of the two, r shows the other
  IntoOspf();
  static_routes::AggregateRoute aggregate;
  aggregate.prefix = aggregate_;
  aggregate.contributors.accept_by_default = true;
  aggregate.distance = 130;
  w["c"].static_routes.aggregates.push_back(aggregate);
  w.Build();
  const auto entry = [this](const RoutingState& state) {
    return state.fib(w.network().FindNode("c")).Find(aggregate_);
  };
  const RoutingState nominal = w.Nominal();
  ASSERT_NE(entry(nominal), nullptr) << "it may be there";
  EXPECT_TRUE(entry(nominal)->ambiguous);
  EXPECT_EQ(entry(w.WithoutNode("x2")), nullptr);
  const RoutingState one = w.WithoutNode("x1");
  ASSERT_NE(entry(one), nullptr);
  EXPECT_FALSE(entry(one)->ambiguous);
}

/// Griffin and Wilfong's DISAGREE: a and b (AS 1 and 2) prefer what the other says about o's prefix. In one
/// stable state a has it from o, in the other from b. `gives` to OSPF what a has.
TEST(InjectionDoubt, OtherStableStatesOfBgpCrossToo) {
  World w;
  w.Join("a", "c", 0, 1, 1);
  const auto join = [&w](const std::string& one, const std::string& two, const std::string& net) {
    w.Port(one, two, net + "0/31");
    w.Port(two, one, net + "1/31");
  };
  join("o", "a", "10.7.1.");
  join("o", "b", "10.7.2.");
  join("a", "b", "10.7.3.");
  w.Static("o", kPrefix, "");
  RunBgp(w, "o", 9).networks.push_back({.prefix = P(kPrefix)});
  RunBgp(w, "a", 1);
  RunBgp(w, "b", 2);
  Peer(w, "o", "10.7.1.1", 1);
  Peer(w, "o", "10.7.2.1", 2);
  Peer(w, "a", "10.7.1.0", 9);
  Peer(w, "b", "10.7.2.0", 9);
  const auto prefer = [&w](const std::string& node, std::string_view address, bgp::AsNumber remote) {
    model::RouteTerm term;
    term.flow = model::TermFlow::kAccept;
    term.actions.push_back({.kind = model::RouteActionKind::kLocalPreference, .value = 200});
    w[node].policies.policies.push_back({"p", {term}, model::PolicyEnd::kReject, w.NewSpan()});
    Peer(w, node, address, remote).families.at(0).import.names = {"p"};
  };
  prefer("a", "10.7.3.1", 2);
  prefer("b", "10.7.3.0", 1);
  ospf::Redistribution into;
  into.source = model::RouteSource::kBgp;
  into.metric = 1;
  w["a"].ospf.processes[0].redistributions.push_back(into);
  w.Build();
  const auto row = [&w](const RoutingState& state) {
    const Route* route = state.rib(w.network().FindNode("c")).Find(P(kPrefix));
    return route == nullptr ? std::string("-") : std::string("ospf-e2") + (route->ambiguous ? "?" : "");
  };
  EXPECT_EQ(row(w.Nominal()), "ospf-e2?");
  EXPECT_EQ(row(w.WithoutNode("b")), "ospf-e2");
}

}  // namespace
}  // namespace ringfence::routing
