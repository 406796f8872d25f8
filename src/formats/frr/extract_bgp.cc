// `router bgp N [vrf V]`: what belongs to the whole instance, and the address families it opens.

#include "formats/frr/extract_bgp.h"
#include "formats/impacts.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::formats::frr {
namespace {

using model::Impact;

/// A statement that is either set or taken back.
template <auto kField>
Verdict ReadFlag(Reader& reader, Statement& statement) {
  if (!statement.words.done()) return kNotKnown;
  reader.bgp().*kField = !statement.negated;
  return kUnderstood;
}

Verdict ReadId(Reader& reader, Statement& statement, Setting<net::IpAddress> BgpText::* field) {
  Setting<net::IpAddress>& setting = reader.bgp().*field;
  if (statement.negated) return statement.words.Rest(), setting = {}, kUnderstood;
  auto address = TakeIpv4(statement);
  if (!address) {
    const auto number = statement.words.AcceptNumber(1, 0xffffffff);
    if (!number) return kNotKnown;
    address = net::IpAddress::V4(*number);
  }
  setting = {*address, statement.span()};
  return kUnderstood;
}
Verdict ReadRouterId(Reader& reader, Statement& statement) {
  return ReadId(reader, statement, &BgpText::router_id);
}
Verdict ReadClusterId(Reader& reader, Statement& statement) {
  return ReadId(reader, statement, &BgpText::cluster_id);
}

Verdict ReadConfederation(Reader& reader, Statement& statement) {
  const std::string_view what = TakeOption(statement, {"identifier", "peers"});
  if (what == "identifier") {
    const auto as = TakeAs(statement);
    if (!as) return kNotKnown;
    reader.bgp().confederation = {};
    if (!statement.negated) reader.bgp().confederation = {*as, statement.span()};
    return kUnderstood;
  }
  if (what.empty()) return kNotKnown;
  while (!statement.words.done()) {
    const auto as = TakeAs(statement);
    if (!as) return kNotKnown;
    std::erase(reader.bgp().confederation_members, *as);
    if (!statement.negated) reader.bgp().confederation_members.push_back(*as);
  }
  return kUnderstood;
}

Verdict ReadBestPathAsPath(Reader& reader, Statement& statement) {
  const std::string_view what = TakeOption(statement, {"confed", "ignore", "multipath-relax"});
  if (what == "ignore") return reader.bgp().ignore_as_path = !statement.negated, kUnderstood;
  if (what == "confed") return NotModelled(kRouting, "confederation parts count in path length");
  if (what.empty()) return kNotKnown;
  if (TakeWord(statement, "as-set")) return NotModelled(kRouting, "paths merged into AS sets");
  TakeOption(statement, {"no-as-set"});
  reader.bgp().relax_as = !statement.negated;
  return kUnderstood;
}

Verdict ReadBestPath(Reader& reader, Statement& statement) {
  const std::string_view what =
      TakeOption(statement, {"aigp", "as-path", "bandwidth", "compare-routerid", "med", "peer-type"});
  if (what == "as-path") return ReadBestPathAsPath(reader, statement);
  if (what == "compare-routerid") return reader.bgp().compare_router_id = !statement.negated, kUnderstood;
  if (what == "med") {
    while (!statement.words.done()) {
      const std::string_view word = TakeOption(statement, {"confed", "missing-as-worst"});
      if (word.empty()) return kNotKnown;
      (word == "confed" ? reader.bgp().confederation_med : reader.bgp().missing_med_worst) =
          !statement.negated;
    }
    return kUnderstood;
  }
  if (what == "bandwidth") return NotModelled(Impact::kForwarding, "weighted equal-cost paths");
  return what.empty() ? kNotKnown : NotModelled(kRouting, "best path option");
}

Verdict ReadDefault(Reader& reader, Statement& statement) {
  const std::string_view what =
      TakeOption(statement, {"ipv4-unicast", "ipv6-unicast", "local-preference", "show-hostname",
                             "show-nexthop-hostname", "software-version-capability", "subgroup-pkt-queue-max",
                             "dynamic-capability", "link-local-capability", "ipv4-vpn", "l2vpn-evpn"});
  if (what == "ipv4-unicast") return reader.bgp().default_ipv4 = !statement.negated, kUnderstood;
  if (what == "ipv6-unicast") return reader.bgp().default_ipv6 = !statement.negated, kUnderstood;
  if (what == "ipv4-vpn" || what == "l2vpn-evpn") return NotModelled(kRouting, "family active by default");
  if (what != "local-preference") return what.empty() ? kNotKnown : kNoEffect;
  if (statement.negated) return statement.words.Rest(), reader.bgp().local_preference.reset(), kUnderstood;
  const auto value = TakeNumber(reader, statement, 0, 0xffffffff);
  if (!value) return kNotKnown;
  reader.bgp().local_preference = *value;
  return kUnderstood;
}

Verdict ReadListen(Reader& reader, Statement& statement) {
  const std::string_view what = TakeOption(statement, {"limit", "range"});
  if (what == "limit") return kNoEffect;
  const auto host = what.empty() ? std::nullopt : TakeHostPrefix(statement, std::nullopt);
  if (!host || !TakeWord(statement, "peer-group")) return kNotKnown;
  BgpListenText listen{host->subnet(), std::string(statement.words.Next().text), statement.span()};
  std::vector<BgpListenText>& listens = reader.bgp().listens;
  std::erase_if(listens, [&listen](const BgpListenText& known) { return known.prefix == listen.prefix; });
  if (!statement.negated) listens.push_back(std::move(listen));
  return kUnderstood;
}

Verdict ReadNetworkOption(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "import-check")) return kNotKnown;
  if (!statement.words.done()) return kNotKnown;
  reader.bgp().import_check = !statement.negated;
  return kUnderstood;
}

