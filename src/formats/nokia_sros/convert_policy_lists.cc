// Names in terms become lists of the model: prefix lists, AS-path lists, community lists.
#include <algorithm>
#include <utility>

#include "formats/as_path_regex.h"
#include "formats/community_text.h"
#include "formats/impacts.h"
#include "formats/nokia_sros/community_expression.h"
#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/extract.h"
#include "formats/nokia_sros/policies.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::CommunityKind;
using model::CommunityOp;
using model::PrefixListLine;
using model::RouteAction;
using model::RouteActionKind;
using model::RouteClause;
using model::RouteMatch;
using model::RouteMatchKind;

constexpr std::string_view kAnchor = "^(?:", kAnchorEnd = ")$";
constexpr CommunityKind kKinds[] = {CommunityKind::kStandard, CommunityKind::kExtended,
                                    CommunityKind::kLarge};

std::uint8_t Bits(const Counted& number, std::uint8_t otherwise, std::uint8_t max) {
  return static_cast<std::uint8_t>(std::min<std::uint32_t>(number.value_or(otherwise), max));
}

// Lines of one entry. `to` means the prefixes on the way from the shorter to the longer one.
void AddLines(const PolicyPrefix& from, std::vector<PrefixListLine>& lines) {
  const auto max = static_cast<std::uint8_t>(net::AddressBits(from.prefix.family()));
  const auto add = [&](const net::Prefix& prefix, std::uint8_t low, std::uint8_t high) {
    const auto same = [&](const PrefixListLine& line) {
      return line.prefix == prefix && line.length_min == low && line.length_max == high;
    };
    if (low <= high && std::ranges::none_of(lines, same))
      lines.push_back({true, prefix, low, high, from.span});
  };
  const std::uint8_t length = from.prefix.length;
  switch (from.compare) {
    case PrefixCompare::kExact:
      return add(from.prefix, length, length);
    case PrefixCompare::kLonger:
      return add(from.prefix, length, max);
    case PrefixCompare::kThrough:
      return add(from.prefix, length, Bits(from.through, max, max));
    case PrefixCompare::kRange:
      return add(from.prefix, std::max(Bits(from.start, length, max), length), Bits(from.end, max, max));
    case PrefixCompare::kTo:
      if (!from.to.set() || !from.prefix.Contains(from.to.value)) return;
      for (std::uint8_t at = length; at <= from.to.value.length; ++at)
        add(net::Prefix::Of(from.to.value.address, at), at, at);
      return;
    case PrefixCompare::kOther:
      return;
  }
}

bool IsPlainCommunity(std::string_view text) {
  return text.find_first_of(".*+?[](){}|^$\\") == std::string_view::npos;
}

CommunityKind KindOfPattern(std::string_view text) {
  if (text.starts_with("target:") || text.starts_with("origin:")) return CommunityKind::kExtended;
  return std::ranges::count(text, ':') == 2 ? CommunityKind::kLarge : CommunityKind::kStandard;
}

RouteMatch NotModelled(const base::Span& span) {
  return {.kind = RouteMatchKind::kNotModelled, .span = span};
}

}  // namespace

std::optional<CommunityMember> ReadCommunityMember(std::string_view text) {
  if (const auto standard = StandardCommunity(text))
    return CommunityMember{CommunityKind::kStandard, *standard};
  if (const auto extended = ExtendedCommunity(text))
    return CommunityMember{CommunityKind::kExtended, *extended};
  if (const auto large = LargeCommunity(text)) return CommunityMember{CommunityKind::kLarge, *large};
  if (IsPlainCommunity(text)) return std::nullopt;
  const auto regex = CharacterPatternToRegex(text);
  if (!regex) return std::nullopt;
  return CommunityMember{KindOfPattern(text), std::string(kAnchor) + *regex + std::string(kAnchorEnd), true};
}

std::string MemberOfRegex(std::string_view regex) {
  regex.remove_prefix(std::min(kAnchor.size(), regex.size()));
  regex.remove_suffix(std::min(kAnchorEnd.size(), regex.size()));
  return CharacterPatternOfRegex(regex);
}

// False when the list holds something that cannot be said, or is not defined.
bool Policies::UsePrefixList(const std::string& name) {
  const auto& lists = text_.policy.prefix_lists;
  const auto text = std::ranges::find(lists, name, &PrefixListText::name);
  if (text == lists.end()) {
    if (!name.starts_with(kNextHopPrefix)) return false;
    const auto address = net::ParseAddress(std::string_view(name).substr(kNextHopPrefix.size()));
    if (!address || !made_.insert(name).second) return address.has_value();
    const net::Prefix host = net::Prefix::Host(*address);
    set_.prefix_lists.push_back({name, {{true, host, host.length, host.length, {}}}, {}});
    return true;
  }
  const auto [known, added] = prefix_lists_.emplace(text->name, true);
  if (!added) return known->second;
  known->second = std::ranges::none_of(
      text->entries, [](const PolicyPrefix& entry) { return entry.compare == PrefixCompare::kOther; });
  if (!known->second) return false;
  model::PrefixList list;
  list.name = name;
  list.span = text->span;
  for (const PolicyPrefix& entry : text->entries) AddLines(entry, list.lines);
  set_.prefix_lists.push_back(std::move(list));
  return true;
}

