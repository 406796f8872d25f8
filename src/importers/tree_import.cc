#include "importers/tree_import.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::importers {

using base::DiagnosticKind;
using base::NodeRef;
using base::ValueEntry;
using base::ValueKind;

bool TreeImport::Map(NodeRef node, std::string_view what) {
  if (node.valid() && tree_[node].kind == ValueKind::kMap) return true;
  if (node.valid()) WrongShape(node, what, "a map");
  return false;
}

std::string TreeImport::Needed(NodeRef map, std::string_view key) {
  const NodeRef node = tree_.Find(map, key);
  if (!node.valid()) {
    Add(DiagnosticKind::kKeyMissing, tree_[map].span, fmt::format("the key '{}' is missing", key));
    return {};
  }
  if (Empty(node)) return Invalid(node, fmt::format("'{}' is empty", key)), std::string();
  return Text(node, key);
}

std::string TreeImport::Day(NodeRef map, std::string_view key) {
  const NodeRef node = tree_.Find(map, key);
  if (Empty(node)) return {};
  const std::string text = Text(node, key);
  const std::string_view day = DayOf(text);
  if (!text.empty() && day.empty())
    Invalid(node, fmt::format("'{}': '{}' is not a day YYYY-MM-DD", key, text));
  return std::string(day);
}

void TreeImport::LeaveRest(NodeRef map, std::string_view what,
                           std::initializer_list<std::string_view> taken) {
  for (const ValueEntry& entry : tree_[map].entries) {
    if (std::ranges::find(taken, entry.key) != taken.end() || Empty(entry.value)) continue;
    import_.Leave(fmt::format("{}: {}", what, entry.key), entry.key_span);
  }
}

bool TreeImport::Empty(NodeRef node) const {
  if (!node.valid()) return true;
  const base::ValueNode& value = tree_[node];
  return value.kind == ValueKind::kNull || (value.kind == ValueKind::kScalar && value.text.empty()) ||
         (value.kind != ValueKind::kScalar && value.entries.empty());
}

}  // namespace ringfence::importers
