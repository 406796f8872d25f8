// Conflict cores.
//
// Deny-overrides: what a deny rule forbids is treated as gone. If the flow of a delivery rule has no path
// then, the two rules cannot both hold, and the program prefers neither: it reports the smallest sets of
// denied elements that already block the flow. Every subset of the denied units up to kCoreSizeMax is tried
// in order of size; supersets of a core are skipped, so each reported core is minimal. Units that never
// forward for others (hosts that are not an end) are left out: their absence changes no path of the flow.
// Of many units a set grows only by those on the paths that are left without it: whoever blocks the flow
// from elsewhere (a route reflector) is not found then. Cores explain a conflict and decide nothing, so the
// search ends after kCoreTriesMax sets.
// Cost: the network once for each different set of denied units, and once for each set that is tried,
// whatever the number of flows and rules: C(denied, <= 3) sets while these are few, else about the cube of a
// path's length for each conflict.

#include "rules/conflicts.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/parallel.h"
#include "exposure/levels_of_walk.h"

namespace ringfence::rules {
namespace {

using exposure::FailureKind;
using exposure::FailureSet;
using exposure::Level;
using exposure::LevelSet;
using model::ElementId;

/// Is some end of the flow unprotected somewhere on its way? Read off the nominal outcome: a transit element
/// that reads means a clear stretch. Levels a transit node would get.
LevelSet LevelsInTransit(const RuleContext& context, model::FlowId flow) {
  LevelSet levels;
  for (Level level : {Level::kMeta, Level::kCut, Level::kSteer}) levels.Add(level);
  context.evaluator.EnterLightly({});
  const exposure::FlowTrace trace = context.evaluator.Sure([&] { return context.evaluator.Trace(flow); });
  for (const auto* graphs : {&trace.forward, &trace.backward}) {
    for (const forwarding::WalkGraph& graph : *graphs) {
      for (const forwarding::Branch& branch : graph.branches) {
        if (branch.kind != forwarding::BranchKind::kHop) continue;
        bool conf = context.policy.flows[flow.index()].end_to_end_confidentiality;
        bool integ = context.policy.flows[flow.index()].end_to_end_integrity;
        const forwarding::Step& step = graph.steps[branch.from.index()];
        for (std::size_t i = 0; i < step.depth; ++i) {
          conf = conf || context.engine.tunnels()[step.stack[i]].confidentiality;
          integ = integ || context.engine.tunnels()[step.stack[i]].integrity;
        }
        if (!conf) levels.Add(Level::kRead);
        if (!integ) levels.Add(Level::kAlter);
      }
    }
  }
  return levels;
}

bool Covered(const RuleContext& context, const std::vector<exposure::ElementInSet>& members,
             ElementId element, bool with_closure) {
  if (!with_closure) return members[element.index()].membership == exposure::Membership::kYes;
  bool covered = false;
  context.world.inherit[element.index()].ForEach([&](std::size_t above) {
    covered = covered || members[above].membership == exposure::Membership::kYes;
  });
  return covered;
}

bool IsEnd(const RuleContext& context, model::NodeId node, model::FlowId flow) {
  return node == context.world.flow_ends[0][flow.index()] || node == context.world.flow_ends[1][flow.index()];
}

/// Units whose absence can change a path of the flow.
FailureSet Useful(const RuleContext& context, model::FlowId flow, const FailureSet& denied) {
  FailureSet useful;
  for (std::uint32_t unit : denied) {
    const auto& nodes = context.world.failures[unit].nodes;
    const bool idle = !nodes.empty() && std::ranges::all_of(nodes, [&](model::NodeId node) {
      return context.world.network->nodes()[node.index()].is_host && !IsEnd(context, node, flow);
    });
    if (!idle) useful.push_back(unit);
  }
  return useful;
}

/// Those of `units` that stand on a path of the outcome.
FailureSet OnPath(const RuleContext& context, const FailureSet& units, const exposure::FlowOutcome& outcome) {
  FailureSet found;
  for (const std::uint32_t unit : units) {
    const exposure::FailureUnit& one = context.world.failures[unit];
    const bool on = one.kind == FailureKind::kLink
                        ? std::ranges::any_of(
                              one.links, [&](model::LinkId link) { return outcome.links.Test(link.index()); })
                        : one.element.valid() && outcome.path.Test(one.element.index());
    if (on) found.push_back(unit);
  }
  return found;
}

std::vector<std::string> Labels(const RuleContext& context, const FailureSet& set) {
  std::vector<std::string> labels;
  for (std::uint32_t unit : set) labels.push_back(context.world.failures[unit].Label());
  return labels;
}

/// A flow that one rule wants delivered and another denies something.
struct Pair {
  const ActiveRule* deliver = nullptr;
  const ActiveRule* deny = nullptr;
  model::FlowId flow;
  FailureSet denied;
  bool delivered = false;  ///< without what is denied
};

/// Pairs of which something is denied, in the order in which conflicts are reported. What is denied is read
/// off the nominal paths, so nothing fails meanwhile.
std::vector<Pair> PairsOf(const RuleContext& context, const std::vector<ActiveRule>& rules) {
  std::vector<Pair> pairs;
  for (const ActiveRule& deliver : rules) {
    if (!deliver.rule->demands_delivery()) continue;
    for (const ActiveRule& deny : rules) {
      const auto denial = deny.rule->denial(context.as_of);
      if (!denial) continue;
      for (model::FlowId flow : deliver.needs.flows) {
        if (std::ranges::count(deny.needs.flows, flow) == 0) continue;
        FailureSet denied = DeniedUnits(context, *denial, flow, true);
        if (!denied.empty()) pairs.push_back({&deliver, &deny, flow, std::move(denied)});
      }
    }
  }
  return pairs;
}

/// Fills `delivered`. Pairs that deny the same units share the network without them: it is computed once.
void AskWithoutDenied(std::vector<Pair>& pairs, exposure::Evaluators& evaluators) {
  std::map<FailureSet, std::vector<std::size_t>> users;
  for (std::size_t i = 0; i < pairs.size(); ++i) users[pairs[i].denied].push_back(i);
  const std::vector<std::pair<FailureSet, std::vector<std::size_t>>> sets(users.begin(), users.end());
  base::ParallelFor(sets.size(), evaluators.ThreadsNow(), [&](std::size_t s, unsigned worker) {
    exposure::Evaluator& evaluator = evaluators.Of(worker);
    evaluator.Enter(sets[s].first);
    for (const std::size_t i : sets[s].second)
      pairs[i].delivered = evaluator.Evaluate(pairs[i].flow).delivered;
  });
}

/// The search for what blocks the flow of one pair.
class CoreSearch {
 public:
  CoreSearch(const RuleContext& context, const Pair& pair)
      : context_(context),
        flow_(pair.flow),
        useful_(Useful(context, pair.flow, pair.denied)),
        all_(useful_.size() <= kCoreUnitsMax) {}

