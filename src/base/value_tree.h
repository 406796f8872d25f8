// A parsed YAML or JSON text as flat nodes with positions: the common form that all readers of our own files
// use.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace ringfence::base {

struct ValueNodeTag;
/// A node of a ValueTree.
using NodeRef = Id<ValueNodeTag>;

/// Shape of a node. kNull: an empty value ("key:" with nothing behind it).
enum class ValueKind : std::uint8_t { kNull, kScalar, kMap, kList };

/// One entry of a map or list. Lists leave the key empty.
struct ValueEntry {
  std::string key;
  Span key_span;
  NodeRef value;
};

/// One node.
struct ValueNode {
  ValueKind kind = ValueKind::kNull;
  std::string text;                 ///< of a scalar
  bool quoted = false;              ///< scalar was written in quotes
  Span span;                        ///< of a scalar; for maps and lists where they start
  std::vector<ValueEntry> entries;  ///< of maps and lists, in the order of the text
};

/// Owns the nodes of one file.
class ValueTree {
 public:
  NodeRef root() const { return root_; }
  /// REQUIRES: ref belongs to this tree.
  const ValueNode& operator[](NodeRef ref) const { return nodes_[ref]; }
  /// The value under `key` of a map, or an invalid ref. O(entries).
  NodeRef Find(NodeRef map, std::string_view key) const;
  /// Text of a scalar; "" for every other kind and for an invalid ref.
  std::string_view TextOf(NodeRef ref) const;
  /// Text under `key`; "" when absent.
  std::string_view Text(NodeRef map, std::string_view key) const { return TextOf(Find(map, key)); }
  /// Texts of a list of scalars, or of one scalar; empty for an invalid ref. Each with its node.
  std::vector<NodeRef> Items(NodeRef ref) const;

  /// For readers that build trees.
  NodeRef Add(ValueNode node) { return nodes_.Add(std::move(node)); }
  ValueNode& Mutable(NodeRef ref) { return nodes_[ref]; }
  void SetRoot(NodeRef root) { root_ = root; }

 private:
  Store<ValueNode, NodeRef> nodes_;
  NodeRef root_;
};

}  // namespace ringfence::base
