// "What would change if ...": a ban, a failure, or edited files, compared with the snapshot as it is.
#pragma once

#include <string>
#include <vector>

#include "study/check.h"
#include "study/questions.h"

namespace ringfence::study {

/// Options of `whatif`. `check` applies to both sides.
struct WhatIfOptions {
  std::vector<std::string> ban;  ///< parties or sets whose equipment is taken out
  std::vector<model::ElementKind>
      ban_kinds;                  ///< kinds taken out; empty: all that carry packets, and line systems
  std::vector<std::string> fail;  ///< as --fail
  CheckOptions check;
};

/// A flow before and after.
struct FlowDifference {
  model::FlowId flow;
  bool delivered_before = false;
  bool delivered_after = false;
  bool delivered_all_after = false;  ///< every packet on every branch, as a rule that demands delivery asks
  bool doubtful = false;             ///< on either side the walk itself is in doubt (FlowOutcome)
  std::vector<std::pair<model::ElementId, exposure::LevelSet>> gained;
  std::vector<std::pair<model::ElementId, exposure::LevelSet>> lost;
};

/// A rule before and after. A rule that stands on one side only is not in force on the other.
struct RuleDifference {
  std::string id;
  rules::VerdictState before = rules::VerdictState::kNotInForce;
  rules::VerdictState after = rules::VerdictState::kNotInForce;
};

/// Every rule of the day on both sides, without evidence: `after` with further failures as the rules demand.
struct WhatIfVerdicts {
  CheckResult before;
  CheckResult after;
};

/// Result of a ban or failure: one world, another failure state.
struct WhatIfResult {
  std::vector<std::string> removed;  ///< labels of what is taken out
  std::vector<FlowDifference> flows;
  std::uint64_t traffic_bps = 0;       ///< of all flows that were delivered
  std::uint64_t lost_bps = 0;          ///< of flows that no longer are
  std::uint64_t lost_own_bps = 0;      ///< part of it whose end is itself taken out
  std::vector<DeliveryDemand> broken;  ///< rules that demand delivery, with their flows that lack it
  std::optional<WhatIfVerdicts> verdicts;
  std::string not_judged;  ///< why there are no verdicts; empty when there are
};

/// Flows and verdicts with the equipment out or the elements failed. What is banned is carried away and
/// counts nowhere; what fails is there and down. Unknown names are diagnosed; nullopt also when `check.stop`
/// said true.
std::optional<WhatIfResult> WhatIf(Snapshot& snapshot, const WhatIfOptions& options);

/// Verdicts of the same rules in two snapshots (the second read with --with).
std::vector<RuleDifference> CompareRules(const CheckResult& before, const CheckResult& after);

}  // namespace ringfence::study