bool Policies::UseAsPathList(const std::string& name) {
  const auto [known, added] = as_path_lists_.emplace(name, false);
  if (!added) return known->second;
  const bool group = name.starts_with(kGroupPrefix);
  const std::string_view own = std::string_view(name).substr(group ? kGroupPrefix.size() : 0);
  const auto text = std::ranges::find_if(
      text_.policy.as_paths, [&](const AsPathText& path) { return path.group == group && path.name == own; });
  if (text == text_.policy.as_paths.end()) return false;
  model::AsPathList list;
  list.name = name;
  list.span = text->span;
  for (const auto& [number, expression] : text->expressions) {
    const Translation regex = TokenPatternToRegex(expression.value == "null" ? "" : expression.value);
    if (!regex) {
      reader_.Unmodelled(expression.node, kRouting, "AS-path expression of this form");
      return false;
    }
    list.lines.push_back({true, *regex, expression.span});
  }
  set_.as_path_lists.push_back(std::move(list));
  known->second = true;
  return true;
}

// Names of the lists that together mean the community: one for each kind of its members. `any`: lists of
// which any member counts.
std::vector<std::string> Policies::UseCommunity(const std::string& name, bool any, bool& ok) {
  const auto& all = text_.policy.communities;
  const auto text = std::ranges::find(all, name, &PolicyCommunity::name);
  ok = ok && text != all.end() && !text->expression.set() && !text->members.empty();
  if (!ok) {
    if (text != all.end() && text->expression.set())
      reader_.Unmodelled(text->expression.node, kRouting, "expression over members of a community");
    return {};
  }
  std::vector<CommunityMember> members;
  for (const Name& member : text->members) {
    const auto read = ReadCommunityMember(member.value);
    if (!read) reader_.Unmodelled(member.node, kRouting, "community of this form");
    ok = ok && read.has_value();
    if (read) members.push_back(*read);
  }
  if (!ok) return {};
  const bool mixed =
      std::ranges::any_of(members, [&](const auto& member) { return member.kind != members[0].kind; });
  std::vector<std::string> names;
  for (const CommunityKind kind : kKinds) {
    model::CommunityList list;
    list.kind = kind;
    list.span = text->span;
    for (const CommunityMember& member : members) {
      if (member.kind != kind) continue;
      if (any || list.lines.empty()) list.lines.emplace_back().span = text->span;
      auto& to = member.regex ? list.lines.back().regexes : list.lines.back().all_of;
      to.push_back(member.text);
    }
    if (list.lines.empty()) continue;
    list.name = name;
    if (mixed) list.name += kKindEndings[static_cast<std::size_t>(kind)];
    if (any && !list.name.ends_with(kAnyEnding)) list.name += kAnyEnding;
    names.push_back(list.name);
    if (community_lists_.insert(list.name).second) set_.community_lists.push_back(std::move(list));
  }
  return names;
}

// Lists of a condition; false when it cannot be said.
bool Policies::ResolveLists(RouteMatch& match) {
  switch (match.kind) {
    case RouteMatchKind::kPrefixList:
    case RouteMatchKind::kNextHopList:
    case RouteMatchKind::kRouteSourceList:
      return std::ranges::all_of(match.names, [&](const auto& name) { return UsePrefixList(name); });
    case RouteMatchKind::kAsPathList:
      return std::ranges::all_of(match.names, [&](const auto& name) { return UseAsPathList(name); });
    case RouteMatchKind::kPolicy: {
      const auto& policies = text_.policy.policies;
      return std::ranges::all_of(match.names, [&](const auto& name) {
        return std::ranges::find(policies, name, &PolicyText::name) != policies.end();
      });
    }
    default:
      return true;
  }
}

// A community of several kinds is a conjunction: as an alternative it multiplies the clause.
void Policies::ResolveCommunity(const RouteMatch& match, std::vector<RouteClause>& to, bool& ok) {
  const std::vector<std::string> lists = UseCommunity(match.names.front(), false, ok);
  std::vector<RouteClause> product;
  for (const RouteClause& clause : to) {
    RouteClause longer = clause;
    for (const std::string& list : lists) {
      RouteMatch part = match;
      part.names = {list};
      longer.any_of.push_back(std::move(part));
      if (match.negated) continue;
      product.push_back(longer);
      longer = clause;
    }
    if (match.negated) product.push_back(std::move(longer));
  }
  ok = ok && product.size() <= kExpressionClausesMax;
  if (ok) to = std::move(product);
}

