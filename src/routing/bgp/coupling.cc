// Where prefixes meet: aggregates that live by their contributors, and advertisements under a condition.

#include <algorithm>

#include "routing/bgp/convergence.h"
#include "routing/bgp/origination.h"

namespace ringfence::routing::bgp {

/// What the contributors of an aggregate have in common, and what not.
struct Gathered {
  bool any = false;
  bool doubtful = false;
  model::BgpOrigin origin = model::BgpOrigin::kIgp;
  std::vector<std::uint32_t> common;  ///< leading numbers of all paths
  std::vector<std::uint32_t> rest;
  std::vector<CommunityId> communities[3];
};

namespace {

constexpr model::CommunityKind kKinds[] = {model::CommunityKind::kStandard, model::CommunityKind::kExtended,
                                           model::CommunityKind::kLarge};

void Gather(const AttributePool& pool, const PathAttributes& attributes, Gathered& gathered) {
  gathered.origin = std::max(gathered.origin, attributes.origin);
  std::vector<std::uint32_t> numbers;
  std::size_t in_sequence = 0;
  for (const AsSegment& segment : pool[attributes.as_path]) {
    if (segment.kind == AsSegmentKind::kSequence && in_sequence == numbers.size()) {
      in_sequence += segment.numbers.size();
    }
    numbers.insert(numbers.end(), segment.numbers.begin(), segment.numbers.end());
  }
  std::size_t same = 0;
  if (!gathered.any) {
    gathered.common.assign(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(in_sequence));
    same = in_sequence;
  } else {
    while (same < std::min(in_sequence, gathered.common.size()) && gathered.common[same] == numbers[same]) {
      ++same;
    }
    gathered.rest.insert(gathered.rest.end(), gathered.common.begin() + static_cast<std::ptrdiff_t>(same),
                         gathered.common.end());
    gathered.common.resize(same);
  }
  gathered.rest.insert(gathered.rest.end(), numbers.begin() + static_cast<std::ptrdiff_t>(same),
                       numbers.end());
  for (const model::CommunityKind kind : kKinds) {
    const auto& members = pool[attributes.communities(kind)];
    auto& all = gathered.communities[static_cast<std::size_t>(kind)];
    all.insert(all.end(), members.begin(), members.end());
  }
  gathered.any = true;
}

}  // namespace

bool Convergence::Contributes(const AggregateState& aggregate, const BgpRoute& route, PrefixIndex prefix) {
  if (route.origin == RouteOrigin::kTable) return false;
  if (aggregate.aggregate->contributor_policies.empty()) return true;
  PolicyRoute view = transfer_.ViewOf(route, prefix);
  return transfer_.Evaluate(aggregate.speaker, aggregate.contributors, view).accepted;
}

bool Convergence::AggregatesAllPaths(std::uint32_t speaker) const {
  // Systems whose aggregates yield to paths look at paths throughout.
  return !aggregates_of_[speaker].empty() && state_.config[speaker]->aggregates_yield;
}

void Convergence::GatherContributors(const AggregateState& aggregate, Gathered& gathered) {
  const bool all = AggregatesAllPaths(aggregate.speaker);
  const PrefixTable::Range inside = prefixes_.Inside(prefixes_[aggregate.prefix]);
  for (PrefixIndex prefix = inside.first; prefix < inside.last; ++prefix) {
    const PrefixResult& result = state_.ResultOf(prefix);
    if (!result.present) continue;
    const PackedChoice& choice = result.choices[aggregate.speaker];
    if (choice.route_count == 0) continue;
    const bool any_of_tied = !all && aggregate.aggregate->as_set && choice.tied_count != 0;
    const auto take = [&](const BgpRoute& route) {
      if (!Contributes(aggregate, route, prefix)) return;
      gathered.doubtful = gathered.doubtful || choice.doubtful || result.unstable || any_of_tied;
      Gather(scratch_.pool, scratch_.pool[route.attributes], gathered);
    };
    if (!all) take(result.routes[choice.first]);
    for (const auto& [speaker, route] : result.candidates) {
      if (speaker == aggregate.speaker) take(route);
    }
  }
}

BgpRoute Convergence::MakeAggregate(const AggregateState& aggregate, const Gathered& gathered) {
  BgpRoute route = OwnRoute(aggregate.speaker, RouteOrigin::kAggregate, state_, plan_, scratch_.pool);
  route.discard = aggregate.aggregate->install_discard;
  route.doubtful = gathered.doubtful;
  PathAttributes attributes = scratch_.pool[route.attributes];
  attributes.has_med = state_.config[aggregate.speaker]->aggregates_yield;  // such systems say MED 0
  attributes.origin =
      aggregate.aggregate->origin_of_contributors ? gathered.origin : aggregate.aggregate->origin;
  if (aggregate.aggregate->as_set) {
    attributes.as_path = scratch_.pool.Intern(
        {{AsSegmentKind::kSequence, gathered.common}, {AsSegmentKind::kSet, gathered.rest}});
    for (const model::CommunityKind kind : kKinds) {
      attributes.communities(kind) =
          scratch_.pool.InternSet(gathered.communities[static_cast<std::size_t>(kind)]);
    }
  }
  route.attributes = scratch_.pool.Intern(attributes);
  return route;
}

bool Convergence::UpdateAggregate(AggregateState& aggregate) {
  Gathered gathered;
  GatherContributors(aggregate, gathered);
  BgpRoute route = MakeAggregate(aggregate, gathered);
  bool refused = false;
  if (!aggregate.aggregate->attribute_policies.empty()) {
    PolicyRoute view = transfer_.ViewOf(route, aggregate.prefix);
    view.source = model::RouteSource::kAggregate;
    const PolicyResult decision = transfer_.Evaluate(aggregate.speaker, aggregate.attributes, view);
    if (view.metric_set) {
      view.attributes.med = view.metric;
      view.attributes.has_med = true;
    }
    route.doubtful = route.doubtful || decision.doubtful;
    route.attributes = scratch_.pool.Intern(view.attributes);
    refused = gathered.any && !decision.accepted && !route.doubtful &&
              state_.config[aggregate.speaker]->aggregates_yield;
  }
  const bool active = gathered.any && !refused;
  const bool changed = aggregate.active != active || aggregate.refused != refused ||
                       (gathered.any && aggregate.route != route);
  aggregate.active = active;
  aggregate.refused = refused;
  aggregate.route = route;
  return changed;
}

bool Convergence::MayYield(const AggregateState& aggregate) const {
  if (!state_.config[aggregate.speaker]->aggregates_yield) return false;
  // What a path was when the aggregate was last thought of counts, not what it is: while the contributors of
  // another's aggregate arrive its origin changes, and this one stays away.
  const auto alike = [](const PathAttributes& a, const PathAttributes& b) {
    return a.as_path == b.as_path && a.standard == b.standard && a.extended == b.extended &&
           a.large == b.large;
  };
  // They are compared before the policy of the aggregate; what that leaves says nothing of it.
  const bool rewritten = !aggregate.aggregate->attribute_policies.empty();
  const PathAttributes& own = scratch_.pool[aggregate.route.attributes];
  return std::ranges::any_of(held_[aggregate.speaker], [&](const HeldRoute& held) {
    if (held.lost || held.route.channel == kNone) return false;
    return rewritten || alike(own, scratch_.pool[held.route.attributes]);
  });
}

bool Convergence::AggregateMayYield(std::uint32_t speaker) const {
  if (aggregates_at_.empty()) return false;
  return std::ranges::any_of(aggregates_at_[prefix_], [&](std::uint32_t a) {
    const AggregateState& aggregate = state_.aggregates[a];
    return aggregate.speaker == speaker && aggregate.active && MayYield(aggregate);
  });
}

bool Convergence::HasStateWithoutAggregate(PrefixIndex prefix) {
  if (aggregates_at_.empty()) return false;
  return std::ranges::any_of(aggregates_at_[prefix], [&](std::uint32_t a) {
    AggregateState& aggregate = state_.aggregates[a];
    if (!aggregate.active || !state_.config[aggregate.speaker]->aggregates_yield) return false;
    aggregate.active = false;
    SettleAlone(prefix, ActivationOrder::kNews);
    aggregate.active = true;
    return MayYield(aggregate);
  });
}

bool Convergence::ConditionHolds(std::uint32_t export_class) {
  const ExportClass& to = scratch_.export_classes[export_class];
  const CompiledChain chain = transfer_.ProgramOf(to.speaker).Compile(to.family->conditional->condition);
  for (PrefixIndex prefix = 0; prefix < state_.results.size(); ++prefix) {
    const PrefixResult& result = state_.ResultOf(prefix);
    if (!result.present || result.choices[to.speaker].route_count == 0) continue;
    PolicyRoute view = transfer_.ViewOf(result.routes[result.choices[to.speaker].first], prefix);
    if (transfer_.Evaluate(to.speaker, chain, view).accepted) return true;
  }
  return false;
}

bool Convergence::UpdateConditions() {
  bool changed = false;
  for (std::size_t c = 0; c < state_.classes.size(); ++c) {
    if (!scratch_.export_classes[state_.classes[c]].family->conditional) continue;
    const std::uint8_t holds = ConditionHolds(state_.classes[c]) ? 1 : 0;
    changed = changed || holds != state_.condition_holds[c];
    state_.condition_holds[c] = holds;
  }
  return changed;
}

}  // namespace ringfence::routing::bgp
