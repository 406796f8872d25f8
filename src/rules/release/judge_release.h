// Judging a release rule; reading its stanza is in release.cc.
#pragma once

#include "rules/rule.h"

namespace ringfence::rules::release {

/// "this information may be received only by these parties": the ends of every flow that carries it.
struct ReleaseRule {
  std::size_t information = 0;
  std::vector<model::PartyId> to;
};

/// Judges all flows that carry the information.
RuleResult JudgeRelease(const ReleaseRule& rule, const RuleContext& context);

}  // namespace ringfence::rules::release
