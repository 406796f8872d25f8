// The commands outside every node, and nodes that are known but not modelled.

#include <algorithm>

#include "formats/frr/policy.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

Verdict ReadHostName(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  // The name of the host's own file stands above; FRR repeats it. That of the database is the host's.
  const bool named = reader.vendor.database.present && reader.vendor.hostname.set();
  if (!statement.negated && !named) reader.vendor.hostname = {std::string(name.text), statement.span()};
  return kUnderstood;
}

Verdict ReadFrr(Reader& reader, Statement& statement) {
  if (TakeWord(statement, "version")) {
    const std::string_view version = statement.words.Rest().text;
    const std::size_t dot = std::min(version.find('.'), version.size());
    const std::size_t end = std::min(version.find_first_not_of("0123456789", dot + 1), version.size());
    const auto major = ParseNumber(version.substr(0, dot), 0, 100);
    const auto minor = ParseNumber(version.substr(std::min(dot + 1, version.size()), end - dot - 1), 0, 99);
    if (major) reader.vendor.version = *major * 100 + minor.value_or(0);
    return kUnderstood;
  }
  if (!TakeWord(statement, "defaults")) return kNotKnown;
  const std::string_view profile = TakeOption(statement, {"traditional", "datacenter"});
  if (profile.empty()) return kNotKnown;
  reader.vendor.datacenter = profile == "datacenter";
  return kUnderstood;
}

Verdict ReadNht(Reader& reader, Statement& statement, std::optional<bool>& setting) {
  if (!TakeWord(statement, "resolve-via-default") || !statement.words.done()) return kNotKnown;
  (void)reader;
  setting = !statement.negated;
  return kUnderstood;
}

Verdict ReadNht4(Reader& reader, Statement& statement) {
  return ReadNht(reader, statement, reader.vendor.resolve_by_default4);
}
Verdict ReadNht6(Reader& reader, Statement& statement) {
  return ReadNht(reader, statement, reader.vendor.resolve_by_default6);
}

Verdict ReadForwarding4(Reader& reader, Statement& statement) {
  reader.vendor.forwards4 = !statement.negated;
  return kUnderstood;
}
Verdict ReadForwarding6(Reader& reader, Statement& statement) {
  reader.vendor.forwards6 = !statement.negated;
  return kUnderstood;
}

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  const auto address = TakeIpv4(statement);
  if (!address) return kNotKnown;
  const auto vrf = TakeVrf(statement);
  if (!vrf) return kNotKnown;
  if (statement.negated) return reader.vendor.router_ids.erase(*vrf), kUnderstood;
  reader.vendor.router_ids[*vrf] = {*address, statement.span()};
  return kUnderstood;
}

constexpr Keyword kIpKeywords[] = {
    {"as-path", ReadAsPath},
    {"community-list", ReadStandard},
    {"extcommunity-list", ReadExtended},
    {"forwarding", ReadForwarding4},
    {"igmp"},
    {"import-table", nullptr, NotModelled(Impact::kRouting4, "routes of another kernel table")},
    {"large-community-list", ReadLarge},
    {"msdp"},
    {"multicast"},
    {"multicast-routing"},
    {"nht", ReadNht4},
    {"pim"},
    {"prefix-list", ReadPrefixList4},
    {"protocol", ReadProtocolFilter4},
    {"route", ReadStaticRoute4},
    {"router-id", ReadRouterId},
    {"ssmpingd"},
    {"zebra"},
};
static_assert(IsSorted(kIpKeywords));

constexpr Keyword kIpv6Keywords[] = {
    {"access-list", ReadAccessList6},
    {"forwarding", ReadForwarding6},
    {"mld"},
    {"multicast"},
    {"nht", ReadNht6},
    {"pim"},
    {"prefix-list", ReadPrefixList6},
    {"protocol", ReadProtocolFilter6},
    {"route", ReadStaticRoute6},
};
static_assert(IsSorted(kIpv6Keywords));

Verdict ReadIp(Reader& reader, Statement& statement) { return reader.Dispatch(kIpKeywords, statement); }
Verdict ReadIpv6(Reader& reader, Statement& statement) { return reader.Dispatch(kIpv6Keywords, statement); }

// --- nodes that are not modelled

// BFD only makes failures known sooner; what it watches is up or down all the same.
Verdict ReopenBfd(Reader& reader, Statement& statement);
constexpr Keyword kBfdKeywords[] = {{"peer", ReopenBfd}, {"profile", ReopenBfd}};
constexpr Node kBfd{kBfdKeywords, kRouting, kNoEffect};

Verdict ReopenBfd(Reader& reader, Statement&) {
  reader.Open(kBfd);
  return kNoEffect;
}

