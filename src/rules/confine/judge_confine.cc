// A failure set violates when some element of the set of parties holds a forbidden level under it. Exposure
// is not monotone (a failure can remove an exposure), so every outcome there is is looked at; reported is
// what a set adds to everything its proper subsets already show, which makes each reported set minimal for
// what it reports. A flow that is not delivered is not exposed: such sets are no violation here (deliver
// rules speak of them).
//
// Certainty. Violated: some set whose outcome has no doubt, also not about ways that are perhaps not taken,
// exposes a certain member, and no unmodelled line that could take the path or the reading away lies in the
// cone. Proved: no set exposes even a possible member, no outcome has a doubt, no unmodelled line of any kind
// lies in the cone, no fact is missing. Everything else is undecided.

#include "rules/confine/judge_confine.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/sort_unique.h"
#include "rules/flow_judgement.h"

namespace ringfence::rules::confine {
namespace {

using exposure::ElementInSet;
using exposure::LevelSet;
using exposure::Membership;
using exposure::Offender;

/// Levels per element that proper subsets of a failure set already show.
using Known = std::map<model::ElementId, LevelSet>;

class FlowJudge {
 public:
  FlowJudge(const ConfineRule& rule, const RuleContext& context, const std::vector<ElementInSet>& members,
            model::FlowId flow)
      : rule_(rule), context_(context), members_(members) {
    result_.flow = flow;
    result_.levels = rule.LevelsOn(context.as_of);
    copied_ = base::BitSet(context.world.elements.size());
  }

  FlowResult Run() {
    result_.delivered = context_.sweep.outcome(0, result_.flow).delivered;
    result_.sets_tried = CountTried(context_, result_.flow, rule_.under, [](std::uint32_t) { return true; });
    ForEachSet(context_, result_.flow, rule_.under, [this](std::size_t set) { TrySet(set); });
    Conclude();
    return std::move(result_);
  }

 private:
  std::vector<Offender> OffendersIn(const exposure::FlowOutcome& outcome) const {
    if (!outcome.delivered) return {};
    return exposure::OffendersOf(outcome, members_, result_.levels, context_.world);
  }

  void TrySet(std::size_t set) {
    const exposure::FlowOutcome& outcome = context_.sweep.outcome(set, result_.flow);
    for (Reason& reason : ReasonsOf(outcome, context_.world)) doubts_.push_back(std::move(reason));
    copied_ |= outcome.copied;
    if (result_.levels.has(exposure::Level::kRead) || result_.levels.has(exposure::Level::kMeta)) {
      for (Reason& reason : CopyReasonsOf(outcome, context_.world)) doubts_.push_back(std::move(reason));
    }
    if (!outcome.delivered) return;
    std::vector<Offender> offenders = OffendersIn(outcome);
    if (!offenders.empty()) {
      for (Reason& reason : SpareReasonsOf(outcome, context_.world)) doubts_.push_back(std::move(reason));
    }
    const bool certain = std::ranges::any_of(
        offenders, [](const Offender& o) { return o.who.membership == Membership::kYes; });
    any_possible_ = any_possible_ || (!offenders.empty() && !certain);
    possible_beside_ = possible_beside_ || std::ranges::any_of(offenders, [](const Offender& o) {
                         return o.who.membership != Membership::kYes;
                       });
    const bool doubtful = outcome.ways_in_doubt();
    certain_violation_ = certain_violation_ || (certain && !doubtful);
    if (!doubtful) AddCertain(offenders);
    if (set != 0 && offenders.empty() && nominal_offends_ && IsLeastClean(set))
      result_.clean.push_back(context_.sweep.sets()[set]);
    if (set == 0) nominal_offends_ = !offenders.empty();
    KeepNew(set, offenders);
    if (!offenders.empty()) Report(set, std::move(offenders), doubtful);
  }

  void AddCertain(const std::vector<Offender>& offenders) {
    for (const Offender& offender : offenders) {
      if (offender.who.membership == Membership::kYes) result_.certain.push_back(offender.who.element);
    }
  }

