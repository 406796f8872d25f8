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
  EXPECT_THAT(field.Only(graphs), ElementsAre("a>s", "b:delivered", "s>t", "s>u", "s>v", "t>b", "u>t", "u>v",
                                              "v>t", "v>u"));
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

}  // namespace
}  // namespace ringfence::forwarding
