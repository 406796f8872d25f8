// Sets and route policies as text.
//
// The terms of a policy are walked once. A term named "if" begins a chain with those named "elseif" and
// "else" behind it; a branch that jumps to a body is printed up to its word, and goes on when the walk comes
// to the body. A list of open chains says which branches are still to come.

#include <fmt/format.h>

#include <algorithm>

#include "formats/as_path_regex.h"
#include "formats/cisco_iosxr/print.h"
#include "formats/cisco_iosxr/rpl_lists.h"
#include "formats/community_text.h"
#include "formats/policy_text.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::RouteAction;
using model::RouteActionKind;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteTerm;
using model::TermFlow;

/// A name without the mark of its kind.
std::string_view Bare(std::string_view name) {
  for (const std::string_view mark : {"ext:", "large:"}) {
    if (name.starts_with(mark)) return name.substr(mark.size());
  }
  return name;
}

std::string RangeText(const model::ValueRange& range) {
  return range.first == range.last ? std::to_string(range.first)
                                   : fmt::format("[{}..{}]", range.first, range.last);
}

/// The type of extended communities by their spelling.
std::string_view TypeOfSpelling(std::string_view text) {
  if (text.starts_with("^")) text.remove_prefix(1);
  return text.starts_with("origin:") ? "soo" : text.starts_with("color:") ? "color" : "rt";
}

std::string_view TypeOf(const model::CommunityList& list) {
  for (const model::CommunityListLine& line : list.lines) {
    if (!line.all_of.empty()) return TypeOfSpelling(line.all_of.front());
    if (!line.regexes.empty()) return TypeOfSpelling(line.regexes.front());
  }
  return "rt";
}

/// A community as a statement writes it: without its spelling, a color without the zero.
std::string ValueText(const model::CommunityText& community, model::CommunityKind kind) {
  if (kind == model::CommunityKind::kStandard) return std::string(NameOfCommunity(community));
  if (kind == model::CommunityKind::kLarge) return community;
  std::string text = community.substr(community.find(':') + 1);
  if (TypeOfSpelling(community) == "color" && text.starts_with("0:")) text.erase(0, 2);
  return text;
}

/// The type of the list of that name.
std::string TypeWord(const model::PolicySet& set, std::string_view name) {
  for (const model::CommunityList& list : set.community_lists) {
    if (list.name != name) continue;
    if (list.kind == model::CommunityKind::kStandard) return "community";
    if (list.kind == model::CommunityKind::kLarge) return "large-community";
    return fmt::format("extcommunity {}", TypeOf(list));
  }
  return "community";
}

/// Conditions and changes as words.
class Words {
 public:
  explicit Words(const model::PolicySet& set) : set_(set) {}

  std::string Condition(const std::vector<model::RouteClause>& all_of) const {
    std::string text;
    for (const model::RouteClause& clause : all_of) {
      std::string alternatives;
      for (const RouteMatch& match : clause.any_of) {
        alternatives += alternatives.empty() ? "" : " or ";
        alternatives += (match.negated ? "not " : "") + Test(match);
      }
      text += text.empty() ? "" : " and ";
      text += clause.any_of.size() == 1 ? alternatives : fmt::format("({})", alternatives);
    }
    return text;
  }

  std::string Change(const RouteAction& action) const {
    static constexpr std::string_view kOps[] = {"", "+", "-"};
    const std::string_view op = kOps[static_cast<std::size_t>(action.op)];
    switch (action.kind) {
      case RouteActionKind::kLocalPreference:
        return fmt::format("set local-preference {}{}", op, action.value);
      case RouteActionKind::kMetric:
        return fmt::format("set med {}{}", op, action.value);
      case RouteActionKind::kMetricOfIgp:
        return "set med igp-cost";
      case RouteActionKind::kWeight:
        return fmt::format("set weight {}", action.value);
      case RouteActionKind::kTag:
        return fmt::format("set tag {}", action.value);
      case RouteActionKind::kDistance:
        return fmt::format("set administrative-distance {}", action.value);
      case RouteActionKind::kOrigin:
        return fmt::format("set origin {}", OriginWord(action.origin));
      case RouteActionKind::kNextHop:
        return fmt::format("set next-hop {}", net::ToString(*action.address));
      case RouteActionKind::kNextHopSelf:
        return "set next-hop self";
      case RouteActionKind::kNextHopPeer:
        return "set next-hop peer-address";
      case RouteActionKind::kNextHopUnchanged:
        return "set next-hop unchanged";
      case RouteActionKind::kNextHopDiscard:
        return "set next-hop discard";
      case RouteActionKind::kAsPathPrepend:
        return fmt::format("prepend as-path {} {}", action.numbers.front(), action.numbers.size());
      case RouteActionKind::kAsPathPrependLast:
        return fmt::format("prepend as-path most-recent {}", action.value);
      case RouteActionKind::kAsPathPrependOwn:
        return fmt::format("prepend as-path own-as {}", action.value);
      case RouteActionKind::kAsPathReplaceOwn:
        return "replace as-path all";
      case RouteActionKind::kMetricType:
        return fmt::format("set metric-type {}", action.value == 0   ? "internal"
                                                 : action.value == 1 ? "type-1"
                                                                     : "type-2");
      case RouteActionKind::kLevel:
        return fmt::format("set level {}", action.value == 3   ? "level-1-2"
                                           : action.value == 1 ? "level-1"
                                                               : "level-2");
      case RouteActionKind::kCommunity:
        return Communities(action);
      default:
        return "set traffic-index ignore";
    }
  }

