// Policies and lists as `set` lines. What the reader made itself (defaults, values, subroutine endings, lists
// of one term) is not printed: reading the statement that caused it makes it again.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "formats/as_path_regex.h"
#include "formats/juniper_junos/policy_book.h"
#include "formats/juniper_junos/print.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::CommunityKind;
using model::CommunityOp;
using model::PrefixList;
using model::PrefixListLine;
using model::RouteAction;
using model::RouteActionKind;
using model::RouteClause;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;
using model::RouteTerm;
using model::TermFlow;

constexpr std::uint32_t kNumberMax = 0xffffffffU;

std::string Modifier(const PrefixListLine& line) {
  const std::uint8_t bits = net::AddressBits(line.prefix.family());
  const std::uint8_t length = line.prefix.length;
  if (line.length_min == length && line.length_max == length) return "exact";
  if (line.length_min == length && line.length_max == bits) return "orlonger";
  if (line.length_min == length + 1 && line.length_max == bits) return "longer";
  if (line.length_min == length) return fmt::format("upto /{}", line.length_max);
  return fmt::format("prefix-length-range /{}-/{}", line.length_min, line.length_max);
}

std::string_view ProtocolWord(RouteSource source) {
  switch (source) {
    case RouteSource::kConnected:
      return "direct";
    case RouteSource::kLocal:
      return "local";
    case RouteSource::kStatic:
      return "static";
    case RouteSource::kOspf:
      return "ospf";
    case RouteSource::kIsis:
      return "isis";
    case RouteSource::kBgp:
      return "bgp";
    case RouteSource::kRip:
      return "rip";
    case RouteSource::kAggregate:
      return "aggregate";
    case RouteSource::kEigrp:
      break;
  }
  return "arp";  // of no table here
}

constexpr std::string_view kOriginWords[] = {"igp", "egp", "incomplete"};

// A regular expression of communities as the text has it.
std::string MemberOfRegex(const std::string& regex, CommunityKind kind) {
  constexpr std::size_t kHead = 4, kTail = 2;  // "^(?:" and ")$"
  const std::string text = regex.substr(kHead, regex.size() - kHead - kTail);
  return kind == CommunityKind::kLarge ? "large:" + text : text;
}
std::string MemberOf(const std::string& community, CommunityKind kind) {
  return kind == CommunityKind::kLarge ? "large:" + community : community;
}

std::string_view BaseOf(std::string_view list) {
  if (list.ends_with(kAnyEnding)) list.remove_suffix(kAnyEnding.size());
  for (const std::string_view ending : kKindEndings) {
    if (list.ends_with(ending)) return list.substr(0, list.size() - ending.size());
  }
  return list;
}

// Prints the terms of one set.
class PolicyPrinter {
 public:
  PolicyPrinter(const model::PolicySet& set, std::string& out) : set_(set), out_(out) {}

  void Run();

 private:
  void PrintPrefixLists();
  void PrintAsPaths();
  void PrintCommunities();
  void PrintTerm(const std::string& head, const RouteTerm& term);
  void PrintPrefixes(const std::string& from, const RouteClause& clause);
  void PrintProtocols(const std::string& from, const RouteClause& v4, const RouteClause& v6);
  bool PrintNumbers(const std::string& head, const RouteMatch& match);
  void PrintNames(const std::string& from, const RouteMatch& match);
  void PrintMatch(const std::string& head, const RouteMatch& match);
  void PrintListed(const std::string& line, const RouteMatch& match);
  void PrintAction(const std::string& then, const RouteTerm& term, std::size_t& index);
  void PrintCommunityAction(const std::string& then, const RouteTerm& term, std::size_t& index);
  void Line(std::string_view head, std::string_view text) { out_ += fmt::format("{} {}\n", head, text); }

  const model::PolicySet& set_;
  std::string& out_;
  std::size_t added_ = 0;  // communities made for literals
};

