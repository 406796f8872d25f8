// Walks by example: each way a packet can end, equal paths, lists, tunnels. The twin is in walk_twin_test.cc.

#include "forwarding/walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "forwarding/walk_testing.h"

namespace ringfence::forwarding {
namespace {

using model::AclAction;
using model::InterfaceIndex;
using net::PacketHeader;
using routing::A;
using routing::P;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// a -- b -- c in a row; c serves 10.9.0.0/24, and all routes lead there and back.
void AddRow(routing::World& net) {
  net.Port("a", "b", "10.0.1.1/30");
  net.Port("b", "a", "10.0.1.2/30");
  net.Port("b", "c", "10.0.2.1/30");
  net.Port("c", "b", "10.0.2.2/30");
  net.Port("c", "lan", "10.9.0.1/24");
  net.Static("a", kEverything, "10.0.1.2");
  net.Static("b", "10.9.0.0/24", "10.0.2.2");
}

TEST(Walk, FollowsRoutesHopByHopToTheServedSubnet) {
  Field field;
  AddRow(field.net);
  field.Build();
  const auto graphs = field.To("a", "c", "10.9.0.7/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a>b", "b>c", "c:delivered"));
  EXPECT_TRUE(graphs[0].delivers && graphs[0].delivers_all);
  EXPECT_FALSE(graphs[0].leaves);
  EXPECT_EQ(graphs[0].steps[0].entry->prefix, P(kEverything));
  EXPECT_EQ(field.net.network().links()[graphs[0].branches[0].link.index()].name, "a--b");
}

TEST(Walk, AnAddressOfTheEndItselfIsDelivered) {
  Field field;
  AddRow(field.net);
  field.Build();
  EXPECT_THAT(field.Only(field.To("a", "c", "10.9.0.1/32")), ElementsAre("a>b", "b>c", "c:delivered"));
}

TEST(Walk, ServedSubnetOfANodeThatIsNotTheEndLeavesTheNetwork) {
  Field field;
  AddRow(field.net);
  field.Build();
  const auto graphs = field.To("a", "b", "10.9.0.7/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a>b", "b>c", "c:leaves-network"));
  EXPECT_TRUE(graphs[0].leaves);
  EXPECT_FALSE(graphs[0].delivers);
}

TEST(Walk, DeliveryAnywhereTakesSubnetAndAddress) {
  Field field;
  AddRow(field.net);
  field.Build();
  for (std::string_view destination : {"10.9.0.7/32", "10.9.0.1/32"}) {
    WalkQuery query{field.Node("a"), {}, {}, field.space.ToPrefix(P(destination)), {}, true};
    const auto graphs = field.walker->Walk(query, field.state, field.up);
    EXPECT_THAT(field.Only(graphs), Contains("c:delivered")) << destination;
  }
}

TEST(Walk, AddressOfAnotherNodeIsTheWrongNode) {
  Field field;
  AddRow(field.net);
  field.Build();
  EXPECT_THAT(field.Only(field.To("a", "c", "10.0.1.2/32")), ElementsAre("a>b", "b:wrong-node"));
}

TEST(Walk, WithoutARouteItEndsThere) {
  Field field;
  AddRow(field.net);
  field.Build();
  EXPECT_THAT(field.Only(field.To("a", "c", "10.77.0.0/16")), ElementsAre("a>b", "b:no-route"));
}

TEST(Walk, DiscardRoutesDiscard) {
  Field field;
  AddRow(field.net);
  field.net.Static("b", "10.9.0.128/25", "");
  field.Build();
  const auto graphs = field.To("a", "c", "10.9.0.128/25");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a>b", "b:discarded"));
}

TEST(Walk, AMoreSpecificRouteSplitsTheSetExactly) {
  Field field;
  AddRow(field.net);
  field.net.Static("b", "10.9.0.128/25", "");
  field.Build();
  const auto graphs = field.To("a", "c", "10.9.0.2/31");  // below the split: one class
  EXPECT_EQ(graphs.size(), 1U);
  const auto both = field.To("a", "c", "10.9.0.64/26");
  EXPECT_EQ(both.size(), 1U);
  net::PacketSet delivered = field.space.None(), discarded = field.space.None();
  for (const WalkGraph& graph : field.To("a", "c", "10.9.0.0/24")) {
    net::PacketSet& sum = graph.delivers ? delivered : discarded;
    sum = field.space.Or(sum, graph.packets);
  }
  EXPECT_EQ(discarded, field.space.ToPrefix(P("10.9.0.128/25")));
  EXPECT_EQ(delivered, field.space.Or(field.space.ToPrefix(P("10.9.0.0/32")),
                                      field.space.Minus(field.space.ToPrefix(P("10.9.0.0/25")),
                                                        field.space.ToPrefix(P("10.9.0.0/32")))));
}

