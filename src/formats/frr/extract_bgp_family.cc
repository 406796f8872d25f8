// Statements of an address family: what is originated, how many paths are used, what is shared with VRFs.

#include <fmt/format.h>

#include <algorithm>

#include "formats/community_text.h"
#include "formats/frr/extract_bgp.h"
#include "formats/impacts.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

constexpr std::uint32_t kPathsMax = 256;

BgpFamilyText& FamilyText(Reader& reader) { return reader.bgp().families[reader.bgp_family]; }

/// `import vrf X`, `import vrf route-map M`, `import vpn`.
Verdict ReadImport(Reader& reader, Statement& statement) {
  BgpFamilyText& family = FamilyText(reader);
  const std::string_view what = TakeOption(statement, {"vpn", "vrf"});
  if (what == "vpn") {
    family.vpn_import = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  if (what.empty()) return kNotKnown;
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  if (name == "route-map") {
    const Word map = statement.words.Next();
    family.import_vrf_route_map = {};
    if (!statement.negated) family.import_vrf_route_map = {std::string(map.text), statement.span()};
    return kUnderstood;
  }
  const std::string vrf(name == "default" ? "" : name.text);
  std::erase_if(family.import_vrfs, [&vrf](const Setting<std::string>& known) { return known.value == vrf; });
  if (!statement.negated) family.import_vrfs.push_back({vrf, statement.span()});
  return kUnderstood;
}

Verdict ReadExport(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "vpn")) return kNotKnown;
  FamilyText(reader).vpn_export = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadRd(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "vpn") || !TakeWord(statement, "export")) return kNotKnown;
  FamilyText(reader).route_distinguisher = {};
  const Word value = statement.words.Next();
  if (!statement.negated)
    FamilyText(reader).route_distinguisher = {std::string(value.text), statement.span()};
  return kUnderstood;
}

Verdict ReadRt(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "vpn")) return kNotKnown;
  const std::string_view way = TakeOption(statement, {"both", "export", "import"});
  if (way.empty()) return kNotKnown;
  std::vector<std::string> targets;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    const auto target = RouteTarget(word.text);
    if (!target) return reader.Invalid(statement, word, fmt::format("'{}' is not a route target", word.text));
    targets.push_back(*target);
  }
  if (statement.negated) targets.clear();
  BgpFamilyText& family = FamilyText(reader);
  if (way != "export") family.import_targets = targets;
  if (way != "import") family.export_targets = targets;
  return kUnderstood;
}

Verdict ReadVpnRouteMap(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "vpn")) return kNotKnown;
  const std::string_view way = TakeOption(statement, {"export", "import"});
  if (way.empty()) return kNotKnown;
  BgpFamilyText& family = FamilyText(reader);
  Setting<std::string>& setting = way == "import" ? family.vpn_import_route_map : family.vpn_export_route_map;
  const Word name = statement.words.Next();
  setting = {};
  if (!statement.negated) setting = {std::string(name.text), statement.span()};
  return kUnderstood;
}

constexpr Verdict kLabels = NotModelled(Impact::kForwarding, "MPLS");

/// `label vpn export (auto | N)`: the number does not matter.
Verdict ReadFamilyLabel(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "vpn") || !TakeWord(statement, "export")) return statement.words.Rest(), kLabels;
  const bool one = statement.words.done() || TakeWord(statement, "auto") ||
                   statement.words.AcceptNumber(kLabelMin, kLabelMax).has_value();
  if (!one) return statement.words.Rest(), kLabels;
  FamilyText(reader).vpn_label = !statement.negated;
  return kUnderstood;
}

Verdict ReadFamilySid(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "vpn")) return statement.words.Rest(), NotModelled(kPaths, "SRv6");
  return TakeSid(statement, FamilyText(reader).sid);
}

