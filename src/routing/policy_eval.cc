// One pass over flat terms.
//
// A policy is a list of terms; the condition of a term is a conjunction of clauses of literals. The pass
// walks the terms in order, jumps only forward, and keeps a stack for called policies, so it ends after at
// most the sum of the terms it may reach. Three truths: a literal that is not modelled is "unknown", which a
// false literal beside it or a true alternative settles; what stays unknown makes the result doubtful and is
// read as false. Policies as conditions are evaluated on a copy, at most kPolicyDepthMax deep.
//
// The end of a called policy is no decision: only an accept or a reject in its terms ends the evaluation.

#include "routing/policy_eval.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/check.h"

namespace ringfence::routing {
namespace {

using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;
using model::TermFlow;

bool InRanges(const RouteMatch& match, std::uint32_t value) {
  return std::ranges::any_of(match.ranges, [value](const model::ValueRange& range) {
    return value >= range.first && value <= range.last;
  });
}

bool HasName(const RouteMatch& match, std::string_view name) {
  return std::ranges::find(match.names, name) != match.names.end();
}

bool IsExternal(const RouteMatch& match, RouteKind kind) {
  if (kind != RouteKind::kOspfExternal1 && kind != RouteKind::kOspfExternal2) return false;
  return match.ranges.empty() || InRanges(match, kind == RouteKind::kOspfExternal1 ? 1 : 2);
}

bool IsOfLevel(const RouteMatch& match, RouteKind kind) {
  if (kind != RouteKind::kIsisLevel1 && kind != RouteKind::kIsisLevel2) return false;
  return InRanges(match, kind == RouteKind::kIsisLevel1 ? 1 : 2);
}

bool IsOfNeighbor(const RouteMatch& match, const PolicyRoute& route) {
  return route.neighbor && std::ranges::any_of(match.prefixes, [&route](const net::Prefix& prefix) {
           return prefix.Contains(*route.neighbor);
         });
}

bool LeavesBy(const RouteMatch& match, const PolicyRoute& route) {
  return std::ranges::any_of(route.interfaces,
                             [&match](std::string_view name) { return HasName(match, name); });
}

bool IsFrom(const RouteMatch& match, const PolicyRoute& route) {
  return std::ranges::find(match.sources, route.source) != match.sources.end() &&
         (match.names.empty() || HasName(match, route.process));
}

std::uint32_t MetricOf(const PolicyRoute& route) {
  if (route.source != RouteSource::kBgp) return route.metric;
  return route.attributes.med;  // also where it is not sent on; 0 where there is none
}

/// Literals that look at nothing but the route; the others are tested by the evaluator.
bool TestPlain(const RouteMatch& match, const PolicyRoute& route, const AttributePool& pool) {
  const PathAttributes& attributes = route.attributes;
  switch (match.kind) {
    case RouteMatchKind::kAsPathLength:
      return InRanges(match, pool.FactsOf(attributes.as_path).length);
    case RouteMatchKind::kCommunityCount:
      return InRanges(match, static_cast<std::uint32_t>(pool[attributes.standard].size()));
    case RouteMatchKind::kSource:
      return IsFrom(match, route);
    case RouteMatchKind::kOspfInternal:
      return route.kind == RouteKind::kOspfInternal;
    case RouteMatchKind::kOspfExternal:
      return IsExternal(match, route.kind);
    case RouteMatchKind::kBgpInternal:
      return route.kind == RouteKind::kBgpInternal;
    case RouteMatchKind::kBgpExternal:
      return route.kind == RouteKind::kBgpExternal;
    case RouteMatchKind::kBgpLocal:
      return route.kind == RouteKind::kBgpLocal;
    case RouteMatchKind::kIsisLevel:
      return IsOfLevel(match, route.kind);
    case RouteMatchKind::kInterface:
      return LeavesBy(match, route);
    case RouteMatchKind::kTag:
      return InRanges(match, attributes.tag);
    case RouteMatchKind::kMetric:
      return InRanges(match, MetricOf(route));
    case RouteMatchKind::kLocalPreference:
      return InRanges(match, LocalPreferenceOf(attributes, 0));
    case RouteMatchKind::kWeight:
      return InRanges(match, attributes.weight);
    case RouteMatchKind::kDistance:
      return InRanges(match, attributes.distance);
    case RouteMatchKind::kOrigin:
      return std::ranges::find(match.origins, attributes.origin) != match.origins.end();
    case RouteMatchKind::kFamily:
      return std::ranges::find(match.families, route.prefix.family()) != match.families.end();
    case RouteMatchKind::kNeighbor:
      return IsOfNeighbor(match, route);
    case RouteMatchKind::kNeighborGroup:
      return HasName(match, route.neighbor_group);
    case RouteMatchKind::kVrf:
      return HasName(match, route.vrf);
    default:
      return match.kind == RouteMatchKind::kAlways;
  }
}

}  // namespace

PolicyEvaluator::PolicyEvaluator(const PolicyProgram& program, AttributePool& pool)
    : program_(program),
      pool_(pool),
      path_memory_(program.as_path_lists().size()),
      community_memory_(program.community_regex_count()) {
  for (const model::CommunityText& text : program.literals()) literals_.push_back(pool.InternCommunity(text));
}

PolicyResult PolicyEvaluator::Evaluate(const CompiledChain& chain, PolicyRoute& route,
                                       std::vector<base::Span>* trace) {
  std::uint32_t steps = 0;
  return EvaluateAtDepth(chain, route, trace, 0, &steps);
}

RedistributionResult PolicyEvaluator::Redistribute(const CompiledChain& chain, PolicyRoute route,
                                                   std::vector<base::Span>* trace) {
  const std::uint32_t distance = route.attributes.distance;
  const PolicyResult decision = Evaluate(chain, route, trace);
  RedistributionResult result{
      decision.accepted, decision.doubtful, {}, route.metric_type, {}, route.level, {}};
  if (route.metric_set) result.metric = MetricOf(route);
  if (route.tag_set) result.tag = route.attributes.tag;
  if (route.attributes.distance != distance) result.distance = route.attributes.distance;
  return result;
}

std::uint32_t PolicyEvaluator::SignatureOf(const CompiledChain& chain, const net::Prefix& prefix) {
  if (chain.prefix_lists.empty()) return static_cast<std::uint32_t>(prefix.family());
  std::string bits(1, prefix.family() == net::Family::kIpv4 ? '4' : '6');
  for (const std::uint32_t list : chain.prefix_lists) {
    if (list != kUndefined) bits += program_.prefix_list_indices()[list].Permits(prefix) ? '+' : '-';
  }
  return signatures_.emplace(bits, static_cast<std::uint32_t>(signatures_.size())).first->second;
}

PolicyResult PolicyEvaluator::EvaluateAtDepth(const CompiledChain& chain, PolicyRoute& route,
                                              std::vector<base::Span>* trace, int depth,
                                              std::uint32_t* steps) {
  Run run{route, trace, chain.accept_by_default, depth, steps};
  for (const std::uint32_t policy : chain.policies) {
    if (policy == kUndefined) {
      run.doubtful = true;
      continue;
    }
    const Outcome outcome = RunPolicy(policy, run);
    if (outcome != Outcome::kUndecided) return {outcome == Outcome::kAccepted, run.doubtful};
  }
  return {run.passed || chain.accept_by_default, run.doubtful};
}

PolicyEvaluator::Outcome PolicyEvaluator::RunPolicy(std::uint32_t policy, Run& run) {
  struct Frame {
    const CompiledPolicy* policy;
    std::uint32_t next;
  };
  std::vector<Frame> frames{{&program_.policies()[policy], 0}};
  run.original.reset();
  if (frames.back().policy->policy->tests_original) run.original = run.route;
  while (true) {
    Frame& frame = frames.back();
    if (frame.next >= frame.policy->terms.size()) {
      if (frames.size() > 1) {
        frames.pop_back();
        continue;
      }
      const model::PolicyEnd end = frame.policy->policy->end;
      if (end == model::PolicyEnd::kNextPolicy) return Outcome::kUndecided;
      return end == model::PolicyEnd::kAccept || run.passed ? Outcome::kAccepted : Outcome::kRejected;
    }
    if (++*run.steps > kPolicyStepsMax) {
      run.doubtful = true;
      return Outcome::kRejected;
    }
    const CompiledTerm& term = frame.policy->terms[frame.next++];
    if (!Holds(term, run)) continue;
    if (run.trace != nullptr && term.term->span.valid()) run.trace->push_back(term.term->span);
    for (const CompiledAction& action : term.actions) Act(action, run);
    switch (term.term->flow) {
      case TermFlow::kAccept:
        return Outcome::kAccepted;
      case TermFlow::kReject:
        return Outcome::kRejected;
      case TermFlow::kNext:
        break;
      case TermFlow::kNextPolicy:
        return Outcome::kUndecided;
      case TermFlow::kGoto:
        run.doubtful = run.doubtful || term.term->target < frame.next;
        frame.next = std::max(frame.next, term.term->target);
        break;
      case TermFlow::kPass:
        run.passed = true;
        frame.next = std::max(frame.next, term.term->target);
        break;
      case TermFlow::kCall:
        if (term.callee == kUndefined || frames.size() >= kPolicyDepthMax) {
          run.doubtful = true;
        } else {
          frames.push_back({&program_.policies()[term.callee], 0});
        }
        break;
    }
  }
}

bool PolicyEvaluator::Holds(const CompiledTerm& term, Run& run) {
  bool unknown = false;
  for (const auto& clause : term.all_of) {
    Truth best = Truth::kNo;
    for (const CompiledMatch& match : clause) {
      const Truth truth = Test(match, run);
      if (truth == Truth::kUnknown) best = Truth::kUnknown;
      if (truth == Truth::kYes) {
        best = Truth::kYes;
        break;
      }
    }
    if (best == Truth::kNo) return false;
    unknown = unknown || best == Truth::kUnknown;
  }
  run.doubtful = run.doubtful || unknown;
  return !unknown;
}

PolicyEvaluator::Truth PolicyEvaluator::Test(const CompiledMatch& match, Run& run) {
  Truth truth = Truth::kUnknown;
  switch (match.match->kind) {
    case RouteMatchKind::kPrefixList:
    case RouteMatchKind::kNextHopList:
    case RouteMatchKind::kRouteSourceList:
    case RouteMatchKind::kAsPathList:
    case RouteMatchKind::kCommunityList:
      truth = TestLists(match, run);
      break;
    case RouteMatchKind::kPolicy:
      truth = TestPolicies(match, run);
      break;
    case RouteMatchKind::kNotModelled:
      return Truth::kUnknown;
    case RouteMatchKind::kLabelled:
      if (!run.tested().labelled) return Truth::kUnknown;
      truth = *run.tested().labelled ? Truth::kYes : Truth::kNo;
      break;
    default:
      truth = TestPlain(*match.match, run.tested(), pool_) ? Truth::kYes : Truth::kNo;
      break;
  }
  if (truth == Truth::kUnknown || !match.match->negated) return truth;
  return truth == Truth::kYes ? Truth::kNo : Truth::kYes;
}

PolicyEvaluator::Truth PolicyEvaluator::TestLists(const CompiledMatch& match, const Run& run) {
  const PolicyRoute& route = run.tested();
  const auto permits = [&](std::uint32_t list) {
    switch (match.match->kind) {
      case RouteMatchKind::kAsPathList:
        return AsPathPermitted(list, route.attributes.as_path);
      case RouteMatchKind::kCommunityList:
        return CommunitiesPermitted(list, match.match->exact,
                                    route.attributes.communities(program_.community_lists()[list].kind));
      case RouteMatchKind::kPrefixList:
        return program_.prefix_list_indices()[list].Permits(route.prefix) ? Truth::kYes : Truth::kNo;
      default: {
        const auto& address =
            match.match->kind == RouteMatchKind::kNextHopList ? route.next_hop : route.neighbor;
        return address && program_.prefix_list_indices()[list].Permits(net::Prefix::Host(*address))
                   ? Truth::kYes
                   : Truth::kNo;
      }
    }
  };
  Truth best = Truth::kNo;
  for (const std::uint32_t list : match.targets) {
    const Truth truth = list == kUndefined ? Truth::kUnknown : permits(list);
    if (truth == Truth::kYes) return truth;
    if (truth == Truth::kUnknown) best = truth;
  }
  return best;
}

PolicyEvaluator::Truth PolicyEvaluator::TestPolicies(const CompiledMatch& match, Run& run) {
  if (run.depth + 1 >= kPolicyDepthMax) return Truth::kUnknown;
  Truth all = Truth::kYes;
  for (const std::uint32_t policy : match.targets) {
    PolicyRoute copy = run.tested();
    const CompiledChain chain{{policy}, run.accept_by_default, {}, {}};
    const PolicyResult result = EvaluateAtDepth(chain, copy, run.trace, run.depth + 1, run.steps);
    if (result.doubtful) {
      all = Truth::kUnknown;
    } else if (!result.accepted) {
      return Truth::kNo;
    }
  }
  return all;
}

}  // namespace ringfence::routing
