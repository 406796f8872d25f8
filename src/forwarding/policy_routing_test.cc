// Policy routing by example: what a policy takes, which way out it takes, what goes by its destination. The
// twin that follows single packets is in walk_twin_test.cc.

#include "forwarding/policy_routing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forwarding/class_walk.h"
#include "forwarding/walk_testing.h"

namespace ringfence::forwarding {
namespace {

using model::AclAction;
using model::PolicyHop;
using model::PolicyHopUse;
using routing::A;
using routing::P;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

/// b stands between a and d, with c beside it: routes lead from b straight to d, which serves 10.9.0.0/24.
/// Packets come from a into b by an interface with policy "detour".
class PolicyRouting : public ::testing::Test {
 protected:
  PolicyRouting() {
    routing::World& net = field.net;
    net.Port("a", "b", "10.0.1.1/30");
    net.Port("b", "a", "10.0.1.2/30");
    net.Port("b", "c", "10.0.2.1/30");
    net.Port("c", "b", "10.0.2.2/30");
    net.Port("b", "d", "10.0.3.1/30");
    net.Port("d", "b", "10.0.3.2/30");
    net.Port("c", "d", "10.0.4.1/30");
    net.Port("d", "c", "10.0.4.2/30");
    net.Port("d", "lan", "10.9.0.1/24");
    net.Static("a", kEverything, "10.0.1.2");
    net.Static("b", "10.9.0.0/24", "10.0.3.2");
    net.Static("c", kEverything, "10.0.4.2");
    PortOf(net, "b", "a").policy_in4 = {"detour", {base::FileId(7), 1, 1, 0}};
    model::PolicyRouting policy;
    policy.name = "detour";
    net["b"].device.policy_routing.push_back(policy);
  }

  model::PolicyRoutingTerm& Term(std::vector<std::string> acls, std::vector<PolicyHop> hops) {
    auto& terms = field.net["b"].device.policy_routing[0].terms;
    model::PolicyRoutingTerm term;
    term.name = std::to_string(terms.size() + 1);
    term.acls = std::move(acls);
    term.hops = std::move(hops);
    term.span = {base::FileId(7), static_cast<std::uint32_t>(10 * (terms.size() + 1)), 1, 0};
    terms.push_back(std::move(term));
    return terms.back();
  }

  std::vector<std::string> StoryTo(std::string_view prefix) { return field.Only(field.To("a", "d", prefix)); }

  Field field;
};

const PolicyHop kByC{.next_hop = A("10.0.2.2"), .span = {base::FileId(7), 11, 1, 0}};

TEST_F(PolicyRouting, ATermWithoutListsTakesWhatComesIn) {
  Term({}, {kByC});
  field.Build();
  const auto graphs = field.To("a", "d", "10.9.0.7/32");
  ASSERT_THAT(field.Only(graphs), ElementsAre("a>b", "b>c", "c>d", "d:delivered"));
  const Step& b = graphs[0].steps[1];
  EXPECT_EQ(b.entry, nullptr) << "no route decides";
  EXPECT_EQ(PolicyNameAt(b), "detour 1");
  const std::vector<base::Span> lines = DecidingLines(b);
  ASSERT_EQ(lines.size(), 3U) << "use, term, way out";
  EXPECT_EQ(lines[0].line, 1U);
  EXPECT_EQ(lines[1].line, 10U);
  EXPECT_EQ(lines[2].line, 11U);
}

TEST_F(PolicyRouting, WhatTheNodeItselfSendsMeetsNoPolicy) {
  Term({}, {kByC});
  field.Build();
  EXPECT_THAT(field.Only(field.To("b", "d", "10.9.0.7/32")), ElementsAre("b>d", "d:delivered"));
}

TEST_F(PolicyRouting, WhatIsAddressedToTheNodeArrives) {
  Term({}, {kByC});
  field.Build();
  EXPECT_THAT(field.Only(field.To("a", "b", "10.0.2.1/32")), ElementsAre("a>b", "b:delivered"));
}

TEST_F(PolicyRouting, OnlyWhatIsAddressedToTheNodeArrives) {
  Term({}, {kByC});
  field.Build();
  net::PacketSet arrived = field.space.None();
  for (const WalkGraph& graph : field.To("a", "b", "10.0.2.0/24")) {
    if (graph.delivers) arrived = field.space.Or(arrived, graph.packets);
  }
  EXPECT_EQ(arrived, field.space.ToPrefix(P("10.0.2.1/32")));
}

TEST_F(PolicyRouting, ListsSplitTheClassExactly) {
  AddList(field.net["b"], "half", {Line(AclAction::kPermit, "10.9.0.0/25", 3)});
  AddList(field.net["b"], "top", {Line(AclAction::kPermit, "10.9.0.192/26", 4)});
  Term({"half", "top"}, {kByC});
  field.Build();
  net::PacketSet by_c = field.space.None();
  for (const WalkGraph& graph : field.To("a", "d", "10.9.0.0/24")) {
    const auto story = field.Story(graph);
    if (std::ranges::count(story, "b>c") > 0) by_c = field.space.Or(by_c, graph.packets);
  }
  EXPECT_EQ(by_c,
            field.space.Or(field.space.ToPrefix(P("10.9.0.0/25")), field.space.ToPrefix(P("10.9.0.192/26"))));
}

TEST_F(PolicyRouting, TheFirstTermThatHoldsDecides) {
  AddList(field.net["b"], "half", {Line(AclAction::kPermit, "10.9.0.0/25", 3)});
  Term({"half"}, {});
  Term({}, {kByC});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), Contains("b>d")) << "a term without ways out: by destination";
  EXPECT_THAT(StoryTo("10.9.0.200/32"), Contains("b>c"));
  EXPECT_EQ(PolicyNameAt(field.To("a", "d", "10.9.0.7/32")[0].steps[1]), "detour 1");
}

