// IS-IS.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/interface_name.h"
#include "formats/cisco_iosxr/reader.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

/// Packets may take its ways.
constexpr Verdict kFastReroute = NotModelled(Impact::kForwarding, "fast reroute");

IsisInterfaceText& PortOf(Reader& reader) { return reader.isis().interfaces[reader.port_index]; }

/// `level-1`, `level-2-only`, `level-1-2` ...
std::optional<isis::Levels> LevelsOf(std::string_view word) {
  if (word == "level-1" || word == "level-1-only") return isis::kLevel1;
  if (word == "level-2" || word == "level-2-only") return isis::kLevel2;
  if (word == "level-1-2") return isis::kLevelBoth;
  return std::nullopt;
}

Verdict SetLevels(Statement& statement, Setting<isis::Levels>& setting) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const auto levels = LevelsOf(statement.words.Next().text);
  if (!levels) return kNotKnown;
  setting = {*levels, statement.span()};
  return kUnderstood;
}

/// `level N` behind a value; both levels without it.
std::optional<isis::Levels> TakeLevel(Statement& statement) {
  if (!statement.words.Accept("level")) return isis::kLevelBoth;
  const auto level = statement.words.AcceptNumber(1, 2);
  return level ? std::optional(static_cast<isis::Levels>(*level == 1 ? isis::kLevel1 : isis::kLevel2))
               : std::nullopt;
}

/// `metric N [level N]`.
Verdict ReadMetric(Reader& reader, Statement& statement, Setting<std::uint32_t>& level1,
                   Setting<std::uint32_t>& level2) {
  Setting<std::uint32_t> metric;
  if (statement.words.Accept("maximum")) {
    metric = {16777215, statement.span()};
  } else if (!statement.negated) {
    const auto number = TakeNumber(reader, statement, 1, 16777215);
    if (!number) return kNotKnown;
    metric = {*number, statement.span()};
  } else {
    statement.words.AcceptNumber(1, 16777214);
  }
  const auto levels = TakeLevel(statement);
  if (!levels) return kNotKnown;
  if ((*levels & isis::kLevel1) != 0) level1 = metric;
  if ((*levels & isis::kLevel2) != 0) level2 = metric;
  return kUnderstood;
}

Verdict ReadPortFamilyLine(Reader& reader, Statement& statement) {
  IsisInterfaceFamilyText& family = PortOf(reader).families[reader.family];
  const Word word = statement.words.Next();
  if (word == "metric") return ReadMetric(reader, statement, family.metric1, family.metric2);
  if (word == "disable") return family.on = {statement.negated, statement.span()}, kUnderstood;
  if (word == "prefix-sid") {
    const net::Family of = reader.family == 0 ? net::Family::kIpv4 : net::Family::kIpv6;
    return ReadPrefixSid(reader, statement, of, family.sids);
  }
  if (word == "te-metric") return ReadTeMetric(reader, statement, PortOf(reader));
  if (word == "affinity") return ReadIsisAffinity(statement, PortOf(reader));
  if (statement.negated) return kNoEffect;
  if (word == "adjacency-sid" || word == "segment-routing")
    return NotModelled(Impact::kForwarding, "segment routing");
  if (word == "mpls") return NotModelled(Impact::kForwarding, "MPLS");
  if (word == "tag" || word == "advertise" || word == "link-group" || word == "metric-fallback" ||
      word == "auto-metric")
    return NotModelled(kRouting, "IS-IS option of an interface");
  if (word == "fast-reroute") return kFastReroute;
  return word == "weight" || word == "bfd" ? kNoEffect : kNotKnown;
}

