// Random route policies for tests: terms that prefer, lengthen, mark and drop. Test support only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "routing/random_testing.h"

namespace ringfence::routing {

/// Writes policies into devices. What they do follows from the dice alone.
class PolicyDice {
 public:
  /// `prefixes`: those that lists may name.
  PolicyDice(World& net, Dice& dice, std::vector<std::string> prefixes)
      : net_(net), dice_(dice), prefixes_(std::move(prefixes)) {}

  /// A new policy of the device about routes of BGP; its name. No preference of it grows with another: what
  /// one router prefers another may drop, so that routes can vanish, appear and go in circles.
  std::string Bgp(const std::string& node) { return Add(node, true); }
  /// The same about routes that come from another protocol.
  std::string Taken(const std::string& node) { return Add(node, false); }

 private:
  using Match = model::RouteMatchKind;
  using Action = model::RouteActionKind;

  std::string Add(const std::string& node, bool bgp) {
    model::PolicySet& set = net_[node].policies;
    if (set.prefix_lists.empty()) AddLists(set);
    model::RoutePolicy policy;
    policy.name = "p" + std::to_string(set.policies.size());
    for (int terms = 1 + dice_.Below(3); terms > 0; --terms) policy.terms.push_back(Term(bgp));
    policy.end = dice_.Chance(20)   ? model::PolicyEnd::kReject
                 : dice_.Chance(70) ? model::PolicyEnd::kAccept
                                    : model::PolicyEnd::kNextPolicy;
    set.policies.push_back(policy);
    return policy.name;
  }

  /// Lists l0, l1 of prefixes, a0, a1 of paths, c0, c1 of communities.
  void AddLists(model::PolicySet& set) {
    for (int i = 0; i < 2; ++i) {
      model::PrefixList& list = set.prefix_lists.emplace_back();
      list.name = "l" + std::to_string(i);
      for (int lines = 1 + dice_.Below(2); lines > 0; --lines) {
        const auto pick = static_cast<std::size_t>(dice_.Below(static_cast<int>(prefixes_.size())));
        const net::Prefix prefix = P(prefixes_[pick]);
        const bool longer = dice_.OneIn(3);
        list.lines.push_back({.permit = !dice_.OneIn(4),
                              .prefix = prefix,
                              .length_min = prefix.length,
                              .length_max = longer ? std::uint8_t{32} : prefix.length});
      }
      if (dice_.OneIn(2)) list.lines.push_back({.prefix = P("0.0.0.0/0")});
      const std::string as = std::to_string(65000 + dice_.Below(3));
      const char* ends[] = {"(^| )", "^"};
      set.as_path_lists.push_back({"a" + std::to_string(i), {{true, ends[dice_.Below(2)] + as + "( |$)"}}});
      set.community_lists.push_back({"c" + std::to_string(i), {}, {{true, {Community(i)}, {}}}});
    }
  }

  static std::string Community(int number) { return "65000:" + std::to_string(number); }

  model::RouteTerm Term(bool bgp) {
    model::RouteTerm term;
    term.span = net_.NewSpan();
    if (!dice_.OneIn(4)) term.all_of = {{{bgp ? BgpMatch() : TakenMatch()}}};
    for (int more = dice_.Below(3); more > 0; --more)
      term.actions.push_back(bgp ? BgpAction() : TakenAction());
    const int flow = dice_.Below(100);
    term.flow = flow < 55   ? model::TermFlow::kAccept
                : flow < 85 ? model::TermFlow::kNext
                            : model::TermFlow::kReject;
    return term;
  }

  std::string Listed(const char* kind) { return kind + std::to_string(dice_.Below(2)); }
  static std::uint32_t Number(int value) { return static_cast<std::uint32_t>(value); }

  model::RouteMatch BgpMatch() {
    model::RouteMatch match;
    match.negated = dice_.OneIn(4);
    switch (dice_.Below(6)) {
      case 0:
        match.kind = Match::kPrefixList;
        match.names = {Listed("l")};
        break;
      case 1:
        match.kind = Match::kAsPathList;
        match.names = {Listed("a")};
        break;
      case 2:
        match.kind = Match::kAsPathLength;
        match.ranges = {{Number(dice_.Below(3)), Number(2 + dice_.Below(2))}};
        break;
      case 3:
        match.kind = Match::kMetric;
        match.ranges = {{0, Number(5 + dice_.Below(20))}};
        break;
      default:
        match.kind = Match::kCommunityList;
        match.names = {Listed("c")};
    }
    return match;
  }

  model::RouteMatch TakenMatch() {
    model::RouteMatch match;
    match.negated = dice_.OneIn(4);
    switch (dice_.Below(3)) {
      case 0:
        match.kind = Match::kTag;
        match.ranges = {{Number(7), Number(7 + dice_.Below(2))}};
        break;
      case 1:
        match.kind = Match::kMetric;
        match.ranges = {{0, Number(5 + dice_.Below(20))}};
        break;
      default:
        match.kind = Match::kPrefixList;
        match.names = {Listed("l")};
    }
    return match;
  }

  model::RouteAction BgpAction() {
    switch (dice_.Below(6)) {
      case 0:
        return {.kind = Action::kMetric,
                .op = dice_.OneIn(3) ? model::ValueOp::kAdd : model::ValueOp::kSet,
                .value = Number(dice_.Below(3) * 10)};
      case 1:
        return {.kind = Action::kAsPathPrependOwn, .value = Number(1 + dice_.Below(2))};
      case 2:
        return {.kind = Action::kCommunity,
                .community_op = dice_.OneIn(3) ? model::CommunityOp::kSet : model::CommunityOp::kAdd,
                .communities = {Community(dice_.Below(2))}};
      case 3:
        return {.kind = Action::kOrigin,
                .origin = dice_.OneIn(2) ? model::BgpOrigin::kIgp : model::BgpOrigin::kIncomplete};
      default:
        return {.kind = Action::kLocalPreference, .value = Number(80 + 20 * dice_.Below(4))};
    }
  }

  model::RouteAction TakenAction() {
    switch (dice_.Below(3)) {
      case 0:
        return {.kind = Action::kTag, .value = Number(7 + dice_.Below(2))};
      case 1:
        return {.kind = Action::kMetric, .value = Number(1 + dice_.Below(30))};
      default:
        return {.kind = Action::kMetricType, .value = 1};
    }
  }

  World& net_;
  Dice& dice_;
  std::vector<std::string> prefixes_;
};

}  // namespace ringfence::routing
