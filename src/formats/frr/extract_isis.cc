// `router isis TAG [vrf V]`, and `isis ...` and `ip router isis TAG` under interfaces.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/extract_redistribute.h"
#include "formats/frr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

constexpr std::uint32_t kWideMetricMax = 16777215;

std::optional<isis::Levels> TakeLevels(Statement& statement) {
  const std::string_view word = TakeOption(statement, {"level-1", "level-1-2", "level-2", "level-2-only"});
  if (word.empty()) return std::nullopt;
  if (word == "level-1") return isis::kLevel1;
  return word == "level-1-2" ? isis::kLevelBoth : isis::kLevel2;
}

/// `net 49.0001.0000.0000.0001.00`: the area in front, six bytes of system id, the selector.
Verdict ReadNet(Reader& reader, Statement& statement) {
  constexpr std::size_t kTailLength = 18;  // ".0000.0000.0001.00"
  const Word word = statement.words.Next();
  std::string text(word.text);
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool shaped =
      text.size() > kTailLength && text.ends_with(".00") && text[text.size() - kTailLength] == '.';
  if (!shaped)
    return reader.Invalid(statement, word, fmt::format("'{}' is not a network entity title", word.text));
  const std::string area = text.substr(0, text.size() - kTailLength);
  isis::IsisProcess& process = reader.isis().value;
  std::erase(process.area_ids, area);
  if (statement.negated) return kUnderstood;
  process.area_ids.push_back(area);
  process.system_id = text.substr(text.size() - kTailLength + 1, 14);
  return kUnderstood;
}

Verdict ReadIsType(Reader& reader, Statement& statement) {
  const auto levels = TakeLevels(statement);
  if (!levels && !statement.negated) return kNotKnown;
  reader.isis().value.levels = statement.negated ? isis::kLevelBoth : *levels;
  return kUnderstood;
}

Verdict ReadMetricStyle(Reader& reader, Statement& statement) {
  const std::string_view style = TakeOption(statement, {"narrow", "transition", "wide"});
  if (style.empty() && !statement.negated) return kNotKnown;
  isis::IsisProcess& process = reader.isis().value;
  process.style_level1 = statement.negated || style == "wide" ? isis::MetricStyle::kWide
                         : style == "narrow"                  ? isis::MetricStyle::kNarrow
                                                              : isis::MetricStyle::kBoth;
  process.style_level2 = process.style_level1;
  return kUnderstood;
}

Verdict ReadOverload(Reader& reader, Statement& statement) {
  if (TakeWord(statement, "on-startup")) return kNoEffect;  // over soon
  reader.isis().value.overload = !statement.negated;
  return kUnderstood;
}

/// `attached-bit send`, `attached-bit receive ignore`.
Verdict ReadAttached(Reader& reader, Statement& statement) {
  const std::string_view word = TakeOption(statement, {"send", "receive"});
  if (word == "send") return reader.isis().value.attached_bit = !statement.negated, kUnderstood;
  if (word != "receive" || !TakeWord(statement, "ignore")) return kNotKnown;
  reader.isis().value.ignores_attached_bit = !statement.negated;
  return kUnderstood;
}

Verdict ReadTopology(Reader& reader, Statement& statement) {
  const std::string_view word =
      TakeOption(statement, {"ipv4-mgmt", "ipv4-multicast", "ipv6-dstsrc", "ipv6-mgmt", "ipv6-multicast",
                             "ipv6-unicast", "standard"});
  if (word.empty()) return kNotKnown;
  if (word != "ipv6-unicast" || !statement.words.done()) return NotModelled(kRouting, "IS-IS topology");
  reader.isis().value.multi_topology = !statement.negated;
  return kUnderstood;
}

std::optional<net::Family> TakeFamily(Statement& statement) {
  const std::string_view word = TakeOption(statement, {"ipv4", "ipv6"});
  if (word.empty()) return std::nullopt;
  return word == "ipv4" ? net::Family::kIpv4 : net::Family::kIpv6;
}

Verdict ReadRedistribute(Reader& reader, Statement& statement) {
  const auto family = TakeFamily(statement);
  if (!family) return kNotKnown;
  RedistributeText text;
  text.family = *family;
  if (const auto verdict = TakeRedistributed(statement, text)) return *verdict;
  const auto into = TakeLevels(statement);
  if (!into) return kNotKnown;
  text.into = *into;
  if (const auto verdict = TakeRedistributionOptions(reader, statement, text)) return *verdict;
  return StoreRedistribution(reader.isis().redistributions, std::move(text), statement.negated);
}

