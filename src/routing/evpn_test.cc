// Prefixes of VRFs in EVPN (RFC 9136): leaf1 - m - leaf2, the spine reflects. What is expected is derived by
// hand from the RFC.
#include <gtest/gtest.h>

#include "routing/evpn_testing.h"
#include "routing/gaps.h"

namespace ringfence::routing {
namespace {

constexpr const char* kSite = "203.0.113.0/24";
const VpnWorld::Targets kRed = {"target:65000:1"};
const VpnWorld::Targets kBlue = {"target:65000:2"};

void TwoLeaves(EvpnWorld& w) {
  w.Leaf("leaf1", 1);
  w.Leaf("leaf2", 2);
  w.Spine({1, 2});
  w.Evpn("leaf1", 9);
  w.Evpn("leaf2", 9);
  w.Routed("leaf1", "red", 50001, kRed);
  w.Routed("leaf2", "red", 50001, kRed);
  w.Routed("leaf2", "blue", 50002, kBlue);
  w.Own("leaf1", "red", kSite);
}

TEST(EvpnTest, PrefixesLeadToTheTunnelEndNotToTheSession) {
  EvpnWorld w;
  TwoLeaves(w);
  w.Build();
  const RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "leaf2", "red", kSite), "evpn 200/0 via ?[198.51.100.1]");
  EXPECT_EQ(w.FirstHop(state, "leaf2", "red", kSite), "m[10.0.1.1]");
  EXPECT_EQ(w.ShowVrf(state, "leaf2", "blue", kSite), "-");
  EXPECT_EQ(w.ShowVrf(state, "leaf2", "", kSite), "-");
  EXPECT_EQ(w.ShowVrf(w.WithoutNode("m"), "leaf2", "red", kSite), "-");
}

TEST(EvpnTest, WithoutAWayToTheTunnelEndARouteDoesNotCount) {
  EvpnWorld w;
  TwoLeaves(w);
  std::erase_if(w["leaf1"].ospf.processes[0].interfaces,
                [](const ospf::OspfInterface& one) { return one.name == "tunnels"; });
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "leaf2", "red", kSite), "-");
}

TEST(EvpnTest, TargetsOfLabelsAndOfEvpnDoNotMeet) {
  EvpnWorld w;
  TwoLeaves(w);
  VrfConfig& red = w["leaf2"].vrfs[0];
  red.import_targets4 = red.export_targets4 = kRed;
  red.evpn_import_targets = red.evpn_export_targets = {};
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "leaf2", "red", kSite), "-");
}

/// leaf1 in AS 65001, leaf2 in AS 65002, the spine in AS 65000 tells the next hop as it heard it, or not.
TEST(EvpnTest, FabricsOfExternalSessionsKeepTheTunnelEnd) {
  for (const bool unchanged : {true, false}) {
    EvpnWorld w;
    TwoLeaves(w);
    for (const int number : {1, 2}) {
      bgp::BgpConfig& leaf = w["leaf" + std::to_string(number)].bgp;
      leaf.as = 65000U + static_cast<std::uint32_t>(number);
      leaf.vrfs[0].neighbors[0].ebgp_hops_max = 3;
      bgp::BgpNeighbor& spine = w["m"].bgp.vrfs[0].neighbors[static_cast<std::size_t>(number - 1)];
      spine.remote_as = leaf.as;
      spine.ebgp_hops_max = 3;
      spine.families[0].reflector_client = false;
      if (unchanged) spine.families[0].next_hop_self = bgp::NextHopSelf::kUnchanged;
    }
    w.Build();
    EXPECT_EQ(w.ShowVrf(w.Nominal(), "leaf2", "red", kSite),
              unchanged ? "evpn 20/0 via ?[198.51.100.1]" : "evpn 20/0 via ?[192.0.2.9]");
  }
}

