// What the studies of one snapshot share, when several are to come.
#pragma once

#include "exposure/sweep.h"
#include "study/moved_paths.h"

namespace ringfence::study {

/// A check and the page about it speak of the same failures: whoever comes first evaluates, for all. The
/// answers of a study do not depend on it. For one study at a time.
class Inquiry {
 public:
  /// REQUIRES: the snapshot has an engine and outlives the inquiry; threads > 0.
  Inquiry(const Snapshot& snapshot, unsigned threads)
      : evaluators_(*snapshot.engine, threads, exposure::Steer::kComplete), paths_(snapshot, 1) {
    evaluators_.KeepOutcomes();
  }
  exposure::Evaluators& evaluators() { return evaluators_; }
  /// Paths under single failures, of all searches that told Observe.
  MovedPaths& paths() { return paths_; }
  /// Lets a search keep the paths that it comes by.
  void Observe(exposure::SweepQuery& query) {
    query.visit = [this](exposure::Evaluator& evaluator, const exposure::FailureSet& failed,
                         model::FlowId flow, const exposure::FlowOutcome& outcome) {
      paths_.Visit(evaluator, failed, flow, outcome);
    };
  }

 private:
  exposure::Evaluators evaluators_;
  MovedPaths paths_;
};

}  // namespace ringfence::study
