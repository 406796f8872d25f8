// The main job: every rule of the policy, judged.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "exposure/audit.h"
#include "routing/failure_state.h"
#include "rules/verdict.h"
#include "study/baseline.h"
#include "study/first_violation.h"
#include "study/inquiry.h"
#include "study/snapshot.h"
#include "study/waivers.h"

namespace ringfence::study {

/// Options of `check`.
struct CheckOptions {
  std::optional<base::Date> as_of;            ///< else the policy's, else every dated rule is refused
  std::optional<std::uint32_t> failures_max;  ///< replaces the number in every rule
  std::vector<std::string> rules;             ///< only these ids; empty: all
  unsigned threads = 1;
  std::function<void(std::size_t done, std::size_t total)> progress;
  std::function<bool()> stop = {};  ///< asked from any thread; true: the answer is not wanted any more
  std::size_t audit_sets = 0;       ///< failure sets that are computed again by themselves
  bool first = false;          ///< end at the first violation (first_violation.cc). REQUIRES then: no audit
  Inquiry* inquiry = nullptr;  ///< of the same snapshot, shared with other studies, of which comes `threads`
};

/// Lines by fate, over all files.
struct Census {
  std::size_t blank = 0, modelled = 0, irrelevant = 0, unmodelled = 0, unknown = 0;
};

/// Result of `check`.
struct CheckResult {
  base::Date as_of;
  rules::VerdictState state = rules::VerdictState::kProved;
  std::vector<rules::RuleResult> rules;
  std::vector<rules::Conflict> conflicts;
  std::vector<WaiverResult> waivers;  ///< of the rules in force, in order of the rules
  /// Set where an earlier result was given: then `rules` holds what is new or worse only, `state` still all.
  std::optional<BaselineResult> baseline;
  Census census;
  std::uint64_t failure_sets = 0;   ///< that the answer speaks of
  std::size_t states_computed = 0;  ///< of the network, which was enough for all of them
  /// Where one was asked for. With a difference the rest is not filled in, and `state` is undecided.
  std::optional<exposure::Audit> audit;
  /// Set where it ended at its first violation: then `rules` holds the violated one alone, as far as it was
  /// judged, there are no conflicts, and `failure_sets` are those of at most so many failures.
  std::optional<FirstViolation> first;
};

/// Counts the lines of all configurations.
Census CountFates(const Snapshot& snapshot);

/// A rule in force whose flows must work.
struct DeliveryDemand {
  std::string rule;
  std::vector<model::FlowId> flows;
};

/// The demands of that day, in the order of the policy. Rules that cannot be read are diagnosed.
std::vector<DeliveryDemand> DeliveryDemands(Snapshot& snapshot, base::Date day);

/// Judges. REQUIRES: the snapshot has a world and a policy. Names that do not exist are diagnostics of the
/// snapshot; then the result is nullopt, as when `options.stop` said true.
std::optional<CheckResult> Check(Snapshot& snapshot, const CheckOptions& options);

/// Verdicts without evidence and conflicts. REQUIRES: as Check.
std::optional<CheckResult> JudgeOnly(Snapshot& snapshot, const CheckOptions& options);
/// How far an inquiry that serves such a check alone must look. REQUIRES: as Check; diagnoses nothing.
exposure::Steer SteerNeeded(Snapshot& snapshot, const CheckOptions& options);

/// Most sets of failures that are computed with something out, each by itself (origin: minutes of a network
/// of a hundred routers).
inline constexpr std::uint64_t kOutageSetsMax = 20'000;

/// What is out of a network, whatever else fails.
struct Outage {
  routing::FailureState down;
  std::vector<model::ElementId> gone = {};  ///< carried away: they count nowhere; the rest is just down
  std::uint64_t sets_max = kOutageSetsMax;
};

/// The same verdicts in the network with something out; failures that rules speak of come on top. No result
/// and no error when `options.stop` said true or names do not exist; an Error says that there are too many
/// sets of failures.
base::Result<std::optional<CheckResult>> JudgeWithout(Snapshot& snapshot, const CheckOptions& options,
                                                      const Outage& outage);

}  // namespace ringfence::study
