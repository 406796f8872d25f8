// `router isis`: one block a VRF, inside it one a family.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

IsisFamilyText& Family(Reader& reader) { return reader.isis().families[reader.family]; }

/// A level at the end of a statement: "level-1", "level-2", "level-1-2"; both when there is none.
isis::Levels TakeLevels(Statement& statement, isis::Levels otherwise) {
  if (statement.words.Accept("level-1")) return isis::kLevel1;
  if (statement.words.Accept("level-2")) return isis::kLevel2;
  if (statement.words.Accept("level-1-2")) return isis::kLevelBoth;
  return otherwise;
}

Verdict ReadLevels(Statement& statement, Setting<isis::Levels>& setting) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const isis::Levels levels = TakeLevels(statement, 0);
  if (levels == 0) return kNotKnown;
  setting = {levels, statement.span()};
  return kUnderstood;
}

Verdict ReadNet(Reader& reader, Statement& statement) {
  return SetName(reader, statement, reader.isis().net, "network entity");
}
Verdict ReadIsType(Reader& reader, Statement& statement) {
  return ReadLevels(statement, reader.isis().levels);
}

Verdict ReadMetricStyle(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("transition")) return kNotKnown;
  return SetFlag(statement, reader.isis().transition);
}

Verdict ReadOverload(Reader& reader, Statement& statement) {
  const std::string_view rest = statement.words.Rest().text;
  if (statement.negated) return reader.isis().overload = {}, kUnderstood;
  // Only for the time after a start: not the state that is looked at.
  if (rest.starts_with("on-startup")) return kNoEffect;
  reader.isis().overload = {true, statement.span()};
  return rest.empty() || rest == "always" ? kUnderstood : NotModelled(kRouting, "overload of parts");
}

Verdict ReadAttached(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.isis().attached);
}
Verdict ReadShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.isis().shutdown);
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("default")) return kNotKnown;
  return ReadLevels(statement, reader.isis().passive_default);
}

Verdict ReadReference(Reader& reader, Statement& statement) {
  Setting<std::uint64_t>& setting = reader.isis().reference_bandwidth_bps;
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 1, 4'000'000);
  if (!number) return kNotKnown;
  const bool giga = statement.words.Accept("Gbps");
  if (!giga) statement.words.Accept("Mbps");
  setting = {std::uint64_t{*number} * (giga ? 1'000'000'000U : 1'000'000U), statement.span()};
  return kUnderstood;
}

Verdict SetByLevel(Statement& statement, std::string value, std::array<Setting<std::string>, 2>& settings) {
  const isis::Levels levels = TakeLevels(statement, isis::kLevelBoth);
  Setting<std::string> setting;
  if (!statement.negated) setting = {std::move(value), statement.span()};
  if ((levels & isis::kLevel1) != 0) settings[0] = setting;
  if ((levels & isis::kLevel2) != 0) settings[1] = setting;
  return kUnderstood;
}

Verdict ReadAuthentication(Reader& reader, Statement& statement) {
  if (statement.words.Accept("key-chain")) {
    const std::string name(statement.words.Next().text);
    return SetByLevel(statement, name, reader.isis().key_chains);
  }
  return kNotKnown;
}

Verdict ReadAuthenticationType(Reader& reader, Statement& statement) {
  const std::string type(statement.words.Next().text);
  return SetByLevel(statement, type, reader.isis().authentication_types);
}

Verdict ReadAuthenticationCheck(Reader&, Statement& statement) {
  return statement.negated ? NotModelled(kRouting, "unchecked IS-IS authentication") : kNoEffect;
}

Verdict ReadIsisRedistribute(Reader& reader, Statement& statement) {
  return ReadRedistribute(reader, statement, Family(reader).redistributions);
}
Verdict ReadIsisDefault(Reader& reader, Statement& statement) {
  return ReadDefaultInformation(statement, Family(reader).default_origination);
}
Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Family(reader).maximum_paths, 1, 64);
}
Verdict ReadDistance(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Family(reader).distance, 1, 255);
}
Verdict ReadMultiTopology(Reader& reader, Statement& statement) {
  return SetFlag(statement, Family(reader).multi_topology);
}

/// `distribute level-2 into level-1 {all | route-map M}`; the other direction is automatic.
Verdict ReadDistribute(Reader& reader, Statement& statement) {
  const isis::Levels from = TakeLevels(statement, 0);
  if (from == 0 || !statement.words.Accept("into")) return kNotKnown;
  if (TakeLevels(statement, 0) == 0) return kNotKnown;
  IsisFamilyText& family = Family(reader);
  const bool all = statement.words.Accept("all");
  std::string map;
  if (!all && statement.words.Accept("route-map")) map = std::string(statement.words.Next().text);
  if (from == isis::kLevel1)
    return statement.negated || !all ? NotModelled(kRouting, "filter of level 1 routes") : kNoEffect;
  family.leak_down = {!statement.negated, statement.span()};
  family.leak_down_map = std::move(map);
  return kUnderstood;
}

