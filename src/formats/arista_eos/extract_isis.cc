// `router isis TAG` and `isis ...` under interfaces.

#include <fmt/format.h>

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;
using model::RouteSource;

constexpr std::uint32_t kMetricMax = 16777215;

std::optional<isis::Levels> LevelsOf(std::string_view word) {
  if (word == "level-1") return isis::kLevel1;
  if (word == "level-2" || word == "level-2-only") return isis::kLevel2;
  if (word == "level-1-2") return isis::kLevelBoth;
  return std::nullopt;
}

/// Takes `level-1` or `level-2` if it follows: 1, 2, or 0 for both.
std::uint32_t TakeLevel(Statement& statement) {
  if (statement.words.Accept("level-1")) return 1;
  return statement.words.Accept("level-2") ? 2 : 0;
}

Verdict ReadNet(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word.empty()) return reader.Invalid(statement, word, "the network entity title is missing");
  reader.isis().net = {statement.negated ? "" : std::string(word.text), statement.span()};
  return kUnderstood;
}

Verdict ReadType(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.isis().levels = {}, statement.words.Rest(), kUnderstood;
  const Word word = statement.words.Next();
  const auto levels = LevelsOf(word.text);
  if (!levels) return reader.Invalid(statement, word, fmt::format("'{}' is not a set of levels", word.text));
  reader.isis().levels = {*levels, statement.span()};
  return kUnderstood;
}

Verdict ReadOverload(Reader& reader, Statement& statement) {
  if (statement.words.Accept("on-startup")) return kNoEffect;  // over soon after a restart
  reader.isis().overload = !statement.negated;
  return kUnderstood;
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  IsisText& text = reader.isis();
  if (statement.words.Accept("default"))
    return text.passive_default = {!statement.negated, statement.span()}, kUnderstood;
  const std::vector<std::string> names = NamesOfRange(TakeInterfaceName(statement.words));
  if (names.empty() || names.front().empty()) return kNotKnown;
  for (const std::string& name : names) text.passive[name] = !statement.negated;
  return kUnderstood;
}

Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.isis().maximum_paths = {}, statement.words.Rest(), kUnderstood;
  const auto count = TakeNumber(reader, statement, 1, 600);
  if (!count) return kNotKnown;
  reader.isis().maximum_paths = {*count, statement.span()};
  return kUnderstood;
}

Verdict ReadDistance(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.isis().distance = {}, statement.words.Rest(), kUnderstood;
  const auto distance = TakeNumber(reader, statement, 1, 255);
  if (!distance) return kNotKnown;
  if (!statement.words.done()) return NotModelled(kRouting, "distance by level");
  reader.isis().distance = {*distance, statement.span()};
  return kUnderstood;
}

std::optional<RouteSource> SourceOf(std::string_view word) {
  if (word == "connected") return RouteSource::kConnected;
  if (word == "static") return RouteSource::kStatic;
  if (word == "bgp") return RouteSource::kBgp;
  if (word == "ospf" || word == "ospfv3") return RouteSource::kOspf;
  return std::nullopt;
}

Verdict ReadRedistribute(Reader& reader, Statement& statement) {
  const auto source = SourceOf(statement.words.Next().text);
  if (!source)
    return statement.negated
               ? kNoEffect
               : NotModelled(kRouting, "redistribution between levels or from another protocol");
  IsisRedistributeText text;
  text.value.source = *source;
  text.value.span = statement.span();
  text.value.family = reader.isis_family.value_or(net::Family::kIpv4);
  std::erase_if(reader.isis().redistributions, [&text](const IsisRedistributeText& known) {
    return known.value.source == text.value.source && known.value.family == text.value.family;
  });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  while (!statement.words.done()) {
    if (statement.words.Accept("route-map")) {
      text.route_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (statement.words.Accept("match") || statement.words.Accept("include")) {
      return NotModelled(kRouting, "redistribution of some kinds of routes");
    } else {
      return kNotKnown;
    }
  }
  reader.isis().redistributions.push_back(std::move(text));
  return kUnderstood;
}

Verdict ReadAuthentication(Reader& reader, Statement& statement) {
  IsisText& text = reader.isis();
  const Word word = statement.words.Next();
  if (word == "mode") {
    const std::string mode(statement.words.Next().text);
    const std::uint32_t level = TakeLevel(statement);
    text.authentication_mode[level] = statement.negated ? "" : mode;
    return statement.words.done() ? kUnderstood : NotModelled(kRouting, "IS-IS key chain");
  }
  if (!(word == "key")) return statement.negated ? kNoEffect : NotModelled(kRouting, "IS-IS key chain");
  const bool first_level = statement.words.line().ends_with(" level-1");
  const bool second_level = statement.words.line().ends_with(" level-2");
  const std::string digest = TakeKeyDigest(statement);
  text.authentication_key[first_level ? 1 : second_level ? 2 : 0] = statement.negated ? "" : digest;
  return kUnderstood;
}

Verdict ReadFamily(Reader& reader, Statement& statement);

Verdict ReadMultiTopology(Reader& reader, Statement& statement) {
  reader.isis().multi_topology = !statement.negated;
  return kUnderstood;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.isis().shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  statement.words.Accept("ipv4");
  const auto address = TakeAnyAddress(reader, statement);
  return address ? kNoEffect : kNotKnown;  // only traffic engineering uses it
}

constexpr Keyword kIsisKeywords[] = {
    {"address-family", ReadFamily},
    {"advertise", nullptr, NotModelled(kRouting, "IS-IS prefixes left out")},
    {"area", nullptr, NotModelled(kRouting, "IS-IS area proxy")},
    {"authentication", ReadAuthentication},
    {"bfd"},
    {"distance", ReadDistance},
    {"fast-reroute", nullptr, NotModelled(Impact::kForwarding, "fast reroute")},
    {"graceful-restart"},
    {"is-hostname"},
    {"is-type", ReadType},
    {"log-adjacency-changes"},
    {"lsp"},
    {"max-lsp-lifetime"},
    {"maximum-paths", ReadMaximumPaths},
    {"mpls"},
    {"multi-topology", ReadMultiTopology},
    {"net", ReadNet},
    {"passive", ReadPassive},
    {"passive-interface", ReadPassive},
    {"protected-prefixes"},
    {"redistribute", ReadRedistribute},
    {"router-id", ReadRouterId},
    {"segment-routing", ReadIsisSr},
    {"set-attached-bit", nullptr, NotModelled(kRouting, "IS-IS attached bit")},
    {"set-overload-bit", ReadOverload},
    {"shutdown", ReadShutdown},
    {"spf-interval"},
    {"summary-address", nullptr, NotModelled(kRouting, "IS-IS summary")},
    {"timers"},
    {"traffic-engineering"},
    {"tunnel", nullptr, NotModelled(kPaths, "tunnel")},
};
static_assert(IsSorted(std::span<const Keyword>(kIsisKeywords)));

Verdict ReadIsisLine(Reader& reader, Statement& statement) {
  reader.isis_family = std::nullopt;
  return reader.Dispatch(kIsisKeywords, statement);
}

Verdict ReadFamilyLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kIsisKeywords, statement);
}

