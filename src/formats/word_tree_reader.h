// What readers of word trees share: marking nodes with fates, tables of statements, reading values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/diagnostic.h"
#include "formats/word_tree.h"
#include "model/fate.h"
#include "net/ip.h"

namespace ringfence::formats::word_tree {

using model::Impact;

/// For Reader::Unknown: the impact that the enclosing block gives its unknown statements.
inline constexpr std::uint8_t kImpactOfBlock = 0xff;

/// A value with the statement that states it. Unset while node is kNone.
template <class T>
struct Stated {
  T value{};
  NodeId node = kNone;  ///< of the value's word
  base::Span span;

  bool set() const { return node != kNone; }
  T value_or(T other) const { return set() ? value : other; }
};

/// Access to the tree of one file for the extractors. Lives as long as one Parse call; references are kept.
class Reader {
 public:
  /// `remarks`: words that have no effect in whatever block they stand, descriptions and the like.
  Reader(Tree& tree_of_file, base::FileId file_id, base::Diagnostics& findings,
         std::span<const std::string_view> remarks)
      : tree(tree_of_file), file(file_id), diagnostics(findings), remarks_(remarks) {}

  std::string_view word(NodeId id) const { return tree.node(id).word; }
  /// Span of the statement that named the node last.
  base::Span SpanOf(NodeId id) const;
  /// Span of the node's own word.
  base::Span WordSpan(NodeId id) const;

  /// Understood; unknown statements below it get impact `below`.
  void Modelled(NodeId id, std::uint8_t below = kImpactOfBlock);
  /// Known and without effect, with all below.
  void Irrelevant(NodeId id);
  /// Known, not in the model, with all below. `reason` must be static text.
  void Unmodelled(NodeId id, std::uint8_t impact, const char* reason);
  /// A value that could not be read, with all below.
  void Unknown(NodeId id, std::uint8_t impact = kImpactOfBlock);

  /// kValueInvalid at the word of `id`, which becomes unknown. `show` is false for secrets.
  void Invalid(NodeId id, std::string_view what, bool show = true);
  /// kReferenceUndefined at the word of `id`.
  void Undefined(NodeId id, std::string_view what);

  /// Readers of one word; what they cannot read they report.
  std::optional<bool> Flag(NodeId value);     ///< true, false
  std::optional<bool> Enabled(NodeId value);  ///< enable, disable
  std::optional<std::uint32_t> Number(NodeId value, std::uint32_t min, std::uint32_t max);
  std::optional<net::IpAddress> Address(NodeId value);
  /// A bare address is a host; host bits are cleared as the device does.
  std::optional<net::Prefix> Prefix(NodeId value);

  /// Marks what stands in every block and has no effect. False when the word is not of that kind.
  bool MarkRemark(NodeId id);

  /// Keeps a value that was read; does nothing without one.
  template <class T, class U>
  void Keep(NodeId node, const std::optional<U>& read, Stated<T>& to) {
    if (read) to = {static_cast<T>(*read), node, SpanOf(node)};
  }

  Tree& tree;
  base::FileId file;
  base::Diagnostics& diagnostics;

