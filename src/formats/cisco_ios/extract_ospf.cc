// `router ospf N` and `ip ospf ...` under interfaces; other routing processes are known but not modelled.

#include <fmt/format.h>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

constexpr std::uint32_t kMetricMax = 16777214;

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
    if (!statement.words.done()) return NotModelled(Impact::kRouting4, "distance by source");
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

/// Takes `metric N`, `metric-type N`, `tag N` in any order; false when the next word is another.
struct MetricWords {
  std::optional<std::uint32_t> metric, tag;
  std::optional<ospf::ExternalType> type;

  /// nullopt: a value is invalid and was reported.
  std::optional<bool> Take(Reader& reader, Statement& statement) {
    std::optional<std::uint32_t> number;
    if (statement.words.Accept("metric")) {
      number = metric = TakeNumber(reader, statement, 0, kMetricMax);
    } else if (statement.words.Accept("metric-type")) {
      number = TakeNumber(reader, statement, 1, 2);
      if (number) type = static_cast<ospf::ExternalType>(*number);
    } else if (statement.words.Accept("tag")) {
      number = tag = TakeNumber(reader, statement, 0, 0xffffffffU);
    } else {
      return false;
    }
    return number ? std::optional(true) : std::nullopt;
  }
};

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

std::optional<ospf::RedistributionSource> SourceOf(std::string_view word) {
  if (word == "connected") return ospf::RedistributionSource::kConnected;
  if (word == "static") return ospf::RedistributionSource::kStatic;
  if (word == "ospf") return ospf::RedistributionSource::kOspf;
  if (word == "bgp") return ospf::RedistributionSource::kBgp;
  if (word == "eigrp") return ospf::RedistributionSource::kEigrp;
  if (word == "isis") return ospf::RedistributionSource::kIsis;
  if (word == "rip") return ospf::RedistributionSource::kRip;
  return std::nullopt;
}

