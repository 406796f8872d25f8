// Judging a confine rule; reading its stanza is in confine.cc.
#pragma once

#include "rules/rule.h"

namespace ringfence::rules::confine {

/// Levels from a date on; replaces the rule's own levels.
struct LaterLevels {
  base::Date from;
  exposure::LevelSet levels;
};

/// A confine rule: "no element of `away_from` may hold one of `levels` over these flows".
struct ConfineRule {
  std::vector<model::FlowId> flows;
  model::PartySetId away_from;
  exposure::LevelSet levels;
  std::vector<LaterLevels> later;  ///< by date
  exposure::RoleSet roles;
  Under under;

  exposure::LevelSet LevelsOn(base::Date day) const;  ///< after the replacements of `later`
};

/// Judges all flows of the rule.
RuleResult JudgeConfine(const ConfineRule& rule, const RuleContext& context);

}  // namespace ringfence::rules::confine
