// The text as a tree with one word per node: `unit 0 { family inet; }` and `set ... unit 0 family inet` give
// the same chain unit - 0 - family - inet, and `[ a b ]` gives two siblings. This makes both notations of
// Junos one, and groups and ranges a matter of merging trees.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fate.h"

namespace ringfence::formats::juniper_junos {

/// Index of a node in its Tree.
using NodeId = std::uint32_t;
/// Index of a statement in its Tree.
using StatementId = std::uint32_t;
/// No node, no statement.
inline constexpr std::uint32_t kNone = 0xffffffffU;
/// The node above all top-level statements.
inline constexpr NodeId kRoot = 0;

/// One statement as written: a leaf, the head of a block, or a whole `set` line.
struct Statement {
  std::uint32_t line = 0;       ///< first line, 1-based
  std::uint32_t last_line = 0;  ///< last line it covers
  std::uint32_t column = 0;     ///< of its first byte, 1-based
  std::uint32_t length = 0;     ///< in bytes, on the first line
  /// Fate of statements that are decided while reading (commands, broken text); others get it from their
  /// terminals.
  std::optional<model::Fate> fixed = {};
};

/// What the reader concluded about a node. Unset nodes take the conclusion about their parent, except that an
/// unset node under a modelled one is unknown.
struct Mark {
  bool set = false;
  model::Fate fate = model::Fate::kUnknown;
  model::Impact impact = {};  ///< kUnmodelled, kUnknown: the fate's; kModelled: of unknown statements below
  const char* reason = nullptr;  ///< static text for kUnmodelled
};

/// One word in its place.
struct Node {
  std::string_view word;  ///< points into the source text; without quotes
  NodeId parent = kNone;
  NodeId first_child = kNone;
  NodeId last_child = kNone;
  NodeId next = kNone;            ///< next sibling in the order of the text
  StatementId statement = kNone;  ///< that brought it first
  StatementId latest = kNone;     ///< that named it last; of several values of a scalar the latest wins
  StatementId applied = kNone;    ///< for inherited nodes: the `apply-groups` or range statement
  std::uint32_t line = 0;         ///< of the word
  std::uint32_t column = 0;       ///< of the word
  std::uint16_t rank = 0;         ///< 0: written here; else order of inheritance, lower wins
  std::uint8_t depth = 0;
  bool inactive = false;  ///< deactivated here (children inherit it by not being visited)
  bool removed = false;   ///< deleted by a later line
  Mark mark;
};

/// Where a word stands in the text.
struct Place {
  StatementId statement = kNone;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A node at which a statement ends: its line's fate comes from there. Inheritance gives one statement
/// several.
struct Terminal {
  StatementId statement = kNone;
  NodeId node = kNone;
};

/// Words of one path at most (origin: deepest YANG trees have below 60 words to a leaf).
inline constexpr std::uint32_t kPathWordsMax = 120;
/// Nodes that inheritance may add to one file (origin: 2,000 interfaces with 100 inherited statements each).
inline constexpr std::uint32_t kInheritedNodesMax = 200'000;

/// The tree of one file. Words point into the source, which must outlive it. Look-up of a child is O(1).
class Tree {
 public:
  /// `node_count_hint`: expected number of nodes, for memory only.
  explicit Tree(std::size_t node_count_hint);

  Node& node(NodeId id) { return nodes_[id]; }
  const Node& node(NodeId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }

  /// The child with that word or kNone. Removed children are not found; inactive ones are.
  NodeId FindAny(NodeId parent, std::string_view word) const;
  /// The child with that word that is in force, or kNone.
  NodeId Find(NodeId parent, std::string_view word) const;
  /// The child with that word, made when missing. REQUIRES: depth of parent below kPathWordsMax.
  NodeId Ensure(NodeId parent, std::string_view word, const Place& place);
  /// First child in force, or kNone.
  NodeId FirstChild(NodeId parent) const { return SkipDead(nodes_[parent].first_child); }
  /// Next sibling in force, or kNone.
  NodeId NextSibling(NodeId id) const { return SkipDead(nodes_[id].next); }
  /// The child that gives a scalar its value: written here before inherited, then the latest; kNone without
  /// children.
  NodeId ScalarChild(NodeId parent) const;
  /// Takes the node and all below out of the tree.
  void Remove(NodeId id);

  StatementId AddStatement(const Statement& statement);  ///< its id; ids count from 0
  Statement& statement(StatementId id) { return statements_[id]; }
  const Statement& statement(StatementId id) const { return statements_[id]; }
  std::size_t statement_count() const { return statements_.size(); }

  /// Keeps text that does not stand in the source (a name made by counting) as long as the tree lives.
  std::string_view Own(std::string text) { return owned_.emplace_back(std::move(text)); }

  void AddTerminal(StatementId statement, NodeId node) { terminals_.push_back({statement, node}); }
  const std::vector<Terminal>& terminals() const { return terminals_; }

 private:
  NodeId SkipDead(NodeId id) const {
    while (id != kNone && (nodes_[id].inactive || nodes_[id].removed)) id = nodes_[id].next;
    return id;
  }
  void Grow();
  std::size_t SlotOf(NodeId parent, std::string_view word) const;

  std::vector<Node> nodes_;
  std::vector<Statement> statements_;
  std::vector<Terminal> terminals_;
  std::deque<std::string> owned_;
  std::vector<NodeId> slots_;  ///< open addressing over (parent, word)
};

}  // namespace ringfence::formats::juniper_junos
