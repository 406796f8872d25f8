// `router bgp`: the process, its VRFs and their families. Neighbours and templates: extract_bgp_neighbor.cc.

#include "formats/cisco_nxos/extract_bgp.h"

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

BgpFamilyText& Family(Reader& reader) { return reader.bgp_vrf().families[reader.bgp.af]; }

bool IsIpv6(bgp::BgpFamily family) {
  return family == bgp::BgpFamily::kIpv6Unicast || family == bgp::BgpFamily::kVpnIpv6;
}

Verdict ReadNetwork(Reader& reader, Statement& statement) {
  const net::Family family = IsIpv6(reader.bgp.af) ? net::Family::kIpv6 : net::Family::kIpv4;
  std::optional<net::Prefix> prefix;
  const bool masked = family == net::Family::kIpv4 && !net::ParseHostPrefix(statement.words.Peek().text);
  if (masked) {
    const auto address = TakeIpv4(reader, statement);
    if (!address) return kNotKnown;
    if (!statement.words.Accept("mask")) return kNotKnown;
    const Word word = statement.words.Next();
    const auto mask = net::ParseIpv4(word.text);
    const auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
    if (!length) return reader.Invalid(statement, word, fmt::format("'{}' is not a mask", word.text));
    prefix = net::Prefix::Of(*address, *length);
  } else {
    prefix = TakeSubnet(reader, statement, family);
  }
  if (!prefix) return kNotKnown;
  NetworkText text{*prefix, {}, statement.span()};
  if (statement.words.Accept("route-map")) {
    auto name = TakeName(reader, statement, "route map");
    if (!name) return kNotKnown;
    text.route_map = {std::move(*name), statement.span()};
  }
  if (statement.negated) return Family(reader).networks.erase(*prefix), kUnderstood;
  Family(reader).networks[*prefix] = std::move(text);
  return kUnderstood;
}

Verdict ReadAggregate(Reader& reader, Statement& statement) {
  const net::Family family = IsIpv6(reader.bgp.af) ? net::Family::kIpv6 : net::Family::kIpv4;
  const auto prefix = TakeSubnet(reader, statement, family);
  if (!prefix) return kNotKnown;
  AggregateText text{.prefix = *prefix, .span = statement.span()};
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    const bool map = word == "suppress-map" || word == "advertise-map" || word == "attribute-map";
    if (word == "as-set") {
      text.as_set = true;
    } else if (word == "summary-only") {
      text.summary_only = true;
    } else if (map) {
      auto name = TakeName(reader, statement, "route map");
      if (!name) return kNotKnown;
      Setting<std::string>& setting = word == "suppress-map"    ? text.suppress_map
                                      : word == "advertise-map" ? text.advertise_map
                                                                : text.attribute_map;
      setting = {std::move(*name), statement.span()};
    } else {
      return kNotKnown;
    }
  }
  if (statement.negated) return Family(reader).aggregates.erase(*prefix), kUnderstood;
  Family(reader).aggregates[*prefix] = std::move(text);
  return kUnderstood;
}

/// `maximum-paths [ibgp | eibgp | local | mixed] N`.
Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  BgpFamilyText& family = Family(reader);
  if (statement.words.Accept("ibgp")) return SetNumber(reader, statement, family.paths_ibgp, 1, 64);
  if (statement.words.Accept("eibgp") || statement.words.Accept("mixed"))
    return SetNumber(reader, statement, family.paths_mixed, 1, 64);
  if (statement.words.Accept("local")) return kNoEffect;
  return SetNumber(reader, statement, family.paths_ebgp, 1, 64);
}

Verdict ReadDistance(Reader& reader, Statement& statement) {
  BgpFamilyText& family = Family(reader);
  for (Setting<std::uint32_t>* setting :
       {&family.distance_ebgp, &family.distance_ibgp, &family.distance_local}) {
    const Verdict verdict = SetNumber(reader, statement, *setting, 1, 255);
    if (verdict.fate != model::Fate::kModelled) return verdict;
  }
  return kUnderstood;
}

Verdict ReadTableMap(Reader& reader, Statement& statement) {
  const Verdict verdict = SetName(reader, statement, Family(reader).table_map, "route map");
  Family(reader).table_map_filters = statement.words.Accept("filter");
  return verdict;
}

Verdict ReadAdditionalPaths(Reader& reader, Statement& statement) {
  if (statement.words.Accept("send")) return SetFlag(statement, Family(reader).add_path_send);
  if (statement.words.Accept("receive")) return SetFlag(statement, Family(reader).add_path_receive);
  if (statement.words.Accept("selection"))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "selection of additional paths");
  return statement.words.Accept("install") ? kNoEffect : kNotKnown;
}

Verdict ReadClientToClient(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("reflection")) return kNotKnown;
  return SetFlag(statement, Family(reader).client_to_client);
}

Verdict ReadFamilyDefault(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("originate")) return kNotKnown;
  return SetFlag(statement, Family(reader).default_information);
}