void PolicyPrinter::PrintPrefixLists() {
  for (const PrefixList& list : set_.prefix_lists) {
    const std::string_view name = list.name;
    if (name.starts_with(kRouteFilterList) || name.starts_with(kNeighborList) ||
        name.starts_with(kNextHopList) || name.starts_with(kHeldBack)) {
      continue;
    }
    const std::string head =
        fmt::format("set policy-options prefix-list {}", Quoted(name.substr(0, name.find(' '))));
    out_ += head + '\n';
    for (const PrefixListLine& line : list.lines) Line(head, net::ToString(line.prefix));
  }
}

void PolicyPrinter::PrintAsPaths() {
  for (const model::AsPathList& list : set_.as_path_lists) {
    const bool group = list.name.starts_with(kAsPathGroupList);
    const std::string name = Quoted(group ? list.name.substr(kAsPathGroupList.size()) : list.name);
    if (group) Line("set policy-options as-path-group", name);
    std::size_t number = 0;
    for (const model::AsPathListLine& line : list.lines) {
      const std::string path = group ? fmt::format("-group {} as-path path-{}", name, ++number) : " " + name;
      const std::string pattern = TokenPatternOfRegex(line.regex);
      out_ +=
          fmt::format("set policy-options as-path{} {}\n", path, Quoted(pattern.empty() ? "()" : pattern));
    }
    if (list.lines.empty()) Line("set policy-options as-path", name + " 0");
  }
}

void PolicyPrinter::PrintCommunities() {
  std::set<std::string, std::less<>> inverted;
  for (const model::RoutePolicy& policy : set_.policies) {
    for (const RouteTerm& term : policy.terms) {
      for (const RouteClause& clause : term.all_of) {
        for (const RouteMatch& match : clause.any_of) {
          if (!match.negated || match.names.empty()) continue;
          const std::string& name = match.names[0];
          const bool mixed = name.starts_with(kMixedCommunity);
          inverted.emplace(mixed ? std::string_view(name).substr(kMixedCommunity.size()) : BaseOf(name));
        }
      }
      for (const RouteAction& action : term.actions) {
        if (action.community_op == CommunityOp::kKeep && !action.names.empty())
          inverted.emplace(BaseOf(action.names[0]));
      }
    }
  }
  for (const model::CommunityList& list : set_.community_lists) {
    const std::string_view base = BaseOf(list.name);
    const std::string head = fmt::format("set policy-options community {}", Quoted(base));
    out_ += head + '\n';
    if (inverted.contains(base)) Line(head, "invert-match");
    for (const model::CommunityListLine& line : list.lines) {
      for (const auto& text : line.all_of) Line(head, "members " + Quoted(MemberOf(text, list.kind)));
      for (const auto& regex : line.regexes) Line(head, "members " + Quoted(MemberOfRegex(regex, list.kind)));
    }
  }
}

void PolicyPrinter::PrintPrefixes(const std::string& from, const RouteClause& clause) {
  for (const RouteMatch& match : clause.any_of) {
    if (match.kind == RouteMatchKind::kNotModelled) {
      Line(from, "route-filter 0.0.0.0/0 address-mask 0.0.0.0");
      continue;
    }
    const std::string& name = match.names.front();
    if (!name.starts_with(kRouteFilterList)) {
      const std::size_t blank = name.find(' ');
      const std::string base = Quoted(name.substr(0, blank));
      Line(from, blank == std::string::npos
                     ? "prefix-list " + base
                     : fmt::format("prefix-list-filter {} {}", base, name.substr(blank + 1)));
      continue;
    }
    const PrefixList* list = model::FindPrefixList(set_, name);
    if (list == nullptr) continue;
    for (const PrefixListLine& line : list->lines) {
      Line(from, fmt::format("route-filter {} {}{}", net::ToString(line.prefix), Modifier(line),
                             line.permit ? "" : " next term"));
    }
    // Matches nothing.
    if (list->lines.empty()) Line(from, "route-filter 0.0.0.0/0 exact next term");
  }
}

