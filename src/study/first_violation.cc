// The first violation in an order that no thread and no clock has a part in.
//
// Problem: a violation that shows with nothing failed is told after all pairs of failures were searched.
// Idea: the search goes through failure sets by size (exposure/sweep.cc), so it is asked after each size
// whether the rules, each with at most so many failures, are violated; when one is, nothing larger is begun.
// The order is therefore: fewest failures under which a violation is established; then rules in the order of
// the policy; then flows in the order of the rule; then failure sets in the order of findings.
//
// A rule with at most k failures is violated whenever it is with fewer: a set that violates is a set of at
// most k. What is established at a size needs no larger set: the answer equals that of a check with so many
// failures. That check asks which lines are open on the ways of its own sets, one with more failures on the
// ways of more sets: so the latter may call undecided what is violated here. Undecided and waived are no
// violations, and the search goes on. A rule whose sets were all looked at keeps its verdict and is not
// judged again: when nothing is violated, the answer is the one of a check without this, byte for byte. Cost:
// judging what is known once a size; no set is evaluated twice.

#include "study/first_violation.h"

#include <algorithm>
#include <utility>

#include "study/waivers.h"

namespace ringfence::study {
namespace {

using rules::FailureFinding;

/// Shows a violation that no waiver covers.
bool IsOpen(const Snapshot& snapshot, base::Date day, const rules::RuleResult& rule, model::FlowId flow,
            const FailureFinding& finding) {
  return finding.offenders.empty() ||
         std::ranges::any_of(finding.offenders, [&](const exposure::Offender& offender) {
           return offender.who.membership == exposure::Membership::kYes &&
                  WaiverFor(snapshot, day, rule.id, {flow, offender.who.element}) == nullptr;
         });
}

}  // namespace

void LeaveFirst(const Snapshot& snapshot, base::Date day, rules::RuleResult& rule) {
  const auto violated =
      std::ranges::find(rule.flows, rules::VerdictState::kViolated, &rules::FlowResult::state);
  if (violated == rule.flows.end()) return;
  rules::FlowResult flow = std::move(*violated);
  const auto open = [&](const FailureFinding& finding) {
    return IsOpen(snapshot, day, rule, flow.flow, finding);
  };
  auto first = std::ranges::find_if(
      flow.findings, [&](const FailureFinding& finding) { return !finding.doubtful && open(finding); });
  if (first == flow.findings.end()) first = std::ranges::find_if(flow.findings, open);
  if (first != flow.findings.end()) {
    FailureFinding finding = std::move(*first);
    flow.findings.assign(1, std::move(finding));
  }
  rule.flows.assign(1, std::move(flow));
}

}  // namespace ringfence::study
