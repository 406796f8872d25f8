// Flexible algorithms of IS-IS, and the colours of `segment-routing traffic-eng` that take them.

#include <algorithm>

#include "formats/cisco_iosxr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

namespace sr = routing::sr;
using model::Impact;

constexpr Verdict kFlexible = NotModelled(Impact::kForwarding, "flexible algorithm");
constexpr Verdict kPolicies = NotModelled(Impact::kForwarding, "segment routing");

FlexText& FlexOf(Reader& reader) { return reader.isis().flexible[reader.flexible_index]; }

/// Names apart by blanks and commas.
std::vector<std::string> TakeNames(Statement& statement) {
  std::vector<std::string> names;
  while (!statement.words.done()) {
    std::string_view word = statement.words.Next().text;
    while (!word.empty()) {
      const std::string_view name = word.substr(0, word.find(','));
      if (!name.empty()) names.emplace_back(name);
      word.remove_prefix(std::min(word.size(), name.size() + 1));
    }
  }
  return names;
}

Verdict ReadRule(Statement& statement, AffinityText& affinity) {
  const Word kind = statement.words.Next();
  std::vector<std::string>* names = kind == "exclude-any"   ? &affinity.exclude_any
                                    : kind == "include-any" ? &affinity.include_any
                                    : kind == "include-all" ? &affinity.include_all
                                                            : nullptr;
  if (names == nullptr) return statement.negated ? kNoEffect : kFlexible;
  *names = TakeNames(statement);
  if (statement.negated) names->clear();
  affinity.span = statement.span();
  return kUnderstood;
}

Verdict ReadFlexMetric(Statement& statement, FlexText& flexible) {
  if (statement.negated) return statement.words.Rest(), flexible.metric = {}, kUnderstood;
  const Word word = statement.words.Next();
  if (word == "igp") return flexible.metric = {sr::AlgorithmMetric::kIgp, statement.span()}, kUnderstood;
  if (word == "te") return flexible.metric = {sr::AlgorithmMetric::kTe, statement.span()}, kUnderstood;
  if (word != "delay") return kFlexible;
  flexible.metric = {sr::AlgorithmMetric::kMinDelay, statement.span()};
  return NotModelled(Impact::kForwarding, "delays of links, which are measured");
}

Verdict ReadFlexLine(Reader& reader, Statement& statement) {
  FlexText& flexible = FlexOf(reader);
  const Word word = statement.words.Next();
  if (word == "priority") return SetNumber(reader, statement, flexible.priority, 0, 255);
  if (word == "metric-type") return ReadFlexMetric(statement, flexible);
  if (word == "advertise-definition") return SetFlag(statement, flexible.told);
  if (word == "affinity") return ReadRule(statement, flexible.affinity);
  if (statement.negated) return statement.words.Rest(), kNoEffect;
  // Between levels and areas alone; what acts before tables settle.
  constexpr std::string_view kHarmless[] = {"address-family", "fast-reroute", "microloop", "prefix-metric"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kFlexible;
}

OnDemandText& OnDemandOf(Reader& reader) { return reader.vendor.on_demand[reader.on_demand_index]; }

Verdict TakeSidAlgorithm(Reader& reader, Statement& statement) {
  if (statement.negated) return statement.words.Rest(), OnDemandOf(reader).algorithm.reset(), kUnderstood;
  const auto number = TakeNumber(reader, statement, sr::kFlexibleMin, sr::kFlexibleMax);
  if (!number) return kNotKnown;
  OnDemandOf(reader).algorithm = static_cast<sr::Algorithm>(*number);
  return kUnderstood;
}

/// Lines of `dynamic`, `constraints` and `segments`.
Verdict ReadSidAlgorithm(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "sid-algorithm") return TakeSidAlgorithm(reader, statement);
  if (word == "segments" && statement.words.done() && !statement.negated)
    return reader.Open(ReadSidAlgorithm, Impact::kForwarding), kUnderstood;
  return statement.negated ? kNoEffect : kPolicies;
}

