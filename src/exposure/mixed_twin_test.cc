// The search over failure sets against the definition of its answer, on random networks of several AS and
// protocols. The definition: each set by itself, with a fresh memory, every other set with whole tables.
//
// An equality that holds of nothing says nothing: so it is counted how often the search had certificates,
// spared evaluations or fell back to every set, and how often failures changed what flows do.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "exposure/audit.h"
#include "exposure/random_mixed_testing.h"
#include "exposure/sweep.h"
#include "routing/twin_seeds_testing.h"

namespace ringfence::exposure {
namespace {

/// What was compared.
struct Tally {
  std::size_t networks = 0, known = 0;          ///< known: there were certificates
  std::size_t sets = 0, compared = 0;           ///< compared: outcomes
  std::size_t asked_known = 0, visited = 0;     ///< outcomes asked for, evaluations made, where known
  std::size_t spared_flows = 0, all_flows = 0;  ///< flows that the search spared a set, or none, where known
  std::size_t delivered = 0, changed = 0,
              doubtful = 0;   ///< outcomes: of flows that arrive, of sets that matter
  std::size_t unsettled = 0;  ///< outcomes that differ, of states that never rest
  std::size_t restless = 0;   ///< outcomes of states that never rest
  std::size_t different = 0;  ///< networks with a difference
};

/// A network and what is asked about it.
struct MixedCase {
  std::uint32_t seed = 0, failures_max = 1;
  routing::MixedNetwork::Shape shape;
};

/// Plain networks are those that certificates speak of. Circles take long, so they are small and few.
MixedCase MixedCaseOf(std::uint32_t seed) {
  MixedCase one{.seed = seed, .failures_max = seed % 20 == 0 ? 3U : seed % 4 == 1 ? 2U : 1U};
  one.shape.plain = seed % 5 < 2;
  one.shape.circles = seed % 10 == 3;
  if (one.shape.circles) one.failures_max = 1;
  one.shape.routers_max = one.shape.circles ? 5 : one.failures_max == 3 ? 4 : one.failures_max == 2 ? 6 : 7;
  return one;
}

std::string UnitWords(const World& world, const FailureSet& failed) {
  std::string text;
  for (const std::uint32_t unit : failed) text += " " + world.failures[unit].Label();
  return text;
}

/// What there is to see of an outcome at once.
std::string OutcomeWords(const Snapshot& snapshot, const FlowOutcome& outcome) {
  std::string text = outcome.delivered_all ? "arrives by"
                     : outcome.delivered   ? "arrives in part by"
                                           : "is lost on";
  for (const std::string& name : snapshot.Names(outcome.path)) text += " " + name;
  for (const Doubt& doubt : outcome.doubts)
    text += ", doubt " + std::to_string(static_cast<int>(doubt.kind)) + " at node " +
            std::to_string(doubt.node.value);
  return text;
}

class MixedComparison {
 public:
  MixedComparison(const MixedCase& one, Tally& tally)
      : tally_(tally), case_(one), dice_(one.seed), snapshot_(dice_, one.shape), engine_(snapshot_.world) {
    if (dice_.OneIn(2)) steer_ = Steer::kComplete;
    query_.kinds = {FailureKind::kLink, FailureKind::kNode};
    if (dice_.OneIn(2)) query_.kinds.push_back(FailureKind::kLineSystem);
    if (dice_.OneIn(3)) query_.kinds.push_back(FailureKind::kCircuit);
    for (std::uint32_t f = 0; f < MixedSnapshot::kFlows; ++f)
      query_.flows.push_back({model::FlowId(f), f == 0 ? one.failures_max - 1 : one.failures_max});
  }

  /// The first difference; "" when there is none.
  std::string Run() {
    Evaluators evaluators(engine_, 1, steer_);
    const Sweep found = RunSweep(query_, evaluators, {});
    CountVisits(found);
    const model::FlowId last = query_.flows.back().flow;
    std::vector<FailureSet> sets;
    found.ForEachSet(last, [&sets](const FailureSet& failed, const FlowOutcome&) { sets.push_back(failed); });
    EXPECT_EQ(sets.size(), found.sets_covered());
    ++tally_.networks;
    tally_.sets += sets.size();
    for (std::size_t set = 0; set < sets.size(); ++set) {
      const std::string difference = CompareSet(found, sets[set], set % 2 == 0);
      if (difference.empty()) continue;
      ++tally_.different;
      return difference;
    }
    return "";
  }

