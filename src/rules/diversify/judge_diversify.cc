// One evaluation per (supplier, flow): all nodes and line systems of the supplier are down at once, except
// the flow's ends. A supplier that carries nothing of the flow nominally is tried as well: its equipment may
// be what routing falls back to.

#include "rules/diversify/judge_diversify.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/flow_judgement.h"

namespace ringfence::rules::diversify {
namespace {

/// Failure units of a supplier's equipment: nodes and line systems, ends of `flow` left out.
exposure::FailureSet EquipmentOf(const RuleContext& context, model::PartyId supplier, exposure::RoleSet by,
                                 model::FlowId flow) {
  exposure::FailureSet set;
  for (std::uint32_t unit = 0; unit < context.world.failures.size(); ++unit) {
    const exposure::FailureUnit& failing = context.world.failures[unit];
    const bool whole =
        failing.kind == exposure::FailureKind::kNode || failing.kind == exposure::FailureKind::kLineSystem;
    if (!whole || !failing.element.valid()) continue;
    const exposure::WorldElement& element = context.world.elements[failing.element.index()];
    const bool end = element.node.valid() && (element.node == context.world.flow_ends[0][flow.index()] ||
                                              element.node == context.world.flow_ends[1][flow.index()]);
    bool made = false;
    for (std::size_t i = 0; i < element.parties.size(); ++i) {
      made = made || (element.parties[i] == supplier && by.has(element.facts.parties[i].role));
    }
    if (made && !end) set.push_back(unit);
  }
  return set;
}

/// Elements of which the supplier makes parts only, as doubts: when it is gone some ports are, and nobody
/// says which. That all are is what is tried.
void AddPartDoubts(const RuleContext& context, model::PartyId supplier, exposure::RoleSet by,
                   const exposure::FailureSet& equipment, std::vector<Reason>& doubts) {
  if (!by.has(model::PartyRole::kMaker)) return;
  for (const std::uint32_t unit : equipment) {
    const exposure::WorldElement& element =
        context.world.elements[context.world.failures[unit].element.index()];
    const auto part = exposure::PartMadeBy(element, supplier);
    if (part)
      doubts.push_back({fmt::format("{} makes parts of {}, and nobody states which of its ports they are",
                                    context.policy.parties[supplier.index()].id, element.facts.name),
                        {*part}});
  }
}

FlowResult JudgeFlow(const DiversifyRule& rule, const RuleContext& context, model::FlowId flow) {
  FlowResult result;
  result.flow = flow;
  const exposure::FlowOutcome& nominal = context.sweep.outcome(0, flow);
  result.delivered = nominal.delivered_all;
  base::BitSet handlers = nominal.path;
  std::vector<Reason> doubts = ReasonsOf(nominal, context.world);
  for (std::size_t party = 0; party < context.policy.parties.size(); ++party) {
    const exposure::FailureSet equipment = EquipmentOf(context, model::PartyId(party), rule.by, flow);
    if (equipment.empty()) continue;
    ++result.sets_tried;
    AddPartDoubts(context, model::PartyId(party), rule.by, equipment, doubts);
    context.evaluator.Enter(equipment);
    const exposure::FlowOutcome outcome = context.evaluator.Evaluate(flow);
    handlers |= outcome.path;
    for (Reason& reason : ReasonsOf(outcome, context.world)) doubts.push_back(std::move(reason));
    if (outcome.delivered_all) continue;
    for (Reason& reason : SpareReasonsOf(outcome, context.world)) doubts.push_back(std::move(reason));
    FailureFinding finding;
    finding.failed = equipment;
    finding.text =
        fmt::format("without the equipment of {} the flow does not arrive", context.policy.parties[party].id);
    result.findings.push_back(std::move(finding));
  }
  result.reasons = std::move(doubts);
  AddConeReasons(context, flow, handlers, model::Impact::kForwarding, result.reasons);
  AddMissingFacts(context, handlers, result.reasons);
  Tidy(result.reasons);
  result.state = !result.reasons.empty()   ? VerdictState::kUndecided
                 : result.findings.empty() ? VerdictState::kProved
                                           : VerdictState::kViolated;
  return result;
}

}  // namespace

RuleResult JudgeDiversify(const DiversifyRule& rule, const RuleContext& context) {
  RuleResult result;
  for (model::FlowId flow : rule.flows) {
    result.flows.push_back(JudgeFlow(rule, context, flow));
    result.state = Worst(result.state, result.flows.back().state);
  }
  return result;
}

}  // namespace ringfence::rules::diversify
