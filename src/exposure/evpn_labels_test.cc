// EVPN over labelled paths on networks small enough to tell the outcome by hand: who is whose neighbour, and
// who reads.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "exposure/evpn_core_testing.h"

namespace ringfence::exposure {
namespace {

namespace bgp = routing::bgp;
using Names = std::set<std::string>;

TEST(EvpnLabels, SitesAreNeighboursAndTheCoreReads) {
  EvpnCore core;
  core.TwoSites();
  core.AllMeet();
  const FlowOutcome outcome = core.Outcome();
  EXPECT_EQ(core.Route("ce1", "10.2.0.0/24"), "ospf 11 via wan[10.8.0.2]");
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"ce1", "pe1", "p1", "pe2", "ce2"}));
  EXPECT_TRUE(core.GapsAt(core.InstanceOf("pe1").span).empty());
}

TEST(EvpnLabels, ThePathFollowsTheRoutesOfTheCore) {
  EvpnCore core;
  core.TwoSites();
  core.AllMeet();
  const FlowOutcome outcome = core.Outcome({"link:p1--pe1"});
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"ce1", "pe1", "p2", "pe2", "ce2"}));
}

TEST(EvpnLabels, ThreeSitesAreAMesh) {
  EvpnCore core;
  core.TwoSites();
  core.ThirdSite();
  core.AllMeet();
  const FlowOutcome outcome = core.Outcome();
  EXPECT_EQ(core.Route("ce3", "10.1.0.0/24"), "ospf 11 via wan[10.8.0.1]");
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"ce1", "pe1", "p1", "pe2", "ce2", "pe3", "ce3"}));
}

TEST(EvpnLabels, TargetsDecideWhoTakesPart) {
  EvpnCore core;
  core.TwoSites();
  core.ThirdSite("target:65000:11");
  core.AllMeet();
  const FlowOutcome outcome = core.Outcome();
  EXPECT_EQ(core.Route("ce3", "10.1.0.0/24"), "-");
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"ce1", "pe1", "p1", "pe2", "ce2"}));
  EXPECT_TRUE(outcome.doubts.empty());
}

TEST(EvpnLabels, TagsDecideWhoTakesPart) {
  EvpnCore core;
  core.TwoSites();
  core.AllMeet();
  core.InstanceOf("pe2").tag = core.InstanceOf("pe2").far_tag = 20;
  EXPECT_FALSE(core.Outcome().delivered);
  EXPECT_TRUE(core.GapsAt(core.InstanceOf("pe1").span).empty());
}

TEST(EvpnLabels, WithoutASessionNobodyIsTold) {
  EvpnCore core;
  core.TwoSites();
  core.Meet("pe1", "pe3");
  core.Meet("pe3", "pe2");  // no reflector
  const FlowOutcome outcome = core.Outcome();
  EXPECT_FALSE(outcome.delivered);
  EXPECT_EQ(core.Route("ce1", "10.2.0.0/24"), "-");
  EXPECT_FALSE(core.evaluator->state().unsettled());
}

/// The reflector is beside the core: without it the labelled path is there and nobody is told.
TEST(EvpnLabels, AReflectorTellsAndItsFailureTakesBack) {
  EvpnCore core;
  core.net.Join("rr", "p2", 0, 10, 10);
  core.net.Loopback("rr", "192.0.2.6", 0);
  core.TwoSites();
  core.Meet("pe1", "rr");
  core.Meet("pe2", "rr");
  for (bgp::BgpNeighbor& neighbor : core.net["rr"].bgp.vrfs[0].neighbors)
    neighbor.families[0].reflector_client = true;
  EXPECT_TRUE(core.Outcome().delivered_all);
  EXPECT_EQ(core.Exposed(core.Outcome(), Level::kRead), (Names{"ce1", "pe1", "p1", "pe2", "ce2"}));
  EXPECT_FALSE(core.Outcome({"node:rr"}).delivered);
  EXPECT_EQ(core.Route("pe1", "192.0.2.2/32"), "ospf 20 via p1[10.0.0.1]");
  EXPECT_TRUE(core.Outcome().delivered_all) << "nothing is remembered";
}

TEST(EvpnLabels, ARouteWithoutLabelsIsNoPath) {
  EvpnCore core;
  core.TwoSites();
  core.AllMeet();
  for (const char* node : {"p1", "p2"}) core.net[node].ldp = {};
  EXPECT_FALSE(core.Outcome().delivered);
  EXPECT_FALSE(core.evaluator->state().unsettled());
}