TEST_F(PolicyRouting, OnlyListsOfTheFamilyCount) {
  AddList(field.net["b"], "six", {});
  field.net["b"].device.acls.back().family = net::Family::kIpv6;
  field.net["b"].device.acls.back().end_action = AclAction::kPermit;
  Term({"six", "unknown"}, {kByC});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), Contains("b>d"));
}

TEST_F(PolicyRouting, TheFirstWayOutThatWorksIsTaken) {
  Term({}, {{.next_hop = A("10.77.0.1")}, {.next_hop = A("2001:db8::1")}, {.interface = "none"}, kByC});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), Contains("b>c"));
}

TEST_F(PolicyRouting, WithTheInterfaceOfTheNextHopDownPacketsGoByDestination) {
  Term({}, {kByC});
  field.Build();
  field.state = field.net.WithoutLink("b--c");
  const auto graphs = field.To("a", "d", "10.9.0.7/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a>b", "b>d", "d:delivered"));
  EXPECT_EQ(graphs[0].steps[1].hop, nullptr);
  EXPECT_EQ(DecidingLines(graphs[0].steps[1]).size(), 3U) << "use and term, and the route";
}

TEST_F(PolicyRouting, ANextHopThatNobodyHasLosesPackets) {
  Term({}, {{.next_hop = A("10.0.2.3")}});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), ElementsAre("a>b", "b:no-neighbor")) << "its subnet is up";
}

TEST_F(PolicyRouting, AnOwnAddressIsNoNextHop) {
  Term({}, {{.next_hop = A("10.0.2.1")}});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), Contains("b>d"));
}

TEST_F(PolicyRouting, NowhereDiscards) {
  Term({}, {{.discard = true}});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), ElementsAre("a>b", "b:discarded"));
}

TEST_F(PolicyRouting, OutboundListsCountOnTheWayOutThatWasTaken) {
  AddList(field.net["b"], "none", {});
  PortOf(field.net, "b", "c").acl_out4.name = "none";
  Term({}, {kByC});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), ElementsAre("a>b", "b:denied-out"));
}

TEST_F(PolicyRouting, AWayOutWithoutARouteLeavesRoutedPacketsAlone) {
  Term({}, {{.next_hop = A("10.0.2.2"), .use = PolicyHopUse::kWithoutRoute}});
  field.net.Static("b", kEverything, "10.0.1.1");
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), ElementsAre("a>b", "b>d", "d:delivered"));
  EXPECT_THAT(StoryTo("10.88.0.7/32"), Contains("b>c")) << "only the default route is there";
  for (const WalkGraph& graph : field.To("a", "d", "10.8.0.0/15")) {
    const bool routed = field.space.Contains(field.space.ToPrefix(P("10.9.0.0/24")), graph.sample);
    EXPECT_THAT(field.Story(graph), Contains(routed ? "d:delivered" : "b>c"));
  }
}

