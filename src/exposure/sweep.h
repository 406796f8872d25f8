// Every failure set up to k, for the flows that are asked about.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "exposure/engine.h"

namespace ringfence::exposure {

/// "this flow, under up to that many failures".
struct FlowNeed {
  model::FlowId flow;
  std::uint32_t failures_max = 0;
};

/// What to enumerate.
struct SweepQuery {
  std::vector<FlowNeed> flows;
  std::vector<FailureKind> kinds;  ///< kinds that may fail
};

/// Results: one outcome per (failure set, flow). Equal outcomes are stored once.
class Sweep {
 public:
  /// Sets in order of size, then lexicographic by failure index; sets()[0] is the empty set.
  const std::vector<FailureSet>& sets() const { return sets_; }
  /// True when the flow was evaluated under sets()[set].
  bool has(std::size_t set, model::FlowId flow) const;
  /// REQUIRES: has(set, flow).
  const FlowOutcome& outcome(std::size_t set, model::FlowId flow) const;
  /// Indices of all proper subsets of sets()[set], the empty set included.
  std::vector<std::size_t> SubsetsOf(std::size_t set) const;
  /// True when every failing unit of the set is of one of the kinds.
  bool Within(std::size_t set, const std::vector<FailureKind>& kinds, const World& world) const;

 private:
  friend Sweep RunSweep(const SweepQuery& query, Evaluators& evaluators,
                        const std::function<void(std::size_t, std::size_t)>& progress);
  std::size_t IndexOfSet(const FailureSet& set) const;

  static constexpr std::uint32_t kAbsent = 0xffffffff;
  std::vector<FailureSet> sets_;
  std::size_t flow_count_ = 0;
  std::vector<std::uint32_t> table_;  ///< [set * flow_count_ + flow] -> outcome
  std::vector<FlowOutcome> outcomes_;
};

/// Evaluates all sets by recomputing each from scratch, on as many threads as there are evaluators; the
/// result does not depend on their number. `progress` (may be empty) is called with (done, total) from any
/// thread.
Sweep RunSweep(const SweepQuery& query, Evaluators& evaluators,
               const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace ringfence::exposure
