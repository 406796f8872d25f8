#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_srlinux/convert.h"
#include "formats/nokia_srlinux/print.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using model::RouteActionKind;
using model::RouteMatchKind;

constexpr std::string_view kBook = "set / routing-policy";

// Prints terms; sets that actions and conditions on tags need are made on the way.
class Printer {
 public:
  explicit Printer(std::string& out) : out_(out) {}

  void Policy(const model::RoutePolicy& policy) {
    const std::string head = fmt::format("{} policy {}", kBook, Quoted(policy.name));
    out_ += head + '\n';
    for (const model::RouteTerm& term : policy.terms) {
      const bool last = term.name == "(default)";
      const std::string own =
          last ? head + " default-action" : fmt::format("{} statement {}", head, Quoted(term.name));
      Conditions(term, own + " match");
      const std::string action = last ? own : own + " action";
      for (const model::RouteAction& change : term.actions) Action(change, action);
      out_ += fmt::format("{} policy-result {}\n", action, Result(term.flow));
    }
  }

 private:
  // OSPF's two versions are one source of the model and two families.
  void Conditions(const model::RouteTerm& term, const std::string& head) {
    const auto is = [](RouteMatchKind kind) {
      return [kind](const model::RouteClause& clause) { return clause.any_of.front().kind == kind; };
    };
    const auto source = std::ranges::find_if(term.all_of, is(RouteMatchKind::kSource));
    const auto family = std::ranges::find_if(term.all_of, is(RouteMatchKind::kFamily));
    const bool ospf = source != term.all_of.end() && family != term.all_of.end() &&
                      source->any_of.front().sources.front() == model::RouteSource::kOspf;
    if (ospf) {
      const bool v2 = family->any_of.front().families.front() == net::Family::kIpv4;
      out_ += fmt::format("{} protocol {}\n", head, v2 ? "ospfv2" : "ospfv3");
    }
    for (const model::RouteClause& clause : term.all_of) {
      const RouteMatchKind kind = clause.any_of.front().kind;
      if (!ospf || (kind != RouteMatchKind::kSource && kind != RouteMatchKind::kFamily))
        Match(clause.any_of.front(), head);
    }
  }

  static std::string_view Result(model::TermFlow flow) {
    switch (flow) {
      case model::TermFlow::kAccept:
        return "accept";
      case model::TermFlow::kReject:
        return "reject";
      case model::TermFlow::kNextPolicy:
        return "next-policy";
      default:
        return "next-statement";
    }
  }

  static std::string_view ProtocolOf(const model::RouteMatch& match) {
    switch (match.sources.front()) {
      case model::RouteSource::kConnected:
        return "local";
      case model::RouteSource::kStatic:
        return "static";
      case model::RouteSource::kBgp:
        return "bgp";
      case model::RouteSource::kIsis:
        return "isis";
      default:
        return "aggregate";
    }
  }

  void Match(const model::RouteMatch& match, const std::string& head) {
    switch (match.kind) {
      case RouteMatchKind::kPrefixList:
        out_ += fmt::format("{} prefix-set {}\n", head, Quoted(match.names.front()));
        return;
      case RouteMatchKind::kCommunityList:
        out_ += fmt::format("{} bgp community-set {}\n", head, Quoted(match.names.front()));
        return;
      case RouteMatchKind::kSource:
        out_ += fmt::format("{} protocol {}\n", head, ProtocolOf(match));
        return;
      case RouteMatchKind::kFamily:
        for (const net::Family family : match.families)
          out_ +=
              fmt::format("{} family [ {}-unicast ]\n", head, family == net::Family::kIpv4 ? "ipv4" : "ipv6");
        return;
      case RouteMatchKind::kAsPathLength: {
        const model::ValueRange& range = match.ranges.front();
        const std::string_view op = range.first == range.last ? "eq" : range.first == 0 ? "le" : "ge";
        out_ += fmt::format("{} bgp as-path-length operator {}\n{} bgp as-path-length value {}\n", head, op,
                            head, op == "le" ? range.last : range.first);
        return;
      }
      case RouteMatchKind::kIsisLevel:
        out_ += fmt::format("{} isis level {}\n", head, match.ranges.front().first);
        return;
      case RouteMatchKind::kTag: {
        const std::string set = fmt::format("t{}", ++made_);
        for (const model::ValueRange& range : match.ranges)
          out_ += fmt::format("{} tag-set {} tag-value [ {} ]\n", kBook, set, range.first);
        out_ += fmt::format("{} tag-set {}\n", head, set);
        return;
      }
      default:
        // A condition that no release has: it stays unknown, and is one that cannot be said.
        out_ += fmt::format("{} not-modelled true\n", head);
    }
  }

