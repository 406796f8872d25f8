// Shares as fractions of integers: numerator * 10000 against limit * denominator, so nothing is rounded
// before it is judged. Elements whose membership is only possible make a judged clause undecided when they
// decide it.

#include "rules/cap/judge_cap.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/flow_judgement.h"

namespace ringfence::rules::cap {
namespace {

using exposure::ElementInSet;
using exposure::Membership;

/// Products of bits per second and basis points do not fit into 64 bits.
__extension__ using Wide = unsigned __int128;

bool OperatedBy(const exposure::WorldElement& element, model::PartyId party) {
  if (!party.valid()) return true;
  for (std::size_t i = 0; i < element.parties.size(); ++i) {
    if (element.parties[i] == party && element.facts.parties[i].role == model::PartyRole::kOperator)
      return true;
  }
  return false;
}

/// Sums of one measure: over everything, over certain and over certain or possible members.
struct Sums {
  std::uint64_t whole = 0;
  std::uint64_t certain = 0;
  std::uint64_t possible = 0;
  void Add(std::uint64_t amount, Membership membership) {
    whole += amount;
    if (membership == Membership::kYes) certain += amount;
    if (membership != Membership::kNo) possible += amount;
  }
};

class Judge {
 public:
  Judge(const CapRule& rule, const RuleContext& context) : rule_(rule), context_(context) {
    const exposure::Coverage coverage = exposure::CoverageOf(context.policy, rule.capped, context.as_of);
    members_ = exposure::ElementsOf(context.world, coverage, rule.roles);
    for (std::size_t e = 0; e < context.world.elements.size(); ++e) {
      const exposure::WorldElement& element = context.world.elements[e];
      if (element.removed) continue;
      if (rule.among.kind && element.facts.kind != *rule.among.kind) continue;
      if (OperatedBy(element, rule.among.operated_by)) population_.push_back(e);
    }
  }

  RuleResult Run() {
    result_.limit_bp = rule_.at_most_bp;
    for (std::size_t m = 0; m < kMeasureCount; ++m) JudgeMeasure(static_cast<Measure>(m));
    for (std::size_t e : population_) {
      if (exposure::NeedsMaker(context_.world.elements[e])) {
        result_.reasons.push_back(
            {fmt::format("nobody states who makes {}", context_.world.elements[e].facts.name),
             {context_.world.elements[e].facts.span}});
      }
      if (members_[e].membership == Membership::kNo) continue;
      result_.elements.push_back({model::ElementId(e),
                                  members_[e].membership,
                                  members_[e].party,
                                  "counts",
                                  true,
                                  {members_[e].span}});
    }
    if (!result_.reasons.empty() && result_.state == VerdictState::kProved)
      result_.state = VerdictState::kUndecided;
    return std::move(result_);
  }

 private:
  Sums SumOf(Measure measure) const {
    Sums sums;
    std::set<std::string> sites;
    for (std::size_t e : population_) {
      const model::Element& facts = context_.world.elements[e].facts;
      if (measure == Measure::kCount) sums.Add(1, members_[e].membership);
      if (measure == Measure::kTraffic) sums.Add(facts.busy_hour_bps, members_[e].membership);
    }
    if (measure == Measure::kSites) AddSites(sums);
    if (measure >= Measure::kTrafficThrough) AddFlows(measure, sums);
    return sums;
  }

  void AddSites(Sums& sums) const {
    std::set<std::string> done;
    for (std::size_t e : population_) {
      const std::string& site = context_.world.elements[e].facts.site;
      if (!done.insert(site).second) continue;
      Membership membership = Membership::kNo;
      for (std::size_t other : population_) {
        if (context_.world.elements[other].facts.site == site)
          membership = std::max(membership, members_[other].membership);
      }
      sums.Add(1, membership);
    }
  }

  void AddFlows(Measure measure, Sums& sums) const {
    for (model::FlowId flow : rule_.flows) {
      const exposure::FlowOutcome& outcome = context_.sweep.outcome(0, flow);
      const base::BitSet* touched = &outcome.path;
      if (measure != Measure::kTrafficThrough) {
        const std::size_t level =
            static_cast<std::size_t>(measure) - static_cast<std::size_t>(Measure::kTrafficRead);
        touched = &outcome.exposed[level];
      }
      Membership membership = Membership::kNo;
      touched->ForEach([&](std::size_t e) { membership = std::max(membership, members_[e].membership); });
      sums.Add(context_.policy.flows[flow.index()].traffic_bps, membership);
    }
  }

  bool Holds(std::uint64_t part, std::uint64_t whole) const {
    return Wide(part) * 10000 <= Wide(rule_.at_most_bp) * whole;
  }

  void JudgeMeasure(Measure measure) {
    const std::string name(kMeasureNames[static_cast<std::size_t>(measure)]);
    if (measure >= Measure::kTrafficThrough && rule_.flows.empty()) return;
    const Sums sums = SumOf(measure);
    const bool judged = std::ranges::count(rule_.judged, measure) > 0;
    result_.clauses.push_back({name, sums.certain, sums.whole, judged, Holds(sums.certain, sums.whole)});
    if (!judged) return;
    const bool spare =
        measure >= Measure::kTrafficThrough && !Holds(sums.certain, sums.whole) && AddSpareReasons();
    if (measure >= Measure::kTrafficThrough) AddFlowReasons();
    if (spare) {
      result_.state = Worst(result_.state, VerdictState::kUndecided);
    } else if (!Holds(sums.certain, sums.whole)) {
      result_.state = Worst(result_.state, VerdictState::kViolated);
    } else if (!Holds(sums.possible, sums.whole)) {
      result_.state = Worst(result_.state, VerdictState::kUndecided);
      result_.reasons.push_back(
          {fmt::format("{}: shares known as intervals only decide this measure", name), {}});
    }
    if (sums.whole == 0) {
      result_.state = Worst(result_.state, VerdictState::kUndecided);
      result_.reasons.push_back({fmt::format("{}: nothing is counted, so there is no share", name), {}});
    }
  }

  /// True when some flow is counted for ways that it perhaps does not take.
  bool AddSpareReasons() {
    const std::size_t before = result_.reasons.size();
    for (model::FlowId flow : rule_.flows) {
      for (Reason& reason : SpareReasonsOf(context_.sweep.outcome(0, flow), context_.world))
        result_.reasons.push_back(std::move(reason));
    }
    return result_.reasons.size() > before;
  }

  void AddFlowReasons() {
    for (model::FlowId flow : rule_.flows) {
      const exposure::FlowOutcome& outcome = context_.sweep.outcome(0, flow);
      for (Reason& reason : ReasonsOf(outcome, context_.world)) result_.reasons.push_back(std::move(reason));
      for (Reason& reason : CopyReasonsOf(outcome, context_.world))
        result_.reasons.push_back(std::move(reason));
      base::BitSet handlers = outcome.path;
      handlers |= outcome.copied;
      AddConeReasons(context_, flow, handlers, model::Impact::kAll, result_.reasons);
    }
    Tidy(result_.reasons);
  }

  const CapRule& rule_;
  const RuleContext& context_;
  std::vector<ElementInSet> members_;
  std::vector<std::size_t> population_;
  RuleResult result_;
};

}  // namespace

RuleResult JudgeCap(const CapRule& rule, const RuleContext& context) { return Judge(rule, context).Run(); }

}  // namespace ringfence::rules::cap
