// Lists that policies name: prefixes, AS paths, communities. A Junos community is a set of members of any
// kind that must all be present; the model has one kind a list, so a mixed one becomes a list per kind and a
// policy that asks for all. Deletion removes what matches any member: a list with a line for each.
#include <algorithm>
#include <array>

#include "formats/as_path_regex.h"
#include "formats/community_text.h"
#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/policy_book.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::CommunityKind;
using model::CommunityList;
using model::CommunityOp;
using model::RouteAction;
using model::RouteActionKind;
using model::RouteMatch;
using model::RouteMatchKind;

// Most a repetition in a community pattern may ask for (origin: regular expression engines refuse much more).
constexpr std::uint32_t kRepeatMax = 255;
constexpr std::string_view kExtendedKinds[] = {"target:", "origin:", "color:"};

// Members of one kind.
struct Members {
  std::vector<model::CommunityText> literals;
  std::vector<std::string> regexes;
  bool empty() const { return literals.empty() && regexes.empty(); }
};
// What a community stands for.
struct Meaning {
  std::array<Members, 3> kinds;  // by CommunityKind
  bool inverted = false;
  bool inexpressible = false;
  base::Span span;
  std::size_t kind_count() const {
    return static_cast<std::size_t>(
        std::count_if(kinds.begin(), kinds.end(), [](const Members& m) { return !m.empty(); }));
  }
};

// Digits and the operators of POSIX expressions, balanced, no operator on an operator.
bool IsPattern(std::string_view text) {
  int open = 0;
  bool operand = false;
  bool in_class = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_class) {
      in_class = c != ']';
      if (std::string_view("0123456789-^,]").find(c) == std::string_view::npos) return false;
      continue;
    }
    if (c == '*' || c == '+' || c == '?' || c == '{') {
      if (!operand) return false;
      operand = false;
      if (c != '{') continue;
      const std::size_t close = text.find('}', i);
      std::uint32_t number = 0;
      if (close == std::string_view::npos || close == i + 1) return false;
      for (const char d : text.substr(i + 1, close - i - 1)) {
        if (d == ',') {
          number = 0;
        } else if (d < '0' || d > '9' ||
                   (number = number * 10 + static_cast<std::uint32_t>(d - '0')) > kRepeatMax) {
          return false;
        }
      }
      if (text[i + 1] == ',') return false;
      i = close;
      continue;
    }
    if (c == '(') ++open;
    if (c == ')' && --open < 0) return false;
    in_class = c == '[';
    operand = c != '(' && c != '|';
    if (std::string_view("0123456789.:()|[").find(c) == std::string_view::npos) return false;
  }
  return open == 0 && !in_class;
}

// A pattern must match the whole community; `*` alone in a part stands for anything.
std::string RegexOf(std::string_view text) {
  if (text.starts_with('^')) text.remove_prefix(1);
  if (text.ends_with('$')) text.remove_suffix(1);
  std::string pattern;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '*' && (i == 0 || text[i - 1] == ':' || text[i - 1] == '(')) pattern += '.';
    pattern += text[i];
  }
  return pattern;
}

bool AddMember(std::string_view word, Meaning& meaning) {
  const auto take = [&](CommunityKind kind, const std::optional<model::CommunityText>& text) {
    if (text) meaning.kinds[static_cast<std::size_t>(kind)].literals.push_back(*text);
    return text.has_value();
  };
  if (word.starts_with("large:") && take(CommunityKind::kLarge, LargeCommunity(word.substr(6)))) return true;
  if (take(CommunityKind::kExtended, ExtendedCommunity(word)) ||
      take(CommunityKind::kStandard, StandardCommunity(word))) {
    return true;
  }
  CommunityKind kind = CommunityKind::kStandard;
  std::string head;
  if (word.starts_with("large:")) {
    kind = CommunityKind::kLarge;
    word.remove_prefix(6);
  }
  for (const std::string_view prefix : kExtendedKinds) {
    if (!word.starts_with(prefix)) continue;
    kind = CommunityKind::kExtended;
    head = prefix;
    word.remove_prefix(prefix.size());
  }
  const std::string pattern = RegexOf(word);
  if (pattern.find(':') == std::string::npos || !IsPattern(pattern)) return false;
  meaning.kinds[static_cast<std::size_t>(kind)].regexes.push_back("^(?:" + head + pattern + ")$");
  return true;
}

