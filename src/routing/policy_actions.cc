// Actions of route policies.

#include <algorithm>
#include <limits>

#include "routing/policy_eval.h"

namespace ringfence::routing {
namespace {

using model::CommunityOp;
using model::RouteAction;
using model::RouteActionKind;

/// Prepending repeats at most this often (origin: no system allows more than 255).
constexpr std::uint32_t kPrependMax = 255;

std::uint32_t Changed(std::uint32_t old, const RouteAction& action) {
  constexpr std::uint32_t kMax = std::numeric_limits<std::uint32_t>::max();
  switch (action.op) {
    case model::ValueOp::kSet:
      return action.value;
    case model::ValueOp::kAdd:
      return action.value > kMax - old ? kMax : old + action.value;
    case model::ValueOp::kSubtract:
      return action.value > old ? 0 : old - action.value;
  }
  return old;
}

void ChangeMetric(const RouteAction& action, PolicyRoute& route) {
  route.metric_set = true;
  route.metric_of_igp = false;
  PathAttributes& attributes = route.attributes;
  if (route.source == model::RouteSource::kBgp) {
    attributes.med = Changed(attributes.has_med ? attributes.med : 0, action);
    attributes.has_med = true;
  } else {
    route.metric = Changed(route.metric, action);
  }
}

/// Numbers replaced by `change`, which answers nothing for a number that goes.
template <class Change>
AsPath Rewritten(const AsPath& path, Change change) {
  AsPath result;
  for (const AsSegment& segment : path) {
    AsSegment& target = result.emplace_back();
    target.kind = segment.kind;
    for (const std::uint32_t number : segment.numbers) {
      if (const std::optional<std::uint32_t> changed = change(number)) target.numbers.push_back(*changed);
    }
  }
  return result;
}

}  // namespace

void PolicyEvaluator::ActOnPath(const RouteAction& action, PolicyRoute& route) {
  AsPathId& place =
      action.kind == RouteActionKind::kAsPathPrepend && route.apart ? *route.apart : route.attributes.as_path;
  const AsPath path = pool_[place];
  const auto listed = [&action](std::uint32_t number) {
    return std::ranges::find(action.numbers, number) != action.numbers.end();
  };
  const auto repeated = [&action](std::uint32_t number) {
    return std::vector<std::uint32_t>(std::min(action.value, kPrependMax), number);
  };
  AsPath result;
  switch (action.kind) {
    case RouteActionKind::kAsPathPrepend:
      result = Prepended(path, action.numbers);
      break;
    case RouteActionKind::kAsPathPrependLast: {
      const std::uint32_t first = pool_.FactsOf(route.attributes.as_path).first_as;
      result = first == 0 ? path : Prepended(path, repeated(first));
      break;
    }
    case RouteActionKind::kAsPathPrependOwn:
      result = Prepended(path, repeated(route.own_as));
      break;
    case RouteActionKind::kAsPathReplaceOwn:
      result = Rewritten(path, [&](std::uint32_t number) -> std::optional<std::uint32_t> {
        return action.numbers.empty() || listed(number) ? route.own_as : number;
      });
      break;
    case RouteActionKind::kAsPathReplace:
      result = {{AsSegmentKind::kSequence, action.numbers}};
      break;
    default:
      result = Rewritten(path, [&](std::uint32_t number) -> std::optional<std::uint32_t> {
        return listed(number) ? std::nullopt : std::optional(number);
      });
      break;
  }
  place = pool_.Intern(result);
}

bool PolicyEvaluator::Named(const CompiledAction& action, CommunityId community, Run& run) {
  for (std::size_t i = 0; i < action.action->communities.size(); ++i) {
    if (literals_[action.first_literal + i] == community) return true;
  }
  for (const std::uint32_t list : action.lists) {
    if (list == kUndefined) continue;
    const Truth truth = CommunitiesPermitted(list, false, pool_.InternSet({community}));
    if (truth == Truth::kYes) return true;
    run.doubtful = run.doubtful || truth == Truth::kUnknown;
  }
  return false;
}

void PolicyEvaluator::ActOnCommunities(const CompiledAction& action, Run& run) {
  const RouteAction& what = *action.action;
  CommunitySetId& set = run.route.attributes.communities(what.community_kind);
  std::vector<CommunityId> result;
  const std::vector<CommunityId> before = pool_[set];
  run.doubtful = run.doubtful || std::ranges::find(action.lists, kUndefined) != action.lists.end();
  switch (what.community_op) {
    case CommunityOp::kAdd:
      result = before;
      [[fallthrough]];
    case CommunityOp::kSet:
      for (std::size_t i = 0; i < what.communities.size(); ++i) {
        result.push_back(literals_[action.first_literal + i]);
      }
      for (const std::uint32_t list : action.lists) {
        if (list == kUndefined) continue;
        for (const CompiledCommunityLine& line : program_.community_lists()[list].lines) {
          run.doubtful = run.doubtful || !line.regexes.empty();
          for (std::size_t i = 0; line.line->permit && i < line.line->all_of.size(); ++i) {
            result.push_back(literals_[line.first_literal + i]);
          }
        }
      }
      break;
    case CommunityOp::kDelete:
    case CommunityOp::kKeep:
      for (const CommunityId community : before) {
        if (Named(action, community, run) == (what.community_op == CommunityOp::kKeep)) {
          result.push_back(community);
        }
      }
      break;
    case CommunityOp::kClear:
      break;
  }
  set = pool_.InternSet(std::move(result));
}

void PolicyEvaluator::Act(const CompiledAction& action, Run& run) {
  const RouteAction& what = *action.action;
  PolicyRoute& route = run.route;
  PathAttributes& attributes = route.attributes;
  switch (what.kind) {
    case RouteActionKind::kLocalPreference:
      attributes.local_preference = Changed(LocalPreferenceOf(attributes, 0), what);
      break;
    case RouteActionKind::kMetric:
      ChangeMetric(what, route);
      break;
    case RouteActionKind::kMetricOfIgp:
      route.metric_of_igp = route.metric_set = true;
      break;
    case RouteActionKind::kMetricNone:
      attributes.has_med = route.metric_of_igp = false;
      attributes.med = 0;
      break;
    case RouteActionKind::kWeight:
      attributes.weight = Changed(attributes.weight, what);
      break;
    case RouteActionKind::kOrigin:
      attributes.origin = what.origin;
      break;
    case RouteActionKind::kNextHop:
      route.next_hop_change = what.address ? NextHopChange::kAddress : NextHopChange::kSelf;
      if (what.address) route.next_hop = route.new_next_hop = *what.address;
      break;
    case RouteActionKind::kNextHopSelf:
      route.next_hop_change = NextHopChange::kSelf;
      break;
    case RouteActionKind::kNextHopPeer:
      route.next_hop_change = NextHopChange::kPeer;
      break;
    case RouteActionKind::kNextHopUnchanged:
      route.next_hop_change = NextHopChange::kUnchanged;
      break;
    case RouteActionKind::kNextHopDiscard:
      route.next_hop_change = NextHopChange::kDiscard;
      break;
    case RouteActionKind::kAsPathPrepend:
    case RouteActionKind::kAsPathPrependLast:
    case RouteActionKind::kAsPathPrependOwn:
    case RouteActionKind::kAsPathReplaceOwn:
    case RouteActionKind::kAsPathReplace:
    case RouteActionKind::kAsPathRemove:
      ActOnPath(what, route);
      break;
    case RouteActionKind::kCommunity:
      ActOnCommunities(action, run);
      break;
    case RouteActionKind::kTag:
      attributes.tag = Changed(attributes.tag, what);
      route.tag_set = true;
      break;
    case RouteActionKind::kMetricType:
      route.metric_type = what.value;
      break;
    case RouteActionKind::kLevel:
      route.level = what.value;
      break;
    case RouteActionKind::kDistance:
      attributes.distance = Changed(attributes.distance, what);
      break;
    case RouteActionKind::kLabel:
    case RouteActionKind::kAttributeNotModelled:
      route.label_set = route.label_set || what.kind == RouteActionKind::kLabel;
      break;
  }
}

}  // namespace ringfence::routing