Verdict ReadFamilyRedistribute(Reader& reader, Statement& statement) {
  return ReadRedistribute(reader, statement, Family(reader).redistributions);
}
Verdict ReadDefaultMetric(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Family(reader).default_metric, 0, 0xffffffffU);
}
Verdict ReadSuppressInactive(Reader& reader, Statement& statement) {
  return SetFlag(statement, Family(reader).suppress_inactive);
}

Verdict ReadAdvertise(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("l2vpn") || !statement.words.Accept("evpn") || reader.bgp.vrf == 0)
    return NotModelled(kRouting, "routes of a VRF as EVPN routes");
  return SetFlag(statement, Family(reader).advertise_evpn);
}

constexpr Keyword kFamilyKeywords[] = {
    {"additional-paths", ReadAdditionalPaths},
    {"advertise", ReadAdvertise},
    {"advertise-pip"},
    {"advertise-system-mac"},
    {"aggregate-address", ReadAggregate},
    {"allocate-label", nullptr, NotModelled(Impact::kForwarding, "labelled unicast")},
    {"client-to-client", ReadClientToClient},
    {"dampen-igp-metric"},
    {"dampening", nullptr, NotModelled(kRouting, "route dampening")},
    {"default-information", ReadFamilyDefault},
    {"default-metric", ReadDefaultMetric},
    {"distance", ReadDistance},
    {"export-gateway-ip", nullptr, NotModelled(kRouting, "gateway address in EVPN routes")},
    {"inject-map", nullptr, NotModelled(kRouting, "injected routes")},
    {"maximum-paths", ReadMaximumPaths},
    {"network", ReadNetwork},
    {"nexthop", nullptr, NotModelled(kRouting, "condition on next hops")},
    {"redistribute", ReadFamilyRedistribute},
    {"retain"},
    {"suppress-inactive", ReadSuppressInactive},
    {"synchronization", nullptr, NotModelled(kRouting, "synchronization")},
    {"table-map", ReadTableMap},
    {"timers"},
    {"wait-igp-convergence"},
};
static_assert(IsSorted<Keyword>(kFamilyKeywords));

Verdict ReadNextHopTrigger(Statement& statement) {
  statement.words.Accept("nexthop");
  // Timers of the next hop tracking decide nothing in the end.
  return statement.words.Accept("trigger-delay") ? kNoEffect : kNotKnown;
}

Verdict ReadFamilyLine(Reader& reader, Statement& statement) {
  if (statement.words.Peek() == "nexthop") {
    Statement again = statement;
    if (ReadNextHopTrigger(again).fate == model::Fate::kIrrelevant) return kNoEffect;
  }
  return reader.Dispatch(kFamilyKeywords, statement);
}

Verdict ReadBgpFamily(Reader& reader, Statement& statement) {
  const auto family = TakeBgpFamily(statement);
  if (!family) return kNoEffect;  // multicast, link state: other tables
  if (statement.negated) return reader.bgp_vrf().families.erase(*family), kUnderstood;
  reader.bgp.af = *family;
  Family(reader).span = statement.span();
  reader.Open(ReadFamilyLine, kRouting);
  return kUnderstood;
}

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.bgp_vrf().router_id = {}, statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("auto")) return kNoEffect;
  const auto id = TakeIpv4(reader, statement);
  if (!id) return kNotKnown;
  reader.bgp_vrf().router_id = {*id, statement.span()};
  return kUnderstood;
}

Verdict ReadClusterId(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.bgp_vrf().cluster_id = {}, statement.words.Rest(), kUnderstood;
  const Word word = statement.words.Next();
  const auto number = ParseNumber(word.text, 1, 0xffffffffU);
  const auto id = number ? std::optional(net::IpAddress::V4(*number)) : net::ParseIpv4(word.text);
  if (!id) return reader.Invalid(statement, word, fmt::format("'{}' is not a cluster id", word.text));
  reader.bgp_vrf().cluster_id = {*id, statement.span()};
  return kUnderstood;
}

Verdict ReadBestpath(Reader& reader, Statement& statement) {
  BgpVrfText& vrf = reader.bgp_vrf();
  const Word word = statement.words.Next();
  if (word == "always-compare-med") return SetFlag(statement, vrf.always_compare_med);
  if (word == "compare-routerid") return SetFlag(statement, vrf.compare_router_id);
  if (word == "igp-metric" && statement.words.Accept("ignore")) return SetFlag(statement, vrf.ignore_igp);
  if (word == "as-path") {
    if (statement.words.Accept("multipath-relax")) return SetFlag(statement, vrf.relax_as);
    if (statement.words.Accept("ignore")) return SetFlag(statement, vrf.ignore_as_path);
  }
  if (word == "med") {
    if (statement.words.Accept("missing-as-worst")) return SetFlag(statement, vrf.med_missing_worst);
    if (statement.words.Accept("non-deterministic")) {
      vrf.med_deterministic = {statement.negated, statement.span()};
      return kUnderstood;
    }
    if (statement.words.Accept("confed")) return SetFlag(statement, vrf.med_confederation);
  }
  if (word == "cost-community" || word == "origin-as" || word == "use" || word == "igp-metric")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "best path rule");
  return kNotKnown;
}

