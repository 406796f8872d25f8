// Verdicts: what a rule came to, with everything that proves it. Generic: reports never switch on rule kinds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exposure/engine.h"
#include "exposure/offenders.h"
#include "rules/evidence.h"

namespace ringfence::rules {

/// Verdicts. kWaived: violated, and somebody answers for all of it until a day (study/waivers.h).
enum class VerdictState : std::uint8_t { kNotInForce, kProved, kUndecided, kViolated, kWaived };
inline constexpr std::string_view kVerdictNames[] = {"not-in-force", "proved", "undecided", "violated",
                                                     "waived"};
constexpr std::string_view NameOf(VerdictState state) {
  return kVerdictNames[static_cast<std::size_t>(state)];
}

/// Something that keeps a verdict from being certain, with its lines.
struct Reason {
  std::string text;
  std::vector<base::Span> spans;
  friend auto operator<=>(const Reason&, const Reason&) = default;
};

/// What a failure set adds to the violations of all its proper subsets.
struct FailureFinding {
  exposure::FailureSet failed;
  std::vector<exposure::Offender> offenders;  ///< new ones; empty for delivery rules
  std::string text;                           ///< one sentence
  Evidence evidence;
  bool doubtful = false;  ///< the outcome under the set is in doubt: alone it establishes no violation
};

/// A rule about one flow.
struct FlowResult {
  model::FlowId flow;
  VerdictState state = VerdictState::kProved;
  bool delivered = false;  ///< with nothing failed
  exposure::LevelSet levels;
  std::vector<FailureFinding>
      findings;  ///< by size of the set; the first has no failure when it holds nominally
  std::vector<exposure::FailureSet> clean;  ///< least failure sets that cure a nominal violation
  std::uint64_t sets_tried = 0;             ///< failure sets the state speaks of
  std::vector<Reason> reasons;              ///< why undecided
  std::vector<Reason> beside;               ///< of a violated flow: what is open apart from the violation
  std::vector<model::ElementId>
      certain;  ///< offenders that violate it in an outcome without doubt; ascending
};

/// A rule about one element (role, place).
struct ElementResult {
  model::ElementId element;
  exposure::Membership membership = exposure::Membership::kYes;
  model::PartyId party;
  std::string why;      ///< "element-manager", "stores lawful-intercept-buffers", "1.70 km from FORT-ALDUN"
  bool offends = true;  ///< false: a near miss, shown so that nobody wonders
  std::vector<base::Span> spans;
};

/// A share against its limit.
struct Clause {
  std::string measure;
  std::uint64_t numerator = 0;
  std::uint64_t denominator = 0;
  bool judged = true;  ///< false: printed for comparison only
  bool holds = true;
};

/// One rule.
struct RuleResult {
  std::string id;
  std::string kind;
  model::PartyId party;
  std::string because;
  base::Span span;
  VerdictState state = VerdictState::kProved;
  std::vector<FlowResult> flows;
  std::vector<ElementResult> elements;
  std::vector<Clause> clauses;
  std::uint32_t limit_bp = 0;  ///< for clauses: limit in basis points
  std::vector<Reason> reasons;
  std::vector<std::string> fixes;  ///< what would end the violation, for people
};

/// Rules that no network state of the tried kind can satisfy together.
struct Conflict {
  std::string deny_rule;
  std::string deliver_rule;
  model::FlowId flow;
  std::vector<std::string> denied;  ///< labels of all elements the deny rule forbids
  std::vector<std::vector<std::string>>
      minimal_cores;  ///< smallest sets of denied elements without which the flow has no path
};

/// How bad a state is for the exit code: not in force, proved, waived, undecided, violated.
constexpr unsigned BadnessOf(VerdictState state) {
  constexpr unsigned kBadness[] = {0, 1, 3, 4, 2};
  return kBadness[static_cast<std::size_t>(state)];
}

/// The worst of two states.
constexpr VerdictState Worst(VerdictState a, VerdictState b) { return BadnessOf(a) < BadnessOf(b) ? b : a; }

}  // namespace ringfence::rules
