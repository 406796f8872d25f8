// Conditions of policy entries as clauses of a neutral term. Values of one leaf are alternatives, leaves are
// all demanded. What cannot be said becomes a condition of its own kind, so that an entry never matches more
// than the device lets it.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_sros/community_expression.h"
#include "formats/nokia_sros/extract.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

using Entry = PolicyEntryText;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;
using model::ValueRange;

constexpr std::uint32_t kMax = 0xffffffffU;

RouteMatch& AddMatch(Reader& reader, NodeId node, Entry& entry, RouteMatchKind kind) {
  RouteMatch match;
  match.kind = kind;
  match.span = reader.SpanOf(node);
  entry.term.all_of.push_back({{std::move(match)}});
  return entry.term.all_of.back().any_of.front();
}

// The condition of that kind, made when it is not there yet: members of one leaf list.
RouteMatch& MatchOf(Reader& reader, NodeId node, Entry& entry, RouteMatchKind kind) {
  for (model::RouteClause& clause : entry.term.all_of) {
    if (clause.any_of.front().kind == kind) return clause.any_of.front();
  }
  return AddMatch(reader, node, entry, kind);
}

void Lacking(Reader& reader, NodeId node, Entry& entry, const char* reason) {
  reader.Unmodelled(node, kRouting, reason);
  AddMatch(reader, node, entry, RouteMatchKind::kNotModelled);
}

template <ListKind kKind, RouteMatchKind kMatch>
void ReadListName(Reader& reader, NodeId value, Entry& entry) {
  std::string name(kKind == ListKind::kAsPathGroup ? kGroupPrefix : "");
  name += reader.word(value);
  if (kKind == ListKind::kPolicy && IsPolicyExpression(name)) {
    return Lacking(reader, value, entry, "expression over policies");
  }
  std::vector<std::string>& names = MatchOf(reader, value, entry, kMatch).names;
  if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  entry.uses.push_back({kKind, value});
}

template <ListKind kKind, RouteMatchKind kMatch>
constexpr Rule<Entry> Lists(std::string_view word) {
  return {word, Shape::kMembers, &ReadListName<kKind, kMatch>};
}
template <ListKind kKind, RouteMatchKind kMatch>
constexpr Rule<Entry> OneList(std::string_view word) {
  return Leaf<Entry>(word, &ReadListName<kKind, kMatch>);
}

// Protocols that make no routes here match nothing.
void ReadProtocol(Reader& reader, NodeId value, Entry& entry) {
  constexpr std::pair<std::string_view, RouteSource> kSources[] = {
      {"direct", RouteSource::kConnected},
      {"direct-interface", RouteSource::kConnected},
      {"host", RouteSource::kLocal},
      {"static", RouteSource::kStatic},
      {"ospf", RouteSource::kOspf},
      {"ospf3", RouteSource::kOspf},
      {"isis", RouteSource::kIsis},
      {"bgp", RouteSource::kBgp},
      {"bgp-label", RouteSource::kBgp},
      {"bgp-vpn", RouteSource::kBgp},
      {"rip", RouteSource::kRip},
      {"ripng", RouteSource::kRip},
      {"aggregate", RouteSource::kAggregate},
  };
  RouteMatch& match = MatchOf(reader, value, entry, RouteMatchKind::kSource);
  for (const auto& [word, source] : kSources) {
    if (reader.word(value) == word && std::ranges::find(match.sources, source) == match.sources.end())
      match.sources.push_back(source);
  }
}

void ReadProtocolInstance(Reader& reader, NodeId value, Entry& entry) {
  if (reader.word(value) != "all")
    MatchOf(reader, value, entry, RouteMatchKind::kSource).names.emplace_back(reader.word(value));
}

constexpr Rule<Entry> kProtocolRules[] = {
    {"name", Shape::kMembers, &ReadProtocol},
    Leaf<Entry>("instance", &ReadProtocolInstance),
};

void ReadFromProtocol(Reader& reader, NodeId block, Entry& entry) {
  Dispatch(reader, block, entry, std::span(kProtocolRules));
  for (model::RouteClause& clause : entry.term.all_of) {
    RouteMatch& match = clause.any_of.front();
    if (match.kind != RouteMatchKind::kSource || !match.sources.empty()) continue;
    match.kind = RouteMatchKind::kAlways;
    match.negated = true;
    match.names.clear();
  }
}

void ReadFamily(Reader& reader, NodeId value, Entry& entry) {
  const std::string_view word = reader.word(value);
  const net::Family family = word.ends_with("ipv6") ? net::Family::kIpv6 : net::Family::kIpv4;
  const bool known = word == "ipv4" || word == "ipv6" || word == "vpn-ipv4" || word == "vpn-ipv6";
  if (!known) return Lacking(reader, value, entry, "policy on other address families");
  RouteMatch& match = MatchOf(reader, value, entry, RouteMatchKind::kFamily);
  if (std::ranges::find(match.families, family) == match.families.end()) match.families.push_back(family);
}

