// The brute force over failure sets. It is the definition of the answer: a faster search must equal it.
//
// Sets are enumerated by size, then in lexicographic order. Workers take sets by index and write their
// outcomes into the slot of that index; outcomes are then interned in index order, so the result is the same
// for any number of threads. Cost: C(n, <= k) evaluations; memory: one word per (set, flow) plus each
// distinct outcome once.

#include "exposure/sweep.h"

#include <algorithm>
#include <atomic>
#include <map>

#include "base/parallel.h"

namespace ringfence::exposure {
namespace {

/// With more sets each worker begins with the network as it is (origin: one computation more is then cheap).
constexpr std::size_t kSetsToRememberFor = 8;

/// All subsets of `units` with at most `size_max` members, in the order of Sweep::sets.
std::vector<FailureSet> Enumerate(const std::vector<std::uint32_t>& units, std::uint32_t size_max) {
  std::vector<FailureSet> sets = {{}};
  std::size_t begin = 0;
  for (std::uint32_t size = 1; size <= size_max; ++size) {
    const std::size_t end = sets.size();
    for (std::size_t i = begin; i < end; ++i) {
      for (std::uint32_t unit : units) {
        if (!sets[i].empty() && unit <= sets[i].back()) continue;
        FailureSet bigger = sets[i];
        bigger.push_back(unit);
        sets.push_back(std::move(bigger));
      }
    }
    begin = end;
  }
  return sets;
}

std::vector<std::uint32_t> UnitsOf(const World& world, const std::vector<FailureKind>& kinds) {
  std::vector<std::uint32_t> units;
  for (std::uint32_t i = 0; i < world.failures.size(); ++i) {
    if (std::ranges::count(kinds, world.failures[i].kind) > 0) units.push_back(i);
  }
  return units;
}

/// A cheap summary that equal outcomes share.
std::size_t Fingerprint(const FlowOutcome& outcome) {
  std::size_t hash = outcome.delivered ? 1 : 2;
  const auto mix = [&hash](const base::BitSet& set) {
    set.ForEach([&hash](std::size_t member) { hash = (hash ^ member) * 0x100000001b3ULL; });
    hash = hash * 31 + 7;
  };
  mix(outcome.path);
  mix(outcome.links);
  for (const base::BitSet& set : outcome.exposed) mix(set);
  return hash;
}

}  // namespace

bool Sweep::has(std::size_t set, model::FlowId flow) const {
  return table_[set * flow_count_ + flow.index()] != kAbsent;
}

const FlowOutcome& Sweep::outcome(std::size_t set, model::FlowId flow) const {
  const std::uint32_t id = table_[set * flow_count_ + flow.index()];
  RF_CHECK(id != kAbsent);
  return outcomes_[id];
}

std::size_t Sweep::IndexOfSet(const FailureSet& set) const {
  const auto before = [](const FailureSet& a, const FailureSet& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  };
  const auto found = std::ranges::lower_bound(sets_, set, before);
  RF_CHECK(found != sets_.end() && *found == set);
  return static_cast<std::size_t>(found - sets_.begin());
}

std::vector<std::size_t> Sweep::SubsetsOf(std::size_t set) const {
  const FailureSet& members = sets_[set];
  std::vector<std::size_t> subsets;
  for (std::uint32_t mask = 0; mask + 1 < (1U << members.size()); ++mask) {
    FailureSet subset;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (((mask >> i) & 1U) != 0) subset.push_back(members[i]);
    }
    subsets.push_back(IndexOfSet(subset));
  }
  return subsets;
}

bool Sweep::Within(std::size_t set, const std::vector<FailureKind>& kinds, const World& world) const {
  return std::ranges::all_of(sets_[set], [&](std::uint32_t unit) {
    return std::ranges::count(kinds, world.failures[unit].kind) > 0;
  });
}

Sweep RunSweep(const SweepQuery& query, Evaluators& evaluators,
               const std::function<void(std::size_t, std::size_t)>& progress) {
  const World& world = evaluators.engine().world();
  Sweep sweep;
  std::uint32_t size_max = 0;
  for (const FlowNeed& need : query.flows) size_max = std::max(size_max, need.failures_max);
  sweep.sets_ = Enumerate(UnitsOf(world, query.kinds), size_max);
  sweep.flow_count_ = world.policy->flows.size();
  sweep.table_.assign(sweep.sets_.size() * sweep.flow_count_, Sweep::kAbsent);

  std::vector<std::vector<FlowOutcome>> found(sweep.sets_.size());
  std::atomic<std::size_t> done = 0;
  base::ParallelFor(sweep.sets_.size(), evaluators.threads(), [&](std::size_t set, unsigned worker) {
    Evaluator& evaluator = evaluators.Of(worker);
    if (sweep.sets_.size() > kSetsToRememberFor) evaluator.Remember();
    evaluator.Enter(sweep.sets_[set]);
    for (const FlowNeed& need : query.flows) {
      if (sweep.sets_[set].size() > need.failures_max) continue;
      found[set].push_back(evaluator.Evaluate(need.flow));
    }
    if (progress) progress(++done, sweep.sets_.size());
  });

  std::multimap<std::size_t, std::uint32_t> known;
  for (std::size_t set = 0; set < found.size(); ++set) {
    std::size_t next = 0;
    for (const FlowNeed& need : query.flows) {
      if (sweep.sets_[set].size() > need.failures_max) continue;
      FlowOutcome& outcome = found[set][next++];
      const std::size_t print = Fingerprint(outcome);
      auto [same, end] = known.equal_range(print);
      while (same != end && !(sweep.outcomes_[same->second] == outcome)) ++same;
      std::uint32_t id = 0;
      if (same != end) {
        id = same->second;
      } else {
        id = static_cast<std::uint32_t>(sweep.outcomes_.size());
        sweep.outcomes_.push_back(std::move(outcome));
        known.emplace(print, id);
      }
      sweep.table_[set * sweep.flow_count_ + need.flow.index()] = id;
    }
    found[set].clear();
  }
  return sweep;
}

}  // namespace ringfence::exposure
