// `router bgp`: the process, its VRFs and their address families.

#include "formats/cisco_iosxr/extract_bgp.h"

#include <algorithm>

#include <fmt/format.h>

namespace ringfence::formats::cisco_iosxr {

namespace bgp = routing::bgp;
namespace {

using model::Impact;
using model::RouteSource;

BgpFamilyText& FamilyOf(Reader& reader) { return PlaceOf(reader).in_family(); }

/// `network P [backdoor] [route-policy X]`.
Verdict ReadNetwork(Reader& reader, Statement& statement) {
  NetworkText network;
  const auto prefix = TakePrefix(reader, statement);
  if (!prefix) return kNotKnown;
  network.value.prefix = prefix->subnet();
  network.value.span = statement.span();
  std::erase_if(FamilyOf(reader).networks,
                [&network](const NetworkText& known) { return known.value.prefix == network.value.prefix; });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("backdoor")) return NotModelled(kRouting, "backdoor network");
  if (statement.words.Accept("route-policy")) {
    const Verdict verdict = SetPolicy(reader, statement, network.map);
    if (verdict.fate != model::Fate::kModelled) return verdict;
  }
  FamilyOf(reader).networks.push_back(std::move(network));
  return kUnderstood;
}

/// `match internal external [1|2] nssa-external [1|2]`: exactly these kinds.
Verdict ReadMatch(Statement& statement, routing::bgp::BgpRedistribution& value) {
  value.ospf_internal = value.ospf_external = false;
  while (!statement.words.done()) {
    const std::string_view next = statement.words.Peek().text;
    if (next == "internal")
      value.ospf_internal = true;
    else if (next == "external" || next == "nssa-external")
      value.ospf_external = true;
    else
      break;
    statement.words.Next();
    if (statement.words.Peek() == "1" || statement.words.Peek() == "2")
      return NotModelled(kRouting, "redistribution by OSPF metric type");
  }
  return kUnderstood;
}

Verdict ReadRedistributeOptions(Reader& reader, Statement& statement, BgpRedistributeText& text) {
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "route-policy") {
      const Verdict verdict = SetPolicy(reader, statement, text.map);
      if (verdict.fate != model::Fate::kModelled) return verdict;
    } else if (word == "metric") {
      text.value.metric = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!text.value.metric) return kNotKnown;
    } else if (word == "match") {
      const Verdict verdict = ReadMatch(statement, text.value);
      if (verdict.fate != model::Fate::kModelled) return verdict;
    } else if (word == "level") {
      return NotModelled(kRouting, "redistribution of one level");
    } else {
      return NotModelled(kRouting, "redistribution by kind of route");
    }
  }
  return kUnderstood;
}

Verdict ReadBgpRedistribute(Reader& reader, Statement& statement) {
  struct SourceWord {
    std::string_view word;
    RouteSource source;
    bool has_process;
  };
  constexpr SourceWord kSources[] = {{"connected", RouteSource::kConnected, false},
                                     {"eigrp", RouteSource::kEigrp, true},
                                     {"isis", RouteSource::kIsis, true},
                                     {"ospf", RouteSource::kOspf, true},
                                     {"ospfv3", RouteSource::kOspf, true},
                                     {"rip", RouteSource::kRip, false},
                                     {"static", RouteSource::kStatic, false}};
  const Word word = statement.words.Next();
  const auto* source = std::ranges::find(kSources, word.text, &SourceWord::word);
  if (source == std::end(kSources))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "redistribution from this source");
  BgpRedistributeText text;
  text.value.source = source->source;
  text.value.span = statement.span();
  if (source->has_process) {
    auto process = TakeName(reader, statement, "process");
    if (!process) return kNotKnown;
    text.value.process = std::move(*process);
  }
  auto& all = FamilyOf(reader).redistributions;
  std::erase_if(all, [&text](const BgpRedistributeText& known) {
    return known.value.source == text.value.source && known.value.process == text.value.process;
  });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  const Verdict verdict = ReadRedistributeOptions(reader, statement, text);
  if (verdict.fate == model::Fate::kModelled) all.push_back(std::move(text));
  return verdict;
}

