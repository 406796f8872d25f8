// Routes between VRFs: by route target on one device and over VPN sessions, and copied in BGP.
#include <gtest/gtest.h>

#include <algorithm>

#include "routing/vpn_testing.h"

namespace ringfence::routing {
namespace {

constexpr const char* kSite = "203.0.113.0/24";
const VpnWorld::Targets kRed = {"target:65000:1"};
const VpnWorld::Targets kBlue = {"target:65000:2"};

/// Two edge routers with a session; `red` on both, `blue` on the second.
void TwoEdges(VpnWorld& w) {
  w.Edge("p1", 1);
  w.Edge("p2", 2);
  w.Peer("p1", 2);
  w.Peer("p2", 1);
  w.Vrf("p1", "red", "1:1", kRed, kRed);
  w.Vrf("p2", "red", "2:1", kRed, kRed);
  w.Vrf("p2", "blue", "2:2", kBlue, kBlue);
  w.Own("p1", "red", kSite);
}

TEST(VpnTest, TheOtherEndTakesRoutesByTheirTarget) {
  VpnWorld w;
  TwoEdges(w);
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p1", "red", kSite), "static 1/0 via discard");
  EXPECT_EQ(w.ShowVrf(state, "p2", "red", kSite), "bgp-vpn 200/0 via ?[192.0.2.1]");
  EXPECT_EQ(w.FirstHop(state, "p2", "red", kSite), "m[10.0.1.1]");
  EXPECT_EQ(w.ShowVrf(state, "p2", "blue", kSite), "-");
  EXPECT_EQ(w.ShowVrf(state, "p2", "", kSite), "-");
  EXPECT_EQ(w.ShowVrf(w.WithoutLink("m--p1"), "p2", "red", kSite), "-");
  EXPECT_EQ(w.ShowVrf(w.WithoutNode("p1"), "p2", "red", kSite), "-");
}

TEST(VpnTest, RoutesAreExplainedByBothVrfsAndTheSession) {
  VpnWorld w;
  TwoEdges(w);
  w.Build();
  const RoutingState state = w.Nominal();
  const FibEntry* entry = state.fib(w.Table("p2", "red")).Find(P(kSite));
  ASSERT_NE(entry, nullptr);
  const std::vector<base::Span> spans = entry->spans();
  const auto has = [&spans](const base::Span& span) { return std::ranges::count(spans, span) == 1; };
  EXPECT_TRUE(has(w["p1"].vrfs[0].span));
  EXPECT_TRUE(has(w["p2"].vrfs[0].span));
  EXPECT_FALSE(has(w["p2"].vrfs[1].span));
  EXPECT_TRUE(has(w["p1"].bgp.vrfs[0].neighbors[0].span));
  EXPECT_TRUE(has(w["p1"].static_routes.routes[0].span));
  const std::vector<model::NodeId> origins = entry->origins();
  EXPECT_TRUE(std::ranges::count(origins, w.network().FindNode("p1")) == 1);
}

TEST(VpnTest, AReflectorPassesOnWhatNoVrfOfItsOwnTakes) {
  VpnWorld w;
  w.Edge("p1", 1);
  w.Edge("p2", 2);
  w.Edge("rr", 9);
  w.Peer("p1", 9);
  w.Peer("p2", 9);
  w.Peer("rr", 1).reflector_client = true;
  w.Peer("rr", 2).reflector_client = true;
  w.Vrf("p1", "red", "1:1", {}, kRed);
  w.Vrf("p2", "red", "2:1", kRed, {});
  w.Own("p1", "red", kSite);
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "p2", "red", kSite), "bgp-vpn 200/0 via ?[192.0.2.1]");
  EXPECT_EQ(w.ShowVrf(w.WithoutNode("rr"), "p2", "red", kSite), "-");
}