Verdict ReadFamily(Reader& reader, Statement& statement) {
  const bool v6 = statement.words.Accept("ipv6");
  if (!v6 && !statement.words.Accept("ipv4")) return kNotKnown;
  statement.words.Accept("unicast");
  (v6 ? reader.isis().ipv6 : reader.isis().ipv4) = {!statement.negated, statement.span()};
  reader.isis_family = v6 ? net::Family::kIpv6 : net::Family::kIpv4;
  reader.Open(ReadFamilyLine, v6 ? Impact::kRouting6 : Impact::kRouting4);
  return kUnderstood;
}

Verdict ReadInterfaceMetric(Reader& reader, Statement& statement, bool v6) {
  const auto metric = statement.negated ? std::optional(10U) : TakeNumber(reader, statement, 1, kMetricMax);
  if (!metric) return kNotKnown;
  if (statement.negated) statement.words.AcceptNumber(1, kMetricMax);
  const std::uint32_t level = TakeLevel(statement);
  IsisInterfaceText& text = reader.interface().isis;
  const Setting<std::uint32_t> setting{*metric, statement.span()};
  if (v6) return text.metric6 = setting, kUnderstood;
  if (level != 2) text.metric_level1 = setting;
  if (level != 1) text.metric_level2 = setting;
  return kUnderstood;
}

Verdict ReadInterfaceAuthentication(Reader& reader, Statement& statement) {
  IsisInterfaceText& text = reader.interface().isis;
  const bool by_level =
      statement.words.line().ends_with(" level-1") || statement.words.line().ends_with(" level-2");
  if (by_level && !statement.negated) return NotModelled(kRouting, "IS-IS hello key of one level");
  if (statement.words.Accept("mode")) {
    const std::string mode(statement.words.Next().text);
    text.authentication_mode = statement.negated ? "" : mode;
    return kUnderstood;
  }
  if (!statement.words.Accept("key"))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "IS-IS key chain");
  const std::string digest = TakeKeyDigest(statement);
  text.authentication_key = statement.negated ? "" : digest;
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterIsis(Reader& reader, Statement& statement) {
  const std::string tag(statement.words.Next().text);
  const std::string vrf = TakeVrf(statement);
  std::vector<IsisText>& instances = reader.vendor.isis;
  const auto known = std::ranges::find(instances, tag, &IsisText::tag);
  if (statement.negated) {
    if (known != instances.end()) instances.erase(known);
    return kUnderstood;
  }
  reader.isis_index = static_cast<std::size_t>(known - instances.begin());
  if (known == instances.end()) instances.push_back({.tag = tag, .vrf = vrf, .span = statement.span()});
  reader.Open(ReadIsisLine, kRouting);
  return kUnderstood;
}

Verdict ReadInterfaceIsis(Reader& reader, Statement& statement) {
  IsisInterfaceText& text = reader.interface().isis;
  const Word word = statement.words.Next();
  if (word == "enable") {
    const std::string tag(statement.words.Next().text);
    text.tag = {statement.negated ? "" : tag, statement.span()};
    return kUnderstood;
  }
  if (word == "metric") return ReadInterfaceMetric(reader, statement, false);
  if (word == "ipv6" && statement.words.Accept("metric")) return ReadInterfaceMetric(reader, statement, true);
  if (word == "circuit-type") {
    const auto levels = LevelsOf(statement.words.Next().text);
    if (statement.negated) return text.levels = {}, kUnderstood;
    if (!levels) return kNotKnown;
    text.levels = {*levels, statement.span()};
    return kUnderstood;
  }
  if (word == "network") {
    if (!statement.words.Accept("point-to-point")) return kNotKnown;
    text.point_to_point = !statement.negated;
    return kUnderstood;
  }
  if (word == "passive" || word == "passive-interface")
    return text.passive = {!statement.negated, statement.span()}, kUnderstood;
  if (word == "authentication") return ReadInterfaceAuthentication(reader, statement);
  if (word == "multi-topology")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "topology of one link");
  if (word == "fast-reroute")
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "fast reroute");
  const bool harmless = word == "bfd" || word == "hello" || word == "hello-interval" ||
                        word == "hello-multiplier" || word == "lsp" || word == "priority" ||
                        word == "retransmit" || word == "csnp" || word == "name";
  return harmless ? kNoEffect : kNotKnown;
}

}  // namespace ringfence::formats::arista_eos
