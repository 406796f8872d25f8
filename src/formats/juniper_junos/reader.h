// What all statement families share: marking nodes with fates, tables of statements, reading values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/diagnostic.h"
#include "formats/juniper_junos/tree.h"
#include "model/fate.h"
#include "net/header_match.h"
#include "net/ip.h"

namespace ringfence::formats::juniper_junos {

using model::Impact;

/// A value with the place that states it.
template <class T>
struct Stated {
  T value{};
  base::Span span;
};

/// Access to the tree of one file for the extractors. Lives as long as one Parse call.
class Reader {
 public:
  /// References are kept.
  Reader(Tree& tree_of_file, base::FileId file_id, base::Diagnostics& findings)
      : tree(tree_of_file), file(file_id), diagnostics(findings) {}

  std::string_view word(NodeId id) const { return tree.node(id).word; }
  /// Span of the statement that brought the node.
  base::Span SpanOf(NodeId id) const;
  /// Span of the `apply-groups` or range statement that put an inherited node here; invalid for others.
  base::Span AppliedSpan(NodeId id) const;
  /// Span of the node's own word.
  base::Span WordSpan(NodeId id) const;

  /// Understood; unknown statements below it get `below`.
  void Modelled(NodeId id, std::uint8_t below = Impact::kAll);
  /// Known and without effect, with all below.
  void Irrelevant(NodeId id);
  /// Known, not in the model, with all below. `reason` must be static text.
  void Unmodelled(NodeId id, std::uint8_t impact, const char* reason);
  /// Not known (a value that could not be read), with all below.
  void Unknown(NodeId id, std::uint8_t impact);
  /// Marks all nodes in force below `id` (and itself) as understood: for subtrees read as a whole.
  void ModelledAll(NodeId id);

  /// kValueInvalid at the word of `id`, which becomes unknown.
  void Invalid(NodeId id, std::string_view what);
  /// kReferenceUndefined at the word of `id`.
  void Undefined(NodeId id, std::string_view what);

  /// Value of a scalar statement such as `metric 10` (its child), marked as understood. kNone when it has
  /// none; then the statement is reported.
  NodeId Value(NodeId statement);
  /// Scalar value as a number within [min, max]; otherwise reports and gives nothing.
  std::optional<std::uint32_t> Number(NodeId statement, std::uint32_t min, std::uint32_t max);
  /// A word as a number within [min, max]; otherwise reports and gives nothing.
  std::optional<std::uint32_t> NumberOf(NodeId word, std::uint32_t min, std::uint32_t max);
  /// Scalar value as an address; otherwise reports and gives nothing.
  std::optional<net::IpAddress> Address(NodeId statement);
  /// A word as an address; otherwise reports and gives nothing.
  std::optional<net::IpAddress> AddressOf(NodeId word);
  /// A word as a prefix; a bare address is a host; host bits are cleared as the device does. Otherwise
  /// reports.
  std::optional<net::Prefix> PrefixOf(NodeId word);
  /// Scalar value in bits per second with k, m, g suffix; otherwise reports.
  std::optional<std::uint64_t> Bandwidth(NodeId statement);

  Tree& tree;
  base::FileId file;
  base::Diagnostics& diagnostics;
};

/// Children in force, as a range: `for (NodeId id : Children(reader, parent))`.
class Children {
 public:
  Children(const Reader& reader, NodeId parent)
      : tree_(&reader.tree), first_(reader.tree.FirstChild(parent)) {}

  /// Forward iterator over sibling ids.
  struct Iterator {
    const Tree* tree;
    NodeId at;
    NodeId operator*() const { return at; }
    Iterator& operator++() {
      at = tree->NextSibling(at);
      return *this;
    }
    bool operator==(const Iterator& other) const { return at == other.at; }
  };
  Iterator begin() const { return {tree_, first_}; }
  Iterator end() const { return {tree_, kNone}; }

 private:
  const Tree* tree_;
  NodeId first_;
};

/// One statement of a family: its word and what to do with it.
template <class Target>
struct Rule {
  std::string_view word;
  void (*read)(Reader&, NodeId, Target&) = nullptr;  ///< nullptr: the fate says it all
  model::Fate fate = model::Fate::kModelled;
  std::uint8_t impact = Impact::kAll;
  const char* reason = nullptr;
};

/// A statement read by a function; unknown statements below it get impact `below`.
template <class Target>
constexpr Rule<Target> Reads(std::string_view word, void (*read)(Reader&, NodeId, Target&),
                             std::uint8_t below = Impact::kAll) {
  return {word, read, model::Fate::kModelled, below, nullptr};
}
/// A statement without effect on any answer.
template <class Target>
constexpr Rule<Target> Ignores(std::string_view word) {
  return {word, nullptr, model::Fate::kIrrelevant, 0, nullptr};
}
/// A statement that is known and not modelled.
template <class Target>
constexpr Rule<Target> Lacks(std::string_view word, std::uint8_t impact, const char* reason) {
  return {word, nullptr, model::Fate::kUnmodelled, impact, reason};
}

/// Gives a rule's fate to a node, as far as no reader is needed.
void ApplyFate(Reader& reader, NodeId id, model::Fate fate, std::uint8_t impact, const char* reason);

/// Replaces one impact bit by another in all marks below a node: for grammars that several families share.
void MoveImpact(Reader& reader, NodeId id, std::uint8_t from, std::uint8_t to);

/// Applies the rule of each child's word; children without a rule stay unset, which makes them unknown.
template <class Target>
void Dispatch(Reader& reader, NodeId parent, Target& target,
              std::span<const Rule<std::type_identity_t<Target>>> rules) {
  for (const NodeId id : Children(reader, parent)) {
    const std::string_view word = reader.word(id);
    for (const Rule<Target>& rule : rules) {
      if (rule.word != word) continue;
      ApplyFate(reader, id, rule.fate, rule.impact, rule.reason);
      if (rule.read != nullptr) rule.read(reader, id, target);
      break;
    }
  }
}

/// Fates of all lines from the marks on the tree.
model::FileFates ResolveFates(const Tree& tree, base::FileId file, std::uint32_t line_count);

/// Statements that hold in every block: `apply-groups`, `apply-macro`, ... Marks them in the whole tree,
/// once.
void MarkStructural(Reader& reader);

}  // namespace ringfence::formats::juniper_junos