TEST(Walk, ListsDenyOnTheWayInAndNameTheLine) {
  Field field;
  AddRow(field.net);
  AddList(field.net["b"], "guard",
          {Line(AclAction::kPermit, "10.9.0.0/25", 11), Line(AclAction::kDeny, "10.9.0.0/24", 12)});
  PortOf(field.net, "b", "a").acl_in4.name = "guard";
  field.Build();
  const auto denied = field.To("a", "c", "10.9.0.200/32");
  ASSERT_THAT(field.Only(denied), ElementsAre("a>b", "b:denied-in"));
  EXPECT_EQ(denied[0].endings[0].span, (base::Span{base::FileId(7), 12, 1, 0}));
  EXPECT_THAT(field.Only(field.To("a", "c", "10.9.0.20/32")), Contains("c:delivered"));
  EXPECT_EQ(field.To("a", "c", "10.9.0.0/24").size(), 2U + 1U) << "own address, permitted, denied";
}

TEST(Walk, ListsDenyOnTheWayOut) {
  Field field;
  AddRow(field.net);
  AddList(field.net["b"], "out",
          {Line(AclAction::kPermit, kEverything, 5, {{net::kProtocolTcp, net::kProtocolTcp}})});
  PortOf(field.net, "b", "c").acl_out4 = {"out", {base::FileId(7), 9, 1, 0}};
  field.Build();
  for (const WalkGraph& graph : field.To("a", "c", "10.9.0.7/32")) {
    const bool tcp = graph.sample.protocol == net::kProtocolTcp;
    EXPECT_THAT(field.Story(graph), Contains(tcp ? "c:delivered" : "b:denied-out"));
    if (!tcp) {
      EXPECT_EQ(graph.endings[0].span.line, 9U) << "no line decided: the use of the list is shown";
    }
  }
}

TEST(Walk, AListOnTheFirstInterfaceCountsWhenPacketsEnterByIt) {
  Field field;
  AddRow(field.net);
  AddList(field.net["c"], "none", {});
  PortOf(field.net, "c", "lan").acl_in4.name = "none";
  field.net.Static("c", kEverything, "10.0.2.1");
  field.Build();
  WalkQuery query{field.Node("c"), {}, field.Node("b"), field.space.ToPrefix(P("10.0.2.1/32")), {}, false};
  EXPECT_THAT(field.Only(field.walker->Walk(query, field.state, field.up)),
              ElementsAre("b:delivered", "c>b"));
  query.in = InterfaceIndex(1);
  EXPECT_THAT(field.Only(field.walker->Walk(query, field.state, field.up)), ElementsAre("c:denied-in"));
}

TEST(Walk, ANextHopNobodyHasAnswersNobody) {
  Field field;
  field.net.Port("a", "b", "10.0.1.1/24");
  field.net.Port("b", "a", "10.0.1.2/24");
  field.net.Static("a", kEverything, "10.0.1.99");
  field.Build();
  EXPECT_THAT(field.Only(field.To("a", "b", "10.9.0.7/32")), ElementsAre("a:no-neighbor"));
  EXPECT_THAT(field.Only(field.To("a", "b", "10.0.1.99/32")), ElementsAre("a:leaves-network"))
      << "somebody on the subnet who is not modelled";
}

TEST(Walk, ADeadFarEndAnswersNobody) {
  Field field;
  AddRow(field.net);
  field.Build();
  routing::FailureState failure(field.net.network());
  failure.FailNode(field.Node("a"));
  routing::Scratch scratch;
  field.state = field.net.engine().Compute(failure, scratch);
  const auto graphs = field.To("a", "c", "10.9.0.7/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a:no-neighbor")) << "nothing starts at a node that is off";
}

TEST(Walk, LoopsEndAndAreNoDelivery) {
  Field field;
  AddRow(field.net);
  field.net.Static("b", "10.77.0.0/16", "10.0.1.1");  // a sends everything to b, b sends this back
  field.Build();
  const auto graphs = field.To("a", "c", "10.77.0.1/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a:loop", "a>b", "b:loop", "b>a"));
  EXPECT_FALSE(graphs[0].delivers);
}

