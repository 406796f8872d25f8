// Flexible algorithms, feature by feature: a - b - d and a - c - d, b cheaper than c by the IGP's metric. The
// expected ways are derived by hand from RFC 9350.
#include <gtest/gtest.h>

#include <string>

#include "routing/flex_testing.h"

namespace ringfence::routing {
namespace {

using sr::AlgorithmMetric;
using sr::SrIgp;

/// The square; all take part, d tells an algorithm without rules.
class Square : public FlexWorld {
 public:
  explicit Square(SrIgp igp) : FlexWorld(igp) {
    int number = 0;
    for (const char* name : {"a", "b", "c", "d"}) Router(name, ++number);
    Join("a", "b", 0, 10, 10);
    Join("b", "d", 0, 10, 10);
    Join("a", "c", 0, 10, 10);
    Join("c", "d", 0, 30, 30);
    Define("d");
  }
  /// StepOf at `at` towards d with all up.
  std::string From(const std::string& at) {
    Make();
    return StepOf(Nominal(), at, "d");
  }
};

class FlexTest : public testing::TestWithParam<SrIgp> {};
std::string IgpName(const testing::TestParamInfo<SrIgp>& one) {
  return one.param == SrIgp::kIsis ? "Isis" : "Ospf";
}
INSTANTIATE_TEST_SUITE_P(Both, FlexTest, testing::Values(SrIgp::kIsis, SrIgp::kOspf), IgpName);

TEST_P(FlexTest, WithoutRulesTheWayIsTheOneOfTheIgp) {
  Square net(GetParam());
  EXPECT_EQ(net.From("a"), "b");
  EXPECT_EQ(net.From("b"), "d^");
  EXPECT_EQ(net.From("d"), "ends");
}

TEST_P(FlexTest, EqualWaysAreAllTaken) {
  Square net(GetParam());
  net["a"].ospf.processes[0].interfaces[1].cost = 30;
  EXPECT_EQ(net.From("a"), "b c");
}

TEST(FlexIsis, WhichWaysARouterLeavesOutIsNotKnown) {
  Square net(SrIgp::kIsis);
  net["a"].ospf.processes[0].interfaces[1].cost = 30;
  net.Make();
  net["a"].isis.processes[0].max_paths = 1;
  EXPECT_EQ(net.From("a"), "?b ?c");
}

TEST_P(FlexTest, LinksWithAnExcludedGroupDoNotCount) {
  Square net(GetParam());
  net.Define("d").exclude_any = GroupsOf({3, 200});
  net.Colour("a", "b", 200);
  EXPECT_EQ(net.From("a"), "c");
}

TEST_P(FlexTest, SomeGroupOfAListIsEnoughOrAllAreNeeded) {
  for (const bool all : {false, true}) {
    Square net(GetParam());
    (all ? net.Define("d").include_all : net.Define("d").include_any) = GroupsOf({1, 2});
    for (const char* far : {"b", "c"}) {
      net.Colour("a", far, 1);
      net.Colour(far, "d", 1);
    }
    net.Colour("a", "c", 2);
    net.Colour("c", "d", 2);
    EXPECT_EQ(net.From("a"), all ? "c" : "b");
  }
}

TEST_P(FlexTest, LinksOfAnExcludedRiskGroupDoNotCount) {
  Square net(GetParam());
  net.Define("d").exclude_srlgs = {7, 9};
  net.Link("b", "d").srlgs = net.Link("d", "b").srlgs = {8, 9};
  EXPECT_EQ(net.From("a"), "c");
}

TEST_P(FlexTest, OtherMetricsMayDecideAndLinksWithoutOneDoNotCount) {
  for (const AlgorithmMetric metric : {AlgorithmMetric::kTe, AlgorithmMetric::kMinDelay}) {
    Square net(GetParam());
    net.Define("d").metric = metric;
    const auto set = [&](const std::string& a, const std::string& b, std::uint32_t value) {
      for (sr::AlgorithmLink* link : {&net.Link(a, b), &net.Link(b, a)})
        (metric == AlgorithmMetric::kTe ? link->te_metric : link->delay_us) = value;
    };
    set("a", "c", 1);
    set("c", "d", 1);
    EXPECT_EQ(net.From("a"), "c");
    set("a", "b", 1);
    set("b", "d", 2);
    EXPECT_EQ(net.From("a"), "c");
    set("c", "d", 3);
    EXPECT_EQ(net.From("a"), "b");
  }
}

TEST_P(FlexTest, OnlyRoutersThatTakePartAreOnTheWay) {
  Square net(GetParam());
  net["b"].sr.algorithms.clear();
  EXPECT_EQ(net.From("a"), "c");
  EXPECT_EQ(net.From("b"), "open") << "nobody sends it packets of the algorithm";
  net["b"].sr.algorithms.push_back({.number = 129, .told = {}, .span = {}});
  EXPECT_EQ(net.From("a"), "c");
}

TEST_P(FlexTest, WithoutADefinitionOrAnOwnerThatTakesPartThereIsNoWay) {
  Square net(GetParam());
  net["d"].sr.algorithms[0].told.reset();
  EXPECT_EQ(net.From("a"), "lost");
  Square other(GetParam());
  other.Define("b");
  other["d"].sr.algorithms.clear();
  EXPECT_EQ(other.From("a"), "lost");
}

TEST_P(FlexTest, TheGreatestPriorityCountsThenTheGreatestRouter) {
  Square net(GetParam());
  net.Colour("a", "b", 1);
  net.Colour("a", "c", 2);
  net.Define("b").exclude_any = GroupsOf({1});
  net.Define("c").exclude_any = GroupsOf({2});
  net["d"].sr.algorithms[0].told.reset();
  EXPECT_EQ(net.From("a"), "b") << "c is greater";
  net["b"].sr.algorithms[0].told->priority = 129;
  EXPECT_EQ(net.From("a"), "c");
}

TEST_P(FlexTest, WhatARouterToldThatHasFailedMayStillCount) {
  Square net(GetParam());
  net.Router("e", 5);
  net.Join("e", "a", 0, 10, 10);
  net.Define("e").priority = 200;
  net.Make();
  EXPECT_EQ(net.StepOf(net.WithoutNode("e"), "a", "d"), "b") << "it says the same";
  net["e"].sr.algorithms[0].told->exclude_any = GroupsOf({1});
  net.Make();
  EXPECT_EQ(net.StepOf(net.Nominal(), "a", "d"), "b");
  EXPECT_EQ(net.StepOf(net.WithoutNode("e"), "a", "d"), "open");
}

TEST_P(FlexTest, LinksThatFitInOneDirectionAloneAreNotComputed) {
  Square net(GetParam());
  net.Define("d").exclude_any = GroupsOf({1});
  net.Link("b", "a").groups.set(1);
  EXPECT_EQ(net.From("a"), "open");
  net.Link("a", "b").groups.set(1);
  EXPECT_EQ(net.From("a"), "c");
}

TEST_P(FlexTest, AfterAFailureTheAlgorithmFindsItsNextWayOrNone) {
  Square net(GetParam());
  net.Define("d").exclude_any = GroupsOf({1});
  net.Colour("c", "d", 1);
  net.Make();
  EXPECT_EQ(net.StepOf(net.WithoutLink("b--d"), "a", "d"), "lost") << "the other way is excluded";
  net.Define("d");
  net.Make();
  EXPECT_EQ(net.StepOf(net.WithoutLink("b--d"), "b", "d"), "a");
  EXPECT_EQ(net.StepOf(net.WithoutNode("b"), "a", "d"), "c");
}

TEST_P(FlexTest, ThePlaceOfTheLabelFollowsTheNextRoutersBlock) {
  Square net(GetParam());
  net["b"].sr.blocks = {{20000, 20003}};
  EXPECT_EQ(net.From("a"), "open") << "index 4 has no label there";
  net["b"].sr.blocks = {{20000, 20004}};
  EXPECT_EQ(net.From("a"), "b");
  net["d"].sr.sids[0].keeps_last = true;
  EXPECT_EQ(net.From("b"), "d");
}

TEST_P(FlexTest, TwoSidsOfOneLabelOrTwoOwnersAreNotComputed) {
  Square net(GetParam());
  net["c"].sr.sids.push_back({.prefix = P("192.0.2.3/32"), .value = 4});
  EXPECT_EQ(net.From("a"), "open");
  Square other(GetParam());
  other["c"].sr.sids.push_back({.prefix = P("192.0.2.4/32"), .algorithm = 128, .value = 4});
  EXPECT_EQ(other.From("a"), "open");
}

TEST_P(FlexTest, OpenLinesOfAnyRouterOfTheAreaMakeItDoubtful) {
  Square net(GetParam());
  net.Open("c");
  EXPECT_EQ(net.From("a"), "?b");
}

TEST(FlexIsis, OverloadedRoutersAreNotOnTheWay) {
  Square net(SrIgp::kIsis);
  net.Make();
  net["b"].isis.processes[0].overload = true;
  EXPECT_EQ(net.From("a"), "c");
  EXPECT_EQ(net.From("b"), "d^") << "its own packets may go";
  net["b"].isis.processes[0].overload = false;
  net["d"].isis.processes[0].overload = true;
  EXPECT_EQ(net.From("a"), "b") << "an end may be overloaded";
}

TEST(FlexIsis, LevelsAreComputedApart) {
  Square net(SrIgp::kIsis);
  net.Make();
  for (const char* name : {"a", "b", "c", "d"}) {
    isis::IsisProcess& process = net[name].isis.processes[0];
    process.levels = isis::kLevelBoth;
    for (isis::IsisInterface& interface : process.interfaces) {
      interface.levels = isis::kLevelBoth;
      interface.metric_level1 = interface.name == "b" ? 100 : 10;
    }
  }
  EXPECT_EQ(net.From("a"), "c") << "level 1 comes first";
  // Without a way at level 1 the one at level 2 may be that of d or of a router that passes its prefix on.
  for (isis::IsisInterface& interface : net["d"].isis.processes[0].interfaces)
    if (interface.name != "lo") interface.levels = isis::kLevel2;
  EXPECT_EQ(net.From("a"), "open");
  for (isis::IsisInterface& interface : net["d"].isis.processes[0].interfaces)
    interface.levels = isis::kLevel2;
  EXPECT_EQ(net.From("a"), "b") << "d tells its prefix at level 2 alone";
}

TEST(FlexOspf, OtherAreasAreNotComputed) {
  Square net(SrIgp::kOspf);
  for (const char* name : {"b", "c", "d"}) {
    for (ospf::OspfInterface& interface : net[name].ospf.processes[0].interfaces)
      if (interface.name == "d" || std::string_view(name) == "d") interface.area = 1;
    net.AreaOf(name, 1);
  }
  EXPECT_EQ(net.From("b"), "d^");
  EXPECT_EQ(net.From("a"), "lost") << "no definition in its area";
  net.Define("b");
  EXPECT_EQ(net.From("a"), "open");
}

}  // namespace
}  // namespace ringfence::routing
