// Who can do what over each flow, nominally and under failures.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "exposure/audit.h"
#include "study/inquiry.h"

namespace ringfence::study {

/// Options of `exposure`.
struct ExposureOptions {
  std::string flow;  ///< one flow or group; empty: all
  std::uint32_t failures_max = 0;
  std::vector<exposure::FailureKind> kinds = {exposure::FailureKind::kLink, exposure::FailureKind::kNode,
                                              exposure::FailureKind::kLineSystem};
  std::optional<base::Date> as_of;
  bool with_reroutes = false;  ///< also the paths under each failure set that moves a flow
  unsigned threads = 1;        ///< where there is no inquiry
  std::function<void(std::size_t done, std::size_t total)> progress;
  std::size_t audit_sets = 0;  ///< failure sets that are computed again by themselves
  Inquiry* inquiry =
      nullptr;  ///< of the same snapshot, shared with other studies; else there is one of its own
};

/// What a failure set changes against the nominal state.
struct ExposureChange {
  exposure::FailureSet failed;
  bool delivered = false;
  std::vector<std::pair<model::ElementId, exposure::LevelSet>> gained;
  std::vector<std::pair<model::ElementId, exposure::LevelSet>> lost;
};

/// An element that some failure set exposes although nothing does nominally, with the minimal sets per level.
struct ExposureGain {
  model::ElementId element;
  exposure::Level level = exposure::Level::kRead;
  std::vector<exposure::FailureSet> minimal;
};

/// One flow.
struct FlowExposure {
  model::FlowId flow;
  exposure::FlowOutcome nominal;
  base::BitSet volume_only;  ///< after closure
  std::vector<TracePath> paths;
  std::vector<TracePath> paths_back;
  bool truncated = false;               ///< paths beyond kTracePathsMax are left out
  bool doubtful = false;                ///< in some tried state the walk itself is in doubt (FlowOutcome)
  std::vector<ExposureChange> changes;  ///< sets whose outcome differs, in order
  std::vector<Reroute> reroutes;        ///< of the sets that were tried, in order; only when asked for
  std::vector<ExposureGain> gains;
  std::vector<exposure::FailureSet> undeliverable;  ///< minimal
  std::vector<model::ElementId>
      cut_alone;               ///< nodes and line systems; filled when single failures were tried
  bool compliant_path = true;  ///< something is left once the flow's own rules are obeyed
  std::vector<model::ElementId> cut_compliant;
};

struct ExposureResult {  // answer to `exposure`
  std::optional<base::Date> as_of;
  std::vector<FlowExposure> flows;
  std::uint64_t failure_sets = 0;        ///< that the answer speaks of
  std::size_t states_computed = 0;       ///< of the network, which was enough for all of them
  std::optional<exposure::Audit> audit;  ///< where one was asked for; with a difference there are no flows
};

/// Computes. Unknown names are diagnosed.
std::optional<ExposureResult> Exposure(Snapshot& snapshot, const ExposureOptions& options);

}  // namespace ringfence::study
