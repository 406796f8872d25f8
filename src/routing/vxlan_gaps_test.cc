// What VLANs in VXLAN leave open, one case a reason; and what keeps their interfaces up.
#include "routing/vxlan_gaps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "routing/bridged_vxlan_testing.h"

namespace ringfence::routing {
namespace {

using testing::Contains;
using testing::IsEmpty;

/// Two leaves with gateways and the host a; `change` adds to them.
std::vector<std::string> ReasonsOf(const std::function<void(BridgedWorld&)>& change) {
  BridgedWorld w;
  for (const int number : {1, 2}) {
    const std::string leaf = "leaf" + std::to_string(number);
    w.BridgedLeaf(leaf, number);
    w.Routed(leaf, "red", 50001, {"target:65000:50001"});
    w.Gateway(leaf).vrf = "red";
  }
  w.Spine({1, 2});
  w.Host("leaf1", "a", "10.10.0.11/24");
  change(w);
  std::vector<Gap> gaps;
  AddVxlanGaps(w.Build(), gaps);
  std::vector<std::string> reasons;
  for (const Gap& gap : gaps) reasons.emplace_back(gap.reason);
  return reasons;
}

bgp::BgpNeighbor NeighborAt(const std::string& address) {
  bgp::BgpNeighbor neighbor;
  neighbor.address = A(address);
  neighbor.remote_as = 64999;
  return neighbor;
}

TEST(VxlanGaps, HostsAndGatewaysLeaveNothingOpen) {
  EXPECT_THAT(ReasonsOf([](BridgedWorld&) {}), IsEmpty());
}

TEST(VxlanGaps, ProtocolsAndSessionsOverTunnelsDo) {
  EXPECT_THAT(ReasonsOf([](BridgedWorld& w) { w.Run("leaf1", "Vlan10", 0, 1); }),
              Contains("a routing protocol over VXLAN"));
  EXPECT_THAT(ReasonsOf([](BridgedWorld& w) { w.Run("leaf1", "Vlan10", 0, 1).passive = true; }), IsEmpty());
  EXPECT_THAT(ReasonsOf([](BridgedWorld& w) {
                w.BgpOf("leaf2", "red").neighbors.push_back(NeighborAt("10.10.0.11"));
              }),
              Contains("a BGP session over VXLAN"));
  EXPECT_THAT(ReasonsOf([](BridgedWorld& w) {
                w.BgpOf("leaf1", "red").neighbors.push_back(NeighborAt("10.10.0.11"));
              }),
              testing::Each("routes to hosts behind EVPN given to others"));
  EXPECT_THAT(ReasonsOf([](BridgedWorld& w) {
                for (model::Interface& one : w["leaf1"].device.interfaces) {
                  for (model::VirtualRouter& group : one.virtual_routers)
                    group.protocol = model::RedundancyProtocol::kHsrp;
                }
              }),
              Contains("first-hop redundancy over VXLAN"));
}

TEST(VxlanGaps, OneIdentifierForTwoVlansDoes) {
  EXPECT_THAT(ReasonsOf([](BridgedWorld& w) { w.CarryVlan("leaf1", 11, 10010, "target:65000:11"); }),
              testing::Each("one identifier of VXLAN for several VLANs or VRFs"));
}

TEST(VxlanGaps, ConditionsOfEvpnSessionsDo) {
  const auto with = [](model::RouteTerm term) {
    return ReasonsOf([&term](BridgedWorld& w) {
      w.Policy("m", "P", term);
      w["m"].bgp.vrfs[0].neighbors[0].families[0].export_chain.names = {"P"};
    });
  };
  model::RouteTerm term;
  EXPECT_THAT(with(term), IsEmpty());
  term.all_of.push_back({{{}}});
  EXPECT_THAT(with(term), Contains("conditions on members of a VLAN in EVPN"));
}

TEST(VxlanGaps, ATunnelEndKeepsTheInterfaceOfItsVlanUp) {
  for (const bool carried : {true, false}) {
    BridgedWorld w;
    w.BridgedLeaf("leaf1", 1);
    w.Gateway("leaf1");
    w.Host("leaf1", "a", "10.10.0.11/24");
    w.Spine({1});
    if (!carried) w["leaf1"].device.vxlan->segments.clear();
    const Network& network = w.Build();
    const model::NodeId leaf = network.FindNode("leaf1");
    const auto& device = network.nodes()[leaf.index()].config.device;
    const RoutingState state = w.WithoutNode("a");
    EXPECT_EQ(state.interface_up({leaf, model::FindInterface(device, "Vlan10")}), carried);
  }
}

}  // namespace
}  // namespace ringfence::routing
