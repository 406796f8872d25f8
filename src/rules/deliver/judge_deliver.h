// Judging a deliver rule; reading its stanza is in deliver.cc.
#pragma once

#include "rules/rule.h"

namespace ringfence::rules::deliver {

/// "these flows must keep working under that many failures". The failure of a flow's own two ends never
/// counts.
struct DeliverRule {
  std::vector<model::FlowId> flows;
  Under under;
};

/// Judges all flows of the rule.
RuleResult JudgeDeliver(const DeliverRule& rule, const RuleContext& context);

}  // namespace ringfence::rules::deliver