Meaning MeaningOf(Reader& reader, NodeId definition) {
  Meaning meaning;
  meaning.span = reader.SpanOf(definition);
  reader.Modelled(definition, kRouting);
  for (const NodeId child : Children(reader, definition)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kRouting);
    meaning.inverted = meaning.inverted || word == "invert-match";
    if (word != "members") continue;
    for (const NodeId member : Children(reader, child)) {
      reader.Modelled(member);
      if (AddMember(reader.word(member), meaning)) continue;
      meaning.inexpressible = true;
      reader.Unmodelled(member, kRouting, "kind of community");
    }
  }
  return meaning;
}

std::string ListName(std::string_view name, const Meaning& meaning, std::size_t kind) {
  return std::string(name) + std::string(meaning.kind_count() > 1 ? kKindEndings[kind] : std::string_view());
}

// Adds the list of one kind: all members in a line, or with `any` a line for each.
void AddList(model::PolicySet& set, std::string name, const Meaning& meaning, std::size_t kind, bool any) {
  for (const CommunityList& list : set.community_lists) {
    if (list.name == name) return;
  }
  CommunityList list{std::move(name), static_cast<CommunityKind>(kind), {}, meaning.span};
  const Members& members = meaning.kinds[kind];
  if (any) {
    for (const auto& literal : members.literals)
      list.lines.push_back({true, {literal}, {}, false, meaning.span});
    for (const auto& regex : members.regexes) list.lines.push_back({true, {}, {regex}, false, meaning.span});
  } else if (!members.empty()) {
    list.lines.push_back({true, members.literals, members.regexes, false, meaning.span});
  }
  set.community_lists.push_back(std::move(list));
}

RouteMatch ListMatch(RouteMatchKind kind, std::string name, base::Span span) {
  RouteMatch match;
  match.kind = kind;
  match.names.push_back(std::move(name));
  match.span = span;
  return match;
}

}  // namespace

std::string PolicyBook::PrefixListOf(NodeId name, NodeId modifier) {
  const std::string_view base = reader.word(name);
  std::string list_name(base);
  if (modifier != kNone && reader.word(modifier) != "exact") {
    list_name.append(" ").append(reader.word(modifier));
    const NodeId value = reader.tree.ScalarChild(modifier);
    const bool valued = reader.word(modifier) == "upto" || reader.word(modifier) == "prefix-length-range";
    if (valued && value != kNone) list_name.append(" ").append(reader.word(value));
  }
  const PrefixList* source = nullptr;
  for (const PrefixList& list : text.prefix_lists) {
    if (list.name == base) source = &list;
  }
  if (source == nullptr) reader.Undefined(name, "prefix-list");
  if (model::FindPrefixList(set, list_name) != nullptr) return list_name;
  model::PrefixList list{list_name, {}, source == nullptr ? reader.SpanOf(name) : source->span};
  if (source != nullptr) {
    for (const PrefixList::Entry& entry : source->entries) {
      RouteFilter filter{entry.prefix, entry.prefix.length, entry.prefix.length, 0, entry.span};
      NodeId below = kNone;
      if (modifier != kNone) ReadModifier(reader, modifier, filter, &below);
      if (filter.length_min > filter.length_max) continue;
      list.lines.push_back({true, filter.prefix, filter.length_min, filter.length_max, entry.span});
    }
  }
  set.prefix_lists.push_back(std::move(list));
  return list_name;
}

