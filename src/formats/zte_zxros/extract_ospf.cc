// `router ospf N [vrf V]` with its areas and their interfaces.

#include <algorithm>

#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {
namespace {

using model::RouteSource;

constexpr std::uint32_t kMetricMax = 16777214;

Verdict Without(Statement& statement, std::string_view feature) {
  statement.words.Rest();
  return statement.negated ? kNoEffect : NotModelled(kRouting, feature);
}

// Inside `interface X` of an area.

Verdict ReadType(Reader& reader, Statement& statement) {
  struct TypeWord {
    std::string_view word;
    ospf::NetworkType type;
  };
  constexpr TypeWord kTypes[] = {{"broadcast", ospf::NetworkType::kBroadcast},
                                 {"non-broadcast", ospf::NetworkType::kNonBroadcast},
                                 {"point-to-multipoint", ospf::NetworkType::kPointToMultipoint},
                                 {"point-to-point", ospf::NetworkType::kPointToPoint}};
  Setting<ospf::NetworkType>& type = reader.ospf_port().type;
  if (statement.negated) return type = {}, statement.words.Rest(), kUnderstood;
  const Word word = statement.words.Next();
  const auto* found = std::ranges::find(kTypes, word.text, &TypeWord::word);
  if (found == std::end(kTypes)) return kNotKnown;
  type = {found->type, statement.span()};
  return kUnderstood;
}

Verdict ReadPort(Reader& reader, Statement& statement) {
  OspfInterfaceText& port = reader.ospf_port();
  const Word word = statement.words.Next();
  if (word == "cost") return SetNumber(reader, statement, port.cost, 1, 65535);
  if (word == "hello-interval") return SetNumber(reader, statement, port.hello_s, 1, 65535);
  if (word == "dead-interval") return SetNumber(reader, statement, port.dead_s, 1, 65535);
  if (word == "priority") return SetNumber(reader, statement, port.priority, 0, 255);
  if (word == "network") return ReadType(reader, statement);
  if (word == "mtu-ignore") return port.mtu_ignore = !statement.negated, kUnderstood;
  if (word == "passive") return port.passive = !statement.negated, kUnderstood;
  if (word == "retransmit-interval" || word == "transmit-delay") return statement.words.Rest(), kNoEffect;
  return Without(statement, "option of an OSPF interface");
}

// Inside `area X`.

ospf::OspfArea& Area(Reader& reader) {
  return *std::ranges::find(reader.ospf().areas, reader.area, &ospf::OspfArea::id);
}

void AddArea(Reader& reader, ospf::AreaId id, base::Span span) {
  std::vector<ospf::OspfArea>& areas = reader.ospf().areas;
  if (std::ranges::find(areas, id, &ospf::OspfArea::id) == areas.end())
    areas.push_back({.id = id, .span = span});
}

/// `network A W [area X]`.
Verdict ReadNetwork(Reader& reader, Statement& statement, std::optional<ospf::AreaId> area) {
  OspfNetworkText network;
  const auto address = TakeIpv4(reader, statement);
  const auto wildcard = address ? TakeIpv4(reader, statement) : std::nullopt;
  if (!wildcard) return kNotKnown;
  if (!area) {
    if (!statement.words.Accept("area")) return kNotKnown;
    area = TakeArea(reader, statement);
  }
  if (!area) return kNotKnown;
  network.address = net::And(*address, net::Not(*wildcard));
  network.wildcard = *wildcard;
  network.area = *area;
  network.span = statement.span();
  std::vector<OspfNetworkText>& all = reader.ospf().networks;
  std::erase_if(all, [&network](const OspfNetworkText& known) {
    return known.address == network.address && known.wildcard == network.wildcard;
  });
  if (statement.negated) return kUnderstood;
  AddArea(reader, *area, statement.span());
  all.push_back(network);
  return kUnderstood;
}

Verdict ReadAreaInterface(Reader& reader, Statement& statement) {
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return kNotKnown;
  std::vector<OspfInterfaceText>& ports = reader.ospf().interfaces;
  const auto same = [&](const OspfInterfaceText& known) {
    return known.name == name && known.area == reader.area;
  };
  if (statement.negated) return std::erase_if(ports, same), kUnderstood;
  const auto known = std::ranges::find_if(ports, same);
  reader.port_index = static_cast<std::size_t>(known - ports.begin());
  if (known == ports.end()) {
    OspfInterfaceText& port = ports.emplace_back();
    port.name = name;
    port.area = reader.area;
    port.span = statement.span();
  }
  reader.Open(ReadPort, kRouting);
  return kUnderstood;
}

Verdict ReadAreaLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  ospf::OspfArea& area = Area(reader);
  if (word == "network") return ReadNetwork(reader, statement, reader.area);
  if (word == "interface") return ReadAreaInterface(reader, statement);
  if (word == "stub") {
    area.no_summary = statement.words.Accept("no-summary") && !statement.negated;
    area.type = statement.negated ? ospf::AreaType::kNormal : ospf::AreaType::kStub;
    return kUnderstood;
  }
  if (word == "default-cost") {
    Setting<std::uint32_t> cost;
    const Verdict verdict = SetNumber(reader, statement, cost, 0, 65535);
    if (verdict.fate == model::Fate::kModelled) area.default_cost = cost.value_or(1);
    return verdict;
  }
  return Without(statement, "option of an OSPF area");
}

