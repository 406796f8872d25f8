// Judging an exclude rule; reading its stanza is in exclude.cc.
#pragma once

#include "rules/rule.h"

namespace ringfence::rules::exclude {

/// "nothing of `excluded` in these functions, storing these data, or near this place", in one operator's
/// network.
struct ExcludeRule {
  model::PartySetId excluded;
  std::vector<std::string> functions;
  std::vector<std::string> stored;
  std::vector<std::string> tolerated;  ///< functions in which it is tolerated
  std::optional<std::size_t> near;     ///< index of Policy::places
  model::PartyId network;              ///< operator; invalid: every network
  exposure::RoleSet roles;
};

/// Judges all elements.
RuleResult JudgeExclude(const ExcludeRule& rule, const RuleContext& context);

/// Great-circle distance in kilometres on a sphere of mean radius 6371.0088 km (IUGG): haversine formula.
double DistanceKm(const model::Position& a, const model::Position& b);

}  // namespace ringfence::rules::exclude
