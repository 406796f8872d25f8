// A waiver accepts what is violated. It proves nothing, so it must not hide anything else: the verdict of a
// flow of which one element is waived needs the same certainty about all other elements that a proof would
// need. Rules keep what is open beside a violation for that (FlowResult::beside), and who violates it for
// certain: another whose part is in doubt leaves it undecided. A waiver of a whole flow accepts whatever
// happens to the flow, so nothing beside it matters; what is undecided without a violation is never waived.
// Linear in findings times waivers of the rule.

#include "study/waivers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest_word.h"

namespace ringfence::study {
namespace {

using rules::VerdictState;

bool Matches(const Snapshot& snapshot, const model::Waiver& waiver, const WaiverTarget& target) {
  if (!waiver.flow.empty()) {
    if (!target.flow.valid()) return false;
    const model::Flow& flow = snapshot.policy.flows[target.flow.index()];
    if (flow.id != waiver.flow && flow.group != waiver.flow) return false;
  }
  if (waiver.element.empty()) return true;
  return target.element.valid() && snapshot.world->NameOf(target.element) == waiver.element;
}

/// Judges one rule anew.
class Applying {
 public:
  Applying(const Snapshot& snapshot, base::Date day, rules::RuleResult& rule)
      : snapshot_(snapshot), day_(day), rule_(rule) {
    for (std::size_t i = 0; i < snapshot.policy.waivers.size(); ++i) {
      if (snapshot.policy.waivers[i].rule == rule.id) uses_.push_back({i, WaiverUse::kUnused});
    }
  }

  std::vector<WaiverResult> Run() {
    if (uses_.empty() || rule_.state != VerdictState::kViolated) return std::move(uses_);
    for (rules::FlowResult& flow : rule_.flows) Flow(flow);
    // Elements of a rule about shares are what is counted, no violations of their own.
    if (rule_.clauses.empty()) {
      for (const rules::ElementResult& element : rule_.elements) Element(element);
    }
    for (const rules::Clause& clause : rule_.clauses) {
      if (clause.judged && !clause.holds) Add(Use({}) ? VerdictState::kWaived : VerdictState::kViolated);
    }
    if (!shown_) Add(Use({}) ? VerdictState::kWaived : VerdictState::kViolated);
    if (!rule_.reasons.empty()) Add(VerdictState::kUndecided);
    rule_.state = state_;
    return std::move(uses_);
  }

 private:
  void Add(VerdictState state) {
    shown_ = shown_ || state == VerdictState::kWaived || state == VerdictState::kViolated;
    state_ = rules::Worst(state_, state);
  }

  /// The waiver in force for the target, marked as used; those that ended are marked as such.
  const model::Waiver* Use(const WaiverTarget& target) {
    for (WaiverResult& use : uses_) {
      const model::Waiver& waiver = snapshot_.policy.waivers[use.waiver];
      if (!Matches(snapshot_, waiver, target)) continue;
      if (waiver.expires < day_) {
        use.use = WaiverUse::kExpired;
        continue;
      }
      use.use = WaiverUse::kUsed;
      return &waiver;
    }
    return nullptr;
  }

  void Flow(rules::FlowResult& flow) {
    if (flow.state == VerdictState::kViolated) {
      shown_ = true;
      flow.state = LeftOf(flow);
      if (flow.state == VerdictState::kUndecided) flow.reasons = flow.beside;
    }
    Add(flow.state);
  }

  /// What is left of a violated flow.
  VerdictState LeftOf(const rules::FlowResult& flow) {
    if (Use({flow.flow, {}}) != nullptr) return VerdictState::kWaived;
    bool covered = false;
    bool possible = false;
    for (const rules::FailureFinding& finding : flow.findings) {
      if (finding.offenders.empty()) return VerdictState::kViolated;
      for (const exposure::Offender& offender : finding.offenders) {
        const bool waived = Use({flow.flow, offender.who.element}) != nullptr;
        covered = covered || waived;
        if (waived) continue;
        if (std::ranges::binary_search(flow.certain, offender.who.element)) return VerdictState::kViolated;
        possible = true;
      }
    }
    if (!covered) return VerdictState::kViolated;
    return flow.beside.empty() && !possible ? VerdictState::kWaived : VerdictState::kUndecided;
  }

  void Element(const rules::ElementResult& element) {
    if (!element.offends) return;
    const bool certain = element.membership == exposure::Membership::kYes;
    Add(!certain                     ? VerdictState::kUndecided
        : Use({{}, element.element}) ? VerdictState::kWaived
                                     : VerdictState::kViolated);
  }

  const Snapshot& snapshot_;
  base::Date day_;
  rules::RuleResult& rule_;
  std::vector<WaiverResult> uses_;
  VerdictState state_ = VerdictState::kProved;
  bool shown_ = false;  ///< something of the rule was violated
};

}  // namespace

const model::Waiver* WaiverFor(const Snapshot& snapshot, base::Date day, std::string_view rule,
                               const WaiverTarget& target) {
  for (const model::Waiver& waiver : snapshot.policy.waivers) {
    if (waiver.rule == rule && waiver.expires >= day && Matches(snapshot, waiver, target)) return &waiver;
  }
  return nullptr;
}

void CheckWaivers(Snapshot& snapshot) {
  for (const model::Waiver& waiver : snapshot.policy.waivers) {
    if (waiver.element.empty() || snapshot.world->FindElement(waiver.element).valid()) continue;
    std::vector<std::string_view> known;
    for (std::size_t e = 0; e < snapshot.world->elements.size(); ++e)
      known.push_back(snapshot.world->NameOf(model::ElementId(e)));
    const auto nearest = base::NearestWord(waiver.element, known);
    snapshot.diagnostics.Add({base::DiagnosticKind::kNameUnknown,
                              waiver.element_span,
                              fmt::format("there is no element '{}'", waiver.element),
                              {},
                              nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  }
}

std::vector<WaiverResult> ApplyWaivers(const Snapshot& snapshot, base::Date day, rules::RuleResult& rule) {
  return Applying(snapshot, day, rule).Run();
}

}  // namespace ringfence::study
