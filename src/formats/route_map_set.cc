// Changes that route maps make.

#include <algorithm>
#include <iterator>

#include "formats/community_list_text.h"
#include "formats/community_text.h"
#include "formats/route_map_text.h"
#include "formats/steering_text.h"

namespace ringfence::formats {
namespace {

using model::CommunityKind;
using model::CommunityOp;
using model::RouteAction;
using Kind = model::RouteActionKind;

using Handler = Verdict (*)(RouteMapSite& site);
struct Keyword {
  std::string_view word;
  Handler handler;
};

/// A number with an optional sign ("+5", "+ 5"); false when it is none.
bool TakeSigned(WordCursor& words, RouteAction& action) {
  std::string_view text = words.Next().text;
  if (text.starts_with('+') || text.starts_with('-')) {
    action.op = text.front() == '+' ? model::ValueOp::kAdd : model::ValueOp::kSubtract;
    text.remove_prefix(1);
    if (text.empty()) text = words.Next().text;
  }
  const auto number = ParseNumber(text, 0, 0xffffffffU);
  action.value = number.value_or(0);
  return number.has_value();
}

/// `set K N` for kinds that only take a number.
Verdict SetNumber(RouteMapSite& site, Kind kind) {
  const auto number = TakeNumber(site.report, site.statement, 0, 0xffffffffU);
  return number ? site.Set({.kind = kind, .value = *number}) : kNotKnown;
}
Verdict SetWeight(RouteMapSite& site) { return SetNumber(site, Kind::kWeight); }
Verdict SetTag(RouteMapSite& site) { return SetNumber(site, Kind::kTag); }
Verdict SetDistance(RouteMapSite& site) { return SetNumber(site, Kind::kDistance); }

Verdict SetPreference(RouteMapSite& site) {
  RouteAction action{.kind = Kind::kLocalPreference};
  return TakeSigned(site.statement.words, action) ? site.Set(action) : kNotKnown;
}

/// One number, or the five of a vector metric.
Verdict SetMetric(RouteMapSite& site) {
  WordCursor& words = site.statement.words;
  RouteAction action{.kind = Kind::kMetric};
  if (words.Accept("igp-metric") || words.Accept("igp")) return site.Set({.kind = Kind::kMetricOfIgp});
  if (!TakeSigned(words, action)) return site.NotExpressed();
  if (words.done()) return site.Set(action);
  action.numbers.push_back(action.value);
  while (!words.done()) {
    const auto number = words.AcceptNumber(0, 0xffffffffU);
    if (!number) return site.NotExpressed();
    action.numbers.push_back(*number);
  }
  return action.numbers.size() == 5 ? site.Set(action) : site.NotExpressed();
}

Verdict SetMetricType(RouteMapSite& site) {
  const Word word = site.statement.words.Next();
  if (word == "type-1" || word == "external") return site.Set({.kind = Kind::kMetricType, .value = 1});
  if (word == "type-2") return site.Set({.kind = Kind::kMetricType, .value = 2});
  if (word == "internal") return site.Set({.kind = Kind::kMetricType, .value = 0});
  return kNotKnown;
}

Verdict SetLevel(RouteMapSite& site) {
  const Word word = site.statement.words.Next();
  if (word == "level-1") return site.Set({.kind = Kind::kLevel, .value = 1});
  if (word == "level-2") return site.Set({.kind = Kind::kLevel, .value = 2});
  if (word == "level-1-2") return site.Set({.kind = Kind::kLevel, .value = 3});
  return site.NotExpressed();
}

Verdict SetOrigin(RouteMapSite& site) {
  RouteAction action{.kind = Kind::kOrigin};
  const Word word = site.statement.words.Next();
  if (word == "incomplete")
    action.origin = model::BgpOrigin::kIncomplete;
  else if (word == "egp")
    action.origin = model::BgpOrigin::kEgp, site.statement.words.Rest();
  else if (word != "igp")
    return kNotKnown;
  return site.Set(action);
}

/// AS numbers up to the end of the line.
bool TakeAsNumbers(RouteMapSite& site, RouteAction& action) {
  while (!site.statement.words.done()) {
    const auto number = TakeAs(site.report, site.statement);
    if (!number) return false;
    action.numbers.push_back(*number);
  }
  return true;
}

Verdict SetAsPath(RouteMapSite& site) {
  WordCursor& words = site.statement.words;
  RouteAction action{.kind = Kind::kAsPathPrepend};
  if (words.Accept("replace")) {
    action.kind = Kind::kAsPathReplaceOwn;
    if (words.Accept("any")) return words.done() ? site.Set(action) : site.NotExpressed();
    return TakeAsNumbers(site, action) ? site.Set(action) : kNotKnown;
  }
  if (words.Accept("exclude")) {
    action.kind = Kind::kAsPathRemove;
    if (words.Peek() == "all" || words.Peek() == "as-path-access-list") return site.NotExpressed();
    return TakeAsNumbers(site, action) ? site.Set(action) : kNotKnown;
  }
  if (!words.Accept("prepend")) return site.NotExpressed();
  if (words.Accept("last-as")) {
    action.kind = Kind::kAsPathPrependLast;
    action.value = words.AcceptNumber(1, 100).value_or(1);
    return site.Set(action);
  }
  if (words.Peek() == "auto") return site.NotExpressed();
  return TakeAsNumbers(site, action) ? site.Set(action) : kNotKnown;
}

/// Communities of one kind with `additive` or `none`; a word that is neither: not expressed.
Verdict SetCommunities(RouteMapSite& site, CommunityKind kind) {
  WordCursor& words = site.statement.words;
  RouteAction action{.kind = Kind::kCommunity, .community_op = CommunityOp::kSet, .community_kind = kind};
  if (words.Accept("none")) {
    action.community_op = CommunityOp::kClear;
    return site.Set(action);
  }
  const Word before = words.Peek();
  if (before == "community-list" || before == "large-community-list") {
    words.Next();
    while (!words.done() && words.Peek() != "delete" && words.Peek() != "additive")
      action.names.emplace_back(words.Next().text);
    if (!words.Accept("delete")) return site.NotExpressed();
    action.community_op = CommunityOp::kDelete;
    return site.Set(action, ListKindOf(kind));
  }
  while (!words.done()) {
    if (words.Accept("additive"))
      action.community_op = CommunityOp::kAdd;
    else if (words.Accept("delete"))
      action.community_op = CommunityOp::kDelete;
    else if (auto community = TakeCommunity(kind, site.statement))
      action.communities.push_back(*community);
    else
      return site.report.Invalid(site.statement, words.Next(), "not a community");
  }
  return action.communities.empty() ? kNotKnown : site.Set(action);
}
Verdict SetCommunity(RouteMapSite& site) { return SetCommunities(site, CommunityKind::kStandard); }
Verdict SetLarge(RouteMapSite& site) { return SetCommunities(site, CommunityKind::kLarge); }

/// `rt A B [additive]`, `soo A`, `color N`: the kind is written once for all values.
Verdict SetExtended(RouteMapSite& site) {
  WordCursor& words = site.statement.words;
  RouteAction action{.kind = Kind::kCommunity,
                     .community_op = CommunityOp::kSet,
                     .community_kind = CommunityKind::kExtended};
  if (words.Accept("none")) return action.community_op = CommunityOp::kClear, site.Set(action);
  const std::string kind(words.Peek().text);
  if (kind == "cost" || kind == "bandwidth" || kind == "vpn-distinguisher" || kind == "lbw")
    return site.NotExpressed();
  words.Next();
  while (!words.done()) {
    if (words.Accept("additive")) {
      action.community_op = CommunityOp::kAdd;
      continue;
    }
    const Word value = words.Next();
    auto community = ExtendedCommunity(kind, value.text);
    if (!community) return site.report.Invalid(site.statement, value, "not an extended community");
    action.communities.push_back(*community);
  }
  // A site of origin or colour joins what the route has; only route targets are replaced.
  if (kind != "rt") action.community_op = CommunityOp::kAdd;
  return action.communities.empty() ? kNotKnown : site.Set(action);
}

/// `comm-list NAME delete`.
Verdict SetDelete(RouteMapSite& site, CommunityKind kind) {
  RouteAction action{.kind = Kind::kCommunity, .community_op = CommunityOp::kDelete, .community_kind = kind};
  action.names.emplace_back(site.statement.words.Next().text);
  return site.statement.words.Accept("delete") ? site.Set(action, ListKindOf(kind)) : kNotKnown;
}
Verdict DeleteStandard(RouteMapSite& site) { return SetDelete(site, CommunityKind::kStandard); }
Verdict DeleteExtended(RouteMapSite& site) { return SetDelete(site, CommunityKind::kExtended); }
Verdict DeleteLarge(RouteMapSite& site) { return SetDelete(site, CommunityKind::kLarge); }

Verdict SetNextHop(RouteMapSite& site) {
  WordCursor& words = site.statement.words;
  if (words.Accept("peer-address")) return site.Set({.kind = Kind::kNextHopPeer});
  if (words.Accept("self")) return site.Set({.kind = Kind::kNextHopSelf});
  if (words.Accept("unchanged")) return site.Set({.kind = Kind::kNextHopUnchanged});
  if (words.Accept("prefer-global")) return kNoEffect;
  words.Accept("global");
  const auto address = net::ParseAddress(words.Peek().text);
  if (!address) return site.NotExpressed();
  words.Next();
  // Further addresses are for packets only.
  words.Rest();
  return site.Set({.kind = Kind::kNextHop, .address = address});
}

/// Apart from the next hop these words are for packets: see steering_text.h.
Verdict SetIp(RouteMapSite& site) {
  if (site.statement.words.Accept("next-hop")) return SetNextHop(site);
  return kNoEffect;
}

Verdict SetNothing(RouteMapSite&) { return kNoEffect; }
Verdict SetOther(RouteMapSite& site) { return site.Set({.kind = Kind::kAttributeNotModelled}); }
Verdict SetAggregator(RouteMapSite& site) { return site.statement.words.Rest(), SetOther(site); }
Verdict SetIsis(RouteMapSite& site) {
  return site.statement.words.Accept("level") ? SetLevel(site) : site.NotExpressed();
}

constexpr Keyword kKeywords[] = {
    {"aggregator", SetAggregator},
    {"as-path", SetAsPath},
    {"atomic-aggregate", SetOther},
    {"comm-list", DeleteStandard},
    {"community", SetCommunity},
    {"default", SetNothing},
    {"distance", SetDistance},
    {"extcomm-list", DeleteExtended},
    {"extcommunity", SetExtended},
    {"global", SetNothing},
    {"interface", SetNothing},
    {"ip", SetIp},
    {"ipv6", SetIp},
    {"isis", SetIsis},
    {"large-comm-list", DeleteLarge},
    {"large-community", SetLarge},
    {"level", SetLevel},
    {"local-preference", SetPreference},
    {"metric", SetMetric},
    {"metric-type", SetMetricType},
    {"origin", SetOrigin},
    {"tag", SetTag},
    {"traffic-index", SetNothing},
    {"weight", SetWeight},
};

}  // namespace

Verdict ReadRouteMapSet(RouteMapSite& site) {
  ReadSteering(site, site.statement.words);
  const Word word = site.statement.words.Next();
  const auto* keyword = std::ranges::find(kKeywords, word.text, &Keyword::word);
  return keyword == std::end(kKeywords) ? site.NotExpressed() : keyword->handler(site);
}

}  // namespace ringfence::formats
