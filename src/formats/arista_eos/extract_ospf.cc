// `router ospf N [vrf V]`, `ipv6 router ospf N [vrf V]` and `router ospfv3 [vrf V]`: one table of statements
// serves all three. OSPFv3 written without a number is process 0.

#include <fmt/format.h>

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;
using model::RouteSource;

std::uint8_t ImpactOf(Reader& reader) {
  return reader.ospf().family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
}

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.ospf().router_id = {}, statement.words.Rest(), kUnderstood;
  const auto address = TakeAddress(reader, statement, net::Family::kIpv4);
  if (!address) return kNotKnown;
  reader.ospf().router_id = {*address, statement.span()};
  return kUnderstood;
}

/// `network A/L area X` or `network A W area X`.
Verdict ReadNetwork(Reader& reader, Statement& statement) {
  OspfNetworkText network;
  network.span = statement.span();
  if (const auto prefix = net::ParseHostPrefix(statement.words.Peek().text)) {
    statement.words.Next();
    if (prefix->address.family != net::Family::kIpv4) return kNotKnown;
    network.wildcard = net::Not(net::MaskOf(net::Family::kIpv4, prefix->length));
    network.address = prefix->subnet().address;
  } else {
    const auto address = TakeAddress(reader, statement, net::Family::kIpv4);
    const auto wildcard = address ? TakeAddress(reader, statement, net::Family::kIpv4) : std::nullopt;
    if (!wildcard) return kNotKnown;
    network.wildcard = *wildcard;
    network.address = net::And(*address, net::Not(*wildcard));
  }
  if (!statement.words.Accept("area")) return kNotKnown;
  const auto area = TakeArea(reader, statement);
  if (!area) return kNotKnown;
  network.area = *area;
  std::vector<OspfNetworkText>& networks = reader.ospf().networks;
  std::erase_if(networks, [&network](const OspfNetworkText& known) {
    return known.address == network.address && known.wildcard == network.wildcard;
  });
  if (!statement.negated) networks.push_back(network);
  return kUnderstood;
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  if (statement.words.Accept("default")) {
    reader.ospf().passive_default = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  const std::vector<std::string> names = NamesOfRange(TakeInterfaceName(statement.words));
  if (names.empty() || names.front().empty()) return kNotKnown;
  for (const std::string& name : names) reader.ospf().passive[name] = !statement.negated;
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
  if (!statement.words.Accept("rfc1583")) return kNotKnown;
  reader.ospf().rfc1583 = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.ospf().maximum_paths = {}, statement.words.Rest(), kUnderstood;
  const auto count = TakeNumber(reader, statement, 1, 600);
  if (!count) return kNotKnown;
  reader.ospf().maximum_paths = {*count, statement.span()};
  return kUnderstood;
}

Verdict ReadDistance(Reader& reader, Statement& statement) {
  ospf::OspfDistances& distances = reader.ospf().distances;
  if (!statement.words.Accept("ospf")) return kNotKnown;
  if (statement.negated) return distances = {}, statement.words.Rest(), kUnderstood;
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

std::optional<RouteSource> SourceOf(std::string_view word) {
  if (word == "connected") return RouteSource::kConnected;
  if (word == "static") return RouteSource::kStatic;
  if (word == "bgp") return RouteSource::kBgp;
  if (word == "isis") return RouteSource::kIsis;
  if (word == "ospf" || word == "ospfv3" || word == "ospfv3-external") return RouteSource::kOspf;
  if (word == "rip") return RouteSource::kRip;
  return std::nullopt;
}

Verdict ReadRedistribute(Reader& reader, Statement& statement) {
  const auto source = SourceOf(statement.words.Next().text);
  if (!source)
    return statement.negated ? kNoEffect
                             : NotModelled(ImpactOf(reader), "redistribution from another protocol");
  RedistributeText text;
  text.value.source = *source;
  text.value.span = statement.span();
  // `redistribute bgp` takes every route that BGP has put into the table.
  text.value.bgp_internal = *source == RouteSource::kBgp;
  if (statement.words.Accept("instance")) text.value.process = std::string(statement.words.Next().text);
  const auto same = [&text](const RedistributeText& known) {
    return known.value.source == text.value.source && known.value.process == text.value.process;
  };
  std::erase_if(reader.ospf().redistributions, same);
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  while (!statement.words.done()) {
    if (statement.words.Accept("route-map")) {
      text.route_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (statement.words.Accept("include") && statement.words.Accept("leaked")) {
      return NotModelled(ImpactOf(reader), "redistribution of leaked routes");
    } else if (statement.words.Accept("level-1") || statement.words.Accept("level-2") ||
               statement.words.Accept("level-1-2") || statement.words.Accept("match")) {
      return NotModelled(ImpactOf(reader), "redistribution of some kinds of routes");
    } else {
      return kNotKnown;
    }
  }
  reader.ospf().redistributions.push_back(std::move(text));
  return kUnderstood;
}

Verdict ReadDefaultInformation(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("originate")) return kNotKnown;
  if (statement.negated) return reader.ospf().default_origination = {}, statement.words.Rest(), kUnderstood;
  ospf::DefaultOrigination origination;
  origination.span = statement.span();
  while (!statement.words.done()) {
    if (statement.words.Accept("always")) {
      origination.always = true;
    } else if (statement.words.Accept("metric")) {
      const auto metric = TakeNumber(reader, statement, 1, kOspfMetricMax);
      if (!metric) return kNotKnown;
      origination.metric = *metric;
    } else if (statement.words.Accept("metric-type")) {
      const auto type = TakeNumber(reader, statement, 1, 2);
      if (!type) return kNotKnown;
      origination.type = static_cast<ospf::ExternalType>(*type);
    } else if (statement.words.Accept("route-map")) {
      return NotModelled(ImpactOf(reader), "conditional default route");
    } else {
      return kNotKnown;
    }
  }
  reader.ospf().default_origination = {origination, statement.span()};
  return kUnderstood;
}

Verdict ReadDistributeList(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("prefix-list"))
    return statement.negated ? kNoEffect : NotModelled(ImpactOf(reader), "filter by route map");
  const std::string name(statement.words.Next().text);
  if (!statement.words.Accept("in")) return kNotKnown;
  reader.ospf().distribute_list = {statement.negated ? "" : name, statement.span()};
  return kUnderstood;
}

Verdict ReadMaxMetric(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("router-lsa")) return kNotKnown;
  if (statement.negated) return reader.ospf().max_metric = false, statement.words.Rest(), kUnderstood;
  const std::string_view text = statement.words.line();
  if (text.find("on-startup") != std::string_view::npos) return kNoEffect;  // over soon after a restart
  if (!statement.words.done()) return NotModelled(ImpactOf(reader), "stub router with extra words");
  reader.ospf().max_metric = true;
  return kUnderstood;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.ospf().shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadOspfLine(Reader& reader, Statement& statement);

/// Inside `router ospfv3`.
Verdict ReadFamily(Reader& reader, Statement& statement) {
  if (statement.words.Accept("ipv4"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kRouting4, "OSPFv3 for IPv4");
  if (!statement.words.Accept("ipv6")) return kNotKnown;
  reader.Open(ReadOspfLine, ImpactOf(reader));
  return kUnderstood;
}

constexpr Keyword kOspfKeywords[] = {
    {"address-family", ReadFamily},
    {"adjacency"},
    {"area", ReadOspfArea},
    {"auto-cost", ReadAutoCost},
    {"bfd"},
    {"compatible", ReadCompatible},
    {"default-information", ReadDefaultInformation},
    {"distance", ReadDistance},
    {"distribute-list", ReadDistributeList},
    {"dn-bit-ignore", nullptr, NotModelled(Impact::kRouting4, "OSPF domain of a VPN")},
    {"fips"},
    {"graceful-restart"},
    {"graceful-restart-helper"},
    {"log-adjacency-changes"},
    {"lsa"},
    {"max-lsa"},
    {"max-metric", ReadMaxMetric},
    {"maximum-paths", ReadMaximumPaths},
    {"mpls"},
    {"network", ReadNetwork},
    {"passive-interface", ReadPassive},
    {"redistribute", ReadRedistribute},
    {"retransmission-threshold"},
    {"router-id", ReadRouterId},
    {"segment-routing", nullptr, NotModelled(Impact::kForwarding, "segment routing")},
    {"shutdown", ReadShutdown},
    {"summary-address", nullptr, NotModelled(Impact::kRouting4, "summary of external routes")},
    {"timers"},
    {"traffic-engineering"},
    {"tunnel", nullptr, NotModelled(kPaths, "tunnel")},
    {"ucmp", nullptr, NotModelled(Impact::kForwarding, "unequal cost paths")},
};
static_assert(IsSorted(std::span<const Keyword>(kOspfKeywords)));

Verdict ReadOspfLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kOspfKeywords, statement);
}

