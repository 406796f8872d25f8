// `router eigrp` in both modes: classic (a number) and named (families, interfaces and topologies in blocks).

#include <fmt/format.h>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;
using routing::eigrp::EigrpMetric;

constexpr std::uint64_t kPicosecondsPerUnit = 10'000'000;  // tens of microseconds

/// Settings of `af-interface default` apply to interfaces without their own.
constexpr std::string_view kEveryInterface = "default";

Verdict ReadNetwork(Reader& reader, Statement& statement) {
  const auto address = TakeIpv4(reader, statement);
  if (!address) return kNotKnown;
  const std::uint32_t first = address->v4() >> 24U;
  const std::uint8_t class_length = first < 128 ? 8 : (first < 192 ? 16 : 24);
  net::IpAddress wildcard = net::Not(net::MaskOf(net::Family::kIpv4, class_length));
  if (!statement.words.done()) {
    const auto written = TakeIpv4(reader, statement);
    if (!written) return kNotKnown;
    // A mask in place of a wildcard is turned around.
    wildcard = net::LengthOfMask(*written) && written->v4() != 0 ? net::Not(*written) : *written;
  }
  EigrpNetworkText network{net::And(*address, net::Not(wildcard)), wildcard, statement.span()};
  std::vector<EigrpNetworkText>& networks = reader.eigrp().networks;
  std::erase_if(networks, [&network](const EigrpNetworkText& known) {
    return known.address == network.address && known.wildcard == network.wildcard;
  });
  if (!statement.negated) networks.push_back(network);
  return kUnderstood;
}

/// Five numbers; nullopt: reported.
std::optional<EigrpMetric> TakeMetric(Reader& reader, Statement& statement) {
  std::uint32_t parts[5] = {};
  for (std::uint32_t& part : parts) {
    const auto number = TakeNumber(reader, statement, 0, 0xffffffffU);
    if (!number) return std::nullopt;
    part = *number;
  }
  return EigrpMetric{parts[0], parts[1] * kPicosecondsPerUnit, parts[2], parts[3], parts[4]};
}

struct SourceWord {
  std::string_view word;
  model::RouteSource source;
  bool has_process;
};
constexpr SourceWord kSources[] = {
    {"connected", model::RouteSource::kConnected, false},
    {"static", model::RouteSource::kStatic, false},
    {"ospf", model::RouteSource::kOspf, true},
    {"eigrp", model::RouteSource::kEigrp, true},
    {"bgp", model::RouteSource::kBgp, true},
    {"rip", model::RouteSource::kRip, false},
    {"isis", model::RouteSource::kIsis, true},
};

Verdict ReadRedistribute(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const Word word = words.Next();
  const auto* source = std::ranges::find(kSources, word.text, &SourceWord::word);
  if (source == std::end(kSources)) {
    if (word == "maximum-prefix")
      return words.line().find("warning-only") != std::string_view::npos
                 ? kNoEffect
                 : NotModelled(kRouting, "limit of routes");
    return NotModelled(kRouting, "redistribution from another protocol");
  }
  EigrpRedistributeText text;
  text.value.source = source->source;
  text.value.span = statement.span();
  const std::string_view next = words.Peek().text;
  const bool option = next == "metric" || next == "route-map" || next == "match" || next == "level-1-2";
  if (source->has_process && !next.empty() && !option) text.value.process = words.Next().text;
  if (words.Accept("vrf")) return NotModelled(kRouting, "redistribution from another VRF's process");
  std::vector<EigrpRedistributeText>& all = reader.eigrp().redistributions;
  std::erase_if(all, [&text](const EigrpRedistributeText& known) {
    return known.value.source == text.value.source && known.value.process == text.value.process;
  });
  if (statement.negated) return words.Rest(), kUnderstood;
  while (!words.done()) {
    if (words.Accept("metric")) {
      text.value.metric = TakeMetric(reader, statement);
      if (!text.value.metric) return kNotKnown;
    } else if (words.Accept("route-map")) {
      text.map = {std::string(words.Next().text), statement.span()};
    } else {
      return NotModelled(kRouting, "redistribution of some kinds of routes");
    }
  }
  all.push_back(std::move(text));
  return kUnderstood;
}