Verdict ReadArea(Reader& reader, Statement& statement) {
  const auto area = TakeArea(reader, statement);
  if (!area) return kNotKnown;
  if (statement.negated || !statement.words.done()) return Without(statement, "option of an OSPF area");
  reader.area = *area;
  AddArea(reader, *area, statement.span());
  reader.Open(ReadAreaLine, kRouting);
  return kUnderstood;
}

// Inside the process.

struct SourceWord {
  std::string_view word;
  RouteSource source;
  bool has_process = false, internal_only = false;
};
constexpr SourceWord kSources[] = {{"bgp-ext", RouteSource::kBgp, true},
                                   {"bgp-int", RouteSource::kBgp, true, true},
                                   {"connected", RouteSource::kConnected},
                                   {"isis-1-2", RouteSource::kIsis, true},
                                   {"rip", RouteSource::kRip},
                                   {"static", RouteSource::kStatic}};

Verdict ReadRedistribute(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  const auto* source = std::ranges::find(kSources, word.text, &SourceWord::word);
  if (source == std::end(kSources)) return Without(statement, "redistribution of one kind of routes");
  RedistributeText text;
  text.value.source = source->source;
  text.internal_only = source->internal_only;
  text.value.span = statement.span();
  const auto number = source->has_process ? statement.words.AcceptNumber(0, 0xffffffffU) : std::nullopt;
  if (number && source->source != RouteSource::kBgp) text.value.process = std::to_string(*number);
  auto& all = reader.ospf().redistributions;
  std::erase_if(all, [&text](const RedistributeText& known) {
    return known.value.source == text.value.source && known.value.process == text.value.process &&
           known.internal_only == text.internal_only;
  });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  const Verdict verdict = TakeOspfOptions(reader, statement, text);
  if (verdict.fate == model::Fate::kModelled) all.push_back(std::move(text));
  return verdict;
}

