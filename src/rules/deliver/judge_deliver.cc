// A failure set violates when some packet of the flow, on some branch, does not arrive in one of the two
// directions. Sets that fail an end of the flow are left out: no network can help there. Reported are minimal
// sets: no proper subset (ends aside) breaks the flow.

#include "rules/deliver/judge_deliver.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/flow_judgement.h"

namespace ringfence::rules::deliver {
namespace {

bool FailsAnEnd(const RuleContext& context, model::FlowId flow, std::uint32_t unit) {
  const auto& nodes = context.world.failures[unit].nodes;
  return std::ranges::any_of(nodes, [&](model::NodeId node) {
    return node == context.world.flow_ends[0][flow.index()] ||
           node == context.world.flow_ends[1][flow.index()];
  });
}

FlowResult JudgeFlow(const DeliverRule& rule, const RuleContext& context, model::FlowId flow) {
  FlowResult result;
  result.flow = flow;
  result.delivered = context.sweep.outcome(0, flow).delivered_all;
  std::vector<Reason> doubts;
  bool certain = false;
  const auto counts = [&](std::uint32_t unit) { return !FailsAnEnd(context, flow, unit); };
  result.sets_tried = CountTried(context, flow, rule.under, counts);
  ForEachSet(context, flow, rule.under, [&](std::size_t set) {
    const exposure::FailureSet& failed = context.sweep.sets()[set];
    if (!std::ranges::all_of(failed, counts)) return;
    const exposure::FlowOutcome& outcome = context.sweep.outcome(set, flow);
    for (Reason& reason : ReasonsOf(outcome, context.world)) doubts.push_back(std::move(reason));
    if (outcome.delivered_all) return;
    for (Reason& reason : SpareReasonsOf(outcome, context.world)) doubts.push_back(std::move(reason));
    const bool doubtful = outcome.ways_in_doubt();
    certain = certain || !doubtful;
    const auto breaks = [&](const exposure::FailureSet& subset) {
      return !context.sweep.OutcomeOf(subset, flow).delivered_all;
    };
    if (std::ranges::any_of(context.sweep.SubsetsOf(set), breaks)) return;
    FailureFinding finding;
    finding.failed = failed;
    finding.text = fmt::format("{} does not arrive", context.policy.flows[flow.index()].id);
    finding.doubtful = doubtful;
    result.findings.push_back(std::move(finding));
  });
  const base::BitSet handlers = HandlersOf(context, flow, rule.under);
  AddConeReasons(context, flow, handlers, model::Impact::kForwarding, result.reasons);
  if (!certain) result.reasons.insert(result.reasons.end(), doubts.begin(), doubts.end());
  Tidy(result.reasons);
  result.state = !result.reasons.empty()   ? VerdictState::kUndecided
                 : result.findings.empty() ? VerdictState::kProved
                                           : VerdictState::kViolated;
  return result;
}

}  // namespace

RuleResult JudgeDeliver(const DeliverRule& rule, const RuleContext& context) {
  RuleResult result;
  for (model::FlowId flow : rule.flows) {
    result.flows.push_back(JudgeFlow(rule, context, flow));
    result.state = Worst(result.state, result.flows.back().state);
  }
  return result;
}

}  // namespace ringfence::rules::deliver
