#include "study/exposure_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/nearest_word.h"
#include "base/parallel.h"
#include "base/sort_unique.h"
#include "rules/conflicts.h"
#include "rules/stanza.h"
#include "study/single_cuts.h"

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
  FlowChanges(const Snapshot& snapshot, const exposure::Sweep& sweep, FlowExposure& result)
      : snapshot_(snapshot), sweep_(sweep), result_(result) {}

  void Collect() {
    result_.nominal = sweep_.outcome(0, result_.flow);
    Doubt(result_.nominal);
    sweep_.ForEachChange(result_.flow, [this](const FailureSet& failed, const FlowOutcome& outcome) {
      Doubt(outcome);
      Take(failed, outcome);
    });
  }

 private:
  void Doubt(const FlowOutcome& outcome) { result_.doubtful = result_.doubtful || outcome.may_expose_more(); }

  void Take(const FailureSet& failed, const FlowOutcome& outcome) {
    if (!outcome.delivered) {
      if (!Above(result_.undeliverable, failed)) result_.undeliverable.push_back(failed);
      result_.changes.push_back({failed, false, {}, {}});
      AddCut(failed);
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

  void AddCut(const FailureSet& failed) {
    if (failed.size() != 1 || !result_.nominal.delivered) return;
    const exposure::FailureUnit& unit = snapshot_.world->failures[failed[0]];
    if (IsCutKind(unit.kind)) result_.cut_alone.push_back(unit.element);
  }

  void AddGain(ElementId element, Level level, const FailureSet& failed) {
    auto gain = std::ranges::find_if(
        result_.gains, [&](const ExposureGain& g) { return g.element == element && g.level == level; });
    if (gain == result_.gains.end()) gain = result_.gains.insert(gain, {element, level, {}});
    if (!Above(gain->minimal, failed)) gain->minimal.push_back(failed);
  }

  const Snapshot& snapshot_;
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

/// What a rule in force forbids.
struct Forbidden {
  rules::Rule::Denial denial;
  std::vector<model::FlowId> flows;
};

std::vector<Forbidden> AllForbidden(Snapshot& snapshot, base::Date day) {
  std::vector<Forbidden> all;
  for (const model::RuleStanza& stanza : snapshot.policy.rules) {
    if (!stanza.window.Holds(day)) continue;
    rules::StanzaReader reader(snapshot.policy, *snapshot.world, stanza, snapshot.diagnostics);
    for (const rules::RuleKind* kind : rules::AllRuleKinds()) {
      if (!reader.has(kind->name)) continue;
      const auto rule = kind->read(reader);
      const auto denial = rule == nullptr ? std::nullopt : rule->denial(day);
      if (denial) all.push_back({*denial, rule->needs(day).flows});
    }
  }
  return all;
}

/// Everything the rules in force forbid for the flow, by role, without managers.
FailureSet BannedFor(const rules::RuleContext& context, const std::vector<Forbidden>& all,
                     model::FlowId flow) {
  FailureSet banned;
  for (const Forbidden& one : all) {
    if (std::ranges::count(one.flows, flow) == 0) continue;
    const FailureSet denied = rules::DeniedUnits(context, one.denial, flow, false);
    banned.insert(banned.end(), denied.begin(), denied.end());
  }
  base::SortUnique(banned);
  return banned;
}

/// A set moves a flow when its outcome is another one: then it is traced, and only then, unless the sweep
/// has. Each set is entered once for all flows.
void AddReroutes(const Snapshot& snapshot, const exposure::Sweep& sweep, Inquiry& inquiry,
                 ExposureResult& result) {
  std::map<FailureSet, std::vector<FlowExposure*>, decltype(&exposure::SmallerFirst)> moved_by(
      &exposure::SmallerFirst);
  for (FlowExposure& study : result.flows) {
    sweep.ForEachChange(study.flow, [&](const FailureSet& failed, const FlowOutcome&) {
      moved_by[failed].push_back(&study);
    });
  }
  std::vector<const decltype(moved_by)::value_type*> sets;
  for (const auto& entry : moved_by) sets.push_back(&entry);
  std::vector<std::vector<std::optional<Reroute>>> moved(sets.size());
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (const FlowExposure* study : sets[i]->second)
      moved[i].push_back(inquiry.paths().Find(sets[i]->first, study->flow));
  }
  exposure::Evaluators& evaluators = inquiry.evaluators();
  base::ParallelFor(sets.size(), evaluators.ThreadsNow(), [&](std::size_t i, unsigned worker) {
    const auto& [failed, studies] = *sets[i];
    exposure::Evaluator* evaluator = nullptr;  // under the set, once somebody needs it
    for (std::size_t s = 0; s < studies.size(); ++s) {
      std::optional<Reroute>& one = moved[i][s];
      if (!one) {
        if (evaluator == nullptr) evaluator = &evaluators.EnterLightly(worker, failed, sets.size());
        one = FirstPathsNow(snapshot, *evaluator, studies[s]->flow);
      }
      one->failed = failed;
      one->delivered = sweep.OutcomeOf(failed, studies[s]->flow).delivered;
    }
  });
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (std::size_t s = 0; s < moved[i].size(); ++s)
      sets[i]->second[s]->reroutes.push_back(std::move(*moved[i][s]));
  }
}

