// VLANs in VXLAN: a - leaf1 - m - leaf2 - b, all hosts in one subnet. Tables of members and ways of frames are
// derived by hand from RFC 8365 (section 5.1.3) and RFC 9135.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forwarding/bridged_vxlan_testing.h"

namespace ringfence::forwarding {
namespace {

using testing::Contains;
using testing::ElementsAre;

class BridgedVxlan : public testing::Test {
 protected:
  BridgedVxlan() {
    w.BridgedLeaf("leaf1", 1);
    w.BridgedLeaf("leaf2", 2);
    w.Spine({1, 2, 3});
    w.Host("leaf1", "a", "10.10.0.11/24");
    w.Host("leaf2", "b", "10.10.0.12/24");
    // The underlay is cabled too: what no cable names would be joined by its subnets.
  }
  std::vector<std::string> Ways(const std::string& from, const std::string& to, const std::string& address) {
    w.Build();
    ambiguous = false;
    return WaysOf(w.network(), w.Nominal(), from, to, address, ambiguous);
  }
  std::string MembersAt(const std::string& leaf, int end, const routing::RoutingState& state) {
    return w.ShowVrf(state, leaf, model::MembersTable(BridgedWorld::kVni),
                     routing::EvpnWorld::TunnelEndOf(end) + "/32");
  }

  BridgedWorld w;
  bool ambiguous = false;
};

TEST_F(BridgedVxlan, MembersFollowSessionsAndTargets) {
  w.BridgedLeaf("leaf3", 3);
  w["leaf3"].device.vxlan->segments[0].import_targets = {"target:65000:9"};
  w.Build();
  const routing::RoutingState state = w.Nominal();
  EXPECT_EQ(MembersAt("leaf1", 2, state), "evpn 200/0 via ?[198.51.100.2]");
  EXPECT_EQ(MembersAt("leaf1", 3, state), "evpn 200/0 via ?[198.51.100.3]");
  EXPECT_EQ(MembersAt("leaf1", 1, state), "-") << "its own";
  EXPECT_EQ(MembersAt("leaf3", 1, state), "-") << "another target";
  EXPECT_EQ(MembersAt("leaf1", 2, w.WithoutNode("m")), "-") << "without the reflector";
}

TEST_F(BridgedVxlan, TargetsOfPrefixesAndOfMembersDoNotMeet) {
  for (const char* leaf : {"leaf1", "leaf2"}) w.Routed(leaf, "red", 50001, {"target:65000:10010"});
  w.Own("leaf2", "red", "203.0.113.0/24");
  w.Build();
  const routing::RoutingState state = w.Nominal();
  EXPECT_EQ(w.ShowVrf(state, "leaf1", "red", "198.51.100.2/32"), "-");
  EXPECT_EQ(w.ShowVrf(state, "leaf1", "vni 10010", "203.0.113.0/24"), "-");
  EXPECT_EQ(w.ShowVrf(state, "leaf1", "red", "203.0.113.0/24"), "evpn 200/0 via ?[198.51.100.2]");
}

TEST_F(BridgedVxlan, FramesCrossTheNetworkBelowInATunnel) {
  EXPECT_THAT(Ways("a", "b", "10.10.0.12"), ElementsAre("a-leaf1", "b:delivered", "leaf1=leaf1 1", "leaf1>m",
                                                        "leaf2-b", "leaf2=leaf2 0", "m>leaf2"));
  EXPECT_FALSE(ambiguous);
}

TEST_F(BridgedVxlan, WithoutTheOtherEndAsAMemberNothingArrives) {
  w["leaf2"].device.vxlan->segments[0].export_targets.clear();
  EXPECT_THAT(Ways("a", "b", "10.10.0.12"), ElementsAre("a-leaf1", "leaf1:no-neighbor"));
}

}  // namespace
}  // namespace ringfence::forwarding