TEST(Walk, EveryEqualPathCounts) {
  Field field;
  AddRow(field.net);
  field.net.Port("a", "d", "10.0.3.1/30");
  field.net.Port("d", "a", "10.0.3.2/30");
  field.net.Static("a", kEverything, "10.0.3.2");  // equal to the route by b; d knows nothing
  field.Build();
  const auto graphs = field.To("a", "c", "10.9.0.7/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a>b", "a>d", "b>c", "c:delivered", "d:no-route"));
  EXPECT_TRUE(graphs[0].delivers);
  EXPECT_FALSE(graphs[0].delivers_all);
}

TEST(Walk, EndSystemsDoNotForwardForOthers) {
  Field field;
  AddRow(field.net);
  field.net["b"].device.forwards4 = false;
  field.Build();
  EXPECT_THAT(field.Only(field.To("a", "c", "10.9.0.7/32")), ElementsAre("a>b", "b:does-not-forward"));
  EXPECT_THAT(field.Only(field.To("b", "c", "10.9.0.7/32")), Contains("c:delivered"))
      << "its own packets leave";
}

TEST(Walk, NothingToFollowGivesNoClass) {
  Field field;
  AddRow(field.net);
  field.Build();
  WalkQuery query{field.Node("a"), {}, field.Node("c"), field.space.None(), {}, false};
  EXPECT_THAT(field.walker->Walk(query, field.state, field.up), IsEmpty());
}

TEST(Walk, TooManyClassesLeaveRestsThatSayNothing) {
  Field field;
  field.net.Port("a", "lan", "10.0.0.1/24");
  const std::uint32_t first = A("10.64.0.0").v4();
  for (std::uint32_t i = 0; i < kClassCountMax + 100; ++i) {
    field.net.Static("a", net::ToString(net::Prefix::Host(net::IpAddress::V4(first + i))), "");
  }
  field.Build();
  net::PacketSet seen = field.space.None();
  std::size_t walked = 0, rests = 0;
  for (const WalkGraph& graph : field.To("a", "a", "10.64.0.0/18")) {
    EXPECT_FALSE(field.space.Intersects(seen, graph.packets));
    seen = field.space.Or(seen, graph.packets);
    ++(graph.steps.empty() ? rests : walked);
    if (graph.steps.empty()) {
      EXPECT_FALSE(graph.delivers || graph.leaves);
    }
  }
  EXPECT_EQ(seen, field.space.ToPrefix(P("10.64.0.0/18")));
  EXPECT_GE(rests, 1U);
  EXPECT_LE(walked + rests, kClassCountMax + 1);
}

// ---- tunnels

/// Hosts' side 10.1.0.0/24 at a, 10.9.0.0/24 at c, b between; a and c wrap what runs between the two subnets.
struct TunnelField : Field {
  TunnelField() {
    AddRow(net);
    net.Port("a", "lan", "10.1.0.1/24");
    net.Static("c", kEverything, "10.0.2.1");
    net.Static("b", "10.1.0.0/24", "10.0.1.1");
    AddEnd("a", "10.0.1.1", "10.0.2.2", "10.1.0.0/24", "10.9.0.0/24");
    AddEnd("c", "10.0.2.2", "10.0.1.1", "10.9.0.0/24", "10.1.0.0/24");
  }
  void AddEnd(const std::string& node, std::string_view local, std::string_view peer, std::string_view from,
              std::string_view to) {
    model::TunnelConfig tunnel;
    tunnel.name = node;
    tunnel.local = A(local);
    tunnel.peer = A(peer);
    net::HeaderMatch selector;
    selector.source = {net::AddressMatch::Of(P(from))};
    selector.destination = {net::AddressMatch::Of(P(to))};
    tunnel.selectors = {selector};
    tunnel.span = {base::FileId(7), 70, 1, 0};
    net[node].device.tunnels.push_back(tunnel);
  }
  std::vector<WalkGraph> Between(std::string_view source, std::string_view destination) {
    WalkQuery query{Node("a"), {}, Node("c"), {}, A(destination.substr(0, destination.find('/'))), false};
    query.packets = space.And(space.FromPrefix(P(source)), space.ToPrefix(P(destination)));
    return walker->Walk(query, state, up);
  }
};

