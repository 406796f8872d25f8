// What was found before an edit of the files and holds after it.
#pragma once

#include <functional>

#include "base/source.h"
#include "exposure/engine.h"

namespace ringfence::exposure {

/// The two sides of an edit. Whatever it points at must outlive the calls.
struct Edit {
  const ExposureEngine& before;
  const ExposureEngine& after;
  /// True for spans that mean the same on both sides: of files with the same number, name and text, and of
  /// none.
  std::function<bool(const base::Span&)> same_place;
};

/// One evaluation that was taken over.
struct Carried {
  const FailureSet& failed;
  model::FlowId before, after;  ///< the flow on either side
  const FlowOutcome& outcome;   ///< as it is after the edit
};

/// Adds to `to` what is in `from` and must come out the same after the edit; calls `visit` with each, those
/// of the empty set first. REQUIRES: evaluators of one kind found and will find them. Cost: comparing the two
/// networks (FindEditScope), and what is taken over.
void CarryOutcomes(const Edit& edit, const KnownOutcomes& from, KnownOutcomes& to,
                   const std::function<void(const Carried&)>& visit);

}  // namespace ringfence::exposure
