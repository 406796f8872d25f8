#include "importers/element_values.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest_word.h"
#include "formats/csv_text.h"
#include "formats/inventory_reader.h"

namespace ringfence::importers {
namespace {

using base::DiagnosticKind;
using base::FieldSchema;
using base::Shape;

/// Fields of an element that are a text or a list of texts of any length.
std::vector<const FieldSchema*> Fields() {
  std::vector<const FieldSchema*> fields;
  for (const FieldSchema& section : formats::InventorySchema().fields) {
    if (section.key != "elements") continue;
    for (const FieldSchema& field : section.record->fields) {
      if (field.record == nullptr && field.list_length == 0) fields.push_back(&field);
    }
  }
  return fields;
}

}  // namespace

void SetElementValue(Import& import, Record& element, std::string_view key, std::string_view text,
                     base::Span span) {
  const std::vector<const FieldSchema*> fields = Fields();
  const auto field = std::ranges::find(fields, key, &FieldSchema::key);
  if (field == fields.end()) {
    std::vector<std::string_view> known;
    for (const FieldSchema* one : fields) known.push_back(one->key);
    const auto nearest = base::NearestWord(key, known);
    return import.Add(DiagnosticKind::kKeyUnknown, span, fmt::format("an element has no key '{}'", key),
                      nearest ? fmt::format("Did you mean '{}'?", *nearest) : "");
  }
  const bool list = ((*field)->shapes & Shape::kTextList) != 0;
  const std::vector<std::string> parts =
      list ? formats::SplitCell(text) : std::vector<std::string>{std::string(text)};
  for (const std::string& part : parts) {
    if (!base::HasForm(part, (*field)->form, (*field)->words))
      return import.Add(DiagnosticKind::kValueInvalid, span,
                        fmt::format("'{}' is no value for '{}'", part, key));
  }
  if (parts.empty()) return;
  if (key == "because") {
    if (std::ranges::count(element.because, text) == 0) element.because.emplace_back(text);
    return;
  }
  list ? import.SetYaml(element, key, ListOf(parts), span) : import.Set(element, key, text, span);
}

void SetPartMakers(Import& import, Record& element, std::string_view maker,
                   const std::vector<std::string>& parts, base::Span span) {
  if (parts.empty()) return;
  if (maker.empty())
    return import.Leave(
        fmt::format("makers of parts of '{}', of which nobody is said to make the whole", element.name),
        span);
  import.SetYaml(element, "parts", ListOf(parts), span);
}

std::string_view KindIn(std::string_view text) {
  std::string word(text);
  for (char& byte : word) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
    if (byte == ' ' || byte == '_') byte = '-';
  }
  for (const FieldSchema* field : Fields()) {
    if (field->key != "kind") continue;
    for (const std::string_view kind : field->words) {
      const bool last =
          word.size() > kind.size() && word.ends_with(kind) && word[word.size() - kind.size() - 1] == '-';
      if (word == kind || last) return kind;
    }
  }
  return {};
}

}  // namespace ringfence::importers
