// What the studies of one snapshot share, when several are to come.
#pragma once

#include "exposure/sweep.h"
#include "study/moved_paths.h"

namespace ringfence::study {

/// A check and the page about it speak of the same failures: whoever comes first evaluates, for all. The
/// answers of a study do not depend on it. For one study at a time.
class Inquiry {
 public:
  /// Paths are kept under sets of at most `moved_max` units. REQUIRES: the snapshot has an engine and
  /// outlives the inquiry; threads > 0.
  Inquiry(const Snapshot& snapshot, unsigned threads, std::size_t moved_max = 1,
          exposure::Steer steer = exposure::Steer::kComplete)
      : snapshot_(snapshot), evaluators_(*snapshot.engine, threads, steer), paths_(snapshot, moved_max) {
    evaluators_.KeepOutcomes();
  }
  /// Takes over what was found about the snapshot as it was before its files were edited, where the edit
  /// cannot have changed it. Returns how many evaluations. Call before anything else is asked.
  std::size_t CarryOver(const Inquiry& before);
  exposure::Evaluators& evaluators() { return evaluators_; }
  /// What single cuts were tried (FindSingleCuts).
  exposure::KnownOutcomes& cuts() { return cuts_; }
  /// Paths under failures, of all searches that told Observe.
  MovedPaths& paths() { return paths_; }
  /// Lets a search keep the paths that it comes by.
  void Observe(exposure::SweepQuery& query) {
    query.visit = [this](exposure::Evaluator& evaluator, const exposure::FailureSet& failed,
                         model::FlowId flow, const exposure::FlowOutcome& outcome) {
      paths_.Visit(evaluator, failed, flow, outcome);
    };
  }

 private:
  const Snapshot& snapshot_;
  exposure::Evaluators evaluators_;
  exposure::KnownOutcomes cuts_;
  MovedPaths paths_;
};

}  // namespace ringfence::study