/// The policy of an aggregate chooses its components; what it changes is looked at by the conversion.
Verdict ReadAggregate(Reader& reader, Statement& statement) {
  AggregateText aggregate;
  const auto prefix = TakePrefix(reader, statement);
  if (!prefix) return kNotKnown;
  aggregate.value.prefix = prefix->subnet();
  aggregate.value.span = statement.span();
  std::erase_if(FamilyOf(reader).aggregates, [&aggregate](const AggregateText& known) {
    return known.value.prefix == aggregate.value.prefix;
  });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "as-set") {
      aggregate.value.as_set = true;
    } else if (word == "summary-only") {
      aggregate.value.summary_only = true;
    } else if (word == "route-policy") {
      const Verdict verdict = SetPolicy(reader, statement, aggregate.advertise_map);
      if (verdict.fate != model::Fate::kModelled) return verdict;
    } else if (word != "description") {
      return NotModelled(kRouting, "option of an aggregate");
    } else {
      statement.words.Rest();
    }
  }
  FamilyOf(reader).aggregates.push_back(std::move(aggregate));
  return kUnderstood;
}

/// `maximum-paths ebgp N`, `ibgp N`, `eibgp N`.
Verdict ReadPaths(Reader& reader, Statement& statement) {
  const bool mixed = statement.words.Accept("eibgp");
  const bool internal = !mixed && statement.words.Accept("ibgp");
  if (!mixed && !internal && !statement.words.Accept("ebgp")) return kNotKnown;
  BgpFamilyText& family = FamilyOf(reader);
  Setting<std::uint32_t> count;
  const Verdict verdict = SetNumber(reader, statement, count, 1, 1024);
  if (verdict.fate != model::Fate::kModelled) return verdict;
  if (!internal) family.ebgp_paths = count;
  if (internal || mixed) family.ibgp_paths = count;
  family.mixed_multipath = mixed && !statement.negated;
  statement.words.Accept("equal-cost");
  if (statement.words.done()) return kUnderstood;
  return NotModelled(kRouting, "multipath among unequal paths");
}

Verdict ReadTablePolicy(Reader& reader, Statement& statement) {
  return SetPolicy(reader, statement, FamilyOf(reader).table_map);
}

/// `additional-paths receive`, `send`; which ones are sent is said by a policy.
Verdict ReadAdditionalPaths(Reader& reader, Statement& statement) {
  const Setting<bool> on{!statement.negated, statement.span()};
  if (statement.words.Accept("receive")) return FamilyOf(reader).add_path_receive = on, kUnderstood;
  if (statement.words.Accept("send"))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "choice of additional paths");
  if (statement.words.Accept("selection"))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "choice of additional paths");
  return kNotKnown;
}

/// The statement stands in the notation of other systems.
Verdict ReadDistance(Reader& reader, Statement& statement) {
  const base::Span span = statement.span();
  const std::string line = "distance " + std::string(statement.words.Rest().text);
  Statement again{WordCursor(line, span.file, span.line), statement.negated};
  const Verdict verdict = ReadBgpFamilyLine(PlaceOf(reader), again, reader);
  return again.words.done() ? verdict : kNotKnown;
}

/// `label mode X`; of routes outside of a VRF it says nothing.
Verdict SetLabelMode(Reader& reader, Statement& statement, const std::string& vrf, bool v6) {
  const base::Span span = statement.span();
  Setting<bool>& mode = reader.vendor.label_modes[{vrf, v6 ? 1 : 0}];
  mode = {};
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("mode")) return kNotKnown;
  const Word word = statement.words.Next();
  if (word != "per-vrf" && word != "per-prefix") {
    statement.words.Rest();
    return NotModelled(Impact::kForwarding, "labels of a VRF");
  }
  mode = {word == "per-vrf", span};
  return kUnderstood;
}

bool OpenIsIpv6(const Reader& reader) {
  return reader.bgp_family == bgp::BgpFamily::kIpv6Unicast || reader.bgp_family == bgp::BgpFamily::kVpnIpv6;
}

