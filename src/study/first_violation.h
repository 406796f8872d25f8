// A check that ends at its first violation, and what it then leaves unsaid.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/verdict.h"
#include "study/snapshot.h"

namespace ringfence::study {

/// Where a check ended.
struct FirstViolation {
  std::uint32_t failures = 0;           ///< up to which sets were looked at; fewer establish no violation
  std::vector<std::string> not_judged;  ///< the other rules in force: nothing is said of them
};

/// Leaves of a violated rule its first violated flow with the first finding that establishes the violation:
/// of an outcome without doubt, and of somebody whom no waiver covers. Where none does by itself, the first
/// that no waiver covers. A rule that is not about flows stays whole. REQUIRES: `rule` is violated, waivers
/// applied.
void LeaveFirst(const Snapshot& snapshot, base::Date day, rules::RuleResult& rule);

}  // namespace ringfence::study
