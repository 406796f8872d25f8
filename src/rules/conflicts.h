// Deny rules against delivery rules: sets that cannot both hold, with their minimal cores.
#pragma once

#include <vector>

#include "rules/rule.h"

namespace ringfence::rules {

/// A rule in force with its id and needs.
struct ActiveRule {
  std::string id;
  const Rule* rule = nullptr;
  Needs needs;
};

/// Elements whose presence on the flow's path would break the denial, as failure units: nodes, and line
/// systems (or, when only reading and altering is denied, the links whose line systems could do that).
exposure::FailureSet DeniedUnits(const RuleContext& context, const Rule::Denial& denial, model::FlowId flow,
                                 bool with_closure);

/// For every pair of a deny rule and a delivery rule that share a flow: does the flow survive without what is
/// denied? Else the minimal cores of at most kCoreSizeMax elements. The evaluators' states change.
std::vector<Conflict> FindConflicts(const RuleContext& context, const std::vector<ActiveRule>& rules,
                                    exposure::Evaluators& evaluators);

/// Largest core that is looked for (origin: bigger ones mean nothing to people).
inline constexpr std::size_t kCoreSizeMax = 3;
/// With more denied units than these only those on paths are tried (origin: 299 subsets are a moment's work).
inline constexpr std::size_t kCoreUnitsMax = 12;
/// Sets that are tried for all conflicts of a check together (origin: minutes at 2,000 routers).
inline constexpr std::size_t kCoreTriesMax = 4096;

}  // namespace ringfence::rules
