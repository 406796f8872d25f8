// A receiver is an end of a flow. Its owner (or operator, when no owner is stated) must be one of the named
// parties, or a body of a named state. An end whose owner nobody states leaves the rule undecided.

#include "rules/release/judge_release.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::rules::release {
namespace {

bool MayReceive(const ReleaseRule& rule, const model::Policy& policy, model::PartyId party) {
  const auto named = [&](model::PartyId id) { return std::ranges::count(rule.to, id) > 0; };
  const std::optional<model::PartyId>& state = policy.parties[party.index()].state;
  return named(party) || (state && named(*state));
}

/// Owner of the element, else its operator, with the line that says so.
std::pair<model::PartyId, base::Span> HolderOf(const exposure::WorldElement& element) {
  for (model::PartyRole wanted : {model::PartyRole::kOwner, model::PartyRole::kOperator}) {
    for (std::size_t i = 0; i < element.parties.size(); ++i) {
      if (element.facts.parties[i].role == wanted && element.parties[i].valid())
        return {element.parties[i], element.facts.parties[i].span};
    }
  }
  return {};
}

}  // namespace

RuleResult JudgeRelease(const ReleaseRule& rule, const RuleContext& context) {
  RuleResult result;
  for (std::size_t f = 0; f < context.policy.flows.size(); ++f) {
    const model::Flow& flow = context.policy.flows[f];
    if (flow.information != rule.information) continue;
    for (const std::string& end : flow.ends) {
      const model::ElementId element = context.world.FindElement(end);
      if (!element.valid()) continue;
      const auto [holder, span] = HolderOf(context.world.elements[element.index()]);
      if (!holder.valid()) {
        result.reasons.push_back({fmt::format("nobody states who owns {}, an end of {}", end, flow.id),
                                  {context.world.elements[element.index()].facts.span}});
        result.state = Worst(result.state, VerdictState::kUndecided);
        continue;
      }
      if (MayReceive(rule, context.policy, holder)) continue;
      result.state = VerdictState::kViolated;
      result.elements.push_back({element,
                                 exposure::Membership::kYes,
                                 holder,
                                 fmt::format("receives {}", flow.id),
                                 true,
                                 {span, flow.span}});
    }
  }
  return result;
}

}  // namespace ringfence::rules::release
