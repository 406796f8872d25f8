// Problem: for every flow, which device alone ends its delivery once the devices that its rules forbid are
// gone? Trying each device for each flow computes the network flows x devices times. Idea: the outcome comes
// with what can change it (exposure/certificate.h), so only such units are tried, and each set of failures is
// entered once for all flows that ask for it. Where nothing is known about a network every unit is tried.
// What earlier calls have tried is taken as found.
// Cost: one evaluation for each flow and each unit of its certificate.

#include "study/single_cuts.h"

#include <algorithm>
#include <map>

#include "base/parallel.h"

namespace ringfence::study {
namespace {

using exposure::Evaluator;
using exposure::Evaluators;
using exposure::FailureSet;
using exposure::KnownOutcomes;

/// A flow under a set.
struct Trial {
  FailureSet failed;
  model::FlowId flow;
  bool continues = false;  ///< its certificate is asked for, too
  /// Sets of more units are of no interest.
  std::uint32_t size_max() const { return static_cast<std::uint32_t>(failed.size()) + (continues ? 1 : 0); }
};

/// Evaluates what is not known yet; each set is entered once for all flows.
void TryAll(const std::vector<Trial>& trials, Evaluators& evaluators, KnownOutcomes& known) {
  std::map<FailureSet, std::vector<const Trial*>> by_set;
  for (const Trial& trial : trials) {
    if (known.Find(trial.failed, trial.flow, trial.size_max()) == nullptr)
      by_set[trial.failed].push_back(&trial);
  }
  std::vector<const decltype(by_set)::value_type*> sets;
  for (const auto& entry : by_set) sets.push_back(&entry);
  std::vector<std::vector<Evaluator::Result>> found(sets.size());
  base::ParallelFor(sets.size(), evaluators.ThreadsNow(), [&](std::size_t i, unsigned worker) {
    Evaluator& evaluator = evaluators.EnterLightly(worker, sets[i]->first, sets.size());
    for (const Trial* trial : sets[i]->second)
      found[i].push_back(trial->continues ? evaluator.FindNext(trial->flow)
                                          : evaluator.Find(trial->flow, trial->size_max()));
  });
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (std::size_t t = 0; t < found[i].size(); ++t) {
      Evaluator::Result& one = found[i][t];
      known.Keep(sets[i]->first, {sets[i]->second[t]->flow, known.NumberOf(std::move(one.outcome)),
                                  known.NumberOf(std::move(one.certificate)),
                                  known.NumberOf(std::move(one.handlers)), sets[i]->second[t]->size_max()});
    }
  }
}

/// The units worth a try, ascending.
std::vector<std::uint32_t> Suspects(const exposure::World& world, const FailureSet& banned,
                                    const exposure::Certificate& certificate) {
  std::vector<std::uint32_t> units;
  for (std::uint32_t unit = 0; unit < world.failures.size(); ++unit) {
    if (!IsCutKind(world.failures[unit].kind) || std::ranges::binary_search(banned, unit)) continue;
    if (certificate.open || std::ranges::binary_search(certificate.units, unit)) units.push_back(unit);
  }
  return units;
}

}  // namespace

bool IsCutKind(exposure::FailureKind kind) {
  return kind == exposure::FailureKind::kNode || kind == exposure::FailureKind::kLineSystem;
}

std::vector<SingleCuts> FindSingleCuts(const std::vector<CutQuery>& queries, Evaluators& evaluators,
                                       KnownOutcomes& known) {
  const exposure::World& world = evaluators.engine().world();
  std::vector<Trial> banned;
  for (const CutQuery& query : queries) banned.push_back({query.banned, query.flow, true});
  TryAll(banned, evaluators, known);
  const auto found = [&known](const Trial& trial) -> const KnownOutcomes::Known& {
    return *known.Find(trial.failed, trial.flow, trial.size_max());
  };
  const auto delivers = [&](const Trial& trial) { return known.OutcomeAt(found(trial).outcome).delivered; };
  std::vector<SingleCuts> answers(queries.size());
  std::vector<Trial> with_one;
  std::vector<std::pair<std::size_t, std::uint32_t>> suspects;  // beside it: query and unit
  for (std::size_t q = 0; q < queries.size(); ++q) {
    answers[q].delivered = delivers(banned[q]);
    if (!answers[q].delivered) continue;
    const FailureSet& failed = queries[q].banned;
    for (const std::uint32_t unit :
         Suspects(world, failed, known.CertificateAt(found(banned[q]).certificate))) {
      Trial& trial = with_one.emplace_back(failed, queries[q].flow);
      trial.failed.insert(std::ranges::upper_bound(trial.failed, unit), unit);
      suspects.emplace_back(q, unit);
    }
  }
  TryAll(with_one, evaluators, known);
  for (std::size_t i = 0; i < with_one.size(); ++i) {
    const auto [query, unit] = suspects[i];
    if (!delivers(with_one[i])) answers[query].cut.push_back(world.failures[unit].element);
  }
  return answers;
}

}  // namespace ringfence::study
