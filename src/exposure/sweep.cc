// The search over failure sets.
//
// Problem: there are C(n, <= k) sets, and under nearly all of them a flow does what it does under a smaller
// one. Idea (dependency-guided search): evaluating a flow under F also says what can change the outcome - the
// certificate of F: under every G that holds F the outcome is the same, unless G holds one of its units or
// all of one of its cuts. So only F with one of these more is looked at next.
//
// Completeness: every G holds a visited F with the same outcome. Begin with the empty set. If no unit and no
// cut of its certificate lies in G, the outcome of G is that of F. Else F with that unit or cut was visited
// and lies in G; go on there. F grows, so this ends. Therefore each least set with some property of its
// outcome was visited, and Sweep::OutcomeOf finds the outcome of any set by the same descent.
// Certificates hold for every larger set at once, not for one more failure: two units that matter only
// together are a cut, or one of them is named after the other. Where nothing is known a certificate is open,
// and the search is the brute force, which is the definition of the answer (SweepQuery::every_set).
//
// Sets are visited by size, then in lexicographic order; workers take sets by index and write into the slot
// of that index, and outcomes are interned in order, so the result is the same for any number of threads.
// What earlier searches of the evaluators found is taken as found (known_outcomes.cc).
// Cost: about d^k evaluations a flow for certificates of d units; a set is entered once for all flows that
// come by.

#include "exposure/sweep.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "base/sort_unique.h"

namespace ringfence::exposure {
namespace {

FailureSet United(const FailureSet& a, const FailureSet& b) {
  FailureSet both;
  std::ranges::set_union(a, b, std::back_inserter(both));
  return both;
}

FailureSet Without(const FailureSet& a, const FailureSet& b) {
  FailureSet left;
  std::ranges::set_difference(a, b, std::back_inserter(left));
  return left;
}

std::vector<std::uint32_t> UnitsOf(const World& world, const std::vector<FailureKind>& kinds) {
  std::vector<std::uint32_t> units;
  for (std::uint32_t i = 0; i < world.failures.size(); ++i) {
    if (std::ranges::count(kinds, world.failures[i].kind) > 0) units.push_back(i);
  }
  return units;
}

}  // namespace

/// One run.
class Search {
 public:
  Search(const SweepQuery& query, Evaluators& evaluators,
         const std::function<void(std::size_t, std::size_t)>& progress)
      : query_(query), evaluators_(evaluators), progress_(progress) {
    const bool shares = evaluators.known() != nullptr && !query.every_set;
    known_ = shares ? evaluators.known() : std::make_shared<KnownOutcomes>();
    keeps_ = shares;
    sweep_.known_ = known_;
  }

  Sweep Run() {
    const World& world = evaluators_.engine().world();
    sweep_.units_ = UnitsOf(world, query_.kinds);
    sweep_.needed_.assign(world.policy->flows.size(), 0);
    sweep_.visits_.resize(world.policy->flows.size());
    for (std::uint32_t need = 0; need < query_.flows.size(); ++need) {
      const FlowNeed& one = query_.flows[need];
      sweep_.needed_[one.flow.index()] = one.failures_max;
      size_max_ = std::max(size_max_, one.failures_max);
    }
    levels_.resize(std::size_t{size_max_} + 1);
    std::vector<std::uint32_t>& all = levels_[0][{}];
    for (std::uint32_t need = 0; need < query_.flows.size(); ++need) all.push_back(need);
    met_ = 1;
    for (std::uint32_t size = 0; size < levels_.size(); ++size) {
      RunLevel(std::exchange(levels_[size], {}));
      if (IsEnough(size)) break;
    }
    return std::move(sweep_);
  }

 private:
  /// By set: indices into query_.flows of those that come by, in any order, several times.
  using Level = std::map<FailureSet, std::vector<std::uint32_t>>;
  /// A flow that comes by a set: what is known of it, or what is found.
  struct Visitor {
    std::uint32_t need = 0;
    std::optional<KnownOutcomes::Known> known = {};
    std::optional<Evaluator::Result> found = {};
  };
  struct Stop {
    const FailureSet* set = nullptr;
    std::vector<Visitor> visitors;
  };

  void RunLevel(Level level) {
    std::vector<Stop> stops;
    std::vector<std::size_t> unknown;  // stops with something to evaluate
    for (auto& [set, needs] : level) {
      base::SortUnique(needs);
      if (AddStop(set, needs, stops)) unknown.push_back(stops.size() - 1);
    }
    done_ += stops.size() - unknown.size();
    base::ParallelFor(unknown.size(), evaluators_.ThreadsNow(), [&](std::size_t i, unsigned worker) {
      if (query_.stop && query_.stop()) return;
      Visit(stops[unknown[i]], worker);
      if (progress_) progress_(++done_, met_);
    });
    for (Stop& stop : stops) Keep(stop);
  }

