// Storage of the word tree. Children are linked lists in the order of the text, which Junos keeps for terms
// and lists; one open-addressing table over (parent, word) finds a child in constant time, so that a prefix
// list of a hundred thousand `set` lines costs no more per line than a short one.
#include "formats/juniper_junos/tree.h"

#include <algorithm>
#include <bit>
#include <functional>

#include "base/check.h"

namespace ringfence::formats::juniper_junos {
namespace {

// Slots per node stay at most half full.
constexpr std::size_t kSlotsMin = 64;

std::size_t HashOf(NodeId parent, std::string_view word) {
  const std::size_t hash = std::hash<std::string_view>()(word);
  return (hash ^ (parent * 0x9e3779b97f4a7c15ULL)) * 0xff51afd7ed558ccdULL >> 7U;
}

}  // namespace

Tree::Tree(std::size_t node_count_hint) {
  nodes_.reserve(node_count_hint);
  statements_.reserve(node_count_hint / 2);
  terminals_.reserve(node_count_hint / 2);
  slots_.assign(std::bit_ceil(std::max(kSlotsMin, node_count_hint * 2)), kNone);
  nodes_.emplace_back();
}

std::size_t Tree::SlotOf(NodeId parent, std::string_view word) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = HashOf(parent, word) & mask;
  while (slots_[slot] != kNone) {
    const Node& node = nodes_[slots_[slot]];
    if (node.parent == parent && node.word == word && !node.removed) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

NodeId Tree::FindAny(NodeId parent, std::string_view word) const { return slots_[SlotOf(parent, word)]; }

NodeId Tree::Find(NodeId parent, std::string_view word) const {
  const NodeId id = FindAny(parent, word);
  return id != kNone && !nodes_[id].inactive ? id : kNone;
}

void Tree::Grow() {
  std::vector<NodeId> old = std::move(slots_);
  slots_.assign(old.size() * 2, kNone);
  for (const NodeId id : old) {
    if (id == kNone || nodes_[id].removed) continue;
    slots_[SlotOf(nodes_[id].parent, nodes_[id].word)] = id;
  }
}

NodeId Tree::Ensure(NodeId parent, std::string_view word, const Place& place) {
  RF_CHECK(nodes_[parent].depth < kPathWordsMax);
  std::size_t slot = SlotOf(parent, word);
  if (slots_[slot] != kNone) {
    nodes_[slots_[slot]].latest = place.statement;
    return slots_[slot];
  }
  const NodeId id = static_cast<NodeId>(nodes_.size());
  Node& node = nodes_.emplace_back();
  node.word = word;
  node.parent = parent;
  node.statement = node.latest = place.statement;
  node.line = place.line;
  node.column = place.column;
  node.depth = static_cast<std::uint8_t>(nodes_[parent].depth + 1);
  Node& above = nodes_[parent];
  if (above.last_child == kNone) {
    above.first_child = id;
  } else {
    nodes_[above.last_child].next = id;
  }
  above.last_child = id;
  slots_[slot] = id;
  if (nodes_.size() * 2 > slots_.size()) Grow();
  return id;
}

NodeId Tree::ScalarChild(NodeId parent) const {
  NodeId best = kNone;
  for (NodeId id = FirstChild(parent); id != kNone; id = NextSibling(id)) {
    if (best == kNone) {
      best = id;
      continue;
    }
    const Node& a = nodes_[id];
    const Node& b = nodes_[best];
    // Statement numbers grow along the text, so the larger one is the later one.
    if (a.rank < b.rank || (a.rank == b.rank && a.latest >= b.latest)) best = id;
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

}  // namespace ringfence::formats::juniper_junos
