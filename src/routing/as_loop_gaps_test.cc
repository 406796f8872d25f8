#include "routing/as_loop_gaps.h"

#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

/// Two systems with a session.
class AsLoopGaps : public testing::Test {
 protected:
  AsLoopGaps() { Number(65001, 65002); }

  void Number(bgp::AsNumber first, bgp::AsNumber second) {
    Speak("a", first, second);
    Speak("b", second, first);
  }
  bgp::BgpNeighbor& Neighbor(const char* node) { return w_[node].bgp.vrfs[0].neighbors[0]; }
  bgp::NeighborFamily& Family(const char* node) { return Neighbor(node).families[0]; }
  model::RouteAction& Action(const char* node, model::RouteActionKind kind) {
    model::RouteTerm& term = w_[node].policies.policies.emplace_back().terms.emplace_back();
    model::RouteAction& action = term.actions.emplace_back();
    action.kind = kind;
    return action;
  }
  std::size_t Count() {
    w_.Build();
    std::vector<Gap> gaps;
    AddAsLoopGaps(w_.network(), gaps);
    return gaps.size();
  }

  World w_;

 private:
  void Speak(const char* node, bgp::AsNumber own, bgp::AsNumber remote) {
    bgp::BgpConfig& config = w_[node].bgp;
    config.as = own;
    config.vrfs.assign(1, {});
    bgp::BgpNeighbor& neighbor = config.vrfs[0].neighbors.emplace_back();
    neighbor.remote_as = remote;
    neighbor.families.emplace_back();
  }
};

TEST_F(AsLoopGaps, PathsThatKeepTheirNumbersMakeNone) {
  Family("a").allow_own_as = 3;
  EXPECT_EQ(Count(), 0U);
}

TEST_F(AsLoopGaps, PrivateNumbersOfBothMayLeave) {
  Family("a").remove_private = bgp::RemovePrivate::kAll;
  EXPECT_EQ(Count(), 0U);  // a's own number stands before what it removes
  Family("b").remove_private = bgp::RemovePrivate::kIfAllPrivate;
  EXPECT_EQ(Count(), 2U);
}

TEST_F(AsLoopGaps, SystemsThatSendNothingBackNeedAThirdOne) {
  for (const char* node : {"a", "b"}) {
    Family(node).remove_private = bgp::RemovePrivate::kAll;
    Family(node).send_to_as_in_path = false;
  }
  EXPECT_EQ(Count(), 0U);
  w_["a"].bgp.vrfs[0].neighbors.push_back(Neighbor("a"));
  w_["a"].bgp.vrfs[0].neighbors[1].remote_as = 65003;
  EXPECT_EQ(Count(), 2U);
}

TEST_F(AsLoopGaps, APublicNumberStops) {
  Number(65001, 100);
  Family("a").remove_private = Family("b").remove_private = bgp::RemovePrivate::kAll;
  EXPECT_EQ(Count(), 0U);
}

TEST_F(AsLoopGaps, OverrideTakesOnlyTheNeighborsNumber) {
  Family("a").as_override = true;
  EXPECT_EQ(Count(), 0U);
  Family("b").as_override = true;
  EXPECT_EQ(Count(), 2U);
}

TEST_F(AsLoopGaps, PoliciesTakeTheNumbersTheyName) {
  Action("a", model::RouteActionKind::kAsPathRemove).numbers = {65001, 65002};
  EXPECT_EQ(Count(), 0U);
  Action("b", model::RouteActionKind::kAsPathReplaceOwn).numbers = {65001};
  EXPECT_EQ(Count(), 2U);
}

TEST_F(AsLoopGaps, APolicyThatWritesPathsTakesEveryNumber) {
  Action("a", model::RouteActionKind::kAsPathReplace);
  EXPECT_EQ(Count(), 0U);
  Action("b", model::RouteActionKind::kAsPathReplaceOwn);
  EXPECT_EQ(Count(), 2U);
}

TEST_F(AsLoopGaps, ASystemThatShowsTwoNumbersMissesOneOfThem) {
  Number(100, 65002);
  Neighbor("a").local_as = bgp::LocalAs{.as = 7, .replace_as = true};
  Neighbor("b").remote_as = 7;
  Family("a").as_override = true;
  EXPECT_EQ(Count(), 0U);
  bgp::BgpNeighbor third = Neighbor("a");  // where a shows its own number it does not look for 7
  third.local_as.reset();
  w_["a"].bgp.vrfs[0].neighbors.push_back(third);
  EXPECT_EQ(Count(), 2U);
}

TEST_F(AsLoopGaps, DefaultRoutesThatNeedOneBeginANewPath) {
  for (const char* node : {"a", "b"}) Family(node).default_originate_if_present = true;
  Family("a").default_originate = true;
  EXPECT_EQ(Count(), 0U);
  Family("b").default_originate = true;
  EXPECT_EQ(Count(), 2U);
}

TEST_F(AsLoopGaps, SessionsWithinASystemAreNone) {
  Number(65001, 65001);
  Family("a").remove_private = bgp::RemovePrivate::kAll;
  EXPECT_EQ(Count(), 0U);
}

}  // namespace
}  // namespace ringfence::routing
