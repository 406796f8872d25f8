// Policies and their sets as neutral ones. What cannot be said becomes a condition of its own kind, so that
// no policy lets more through than the device's.
#include <algorithm>
#include <set>
#include <utility>

#include "formats/community_text.h"
#include "formats/impacts.h"
#include "formats/nokia_srlinux/convert.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using model::CommunityKind;
using model::RouteAction;
using model::RouteActionKind;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;
using model::RouteTerm;
using model::TermFlow;

constexpr std::string_view kDefaultTerm = "(default)";
constexpr CommunityKind kKinds[] = {CommunityKind::kStandard, CommunityKind::kExtended,
                                    CommunityKind::kLarge};

struct Community {
  CommunityKind kind = CommunityKind::kStandard;
  std::string text;
};

std::optional<Community> CommunityOf(std::string_view word) {
  if (const auto text = StandardCommunity(word)) return Community{CommunityKind::kStandard, *text};
  if (const auto text = ExtendedCommunity(word)) return Community{CommunityKind::kExtended, *text};
  if (const auto text = LargeCommunity(word)) return Community{CommunityKind::kLarge, *text};
  return std::nullopt;
}

void AddMatch(RouteTerm& to, RouteMatch match) { to.all_of.push_back({{std::move(match)}}); }

void AddUnsaid(RouteTerm& to) {
  RouteMatch match;
  match.kind = RouteMatchKind::kNotModelled;
  match.span = to.span;
  AddMatch(to, std::move(match));
}

template <class Set>
const Set* Find(const std::vector<Set>& sets, std::string_view name) {
  const auto found = std::ranges::find(sets, name, &Set::name);
  return found == sets.end() ? nullptr : &*found;
}

RouteMatch ListMatch(RouteMatchKind kind, const Name& name) {
  RouteMatch match;
  match.kind = kind;
  match.names = {std::string(name.value)};
  match.span = name.span;
  return match;
}

// Does every route that reaches the policy end there?
bool DecidesAll(const model::RoutePolicy& policy) {
  for (const RouteTerm& term : policy.terms) {
    if (term.flow == TermFlow::kNextPolicy) return false;
    if (term.all_of.empty() && term.flow != TermFlow::kNext) return true;
  }
  return false;
}

}  // namespace

Policies::Policies(Reader& reader, const SrlText& text, model::PolicySet& set)
    : reader_(reader), text_(text), set_(set) {
  AddPrefixSets();
  AddCommunitySets();
  for (const PolicyText& policy : text.policies) AddPolicy(policy);
}

void Policies::AddPrefixSets() {
  for (const PrefixSetText& from : text_.prefix_sets) {
    model::PrefixList to;
    to.name = from.name;
    to.span = from.span;
    for (const SetPrefixText& prefix : from.prefixes)
      to.lines.push_back({true, prefix.prefix, prefix.length_min, prefix.length_max, prefix.span});
    set_.prefix_lists.push_back(std::move(to));
  }
}

// Sets that a condition names: of one community, or of several where the text says how many of them must be
// there.
void Policies::AddCommunitySets() {
  std::set<std::string_view> used;
  for (const PolicyText& policy : text_.policies) {
    for (const PolicyStatementText& statement : policy.statements) used.insert(statement.community_set.value);
  }
  for (const MemberSetText& from : text_.community_sets) {
    if (!used.contains(from.name)) continue;
    model::CommunityList to;
    to.name = from.name;
    to.span = from.span;
    const bool all = from.match.value == "all";
    bool sound = !from.members.empty() && (all || from.match.value == "any" || from.members.size() == 1);
    for (const Name& member : from.members) {
      const auto community = CommunityOf(member.value);
      if (!community || (!to.lines.empty() && community->kind != to.kind)) {
        if (!community) reader_.Unmodelled(member.node, kRouting, "community of this form");
        sound = false;
        continue;
      }
      to.kind = community->kind;
      if (to.lines.empty() || !all) to.lines.emplace_back().span = member.span;
      to.lines.back().all_of.push_back(community->text);
    }
    if (sound) set_.community_lists.push_back(std::move(to));
  }
}

