// An entry tries its ways out in a fixed order, whatever the order of its lines: next hops, interfaces, next
// hops and interfaces for packets without a route, tables. An interface alone serves packets with a route
// only: the default route is none.

#include "formats/steering_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace ringfence::formats {
namespace {

using model::Impact;
using model::PolicyHop;
using model::PolicyHopUse;

constexpr std::string_view kReason = "policy routing";
constexpr std::string_view kLastNumber = "65535";

/// A neighbour with such an address stands on no subnet: only together with an interface it says where.
bool IsLinkLocal(const net::IpAddress& address) {
  static const net::Prefix kLinkLocal = *net::ParsePrefix("fe80::/10");
  return kLinkLocal.Contains(address);
}

bool IsNull(std::string_view interface) { return interface == "Null0" || interface == "null0"; }

/// `next-hop A B ...`, up to the end of the line; nothing when a word is no address a subnet can hold, or
/// when the device tries them in an order of its own.
std::vector<PolicyHop> NextHops(const PolicyDialect& dialect, WordCursor& words, PolicyHopUse use) {
  std::vector<PolicyHop> hops;
  bool in_order = dialect.next_hops_in_order;
  while (!words.done()) {
    if (words.Accept("force-order")) {
      in_order = true;
    } else if (words.Accept("drop-on-fail")) {
      if (!words.done()) return {};
      hops.push_back({.discard = true, .use = use});
    } else {
      const auto address = net::ParseAddress(words.Next().text);
      if (!address || IsLinkLocal(*address)) return {};
      hops.push_back({.next_hop = *address, .use = use});
    }
  }
  if (!in_order && hops.size() > 1 && hops[1].next_hop) return {};
  return hops;
}

std::vector<PolicyHop> Interfaces(RouteMapSite& site, WordCursor& words, bool without_route) {
  std::vector<PolicyHop> hops;
  while (!words.done()) {
    PolicyHop hop;
    hop.interface = site.dialect.take_interface != nullptr ? site.dialect.take_interface(words)
                                                           : std::string(words.Next().text);
    if (IsNull(hop.interface)) hop.interface.clear(), hop.discard = true;
    if (without_route)
      hop.use = PolicyHopUse::kWithoutRoute;
    else if (!hop.discard)
      hop.use = PolicyHopUse::kWithRoute;
    hops.push_back(std::move(hop));
  }
  return hops;
}

std::vector<PolicyHop> Table(WordCursor& words, std::string name) {
  return words.done() ? std::vector<PolicyHop>{{.table = std::move(name)}} : std::vector<PolicyHop>{};
}

/// Position in the order of trying.
int RankOf(const PolicyHop& hop) {
  if (hop.table) return 4;
  return (hop.use == PolicyHopUse::kWithoutRoute ? 2 : 0) + (hop.next_hop ? 0 : 1);
}

/// Lists of the conditions of an entry.
struct Condition {
  bool expressed = true;  ///< false: some condition is none on lists
  bool always = false;    ///< holds for every packet
  std::vector<std::string> lists;
};

class SteeringConverter {
 public:
  SteeringConverter(const model::Device& device, const PolicyDialect& dialect, StatementReport& report)
      : device_(device), dialect_(dialect), report_(report) {}

  /// Nothing for an entry that takes no packets.
  std::optional<model::PolicyRoutingTerm> Convert(std::uint32_t number, const RouteMapEntry& entry) {
    model::PolicyRoutingTerm term;
    term.name = std::to_string(number);
    term.span = entry.span;
    Condition condition = ConditionOf(entry);
    if (entry.continues || !entry.call.empty()) {
      report_.Demote(entry.span, Impact::kForwarding, kReason);
      condition.expressed = false;
    }
    DemoteOthers(entry);
    if (entry.permit) term.hops = HopsOf(entry);
    if (!condition.expressed || (!condition.always && condition.lists.empty())) return std::nullopt;
    if (!condition.always) term.acls = std::move(condition.lists);
    return term;
  }

 private:
  bool Exists(const std::string& list) const {
    return model::FindAcl(device_, list, net::Family::kIpv4) != nullptr ||
           model::FindAcl(device_, list, net::Family::kIpv6) != nullptr;
  }

  Condition ConditionOf(const RouteMapEntry& entry) {
    Condition condition;
    condition.always = entry.clauses.empty();
    for (const RouteMapClause& clause : entry.clauses) {
      for (const RouteMapMatch& match : clause.any_of) {
        const bool packets = match.value.kind == model::RouteMatchKind::kPrefixList &&
                             (match.list == ListKind::kAccess4 || match.list == ListKind::kAccess6);
        if (!packets) report_.Demote(match.value.span, Impact::kForwarding, kReason);
        condition.expressed = condition.expressed && packets;
        if (packets) AddLists(match, condition);
      }
    }
    // The order says nothing; this one is that of the printer.
    std::ranges::stable_partition(condition.lists, [this](const std::string& list) {
      return model::FindAcl(device_, list, net::Family::kIpv4) != nullptr;
    });
    return condition;
  }

  void AddLists(const RouteMapMatch& match, Condition& condition) {
    for (const std::string& list : match.value.names) {
      if (Exists(list)) {
        if (std::ranges::count(condition.lists, list) == 0) condition.lists.push_back(list);
        continue;
      }
      report_.Undefined(match.value.span, "access list", list);
      if (dialect_.undefined_is_unsure) report_.Demote(match.value.span, Impact::kForwarding, kReason);
      condition.always = condition.always || dialect_.undefined_list_matches;
    }
  }

