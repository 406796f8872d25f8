// Statements about a BGP process or one of its families.

#include <algorithm>
#include <iterator>

#include "formats/bgp_text.h"
#include "formats/impacts.h"

namespace ringfence::formats {
namespace {

using model::RouteSource;

/// What the handlers of one line share.
struct Site {
  const BgpPlace& place;
  Statement& statement;
  StatementReport& report;

  WordCursor& words() const { return statement.words; }
  BgpFamilyText& family() const { return place.in_family(); }
  routing::bgp::DecisionRules& decision() const {
    if (!place.bgp.decision) place.bgp.decision = place.dialect.decision;
    return *place.bgp.decision;
  }
  Verdict Decide(bool routing::bgp::DecisionRules::* rule, bool on = true) const {
    decision().*rule = on != statement.negated;
    return kUnderstood;
  }
};

using Handler = Verdict (*)(Site& site);
struct Keyword {
  std::string_view word;
  Handler handler = nullptr;  ///< nullptr: the verdict
  Verdict verdict = kNoEffect;
};

Verdict Run(const Keyword* begin, const Keyword* end, Site& site) {
  const Word word = site.words().Next();
  const auto* keyword =
      std::find_if(begin, end, [&word](const Keyword& known) { return known.word == word.text; });
  if (keyword == end) return kNotKnown;
  if (keyword->handler != nullptr) return keyword->handler(site);
  return site.statement.negated ? kNoEffect : keyword->verdict;
}

/// Length of the class (RFC 791) of an address that is written without a mask; 0.0.0.0 is the default route.
std::uint8_t ClassLength(const net::IpAddress& address) {
  if (address.v4() == 0) return 0;
  const std::uint32_t first = address.v4() >> 24U;
  return first < 128 ? 8 : (first < 192 ? 16 : 24);
}

/// "P/len", "A mask M", "A M", or an address of a class.
std::optional<net::Prefix> TakeNetwork(Site& site) {
  const Word word = site.words().Peek();
  const auto address = net::ParseIpv4(word.text);
  if (!address) {
    const auto prefix = TakePrefix(site.report, site.statement);
    return prefix ? std::optional(prefix->subnet()) : std::nullopt;
  }
  site.words().Next();
  const bool mask = site.words().Accept("mask") || net::ParseIpv4(site.words().Peek().text);
  if (!mask) return net::Prefix::Of(*address, ClassLength(*address));
  const Word text = site.words().Next();
  const auto bits = net::ParseIpv4(text.text);
  const auto length = bits ? net::LengthOfMask(*bits) : std::nullopt;
  if (!length) return site.report.Invalid(site.statement, text, "not a network mask"), std::nullopt;
  return net::Prefix::Of(*address, *length);
}

Verdict ReadNetwork(Site& site) {
  NetworkText network;
  const auto prefix = TakeNetwork(site);
  if (!prefix) return kNotKnown;
  network.value.prefix = *prefix;
  network.value.span = site.statement.span();
  std::erase_if(site.family().networks,
                [&prefix](const NetworkText& known) { return known.value.prefix == *prefix; });
  if (site.statement.negated) return site.words().Rest(), kUnderstood;
  while (!site.words().done()) {
    if (site.words().Accept("route-map")) {
      network.map = {std::string(site.words().Next().text), site.statement.span()};
    } else if (site.words().Accept("weight")) {
      network.value.weight = site.words().AcceptNumber(0, 65535);
    } else if (site.words().Accept("backdoor")) {
      return NotModelled(kRouting, "backdoor network");
    } else {
      return kNotKnown;
    }
  }
  site.family().networks.push_back(std::move(network));
  return kUnderstood;
}

struct SourceWord {
  std::string_view word;
  RouteSource source;
  bool has_process;
};
constexpr SourceWord kSources[] = {
    {"connected", RouteSource::kConnected, false},
    {"direct", RouteSource::kConnected, false},
    {"static", RouteSource::kStatic, false},
    {"ospf", RouteSource::kOspf, true},
    {"ospf3", RouteSource::kOspf, true},
    {"ospf6", RouteSource::kOspf, false},
    {"ospfv3", RouteSource::kOspf, true},
    {"isis", RouteSource::kIsis, true},
    {"rip", RouteSource::kRip, true},
    {"ripng", RouteSource::kRip, false},
    {"eigrp", RouteSource::kEigrp, true},
    {"bgp", RouteSource::kBgp, true},
};
constexpr std::string_view kRedistributeOptions[] = {"route-map", "metric",  "match",    "include",
                                                     "level-1",   "level-2", "level-1-2"};

/// `match internal external 1 nssa-external 2`: exactly these kinds.
Verdict ReadOspfKinds(Site& site, routing::bgp::BgpRedistribution& value) {
  value.ospf_internal = value.ospf_external = false;
  while (!site.words().done()) {
    const std::string_view next = site.words().Peek().text;
    if (next == "internal")
      value.ospf_internal = true;
    else if (next == "external" || next == "nssa-external")
      value.ospf_external = true;
    else if (next == "1" || next == "2")
      return NotModelled(kRouting, "redistribution by OSPF metric type");
    else
      break;
    site.words().Next();
    // Without a number both types; with both numbers too.
    if (site.words().Accept("1") && !site.words().Accept("2") && !site.words().Accept("external"))
      return NotModelled(kRouting, "redistribution by OSPF metric type");
    if (site.words().Peek() == "2") site.words().Next();
  }
  return kUnderstood;
}

Verdict ReadRedistributeOptions(Site& site, BgpRedistributeText& text) {
  while (!site.words().done()) {
    if (site.words().Accept("route-map")) {
      text.map = {std::string(site.words().Next().text), site.statement.span()};
    } else if (site.words().Accept("metric")) {
      text.value.metric = TakeNumber(site.report, site.statement, 0, 0xffffffffU);
      if (!text.value.metric) return kNotKnown;
    } else if (site.words().Accept("match")) {
      const Verdict verdict = ReadOspfKinds(site, text.value);
      if (verdict.fate != model::Fate::kModelled) return verdict;
    } else if (site.words().Accept("level-1") || site.words().Accept("level-2")) {
      return NotModelled(kRouting, "redistribution of one level");
    } else if (!site.words().Accept("include-connected") && !site.words().Accept("level-1-2")) {
      return kNotKnown;
    }
  }
  return kUnderstood;
}

Verdict ReadRedistribute(Site& site) {
  const Word word = site.words().Next();
  const auto* source = std::ranges::find(kSources, word.text, &SourceWord::word);
  if (source == std::end(kSources)) return kNotKnown;
  BgpRedistributeText text;
  text.value.source = source->source;
  text.value.span = site.statement.span();
  text.value.ospf_external =
      source->source != RouteSource::kOspf || site.place.dialect.redistributes_ospf_external;
  const std::string_view next = site.words().Peek().text;
  const bool option = std::ranges::find(kRedistributeOptions, next) != std::end(kRedistributeOptions);
  if (source->has_process && !next.empty() && !option) text.value.process = site.words().Next().text;
  if (site.words().Accept("vrf")) return NotModelled(kRouting, "redistribution from another VRF's process");
  auto& all = site.family().redistributions;
  std::erase_if(all, [&text](const BgpRedistributeText& known) {
    return known.value.source == text.value.source && known.value.process == text.value.process;
  });
  if (site.statement.negated) return site.words().Rest(), kUnderstood;
  const Verdict verdict = ReadRedistributeOptions(site, text);
  if (verdict.fate == model::Fate::kModelled) all.push_back(std::move(text));
  return verdict;
}

Verdict ReadAggregate(Site& site) {
  AggregateText aggregate;
  const auto prefix = TakeNetwork(site);
  if (!prefix) return kNotKnown;
  aggregate.value.prefix = *prefix;
  aggregate.value.span = site.statement.span();
  std::erase_if(site.family().aggregates,
                [&prefix](const AggregateText& known) { return known.value.prefix == *prefix; });
  if (site.statement.negated) return site.words().Rest(), kUnderstood;
  const auto map = [&site](Setting<std::string>& setting) {
    setting = {std::string(site.words().Next().text), site.statement.span()};
  };
  while (!site.words().done()) {
    const Word word = site.words().Next();
    if (word == "as-set")
      aggregate.value.as_set = true;
    else if (word == "summary-only")
      aggregate.value.summary_only = true;
    else if (word == "suppress-map")
      map(aggregate.suppress_map);
    else if (word == "advertise-map")
      map(aggregate.advertise_map);
    else if (word == "attribute-map" || word == "route-map")
      map(aggregate.attribute_map);
    else
      return NotModelled(kRouting, "option of an aggregate");
  }
  site.family().aggregates.push_back(std::move(aggregate));
  return kUnderstood;
}

/// `maximum-paths N`, `maximum-paths ibgp N`, `maximum-paths eibgp N`.
Verdict ReadMaximumPaths(Site& site) {
  const bool mixed = site.words().Accept("eibgp") || site.words().Accept("mixed");
  const bool internal = !mixed && site.words().Accept("ibgp");
  BgpFamilyText& family = site.family();
  const base::Span span = site.statement.span();
  std::uint32_t count = 1;
  if (site.statement.negated) {
    site.words().Rest();
  } else {
    const auto number = TakeNumber(site.report, site.statement, 1, 65535);
    if (!number) return kNotKnown;
    count = *number;
  }
  if (site.words().Accept("ecmp")) site.words().Rest();
  if (site.words().Accept("import")) return NotModelled(kRouting, "multipath among imported routes");
  if (!internal) family.ebgp_paths = {count, span};
  if (internal || mixed) family.ibgp_paths = {count, span};
  family.mixed_multipath = mixed && !site.statement.negated;
  return kUnderstood;
}

Verdict ReadDistance(Site& site) {
  if (!site.words().Accept("bgp")) return NotModelled(kRouting, "distance by neighbour");
  BgpFamilyText& family = site.family();
  if (site.statement.negated) {
    family.distance_ebgp = family.distance_ibgp = family.distance_local = {};
    return site.words().Rest(), kUnderstood;
  }
  for (Setting<std::uint32_t>* distance :
       {&family.distance_ebgp, &family.distance_ibgp, &family.distance_local}) {
    const auto number = TakeNumber(site.report, site.statement, 1, 255);
    if (!number) return kNotKnown;
    *distance = {*number, site.statement.span()};
  }
  return kUnderstood;
}

Verdict ReadTableMap(Site& site) {
  const std::string name(site.words().Next().text);
  // Without `filter` the map changes attributes in the routing table only.
  if (!site.words().Accept("filter"))
    return NotModelled(kRouting, "attributes changed on the way to the table");
  site.family().table_map = {site.statement.negated ? "" : name, site.statement.span()};
  return kUnderstood;
}

Verdict ReadDefaultInformation(Site& site) {
  if (!site.words().Accept("originate")) return kNotKnown;
  site.family().default_information = !site.statement.negated;
  return kUnderstood;
}

Verdict ReadDefaultMetric(Site& site) {
  if (site.statement.negated) return site.family().default_metric = {}, site.words().Rest(), kUnderstood;
  const auto metric = TakeNumber(site.report, site.statement, 0, 0xffffffffU);
  if (!metric) return kNotKnown;
  site.family().default_metric = {*metric, site.statement.span()};
  return kUnderstood;
}

Verdict ReadRouterId(Site& site) {
  BgpVrfText& vrf = site.place.in_vrf();
  if (site.statement.negated) return vrf.router_id = {}, site.words().Rest(), kUnderstood;
  if (site.words().Accept("interface")) return NotModelled(kRouting, "router id of an interface");
  const auto id = TakeIpv4(site.report, site.statement);
  if (!id) return kNotKnown;
  vrf.router_id = {*id, site.statement.span()};
  return kUnderstood;
}

Verdict ReadSynchronization(Site& site) {
  return site.statement.negated ? kNoEffect : NotModelled(kRouting, "synchronisation with the IGP");
}

constexpr Keyword kFamilyKeywords[] = {
    {"aggregate-address", ReadAggregate},
    {"auto-summary", nullptr, NotModelled(kRouting, "automatic summaries")},
    {"default-information", ReadDefaultInformation},
    {"default-metric", ReadDefaultMetric},
    {"distance", ReadDistance},
    {"distribute-list", nullptr, NotModelled(kRouting, "filter on all neighbours")},
    {"import", nullptr, NotModelled(kRouting, "import of paths")},
    {"maximum-paths", ReadMaximumPaths},
    {"maximum-secondary-paths"},
    {"network", ReadNetwork},
    {"redistribute", ReadRedistribute},
    {"router-id", ReadRouterId},
    {"snmp"},
    {"synchronization", ReadSynchronization},
    {"table-map", ReadTableMap},
    {"timers"},
    {"update-delay"},
};

/// `bestpath ...`.
Verdict ReadBestpath(Site& site) {
  using routing::bgp::DecisionRules;
  WordCursor& words = site.words();
  if (words.Accept("as-path")) {
    if (words.Accept("ignore")) return site.Decide(&DecisionRules::ignore_as_path_length);
    if (words.Accept("multipath-relax")) {
      site.place.bgp.relax_as = {!site.statement.negated, site.statement.span()};
      words.Accept("no-as-set"), words.Accept("as-set");
      return kUnderstood;
    }
    return kNotKnown;
  }
  if (words.Accept("compare-routerid")) return site.Decide(&DecisionRules::oldest_external_wins, false);
  if (words.Accept("igp-metric"))
    return words.Accept("ignore") ? site.Decide(&DecisionRules::ignore_igp_metric) : kNotKnown;
  if (!words.Accept("med")) return words.Rest(), NotModelled(kRouting, "rule of the decision");
  while (!words.done()) {
    if (words.Accept("missing-as-worst"))
      site.Decide(&DecisionRules::missing_med_worst);
    else if (words.Accept("confed"))
      site.Decide(&DecisionRules::compare_confederation_med);
    else
      return kNotKnown;
  }
  return kUnderstood;
}

Verdict ReadAlwaysMed(Site& site) { return site.Decide(&routing::bgp::DecisionRules::always_compare_med); }
Verdict ReadDeterministicMed(Site& site) {
  return site.Decide(&routing::bgp::DecisionRules::deterministic_med);
}

/// `default ipv4-unicast`, `default local-preference N`.
Verdict ReadDefault(Site& site) {
  BgpText& bgp = site.place.bgp;
  if (site.words().Accept("ipv4-unicast"))
    return bgp.ipv4_active = {!site.statement.negated, site.statement.span()}, kUnderstood;
  if (!site.words().Accept("local-preference")) {
    if (site.words().Accept("route-target")) return site.words().Rest(), kNoEffect;
    return kNotKnown;
  }
  if (site.statement.negated) return bgp.local_preference = {}, site.words().Rest(), kUnderstood;
  const auto preference = TakeNumber(site.report, site.statement, 0, 0xffffffffU);
  if (!preference) return kNotKnown;
  bgp.local_preference = {*preference, site.statement.span()};
  return kUnderstood;
}

Verdict ReadClusterId(Site& site) {
  const Word word = site.words().Next();
  auto id = net::ParseIpv4(word.text);
  if (const auto number = ParseNumber(word.text, 1, 0xffffffffU)) id = net::IpAddress::V4(*number);
  if (site.statement.negated) return site.place.bgp.cluster_id = {}, kUnderstood;
  if (!id) return site.report.Invalid(site.statement, word, "not a cluster id");
  site.place.bgp.cluster_id = {*id, site.statement.span()};
  return kUnderstood;
}

Verdict ReadClientToClient(Site& site) {
  if (!site.words().Accept("reflection")) return kNotKnown;
  site.place.bgp.client_to_client = {!site.statement.negated, site.statement.span()};
  return kUnderstood;
}

Verdict ReadConfederation(Site& site) {
  BgpText& bgp = site.place.bgp;
  if (site.words().Accept("identifier")) {
    const auto as = TakeAs(site.report, site.statement);
    if (!as) return kNotKnown;
    bgp.confederation = {site.statement.negated ? 0 : *as,
                         site.statement.negated ? base::Span{} : site.statement.span()};
    return kUnderstood;
  }
  if (!site.words().Accept("peers")) return kNotKnown;
  while (!site.words().done()) {
    const auto as = TakeAs(site.report, site.statement);
    if (!as) return kNotKnown;
    std::erase(bgp.confederation_members, *as);
    if (!site.statement.negated) bgp.confederation_members.push_back(*as);
  }
  return kUnderstood;
}

Verdict ReadEnforceFirstAs(Site& site) {
  site.place.bgp.enforce_first_as = {!site.statement.negated, site.statement.span()};
  return kUnderstood;
}
Verdict ReadNeedsPolicy(Site& site) {
  site.place.bgp.needs_policy = {!site.statement.negated, site.statement.span()};
  return kUnderstood;
}
Verdict ReadInternal(Site& site) {
  site.family().redistributes_internal = !site.statement.negated;
  return kUnderstood;
}
Verdict ReadSuppressInactive(Site& site) {
  site.family().only_installed = {!site.statement.negated, site.statement.span()};
  return kUnderstood;
}

/// `listen range P peer-group G`: a neighbour without an address.
Verdict ReadListen(Site& site) {
  if (site.words().Accept("limit")) return site.words().Rest(), kNoEffect;
  if (!site.words().Accept("range")) return kNotKnown;
  const auto prefix = TakePrefix(site.report, site.statement);
  if (!prefix) return kNotKnown;
  NeighborText neighbor;
  neighbor.listen_range = prefix->subnet();
  neighbor.name = net::ToString(*neighbor.listen_range);
  neighbor.span = site.statement.span();
  const bool group =
      site.words().Accept("peer-group") || (site.words().Accept("peer") && site.words().Accept("group"));
  if (!group) return kNotKnown;
  neighbor.group = {std::string(site.words().Next().text), site.statement.span()};
  if (site.words().Accept("remote-as")) {
    const auto as = TakeAs(site.report, site.statement);
    if (!as) return kNotKnown;
    neighbor.remote_as = {*as, site.statement.span()};
    neighbor.remote_kind = {routing::bgp::RemoteAs::kNumber, site.statement.span()};
  }
  std::erase_if(site.place.in_vrf().neighbors,
                [&neighbor](const NeighborText& known) { return known.name == neighbor.name; });
  if (!site.statement.negated) site.place.in_vrf().neighbors.push_back(std::move(neighbor));
  return kUnderstood;
}

/// `additional-paths send receive`, `additional-paths select all`.
Verdict ReadAdditionalPaths(Site& site) {
  if (site.words().Accept("select")) {
    const bool plain = site.words().Accept("all") && site.words().done();
    return plain ? kNoEffect : NotModelled(kRouting, "choice of additional paths");
  }
  const Setting<bool> on{!site.statement.negated, site.statement.span()};
  while (!site.words().done()) {
    if (site.words().Accept("send"))
      site.family().add_path_send = on;
    else if (site.words().Accept("receive"))
      site.family().add_path_receive = on;
    else
      return NotModelled(kRouting, "backup paths");
  }
  return kUnderstood;
}

constexpr Keyword kOptionKeywords[] = {
    {"additional-paths", ReadAdditionalPaths},
    {"advertise-best-external", nullptr, NotModelled(kRouting, "best external path")},
    {"aggregate-timer"},
    {"always-compare-med", ReadAlwaysMed},
    {"asnotation"},
    {"bestpath", ReadBestpath},
    {"client-to-client", ReadClientToClient},
    {"cluster-id", ReadClusterId},
    {"confederation", ReadConfederation},
    {"dampening"},
    {"default", ReadDefault},
    {"deterministic-med", ReadDeterministicMed},
    {"ebgp-requires-policy", ReadNeedsPolicy},
    {"enforce-first-as", ReadEnforceFirstAs},
    {"fast-external-fallover"},
    {"graceful-restart"},
    {"inject-map", nullptr, NotModelled(kRouting, "injected routes")},
    {"listen", ReadListen},
    {"log-neighbor-changes"},
    {"maxas-limit"},
    {"nexthop"},
    {"redistribute-internal", ReadInternal},
    {"router-id", ReadRouterId},
    {"scan-time"},
    {"soft-reconfig-backup"},
    {"suppress-inactive", ReadSuppressInactive},
    {"update-delay"},
    {"upgrade-cli"},
};

}  // namespace

Verdict ReadBgpFamilyLine(const BgpPlace& place, Statement& statement, StatementReport& report) {
  if (statement.words.Accept("bgp")) return ReadBgpOption(place, statement, report);
  Site site{place, statement, report};
  return Run(std::begin(kFamilyKeywords), std::end(kFamilyKeywords), site);
}

Verdict ReadBgpOption(const BgpPlace& place, Statement& statement, StatementReport& report) {
  Site site{place, statement, report};
  return Run(std::begin(kOptionKeywords), std::end(kOptionKeywords), site);
}

}  // namespace ringfence::formats
