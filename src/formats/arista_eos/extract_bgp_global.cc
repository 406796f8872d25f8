// `bgp ...` and `route-target ...` of an instance or VRF.

#include <fmt/format.h>

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

Verdict ReadAdvertiseInactive(Reader& reader, Statement& statement) {
  reader.vendor.bgp.advertise_inactive = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadAlwaysCompareMed(Reader& reader, Statement& statement) {
  reader.vendor.bgp.always_compare_med = !statement.negated;
  return kUnderstood;
}

Verdict ReadBestpath(Reader& reader, Statement& statement) {
  BgpText& text = reader.vendor.bgp;
  const bool on = !statement.negated;
  if (statement.words.Accept("as-path")) {
    if (statement.words.Accept("ignore")) return text.ignore_as_path = on, kUnderstood;
    if (statement.words.Accept("multipath-relax")) return text.relax_as = {on, statement.span()}, kUnderstood;
    return kNotKnown;
  }
  if (statement.words.Accept("med")) {
    if (statement.words.Accept("missing-as-worst")) return text.missing_med_worst = on, kUnderstood;
    if (statement.words.Accept("confed")) {
      text.missing_med_worst = text.missing_med_worst || (on && statement.words.Accept("missing-as-worst"));
      return text.confederation_med = on, kUnderstood;
    }
    return kNotKnown;
  }
  if (statement.words.Accept("igp-cost")) return kNotKnown;
  if (statement.words.Accept("skip") || statement.words.Accept("ignore-igp-cost"))
    return on ? NotModelled(kRouting, "step left out of the choice of the best path") : kNoEffect;
  if (statement.words.Accept("tie-break")) {
    if (statement.words.Accept("router-id")) return text.tie_by_router_id = on, kUnderstood;
    return on ? NotModelled(kRouting, "other tie break") : kNoEffect;
  }
  if (statement.words.Accept("d-path")) return kNoEffect;  // of routes between EVPN domains
  if (statement.words.Accept("ecmp-fast"))
    return on ? kNoEffect : NotModelled(kRouting, "best path that follows router ids within equal paths");
  return kNotKnown;
}

Verdict ReadClientToClient(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("reflection")) return kNotKnown;
  reader.vendor.bgp.client_to_client = !statement.negated;
  return kUnderstood;
}

Verdict ReadClusterId(Reader& reader, Statement& statement) {
  Setting<net::IpAddress>& cluster_id = reader.vendor.bgp.cluster_id;
  if (statement.negated) return cluster_id = {}, statement.words.Rest(), kUnderstood;
  const auto address = TakeAddress(reader, statement, net::Family::kIpv4);
  if (!address) return kNotKnown;
  cluster_id = {*address, statement.span()};
  return kUnderstood;
}

Verdict ReadConfederation(Reader& reader, Statement& statement) {
  BgpText& text = reader.vendor.bgp;
  if (statement.words.Accept("identifier")) {
    if (statement.negated) return text.confederation = {}, statement.words.Rest(), kUnderstood;
    const auto as = TakeAs(reader, statement);
    if (!as) return kNotKnown;
    text.confederation = {*as, statement.span()};
    return kUnderstood;
  }
  if (!statement.words.Accept("peers")) return kNotKnown;
  constexpr std::uint32_t kMembersMax = 65536;  // origin: the private two-octet numbers
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    const auto ranges = RangesOfAs(word.text);
    for (const model::ValueRange& range : ranges) {
      if (range.last - range.first >= kMembersMax) return NotModelled(kRouting, "very large confederation");
      for (std::uint64_t as = range.first; as <= range.last; ++as) {
        std::erase(text.confederation_members, static_cast<bgp::AsNumber>(as));
        if (!statement.negated) text.confederation_members.push_back(static_cast<bgp::AsNumber>(as));
      }
    }
    if (ranges.empty())
      return reader.Invalid(statement, word, fmt::format("'{}' is not a list of AS numbers", word.text));
  }
  return kUnderstood;
}

Verdict ReadDefault(Reader& reader, Statement& statement) {
  BgpVrfText& vrf = reader.bgp_vrf();
  const Setting<bool> on{!statement.negated, statement.span()};
  if (statement.words.Accept("ipv4-unicast")) {
    if (statement.words.Accept("transport")) return NotModelled(kRouting, "families by transport");
    return vrf.default_ipv4 = on, kUnderstood;
  }
  if (statement.words.Accept("ipv6-unicast")) {
    if (statement.words.Accept("transport")) return NotModelled(kRouting, "families by transport");
    return vrf.default_ipv6 = on, kUnderstood;
  }
  if (!statement.words.Accept("local-preference")) return kNotKnown;
  if (statement.negated) return vrf.local_preference = {}, statement.words.Rest(), kUnderstood;
  const auto preference = TakeNumber(reader, statement, 0, 0xffffffffU);
  if (!preference) return kNotKnown;
  vrf.local_preference = {*preference, statement.span()};
  return kUnderstood;
}

Verdict ReadEnforceFirstAs(Reader& reader, Statement& statement) {
  reader.vendor.bgp.enforce_first_as = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadAdditionalPaths(Reader& reader, Statement& statement) {
  BgpVrfText& vrf = reader.bgp_vrf();
  const Setting<bool> on{!statement.negated, statement.span()};
  if (reader.bgp_family)
    return statement.negated ? kNoEffect : NotModelled(kRouting, "additional paths of one family");
  if (statement.words.Accept("receive")) return vrf.add_path_receive = on, kUnderstood;
  if (!statement.words.Accept("send")) return kNotKnown;
  if (!statement.words.Accept("any"))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "some additional paths");
  return vrf.add_path_send = on, kUnderstood;
}

