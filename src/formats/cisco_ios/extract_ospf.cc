// `router ospf N`, `ipv6 router ospf N` and `router ospfv3 N`: one set of statements, of which each notation
// has its own table. `router ospfv3` has a block for each family and VRF, of which IPv6 is read; statements
// outside these blocks are for all of them. Other routing processes are known but not modelled.

#include <fmt/format.h>

#include "formats/bfd_text.h"
#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.ospf().router_id = {}, statement.words.Rest(), kUnderstood;
  const auto address = TakeIpv4(reader, statement);
  if (!address) return kNotKnown;
  reader.ospf().router_id = {*address, statement.span()};
  return kUnderstood;
}

Verdict ReadNetwork(Reader& reader, Statement& statement) {
  const auto address = TakeIpv4(reader, statement);
  const auto wildcard = address ? TakeIpv4(reader, statement) : std::nullopt;
  if (!wildcard || !statement.words.Accept("area")) return kNotKnown;
  const auto area = TakeArea(reader, statement);
  if (!area) return kNotKnown;
  const OspfNetworkText network{net::And(*address, net::Not(*wildcard)), *wildcard, *area, statement.span()};
  std::vector<OspfNetworkText>& networks = reader.ospf().networks;
  if (!statement.negated) return networks.push_back(network), kUnderstood;
  std::erase_if(networks, [&network](const OspfNetworkText& known) {
    return known.address == network.address && known.wildcard == network.wildcard &&
           known.area == network.area;
  });
  return kUnderstood;
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  if (statement.words.Accept("default")) {
    reader.ospf().passive_default = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return kNotKnown;
  reader.ospf().passive[name] = !statement.negated;
  return kUnderstood;
}

Verdict ReadAutoCost(Reader& reader, Statement& statement) {
  if (statement.negated)
    return reader.ospf().reference_bandwidth_bps = {}, statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("reference-bandwidth")) return kNotKnown;
  const auto megabits = TakeNumber(reader, statement, 1, 4294967);
  if (!megabits) return kNotKnown;
  reader.ospf().reference_bandwidth_bps = {std::uint64_t{*megabits} * 1'000'000, statement.span()};
  return kUnderstood;
}

Verdict ReadCompatible(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("rfc1583"))
    return kNoEffect;  // rfc1587: only which type-7 defaults are installed
  reader.ospf().rfc1583 = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.ospf().maximum_paths = {}, statement.words.Rest(), kUnderstood;
  const auto count = TakeNumber(reader, statement, 1, 64);
  if (!count) return kNotKnown;
  reader.ospf().maximum_paths = {*count, statement.span()};
  return kUnderstood;
}

Verdict ReadDistance(Reader& reader, Statement& statement) {
  ospf::OspfDistances& distances = reader.ospf().distances;
  if (statement.negated) return distances = {}, statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("ospf")) {
    const auto all = TakeNumber(reader, statement, 1, 255);
    if (!all) return kNotKnown;
    if (!statement.words.done()) return NotModelled(reader.ospf_impact(), "distance by source");
    distances = {*all, *all, *all};
    return kUnderstood;
  }
  while (!statement.words.done()) {
    const Word kind = statement.words.Next();
    std::uint32_t* distance = kind == "intra-area"   ? &distances.intra
                              : kind == "inter-area" ? &distances.inter
                              : kind == "external"   ? &distances.external
                                                     : nullptr;
    if (distance == nullptr) return reader.Invalid(statement, kind, "not a kind of OSPF route");
    const auto value = TakeNumber(reader, statement, 1, 255);
    if (!value) return kNotKnown;
    *distance = *value;
  }
  return kUnderstood;
}