/// The ways of each flow while nothing fails.
void AddPaths(const Snapshot& snapshot, exposure::Evaluators& evaluators, ExposureResult& result) {
  exposure::Evaluator& evaluator = evaluators.EnterLightly(0, {}, result.flows.size());
  for (FlowExposure& study : result.flows) {
    Reroute now = PathsNow(snapshot, evaluator, study.flow);
    study.paths = std::move(now.paths);
    study.paths_back = std::move(now.paths_back);
    study.truncated = now.truncated;
  }
}

/// True when the sweep has met every failure that `cut_alone` names.
bool TriedAllCuts(const ExposureOptions& options) {
  const auto tried = [&](exposure::FailureKind kind) { return std::ranges::count(options.kinds, kind) > 0; };
  return tried(exposure::FailureKind::kNode) && tried(exposure::FailureKind::kLineSystem);
}

/// Who alone stops each flow that arrives, today (where the sweep does not say so) and once its own rules are
/// obeyed.
void AddCuts(Snapshot& snapshot, const rules::RuleContext& context, const ExposureOptions& options,
             Inquiry& inquiry, ExposureResult& result) {
  const std::vector<Forbidden> forbidden = AllForbidden(snapshot, context.as_of);
  std::vector<CutQuery> queries;
  std::vector<std::pair<FlowExposure*, bool>> asked;  // and whether the rules are obeyed
  for (FlowExposure& study : result.flows) {
    if (!study.nominal.delivered) continue;
    if (!TriedAllCuts(options)) {
      study.cut_alone.clear();
      asked.emplace_back(&study, false);
      queries.push_back({study.flow, {}});
    }
    FailureSet banned = BannedFor(context, forbidden, study.flow);
    if (banned.empty() && TriedAllCuts(options)) {
      study.cut_compliant = study.cut_alone;
      continue;
    }
    asked.emplace_back(&study, true);
    queries.push_back({study.flow, std::move(banned)});
  }
  std::vector<SingleCuts> found = FindSingleCuts(queries, inquiry.evaluators(), inquiry.cuts());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto [study, obeyed] = asked[i];
    if (obeyed) study->compliant_path = found[i].delivered;
    (obeyed ? study->cut_compliant : study->cut_alone) = std::move(found[i].cut);
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
  std::optional<Inquiry> own;
  Inquiry& inquiry = options.inquiry != nullptr ? *options.inquiry : own.emplace(snapshot, options.threads);
  exposure::Evaluators& evaluators = inquiry.evaluators();
  if (options.with_reroutes) inquiry.Observe(query);
  const exposure::Sweep sweep = exposure::RunSweep(query, evaluators, options.progress);
  result.failure_sets = sweep.sets_covered();
  result.states_computed = sweep.sets().size();
  if (options.audit_sets > 0) {
    result.audit = exposure::AuditSweep(sweep, query, evaluators, options.audit_sets, options.progress);
    if (result.audit->difference) return result;
  }
  const rules::RuleContext context{*snapshot.world,
                                   snapshot.policy,
                                   *snapshot.engine,
                                   evaluators.Of(0),
                                   sweep,
                                   *snapshot.cones,
                                   result.as_of.value_or(base::Date{9999, 12, 31})};
  for (model::FlowId flow : flows) {
    FlowExposure& study = result.flows.emplace_back();
    study.flow = flow;
    FlowChanges(snapshot, sweep, study).Collect();
    study.volume_only = exposure::VolumeOnly(study.nominal, snapshot.world->inherit);
  }
  AddPaths(snapshot, evaluators, result);
  if (options.failures_max > 0) AddCuts(snapshot, context, options, inquiry, result);
  if (options.with_reroutes) AddReroutes(snapshot, sweep, inquiry, result);
  if (snapshot.diagnostics.has_errors()) return std::nullopt;
  return result;
}

}  // namespace ringfence::study