constexpr Keyword kBgpOptions[] = {
    {"always-compare-med", ReadFlag<&BgpText::always_compare_med>},
    {"bestpath", ReadBestPath},
    {"client-to-client", nullptr, NotModelled(kRouting, "reflection between clients")},
    {"cluster-id", ReadClusterId},
    {"coalesce-time"},
    {"conditional-advertisement"},
    {"confederation", ReadConfederation},
    {"dampening", nullptr, NotModelled(kRouting, "route flap damping")},
    {"default", ReadDefault},
    {"deterministic-med", ReadFlag<&BgpText::deterministic_med>},
    {"disable-ebgp-connected-route-check", nullptr, NotModelled(kRouting, "connected check off for all")},
    {"ebgp-requires-policy", ReadFlag<&BgpText::requires_policy>},
    {"enforce-first-as", ReadFlag<&BgpText::enforce_first_as>},
    {"fast-convergence"},
    {"fast-external-failover"},
    {"graceful-restart"},
    {"graceful-restart-disable"},
    {"graceful-shutdown", nullptr, NotModelled(kRouting, "graceful shutdown")},
    {"hard-administrative-reset"},
    {"labeled-unicast", nullptr, NotModelled(kPaths, "labelled routes")},
    {"listen", ReadListen},
    {"log-neighbor-changes"},
    {"long-lived-graceful-restart"},
    {"max-med", nullptr, NotModelled(kRouting, "maximal MED")},
    {"minimum-holdtime", nullptr, NotModelled(kRouting, "sessions refused by their hold time")},
    {"network", ReadNetworkOption},
    {"nexthop"},
    {"reject-as-sets", nullptr, NotModelled(kRouting, "paths with AS sets refused")},
    {"route-map"},
    {"route-reflector", nullptr, NotModelled(kRouting, "policies on reflected routes")},
    {"router-id", ReadRouterId},
    {"send-extra-data"},
    {"session-dscp"},
    {"shutdown", nullptr, NotModelled(kRouting, "all sessions shut down")},
    {"snmp"},
    {"suppress-duplicates"},
    {"suppress-fib-pending", nullptr, NotModelled(kRouting, "only installed routes advertised")},
    {"tcp-keepalive"},
    {"update-delay"},
};
static_assert(IsSorted(kBgpOptions));

