// Both sides answer the same questions alone; the answers become sorted texts and are compared as sets.
// Cost: that of the two answers.

#include "study/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace ringfence::study {
namespace {

using Texts = std::set<std::string>;

std::vector<std::string> Missing(const Texts& from, const Texts& in) {
  std::vector<std::string> missing;
  std::ranges::set_difference(from, in, std::back_inserter(missing));
  return missing;
}

std::string HopText(const Snapshot& snapshot, const RouteRow& row) {
  std::string text(routing::kProtocolNames[static_cast<std::size_t>(row.route.protocol)]);
  if (row.hop.gateway) text += " via " + net::ToString(*row.hop.gateway);
  const auto& interfaces = snapshot.network->nodes()[row.node.index()].config.device.interfaces;
  if (row.hop.discard) text += " discard";
  if (row.hop.interface.valid()) text += " (" + interfaces[row.hop.interface.index()].name + ")";
  if (!row.next_hop_vrf.empty()) text += " in VRF " + row.next_hop_vrf;
  text += fmt::format(" metric {} distance {}", row.route.metric, row.route.distance);
  return row.route.ambiguous ? text + " ambiguous" : text;
}

using Tables = std::map<std::array<std::string, 3>, Texts>;

std::optional<Tables> TablesOf(Snapshot& snapshot) {
  const auto failures = ReadFailures(snapshot, {});
  const auto routes = failures ? Routes(snapshot, *failures, {}) : std::nullopt;
  if (!routes) return std::nullopt;
  Tables tables;
  for (const RouteRow& row : routes->rows) {
    const std::string& node = snapshot.network->nodes()[row.node.index()].config.device.name;
    tables[{node, row.vrf, net::ToString(row.route.prefix)}].insert(HopText(snapshot, row));
  }
  return tables;
}

Texts NodesOf(const Snapshot& snapshot) {
  Texts names;
  for (const routing::Node& node : snapshot.network->nodes()) names.insert(node.config.device.name);
  return names;
}

/// A flow as sets of texts.
struct FlowTexts {
  bool delivered = false;
  Texts paths;
  std::map<std::string, exposure::LevelSet> exposures;  ///< by element
};

/// Levels that elements hold in one and not in the other: "AGG-1: read, meta".
std::vector<std::string> MissingLevels(const FlowTexts& from, const FlowTexts& in) {
  std::vector<std::string> missing;
  for (const auto& [element, levels] : from.exposures) {
    const auto other = in.exposures.find(element);
    const exposure::LevelSet left = other == in.exposures.end() ? levels : levels.Without(other->second);
    std::string text;
    for (const exposure::Level level : exposure::kLevels) {
      if (left.has(level)) text += (text.empty() ? "" : ", ") + std::string(exposure::NameOf(level));
    }
    if (!text.empty()) missing.push_back(fmt::format("{}: {}", element, text));
  }
  return missing;
}

std::string PathText(const Snapshot& snapshot, const TracePath& path) {
  std::string text;
  for (const TraceHop& hop : path.hops) {
    text += (text.empty() ? "" : " > ") + snapshot.network->nodes()[hop.node.index()].config.device.name;
  }
  return text + ": " + std::string(forwarding::kDispositionNames[static_cast<std::size_t>(path.disposition)]);
}

std::optional<std::map<std::string, FlowTexts>> FlowsOf(Snapshot& snapshot, unsigned threads) {
  std::map<std::string, FlowTexts> flows;
  if (snapshot.policy.flows.empty()) return flows;
  ExposureOptions options;
  options.threads = threads;
  const auto result = Exposure(snapshot, options);
  if (!result) return std::nullopt;
  for (const FlowExposure& flow : result->flows) {
    FlowTexts& texts = flows[snapshot.policy.flows[flow.flow.index()].id];
    texts.delivered = flow.nominal.delivered_all;
    for (const TracePath& path : flow.paths) texts.paths.insert(PathText(snapshot, path));
    for (const TracePath& path : flow.paths_back) texts.paths.insert(PathText(snapshot, path));
    for (const exposure::Level level : exposure::kLevels) {
      flow.nominal.exposed[exposure::IndexOf(level)].ForEach([&](std::size_t element) {
        texts.exposures[snapshot.world->NameOf(model::ElementId(element))].Add(level);
      });
    }
  }
  return flows;
}

void CompareFlows(const std::map<std::string, FlowTexts>& before,
                  const std::map<std::string, FlowTexts>& after, SnapshotDiff& diff) {
  Texts names;
  for (const auto& [name, texts] : before) names.insert(name);
  for (const auto& [name, texts] : after) names.insert(name);
  static const FlowTexts kNone;
  for (const std::string& name : names) {
    const auto then = before.find(name);
    const auto now = after.find(name);
    const FlowTexts& a = then == before.end() ? kNone : then->second;
    const FlowTexts& b = now == after.end() ? kNone : now->second;
    FlowChange change{name,
                      then != before.end(),
                      now != after.end(),
                      a.delivered,
                      b.delivered,
                      Missing(a.paths, b.paths),
                      Missing(b.paths, a.paths),
                      MissingLevels(a, b),
                      MissingLevels(b, a)};
    const bool same = change.stated_before == change.stated_after &&
                      change.delivered_before == change.delivered_after && a.paths == b.paths &&
                      change.exposures_lost.empty() && change.exposures_gained.empty();
    if (!same) diff.flows.push_back(std::move(change));
  }
}

void CompareTables(const Tables& before, const Tables& after, SnapshotDiff& diff) {
  std::set<std::array<std::string, 3>> keys;
  for (const auto& [key, texts] : before) keys.insert(key);
  for (const auto& [key, texts] : after) keys.insert(key);
  static const Texts kNone;
  for (const auto& key : keys) {
    const auto then = before.find(key);
    const auto now = after.find(key);
    const Texts& a = then == before.end() ? kNone : then->second;
    const Texts& b = now == after.end() ? kNone : now->second;
    if (a != b) diff.routes.push_back({key[0], key[1], key[2], {a.begin(), a.end()}, {b.begin(), b.end()}});
  }
}

}  // namespace

bool SnapshotDiff::same() const {
  return nodes_lost.empty() && nodes_gained.empty() && routes.empty() && flows.empty() && rules.empty() &&
         (!statements || (statements->changes.empty() && statements->not_judged.empty()));
}

std::optional<SnapshotDiff> DiffSnapshots(Snapshot& before, Snapshot& after, unsigned threads) {
  SnapshotDiff diff;
  const Texts nodes_before = NodesOf(before);
  const Texts nodes_after = NodesOf(after);
  diff.nodes_lost = Missing(nodes_before, nodes_after);
  diff.nodes_gained = Missing(nodes_after, nodes_before);
  const auto tables_before = TablesOf(before);
  const auto tables_after = TablesOf(after);
  if (!tables_before || !tables_after) return std::nullopt;
  CompareTables(*tables_before, *tables_after, diff);
  diff.with_flows = before.has_policy && after.has_policy;
  if (!diff.with_flows) return diff;
  const auto flows_before = FlowsOf(before, threads);
  const auto flows_after = FlowsOf(after, threads);
  if (!flows_before || !flows_after) return std::nullopt;
  CompareFlows(*flows_before, *flows_after, diff);
  return diff;
}

void AddVerdicts(const CheckResult& before, const CheckResult& after, SnapshotDiff& diff) {
  diff.rules = CompareRules(before, after);
  std::erase_if(diff.rules, [](const RuleDifference& rule) { return rule.before == rule.after; });
  std::ranges::sort(diff.rules, {}, &RuleDifference::id);
}

}  // namespace ringfence::study