/// `hello-password [hmac-md5|text|keychain] ...`, `lsp-password ...`.
Verdict ReadPassword(Statement& statement, std::array<Setting<std::string>, 2>& passwords) {
  const base::Span span = statement.span();
  if (statement.negated) {
    passwords = {};
    return statement.words.Rest(), kUnderstood;
  }
  const bool chain = statement.words.Accept("keychain");
  const bool text = !chain && statement.words.Accept("text");
  if (!chain && !text) statement.words.Accept("hmac-md5");
  const bool stored = statement.words.Accept("encrypted");
  if (!stored) statement.words.Accept("clear");
  const std::string key(statement.words.Next().text);
  std::string value = "chain:" + key;
  if (!chain) {
    const std::string line = (stored ? "encrypted " : "clear ") + key;
    Statement alone{WordCursor(line, span.file, span.line)};
    value = (text ? "text:" : "md5:") + TakeKey(alone);
  }
  // `level N`, `send-only` and the like stand behind the key.
  const auto levels = TakeLevel(statement);
  if (!levels) return kNotKnown;
  if (!statement.words.done())
    return statement.words.Rest(), NotModelled(kRouting, "authentication of some messages");
  if ((*levels & isis::kLevel1) != 0) passwords[0] = {value, span};
  if ((*levels & isis::kLevel2) != 0) passwords[1] = {value, span};
  return kUnderstood;
}

