// The paths of flows under the failures that move them, found while a search has computed the network.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "exposure/carried_outcomes.h"
#include "study/questions.h"

namespace ringfence::study {

/// Paths of a flow under a failure set that changes what handles it.
struct Reroute {
  exposure::FailureSet failed;
  bool delivered = false;
  bool truncated = false;  ///< more than kReroutePathsMax in one direction
  std::vector<TracePath> paths;
  std::vector<TracePath> paths_back;
};

/// Branches listed for one direction under one failure set (origin: what a drawing can show).
inline constexpr std::size_t kReroutePathsMax = 32;

/// Paths of both directions under the set that the evaluator has entered, at most kTracePathsMax for each
/// walk; `failed` and `delivered` are the caller's.
Reroute PathsNow(const Snapshot& snapshot, exposure::Evaluator& evaluator, model::FlowId flow);
/// The same as a report shows them for a failure: the first ones.
Reroute FirstPathsNow(const Snapshot& snapshot, exposure::Evaluator& evaluator, model::FlowId flow);

/// First paths of flows under sets that move them, each found once: nobody enters a set again for them,
/// unless an edit has changed lines that they cite.
/// Safe for use by many threads while a search runs.
class MovedPaths {
 public:
  /// Keeps paths under sets of at most `size_max` units. `snapshot` must outlive it.
  MovedPaths(const Snapshot& snapshot, std::size_t size_max) : snapshot_(snapshot), size_max_(size_max) {}

  /// As SweepQuery::visit. REQUIRES: of each flow, the empty set comes first.
  void Visit(exposure::Evaluator& evaluator, const exposure::FailureSet& failed, model::FlowId flow,
             const exposure::FlowOutcome& outcome);
  /// Takes over what is known of an evaluation that was carried over an edit; `before` is of the snapshot as
  /// it was. REQUIRES: as Visit.
  void Carry(const MovedPaths& before, const exposure::CarriedAnswers& answers,
             const exposure::Carried& carried);
  /// Those of a visited set that moves the flow; nullopt of others.
  std::optional<Reroute> Find(const exposure::FailureSet& failed, model::FlowId flow) const;

 private:
  const Snapshot& snapshot_;
  std::size_t size_max_;
  std::mutex mutex_;
  std::map<model::FlowId, exposure::FlowOutcome> whole_;  ///< while nothing fails
  std::map<std::pair<exposure::FailureSet, model::FlowId>, Reroute> found_;
};

}  // namespace ringfence::study
