// The evidence of all findings, once all rules have judged. See evidence_pass.cc.
#pragma once

#include <span>

#include "rules/rule.h"

namespace ringfence::rules {

/// A rule and what it came to.
struct Judged {
  const Rule* rule = nullptr;
  RuleResult* result = nullptr;
};

/// Fills the evidence of every finding, on as many threads as there are evaluators; the outcome does not
/// depend on their number.
void WriteEvidence(std::span<const Judged> judged, const RuleContext& context,
                   exposure::Evaluators& evaluators);

}  // namespace ringfence::rules
