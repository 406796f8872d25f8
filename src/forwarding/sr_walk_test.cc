// Walks of packets with SIDs: pe1 - m - pe2 as in the tests of LDP, with segment routing in its place, over
// IS-IS and over OSPF. The stacks are derived by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "forwarding/label_walk_testing.h"
#include "routing/isis_world_testing.h"

namespace ringfence::forwarding {
namespace {

using routing::sr::SrIgp;
using testing::ElementsAre;

class SrWalk : public LabelWalk {
 public:
  explicit SrWalk(SrIgp igp) : igp_(igp) {
    int number = 0;
    for (const char* node : {"pe1", "pe2", "m"}) {
      ++number;
      net[node].ldp = {};
      if (igp == SrIgp::kIsis) routing::TurnToIsis(net[node], number);
      routing::sr::SrConfig& sr = net[node].sr;
      sr.enabled = true;
      sr.igp = igp;
      sr.process = igp == SrIgp::kIsis ? "X" : "1";
      sr.blocks = {{16000, 16099}};
      sr.skips_other_routers = true;
    }
    Sid("pe1", "192.0.2.1", 1);
    Sid("pe2", "192.0.2.2", 2);
  }
  routing::sr::PrefixSid& Sid(const std::string& node, const std::string& address, std::uint32_t index) {
    auto& sids = net[node].sr.sids;
    sids.push_back({.prefix = routing::P(address + "/32"), .value = index});
    return sids.back();
  }
  /// LDP beside segment routing.
  void RunLdpToo() {
    for (const char* node : {"pe1", "m", "pe2"}) RunLdp(node);
  }