Verdict ReadConfederation(Reader& reader, Statement& statement) {
  BgpText& bgp = reader.vendor.bgp;
  if (statement.words.Accept("identifier")) {
    if (statement.negated) return bgp.confederation = {}, statement.words.Rest(), kUnderstood;
    const auto as = TakeAs(reader, statement);
    if (!as) return kNotKnown;
    bgp.confederation = {*as, statement.span()};
    return kUnderstood;
  }
  if (!statement.words.Accept("peers")) return kNotKnown;
  while (!statement.words.done()) {
    const auto as = TakeAs(reader, statement);
    if (!as) return kNotKnown;
    std::erase(bgp.confederation_members, *as);
    if (!statement.negated) bgp.confederation_members.push_back(*as);
  }
  return kUnderstood;
}

Verdict ReadLocalAs(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.bgp_vrf().local_as = {}, statement.words.Rest(), kUnderstood;
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  reader.bgp_vrf().local_as = {*as, statement.span()};
  return kUnderstood;
}

Verdict ReadEnforceFirstAs(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.bgp_vrf().enforce_first_as);
}
Verdict ReadShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.bgp_vrf().shutdown);
}

Verdict ReadBgpVrfLine(Reader& reader, Statement& statement);

Verdict ReadBgpVrf(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "VRF");
  if (!name) return kNotKnown;
  reader.bgp.vrf = VrfIndexIn(reader.vendor.bgp.vrfs, VrfName(*name), statement.span());
  reader.Open(ReadBgpVrfLine, kRouting);
  return kUnderstood;
}

constexpr Keyword kBgpKeywords[] = {
    {"address-family", ReadBgpFamily},
    {"allocate-index"},
    {"bestpath", ReadBestpath},
    {"bfd"},
    {"cluster-id", ReadClusterId},
    {"confederation", ReadConfederation},
    {"dynamic-med-interval"},
    {"enforce-first-as", ReadEnforceFirstAs},
    {"event-history"},
    {"fabric-soo"},
    {"fast-external-fallover"},
    {"flush-routes"},
    {"graceful-restart"},
    {"graceful-restart-helper"},
    {"graceful-shutdown", nullptr, NotModelled(kRouting, "graceful shutdown")},
    {"isolate", nullptr, NotModelled(kRouting, "isolated router")},
    {"local-as", ReadLocalAs},
    {"log-neighbor-changes"},
    {"maxas-limit", nullptr, NotModelled(kRouting, "limit on AS paths")},
    {"neighbor", ReadBgpNeighbor},
    {"neighbor-down"},
    {"nsf"},
    {"prefix-peer-timeout"},
    {"prefix-peer-wait"},
    {"rd"},
    {"reconnect-interval"},
    {"router-id", ReadRouterId},
    {"shutdown", ReadShutdown},
    {"suppress-fib-pending"},
    {"template", ReadBgpTemplate},
    {"timers"},
    {"update"},
    {"vrf", ReadBgpVrf},
};
static_assert(IsSorted<Keyword>(kBgpKeywords));

Verdict ReadBgpVrfLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kBgpKeywords, statement);
}

Verdict ReadBgpLine(Reader& reader, Statement& statement) {
  reader.bgp.vrf = 0;
  return reader.Dispatch(kBgpKeywords, statement);
}

}  // namespace

std::optional<bgp::BgpFamily> TakeBgpFamily(Statement& statement) {
  const Word family = statement.words.Next();
  const Word kind = statement.words.Next();
  if (family == "ipv4" && kind == "unicast") return bgp::BgpFamily::kIpv4Unicast;
  if (family == "ipv6" && kind == "unicast") return bgp::BgpFamily::kIpv6Unicast;
  if (family == "vpnv4" && kind == "unicast") return bgp::BgpFamily::kVpnIpv4;
  if (family == "vpnv6" && kind == "unicast") return bgp::BgpFamily::kVpnIpv6;
  if (family == "l2vpn" && kind == "evpn") return bgp::BgpFamily::kEvpn;
  return std::nullopt;
}

Verdict ReadRouterBgp(Reader& reader, Statement& statement) {
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  BgpText& bgp = reader.vendor.bgp;
  if (statement.negated) {
    bgp = {};
    bgp.vrfs.emplace_back();
    return kUnderstood;
  }
  if (bgp.as != 0 && bgp.as != *as) return kNotKnown;  // a device has one
  bgp.as = *as;
  bgp.span = statement.span();
  bgp.vrfs.front().span = statement.span();
  reader.Open(ReadBgpLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_nxos