RouteMatch PolicyBook::CommunityMatch(NodeId name, PolicyPlace) {
  const base::Span span = reader.SpanOf(name);
  const std::string word(reader.word(name));
  const NodeId definition = Definition("community", word);
  if (definition == kNone) {
    reader.Undefined(name, "community");
    return {.kind = RouteMatchKind::kAlways, .negated = true, .span = span};
  }
  const Meaning meaning = MeaningOf(reader, definition);
  if (meaning.inexpressible) return {.kind = RouteMatchKind::kNotModelled, .span = span};
  RouteMatch match;
  if (meaning.kind_count() < 2) {
    std::size_t kind = 0;
    while (kind < 2 && meaning.kinds[kind].empty()) ++kind;
    if (meaning.kinds[kind].empty()) kind = 0;
    AddList(set, word, meaning, kind, false);
    match = ListMatch(RouteMatchKind::kCommunityList, word, span);
  } else {
    model::RoutePolicy policy{
        std::string(kMixedCommunity) + word, {}, model::PolicyEnd::kReject, meaning.span};
    model::RouteTerm& term = policy.terms.emplace_back();
    term.flow = model::TermFlow::kAccept;
    for (std::size_t kind = 0; kind < meaning.kinds.size(); ++kind) {
      if (meaning.kinds[kind].empty()) continue;
      AddList(set, ListName(word, meaning, kind), meaning, kind, false);
      term.all_of.push_back(
          {{ListMatch(RouteMatchKind::kCommunityList, ListName(word, meaning, kind), meaning.span)}});
    }
    match = ListMatch(RouteMatchKind::kPolicy, policy.name, span);
    Add(std::move(policy));
  }
  match.negated = meaning.inverted;
  return match;
}

void PolicyBook::CommunityActions(NodeId name, std::string_view verb, std::vector<RouteAction>& actions) {
  const std::string word(reader.word(name));
  const NodeId definition = Definition("community", word);
  if (definition == kNone) return reader.Undefined(name, "community");
  const Meaning meaning = MeaningOf(reader, definition);
  const bool deletes = verb == "delete";
  for (std::size_t kind = 0; kind < meaning.kinds.size(); ++kind) {
    const Members& members = meaning.kinds[kind];
    // `set` replaces the communities of all kinds.
    if (members.empty() && verb != "set") continue;
    RouteAction action;
    action.kind = RouteActionKind::kCommunity;
    action.community_kind = static_cast<CommunityKind>(kind);
    action.span = reader.SpanOf(name);
    if (deletes) {
      const std::string list = ListName(word, meaning, kind) + std::string(kAnyEnding);
      AddList(set, list, meaning, kind, true);
      action.community_op = meaning.inverted ? CommunityOp::kKeep : CommunityOp::kDelete;
      action.names.push_back(list);
    } else {
      if (!members.regexes.empty()) reader.Invalid(name, "a community with wildcards cannot be added");
      action.community_op = verb == "add"              ? CommunityOp::kAdd
                            : members.literals.empty() ? CommunityOp::kClear
                                                       : CommunityOp::kSet;
      action.communities = members.literals;
    }
    actions.push_back(std::move(action));
  }
}

std::string PolicyBook::AsPathListOf(NodeId name, bool group) {
  const std::string_view kind = group ? "as-path-group" : "as-path";
  const NodeId definition = Definition(kind, reader.word(name));
  const std::string list_name =
      std::string(group ? kAsPathGroupList : std::string_view()) + std::string(reader.word(name));
  model::AsPathList list{list_name, {}, reader.SpanOf(definition == kNone ? name : definition)};
  bool failed = false;
  const auto add = [&](NodeId holder) {
    reader.Modelled(holder, kRouting);
    const NodeId pattern = reader.Value(holder);
    if (pattern == kNone) return;
    const Translation regex = TokenPatternToRegex(Unescape(reader.word(pattern)));
    if (regex) {
      list.lines.push_back({true, *regex, reader.SpanOf(pattern)});
    } else {
      failed = true;
      reader.Unmodelled(pattern, kRouting, "pattern of AS paths");
    }
  };
  if (definition == kNone) {
    reader.Undefined(name, kind);
  } else if (group) {
    reader.Modelled(definition, kRouting);
    for (const NodeId keyword : Children(reader, definition)) {
      reader.Modelled(keyword, kRouting);
      for (const NodeId path : Children(reader, keyword)) add(path);
    }
  } else {
    add(definition);
  }
  if (failed) return {};
  const bool made = std::any_of(set.as_path_lists.begin(), set.as_path_lists.end(),
                                [&](const model::AsPathList& other) { return other.name == list_name; });
  if (!made) set.as_path_lists.push_back(std::move(list));
  return list_name;
}

}  // namespace ringfence::formats::juniper_junos