  // Sets of an action: those of one operation share a set.
  void Communities(const model::RouteAction& action, const std::string& head) {
    const std::string_view op = action.community_op == model::CommunityOp::kSet      ? "replace"
                                : action.community_op == model::CommunityOp::kDelete ? "remove"
                                                                                     : "add";
    const std::string use = fmt::format("{} bgp communities {} ", head, op);
    if (use != last_use_) {
      last_use_ = use;
      last_set_ = fmt::format("c{}", ++made_);
      out_ += use + last_set_ + '\n';
    }
    for (const model::CommunityText& community : action.communities)
      out_ += fmt::format("{} community-set {} member [ {} ]\n", kBook, last_set_, Quoted(community));
  }

  void Action(const model::RouteAction& action, const std::string& head) {
    switch (action.kind) {
      case RouteActionKind::kLocalPreference:
        out_ += fmt::format("{} bgp local-preference set {}\n", head, action.value);
        return;
      case RouteActionKind::kMetric:
        out_ += fmt::format("{} bgp med set {}\n", head, action.value);
        return;
      case RouteActionKind::kDistance:
        out_ += fmt::format("{} route-preference set {}\n", head, action.value);
        return;
      case RouteActionKind::kOrigin:
        out_ += fmt::format("{} bgp origin set {}\n", head,
                            action.origin == model::BgpOrigin::kIgp   ? "igp"
                            : action.origin == model::BgpOrigin::kEgp ? "egp"
                                                                      : "incomplete");
        return;
      case RouteActionKind::kNextHop:
        out_ += fmt::format("{} bgp next-hop set {}\n", head, net::ToString(*action.address));
        return;
      case RouteActionKind::kNextHopSelf:
        out_ += fmt::format("{} bgp next-hop set self\n", head);
        return;
      case RouteActionKind::kAsPathPrepend:
        Prepend(head, fmt::format("{}", action.numbers.front()), action.numbers.size());
        return;
      case RouteActionKind::kAsPathPrependOwn:
        Prepend(head, "auto", action.value);
        return;
      default:
        Communities(action, head);
    }
  }

  void Prepend(const std::string& head, std::string_view as, std::size_t count) {
    out_ += fmt::format("{} bgp as-path prepend as-number {}\n{} bgp as-path prepend repeat-n {}\n", head, as,
                        head, count);
  }

  std::string& out_;
  int made_ = 0;
  std::string last_use_, last_set_;
};

}  // namespace

void PrintPolicies(const model::PolicySet& set, std::string& out) {
  for (const model::PrefixList& list : set.prefix_lists) {
    out += fmt::format("{} prefix-set {}\n", kBook, Quoted(list.name));
    for (const model::PrefixListLine& line : list.lines) {
      const bool exact = line.length_min == line.length_max && line.length_min == line.prefix.length;
      const std::string range = exact ? "exact" : fmt::format("{}..{}", line.length_min, line.length_max);
      out += fmt::format("{} prefix-set {} prefix {} mask-length-range {}\n", kBook, Quoted(list.name),
                         net::ToString(line.prefix), range);
    }
  }
  for (const model::CommunityList& list : set.community_lists) {
    const std::string head = fmt::format("{} community-set {}", kBook, Quoted(list.name));
    out += fmt::format("{} match-set-options {}\n", head, list.lines.size() > 1 ? "any" : "all");
    for (const model::CommunityListLine& line : list.lines) {
      for (const model::CommunityText& community : line.all_of)
        out += fmt::format("{} member [ {} ]\n", head, Quoted(community));
    }
  }
  Printer printer(out);
  for (const model::RoutePolicy& policy : set.policies) {
    if (!policy.name.starts_with(kMadeMark)) printer.Policy(policy);
  }
}

}  // namespace ringfence::formats::nokia_srlinux