TEST_F(PolicyRouting, AWayOutForRoutedPacketsLeavesTheOthersAlone) {
  Term({}, {{.next_hop = A("10.0.2.2"), .use = PolicyHopUse::kWithRoute}});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), Contains("b>c"));
  EXPECT_THAT(StoryTo("10.88.0.7/32"), ElementsAre("a>b", "b:no-route"));
}

TEST_F(PolicyRouting, TheTableOfAnotherVrfIsLookedUp) {
  field.net["b"].vrfs.emplace_back().name = "red";
  PortOf(field.net, "b", "c").vrf = "red";
  field.net.Static("b", "10.9.0.0/24", "10.0.2.2").vrf = "red";
  Term({}, {{.table = "red"}});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), ElementsAre("a>b", "b=b", "b>c", "c>d", "d:delivered"));
  EXPECT_THAT(StoryTo("10.88.0.7/32"), ElementsAre("a>b", "b:no-route", "b=b")) << "it is not left again";
  EXPECT_THAT(field.Only(field.To("a", "b", "10.0.2.1/32")), ElementsAre("a>b", "b:delivered", "b=b"));
}

TEST_F(PolicyRouting, ATableThatDoesNotExistIsNoWayOut) {
  Term({}, {{.table = "red"}});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), Contains("b>d"));
}

TEST_F(PolicyRouting, ATermMayPassOnWhatItCannotSend) {
  Term({}, {{.next_hop = A("10.77.0.1")}}).passes_on = true;
  Term({}, {kByC});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), Contains("b>c"));
  EXPECT_EQ(PolicyNameAt(field.To("a", "d", "10.9.0.7/32")[0].steps[1]), "detour 2");
}

TEST_F(PolicyRouting, AnInterfaceAloneSendsToWhoeverHasTheDestination) {
  Term({}, {{.interface = "d"}});
  field.Build();
  EXPECT_THAT(field.Only(field.To("a", "d", "10.0.3.2/32")), ElementsAre("a>b", "b>d", "d:delivered"));
  EXPECT_THAT(StoryTo("10.9.0.7/32"), ElementsAre("a>b", "b:leaves-network"))
      << "nobody known has the address there";
}

TEST_F(PolicyRouting, ALoopOfPoliciesEnds) {
  Term({}, {{.next_hop = A("10.0.1.1")}});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), ElementsAre("a:loop", "a>b", "b:loop", "b>a"));
}

TEST_F(PolicyRouting, AnUndefinedPolicyLeavesPacketsAlone) {
  field.net["b"].device.policy_routing.clear();
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), Not(Contains("b>c")));
}

/// Beyond c, on the subnet between c and d.
const PolicyHop kByRoute{.next_hop = A("10.0.4.2"), .recursive = true, .span = {base::FileId(7), 11, 1, 0}};

TEST_F(PolicyRouting, ANextHopMayBeFoundByItsRoute) {
  Term({}, {kByRoute});
  field.net.Static("b", "10.0.4.0/30", "10.0.2.2");
  field.Build();
  const auto graphs = field.To("a", "d", "10.9.0.7/32");
  ASSERT_THAT(field.Only(graphs), ElementsAre("a>b", "b>c", "c>d", "d:delivered"));
  const Step& b = graphs[0].steps[1];
  ASSERT_NE(b.entry, nullptr) << "who gave the route to the next hop steers the packets";
  EXPECT_EQ(b.entry->prefix, P("10.0.4.0/30"));
  EXPECT_TRUE(graphs[0].ambiguous_nodes.empty());
}

TEST_F(PolicyRouting, WithoutARouteToTheNextHopTheNextWayOutIsTried) {
  Term({}, {kByRoute});
  field.Build();
  EXPECT_THAT(StoryTo("10.9.0.7/32"), ElementsAre("a>b", "b>d", "d:delivered"));
}

TEST_F(PolicyRouting, ADefaultRouteToTheNextHopIsNotCertain) {
  Term({}, {kByRoute});
  field.net.Static("b", kEverything, "10.0.2.2");
  field.Build();
  const auto graphs = field.To("a", "d", "10.9.0.7/32");
  ASSERT_EQ(graphs.size(), 1U);
  EXPECT_FALSE(graphs[0].ambiguous_nodes.empty());
}

}  // namespace
}  // namespace ringfence::forwarding