Verdict ReadFamilyLabel(Reader& reader, Statement& statement) {
  const std::string& vrf = PlaceOf(reader).in_vrf().vrf;
  return vrf.empty() ? kNoEffect : SetLabelMode(reader, statement, vrf, OpenIsIpv6(reader));
}

/// Both families of the VRF.
Verdict ReadVrfLabel(Reader& reader, Statement& statement) {
  const std::string& vrf = PlaceOf(reader).in_vrf().vrf;
  Statement again = statement;
  SetLabelMode(reader, again, vrf, true);
  return SetLabelMode(reader, statement, vrf, false);
}

Verdict ReadAllVrfsLine(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("label")) {
    statement.words.Rest();
    return NotModelled(kPaths, "option of all VRFs");
  }
  return SetLabelMode(reader, statement, "", OpenIsIpv6(reader));
}

/// `vrf all` below a family of VPN routes.
Verdict ReadAllVrfs(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("all") || statement.negated) return kNoEffect;
  reader.Open(ReadAllVrfsLine, kRouting);
  return kUnderstood;
}

Verdict ReadFamilyBgp(Reader& reader, Statement& statement);

constexpr Keyword kFamilyKeywords[] = {
    {"additional-paths", ReadAdditionalPaths},
    {"advertise", nullptr, NotModelled(kRouting, "further paths that are advertised")},
    {"aggregate-address", ReadAggregate},
    {"allocate-label", nullptr, NotModelled(Impact::kForwarding, "MPLS")},
    {"as-path-loopcheck"},
    {"bgp", ReadFamilyBgp},
    {"distance", ReadDistance},
    {"dynamic-med"},
    {"export", nullptr, NotModelled(kRouting, "export of paths")},
    {"global-igp-metric", nullptr, NotModelled(kRouting, "metric of the underlay")},
    {"import", nullptr, NotModelled(kRouting, "import of paths")},
    {"inter-as"},
    {"label", ReadFamilyLabel},
    {"maximum-paths", ReadPaths},
    {"network", ReadNetwork},
    {"nexthop", nullptr, NotModelled(kRouting, "choice of next hops")},
    {"optimal-route-reflection", nullptr, NotModelled(kRouting, "reflection by place")},
    {"permanent-network", nullptr, NotModelled(kRouting, "route that stays")},
    {"redistribute", ReadBgpRedistribute},
    {"retain"},
    {"segment-routing", nullptr, NotModelled(Impact::kForwarding, "segment routing")},
    {"table-policy", ReadTablePolicy},
    {"timers"},
    {"update"},
    {"vrf", ReadAllVrfs},
    {"weight"},
};
static_assert(IsSorted<Keyword>(kFamilyKeywords));

Verdict ReadFamilyLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kFamilyKeywords, statement);
}

/// `bgp attribute-download`, `bgp dampening`, `bgp origin-as ...` inside a family.
Verdict ReadFamilyBgp(Reader&, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "client-to-client")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "reflection switched off for a family");
  const bool harmless = word == "attribute-download" || word == "dampening" || word == "origin-as" ||
                        word == "label-delay" || word == "import-delay" || word == "scan-time" ||
                        word == "slow-peer";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict OpenFamily(Reader& reader, Statement& statement) {
  const FamilyWord word = TakeFamily(statement);
  if (!word.family) return word.verdict;
  reader.bgp_family = *word.family;
  if (statement.negated) return PlaceOf(reader).in_vrf().families.erase(*word.family), kUnderstood;
  BgpFamilyText& family = FamilyOf(reader);
  if (!family.span.valid()) family.span = statement.span();
  reader.Open(ReadFamilyLine, kRouting);
  return kUnderstood;
}

/// `bgp bestpath ...` that other systems do not have.
Verdict ReadBestpath(Reader& reader, Statement& statement) {
  if (statement.words.Accept("cost-community") || statement.words.Accept("aigp")) return kNoEffect;
  if (statement.words.Accept("origin-as"))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "origin validation in the decision");
  const base::Span span = statement.span();
  std::string line = "bestpath " + std::string(statement.words.Rest().text);
  if (line == "bestpath med always") line = "always-compare-med";
  Statement again{WordCursor(line, span.file, span.line), statement.negated};
  const Verdict verdict = ReadBgpOption(PlaceOf(reader), again, reader);
  return again.words.done() ? verdict : kNotKnown;
}