  /// Asks whether larger sets are wanted. A smaller set is in the search of a smaller size whatever the most
  /// failures are, so ending there makes the flows' numbers smaller and changes nothing else.
  bool IsEnough(std::uint32_t size) {
    if (!query_.enough || (query_.stop && query_.stop()) || !query_.enough(sweep_, size)) return false;
    for (std::uint32_t& needed : sweep_.needed_) needed = std::min(needed, size);
    return true;
  }

  /// True when something of it is not known.
  bool AddStop(const FailureSet& set, const std::vector<std::uint32_t>& needs,
               std::vector<Stop>& stops) const {
    Stop& stop = stops.emplace_back(&set);
    bool knows_all = true;
    for (const std::uint32_t need : needs) {
      const FlowNeed& flow = query_.flows[need];
      const KnownOutcomes::Known* known = keeps_ ? known_->Find(set, flow.flow, flow.failures_max) : nullptr;
      knows_all = knows_all && known != nullptr;
      stop.visitors.push_back({need, known == nullptr ? std::nullopt : std::optional(*known)});
    }
    return !knows_all;
  }

  void Visit(Stop& stop, unsigned worker) const {
    Evaluator& evaluator = Enter(*stop.set, worker);
    for (Visitor& one : stop.visitors) {
      if (one.known) continue;
      const FlowNeed& flow = query_.flows[one.need];
      one.found = Evaluate(evaluator, flow);
      if (query_.visit) query_.visit(evaluator, *stop.set, flow.flow, one.found->outcome);
    }
  }

  Evaluator& Enter(const FailureSet& set, unsigned worker) const {
    if (!query_.every_set)
      return evaluators_.EnterLightly(worker, set, size_max_ == 0 ? 1 : sweep_.units_.size());
    Evaluator& evaluator = evaluators_.Of(worker);
    evaluator.Enter(set);
    return evaluator;
  }

  Evaluator::Result Evaluate(Evaluator& evaluator, const FlowNeed& need) const {
    if (query_.every_set) return {evaluator.Evaluate(need.flow), {.open = true, .units = {}, .cuts = {}}};
    return evaluator.Find(need.flow, need.failures_max);
  }

  void Keep(Stop& stop) {
    const auto number = static_cast<std::uint32_t>(sweep_.sets_.size());
    sweep_.sets_.push_back(*stop.set);
    for (Visitor& one : stop.visitors) {
      const FlowNeed& flow = query_.flows[one.need];
      if (!one.known && !one.found) continue;  // somebody said stop
      if (!one.known) {
        one.known = {flow.flow, known_->NumberOf(std::move(one.found->outcome)),
                     known_->NumberOf(std::move(one.found->certificate)),
                     keeps_ ? known_->NumberOf(std::move(one.found->handlers)) : 0, flow.failures_max};
        if (keeps_) known_->Keep(*stop.set, *one.known);
      }
      if (stop.set->size() < flow.failures_max)
        AddNext(*stop.set, one.need, known_->CertificateAt(one.known->certificate));
      sweep_.visits_[flow.flow.index()].push_back({number, one.known->outcome, one.known->certificate});
    }
    stop.visitors.clear();
  }

  /// Where to look next: units of kinds that do not fail are left out, and cuts with one.
  void AddNext(const FailureSet& set, std::uint32_t need, const Certificate& certificate) {
    const auto fails = [this](std::uint32_t unit) { return std::ranges::binary_search(sweep_.units_, unit); };
    const auto add = [&](const FailureSet& more) {
      if (set.size() + more.size() > query_.flows[need].failures_max) return;
      if (!std::ranges::all_of(more, fails)) return;
      FailureSet next = United(set, more);
      const auto [at, added] = levels_[next.size()].try_emplace(std::move(next));
      met_ += added ? 1 : 0;
      if (at->second.empty() || at->second.back() != need) at->second.push_back(need);
    };
    for (const std::uint32_t unit : certificate.open ? Without(sweep_.units_, set) : certificate.units)
      add({unit});
    for (const FailureSet& cut : certificate.cuts) add(cut);
  }