/// The reflector is near p1, p3 is near p2. Under one distinguisher the reflector passes its own choice on.
TEST(VpnTest, ReflectorsChooseAmongRoutesUnderOneDistinguisherOnly) {
  for (const bool same : {true, false}) {
    VpnWorld w;
    w.Edge("p1", 1, 10);
    w.Edge("p2", 2, 20);
    w.Edge("p3", 3, 10);
    w.Edge("rr", 9, 10);
    w.Join("p3", "p2", 0, 1, 1);
    for (const int client : {1, 2, 3}) {
      w.Peer("p" + std::to_string(client), 9);
      w.Peer("rr", client).reflector_client = true;
    }
    w.Vrf("p1", "red", "1:1", {}, kRed);
    w.Vrf("p2", "red", same ? "1:1" : "2:1", {}, kRed);
    w.Vrf("p3", "red", "3:1", kRed, {});
    w.Own("p1", "red", kSite);
    w.Own("p2", "red", kSite);
    w.Build();
    // From rr: p1 at 20, p2 at 21 (by p3). From p3: p2 at 1, p1 at 20.
    EXPECT_EQ(w.ShowVrf(w.Nominal(), "p3", "red", kSite),
              same ? "bgp-vpn 200/0 via ?[192.0.2.1]" : "bgp-vpn 200/0 via ?[192.0.2.2]");
    EXPECT_EQ(w.ShowVrf(w.WithoutNode("p1"), "p3", "red", kSite), "bgp-vpn 200/0 via ?[192.0.2.2]");
  }
}

TEST(VpnTest, PathsUnderDifferentDistinguishersShareTheLoad) {
  VpnWorld w;
  for (const int number : {1, 2, 3}) w.Edge("p" + std::to_string(number), number);
  for (const int far : {1, 2}) {
    w.Peer("p3", far);
    w.Peer("p" + std::to_string(far), 3);
    w.Vrf("p" + std::to_string(far), "red", std::to_string(far) + ":1", {}, kRed);
    w.Own("p" + std::to_string(far), "red", kSite);
  }
  w.Vrf("p3", "red", "3:1", kRed, {});
  w.BgpOf("p3", "red").families[0].ibgp_paths_max = 2;
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "p3", "red", kSite), "bgp-vpn 200/0 via ?[192.0.2.1] via ?[192.0.2.2]");
}

TEST(VpnTest, OneDeviceTakesRoutesAsIfFromOutside) {
  VpnWorld w;
  w.Edge("p1", 1);
  w.Vrf("p1", "red", "1:1", kRed, kRed);
  w.Vrf("p1", "shared", "1:2", kRed, kBlue);
  w.Port("p1", "red0", "10.9.0.1/24").vrf = "red";
  w.BgpOf("p1", "red").families[0].redistributions[0].source = model::RouteSource::kConnected;
  w.Static("p1", kSite, "10.9.0.7").vrf = "red";
  bgp::BgpRedistribution statics;
  statics.source = model::RouteSource::kStatic;
  statics.metric = 5;
  w.BgpOf("p1", "red").families[0].redistributions.push_back(statics);
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p1", "shared", "10.9.0.0/24"), "bgp-vpn 20/0 via red0");
  EXPECT_EQ(w.ShowVrf(state, "p1", "shared", kSite), "bgp-vpn 20/5 via ?[10.9.0.7]");
  EXPECT_EQ(w.FirstHop(state, "p1", "shared", kSite), "red0[10.9.0.7]");
  w["p1"].vrfs[1].imports_from_own_device = false;
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "p1", "shared", kSite), "-");
}

TEST(VpnTest, WhatAVrfTookIsNotGivenAgain) {
  VpnWorld w;
  TwoEdges(w);
  // p2 blue takes from red and gives to green, which does not see the routes of red.
  w["p2"].vrfs[1].import_targets4 = kRed;
  w.Vrf("p2", "green", "2:3", kBlue, {});
  w.Own("p2", "blue", "198.51.100.0/24");
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p2", "blue", kSite), "bgp-vpn 200/0 via ?[192.0.2.1]");
  EXPECT_EQ(w.ShowVrf(state, "p2", "green", "198.51.100.0/24"), "bgp-vpn 20/0 via discard");
  EXPECT_EQ(w.ShowVrf(state, "p2", "green", kSite), "-");
}