void Policies::AddProtocol(const Name& protocol, RouteTerm& to) {
  RouteMatch match;
  match.kind = RouteMatchKind::kSource;
  match.span = protocol.span;
  const std::string_view word = protocol.value;
  if (word == "local") {
    match.sources = {RouteSource::kConnected, RouteSource::kLocal};
  } else if (word == "static") {
    match.sources = {RouteSource::kStatic};
  } else if (word == "bgp") {
    match.sources = {RouteSource::kBgp};
  } else if (word == "isis") {
    match.sources = {RouteSource::kIsis};
  } else if (word == "ospfv2" || word == "ospfv3") {
    match.sources = {RouteSource::kOspf};
  } else if (word == "aggregate") {
    match.sources = {RouteSource::kAggregate};
  } else {
    reader_.Unmodelled(protocol.node, kRouting, "routes of this protocol");
    return AddUnsaid(to);
  }
  AddMatch(to, std::move(match));
}

void Policies::AddTags(const Name& name, RouteTerm& to) {
  const MemberSetText* set = Find(text_.tag_sets, name.value);
  if (set == nullptr) {
    reader_.Undefined(name.node, "tag set");
    return AddUnsaid(to);
  }
  RouteMatch match;
  match.kind = RouteMatchKind::kTag;
  match.span = name.span;
  for (const Name& member : set->members) {
    const auto tag = ParseNumber(member.value, 0, 4294967295U);
    if (tag) match.ranges.push_back({*tag, *tag});
  }
  if (match.ranges.size() != set->members.size() || match.ranges.empty()) return AddUnsaid(to);
  AddMatch(to, std::move(match));
}

// The families that the text names, and the one that the version of OSPF means, as one condition.
void Policies::AddFamilies(const PolicyStatementText& from, RouteTerm& to) {
  RouteMatch match;
  match.kind = RouteMatchKind::kFamily;
  match.span = from.families.empty() ? from.protocol.span : from.families.front().span;
  const bool v2 = from.protocol.value == "ospfv2", v3 = from.protocol.value == "ospfv3";
  for (const Name& name : from.families) {
    if (name.value != "ipv4-unicast" && name.value != "ipv6-unicast") {
      reader_.Unmodelled(name.node, kRouting, "address family in a policy");
      return AddUnsaid(to);
    }
  }
  for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
    const bool v4 = family == net::Family::kIpv4;
    const std::string_view word = v4 ? "ipv4-unicast" : "ipv6-unicast";
    const bool named =
        from.families.empty() || std::ranges::find(from.families, word, &Name::value) != from.families.end();
    if (named && !(v4 ? v3 : v2)) match.families.push_back(family);
  }
  if (match.families.empty()) return AddUnsaid(to);
  if (!from.families.empty() || v2 || v3) AddMatch(to, std::move(match));
}

