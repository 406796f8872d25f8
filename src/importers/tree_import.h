// Reading foreign JSON and YAML: values with checks (formats/tree_reader.h), and nothing that falls silently.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "formats/tree_reader.h"
#include "importers/import.h"

namespace ringfence::importers {

/// Takes values out of one tree into an import. Both must outlive it.
class TreeImport : public formats::TreeReader {
 public:
  TreeImport(const base::ValueTree& tree, Import& import)
      : TreeReader(tree, import.diagnostics()), import_(import) {}

 protected:
  /// True for a map; diagnosed otherwise.
  bool Map(base::NodeRef node, std::string_view what);
  /// The text under a key, "" when absent or null; diagnosed when it is no text.
  std::string At(base::NodeRef map, std::string_view key) {
    const base::NodeRef node = tree_.Find(map, key);
    return Empty(node) ? std::string() : Text(node, key);
  }
  /// The same for a key that must be there and not be empty.
  std::string Needed(base::NodeRef map, std::string_view key);
  /// Day under a key ("2024-05-01", also with a time behind it); "" when absent, diagnosed when it is no day.
  std::string Day(base::NodeRef map, std::string_view key);
  /// Leaves the keys of a map that are not among `taken` and say something, as "WHAT: KEY".
  void LeaveRest(base::NodeRef map, std::string_view what, std::initializer_list<std::string_view> taken);
  /// True when the value says nothing: absent, null, "", [], {}.
  bool Empty(base::NodeRef node) const;
  base::Span SpanOf(base::NodeRef node) const { return node.valid() ? tree_[node].span : base::Span(); }

  Import& import_;
};

}  // namespace ringfence::importers