Verdict ReadSummary(Reader& reader, Statement& statement) {
  const net::Family family = reader.family == 0 ? net::Family::kIpv4 : net::Family::kIpv6;
  const auto prefix = TakeSubnet(reader, statement, family);
  if (!prefix) return kNotKnown;
  isis::IsisSummary summary{.prefix = *prefix, .span = statement.span()};
  summary.into = TakeLevels(statement, isis::kLevelBoth);
  auto& summaries = Family(reader).summaries;
  std::erase_if(summaries, [&](const isis::IsisSummary& known) { return known.prefix == summary.prefix; });
  if (!statement.negated) summaries.push_back(summary);
  return kUnderstood;
}

Verdict ReadFamily(Reader& reader, Statement& statement);
Verdict ReadIsisVrf(Reader& reader, Statement& statement);

constexpr Keyword kIsisKeywords[] = {
    {"address-family", ReadFamily},
    {"adjacency-check"},
    {"advertise", nullptr, NotModelled(kRouting, "advertised interfaces")},
    {"authentication", ReadAuthentication},
    {"authentication-check", ReadAuthenticationCheck},
    {"authentication-type", ReadAuthenticationType},
    {"bfd"},
    {"default-information", ReadIsisDefault},
    {"distance", ReadDistance},
    {"distribute", ReadDistribute},
    {"flush-routes"},
    {"graceful-restart"},
    {"hostname"},
    {"is-type", ReadIsType},
    {"isolate", nullptr, NotModelled(kRouting, "isolated router")},
    {"log-adjacency-changes"},
    {"lsp-gen-interval"},
    {"lsp-mtu"},
    {"max-lsp-lifetime"},
    {"maximum-paths", ReadMaximumPaths},
    {"metric-style", ReadMetricStyle},
    {"mpls", nullptr, NotModelled(Impact::kForwarding, "MPLS")},
    {"multi-topology", ReadMultiTopology},
    {"net", ReadNet},
    {"nsf"},
    {"passive-interface", ReadPassive},
    {"redistribute", ReadIsisRedistribute},
    {"reference-bandwidth", ReadReference},
    {"segment-routing", nullptr, NotModelled(Impact::kForwarding, "segment routing")},
    {"set-attached-bit", ReadAttached},
    {"set-overload-bit", ReadOverload},
    {"shutdown", ReadShutdown},
    {"snmp"},
    {"spf-interval"},
    {"summary-address", ReadSummary},
    {"suppress", nullptr, NotModelled(kRouting, "suppressed prefixes")},
    {"table-map", nullptr, NotModelled(kRouting, "table map")},
    {"vrf", ReadIsisVrf},
    {"wide-metric-only"},
};
static_assert(IsSorted<Keyword>(kIsisKeywords));

Verdict ReadIsisFamilyLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kIsisKeywords, statement);
}

Verdict ReadIsisVrfLine(Reader& reader, Statement& statement) {
  reader.family = 0;
  return reader.Dispatch(kIsisKeywords, statement);
}

Verdict ReadIsisLine(Reader& reader, Statement& statement) {
  reader.process_vrf = 0;
  return ReadIsisVrfLine(reader, statement);
}

Verdict ReadFamily(Reader& reader, Statement& statement) {
  const Word family = statement.words.Next();
  if (!(family == "ipv4") && !(family == "ipv6")) return kNotKnown;
  if (!statement.words.Accept("unicast")) return kNoEffect;
  reader.family = family == "ipv6" ? 1 : 0;
  reader.Open(ReadIsisFamilyLine, kRouting);
  return kUnderstood;
}

Verdict ReadIsisVrf(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "VRF");
  if (!name) return kNotKnown;
  auto& vrfs = reader.vendor.isis[reader.process_index].vrfs;
  reader.process_vrf = VrfIndexIn(vrfs, VrfName(*name), statement.span());
  reader.Open(ReadIsisVrfLine, kRouting);
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterIsis(Reader& reader, Statement& statement) {
  auto tag = TakeName(reader, statement, "process");
  if (!tag) return kNotKnown;
  if (statement.negated) {
    std::erase_if(reader.vendor.isis, [&tag](const IsisText& process) { return process.tag == *tag; });
    return kUnderstood;
  }
  reader.process_index = ProcessIndexIn(reader.vendor.isis, *tag, statement.span());
  reader.process_vrf = 0;
  reader.Open(ReadIsisLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_nxos
