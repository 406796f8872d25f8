#include "study/exposure_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/nearest_word.h"
#include "rules/conflicts.h"
#include "rules/stanza.h"

namespace ringfence::study {
namespace {

using exposure::FailureSet;
using exposure::FlowOutcome;
using exposure::Level;
using exposure::LevelSet;
using model::ElementId;

bool Above(const std::vector<FailureSet>& minimal, const FailureSet& set) {
  return std::ranges::any_of(minimal,
                             [&](const FailureSet& small) { return std::ranges::includes(set, small); });
}

/// Collects changes, gains and undeliverable sets of one flow from a sweep.
class FlowChanges {
 public:
  FlowChanges(const exposure::Sweep& sweep, FlowExposure& result) : sweep_(sweep), result_(result) {}

  void Collect() {
    result_.nominal = sweep_.outcome(0, result_.flow);
    Doubt(result_.nominal);
    sweep_.ForEachSet(result_.flow, [this](const FailureSet& failed, const FlowOutcome& outcome) {
      if (failed.empty()) return;
      Doubt(outcome);
      Take(failed, outcome);
    });
  }

 private:
  void Doubt(const FlowOutcome& outcome) {
    result_.doubtful = result_.doubtful || !outcome.doubts.empty() || !outcome.copy_doubts.empty();
  }

  void Take(const FailureSet& failed, const FlowOutcome& outcome) {
    if (!outcome.delivered) {
      if (!Above(result_.undeliverable, failed)) result_.undeliverable.push_back(failed);
      result_.changes.push_back({failed, false, {}, {}});
      return;
    }
    if (outcome.exposed == result_.nominal.exposed) return;
    ExposureChange change{failed, true, exposure::Surplus(outcome, result_.nominal),
                          exposure::Surplus(result_.nominal, outcome)};
    for (const auto& [element, levels] : change.gained) {
      for (Level level : exposure::kLevels) {
        if (levels.has(level)) AddGain(element, level, failed);
      }
    }
    result_.changes.push_back(std::move(change));
  }

  void AddGain(ElementId element, Level level, const FailureSet& failed) {
    auto gain = std::ranges::find_if(
        result_.gains, [&](const ExposureGain& g) { return g.element == element && g.level == level; });
    if (gain == result_.gains.end()) gain = result_.gains.insert(gain, {element, level, {}});
    if (!Above(gain->minimal, failed)) gain->minimal.push_back(failed);
  }