void Policies::AddConditions(const PolicyStatementText& from, RouteTerm& to) {
  if (from.incomplete) AddUnsaid(to);
  if (from.prefix_set.set()) {
    const bool known = Find(text_.prefix_sets, from.prefix_set.value) != nullptr;
    if (!known) reader_.Undefined(from.prefix_set.node, "prefix set");
    known ? AddMatch(to, ListMatch(RouteMatchKind::kPrefixList, from.prefix_set)) : AddUnsaid(to);
  }
  if (from.community_set.set()) {
    const bool said = Find(set_.community_lists, from.community_set.value) != nullptr;
    if (Find(text_.community_sets, from.community_set.value) == nullptr)
      reader_.Undefined(from.community_set.node, "community set");
    else if (!said)
      reader_.Unmodelled(from.community_set.node, kRouting, "community set of this form");
    said ? AddMatch(to, ListMatch(RouteMatchKind::kCommunityList, from.community_set)) : AddUnsaid(to);
  }
  if (from.as_path_set.set()) {
    if (Find(text_.as_path_sets, from.as_path_set.value) == nullptr)
      reader_.Undefined(from.as_path_set.node, "AS-path set");
    else
      reader_.Unmodelled(from.as_path_set.node, kRouting, "AS-path expression");
    AddUnsaid(to);
  }
  if (from.protocol.set()) AddProtocol(from.protocol, to);
  if (from.tag_set.set()) AddTags(from.tag_set, to);
  AddFamilies(from, to);
  if (from.as_path_length.set()) {
    RouteMatch match;
    match.kind = RouteMatchKind::kAsPathLength;
    match.span = from.as_path_length.span;
    const std::uint32_t value = from.as_path_length.value;
    const std::string_view op = from.as_path_length_op.value;
    match.ranges = {{op == "le" ? 0 : value, op == "ge" ? 4294967295U : value}};
    if (op.empty() || op == "eq" || op == "le" || op == "ge")
      AddMatch(to, std::move(match));
    else
      AddUnsaid(to);
  }
  if (from.isis_level.set()) {
    RouteMatch match;
    match.kind = RouteMatchKind::kIsisLevel;
    match.ranges = {{from.isis_level.value, from.isis_level.value}};
    match.span = from.isis_level.span;
    AddMatch(to, std::move(match));
  }
  // One order, which printing keeps; several conditions that cannot be said are one.
  const auto kind = [](const model::RouteClause& clause) { return clause.any_of.front().kind; };
  std::ranges::stable_sort(to.all_of, {}, kind);
  const auto unsaid = [&](const auto& clause) { return kind(clause) == RouteMatchKind::kNotModelled; };
  const auto first = std::ranges::find_if(to.all_of, unsaid);
  if (first != to.all_of.end()) to.all_of.erase(first + 1, to.all_of.end());
}

void Policies::AddCommunityActions(const Name& name, model::CommunityOp op, RouteTerm& to) {
  if (!name.set()) return;
  const MemberSetText* set = Find(text_.community_sets, name.value);
  if (set == nullptr) return reader_.Undefined(name.node, "community set");
  if (op == model::CommunityOp::kSet)
    reader_.Unmodelled(name.node, kRouting, "communities that are replaced");
  for (const CommunityKind kind : kKinds) {
    RouteAction action;
    action.kind = RouteActionKind::kCommunity;
    action.community_op = op;
    action.community_kind = kind;
    action.span = name.span;
    for (const Name& member : set->members) {
      const auto community = CommunityOf(member.value);
      if (!community) reader_.Unmodelled(name.node, kRouting, "communities of this form in an action");
      if (community && community->kind == kind) action.communities.push_back(community->text);
    }
    if (!action.communities.empty()) to.actions.push_back(std::move(action));
  }
}

void Policies::AddActions(const PolicyActionText& from, RouteTerm& to) {
  const auto add = [&](RouteActionKind kind, const Counted& value) {
    if (!value.set()) return;
    RouteAction action;
    action.kind = kind;
    action.value = value.value;
    action.span = value.span;
    to.actions.push_back(std::move(action));
  };
  add(RouteActionKind::kLocalPreference, from.local_preference);
  add(RouteActionKind::kMetric, from.med.set() ? from.med : from.metric);
  add(RouteActionKind::kDistance, from.preference);
  if (from.prepend_as.set()) {
    RouteAction action;
    action.span = from.prepend_as.span;
    const std::uint32_t count = from.prepend_count.value_or(1);
    action.kind =
        from.prepend_as.value == 0 ? RouteActionKind::kAsPathPrependOwn : RouteActionKind::kAsPathPrepend;
    if (from.prepend_as.value == 0)
      action.value = count;
    else
      action.numbers.assign(count, from.prepend_as.value);
    to.actions.push_back(std::move(action));
  }
  if (from.origin.set()) {
    RouteAction action;
    action.kind = RouteActionKind::kOrigin;
    action.span = from.origin.span;
    action.origin = from.origin.value == "igp"   ? model::BgpOrigin::kIgp
                    : from.origin.value == "egp" ? model::BgpOrigin::kEgp
                                                 : model::BgpOrigin::kIncomplete;
    if (from.origin.value != "igp" && from.origin.value != "egp" && from.origin.value != "incomplete")
      reader_.Invalid(from.origin.node, "not an origin");
    to.actions.push_back(std::move(action));
  }
  if (from.next_hop.set()) {
    RouteAction action;
    action.span = from.next_hop.span;
    action.address = net::ParseAddress(from.next_hop.value);
    action.kind = action.address ? RouteActionKind::kNextHop : RouteActionKind::kNextHopSelf;
    if (!action.address && from.next_hop.value != "self")
      reader_.Invalid(from.next_hop.node, "not a next hop");
    to.actions.push_back(std::move(action));
  }
  AddCommunityActions(from.community_replace, model::CommunityOp::kSet, to);
  AddCommunityActions(from.community_remove, model::CommunityOp::kDelete, to);
  AddCommunityActions(from.community_add, model::CommunityOp::kAdd, to);
}