/// The words `internal external 1 external 2` after `match`: all three mean every route of the process.
bool TakesAllKinds(Statement& statement) {
  bool internal = false, external1 = false, external2 = false;
  while (!statement.words.done()) {
    if (statement.words.Accept("internal")) {
      internal = true;
    } else if (statement.words.Accept("external") || statement.words.Accept("nssa-external")) {
      const auto type = statement.words.AcceptNumber(1, 2);
      external1 = external1 || !type || *type == 1;
      external2 = external2 || !type || *type == 2;
    } else {
      break;
    }
  }
  return internal && external1 && external2;
}

std::optional<ospf::RedistributionSource> SourceOf(std::string_view word, net::Family family) {
  if (word == "connected") return ospf::RedistributionSource::kConnected;
  if (word == "static") return ospf::RedistributionSource::kStatic;
  if (word == "ospf") return ospf::RedistributionSource::kOspf;
  if (word == "ospfv3" && family == net::Family::kIpv6) return ospf::RedistributionSource::kOspf;
  if (word == "bgp") return ospf::RedistributionSource::kBgp;
  if (word == "eigrp") return ospf::RedistributionSource::kEigrp;
  if (word == "isis") return ospf::RedistributionSource::kIsis;
  if (word == "rip") return ospf::RedistributionSource::kRip;
  return std::nullopt;
}

/// Takes the tag of a process of IS-IS or RIPng, when the next word is no option.
std::string TakeTag(Statement& statement) {
  for (const std::string_view option : {"metric", "metric-type", "tag", "subnets", "route-map", "match",
                                        "level-1", "level-2", "level-1-2", "include-connected"}) {
    if (statement.words.Peek() == option) return "";
  }
  return std::string(statement.words.Next().text);
}

Verdict RemoveRedistribution(OspfText& process, const ospf::Redistribution& removed) {
  std::erase_if(process.redistributions, [&removed](const RedistributeText& known) {
    return known.value.source == removed.source && known.value.process == removed.process;
  });
  return kUnderstood;
}

/// A limit that only warns changes nothing.
Verdict ReadLimit(Reader& reader, Statement& statement) {
  const bool warns = statement.words.line().find("warning-only") != std::string_view::npos;
  return statement.negated || warns ? kNoEffect : NotModelled(reader.ospf_impact(), "limit of routes");
}

Verdict ReadRedistribute(Reader& reader, Statement& statement) {
  const Word source = statement.words.Next();
  RedistributeText text;
  text.value.span = statement.span();
  const bool v4 = reader.ospf().family == net::Family::kIpv4;
  text.value.classful_only = v4;
  const auto kind = SourceOf(source.text, reader.ospf().family);
  if (!kind) {
    if (source == "maximum-prefix") return ReadLimit(reader, statement);
    const bool known =
        source == "mobile" || source == "odr" || source == "lisp" || source == "nd" || source == "ospfv3";
    if (known && statement.negated) return kNoEffect;
    return known ? NotModelled(reader.ospf_impact(), "redistribution from another protocol") : kNotKnown;
  }
  text.value.source = *kind;
  if (*kind == ospf::RedistributionSource::kOspf || *kind == ospf::RedistributionSource::kEigrp) {
    const auto process = TakeNumber(reader, statement, 1, 65535);
    if (!process) return kNotKnown;
    text.value.process = fmt::format("{}", *process);
  }
  if (*kind == ospf::RedistributionSource::kBgp) {
    const auto as = TakeAs(reader, statement);
    if (!as) return kNotKnown;
    text.value.process = fmt::format("{}", *as);
  }
  const bool tagged = *kind == ospf::RedistributionSource::kIsis ||
                      (*kind == ospf::RedistributionSource::kRip && !v4);  // RIPng has names
  if (tagged) text.value.process = TakeTag(statement);
  if (statement.negated) return statement.words.Rest(), RemoveRedistribution(reader.ospf(), text.value);
  MetricWords metric;
  while (!statement.words.done()) {
    const auto taken = metric.Take(reader, statement);
    if (!taken) return kNotKnown;
    if (*taken) continue;
    if (v4 && statement.words.Accept("subnets")) {
      text.value.classful_only = false;
    } else if (statement.words.Accept("route-map")) {
      text.route_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (statement.words.Accept("match")) {
      if (!TakesAllKinds(statement))
        return NotModelled(reader.ospf_impact(), "redistribution of some kinds of routes");
    } else if (statement.words.Accept("nssa-only") || statement.words.Accept("vrf")) {
      return NotModelled(reader.ospf_impact(), "redistribution into NSSA only or from a VRF");
    } else if (statement.words.Accept("include-connected")) {
      return NotModelled(reader.ospf_impact(), "subnets of the source protocol's interfaces");
    } else {
      return kNotKnown;
    }
  }
  text.value.metric = metric.metric;
  text.typed = metric.type.has_value();
  text.value.type = metric.type.value_or(ospf::ExternalType::kType2);
  text.value.tag = metric.tag;
  RemoveRedistribution(reader.ospf(), text.value);
  reader.ospf().redistributions.push_back(std::move(text));
  return kUnderstood;
}

Verdict ReadDefaultInformation(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("originate")) return kNotKnown;
  if (statement.negated) return reader.ospf().default_origination = {}, statement.words.Rest(), kUnderstood;
  ospf::DefaultOrigination origination;
  origination.span = statement.span();
  MetricWords metric;
  while (!statement.words.done()) {
    const auto taken = metric.Take(reader, statement);
    if (!taken) return kNotKnown;
    if (*taken) continue;
    if (statement.words.Accept("route-map"))
      return NotModelled(reader.ospf_impact(), "conditional default route");
    if (!statement.words.Accept("always")) return kNotKnown;
    origination.always = true;
  }
  origination.metric = metric.metric.value_or(1);
  origination.type = metric.type.value_or(ospf::ExternalType::kType2);
  origination.tag = metric.tag;
  reader.ospf().default_origination = {origination, statement.span()};
  return kUnderstood;
}