/// `notify default route [always] [metric N] [metric-type ext-N] [tag N]`.
Verdict ReadNotify(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("default") || !statement.words.Accept("route")) return kNotKnown;
  Setting<ospf::DefaultOrigination>& origination = reader.ospf().default_origination;
  if (statement.negated) return origination = {}, statement.words.Rest(), kUnderstood;
  ospf::DefaultOrigination value;
  value.always = statement.words.Accept("always");
  RedistributeText options;
  const Verdict verdict = TakeOspfOptions(reader, statement, options);
  if (verdict.fate != model::Fate::kModelled) return verdict;
  if (!options.value.metric) return NotModelled(kRouting, "metric that no word gives");
  if (options.route_map.set()) return NotModelled(kRouting, "condition of a default route");
  value.metric = *options.value.metric;
  value.type = options.value.type;
  value.tag = options.value.tag;
  value.span = statement.span();
  origination = {value, statement.span()};
  return kUnderstood;
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  if (statement.words.Accept("default"))
    return reader.ospf().passive_default = !statement.negated, kUnderstood;
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return kNotKnown;
  reader.ospf().passive[name] = !statement.negated;
  return kUnderstood;
}

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  Setting<net::IpAddress>& id = reader.ospf().router_id;
  if (statement.negated) return id = {}, statement.words.Rest(), kUnderstood;
  const auto address = TakeIpv4(reader, statement);
  if (!address) return kNotKnown;
  id = {*address, statement.span()};
  return kUnderstood;
}

Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.ospf().maximum_paths, 1, 64);
}
Verdict ReadDistance(Reader& reader, Statement& statement) {
  if (!statement.negated && !ParseNumber(statement.words.Peek().text, 1, 255))
    return Without(statement, "distances of kinds of OSPF routes");
  return SetNumber(reader, statement, reader.ospf().distance, 1, 255);
}
Verdict ReadAutoCost(Reader& reader, Statement& statement) {
  if (!statement.negated && !statement.words.Accept("reference-bandwidth")) return kNotKnown;
  return SetNumber(reader, statement, reader.ospf().reference_mbps, 1, 4294967);
}
Verdict ReadProcessNetwork(Reader& reader, Statement& statement) {
  return ReadNetwork(reader, statement, std::nullopt);
}

constexpr Keyword kLines[] = {
    {"area", ReadArea},
    {"auto-cost", ReadAutoCost},
    {"distance", ReadDistance},
    {"log-adjacency-changes"},
    {"maximum-paths", ReadMaximumPaths},
    {"network", ReadProcessNetwork},
    {"notify", ReadNotify},
    {"passive-interface", ReadPassive},
    {"redistribute", ReadRedistribute},
    {"router-id", ReadRouterId},
    {"timers"},
};
static_assert(IsSorted(std::span<const Keyword>(kLines)));

Verdict ReadLine(Reader& reader, Statement& statement) {
  const bool known = std::ranges::any_of(
      kLines, [&](const Keyword& keyword) { return statement.words.Peek() == keyword.word; });
  return known ? reader.Dispatch(kLines, statement) : Without(statement, "option of OSPF");
}

}  // namespace

Verdict TakeOspfOptions(Reader& reader, Statement& statement, RedistributeText& text) {
  while (!statement.words.done()) {
    if (statement.words.Accept("metric")) {
      text.value.metric = TakeNumber(reader, statement, 0, kMetricMax);
      if (!text.value.metric) return kNotKnown;
    } else if (statement.words.Accept("tag")) {
      text.value.tag = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!text.value.tag) return kNotKnown;
    } else if (statement.words.Accept("route-map")) {
      text.route_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (statement.words.Accept("metric-type")) {
      const Word word = statement.words.Next();
      if (word != "ext-1" && word != "ext-2") return kNotKnown;
      text.value.type = word == "ext-1" ? ospf::ExternalType::kType1 : ospf::ExternalType::kType2;
    } else {
      return kNotKnown;
    }
  }
  return kUnderstood;
}

Verdict ReadRouterOspf(Reader& reader, Statement& statement) {
  const auto id = TakeNumber(reader, statement, 1, 65535);
  if (!id) return kNotKnown;
  const bool in_vrf = statement.words.Accept("vrf");
  const std::string vrf(in_vrf ? statement.words.Next().text : std::string_view());
  if (in_vrf && vrf.empty()) return kNotKnown;
  std::vector<OspfText>& all = reader.vendor.ospf;
  const auto same = [&id](const OspfText& known) { return known.id == *id; };
  if (statement.negated) return std::erase_if(all, same), kUnderstood;
  const auto known = std::ranges::find_if(all, same);
  reader.process_index = static_cast<std::size_t>(known - all.begin());
  if (known == all.end()) {
    OspfText& process = all.emplace_back();
    process.id = *id;
    process.vrf = vrf;
    process.span = statement.span();
  } else if (known->vrf != vrf) {
    return NotModelled(kRouting, "one OSPF process in two VRFs");
  }
  reader.Open(ReadLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::zte_zxros
