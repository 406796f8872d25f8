#include "forwarding/update_judge.h"

#include <gtest/gtest.h>

#include "forwarding/update_twin_testing.h"

namespace ringfence::forwarding::updates {
namespace {

constexpr std::size_t kRouters = 3;

/// Everything a router can do among three: any set of next hops, with or without a way out.
ActionTable AllActions() {
  ActionTable actions;
  for (std::uint32_t set = 0; set < 1U << kRouters; ++set) {
    for (const bool has_port : {false, true}) {
      Action action;
      for (std::size_t i = 0; i < kRouters; ++i) {
        if (((set >> i) & 1U) != 0) action.routers.emplace_back(i);
      }
      if (has_port) action.ports.push_back(7);
      actions.Add(action);
    }
  }
  return actions;
}

TEST(RowJudge, AgreesWithTheTwinOnAllRowsOfThreeRouters) {
  const ActionTable actions = AllActions();
  ASSERT_EQ(actions.size(), 17U);
  const std::vector<std::uint8_t> parties{0, 5, 59};
  RowJudge judge(actions, parties);
  std::vector<ActionId> row(kRouters);
  std::vector<Outcome> outcomes(kRouters);
  std::size_t looping = 0;
  for (std::size_t number = 0; number < 17 * 17 * 17; ++number) {
    row = {ActionId(number % 17), ActionId(number / 17 % 17), ActionId(number / 289)};
    judge.Judge(row, outcomes);
    ASSERT_EQ(outcomes, TwinOutcomes(row, actions, parties)) << number;
    looping += (outcomes[0].bits & Outcome::kLoops) != 0 ? 1 : 0;
  }
  EXPECT_GT(looping, 1000U);
}

TEST(RowJudge, ALongChainIsNoDeepCall) {
  constexpr std::uint32_t kLength = 60000;
  ActionTable actions;
  std::vector<ActionId> row;
  for (std::uint32_t i = 0; i + 1 < kLength; ++i)
    row.push_back(actions.Add({.routers = {RouterId(i + 1)}, .ports = {}}));
  row.push_back(actions.Add({.routers = {}, .ports = {1}}));
  std::vector<std::uint8_t> parties(kLength, 0);
  parties.back() = 1;
  RowJudge judge(actions, parties);
  std::vector<Outcome> outcomes(kLength);
  judge.Judge(row, outcomes);
  EXPECT_TRUE(outcomes[0].SurelyDelivered());
  EXPECT_EQ(outcomes[0].parties(), 3U);
  row.back() = actions.Add({.routers = {RouterId(0)}, .ports = {}});
  judge.Judge(row, outcomes);
  EXPECT_EQ(outcomes[kLength / 2].ends(), Outcome::kLoops);
  EXPECT_EQ(outcomes[kLength - 1].parties(), 3U);
}

TEST(ActionTable, SaysEachActionOnceAndHowItEnds) {
  ActionTable actions;
  const ActionId both = actions.Add({.routers = {RouterId(2), RouterId(1), RouterId(2)}, .ports = {}});
  EXPECT_EQ(both, actions.Add({.routers = {RouterId(1), RouterId(2)}, .ports = {}}));
  EXPECT_EQ(actions.RoutersOf(both).size(), 2U);
  EXPECT_EQ(actions.EndsOf(both), 0U);
  EXPECT_EQ(actions.EndsOf(ActionTable::kNoRule), Outcome::kUnrouted);
  EXPECT_EQ(actions.EndsOf(actions.Add({})), Outcome::kDropped);
  const ActionId out = actions.Add({.routers = {}, .ports = {1}});
  EXPECT_EQ(actions.EndsOf(out), Outcome::kDelivered);
  EXPECT_NE(out, actions.Add({.routers = {}, .ports = {2}}));
}

}  // namespace
}  // namespace ringfence::forwarding::updates
