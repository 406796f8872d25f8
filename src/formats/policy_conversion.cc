// An entry becomes one term, so a printer finds the entries again. What depends on names that are not defined
// is decided here: a condition that then always holds is left out, a term whose condition never holds too.

#include "formats/policy_conversion.h"

#include <algorithm>
#include <iterator>

namespace ringfence::formats {
namespace {

using model::RouteMatch;
using model::TermFlow;

constexpr std::string_view kMarks[] = {"", "ipv6:", "acl:", "acl6:", "", "", "ext:", "large:"};
constexpr std::string_view kListWords[] = {"prefix list",    "prefix list",   "access list",
                                           "access list",    "AS-path list",  "community list",
                                           "community list", "community list"};
/// Number of the entry that stands for a route map that is not defined: the last one possible.
constexpr std::string_view kUndefinedTerm = "65535";

std::size_t Index(ListKind kind) { return static_cast<std::size_t>(kind); }
bool IsAccessList(ListKind kind) { return kind == ListKind::kAccess4 || kind == ListKind::kAccess6; }

/// Of equal kinds the names are alternatives already.
void Join(model::RouteClause& clause, RouteMatch match) {
  for (RouteMatch& known : clause.any_of) {
    if (known.kind != match.kind || known.exact != match.exact) continue;
    const bool joins = (!known.names.empty() && !match.names.empty() && known.sources == match.sources) ||
                       (!known.ranges.empty() && !match.ranges.empty());
    if (!joins) continue;
    std::ranges::move(match.names, std::back_inserter(known.names));
    std::ranges::move(match.ranges, std::back_inserter(known.ranges));
    return;
  }
  clause.any_of.push_back(std::move(match));
}

/// Index of the first term whose number is not below `number`.
std::uint32_t TermAt(const std::vector<model::RouteTerm>& terms, std::uint32_t number) {
  const auto at = std::ranges::find_if(terms, [number](const model::RouteTerm& term) {
    return ParseNumber(term.name, 0, 0xffffffffU).value_or(0) >= number;
  });
  return static_cast<std::uint32_t>(at - terms.begin());
}

template <class Lists>
void CopyLines(const Lists& from, auto& to) {
  for (const auto& [sequence, line] : from) to.push_back(line);
}

}  // namespace

std::string ListName(ListKind kind, std::string_view name) {
  for (const std::string_view mark : kMarks) {
    if (!mark.empty() && name.starts_with(mark)) return std::string(name);
  }
  return std::string(kMarks[Index(kind)]) + std::string(name);
}

PolicyConverter::PolicyConverter(const PolicyTexts& texts, const PolicyDialect& dialect,
                                 StatementReport& report, model::PolicySet& out)
    : texts_(texts), dialect_(dialect), report_(report), out_(out) {
  for (const model::RoutePolicy& policy : out.policies) given_names_.insert(policy.name);
  ConvertLists();
  std::set<std::string_view> called;
  for (const auto& [name, text] : texts.route_maps) {
    for (const auto& [number, entry] : text.entries) called.insert(entry.call);
  }
  for (const auto& [name, text] : texts.route_maps) {
    if (!texts.steering_maps.contains(name) || called.contains(name)) ConvertRouteMap(name, text);
  }
}

void PolicyConverter::ConvertLists() {
  for (const auto& [name, text] : texts_.prefix_lists) {
    model::PrefixList list{name, {}, text.span};
    CopyLines(text.lines, list.lines);
    AddPrefixList(std::move(list));
  }
  for (const auto& [name, text] : texts_.as_path_lists) {
    model::AsPathList list{name, {}, text.span};
    CopyLines(text.lines, list.lines);
    out_.as_path_lists.push_back(std::move(list));
  }
  for (const auto& [name, text] : texts_.community_lists) {
    model::CommunityList list{name, text.kind, {}, text.span};
    CopyLines(text.lines, list.lines);
    out_.community_lists.push_back(std::move(list));
  }
}

void PolicyConverter::AddPrefixList(model::PrefixList list) {
  if (prefix_names_.insert(list.name).second) out_.prefix_lists.push_back(std::move(list));
}

bool PolicyConverter::IsDefined(ListKind kind, const std::string& name) const {
  switch (kind) {
    case ListKind::kPrefix4:
    case ListKind::kPrefix6:
      return texts_.prefix_lists.contains(name);
    case ListKind::kAccess4:
    case ListKind::kAccess6:
      return texts_.access_lists.contains(name);
    case ListKind::kAsPath:
      return texts_.as_path_lists.contains(name);
    case ListKind::kCommunity:
    case ListKind::kExtendedCommunity:
    case ListKind::kLargeCommunity:
      return texts_.community_lists.contains(name);
  }
  return false;
}

bool PolicyConverter::TakeAccessList(const std::string& name) {
  const auto found = texts_.access_lists.find(name);
  if (found == texts_.access_lists.end() || !found->second) return false;
  model::PrefixList list = *found->second;
  list.name = name;
  AddPrefixList(std::move(list));
  return true;
}

void PolicyConverter::Undefined(base::Span use, std::string_view kind, std::string_view name) {
  constexpr std::uint8_t kRouting = model::Impact::kRouting;
  report_.Undefined(use, kind, name);
  if (dialect_.undefined_is_unsure) report_.Demote(use, kRouting, "use of an undefined name");
}

bool PolicyConverter::ResolveLists(const RouteMapMatch& match, RouteMatch& out, bool& always) {
  out.names.clear();
  for (const std::string& written : match.value.names) {
    const std::string name = ListName(*match.list, written);
    if (!IsDefined(*match.list, name)) {
      Undefined(match.value.span, kListWords[Index(*match.list)], written);
      always = always || dialect_.undefined_list_matches;
      continue;
    }
    if (IsAccessList(*match.list) && !TakeAccessList(name)) {
      out = {.kind = model::RouteMatchKind::kNotModelled, .span = match.value.span};
      return true;
    }
    out.names.push_back(name);
  }
  return !out.names.empty();
}

bool PolicyConverter::ConvertClause(const RouteMapClause& clause, model::RouteTerm& term) {
  model::RouteClause out;
  bool always = false;
  for (const RouteMapMatch& match : clause.any_of) {
    RouteMatch literal = match.value;
    if (!match.list || ResolveLists(match, literal, always)) Join(out, std::move(literal));
  }
  if (always) return true;
  if (out.any_of.empty()) return false;
  term.all_of.push_back(std::move(out));
  return true;
}

std::optional<model::RouteTerm> PolicyConverter::ConvertEntry(std::uint32_t number,
                                                              const RouteMapEntry& entry) {
  model::RouteTerm term;
  term.name = std::to_string(number);
  term.span = entry.span;
  for (const RouteMapClause& clause : entry.clauses) {
    if (!ConvertClause(clause, term)) return std::nullopt;
  }
  term.flow = entry.permit ? TermFlow::kAccept : TermFlow::kReject;
  if (!entry.permit) return term;
  for (const RouteMapSet& set : entry.sets) {
    model::RouteAction action = set.value;
    if (set.list) {
      action.names.clear();
      for (const std::string& written : set.value.names) {
        const std::string name = ListName(*set.list, written);
        if (IsDefined(*set.list, name))
          action.names.push_back(name);
        else
          Undefined(set.value.span, kListWords[Index(*set.list)], written);
      }
      if (action.names.empty()) continue;
    }
    term.actions.push_back(std::move(action));
  }
  if (entry.continues) term.flow = dialect_.continue_accepts ? TermFlow::kPass : TermFlow::kNext;
  if (!entry.call.empty()) term.flow = TermFlow::kCall, term.callee = entry.call;
  return term;
}

void PolicyConverter::ConvertRouteMap(const std::string& name, const RouteMapText& text) {
  model::RoutePolicy policy{name, {}, model::PolicyEnd::kReject, text.span};
  std::vector<const RouteMapEntry*> entries;
  for (const auto& [number, entry] : text.entries) {
    auto term = ConvertEntry(number, entry);
    if (!term) continue;
    policy.terms.push_back(std::move(*term));
    entries.push_back(&entry);
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    model::RouteTerm& term = policy.terms[i];
    if (term.flow == TermFlow::kCall && !texts_.route_maps.contains(term.callee)) {
      Undefined(entries[i]->call_span, dialect_.map_word, term.callee);
      AddConstant(term.callee, dialect_.undefined_map_accepts);
    }
    const bool jumps = entries[i]->continues.value_or(0) != 0 && term.flow != TermFlow::kAccept &&
                       term.flow != TermFlow::kReject;
    if (!jumps) continue;
    const std::uint32_t target =
        std::max(TermAt(policy.terms, *entries[i]->continues), static_cast<std::uint32_t>(i + 1));
    if (target == i + 1) continue;
    term.target = target;
    if (term.flow == TermFlow::kNext) term.flow = TermFlow::kGoto;
  }
  policy_names_.insert(name);
  out_.policies.push_back(std::move(policy));
}

void PolicyConverter::AddConstant(const std::string& name, bool accepts) {
  if (!policy_names_.insert(name).second) return;
  model::RouteTerm term;
  term.name = kUndefinedTerm;
  term.flow = accepts ? TermFlow::kAccept : TermFlow::kReject;
  out_.policies.push_back({name, {std::move(term)}, model::PolicyEnd::kReject, {}});
}

std::string PolicyConverter::UseRouteMap(const std::string& name, base::Span span, std::uint8_t impact) {
  if (given_names_.contains(name)) return name;
  const auto map = texts_.route_maps.find(name);
  if (map == texts_.route_maps.end()) {
    Undefined(span, dialect_.map_word, name);
    AddConstant(name, dialect_.undefined_map_accepts);
    return name;
  }
  if (!IsConverted(name)) ConvertRouteMap(name, map->second);
  for (const auto& [number, entry] : map->second.entries) {
    for (const base::Span& line : entry.not_modelled) report_.Demote(line, impact, "route map statement");
    for (const RouteMapClause& clause : entry.clauses) {
      for (const RouteMapMatch& match : clause.any_of) {
        if (!match.list || !IsAccessList(*match.list)) continue;
        for (const std::string& list : match.value.names) {
          const auto found = texts_.access_lists.find(ListName(*match.list, list));
          if (found != texts_.access_lists.end() && !found->second)
            report_.Demote(match.value.span, impact, "access list as a route filter");
        }
      }
    }
  }
  return name;
}

bool PolicyConverter::UseList(ListKind kind, const std::string& written, base::Span span,
                              std::uint8_t impact) {
  const std::string name = ListName(kind, written);
  if (IsDefined(kind, name)) {
    if (!IsAccessList(kind) || TakeAccessList(name)) return true;
    report_.Demote(span, impact, "access list as a route filter");
    return false;
  }
  Undefined(span, kListWords[Index(kind)], written);
  if (dialect_.undefined_filter_accepts) return false;
  // The list is written as one that denies everything.
  const bool v6 = kind == ListKind::kPrefix6 || kind == ListKind::kAccess6;
  const net::Family family = v6 ? net::Family::kIpv6 : net::Family::kIpv4;
  if (kind != ListKind::kAsPath) {
    AddPrefixList({name, {{false, net::Prefix::Default(family), 0, net::AddressBits(family), {}}}, {}});
  } else if (std::ranges::find(out_.as_path_lists, name, &model::AsPathList::name) ==
             out_.as_path_lists.end()) {
    out_.as_path_lists.push_back({name, {{false, ".*", {}}}, {}});
  }
  return true;
}

std::optional<std::string> PolicyConverter::UseFilter(ListKind kind, const std::string& written,
                                                      base::Span span, std::uint8_t impact) {
  if (!UseList(kind, written, span, impact)) return std::nullopt;
  const std::string name = ListName(kind, written);
  const bool path = kind == ListKind::kAsPath;
  const std::string policy_name = std::string(path ? kAsPathFilter : kPrefixFilter) + name;
  if (!policy_names_.insert(policy_name).second) return policy_name;
  model::RouteTerm term;
  term.name = "1";
  RouteMatch match{.kind = path ? model::RouteMatchKind::kAsPathList : model::RouteMatchKind::kPrefixList};
  match.negated = true;
  match.names = {name};
  term.all_of.push_back({{std::move(match)}});
  term.flow = TermFlow::kReject;
  out_.policies.push_back({policy_name, {std::move(term)}, model::PolicyEnd::kNextPolicy, span});
  return policy_name;
}

std::string PolicyConverter::UseRest() {
  const std::string name(kPrefixFilter);  // of no list
  AddConstant(name, true);
  return name;
}

std::optional<model::PrefixList> PolicyConverter::UsePrefixes(ListKind kind, const std::string& written,
                                                              base::Span span, std::uint8_t impact) {
  if (!UseList(kind, written, span, impact)) return std::nullopt;
  return *std::ranges::find(out_.prefix_lists, ListName(kind, written), &model::PrefixList::name);
}

void PolicyConverter::Finish() {
  std::ranges::sort(out_.prefix_lists, {}, &model::PrefixList::name);
  std::ranges::sort(out_.as_path_lists, {}, &model::AsPathList::name);
  std::ranges::sort(out_.community_lists, {}, &model::CommunityList::name);
  std::ranges::sort(out_.policies, {}, &model::RoutePolicy::name);
}

}  // namespace ringfence::formats