TEST(EvpnTest, RoutesAreExplainedByBothVrfsAndTheSessions) {
  EvpnWorld w;
  TwoLeaves(w);
  w.Build();
  const RoutingState state = w.Nominal();
  const FibEntry* entry = state.fib(w.Table("leaf2", "red")).Find(P(kSite));
  ASSERT_NE(entry, nullptr);
  const std::vector<base::Span> spans = entry->spans();
  const auto has = [&spans](const base::Span& span) { return std::ranges::count(spans, span) == 1; };
  EXPECT_TRUE(has(w["leaf1"].vrfs[0].span));
  EXPECT_TRUE(has(w["leaf2"].vrfs[0].span));
  EXPECT_TRUE(has(w["leaf1"].bgp.vrfs[0].neighbors[0].span));
  EXPECT_FALSE(has(w["leaf2"].vrfs[1].span));
}

TEST(EvpnTest, OnlyTunnelEndsMayShareAnAddress) {
  for (const bool both : {true, false}) {
    EvpnWorld w;
    w.Leaf("leaf1", 1);
    w.Leaf("leaf2", 2);
    for (model::Interface& interface : w["leaf2"].device.interfaces) {
      if (interface.name == "tunnels")
        interface.addresses = {{*net::ParseHostPrefix("198.51.100.1/32"), false, {}}};
    }
    if (both) w["leaf2"].device.vxlan->local = A("198.51.100.1");
    w.Build();
    EXPECT_EQ(CountOf(w.diagnostics, base::DiagnosticKind::kAddressDuplicate), both ? 0 : 1);
  }
}

void TwoEdges(EvpnWorld& w) {
  w.LabelledEdge("pe1", 1);
  w.LabelledEdge("pe2", 2);
  w.Spine({1, 2});
  w.Evpn("pe1", 9);
  w.Evpn("pe2", 9);
  w.OverLabels("pe1", "red", kRed);
  w.OverLabels("pe2", "red", kRed);
  w.OverLabels("pe2", "blue", kBlue);
  w.Own("pe1", "red", kSite);
}

/// RFC 9136 section 4.4.1: without a tunnel end of its own the next hop is the PE, as of a VPN route.
TEST(EvpnTest, OverLabelsPrefixesLeadToThePeThatTellsThem) {
  for (const bool per_table : {true, false}) {
    EvpnWorld w;
    TwoEdges(w);
    w["pe1"].vrfs[0].label_per_table = per_table;
    w.Build();
    const RoutingState state = w.Nominal();
    EXPECT_EQ(w.ShowVrf(state, "pe2", "red", kSite), "evpn 200/0 via ?[192.0.2.1]");
    EXPECT_EQ(w.ShowVrf(state, "pe2", "blue", kSite), "-");
    const Fib& fib = state.fib(w.Table("pe2", "red"));
    const NextHop& hop = fib.HopsOf(*fib.Find(P(kSite)))[0];
    ASSERT_TRUE(hop.push.valid());
    const Label& last = state.labels()[hop.push].back();
    EXPECT_EQ(last.kind, per_table ? LabelKind::kTable : LabelKind::kRoute);
    EXPECT_EQ(last.table, w.Table("pe1", "red"));
    EXPECT_EQ(state.labels()[hop.push].front().kind, LabelKind::kPrefix);
    EXPECT_EQ(w.ShowVrf(w.WithoutNode("m"), "pe2", "red", kSite), "-");
  }
}

TEST(EvpnTest, AWayWithoutALabelMakesNoRouteWhereOneIsDemanded) {
  EvpnWorld w;
  TwoEdges(w);
  bgp::BgpFamilyConfig& family = w["pe2"].bgp.vrfs[0].families.back();
  ASSERT_EQ(family.family, bgp::BgpFamily::kEvpn);
  family.demands_label = true;
  w.Build();
  EXPECT_EQ(w.ShowVrf(w.Nominal(), "pe2", "red", kSite), "-");
}

TEST(EvpnTest, VrfsOverLabelsAndInVxlanThatMeetAreOpen) {
  for (const char* target : {"target:65000:1", "target:65000:3"}) {
    EvpnWorld w;
    TwoEdges(w);
    w.Leaf("leaf3", 3);
    w.Routed("leaf3", "red", 50001, {target});
    int found = 0;
    for (const Gap& gap : GapsBetween(w.Build(), {}))
      found += gap.reason == "VRF in EVPN over labels and in VXLAN" ? 1 : 0;
    EXPECT_EQ(found, target == kRed[0] ? 3 : 0);
  }
}

}  // namespace
}  // namespace ringfence::routing
