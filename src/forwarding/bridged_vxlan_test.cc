// VLANs in VXLAN: a - leaf1 - m - leaf2 - b, all hosts in one subnet. Tables of members and ways of frames
// are derived by hand from RFC 8365 (section 5.1.3) and RFC 9135.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <random>

#include "forwarding/bridged_vxlan_testing.h"

namespace ringfence::forwarding {
namespace {

using routing::BridgedWorld;
using routing::CountOf;
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
                                                        "leaf2=leaf2 0", "leaf2>b", "m>leaf2"));
  EXPECT_FALSE(ambiguous);
}

TEST_F(BridgedVxlan, WithoutTheOtherEndAsAMemberNothingArrives) {
  w["leaf2"].device.vxlan->segments[0].export_targets.clear();
  EXPECT_THAT(Ways("a", "b", "10.10.0.12"), ElementsAre("a-leaf1", "leaf1:no-neighbor"));
}

TEST_F(BridgedVxlan, AFailureOfTheWayBelowIsAFailureOfTheWay) {
  w.Build();
  bool open = false;
  EXPECT_THAT(WaysOf(w.network(), w.WithoutLink("leaf2--m"), "a", "b", "10.10.0.12", open),
              ElementsAre("a-leaf1", "leaf1:no-neighbor"));
  EXPECT_FALSE(open);
}

TEST_F(BridgedVxlan, SilentHostsMayBeBehindEachMember) {
  w.BridgedLeaf("leaf3", 3);
  const auto ways = Ways("a", "m", "10.10.0.99");
  for (const char* end : {"a:leaves-network", "leaf2:leaves-network", "leaf3:leaves-network"})
    EXPECT_THAT(ways, Contains(end));
}

TEST_F(BridgedVxlan, WhereAFlowEndsIsThePlaceOfItsHost) {
  w.BridgedLeaf("leaf3", 3);
  EXPECT_THAT(Ways("a", "leaf2", "10.10.0.99"), ElementsAre("a-leaf1", "leaf1=leaf1 1", "leaf1>m",
                                                            "leaf2:delivered", "leaf2=leaf2 0", "m>leaf2"));
}

/// VLAN 20 with the host c is at leaf2, and the gateways of both VLANs where `leaves` says.
void AddRouting(BridgedWorld& w, const std::vector<std::string>& with_vlan20) {
  for (const std::string leaf : {"leaf1", "leaf2"}) {
    w.Routed(leaf, "red", 50001, {"target:65000:50001"});
    w.Gateway(leaf).vrf = "red";
  }
  for (const std::string& leaf : with_vlan20) {
    w.CarryVlan(leaf, 20, 10020, "target:65000:10020");
    w.Gateway(leaf, "10.20.0.1/24", 20).vrf = "red";
  }
  w.Host("leaf2", "c", "10.20.0.12/24", 20);
}

TEST_F(BridgedVxlan, PacketsAreRoutedAtTheFirstLeafAndBridgedFromThere) {
  AddRouting(w, {"leaf1", "leaf2"});
  EXPECT_THAT(Ways("a", "c", "10.20.0.12"), ElementsAre("a>leaf1", "c:delivered", "leaf1=leaf1 1", "leaf1>m",
                                                        "leaf2=leaf2 0", "leaf2>c", "m>leaf2"));
  EXPECT_FALSE(ambiguous);
  EXPECT_EQ(CountOf(w.diagnostics, base::DiagnosticKind::kAddressDuplicate), 0);
  EXPECT_EQ(CountOf(w.diagnostics, base::DiagnosticKind::kSubnetOverlap), 0);
}

TEST_F(BridgedVxlan, WithoutTheVlanTheVpnRoutesToItsLeaf) {
  AddRouting(w, {"leaf2"});
  EXPECT_THAT(Ways("a", "c", "10.20.0.12"), ElementsAre("a>leaf1", "c:delivered", "leaf1=leaf1 1", "leaf1>m",
                                                        "leaf2=leaf2 0", "leaf2>c", "m>leaf2"));
  EXPECT_FALSE(ambiguous);
}

TEST_F(BridgedVxlan, RoutesToHostsThatMayBeElsewhereAreDoubted) {
  w.BridgedLeaf("leaf3", 3);
  w.Routed("leaf3", "red", 50001, {"target:65000:50001"});
  AddRouting(w, {"leaf2", "leaf3"});
  const auto ways = Ways("a", "c", "10.20.0.12");
  EXPECT_THAT(ways, Contains("c:delivered"));
  EXPECT_TRUE(ambiguous);
}

TEST_F(BridgedVxlan, AListOfTheVlanInterfaceCountsByTheWayOfRouting) {
  AddRouting(w, {"leaf1", "leaf2"});
  model::Acl list;
  list.name = "all";
  list.lines.push_back({model::AclAction::kPermit, {}, {}});
  w["leaf1"].device.acls.push_back(list);
  for (model::Interface& interface : w["leaf1"].device.interfaces) {
    if (interface.name == "Vlan20") interface.acl_out4.name = "all";
  }
  EXPECT_THAT(Ways("a", "c", "10.20.0.12"), Contains("c:delivered"));
  EXPECT_TRUE(ambiguous);
}

