// Whose failure alone ends a delivery.
#pragma once

#include <vector>

#include "exposure/engine.h"

namespace ringfence::study {

/// A flow, and what has failed before for it.
struct CutQuery {
  model::FlowId flow;
  exposure::FailureSet banned;
};

/// Units of the kinds "node" and "line system".
bool IsCutKind(exposure::FailureKind kind);

/// The answer to a query.
struct SingleCuts {
  bool delivered = false;             ///< with the banned units down and nothing else
  std::vector<model::ElementId> cut;  ///< nodes and line systems without which it is not, in order of units
};

/// Answers each query, in order. Does not depend on the number of evaluators, nor on what `known` holds of
/// earlier calls with evaluators of the same kind; adds what it tries there.
std::vector<SingleCuts> FindSingleCuts(const std::vector<CutQuery>& queries, exposure::Evaluators& evaluators,
                                       exposure::KnownOutcomes& known);

}  // namespace ringfence::study
