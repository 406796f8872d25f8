// Prefixes of VRFs in EVPN over labelled paths (RFC 9136) and routing between domains by them (RFC 9135
// section 5), on networks small enough to tell the outcome by hand.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "exposure/evpn_core_testing.h"

namespace ringfence::exposure {
namespace {

using Names = std::set<std::string>;

constexpr const char* kTen = "10.10.0.1/24";
constexpr const char* kTwenty = "10.20.0.1/24";
constexpr const char* kTargetOfTwenty = "target:65000:20";

/// Host h1 (10.10.0.5) in the domain "ten" of pe1, h2 (10.20.0.5) in "twenty" of pe2; their gateways are in
/// VRF red, whose prefixes EVPN carries.
struct Symmetric : EvpnCore {
  Symmetric() {
    AllMeet();
    for (const char* edge : {"pe1", "pe2", "pe3"}) AddVrf(edge);
    AddDomain("pe1", "ten", "target:65000:10", kTen);
    AddDomain("pe2", "twenty", kTargetOfTwenty, kTwenty);
    AddHost("h1", "10.10.0.5/24", "10.10.0.1", "pe1", "ten");
    AddHost("h2", "10.20.0.5/24", "10.20.0.1", "pe2", "twenty");
    AddFlow("talk", "h1", "10.10.0.5", "h2", "10.20.0.5");
  }
  model::Interface& AddDomain(const std::string& edge, const std::string& service, const std::string& target,
                              const std::string& gateway) {
    Tell(edge, target, service);
    model::Interface& irb = Gateway(edge, service, gateway);
    irb.vrf = "red";
    return irb;
  }
  /// The domain at another edge, with a host of its own.
  void AddTwentyAt(const std::string& edge, const std::string& target = kTargetOfTwenty) {
    AddDomain(edge, "twenty", target, kTwenty);
    AddHost("h-" + edge, "10.20.0.6/24", "10.20.0.1", edge, "twenty");
  }
  std::string Gateways(const std::string& edge, std::string_view prefix) {
    const routing::Network& network = net.network();
    const routing::TableId table = network.FindTable(network.FindNode(edge), "red");
    const routing::Fib& fib = evaluator->state().fib(table);
    const routing::FibEntry* entry = fib.Find(routing::P(prefix));
    if (entry == nullptr) return "-";
    std::string text;
    for (const routing::NextHop& hop : fib.HopsOf(*entry))
      text += hop.push.valid() ? std::string(evaluator->state().labels().TextOf(hop.push)) : "here";
    return text;
  }
};

TEST(EvpnPrefix, PacketsAreRoutedToTheFarPeAndThereAgain) {
  Symmetric core;
  const FlowOutcome outcome = core.Outcome();
  EXPECT_EQ(core.Gateways("pe1", "10.20.0.0/24"), "to 192.0.2.2/32 | route 10.20.0.0/24 in table red of pe2");
  EXPECT_EQ(core.Gateways("pe3", "10.20.0.0/24"), "to 192.0.2.2/32 | route 10.20.0.0/24 in table red of pe2");
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"h1", "pe1", "p1", "pe2", "h2"}));
}

TEST(EvpnPrefix, ThePathFollowsTheRoutesOfTheCore) {
  Symmetric core;
  const FlowOutcome outcome = core.Outcome({"link:p1--pe1"});
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"h1", "pe1", "p2", "pe2", "h2"}));
  EXPECT_FALSE(core.Outcome({"link:p1--pe1", "link:p2--pe1"}).delivered);
  EXPECT_EQ(core.Gateways("pe1", "10.20.0.0/24"), "-");
}

TEST(EvpnPrefix, TargetsDecideWhoTakesThem) {
  Symmetric core;
  core.net["pe1"].vrfs[0].evpn_import_targets = {"target:65000:9"};
  EXPECT_FALSE(core.Outcome().delivered);
  EXPECT_EQ(core.Gateways("pe1", "10.20.0.0/24"), "-");
  EXPECT_NE(core.Gateways("pe2", "10.10.0.0/24"), "-");
}

TEST(EvpnPrefix, WithoutLabelsNothingArrives) {
  Symmetric core;
  for (const char* node : {"p1", "p2"}) core.net[node].ldp = {};
  EXPECT_FALSE(core.Outcome().delivered);
}

/// Which of two PEs has a host is told by routes to hosts, and whether it spoke is in no text.
TEST(EvpnPrefix, ADomainOfTwoPesIsDoubtedFromAThird) {
  Symmetric core;
  core.AddTwentyAt("pe3");
  const FlowOutcome outcome = core.Outcome();
  EXPECT_TRUE(outcome.delivered);
  EXPECT_FALSE(outcome.doubts.empty());
}

/// A route to a host leads to where the frame goes.
TEST(EvpnPrefix, WhereTheDomainIsHereTooBothWaysAreOne) {
  Symmetric core;
  core.AddTwentyAt("pe1");
  const FlowOutcome outcome = core.Outcome();
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  // A frame to a host that has not spoken goes to all of the domain.
  EXPECT_EQ(core.Exposed(outcome, Level::kRead), (Names{"h1", "h-pe1", "pe1", "p1", "pe2", "h2"}));
}

TEST(EvpnPrefix, ADomainThatFramesDoNotLeaveIsDoubted) {
  Symmetric core;
  core.AddTwentyAt("pe1", "target:65000:21");
  EXPECT_FALSE(core.Outcome().doubts.empty());
}

TEST(EvpnPrefix, TunnelsForRoutesAloneAreDoubted) {
  for (const bool tunnels : {true, false}) {
    Symmetric core;
    core.AddTwentyAt("pe1");
    if (tunnels) core.net["pe1"].te.policies.push_back({.vrf = "blue"});
    EXPECT_EQ(core.Outcome().doubts.empty(), !tunnels);
  }
}

TEST(EvpnPrefix, ListsOfGatewaysCountByTheWayOfRouting) {
  for (const char* edge : {"pe1", "pe2", "pe3"}) {
    SCOPED_TRACE(edge);
    Symmetric core;
    core.AddTwentyAt("pe1");
    model::Acl list;
    list.name = "all";
    list.lines.push_back({model::AclAction::kPermit, {}, {}});
    core.net[edge].device.acls.push_back(list);
    for (model::Interface& interface : core.net[edge].device.interfaces) {
      if (interface.name == "irb-twenty") interface.acl_out4.name = "all";
    }
    const bool has = std::string(edge) != "pe3";
    EXPECT_EQ(core.Outcome().doubts.empty(), !has);
  }
}

TEST(EvpnPrefix, RoutesToHostsGivenToOthersAreOpen) {
  const auto reasons = [](bool neighbor, bool gateways) {
    Symmetric core;
    routing::bgp::BgpVrf& red = core.net["pe3"].bgp.vrfs[1];
    const base::Span span = core.net.NewSpan();
    if (neighbor) {
      red.neighbors.emplace_back().address = routing::A("10.30.0.2");
      red.neighbors.back().span = span;
    }
    for (const char* edge : {"pe1", "pe2"}) {
      for (model::L2Service& service : core.net[edge].device.l2_services) {
        if (!gateways) service.routed.clear();
      }
    }
    core.Outcome();
    return core.GapsAt(span);
  };
  EXPECT_TRUE(reasons(true, true).contains("routes to hosts behind EVPN given to others"));
  EXPECT_FALSE(reasons(true, false).contains("routes to hosts behind EVPN given to others"));
  EXPECT_TRUE(reasons(false, true).empty());
}

}  // namespace
}  // namespace ringfence::exposure
