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
    exposure::KnownOutcomes known;
    const std::vector<SingleCuts> found = FindSingleCuts(queries, evaluators, known);
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

TEST(SingleCuts, AreFoundAgainWithoutATrial) {
  const auto snapshot = Load(rules::Tiny());
  std::vector<CutQuery> queries;
  for (std::uint32_t unit = 0; unit < snapshot->world->failures.size(); ++unit)
    queries.push_back({model::FlowId(0), {unit}});
  exposure::Evaluators evaluators(*snapshot->engine, 1);
  exposure::KnownOutcomes known;
  const std::vector<SingleCuts> first = FindSingleCuts(queries, evaluators, known);
  const auto count = [&known] {
    std::size_t trials = 0;
    known.ForEach([&trials](const auto&, const auto&) { ++trials; });
    return trials;
  };
  const std::size_t trials = count();
  EXPECT_GT(trials, queries.size());
  const std::vector<SingleCuts> again = FindSingleCuts(queries, evaluators, known);
  EXPECT_EQ(count(), trials);
  for (std::size_t q = 0; q < queries.size(); ++q) {
    EXPECT_EQ(again[q].delivered, first[q].delivered);
    EXPECT_EQ(again[q].cut, first[q].cut);
  }
}

TEST(SingleCuts, NothingIsAsked) {
  const auto snapshot = Load(rules::Tiny());
  exposure::Evaluators evaluators(*snapshot->engine, 1);
  exposure::KnownOutcomes known;
  EXPECT_TRUE(FindSingleCuts({}, evaluators, known).empty());
}

}  // namespace
}  // namespace ringfence::study
