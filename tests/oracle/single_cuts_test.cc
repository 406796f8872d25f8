// Who alone stops a flow once some routers are gone, in made networks: what the study finds, against every
// set from nothing.

#include "study/single_cuts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/sort_unique.h"
#include "routing/twin_seeds_testing.h"
#include "study/snapshot.h"
#include "workload/dice.h"
#include "workload/generate.h"

namespace ringfence::study {
namespace {

using exposure::FailureSet;
using workload::Dice;

void MakeNetwork(Dice& dice, base::MemoryFiles& files) {
  workload::Request request;
  request.shape = "wan";
  request.style = dice.OneIn(2) ? "ospf-ibgp-rr" : dice.OneIn(2) ? "ebgp" : "isis-l3vpn";
  request.random_policies = request.style == "ebgp" && dice.OneIn(2);
  request.nodes = 6 + dice.Below(8);
  request.seed = dice.Below(1'000'000);
  request.announcements = 2;
  request.questions.flows = 5;
  const auto made = workload::Generate(
      request, [&](const std::string& path, const std::string& text) -> base::Result<std::size_t> {
        files.Add("net/" + path, text);
        return text.size();
      });
  ASSERT_TRUE(made.has_value());
}

std::vector<CutQuery> Queries(Dice& dice, const Snapshot& snapshot) {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t unit = 0; unit < snapshot.world->failures.size(); ++unit) {
    if (IsCutKind(snapshot.world->failures[unit].kind)) nodes.push_back(unit);
  }
  std::vector<CutQuery> queries;
  for (int group = 0; group < 3; ++group) {
    FailureSet banned;
    for (std::uint32_t i = dice.Below(4); i > 0; --i)
      banned.push_back(nodes[dice.Below(static_cast<std::uint32_t>(nodes.size()))]);
    base::SortUnique(banned);
    for (std::size_t flow = 0; flow < snapshot.policy.flows.size(); ++flow)
      queries.push_back({model::FlowId(flow), banned});
  }
  return queries;
}

/// Each set by an evaluator of its own.
SingleCuts Tried(const Snapshot& snapshot, const CutQuery& query) {
  const auto delivers = [&](const FailureSet& failed) {
    exposure::Evaluator evaluator(*snapshot.engine);
    evaluator.Enter(failed);
    return evaluator.Evaluate(query.flow).delivered;
  };
  SingleCuts answer{delivers(query.banned), {}};
  for (std::uint32_t unit = 0; answer.delivered && unit < snapshot.world->failures.size(); ++unit) {
    if (!IsCutKind(snapshot.world->failures[unit].kind) || std::ranges::count(query.banned, unit) > 0)
      continue;
    FailureSet with = query.banned;
    with.insert(std::ranges::upper_bound(with, unit), unit);
    if (!delivers(with)) answer.cut.push_back(snapshot.world->failures[unit].element);
  }
  return answer;
}

TEST(SingleCutsTwin, OnTopOfWhatIsBannedEverySetFromNothingSaysTheSame) {
  std::size_t cuts = 0, stopped = 0;
  const std::uint32_t first = routing::FirstSeed();
  for (std::uint32_t seed = first; seed < first + routing::Seeds(12); ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed);
    base::MemoryFiles files;
    ASSERT_NO_FATAL_FAILURE(MakeNetwork(dice, files));
    const auto snapshot = LoadSnapshot(files, "net");
    ASSERT_TRUE(snapshot.has_value() && (*snapshot)->engine != nullptr);
    const std::vector<CutQuery> queries = Queries(dice, **snapshot);
    exposure::Evaluators evaluators(*(*snapshot)->engine, 1 + dice.Below(2));
    exposure::KnownOutcomes known;
    const std::vector<SingleCuts> found = FindSingleCuts(queries, evaluators, known);
    for (std::size_t q = 0; q < queries.size(); ++q) {
      const SingleCuts tried = Tried(**snapshot, queries[q]);
      ASSERT_EQ(found[q].delivered, tried.delivered) << q;
      ASSERT_EQ(found[q].cut, tried.cut) << q;
      cuts += queries[q].banned.empty() ? 0 : tried.cut.size();
      stopped += tried.delivered ? 0 : 1;
    }
  }
  // Else nothing was compared.
  EXPECT_GT(cuts, 20U);
  EXPECT_GT(stopped, 0U);
}

}  // namespace
}  // namespace ringfence::study