Verdict ReadDefaultMetric(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.eigrp().value.default_metric = {}, statement.words.Rest(), kUnderstood;
  reader.eigrp().value.default_metric = TakeMetric(reader, statement);
  return reader.eigrp().value.default_metric ? kUnderstood : kNotKnown;
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  EigrpText& text = reader.eigrp();
  if (statement.words.Accept("default"))
    return text.passive_default = {!statement.negated, statement.span()}, kUnderstood;
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return kNotKnown;
  text.passive[name] = !statement.negated;
  return kUnderstood;
}

Verdict ReadEigrpWord(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (words.Accept("router-id")) {
    if (statement.negated) return reader.eigrp().value.router_id = {}, words.Rest(), kUnderstood;
    reader.eigrp().value.router_id = TakeIpv4(reader, statement);
    return reader.eigrp().value.router_id ? kUnderstood : kNotKnown;
  }
  if (!words.Accept("stub")) return words.Rest(), kNoEffect;  // logging, timers
  routing::eigrp::EigrpProcess& process = reader.eigrp().value;
  process.stub = !statement.negated;
  process.stub_connected = process.stub_summary = !statement.negated && words.done();
  process.stub_static = process.stub_redistributed = false;
  while (!words.done()) {
    const Word word = words.Next();
    if (word == "connected")
      process.stub_connected = true;
    else if (word == "summary")
      process.stub_summary = true;
    else if (word == "static")
      process.stub_static = true;
    else if (word == "redistributed")
      process.stub_redistributed = true;
    else if (word != "receive-only")
      return NotModelled(kRouting, "stub router that leaks routes");
  }
  return kUnderstood;
}

Verdict ReadDistance(Reader& reader, Statement& statement) {
  routing::eigrp::EigrpProcess& process = reader.eigrp().value;
  if (!statement.words.Accept("eigrp")) return NotModelled(kRouting, "distance by source");
  if (statement.negated) {
    process.distance_internal = 90, process.distance_external = 170;
    return statement.words.Rest(), kUnderstood;
  }
  const auto internal = TakeNumber(reader, statement, 1, 255);
  const auto external = internal ? TakeNumber(reader, statement, 1, 255) : std::nullopt;
  if (!external) return kNotKnown;
  process.distance_internal = *internal, process.distance_external = *external;
  return kUnderstood;
}

/// A number, or the default for a removal.
Verdict SetNumber(Reader& reader, Statement& statement, std::uint32_t& value, std::uint32_t standard,
                  std::uint32_t max) {
  if (statement.negated) return value = standard, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 1, max);
  if (!number) return kNotKnown;
  value = *number;
  return kUnderstood;
}
Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.eigrp().value.max_paths, 4, 64);
}
Verdict ReadVariance(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.eigrp().value.variance, 1, 128);
}
Verdict ReadAutoSummary(Reader& reader, Statement& statement) {
  reader.eigrp().value.auto_summary = !statement.negated;
  return kUnderstood;
}
Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.eigrp().off = !statement.negated;
  return kUnderstood;
}

Verdict ReadDistributeList(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  EigrpFilterText filter;
  filter.span = statement.span();
  if (words.Accept("gateway")) return NotModelled(kRouting, "filter by gateway");
  filter.route_map = words.Accept("route-map");
  filter.prefix_list = !filter.route_map && words.Accept("prefix");
  filter.name = words.Next().text;
  filter.in = words.Accept("in");
  if (filter.name.empty() || (!filter.in && !words.Accept("out"))) return kNotKnown;
  if (!words.done()) filter.interface = TakeInterfaceName(words);
  if (!words.done()) return NotModelled(kRouting, "filter for one source");
  std::vector<EigrpFilterText>& filters = reader.eigrp().filters;
  std::erase_if(filters, [&filter](const EigrpFilterText& known) {
    return known.in == filter.in && known.interface == filter.interface;
  });
  if (!statement.negated) filters.push_back(std::move(filter));
  return kUnderstood;
}

