// Packets through WireGuard, on networks small enough to tell the outcome by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forwarding/walk_testing.h"
#include "forwarding/wireguard_testing.h"

namespace ringfence::forwarding {
namespace {

using model::AclAction;
using routing::A;
using routing::P;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

/// a -- b -- c; LANs 10.1.0.0/24 at a and 10.9.0.0/24 at c, which b has no route to. Interfaces wg0 of a and
/// c are peers and routes lead into them; a knows where c is, c hears from a.
struct WireGuardField : Field {
  WireGuardField() {
    net.Port("a", "b", "10.0.1.1/30");
    net.Port("b", "a", "10.0.1.2/30");
    net.Port("b", "c", "10.0.2.1/30");
    net.Port("c", "b", "10.0.2.2/30");
    net.Port("a", "lan", "10.1.0.1/24");
    net.Port("c", "lan", "10.9.0.1/24");
    net.Static("a", "10.0.2.0/30", "10.0.1.2");
    net.Static("c", "10.0.1.0/30", "10.0.2.1");
    for (const char* node : {"a", "c"}) net.Port(node, "wg0", "", model::InterfaceKind::kTunnel);
    Into("a", "10.9.0.0/24");
    Into("c", "10.1.0.0/24");
    AddWireGuard(net, "a", "wg0", {"A", "C", {"10.9.0.0/24"}, "10.0.2.2"});
    AddWireGuard(net, "c", "wg0", {"C", "A", {"10.1.0.0/24"}});
  }
  void Into(const std::string& node, std::string_view prefix, const std::string& name = "wg0") {
    routing::static_routes::StaticRoute& route = net.Static(node, prefix, "");
    route.discard = false;
    route.interface = name;
  }
  model::WireGuardPeer& Peer(const std::string& node, std::size_t number = 0) {
    return *net[node].device.tunnels[number].wireguard;
  }
  std::vector<WalkGraph> Between(std::string_view from, std::string_view source, std::string_view to,
                                 std::string_view destination) {
    WalkQuery query{Node(from), {}, Node(to), {}, {}, false};
    query.packets = space.And(space.FromPrefix(P(source)), space.ToPrefix(P(destination)));
    return walker->Walk(query, state, up);
  }
  std::vector<WalkGraph> There() { return Between("a", "10.1.0.5/32", "c", "10.9.0.7/32"); }
  std::vector<WalkGraph> Back() { return Between("c", "10.9.0.7/32", "a", "10.1.0.5/32"); }
};

TEST(WireGuardWalk, PacketsTravelWrappedBothWays) {
  WireGuardField field;
  field.Build();
  const auto there = field.There();
  EXPECT_THAT(field.Only(there), ElementsAre("a=a", "a>b", "b>c", "c:delivered", "c=c"));
  EXPECT_THAT(field.Only(field.Back()), ElementsAre("a:delivered", "a=a", "b>a", "c=c", "c>b"));
  for (const Step& step : there[0].steps) {
    if (step.node == field.Node("b")) {
      EXPECT_EQ(step.depth, 1U);
    }
  }
  EXPECT_THAT(there[0].ambiguous_nodes, IsEmpty());
}

TEST(WireGuardWalk, WhoIsSpokenToAnswersFromThatAddressAndPort) {
  WireGuardField field;
  field.Peer("a").port = 40000;
  field.Build();
  const net::PacketHeader there =
      field.walker->OuterPacket(field.tunnels->at(field.Node("a"))[0], field.state);
  const net::PacketHeader back =
      field.walker->OuterPacket(field.tunnels->at(field.Node("c"))[0], field.state);
  EXPECT_EQ(there.source, A("10.0.1.1")) << "of the interface on the way";
  EXPECT_EQ(there.destination, A("10.0.2.2"));
  EXPECT_EQ(there.protocol, net::kProtocolUdp);
  EXPECT_EQ(there.source_port, 40000);
  EXPECT_EQ(there.destination_port, 51820);
  EXPECT_EQ(back.source, there.destination);
  EXPECT_EQ(back.destination, there.source);
  EXPECT_EQ(back.source_port, there.destination_port);
  EXPECT_EQ(back.destination_port, there.source_port);
}

TEST(WireGuardWalk, WhatNoPeerMayHaveIsLost) {
  WireGuardField field;
  field.Into("a", "10.8.0.0/24");
  field.Build();
  EXPECT_THAT(field.Only(field.Between("a", "10.1.0.5/32", "c", "10.8.0.7/32")),
              ElementsAre("a:not-covered"));
}

TEST(WireGuardWalk, WhatThePeerMayNotSendIsLostAtTheFarEnd) {
  WireGuardField field;
  field.Build();
  // Half of the sources are the peer's.
  for (const WalkGraph& graph : field.Between("a", "10.1.0.0/23", "c", "10.9.0.7/32")) {
    const bool its_own = field.space.Contains(field.space.FromPrefix(P("10.1.0.0/24")), graph.packets);
    EXPECT_EQ(graph.delivers_all, its_own);
    EXPECT_EQ(field.Story(graph).front(), "a=a");
    if (!its_own) {
      EXPECT_THAT(field.Story(graph), Contains("c:not-covered"));
    }
  }
}

TEST(WireGuardWalk, TheLongestPrefixChoosesThePeer) {
  WireGuardField field;
  field.net.Port("b", "d", "10.0.3.1/30");
  field.net.Port("d", "b", "10.0.3.2/30");
  field.net.Port("d", "lan", "10.9.0.1/25");
  field.net.Static("d", "10.0.1.0/30", "10.0.3.1");
  field.net.Static("a", "10.0.3.0/30", "10.0.1.2");
  field.net.Port("d", "wg0", "", model::InterfaceKind::kTunnel);
  AddWireGuard(field.net, "d", "wg0", {"D", "A", {"10.1.0.0/24"}});
  AddWireGuard(field.net, "a", "wg0", {"A", "D", {"10.9.0.0/25", "10.7.0.0/24"}, "10.0.3.2"});
  // Of equal ones the last counts.
  field.Peer("a").allowed.push_back(P("10.7.0.0/24"));
  field.Into("a", "10.7.0.0/24");
  field.Build();
  EXPECT_THAT(field.Only(field.Between("a", "10.1.0.5/32", "d", "10.9.0.7/32")), Contains("d:delivered"));
  EXPECT_THAT(field.Only(field.Between("a", "10.1.0.5/32", "c", "10.9.0.200/32")), Contains("c:delivered"));
  EXPECT_THAT(field.Only(field.Between("a", "10.1.0.5/32", "d", "10.7.0.1/32")), Contains("d=d"));
  // An address of d's is not taken from c.
  EXPECT_THAT(field.Only(field.Between("c", "10.9.0.7/32", "a", "10.1.0.5/32")), Contains("a:not-covered"));
  EXPECT_THAT(field.Only(field.Between("c", "10.9.0.200/32", "a", "10.1.0.5/32")), Contains("a:delivered"));
}

TEST(WireGuardWalk, AKeyThatNobodyHasLeavesTheModel) {
  WireGuardField field;
  field.Peer("a").peer_key = "X";
  field.Build();
  EXPECT_THAT(field.Only(field.There()), ElementsAre("a:leaves-network"));
}

TEST(WireGuardWalk, AnInterfaceThatIsDownLetsPacketsOutInClear) {
  WireGuardField field;
  field.net.Static("a", kEverything, "10.0.1.2");
  field.net.Static("b", "10.9.0.0/24", "10.0.2.2");
  PortOf(field.net, "a", "wg0").admin_up = false;
  field.Build();
  EXPECT_THAT(field.Only(field.There()), ElementsAre("a>b", "b>c", "c:delivered"));
}

TEST(WireGuardWalk, ListsOnTheWayMeetTheOuterPacket) {
  WireGuardField field;
  AclAction deny = AclAction::kDeny;
  AddList(field.net["b"], "no-udp",
          {Line(deny, kEverything, 3, {{net::kProtocolUdp, net::kProtocolUdp}}),
           Line(AclAction::kPermit, kEverything, 4)});
  PortOf(field.net, "b", "a").acl_in4.name = "no-udp";
  field.Build();
  EXPECT_THAT(field.Only(field.There()), Contains("b:denied-in"));
}

TEST(WireGuardWalk, APortChosenAtRunTimeMeetsAListInDoubt) {
  for (const bool told : {true, false}) {
    WireGuardField field;
    if (!told) field.Peer("a").port.reset();
    model::AclLine line = Line(AclAction::kDeny, kEverything, 3, {{net::kProtocolUdp, net::kProtocolUdp}});
    line.match.source_port = {{40000, 45000}};
    AddList(field.net["b"], "some", {line, Line(AclAction::kPermit, kEverything, 4)});
    PortOf(field.net, "b", "a").acl_in4.name = "some";
    field.Build();
    const auto graphs = field.There();
    EXPECT_EQ(graphs.at(0).ambiguous_nodes.empty(), told);
  }
}

/// The default route of a goes into the tunnel, but for what carries the interface's mark.
struct DefaultField : WireGuardField {
  explicit DefaultField(bool passes) {
    std::erase_if(net["a"].static_routes.routes, [](const auto&) { return true; });
    net.Static("a", kEverything, "10.0.1.2");
    Into("a", "0.0.0.0/1");
    Into("a", "128.0.0.0/1");
    Peer("a").allowed = {P(kEverything)};
    Peer("a").passes_own_default = passes;
    Build();
  }
};

TEST(WireGuardWalk, ItsOwnPacketsPassItsDefaultRoute) {
  DefaultField field(true);
  EXPECT_THAT(field.Only(field.There()), ElementsAre("a=a", "a>b", "b>c", "c:delivered", "c=c"));
  DefaultField circle(false);
  EXPECT_THAT(circle.Only(circle.There()), Contains("a:too-deep"));
}

// Seen with a kernel: answers that leave by another interface have its address, and the peer follows.
TEST(WireGuardWalk, AnswersThatMayLeaveByAnotherInterfaceAreInDoubt) {
  for (const bool several : {false, true}) {
    WireGuardField field;
    field.net.Port("c", "lo", "10.255.0.3/32", model::InterfaceKind::kLoopback);
    field.net.Static("a", "10.255.0.3/32", "10.0.1.2");
    field.net.Static("b", "10.255.0.3/32", "10.0.2.2");
    field.net["a"].device.tunnels[0].peer = A("10.255.0.3");
    if (several) {
      field.net.Port("b", "c2", "10.0.4.1/30");
      field.net.Port("c", "b2", "10.0.4.2/30");
      std::erase_if(field.net["c"].static_routes.routes,
                    [](const auto& route) { return route.prefix == P("10.0.1.0/30"); });
      field.net.Static("c", "10.0.1.0/30", "10.0.4.1");
    }
    field.Build();
    for (const auto& graphs : {field.There(), field.Back()}) {
      EXPECT_TRUE(graphs.at(0).delivers_all);
      EXPECT_EQ(graphs.at(0).ambiguous_nodes.empty(), !several);
    }
  }
}

TEST(WireGuardWalk, TwoPairsOfAddressesAreInDoubt) {
  for (const bool own : {true, false}) {
    WireGuardField field;
    field.net.Port("a", "lo", "10.255.0.1/32", model::InterfaceKind::kLoopback);
    field.net.Static("b", "10.255.0.1/32", "10.0.1.1");
    field.net.Static("c", "10.255.0.1/32", "10.0.2.1");
    field.net["c"].device.tunnels[0].peer = A(own ? "10.0.1.1" : "10.255.0.1");
    field.Peer("c").peer_port = 51820;
    field.Build();
    const auto graphs = field.There();
    EXPECT_THAT(field.Only(graphs), Contains("c:delivered"));
    EXPECT_EQ(graphs.at(0).ambiguous_nodes.empty(), own) << "c may be spoken to from another address";
  }
}

}  // namespace
}  // namespace ringfence::forwarding
