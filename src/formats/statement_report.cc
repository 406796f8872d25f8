#include "formats/statement_report.h"

#include <fmt/format.h>

namespace ringfence::formats {

Verdict StatementReport::Invalid(const Statement& statement, const Word& word, std::string what) {
  diagnostics.Add({base::DiagnosticKind::kValueInvalid, statement.words.SpanOf(word), std::move(what)});
  return kNotKnown;
}

void StatementReport::Undefined(base::Span use, std::string_view kind, std::string_view name) {
  diagnostics.Add(
      {base::DiagnosticKind::kReferenceUndefined, use, fmt::format("{} '{}' is not defined", kind, name)});
}

void StatementReport::Demote(base::Span span, std::uint8_t impact, std::string_view reason) {
  if (span.line == 0) return;
  // What was found missing before stays missing.
  const model::LineFate& before = fates.at(span.line);
  const std::uint8_t known = before.fate == model::Fate::kUnmodelled ? before.impact.bits : std::uint8_t{0};
  const model::Impact all{static_cast<std::uint8_t>(impact | known)};
  fates.Replace(span.line, {model::Fate::kUnmodelled, all, std::string(reason)});
}

std::optional<std::uint32_t> ParseAs(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return ParseNumber(text, 0, 0xffffffffU);
  const auto high = ParseNumber(text.substr(0, dot), 0, 0xffff);
  const auto low = ParseNumber(text.substr(dot + 1), 0, 0xffff);
  return high && low ? std::optional((*high << 16U) | *low) : std::nullopt;
}

std::optional<std::uint32_t> TakeNumber(StatementReport& report, Statement& statement, std::uint32_t min,
                                        std::uint32_t max) {
  const auto number = statement.words.AcceptNumber(min, max);
  if (!number) {
    const Word word = statement.words.Next();
    report.Invalid(statement, word, fmt::format("'{}' is not a number from {} to {}", word.text, min, max));
  }
  return number;
}

std::optional<std::uint32_t> TakeAs(StatementReport& report, Statement& statement) {
  const Word word = statement.words.Next();
  const auto number = ParseAs(word.text);
  if (!number) report.Invalid(statement, word, fmt::format("'{}' is not an AS number", word.text));
  return number;
}

std::optional<net::IpAddress> TakeAddress(StatementReport& report, Statement& statement) {
  const Word word = statement.words.Next();
  const auto address = net::ParseAddress(word.text);
  if (!address) report.Invalid(statement, word, fmt::format("'{}' is not an address", word.text));
  return address;
}

std::optional<net::IpAddress> TakeIpv4(StatementReport& report, Statement& statement) {
  const Word word = statement.words.Next();
  const auto address = net::ParseIpv4(word.text);
  if (!address) report.Invalid(statement, word, fmt::format("'{}' is not an IPv4 address", word.text));
  return address;
}

std::optional<net::HostPrefix> TakeAddressAndMask(StatementReport& report, Statement& statement) {
  const auto address = TakeIpv4(report, statement);
  if (!address) return std::nullopt;
  const Word word = statement.words.Next();
  const auto mask = net::ParseIpv4(word.text);
  const auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
  if (!length) {
    report.Invalid(statement, word, fmt::format("'{}' is not a network mask", word.text));
    return std::nullopt;
  }
  return net::HostPrefix{*address, *length};
}

std::optional<net::HostPrefix> TakePrefix(StatementReport& report, Statement& statement) {
  const Word word = statement.words.Peek();
  if (word.text.find('/') == std::string_view::npos) return TakeAddressAndMask(report, statement);
  statement.words.Next();
  const auto prefix = net::ParseHostPrefix(word.text);
  if (!prefix) report.Invalid(statement, word, fmt::format("'{}' is not a prefix", word.text));
  return prefix;
}

std::optional<std::uint32_t> TakeArea(StatementReport& report, Statement& statement) {
  const Word word = statement.words.Next();
  if (const auto number = ParseNumber(word.text, 0, 0xffffffffU)) return number;
  if (const auto address = net::ParseIpv4(word.text)) return address->v4();
  report.Invalid(statement, word, fmt::format("'{}' is not an OSPF area", word.text));
  return std::nullopt;
}

}  // namespace ringfence::formats
