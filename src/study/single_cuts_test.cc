#include "study/single_cuts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using exposure::FailureSet;

/// By trying every device and line system on top of what is banned.
SingleCuts Tried(const Snapshot& snapshot, const CutQuery& query) {
  exposure::Evaluator evaluator(*snapshot.engine);
  evaluator.Enter(query.banned);
  SingleCuts answer{evaluator.Evaluate(query.flow).delivered, {}};
  if (!answer.delivered) return answer;
  for (std::uint32_t unit = 0; unit < snapshot.world->failures.size(); ++unit) {
    if (!IsCutKind(snapshot.world->failures[unit].kind) || std::ranges::count(query.banned, unit) > 0)
      continue;
    FailureSet with = query.banned;
    with.insert(std::ranges::upper_bound(with, unit), unit);
    evaluator.Enter(with);
    if (!evaluator.Evaluate(query.flow).delivered)
      answer.cut.push_back(snapshot.world->failures[unit].element);
  }
  return answer;
}

TEST(SingleCuts, AreWhatTryingEachDeviceFinds) {
  const auto snapshot = Load(rules::Tiny());
  std::vector<CutQuery> queries;
  for (std::uint32_t flow = 0; flow < snapshot->policy.flows.size(); ++flow) {
    queries.push_back({model::FlowId(flow), {}});
    for (std::uint32_t unit = 0; unit < snapshot->world->failures.size(); ++unit)
      queries.push_back({model::FlowId(flow), {unit}});
  }
  for (const unsigned threads : {1U, 2U}) {
    exposure::Evaluators evaluators(*snapshot->engine, threads);
    const std::vector<SingleCuts> found = FindSingleCuts(queries, evaluators);
    ASSERT_EQ(found.size(), queries.size());
    std::size_t cuts = 0, stopped = 0;
    for (std::size_t q = 0; q < queries.size(); ++q) {
      const SingleCuts tried = Tried(*snapshot, queries[q]);
      EXPECT_EQ(found[q].delivered, tried.delivered) << q;
      EXPECT_EQ(found[q].cut, tried.cut) << q;
      cuts += tried.cut.size();
      stopped += tried.delivered ? 0 : 1;
    }
    EXPECT_GT(cuts, 0U);
    EXPECT_GT(stopped, 0U);
  }
}

TEST(SingleCuts, NothingIsAsked) {
  const auto snapshot = Load(rules::Tiny());
  exposure::Evaluators evaluators(*snapshot->engine, 1);
  EXPECT_TRUE(FindSingleCuts({}, evaluators).empty());
}

}  // namespace
}  // namespace ringfence::study