template <RouteMatchKind kKind>
void ReadNumber(Reader& reader, NodeId value, Entry& entry) {
  const std::string_view word = reader.word(value);
  std::optional<std::uint32_t> number = ParseNumber(word, 0, kMax);
  if (!number) return Lacking(reader, value, entry, "policy condition on such a value");
  AddMatch(reader, value, entry, kKind).ranges.push_back({*number, *number});
}

// `value N`, `qualifier or-higher`.
struct Bound {
  Counted value;
  Name qualifier;
};
constexpr Rule<Bound> kBoundRules[] = {
    Number<&Bound::value, 0, kMax>("value"),
    Text<&Bound::qualifier>("qualifier"),
};

template <RouteMatchKind kKind>
void ReadBound(Reader& reader, NodeId block, Entry& entry) {
  Bound bound;
  const NodeId first = reader.tree.FirstChild(block);
  if (first != kNone && ParseNumber(reader.word(first), 0, kMax)) {
    reader.Modelled(first);
    return ReadNumber<kKind>(reader, first, entry);
  }
  Dispatch(reader, block, bound, std::span(kBoundRules));
  if (!bound.value.set()) return Lacking(reader, block, entry, "policy condition on such a value");
  const std::string_view how = bound.qualifier.value_or("exact");
  ValueRange range{bound.value.value, bound.value.value};
  if (how == "or-higher") range.last = kMax;
  if (how == "or-lower") range.first = 0;
  AddMatch(reader, block, entry, kKind).ranges.push_back(range);
}

template <RouteMatchKind kKind>
constexpr Rule<Entry> Bounded(std::string_view word) {
  return Block<Entry>(word, &ReadBound<kKind>);
}

constexpr Rule<Entry> kAsPathRules[] = {
    OneList<ListKind::kAsPath, RouteMatchKind::kAsPathList>("name"),
    OneList<ListKind::kAsPathGroup, RouteMatchKind::kAsPathList>("group"),
    Bounded<RouteMatchKind::kAsPathLength>("length"),
};

void ReadCommunityExpression(Reader& reader, NodeId value, Entry& entry) {
  const auto clauses = ParseCommunityExpression(reader.word(value));
  if (!clauses) return Lacking(reader, value, entry, "community expression of this form");
  for (const auto& clause : *clauses) {
    model::RouteClause& to = entry.term.all_of.emplace_back();
    for (const CommunityLiteral& literal : clause) {
      RouteMatch match;
      match.kind = RouteMatchKind::kCommunityList;
      match.negated = literal.negated;
      match.names = {literal.name};
      match.span = reader.SpanOf(value);
      to.any_of.push_back(std::move(match));
    }
  }
  entry.uses.push_back({ListKind::kCommunity, value});
}

constexpr Rule<Entry> kCommunityRules[] = {
    Leaf<Entry>("name", &ReadCommunityExpression),
    Leaf<Entry>("expression", &ReadCommunityExpression),
    Bounded<RouteMatchKind::kCommunityCount>("count"),
};

void ReadNeighborAddress(Reader& reader, NodeId value, Entry& entry) {
  if (const auto prefix = reader.Prefix(value))
    MatchOf(reader, value, entry, RouteMatchKind::kNeighbor).prefixes.push_back(*prefix);
}

constexpr Rule<Entry> kNeighborRules[] = {
    Leaf<Entry>("ip-address", &ReadNeighborAddress),
    OneList<ListKind::kPrefixList, RouteMatchKind::kRouteSourceList>("prefix-list"),
};

// A next hop by its address is a list of one.
void ReadNextHopAddress(Reader& reader, NodeId value, Entry& entry) {
  const auto address = reader.Address(value);
  if (!address) return;
  MatchOf(reader, value, entry, RouteMatchKind::kNextHopList)
      .names.push_back(std::string(kNextHopPrefix) + net::ToString(*address));
}

constexpr Rule<Entry> kNextHopRules[] = {
    Leaf<Entry>("ip-address", &ReadNextHopAddress),
    OneList<ListKind::kPrefixList, RouteMatchKind::kNextHopList>("prefix-list"),
};

void ReadNextHop(Reader& reader, NodeId block, Entry& entry) {
  const NodeId first = reader.tree.FirstChild(block);
  if (first == kNone || !net::ParseAddress(reader.word(first)))
    return Dispatch(reader, block, entry, std::span(kNextHopRules));
  reader.Modelled(first);
  ReadNextHopAddress(reader, first, entry);
}

void ReadInterfaceName(Reader& reader, NodeId value, Entry& entry) {
  MatchOf(reader, value, entry, RouteMatchKind::kInterface).names.emplace_back(reader.word(value));
}