constexpr Verdict kPolicyRouting = NotModelled(Impact::kForwarding, "policy routing");
constexpr Node kPbr{{}, Impact::kForwarding, kPolicyRouting};
Verdict ReadPbrMap(Reader& reader, Statement&) {
  reader.Open(kPbr);
  return kPolicyRouting;
}
constexpr Verdict kNextHopGroup = NotModelled(Impact::kForwarding, "next hop group");
constexpr Node kNextHops{{}, Impact::kForwarding, kNextHopGroup};
Verdict ReadNextHopGroup(Reader& reader, Statement&) {
  reader.Open(kNextHops);
  return kNextHopGroup;
}
constexpr Verdict kL2Vpn = NotModelled(Impact::kForwarding, "layer-2 VPN");
Verdict ReopenL2Vpn(Reader& reader, Statement& statement);
constexpr Keyword kL2VpnKeywords[] = {{"interface", nullptr, kL2Vpn}, {"member", ReopenL2Vpn}};
constexpr Node kL2VpnNode{kL2VpnKeywords, Impact::kForwarding, kL2Vpn};
Verdict ReopenL2Vpn(Reader& reader, Statement&) {
  reader.Open(kL2VpnNode);
  return kL2Vpn;
}
constexpr Verdict kKeys = NotModelled(kRouting, "key chain");
Verdict ReopenKeys(Reader& reader, Statement& statement);
constexpr Keyword kKeyKeywords[] = {{"key", ReopenKeys}};
constexpr Node kKeyChain{kKeyKeywords, kRouting, kKeys};
Verdict ReopenKeys(Reader& reader, Statement& statement) {
  statement.words.Rest();
  reader.Open(kKeyChain);
  return kKeys;
}

constexpr Node kLineVty{{}, Impact::kManagement, NotModelled(Impact::kManagement, "console of the daemons")};
Verdict ReadLine(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "vty")) return kNotKnown;
  reader.Open(kLineVty);
  return kNoEffect;
}

/// `enable password`, `password`: of the daemons' consoles.
constexpr Verdict kConsole = NotModelled(Impact::kManagement, "password of the daemons' consoles");

Verdict ReadUser(Reader&, Statement& statement) {
  statement.words.Next();
  // Whether somebody who has logged in to the host may use vtysh: nobody gets in by it.
  return statement.words.Next() == "nopassword" ? kNoEffect : NotModelled(Impact::kManagement, "user");
}

constexpr Verdict kOtherProtocol = NotModelled(kRouting, "routing protocol that is not modelled");
constexpr Node kOtherRouter{{}, kRouting, kOtherProtocol};
Verdict ReadOtherRouter(Reader& reader, Statement&) {
  reader.Open(kOtherRouter);
  return kOtherProtocol;
}
constexpr Verdict kEigrp = NotModelled(Impact::kRouting4, "EIGRP");
constexpr Node kEigrpRouter{{}, Impact::kRouting4, kEigrp};
Verdict ReadEigrp(Reader& reader, Statement&) {
  reader.Open(kEigrpRouter);
  return kEigrp;
}
constexpr Node kMulticast{{}, Impact::kForwarding, kNoEffect};
Verdict ReadMulticast(Reader& reader, Statement&) {
  reader.Open(kMulticast);
  return kNoEffect;
}

constexpr Keyword kRouterKeywords[] = {
    {"babel", ReadOtherRouter}, {"bgp", ReadRouterBgp},          {"eigrp", ReadEigrp},
    {"isis", ReadRouterIsis},   {"openfabric", ReadOtherRouter}, {"ospf", ReadRouterOspf},
    {"ospf6", ReadRouterOspf6}, {"pim", ReadMulticast},          {"pim6", ReadMulticast},
    {"rip", ReadRouterRip},     {"ripng", ReadRouterRipng},
};
static_assert(IsSorted(kRouterKeywords));

constexpr Keyword kTopKeywords[] = {
    {"access-list", ReadAccessList},
    {"affinity-map", ReadAffinityMap},
    {"agentx", nullptr, NotModelled(Impact::kManagement, "SNMP")},
    {"allow-reserved-ranges"},
    {"banner"},
    {"bfd", ReopenBfd},
    {"bgp", ReadTopBgp},
    {"debug"},
    {"domainname"},
    {"enable", nullptr, kConsole},
    {"evpn", nullptr, NotModelled(Impact::kForwarding, "EVPN multihoming")},
    {"fpm"},
    {"frr", ReadFrr},
    {"hostname", ReadHostName},
    {"interface", ReadInterface},
    {"ip", ReadIp},
    {"ipv6", ReadIpv6},
    {"key", ReopenKeys},
    {"l2vpn", ReopenL2Vpn},
    {"line", ReadLine},
    {"log"},
    {"mac"},
    {"mpls", ReadMpls},
    {"mpls-te"},
    {"nexthop-group", ReadNextHopGroup},
    {"nhrp", nullptr, NotModelled(kPaths, "NHRP")},
    {"password", nullptr, kConsole},
    {"pbr-map", ReadPbrMap},
    {"pseudowire", ReopenL2Vpn},
    {"ptm-enable"},
    {"route-map", ReadRouteMap},
    {"router", ReadRouter},
    {"router-id", ReadRouterId},
    {"rpki", ReadOtherRouter},
    {"segment-routing", ReadSegmentRouting},
    {"service"},
    {"sharp", nullptr, kOtherProtocol},
    {"spf"},
    {"username", ReadUser},
    {"vni", nullptr, NotModelled(kPaths, "EVPN")},
    {"vrf", ReadVrf},
    {"vrrp", nullptr, NotModelled(Impact::kForwarding, "VRRP")},
    {"zebra"},
};
static_assert(IsSorted(kTopKeywords));

}  // namespace

constinit const Node kTopLevel{kTopKeywords, Impact::kAll};

Verdict ReadRouter(Reader& reader, Statement& statement) {
  return reader.Dispatch(kRouterKeywords, statement);
}

}  // namespace ringfence::formats::frr