constexpr Keyword kFamilyKeywords[] = {
    {"aggregate-address", ReadAggregate},
    {"bgp", nullptr, NotModelled(kRouting, "route flap damping")},
    {"distance", ReadBgpDistance},
    {"export", ReadExport},
    {"import", ReadImport},
    {"label", ReadFamilyLabel},
    {"maximum-paths", ReadBgpPaths},
    {"neighbor", ReadNeighborOfFamily},
    {"network", ReadBgpNetwork},
    {"nexthop", nullptr, NotModelled(kRouting, "next hop of exported VPN routes")},
    {"rd", ReadRd},
    {"redistribute", ReadBgpRedistribute},
    {"retain"},
    {"route-map", ReadVpnRouteMap},
    {"rt", ReadRt},
    {"sid", ReadFamilySid},
    {"table-map", ReadTableMap},
};
static_assert(IsSorted(kFamilyKeywords));

}  // namespace

constinit const Node kBgpFamily{kFamilyKeywords, kRouting};

Verdict TakeSid(Statement& statement, Setting<bool>& sid) {
  constexpr std::uint32_t kIndexMax = 1048575;
  const bool exports = TakeWord(statement, "export");
  const bool one = statement.words.done() || TakeWord(statement, "auto") ||
                   statement.words.AcceptNumber(1, kIndexMax).has_value();
  if (!exports || !one || !statement.words.done()) return statement.words.Rest(), NotModelled(kPaths, "SRv6");
  sid = {};
  if (!statement.negated) sid = {true, statement.span()};
  return kUnderstood;
}

net::Family FamilyOf(bgp::BgpFamily family) {
  const bool v6 = family == bgp::BgpFamily::kIpv6Unicast || family == bgp::BgpFamily::kVpnIpv6;
  return v6 ? net::Family::kIpv6 : net::Family::kIpv4;
}

Verdict ReadBgpNetwork(Reader& reader, Statement& statement) {
  auto host = TakeHostPrefix(statement, FamilyOf(reader.bgp_family));
  if (!host) {
    const auto address =
        FamilyOf(reader.bgp_family) == net::Family::kIpv4 ? TakeIpv4(statement) : std::nullopt;
    if (!address) return kNotKnown;
    const auto mask = TakeWord(statement, "mask") ? TakeIpv4(statement) : std::nullopt;
    const auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
    if (!length) return NotModelled(kRouting, "classful network");
    host = net::HostPrefix{*address, *length};
  }
  BgpNetworkText network;
  network.prefix = host->subnet();
  network.span = statement.span();
  while (!statement.words.done()) {
    const std::string_view option = TakeOption(statement, {"backdoor", "label-index", "route-map"});
    if (option != "route-map")
      return option.empty() ? kNotKnown : NotModelled(kRouting, "backdoor or labelled network");
    network.route_map = {std::string(statement.words.Next().text), statement.span()};
  }
  std::vector<BgpNetworkText>& networks = FamilyText(reader).networks;
  std::erase_if(networks, [&network](const BgpNetworkText& known) { return known.prefix == network.prefix; });
  if (!statement.negated) networks.push_back(std::move(network));
  return kUnderstood;
}

Verdict ReadBgpRedistribute(Reader& reader, Statement& statement) {
  RedistributeText text;
  bool known = false;
  const auto source = TakeSource(statement, known);
  text.span = statement.span();
  text.family = FamilyOf(reader.bgp_family);
  if (!source) {
    if (!known) return kNotKnown;
    return statement.negated ? kNoEffect : NotModelled(kRouting, "routes of a protocol not modelled");
  }
  text.source = *source;
  if (const auto id = statement.words.AcceptNumber(1, 65535)) text.process = std::to_string(*id);
  while (!statement.words.done()) {
    const std::string_view option = TakeOption(statement, {"metric", "route-map"});
    if (option == "metric") {
      text.metric = TakeNumber(reader, statement, 0, 0xffffffff);
      if (!text.metric) return kNotKnown;
    } else if (option == "route-map") {
      text.route_map = {std::string(statement.words.Next().text), statement.span()};
    } else {
      return kNotKnown;
    }
  }
  std::vector<RedistributeText>& all = FamilyText(reader).redistributions;
  std::erase_if(all, [&text](const RedistributeText& other) {
    return other.source == text.source && other.process == text.process;
  });
  if (!statement.negated) all.push_back(std::move(text));
  return kUnderstood;
}

