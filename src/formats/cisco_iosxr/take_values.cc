// Values that occur in many statements.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "formats/cisco_iosxr/interface_name.h"
#include "formats/cisco_iosxr/reader.h"
#include "formats/secret_digest.h"
#include "formats/type7_key.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::RouteSource;

struct SourceWord {
  std::string_view word;
  RouteSource source;
  bool has_process;
};
constexpr SourceWord kSources[] = {
    {"bgp", RouteSource::kBgp, true},     {"connected", RouteSource::kConnected, false},
    {"eigrp", RouteSource::kEigrp, true}, {"isis", RouteSource::kIsis, true},
    {"ospf", RouteSource::kOspf, true},   {"ospfv3", RouteSource::kOspf, true},
    {"rip", RouteSource::kRip, false},    {"static", RouteSource::kStatic, false},
};

/// `type-1` or `1`: the type of an external metric.
std::optional<std::uint32_t> TakeMetricType(Statement& statement) {
  if (statement.words.Accept("type-1")) return 1;
  if (statement.words.Accept("type-2")) return 2;
  return statement.words.AcceptNumber(1, 2);
}

Verdict ReadRedistributeOptions(Reader& reader, Statement& statement, RedistributeText& text) {
  const base::Span span = statement.span();
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "route-policy") {
      const Verdict verdict = SetPolicy(reader, statement, text.policy);
      if (verdict.fate != model::Fate::kModelled) return verdict;
    } else if (word == "metric") {
      const auto metric = TakeNumber(reader, statement, 0, 16777215);
      if (!metric) return kNotKnown;
      text.metric = {*metric, span};
    } else if (word == "tag") {
      const auto tag = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!tag) return kNotKnown;
      text.tag = {*tag, span};
    } else if (word == "metric-type") {
      const auto type = TakeMetricType(statement);
      if (!type) return NotModelled(kRouting, "type of a redistributed metric");
      text.metric_type = {*type, span};
    } else if (word == "level-1" || word == "level-2" || word == "level-1-2") {
      text.levels = {word == "level-1"   ? isis::kLevel1
                     : word == "level-2" ? isis::kLevel2
                                         : isis::kLevelBoth,
                     span};
    } else {
      return NotModelled(kRouting, "redistribution by kind of route");
    }
  }
  return kUnderstood;
}

}  // namespace

std::optional<net::HostPrefix> TakeHostPrefix(Reader& reader, Statement& statement, net::Family family) {
  const Word word = statement.words.Peek();
  auto prefix = TakePrefix(reader, statement);
  if (!prefix || prefix->address.family == family) return prefix;
  reader.Invalid(statement, word, fmt::format("'{}' is of the other family", word.text));
  return std::nullopt;
}

std::optional<net::Prefix> TakeSubnet(Reader& reader, Statement& statement, net::Family family) {
  const auto prefix = TakeHostPrefix(reader, statement, family);
  return prefix ? std::optional(prefix->subnet()) : std::nullopt;
}

std::optional<ospf::AreaId> TakeArea(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (const auto number = ParseNumber(word.text, 0, 0xffffffffU)) return *number;
  if (const auto dotted = net::ParseIpv4(word.text)) return dotted->v4();
  reader.Invalid(statement, word, fmt::format("'{}' is not an area", word.text));
  return std::nullopt;
}

std::optional<std::string> TakeName(Reader& reader, Statement& statement, std::string_view what) {
  const Word word = statement.words.Next();
  if (!word.empty()) return std::string(word.text);
  reader.Invalid(statement, word, fmt::format("the name of the {} is missing", what));
  return std::nullopt;
}

std::string TakeKey(Statement& statement) {
  // Stored keys are in the reversible notation of type 7, whatever word says so.
  if (statement.words.Accept("encrypted") || statement.words.Accept("password")) {
    const std::string text = "7 " + std::string(statement.words.Rest().text);
    Statement stored{WordCursor(text, base::FileId(), 0)};
    return TakeKeyDigest(stored);
  }
  statement.words.Accept("clear");
  return TakeKeyDigest(statement);
}