// `from protocol` whose words mean different sources in the two families.
void PolicyPrinter::PrintProtocols(const std::string& from, const RouteClause& v4, const RouteClause& v6) {
  const auto sources = [](const RouteClause& clause) {
    return clause.any_of.size() > 1 ? clause.any_of[1].sources : std::vector<RouteSource>();
  };
  const std::vector<RouteSource> in4 = sources(v4);
  const std::vector<RouteSource> in6 = sources(v6);
  for (const RouteSource source : in4) {
    const bool both = std::find(in6.begin(), in6.end(), source) != in6.end();
    if (both && source == RouteSource::kRip) Line(from, "protocol ripng");
    Line(from,
         fmt::format("protocol {}", !both && source == RouteSource::kOspf ? "ospf2" : ProtocolWord(source)));
  }
  for (const RouteSource source : in6) {
    if (std::find(in4.begin(), in4.end(), source) != in4.end()) continue;
    Line(from, source == RouteSource::kOspf ? "protocol ospf3" : "protocol ripng");
  }
}

// The hosts of a list made for one term.
void PolicyPrinter::PrintListed(const std::string& line, const RouteMatch& match) {
  const PrefixList* list = match.names.empty() ? nullptr : model::FindPrefixList(set_, match.names[0]);
  if (list == nullptr) return;
  for (const PrefixListLine& host : list->lines) Line(line, net::ToString(host.prefix.address));
}

// Conditions on numbers: how the statement begins.
struct NumberWord {
  RouteMatchKind kind;
  std::string_view words;
};
constexpr NumberWord kNumberWords[] = {{RouteMatchKind::kTag, "from tag"},
                                       {RouteMatchKind::kMetric, "from metric"},
                                       {RouteMatchKind::kLocalPreference, "from local-preference"},
                                       {RouteMatchKind::kDistance, "from preference"},
                                       {RouteMatchKind::kIsisLevel, "from level"},
                                       {RouteMatchKind::kIsisTargetLevel, "to level"}};
constexpr NumberWord kCountWords[] = {{RouteMatchKind::kAsPathLength, "from as-path-calc-length"},
                                      {RouteMatchKind::kCommunityCount, "from community-count"}};

// Prints conditions on numbers; false for others.
bool PolicyPrinter::PrintNumbers(const std::string& head, const RouteMatch& match) {
  for (const NumberWord& entry : kNumberWords) {
    if (entry.kind != match.kind) continue;
    for (const model::ValueRange& range : match.ranges)
      Line(head, fmt::format("{} {}", entry.words, range.first));
    return true;
  }
  for (const NumberWord& entry : kCountWords) {
    if (entry.kind != match.kind) continue;
    for (const model::ValueRange& range : match.ranges) {
      const bool lower = range.first == 0 && range.last != 0;
      Line(head, fmt::format("{} {} {}", entry.words, lower ? range.last : range.first,
                             range.last == kNumberMax ? "orhigher"
                             : lower                  ? "orlower"
                                                      : "equal"));
    }
    return true;
  }
  return false;
}

void PolicyPrinter::PrintNames(const std::string& from, const RouteMatch& match) {
  for (const std::string& name : match.names) {
    if (match.kind == RouteMatchKind::kInterface) {
      Line(from, "interface " + Quoted(name));
    } else if (match.kind == RouteMatchKind::kVrf) {
      Line(from, "instance " + (name.empty() ? "master" : Quoted(name)));
    } else if (name.starts_with(kAsPathGroupList)) {
      Line(from, "as-path-group " + Quoted(name.substr(kAsPathGroupList.size())));
    } else {
      Line(from, "as-path " + Quoted(name));
    }
  }
}