Verdict ReadDefaultMetric(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.ospf().default_metric = {}, statement.words.Rest(), kUnderstood;
  const auto metric = TakeNumber(reader, statement, 1, kOspfMetricMax);
  if (!metric) return kNotKnown;
  reader.ospf().default_metric = {*metric, statement.span()};
  return kUnderstood;
}

Verdict ReadDistributeList(Reader& reader, Statement& statement) {
  DistributeListText list;
  list.span = statement.span();
  if (statement.words.Accept("route-map") || statement.words.Accept("gateway")) {
    return statement.negated ? kNoEffect
                             : NotModelled(reader.ospf_impact(), "filter by route map or gateway");
  }
  const bool v4 = reader.ospf().family == net::Family::kIpv4;
  list.prefix_list = statement.words.Accept(v4 ? "prefix" : "prefix-list");
  if (!v4 && !list.prefix_list) return kNotKnown;
  list.name = std::string(statement.words.Next().text);
  list.in = statement.words.Accept("in");
  if (list.name.empty() || (!list.in && !statement.words.Accept("out"))) return kNotKnown;
  if (!statement.words.done()) {
    return statement.negated ? kNoEffect
                             : NotModelled(reader.ospf_impact(), "filter for one interface or source");
  }
  std::vector<DistributeListText>& lists = reader.ospf().distribute_lists;
  std::erase_if(lists, [&list](const DistributeListText& known) { return known.in == list.in; });
  if (!statement.negated) lists.push_back(std::move(list));
  return kUnderstood;
}

/// `capability vrf-lite` takes routes that came back from a VPN.
Verdict ReadCapability(Reader& reader, Statement& statement) {
  if (statement.words.Accept("opaque")) return reader.ospf().opaque = !statement.negated, kUnderstood;
  if (!statement.words.Accept("vrf-lite")) return kNoEffect;
  reader.ospf().vrf_lite = !statement.negated;
  return kUnderstood;
}