Verdict ReadDefaultInformation(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "originate")) return kNotKnown;
  const auto family = TakeFamily(statement);
  const auto into = family ? TakeLevels(statement) : std::nullopt;
  if (!into) return kNotKnown;
  bool always = false;
  Setting<std::string> route_map;
  while (!statement.words.done()) {
    const std::string_view option = TakeOption(statement, {"always", "metric", "route-map"});
    if (option == "always") {
      always = true;
    } else if (option == "route-map") {
      route_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (option == "metric") {
      if (!statement.words.AcceptNumber(0, 0)) return NotModelled(kRouting, "metric of the default route");
    } else {
      return kNotKnown;
    }
  }
  isis::IsisProcess& process = reader.isis().value;
  isis::Levels& levels = *family == net::Family::kIpv4 ? process.default_into : process.default6_into;
  levels = static_cast<isis::Levels>(statement.negated ? levels & ~*into : levels | *into);
  // The model has one condition and one map for all default routes of an instance.
  const bool other =
      process.default_origination && (process.default_origination_always != always ||
                                      reader.isis().default_route_map.value != route_map.value);
  process.default_origination = process.default_into != 0 || process.default6_into != 0;
  process.default_origination_always = always && process.default_origination;
  reader.isis().default_route_map = route_map;
  if (other) return NotModelled(kRouting, "default routes under several conditions");
  return kUnderstood;
}

template <std::string isis::IsisProcess::* kField>
Verdict ReadPassword(Reader& reader, Statement& statement) {
  std::string& digest = reader.isis().value.*kField;
  if (statement.negated) return statement.words.Rest(), digest.clear(), kUnderstood;
  const std::string_view kind = TakeOption(statement, {"clear", "md5"});
  if (kind.empty()) return kNotKnown;
  // `authenticate snp ...` follows the key.
  const std::string_view key = statement.words.Next().text;
  Statement rest{WordCursor(key, {}, 0)};
  digest = fmt::format("{}:{}", kind == "clear" ? "text" : "md5", TakeKeyDigest(rest));
  if (TakeWord(statement, "authenticate")) statement.words.Rest();
  return kUnderstood;
}

constexpr Verdict kIsisExtra = NotModelled(Impact::kForwarding, "segment routing");
constexpr Node kIsisExtras{{}, Impact::kForwarding, kIsisExtra};

/// `segment-routing srv6`, `flex-algo N` of a release that has none: they open a node.
Verdict ReadIsisExtra(Reader& reader, Statement& statement) {
  if (!statement.negated) reader.Open(kIsisExtras);
  statement.words.Rest();
  return statement.negated ? kNoEffect : kIsisExtra;
}

Verdict ReadIsisSr(Reader& reader, Statement& statement) {
  if (statement.words.Peek().text == "srv6") return ReadIsisExtra(reader, statement);
  return ReadSr(reader, statement, reader.isis().sr, reader.vendor.version >= kFlexibleSince);
}

Verdict ReadIsisFlexAlgo(Reader& reader, Statement& statement) {
  return reader.vendor.version >= kFlexibleSince ? ReadFlexAlgo(reader, statement)
                                                 : ReadIsisExtra(reader, statement);
}

Verdict ReadIsisTe(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "on") || !statement.words.done()) return statement.words.Rest(), kNoEffect;
  return reader.isis().tells_te = !statement.negated, kUnderstood;
}

Verdict ReadRouterPassive(Reader&, Statement&) { return NotModelled(kRouting, "IS-IS passive by default"); }

constexpr Keyword kIsisKeywords[] = {
    {"advertise-high-metrics", nullptr, NotModelled(kRouting, "high metrics in IS-IS")},
    {"advertise-passive-only", nullptr, NotModelled(kRouting, "only passive prefixes in IS-IS")},
    {"area-password", ReadPassword<&isis::IsisProcess::authentication_level1>},
    {"attached-bit", ReadAttached},
    {"default-information", ReadDefaultInformation},
    {"domain-password", ReadPassword<&isis::IsisProcess::authentication_level2>},
    {"dynamic-hostname"},
    {"fast-reroute", nullptr, NotModelled(Impact::kForwarding, "fast reroute")},
    {"flex-algo", ReadIsisFlexAlgo},
    {"hostname"},
    {"is-type", ReadIsType},
    {"log-adjacency-changes"},
    {"log-pdu-drops"},
    {"lsp-gen-interval"},
    {"lsp-mtu"},
    {"lsp-refresh-interval"},
    {"lsp-timers"},
    {"max-lsp-lifetime"},
    {"metric-style", ReadMetricStyle},
    {"mpls", nullptr, NotModelled(Impact::kForwarding, "MPLS")},
    {"mpls-te", ReadIsisTe},
    {"net", ReadNet},
    {"passive-interface", ReadRouterPassive},
    {"purge-originator"},
    {"redistribute", ReadRedistribute},
    {"segment-routing", ReadIsisSr},
    {"set-attached-bit", nullptr, NotModelled(kRouting, "attached bit set by hand")},
    {"set-overload-bit", ReadOverload},
    {"spf"},
    {"spf-delay-ietf"},
    {"spf-interval"},
    {"summary-address", nullptr, NotModelled(kRouting, "IS-IS summary")},
    {"topology", ReadTopology},
};
static_assert(IsSorted(kIsisKeywords));
constexpr Node kIsis{kIsisKeywords, kRouting};

