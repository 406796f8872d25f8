// Judging a cap rule; reading its stanza is in cap.cc.
#pragma once

#include "rules/rule.h"

namespace ringfence::rules::cap {

/// What a share counts. Several measures of one network disagree widely, so a rule names the ones it judges;
/// all are printed.
enum class Measure : std::uint8_t {
  kCount,           ///< elements of the population
  kSites,           ///< distinct sites of the population
  kTraffic,         ///< busy-hour traffic of the population
  kTrafficThrough,  ///< traffic of the flows that crosses any element of the set on its path
  kTrafficRead,     ///< traffic of the flows over which the set holds the level, managers and hosts included
  kTrafficMeta,
  kTrafficAlter,
  kTrafficCut,
};
inline constexpr std::size_t kMeasureCount = 8;
/// Names as files write them, in order of Measure.
inline constexpr std::string_view kMeasureNames[] = {"count",           "sites",        "traffic",
                                                     "traffic-through", "traffic-read", "traffic-meta",
                                                     "traffic-alter",   "traffic-cut"};

/// The population: elements of a kind that somebody operates.
struct Population {
  std::optional<model::ElementKind> kind;
  model::PartyId operated_by;
};

/// "the share of `capped` in the population is at most `at_most_bp`".
struct CapRule {
  model::PartySetId capped;
  std::uint32_t at_most_bp = 0;
  Population among;
  std::vector<Measure> judged;
  std::vector<model::FlowId> flows;  ///< for the measures of traffic that crosses or is exposed
  exposure::RoleSet roles;
};

/// Judges all measures.
RuleResult JudgeCap(const CapRule& rule, const RuleContext& context);

}  // namespace ringfence::rules::cap