 private:
  static std::string_view OriginWord(model::BgpOrigin origin) {
    return origin == model::BgpOrigin::kIgp ? "igp" : origin == model::BgpOrigin::kEgp ? "egp" : "incomplete";
  }

  static std::string Number(std::string_view word, const model::ValueRange& range) {
    if (range.first == range.last) return fmt::format("{} eq {}", word, range.first);
    if (range.last == 0xffffffffU) return fmt::format("{} ge {}", word, range.first);
    if (range.first == 0) return fmt::format("{} le {}", word, range.last);
    return fmt::format("{} between {} {}", word, range.first, range.last);
  }

  static std::string Ranges(const std::vector<model::ValueRange>& ranges) {
    std::string text;
    for (const model::ValueRange& range : ranges) text += (text.empty() ? "" : ", ") + RangeText(range);
    return text;
  }

  std::string Test(const RouteMatch& match) const {
    const std::string name = match.names.empty() ? "" : match.names.front();
    const model::ValueRange range = match.ranges.empty() ? model::ValueRange{} : match.ranges.front();
    switch (match.kind) {
      case RouteMatchKind::kPrefixList:
        return fmt::format("destination in {}", name);
      case RouteMatchKind::kNextHopList:
        return fmt::format("next-hop in {}", name);
      case RouteMatchKind::kRouteSourceList:
        return fmt::format("source in {}", name);
      case RouteMatchKind::kAsPathList:
        return fmt::format("as-path in {}", name);
      case RouteMatchKind::kAsPathLength:
        return Number("as-path length", range);
      case RouteMatchKind::kCommunityList: {
        const bool every = name.starts_with(kEveryName);
        const std::string_view base = std::string_view(name).substr(every ? kEveryName.size() : 0);
        return fmt::format("{} matches-{} {}", TypeWord(set_, base), every ? "every" : "any", Bare(base));
      }
      case RouteMatchKind::kCommunityCount:
        return "community is-empty";
      case RouteMatchKind::kMetric:
        return Number("med", range);
      case RouteMatchKind::kLocalPreference:
        return Number("local-preference", range);
      case RouteMatchKind::kTag:
        return fmt::format("tag in ({})", Ranges(match.ranges));
      case RouteMatchKind::kOrigin:
        return fmt::format("origin is {}", OriginWord(match.origins.front()));
      case RouteMatchKind::kSource:
        return fmt::format("protocol in ({} {})", model::NameOf(match.sources.front()), name);
      case RouteMatchKind::kIsisLevel:
        return fmt::format("route-type is level-{}", range.first);
      case RouteMatchKind::kOspfExternal:
        return fmt::format("route-type is type-{}", range.first);
      case RouteMatchKind::kBgpExternal:
        return "path-type is ebgp";
      case RouteMatchKind::kBgpInternal:
        return "path-type is ibgp";
      case RouteMatchKind::kPolicy:
        return fmt::format("apply {}", name);
      default:
        return "validation-state is invalid";
    }
  }

  std::string Communities(const RouteAction& action) const {
    static constexpr std::string_view kWords[] = {"community", "extcommunity", "large-community"};
    const std::string_view word = kWords[static_cast<std::size_t>(action.community_kind)];
    if (action.community_op == model::CommunityOp::kClear) return fmt::format("delete {} all", word);
    const std::string name = action.names.empty() ? "" : action.names.front();
    if (action.community_op == model::CommunityOp::kDelete ||
        action.community_op == model::CommunityOp::kKeep) {
      const std::string type = TypeWord(set_, name);
      if (name.starts_with(kAllName)) return fmt::format("delete {} all", type);
      const bool keeps = action.community_op == model::CommunityOp::kKeep;
      return fmt::format("delete {} {}in {}", type, keeps ? "not " : "", Bare(name));
    }
    std::string text;
    for (const model::CommunityText& community : action.communities)
      text += (text.empty() ? "" : ", ") + ValueText(community, action.community_kind);
    std::string start = fmt::format("set {}", word);
    if (action.community_kind == model::CommunityKind::kExtended)
      start +=
          fmt::format(" {}", TypeOfSpelling(action.communities.empty() ? "" : action.communities.front()));
    const bool adds = action.community_op == model::CommunityOp::kAdd;
    return fmt::format("{} ({}){}", start, text, adds ? " additive" : "");
  }

  const model::PolicySet& set_;
};

/// Prints one policy.
class PolicyPrinter {
 public:
  PolicyPrinter(std::string& out, const model::PolicySet& set) : out_(out), words_(set) {}

