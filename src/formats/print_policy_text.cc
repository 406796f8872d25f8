#include "formats/print_policy_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/as_path_regex.h"
#include "formats/community_text.h"
#include "formats/policy_conversion.h"

namespace ringfence::formats {
namespace {

using model::CommunityKind;
using model::CommunityOp;
using model::RouteAction;
using model::RouteMatch;
using ActionKind = model::RouteActionKind;
using MatchKind = model::RouteMatchKind;

constexpr std::string_view kOrigins[] = {"igp", "egp", "incomplete"};
constexpr std::string_view kLevels[] = {"", "level-1", "level-2", "level-1-2"};

bool IsV6List(std::string_view name) { return name.starts_with("ipv6:") || name.starts_with("acl6:"); }

std::string CommunityWords(CommunityKind kind, const std::string& community) {
  if (kind == CommunityKind::kStandard) return std::string(NameOfCommunity(community));
  if (kind == CommunityKind::kLarge) return community;
  if (community.starts_with("target:")) return "rt " + community.substr(7);
  if (community.starts_with("origin:")) return "soo " + community.substr(7);
  if (community.starts_with("color:")) return "color " + community.substr(6);
  return community;
}

void PrintPrefixList(std::string& out, const model::PrefixList& list) {
  const bool v6 = IsV6List(list.name);
  std::uint32_t sequence = 0;
  for (const model::PrefixListLine& line : list.lines) {
    const std::uint8_t bits = net::AddressBits(line.prefix.family());
    out += fmt::format("{} prefix-list {} seq {} {} {}", v6 ? "ipv6" : "ip", BareListName(list.name),
                       sequence += 5, line.permit ? "permit" : "deny", net::ToString(line.prefix));
    if (line.length_min != line.prefix.length) out += fmt::format(" ge {}", line.length_min);
    const bool implied = line.length_min != line.prefix.length ? line.length_max == bits
                                                               : line.length_max == line.prefix.length;
    if (!implied) out += fmt::format(" le {}", line.length_max);
    out += '\n';
  }
}

void PrintCommunityList(std::string& out, const model::CommunityList& list, const PolicyDialect& dialect) {
  const std::string_view command = list.kind == CommunityKind::kStandard ? dialect.community_command
                                   : list.kind == CommunityKind::kExtended
                                       ? dialect.extended_community_command
                                       : dialect.large_community_command;
  for (const model::CommunityListLine& line : list.lines) {
    const bool pattern = !line.regexes.empty();
    const std::string_view form =
        dialect.community_form_words ? (pattern ? "expanded " : "standard ") : (pattern ? "regexp " : "");
    out += fmt::format("{} {}{} {}", command, form, BareListName(list.name), line.permit ? "permit" : "deny");
    for (const std::string& community : line.all_of)
      out += fmt::format(" {}", CommunityWords(list.kind, community));
    for (const std::string& regex : line.regexes) out += fmt::format(" {}", CharacterPatternOfRegex(regex));
    if (line.all_of.empty() && !pattern) out += " internet";
    out += '\n';
  }
}

void PrintListMatch(std::string& out, const RouteMatch& match) {
  const auto ip = [&match](std::string_view what) {
    std::string text;
    // Lists of both families may stand in one condition.
    for (const bool v6 : {false, true}) {
      std::string names;
      for (const std::string& name : match.names) {
        if (IsV6List(name) == v6) names += fmt::format(" {}", BareListName(name));
      }
      if (!names.empty())
        text += fmt::format(" match {} {} prefix-list{}\n", v6 ? "ipv6" : "ip", what, names);
    }
    return text;
  };
  if (match.kind == MatchKind::kPrefixList) out += ip("address");
  if (match.kind == MatchKind::kNextHopList) out += ip("next-hop");
  if (match.kind == MatchKind::kRouteSourceList) out += ip("route-source");
  if (match.kind == MatchKind::kAsPathList)
    out += fmt::format(" match as-path {}\n", fmt::join(match.names, " "));
  if (match.kind != MatchKind::kCommunityList) return;
  const std::string& first = match.names.front();
  const std::string_view word = first.starts_with("ext:")     ? "extcommunity"
                                : first.starts_with("large:") ? "large-community"
                                                              : "community";
  out += fmt::format(" match {}", word);
  for (const std::string& name : match.names) out += fmt::format(" {}", BareListName(name));
  out += match.exact ? " exact-match\n" : "\n";
}

void PrintRanges(std::string& out, std::string_view word, const RouteMatch& match) {
  out += fmt::format(" match {}", word);
  for (const model::ValueRange& range : match.ranges) {
    const std::uint32_t half = (range.last - range.first) / 2;
    out += half == 0 ? fmt::format(" {}", range.first) : fmt::format(" {} +- {}", range.first + half, half);
  }
  out += '\n';
}

void PrintCount(std::string& out, std::string_view word, const RouteMatch& match) {
  for (const model::ValueRange& range : match.ranges) {
    const bool least = range.last == 0xffffffffU;
    const std::string_view order = least ? ">=" : range.first == range.last ? "=" : "<=";
    out += fmt::format(" match {} {} {}\n", word, order, least ? range.first : range.last);
  }
}

/// One word of `match route-type`; the kinds that come in pairs are written by the first.
std::string_view RouteTypeWord(const RouteMatch& match) {
  switch (match.kind) {
    case MatchKind::kOspfInternal:
      return "internal";
    case MatchKind::kOspfExternal:
      if (match.ranges.empty()) return "external";
      return match.ranges.front().first == 1 ? "external type-1" : "external type-2";
    case MatchKind::kBgpLocal:
      return "local";
    case MatchKind::kIsisLevel:
      return kLevels[match.ranges.front().first];
    default:
      return "";
  }
}

void PrintMatch(std::string& out, const RouteMatch& match) {
  PrintListMatch(out, match);
  if (const std::string_view type = RouteTypeWord(match); !type.empty())
    out += fmt::format(" match route-type {}\n", type);
  switch (match.kind) {
    case MatchKind::kAsPathLength:
      return PrintCount(out, "as-path length", match);
    case MatchKind::kCommunityCount:
      return PrintCount(out, "community instances", match);
    case MatchKind::kTag:
      return PrintRanges(out, "tag", match);
    case MatchKind::kMetric:
      return PrintRanges(out, "metric", match);
    case MatchKind::kLocalPreference:
      return PrintRanges(out, "local-preference", match);
    case MatchKind::kWeight:
      return PrintRanges(out, "weight", match);
    case MatchKind::kDistance:
      return PrintRanges(out, "distance", match);
    case MatchKind::kInterface:
      out += fmt::format(" match interface {}\n", fmt::join(match.names, " "));
      return;
    case MatchKind::kOrigin:
      out += fmt::format(" match origin {}\n", kOrigins[static_cast<std::size_t>(match.origins.front())]);
      return;
    case MatchKind::kNeighbor:
      out += " match peer";
      for (const net::Prefix& peer : match.prefixes) out += fmt::format(" {}", net::ToString(peer.address));
      out += '\n';
      return;
    case MatchKind::kSource:
      for (const model::RouteSource source : match.sources) {
        if (match.names.empty()) out += fmt::format(" match source-protocol {}\n", model::NameOf(source));
        for (const std::string& name : match.names)
          out += fmt::format(" match source-protocol {} {}\n", model::NameOf(source), name);
      }
      return;
    case MatchKind::kVrf:
      out += fmt::format(" match source-vrf {}\n",
                         match.names.front().empty() ? "default" : match.names.front());
      return;
    case MatchKind::kNotModelled:
      out += " match length 1 1\n";
      return;
    default:
      return;
  }
}

void PrintCommunityAction(std::string& out, const RouteAction& action) {
  const bool standard = action.community_kind == CommunityKind::kStandard;
  const std::string_view word = standard                                            ? "community"
                                : action.community_kind == CommunityKind::kExtended ? "extcommunity"
                                                                                    : "large-community";
  const std::string_view list = standard                                            ? "comm-list"
                                : action.community_kind == CommunityKind::kExtended ? "extcomm-list"
                                                                                    : "large-comm-list";
  for (const std::string& name : action.names)
    out += fmt::format(" set {} {} delete\n", list, BareListName(name));
  if (!action.names.empty()) return;
  if (action.community_op == CommunityOp::kClear) {
    out += fmt::format(" set {} none\n", word);
    return;
  }
  out += fmt::format(" set {}", word);
  bool first = true;
  for (const std::string& community : action.communities) {
    std::string words = CommunityWords(action.community_kind, community);
    // The kind of extended communities is written once.
    if (action.community_kind == CommunityKind::kExtended && !first) words.erase(0, words.find(' ') + 1);
    out += fmt::format(" {}", words);
    first = false;
  }
  if (action.community_op == CommunityOp::kAdd) out += " additive";
  if (action.community_op == CommunityOp::kDelete) out += " delete";
  out += '\n';
}

std::string Signed(const RouteAction& action) {
  constexpr std::string_view kSigns[] = {"", "+", "-"};
  return fmt::format("{}{}", kSigns[static_cast<std::size_t>(action.op)], action.value);
}

std::string_view Fixed(ActionKind kind) {
  switch (kind) {
    case ActionKind::kMetricOfIgp:
      return "metric igp-metric";
    case ActionKind::kNextHopSelf:
      return "ip next-hop self";
    case ActionKind::kNextHopPeer:
      return "ip next-hop peer-address";
    case ActionKind::kNextHopUnchanged:
      return "ip next-hop unchanged";
    case ActionKind::kAttributeNotModelled:
      return "atomic-aggregate";
    default:
      return "";
  }
}

std::string ActionText(const RouteAction& action) {
  switch (action.kind) {
    case ActionKind::kLocalPreference:
      return "local-preference " + Signed(action);
    case ActionKind::kMetric:
      return action.numbers.empty() ? "metric " + Signed(action)
                                    : fmt::format("metric {}", fmt::join(action.numbers, " "));
    case ActionKind::kWeight:
      return fmt::format("weight {}", action.value);
    case ActionKind::kTag:
      return fmt::format("tag {}", action.value);
    case ActionKind::kDistance:
      return fmt::format("distance {}", action.value);
    case ActionKind::kMetricType:
      return action.value == 0 ? "metric-type internal" : fmt::format("metric-type type-{}", action.value);
    case ActionKind::kLevel:
      return fmt::format("level {}", kLevels[action.value]);
    case ActionKind::kOrigin:
      return fmt::format("origin {}", kOrigins[static_cast<std::size_t>(action.origin)]);
    case ActionKind::kNextHop:
      return action.address->family == net::Family::kIpv4
                 ? fmt::format("ip next-hop {}", net::ToString(*action.address))
                 : fmt::format("ipv6 next-hop {}", net::ToString(*action.address));
    case ActionKind::kAsPathPrepend:
      return fmt::format("as-path prepend {}", fmt::join(action.numbers, " "));
    case ActionKind::kAsPathPrependLast:
      return fmt::format("as-path prepend last-as {}", action.value);
    case ActionKind::kAsPathReplaceOwn:
      return action.numbers.empty() ? "as-path replace any"
                                    : fmt::format("as-path replace {}", fmt::join(action.numbers, " "));
    case ActionKind::kAsPathRemove:
      return fmt::format("as-path exclude {}", fmt::join(action.numbers, " "));
    default:
      return std::string(Fixed(action.kind));
  }
}

void PrintTerm(std::string& out, const model::RoutePolicy& policy, const model::RouteTerm& term) {
  out += fmt::format("route-map {} {} {}\n", policy.name,
                     term.flow == model::TermFlow::kReject ? "deny" : "permit", term.name);
  for (const model::RouteClause& clause : term.all_of) {
    for (const RouteMatch& match : clause.any_of) PrintMatch(out, match);
  }
  for (const RouteAction& action : term.actions) {
    if (action.kind == ActionKind::kCommunity)
      PrintCommunityAction(out, action);
    else
      out += fmt::format(" set {}\n", ActionText(action));
  }
  if (term.flow == model::TermFlow::kCall) out += fmt::format(" call {}\n", term.callee);
  if (term.flow != model::TermFlow::kPass && term.flow != model::TermFlow::kNext &&
      term.flow != model::TermFlow::kGoto)
    return;
  out += " continue";
  if (term.target != 0)
    out += term.target < policy.terms.size() ? fmt::format(" {}", policy.terms[term.target].name) : " 65535";
  out += '\n';
}

}  // namespace

std::string_view BareListName(std::string_view name) {
  for (const std::string_view mark : {"ipv6:", "ext:", "large:"}) {
    if (name.starts_with(mark)) return name.substr(mark.size());
  }
  return name;
}

std::string PrintPolicies(const model::PolicySet& policies, const PolicyDialect& dialect) {
  std::string out;
  for (const model::PrefixList& list : policies.prefix_lists) PrintPrefixList(out, list);
  for (const model::AsPathList& list : policies.as_path_lists) {
    for (const model::AsPathListLine& line : list.lines) {
      out += fmt::format("{} {} {} {}\n", dialect.as_path_command, list.name, line.permit ? "permit" : "deny",
                         CharacterPatternOfRegex(line.regex));
    }
  }
  for (const model::CommunityList& list : policies.community_lists) PrintCommunityList(out, list, dialect);
  for (const model::RoutePolicy& policy : policies.policies) {
    if (policy.name.starts_with(kPrefixFilter) || policy.name.starts_with(kAsPathFilter)) continue;
    for (const model::RouteTerm& term : policy.terms) PrintTerm(out, policy, term);
  }
  return out;
}

}  // namespace ringfence::formats