void Policies::SetFlow(const PolicyActionText& from, RouteTerm& to) {
  const std::string_view result = from.result.value;
  if (result == "accept") {
    to.flow = TermFlow::kAccept;
  } else if (result == "reject") {
    to.flow = TermFlow::kReject;
  } else if (result == "next-policy") {
    to.flow = TermFlow::kNextPolicy;
  } else if (result == "next-statement") {
    to.flow = TermFlow::kNext;
  } else if (from.result.set()) {
    reader_.Invalid(from.result.node, "not a result");
  } else {
    reader_.Unmodelled(from.node, kRouting, "action without a result");
  }
}

RouteTerm Policies::TermOf(const PolicyStatementText& from) {
  RouteTerm to;
  to.name = from.name;
  to.span = from.span;
  AddConditions(from, to);
  if (from.action.node == kNone) {
    reader_.Unmodelled(from.node, kRouting, "statement without an action");
    AddUnsaid(to);
    return to;
  }
  AddActions(from.action, to);
  SetFlow(from.action, to);
  return to;
}

void Policies::AddPolicy(const PolicyText& from) {
  model::RoutePolicy to;
  to.name = from.name;
  to.span = from.span;
  to.end = model::PolicyEnd::kNextPolicy;
  std::uint32_t last = 0;
  for (const PolicyStatementText& statement : from.statements) {
    to.terms.push_back(TermOf(statement));
    // Older releases sort by number, later ones keep the order of the text.
    const std::uint32_t number = ParseNumber(statement.name, 0, 4294967295U).value_or(last);
    if (number < last) reader_.Unmodelled(statement.node, kRouting, "order of statements");
    last = std::max(last, number);
  }
  if (from.default_action.node != kNone) {
    RouteTerm term;
    term.name = kDefaultTerm;
    term.span = reader_.SpanOf(from.default_action.node);
    AddActions(from.default_action, term);
    SetFlow(from.default_action, term);
    to.terms.push_back(std::move(term));
  }
  set_.policies.push_back(std::move(to));
}

std::vector<std::string> Policies::Names(const std::vector<Name>& uses) {
  std::vector<std::string> names;
  for (const Name& use : uses) {
    std::string name(use.value);
    if (name.starts_with(kMadeMark) || model::FindPolicy(set_, name) == nullptr)
      reader_.Undefined(use.node, "policy");
    else if (std::ranges::find(names, name) == names.end())
      names.push_back(std::move(name));
  }
  return names;
}

void Policies::CheckEnd(const std::vector<Name>& uses) {
  if (uses.empty()) return;
  for (const Name& use : uses) {
    const model::RoutePolicy* policy = model::FindPolicy(set_, use.value);
    if (policy == nullptr || DecidesAll(*policy)) return;
  }
  reader_.Unmodelled(uses.back().node, kRouting, "routes that no policy decides");
}

std::string Policies::Made(std::string_view name, std::vector<RouteTerm> terms) {
  std::string own(name);
  if (model::FindPolicy(set_, own) != nullptr) return own;
  model::RoutePolicy policy;
  policy.name = own;
  policy.terms = std::move(terms);
  policy.end = model::PolicyEnd::kNextPolicy;
  set_.policies.push_back(std::move(policy));
  return own;
}

}  // namespace ringfence::formats::nokia_srlinux
