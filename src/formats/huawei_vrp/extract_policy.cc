// `route-policy R permit|deny node N` and the statements of a node.
//
// Conditions of different kinds must all hold; statements of one kind are alternatives, except that a node
// asks one prefix list or access list of a family: the later one replaces the earlier. A statement that is
// not expressed leaves a condition of its own, so that what depends on it is undecided, and its line counts
// only when the policy is used.
#include <algorithm>
#include <array>

#include "formats/community_text.h"
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::CommunityKind;
using model::CommunityOp;
using model::RouteActionKind;
using model::RouteMatchKind;
using model::RouteSource;
using model::ValueOp;

constexpr std::uint32_t kMax = 0xffffffffU;

RouteMapEntry& Node(Reader& reader) {
  return reader.config.policies.route_maps[reader.open_policy].entries[reader.open_node];
}

/// Adds a condition: an alternative of those of its kind, or instead of them.
void AddMatch(Reader& reader, std::string_view kind, RouteMapMatch match, bool replaces = false) {
  auto& clauses = Node(reader).clauses;
  auto found = std::ranges::find(clauses, kind, &RouteMapClause::kind);
  if (found == clauses.end()) found = clauses.insert(clauses.end(), {std::string(kind), {}});
  if (replaces) found->any_of.clear();
  found->any_of.push_back(std::move(match));
}

Verdict NotExpressed(Reader& reader, const Line& line) {
  Node(reader).not_modelled.push_back(line.span());
  return Irrelevant();
}

/// A condition that is not expressed.
Verdict Unclear(Reader& reader, const Line& line) {
  AddMatch(reader, line.rest(1), {{.kind = RouteMatchKind::kNotModelled, .span = line.span()}, {}}, true);
  return NotExpressed(reader, line);
}

Verdict AddListMatch(Reader& reader, const Line& line, std::string_view kind, RouteMatchKind match,
                     ListKind list, std::size_t word) {
  if (line.at(word).empty() || line.size() > word + 1) return Unclear(reader, line);
  AddMatch(reader, kind, {{.kind = match, .names = {std::string(line.at(word))}, .span = line.span()}, list},
           true);
  return Modelled();
}

Verdict ReadAclMatch(Reader& reader, const Line& line) {
  return AddListMatch(reader, line, "address", RouteMatchKind::kPrefixList, ListKind::kAccess4, 2);
}

Verdict ReadPrefixMatch(Reader& reader, const Line& line) {
  return AddListMatch(reader, line, "address", RouteMatchKind::kPrefixList, ListKind::kPrefix4, 2);
}

/// `ip {next-hop|route-source} {acl|ip-prefix} X`, `ipv6 {address|next-hop|route-source} {acl|prefix-list}
/// X`.
Verdict ReadAddressMatch(Reader& reader, const Line& line) {
  const bool v6 = line.at(1) == "ipv6";
  const std::string_view what = line.at(2), by = line.at(3);
  const bool acl = by == "acl";
  if (!acl && by != (v6 ? "prefix-list" : "ip-prefix")) return Unclear(reader, line);
  const ListKind list =
      v6 ? (acl ? ListKind::kAccess6 : ListKind::kPrefix6) : (acl ? ListKind::kAccess4 : ListKind::kPrefix4);
  if (what == "next-hop")
    return AddListMatch(reader, line, v6 ? "next-hop6" : "next-hop", RouteMatchKind::kNextHopList, list, 4);
  if (what == "route-source")
    return AddListMatch(reader, line, v6 ? "source6" : "source", RouteMatchKind::kRouteSourceList, list, 4);
  if (what == "address" && v6)
    return AddListMatch(reader, line, "address6", RouteMatchKind::kPrefixList, list, 4);
  return Unclear(reader, line);
}

/// `N`, `greater-equal N [less-equal M]`, `less-equal M` from `word` to the end of the line.
std::optional<model::ValueRange> TakeRange(const Line& line, std::size_t word) {
  model::ValueRange range;
  if (const auto value = NumberUpTo(line.at(word)); value && line.size() == word + 1)
    return model::ValueRange{*value, *value};
  if (word >= line.size()) return std::nullopt;
  for (; word < line.size(); word += 2) {
    const auto value = NumberUpTo(line.at(word + 1));
    if (!value) return std::nullopt;
    if (line.at(word) == "greater-equal") {
      range.first = *value;
    } else if (line.at(word) == "less-equal") {
      range.last = *value;
    } else {
      return std::nullopt;
    }
  }
  return range;
}