TEST_F(BridgedVxlan, ALeafWithoutAGatewayUsesThatOfAnother) {
  w.Gateway("leaf2");
  w.CarryVlan("leaf2", 20, 10020, "target:65000:10020");
  w.Gateway("leaf2", "10.20.0.1/24", 20);
  w.Host("leaf2", "c", "10.20.0.12/24", 20);
  EXPECT_THAT(Ways("a", "c", "10.20.0.12"), ElementsAre("a-leaf1", "c:delivered", "leaf1=leaf1 1", "leaf1>m",
                                                        "leaf2=leaf2 0", "leaf2>c", "m>leaf2"));
  EXPECT_FALSE(ambiguous);
}

constexpr std::array<std::uint16_t, 2> kVlans = {10, 20};

/// The same hosts and gateways on leaves of a fabric, and on one switch.
class Twins {
 public:
  explicit Twins(unsigned seed) : random_(seed) {
    const int leaves = 2 + Draw(3);
    std::vector<int> numbers;
    for (int leaf = 1; leaf <= leaves; ++leaf) {
      const std::string name = "leaf" + std::to_string(leaf);
      costs_.push_back({1 + static_cast<std::uint32_t>(Draw(3)), 1 + static_cast<std::uint32_t>(Draw(3))});
      fabric.Leaf(name, leaf, costs_.back()[0]);
      fabric.Join(name, "n", 0, costs_.back()[1], costs_.back()[1]);
      fabric.Evpn(name, 9);
      fabric.Routed(name, "red", 50001, {"target:65000:50001"});
      numbers.push_back(leaf);
      for (const std::uint16_t vlan : kVlans) AddVlan(name, vlan);
      const int count = 1 + Draw(2);
      for (int host = 0; host < count; ++host) AddHost(name, kVlans[static_cast<std::size_t>(Draw(2))]);
    }
    fabric.Spine(numbers);
    for (const std::uint16_t vlan : kVlans)
      plain.Gateway("leaf1", "10." + std::to_string(vlan) + ".0.1/24", vlan);
  }
  /// Spines on cheapest ways between two leaves, from 1.
  std::vector<std::string> SpinesBetween(int a, int b) const {
    const auto sum = [&](std::size_t spine) {
      return costs_[static_cast<std::size_t>(a - 1)][spine] + costs_[static_cast<std::size_t>(b - 1)][spine];
    };
    std::vector<std::string> spines;
    if (sum(0) <= sum(1)) spines.push_back("m");
    if (sum(1) <= sum(0)) spines.push_back("n");
    return spines;
  }

  BridgedWorld fabric, plain;
  struct Host {
    std::string name, address;
    int leaf = 0;
  };
  std::vector<Host> hosts;

 private:
  int Draw(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  void AddVlan(const std::string& leaf, std::uint16_t vlan) {
    const std::uint32_t vni = 10000U + vlan;
    fabric.CarryVlan(leaf, vlan, vni, "target:65000:" + std::to_string(vni));
    fabric.Gateway(leaf, "10." + std::to_string(vlan) + ".0.1/24", vlan).vrf = "red";
  }
  void AddHost(const std::string& leaf, std::uint16_t vlan) {
    const std::string number = std::to_string(hosts.size() + 11);
    Host host{"h" + number, "10." + std::to_string(vlan) + ".0." + number, leaf.back() - '0'};
    fabric.Host(leaf, host.name, host.address + "/24", vlan);
    plain.Host("leaf1", host.name, host.address + "/24", vlan);
    hosts.push_back(host);
  }

  std::mt19937 random_;
  std::vector<std::array<std::uint32_t, 2>> costs_;
};

std::vector<std::string> EndsOf(const std::vector<std::string>& ways) {
  std::vector<std::string> ends;
  std::ranges::copy_if(ways, std::back_inserter(ends),
                       [](const std::string& way) { return way.find(':') != std::string::npos; });
  return ends;
}

TEST(BridgedVxlanTwin, AFabricEndsPacketsWhereOneSwitchDoesAndItsTunnelsTakeTheCheapestWay) {
  int tunnels = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    Twins twins(seed);
    const routing::Network& fabric = twins.fabric.Build();
    const routing::Network& plain = twins.plain.Build();
    for (const Twins::Host& a : twins.hosts) {
      for (const Twins::Host& b : twins.hosts) {
        if (a.name == b.name) continue;
        bool doubt = false;
        const auto ways = WaysOf(fabric, twins.fabric.Nominal(), a.name, b.name, b.address, doubt);
        const auto expected = WaysOf(plain, twins.plain.Nominal(), a.name, b.name, b.address, doubt);
        EXPECT_EQ(EndsOf(ways), EndsOf(expected)) << seed << " " << a.name << " " << b.name;
        EXPECT_FALSE(doubt) << seed;
        std::vector<std::string> spines;
        for (const std::string spine : {"m", "n"}) {
          if (std::ranges::count(ways, "leaf" + std::to_string(a.leaf) + ">" + spine) > 0)
            spines.push_back(spine);
        }
        EXPECT_EQ(spines, a.leaf == b.leaf ? std::vector<std::string>() : twins.SpinesBetween(a.leaf, b.leaf))
            << seed << " " << a.name << " " << b.name;
        tunnels += spines.empty() ? 0 : 1;
      }
    }
  }
  EXPECT_GT(tunnels, 100);
}

}  // namespace
}  // namespace ringfence::forwarding
