#include "routing/feedback_gaps.h"

#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

/// Two borders between OSPF and BGP; `back` of them give BGP's routes back to OSPF.
std::size_t GapsOfBorders(int back, bool exports = false) {
  World w;
  w.Join("a", "b", 0, 1, 1);
  int border = 0;
  for (const char* name : {"a", "b"}) {
    bgp::BgpVrf& vrf = w[name].bgp.vrfs.emplace_back();
    bgp::BgpFamilyConfig& family = vrf.families.emplace_back();
    family.exports_from_table = exports;
    if (!exports) family.redistributions.push_back({.source = model::RouteSource::kOspf});
    family.redistributions.push_back({.source = model::RouteSource::kConnected});
    if (border++ >= back) continue;
    ospf::Redistribution redistribution;
    redistribution.source = model::RouteSource::kBgp;
    w[name].ospf.processes[0].redistributions.push_back(redistribution);
  }
  w.Build();
  std::vector<Gap> gaps;
  AddFeedbackGaps(w.network(), gaps);
  return gaps.size();
}

TEST(FeedbackGaps, OneWayIsNoCircle) { EXPECT_EQ(GapsOfBorders(0), 0U); }

TEST(FeedbackGaps, ACircleOverTwoBordersNamesEveryStatementOnIt) {
  EXPECT_EQ(GapsOfBorders(1), 3U);
  EXPECT_EQ(GapsOfBorders(2), 4U);
  EXPECT_EQ(GapsOfBorders(1, true), 3U);
}

TEST(FeedbackGaps, ASingleBorderDoesNotHearItsOwnRoutes) {
  World w;
  w.Join("a", "b", 0, 1, 1);
  ospf::Redistribution redistribution;
  redistribution.source = model::RouteSource::kEigrp;
  w["a"].ospf.processes[0].redistributions.push_back(redistribution);
  eigrp::EigrpProcess& process = w["a"].eigrp.processes.emplace_back();
  process.redistributions.push_back({.source = model::RouteSource::kOspf});
  w.Build();
  std::vector<Gap> gaps;
  AddFeedbackGaps(w.network(), gaps);
  EXPECT_TRUE(gaps.empty());
}

TEST(FeedbackGaps, LeakingBetweenLevelsIsNoRedistribution) {
  World w;
  w.Join("a", "b", 0, 1, 1);
  for (const char* name : {"a", "b"}) {
    isis::IsisRedistribution leak;
    leak.source = model::RouteSource::kIsis;
    leak.from_level = isis::kLevel2;
    w[name].isis.processes.emplace_back().redistributions.push_back(leak);
  }
  w.Build();
  std::vector<Gap> gaps;
  AddFeedbackGaps(w.network(), gaps);
  EXPECT_TRUE(gaps.empty());
}

}  // namespace
}  // namespace ringfence::routing