Verdict AddRange(Reader& reader, const Line& line, RouteMatchKind kind, std::size_t word) {
  const auto range = TakeRange(line, word);
  if (!range) return Unclear(reader, line);
  AddMatch(reader, line.at(1), {{.kind = kind, .ranges = {*range}, .span = line.span()}, {}});
  return Modelled();
}

Verdict ReadCostMatch(Reader& reader, const Line& line) {
  return AddRange(reader, line, RouteMatchKind::kMetric, 2);
}
Verdict ReadTagMatch(Reader& reader, const Line& line) {
  return AddRange(reader, line, RouteMatchKind::kTag, 2);
}
Verdict ReadLocalPreferenceMatch(Reader& reader, const Line& line) {
  return AddRange(reader, line, RouteMatchKind::kLocalPreference, 2);
}
Verdict ReadPreferenceMatch(Reader& reader, const Line& line) {
  return AddRange(reader, line, RouteMatchKind::kDistance, 2);
}
Verdict ReadWeightMatch(Reader& reader, const Line& line) {
  return AddRange(reader, line, RouteMatchKind::kWeight, 2);
}
Verdict ReadAsPathMatch(Reader& reader, const Line& line) {
  if (line.at(2) != "length") return Unclear(reader, line);
  return AddRange(reader, line, RouteMatchKind::kAsPathLength, 3);
}

Verdict ReadAsPathFilterMatch(Reader& reader, const Line& line) {
  RouteMapMatch match{{.kind = RouteMatchKind::kAsPathList, .span = line.span()}, ListKind::kAsPath};
  for (std::size_t word = 2; word < line.size(); ++word) match.value.names.emplace_back(line.at(word));
  if (match.value.names.empty()) return Unclear(reader, line);
  AddMatch(reader, line.at(1), std::move(match));
  return Modelled();
}

/// `community-filter {basic|advanced} NAME [whole-match] ...`, numbers and names alike.
Verdict ReadCommunityMatch(Reader& reader, const Line& line) {
  const ListKind list = line.at(1) == "community-filter"      ? ListKind::kCommunity
                        : line.at(1) == "extcommunity-filter" ? ListKind::kExtendedCommunity
                                                              : ListKind::kLargeCommunity;
  std::size_t word = line.at(2) == "basic" || line.at(2) == "advanced" ? 3 : 2;
  if (word >= line.size()) return Unclear(reader, line);
  while (word < line.size()) {
    RouteMapMatch match{{.kind = RouteMatchKind::kCommunityList, .span = line.span()}, list};
    match.value.names.emplace_back(line.at(word++));
    if (line.at(word) == "whole-match") {
      match.value.exact = true;
      ++word;
    }
    AddMatch(reader, line.at(1), std::move(match));
  }
  return Modelled();
}

Verdict ReadInterfaceMatch(Reader& reader, const Line& line) {
  RouteMapMatch match{{.kind = RouteMatchKind::kInterface, .span = line.span()}, {}};
  for (std::size_t word = 2; word < line.size();) {
    NameTaken name = TakeInterfaceName(line, word);
    if (name.name.empty()) return reader.Invalid(line, word, "not an interface name", kRouting);
    match.value.names.push_back(std::move(name.name));
    word = name.next;
  }
  AddMatch(reader, line.at(1), std::move(match));
  return Modelled();
}

/// A word of `route-type` and what it asks.
struct TypeWord {
  std::string_view word;
  RouteMatchKind kind;
  std::uint32_t number = 0;  ///< metric type or level; 0: any
};
constexpr std::array kTypeWords = {
    TypeWord{"internal", RouteMatchKind::kOspfInternal},
    TypeWord{"external-type1", RouteMatchKind::kOspfExternal, 1},
    TypeWord{"external-type2", RouteMatchKind::kOspfExternal, 2},
    TypeWord{"external-type1or2", RouteMatchKind::kOspfExternal},
    TypeWord{"is-is-level-1", RouteMatchKind::kIsisLevel, 1},
    TypeWord{"is-is-level-2", RouteMatchKind::kIsisLevel, 2},
    TypeWord{"ibgp", RouteMatchKind::kBgpInternal},
    TypeWord{"ebgp", RouteMatchKind::kBgpExternal},
};