Verdict ReadAggregate(Reader& reader, Statement& statement) {
  auto host = TakeHostPrefix(statement, FamilyOf(reader.bgp_family));
  if (!host) {
    const auto address = TakeIpv4(statement);
    const auto mask = address ? TakeIpv4(statement) : std::nullopt;
    const auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
    if (!length) return kNotKnown;
    host = net::HostPrefix{*address, *length};
  }
  BgpAggregateText aggregate;
  aggregate.value.prefix = host->subnet();
  aggregate.value.span = statement.span();
  while (!statement.words.done()) {
    const std::string_view option =
        TakeOption(statement, {"as-set", "matching-MED-only", "matching-med-only", "origin", "route-map",
                               "summary-only", "suppress-map"});
    if (option == "as-set") {
      aggregate.value.as_set = true;
    } else if (option == "summary-only") {
      aggregate.value.summary_only = true;
    } else if (option == "route-map") {
      aggregate.route_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (option == "suppress-map") {
      aggregate.suppress_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (option == "origin") {
      const std::string_view origin = TakeOption(statement, {"egp", "igp", "incomplete"});
      if (origin.empty()) return kNotKnown;
      aggregate.value.origin_of_contributors = false;
      aggregate.value.origin = origin == "igp"   ? model::BgpOrigin::kIgp
                               : origin == "egp" ? model::BgpOrigin::kEgp
                                                 : model::BgpOrigin::kIncomplete;
    } else {
      return option.empty() ? kNotKnown : NotModelled(kRouting, "aggregate with conditions");
    }
  }
  std::vector<BgpAggregateText>& all = FamilyText(reader).aggregates;
  std::erase_if(all, [&aggregate](const BgpAggregateText& known) {
    return known.value.prefix == aggregate.value.prefix;
  });
  if (!statement.negated) all.push_back(std::move(aggregate));
  return kUnderstood;
}

Verdict ReadBgpDistance(Reader& reader, Statement& statement) {
  BgpFamilyText& family = FamilyText(reader);
  if (!TakeWord(statement, "bgp")) return NotModelled(kRouting, "distance by source");
  if (statement.negated) {
    family.distance_ebgp.reset(), family.distance_ibgp.reset(), family.distance_local.reset();
    return statement.words.Rest(), kUnderstood;
  }
  const auto external = TakeNumber(reader, statement, 1, 255);
  const auto internal = external ? TakeNumber(reader, statement, 1, 255) : std::nullopt;
  const auto local = internal ? TakeNumber(reader, statement, 1, 255) : std::nullopt;
  if (!local) return kNotKnown;
  family.distance_ebgp = external;
  family.distance_ibgp = internal;
  family.distance_local = local;
  return kUnderstood;
}

Verdict ReadBgpPaths(Reader& reader, Statement& statement) {
  const bool internal = TakeWord(statement, "ibgp");
  std::optional<std::uint32_t> count;
  if (!statement.negated) {
    count = TakeNumber(reader, statement, 1, kPathsMax);
    if (!count) return kNotKnown;
    if (TakeWord(statement, "equal-cluster-length"))
      return NotModelled(kRouting, "paths of equal cluster length only");
  } else {
    statement.words.Rest();
  }
  BgpFamilyText& family = FamilyText(reader);
  (internal ? family.ibgp_paths_max : family.ebgp_paths_max) = count;
  return kUnderstood;
}

Verdict ReadTableMap(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  FamilyText(reader).table_map = {};
  if (!statement.negated) FamilyText(reader).table_map = {std::string(name.text), statement.span()};
  return kUnderstood;
}

}  // namespace ringfence::formats::frr