  void Print(const model::RoutePolicy& policy) {
    out_ += fmt::format("route-policy {}\n", policy.name);
    std::size_t at = 0;
    while (at < policy.terms.size()) {
      const RouteTerm& term = policy.terms[at++];
      if (term.name == "if") {
        Chain chain{{&term}, 0};
        while (at < policy.terms.size() &&
               (policy.terms[at].name == "elseif" || policy.terms[at].name == "else"))
          chain.branches.push_back(&policy.terms[at++]);
        open_.push_back(std::move(chain));
        GoOn();
      } else if (term.name == "endif" && !open_.empty()) {
        ++open_.back().next;
        GoOn();
      } else {
        Decision(term);
      }
    }
    out_ += "end-policy\n!\n";
  }

 private:
  /// An `if` with branches that are still to come.
  struct Chain {
    std::vector<const RouteTerm*> branches;
    std::size_t next = 0;
  };

  void Line(std::size_t depth, std::string_view text) {
    out_ += fmt::format("{}{}\n", std::string(2 + 2 * depth, ' '), text);
  }

  /// Prints branches up to the first one whose body follows, or the end.
  void GoOn() {
    Chain& chain = open_.back();
    for (; chain.next < chain.branches.size(); ++chain.next) {
      const RouteTerm& branch = *chain.branches[chain.next];
      const std::size_t depth = open_.size() - 1;
      Line(depth, branch.name == "else"
                      ? "else"
                      : fmt::format("{} {} then", branch.name, words_.Condition(branch.all_of)));
      if (branch.flow == TermFlow::kGoto) return;
      Decision(branch);
    }
    open_.pop_back();
    Line(open_.size(), "endif");
  }

  void Decision(const RouteTerm& term) {
    for (const RouteAction& action : term.actions) Line(open_.size(), words_.Change(action));
    if (term.flow == TermFlow::kPass) Line(open_.size(), "pass");
    if (term.flow == TermFlow::kReject) Line(open_.size(), "drop");
    if (term.flow == TermFlow::kAccept) Line(open_.size(), "done");
    if (term.flow == TermFlow::kCall) Line(open_.size(), fmt::format("apply {}", term.callee));
  }

  std::string& out_;
  Words words_;
  std::vector<Chain> open_;
};

std::string PrefixText(const model::PrefixListLine& line) {
  std::string text = net::ToString(line.prefix);
  if (line.length_min == line.length_max && line.length_min != line.prefix.length)
    return text + fmt::format(" eq {}", line.length_min);
  if (line.length_min != line.prefix.length) text += fmt::format(" ge {}", line.length_min);
  if (line.length_max != line.length_min) text += fmt::format(" le {}", line.length_max);
  return text;
}

void PrintSet(std::string& out, std::string_view head, const std::vector<std::string>& elements) {
  out += fmt::format("{}\n", head);
  for (std::size_t i = 0; i < elements.size(); ++i)
    out += fmt::format("  {}{}\n", elements[i], i + 1 < elements.size() ? "," : "");
  out += "end-set\n!\n";
}

std::string PatternText(const std::string& regex) {
  const std::string pattern = CharacterPatternOfRegex(regex);
  // A text in quotes cannot hold its own kind of quotes.
  const char quote = pattern.find('\'') == std::string::npos ? '\'' : '"';
  return fmt::format("ios-regex {}{}{}", quote, pattern, quote);
}

void PrintCommunities(std::string& out, const model::CommunityList& list) {
  if (list.name.starts_with(kEveryName) || list.name.starts_with(kAllName)) return;
  std::vector<std::string> elements;
  for (const model::CommunityListLine& line : list.lines) {
    for (const model::CommunityText& community : line.all_of)
      elements.push_back(ValueText(community, list.kind));
    for (const std::string& regex : line.regexes) elements.push_back(PatternText(regex));
  }
  std::string head = "community-set";
  if (list.kind == model::CommunityKind::kLarge) head = "large-community-set";
  if (list.kind == model::CommunityKind::kExtended) {
    const std::string_view type = TypeOf(list);
    head = fmt::format("extcommunity-set {}", type == "color" ? "opaque" : type);
  }
  PrintSet(out, fmt::format("{} {}", head, Bare(list.name)), elements);
}

}  // namespace

void PrintPolicies(Printout& out, const model::PolicySet& policies) {
  for (const model::PrefixList& list : policies.prefix_lists) {
    std::vector<std::string> elements;
    for (const model::PrefixListLine& line : list.lines) elements.push_back(PrefixText(line));
    PrintSet(out.text, fmt::format("prefix-set {}", list.name), elements);
  }
  for (const model::AsPathList& list : policies.as_path_lists) {
    std::vector<std::string> elements;
    for (const model::AsPathListLine& line : list.lines) elements.push_back(PatternText(line.regex));
    PrintSet(out.text, fmt::format("as-path-set {}", list.name), elements);
  }
  for (const model::CommunityList& list : policies.community_lists) PrintCommunities(out.text, list);
  for (const model::RoutePolicy& policy : policies.policies) PolicyPrinter(out.text, policies).Print(policy);
}

}  // namespace ringfence::formats::cisco_iosxr
