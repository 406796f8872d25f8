// Values and small statements that occur in many places.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// The well-known constant of the reversible "type 7" notation.
constexpr std::string_view kType7Pad = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// The key behind a type-7 text; the text itself when it is malformed.
std::string DecodeType7(std::string_view text) {
  const auto offset = ParseNumber(text.substr(0, std::min<std::size_t>(2, text.size())), 0, 15);
  if (!offset || text.size() % 2 != 0) return std::string(text);
  std::string key;
  for (std::size_t i = 2; i < text.size(); i += 2) {
    const int high = HexDigit(text[i]);
    const int low = HexDigit(text[i + 1]);
    if (high < 0 || low < 0) return std::string(text);
    const char pad = kType7Pad[(*offset + i / 2 - 1) % kType7Pad.size()];
    key += static_cast<char>((high * 16 + low) ^ pad);
  }
  return key;
}

std::string_view WithoutQuotes(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

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
  reader.Invalid(statement, word,
                 fmt::format("'{}' is not an {} prefix", word.text,
                             family == net::Family::kIpv4 ? "IPv4" : "IPv6"));
  return std::nullopt;
}

std::optional<net::Prefix> TakeSubnet(Reader& reader, Statement& statement, net::Family family) {
  const auto prefix = TakeHostPrefix(reader, statement, family);
  if (!prefix) return std::nullopt;
  return prefix->subnet();  // the device clears host bits
}

std::optional<ospf::AreaId> TakeArea(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (const auto number = ParseNumber(word.text, 0, 0xffffffffU)) return number;
  if (const auto address = net::ParseIpv4(word.text)) return address->v4();
  reader.Invalid(statement, word, fmt::format("'{}' is not an OSPF area", word.text));
  return std::nullopt;
}

std::optional<std::string> TakeName(Reader& reader, Statement& statement, std::string_view what) {
  const Word word = statement.words.Next();
  if (!word.empty()) return std::string(word.text);
  reader.Invalid(statement, word, fmt::format("the name of the {} is missing", what));
  return std::nullopt;
}

KeyDigest TakeKey(Statement& statement) {
  const bool type7 = statement.words.Accept("7");
  const bool opaque = !type7 && (statement.words.Accept("3") || statement.words.Accept("6"));
  if (!type7 && !opaque) statement.words.Accept("0");
  const std::string_view key = WithoutQuotes(statement.words.Rest().text);
  const std::string digest = DigestOfSecret("", type7 ? DecodeType7(key) : std::string(key));
  return {digest.substr(1), opaque};
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