Verdict ReadMetricWord(Reader& reader, Statement& statement) {
  if (statement.words.Accept("rib-scale"))
    return SetNumber(reader, statement, reader.eigrp().value.rib_scale, 128, 255);
  if (statement.words.Peek() == "maximum-hops" && !statement.negated)
    return NotModelled(kRouting, "limit of EIGRP hops");
  if (!statement.words.Accept("weights")) return kNoEffect;  // metric holddown
  if (statement.negated)
    return reader.eigrp().value.k = {1, 0, 1, 0, 0, 0}, statement.words.Rest(), kUnderstood;
  statement.words.Next();  // type of service, always 0
  for (std::uint32_t& weight : reader.eigrp().value.k) {
    if (statement.words.done()) break;
    const auto number = TakeNumber(reader, statement, 0, 255);
    if (!number) return kNotKnown;
    weight = *number;
  }
  return kUnderstood;
}

Verdict ReadTrafficShare(Reader&, Statement& statement) {
  if (statement.negated || !statement.words.Accept("min")) return kNoEffect;
  return NotModelled(Impact::kForwarding, "choice among equal paths");
}

Verdict ReadFamily(Reader& reader, Statement& statement);
Verdict OpenAfInterface(Reader& reader, Statement& statement);
Verdict OpenTopology(Reader& reader, Statement& statement);

constexpr Keyword kKeywords[] = {
    {"address-family", ReadFamily},
    {"af-interface", OpenAfInterface},
    {"auto-summary", ReadAutoSummary},
    {"autonomous-system",
     [](Reader& reader, Statement& statement) {
       return SetNumber(reader, statement, reader.eigrp().value.as, 0, 65535);
     }},
    {"bfd"},
    {"default-information", nullptr, NotModelled(kRouting, "default routes kept out")},
    {"default-metric", ReadDefaultMetric},
    {"distance", ReadDistance},
    {"distribute-list", ReadDistributeList},
    {"eigrp", ReadEigrpWord},
    {"exit-address-family"},
    {"exit-af-interface"},
    {"exit-af-topology"},
    {"exit-service-family"},
    {"maximum-paths", ReadMaximumPaths},
    {"metric", ReadMetricWord},
    {"neighbor", nullptr, NotModelled(kRouting, "static EIGRP neighbour")},
    {"network", ReadNetwork},
    {"nsf"},
    {"offset-list", nullptr, NotModelled(kRouting, "offset of metrics")},
    {"passive-interface", ReadPassive},
    {"redistribute", ReadRedistribute},
    {"service-family"},
    {"shutdown", ReadShutdown},
    {"snmp"},
    {"summary-metric", nullptr, NotModelled(kRouting, "metric of a summary")},
    {"timers"},
    {"topology", OpenTopology},
    {"traffic-share", ReadTrafficShare},
    {"variance", ReadVariance},
};
static_assert(IsSorted(kKeywords));

Verdict ReadProcessLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kKeywords, statement);
}

/// Lines of the block itself, not of a family in it: back to the process that was opened first.
Verdict ReadOutermost(Reader& reader, Statement& statement) {
  reader.eigrp_index = reader.block_number;
  return ReadProcessLine(reader, statement);
}

Verdict ReadAfInterfaceLine(Reader& reader, Statement& statement) {
  EigrpText& text = reader.eigrp();
  const std::string& name = reader.block_name;
  const Word word = statement.words.Next();
  if (word == "passive-interface") {
    if (name == kEveryInterface)
      text.passive_default = {!statement.negated, statement.span()};
    else
      text.passive[name] = !statement.negated;
    return kUnderstood;
  }
  if (word == "split-horizon") return text.split_horizon[name] = !statement.negated, kUnderstood;
  if (word == "summary-address") {
    const auto prefix = TakePrefix(reader, statement);
    if (!prefix) return kNotKnown;
    std::erase(text.summaries[name], prefix->subnet());
    if (!statement.negated) text.summaries[name].push_back(prefix->subnet());
    return kUnderstood;
  }
  if (word == "authentication") {
    std::string& key = text.authentication[name];
    if (statement.negated) return key.clear(), statement.words.Rest(), kUnderstood;
    const std::string kind(statement.words.Next().text);
    if (kind != "key-chain") return statement.words.Rest(), NotModelled(kRouting, "EIGRP authentication");
    key = statement.words.Next().text;
    return NotModelled(kRouting, "EIGRP authentication");
  }
  if (word == "shutdown")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "EIGRP off on an interface");
  if (word == "next-hop-self" || word == "add-paths") return NotModelled(kRouting, "EIGRP next hop");
  const bool harmless = word == "hello-interval" || word == "hold-time" || word == "bandwidth-percent" ||
                        word == "exit-af-interface" || word == "dampening-change" ||
                        word == "dampening-interval" || word == "bfd";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict OpenAfInterface(Reader& reader, Statement& statement) {
  reader.block_name = statement.words.Peek() == kEveryInterface ? std::string(statement.words.Next().text)
                                                                : TakeInterfaceName(statement.words);
  reader.Open(ReadAfInterfaceLine, kRouting);
  return kUnderstood;
}