Verdict ReadBgpOption(Reader& reader, Statement& statement) {
  if (!statement.words.done() && statement.words.Peek() == "client-to-client") {
    statement.words.Next();
    if (!TakeWord(statement, "reflection")) return kNotKnown;
    return reader.bgp().client_to_client = !statement.negated, kUnderstood;
  }
  return reader.Dispatch(kBgpOptions, statement);
}

constexpr Verdict kOtherFamily = NotModelled(kPaths, "EVPN, labelled, multicast or flow routes");
Verdict ReadVni(Reader& reader, Statement& statement);
constexpr Keyword kOtherFamilyKeywords[] = {{"vni", ReadVni}};
constexpr Node kOtherFamilyNode{kOtherFamilyKeywords, kRouting, kOtherFamily};

Verdict ReadVni(Reader& reader, Statement&) {
  reader.Open(kOtherFamilyNode);
  return kOtherFamily;
}

Verdict ReadAddressFamily(Reader& reader, Statement& statement) {
  const std::string_view afi =
      TakeOption(statement, {"ipv4", "ipv6", "l2vpn", "vpnv4", "vpnv6", "link-state"});
  const std::string_view safi = TakeOption(statement, {"unicast", "multicast", "labeled-unicast", "vpn",
                                                       "flowspec", "evpn", "encap", "rtc", "link-state"});
  if (afi.empty() || !statement.words.done()) return kNotKnown;
  const bool v4 = afi == "ipv4" || afi == "vpnv4";
  const bool vpn = safi == "vpn" || afi.starts_with("vpn");
  const bool unicast = afi.starts_with("ip") && (safi == "unicast" || safi.empty());
  if (!unicast && !vpn) {
    reader.Open(kOtherFamilyNode);
    return kOtherFamily;
  }
  using Family = bgp::BgpFamily;
  reader.bgp_family =
      vpn ? (v4 ? Family::kVpnIpv4 : Family::kVpnIpv6) : (v4 ? Family::kIpv4Unicast : Family::kIpv6Unicast);
  BgpFamilyText& family = reader.bgp().families[reader.bgp_family];
  if (!family.span.valid()) family.span = statement.span();
  reader.Open(kBgpFamily);
  return kUnderstood;
}

/// Commands of a family may stand in the instance itself: they mean IPv4 unicast.
template <Handler kHandler>
Verdict ReadLegacy(Reader& reader, Statement& statement) {
  reader.bgp_family = bgp::BgpFamily::kIpv4Unicast;
  return kHandler(reader, statement);
}

Verdict ReadNeighbor(Reader& reader, Statement& statement) {
  Statement attempt = statement;
  const Verdict verdict = ReadNeighborOfInstance(reader, attempt);
  if (verdict.fate != model::Fate::kUnknown) return statement = attempt, verdict;
  reader.bgp_family = bgp::BgpFamily::kIpv4Unicast;
  return ReadNeighborOfFamily(reader, statement);
}

constexpr Verdict kMonitoring = NotModelled(Impact::kCopying, "BGP monitoring");
constexpr Node kBmp{{}, Impact::kCopying, kMonitoring};
Verdict ReadBmp(Reader& reader, Statement&) {
  reader.Open(kBmp);
  return kMonitoring;
}

constexpr Verdict kView = NotModelled(kRouting, "BGP view");
Verdict ReadViewFamily(Reader& reader, Statement& statement);
constexpr Keyword kViewKeywords[] = {{"address-family", ReadViewFamily}, {"bgp", nullptr, kView}};
constexpr Node kViewNode{kViewKeywords, kRouting, kView};
Verdict ReadViewFamily(Reader& reader, Statement&) {
  reader.Open(kViewNode);
  return kView;
}