TEST(VpnTest, PoliciesFilterAndSetTargets) {
  VpnWorld w;
  TwoEdges(w);
  w.Own("p1", "red", "198.51.100.0/24");
  w["p1"].policies.prefix_lists = {{"site", {{true, P(kSite), 24, 24, {}}}, {}}};
  w["p2"].policies.prefix_lists = w["p1"].policies.prefix_lists;
  model::RouteTerm term;
  term.all_of = {{{{.kind = model::RouteMatchKind::kPrefixList, .names = {"site"}}}}};
  w.Policy("p2", "only-site", term);
  w["p2"].vrfs[0].import_policies = {"only-site"};
  term.all_of.clear();
  term.actions = {{.kind = model::RouteActionKind::kCommunity,
                   .community_op = model::CommunityOp::kAdd,
                   .community_kind = model::CommunityKind::kExtended,
                   .communities = kBlue}};
  w.Policy("p1", "to-blue", term);
  w["p1"].vrfs[0].export_policies = {"to-blue"};
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p2", "red", kSite), "bgp-vpn 200/0 via ?[192.0.2.1]");
  EXPECT_EQ(w.ShowVrf(state, "p2", "red", "198.51.100.0/24"), "-");
  EXPECT_EQ(w.ShowVrf(state, "p2", "blue", kSite), "bgp-vpn 200/0 via ?[192.0.2.1]");
}

TEST(VpnTest, ImportPoliciesAloneNeedNoTarget) {
  VpnWorld w;
  TwoEdges(w);
  w.Policy("p2", "all", {});
  w["p2"].vrfs[1].import_policies = {"all"};
  w["p2"].vrfs[1].import_targets4.clear();
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "p2", "blue", kSite), "bgp-vpn 200/0 via ?[192.0.2.1]");
}

TEST(VpnTest, SystemsThatExportTheirTableNeedNoRedistribution) {
  VpnWorld w;
  TwoEdges(w);
  w.BgpOf("p1", "red").families[0].redistributions.clear();
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "p2", "red", kSite), "-");
  w.BgpOf("p1", "red").families[0].exports_from_table = true;
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "p2", "red", kSite), "bgp-vpn 200/0 via ?[192.0.2.1]");
}

void GivesItsTable(VpnWorld& w, const std::string& node, std::string_view vrf) {
  w.BgpOf(node, vrf).families[0].redistributions.clear();
  w.BgpOf(node, vrf).families[0].exports_from_table = true;
}

/// Where a table gives all its routes, what it did not learn by BGP has a distance of its own.
TEST(VpnTest, ARouteOfAnotherProtocolIsDoubtfulWhereItMeetsARival) {
  VpnWorld w;
  w.Edge("p1", 1);
  w.Vrf("p1", "red", "1:1", {}, kRed);
  w.Vrf("p1", "blue", "1:2", kRed, {});
  for (const char* vrf : {"red", "blue"}) GivesItsTable(w, "p1", vrf);
  w.Own("p1", "blue", "198.51.100.0/24");
  w.Own("p1", "red", "198.51.100.0/24");
  w.Own("p1", "red", "192.88.99.0/24");
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p1", "blue", "192.88.99.0/24").substr(0, 7), "bgp-vpn");
  EXPECT_EQ(w.ShowVrf(state, "p1", "blue", "192.88.99.0/24").back(), 'd') << "certain: nothing else is there";
  EXPECT_EQ(w.ShowVrf(state, "p1", "blue", "198.51.100.0/24").back(), '?');
}

TEST(VpnTest, ARouteOfTheSameDeviceMayKeepItsProtocol) {
  for (const bool keeps : {false, true}) {
    VpnWorld w;
    w.Edge("p1", 1);
    w.Vrf("p1", "red", "1:1", {}, kRed);
    w.Vrf("p1", "blue", "1:2", kRed, {}).imports_keep_protocol = keeps;
    GivesItsTable(w, "p1", "red");
    w.Own("p1", "red", kSite);
    model::RouteTerm term;
    term.all_of = {{{{.kind = model::RouteMatchKind::kSource, .sources = {model::RouteSource::kStatic}}}}};
    w.Policy("p1", "static-only", term);
    w["p1"].vrfs[1].import_policies = {"static-only"};
    w.Build();
    EXPECT_EQ(w.ShowVrf(w.Nominal(), "p1", "blue", kSite), keeps ? "bgp-vpn 20/0 via discard" : "-");
  }
}