 private:
  std::string CompareSet(const Sweep& found, const FailureSet& failed, bool whole) {
    Evaluator fresh(engine_, steer_);
    if (whole) fresh.MakeWholeTables();
    fresh.Enter(failed);
    for (const FlowNeed& need : query_.flows) {
      if (failed.size() > need.failures_max) continue;
      const FlowOutcome expected = fresh.Evaluate(need.flow);
      const FlowOutcome& said = found.OutcomeOf(failed, need.flow);
      ++tally_.compared;
      tally_.delivered += expected.delivered ? 1 : 0;
      tally_.doubtful += expected.doubts.empty() ? 0 : 1;
      tally_.restless += std::ranges::count(expected.doubts, Doubt::Kind::kUnsettled, &Doubt::kind) > 0;
      tally_.changed += expected == found.OutcomeOf({}, need.flow) ? 0 : 1;
      if (expected == said) continue;
      if (!SaysTheSame(expected, said)) {
        return "seed " + std::to_string(case_.seed) + " flow " + std::to_string(need.flow.value) + " under" +
               UnitWords(snapshot_.world, failed) + (engine_.failures().known() ? " (certificates)" : "") +
               (whole ? " (whole tables)" : "") + ": the search says it " + OutcomeWords(snapshot_, said) +
               "; alone it " + OutcomeWords(snapshot_, expected);
      }
      ++tally_.unsettled;
    }
    return "";
  }

  void CountVisits(const Sweep& found) {
    if (!engine_.failures().known()) return;
    ++tally_.known;
    for (const FlowNeed& need : query_.flows) {
      std::size_t asked = 0, visited = 0;
      found.ForEachSet(need.flow, [&asked](const FailureSet&, const FlowOutcome&) { ++asked; });
      for (std::size_t set = 0; set < found.sets().size(); ++set)
        visited += found.has(set, need.flow) ? 1 : 0;
      tally_.asked_known += asked;
      tally_.visited += visited;
      if (asked > 1) ++(visited < asked ? tally_.spared_flows : tally_.all_flows);
    }
  }

  Tally& tally_;
  const MixedCase case_;
  routing::Dice dice_;
  MixedSnapshot snapshot_;
  ExposureEngine engine_;
  Steer steer_ = Steer::kOnPath;
  SweepQuery query_;
};

void PrintTally(const Tally& tally) {
  std::printf(
      "random networks: %zu, with certificates %zu; failure sets %zu, outcomes compared %zu\n"
      "with certificates: %zu of %zu outcomes evaluated; flows that were spared sets %zu, that fell back to "
      "every set %zu\n"
      "outcomes: of flows that arrive %zu, changed by the failures %zu, doubtful %zu, of states that never "
      "rest %zu, doubted otherwise there %zu; networks that differ: %zu\n",
      tally.networks, tally.known, tally.sets, tally.compared, tally.visited, tally.asked_known,
      tally.spared_flows, tally.all_flows, tally.delivered, tally.changed, tally.doubtful, tally.restless,
      tally.unsettled, tally.different);
}

TEST(MixedTwin, TheSearchEqualsEachSetFromNothing) {
  Tally tally;
  const std::uint32_t seeds = routing::Seeds(100);
  for (std::uint32_t seed = routing::FirstSeed(); seed < routing::FirstSeed() + seeds; ++seed) {
    const std::string difference = MixedComparison(MixedCaseOf(seed), tally).Run();
    EXPECT_EQ(difference, "");
  }
  PrintTally(tally);
  if (seeds < 100) return;  // too few for the dice to be even
  EXPECT_GT(tally.known, tally.networks / 5) << "networks with certificates";
  EXPECT_LT(tally.known, tally.networks * 4 / 5) << "and others";
  EXPECT_GT(tally.spared_flows, tally.known / 2) << "the search spares evaluations";
  EXPECT_LT(tally.visited, tally.asked_known * 9 / 10);
  EXPECT_GT(tally.delivered, tally.compared / 5) << "flows arrive";
  EXPECT_GT(tally.changed, tally.compared / 10) << "failures matter";
  EXPECT_GT(tally.doubtful, tally.compared / 100) << "and leave doubts";
  EXPECT_LT(tally.unsettled, 2 + tally.compared / 1000) << "which count as equal";
}

/// Seed 2619: found doubts came and went for ever, and the memory of a state that never rests was believed.
/// Seed 2917198: a way that had been found to be none of BGP's counted as in doubt when it was asked for
/// again.
TEST(MixedTwin, WhatDifferedOnceIsEqual) {
  Tally tally;
  for (const std::uint32_t seed : {2619U, 2917198U})
    EXPECT_EQ(MixedComparison(MixedCaseOf(seed), tally).Run(), "");
  EXPECT_LT(tally.restless, tally.doubtful / 3) << "what is doubtful comes to rest but where sessions cannot";
}

}  // namespace
}  // namespace ringfence::exposure
