// Walks over switched links: a step at each switch, and no way where the link fell apart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forwarding/walk_testing.h"

namespace ringfence::forwarding {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

void SwitchPort(Field& field, const std::string& node, const std::string& name, std::uint16_t vlan) {
  field.net.Port(node, name, "").switch_port.emplace().vlan = vlan;
}

/// a - s - t - b, with a host network behind b.
void Row(Field& field) {
  field.net.Port("a", "x", "10.0.0.1/24");
  field.net.Port("b", "x", "10.0.0.2/24");
  field.net.Port("b", "lo", "10.9.0.1/32", model::InterfaceKind::kLoopback);
  for (const char* node : {"s", "t"}) {
    SwitchPort(field, node, "1", 10);
    SwitchPort(field, node, "2", 10);
  }
  field.net.Cable("a", "x", "s", "1");
  field.net.Cable("s", "2", "t", "1");
  field.net.Cable("t", "2", "b", "x");
  field.net.Static("a", "10.9.0.0/24", "10.0.0.2");
}

TEST(SwitchedWalk, EverySwitchOnTheWayIsAStep) {
  Field field;
  Row(field);
  field.Build();
  const auto graphs = field.To("a", "b", "10.9.0.1/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a>s", "b:delivered", "s>t", "t>b"));
  EXPECT_THAT(graphs[0].ambiguous_nodes, IsEmpty());
  EXPECT_TRUE(graphs[0].steps[1].switches());
}

TEST(SwitchedWalk, AGatewayBehindACutTrunkDoesNotAnswer) {
  Field field;
  Row(field);
  field.Build();
  routing::FailureState failure(field.net.network());
  failure.FailInterface({field.Node("t"), model::InterfaceIndex(0)});
  routing::Scratch scratch;
  field.state = field.net.engine().Compute(failure, scratch);
  EXPECT_TRUE(field.state.interface_up({field.Node("a"), model::InterfaceIndex(0)}));
  EXPECT_THAT(field.Only(field.To("a", "b", "10.9.0.1/32")), ElementsAre("a:no-neighbor"));
}

/// The spanning tree leaves one way of two: both are followed, and the walk says so.
TEST(SwitchedWalk, EveryWayOfALoopIsFollowed) {
  Field field;
  Row(field);
  SwitchPort(field, "s", "3", 10);
  SwitchPort(field, "t", "3", 10);
  SwitchPort(field, "u", "1", 10);
  SwitchPort(field, "u", "2", 10);
  field.net.Cable("s", "3", "u", "1");
  field.net.Cable("u", "2", "t", "3");
  field.Build();
  const auto graphs = field.To("a", "b", "10.9.0.1/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a>s", "b:delivered", "s>t", "s>u", "t>b", "u>t"));
  EXPECT_THAT(graphs[0].ambiguous_nodes, IsEmpty());
  EXPECT_THAT(graphs[0].spare_ways, ElementsAre(field.Node("a")));
  EXPECT_TRUE(graphs[0].delivers_all);
}

/// Four switches, each cabled to each: u and v are passed in both orders, and no packet goes in a circle.
TEST(SwitchedWalk, WaysInBothDirectionsAreNoLoop) {
  Field field;
  Row(field);
  int port = 10;
  const auto join = [&](const char* one, const char* other) {
    const std::string name = std::to_string(port++);
    SwitchPort(field, one, name, 10);
    SwitchPort(field, other, name, 10);
    field.net.Cable(one, name, other, name);
  };
  for (const char* spare : {"u", "v"}) join("s", spare), join("t", spare);
  join("u", "v");
  field.Build();
  const auto graphs = field.To("a", "b", "10.9.0.1/32");
  EXPECT_THAT(field.Only(graphs),
              ElementsAre("a>s", "b:delivered", "s>t", "s>u", "s>v", "t>b", "u>t", "u>v", "v>t", "v>u"));
  EXPECT_TRUE(graphs[0].delivers_all);
}

