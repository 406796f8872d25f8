// What differs between two snapshots: devices, routes, flows, verdicts. All by name, for ids do not compare.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/check.h"
#include "study/exposure_study.h"
#include "study/whatif.h"

namespace ringfence::study {

/// A prefix of a table whose routes differ. Each route as text: "ospf via 10.0.0.1 (Gi0/0) metric 20 ...".
struct RouteDifference {
  std::string node;
  std::string vrf;
  std::string prefix;
  std::vector<std::string> before;  ///< sorted; empty: no such route
  std::vector<std::string> after;
};

/// A flow that differs with nothing failed.
struct FlowChange {
  std::string flow;
  bool stated_before = false;  ///< the policy of that side states the flow
  bool stated_after = false;
  bool delivered_before = false;
  bool delivered_after = false;
  std::vector<std::string> paths_lost;  ///< "A > B > C: delivered", both directions, sorted
  std::vector<std::string> paths_gained;
  std::vector<std::string> exposures_lost;  ///< "AGG-1: read, meta", sorted
  std::vector<std::string> exposures_gained;
};

/// Everything that differs, sorted by name.
struct SnapshotDiff {
  std::vector<std::string> nodes_lost;
  std::vector<std::string> nodes_gained;
  std::vector<RouteDifference> routes;
  bool with_flows = false;  ///< both sides have a policy; else flows and verdicts are not compared
  std::vector<FlowChange> flows;
  std::vector<RuleDifference> rules;  ///< those whose verdicts differ
  std::optional<BaselineResult> statements;

  bool same() const;
};

/// Compares tables, and flows with nothing failed where both sides have a policy. REQUIRES: both have an
/// engine. Nullopt: a question could not be answered; why is in the diagnostics of that side.
std::optional<SnapshotDiff> DiffSnapshots(Snapshot& before, Snapshot& after, unsigned threads);

/// Adds the rules whose verdicts differ.
void AddVerdicts(const CheckResult& before, const CheckResult& after, SnapshotDiff& diff);

}  // namespace ringfence::study
