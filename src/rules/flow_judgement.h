// What the rules about flows share: going through the failure sets, keeping what is new, and asking the cone.
#pragma once

#include <functional>

#include "rules/rule.h"

namespace ringfence::rules {

/// Doubts of an outcome as reasons with names.
std::vector<Reason> ReasonsOf(const exposure::FlowOutcome& outcome, const exposure::World& world);

/// Doubts about who gets copies of the flow, with names. They can only add readers and who sees metadata.
std::vector<Reason> CopyReasonsOf(const exposure::FlowOutcome& outcome, const exposure::World& world);

/// Doubts about ways that are followed and perhaps not taken, with names. They can only take a violation
/// back.
std::vector<Reason> SpareReasonsOf(const exposure::FlowOutcome& outcome, const exposure::World& world);

/// Adds reasons for unmodelled lines in the cone of `flow`. `impact_bits`: see ConeQuery.
void AddConeReasons(const RuleContext& context, model::FlowId flow, const base::BitSet& handlers,
                    std::uint8_t impact_bits, std::vector<Reason>& reasons);

/// Adds reasons for facts missing about elements that handle the flow: makers, access doubts.
void AddMissingFacts(const RuleContext& context, const base::BitSet& handlers, std::vector<Reason>& reasons);

/// Sorts reasons and removes doubles.
void Tidy(std::vector<Reason>& reasons);

/// Calls `visit(set index)` for every visited set of the flow within the kinds and size of `under`
/// (exposure/sweep.h): all outcomes are among theirs, and all least sets with a property of the outcome.
void ForEachSet(const RuleContext& context, model::FlowId flow, const Under& under,
                const std::function<void(std::size_t)>& visit);

/// How many sets these stand for, of units that count.
std::uint64_t CountTried(const RuleContext& context, model::FlowId flow, const Under& under,
                         const std::function<bool(std::uint32_t)>& counts);

/// Union of paths over all sets.
base::BitSet HandlersOf(const RuleContext& context, model::FlowId flow, const Under& under);

}  // namespace ringfence::rules