void Policies::ResolveClause(const RouteClause& clause, std::vector<RouteClause>& to) {
  bool ok = true;
  std::vector<RouteClause> made(1);
  for (RouteMatch match : clause.any_of) {
    if (!ok) break;
    if (match.kind == RouteMatchKind::kCommunityList) {
      ResolveCommunity(match, made, ok);
      continue;
    }
    ok = ResolveLists(match);
    for (RouteClause& part : made) part.any_of.push_back(match);
  }
  if (!ok) made = {{{NotModelled(clause.any_of.front().span)}}};
  to.insert(to.end(), std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
}

bool Policies::ResolveAsPathAction(RouteAction& action) const {
  const auto path = std::ranges::find_if(text_.policy.as_paths, [&](const AsPathText& other) {
    return !other.group && other.name == action.names.front();
  });
  if (path == text_.policy.as_paths.end() || path->expressions.empty()) return false;
  std::string_view text = path->expressions.front().second.value;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const auto number = ParseNumber(text.substr(0, end), 0, 4294967295U);
    if (!number) return false;
    action.numbers.push_back(*number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  action.names.clear();
  return !action.numbers.empty();
}

void Policies::ResolveCommunityAction(const RouteAction& action, const PolicyEntryText& entry,
                                      std::vector<RouteAction>& to) {
  const auto& all = text_.policy.communities;
  const auto text = std::ranges::find(all, action.names.front(), &PolicyCommunity::name);
  bool ok = text != all.end() && !text->expression.set() && !text->members.empty();
  bool regex = false;
  std::vector<CommunityMember> members;
  for (std::size_t i = 0; ok && i < text->members.size(); ++i) {
    const auto member = ReadCommunityMember(text->members[i].value);
    ok = member.has_value();
    if (!ok) break;
    regex = regex || member->regex;
    members.push_back(*member);
  }
  // Patterns can be taken away, not added.
  ok = ok && (!regex || action.community_op == CommunityOp::kDelete);
  if (!ok) {
    for (const ListUse& use : entry.uses) {
      if (use.kind == ListKind::kCommunity && reader_.word(use.node) == action.names.front())
        reader_.Unmodelled(use.node, kRouting, "community of this form in an action");
    }
    return;
  }
  const auto change = [&](CommunityKind kind) -> RouteAction& {
    for (RouteAction& other : to) {
      if (other.kind == RouteActionKind::kCommunity && other.community_op == action.community_op &&
          other.community_kind == kind)
        return other;
    }
    RouteAction& made = to.emplace_back(action);
    made.names.clear();
    made.community_kind = kind;
    return made;
  };
  if (regex) {
    for (const std::string& list : UseCommunity(action.names.front(), true, ok)) {
      const auto found = std::ranges::find(set_.community_lists, list, &model::CommunityList::name);
      change(found->kind).names.push_back(list);
    }
    return;
  }
  for (const CommunityMember& member : members) {
    auto& communities = change(member.kind).communities;
    if (std::ranges::find(communities, member.text) == communities.end()) communities.push_back(member.text);
  }
}

void Policies::ResolveAction(const RouteAction& action, const PolicyEntryText& entry,
                             std::vector<RouteAction>& to) {
  if (action.kind == RouteActionKind::kCommunity) return ResolveCommunityAction(action, entry, to);
  RouteAction made = action;
  const bool path = !action.names.empty();
  if (path && !ResolveAsPathAction(made)) {
    for (const ListUse& use : entry.uses) {
      if (use.kind == ListKind::kAsPath && reader_.word(use.node) == action.names.front())
        reader_.Unmodelled(use.node, kRouting, "AS path of this form in an action");
    }
    return;
  }
  to.push_back(std::move(made));
}

void Policies::Resolve(model::RouteTerm& term, const PolicyEntryText& entry) {
  std::vector<RouteClause> clauses;
  for (const RouteClause& clause : term.all_of) ResolveClause(clause, clauses);
  // One order, which printing keeps; several conditions that cannot be said are one.
  const auto unsaid = [](const RouteClause& clause) {
    return clause.any_of.front().kind == RouteMatchKind::kNotModelled;
  };
  std::ranges::stable_sort(clauses, {}, [](const auto& clause) { return clause.any_of.front().kind; });
  const auto first = std::ranges::find_if(clauses, unsaid);
  if (first != clauses.end()) clauses.erase(first + 1, clauses.end());
  std::vector<RouteAction> actions;
  for (const RouteAction& action : term.actions) ResolveAction(action, entry, actions);
  // The device replaces, then removes, then adds communities, whatever the order of the text; one order of
  // the rest serves printing.
  const auto rank = [](const RouteAction& action) {
    int order = 0;
    if (action.kind == RouteActionKind::kCommunity)
      order = action.community_op == CommunityOp::kSet      ? 0
              : action.community_op == CommunityOp::kDelete ? 1
                                                            : 2;
    return std::tuple(action.kind, order, action.community_kind);
  };
  std::ranges::stable_sort(actions, {}, rank);
  term.all_of = std::move(clauses);
  term.actions = std::move(actions);
}

}  // namespace ringfence::formats::nokia_sros