/// `bgp confederation peers` with one AS a line.
Verdict ReadConfederationPeer(Reader& reader, Statement& statement) {
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  std::erase(reader.vendor.bgp.confederation_members, *as);
  if (!statement.negated) reader.vendor.bgp.confederation_members.push_back(*as);
  return kUnderstood;
}

Verdict ReadProcessBgp(Reader& reader, Statement& statement) {
  BgpText& bgp = reader.vendor.bgp;
  const base::Span span = statement.span();
  if (statement.words.Accept("bestpath")) return ReadBestpath(reader, statement);
  if (statement.words.Accept("unsafe-ebgp-policy"))
    return bgp.needs_policy = {statement.negated, span}, kUnderstood;
  if (statement.words.Accept("enforce-first-as")) {
    const bool off = statement.words.Accept("disable");
    return bgp.enforce_first_as = {off == statement.negated, span}, kUnderstood;
  }
  if (statement.words.Accept("client-to-client")) {
    statement.words.Accept("reflection");
    if (statement.words.Accept("cluster-id")) return NotModelled(kRouting, "reflection by cluster");
    const bool off = statement.words.Accept("disable");
    return bgp.client_to_client = {off == statement.negated, span}, kUnderstood;
  }
  if (statement.words.Accept("multipath")) {
    if (statement.words.Accept("use")) return NotModelled(kRouting, "multipath by cluster list");
    if (!statement.words.Accept("as-path") || !statement.words.Accept("ignore")) return kNotKnown;
    statement.words.Rest();
    return statement.negated ? kNoEffect : NotModelled(kRouting, "multipath over any AS path");
  }
  constexpr std::string_view kHarmless[] = {"as-path-loopcheck",
                                            "attribute-download",
                                            "auto-policy-soft-reset",
                                            "fast-external-fallover",
                                            "graceful-maintenance",
                                            "graceful-restart",
                                            "high-priority",
                                            "import-delay",
                                            "install",
                                            "label-delay",
                                            "log",
                                            "long-lived-graceful-restart",
                                            "lpts-secure-binding",
                                            "maximum",
                                            "nopeerup-delay",
                                            "origin-as",
                                            "read-only",
                                            "scan-time",
                                            "update-delay",
                                            "write-limit"};
  if (std::ranges::find(kHarmless, statement.words.Peek().text) != std::end(kHarmless)) return kNoEffect;
  WordCursor ahead = statement.words;
  if (ahead.Accept("confederation") && ahead.Accept("peers") && ahead.done()) {
    statement.words.Rest();
    reader.Open(ReadConfederationPeer, kRouting);
    return kUnderstood;
  }
  return ReadBgpOption(PlaceOf(reader), statement, reader);
}

Verdict ReadVrfRd(Reader& reader, Statement& statement) {
  const std::string& vrf = PlaceOf(reader).in_vrf().vrf;
  if (statement.negated)
    return reader.vendor.bgp_distinguishers.erase(vrf), statement.words.Rest(), kUnderstood;
  auto name = TakeName(reader, statement, "route distinguisher");
  if (!name) return kNotKnown;
  reader.vendor.bgp_distinguishers[vrf] = std::move(*name);
  return kUnderstood;
}

/// A default metric counts for every family of the block.
Verdict ReadDefaultMetric(Reader& reader, Statement& statement) {
  Setting<std::uint32_t> metric;
  const Verdict verdict = SetNumber(reader, statement, metric, 0, 0xffffffffU);
  if (verdict.fate != model::Fate::kModelled) return verdict;
  for (auto& [kind, family] : PlaceOf(reader).in_vrf().families) family.default_metric = metric;
  return kUnderstood;
}