  model::FlowId flow() const { return flow_; }
  const std::vector<FailureSet>& cores() const { return cores_; }
  /// Sets of one size that are to be tried now; none: the search has ended.
  const std::vector<FailureSet>& layer() const { return layer_; }
  void End() { layer_.clear(); }
  /// Takes what came of each set, and goes on to the next size.
  void Grow(const std::vector<exposure::FlowOutcome>& outcomes) {
    std::set<FailureSet> candidates;
    for (std::size_t i = 0; i < layer_.size(); ++i) {
      if (outcomes[i].delivered) {
        AddBigger(layer_[i], outcomes[i], candidates);
      } else if (!layer_[i].empty()) {  // else nothing of what is denied is to blame
        cores_.push_back(layer_[i]);
      }
    }
    layer_.clear();
    for (const FailureSet& candidate : candidates) {
      const bool above = std::ranges::any_of(
          cores_, [&](const FailureSet& core) { return std::ranges::includes(candidate, core); });
      if (!above) layer_.push_back(candidate);
    }
  }

 private:
  void AddBigger(const FailureSet& set, const exposure::FlowOutcome& outcome,
                 std::set<FailureSet>& candidates) const {
    for (const std::uint32_t unit : all_ ? useful_ : OnPath(context_, useful_, outcome)) {
      FailureSet bigger = set;
      const auto place = std::ranges::lower_bound(bigger, unit);
      if (place != bigger.end() && *place == unit) continue;
      bigger.insert(place, unit);
      candidates.insert(std::move(bigger));
    }
  }