/// `domain-id null`, `domain-id A [secondary]`, `domain-id type T value V [secondary]`.
Verdict ReadDomainId(Reader& reader, Statement& statement) {
  OspfText& process = reader.ospf();
  std::string id;
  if (statement.words.Accept("null")) {
    process.no_domain = !statement.negated;
    return kUnderstood;
  }
  if (statement.words.Accept("type")) {
    const Word type = statement.words.Next();
    if (!statement.words.Accept("value")) return kNotKnown;
    const Word value = statement.words.Next();
    const auto parsed = ParseDomainId(type.text, value.text);
    if (!parsed) return reader.Invalid(statement, value, "not a domain identifier");
    id = *parsed;
  } else if (!statement.words.done()) {
    const auto address = TakeIpv4(reader, statement);
    if (!address) return kNotKnown;
    id = DomainIdOf(address->v4(), kDomainTrailer);
  }
  const bool secondary = statement.words.Accept("secondary");
  if (secondary) {
    std::erase(process.more_domain_ids, id);
    if (!statement.negated) process.more_domain_ids.push_back(id);
  } else {
    process.domain_id = statement.negated ? "" : id;
    process.no_domain = false;
  }
  return kUnderstood;
}

Verdict ReadDomainTag(Reader& reader, Statement& statement) {
  reader.ospf().domain_tag.reset();
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  const auto tag = TakeNumber(reader, statement, 1, 0xffffffffU);
  if (!tag) return kNotKnown;
  reader.ospf().domain_tag = *tag;
  return kUnderstood;
}

Verdict ReadTrafficShare(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("min")) return kNoEffect;
  return NotModelled(Impact::kForwarding, "choice among equal paths");
}

Verdict ReadMaxMetric(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("router-lsa")) return kNotKnown;
  if (statement.negated) return reader.ospf().max_metric = false, statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("on-startup")) return kNoEffect;  // over soon after a restart
  if (!statement.words.done()) return NotModelled(reader.ospf_impact(), "stub router with extra words");
  reader.ospf().max_metric = true;
  return kUnderstood;
}

Verdict ReadDiscardRoute(Reader& reader, Statement& statement) {
  if (statement.words.Accept("external")) return kNoEffect;  // of summary-address, which is not modelled
  if (!statement.words.Accept("internal")) {
    if (statement.words.done()) reader.ospf().discard_internal = !statement.negated;
    return statement.words.done() ? kUnderstood : kNotKnown;
  }
  reader.ospf().discard_internal = !statement.negated;
  if (statement.words.done() || statement.negated) return statement.words.Rest(), kUnderstood;
  const auto distance = TakeNumber(reader, statement, 1, 254);
  if (!distance) return kNotKnown;
  reader.ospf().discard_distance = *distance;
  return kUnderstood;
}

constexpr Keyword kOspfKeywords[] = {
    {"area", ReadOspfArea},
    {"auto-cost", ReadAutoCost},
    {"bfd", ReadBfd},
    {"capability", ReadCapability},
    {"compatible", ReadCompatible},
    {"default-information", ReadDefaultInformation},
    {"default-metric", ReadDefaultMetric},
    {"discard-route", ReadDiscardRoute},
    {"distance", ReadDistance},
    {"distribute-list", ReadDistributeList},
    {"domain-id", ReadDomainId},
    {"domain-tag", ReadDomainTag},
    {"event-log"},
    {"exit-address-family"},
    {"fast-reroute", nullptr, NotModelled(Impact::kForwarding, "fast reroute")},
    {"ignore"},
    {"ispf"},
    {"limit"},
    {"log-adj-changes"},
    {"log-adjacency-changes"},
    {"max-lsa", ReadLimit},
    {"max-metric", ReadMaxMetric},
    {"maximum-paths", ReadMaximumPaths},
    {"mpls", nullptr, NotModelled(Impact::kForwarding, "MPLS")},
    {"neighbor", nullptr, NotModelled(Impact::kRouting4, "static OSPF neighbour")},
    {"network", ReadNetwork},
    {"nsf"},
    {"nsr"},
    {"passive-interface", ReadPassive},
    {"prefix-suppression", nullptr, NotModelled(Impact::kRouting4, "prefix suppression")},
    {"process-min-time"},
    {"queue-depth"},
    {"redistribute", ReadRedistribute},
    {"router-id", ReadRouterId},
    {"segment-routing", ReadOspfSr},
    {"shutdown", nullptr, NotModelled(Impact::kRouting4, "process shut down")},
    {"snmp"},
    {"summary-address", nullptr, NotModelled(Impact::kRouting4, "summary of external routes")},
    {"timers"},
    {"traffic-share", ReadTrafficShare},
    {"ttl-security", nullptr, NotModelled(Impact::kRouting4, "TTL security")},
};
static_assert(IsSorted(kOspfKeywords));