Verdict SetNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t min,
                  std::uint32_t max) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, min, max);
  if (!number) return kNotKnown;
  setting = {*number, statement.span()};
  return kUnderstood;
}

Verdict SetFlag(Statement& statement, Setting<bool>& setting) {
  const bool off = statement.words.Accept("disable") || statement.words.Accept("inheritance-disable");
  if (!off) statement.words.Accept("enable");
  setting = {off == statement.negated, statement.span()};
  return kUnderstood;
}

Verdict SetName(Reader& reader, Statement& statement, Setting<std::string>& setting, std::string_view what) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  auto name = TakeName(reader, statement, what);
  if (!name) return kNotKnown;
  setting = {std::move(*name), statement.span()};
  return kUnderstood;
}

std::string TakePolicyUse(WordCursor& words) {
  std::string use(words.Next().text);
  const auto open = [&use] { return std::ranges::count(use, '(') > std::ranges::count(use, ')'); };
  // `NAME (A)` and `NAME(A, B)` may hold blanks.
  if (use.find('(') == std::string::npos && !words.done() && words.Peek().text.front() == '(')
    use += words.Next().text;
  while (open() && !words.done()) use += words.Next().text;
  return use;
}

Verdict SetPolicy(Reader& reader, Statement& statement, Setting<std::string>& setting) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  std::string name = TakePolicyUse(statement.words);
  if (name.empty()) return reader.Invalid(statement, {}, "the name of the policy is missing");
  setting = {std::move(name), statement.span()};
  return kUnderstood;
}

Verdict ReadRedistribute(Reader& reader, Statement& statement, std::vector<RedistributeText>& list) {
  const Word word = statement.words.Next();
  const auto* source = std::ranges::find(kSources, word.text, &SourceWord::word);
  if (source == std::end(kSources)) return NotModelled(kRouting, "redistribution from this source");
  RedistributeText text;
  text.source = source->source;
  text.span = statement.span();
  if (source->has_process) {
    auto process = TakeName(reader, statement, "process");
    if (!process) return kNotKnown;
    text.process = std::move(*process);
  }
  std::erase_if(list, [&text](const RedistributeText& known) {
    return known.source == text.source && known.process == text.process;
  });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  const Verdict verdict = ReadRedistributeOptions(reader, statement, text);
  if (verdict.fate == model::Fate::kModelled) list.push_back(std::move(text));
  return verdict;
}

Verdict ReadDefaultInformation(Reader& reader, Statement& statement, Setting<DefaultText>& setting) {
  if (!statement.words.Accept("originate")) return kNotKnown;
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  DefaultText text;
  const base::Span span = statement.span();
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "always") {
      text.always = true;
    } else if (word == "metric" || word == "tag") {
      const auto number = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!number) return kNotKnown;
      const Setting<std::uint32_t> value{*number, span};
      (word == "metric" ? text.metric : text.tag) = value;
    } else if (word == "metric-type") {
      const auto type = TakeMetricType(statement);
      if (!type) return kNotKnown;
      text.metric_type = {*type, span};
    } else if (word == "route-policy") {
      const Verdict verdict = SetPolicy(reader, statement, text.policy);
      if (verdict.fate != model::Fate::kModelled) return verdict;
    } else {
      return NotModelled(kRouting, "option of the default route");
    }
  }
  setting = {std::move(text), span};
  return kUnderstood;
}

std::optional<std::size_t> TakeUnicastFamily(Statement& statement) {
  const bool v4 = statement.words.Accept("ipv4");
  if (!v4 && !statement.words.Accept("ipv6")) return std::nullopt;
  if (!statement.words.Accept("unicast") && !statement.words.done()) return std::nullopt;
  return v4 ? 0 : 1;
}

std::string VrfName(std::string_view text) { return text == "default" ? "" : std::string(text); }

}  // namespace ringfence::formats::cisco_iosxr