/// `bgp missing-policy direction in|out action permit|deny`.
Verdict ReadMissingPolicy(Reader& reader, Statement& statement) {
  if (reader.bgp_family) return NotModelled(kRouting, "missing policy of one family");
  if (statement.words.Accept("address-family") && !statement.words.Accept("all"))
    return NotModelled(kRouting, "missing policy of one family");
  if (statement.words.Accept("include")) {
    while (!statement.words.done() && !(statement.words.Peek() == "direction")) statement.words.Next();
    return statement.words.Rest(), NotModelled(kRouting, "missing lists as missing policies");
  }
  if (!statement.words.Accept("direction")) return kNotKnown;
  const bool in = statement.words.Accept("in");
  if (!in && !statement.words.Accept("out")) return kNotKnown;
  Setting<bool>& denies = in ? reader.bgp_vrf().missing_denies_in : reader.bgp_vrf().missing_denies_out;
  if (statement.negated) return denies = {}, statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("action")) return kNotKnown;
  const Word action = statement.words.Next();
  if (action == "deny-in-out") return NotModelled(kRouting, "missing policy of both directions");
  if (!(action == "deny") && !(action == "permit")) return kNotKnown;
  denies = {action == "deny", statement.span()};
  return kUnderstood;
}

/// Routes of internal sessions are redistributed unless this is switched off.
Verdict ReadRedistributeInternal(Reader&, Statement& statement) {
  return statement.negated ? NotModelled(kRouting, "internal routes kept from other protocols") : kNoEffect;
}

constexpr Keyword kGlobalKeywords[] = {
    {"additional-paths", ReadAdditionalPaths},
    {"advertise-inactive", ReadAdvertiseInactive},
    {"allowas-in", nullptr, NotModelled(kRouting, "own AS in learned paths")},
    {"always-compare-med", ReadAlwaysCompareMed},
    {"asn"},
    {"aspath-cmp-include-nexthop", nullptr, NotModelled(kRouting, "other comparison of paths")},
    {"auto-local-addr"},
    {"bestpath", ReadBestpath},
    {"client-to-client", ReadClientToClient},
    {"cluster-id", ReadClusterId},
    {"confederation", ReadConfederation},
    {"control-plane-filter"},
    {"convergence"},
    {"default", ReadDefault},
    {"enforce-first-as", ReadEnforceFirstAs},
    {"host-routes"},
    {"labeled-unicast", nullptr, NotModelled(kPaths, "labelled routes")},
    {"link-bandwidth", nullptr, NotModelled(Impact::kForwarding, "unequal cost paths")},
    {"listen", ReadBgpListen},
    {"log-neighbor-changes"},
    {"missing-policy", ReadMissingPolicy},
    {"monitoring", nullptr, NotModelled(Impact::kCopying, "route monitoring export")},
    {"next-hop", nullptr, NotModelled(kRouting, "next hop rules")},
    {"next-hop-unchanged", nullptr, NotModelled(kRouting, "next hop rules")},
    {"peer-mac-resolution-timeout"},
    {"redistribute-internal", ReadRedistributeInternal},
    {"route", nullptr, NotModelled(kRouting, "filter between BGP and the routing table")},
    {"route-reflector", nullptr, NotModelled(kRouting, "route reflector rules")},
    {"session"},
    {"skip", nullptr, NotModelled(kRouting, "routes kept out of the routing table")},
    {"trace"},
    {"transport"},
    {"unselected"},
};
static_assert(IsSorted(std::span<const Keyword>(kGlobalKeywords)));

}  // namespace

Verdict ReadBgpGlobal(Reader& reader, Statement& statement) {
  if (statement.words.Peek() == "redistribute-internal" && statement.negated)
    return NotModelled(kRouting, "iBGP routes kept out of redistribution");
  return reader.Dispatch(kGlobalKeywords, statement);
}

Verdict ReadRouteTarget(Reader& reader, Statement& statement) {
  RouteTargetText text;
  text.span = statement.span();
  const bool both = statement.words.Accept("both");
  text.import = !both && statement.words.Accept("import");
  if (!both && !text.import && !statement.words.Accept("export")) return kNotKnown;
  // In an address family only that family is meant; old texts mean both.
  if (reader.bgp_family) {
    text.ipv4 = reader.bgp_family == bgp::BgpFamily::kIpv4Unicast;
    text.ipv6 = reader.bgp_family == bgp::BgpFamily::kIpv6Unicast;
  }
  if (statement.words.Accept("vpn-ipv4")) text.ipv6 = false;
  if (statement.words.Accept("vpn-ipv6")) text.ipv4 = false;
  text.evpn = statement.words.Accept("evpn");
  const Word word = statement.words.Next();
  if (word == "route-map") return statement.words.Rest(), NotModelled(kRouting, "policy on VPN routes");
  if (word == "imported-route")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "imported VPN routes passed on");
  const std::size_t colon = word.text.rfind(':');
  if (colon == std::string_view::npos || !ParseNumber(word.text.substr(colon + 1), 0, 0xffffffffU))
    return reader.Invalid(statement, word, fmt::format("'{}' is not a route target", word.text));
  text.target = fmt::format("target:{}", word.text);
  std::vector<RouteTargetText>& targets = reader.bgp_vrf().targets;
  for (const bool import : {true, false}) {
    if (!both && import != text.import) continue;
    text.import = import;
    std::erase_if(targets, [&text](const RouteTargetText& known) {
      return known.import == text.import && known.target == text.target && known.ipv4 == text.ipv4 &&
             known.ipv6 == text.ipv6 && known.evpn == text.evpn;
    });
    if (!statement.negated) targets.push_back(text);
    if (!both) break;
  }
  return kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