Verdict ReadTypeMatch(Reader& reader, const Line& line) {
  if (line.size() < 3) return Unclear(reader, line);
  for (std::size_t word = 2; word < line.size(); ++word) {
    const auto* found = std::ranges::find(kTypeWords, line.at(word), &TypeWord::word);
    if (found == kTypeWords.end()) return Unclear(reader, line);
    model::RouteMatch match{.kind = found->kind, .span = line.span()};
    if (found->number != 0) match.ranges = {{found->number, found->number}};
    AddMatch(reader, line.at(1), {std::move(match), {}});
  }
  return Modelled();
}

Verdict ReadProtocolMatch(Reader& reader, const Line& line) {
  RouteMapMatch match{{.kind = RouteMatchKind::kSource, .span = line.span()}, {}};
  for (std::size_t word = 2; word < line.size(); ++word) {
    const auto source = ParseSource(line.at(word));
    if (!source) return Unclear(reader, line);
    match.value.sources.push_back(*source);
  }
  if (match.value.sources.empty()) return Unclear(reader, line);
  AddMatch(reader, line.at(1), std::move(match));
  return Modelled();
}

/// `if-match mpls-label`: the route came with a label.
Verdict ReadLabelMatch(Reader& reader, const Line& line) {
  if (line.size() != 2) return Unclear(reader, line);
  RouteMapMatch match;
  match.value.kind = RouteMatchKind::kLabelled;
  match.value.span = line.span();
  AddMatch(reader, line.at(1), std::move(match));
  return Modelled();
}

/// What follows `if-match` or `apply`, and who reads it.
struct Handler {
  std::string_view word;
  Verdict (*read)(Reader& reader, const Line& line);
};

constexpr std::array kMatches = {
    Handler{"acl", ReadAclMatch},
    Handler{"as-path", ReadAsPathMatch},
    Handler{"as-path-filter", ReadAsPathFilterMatch},
    Handler{"community-filter", ReadCommunityMatch},
    Handler{"cost", ReadCostMatch},
    Handler{"extcommunity-filter", ReadCommunityMatch},
    Handler{"interface", ReadInterfaceMatch},
    Handler{"ip", ReadAddressMatch},
    Handler{"ip-prefix", ReadPrefixMatch},
    Handler{"ipv6", ReadAddressMatch},
    Handler{"large-community-filter", ReadCommunityMatch},
    Handler{"local-preference", ReadLocalPreferenceMatch},
    Handler{"mpls-label", ReadLabelMatch},
    Handler{"preference", ReadPreferenceMatch},
    Handler{"preferred-value", ReadWeightMatch},
    Handler{"protocol", ReadProtocolMatch},
    Handler{"route-type", ReadTypeMatch},
    Handler{"tag", ReadTagMatch},
};
static_assert(std::ranges::is_sorted(kMatches, {}, &Handler::word));

/// A later change of the same attribute replaces the earlier one.
Verdict AddSet(Reader& reader, model::RouteAction action, std::optional<ListKind> list = {}) {
  auto& sets = Node(reader).sets;
  std::erase_if(sets, [&](const RouteMapSet& other) {
    return other.value.kind == action.kind && other.value.community_kind == action.community_kind &&
           other.list == list;
  });
  sets.push_back({std::move(action), list});
  return Modelled();
}

/// `[+|-] N` at word 2.
Verdict AddValue(Reader& reader, const Line& line, RouteActionKind kind) {
  model::RouteAction action{.kind = kind, .span = line.span()};
  std::size_t word = 2;
  std::string_view text = line.at(word);
  if (text.starts_with('+') || text.starts_with('-')) {
    action.op = text.front() == '+' ? ValueOp::kAdd : ValueOp::kSubtract;
    text.remove_prefix(1);
    if (text.empty()) text = line.at(++word);
  }
  const auto value = NumberUpTo(text);
  if (!value || line.size() > word + 1) return NotExpressed(reader, line);
  action.value = *value;
  return AddSet(reader, std::move(action));
}

Verdict ReadCost(Reader& reader, const Line& line) {
  if (line.at(2) == "none")
    return AddSet(reader, {.kind = RouteActionKind::kMetricNone, .span = line.span()});
  return AddValue(reader, line, RouteActionKind::kMetric);
}
Verdict ReadLocalPreference(Reader& reader, const Line& line) {
  return AddValue(reader, line, RouteActionKind::kLocalPreference);
}
Verdict ReadWeight(Reader& reader, const Line& line) {
  return AddValue(reader, line, RouteActionKind::kWeight);
}
Verdict ReadTag(Reader& reader, const Line& line) { return AddValue(reader, line, RouteActionKind::kTag); }
Verdict ReadPreference(Reader& reader, const Line& line) {
  return AddValue(reader, line, RouteActionKind::kDistance);
}

