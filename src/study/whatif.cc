#include "study/whatif.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest_word.h"

namespace ringfence::study {
namespace {

using exposure::LevelSet;
using exposure::Membership;
using model::ElementId;

/// Parties of a name: a set of the policy, or one party.
std::optional<exposure::Coverage> CoverageOfName(Snapshot& snapshot, const std::string& name,
                                                 base::Date day) {
  const model::PartySetId set = model::FindSet(snapshot.policy, name);
  if (set.valid()) return exposure::CoverageOf(snapshot.policy, set, day);
  const model::PartyId party = model::FindParty(snapshot.policy, name);
  if (party.valid()) {
    exposure::Coverage coverage;
    coverage.parties.resize(snapshot.policy.parties.size());
    coverage.parties[party.index()].membership = Membership::kYes;
    return coverage;
  }
  std::vector<std::string_view> words;
  for (const model::PartySet& known : snapshot.policy.sets) words.push_back(known.id);
  for (const model::Party& known : snapshot.policy.parties) words.push_back(known.id);
  const auto nearest = base::NearestWord(name, words);
  snapshot.diagnostics.Add({base::DiagnosticKind::kNameUnknown,
                            {},
                            fmt::format("there is no set or party '{}'", name),
                            {},
                            nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  return std::nullopt;
}

bool KindCounts(const WhatIfOptions& options, model::ElementKind kind) {
  return options.ban_kinds.empty() || std::ranges::count(options.ban_kinds, kind) > 0;
}

/// What a ban carries away.
struct Gone {
  std::vector<model::NodeId> nodes;
  std::vector<ElementId> elements;
  std::string partly;  ///< one of which only parts are made by the banned; empty: none
};

/// Takes out everything the banned parties make.
void TakeOut(Snapshot& snapshot, const WhatIfOptions& options, const exposure::Coverage& coverage,
             Failures& failures, Gone& gone) {
  exposure::RoleSet makers;
  makers.bits = 1U << static_cast<unsigned>(model::PartyRole::kMaker);
  const auto members = exposure::ElementsOf(*snapshot.world, coverage, makers);
  for (const exposure::FailureUnit& unit : snapshot.world->failures) {
    const bool whole =
        unit.kind == exposure::FailureKind::kNode || unit.kind == exposure::FailureKind::kLineSystem;
    if (!whole || members[unit.element.index()].membership != Membership::kYes) continue;
    if (!KindCounts(options, snapshot.world->elements[unit.element.index()].facts.kind)) continue;
    exposure::Fail(unit, failures.state);
    gone.nodes.insert(gone.nodes.end(), unit.nodes.begin(), unit.nodes.end());
    gone.elements.push_back(unit.element);
    const exposure::WorldElement& element = snapshot.world->elements[unit.element.index()];
    if (exposure::PartMadeBy(element, members[unit.element.index()].party)) gone.partly = element.facts.name;
    failures.labels.push_back(unit.Label());
  }
}

/// Both sides, judged. False when the answer is not wanted any more, or names do not exist.
bool JudgeBoth(Snapshot& snapshot, const CheckOptions& options, const Failures& failures, const Gone& gone,
               WhatIfResult& result) {
  if (!gone.partly.empty()) {
    result.not_judged = fmt::format(
        "only parts of {} are banned, and nobody states which of its ports they are; the whole is out here",
        gone.partly);
    return true;
  }
  if (!options.as_of && !snapshot.policy.as_of) {
    result.not_judged = "the policy has no 'as-of', and no day was given";
    return true;
  }
  auto after = JudgeWithout(snapshot, options, {.down = failures.state, .gone = gone.elements});
  if (!after) {
    result.not_judged = after.error().message;
    return true;
  }
  if (!*after) return false;
  auto before = JudgeOnly(snapshot, options);
  if (!before) return false;
  result.verdicts.emplace(*std::move(before), **std::move(after));
  return true;
}

}  // namespace

std::optional<WhatIfResult> WhatIf(Snapshot& snapshot, const WhatIfOptions& options) {
  auto failures = ReadFailures(snapshot, options.fail);
  if (!failures) return std::nullopt;
  const base::Date day =
      options.check.as_of.value_or(snapshot.policy.as_of.value_or(base::Date{9999, 12, 31}));
  Gone gone;
  for (const std::string& name : options.ban) {
    const auto coverage = CoverageOfName(snapshot, name, day);
    if (!coverage) return std::nullopt;
    TakeOut(snapshot, options, *coverage, *failures, gone);
  }
  std::vector<DeliveryDemand> demands = DeliveryDemands(snapshot, day);
  if (snapshot.diagnostics.has_errors()) return std::nullopt;
  WhatIfResult result;
  result.removed = failures->labels;
  exposure::Evaluator before(*snapshot.engine);
  exposure::Evaluator after(*snapshot.engine);
  before.Enter(exposure::FailureSet{});
  after.Enter(failures->state);
  for (std::size_t f = 0; f < snapshot.policy.flows.size(); ++f) {
    const model::FlowId flow(f);
    const exposure::FlowOutcome then = before.Evaluate(flow);
    const exposure::FlowOutcome now = after.Evaluate(flow);
    const std::uint64_t traffic = snapshot.policy.flows[f].traffic_bps;
    if (then.delivered) result.traffic_bps += traffic;
    if (then.delivered && !now.delivered) {
      result.lost_bps += traffic;
      const bool own = std::ranges::count(gone.nodes, snapshot.world->flow_ends[0][f]) +
                           std::ranges::count(gone.nodes, snapshot.world->flow_ends[1][f]) >
                       0;
      if (own) result.lost_own_bps += traffic;
    }
    result.flows.push_back({flow, then.delivered, now.delivered, now.delivered_all,
                            then.in_doubt() || now.in_doubt(), exposure::Surplus(now, then),
                            exposure::Surplus(then, now)});
  }
  for (DeliveryDemand& demand : demands) {
    std::erase_if(demand.flows,
                  [&](model::FlowId flow) { return result.flows[flow.index()].delivered_all_after; });
    if (!demand.flows.empty()) result.broken.push_back(std::move(demand));
  }
  if (!JudgeBoth(snapshot, options.check, *failures, gone, result)) return std::nullopt;
  return result;
}

std::vector<RuleDifference> CompareRules(const CheckResult& before, const CheckResult& after) {
  std::vector<RuleDifference> differences;
  for (const rules::RuleResult& rule : before.rules)
    differences.push_back({rule.id, rule.state, rules::VerdictState::kNotInForce});
  for (const rules::RuleResult& rule : after.rules) {
    auto same = std::ranges::find(differences, rule.id, &RuleDifference::id);
    if (same == differences.end())
      same = differences.insert(same, {rule.id, rules::VerdictState::kNotInForce, rule.state});
    same->after = rule.state;
  }
  return differences;
}

}  // namespace ringfence::study
