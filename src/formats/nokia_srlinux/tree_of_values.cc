// Problem: `{"interface": [{"name": "lag1", "mtu": 9000}]}` says what `interface lag1 { mtu 9000 }` says; the
// command line leaves the names of keys out.
// Idea: each list of maps has its keys in a table; the first key becomes the word after the list's name,
// further ones keep their names before their values, as the command line prints them. Prefixes of YANG
// modules go. An explicit stack stands in for recursion; each value is a statement of its own line. Cost:
// O(text) and O(keys) a list entry.
#include "formats/nokia_srlinux/tree_of_values.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/yaml_reader.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using base::NodeRef;
using base::ValueEntry;
using base::ValueKind;
using base::ValueTree;
using model::Fate;
using word_tree::Place;

// Names of first keys, the more telling ones first; of a list entry the first that it has is its key.
constexpr std::array kFirstKeys = {"name",         "index",         "ip-prefix",      "peer-address",
                                   "group-name",   "afi-safi-name", "interface-name", "area-id",
                                   "level-number", "prefix",        "sequence-id",    "id",
                                   "username",     "interface-id",  "type",           "router-id"};
// Further keys, with the word before their value.
constexpr std::array kSecondKeys = {"mask-length-range"};

// "srl_nokia-interfaces:interface" is "interface".
std::string_view WithoutModule(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (!word.starts_with("srl_nokia-") || colon == std::string_view::npos) return word;
  return word.substr(colon + 1);
}

class ValueReader {
 public:
  ValueReader(const ValueTree& values, Tree& tree) : values_(values), tree_(tree) {}

  void Run() {
    work_.push_back({values_.root(), word_tree::kRoot, {}, {}});
    while (!work_.empty()) {
      const Task task = work_.back();
      work_.pop_back();
      ReadMap(task);
    }
  }

 private:
  // A map and the node whose children its entries become, but for the keys that stand in its path already.
  struct Task {
    NodeRef map;
    NodeId node = word_tree::kRoot;
    std::string_view key, second_key;
  };

  // One statement for each place, which words of one entry share.
  Place PlaceOf(const base::Span& span) {
    word_tree::Statement statement;
    statement.line = statement.last_line = span.line;
    statement.column = span.column;
    statement.length = span.length;
    return {tree_.AddStatement(statement), span.line, span.column};
  }

  NodeId Add(NodeId parent, std::string_view word, const Place& place) {
    if (parent == word_tree::kNone || tree_.node(parent).depth >= word_tree::kPathWordsMax)
      return word_tree::kNone;
    return tree_.Ensure(parent, tree_.Own(std::string(word)), place);
  }

  void End(const Place& place, NodeId node) {
    if (node != word_tree::kNone) tree_.AddTerminal(place.statement, node);
  }

  void ReadMap(const Task& task) {
    std::vector<Task> below;
    for (const ValueEntry& entry : values_[task.map].entries) {
      const std::string_view word = WithoutModule(entry.key);
      if (word == task.key || word == task.second_key) continue;
      const Place place = PlaceOf(entry.key_span);
      const NodeId node = Add(task.node, word, place);
      ReadValue(entry.value, node, place, below);
      End(place, node);
    }
    // The stack gives the last one first.
    work_.insert(work_.end(), below.rbegin(), below.rend());
  }

  void ReadValue(NodeRef ref, NodeId node, const Place& place, std::vector<Task>& below) {
    if (!ref.valid() || node == word_tree::kNone) return;
    const base::ValueNode& value = values_[ref];
    if (value.kind == ValueKind::kMap) {
      below.push_back({ref, node, {}, {}});
    } else if (value.kind == ValueKind::kScalar) {
      ReadScalar(value, node, place);
    } else if (value.kind == ValueKind::kList) {
      for (const ValueEntry& entry : value.entries) ReadItem(entry.value, node, place, below);
    }
  }

  void ReadScalar(const base::ValueNode& value, NodeId node, const Place& place) {
    const Place own = value.span.line == place.line
                          ? Place{place.statement, value.span.line, value.span.column}
                          : PlaceOf(value.span);
    End(own, Add(node, WithoutModule(value.text), own));
  }

  // A member of a leaf list, or an entry of a list with its keys.
  void ReadItem(NodeRef ref, NodeId node, const Place& place, std::vector<Task>& below) {
    if (!ref.valid()) return;
    const base::ValueNode& item = values_[ref];
    if (item.kind == ValueKind::kScalar) return ReadScalar(item, node, place);
    if (item.kind != ValueKind::kMap) return;
    Task task{ref, word_tree::kNone, {}, {}};
    for (const std::string_view key : kFirstKeys) {
      task.node = TakeKey(ref, key, node);
      task.key = key;
      if (task.node != word_tree::kNone) break;
    }
    if (task.node == word_tree::kNone) {
      // An entry without a key that is known: its statements are found nowhere and stay unknown.
      task.key = {};
      task.node = Add(node, "?", PlaceOf(item.span));
    }
    for (const std::string_view key : kSecondKeys) {
      const NodeId named =
          FindScalar(ref, key) == nullptr ? word_tree::kNone : Add(task.node, key, PlaceOf(item.span));
      const NodeId second = TakeKey(ref, key, named);
      if (second == word_tree::kNone) continue;
      task.node = second;
      task.second_key = key;
    }
    below.push_back(task);
  }

  const ValueEntry* FindScalar(NodeRef map, std::string_view key) const {
    for (const ValueEntry& entry : values_[map].entries) {
      if (WithoutModule(entry.key) == key && entry.value.valid() &&
          values_[entry.value].kind == ValueKind::kScalar)
        return &entry;
    }
    return nullptr;
  }

  NodeId TakeKey(NodeRef map, std::string_view key, NodeId node) {
    const ValueEntry* entry = node == word_tree::kNone ? nullptr : FindScalar(map, key);
    if (entry == nullptr) return word_tree::kNone;
    const Place place = PlaceOf(entry->key_span);
    const NodeId made = Add(node, WithoutModule(values_[entry->value].text), place);
    End(place, made);
    return made;
  }

  const ValueTree& values_;
  Tree& tree_;
  std::vector<Task> work_;
};

}  // namespace

Tree ReadValues(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics) {
  Tree tree(static_cast<std::size_t>(source.line_count()) * 2 + 16);
  const std::optional<ValueTree> values = base::ReadYaml(source, file, diagnostics);
  if (values && values->root().valid() && (*values)[values->root()].kind == ValueKind::kMap) {
    ValueReader(*values, tree).Run();
    return tree;
  }
  if (source.line_count() == 0) return tree;
  word_tree::Statement all;
  all.line = 1;
  all.last_line = source.line_count();
  all.column = 1;
  all.fixed = true;
  all.fate = Fate::kUnknown;
  tree.AddStatement(all);
  return tree;
}

}  // namespace ringfence::formats::nokia_srlinux