// `internal` and `external` mean different things to BGP and to IS-IS.
Verdict ReadCostType(Reader& reader, const Line& line) {
  if (line.at(2) != "type-1" && line.at(2) != "type-2") return NotExpressed(reader, line);
  return AddSet(
      reader,
      {.kind = RouteActionKind::kMetricType, .value = line.at(2) == "type-1" ? 1U : 2U, .span = line.span()});
}

Verdict ReadOrigin(Reader& reader, const Line& line) {
  model::RouteAction action{.kind = RouteActionKind::kOrigin, .span = line.span()};
  if (line.at(2) == "egp") {
    action.origin = model::BgpOrigin::kEgp;
  } else if (line.at(2) == "incomplete") {
    action.origin = model::BgpOrigin::kIncomplete;
  } else if (line.at(2) != "igp") {
    return NotExpressed(reader, line);
  }
  return AddSet(reader, std::move(action));
}

Verdict ReadLevel(Reader& reader, const Line& line) {
  const auto level = ParseLevels(line.at(2));
  if (!level) return NotExpressed(reader, line);
  return AddSet(reader, {.kind = RouteActionKind::kLevel, .value = *level, .span = line.span()});
}

/// `ip-address next-hop X`, `ipv6 next-hop X`.
Verdict ReadNextHop(Reader& reader, const Line& line) {
  model::RouteAction action{.kind = RouteActionKind::kNextHop, .span = line.span()};
  if (line.at(2) != "next-hop" || line.size() != 4) return NotExpressed(reader, line);
  if (line.at(3) == "peer-address") {
    action.kind = RouteActionKind::kNextHopPeer;
  } else if (line.at(3) == "blackhole") {
    action.kind = RouteActionKind::kNextHopDiscard;
  } else {
    action.address = net::ParseAddress(line.at(3));
    if (!action.address) return NotExpressed(reader, line);
  }
  return AddSet(reader, std::move(action));
}

/// `as-path N... additive|overwrite`, `as-path none overwrite`.
Verdict ReadAsPath(Reader& reader, const Line& line) {
  model::RouteAction action{.kind = RouteActionKind::kAsPathPrepend, .span = line.span()};
  std::size_t word = line.at(2) == "none" ? 3 : 2;
  while (word < line.size()) {
    const auto as = ParseAs(line.at(word));
    if (!as) break;
    action.numbers.push_back(*as);
    ++word;
  }
  const bool overwrite = line.at(word) == "overwrite";
  if (line.size() != word + 1 || (!overwrite && line.at(word) != "additive") ||
      (action.numbers.empty() && !overwrite)) {
    return NotExpressed(reader, line);
  }
  if (overwrite) action.kind = RouteActionKind::kAsPathReplace;
  return AddSet(reader, std::move(action));
}

Verdict ReadCommunity(Reader& reader, const Line& line) {
  model::RouteAction action{.kind = RouteActionKind::kCommunity, .span = line.span()};
  action.community_op = CommunityOp::kSet;
  if (line.at(1) == "extcommunity") action.community_kind = CommunityKind::kExtended;
  if (line.at(1) == "large-community") action.community_kind = CommunityKind::kLarge;
  std::size_t word = 2;
  if (line.at(2) == "none") {
    action.community_op = CommunityOp::kClear;
    ++word;
  }
  while (word < line.size()) {
    if (line.at(word) == "additive" || line.at(word) == "overwrite" || line.at(word) == "delete") {
      if (line.at(word) == "additive") action.community_op = CommunityOp::kAdd;
      if (line.at(word) == "delete") action.community_op = CommunityOp::kDelete;
      ++word;
      break;
    }
    const auto community = TakeCommunityWord(action.community_kind, line, word);
    if (!community) return NotExpressed(reader, line);
    action.communities.push_back(*community);
  }
  const bool clears = action.community_op == CommunityOp::kClear;
  if (word < line.size() || clears != action.communities.empty()) return NotExpressed(reader, line);
  return AddSet(reader, std::move(action));
}

/// `comm-filter F delete`, `large-community-filter F delete`.
Verdict ReadFilterDelete(Reader& reader, const Line& line) {
  const bool large = line.at(1) == "large-community-filter";
  std::size_t word = line.at(2) == "basic" || line.at(2) == "advanced" ? 3 : 2;
  if (line.at(word + 1) != "delete" || line.size() != word + 2) return NotExpressed(reader, line);
  model::RouteAction action{.kind = RouteActionKind::kCommunity, .span = line.span()};
  action.community_op = CommunityOp::kDelete;
  if (large) action.community_kind = CommunityKind::kLarge;
  action.names = {std::string(line.at(word))};
  return AddSet(reader, std::move(action), large ? ListKind::kLargeCommunity : ListKind::kCommunity);
}

