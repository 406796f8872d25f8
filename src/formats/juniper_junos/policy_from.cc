// Conditions of policy terms: alternatives within one kind, all kinds must hold.
#include <algorithm>
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/names.h"
#include "formats/juniper_junos/policy_book.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;
using model::ValueRange;

constexpr std::uint32_t kNumberMax = 0xffffffffU;
constexpr const char* kConditionReason = "policy condition";

RouteMatch MatchAt(Reader& reader, RouteMatchKind kind, NodeId node) {
  RouteMatch match;
  match.kind = kind;
  match.span = reader.SpanOf(node);
  return match;
}
// Holds for no route.
RouteMatch Never(Reader& reader, NodeId node) {
  RouteMatch match = MatchAt(reader, RouteMatchKind::kAlways, node);
  match.negated = true;
  return match;
}

void Inexpressible(Reader& reader, NodeId node, TermDraft& draft) {
  NotModelled(reader, node, draft, kConditionReason);
}

// Protocols with routes in the model, and in which families.
struct ProtocolWord {
  std::string_view word;
  RouteSource source;
  bool v4 = true, v6 = true;
};
constexpr ProtocolWord kProtocolWords[] = {{"direct", RouteSource::kConnected},
                                           {"local", RouteSource::kLocal},
                                           {"static", RouteSource::kStatic},
                                           {"aggregate", RouteSource::kAggregate},
                                           {"bgp", RouteSource::kBgp},
                                           {"isis", RouteSource::kIsis},
                                           {"ospf", RouteSource::kOspf},
                                           {"ospf2", RouteSource::kOspf, true, false},
                                           {"ospf3", RouteSource::kOspf, false, true},
                                           {"rip", RouteSource::kRip, true, false},
                                           {"ripng", RouteSource::kRip, false, true}};
// Protocols whose routes never stand in the tables of the model.
constexpr std::string_view kOtherProtocols[] = {
    "access",    "access-internal", "arp",  "dvmrp",   "evpn",  "frr",       "igmp",
    "l2circuit", "l2vpn",           "ldp",  "mpls",    "msdp",  "nhrp",      "pim",
    "rift",      "route-target",    "rsvp", "rtarget", "snoop", "spring-te", "traffic-engineering",
    "vpls",      "bgp-static"};

void FromProtocol(Reader& reader, NodeId node, TermDraft& draft) {
  RouteMatch v4 = MatchAt(reader, RouteMatchKind::kSource, node);
  RouteMatch v6 = v4;
  for (const NodeId name : Children(reader, node)) {
    const std::string_view word = reader.word(name);
    reader.Modelled(name);
    const auto* known = std::find_if(std::begin(kProtocolWords), std::end(kProtocolWords),
                                     [word](const ProtocolWord& entry) { return entry.word == word; });
    if (known != std::end(kProtocolWords)) {
      if (known->v4) v4.sources.push_back(known->source);
      if (known->v6) v6.sources.push_back(known->source);
    } else if (std::find(std::begin(kOtherProtocols), std::end(kOtherProtocols), word) ==
               std::end(kOtherProtocols)) {
      Inexpressible(reader, name, draft);
    }
  }
  for (RouteMatch* match : {&v4, &v6}) {
    std::sort(match->sources.begin(), match->sources.end());
    match->sources.erase(std::unique(match->sources.begin(), match->sources.end()), match->sources.end());
  }
  if (v4.sources == v6.sources) return AddMatch(draft, v4.sources.empty() ? Never(reader, node) : v4);
  // A route of the other family, or one of these sources.
  for (const auto& [other, match] : {std::pair(net::Family::kIpv6, v4), std::pair(net::Family::kIpv4, v6)}) {
    RouteMatch family = MatchAt(reader, RouteMatchKind::kFamily, node);
    family.families.push_back(other);
    model::RouteClause clause{{family}};
    if (!match.sources.empty()) clause.any_of.push_back(match);
    draft.term.all_of.push_back(std::move(clause));
  }
}

void FromInterface(Reader& reader, NodeId node, TermDraft& draft) {
  RouteMatch match = MatchAt(reader, RouteMatchKind::kInterface, node);
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name);
    match.names.push_back(UnitName(reader.word(name)));
  }
  AddMatch(draft, std::move(match));
}