 private:
  SrIgp igp_;
};

class SrWalkTest : public testing::TestWithParam<SrIgp> {};
std::string IgpName(const testing::TestParamInfo<SrIgp>& one) {
  return one.param == SrIgp::kIsis ? "Isis" : "Ospf";
}
INSTANTIATE_TEST_SUITE_P(Both, SrWalkTest, testing::Values(SrIgp::kIsis, SrIgp::kOspf), IgpName);

constexpr const char* kVpnLabel = "route 10.2.0.0/24 in table red of pe2";

std::string OuterAndVpn(const std::string& hop) { return hop + " [SID 192.0.2.2/32 | " + kVpnLabel + "]"; }

TEST_P(SrWalkTest, TheRouterBeforeTheOwnerTakesTheLabelOff) {
  SrWalk walk(GetParam());
  EXPECT_THAT(walk.Story(kSite2),
              ElementsAre(OuterAndVpn("pe1>m"), "m>pe2 [" + std::string(kVpnLabel) + "]", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST_P(SrWalkTest, TheOwnerMayKeepTheLastLabel) {
  for (const bool null : {false, true}) {
    SrWalk walk(GetParam());
    (null ? walk.net["pe2"].sr.sids[0].explicit_null : walk.net["pe2"].sr.sids[0].keeps_last) = true;
    EXPECT_THAT(walk.Story(kSite2), ElementsAre(OuterAndVpn("pe1>m"), OuterAndVpn("m>pe2"), "pe2:delivered"));
    EXPECT_FALSE(walk.ambiguous);
  }
}

TEST_P(SrWalkTest, BlocksMayDiffer) {
  SrWalk walk(GetParam());
  walk.net["m"].sr.blocks = {{20000, 20001}, {30000, 30000}};  // the label of index 2 is 30000
  EXPECT_THAT(walk.Story(kSite2),
              ElementsAre(OuterAndVpn("pe1>m"), "m>pe2 [" + std::string(kVpnLabel) + "]", "pe2:delivered"));
}

TEST_P(SrWalkTest, WithoutALabelOfTheNextRouterTheOthersAreLost) {
  for (const int why : {0, 1, 2, 3}) {
    SrWalk walk(GetParam());
    if (why == 0) walk.net["m"].sr.enabled = false;
    if (why == 1) walk.net["m"].sr.blocks = {{16000, 16001}};  // no room for index 2
    if (why == 2) walk.net["pe2"].sr.sids.clear();
    if (why == 3) walk.net["pe2"].sr.sids[0].one_label = true;  // m alone may use it, and does not ask
    EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1:no-label")) << why;
    EXPECT_FALSE(walk.ambiguous) << why;
    walk.net["pe1"].sr.sends_bare = true;
    EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1>m [" + std::string(kVpnLabel) + "]", "m:no-label"))
        << why;
  }
}

TEST_P(SrWalkTest, APacketWithALabelIsLostOrNotComputedWhereTheWayEnds) {
  SrWalk walk(GetParam());
  walk.net["pe2"].sr.blocks = {{16000, 16000}};
  EXPECT_THAT(walk.Story(kSite2), ElementsAre(OuterAndVpn("pe1>m"), "m:no-label"));
  EXPECT_FALSE(walk.ambiguous);
  walk.net["m"].sr.skips_other_routers = false;
  EXPECT_EQ(walk.Story(kSite2).back(), "m:no-label");
  EXPECT_TRUE(walk.ambiguous);
}

TEST_P(SrWalkTest, WhatASystemDoesWithoutALabelIsNotKnownOfAll) {
  SrWalk walk(GetParam());
  walk.net["m"].sr.enabled = false;
  walk.net["pe1"].sr.skips_other_routers = false;
  EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1:no-label"));
  EXPECT_TRUE(walk.ambiguous);
}

TEST_P(SrWalkTest, RoutesOfOtherProtocolsHaveNoSids) {
  SrWalk walk(GetParam());
  walk.net.Static("m", "192.0.2.2/32", "10.0.1.0");
  EXPECT_EQ(walk.Story(kSite2).back(), "m:no-label");
  EXPECT_TRUE(walk.ambiguous) << "the SID follows the IGP, whose way is not the table's";
}

TEST_P(SrWalkTest, ALabelThatMeansTwoSidsIsNotComputed) {
  SrWalk walk(GetParam());
  walk.Sid("m", "192.0.2.9", 2);
  EXPECT_EQ(walk.Story(kSite2).back(), "pe1:no-label");
  EXPECT_TRUE(walk.ambiguous);
}

TEST_P(SrWalkTest, OrdinaryPacketsFollowTheLabelsToo) {
  SrWalk walk(GetParam());
  walk.net.Port("pe1", "hosts", "10.8.0.1/24");
  EXPECT_THAT(walk.Story("192.0.2.2/32", "hosts"),
              ElementsAre("pe1>m [SID 192.0.2.2/32]", "m>pe2", "pe2:delivered"));
  for (const char* node : {"pe1", "m", "pe2"}) walk.net[node].sr.carries_igp = false;
  EXPECT_THAT(walk.Story("192.0.2.2/32", "hosts"), ElementsAre("pe1>m", "m>pe2", "pe2:delivered"));
}

TEST_P(SrWalkTest, BesideLdpTheSystemDecides) {
  using routing::sr::OverLdp;
  SrWalk walk(GetParam());
  walk.RunLdpToo();
  walk.net["pe1"].sr.over_ldp = OverLdp::kYes;
  EXPECT_EQ(walk.Story(kSite2).front(), OuterAndVpn("pe1>m"));
  EXPECT_FALSE(walk.ambiguous);
  walk.net["pe1"].sr.over_ldp = OverLdp::kNo;
  EXPECT_EQ(walk.Story(kSite2).front(), "pe1>m [to 192.0.2.2/32 | " + std::string(kVpnLabel) + "]");
  EXPECT_FALSE(walk.ambiguous);
  walk.net["pe1"].sr.over_ldp = OverLdp::kOpen;
  EXPECT_EQ(walk.Story(kSite2).back(), "pe2:delivered");
  EXPECT_TRUE(walk.ambiguous);
  walk.net["pe2"].sr.sids.clear();
  EXPECT_EQ(walk.Story(kSite2).front(), "pe1>m [to 192.0.2.2/32 | " + std::string(kVpnLabel) + "]");
  EXPECT_FALSE(walk.ambiguous) << "LDP alone";
}

TEST_P(SrWalkTest, OpenLinesOfTheOwnerMayGiveASid) {
  SrWalk walk(GetParam());
  walk.net["pe2"].sr.sids.clear();
  EXPECT_EQ(walk.Story(kSite2).back(), "pe1:no-label");
  EXPECT_FALSE(walk.ambiguous);
  walk.net.Open("pe2");
  EXPECT_EQ(walk.Story(kSite2).back(), "pe1:no-label");
  EXPECT_TRUE(walk.ambiguous);
}

TEST(SrWalkOspf, SidsOfOtherAreasAreNotComputed) {
  SrWalk walk(SrIgp::kOspf);
  for (const char* node : {"m", "pe2"}) {
    for (auto& interface : walk.net[node].ospf.processes[0].interfaces) {
      if (interface.name == "pe2" || std::string(node) == "pe2") interface.area = 1;
    }
    walk.net.AreaOf(node, 1);
  }
  EXPECT_EQ(walk.Story(kSite2).back(), "pe1:no-label");
  EXPECT_TRUE(walk.ambiguous);
}

TEST(SrWalkDemand, VpnRoutesNeedASidWhereTheSystemSaysSo) {
  for (const bool told : {true, false}) {
    SrWalk walk(SrIgp::kIsis);
    if (!told) walk.net["pe2"].sr.sids.clear();
    walk.net.BgpOf("pe1", "").families[0].demands_label = true;
    const std::vector<std::string> story = walk.Story(kSite2);
    EXPECT_EQ(story.back(), told ? "pe2:delivered" : "pe1:no-route");
    EXPECT_FALSE(walk.ambiguous);
  }
}

}  // namespace
}  // namespace ringfence::forwarding
