// Terms of policies as entries.
#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_sros/community_expression.h"
#include "formats/nokia_sros/extract.h"
#include "formats/nokia_sros/print.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::CommunityOp;
using model::RouteAction;
using model::RouteActionKind;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;
using model::TermFlow;
using model::ValueOp;

constexpr std::uint32_t kMax = 0xffffffffU;
constexpr std::size_t kPrependMax = 50;

std::string_view SourceWord(RouteSource source) {
  switch (source) {
    case RouteSource::kConnected:
      return "direct";
    case RouteSource::kLocal:
      return "host";
    default:
      return model::NameOf(source);
  }
}

std::string BoundText(const model::ValueRange& range) {
  if (range.first == range.last) return fmt::format("value {}", range.first);
  if (range.last == kMax) return fmt::format("value {} qualifier or-higher", range.first);
  return fmt::format("value {} qualifier or-lower", range.last);
}

std::string_view OriginWord(model::BgpOrigin origin) {
  constexpr std::string_view kWords[] = {"igp", "egp", "incomplete"};
  return kWords[static_cast<std::size_t>(origin)];
}

// Leaf of a condition on one number or bound.
std::string_view NumberLeaf(RouteMatchKind kind) {
  switch (kind) {
    case RouteMatchKind::kTag:
      return "from tag";
    case RouteMatchKind::kIsisLevel:
      return "from level";
    case RouteMatchKind::kIsisTargetLevel:
      return "to level";
    case RouteMatchKind::kOspfExternal:
      return "from type";
    default:
      return {};
  }
}
std::string_view BoundLeaf(RouteMatchKind kind) {
  switch (kind) {
    case RouteMatchKind::kMetric:
      return "from metric";
    case RouteMatchKind::kLocalPreference:
      return "from local-preference";
    case RouteMatchKind::kAsPathLength:
      return "from as-path length";
    case RouteMatchKind::kCommunityCount:
      return "from community count";
    default:
      return {};
  }
}

void PrintNextHops(const std::string& head, const RouteMatch& match, std::string& out) {
  for (const std::string& name : match.names) {
    if (name.starts_with(kNextHopPrefix)) {
      out += fmt::format("{} from next-hop ip-address {}\n", head, name.substr(kNextHopPrefix.size()));
    } else {
      out += fmt::format("{} from next-hop prefix-list {}\n", head, Quoted(name));
    }
  }
}

void PrintSources(const std::string& head, const RouteMatch& match, std::string& out) {
  for (const RouteSource source : match.sources)
    out += fmt::format("{} from protocol name [{}]\n", head, SourceWord(source));
  for (const std::string& name : match.names)
    out += fmt::format("{} from protocol instance {}\n", head, name);
}

// Of two values the second one stands in `to`.
void PrintNeighbors(const std::string& head, const RouteMatch& match, std::string& out) {
  std::string_view side = "from";
  for (const net::Prefix& prefix : match.prefixes) {
    out += fmt::format("{} {} neighbor ip-address {}\n", head, side, net::ToString(prefix));
    side = "to";
  }
  for (const std::string& name : match.names) {
    out += fmt::format("{} {} neighbor prefix-list {}\n", head, side, Quoted(name));
    side = "to";
  }
}

void PrintNames(const std::string& head, const RouteMatch& match, std::string& out) {
  for (const std::string& name : match.names) {
    if (match.kind == RouteMatchKind::kPolicy) {
      out += fmt::format("{} from policy {}\n", head, Quoted(name));
    } else if (name.starts_with(kGroupPrefix)) {
      out += fmt::format("{} from as-path group {}\n", head, Quoted(name.substr(kGroupPrefix.size())));
    } else {
      out += fmt::format("{} from as-path name {}\n", head, Quoted(name));
    }
  }
}

void PrintMatch(const std::string& head, const RouteMatch& match, std::string& out) {
  if (const std::string_view leaf = NumberLeaf(match.kind); !leaf.empty()) {
    out += fmt::format("{} {} {}\n", head, leaf, match.ranges.front().first);
    return;
  }
  if (const std::string_view leaf = BoundLeaf(match.kind); !leaf.empty()) {
    out += fmt::format("{} {} {{ {} }}\n", head, leaf, BoundText(match.ranges.front()));
    return;
  }
  switch (match.kind) {
    case RouteMatchKind::kPrefixList:
      out += fmt::format("{} from prefix-list {}\n", head, QuotedList(match.names));
      return;
    case RouteMatchKind::kNextHopList:
      return PrintNextHops(head, match, out);
    case RouteMatchKind::kRouteSourceList:
    case RouteMatchKind::kNeighbor:
      return PrintNeighbors(head, match, out);
    case RouteMatchKind::kAsPathList:
    case RouteMatchKind::kPolicy:
      return PrintNames(head, match, out);
    case RouteMatchKind::kSource:
      return PrintSources(head, match, out);
    case RouteMatchKind::kInterface:
      out += fmt::format("{} from interface {}\n", head, QuotedList(match.names));
      return;
    case RouteMatchKind::kFamily:
      for (const net::Family family : match.families)
        out += fmt::format("{} from family [{}]\n", head, family == net::Family::kIpv4 ? "ipv4" : "ipv6");
      return;
    case RouteMatchKind::kOrigin:
      out += fmt::format("{} from origin {}\n", head, OriginWord(match.origins.front()));
      return;
    case RouteMatchKind::kBgpExternal:
    case RouteMatchKind::kBgpInternal:
      out += fmt::format("{} from path-type {}\n", head,
                         match.kind == RouteMatchKind::kBgpExternal ? "ebgp" : "ibgp");
      return;
    case RouteMatchKind::kAlways:
      // A protocol that makes no routes here.
      out += head + " from protocol name [ldp]\n";
      return;
    default:
      out += head + " conditional-expression { route-exists \"[unknown]\" }\n";
      return;
  }
}