// Single numbers, any of which may hold.
void FromNumbers(Reader& reader, NodeId node, TermDraft& draft, RouteMatchKind kind) {
  RouteMatch match = MatchAt(reader, kind, node);
  for (const NodeId value : Children(reader, node)) {
    reader.Modelled(value);
    if (const auto number = reader.NumberOf(value, 0, kNumberMax)) match.ranges.push_back({*number, *number});
  }
  AddMatch(draft, match.ranges.empty() ? Never(reader, node) : match);
}
void FromTag(Reader& reader, NodeId node, TermDraft& draft) {
  FromNumbers(reader, node, draft, RouteMatchKind::kTag);
}
void FromMetric(Reader& reader, NodeId node, TermDraft& draft) {
  FromNumbers(reader, node, draft, RouteMatchKind::kMetric);
}
void FromLocalPreference(Reader& reader, NodeId node, TermDraft& draft) {
  FromNumbers(reader, node, draft, RouteMatchKind::kLocalPreference);
}
void FromPreference(Reader& reader, NodeId node, TermDraft& draft) {
  FromNumbers(reader, node, draft, RouteMatchKind::kDistance);
}
void FromLevel(Reader& reader, NodeId node, TermDraft& draft) {
  FromNumbers(reader, node, draft, RouteMatchKind::kIsisLevel);
}

// `community-count 3 orhigher`, `as-path-calc-length 2 equal`.
void FromCount(Reader& reader, NodeId node, TermDraft& draft, RouteMatchKind kind) {
  RouteMatch match = MatchAt(reader, kind, node);
  for (const NodeId value : Children(reader, node)) {
    reader.Modelled(value);
    const auto number = reader.NumberOf(value, 0, 1024);
    const NodeId order = reader.tree.ScalarChild(value);
    const std::string_view word = order == kNone ? std::string_view("equal") : reader.word(order);
    if (order != kNone) reader.Modelled(order);
    if (!number) continue;
    match.ranges.push_back({word == "orlower" ? 0 : *number, word == "orhigher" ? kNumberMax : *number});
  }
  AddMatch(draft, match.ranges.empty() ? Never(reader, node) : match);
}
void FromPathLength(Reader& reader, NodeId node, TermDraft& draft) {
  FromCount(reader, node, draft, RouteMatchKind::kAsPathLength);
}
void FromCommunityCount(Reader& reader, NodeId node, TermDraft& draft) {
  FromCount(reader, node, draft, RouteMatchKind::kCommunityCount);
}

void FromOrigin(Reader& reader, NodeId node, TermDraft& draft) {
  RouteMatch match = MatchAt(reader, RouteMatchKind::kOrigin, node);
  for (const NodeId value : Children(reader, node)) {
    reader.Modelled(value);
    const std::string_view word = reader.word(value);
    if (word == "igp") {
      match.origins.push_back(model::BgpOrigin::kIgp);
    } else if (word == "egp") {
      match.origins.push_back(model::BgpOrigin::kEgp);
    } else if (word == "incomplete") {
      match.origins.push_back(model::BgpOrigin::kIncomplete);
    } else {
      reader.Invalid(value, "not a BGP origin");
    }
  }
  AddMatch(draft, std::move(match));
}

void FromRouteType(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const std::string_view word = reader.word(value);
  if (word != "internal" && word != "external") return reader.Invalid(value, "not a type of route");
  AddMatch(draft,
           MatchAt(reader, word == "internal" ? RouteMatchKind::kBgpInternal : RouteMatchKind::kBgpExternal,
                   node));
}

// `external [type N]`: an OSPF external route.
void FromExternal(Reader& reader, NodeId node, TermDraft& draft) {
  RouteMatch match = MatchAt(reader, RouteMatchKind::kOspfExternal, node);
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) != "type") continue;
    reader.Modelled(child);
    if (const auto type = reader.Number(child, 1, 2)) match.ranges.push_back({*type, *type});
  }
  AddMatch(draft, std::move(match));
}

