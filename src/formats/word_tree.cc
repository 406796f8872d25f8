// Storage of the word tree: children are linked lists in the order of the text, which leaf lists and prints
// keep; one open-addressing table over (parent, word) finds a child in constant time, so that ten thousand
// flat lines of one list cost no more a line than ten.
#include "formats/word_tree.h"

#include <algorithm>
#include <bit>
#include <functional>

#include "base/check.h"

namespace ringfence::formats::word_tree {
namespace {

constexpr std::size_t kSlotsMin = 64;

}  // namespace

Tree::Tree(std::size_t node_count_hint) {
  nodes_.reserve(node_count_hint);
  slots_.assign(std::bit_ceil(std::max(kSlotsMin, node_count_hint * 2)), kNone);
  nodes_.emplace_back();
}

std::size_t Tree::SlotOf(NodeId parent, std::string_view word) const {
  const std::size_t mask = slots_.size() - 1;
  const std::size_t hash = std::hash<std::string_view>()(word) ^ (parent * 0x9e3779b97f4a7c15ULL);
  std::size_t slot = (hash ^ (hash >> 29U)) & mask;
  while (slots_[slot] != kNone) {
    const Node& node = nodes_[slots_[slot]];
    if (node.parent == parent && !node.removed && node.word == word) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

NodeId Tree::Find(NodeId parent, std::string_view word) const { return slots_[SlotOf(parent, word)]; }

void Tree::Grow() {
  const std::vector<NodeId> old = std::move(slots_);
  slots_.assign(old.size() * 2, kNone);
  for (const NodeId id : old) {
    if (id != kNone && !nodes_[id].removed) slots_[SlotOf(nodes_[id].parent, nodes_[id].word)] = id;
  }
}

NodeId Tree::Ensure(NodeId parent, std::string_view word, const Place& place) {
  RF_CHECK(nodes_[parent].depth < kPathWordsMax);
  const std::size_t slot = SlotOf(parent, word);
  if (slots_[slot] != kNone) {
    nodes_[slots_[slot]].latest = place.statement;
    return slots_[slot];
  }
  const auto id = static_cast<NodeId>(nodes_.size());
  Node& node = nodes_.emplace_back();
  Node& above = nodes_[parent];
  node.word = word;
  node.parent = parent;
  node.statement = node.latest = place.statement;
  node.line = place.line;
  node.column = place.column;
  node.depth = static_cast<std::uint8_t>(above.depth + 1);
  (above.last_child == kNone ? above.first_child : nodes_[above.last_child].next) = id;
  above.last_child = id;
  slots_[slot] = id;
  if (nodes_.size() * 2 > slots_.size()) Grow();
  return id;
}

NodeId Tree::Value(NodeId leaf) const {
  NodeId best = FirstChild(leaf);
  for (NodeId id = best; id != kNone; id = NextSibling(id)) {
    const Node& here = nodes_[id];
    const Node& so_far = nodes_[best];
    // Statement numbers grow along the text: the larger one is the later one.
    if (here.rank < so_far.rank || (here.rank == so_far.rank && here.latest >= so_far.latest)) best = id;
  }
  return best;
}

void Tree::Remove(NodeId id) {
  std::vector<NodeId> work{id};
  while (!work.empty()) {
    const NodeId at = work.back();
    work.pop_back();
    nodes_[at].removed = true;
    for (NodeId child = nodes_[at].first_child; child != kNone; child = nodes_[child].next)
      work.push_back(child);
  }
}

StatementId Tree::AddStatement(const Statement& statement) {
  statements_.push_back(statement);
  return static_cast<StatementId>(statements_.size() - 1);
}

}  // namespace ringfence::formats::word_tree
