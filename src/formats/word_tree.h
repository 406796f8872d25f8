// The text as a tree with one word per node: `ipv4 { primary { address 10.0.0.1 } }` and the flat line
// `ipv4 primary address 10.0.0.1` give the same chain, and `[ "a" "b" ]` gives two siblings. All notations of
// a model-driven command line become one, and groups are a matter of merging trees.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "model/fate.h"

namespace ringfence::formats::word_tree {

/// Index of a node in its Tree.
using NodeId = std::uint32_t;
/// Index of a statement in its Tree.
using StatementId = std::uint32_t;
/// No node, no statement.
inline constexpr std::uint32_t kNone = 0xffffffffU;
/// The node above `system`, `router`, ...
inline constexpr NodeId kRoot = 0;
/// Words of one path at most (origin: the deepest leaves of the YANG trees have below 60).
inline constexpr std::uint32_t kPathWordsMax = 120;

/// Words between two braces or line ends: a leaf, the head of a block, or a whole flat line.
struct Statement {
  std::uint32_t line = 0;       ///< first line, 1-based
  std::uint32_t last_line = 0;  ///< last line it covers
  std::uint32_t column = 0;     ///< of its first byte, 1-based
  std::uint32_t length = 0;     ///< in bytes, on the first line
  /// Fate of statements that are decided while reading (edits, broken text); others get it from their nodes.
  bool fixed = false;
  model::Fate fate = model::Fate::kUnknown;
};

/// What the reader concluded about a node. Unset nodes take the conclusion about their parent, except that an
/// unset node below a modelled one is unknown.
struct Mark {
  bool set = false;
  model::Fate fate = model::Fate::kUnknown;
  std::uint8_t impact = 0;       ///< of the node itself, or for modelled nodes of unknown statements below
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
  StatementId latest = kNone;     ///< that named it last: of several values of a leaf the latest wins
  std::uint32_t line = 0;         ///< of the word
  std::uint32_t column = 0;       ///< of the word
  std::uint16_t rank = 0;         ///< 0: written here; else order of inheritance, lower wins
  std::uint8_t depth = 0;
  bool removed = false;  ///< deleted by a later line
  Mark mark;
};

/// Where a word stands in the text.
struct Place {
  StatementId statement = kNone;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A node at which a statement ends: the fate of its lines comes from there.
struct Terminal {
  StatementId statement = kNone;
  NodeId node = kNone;
};

/// The tree of one file. Words point into the source, which must outlive it. Finding a child is O(1).
class Tree {
 public:
  /// `node_count_hint`: expected number of nodes, for memory only.
  explicit Tree(std::size_t node_count_hint);

  Node& node(NodeId id) { return nodes_[id]; }
  const Node& node(NodeId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }

  /// The child with that word, or kNone. Removed children are not found.
  NodeId Find(NodeId parent, std::string_view word) const;
  /// The child with that word, made when missing. REQUIRES: depth of parent below kPathWordsMax.
  NodeId Ensure(NodeId parent, std::string_view word, const Place& place);
  /// First child in force, or kNone.
  NodeId FirstChild(NodeId parent) const { return SkipRemoved(nodes_[parent].first_child); }
  /// Next sibling in force, or kNone.
  NodeId NextSibling(NodeId id) const { return SkipRemoved(nodes_[id].next); }
  /// The child that gives a leaf its value: written here before inherited, then the latest. kNone without
  /// children.
  NodeId Value(NodeId leaf) const;
  /// Takes the node and all below out of the tree.
  void Remove(NodeId id);

  /// Keeps a statement; its id is larger than those of statements above it in the text.
  StatementId AddStatement(const Statement& statement);
  Statement& statement(StatementId id) { return statements_[id]; }
  const Statement& statement(StatementId id) const { return statements_[id]; }
  std::size_t statement_count() const { return statements_.size(); }

  /// Keeps text that does not stand in the source as it is (escaped signs) as long as the tree lives.
  std::string_view Own(std::string text) { return owned_.emplace_back(std::move(text)); }

  void AddTerminal(StatementId statement, NodeId node) { terminals_.push_back({statement, node}); }
  const std::vector<Terminal>& terminals() const { return terminals_; }

 private:
  NodeId SkipRemoved(NodeId id) const {
    while (id != kNone && nodes_[id].removed) id = nodes_[id].next;
    return id;
  }
  std::size_t SlotOf(NodeId parent, std::string_view word) const;
  void Grow();

  std::vector<Node> nodes_;
  std::vector<Statement> statements_;
  std::vector<Terminal> terminals_;
  std::deque<std::string> owned_;
  std::vector<NodeId> slots_;  ///< open addressing over (parent, word), at most half full
};

}  // namespace ringfence::formats::word_tree