/// Statements of OSPFv3 for IPv6, in both notations.
constexpr Keyword kOspf3Keywords[] = {
    {"adjacency"},
    {"area", ReadOspfArea},
    {"auto-cost", ReadAutoCost},
    {"bfd", ReadBfd},
    {"compatible", ReadCompatible},
    {"default-information", ReadDefaultInformation},
    {"default-metric", ReadDefaultMetric},
    {"discard-route", ReadDiscardRoute},
    {"distance", ReadDistance},
    {"distribute-list", ReadDistributeList},
    {"event-log"},
    {"exit-address-family"},
    {"fast-reroute", nullptr, NotModelled(Impact::kForwarding, "fast reroute")},
    {"graceful-restart"},
    {"interface-id"},
    {"limit"},
    {"log-adjacency-changes"},
    {"manet", nullptr, NotModelled(Impact::kRouting6, "OSPF over radio networks")},
    {"max-metric", ReadMaxMetric},
    {"maximum-paths", ReadMaximumPaths},
    {"nsf"},
    {"nsr"},
    {"passive-interface", ReadPassive},
    {"prefix-suppression", nullptr, NotModelled(Impact::kRouting6, "prefix suppression")},
    {"process-min-time"},
    {"queue-depth"},
    {"redistribute", ReadRedistribute},
    {"router-id", ReadRouterId},
    {"shutdown", nullptr, NotModelled(Impact::kRouting6, "process shut down")},
    {"snmp"},
    {"summary-prefix", nullptr, NotModelled(Impact::kRouting6, "summary of external routes")},
    {"table-map", nullptr, NotModelled(Impact::kRouting6, "filter of routes by a map")},
    {"timers"},
};
static_assert(IsSorted(kOspf3Keywords));

Verdict ReadOspfLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kOspfKeywords, statement);
}

Verdict ReadOspf3Line(Reader& reader, Statement& statement) {
  return reader.Dispatch(kOspf3Keywords, statement);
}

/// Number of the process in the vendor model, made when it is new.
std::size_t ProcessIndex(Reader& reader, const OspfText& wanted) {
  std::vector<OspfText>& processes = reader.vendor.ospf;
  // OSPFv2 has numbers of its own; its process is in one VRF.
  const auto known = std::ranges::find_if(processes, [&wanted](const OspfText& process) {
    const bool same_vrf = wanted.family == net::Family::kIpv4 || process.vrf == wanted.vrf;
    return process.id == wanted.id && process.family == wanted.family && same_vrf;
  });
  if (known == processes.end()) return processes.push_back(wanted), processes.size() - 1;
  return static_cast<std::size_t>(known - processes.begin());
}

Verdict RemoveProcess(Reader& reader, std::uint32_t id, net::Family family) {
  std::erase_if(reader.vendor.ospf,
                [=](const OspfText& process) { return process.id == id && process.family == family; });
  return kUnderstood;
}

std::string TakeVrf(Statement& statement) {
  return std::string(statement.words.Accept("vrf") ? statement.words.Next().text : std::string_view());
}