Verdict OpenTopology(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("base")) return NotModelled(kRouting, "further topology");
  reader.Open(ReadProcessLine, kRouting);
  return kUnderstood;
}

/// The process of a VRF below `router eigrp`: made at the first mention.
Verdict ReadFamily(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (!words.Accept("ipv4")) return NotModelled(Impact::kRouting6, "EIGRP for IPv6");
  if (words.Accept("multicast")) return words.Rest(), kNoEffect;
  words.Accept("unicast");
  EigrpText text;
  text.value.name = reader.eigrp().value.name;
  text.value.wide_metrics = !text.value.name.empty();
  text.value.span = statement.span();
  if (words.Accept("vrf")) text.value.vrf = words.Next().text;
  if (words.Accept("autonomous-system")) {
    const auto as = TakeNumber(reader, statement, 1, 65535);
    if (!as) return kNotKnown;
    text.value.as = *as;
  }
  std::vector<EigrpText>& all = reader.vendor.eigrp;
  const auto known = std::ranges::find_if(all, [&text](const EigrpText& other) {
    return other.value.name == text.value.name && other.value.vrf == text.value.vrf &&
           other.value.as == text.value.as && other.value.as != 0;
  });
  if (statement.negated) {
    if (known != all.end()) known->off = true;
    return kUnderstood;
  }
  reader.eigrp_index = static_cast<std::size_t>(known - all.begin());
  if (known == all.end()) all.push_back(std::move(text));
  reader.Open(ReadProcessLine, kRouting);
  return kUnderstood;
}

}  // namespace

Verdict OpenEigrp(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word.empty()) return kNotKnown;
  EigrpText text;
  text.value.span = statement.span();
  if (const auto as = ParseNumber(word.text, 1, 65535))
    text.value.as = *as;
  else
    text.value.name = word.text;
  text.value.wide_metrics = !text.value.name.empty();
  std::vector<EigrpText>& all = reader.vendor.eigrp;
  const auto same = [&text](const EigrpText& known) {
    return known.value.as == text.value.as && known.value.name == text.value.name && known.value.vrf.empty();
  };
  if (statement.negated) return std::erase_if(all, same), kUnderstood;
  const auto known = std::ranges::find_if(all, same);
  reader.eigrp_index = static_cast<std::size_t>(known - all.begin());
  reader.block_number = static_cast<std::uint32_t>(reader.eigrp_index);
  if (known == all.end()) all.push_back(std::move(text));
  reader.Open(ReadOutermost, kRouting);
  return kUnderstood;
}

/// `ip summary-address eigrp N A M` under an interface.
Verdict ReadEigrpSummary(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("eigrp")) return NotModelled(Impact::kRouting4, "other routing protocol");
  const auto as = TakeNumber(reader, statement, 1, 65535);
  const auto prefix = as ? TakePrefix(reader, statement) : std::nullopt;
  if (!prefix) return kNotKnown;
  if (!statement.words.done()) return NotModelled(Impact::kRouting4, "summary with a distance or a leak");
  std::vector<net::Prefix>& summaries = reader.interface().eigrp_summaries[*as];
  std::erase(summaries, prefix->subnet());
  if (!statement.negated) summaries.push_back(prefix->subnet());
  return kUnderstood;
}

Verdict ReadEigrpSplitHorizon(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("eigrp"))
    return statement.negated ? NotModelled(Impact::kRouting4, "split horizon of RIP") : kNoEffect;
  const auto as = TakeNumber(reader, statement, 1, 65535);
  if (!as) return kNotKnown;
  if (statement.negated)
    reader.interface().no_eigrp_split_horizon.insert(*as);
  else
    reader.interface().no_eigrp_split_horizon.erase(*as);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_ios