  const SweepQuery& query_;
  Evaluators& evaluators_;
  const std::function<void(std::size_t, std::size_t)>& progress_;
  Sweep sweep_;
  std::shared_ptr<KnownOutcomes> known_;
  bool keeps_ = false;  ///< for later searches
  std::uint32_t size_max_ = 0;
  std::vector<Level> levels_;  ///< by size
  std::size_t met_ = 0;        ///< sets met so far
  std::atomic<std::size_t> done_ = 0;
};

std::uint32_t Sweep::PlaceOf(std::size_t set, model::FlowId flow) const {
  const std::vector<Visit>& visits = visits_[flow.index()];
  const auto found = std::ranges::lower_bound(visits, set, {}, &Visit::set);
  return found == visits.end() || found->set != set ? kAbsent
                                                    : static_cast<std::uint32_t>(found - visits.begin());
}

const FlowOutcome& Sweep::outcome(std::size_t set, model::FlowId flow) const {
  const std::uint32_t place = PlaceOf(set, flow);
  RF_CHECK(place != kAbsent);
  return known_->OutcomeAt(visits_[flow.index()][place].outcome);
}

const FlowOutcome& Sweep::OutcomeOf(const FailureSet& failed, model::FlowId flow) const {
  RF_CHECK(failed.size() <= needed(flow));
  FailureSet at;
  for (;;) {
    const std::uint32_t place = PlaceOf(IndexOfSet(at), flow);
    RF_CHECK(place != kAbsent);
    const Visit& visit = visits_[flow.index()][place];
    if (at.size() == failed.size()) return known_->OutcomeAt(visit.outcome);
    const FailureSet more = known_->CertificateAt(visit.certificate).FirstIn(Without(failed, at));
    if (more.empty()) return known_->OutcomeAt(visit.outcome);
    at = United(at, more);
  }
}

void Sweep::ForEachSet(model::FlowId flow,
                       const std::function<void(const FailureSet&, const FlowOutcome&)>& visit) const {
  for (std::uint32_t size = 0; size <= std::min<std::size_t>(needed(flow), units_.size()); ++size) {
    std::vector<std::uint32_t> chosen(size);  // places in units_, the first combination
    for (std::uint32_t i = 0; i < size; ++i) chosen[i] = i;
    for (bool more = true; more;) {
      FailureSet set;
      for (const std::uint32_t place : chosen) set.push_back(units_[place]);
      visit(set, OutcomeOf(set, flow));
      more = false;
      for (std::uint32_t i = size; i-- > 0 && !more;) {
        more = chosen[i] + (size - i) < units_.size();
        if (more) ++chosen[i];
        for (std::uint32_t j = i + 1; more && j < size; ++j) chosen[j] = chosen[j - 1] + 1;
      }
    }
  }
}

void Sweep::ForEachChange(model::FlowId flow,
                          const std::function<void(const FailureSet&, const FlowOutcome&)>& visit) const {
  const FlowOutcome* whole = &outcome(0, flow);  // equal outcomes are stored once
  if (needed(flow) > 1) {
    ForEachSet(flow, [&](const FailureSet& failed, const FlowOutcome& outcome) {
      if (&outcome != whole) visit(failed, outcome);
    });
    return;
  }
  // A single failure that was not visited changes nothing.
  for (const Visit& one : visits_[flow.index()]) {
    const FlowOutcome& outcome = known_->OutcomeAt(one.outcome);
    if (&outcome != whole) visit(sets_[one.set], outcome);
  }
}

std::size_t Sweep::IndexOfSet(const FailureSet& set) const {
  const auto found = std::ranges::lower_bound(sets_, set, SmallerFirst);
  RF_CHECK(found != sets_.end() && *found == set);
  return static_cast<std::size_t>(found - sets_.begin());
}

std::vector<FailureSet> Sweep::SubsetsOf(std::size_t set) const {
  const FailureSet& members = sets_[set];
  std::vector<FailureSet> subsets;
  for (std::uint32_t mask = 0; mask + 1 < (1U << members.size()); ++mask) {
    FailureSet& subset = subsets.emplace_back();
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (((mask >> i) & 1U) != 0) subset.push_back(members[i]);
    }
  }
  return subsets;
}

bool Sweep::Within(std::size_t set, const std::vector<FailureKind>& kinds, const World& world) const {
  return std::ranges::all_of(sets_[set], [&](std::uint32_t unit) {
    return std::ranges::count(kinds, world.failures[unit].kind) > 0;
  });
}

std::uint64_t CountSets(std::uint64_t units, std::uint32_t size_max) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t sum = 0;
  std::uint64_t of_size = 1;  // C(units, size)
  for (std::uint64_t size = 0; size <= std::min<std::uint64_t>(size_max, units); ++size) {
    if (sum > kMost - of_size) return kMost;
    sum += of_size;
    if (of_size > kMost / std::max<std::uint64_t>(1, units - size)) return kMost;
    of_size = of_size * (units - size) / (size + 1);
  }
  return sum;
}

std::uint64_t Sweep::sets_covered() const {
  return CountSets(units_.size(), needed_.empty() ? 0 : *std::ranges::max_element(needed_));
}

Sweep RunSweep(const SweepQuery& query, Evaluators& evaluators,
               const std::function<void(std::size_t, std::size_t)>& progress) {
  return Search(query, evaluators, progress).Run();
}

}  // namespace ringfence::exposure
