#include "formats/tree_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/nearest_word.h"

namespace ringfence::formats {

using base::DiagnosticKind;
using base::NodeRef;
using base::ValueEntry;
using base::ValueKind;

void TreeReader::Add(DiagnosticKind kind, base::Span span, std::string what, std::string hint) {
  sound_ = false;
  diagnostics_.Add({kind, span, std::move(what), {}, std::move(hint)});
}

void TreeReader::Invalid(NodeRef node, std::string what) {
  Add(DiagnosticKind::kValueInvalid, tree_[node].span, std::move(what));
}

void TreeReader::WrongShape(NodeRef node, std::string_view key, std::string_view shape) {
  Add(DiagnosticKind::kTypeWrong, tree_[node].span, fmt::format("'{}' must be {}", key, shape));
}

bool TreeReader::IsMap(NodeRef node, std::string_view what, std::span<const std::string_view> known) {
  if (tree_[node].kind != ValueKind::kMap) return WrongShape(node, what, "a map"), false;
  for (const ValueEntry& entry : tree_[node].entries) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    const auto nearest = base::NearestWord(entry.key, known);
    Add(DiagnosticKind::kKeyUnknown, entry.key_span, fmt::format("there is no key '{}' here", entry.key),
        nearest ? fmt::format("Did you mean '{}'?", *nearest)
                : fmt::format("The keys are {}.", fmt::join(known, ", ")));
  }
  return true;
}

void TreeReader::Require(NodeRef map, std::string_view key) {
  if (!tree_.Find(map, key).valid())
    Add(DiagnosticKind::kKeyMissing, tree_[map].span, fmt::format("the key '{}' is missing", key));
}

std::vector<NodeRef> TreeReader::List(NodeRef node, std::string_view key) {
  std::vector<NodeRef> items;
  if (!node.valid()) return items;
  if (tree_[node].kind != ValueKind::kList) return WrongShape(node, key, "a list"), items;
  for (const ValueEntry& entry : tree_[node].entries) items.push_back(entry.value);
  return items;
}

std::string TreeReader::Text(NodeRef node, std::string_view key) {
  if (!node.valid()) return {};
  if (tree_[node].kind != ValueKind::kScalar) return WrongShape(node, key, "a text"), std::string();
  return std::string(tree_.TextOf(node));
}

std::optional<std::uint32_t> TreeReader::Number(NodeRef node, std::string_view key) {
  if (!node.valid()) return std::nullopt;
  const std::string text = Text(node, key);
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  Invalid(node, fmt::format("'{}': '{}' is not a number from 0 to 4294967295", key, text));
  return std::nullopt;
}

std::uint32_t TreeReader::AsNumber(NodeRef node, std::string_view key) {
  const auto number = Number(node, key);
  if (number == 0U) Invalid(node, fmt::format("'{}': there is no AS 0", key));
  return number.value_or(0);
}

std::optional<net::IpAddress> TreeReader::Address(NodeRef node, std::string_view key) {
  if (!node.valid()) return std::nullopt;
  const std::string text = Text(node, key);
  const auto address = net::ParseAddress(text);
  if (!address) Invalid(node, fmt::format("'{}': '{}' is not an address", key, text));
  return address;
}

net::Prefix TreeReader::Prefix(NodeRef node, std::string_view key) {
  const std::string text = Text(node, key);
  if (const auto prefix = net::ParsePrefix(text)) return *prefix;
  const auto host = net::ParseHostPrefix(text);
  Invalid(node,
          host ? fmt::format("'{}' has host bits set; the prefix is {}", text, net::ToString(host->subnet()))
               : fmt::format("'{}' is not address/length", text));
  return {};
}

std::size_t TreeReader::Word(NodeRef node, std::string_view key, std::span<const std::string_view> words) {
  if (!node.valid()) return words.size();
  const std::string text = Text(node, key);
  const auto same = [&text](std::string_view word) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(word, text, {}, lower, lower);
  };
  const auto found = std::ranges::find_if(words, same);
  if (found == words.end()) {
    const auto nearest = base::NearestWord(text, words);
    Add(DiagnosticKind::kValueInvalid, tree_[node].span,
        fmt::format("'{}' is not one of {}", text, fmt::join(words, ", ")),
        nearest ? fmt::format("Did you mean '{}'?", *nearest) : "");
  }
  return static_cast<std::size_t>(found - words.begin());
}

}  // namespace ringfence::formats