Verdict ReadOnDemandLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  const bool opens = (word == "dynamic" || word == "constraints") && statement.words.done();
  if (!opens) return statement.negated ? (statement.words.Rest(), kNoEffect) : kPolicies;
  if (word == "dynamic") OnDemandOf(reader).dynamic = !statement.negated;
  reader.Open(ReadSidAlgorithm, Impact::kForwarding);
  return kUnderstood;
}

Verdict ReadOnDemand(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("color")) return statement.negated ? kNoEffect : kPolicies;
  const base::Span span = statement.span();
  const auto colour = TakeNumber(reader, statement, 1, 0xffffffffU);
  if (!colour) return kNotKnown;
  std::vector<OnDemandText>& all = reader.vendor.on_demand;
  if (statement.negated) {
    std::erase_if(all, [&colour](const OnDemandText& one) { return one.colour == *colour; });
    return kUnderstood;
  }
  auto found = std::ranges::find(all, *colour, &OnDemandText::colour);
  if (found == all.end()) {
    all.push_back({.colour = *colour, .span = span, .dynamic = false, .algorithm = {}});
    found = all.end() - 1;
  }
  reader.on_demand_index = static_cast<std::size_t>(found - all.begin());
  reader.Open(ReadOnDemandLine, Impact::kForwarding);
  return kUnderstood;
}

Verdict ReadTrafficEngLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "on-demand") return ReadOnDemand(reader, statement);
  if (statement.negated) return statement.words.Rest(), kNoEffect;
  return word == "logging" || word == "maximum-sid-depth" ? kNoEffect : kPolicies;
}

}  // namespace

Verdict ReadFlexAlgo(Reader& reader, Statement& statement) {
  const base::Span span = statement.span();
  const auto number = TakeNumber(reader, statement, sr::kFlexibleMin, sr::kFlexibleMax);
  if (!number) return kNotKnown;
  const auto algorithm = static_cast<sr::Algorithm>(*number);
  std::vector<FlexText>& all = reader.isis().flexible;
  if (statement.negated) {
    std::erase_if(all, [algorithm](const FlexText& one) { return one.number == algorithm; });
    return kUnderstood;
  }
  reader.flexible_index = PlaceOfAlgorithm(all, algorithm);
  base::Span& first = all[reader.flexible_index].span;
  if (!first.valid()) first = span;
  reader.Open(ReadFlexLine, Impact::kForwarding);
  return kUnderstood;
}

Verdict ReadAffinityMap(Reader& reader, Statement& statement) {
  const auto name = TakeName(reader, statement, "affinity");
  if (!name) return kNotKnown;
  if (statement.negated) {
    reader.isis().affinity_bits.erase(*name);
    return statement.words.Rest(), kUnderstood;
  }
  if (!statement.words.Accept("bit-position")) return kFlexible;
  const auto bit = TakeNumber(reader, statement, 0, static_cast<std::uint32_t>(sr::AdminGroups().size()) - 1);
  if (!bit) return kNotKnown;
  reader.isis().affinity_bits[*name] = *bit;
  return kUnderstood;
}

Verdict ReadIsisAffinity(Statement& statement, IsisInterfaceText& port) {
  if (!statement.words.Accept("flex-algo")) return statement.negated ? kNoEffect : kFlexible;
  port.affinity_span = statement.span();
  port.affinities = TakeNames(statement);
  if (statement.negated) port.affinities.clear();
  // What a measurement that goes wrong adds to the link.
  if (std::ranges::find(port.affinities, "anomaly") != port.affinities.end()) return kFlexible;
  return kUnderstood;
}

Verdict ReadTeMetric(Reader& reader, Statement& statement, IsisInterfaceText& port) {
  if (!statement.words.Accept("flex-algo")) return statement.negated ? kNoEffect : kFlexible;
  if (statement.negated) return statement.words.Rest(), port.te_metric = {}, kUnderstood;
  const Verdict verdict = SetNumber(reader, statement, port.te_metric, 1, 16777214);
  return statement.words.done() ? verdict : kFlexible;  // of one level
}

Verdict ReadSrTrafficEng(Reader& reader, Statement& statement) {
  if (!statement.words.done()) return ReadTrafficEngLine(reader, statement);
  if (statement.negated) return reader.vendor.on_demand.clear(), kUnderstood;
  reader.Open(ReadTrafficEngLine, Impact::kForwarding);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