Verdict ReadLabel(Reader& reader, const Line& line) {
  if (line.size() != 2) return NotExpressed(reader, line);
  return AddSet(reader, {.kind = RouteActionKind::kLabel, .span = line.span()});
}

Verdict ReadNoEffect(Reader&, const Line&) { return Irrelevant(); }

constexpr std::array kActions = {
    Handler{"as-path", ReadAsPath},
    Handler{"behavior", ReadNoEffect},
    Handler{"comm-filter", ReadFilterDelete},
    Handler{"community", ReadCommunity},
    Handler{"cost", ReadCost},
    Handler{"cost-type", ReadCostType},
    Handler{"extcommunity", ReadCommunity},
    Handler{"ip-address", ReadNextHop},
    Handler{"ip-precedence", ReadNoEffect},
    Handler{"ipv6", ReadNextHop},
    Handler{"isis", ReadLevel},
    Handler{"large-community", ReadCommunity},
    Handler{"large-community-filter", ReadFilterDelete},
    Handler{"local-preference", ReadLocalPreference},
    Handler{"mpls-label", ReadLabel},
    Handler{"origin", ReadOrigin},
    Handler{"preference", ReadPreference},
    Handler{"preferred-value", ReadWeight},
    Handler{"qos-local-id", ReadNoEffect},
    Handler{"tag", ReadTag},
    Handler{"traffic-index", ReadNoEffect},
};
static_assert(std::ranges::is_sorted(kActions, {}, &Handler::word));

template <std::size_t N>
const Handler* Find(const std::array<Handler, N>& handlers, std::string_view word) {
  const auto* found = std::ranges::lower_bound(handlers, word, {}, &Handler::word);
  return found != handlers.end() && found->word == word ? found : nullptr;
}

Verdict ReadMatch(Reader& reader, const Line& line) {
  if (line.undo()) return Unmodelled(kRouting, "change of a route policy");
  const Handler* handler = Find(kMatches, line.at(1));
  return handler == nullptr ? Unclear(reader, line) : handler->read(reader, line);
}

Verdict ReadApply(Reader& reader, const Line& line) {
  if (line.undo()) return Unmodelled(kRouting, "change of a route policy");
  const Handler* handler = Find(kActions, line.at(1));
  return handler == nullptr ? NotExpressed(reader, line) : handler->read(reader, line);
}

}  // namespace

Verdict OpenRoutePolicy(Reader& reader, const Line& line) {
  auto& policies = reader.config.policies.route_maps;
  const std::string name(line.at(1));
  if (line.undo()) {
    const auto number = NumberUpTo(line.at(3), 65535);
    if (line.size() > 2 && (line.at(2) != "node" || !number)) return Unknown(kRouting);
    if (line.size() == 2) policies.erase(name);
    if (line.size() > 2 && policies.contains(name)) policies[name].entries.erase(*number);
    return Modelled(View::kInherit);
  }
  const bool permit = line.at(2) == "permit";
  const auto node = NumberUpTo(line.at(4), 65535);
  if ((!permit && line.at(2) != "deny") || line.at(3) != "node" || !node) {
    return reader.Invalid(line, 4, "not a node", kRouting);
  }
  RouteMapText& policy = policies[name];
  if (!policy.span.valid()) policy.span = line.span();
  RouteMapEntry& entry = policy.entries[*node];
  entry.permit = permit;
  entry.span = line.span();
  reader.open_policy = name;
  reader.open_node = *node;
  return Modelled(View::kRoutePolicy);
}

Verdict ReadRoutePolicy(Reader& reader, const Line& line) {
  if (line.at(0) == "if-match") return ReadMatch(reader, line);
  if (line.at(0) == "apply") return ReadApply(reader, line);
  if (line.at(0) == "description") return Irrelevant();
  if (line.at(0) == "goto" && line.at(1) == "next-node" && line.size() == 2) {
    RouteMapEntry& entry = Node(reader);
    entry.continues.reset();
    if (!line.undo()) entry.continues = 0;
    reader.config.jumps.push_back({reader.open_policy, reader.open_node, line.span()});
    return Modelled();
  }
  Unclear(reader, line);
  return Unknown(kRouting);
}

}  // namespace ringfence::formats::huawei_vrp
