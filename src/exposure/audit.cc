// Problem: a search that skips most failure sets is right only as long as its certificates are; proofs and
// twins on small networks say so, but nobody has tried this network. Idea: draw sets, compute each as if it
// were the only one, and compare. A fault that touches one set in a hundred is missed by a hundred draws with
// a chance of 37 %, by a thousand with 0.004 %. Sizes are drawn equally often, or nearly all sets would be of
// the largest.

#include "exposure/audit.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <set>

#include "base/parallel.h"

namespace ringfence::exposure {
namespace {

/// The draws are the same each time, so that a difference is found again by who looks into it.
constexpr std::uint64_t kAuditSeed = 20260701;

/// Different units, ascending. REQUIRES: there are as many.
FailureSet DrawSet(const SetSpace& space, std::size_t size, std::mt19937_64& engine) {
  std::set<std::uint32_t> drawn;
  while (drawn.size() < size) drawn.insert(space.units[engine() % space.units.size()]);
  return {drawn.begin(), drawn.end()};
}

/// Sets of one size that are not in `drawn` remain.
bool HasMore(const SetSpace& space, std::size_t size, const std::vector<std::uint64_t>& drawn_of_size) {
  const std::uint64_t of_size =
      CountSets(space.units.size(), static_cast<std::uint32_t>(size)) -
      (size == 0 ? 0 : CountSets(space.units.size(), static_cast<std::uint32_t>(size - 1)));
  return drawn_of_size[size] < of_size;
}

bool ComesToRest(const FlowOutcome& outcome) {
  return std::ranges::none_of(outcome.doubts,
                              [](const Doubt& doubt) { return doubt.kind == Doubt::Kind::kUnsettled; });
}

/// What one set says.
struct Compared {
  std::size_t outcomes = 0;
  std::optional<AuditDifference> difference;
};

Compared CompareSet(const Sweep& sweep, const SweepQuery& query, const Evaluators& evaluators,
                    const FailureSet& failed) {
  Compared compared;
  Evaluator fresh(evaluators.engine(), evaluators.steer());
  fresh.Enter(failed);
  for (const FlowNeed& need : query.flows) {
    if (failed.size() > need.failures_max) continue;
    ++compared.outcomes;
    if (SaysTheSame(fresh.Evaluate(need.flow), sweep.OutcomeOf(failed, need.flow))) continue;
    compared.difference = {failed, need.flow};
    break;
  }
  return compared;
}

}  // namespace

bool SaysTheSame(const FlowOutcome& one, const FlowOutcome& other) {
  return one == other || (!ComesToRest(one) && !ComesToRest(other));
}

std::vector<FailureSet> DrawSets(const SetSpace& space, std::size_t count) {
  const std::size_t size_max = std::min<std::size_t>(space.size_max, space.units.size());
  const std::uint64_t all = CountSets(space.units.size(), static_cast<std::uint32_t>(size_max));
  std::vector<std::uint64_t> drawn_of_size(size_max + 1);
  std::set<FailureSet> drawn;
  std::mt19937_64 engine(kAuditSeed);
  for (std::size_t size = 0; drawn.size() < std::min<std::uint64_t>(count, all);
       size = (size + 1) % (size_max + 1)) {
    while (HasMore(space, size, drawn_of_size)) {
      if (!drawn.insert(DrawSet(space, size, engine)).second) continue;
      ++drawn_of_size[size];
      break;
    }
  }
  std::vector<FailureSet> sets(drawn.begin(), drawn.end());
  std::ranges::sort(sets, SmallerFirst);
  return sets;
}

Audit AuditSweep(const Sweep& sweep, const SweepQuery& query, const Evaluators& evaluators, std::size_t count,
                 const std::function<void(std::size_t, std::size_t)>& progress) {
  SetSpace space{sweep.units(), 0};
  for (const FlowNeed& need : query.flows) space.size_max = std::max(space.size_max, need.failures_max);
  const std::vector<FailureSet> sets = DrawSets(space, count);
  std::vector<Compared> compared(sets.size());
  std::atomic<std::size_t> done = 0;
  base::ParallelFor(sets.size(), evaluators.threads(), [&](std::size_t i, unsigned) {
    if (query.stop && query.stop()) return;
    compared[i] = CompareSet(sweep, query, evaluators, sets[i]);
    if (progress) progress(++done, sets.size());
  });
  Audit audit;
  audit.sets = sets.size();
  for (const Compared& one : compared) {
    audit.outcomes += one.outcomes;
    if (!audit.difference) audit.difference = one.difference;
  }
  return audit;
}

}  // namespace ringfence::exposure