void PolicyPrinter::PrintMatch(const std::string& head, const RouteMatch& match) {
  if (PrintNumbers(head, match)) return;
  const std::string from = head + " from";
  switch (match.kind) {
    case RouteMatchKind::kSource:
      for (const RouteSource source : match.sources) {
        if (source == RouteSource::kRip) Line(from, "protocol ripng");
        Line(from, fmt::format("protocol {}", ProtocolWord(source)));
      }
      return;
    case RouteMatchKind::kInterface:
    case RouteMatchKind::kVrf:
    case RouteMatchKind::kAsPathList:
      return PrintNames(from, match);
    case RouteMatchKind::kOrigin:
      for (const model::BgpOrigin origin : match.origins)
        Line(from, fmt::format("origin {}", kOriginWords[static_cast<std::size_t>(origin)]));
      return;
    case RouteMatchKind::kBgpInternal:
    case RouteMatchKind::kBgpExternal:
      return Line(from,
                  match.kind == RouteMatchKind::kBgpInternal ? "route-type internal" : "route-type external");
    case RouteMatchKind::kOspfExternal:
      return Line(from,
                  match.ranges.empty() ? "external" : fmt::format("external type {}", match.ranges[0].first));
    case RouteMatchKind::kFamily:
      return Line(from, match.families.front() == net::Family::kIpv4 ? "family inet" : "family inet6");
    case RouteMatchKind::kNeighbor:
      for (const net::Prefix& host : match.prefixes) Line(head, "to neighbor " + net::ToString(host.address));
      return;
    case RouteMatchKind::kRouteSourceList:
    case RouteMatchKind::kNextHopList:
      return PrintListed(from + (match.kind == RouteMatchKind::kNextHopList ? " next-hop" : " neighbor"),
                         match);
    case RouteMatchKind::kCommunityList:
      return Line(from, "community " + Quoted(BaseOf(match.names.front())));
    case RouteMatchKind::kPolicy:
      if (match.names.front().starts_with(kMixedCommunity))
        return Line(from, "community " + Quoted(match.names.front().substr(kMixedCommunity.size())));
      return PrintPolicyNames(from + " policy", {match.names.front()}, out_);
    case RouteMatchKind::kAlways:
      if (match.negated) Line(from, "family iso");
      return;
    default:
      return Line(from, "condition not-modelled");
  }
}

void PolicyPrinter::PrintCommunityAction(const std::string& then, const RouteTerm& term, std::size_t& index) {
  const RouteAction& action = term.actions[index];
  if (!action.names.empty()) return Line(then, "community delete " + Quoted(BaseOf(action.names[0])));
  const bool sets = action.community_op == CommunityOp::kSet || action.community_op == CommunityOp::kClear;
  const std::string name = fmt::format("added-{}", ++added_);
  const std::size_t first = index;
  if (sets) index += 2;  // one action a kind
  for (std::size_t i = first; i <= index && i < term.actions.size(); ++i) {
    for (const auto& text : term.actions[i].communities)
      out_ += fmt::format("set policy-options community {} members {}\n", name,
                          Quoted(MemberOf(text, term.actions[i].community_kind)));
  }
  Line(then, fmt::format("community {} {}", sets ? "set" : "add", name));
}

void PolicyPrinter::PrintAction(const std::string& then, const RouteTerm& term, std::size_t& index) {
  const RouteAction& action = term.actions[index];
  const auto value = [&](std::string_view word) {
    const char* op = action.op == model::ValueOp::kAdd        ? "add "
                     : action.op == model::ValueOp::kSubtract ? "subtract "
                                                              : "";
    Line(then, fmt::format("{} {}{}", word, op, action.value));
  };
  switch (action.kind) {
    case RouteActionKind::kLocalPreference:
      return value("local-preference");
    case RouteActionKind::kMetric:
      return value("metric");
    case RouteActionKind::kTag:
      return value("tag");
    case RouteActionKind::kDistance:
      return value("preference");
    case RouteActionKind::kMetricType:
      return value("external type");
    case RouteActionKind::kMetricOfIgp: {
      const bool more = index + 1 < term.actions.size() &&
                        term.actions[index + 1].kind == RouteActionKind::kMetric &&
                        term.actions[index + 1].op != model::ValueOp::kSet;
      if (!more) return Line(then, "metric igp");
      const RouteAction& offset = term.actions[++index];
      return Line(then, fmt::format("metric igp {}{}", offset.op == model::ValueOp::kSubtract ? "-" : "",
                                    offset.value));
    }
    case RouteActionKind::kOrigin:
      return Line(then, fmt::format("origin {}", kOriginWords[static_cast<std::size_t>(action.origin)]));
    case RouteActionKind::kAsPathPrepend: {
      std::string numbers;
      for (const std::uint32_t number : action.numbers)
        numbers += fmt::format("{}{}", numbers.empty() ? "" : " ", number);
      return Line(then, "as-path-prepend " + Quoted(numbers));
    }
    case RouteActionKind::kAsPathPrependLast:
      return Line(then, fmt::format("as-path-expand last-as count {}", action.value));
    case RouteActionKind::kNextHopSelf:
      return Line(then, "next-hop self");
    case RouteActionKind::kNextHopPeer:
      return Line(then, "next-hop peer-address");
    case RouteActionKind::kNextHopDiscard:
      return Line(then, "next-hop discard");
    case RouteActionKind::kNextHop:
      if (action.address) Line(then, "next-hop " + net::ToString(*action.address));
      return;
    case RouteActionKind::kCommunity:
      return PrintCommunityAction(then, term, index);
    default:
      return;  // the reader makes no others
  }
}

