#include "formats/juniper_junos/reader.h"

#include <algorithm>
#include <charconv>

namespace ringfence::formats::juniper_junos {

using base::DiagnosticKind;
using model::Fate;

base::Span Reader::SpanOf(NodeId id) const {
  const StatementId statement = tree.node(id).statement;
  if (statement == kNone) return {file, 0, 0, 0};
  const Statement& at = tree.statement(statement);
  return {file, at.line, at.column, at.length};
}

base::Span Reader::AppliedSpan(NodeId id) const {
  const StatementId statement = tree.node(id).applied;
  if (statement == kNone) return {};
  const Statement& at = tree.statement(statement);
  return {file, at.line, at.column, at.length};
}

base::Span Reader::WordSpan(NodeId id) const {
  const Node& node = tree.node(id);
  return {file, node.line, node.column, static_cast<std::uint32_t>(node.word.size())};
}

void Reader::Modelled(NodeId id, std::uint8_t below) {
  Mark& mark = tree.node(id).mark;
  // A value that was found invalid stays unknown.
  if (mark.set && mark.fate == Fate::kUnknown) return;
  mark = {true, Fate::kModelled, {below}, nullptr};
}

void Reader::Irrelevant(NodeId id) { tree.node(id).mark = {true, Fate::kIrrelevant, {}, nullptr}; }

void Reader::Unmodelled(NodeId id, std::uint8_t impact, const char* reason) {
  tree.node(id).mark = {true, Fate::kUnmodelled, {impact}, reason};
}

void Reader::Unknown(NodeId id, std::uint8_t impact) {
  tree.node(id).mark = {true, Fate::kUnknown, {impact}, nullptr};
}

void Reader::ModelledAll(NodeId id) {
  std::vector<NodeId> work{id};
  while (!work.empty()) {
    const NodeId at = work.back();
    work.pop_back();
    Modelled(at);
    for (const NodeId child : Children(*this, at)) work.push_back(child);
  }
}

void Reader::Invalid(NodeId id, std::string_view what) {
  std::string text(what);
  if (!word(id).empty()) text.append(": '").append(word(id).substr(0, 80)).append("'");
  diagnostics.Add({.kind = DiagnosticKind::kValueInvalid, .span = WordSpan(id), .what = std::move(text)});
  Unknown(id, Impact::kAll);
}

void Reader::Undefined(NodeId id, std::string_view what) {
  std::string text(what);
  text.append(" '").append(word(id).substr(0, 80)).append("' is not defined");
  diagnostics.Add(
      {.kind = DiagnosticKind::kReferenceUndefined, .span = WordSpan(id), .what = std::move(text)});
}

NodeId Reader::Value(NodeId statement) {
  const NodeId value = tree.ScalarChild(statement);
  if (value == kNone) {
    Invalid(statement, "a value is missing after");
    return kNone;
  }
  // Earlier values of the same scalar are replaced: also understood.
  for (const NodeId id : Children(*this, statement)) Modelled(id);
  return value;
}

std::optional<std::uint32_t> Reader::NumberOf(NodeId id, std::uint32_t min, std::uint32_t max) {
  const std::string_view text = word(id);
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= min && value <= max) return value;
  Invalid(id, "not a number from " + std::to_string(min) + " to " + std::to_string(max));
  return std::nullopt;
}

std::optional<std::uint32_t> Reader::Number(NodeId statement, std::uint32_t min, std::uint32_t max) {
  const NodeId value = Value(statement);
  if (value == kNone) return std::nullopt;
  return NumberOf(value, min, max);
}

std::optional<net::IpAddress> Reader::AddressOf(NodeId id) {
  const auto address = net::ParseAddress(word(id));
  if (!address) Invalid(id, "not an IP address");
  return address;
}

std::optional<net::IpAddress> Reader::Address(NodeId statement) {
  const NodeId value = Value(statement);
  if (value == kNone) return std::nullopt;
  return AddressOf(value);
}

std::optional<net::Prefix> Reader::PrefixOf(NodeId id) {
  const std::string_view text = word(id);
  if (const auto host = net::ParseHostPrefix(text)) return host->subnet();
  if (const auto address = net::ParseAddress(text)) return net::Prefix::Host(*address);
  // Junos also takes short forms such as 10/8.
  const std::size_t slash = text.find('/');
  std::string padded(text.substr(0, slash));
  if (padded.find(':') == std::string::npos && slash != std::string_view::npos) {
    for (auto dots = std::count(padded.begin(), padded.end(), '.'); dots < 3; ++dots) padded += ".0";
    padded += text.substr(slash);
    if (const auto host = net::ParseHostPrefix(padded)) return host->subnet();
  }
  Invalid(id, "not a prefix");
  return std::nullopt;
}

std::optional<std::uint64_t> Reader::Bandwidth(NodeId statement) {
  const NodeId value = Value(statement);
  if (value == kNone) return std::nullopt;
  const std::string_view text = word(value);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  std::uint64_t factor = 0;
  if (unit.empty() || unit == "bps") factor = 1;
  if (unit == "k" || unit == "K") factor = 1'000;
  if (unit == "m" || unit == "M") factor = 1'000'000;
  if (unit == "g" || unit == "G") factor = 1'000'000'000;
  constexpr std::uint64_t kBandwidthMax = 4'000'000'000'000'000;  // bit/s: no port comes near
  if (error == std::errc() && factor != 0 && number > 0 && number <= kBandwidthMax / factor)
    return number * factor;
  Invalid(value, "not a bandwidth");
  return std::nullopt;
}

void ApplyFate(Reader& reader, NodeId id, Fate fate, std::uint8_t impact, const char* reason) {
  switch (fate) {
    case Fate::kIrrelevant:
      return reader.Irrelevant(id);
    case Fate::kUnmodelled:
      return reader.Unmodelled(id, impact, reason);
    case Fate::kModelled:
      return reader.Modelled(id, impact);
    case Fate::kBlank:
    case Fate::kUnknown:
      return;
  }
}

void MoveImpact(Reader& reader, NodeId id, std::uint8_t from, std::uint8_t to) {
  std::vector<NodeId> work{id};
  while (!work.empty()) {
    const NodeId at = work.back();
    work.pop_back();
    model::Impact& impact = reader.tree.node(at).mark.impact;
    if (impact.has(from)) impact.bits = static_cast<std::uint8_t>((impact.bits & ~from) | to);
    for (const NodeId child : Children(reader, at)) work.push_back(child);
  }
}

void MarkStructural(Reader& reader) {
  for (NodeId id = 1; id < reader.tree.size(); ++id) {
    const std::string_view word = reader.word(id);
    if (!word.starts_with("apply-")) continue;
    if (word == "apply-groups" || word == "apply-groups-except" || word == "apply-path") {
      reader.ModelledAll(id);
    } else if (word == "apply-flags" || word == "apply-macro") {
      // Data for scripts and for the printing of defaults.
      reader.Irrelevant(id);
    }
  }
}

}  // namespace ringfence::formats::juniper_junos