Verdict ReadOspf3For4Line(Reader&, Statement& statement) {
  if (statement.words.Accept("exit-address-family")) return kNoEffect;
  return NotModelled(Impact::kRouting4, "OSPFv3 for IPv4");
}

/// `address-family ipv6 unicast [vrf V]` of `router ospfv3`.
Verdict ReadOspf3Family(Reader& reader, Statement& statement) {
  const bool v6 = statement.words.Accept("ipv6");
  if (!v6 && !statement.words.Accept("ipv4")) return kNotKnown;
  if (!v6) {
    reader.Open(ReadOspf3For4Line, Impact::kRouting4);
    return statement.negated ? kNoEffect : NotModelled(Impact::kRouting4, "OSPFv3 for IPv4");
  }
  statement.words.Accept("unicast");
  const std::uint32_t id = reader.ospf().id;
  const std::string vrf = TakeVrf(statement);
  if (!statement.words.done() || statement.negated) return kNotKnown;
  reader.ospf_index =
      ProcessIndex(reader, {.id = id, .span = statement.span(), .vrf = vrf, .family = net::Family::kIpv6});
  reader.Open(ReadOspf3Line, Impact::kRouting6);
  return kUnderstood;
}

/// A line of `router ospfv3` outside its address families.
Verdict ReadOspfv3Line(Reader& reader, Statement& statement) {
  reader.ospf_index = reader.ospf3_index;
  if (statement.words.Accept("address-family")) return ReadOspf3Family(reader, statement);
  const Verdict verdict = reader.Dispatch(kOspf3Keywords, statement);
  if (verdict.fate == model::Fate::kModelled) reader.ospf().says_for_all = true;
  return verdict;
}

Verdict OpenOspfv3(Reader& reader, Statement& statement) {
  const auto id = TakeNumber(reader, statement, 1, 65535);
  if (!id) return kNotKnown;
  if (statement.negated) return RemoveProcess(reader, *id, net::Family::kIpv6);
  reader.ospf3_index =
      ProcessIndex(reader, {.id = *id, .span = statement.span(), .vrf = {}, .family = net::Family::kIpv6});
  reader.Open(ReadOspfv3Line, Impact::kRouting6);
  return kUnderstood;
}

Verdict OpenOspf(Reader& reader, Statement& statement, net::Family family) {
  const auto id = TakeNumber(reader, statement, 1, 65535);
  if (!id) return kNotKnown;
  if (statement.negated) return RemoveProcess(reader, *id, family);
  const std::string vrf = TakeVrf(statement);
  reader.ospf_index =
      ProcessIndex(reader, {.id = *id, .span = statement.span(), .vrf = vrf, .family = family});
  reader.Open(family == net::Family::kIpv4 ? ReadOspfLine : ReadOspf3Line, reader.ospf_impact());
  return kUnderstood;
}

}  // namespace

Verdict ReadRouter(Reader& reader, Statement& statement) {
  const Word protocol = statement.words.Next();
  if (protocol == "ospf") return OpenOspf(reader, statement, net::Family::kIpv4);
  if (protocol == "ospfv3") return OpenOspfv3(reader, statement);
  if (protocol == "bgp") return OpenBgp(reader, statement);
  if (protocol == "eigrp") return OpenEigrp(reader, statement);
  if (statement.negated) return kNoEffect;
  if (protocol == "isis") return NotModelled(kRouting, "IS-IS");
  if (protocol == "rip") return NotModelled(Impact::kRouting4, "RIP");
  if (protocol == "odr" || protocol == "mobile" || protocol == "lisp")
    return NotModelled(kRouting, "other routing protocol");
  return kNotKnown;
}

Verdict ReadRouter6(Reader& reader, Statement& statement) {
  if (statement.words.Accept("ospf")) return OpenOspf(reader, statement, net::Family::kIpv6);
  return statement.negated ? kNoEffect : NotModelled(Impact::kRouting6, "IPv6 routing protocol");
}

}  // namespace ringfence::formats::cisco_ios