void PrintCommunityAction(const std::string& head, const RouteAction& action, std::string& out) {
  const std::string_view verb = action.community_op == CommunityOp::kSet      ? "replace"
                                : action.community_op == CommunityOp::kDelete ? "remove"
                                                                              : "add";
  std::vector<std::string> names = action.names;
  for (const std::string& community : action.communities) names.push_back(MemberName(community));
  out += fmt::format("{} community {} {}\n", head, verb, QuotedList(names));
}

void PrintPrepend(const std::string& head, const RouteAction& action, bool& prepended, std::string& out) {
  const std::vector<std::uint32_t>& path = action.numbers;
  const bool uniform =
      std::ranges::count(path, path.front()) == std::ssize(path) && path.size() <= kPrependMax;
  if (uniform && !prepended) {
    prepended = true;
    out += fmt::format("{} as-path-prepend {{ as-path {} repeat {} }}\n", head, path.front(), path.size());
  } else {
    out += fmt::format("{} as-path add {}\n", head, Quoted(PathName(path)));
  }
}

void PrintAction(const std::string& head, const RouteAction& action, bool& prepended, std::string& out) {
  switch (action.kind) {
    case RouteActionKind::kLocalPreference:
      out += fmt::format("{} local-preference {}\n", head, action.value);
      return;
    case RouteActionKind::kMetric:
      out += fmt::format("{} metric {} {}\n", head,
                         action.op == ValueOp::kSet   ? "set"
                         : action.op == ValueOp::kAdd ? "add"
                                                      : "subtract",
                         action.value);
      return;
    case RouteActionKind::kMetricOfIgp:
      out += head + " metric set igp\n";
      return;
    case RouteActionKind::kOrigin:
      out += fmt::format("{} origin {}\n", head, OriginWord(action.origin));
      return;
    case RouteActionKind::kNextHop:
      out += fmt::format("{} next-hop {}\n", head, net::ToString(*action.address));
      return;
    case RouteActionKind::kNextHopSelf:
      out += head + " next-hop self\n";
      return;
    case RouteActionKind::kAsPathPrepend:
      return PrintPrepend(head, action, prepended, out);
    case RouteActionKind::kAsPathReplace:
      out += fmt::format("{} as-path replace {}\n", head, Quoted(PathName(action.numbers)));
      return;
    case RouteActionKind::kCommunity:
      return PrintCommunityAction(head, action, out);
    case RouteActionKind::kTag:
      out += fmt::format("{} tag {}\n", head, action.value);
      return;
    case RouteActionKind::kMetricType:
      out += fmt::format("{} type {}\n", head, action.value);
      return;
    case RouteActionKind::kDistance:
      out += fmt::format("{} preference {}\n", head, action.value);
      return;
    default:
      return;
  }
}

std::string_view FlowWord(TermFlow flow) {
  switch (flow) {
    case TermFlow::kAccept:
      return "accept";
    case TermFlow::kReject:
      return "reject";
    case TermFlow::kNextPolicy:
      return "next-policy";
    default:
      return "next-entry";
  }
}

std::string HeadOf(const std::string& policy, const model::RouteTerm& term) {
  if (term.name == kDefaultTerm) return policy + " default-action";
  const bool number = !term.name.empty() && term.name.find_first_not_of("0123456789") == std::string::npos;
  return fmt::format("{} {} {}", policy, number ? "entry" : "named-entry", Quoted(term.name));
}

}  // namespace

void PrintPolicy(const model::RoutePolicy& policy, std::string& out) {
  const std::string head = fmt::format("/configure policy-options policy-statement {}", Quoted(policy.name));
  out += head + " { }\n";
  for (const model::RouteTerm& term : policy.terms) {
    const std::string entry = HeadOf(head, term);
    CommunityClauses communities;
    for (const model::RouteClause& clause : term.all_of) {
      if (clause.any_of.front().kind != RouteMatchKind::kCommunityList) {
        PrintMatch(entry, clause.any_of.front(), out);
        continue;
      }
      auto& literals = communities.emplace_back();
      for (const RouteMatch& match : clause.any_of) literals.push_back({match.names.front(), match.negated});
    }
    if (!communities.empty()) {
      out +=
          fmt::format("{} from community expression {}\n", entry, Quoted(CommunityExpressionOf(communities)));
    }
    const std::string action = term.name == kDefaultTerm ? entry : entry + " action";
    out += fmt::format("{} action-type {}\n", action, FlowWord(term.flow));
    bool prepended = false;
    for (const RouteAction& change : term.actions) PrintAction(action, change, prepended, out);
  }
}

}  // namespace ringfence::formats::nokia_sros