void PolicyPrinter::PrintTerm(const std::string& head, const RouteTerm& term) {
  out_ += head + '\n';
  const std::string from = head + " from";
  for (std::size_t i = 0; i < term.all_of.size(); ++i) {
    const RouteClause& clause = term.all_of[i];
    const auto family_of = [](const RouteClause& c) -> std::optional<net::Family> {
      if (c.any_of.empty() || c.any_of[0].kind != RouteMatchKind::kFamily) return std::nullopt;
      return c.any_of[0].families.front();
    };
    if (family_of(clause) == net::Family::kIpv6 && i + 1 < term.all_of.size() &&
        family_of(term.all_of[i + 1]) == net::Family::kIpv4) {
      PrintProtocols(from, clause, term.all_of[i + 1]);
      ++i;
      continue;
    }
    const bool prefixes =
        std::any_of(clause.any_of.begin(), clause.any_of.end(),
                    [](const RouteMatch& match) { return match.kind == RouteMatchKind::kPrefixList; });
    if (prefixes) {
      PrintPrefixes(from, clause);
    } else {
      for (const RouteMatch& match : clause.any_of) PrintMatch(head, match);
    }
  }
  const std::string then = head + " then";
  for (std::size_t i = 0; i < term.actions.size(); ++i) PrintAction(then, term, i);
  if (term.flow == TermFlow::kAccept) Line(then, "accept");
  if (term.flow == TermFlow::kReject) Line(then, "reject");
  if (term.flow == TermFlow::kNextPolicy) Line(then, "next policy");
  if (term.flow == TermFlow::kPass) Line(then, "default-action accept");
}

void PolicyPrinter::Run() {
  PrintPrefixLists();
  PrintAsPaths();
  PrintCommunities();
  for (const model::RoutePolicy& policy : set_.policies) {
    if (IsMadeUp(policy.name)) continue;
    const std::string head = "set policy-options policy-statement " + Quoted(policy.name);
    out_ += head + '\n';
    for (const RouteTerm& term : policy.terms)
      PrintTerm(term.name.empty() ? head : head + " term " + Quoted(term.name), term);
  }
}

// Without the ending that says what a subroutine does at its end.
std::string_view WithoutElse(std::string_view name) {
  for (const std::string_view ending : kElseEndings) {
    if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  }
  return name;
}

}  // namespace

bool IsMadeUp(std::string_view name) {
  return name.starts_with('(') || name.starts_with('!') || name.starts_with(kMixedCommunity) ||
         name.starts_with(kHeldBack) || name.starts_with("bgp preference ") ||
         name.starts_with("bgp local-preference ") || name.starts_with("bgp metric-out ") ||
         WithoutElse(name) != name;
}

void PrintPolicyNames(const std::string& line, const std::vector<std::string>& names, std::string& out) {
  for (const std::string& name : names) {
    const std::string_view base = WithoutElse(name);
    if (base.starts_with('(') || base.starts_with('!')) {
      out += fmt::format("{} {}\n", line, base);
      continue;
    }
    if (base == name) {
      if (!IsMadeUp(name)) out += fmt::format("{} {}\n", line, Quoted(name));
      continue;
    }
    // Several policies of one subroutine stand side by side.
    std::string_view rest = base;
    while (!rest.empty()) {
      const std::size_t blank = std::min(rest.find(' '), rest.size());
      out += fmt::format("{} {}\n", line, Quoted(rest.substr(0, blank)));
      rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
  }
}

void PrintPolicies(const model::PolicySet& set, std::string& out) { PolicyPrinter(set, out).Run(); }

}  // namespace ringfence::formats::juniper_junos
