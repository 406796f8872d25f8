#include "routing/bridging_gaps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

using model::InterfaceKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Switches with trunks between them, each port on a line of its own.
struct Switches {
  model::Interface& Trunk(const std::string& node, const std::string& name,
                          std::vector<model::VlanRange> allowed = {{1, 4094}}) {
    model::Interface& port = net.Port(node, name, "");
    model::SwitchPort& switched = port.switch_port.emplace();
    switched.trunk = true;
    switched.allowed = std::move(allowed);
    port.span = switched.span = Next();
    return port;
  }
  void Join(const std::string& a, const std::string& b, const std::vector<model::VlanRange>& allowed) {
    Trunk(a, "to-" + b, allowed);
    Trunk(b, "to-" + a, allowed);
    net.Cable(a, "to-" + b, b, "to-" + a);
  }
  void Svi(const std::string& node, const std::string& address, std::uint16_t vlan) {
    net.Port(node, "Vlan" + std::to_string(vlan), address, InterfaceKind::kSvi).vlan = vlan;
  }
  base::Span Next() { return {base::FileId(0), ++line, 1, 1}; }
  /// The reasons, with the line.
  std::vector<std::string> Told() {
    std::vector<Gap> gaps;
    AddBridgingGaps(net.Build(), gaps);
    std::vector<std::string> told;
    for (const Gap& gap : gaps) told.push_back(std::to_string(gap.span.line) + " " + std::string(gap.reason));
    return told;
  }
  World net;
  std::uint32_t line = 0;
};

/// a, b and c in a triangle; VLAN 10 on all cables, or not on that between a and c.
void Triangle(Switches& world, bool everywhere) {
  world.Join("a", "b", {{10, 10}});
  world.Join("b", "c", {{10, 10}});
  world.Join("a", "c",
             everywhere ? std::vector<model::VlanRange>{{10, 10}} : std::vector<model::VlanRange>{{20, 20}});
  world.Svi("a", "10.0.0.1/24", 10);
  world.Svi("c", "10.0.0.3/24", 10);
}

TEST(BridgingGaps, OneTreeMayCutAVlanThatIsNotOnEveryCableOfALoop) {
  Switches whole;
  Triangle(whole, true);
  EXPECT_THAT(whole.Told(), IsEmpty());
  Switches part;
  Triangle(part, false);
  EXPECT_THAT(part.Told(), ElementsAre("5 one spanning tree over cables that carry different VLANs"));
  Switches each;
  Triangle(each, false);
  for (const char* node : {"a", "b", "c"}) each.net[node].device.tree_per_vlan = true;
  EXPECT_THAT(each.Told(), IsEmpty());
}

TEST(BridgingGaps, ATreeThatIsOffMattersInALoop) {
  for (const bool loop : {false, true}) {
    Switches world;
    if (loop)
      Triangle(world, true);
    else
      world.Join("a", "b", {{10, 10}});
    world.net["a"].device.tree_off_span = {base::FileId(0), 99, 1, 1};
    if (loop)
      EXPECT_THAT(world.Told(), ElementsAre("99 loop of switches without a spanning tree"));
    else
      EXPECT_THAT(world.Told(), IsEmpty());
  }
}

TEST(BridgingGaps, AGuardMattersWhereASwitchIsBehindThePort) {
  Switches world;
  world.Join("a", "b", {{10, 10}});
  world.Trunk("a", "edge").switch_port->guard_span = {base::FileId(0), 50, 1, 1};
  world.net.Port("host", "eth0", "10.0.0.9/24");
  world.net.Cable("a", "edge", "host", "eth0");
  EXPECT_THAT(world.Told(), IsEmpty());
  Switches guarded;
  guarded.Join("a", "b", {{10, 10}});
  guarded.net["a"].device.interfaces[0].switch_port->guard_span = {base::FileId(0), 51, 1, 1};
  EXPECT_THAT(guarded.Told(), ElementsAre("51 guard of the spanning tree on a port to another switch"));
}

TEST(BridgingGaps, UntaggedVlansThatDifferBlockATrunkOfTreesPerVlan) {
  for (const bool per_vlan : {false, true}) {
    Switches world;
    world.Join("a", "b", {{1, 4094}});
    world.net["a"].device.interfaces[0].switch_port->vlan = 7;
    world.net["b"].device.tree_per_vlan = per_vlan;
    if (per_vlan)
      EXPECT_THAT(world.Told(), ElementsAre("1 trunk whose untagged VLAN is another one at the far end"));
    else
      EXPECT_THAT(world.Told(), IsEmpty());
  }
}

/// f bundles a cable to A and one to B, which are joined.
void Pair(Switches& world, std::uint32_t number_at_b) {
  world.Trunk("f", "po").kind = InterfaceKind::kLag;  // line 1
  for (const std::string chassis : {"A", "B"}) {
    model::Interface& bundle = world.Trunk(chassis, "po");  // lines 2, 4
    bundle.kind = InterfaceKind::kLag;
    bundle.chassis_bundle = chassis == "A" ? 5 : number_at_b;
    bundle.chassis_span = bundle.span;
    model::Interface& peer = world.Trunk(chassis, "peer");  // lines 3, 5
    peer.peer_link = true;
    peer.chassis_span = peer.span;
    world.net.Port(chassis, "m", "").lag = "po";
    world.net.Port("f", "m" + chassis, "").lag = "po";
    world.net.Cable("f", "m" + chassis, chassis, "m");
    world.Svi(chassis, chassis == "A" ? "10.0.0.11/24" : "10.0.0.12/24", 10);
  }
  world.net.Cable("A", "peer", "B", "peer");
}

TEST(BridgingGaps, ABundleToTwoDevicesNeedsThatTheySayIt) {
  Switches told;
  Pair(told, 5);
  EXPECT_THAT(told.Told(), IsEmpty());
  Switches other;
  Pair(other, 6);
  EXPECT_THAT(other.Told(), ElementsAre("1 bundle whose cables end at several devices"));
  Switches silent;
  Pair(silent, 5);
  for (model::Interface& port : silent.net["B"].device.interfaces) port.peer_link = false;
  EXPECT_THAT(silent.Told(), ElementsAre("1 bundle whose cables end at several devices",
                                         "2 bundle over two devices whose other one is not known",
                                         "3 bundle over two devices whose other one is not known",
                                         "4 bundle over two devices whose other one is not known"));
}

TEST(BridgingGaps, RoutersBehindABundleOfTwoDevicesMayBeNoNeighbors) {
  for (const bool speaks : {false, true}) {
    Switches world;
    Pair(world, 5);
    world.Svi("f", "10.0.0.1/24", 10);
    for (const char* node : {"A", "B", "f"}) world.net[node].ospf.processes.clear();
    world.net["A"].ospf.processes.emplace_back();
    if (speaks) world.net["f"].ospf.processes.emplace_back();
    if (speaks)
      EXPECT_THAT(world.Told(), ElementsAre("3 routing protocols over a bundle of two devices"));
    else
      EXPECT_THAT(world.Told(), IsEmpty());
  }
}

}  // namespace
}  // namespace ringfence::routing
