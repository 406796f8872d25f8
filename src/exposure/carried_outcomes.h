// What was found before an edit of the files and holds after it.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/moved_lines.h"
#include "exposure/edit_scope.h"
#include "exposure/engine.h"

namespace ringfence::exposure {

/// The two sides of an edit. Whatever it points at must outlive the calls.
struct Edit {
  const ExposureEngine& before;
  const ExposureEngine& after;
  const base::MovedLines& lines;
};

/// One evaluation that was taken over.
struct Carried {
  const FailureSet& failed;
  model::FlowId before, after;  ///< the flow on either side
  const FlowOutcome& outcome;   ///< as it is after the edit
};

/// What of the answers before an edit must come out the same after it.
class CarriedAnswers {
 public:
  /// `edit`, and what it points at, must outlive the object. Cost: comparing the two networks
  /// (FindEditScope).
  explicit CarriedAnswers(const Edit& edit);
  /// Adds to `to` what is in `from` and stands; calls `visit` with each, those of the empty set first.
  /// REQUIRES: evaluators of one kind found and will find them. Cost: what is taken over.
  void Carry(const KnownOutcomes& from, KnownOutcomes& to,
             const std::function<void(const Carried&)>& visit) const;
  /// Where a line stands that an answer before the edit cites; nullopt: it may say something else now, or
  /// another one may say it.
  std::optional<base::Span> PlaceAfter(const base::Span& cited) const;

 private:
  const Edit& edit_;
  std::optional<EditScope> scope_;                 ///< nullopt: nothing stands
  std::vector<std::vector<model::FlowId>> flows_;  ///< by flow before the edit: those that it stands for
};

}  // namespace ringfence::exposure