  const exposure::Sweep& sweep_;
  FlowExposure& result_;
};

std::vector<model::FlowId> FlowsOf(Snapshot& snapshot, const std::string& name) {
  std::vector<model::FlowId> flows;
  std::vector<std::string_view> words;
  for (std::size_t f = 0; f < snapshot.policy.flows.size(); ++f) {
    const model::Flow& flow = snapshot.policy.flows[f];
    words.push_back(flow.id);
    words.push_back(flow.group);
    if (name.empty() || flow.id == name || flow.group == name) flows.push_back(model::FlowId(f));
  }
  if (flows.empty()) {
    const auto nearest = base::NearestWord(name, words);
    snapshot.diagnostics.Add({base::DiagnosticKind::kNameUnknown,
                              {},
                              fmt::format("there is no flow or group '{}'", name),
                              {},
                              nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  }
  return flows;
}

/// Nodes and line systems whose failure on top of `banned` makes the flow undeliverable.
std::vector<ElementId> CutUnder(Snapshot& snapshot, exposure::Evaluator& evaluator, model::FlowId flow,
                                const FailureSet& banned) {
  std::vector<ElementId> cut;
  for (std::uint32_t u = 0; u < snapshot.world->failures.size(); ++u) {
    const exposure::FailureUnit& unit = snapshot.world->failures[u];
    const bool counts =
        unit.kind == exposure::FailureKind::kNode || unit.kind == exposure::FailureKind::kLineSystem;
    if (!counts || std::ranges::count(banned, u) > 0) continue;
    FailureSet with = banned;
    with.insert(std::ranges::upper_bound(with, u), u);
    evaluator.Enter(with);
    if (!evaluator.Evaluate(flow).delivered) cut.push_back(unit.element);
  }
  return cut;
}

/// Everything the rules in force forbid for the flow, by role, without managers.
FailureSet BannedFor(Snapshot& snapshot, const rules::RuleContext& context, model::FlowId flow) {
  FailureSet banned;
  for (const model::RuleStanza& stanza : snapshot.policy.rules) {
    if (!stanza.window.Holds(context.as_of)) continue;
    rules::StanzaReader reader(snapshot.policy, *snapshot.world, stanza, snapshot.diagnostics);
    for (const rules::RuleKind* kind : rules::AllRuleKinds()) {
      if (!reader.has(kind->name)) continue;
      const auto rule = kind->read(reader);
      const auto denial = rule == nullptr ? std::nullopt : rule->denial(context.as_of);
      if (!denial || std::ranges::count(rule->needs(context.as_of).flows, flow) == 0) continue;
      for (std::uint32_t unit : rules::DeniedUnits(context, *denial, flow, false)) {
        if (std::ranges::count(banned, unit) == 0) banned.push_back(unit);
      }
    }
  }
  std::ranges::sort(banned);
  return banned;
}

/// Paths of both directions under the entered set.
Reroute PathsNow(const Snapshot& snapshot, exposure::Evaluator& evaluator, model::FlowId flow) {
  Reroute found;
  const exposure::FlowTrace trace = evaluator.Trace(flow);
  for (const auto& [graphs, paths] :
       {std::pair(&trace.forward, &found.paths), std::pair(&trace.backward, &found.paths_back)}) {
    for (const forwarding::WalkGraph& graph : *graphs)
      std::ranges::move(PathsOf(snapshot, graph, found.truncated), std::back_inserter(*paths));
  }
  return found;
}

void Shorten(std::vector<TracePath>& paths, bool& truncated) {
  if (paths.size() <= kReroutePathsMax) return;
  paths.resize(kReroutePathsMax);
  truncated = true;
}

/// A set moves a flow when its outcome is another one: then it is traced, and only then. Each set is entered
/// once for all flows.
void AddReroutes(const Snapshot& snapshot, const exposure::Sweep& sweep, exposure::Evaluator& evaluator,
                 ExposureResult& result) {
  std::map<FailureSet, std::vector<FlowExposure*>, decltype(&exposure::SmallerFirst)> moved_by(
      &exposure::SmallerFirst);
  for (FlowExposure& study : result.flows) {
    sweep.ForEachSet(study.flow, [&](const FailureSet& failed, const FlowOutcome& outcome) {
      if (!(outcome == study.nominal)) moved_by[failed].push_back(&study);
    });
  }
  for (const auto& [failed, studies] : moved_by) {
    evaluator.Enter(failed);
    for (FlowExposure* study : studies) {
      Reroute moved = PathsNow(snapshot, evaluator, study->flow);
      moved.failed = failed;
      moved.delivered = sweep.OutcomeOf(failed, study->flow).delivered;
      Shorten(moved.paths, moved.truncated);
      Shorten(moved.paths_back, moved.truncated);
      study->reroutes.push_back(std::move(moved));
    }
  }
}

}  // namespace

std::optional<ExposureResult> Exposure(Snapshot& snapshot, const ExposureOptions& options) {
  const std::vector<model::FlowId> flows = FlowsOf(snapshot, options.flow);
  if (snapshot.diagnostics.has_errors()) return std::nullopt;
  ExposureResult result;
  result.as_of = options.as_of ? options.as_of : snapshot.policy.as_of;
  exposure::SweepQuery query{{}, options.kinds};
  for (model::FlowId flow : flows) query.flows.push_back({flow, options.failures_max});
  snapshot.engine->EnableSteer();
  exposure::Evaluators evaluators(*snapshot.engine, options.threads);
  const exposure::Sweep sweep = exposure::RunSweep(query, evaluators, options.progress);
  result.failure_sets = sweep.sets_covered();
  result.states_computed = sweep.sets().size();
  exposure::Evaluator& evaluator = evaluators.Of(0);
  const rules::RuleContext context{*snapshot.world,
                                   snapshot.policy,
                                   *snapshot.engine,
                                   evaluator,
                                   sweep,
                                   *snapshot.cones,
                                   result.as_of.value_or(base::Date{9999, 12, 31})};
  for (model::FlowId flow : flows) {
    FlowExposure study;
    study.flow = flow;
    FlowChanges(sweep, study).Collect();
    study.volume_only = exposure::VolumeOnly(study.nominal, snapshot.world->inherit);
    evaluator.Enter(FailureSet{});
    Reroute now = PathsNow(snapshot, evaluator, flow);
    study.paths = std::move(now.paths);
    study.paths_back = std::move(now.paths_back);
    study.truncated = now.truncated;
    if (options.failures_max > 0 && study.nominal.delivered) {
      study.cut_alone = CutUnder(snapshot, evaluator, flow, {});
      const FailureSet banned = BannedFor(snapshot, context, flow);
      evaluator.Enter(banned);
      study.compliant_path = evaluator.Evaluate(flow).delivered;
      if (study.compliant_path) study.cut_compliant = CutUnder(snapshot, evaluator, flow, banned);
    }
    result.flows.push_back(std::move(study));
  }
  if (options.with_reroutes) AddReroutes(snapshot, sweep, evaluator, result);
  if (snapshot.diagnostics.has_errors()) return std::nullopt;
  return result;
}

}  // namespace ringfence::study