TEST(EvpnLabels, WhatIsNotComputedIsOpen) {
  const auto reasons = [](auto change) {
    EvpnCore core;
    core.TwoSites();
    core.ThirdSite("target:65000:99");
    core.AllMeet();
    change(core);
    core.Outcome();
    return core.GapsAt(core.InstanceOf("pe1").span);
  };
  EXPECT_EQ(reasons([](EvpnCore& core) { core.InstanceOf("pe2").import_targets = {"target:65000:9"}; }),
            (Names{"EVPN instance that takes routes of one that takes none of it"}));
  EXPECT_EQ(reasons([](EvpnCore& core) { core.Tell("pe2", "target:65000:10", "t"); }),
            (Names{"several EVPN instances of one device with the same route targets"}));
  EXPECT_EQ(reasons([](EvpnCore& core) { core.Tell("pe1", "target:65000:10", "t"); }),
            (Names{"several EVPN instances of one device with the same route targets"}));
  EXPECT_EQ(reasons([](EvpnCore& core) { core.InstanceOf("pe1").local.reset(); }),
            (Names{"EVPN instance without an address or BGP"}));
  EXPECT_EQ(reasons([](EvpnCore& core) {
              model::Vxlan& vxlan = core.net["pe3"].device.vxlan.emplace();
              vxlan.local = routing::A("192.0.2.5");
              vxlan.segments.push_back({.vni = 10, .vlan = 10, .import_targets = {"target:65000:10"}});
            }),
            (Names{"EVPN instance over labels and in VXLAN"}));
}

/// RFC 8214: each end takes what has its far identifier.
TEST(EvpnLabels, AWireJoinsIdentifiers) {
  for (const std::uint32_t far : {1U, 3U}) {
    SCOPED_TRACE(far);
    EvpnCore core;
    core.TwoSites();
    core.AllMeet();
    for (const char* node : {"pe1", "pe2"}) core.InstanceOf(node).wire = true;
    core.InstanceOf("pe1").tag = 1;
    core.InstanceOf("pe1").far_tag = 2;
    core.InstanceOf("pe2").tag = 2;
    core.InstanceOf("pe2").far_tag = far;
    const FlowOutcome outcome = core.Outcome();
    EXPECT_EQ(outcome.delivered_all, far == 1);
    EXPECT_EQ(core.GapsAt(core.InstanceOf("pe1").span).empty(), far == 1);
  }
}

/// RFC 9135 section 4: the PE of the sender routes, and the frame crosses the core in the domain of the
/// receiver, both ways.
TEST(EvpnLabels, TheNearGatewayRoutesAndTheFarDomainCarries) {
  RoutedCore routed;
  const FlowOutcome outcome = routed.Outcome();
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  EXPECT_EQ(routed.Exposed(outcome, Level::kRead), (Names{"h1", "pe1", "p1", "pe2", "h2"}));
  EXPECT_EQ(routed.Route("pe1", "10.20.0.0/24"), "connected 0 via irb-twenty");
}

TEST(EvpnLabels, AnInterfaceOnAServiceWorksWhileSomethingIsBehindIt) {
  RoutedCore routed;
  // pe1 has no port in "twenty" and pe2 none in "ten"; without a way between them neither is there.
  const FlowOutcome outcome = routed.Outcome({"link:p1--pe1", "link:p2--pe1"});
  EXPECT_FALSE(outcome.delivered);
  EXPECT_EQ(routed.Route("pe1", "10.20.0.0/24"), "-");
  EXPECT_EQ(routed.Route("pe1", "10.10.0.0/24"), "connected 0 via irb-ten");
}

TEST(EvpnLabels, HostsOfADomainReachEachOtherBeneathTheGateways) {
  RoutedCore routed;
  routed.AddHost("h3", "10.10.0.6/24", "10.10.0.1", "pe2", "ten");
  routed.policy.flows.clear();
  routed.AddFlow("talk", "h1", "10.10.0.5", "h3", "10.10.0.6");
  const FlowOutcome outcome = routed.Outcome();
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  EXPECT_EQ(routed.Exposed(outcome, Level::kRead), (Names{"h1", "pe1", "p1", "pe2", "h3"}));
}

}  // namespace
}  // namespace ringfence::exposure
