// "Somebody stands for both ends of these flows": an example of a rule kind; see README.md.
#pragma once

#include <span>

#include "rules/rule.h"

namespace ringfence::rules::attest {

/// The entry for the table.
extern const RuleKind kRuleKind;

/// Judges the ends of the flows: proved when the inventory names a party for each, else undecided with the
/// ends that have none. REQUIRES: the flows are of the policy.
RuleResult JudgeAttest(std::span<const model::FlowId> flows, const model::Policy& policy,
                       const exposure::World& world);

}  // namespace ringfence::rules::attest
