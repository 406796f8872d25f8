// The objects of NetBox files, whatever form they came in.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "importers/importer.h"
#include "importers/tree_import.h"

namespace ringfence::importers::netbox {

/// One file: TreeImport with the parts that readers of objects need in the open.
class File : public TreeImport {
 public:
  File(const base::ValueTree& tree, std::string_view file_name, Import& import)
      : TreeImport(tree, import), name(file_name) {}
  using TreeImport::Add;
  using TreeImport::At;
  using TreeImport::Day;
  using TreeImport::Empty;
  using TreeImport::Invalid;
  using TreeImport::LeaveRest;
  using TreeImport::Map;
  using TreeImport::Needed;
  using TreeImport::Number;
  using TreeImport::SpanOf;
  const base::ValueTree& tree() const { return tree_; }

  std::string_view name;
};

/// An object: its model ("dcim.device"), its id, and the map of its fields.
struct Object {
  std::string model, id;
  File* file = nullptr;
  base::NodeRef fields;

  base::NodeRef Field(std::string_view key) const { return file->tree().Find(fields, key); }
  /// A text, or the value of a choice ({"value": ..., "label": ...}); "" when absent.
  std::string Text(std::string_view key) const;
  base::Span span() const { return file->SpanOf(fields); }
};

/// All objects of some files.
class Objects {
 public:
  explicit Objects(Import& import) : import_(import) {}

  /// Takes a file in: {"count", "next", "results"} or a list of objects with their "url" (REST), or a list of
  /// {"model", "pk", "fields"} (fixture). Objects of kinds that nobody asks for are left aloud.
  void Load(const Input& input);
  /// Says which pages are missing. Once, after the last file.
  void CheckPages();

  /// In the order of their ids as text. REQUIRES: nothing is loaded afterwards.
  std::vector<const Object*> Of(std::string_view model) const;
  /// nullptr when there is none.
  const Object* Find(std::string_view model, std::string_view id) const;
  /// What the reference under a key is called: a nested object by its own name, a number by the object of
  /// that model. "" when absent; diagnosed when the number leads nowhere.
  std::string NameAt(const Object& object, std::string_view key, std::string_view model) const;
  /// The id that a reference under a key means; "" when absent.
  std::string IdAt(const Object& object, std::string_view key) const;
  /// "app.model" of a content type, however it is written.
  std::string TypeAt(const Object& object, base::NodeRef node) const;

 private:
  void TakeRest(File& file, base::NodeRef object, std::string& endpoint);
  void TakeFixture(File& file, base::NodeRef object);
  void Take(File& file, std::string model, std::string id, base::NodeRef fields);

  struct Page {
    std::size_t stated = 0;
    std::size_t seen = 0;
    base::Span span;
  };

  Import& import_;
  std::deque<base::ValueTree> trees_;
  std::deque<File> files_;
  std::map<std::string, std::map<std::string, Object, std::less<>>, std::less<>> objects_;
  std::map<std::string, Page> pages_;  ///< by endpoint
};

}  // namespace ringfence::importers::netbox