  /// What the reading did not express and does not send packets may still change them.
  void DemoteOthers(const RouteMapEntry& entry) {
    for (const base::Span& line : entry.not_modelled) {
      if (std::ranges::find(entry.steers, line, &SteerText::span) == entry.steers.end())
        report_.Demote(line, Impact::kForwarding, kReason);
    }
  }

  std::vector<PolicyHop> HopsOf(const RouteMapEntry& entry) {
    std::vector<PolicyHop> hops;
    for (const SteerText& steer : entry.steers) {
      if (steer.hops.empty())
        report_.Demote(steer.span, Impact::kForwarding, kReason);
      else
        report_.fates.Replace(steer.span.line, {model::Fate::kModelled});
      std::ranges::copy(steer.hops, std::back_inserter(hops));
    }
    std::ranges::stable_sort(hops, {}, RankOf);
    return hops;
  }

  const model::Device& device_;
  const PolicyDialect& dialect_;
  StatementReport& report_;
};

model::PolicyRouting Convert(const std::string& name, const RouteMapText& text, const model::Device& device,
                             const PolicyDialect& dialect, StatementReport& report) {
  SteeringConverter converter(device, dialect, report);
  model::PolicyRouting policy{name, {}, text.span};
  for (const auto& [number, entry] : text.entries) {
    if (auto term = converter.Convert(number, entry)) policy.terms.push_back(std::move(*term));
  }
  // A text cannot hold a map without entries: what takes nothing is one that leaves all alone.
  if (policy.terms.empty()) policy.terms.emplace_back().name = kLastNumber;
  return policy;
}

std::string HopText(const PolicyHop& hop) {
  if (hop.table) return hop.table->empty() ? "global" : fmt::format("vrf {}", *hop.table);
  const std::string_view when = hop.use == PolicyHopUse::kWithoutRoute ? "default " : "";
  if (!hop.next_hop) return fmt::format("{}interface {}", when, hop.discard ? "Null0" : hop.interface);
  const bool v4 = hop.next_hop->family == net::Family::kIpv4;
  return fmt::format("{} {}next-hop {}", v4 ? "ip" : "ipv6", when, net::ToString(*hop.next_hop));
}

}  // namespace

void ReadSteering(RouteMapSite& site, WordCursor words) {
  SteerText steer{{}, words.StatementSpan()};
  const Word first = words.Next();
  if (first == "ip" || first == "ipv6") {
    const bool without_route = words.Accept("default");
    if (words.Accept("next-hop"))
      steer.hops =
          NextHops(site.dialect, words, without_route ? PolicyHopUse::kWithoutRoute : PolicyHopUse::kAlways);
    else if (!without_route && words.Peek() != "vrf" && words.Peek() != "global")
      return;  // marks packets, or is for routes
  } else if (first == "interface") {
    steer.hops = Interfaces(site, words, false);
  } else if (first == "default") {
    if (words.Accept("interface")) steer.hops = Interfaces(site, words, true);
  } else if (first == "vrf") {
    const std::string name(words.Next().text);
    if (!name.empty()) steer.hops = Table(words, name);
  } else if (first == "global") {
    steer.hops = Table(words, "");
  } else {
    return;
  }
  for (PolicyHop& hop : steer.hops) hop.span = steer.span;
  site.entry.steers.push_back(std::move(steer));
}

Verdict ReadSteeringUse(Statement& statement, model::AclUse& use) {
  if (!statement.words.Accept("route-map")) return kNotKnown;
  const std::string name(statement.words.Next().text);
  if (name.empty() && !statement.negated) return kNotKnown;
  use = statement.negated ? model::AclUse{} : model::AclUse{name, statement.span()};
  return kUnderstood;
}

model::AclUse UseSteeringMap(const model::AclUse& use, const PolicyTexts& texts,
                             const PolicyConverter& routes, const PolicyDialect& dialect,
                             StatementReport& report, model::Device& device) {
  if (!use.applies()) return {};
  const auto map = texts.route_maps.find(use.name);
  if (map == texts.route_maps.end()) {
    report.Undefined(use.span, dialect.map_word, use.name);
    return {};
  }
  if (routes.IsConverted(use.name)) {
    report.Demote(use.span, Impact::kForwarding, "route map for routes and packets");
    return {};
  }
  if (model::FindPolicyRouting(device, use.name) == nullptr)
    device.policy_routing.push_back(Convert(use.name, map->second, device, dialect, report));
  return use;
}

std::string PrintSteering(const model::Device& device) {
  std::string out;
  for (const model::PolicyRouting& policy : device.policy_routing) {
    for (const model::PolicyRoutingTerm& term : policy.terms) {
      out +=
          fmt::format("route-map {} {} {}\n", policy.name, term.hops.empty() ? "deny" : "permit", term.name);
      for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
        std::vector<std::string> lists;
        std::ranges::copy_if(term.acls, std::back_inserter(lists), [&](const std::string& list) {
          return model::FindAcl(device, list, family) != nullptr;
        });
        const std::string_view word = family == net::Family::kIpv4 ? "ip" : "ipv6";
        if (!lists.empty()) out += fmt::format(" match {} address {}\n", word, fmt::join(lists, " "));
      }
      for (const PolicyHop& hop : term.hops) out += fmt::format(" set {}\n", HopText(hop));
    }
  }
  return out;
}

}  // namespace ringfence::formats