// Table and instance names: NAME.inet.0, inet6.0, master.
void FromRib(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const auto [instance, family] = TableOf(reader.word(value));
  if (!family) return AddMatch(draft, Never(reader, node));
  RouteMatch match = MatchAt(reader, RouteMatchKind::kFamily, node);
  match.families.push_back(*family);
  AddMatch(draft, std::move(match));
  if (instance.empty()) return;
  RouteMatch vrf = MatchAt(reader, RouteMatchKind::kVrf, node);
  vrf.names.emplace_back(instance);
  AddMatch(draft, std::move(vrf));
}
void FromInstance(Reader& reader, NodeId node, TermDraft& draft) {
  RouteMatch match = MatchAt(reader, RouteMatchKind::kVrf, node);
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name);
    match.names.emplace_back(reader.word(name) == "master" ? std::string_view() : reader.word(name));
  }
  AddMatch(draft, std::move(match));
}
void FromFamily(Reader& reader, NodeId node, TermDraft& draft) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const std::string_view word = reader.word(value);
  if (word == "inet-vpn" || word == "inet6-vpn") return Inexpressible(reader, node, draft);
  if (word != "inet" && word != "inet6") return AddMatch(draft, Never(reader, node));
  RouteMatch match = MatchAt(reader, RouteMatchKind::kFamily, node);
  match.families.push_back(word == "inet" ? net::Family::kIpv4 : net::Family::kIpv6);
  AddMatch(draft, std::move(match));
}

void FromPrefixList(Reader& reader, NodeId node, TermDraft& draft) {
  draft.prefix_condition = true;
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRouting);
    RouteMatch match = MatchAt(reader, RouteMatchKind::kPrefixList, name);
    match.names.push_back(draft.book.PrefixListOf(name, kNone));
    draft.prefixes.push_back(std::move(match));
  }
}
void FromPrefixListFilter(Reader& reader, NodeId node, TermDraft& draft) {
  draft.prefix_condition = true;
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRouting);
    for (const NodeId modifier : Children(reader, name)) {
      reader.Modelled(modifier, kRouting);
      for (const NodeId action : Children(reader, modifier)) {
        if (reader.word(modifier) == "upto" || reader.word(modifier) == "prefix-length-range") {
          reader.Modelled(action);
        } else {
          reader.Unmodelled(action, kRouting, "action at a prefix list filter");
        }
      }
      RouteMatch match = MatchAt(reader, RouteMatchKind::kPrefixList, modifier);
      match.names.push_back(draft.book.PrefixListOf(name, modifier));
      draft.prefixes.push_back(std::move(match));
    }
  }
}
// `route-filter-list L`: the filters stand in `policy-options`.
void FromRouteFilterList(Reader& reader, NodeId node, TermDraft& draft) {
  draft.prefix_condition = true;
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRouting);
    const NodeId definition = draft.book.Definition("route-filter-list", reader.word(name));
    if (definition == kNone) {
      reader.Undefined(name, "route-filter-list");
      continue;
    }
    reader.Modelled(definition, kRouting);
    FromRouteFilter(reader, definition, draft);
  }
}

void FromAsPaths(Reader& reader, NodeId node, TermDraft& draft, bool groups) {
  RouteMatch match = MatchAt(reader, RouteMatchKind::kAsPathList, node);
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name);
    std::string list = draft.book.AsPathListOf(name, groups);
    if (list.empty()) return AddMatch(draft, MatchAt(reader, RouteMatchKind::kNotModelled, node));
    match.names.push_back(std::move(list));
  }
  AddMatch(draft, std::move(match));
}
void FromAsPath(Reader& reader, NodeId node, TermDraft& draft) { FromAsPaths(reader, node, draft, false); }
void FromAsPathGroup(Reader& reader, NodeId node, TermDraft& draft) {
  FromAsPaths(reader, node, draft, true);
}

void FromCommunity(Reader& reader, NodeId node, TermDraft& draft) {
  model::RouteClause clause;
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name);
    clause.any_of.push_back(draft.book.CommunityMatch(name, draft.place));
  }
  if (clause.any_of.empty()) clause.any_of.push_back(Never(reader, node));
  draft.term.all_of.push_back(std::move(clause));
}

// Addresses as a list of hosts made for this term.
void AddHosts(Reader& reader, NodeId node, TermDraft& draft, RouteMatchKind kind, std::string_view prefix) {
  model::PrefixList list{ListNameOf(prefix, draft, draft.term.name), {}, reader.SpanOf(node)};
  for (const NodeId value : Children(reader, node)) {
    reader.Modelled(value);
    const auto address = reader.AddressOf(value);
    if (!address) continue;
    const net::Prefix host = net::Prefix::Host(*address);
    list.lines.push_back({true, host, host.length, host.length, reader.SpanOf(value)});
  }
  RouteMatch match = MatchAt(reader, kind, node);
  match.names.push_back(list.name);
  draft.book.AddPrefixList(std::move(list));
  AddMatch(draft, std::move(match));
}
void FromNeighbor(Reader& reader, NodeId node, TermDraft& draft) {
  AddHosts(reader, node, draft, RouteMatchKind::kRouteSourceList, kNeighborList);
}
void FromNextHop(Reader& reader, NodeId node, TermDraft& draft) {
  AddHosts(reader, node, draft, RouteMatchKind::kNextHopList, kNextHopList);
}

