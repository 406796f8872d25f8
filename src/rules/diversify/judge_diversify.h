// Judging a diversify rule; reading its stanza is in diversify.cc.
#pragma once

#include "rules/rule.h"

namespace ringfence::rules::diversify {

/// "no single supplier may be able to cut these flows": with everything of one supplier gone, each flow still
/// works. The flow's own two ends are not counted.
struct DiversifyRule {
  std::vector<model::FlowId> flows;
  exposure::RoleSet by;  ///< the roles that make a supplier, maker by default
};

/// Judges all flows of the rule.
RuleResult JudgeDiversify(const DiversifyRule& rule, const RuleContext& context);

}  // namespace ringfence::rules::diversify
