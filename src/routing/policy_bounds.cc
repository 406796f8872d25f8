// What a policy can do to the rank of routes to one prefix.
//
// Problem: whether the order of events can matter for a prefix depends on what policies may do to its routes,
// not on what they do to those that happen to be there. Idea: run the policy on a set of routes instead of a
// route. All that is known of the set is the prefix, so a condition made of prefix lists holds or does not,
// and any other may; a set goes both ways then. Jumps lead forward only, so one pass over the terms meets
// every set that comes to a term before that term. Calls, routes that pass for the time being and arithmetic
// are not followed: nothing is claimed of such chains. Cost: one look at each term.

#include "routing/policy_bounds.h"

#include <algorithm>
#include <vector>

namespace ringfence::routing {
namespace {

using model::RouteActionKind;
using model::TermFlow;

constexpr PreferenceBounds kUnknown = {.known = false};

void Act(const CompiledTerm& term, PreferenceBounds& routes) {
  for (const CompiledAction& action : term.actions) {
    if (action.action->kind == RouteActionKind::kLocalPreference &&
        action.action->op == model::ValueOp::kSet) {
      routes.Set(action.action->value);
    } else if (SetsRank(action)) {
      routes = kUnknown;
    }
  }
}

/// Follows a set through one policy.
class Walk {
 public:
  Walk(const PolicyProgram& program, const net::Prefix& prefix) : program_(program), prefix_(prefix) {}

  PreferenceBounds accepted;

  /// What goes on to the next policy of the chain.
  PreferenceBounds Through(const CompiledPolicy& policy, const PreferenceBounds& routes) {
    at_.assign(policy.terms.size() + 1, {});
    at_.front() = routes;
    PreferenceBounds onward;
    for (std::size_t t = 0; t < policy.terms.size(); ++t) {
      if (!at_[t].empty()) Pass(policy.terms[t], t, onward);
    }
    if (policy.policy->end == model::PolicyEnd::kAccept) accepted.Merge(at_.back());
    if (policy.policy->end == model::PolicyEnd::kNextPolicy) onward.Merge(at_.back());
    return onward;
  }

 private:
  void Pass(const CompiledTerm& term, std::size_t t, PreferenceBounds& onward) {
    const Certainty holds = program_.Holds(term, prefix_);
    if (holds != Certainty::kYes) at_[t + 1].Merge(at_[t]);
    if (holds == Certainty::kNo) return;
    PreferenceBounds routes = at_[t];
    Act(term, routes);
    const std::size_t target = std::clamp<std::size_t>(term.term->target, t + 1, at_.size() - 1);
    switch (term.term->flow) {
      case TermFlow::kAccept:
        return accepted.Merge(routes);
      case TermFlow::kReject:
        return;
      case TermFlow::kNext:
        return at_[t + 1].Merge(routes);
      case TermFlow::kNextPolicy:
        return onward.Merge(routes);
      case TermFlow::kGoto:
        return at_[target].Merge(routes);
      case TermFlow::kPass:
      case TermFlow::kCall:
        return accepted.Merge(kUnknown);
    }
  }

  const PolicyProgram& program_;
  const net::Prefix& prefix_;
  std::vector<PreferenceBounds> at_;  ///< by term: what comes to it
};

}  // namespace

void PreferenceBounds::Merge(const PreferenceBounds& other) {
  known = known && other.known;
  keeps = keeps || other.keeps;
  lowest = std::min(lowest, other.lowest);
  highest = std::max(highest, other.highest);
}

void PreferenceBounds::Set(std::uint32_t preference) {
  if (known) *this = {.lowest = preference, .highest = preference};
}

PreferenceBounds PreferencesAfter(const PolicyProgram& program, const CompiledChain& chain,
                                  const net::Prefix& prefix) {
  Walk walk(program, prefix);
  PreferenceBounds routes = {.keeps = true};
  for (const std::uint32_t policy : chain.policies) {
    if (policy == kUndefined) return kUnknown;
    routes = walk.Through(program.policies()[policy], routes);
  }
  if (chain.accept_by_default) walk.accepted.Merge(routes);
  return walk.accepted.known ? walk.accepted : kUnknown;
}

}  // namespace ringfence::routing