  const RuleContext& context_;
  model::FlowId flow_;
  FailureSet useful_;
  bool all_ = false;
  std::vector<FailureSet> cores_;
  std::vector<FailureSet> layer_ = {{}};
};

/// One size of all searches: each set is entered once for all flows that ask for it.
void TryLayers(std::vector<CoreSearch>& searches, exposure::Evaluators& evaluators, std::size_t& tries_left) {
  struct Asker {
    std::size_t search = 0, place = 0;
  };
  std::map<FailureSet, std::vector<Asker>> askers;
  std::vector<std::vector<exposure::FlowOutcome>> outcomes(searches.size());
  for (std::size_t s = 0; s < searches.size(); ++s) {
    const std::vector<FailureSet>& layer = searches[s].layer();
    if (layer.size() > tries_left) searches[s].End();
    tries_left -= layer.size();
    outcomes[s].resize(layer.size());
    for (std::size_t i = 0; i < layer.size(); ++i) askers[layer[i]].push_back({s, i});
  }
  const std::vector<std::pair<FailureSet, std::vector<Asker>>> sets(askers.begin(), askers.end());
  base::ParallelFor(sets.size(), evaluators.ThreadsNow(), [&](std::size_t i, unsigned worker) {
    exposure::Evaluator& evaluator = evaluators.EnterLightly(worker, sets[i].first, sets.size());
    for (const auto& [search, place] : sets[i].second)
      outcomes[search][place] = evaluator.Sure([&] { return evaluator.Evaluate(searches[search].flow()); });
  });
  for (std::size_t s = 0; s < searches.size(); ++s) searches[s].Grow(outcomes[s]);
}

}  // namespace

FailureSet DeniedUnits(const RuleContext& context, const Rule::Denial& denial, model::FlowId flow,
                       bool with_closure) {
  const exposure::Coverage coverage = exposure::CoverageOf(context.policy, denial.away_from, context.as_of);
  const auto members = exposure::ElementsOf(context.world, coverage, denial.roles);
  const LevelSet transit = LevelsInTransit(context, flow) & denial.levels;
  if (transit.empty()) return {};
  const bool mere_presence =
      denial.levels.has(Level::kMeta) || denial.levels.has(Level::kCut) || denial.levels.has(Level::kSteer);
  FailureSet denied;
  for (std::uint32_t u = 0; u < context.world.failures.size(); ++u) {
    const exposure::FailureUnit& unit = context.world.failures[u];
    if (unit.kind == FailureKind::kNode || (unit.kind == FailureKind::kLineSystem && mere_presence)) {
      if (Covered(context, members, unit.element, with_closure)) denied.push_back(u);
    }
    if (unit.kind == FailureKind::kLink && !mere_presence) {
      const exposure::LinkLayer& layer = context.world.layers[unit.wire];
      const bool dirty = std::ranges::any_of(layer.line_systems, [&](ElementId system) {
        return Covered(context, members, system, with_closure);
      });
      if (dirty && !exposure::WireIsEncrypted(context.world, unit.wire)) denied.push_back(u);
    }
  }
  return denied;
}

std::vector<Conflict> FindConflicts(const RuleContext& context, const std::vector<ActiveRule>& rules,
                                    exposure::Evaluators& evaluators) {
  std::vector<Pair> pairs = PairsOf(context, rules);
  AskWithoutDenied(pairs, evaluators);
  std::vector<CoreSearch> searches;
  std::vector<Conflict> conflicts;
  for (const Pair& pair : pairs) {
    if (pair.delivered) continue;
    searches.emplace_back(context, pair);
    conflicts.push_back({pair.deny->id, pair.deliver->id, pair.flow, Labels(context, pair.denied), {}});
  }
  std::size_t tries_left = kCoreTriesMax;
  for (std::size_t size = 0; size <= kCoreSizeMax; ++size) TryLayers(searches, evaluators, tries_left);
  for (std::size_t i = 0; i < searches.size(); ++i) {
    for (const FailureSet& core : searches[i].cores())
      conflicts[i].minimal_cores.push_back(Labels(context, core));
  }
  return conflicts;
}

}  // namespace ringfence::rules