 private:
  std::span<const std::string_view> remarks_;
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

/// How a statement is read.
enum class Shape : std::uint8_t {
  kFate,      ///< not at all: its fate says everything
  kBlock,     ///< the function gets the node of the word itself
  kLeaf,      ///< the function gets the node of the value; words behind it are statements beside this one
  kPresence,  ///< a leaf that may stand without a value: then the function gets its own node
  kList,      ///< the function gets the node of each key, in the order of the text
  kMembers,   ///< the function gets the node of each member of a leaf list; inherited ones only when none is
              ///< written here
};

/// One statement of a family: its word and what to do with it.
template <class Target>
struct Rule {
  std::string_view word;
  Shape shape = Shape::kFate;
  void (*read)(Reader&, NodeId, Target&) = nullptr;
  model::Fate fate = model::Fate::kModelled;
  std::uint8_t impact = kImpactOfBlock;  ///< for modelled statements: of unknown ones below
  const char* reason = nullptr;
};

/// A statement with statements of its own; unknown ones among them get impact `below`.
template <class Target>
constexpr Rule<Target> Block(std::string_view word, void (*read)(Reader&, NodeId, Target&),
                             std::uint8_t below = kImpactOfBlock) {
  return {word, Shape::kBlock, read, model::Fate::kModelled, below, nullptr};
}
/// A statement with one value.
template <class Target>
constexpr Rule<Target> Leaf(std::string_view word, void (*read)(Reader&, NodeId, Target&)) {
  return {word, Shape::kLeaf, read, model::Fate::kModelled, kImpactOfBlock, nullptr};
}
/// A statement whose value `true` may be left out.
template <class Target>
constexpr Rule<Target> Presence(std::string_view word, void (*read)(Reader&, NodeId, Target&)) {
  return {word, Shape::kPresence, read, model::Fate::kModelled, kImpactOfBlock, nullptr};
}
/// A statement with keys, each with statements of its own; unknown ones among them get impact `below`.
template <class Target>
constexpr Rule<Target> List(std::string_view word, void (*read)(Reader&, NodeId, Target&),
                            std::uint8_t below = kImpactOfBlock) {
  return {word, Shape::kList, read, model::Fate::kModelled, below, nullptr};
}
/// A statement without effect on any answer.
template <class Target>
constexpr Rule<Target> Ignores(std::string_view word) {
  return {word, Shape::kFate, nullptr, model::Fate::kIrrelevant, 0, nullptr};
}
/// A statement that is known and not modelled.
template <class Target>
constexpr Rule<Target> Lacks(std::string_view word, std::uint8_t impact, const char* reason) {
  return {word, Shape::kFate, nullptr, model::Fate::kUnmodelled, impact, reason};
}

/// Class of a pointer to member.
template <class>
struct MemberOf;
template <class V, class T>
struct MemberOf<V T::*> {
  using Target = T;
};
/// What a rule for the member reads into.
template <auto kMember>
using TargetOf = typename MemberOf<decltype(kMember)>::Target;

/// `word true`, kept in a member.
template <auto kMember>
constexpr Rule<TargetOf<kMember>> Flag(std::string_view word) {
  return Leaf<TargetOf<kMember>>(word, [](Reader& reader, NodeId value, TargetOf<kMember>& to) {
    reader.Keep(value, reader.Flag(value), to.*kMember);
  });
}
/// `admin-state enable`, kept in a member.
template <auto kMember>
constexpr Rule<TargetOf<kMember>> AdminState() {
  return Leaf<TargetOf<kMember>>("admin-state", [](Reader& reader, NodeId value, TargetOf<kMember>& to) {
    reader.Keep(value, reader.Enabled(value), to.*kMember);
  });
}
/// `word 10`, kept in a member.
template <auto kMember, std::uint32_t kMin, std::uint32_t kMax>
constexpr Rule<TargetOf<kMember>> Number(std::string_view word) {
  return Leaf<TargetOf<kMember>>(word, [](Reader& reader, NodeId value, TargetOf<kMember>& to) {
    reader.Keep(value, reader.Number(value, kMin, kMax), to.*kMember);
  });
}
/// `word text`, kept in a member.
template <auto kMember>
constexpr Rule<TargetOf<kMember>> Text(std::string_view word) {
  return Leaf<TargetOf<kMember>>(word, [](Reader& reader, NodeId value, TargetOf<kMember>& to) {
    to.*kMember = {reader.word(value), value, reader.SpanOf(value)};
  });
}
/// `word 10.0.0.1`, kept in a member.
template <auto kMember>
constexpr Rule<TargetOf<kMember>> Address(std::string_view word) {
  return Leaf<TargetOf<kMember>>(word, [](Reader& reader, NodeId value, TargetOf<kMember>& to) {
    reader.Keep(value, reader.Address(value), to.*kMember);
  });
}
/// `word ["a" "b"]`, kept in a member that is a vector of stated words.
template <auto kMember>
constexpr Rule<TargetOf<kMember>> Names(std::string_view word) {
  return {word, Shape::kMembers, [](Reader& reader, NodeId value, TargetOf<kMember>& to) {
            (to.*kMember).push_back({reader.word(value), value, reader.SpanOf(value)});
          }};
}

/// Marks the node as its rule says and finds what its function has to read: nodes are appended to `found`.
/// Reports a leaf without a value.
void ApplyShape(Reader& reader, NodeId id, Shape shape, Mark mark, std::vector<NodeId>& found);

/// Applies the rule of each child's word; children without a rule stay unset, which makes them unknown. Words
/// behind the value of a leaf are children of the same block.
template <class Target>
void Dispatch(Reader& reader, NodeId parent, Target& target,
              std::span<const Rule<std::type_identity_t<Target>>> rules) {
  std::vector<NodeId> work{parent};
  std::vector<NodeId> found;
  for (std::size_t next = 0; next < work.size(); ++next) {
    for (const NodeId id : Children(reader, work[next])) {
      const std::string_view word = reader.word(id);
      const Rule<Target>* match = nullptr;
      for (const Rule<Target>& rule : rules) {
        if (rule.word != word) continue;
        match = &rule;
        break;
      }
      if (match == nullptr) {
        reader.MarkRemark(id);
        continue;
      }
      found.clear();
      ApplyShape(reader, id, match->shape, {true, match->fate, match->impact, match->reason}, found);
      for (const NodeId item : found) match->read(reader, item, target);
      const bool leaf = match->shape == Shape::kLeaf || match->shape == Shape::kPresence;
      if (leaf) work.insert(work.end(), found.begin(), found.end());
    }
  }
}

/// Fates of all lines from the marks on the tree.
model::FileFates ResolveFates(const Tree& tree, base::FileId file, std::uint32_t line_count);

}  // namespace ringfence::formats::word_tree