TEST(SwitchedWalk, ADeviceThatRoutesBetweenItsVlansIsEnteredByTheirInterfaces) {
  Field field;
  field.net.Port("a", "x", "10.0.10.1/24");
  field.net.Port("b", "x", "10.0.20.1/24");
  field.net.Static("a", "10.0.20.0/24", "10.0.10.2");
  SwitchPort(field, "s", "1", 10);
  SwitchPort(field, "s", "2", 20);
  field.net.Port("s", "Vlan10", "10.0.10.2/24", model::InterfaceKind::kSvi).vlan = 10;
  field.net.Port("s", "Vlan20", "10.0.20.2/24", model::InterfaceKind::kSvi).vlan = 20;
  field.net.Cable("a", "x", "s", "1");
  field.net.Cable("b", "x", "s", "2");
  field.Build();
  const auto graphs = field.To("a", "b", "10.0.20.1/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("a>s", "b:delivered", "s>b"));
  EXPECT_FALSE(graphs[0].steps[1].switches());
}

/// Routers b and c share the gateway of a; b is preferred and stands behind the second switch.
TEST(SwitchedWalk, ASharedGatewayIsTheBestThatIsHeard) {
  Field field;
  Row(field);
  field.net.Port("c", "x", "10.0.0.3/24");
  field.net.Port("c", "lo", "10.9.0.1/32", model::InterfaceKind::kLoopback);
  SwitchPort(field, "s", "3", 10);
  field.net.Cable("c", "x", "s", "3");
  for (const char* router : {"b", "c"}) {
    model::VirtualRouter group;
    group.group = 1;
    group.addresses = {routing::A("10.0.0.9")};
    group.priority = router[0] == 'b' ? 120 : 100;
    PortOf(field.net, router, "x").virtual_routers = {group};
  }
  field.net["a"].static_routes.routes.clear();
  field.net.Static("a", "10.9.0.0/24", "10.0.0.9");
  field.Build();
  EXPECT_THAT(field.Only(field.To("a", "b", "10.9.0.1/32")), ElementsAre("a>s", "b:delivered", "s>t", "t>b"));
  routing::FailureState failure(field.net.network());
  failure.FailNode(field.Node("t"));
  routing::Scratch scratch;
  field.state = field.net.engine().Compute(failure, scratch);
  EXPECT_THAT(field.Only(field.To("a", "c", "10.9.0.1/32")), ElementsAre("a>s", "c:delivered", "s>c"));
}

/// f bundles a cable to each of A and B, which a peer link joins and which both reach b; a hangs on f.
void TwoChassis(Field& field) {
  field.net.Port("a", "x", "10.0.0.1/24");
  SwitchPort(field, "f", "1", 10);
  SwitchPort(field, "f", "po", 10);
  PortOf(field.net, "f", "po").kind = model::InterfaceKind::kLag;
  field.net.Cable("a", "x", "f", "1");
  int number = 0;
  for (const std::string chassis : {"A", "B"}) {
    ++number;
    SwitchPort(field, chassis, "po", 10);
    SwitchPort(field, chassis, "peer", 10);
    PortOf(field.net, chassis, "po").kind = model::InterfaceKind::kLag;
    PortOf(field.net, chassis, "po").chassis_bundle = 7;
    PortOf(field.net, chassis, "peer").peer_link = true;
    field.net.Port(chassis, "m", "").lag = "po";
    field.net.Port("f", "m" + chassis, "").lag = "po";
    const std::string last = std::to_string(number);
    field.net.Port(chassis, "Vlan10", "10.0.0.1" + last + "/24", model::InterfaceKind::kSvi).vlan = 10;
    field.net.Port(chassis, "up", "10.8." + last + ".1/24");
    field.net.Port("b", "to" + chassis, "10.8." + last + ".2/24");
    field.net.Static(chassis, "10.9.0.0/24", "10.8." + last + ".2");
    field.net.Cable("f", "m" + chassis, chassis, "m");
    field.net.Cable(chassis, "up", "b", "to" + chassis);
    model::VirtualRouter group;
    group.addresses = {routing::A("10.0.0.9")};
    group.protocol = model::RedundancyProtocol::kAnycast;
    PortOf(field.net, chassis, "Vlan10").virtual_routers = {group};
  }
  field.net.Cable("A", "peer", "B", "peer");
  field.net.Port("b", "lo", "10.9.0.1/32", model::InterfaceKind::kLoopback);
}

TEST(SwitchedWalk, BothChassisRouteWhatIsSentToTheSharedAddress) {
  Field field;
  TwoChassis(field);
  field.net.Static("a", "10.9.0.0/24", "10.0.0.9");
  field.Build();
  const auto graphs = field.To("a", "b", "10.9.0.1/32");
  // A frame to A that f hands to B is followed over the peer link as well.
  EXPECT_THAT(field.Only(graphs),
              ElementsAre("A>B", "A>b", "B>A", "B>b", "a>f", "b:delivered", "f>A", "f>B"));
  EXPECT_THAT(graphs[0].ambiguous_nodes, IsEmpty());
  EXPECT_THAT(graphs[0].spare_ways, ElementsAre(field.Node("a")));
  EXPECT_TRUE(graphs[0].delivers_all);
}

TEST(SwitchedWalk, WhatIsSentToOneChassisIsInDoubt) {
  Field field;
  TwoChassis(field);
  field.net.Static("a", "10.9.0.0/24", "10.0.0.11");
  field.Build();
  const auto graphs = field.To("a", "b", "10.9.0.1/32");
  EXPECT_THAT(graphs[0].ambiguous_nodes, ElementsAre(field.Node("a")));
}

/// A routes to B over the peer link, and B to a by the bundle: A works there, so B's port drops it.
TEST(SwitchedWalk, WhatCameOverThePeerLinkLeavesByNoSharedBundle) {
  Field field;
  TwoChassis(field);
  field.net.Static("b", "10.0.0.0/24", "10.8.1.1");
  field.net.Port("a", "lo", "10.7.0.1/32", model::InterfaceKind::kLoopback);
  field.net.Static("b", "10.7.0.0/24", "10.8.1.1");
  field.net.Static("A", "10.7.0.0/24", "10.0.0.12");
  field.net.Static("B", "10.7.0.0/24", "10.0.0.1");
  field.Build();
  const auto graphs = field.To("b", "a", "10.7.0.1/32");
  EXPECT_THAT(field.Only(graphs), ElementsAre("A>B", "B>f", "a:delivered", "b>A", "f>a"));
  EXPECT_THAT(graphs[0].ambiguous_nodes, ElementsAre(field.Node("B")));
}

}  // namespace
}  // namespace ringfence::forwarding
