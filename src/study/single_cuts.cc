// Problem: for every flow, which device alone ends its delivery once the devices that its rules forbid are
// gone? Trying each device for each flow computes the network flows x devices times. Idea: the outcome comes
// with what can change it (exposure/certificate.h), so only such units are tried, and each set of failures is
// entered once for all flows that ask for it. Where nothing is known about a network every unit is tried.
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

/// Who asks about a set: a query, with one of its suspects.
struct Asker {
  std::size_t query = 0;
  std::size_t suspect = 0;
};
using BySet = std::map<FailureSet, std::vector<Asker>>;

/// Calls ask(evaluator, asker) under each set, each asker once.
template <class Ask>
void ForEachAsked(const BySet& by_set, Evaluators& evaluators, const Ask& ask) {
  std::vector<const BySet::value_type*> sets;
  for (const auto& entry : by_set) sets.push_back(&entry);
  base::ParallelFor(sets.size(), evaluators.ThreadsNow(), [&](std::size_t i, unsigned worker) {
    Evaluator& evaluator = evaluators.EnterLightly(worker, sets[i]->first, sets.size());
    for (const Asker& asker : sets[i]->second) ask(evaluator, asker);
  });
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

std::vector<SingleCuts> FindSingleCuts(const std::vector<CutQuery>& queries, Evaluators& evaluators) {
  const exposure::World& world = evaluators.engine().world();
  BySet banned;
  for (std::size_t q = 0; q < queries.size(); ++q) banned[queries[q].banned].push_back({q, 0});
  std::vector<Evaluator::Result> found(queries.size());
  ForEachAsked(banned, evaluators, [&](Evaluator& evaluator, const Asker& asker) {
    found[asker.query] = evaluator.FindNext(queries[asker.query].flow);
  });
  std::vector<SingleCuts> answers(queries.size());
  std::vector<std::vector<std::uint32_t>> suspects(queries.size());
  std::vector<std::vector<std::uint8_t>> cuts(queries.size());  // by suspect
  BySet with_one;
  for (std::size_t q = 0; q < queries.size(); ++q) {
    answers[q].delivered = found[q].outcome.delivered;
    if (!answers[q].delivered) continue;
    suspects[q] = Suspects(world, queries[q].banned, found[q].certificate);
    cuts[q].resize(suspects[q].size());
    for (std::size_t s = 0; s < suspects[q].size(); ++s) {
      FailureSet set = queries[q].banned;
      set.insert(std::ranges::upper_bound(set, suspects[q][s]), suspects[q][s]);
      with_one[std::move(set)].push_back({q, s});
    }
  }
  ForEachAsked(with_one, evaluators, [&](Evaluator& evaluator, const Asker& asker) {
    const model::FlowId flow = queries[asker.query].flow;
    cuts[asker.query][asker.suspect] =
        evaluator.Sure([&] { return evaluator.Evaluate(flow).delivered; }) ? 0 : 1;
  });
  for (std::size_t q = 0; q < queries.size(); ++q) {
    for (std::size_t s = 0; s < suspects[q].size(); ++s) {
      if (cuts[q][s] != 0) answers[q].cut.push_back(world.failures[suspects[q][s]].element);
    }
  }
  return answers;
}

}  // namespace ringfence::study
