// Values and small statements that occur in many places.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"
#include "formats/type7_key.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// The source a word of `redistribute` names.
std::optional<model::RouteSource> SourceOf(std::string_view word) {
  using model::RouteSource;
  if (word == "direct") return RouteSource::kConnected;
  if (word == "static") return RouteSource::kStatic;
  if (word == "ospf" || word == "ospfv3") return RouteSource::kOspf;
  if (word == "isis") return RouteSource::kIsis;
  if (word == "bgp") return RouteSource::kBgp;
  if (word == "rip") return RouteSource::kRip;
  if (word == "eigrp") return RouteSource::kEigrp;
  return std::nullopt;
}

}  // namespace

std::optional<net::HostPrefix> TakeHostPrefix(Reader& reader, Statement& statement, net::Family family) {
  const Word word = statement.words.Next();
  const auto prefix = net::ParseHostPrefix(word.text);
  if (prefix && prefix->address.family == family) return prefix;
  const auto address = family == net::Family::kIpv4 ? net::ParseIpv4(word.text) : std::nullopt;
  const auto mask = address ? net::ParseIpv4(statement.words.Peek().text) : std::nullopt;
  const auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
  if (length) return statement.words.Next(), net::HostPrefix{*address, *length};
  reader.Invalid(
      statement, word,
      fmt::format("'{}' is not an {} prefix", word.text, family == net::Family::kIpv4 ? "IPv4" : "IPv6"));
  return std::nullopt;
}

std::optional<net::Prefix> TakeSubnet(Reader& reader, Statement& statement, net::Family family) {
  const auto prefix = TakeHostPrefix(reader, statement, family);
  if (!prefix) return std::nullopt;
  return prefix->subnet();  // the device clears host bits
}

std::optional<std::string> TakeName(Reader& reader, Statement& statement, std::string_view what) {
  const Word word = statement.words.Next();
  if (!word.empty()) return std::string(word.text);
  reader.Invalid(statement, word, fmt::format("the name of the {} is missing", what));
  return std::nullopt;
}

KeyDigest TakeKey(Statement& statement) {
  const Word type = statement.words.Peek();
  const bool opaque = type == "3" || type == "6";
  // Keys stand in quotes that are no part of them.
  std::string text(statement.words.Rest().text);
  std::erase(text, '"');
  Statement key{WordCursor(text, base::FileId(), 0)};
  return {TakeKeyDigest(key), opaque};
}

Verdict KeyVerdict(const KeyDigest& key) {
  if (!key.opaque) return kUnderstood;
  return NotModelled(kRouting, "key that only the device can decode");
}

Verdict SetNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t min,
                  std::uint32_t max) {
  if (statement.negated) {
    setting = {};
    statement.words.Rest();
    return kUnderstood;
  }
  const auto number = TakeNumber(reader, statement, min, max);
  if (!number) return kNotKnown;
  setting = {*number, statement.span()};
  return kUnderstood;
}

Verdict SetFlag(Statement& statement, Setting<bool>& setting) {
  setting = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict SetName(Reader& reader, Statement& statement, Setting<std::string>& setting, std::string_view what) {
  if (statement.negated) {
    setting = {};
    statement.words.Rest();
    return kUnderstood;
  }
  auto name = TakeName(reader, statement, what);
  if (!name) return kNotKnown;
  setting = {std::move(*name), statement.span()};
  return kUnderstood;
}

Verdict ReadRedistribute(Reader& reader, Statement& statement, std::vector<RedistributeText>& list) {
  const Word word = statement.words.Next();
  if (word == "maximum-prefix") return kNoEffect;
  if (word == "lisp" || word == "hmm" || word == "am" || word == "amt" || word == "icmpv6")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "redistribution of host routes");
  const auto source = SourceOf(word.text);
  if (!source) return kNotKnown;
  RedistributeText text;
  text.source = *source;
  text.span = statement.span();
  const bool single = *source == model::RouteSource::kConnected || *source == model::RouteSource::kStatic;
  if (!single && !(statement.words.Peek() == "route-map"))
    text.process = std::string(statement.words.Next().text);
  if (statement.words.Accept("route-map")) {
    auto name = TakeName(reader, statement, "route map");
    if (!name) return kNotKnown;
    text.route_map = {std::move(*name), statement.span()};
  }
  std::erase_if(list, [&text](const RedistributeText& known) {
    return known.source == text.source && known.process == text.process;
  });
  if (!statement.negated) list.push_back(std::move(text));
  return kUnderstood;
}

Verdict ReadDefaultInformation(Statement& statement, Setting<DefaultText>& setting) {
  if (!statement.words.Accept("originate")) return kNotKnown;
  DefaultText text;
  text.always = statement.words.Accept("always");
  if (statement.words.Accept("route-map"))
    text.route_map = {std::string(statement.words.Next().text), statement.span()};
  setting = {};
  if (!statement.negated) setting = {std::move(text), statement.span()};
  return kUnderstood;
}

Verdict NoEffectIfIn(std::span<const std::string_view> words, const Statement& statement) {
  return std::ranges::binary_search(words, statement.words.Peek().text) ? kNoEffect : kNotKnown;
}

std::string VrfName(std::string_view text) { return text == "default" ? "" : std::string(text); }

}  // namespace ringfence::formats::cisco_nxos