Verdict OpenProcess(Reader& reader, Statement& statement, std::uint32_t id, net::Family family) {
  const std::string vrf = TakeVrf(statement);
  std::vector<OspfText>& processes = reader.vendor.ospf;
  const auto same = [&](const OspfText& text) {
    return text.id == id && text.family == family && text.vrf == vrf;
  };
  if (statement.negated) return std::erase_if(processes, same), kUnderstood;
  const auto known = std::ranges::find_if(processes, same);
  reader.ospf_index = static_cast<std::size_t>(known - processes.begin());
  if (known == processes.end())
    processes.push_back({.id = id, .span = statement.span(), .vrf = vrf, .family = family});
  reader.Open(ReadOspfLine, ImpactOf(reader));
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterOspf(Reader& reader, Statement& statement) {
  const auto id = TakeNumber(reader, statement, 1, 65535);
  return id ? OpenProcess(reader, statement, *id, net::Family::kIpv4) : kNotKnown;
}

Verdict ReadRouterOspf6(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("ospf")) return kNotKnown;
  const auto id = TakeNumber(reader, statement, 1, 65535);
  return id ? OpenProcess(reader, statement, *id, net::Family::kIpv6) : kNotKnown;
}

Verdict ReadRouterOspfv3(Reader& reader, Statement& statement) {
  return OpenProcess(reader, statement, 0, net::Family::kIpv6);
}

}  // namespace ringfence::formats::arista_eos