/// Takes the tag of an IS-IS process, when the next word is no option.
std::string TakeTag(Statement& statement) {
  for (const std::string_view option :
       {"metric", "metric-type", "tag", "subnets", "route-map", "match", "level-1", "level-2", "level-1-2"}) {
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
Verdict ReadLimit(Reader&, Statement& statement) {
  const bool warns = statement.words.line().find("warning-only") != std::string_view::npos;
  return statement.negated || warns ? kNoEffect : NotModelled(Impact::kRouting4, "limit of routes");
}

Verdict ReadRedistribute(Reader& reader, Statement& statement) {
  const Word source = statement.words.Next();
  RedistributeText text;
  text.value.span = statement.span();
  text.value.classful_only = true;
  const auto kind = SourceOf(source.text);
  if (!kind) {
    if (source == "maximum-prefix") return ReadLimit(reader, statement);
    const bool known = source == "mobile" || source == "odr" || source == "lisp";
    if (known && statement.negated) return kNoEffect;
    return known ? NotModelled(Impact::kRouting4, "redistribution from another protocol") : kNotKnown;
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
  if (*kind == ospf::RedistributionSource::kIsis) text.value.process = TakeTag(statement);
  if (statement.negated) return statement.words.Rest(), RemoveRedistribution(reader.ospf(), text.value);
  MetricWords metric;
  while (!statement.words.done()) {
    const auto taken = metric.Take(reader, statement);
    if (!taken) return kNotKnown;
    if (*taken) continue;
    if (statement.words.Accept("subnets")) {
      text.value.classful_only = false;
    } else if (statement.words.Accept("route-map")) {
      text.route_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (statement.words.Accept("match")) {
      if (!TakesAllKinds(statement))
        return NotModelled(Impact::kRouting4, "redistribution of some kinds of routes");
    } else if (statement.words.Accept("nssa-only") || statement.words.Accept("vrf")) {
      return NotModelled(Impact::kRouting4, "redistribution into NSSA only or from a VRF");
    } else {
      return kNotKnown;
    }
  }
  text.value.metric = metric.metric;
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
      return NotModelled(Impact::kRouting4, "conditional default route");
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
  const auto metric = TakeNumber(reader, statement, 1, kMetricMax);
  if (!metric) return kNotKnown;
  reader.ospf().default_metric = {*metric, statement.span()};
  return kUnderstood;
}

Verdict ReadDistributeList(Reader& reader, Statement& statement) {
  DistributeListText list;
  list.span = statement.span();
  if (statement.words.Accept("route-map") || statement.words.Accept("gateway")) {
    return statement.negated ? kNoEffect : NotModelled(Impact::kRouting4, "filter by route map or gateway");
  }
  list.prefix_list = statement.words.Accept("prefix");
  list.name = std::string(statement.words.Next().text);
  list.in = statement.words.Accept("in");
  if (list.name.empty() || (!list.in && !statement.words.Accept("out"))) return kNotKnown;
  if (!statement.words.done()) {
    return statement.negated ? kNoEffect
                             : NotModelled(Impact::kRouting4, "filter for one interface or source");
  }
  std::vector<DistributeListText>& lists = reader.ospf().distribute_lists;
  std::erase_if(lists, [&list](const DistributeListText& known) { return known.in == list.in; });
  if (!statement.negated) lists.push_back(std::move(list));
  return kUnderstood;
}

/// `capability vrf-lite` takes routes that came back from a VPN.
Verdict ReadCapability(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("vrf-lite")) return kNoEffect;
  return NotModelled(Impact::kRouting4, "OSPF domain of a VPN");
}

Verdict ReadTrafficShare(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("min")) return kNoEffect;
  return NotModelled(Impact::kForwarding, "choice among equal paths");
}

Verdict ReadMaxMetric(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("router-lsa")) return kNotKnown;
  if (statement.negated) return reader.ospf().max_metric = false, statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("on-startup")) return kNoEffect;  // over soon after a restart
  if (!statement.words.done()) return NotModelled(Impact::kRouting4, "stub router with extra words");
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

Verdict ReadOspfArea(Reader& reader, Statement& statement);

constexpr Keyword kOspfKeywords[] = {
    {"area", ReadOspfArea},
    {"auto-cost", ReadAutoCost},
    {"bfd"},
    {"capability", ReadCapability},
    {"compatible", ReadCompatible},
    {"default-information", ReadDefaultInformation},
    {"default-metric", ReadDefaultMetric},
    {"discard-route", ReadDiscardRoute},
    {"distance", ReadDistance},
    {"distribute-list", ReadDistributeList},
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
    {"segment-routing", nullptr, NotModelled(Impact::kForwarding, "segment routing")},
    {"shutdown", nullptr, NotModelled(Impact::kRouting4, "process shut down")},
    {"snmp"},
    {"summary-address", nullptr, NotModelled(Impact::kRouting4, "summary of external routes")},
    {"timers"},
    {"traffic-share", ReadTrafficShare},
    {"ttl-security", nullptr, NotModelled(Impact::kRouting4, "TTL security")},
};
static_assert(IsSorted(kOspfKeywords));

ospf::OspfArea& AreaOf(OspfText& process, ospf::AreaId id, base::Span span) {
  const auto known = std::ranges::find(process.areas, id, &ospf::OspfArea::id);
  if (known != process.areas.end()) return *known;
  process.areas.push_back({.id = id, .span = span});
  return process.areas.back();
}

Verdict ReadRange(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  const auto address = TakeAddressAndMask(reader, statement);
  if (!address) return kNotKnown;
  ospf::AreaRange range;
  range.prefix = address->subnet();
  range.span = statement.span();
  std::erase_if(area.ranges, [&range](const ospf::AreaRange& known) { return known.prefix == range.prefix; });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  while (!statement.words.done()) {
    if (statement.words.Accept("not-advertise")) {
      range.advertise = false;
    } else if (statement.words.Accept("cost")) {
      range.cost = TakeNumber(reader, statement, 0, kMetricMax);
      if (!range.cost) return kNotKnown;
    } else if (!statement.words.Accept("advertise")) {
      return kNotKnown;
    }
  }
  area.ranges.push_back(range);
  return kUnderstood;
}

Verdict ReadNssaTranslate(Statement& statement, ospf::OspfArea& area) {
  if (!statement.words.Accept("type7")) return kNotKnown;
  if (statement.words.Accept("always")) return area.nssa_translate_always = true, kUnderstood;
  if (statement.words.Accept("suppress-fa")) return area.nssa_suppress_fa = true, kUnderstood;
  return kNotKnown;
}

Verdict ReadNssa(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  if (statement.negated) {
    const ospf::OspfArea old = std::move(area);
    area = {.id = old.id, .default_cost = old.default_cost, .ranges = old.ranges, .span = old.span};
    return statement.words.Rest(), kUnderstood;
  }
  area.type = ospf::AreaType::kNssa;
  MetricWords metric;
  while (!statement.words.done()) {
    const auto taken = metric.Take(reader, statement);
    if (!taken) return kNotKnown;
    if (*taken) continue;
    if (statement.words.Accept("no-redistribution")) {
      area.nssa_no_redistribution = true;
    } else if (statement.words.Accept("no-summary")) {
      area.no_summary = true;
    } else if (statement.words.Accept("default-information-originate")) {
      area.nssa_default = true;
    } else if (statement.words.Accept("translate")) {
      if (ReadNssaTranslate(statement, area).fate == model::Fate::kUnknown) return kNotKnown;
    } else {
      return kNotKnown;
    }
  }
  if (metric.metric) area.nssa_default_metric = metric.metric;
  if (metric.type) area.nssa_default_type = *metric.type;
  return kUnderstood;
}

Verdict ReadFilterList(Reader& reader, Statement& statement, const ospf::OspfArea& area) {
  if (!statement.words.Accept("prefix")) return kNotKnown;
  FilterListText list{area.id, true, std::string(statement.words.Next().text), statement.span()};
  list.in = statement.words.Accept("in");
  if (!list.in && !statement.words.Accept("out")) return kNotKnown;
  std::vector<FilterListText>& lists = reader.ospf().filter_lists;
  std::erase_if(
      lists, [&list](const FilterListText& known) { return known.area == list.area && known.in == list.in; });
  if (!statement.negated) lists.push_back(std::move(list));
  return kUnderstood;
}

Verdict ReadOspfArea(Reader& reader, Statement& statement) {
  const auto id = TakeArea(reader, statement);
  if (!id) return kNotKnown;
  OspfText& process = reader.ospf();
  if (statement.negated && statement.words.done()) {
    std::erase_if(process.areas, [&id](const ospf::OspfArea& area) { return area.id == *id; });
    return kUnderstood;
  }
  const Word word = statement.words.Next();
  if (word == "authentication") {
    const bool md5 = statement.words.Accept("message-digest");
    process.area_authentication[*id] = statement.negated ? "" : md5 ? "md5" : "text";
    return kUnderstood;
  }
  if (word == "virtual-link" || word == "sham-link") {
    return statement.negated ? kNoEffect : NotModelled(Impact::kRouting4, "virtual link");
  }
  ospf::OspfArea& area = AreaOf(process, *id, statement.span());
  if (word == "range") return ReadRange(reader, statement, area);
  if (word == "nssa") return ReadNssa(reader, statement, area);
  if (word == "filter-list") return ReadFilterList(reader, statement, area);
  if (word == "stub") {
    const bool no_summary = statement.words.Accept("no-summary");
    if (!statement.negated || !no_summary)
      area.type = statement.negated ? ospf::AreaType::kNormal : ospf::AreaType::kStub;
    area.no_summary = no_summary && !statement.negated;
    return kUnderstood;
  }
  if (word == "default-cost") {
    const auto cost =
        statement.negated ? std::optional<std::uint32_t>(1) : TakeNumber(reader, statement, 0, kMetricMax);
    if (!cost) return kNotKnown;
    area.default_cost = *cost;
    return statement.negated ? (statement.words.Rest(), kUnderstood) : kUnderstood;
  }
  return kNotKnown;
}

/// OSPFv3 routes IPv6 only, unless it has an IPv4 address family.
Verdict ReadOspfv3Line(Reader& reader, Statement& statement) {
  if (statement.words.Accept("address-family")) {
    reader.block_number = statement.words.Accept("ipv4") ? kRouting : Impact::kRouting6;
  }
  return NotModelled(static_cast<std::uint8_t>(reader.block_number), "OSPFv3");
}

Verdict OpenOspf(Reader& reader, Statement& statement) {
  const auto id = TakeNumber(reader, statement, 1, 65535);
  if (!id) return kNotKnown;
  std::vector<OspfText>& processes = reader.vendor.ospf;
  if (statement.negated) {
    std::erase_if(processes, [&id](const OspfText& process) { return process.id == *id; });
    return kUnderstood;
  }
  const std::string vrf(statement.words.Accept("vrf") ? statement.words.Next().text : std::string_view());
  const auto known = std::ranges::find(processes, *id, &OspfText::id);
  reader.ospf_index = static_cast<std::size_t>(known - processes.begin());
  if (known == processes.end()) processes.push_back({.id = *id, .span = statement.span(), .vrf = vrf});
  reader.Open(ReadOspfLine, Impact::kRouting4);
  return kUnderstood;
}

}  // namespace

Verdict ReadOspfLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kOspfKeywords, statement);
}

Verdict ReadRouter(Reader& reader, Statement& statement) {
  const Word protocol = statement.words.Next();
  if (protocol == "ospf") return OpenOspf(reader, statement);
  if (protocol == "bgp") return OpenBgp(reader, statement);
  if (protocol == "eigrp") return OpenEigrp(reader, statement);
  if (statement.negated) return kNoEffect;
  if (protocol == "ospfv3") {
    reader.block_number = Impact::kRouting6;
    reader.Open(ReadOspfv3Line, kRouting);
    return NotModelled(Impact::kRouting6, "OSPFv3");
  }
  if (protocol == "isis") return NotModelled(kRouting, "IS-IS");
  if (protocol == "rip") return NotModelled(Impact::kRouting4, "RIP");
  if (protocol == "odr" || protocol == "mobile" || protocol == "lisp")
    return NotModelled(kRouting, "other routing protocol");
  return kNotKnown;
}

}  // namespace ringfence::formats::cisco_ios