constexpr Keyword kVrfKeywords[] = {
    {"address-family", OpenFamily},
    {"bgp", ReadProcessBgp},
    {"default-information", nullptr, NotModelled(kRouting, "redistributed default route")},
    {"default-metric", ReadDefaultMetric},
    {"label", ReadVrfLabel},
    {"mpls"},
    {"neighbor", ReadNeighbor},
    {"rd", ReadVrfRd},
    {"segment-routing"},
    {"timers"},
};
static_assert(IsSorted<Keyword>(kVrfKeywords));

Verdict ReadBgpVrfLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kVrfKeywords, statement);
}

Verdict OpenVrf(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "VRF");
  if (!name) return kNotKnown;
  std::vector<BgpVrfText>& vrfs = reader.vendor.bgp.vrfs;
  if (*name == "all") return kNoEffect;  // label modes
  if (statement.negated) {
    std::erase_if(vrfs, [&name](const BgpVrfText& vrf) { return !vrf.vrf.empty() && vrf.vrf == *name; });
    return kUnderstood;
  }
  const BgpVrfText& vrf = VrfOf(reader.vendor.bgp, *name, statement.span());
  reader.bgp_vrf = static_cast<std::size_t>(&vrf - vrfs.data());
  reader.Open(ReadBgpVrfLine, kRouting);
  return kUnderstood;
}

constexpr Keyword kProcessKeywords[] = {
    {"address-family", OpenFamily},
    {"af-group", ReadAfGroup},
    {"bfd"},
    {"bgp", ReadProcessBgp},
    {"default-information", nullptr, NotModelled(kRouting, "redistributed default route")},
    {"default-metric", ReadDefaultMetric},
    {"ibgp"},
    {"mpls"},
    {"mvpn"},
    {"neighbor", ReadNeighbor},
    {"neighbor-group", ReadNeighborGroup},
    {"nexthop"},
    {"nsr"},
    {"rpki"},
    {"segment-routing"},
    {"session-group", ReadSessionGroup},
    {"socket"},
    {"timers"},
    {"vrf", OpenVrf},
};
static_assert(IsSorted<Keyword>(kProcessKeywords));

Verdict ReadBgpLine(Reader& reader, Statement& statement) {
  reader.bgp_vrf = 0;
  return reader.Dispatch(kProcessKeywords, statement);
}

}  // namespace

FamilyWord TakeFamily(Statement& statement) {
  using bgp::BgpFamily;
  const Word family = statement.words.Next();
  const Word kind = statement.words.Next();
  if (kind == "unicast" || kind.empty()) {
    if (family == "ipv4") return {BgpFamily::kIpv4Unicast};
    if (family == "ipv6") return {BgpFamily::kIpv6Unicast};
    if (family == "vpnv4") return {BgpFamily::kVpnIpv4};
    if (family == "vpnv6") return {BgpFamily::kVpnIpv6};
  }
  if (family == "l2vpn" && kind == "evpn") return {BgpFamily::kEvpn};
  if (kind == "flowspec") return {std::nullopt, NotModelled(kPaths, "flow specification")};
  if (kind == "labeled-unicast") return {std::nullopt, NotModelled(kPaths, "routes with labels")};
  if (kind == "sr-policy") return {std::nullopt, NotModelled(Impact::kForwarding, "segment routing")};
  if (family == "ipv4" && kind == "rt-filter") return {BgpFamily::kRouteTarget};
  const bool harmless = kind == "multicast" || kind == "mdt" || kind == "mvpn" || kind == "link-state" ||
                        kind == "vpls-vpws" || kind == "mspw" || kind == "tunnel";
  return {std::nullopt, harmless ? kNoEffect : kNotKnown};
}

Verdict ReadRouterBgp(Reader& reader, Statement& statement) {
  BgpText& bgp = reader.vendor.bgp;
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  if (statement.words.Accept("instance")) return NotModelled(kRouting, "second instance of BGP");
  if (statement.negated) {
    bgp = {};
    return kUnderstood;
  }
  if (bgp.as != 0 && bgp.as != *as) return NotModelled(kRouting, "second instance of BGP");
  bgp.as = *as;
  bgp.span = statement.span();
  VrfOf(bgp, "", statement.span());
  reader.Open(ReadBgpLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