TEST(WalkTunnels, CoveredPacketsTravelWrapped) {
  TunnelField field;
  field.Build();
  const auto graphs = field.Between("10.1.0.5/32", "10.9.0.7/32");
  ASSERT_THAT(field.Only(graphs), ElementsAre("a=a", "a>b", "b>c", "c:delivered", "c=c"));
  for (const Step& step : graphs[0].steps) {
    if (step.node == field.Node("b")) {
      EXPECT_EQ(step.depth, 1U) << "b sees the outer packet only";
    }
  }
  EXPECT_EQ(graphs[0].steps.front().depth, 0U);
  EXPECT_EQ(graphs[0].steps.back().depth, 0U) << "unwrapped at c";
}

TEST(WalkTunnels, OtherPacketsTravelClear) {
  TunnelField field;
  field.Build();
  EXPECT_THAT(field.Only(field.Between("10.2.0.5/32", "10.9.0.7/32")),
              ElementsAre("a>b", "b>c", "c:delivered"));
}

TEST(WalkTunnels, SelectorsSplitTheSet) {
  TunnelField field;
  field.Build();
  net::PacketSet wrapped = field.space.None();
  for (const WalkGraph& graph : field.Between("10.0.0.0/8", "10.9.0.7/32")) {
    if (graph.branches[0].kind == BranchKind::kEncapsulate) wrapped = field.space.Or(wrapped, graph.packets);
    EXPECT_TRUE(graph.delivers_all);
  }
  EXPECT_EQ(wrapped, field.space.And(field.space.FromPrefix(P("10.1.0.0/24")),
                                     field.space.ToPrefix(P("10.9.0.7/32"))));
}

TEST(WalkTunnels, TheOuterPacketIsEspBetweenTheEnds) {
  TunnelField field;
  field.Build();
  const PacketHeader outer = field.walker->OuterPacket(field.tunnels->at(field.Node("a"))[0], field.state);
  EXPECT_EQ(outer.source, A("10.0.1.1"));
  EXPECT_EQ(outer.destination, A("10.0.2.2"));
  EXPECT_EQ(outer.protocol, net::kProtocolEsp);
}

TEST(WalkTunnels, ListsOnTheWayMeetTheOuterPacket) {
  TunnelField field;
  AddList(field.net["b"], "no-esp",
          {Line(AclAction::kDeny, kEverything, 3, {{net::kProtocolEsp, net::kProtocolEsp}}),
           Line(AclAction::kPermit, kEverything, 4)});
  PortOf(field.net, "b", "a").acl_in4.name = "no-esp";
  field.Build();
  EXPECT_THAT(field.Only(field.Between("10.1.0.5/32", "10.9.0.7/32")),
              ElementsAre("a=a", "a>b", "b:denied-in"));
}

TEST(WalkTunnels, ATunnelThatIsDownCarriesNothingInTheClearEither) {
  TunnelField field;
  field.Build();
  field.up.assign(field.up.size(), false);
  const auto graphs = field.Between("10.1.0.5/32", "10.9.0.7/32");
  ASSERT_THAT(field.Only(graphs), ElementsAre("a:tunnel-down"));
  EXPECT_EQ(graphs[0].endings[0].span.line, 70U);
}

TEST(WalkTunnels, APeerOutsideTakesPacketsOutOfTheModel) {
  TunnelField field;
  field.net["a"].device.tunnels[0].peer = A("203.0.113.1");
  field.Build();
  const auto graphs = field.Between("10.1.0.5/32", "10.9.0.7/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a:leaves-network"));
  EXPECT_TRUE(graphs[0].leaves);
}

TEST(WalkTunnels, RoutedIntoATunnelThatDoesNotCoverThem) {
  TunnelField field;
  field.net.Port("a", "st0", "", model::InterfaceKind::kTunnel);
  field.net["a"].device.tunnels[0].bind_interface = "st0";
  field.net.Static("a", "10.9.0.0/24", "").discard = false;
  field.net["a"].static_routes.routes.back().interface = "st0";
  field.Build();
  EXPECT_THAT(field.Only(field.Between("10.1.0.5/32", "10.9.0.7/32")),
              ElementsAre("a=a", "a>b", "b>c", "c:delivered", "c=c"));
  EXPECT_THAT(field.Only(field.Between("10.2.0.5/32", "10.9.0.7/32")), ElementsAre("a:not-covered"));
}

}  // namespace
}  // namespace ringfence::forwarding
