#include "formats/word_tree_reader.h"

#include <algorithm>

#include "formats/word_cursor.h"

namespace ringfence::formats::word_tree {

using base::DiagnosticKind;
using model::Fate;

namespace {

// Longest part of a value that a message repeats, in bytes.
constexpr std::size_t kShownMax = 80;

}  // namespace

base::Span Reader::SpanOf(NodeId id) const {
  const StatementId statement = tree.node(id).latest;
  if (statement == kNone) return {file, 0, 0, 0};
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
  mark = {true, Fate::kModelled, below, nullptr};
}

void Reader::Irrelevant(NodeId id) { tree.node(id).mark = {true, Fate::kIrrelevant, 0, nullptr}; }

void Reader::Unmodelled(NodeId id, std::uint8_t impact, const char* reason) {
  tree.node(id).mark = {true, Fate::kUnmodelled, impact, reason};
}

void Reader::Unknown(NodeId id, std::uint8_t impact) {
  tree.node(id).mark = {true, Fate::kUnknown, impact, nullptr};
}

void Reader::Invalid(NodeId id, std::string_view what, bool show) {
  std::string text(what);
  if (show && !word(id).empty()) text.append(": '").append(word(id).substr(0, kShownMax)).append("'");
  diagnostics.Add({.kind = DiagnosticKind::kValueInvalid, .span = WordSpan(id), .what = std::move(text)});
  Unknown(id);
}

void Reader::Undefined(NodeId id, std::string_view what) {
  std::string text(what);
  text.append(" '").append(word(id).substr(0, kShownMax)).append("' is not defined");
  diagnostics.Add(
      {.kind = DiagnosticKind::kReferenceUndefined, .span = WordSpan(id), .what = std::move(text)});
}

std::optional<bool> Reader::Flag(NodeId value) {
  if (word(value) == "true") return true;
  if (word(value) == "false") return false;
  Invalid(value, "neither 'true' nor 'false'");
  return std::nullopt;
}

std::optional<bool> Reader::Enabled(NodeId value) {
  if (word(value) == "enable") return true;
  if (word(value) == "disable") return false;
  Invalid(value, "neither 'enable' nor 'disable'");
  return std::nullopt;
}

std::optional<std::uint32_t> Reader::Number(NodeId value, std::uint32_t min, std::uint32_t max) {
  const std::optional<std::uint32_t> number = ParseNumber(word(value), min, max);
  if (!number) Invalid(value, "not a number from " + std::to_string(min) + " to " + std::to_string(max));
  return number;
}

std::optional<net::IpAddress> Reader::Address(NodeId value) {
  const std::optional<net::IpAddress> address = net::ParseAddress(word(value));
  if (!address) Invalid(value, "not an address");
  return address;
}

std::optional<net::Prefix> Reader::Prefix(NodeId value) {
  if (const auto host = net::ParseAddress(word(value))) return net::Prefix::Host(*host);
  const std::optional<net::HostPrefix> prefix = net::ParseHostPrefix(word(value));
  if (!prefix) {
    Invalid(value, "not a prefix");
    return std::nullopt;
  }
  return prefix->subnet();
}

bool Reader::MarkRemark(NodeId id) {
  if (std::ranges::find(remarks_, word(id)) == remarks_.end()) return false;
  Irrelevant(id);
  return true;
}

void ApplyShape(Reader& reader, NodeId id, Shape shape, Mark mark, std::vector<NodeId>& found) {
  if (shape == Shape::kFate) {
    reader.tree.node(id).mark = mark;
    return;
  }
  reader.Modelled(id, mark.impact);
  if (shape == Shape::kBlock) {
    found.push_back(id);
    return;
  }
  const NodeId value = reader.tree.Value(id);
  if (shape == Shape::kList || shape == Shape::kMembers) {
    for (const NodeId member : Children(reader, id)) {
      reader.Modelled(member);
      if (shape == Shape::kList || reader.tree.node(member).rank == reader.tree.node(value).rank)
        found.push_back(member);
    }
    return;
  }
  if (shape == Shape::kPresence &&
      (value == kNone || (reader.word(value) != "true" && reader.word(value) != "false"))) {
    found.push_back(id);
    return;
  }
  if (value == kNone) {
    reader.Invalid(id, "a value is missing after");
    return;
  }
  // Earlier values of the same leaf are replaced: also understood.
  for (const NodeId other : Children(reader, id)) reader.Modelled(other);
  found.push_back(value);
}

}  // namespace ringfence::formats::word_tree