void ReadOrigin(Reader& reader, NodeId value, Entry& entry) {
  const std::string_view word = reader.word(value);
  if (word == "none" || word == "any") return;
  const auto origin = OriginOf(word);
  if (!origin) return Lacking(reader, value, entry, "policy condition on such an origin");
  AddMatch(reader, value, entry, RouteMatchKind::kOrigin).origins.push_back(*origin);
}

void ReadPathType(Reader& reader, NodeId value, Entry& entry) {
  if (reader.word(value) == "ebgp") {
    AddMatch(reader, value, entry, RouteMatchKind::kBgpExternal);
  } else if (reader.word(value) == "ibgp") {
    AddMatch(reader, value, entry, RouteMatchKind::kBgpInternal);
  } else {
    reader.Invalid(value, "not a type of path");
  }
}

constexpr Rule<Entry> kFromRules[] = {
    Block<Entry>("protocol", &ReadFromProtocol),
    Lists<ListKind::kPrefixList, RouteMatchKind::kPrefixList>("prefix-list"),
    {"interface", Shape::kMembers, &ReadInterfaceName},
    {"family", Shape::kMembers, &ReadFamily},
    Block<Entry>("as-path", [](Reader& reader, NodeId block,
                               Entry& entry) { Dispatch(reader, block, entry, std::span(kAsPathRules)); }),
    Block<Entry>("community",
                 [](Reader& reader, NodeId block, Entry& entry) {
                   Dispatch(reader, block, entry, std::span(kCommunityRules));
                 }),
    Block<Entry>("neighbor", [](Reader& reader, NodeId block,
                                Entry& entry) { Dispatch(reader, block, entry, std::span(kNeighborRules)); }),
    Block<Entry>("next-hop", &ReadNextHop),
    OneList<ListKind::kPolicy, RouteMatchKind::kPolicy>("policy"),
    Leaf<Entry>("tag", &ReadNumber<RouteMatchKind::kTag>),
    Leaf<Entry>("level", &ReadNumber<RouteMatchKind::kIsisLevel>),
    Leaf<Entry>("type", &ReadNumber<RouteMatchKind::kOspfExternal>),
    Bounded<RouteMatchKind::kMetric>("metric"),
    Bounded<RouteMatchKind::kLocalPreference>("local-preference"),
    Leaf<Entry>("origin", &ReadOrigin),
    Leaf<Entry>("path-type", &ReadPathType),
};

void ReadToProtocol(Reader& reader, NodeId value, Entry& entry) {
  entry.to_protocols.push_back({reader.word(value), value, reader.SpanOf(value)});
}

constexpr Rule<Entry> kToProtocolRules[] = {
    {"name", Shape::kMembers, &ReadToProtocol},
};

constexpr Rule<Entry> kToRules[] = {
    Block<Entry>("protocol",
                 [](Reader& reader, NodeId block, Entry& entry) {
                   Dispatch(reader, block, entry, std::span(kToProtocolRules));
                 }),
    Block<Entry>("neighbor", [](Reader& reader, NodeId block,
                                Entry& entry) { Dispatch(reader, block, entry, std::span(kNeighborRules)); }),
    Leaf<Entry>("level", &ReadNumber<RouteMatchKind::kIsisTargetLevel>),
};

// Conditions without a rule: the entry then matches an unknown part of the routes.
template <std::size_t kCount>
void ReadConditions(Reader& reader, NodeId block, Entry& entry, const Rule<Entry> (&rules)[kCount]) {
  for (const NodeId id : Children(reader, block)) {
    const bool known =
        std::ranges::any_of(rules, [&](const auto& rule) { return rule.word == reader.word(id); });
    if (!known) Lacking(reader, id, entry, "policy condition");
  }
  Dispatch(reader, block, entry, std::span(rules));
}

constexpr Rule<Entry> kEntryRules[] = {
    Block<Entry>("from", [](Reader& reader, NodeId block,
                            Entry& entry) { ReadConditions(reader, block, entry, kFromRules); }),
    Block<Entry>("to", [](Reader& reader, NodeId block,
                          Entry& entry) { ReadConditions(reader, block, entry, kToRules); }),
    Block<Entry>("action", &ReadPolicyAction),
    Block<Entry>("conditional-expression",
                 [](Reader& reader, NodeId block, Entry& entry) {
                   Lacking(reader, block, entry, "condition on routes that exist");
                 }),
};

}  // namespace

void ReadPolicyEntry(Reader& reader, NodeId key, PolicyEntryText& entry) {
  entry.node = key;
  entry.term.name = reader.word(key);
  entry.term.span = reader.SpanOf(key);
  Dispatch(reader, key, entry, std::span(kEntryRules));
}

std::optional<model::BgpOrigin> OriginOf(std::string_view word) {
  if (word == "igp") return model::BgpOrigin::kIgp;
  if (word == "egp") return model::BgpOrigin::kEgp;
  if (word == "incomplete") return model::BgpOrigin::kIncomplete;
  return std::nullopt;
}

}  // namespace ringfence::formats::nokia_sros
