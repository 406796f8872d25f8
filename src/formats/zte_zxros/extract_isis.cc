// `router isis [N] [vrf V]` with its interfaces.

#include <algorithm>

#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {
namespace {

constexpr std::uint32_t kWideMetricMax = 16777214;

Verdict Without(Statement& statement, std::string_view feature) {
  statement.words.Rest();
  return statement.negated ? kNoEffect : NotModelled(kRouting, feature);
}

/// Takes "level-1", "level-2", "level-2-only", "level-1-2"; nullopt when the next word is none.
std::optional<isis::Levels> TakeLevels(WordCursor& words) {
  if (words.Accept("level-1")) return isis::kLevel1;
  if (words.Accept("level-2") || words.Accept("level-2-only")) return isis::kLevel2;
  if (words.Accept("level-1-2")) return isis::kLevelBoth;
  return std::nullopt;
}

Verdict ReadLevels(Statement& statement, Setting<isis::Levels>& setting) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const auto levels = TakeLevels(statement.words);
  if (!levels) return kNotKnown;
  setting = {*levels, statement.span()};
  return kUnderstood;
}

/// `metric N [level-1 | level-2]`.
Verdict ReadMetric(Reader& reader, Statement& statement) {
  IsisInterfaceText& port = reader.isis_port();
  Setting<std::uint32_t> metric;
  if (!statement.negated) {
    const auto number = TakeNumber(reader, statement, 0, kWideMetricMax);
    if (!number) return kNotKnown;
    metric = {*number, statement.span()};
  } else {
    statement.words.AcceptNumber(0, kWideMetricMax);
  }
  const isis::Levels levels = TakeLevels(statement.words).value_or(isis::kLevelBoth);
  if ((levels & isis::kLevel1) != 0) port.metric1 = metric;
  if ((levels & isis::kLevel2) != 0) port.metric2 = metric;
  return kUnderstood;
}

Verdict ReadPort(Reader& reader, Statement& statement) {
  isis::IsisInterface& port = reader.isis_port().value;
  const Word word = statement.words.Next();
  const bool v4 = word == "ip";
  if (v4 || word == "ipv6") {
    if (!statement.words.Accept("router") || !statement.words.Accept("isis")) return kNotKnown;
    (v4 ? port.ipv4 : port.ipv6) = !statement.negated;
    return kUnderstood;
  }
  if (word == "circuit-type") return ReadLevels(statement, reader.isis_port().levels);
  if (word == "metric") return ReadMetric(reader, statement);
  if (word == "passive-mode") return port.passive = !statement.negated, kUnderstood;
  if (word == "network" && statement.words.Accept("point-to-point")) {
    port.type = statement.negated ? isis::IsisNetworkType::kBroadcast : isis::IsisNetworkType::kPointToPoint;
    return kUnderstood;
  }
  constexpr std::string_view kTiming[] = {"csnp-interval",      "hello-interval", "hello-multiplier",
                                          "lsp-interval",       "priority",       "psnp-interval",
                                          "retransmit-interval"};
  if (std::ranges::find(kTiming, word.text) != std::end(kTiming)) return statement.words.Rest(), kNoEffect;
  return Without(statement, "option of an IS-IS interface");
}

Verdict ReadInterfaceOfProcess(Reader& reader, Statement& statement) {
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return kNotKnown;
  std::vector<IsisInterfaceText>& ports = reader.isis().interfaces;
  const auto same = [&name](const IsisInterfaceText& known) { return known.value.name == name; };
  if (statement.negated) return std::erase_if(ports, same), kUnderstood;
  const auto known = std::ranges::find_if(ports, same);
  reader.port_index = static_cast<std::size_t>(known - ports.begin());
  if (known == ports.end()) {
    isis::IsisInterface& port = ports.emplace_back().value;
    port.name = name;
    port.span = statement.span();
    port.ipv4 = false;
  }
  reader.Open(ReadPort, kRouting);
  return kUnderstood;
}

Verdict ReadArea(Reader& reader, Statement& statement) {
  std::string area(statement.words.Next().text);
  if (area.empty()) return kNotKnown;
  std::ranges::transform(area, area.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  std::erase(reader.isis().areas, area);
  if (!statement.negated) reader.isis().areas.push_back(std::move(area));
  return kUnderstood;
}

Verdict ReadSystemId(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word.empty() && !statement.negated) return kNotKnown;
  reader.isis().system_id = statement.negated ? "" : std::string(word.text);
  return kUnderstood;
}

Verdict ReadIsType(Reader& reader, Statement& statement) {
  return ReadLevels(statement, reader.isis().levels);
}

Verdict ReadMetricStyle(Reader& reader, Statement& statement) {
  Setting<isis::MetricStyle>& style = reader.isis().style;
  if (statement.negated) return style = {}, statement.words.Rest(), kUnderstood;
  const bool wide = statement.words.Accept("wide");
  if (!wide && !statement.words.Accept("narrow")) return Without(statement, "styles of IS-IS metrics");
  style = {wide ? isis::MetricStyle::kWide : isis::MetricStyle::kNarrow, statement.span()};
  return kUnderstood;
}

Verdict ReadOverload(Reader& reader, Statement& statement) {
  if (!statement.words.done()) return Without(statement, "overload bit for a time");
  reader.isis().overload = !statement.negated;
  return kUnderstood;
}

Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.isis().maximum_paths, 1, 64);
}
Verdict ReadDistance(Reader& reader, Statement& statement) {
  if (!statement.negated && !ParseNumber(statement.words.Peek().text, 1, 255))
    return Without(statement, "distances of kinds of IS-IS routes");
  return SetNumber(reader, statement, reader.isis().distance, 1, 255);
}

constexpr Keyword kLines[] = {
    {"area", ReadArea},
    {"distance", ReadDistance},
    {"hostname"},
    {"interface", ReadInterfaceOfProcess},
    {"is-type", ReadIsType},
    {"lsp-refresh-time"},
    {"max-lsp-lifetime"},
    {"maximum-paths", ReadMaximumPaths},
    {"metric-style", ReadMetricStyle},
    {"set-overload-bit", ReadOverload},
    {"spf-interval"},
    {"system-id", ReadSystemId},
};
static_assert(IsSorted(std::span<const Keyword>(kLines)));

Verdict ReadLine(Reader& reader, Statement& statement) {
  const bool known = std::ranges::any_of(
      kLines, [&](const Keyword& keyword) { return statement.words.Peek() == keyword.word; });
  return known ? reader.Dispatch(kLines, statement) : Without(statement, "option of IS-IS");
}

}  // namespace

Verdict ReadRouterIsis(Reader& reader, Statement& statement) {
  const auto number = statement.words.AcceptNumber(0, 65535);
  const std::string tag = std::to_string(number.value_or(0));
  const bool in_vrf = statement.words.Accept("vrf");
  const std::string vrf(in_vrf ? statement.words.Next().text : std::string_view());
  if ((in_vrf && vrf.empty()) || !statement.words.done()) return kNotKnown;
  std::vector<IsisText>& all = reader.vendor.isis;
  const auto same = [&tag](const IsisText& known) { return known.tag == tag; };
  if (statement.negated) return std::erase_if(all, same), kUnderstood;
  const auto known = std::ranges::find_if(all, same);
  reader.process_index = static_cast<std::size_t>(known - all.begin());
  if (known == all.end()) {
    IsisText& process = all.emplace_back();
    process.tag = tag;
    process.vrf = vrf;
    process.span = statement.span();
  } else if (known->vrf != vrf) {
    return NotModelled(kRouting, "one IS-IS instance in two VRFs");
  }
  reader.Open(ReadLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::zte_zxros