Verdict ReadPortLine(Reader& reader, Statement& statement) {
  IsisInterfaceText& port = PortOf(reader);
  const Word word = statement.words.Next();
  if (word == "address-family") {
    const auto family = TakeUnicastFamily(statement);
    if (!family) return kNoEffect;  // multicast
    reader.family = *family;
    port.families[*family].on = {!statement.negated, statement.span()};
    reader.Open(ReadPortFamilyLine, kRouting);
    return kUnderstood;
  }
  if (word == "circuit-type") return SetLevels(statement, port.levels);
  if (word == "passive") return SetFlag(statement, port.passive);
  if (word == "shutdown") return SetFlag(statement, port.shutdown);
  if (word == "point-to-point") return SetFlag(statement, port.point_to_point);
  if (word == "affinity") return ReadIsisAffinity(statement, port);
  if (word == "hello-password") {
    std::array<Setting<std::string>, 2> passwords;
    const Verdict verdict = ReadPassword(statement, passwords);
    port.password = passwords[1].set() ? passwords[1] : passwords[0];
    return verdict;
  }
  if (statement.negated) return kNoEffect;
  if (word == "suppressed") return NotModelled(kRouting, "interface whose prefix is not told");
  if (word == "fast-reroute") return kFastReroute;
  if (word == "mesh-group") return NotModelled(kRouting, "IS-IS option of an interface");
  constexpr std::string_view kHarmless[] = {"bfd",
                                            "csnp-interval",
                                            "hello-interval",
                                            "hello-multiplier",
                                            "hello-padding",
                                            "link-down",
                                            "log",
                                            "lsp",
                                            "lsp-interval",
                                            "mpls",
                                            "priority",
                                            "psnp-interval",
                                            "retransmit-interval",
                                            "retransmit-throttle-interval",
                                            "tag"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

/// `metric-style narrow|wide|transition [transition] [level N]`.
Verdict ReadMetricStyle(Statement& statement, IsisFamilyText& family) {
  Setting<isis::MetricStyle> style;
  const Word word = statement.words.Next();
  const bool both = word == "transition" || statement.words.Accept("transition");
  if (!statement.negated)
    style = {both ? isis::MetricStyle::kBoth
                  : (word == "wide" ? isis::MetricStyle::kWide : isis::MetricStyle::kNarrow),
             statement.span()};
  const auto levels = TakeLevel(statement);
  if (!levels) return kNotKnown;
  if ((*levels & isis::kLevel1) != 0) family.styles[0] = style;
  if ((*levels & isis::kLevel2) != 0) family.styles[1] = style;
  return kUnderstood;
}

/// `summary-prefix P [level N] [tag N]`.
Verdict ReadSummary(Reader& reader, Statement& statement, IsisFamilyText& family) {
  const auto prefix = TakePrefix(reader, statement);
  if (!prefix) return kNotKnown;
  isis::IsisSummary summary{
      .prefix = prefix->subnet(), .into = isis::kLevelBoth, .metric = {}, .span = statement.span()};
  const auto levels = TakeLevel(statement);
  if (!levels) return kNotKnown;
  summary.into = *levels;
  std::erase_if(family.summaries,
                [&summary](const isis::IsisSummary& known) { return known.prefix == summary.prefix; });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  family.summaries.push_back(summary);
  return statement.words.done() ? kUnderstood : NotModelled(kRouting, "option of a summary");
}

/// `propagate level 2 into level 1 route-policy X`.
Verdict ReadPropagate(Reader& reader, Statement& statement, IsisFamilyText& family) {
  const base::Span span = statement.span();
  if (!statement.words.Accept("level")) return kNotKnown;
  const auto from = statement.words.AcceptNumber(1, 2);
  if (!from || !statement.words.Accept("into") || !statement.words.Accept("level")) return kNotKnown;
  statement.words.AcceptNumber(1, 2);
  if (*from == 1) return statement.words.Rest(), NotModelled(kRouting, "filter between the levels");
  family.leak_down = {!statement.negated, span};
  if (statement.words.Accept("route-policy")) return SetPolicy(reader, statement, family.leak_policy);
  return kUnderstood;
}

/// `attached-bit send never-set`, `attached-bit receive ignore`.
Verdict ReadAttached(Statement& statement, IsisFamilyText& family) {
  const base::Span span = statement.span();
  if (statement.words.Accept("receive")) {
    statement.words.Accept("ignore");
    return family.ignores_attached_bit = {!statement.negated, span}, kUnderstood;
  }
  statement.words.Accept("send");
  if (statement.words.Accept("never-set"))
    return family.attached_bit = {statement.negated, span}, kUnderstood;
  return statement.words.Rest(), NotModelled(kRouting, "attached bit that is always set");
}

Verdict ReadFamilyLine(Reader& reader, Statement& statement) {
  IsisFamilyText& family = reader.isis().families[reader.family];
  const Word word = statement.words.Next();
  if (word == "metric-style") return ReadMetricStyle(statement, family);
  if (word == "metric") return ReadMetric(reader, statement, family.metric1, family.metric2);
  if (word == "single-topology") return SetFlag(statement, family.single_topology);
  if (word == "redistribute") return ReadRedistribute(reader, statement, family.redistributions);
  if (word == "default-information")
    return ReadDefaultInformation(reader, statement, family.default_origination);
  if (word == "distance") {
    const Verdict verdict = SetNumber(reader, statement, family.distance, 1, 255);
    return statement.words.done() ? verdict : NotModelled(kRouting, "distance by source");
  }
  if (word == "maximum-paths") {
    if (statement.words.Accept("route-policy")) return NotModelled(kRouting, "paths by policy");
    return SetNumber(reader, statement, family.maximum_paths, 1, 64);
  }
  if (word == "summary-prefix") return ReadSummary(reader, statement, family);
  if (word == "propagate") return ReadPropagate(reader, statement, family);
  if (word == "attached-bit") return ReadAttached(statement, family);
  if (word == "segment-routing") return ReadFamilySr(reader, statement);
  if (statement.negated) return kNoEffect;
  if (word == "mpls") {
    // A router id and what is advertised for others; whether packets are switched by label is said elsewhere.
    return NotModelled(Impact::kForwarding, "MPLS");
  }
  if (word == "advertise" && statement.words.Accept("passive-only"))
    return NotModelled(kRouting, "only passive prefixes are told");
  if (word == "advertise") return kNoEffect;  // attributes of links
  if (word == "ucmp" || word == "distribute-list" || word == "partition-detect" ||
      word == "adjacency-check" || word == "prefix-unreachable" || word == "route")
    return NotModelled(kRouting, "IS-IS option");
  if (word == "fast-reroute") return kFastReroute;
  constexpr std::string_view kHarmless[] = {"maximum-redistributed-prefixes",
                                            "microloop",
                                            "monitor-convergence",
                                            "router-id",
                                            "spf-interval",
                                            "spf-periodic",
                                            "spf",
                                            "topology-id"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict OpenPort(Reader& reader, Statement& statement) {
  const Word word = statement.words.Peek();
  const std::string name = TakeInterfaceName(statement.words);
  if (!IsInterfaceName(name))
    return reader.Invalid(statement, word, fmt::format("'{}' is not an interface", word.text));
  std::vector<IsisInterfaceText>& ports = reader.isis().interfaces;
  if (statement.negated) {
    std::erase_if(ports, [&name](const IsisInterfaceText& port) { return port.name == name; });
    return kUnderstood;
  }
  auto found = std::ranges::find(ports, name, &IsisInterfaceText::name);
  if (found == ports.end()) {
    ports.emplace_back();
    ports.back().name = name;
    ports.back().span = statement.span();
    found = ports.end() - 1;
  }
  reader.port_index = static_cast<std::size_t>(found - ports.begin());
  reader.Open(ReadPortLine, kRouting);
  return kUnderstood;
}

/// `set-overload-bit` always; with a condition of time it is over in a network that works.
Verdict ReadOverload(Reader& reader, Statement& statement) {
  bool always = true;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "on-startup") always = false;
    if (word == "advertise")
      return statement.words.Rest(), NotModelled(kRouting, "prefixes of an overloaded router");
    if (word == "level") return statement.words.Rest(), NotModelled(kRouting, "overload of one level");
  }
  reader.isis().overload = {always && !statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadProcessLine(Reader& reader, Statement& statement) {
  IsisText& process = reader.isis();
  const Word word = statement.words.Next();
  if (word == "net") return SetName(reader, statement, process.net, "network entity title");
  if (word == "is-type") return SetLevels(statement, process.levels);
  if (word == "address-family") {
    const auto family = TakeUnicastFamily(statement);
    if (!family) return kNoEffect;  // multicast
    reader.family = *family;
    process.families[*family].span = statement.span();
    reader.Open(ReadFamilyLine, kRouting);
    return kUnderstood;
  }
  if (word == "interface") return OpenPort(reader, statement);
  if (word == "set-overload-bit") return ReadOverload(reader, statement);
  if (word == "lsp-password") return ReadPassword(statement, process.passwords);
  if (word == "segment-routing" && statement.words.Accept("global-block"))
    return ReadSrBlock(reader, statement, process.sr_block);
  if (word == "flex-algo") return ReadFlexAlgo(reader, statement);
  if (word == "affinity-map") return ReadAffinityMap(reader, statement);
  if (word == "distribute") {
    const bool states = statement.words.Accept("link-state");
    if (states) process.tells_te = !statement.negated;
    return statement.words.Rest(), states ? kUnderstood : kNoEffect;
  }
  if (statement.negated) return kNoEffect;
  if (word == "segment-routing") return NotModelled(Impact::kForwarding, "segment routing");
  if (word == "srlg") return NotModelled(Impact::kForwarding, "segment routing");
  if (word == "instance-id" || word == "max-metric" || word == "vrf")
    return NotModelled(kRouting, "IS-IS option");
  constexpr std::string_view kHarmless[] = {"adjacency",
                                            "hello-padding",
                                            "hostname",
                                            "ignore-lsp-errors",
                                            "log",
                                            "lsp-check-interval",
                                            "lsp-gen-interval",
                                            "lsp-mtu",
                                            "lsp-refresh-interval",
                                            "max-lsp-lifetime",
                                            "min-lsp-arrivaltime",
                                            "mib",
                                            "nsf",
                                            "nsr",
                                            "protocol",
                                            "purge-transmit",
                                            "trace"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

}  // namespace

Verdict ReadRouterIsis(Reader& reader, Statement& statement) {
  auto tag = TakeName(reader, statement, "IS-IS process");
  if (!tag) return kNotKnown;
  std::vector<IsisText>& all = reader.vendor.isis;
  if (statement.negated) {
    std::erase_if(all, [&tag](const IsisText& process) { return process.tag == *tag; });
    return kUnderstood;
  }
  auto found = std::ranges::find(all, *tag, &IsisText::tag);
  if (found == all.end()) {
    all.emplace_back();
    all.back().tag = *tag;
    all.back().span = statement.span();
    found = all.end() - 1;
  }
  reader.process_index = static_cast<std::size_t>(found - all.begin());
  reader.Open(ReadProcessLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
