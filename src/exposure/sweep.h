// Every failure set up to k, for the flows that are asked about.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "exposure/engine.h"

namespace ringfence::exposure {

/// "this flow, under up to that many failures".
struct FlowNeed {
  model::FlowId flow;
  std::uint32_t failures_max = 0;
};

class Sweep;

/// What to cover.
struct SweepQuery {
  std::vector<FlowNeed> flows;
  std::vector<FailureKind> kinds;   ///< kinds that may fail
  bool every_set = false;           ///< evaluate each set: the definition, which the search must equal
  std::function<bool()> stop = {};  ///< asked from any thread; true: the result is not wanted any more
  /// Called after each evaluation, by whichever worker made it, with its evaluator still under the set: for
  /// what else is asked where the network has been computed. The empty set comes before all others; of these
  /// several workers tell at once. What earlier searches know is not evaluated again. May be empty.
  std::function<void(Evaluator&, const FailureSet&, model::FlowId, const FlowOutcome&)> visit = {};
  /// Called when all sets of a size were visited, smaller ones first, with what was found so far; no other
  /// thread of the search runs then, and its evaluators may be used. True: nothing larger is looked at, and
  /// the result is that of the query with this size as the most failures of every flow. May be empty.
  std::function<bool(const Sweep&, std::uint32_t size)> enough = {};
};

/// Results: the outcome of every flow under every set. Some sets were visited; under any other a flow has the
/// outcome of a visited subset of it. Equal outcomes are stored once.
class Sweep {
 public:
  /// Sets that were visited for some flow, in order of size, then lexicographic by failure index; sets()[0]
  /// is the empty set.
  const std::vector<FailureSet>& sets() const { return sets_; }
  /// True when the flow was evaluated under sets()[set]. Whatever holds of some outcome of the flow holds of
  /// one of these, and each least set with some property of its outcome is among them.
  bool has(std::size_t set, model::FlowId flow) const { return PlaceOf(set, flow) != kAbsent; }
  /// REQUIRES: has(set, flow).
  const FlowOutcome& outcome(std::size_t set, model::FlowId flow) const;
  /// The outcome under any set of units of the query's kinds, of at most needed(flow) units. O(size * log).
  const FlowOutcome& OutcomeOf(const FailureSet& failed, model::FlowId flow) const;
  /// Units of the query's kinds, ascending.
  const std::vector<std::uint32_t>& units() const { return units_; }
  /// Failures that the flow was asked about.
  std::uint32_t needed(model::FlowId flow) const { return needed_[flow.index()]; }
  /// Calls with every set the flow was asked about and its outcome, in the order of sets().
  void ForEachSet(model::FlowId flow,
                  const std::function<void(const FailureSet&, const FlowOutcome&)>& visit) const;
  /// The same, of the sets whose outcome is not that of the empty set. For one failure O(visited sets).
  void ForEachChange(model::FlowId flow,
                     const std::function<void(const FailureSet&, const FlowOutcome&)>& visit) const;
  /// All proper subsets of sets()[set], the empty set included, ascending by mask.
  std::vector<FailureSet> SubsetsOf(std::size_t set) const;
  /// True when every failing unit of the set is of one of the kinds.
  bool Within(std::size_t set, const std::vector<FailureKind>& kinds, const World& world) const;
  /// How many sets the visited ones stand for: those of at most as many units as any flow was asked about.
  std::uint64_t sets_covered() const;

 private:
  friend class Search;
  /// One evaluation.
  struct Visit {
    std::uint32_t set = 0;
    std::uint32_t outcome = 0;
    std::uint32_t certificate = 0;
  };
  std::uint32_t PlaceOf(std::size_t set, model::FlowId flow) const;
  std::size_t IndexOfSet(const FailureSet& set) const;

  static constexpr std::uint32_t kAbsent = 0xffffffff;
  std::vector<std::uint32_t> units_;  ///< that may fail, ascending
  std::vector<FailureSet> sets_;
  std::vector<std::uint32_t> needed_;       ///< by FlowId
  std::vector<std::vector<Visit>> visits_;  ///< by FlowId, ascending by set
  std::shared_ptr<const KnownOutcomes> known_;
};

/// How many sets of at most `size_max` of `units` units there are; at most the largest number there is.
std::uint64_t CountSets(std::uint64_t units, std::uint32_t size_max);

/// Finds the outcomes on as many threads as there are evaluators; the result depends neither on their number
/// nor on what they know from earlier searches, though it may share memory with those: nobody may look at it
/// while another search of these evaluators runs.
/// `progress` (may be empty) is called with (done, known so far) from any thread. When `stop` said true, the
/// result is not whole and must not be looked at. See sweep.cc.
Sweep RunSweep(const SweepQuery& query, Evaluators& evaluators,
               const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace ringfence::exposure