  /// No smaller failure cures the violation.
  bool IsLeastClean(std::size_t set) const {
    return std::ranges::none_of(context_.sweep.SubsetsOf(set), [this](const exposure::FailureSet& subset) {
      const exposure::FlowOutcome& outcome = context_.sweep.OutcomeOf(subset, result_.flow);
      return !subset.empty() && outcome.delivered && OffendersIn(outcome).empty();
    });
  }

  void KeepNew(std::size_t set, std::vector<Offender>& offenders) const {
    if (offenders.empty()) return;
    Known known;
    for (const exposure::FailureSet& subset : context_.sweep.SubsetsOf(set)) {
      for (const Offender& offender : OffendersIn(context_.sweep.OutcomeOf(subset, result_.flow))) {
        LevelSet& levels = known[offender.who.element];
        levels = levels | offender.levels;
      }
    }
    for (Offender& offender : offenders) {
      const auto shown = known.find(offender.who.element);
      if (shown != known.end()) offender.levels = offender.levels.Without(shown->second);
    }
    std::erase_if(offenders, [](const Offender& o) { return o.levels.empty(); });
  }

  void Report(std::size_t set, std::vector<Offender> offenders, bool doubtful) {
    FailureFinding finding;
    finding.doubtful = doubtful;
    finding.failed = context_.sweep.sets()[set];
    finding.text = fmt::format("{} under {}", context_.policy.flows[result_.flow.index()].id,
                               finding.failed.empty() ? "no failure" : "failure");
    finding.offenders = std::move(offenders);
    result_.findings.push_back(std::move(finding));
  }

  /// Everything that would keep a proof from being certain, in the order of reasons.
  std::vector<Reason> WhatIsOpen(const base::BitSet& handlers) {
    std::vector<Reason> open = std::move(doubts_);
    AddConeReasons(context_, result_.flow, handlers, model::Impact::kAll, open);
    AddMissingFacts(context_, handlers, open);
    if (any_possible_ || (certain_violation_ && possible_beside_))
      open.push_back({"shares are known as intervals only, and decide", {}});
    Tidy(open);
    return open;
  }

  void Conclude() {
    base::BitSet handlers = HandlersOf(context_, result_.flow, rule_.under);
    handlers |= copied_;
    using model::Impact;
    if (certain_violation_) {
      std::uint8_t bits = Impact::kForwarding;
      if (!result_.levels.has(exposure::Level::kMeta) && !result_.levels.has(exposure::Level::kCut)) {
        bits |= Impact::kProtection;
      }
      AddConeReasons(context_, result_.flow, handlers, bits, result_.reasons);
      result_.state = result_.reasons.empty() ? VerdictState::kViolated : VerdictState::kUndecided;
      if (result_.reasons.empty()) result_.beside = WhatIsOpen(handlers);
    } else {
      result_.reasons = WhatIsOpen(handlers);
      const bool open = !result_.reasons.empty() || !result_.findings.empty();
      result_.state = open ? VerdictState::kUndecided : VerdictState::kProved;
    }
    Tidy(result_.reasons);
    base::SortUnique(result_.certain);
  }

  const ConfineRule& rule_;
  const RuleContext& context_;
  const std::vector<ElementInSet>& members_;
  FlowResult result_;
  std::vector<Reason> doubts_;
  base::BitSet copied_;  ///< elements that copies pass under some tried set
  bool nominal_offends_ = false;
  bool certain_violation_ = false;
  bool any_possible_ = false;     ///< some set exposes possible members only
  bool possible_beside_ = false;  ///< some set exposes possible members, certain ones or not beside them
};

}  // namespace

LevelSet ConfineRule::LevelsOn(base::Date day) const {
  LevelSet now = levels;
  for (const LaterLevels& change : later) {
    if (change.from <= day) now = change.levels;
  }
  return now;
}

RuleResult JudgeConfine(const ConfineRule& rule, const RuleContext& context) {
  const exposure::Coverage coverage = exposure::CoverageOf(context.policy, rule.away_from, context.as_of);
  const std::vector<ElementInSet> members = exposure::ElementsOf(context.world, coverage, rule.roles);
  RuleResult result;
  for (model::FlowId flow : rule.flows) {
    result.flows.push_back(FlowJudge(rule, context, members, flow).Run());
    result.state = Worst(result.state, result.flows.back().state);
  }
  return result;
}

}  // namespace ringfence::rules::confine
