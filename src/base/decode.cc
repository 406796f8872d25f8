// Checking a tree against its table. A worklist of (node, record) pairs replaces recursion; every complaint
// names the key, shows the form that is wanted, and suggests the nearest known key.

#include "base/decode.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest_word.h"

namespace ringfence::base {
namespace {

std::string_view ExampleOf(TextForm form) {
  constexpr std::string_view kExamples[] = {
      "text", "one of the words", "7",           "true",  "2026-07-01", "35%", "30% or 20%..40%", "10 Gbps",
      "2 km", "10.0.0.1",         "10.0.0.0/24", "54.512"};
  return kExamples[static_cast<std::size_t>(form)];
}

std::string JoinWords(std::span<const std::string_view> words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string WantedOf(const FieldSchema& field) {
  std::vector<std::string> wanted;
  const std::string text = field.form == TextForm::kWord ? fmt::format("one of: {}", JoinWords(field.words))
                                                         : fmt::format("{}", ExampleOf(field.form));
  if ((field.shapes & Shape::kText) != 0) wanted.push_back(text);
  if ((field.shapes & Shape::kTextList) != 0) {
    const std::string count =
        field.list_length == 0 ? "" : fmt::format(" with {} entries", field.list_length);
    wanted.push_back(fmt::format("[{}, ...]{}", text, count));
  }
  if ((field.shapes & Shape::kRecord) != 0) wanted.push_back("{key: value, ...}");
  if ((field.shapes & Shape::kRecordMap) != 0) wanted.push_back("{name: {key: value, ...}, ...}");
  if ((field.shapes & Shape::kTextMap) != 0) wanted.push_back(fmt::format("{{name: {}, ...}}", text));
  if ((field.shapes & Shape::kRecordList) != 0) wanted.push_back("[{key: value, ...}, ...]");
  return fmt::format("{}", fmt::join(wanted, "  or  "));
}

class Checker {
 public:
  Checker(const ValueTree& tree, Diagnostics& diagnostics) : tree_(tree), diagnostics_(diagnostics) {}

  bool Run(NodeRef root, const RecordSchema& schema) {
    work_.push_back({root, &schema, "the file", tree_[root].span});
    while (!work_.empty()) {
      const Work next = work_.back();
      work_.pop_back();
      CheckOne(next);
    }
    std::ranges::stable_sort(found_, {}, &Diagnostic::span);
    for (Diagnostic& finding : found_) diagnostics_.Add(std::move(finding));
    return found_.empty();
  }

 private:
  struct Work {
    NodeRef node;
    const RecordSchema* schema;
    std::string what;
    Span span;
  };

  void Complain(DiagnosticKind kind, Span span, std::string what, std::string hint = "") {
    found_.push_back({kind, span, std::move(what), {}, std::move(hint)});
  }

  void CheckOne(const Work& work) {
    const ValueNode& node = tree_[work.node];
    if (node.kind != ValueKind::kMap) {
      Complain(DiagnosticKind::kTypeWrong, node.span.line == 0 ? work.span : node.span,
               fmt::format("{} must be a map: {{key: value, ...}}", work.what));
      return;
    }
    const RecordSchema* schema = work.schema->kinds.empty() ? work.schema : KindOf(work);
    if (schema == nullptr) return;
    for (const ValueEntry& entry : node.entries) CheckEntry(*schema, entry);
    for (const FieldSchema& field : schema->fields) {
      if (field.required && !tree_.Find(work.node, field.key).valid()) {
        Complain(DiagnosticKind::kKeyMissing, work.span,
                 fmt::format("{} lacks the key '{}': {}", work.what, field.key, WantedOf(field)));
      }
    }
  }

  /// The kind of the record whose key is there; nullptr (diagnosed) when there is none or more than one.
  const RecordSchema* KindOf(const Work& work) {
    std::vector<std::string_view> names;
    std::vector<std::string_view> found;
    const RecordSchema* kind = nullptr;
    for (const RecordSchema* known : work.schema->kinds) {
      names.push_back(known->name);
      if (!tree_.Find(work.node, known->name).valid()) continue;
      found.push_back(known->name);
      kind = known;
    }
    if (found.empty()) {
      Complain(DiagnosticKind::kKeyMissing, work.span,
               fmt::format("{} needs exactly one of: {}", work.what, JoinWords(names)));
    } else if (found.size() > 1) {
      Complain(DiagnosticKind::kTypeWrong, work.span,
               fmt::format("{} has {}; only one of them may stand", work.what, fmt::join(found, " and ")));
    }
    return found.size() == 1 ? kind : nullptr;
  }

  void CheckEntry(const RecordSchema& schema, const ValueEntry& entry) {
    const auto field = std::ranges::find(schema.fields, std::string_view(entry.key), &FieldSchema::key);
    if (field != schema.fields.end()) {
      CheckValue(*field, entry);
      return;
    }
    std::vector<std::string_view> keys;
    for (const FieldSchema& known : schema.fields) keys.push_back(known.key);
    const auto nearest = NearestWord(entry.key, keys);
    Complain(DiagnosticKind::kKeyUnknown, entry.key_span,
             fmt::format("a {} has no key '{}'", schema.name, entry.key),
             nearest ? fmt::format("Did you mean '{}'?", *nearest)
                     : fmt::format("Known keys: {}.", JoinWords(keys)));
  }

  void WrongType(const FieldSchema& field, const ValueEntry& entry, NodeRef node) {
    const ValueNode& value = tree_[node];
    std::string hint;
    if (field.form == TextForm::kWord && value.kind == ValueKind::kScalar) {
      const auto nearest = NearestWord(value.text, field.words);
      if (nearest) hint = fmt::format("Did you mean '{}'?", *nearest);
    }
    Complain(DiagnosticKind::kTypeWrong, value.span.line == 0 ? entry.key_span : value.span,
             fmt::format("'{}' wants {}", field.key, WantedOf(field)), std::move(hint));
  }

  bool TextFits(const FieldSchema& field, NodeRef node) const {
    const ValueNode& value = tree_[node];
    const bool plain =
        field.form == TextForm::kInteger || field.form == TextForm::kDecimal || field.form == TextForm::kBool;
    return value.kind == ValueKind::kScalar && !(plain && value.quoted) &&
           HasForm(value.text, field.form, field.words);
  }

  void CheckValue(const FieldSchema& field, const ValueEntry& entry) {
    const ValueNode& value = tree_[entry.value];
    if (value.kind == ValueKind::kScalar && (field.shapes & Shape::kText) != 0) {
      if (!TextFits(field, entry.value)) WrongType(field, entry, entry.value);
      return;
    }
    if (value.kind == ValueKind::kList) return CheckList(field, entry, value);
    if (value.kind == ValueKind::kMap) return CheckMap(field, entry, value);
    WrongType(field, entry, entry.value);
  }

  void CheckList(const FieldSchema& field, const ValueEntry& entry, const ValueNode& list) {
    if ((field.shapes & Shape::kRecordList) != 0) {
      for (const ValueEntry& item : list.entries) {
        work_.push_back(
            {item.value, field.record, fmt::format("an entry of '{}'", field.key), tree_[item.value].span});
      }
      return;
    }
    const bool length_ok =
        field.list_length == 0 ? !list.entries.empty() : list.entries.size() == field.list_length;
    if ((field.shapes & Shape::kTextList) == 0 || !length_ok) return WrongType(field, entry, entry.value);
    for (const ValueEntry& item : list.entries) {
      if (!TextFits(field, item.value)) WrongType(field, entry, item.value);
    }
  }

  void CheckMap(const FieldSchema& field, const ValueEntry& entry, const ValueNode& map) {
    if ((field.shapes & Shape::kRecord) != 0) {
      work_.push_back({entry.value, field.record, fmt::format("'{}'", field.key), entry.key_span});
      return;
    }
    if ((field.shapes & (Shape::kRecordMap | Shape::kTextMap)) == 0)
      return WrongType(field, entry, entry.value);
    for (const ValueEntry& item : map.entries) {
      const bool is_map = tree_[item.value].kind == ValueKind::kMap;
      if (is_map && (field.shapes & Shape::kRecordMap) != 0) {
        work_.push_back(
            {item.value, field.record, fmt::format("{} '{}'", field.record->name, item.key), item.key_span});
      } else if ((field.shapes & Shape::kTextMap) == 0 || !TextFits(field, item.value)) {
        WrongType(field, item, item.value);
      }
    }
  }

  const ValueTree& tree_;
  Diagnostics& diagnostics_;
  std::vector<Work> work_;
  std::vector<Diagnostic> found_;
};

}  // namespace

bool CheckRecord(const ValueTree& tree, NodeRef root, const RecordSchema& schema, Diagnostics& diagnostics) {
  return Checker(tree, diagnostics).Run(root, schema);
}

}  // namespace ringfence::base