TEST(VpnTest, APolicyThatIsNotModelledLeavesNothingCertain) {
  VpnWorld w;
  TwoEdges(w);
  model::RouteTerm term;
  term.all_of = {{{{.kind = model::RouteMatchKind::kNotModelled}}}};
  w.Policy("p2", "unknown", term);
  w["p2"].vrfs[0].import_policies = {"unknown"};
  w.Build();
  const RoutingState state = w.Nominal();
  const FibEntry* entry = state.fib(w.Table("p2", "red")).Find(P(kSite));
  ASSERT_NE(entry, nullptr);
  EXPECT_TRUE(entry->ambiguous);
}

TEST(VpnTest, LeaksInBgpTakeTheBestRouteOfTheOtherTable) {
  VpnWorld w;
  w.Edge("p1", 1);
  w.Vrf("p1", "red", "", {}, {});
  VrfConfig& blue = w.Vrf("p1", "blue", "", {}, {});
  VrfLeak leak;
  leak.from_vrf = "red";
  leak.through_bgp = true;
  leak.span = w.NewSpan();
  blue.leaks = {leak};
  w.Port("p1", "red0", "10.9.0.1/24").vrf = "red";
  w.Static("p1", kSite, "10.9.0.7").vrf = "red";
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "p1", "blue", kSite), "bgp-vpn 20/0 via ?[10.9.0.7]");
  EXPECT_EQ(w.ShowVrf(state, "p1", "blue", "10.9.0.0/24"), "-");
  EXPECT_EQ(w.FirstHop(state, "p1", "blue", kSite), "red0[10.9.0.7]");
}

/// A customer router c (AS 65009) between VRF `red` of p2 and VRF `green` of p2: it carries what red took on
/// to green, which gives it to p1.
TEST(VpnTest, SitesAnnounceFurtherWhatTheyWereTold) {
  VpnWorld w;
  TwoEdges(w);
  w["p1"].bgp.vrfs[0].neighbors[0].families[0].allow_own_as = 1;
  const VpnWorld::Targets green = {"target:65000:3"};
  w.Vrf("p2", "green", "2:3", {}, green);
  w.Vrf("p1", "green", "1:3", green, {});
  w["c"].bgp.as = 65009;
  bgp::BgpVrf& c = w["c"].bgp.vrfs.emplace_back();
  c.router_id = A("10.77.0.9");
  c.families.emplace_back();
  const auto join = [&w](const std::string& vrf, const std::string& near, const std::string& far) {
    w.Port("p2", "to-c-" + vrf, near + "/31").vrf = vrf;
    w.Port("c", "to-" + vrf, far + "/31");
    bgp::BgpNeighbor neighbor;
    neighbor.families.emplace_back().allow_own_as = 1;
    neighbor.address = A(far);
    neighbor.remote_as = 65009;
    w.BgpOf("p2", vrf).neighbors = {neighbor};
    neighbor.address = A(near);
    neighbor.remote_as = 65000;
    w.BgpOf("c", "").neighbors.push_back(neighbor);
  };
  join("red", "10.77.0.0", "10.77.0.1");
  join("green", "10.77.1.0", "10.77.1.1");
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.Show(state, "c", kSite), "ebgp 0 via ?[10.77.0.0]");
  EXPECT_EQ(w.ShowVrf(state, "p2", "green", kSite), "ebgp 20/0 via ?[10.77.1.1]");
  EXPECT_EQ(w.ShowVrf(state, "p1", "green", kSite), "bgp-vpn 200/0 via ?[192.0.2.2]");
  EXPECT_EQ(w.Show(w.WithoutNode("p1"), "c", kSite), "-");
}