/// Defaults of a new instance (characterization.md).
IsisText NewIsis(std::string tag, std::string vrf, base::Span span) {
  IsisText text;
  text.value.tag = std::move(tag);
  text.value.vrf = std::move(vrf);
  text.value.style_level1 = text.value.style_level2 = isis::MetricStyle::kWide;
  text.value.leaks_level1_to_level2 = false;
  text.value.attached_by_any_neighbor = true;
  text.value.attached_when_overloaded = true;
  text.value.attached_default_competes = true;
  text.value.forgets_tags = true;
  text.value.overload_spares_second_topology = true;
  text.value.advertises_all_circuits = true;
  text.value.narrow_without_ipv6 = true;
  text.value.default_into = 0;
  text.value.span = span;
  return text;
}

Verdict ReadIsisMetric(Reader& reader, Statement& statement) {
  const auto levels = TakeLevels(statement);
  Setting<std::uint32_t> metric;
  if (!statement.negated) {
    const auto value = TakeNumber(reader, statement, 0, kWideMetricMax);
    if (!value) return kNotKnown;
    metric = {*value, statement.span()};
  } else {
    statement.words.Rest();
  }
  IsisInterfaceText& text = reader.interface().isis;
  if (!levels || (*levels & isis::kLevel1) != 0) text.metric1 = metric;
  if (!levels || (*levels & isis::kLevel2) != 0) text.metric2 = metric;
  return kUnderstood;
}

Verdict ReadCircuitType(Reader& reader, Statement& statement) {
  const auto levels = TakeLevels(statement);
  if (!levels && !statement.negated) return kNotKnown;
  reader.interface().isis.levels = {levels.value_or(isis::kLevelBoth), statement.span()};
  return kUnderstood;
}

Verdict ReadIsisPassword(Reader& reader, Statement& statement) {
  const std::string_view kind = TakeOption(statement, {"clear", "md5"});
  if (kind.empty() && !statement.negated) return kNotKnown;
  std::string digest = statement.negated
                           ? ""
                           : fmt::format("{}:{}", kind == "clear" ? "text" : "md5", TakeKeyDigest(statement));
  statement.words.Rest();
  reader.interface().isis.authentication = {std::move(digest), statement.span()};
  return kUnderstood;
}

Verdict ReadTag(Statement& statement, Setting<std::string>& tag) {
  const std::string_view protocol = TakeOption(statement, {"isis", "openfabric"});
  if (protocol == "openfabric") return NotModelled(kRouting, "OpenFabric");
  if (protocol.empty()) return kNotKnown;
  const Word word = statement.words.Next();
  if (word.empty() || !statement.words.done()) return kNotKnown;
  tag = {};
  if (!statement.negated) tag = {std::string(word.text), statement.span()};
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterIsis(Reader& reader, Statement& statement) {
  const Word tag = statement.words.Next();
  const auto vrf = TakeVrf(statement);
  if (tag.empty() || !vrf || !statement.words.done()) return kNotKnown;
  std::vector<IsisText>& all = reader.vendor.isis;
  const auto same = [&](const IsisText& known) {
    return known.value.tag == tag.text && known.value.vrf == *vrf;
  };
  if (statement.negated) return std::erase_if(all, same), kUnderstood;
  auto found = std::ranges::find_if(all, same);
  if (found == all.end())
    found = all.insert(all.end(), NewIsis(std::string(tag.text), *vrf, statement.span()));
  if (!vrf->empty()) reader.vendor.vrfs.emplace(*vrf, statement.span());
  reader.isis_index = static_cast<std::size_t>(found - all.begin());
  reader.Open(kIsis);
  return kUnderstood;
}

Verdict ReadInterfaceIsis(Reader& reader, Statement& statement) {
  IsisInterfaceText& text = reader.interface().isis;
  const std::string_view word =
      TakeOption(statement, {"bfd", "circuit-type", "csnp-interval", "fast-reroute", "hello",
                             "hello-interval", "hello-multiplier", "metric", "network", "passive", "password",
                             "priority", "psnp-interval", "three-way-handshake", "topology"});
  if (word == "circuit-type") return ReadCircuitType(reader, statement);
  if (word == "metric") return ReadIsisMetric(reader, statement);
  if (word == "passive") return text.passive = !statement.negated, kUnderstood;
  if (word == "password") return ReadIsisPassword(reader, statement);
  if (word == "network") {
    if (!TakeWord(statement, "point-to-point")) return kNotKnown;
    return text.point_to_point = !statement.negated, kUnderstood;
  }
  if (word == "fast-reroute") return NotModelled(Impact::kForwarding, "fast reroute");
  if (word == "topology") return NotModelled(kRouting, "IS-IS topology");
  return word.empty() ? kNotKnown : kNoEffect;
}

Verdict ReadInterfaceRouter4(Reader& reader, Statement& statement) {
  return ReadTag(statement, reader.interface().isis.tag4);
}
Verdict ReadInterfaceRouter6(Reader& reader, Statement& statement) {
  return ReadTag(statement, reader.interface().isis.tag6);
}

}  // namespace ringfence::formats::frr
