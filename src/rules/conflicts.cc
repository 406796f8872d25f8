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
// Cost: the network once for each different set of denied units, whatever the number of flows and rules; for
// each conflict C(denied, <= 3) more while they are few, else about the cube of the path's length.

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
  context.evaluator.Enter(FailureSet{});
  const exposure::FlowTrace trace = context.evaluator.Trace(flow);
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

/// Asks whether a flow is delivered without a set of units, for many sets at a time.
class Delivery {
 public:
  explicit Delivery(exposure::Evaluators& evaluators) : evaluators_(evaluators) {}

  /// One outcome a set; none at all when that would be more than are tried.
  std::vector<exposure::FlowOutcome> Without(const std::vector<FailureSet>& sets, model::FlowId flow) {
    if (sets.size() > tries_left_) return {};
    tries_left_ -= sets.size();
    std::vector<exposure::FlowOutcome> outcomes(sets.size());
    base::ParallelFor(sets.size(), evaluators_.threads(), [&](std::size_t i, unsigned worker) {
      exposure::Evaluator& evaluator = evaluators_.Of(worker);
      evaluator.Enter(sets[i]);
      outcomes[i] = evaluator.Evaluate(flow);
    });
    return outcomes;
  }

 private:
  exposure::Evaluators& evaluators_;
  std::size_t tries_left_ = kCoreTriesMax;
};

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

std::vector<FailureSet> MinimalCores(const RuleContext& context, Delivery& delivery, model::FlowId flow,
                                     const FailureSet& denied) {
  const FailureSet useful = Useful(context, flow, denied);
  const bool all = useful.size() <= kCoreUnitsMax;
  std::vector<FailureSet> cores;
  std::vector<FailureSet> layer = {{}};
  for (std::size_t size = 0; size <= kCoreSizeMax && !layer.empty(); ++size) {
    const std::vector<exposure::FlowOutcome> outcomes = delivery.Without(layer, flow);
    std::set<FailureSet> candidates;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (!outcomes[i].delivered) {
        if (!layer[i].empty()) cores.push_back(layer[i]);  // else nothing of what is denied is to blame
        continue;
      }
      for (const std::uint32_t unit : all ? useful : OnPath(context, useful, outcomes[i])) {
        FailureSet bigger = layer[i];
        const auto place = std::ranges::lower_bound(bigger, unit);
        if (place != bigger.end() && *place == unit) continue;
        bigger.insert(place, unit);
        candidates.insert(std::move(bigger));
      }
    }
    layer.clear();
    for (const FailureSet& candidate : candidates) {
      const bool above = std::ranges::any_of(
          cores, [&](const FailureSet& core) { return std::ranges::includes(candidate, core); });
      if (!above) layer.push_back(candidate);
    }
  }
  return cores;
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
  base::ParallelFor(sets.size(), evaluators.threads(), [&](std::size_t s, unsigned worker) {
    exposure::Evaluator& evaluator = evaluators.Of(worker);
    evaluator.Enter(sets[s].first);
    for (const std::size_t i : sets[s].second)
      pairs[i].delivered = evaluator.Evaluate(pairs[i].flow).delivered;
  });
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
  std::vector<Conflict> conflicts;
  Delivery delivery(evaluators);
  for (Pair& pair : pairs) {
    if (pair.delivered) continue;
    Conflict conflict{pair.deny->id, pair.deliver->id, pair.flow, Labels(context, pair.denied), {}};
    for (const FailureSet& core : MinimalCores(context, delivery, pair.flow, pair.denied))
      conflict.minimal_cores.push_back(Labels(context, core));
    conflicts.push_back(std::move(conflict));
  }
  return conflicts;
}

}  // namespace ringfence::rules