/// A site at both edges; each edge prefers the way through the other, so whoever speaks first wins.
TEST(VpnTest, EdgesThatWaitForEachOtherAreDoubtful) {
  for (const bool prefer : {false, true}) {
    VpnWorld w;
    TwoEdges(w);
    w["p1"].static_routes.routes.clear();
    w["c"].bgp.as = 65009;
    bgp::BgpVrf& c = w["c"].bgp.vrfs.emplace_back();
    c.router_id = A("10.77.0.9");
    bgp::BgpNetwork network;
    network.prefix = P(kSite);
    network.needs_route = false;
    c.families.emplace_back().networks = {network};
    for (const char* edge : {"p1", "p2"}) {
      const std::string near = std::string("10.77.") + edge[1] + ".0";
      const std::string far = std::string("10.77.") + edge[1] + ".1";
      w.Port(edge, "to-c", near + "/31").vrf = "red";
      w.Port("c", edge, far + "/31");
      bgp::BgpNeighbor neighbor;
      neighbor.families.emplace_back();
      neighbor.address = A(far);
      neighbor.remote_as = 65009;
      w.BgpOf(edge, "red").neighbors = {neighbor};
      neighbor.address = A(near);
      neighbor.remote_as = 65000;
      w.BgpOf("c", "").neighbors.push_back(neighbor);
      model::RouteTerm term;
      term.actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = prefer ? 200U : 100U}};
      w.Policy(edge, "prefer", term);
      w[edge].vrfs[0].import_policies = {"prefer"};
    }
    w.Build();
    const RoutingState state = w.Nominal();
    const FibEntry* entry = state.fib(w.Table("p1", "red")).Find(P(kSite));
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->ambiguous, prefer);
    const std::string shown = w.ShowVrf(state, "p1", "red", kSite);
    if (prefer) continue;
    EXPECT_EQ(shown, "ebgp 20/0 via ?[10.77.1.1]");
  }
}

/// Seen on running daemons (tests/live/l3vpn_live.py, network `gap`).
TEST(VpnTest, ARouteMayNeedALabelOnTheWayToItsNextHop) {
  enum class Labels { kNone, kAll, kOrdered, kOrderedWithoutEnd, kOpen, kOrderedEnds };
  const auto shown = [](Labels labels) {
    VpnWorld w;
    TwoEdges(w);
    for (const std::string name : {"p1", "m", "p2"}) {
      ldp::LdpConfig& ldp = w[name].ldp;
      ldp.enabled = labels != Labels::kNone && (labels < Labels::kOrderedWithoutEnd || name != "p1");
      ldp.ordered = labels >= Labels::kOrdered;
      ldp.own = ldp.ordered ? ldp::OwnBindings::kTransport : ldp::OwnBindings::kAll;
      ldp.hosts_only = ldp.ordered;
      ldp.ends_without_ldp = labels == Labels::kOrderedEnds;
      for (const model::Interface& interface : w[name].device.interfaces) {
        if (!ldp.ends_without_ldp || interface.name != "p1") ldp.interfaces.push_back({interface.name, {}});
      }
    }
    w["p2"].bgp.vrfs[0].families[0].demands_label = true;
    if (labels == Labels::kOpen) w.Open("p1");
    w.Build();
    return w.ShowVrf(w.Nominal(), "p2", "red", kSite);
  };
  EXPECT_EQ(shown(Labels::kNone), "-");
  EXPECT_EQ(shown(Labels::kAll), "bgp-vpn 200/0 via ?[192.0.2.1]");
  EXPECT_EQ(shown(Labels::kOrdered), "bgp-vpn 200/0 via ?[192.0.2.1]") << "m has one, as p1 owns the prefix";
  EXPECT_EQ(shown(Labels::kOrderedWithoutEnd), "-") << "m waits for a label of p1";
  EXPECT_EQ(shown(Labels::kOrderedEnds), "bgp-vpn 200/0 via ?[192.0.2.1]") << "m ends the labelled way";
  EXPECT_EQ(shown(Labels::kOpen), "bgp-vpn 200/0 via ?[192.0.2.1]?") << "p1 may give one by other lines";
}

TEST(VpnTest, ImportedRoutesMayCountAsOwn) {
  VpnWorld w;
  TwoEdges(w);
  w.BgpOf("p2", "red").families[0].distance_imported = 20;
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "p2", "red", kSite), "bgp-vpn 20/0 via ?[192.0.2.1]");
}

}  // namespace
}  // namespace ringfence::routing
