#include "base/value_tree.h"

namespace ringfence::base {

NodeRef ValueTree::Find(NodeRef map, std::string_view key) const {
  if (!map.valid() || nodes_[map].kind != ValueKind::kMap) return {};
  for (const ValueEntry& entry : nodes_[map].entries) {
    if (entry.key == key) return entry.value;
  }
  return {};
}

std::string_view ValueTree::TextOf(NodeRef ref) const {
  if (!ref.valid() || nodes_[ref].kind != ValueKind::kScalar) return "";
  return nodes_[ref].text;
}

std::vector<NodeRef> ValueTree::Items(NodeRef ref) const {
  std::vector<NodeRef> items;
  if (!ref.valid()) return items;
  if (nodes_[ref].kind == ValueKind::kScalar) items.push_back(ref);
  if (nodes_[ref].kind != ValueKind::kList) return items;
  for (const ValueEntry& entry : nodes_[ref].entries) items.push_back(entry.value);
  return items;
}

}  // namespace ringfence::base
