// Conditions of route maps.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "formats/route_map_text.h"

namespace ringfence::formats {
namespace {

using model::RouteMatch;
using Kind = model::RouteMatchKind;

using Handler = Verdict (*)(RouteMapSite& site);
struct Keyword {
  std::string_view word;
  Handler handler;
};

/// Names up to the end of the line, as lists of a kind.
Verdict MatchLists(RouteMapSite& site, std::string key, Kind kind, ListKind list) {
  RouteMatch match{.kind = kind};
  while (!site.statement.words.done()) {
    const std::string_view name = site.statement.words.Next().text;
    if (name == "exact-match")
      match.exact = true;
    else if (name != "any" || kind != Kind::kCommunityList)
      match.names.emplace_back(name);
  }
  if (match.names.empty()) return kNotKnown;
  return site.Match(std::move(key), {std::move(match), list});
}

/// Numbers up to the end of the line, also as `N +- D` and `A - B`.
Verdict MatchNumbers(RouteMapSite& site, std::string key, Kind kind) {
  RouteMatch match{.kind = kind};
  WordCursor& words = site.statement.words;
  while (!words.done()) {
    const auto number = words.AcceptNumber(0, 0xffffffffU);
    if (!number) return site.NotExpressed();
    model::ValueRange range{*number, *number};
    if (words.Accept("+-")) {
      const auto deviation = words.AcceptNumber(0, 0xffffffffU);
      if (!deviation) return site.NotExpressed();
      range = {*number - std::min(*number, *deviation),
               *deviation > 0xffffffffU - *number ? 0xffffffffU : *number + *deviation};
    }
    match.ranges.push_back(range);
  }
  if (match.ranges.empty()) return kNotKnown;
  return site.Match(std::move(key), {std::move(match), std::nullopt});
}

/// A count that is at least, at most or exactly a number: `length >= N`, `instances <= N`.
Verdict MatchCount(RouteMapSite& site, std::string key, Kind kind) {
  WordCursor& words = site.statement.words;
  const Word order = words.Next();
  const auto number = words.AcceptNumber(0, 0xffffffffU);
  if (!number || !words.done()) return site.NotExpressed();
  RouteMatch match{.kind = kind};
  if (order == ">=")
    match.ranges = {{*number, 0xffffffffU}};
  else if (order == "<=")
    match.ranges = {{0, *number}};
  else if (order == "=")
    match.ranges = {{*number, *number}};
  else
    return site.NotExpressed();
  return site.Match(std::move(key), {std::move(match), std::nullopt});
}

/// `match ip address|next-hop|route-source [prefix-list|access-list] NAMES`.
Verdict MatchIp(RouteMapSite& site, net::Family family) {
  WordCursor& words = site.statement.words;
  const bool v4 = family == net::Family::kIpv4;
  const Word what = words.Next();
  Kind kind = Kind::kPrefixList;
  if (what == "next-hop")
    kind = Kind::kNextHopList;
  else if (what == "route-source")
    kind = Kind::kRouteSourceList;
  else if (what != "address")
    return site.NotExpressed();
  const std::string_view next = words.Peek().text;
  for (const std::string_view word :
       {"prefix-len", "prefix-length", "address", "type", "dynamic", "redistribution-source"}) {
    if (next == word) return site.NotExpressed();
  }
  ListKind list = v4 ? ListKind::kAccess4 : ListKind::kAccess6;
  if (words.Accept("prefix-list"))
    list = v4 ? ListKind::kPrefix4 : ListKind::kPrefix6;
  else
    words.Accept("access-list");
  return MatchLists(site, fmt::format("{} {}", v4 ? "ip" : "ipv6", what.text), kind, list);
}

Verdict MatchIp4(RouteMapSite& site) { return MatchIp(site, net::Family::kIpv4); }
Verdict MatchIp6(RouteMapSite& site) { return MatchIp(site, net::Family::kIpv6); }

Verdict MatchAsPath(RouteMapSite& site) {
  if (site.statement.words.Accept("length")) return MatchCount(site, "as-path length", Kind::kAsPathLength);
  return MatchLists(site, "as-path", Kind::kAsPathList, ListKind::kAsPath);
}

Verdict MatchCommunity(RouteMapSite& site) {
  if (site.statement.words.Accept("instances"))
    return MatchCount(site, "community instances", Kind::kCommunityCount);
  return MatchLists(site, "community", Kind::kCommunityList, ListKind::kCommunity);
}
Verdict MatchExtended(RouteMapSite& site) {
  return MatchLists(site, "extcommunity", Kind::kCommunityList, ListKind::kExtendedCommunity);
}
Verdict MatchLarge(RouteMapSite& site) {
  return MatchLists(site, "large-community", Kind::kCommunityList, ListKind::kLargeCommunity);
}

Verdict MatchInterface(RouteMapSite& site) {
  RouteMatch match{.kind = Kind::kInterface};
  while (!site.statement.words.done()) {
    match.names.push_back(site.dialect.take_interface != nullptr
                              ? site.dialect.take_interface(site.statement.words)
                              : std::string(site.statement.words.Next().text));
  }
  if (match.names.empty()) return kNotKnown;
  return site.Match("interface", {std::move(match), std::nullopt});
}

Verdict MatchTag(RouteMapSite& site) { return MatchNumbers(site, "tag", Kind::kTag); }
Verdict MatchMetric(RouteMapSite& site) { return MatchNumbers(site, "metric", Kind::kMetric); }
Verdict MatchPreference(RouteMapSite& site) {
  return MatchNumbers(site, "local-preference", Kind::kLocalPreference);
}
Verdict MatchWeight(RouteMapSite& site) { return MatchNumbers(site, "weight", Kind::kWeight); }
Verdict MatchDistance(RouteMapSite& site) { return MatchNumbers(site, "distance", Kind::kDistance); }

Verdict MatchOrigin(RouteMapSite& site) {
  RouteMatch match{.kind = Kind::kOrigin};
  const Word word = site.statement.words.Next();
  if (word == "igp")
    match.origins = {model::BgpOrigin::kIgp};
  else if (word == "egp")
    match.origins = {model::BgpOrigin::kEgp};
  else if (word == "incomplete")
    match.origins = {model::BgpOrigin::kIncomplete};
  else
    return kNotKnown;
  return site.Match("origin", {std::move(match), std::nullopt});
}

Verdict MatchPeer(RouteMapSite& site) {
  RouteMatch match{.kind = Kind::kNeighbor};
  while (!site.statement.words.done()) {
    const auto address = net::ParseAddress(site.statement.words.Next().text);
    if (!address) return site.NotExpressed();
    match.prefixes.push_back(net::Prefix::Host(*address));
  }
  return site.Match("peer", {std::move(match), std::nullopt});
}

/// The words say "internal" and "external" of whatever protocol the route has.
Verdict MatchRouteType(RouteMapSite& site) {
  WordCursor& words = site.statement.words;
  const auto add = [&site](Kind kind, std::vector<model::ValueRange> ranges = {}) {
    return site.Match("route-type", {RouteMatch{.kind = kind, .ranges = std::move(ranges)}, std::nullopt});
  };
  while (!words.done()) {
    const Word word = words.Next();
    if (word == "internal") {
      add(Kind::kOspfInternal), add(Kind::kBgpInternal);
    } else if (word == "external") {
      const bool type1 = words.Accept("type-1");
      if (type1 || words.Accept("type-2"))
        add(Kind::kOspfExternal, {{type1 ? 1U : 2U, type1 ? 1U : 2U}});
      else
        add(Kind::kOspfExternal), add(Kind::kBgpExternal);
    } else if (word == "type-1" || word == "type-2") {
      const std::uint32_t type = word == "type-1" ? 1 : 2;
      add(Kind::kOspfExternal, {{type, type}});
    } else if (word == "local") {
      add(Kind::kBgpLocal);
    } else if (word == "level-1" || word == "level-2") {
      const std::uint32_t level = word == "level-1" ? 1 : 2;
      add(Kind::kIsisLevel, {{level, level}});
    } else {
      return site.NotExpressed();
    }
  }
  return kUnderstood;
}

struct SourceWord {
  std::string_view word;
  model::RouteSource source;
};
constexpr SourceWord kSources[] = {
    {"connected", model::RouteSource::kConnected},
    {"static", model::RouteSource::kStatic},
    {"ospf", model::RouteSource::kOspf},
    {"ospfv3", model::RouteSource::kOspf},
    {"isis", model::RouteSource::kIsis},
    {"bgp", model::RouteSource::kBgp},
    {"rip", model::RouteSource::kRip},
    {"eigrp", model::RouteSource::kEigrp},
};

/// `match source-protocol ospf 1 connected ...`.
Verdict MatchSource(RouteMapSite& site) {
  WordCursor& words = site.statement.words;
  while (!words.done()) {
    const Word word = words.Next();
    const auto* source = std::ranges::find(kSources, word.text, &SourceWord::word);
    if (source == std::end(kSources)) return site.NotExpressed();
    RouteMatch match{.kind = Kind::kSource, .sources = {source->source}};
    // Only one process of BGP exists: its number says nothing.
    const Word process = words.Peek();
    const bool has_process = ParseNumber(process.text, 0, 0xffffffffU).has_value();
    if (has_process) words.Next();
    if (has_process && source->source != model::RouteSource::kBgp) match.names.emplace_back(process.text);
    site.Match("source-protocol", {std::move(match), std::nullopt});
  }
  return kUnderstood;
}

Verdict MatchVrf(RouteMapSite& site) {
  const std::string name(site.statement.words.Next().text);
  return site.Match("source-vrf",
                    {RouteMatch{.kind = Kind::kVrf, .names = {name == "default" ? "" : name}}, std::nullopt});
}

constexpr Keyword kKeywords[] = {
    {"as-path", MatchAsPath},
    {"community", MatchCommunity},
    {"distance", MatchDistance},
    {"extcommunity", MatchExtended},
    {"interface", MatchInterface},
    {"ip", MatchIp4},
    {"ipv6", MatchIp6},
    {"large-community", MatchLarge},
    {"local-preference", MatchPreference},
    {"metric", MatchMetric},
    {"origin", MatchOrigin},
    {"peer", MatchPeer},
    {"route-type", MatchRouteType},
    {"source-protocol", MatchSource},
    {"source-vrf", MatchVrf},
    {"tag", MatchTag},
    {"weight", MatchWeight},
};

}  // namespace

Verdict ReadRouteMapMatch(RouteMapSite& site) {
  const Word word = site.statement.words.Next();
  const auto* keyword = std::ranges::find(kKeywords, word.text, &Keyword::word);
  const std::size_t before = site.entry.not_modelled.size();
  const Verdict verdict = keyword == std::end(kKeywords) ? site.NotExpressed() : keyword->handler(site);
  // A condition that is not expressed could hold or not: a route that gets here makes the answer undecided.
  if (site.entry.not_modelled.size() > before)
    site.Match("not modelled", {RouteMatch{.kind = Kind::kNotModelled}, std::nullopt});
  return verdict;
}

}  // namespace ringfence::formats