void FromPolicy(Reader& reader, NodeId node, TermDraft& draft) {
  RouteMatch match = MatchAt(reader, RouteMatchKind::kPolicy, node);
  const std::string name = draft.book.Subroutine(ReadPolicyNames(reader, node), draft.place);
  if (name.empty() || name.starts_with(" else")) return AddMatch(draft, Never(reader, node));
  match.names.push_back(name);
  AddMatch(draft, std::move(match));
}

constexpr auto kFromRules = std::to_array<Rule<TermDraft>>({
    Reads("protocol", &FromProtocol, kRouting),
    Reads("route-filter", &FromRouteFilter, kRouting),
    Reads("route-filter-list", &FromRouteFilterList, kRouting),
    Reads("prefix-list", &FromPrefixList, kRouting),
    Reads("prefix-list-filter", &FromPrefixListFilter, kRouting),
    Reads("interface", &FromInterface, kRouting),
    Reads("neighbor", &FromNeighbor, kRouting),
    Reads("next-hop", &FromNextHop, kRouting),
    Reads("as-path", &FromAsPath, kRouting),
    Reads("as-path-group", &FromAsPathGroup, kRouting),
    Reads("as-path-calc-length", &FromPathLength, kRouting),
    Reads("community", &FromCommunity, kRouting),
    Reads("community-count", &FromCommunityCount, kRouting),
    Reads("tag", &FromTag, kRouting),
    Reads("metric", &FromMetric, kRouting),
    Reads("local-preference", &FromLocalPreference, kRouting),
    Reads("preference", &FromPreference, kRouting),
    Reads("origin", &FromOrigin, kRouting),
    Reads("level", &FromLevel, kRouting),
    Reads("route-type", &FromRouteType, kRouting),
    Reads("external", &FromExternal, kRouting),
    Reads("family", &FromFamily, kRouting),
    Reads("rib", &FromRib, kRouting),
    Reads("instance", &FromInstance, kRouting),
    Reads("policy", &FromPolicy, kRouting),
});

void ToNeighbor(Reader& reader, NodeId node, TermDraft& draft) {
  RouteMatch match = MatchAt(reader, RouteMatchKind::kNeighbor, node);
  for (const NodeId value : Children(reader, node)) {
    reader.Modelled(value);
    if (const auto address = reader.AddressOf(value)) match.prefixes.push_back(net::Prefix::Host(*address));
  }
  AddMatch(draft, std::move(match));
}
void ToLevel(Reader& reader, NodeId node, TermDraft& draft) {
  FromNumbers(reader, node, draft, RouteMatchKind::kIsisTargetLevel);
}

constexpr auto kToRules = std::to_array<Rule<TermDraft>>({
    Reads("neighbor", &ToNeighbor, kRouting),
    Reads("level", &ToLevel, kRouting),
    Reads("family", &FromFamily, kRouting),
});

// Every other condition is known to the device and not to the model; it must not widen the term.
void MarkRest(Reader& reader, NodeId node, TermDraft& draft) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child).starts_with("apply-")) continue;
    if (!reader.tree.node(child).mark.set) Inexpressible(reader, child, draft);
  }
}

}  // namespace

void NotModelled(Reader& reader, NodeId node, TermDraft& draft, const char* reason) {
  reader.Unmodelled(node, kRouting, reason);
  AddMatch(draft, MatchAt(reader, RouteMatchKind::kNotModelled, node));
}

void ReadFrom(Reader& reader, NodeId node, TermDraft& draft) {
  Dispatch(reader, node, draft, std::span<const Rule<TermDraft>>(kFromRules));
  MarkRest(reader, node, draft);
}

void ReadTo(Reader& reader, NodeId node, TermDraft& draft) {
  Dispatch(reader, node, draft, std::span<const Rule<TermDraft>>(kToRules));
  MarkRest(reader, node, draft);
}

}  // namespace ringfence::formats::juniper_junos