Verdict ReadBgpLocator(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (!statement.words.done() || (name.empty() && !statement.negated)) return kNotKnown;
  reader.bgp().locator = {};
  if (!statement.negated) reader.bgp().locator = {std::string(name.text), statement.span()};
  return kUnderstood;
}
constexpr Keyword kSrv6Keywords[] = {{"locator", ReadBgpLocator}};
constexpr Node kSrv6Node{kSrv6Keywords, kPaths};
Verdict ReadBgpSrv6(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "srv6") || !statement.words.done()) return kNotKnown;
  if (statement.negated) return reader.bgp().locator = {}, kUnderstood;
  if (!reader.bgp().vrf.empty()) return NotModelled(kPaths, "locator of a VRF");
  reader.Open(kSrv6Node);
  return kUnderstood;
}
Verdict ReadBgpSid(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "vpn") || !TakeWord(statement, "per-vrf"))
    return statement.words.Rest(), NotModelled(kPaths, "SRv6");
  return TakeSid(statement, reader.bgp().sid);
}

constexpr Keyword kBgpKeywords[] = {
    {"address-family", ReadAddressFamily},
    {"advertise-map"},
    {"aggregate-address", ReadLegacy<ReadAggregate>},
    {"bgp", ReadBgpOption},
    {"bmp", ReadBmp},
    {"coalesce-time"},
    {"distance", ReadLegacy<ReadBgpDistance>},
    {"maximum-paths", ReadLegacy<ReadBgpPaths>},
    {"neighbor", ReadNeighbor},
    {"network", ReadLegacy<ReadBgpNetwork>},
    {"read-quanta"},
    {"redistribute", ReadLegacy<ReadBgpRedistribute>},
    {"segment-routing", ReadBgpSrv6},
    {"sid", ReadBgpSid},
    {"table-map", ReadLegacy<ReadTableMap>},
    {"timers"},
    {"update-delay"},
    {"vnc"},
    {"vrf-policy"},
    {"write-quanta"},
};
static_assert(IsSorted(kBgpKeywords));
constexpr Node kBgp{kBgpKeywords, kRouting};

}  // namespace

std::optional<bgp::AsNumber> TakeAs(Statement& statement) {
  const auto number = ParseAs(statement.words.Peek().text);
  if (!number || *number == 0) return std::nullopt;
  statement.words.Next();
  return number;
}

Verdict ReadRouterBgp(Reader& reader, Statement& statement) {
  const Word word = statement.words.Peek();
  std::optional<bgp::AsNumber> as = TakeAs(statement);
  std::vector<BgpText>& all = reader.bgps;
  // Without a number the instance of the default VRF is meant.
  if (!as && word.empty() && !all.empty()) as = all.front().as;
  if (!as) return word.empty() ? kNotKnown : reader.Invalid(statement, word, "not the number of an AS");
  const std::string_view kind = TakeOption(statement, {"vrf", "view", "as-notation"});
  if (kind == "view") {
    reader.Open(kViewNode);
    return kView;
  }
  const std::string_view name = kind == "vrf" ? statement.words.Next().text : std::string_view();
  if (kind == "as-notation" || TakeWord(statement, "as-notation")) statement.words.Next();
  if (!statement.words.done()) return kNotKnown;
  const std::string vrf(name == "default" ? "" : name);
  if (statement.negated) {
    std::erase_if(all, [&vrf](const BgpText& known) { return known.vrf == vrf; });
    return kUnderstood;
  }
  auto found = std::ranges::find(all, vrf, &BgpText::vrf);
  if (found == all.end()) {
    BgpText text;
    text.as = *as;
    text.vrf = vrf;
    text.span = statement.span();
    found = all.insert(all.end(), std::move(text));
  } else if (found->as != *as) {
    return reader.Invalid(statement, word, fmt::format("BGP already runs as AS {}", found->as));
  }
  if (!vrf.empty()) reader.vendor.vrfs.emplace(vrf, statement.span());
  reader.bgp_index = static_cast<std::size_t>(found - all.begin());
  reader.Open(kBgp);
  return kUnderstood;
}

}  // namespace ringfence::formats::frr
