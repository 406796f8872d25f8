// inventory.csv: one element a line. Each cell is checked with the table of the YAML form, so both forms
// accept and refuse the same texts.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/nearest_word.h"
#include "formats/csv_text.h"
#include "formats/inventory_reader.h"

namespace ringfence::formats {
namespace {

using base::DiagnosticKind;
using Cell = CsvCell;

/// The element table's field of a column, or nullptr.
const base::FieldSchema* FieldOf(std::string_view column) {
  for (const base::FieldSchema& section : InventorySchema().fields) {
    if (section.key != "elements") continue;
    for (const base::FieldSchema& field : section.record->fields) {
      if (field.key == column && field.record == nullptr && field.list_length == 0) return &field;
    }
  }
  return nullptr;
}

class CsvInventory {
 public:
  CsvInventory(CsvText text, model::Inventory& inventory, base::Diagnostics& diagnostics)
      : text_(text), inventory_(inventory), diagnostics_(diagnostics) {}

  void Read() {
    columns_ = text_.NextRow();
    if (!CheckHeader()) return;
    for (std::vector<Cell> row = text_.NextRow(); !row.empty(); row = text_.NextRow()) ReadRow(row);
    if (text_.open_quote())
      diagnostics_.Add({DiagnosticKind::kSyntaxBroken, *text_.open_quote(), "this quote is never closed"});
  }

 private:
  bool CheckHeader() {
    bool ok = true;
    std::vector<std::string_view> known = {"element", "latitude", "longitude"};
    for (const base::FieldSchema& section : InventorySchema().fields) {
      for (std::size_t i = 0; section.key == "elements" && i < section.record->fields.size(); ++i) {
        if (FieldOf(section.record->fields[i].key) != nullptr) known.push_back(section.record->fields[i].key);
      }
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Cell& column = columns_[i];
      if (std::ranges::count(known, column.text) == 0) {
        const auto nearest = base::NearestWord(column.text, known);
        diagnostics_.Add({DiagnosticKind::kKeyUnknown,
                          column.span,
                          fmt::format("an inventory table has no column '{}'", column.text),
                          {},
                          nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
        ok = false;
      }
      for (std::size_t j = 0; j < i; ++j) {
        if (columns_[j].text != column.text) continue;
        diagnostics_.Add({DiagnosticKind::kKeyDuplicate,
                          column.span,
                          fmt::format("the column '{}' stands here twice", column.text),
                          {columns_[j].span}});
        ok = false;
      }
    }
    for (std::string_view needed : {"element", "kind"}) {
      if (std::ranges::count(columns_, needed, &Cell::text) > 0) continue;
      diagnostics_.Add({DiagnosticKind::kKeyMissing, columns_.empty() ? base::Span{} : columns_[0].span,
                        fmt::format("the table lacks the column '{}'", needed)});
      ok = false;
    }
    return ok;
  }

  void ReadRow(const std::vector<Cell>& row) {
    if (row.size() != columns_.size()) {
      diagnostics_.Add({DiagnosticKind::kTypeWrong, row[0].span,
                        fmt::format("{} cells under {} columns", row.size(), columns_.size())});
      return;
    }
    model::Element element;
    std::optional<double> latitude, longitude;
    std::vector<model::ElementParty> makers;  // of parts
    bool ok = true;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string& column = columns_[i].text;
      if (row[i].text.empty()) continue;
      if (column == "element") {
        element.name = row[i].text;
        element.span = row[i].span;
      } else if (column == "latitude" || column == "longitude") {
        ok = TakeDegrees(row[i], column == "latitude" ? latitude : longitude) && ok;
      } else if (column == "parts") {
        for (const std::string& part : SplitCell(row[i].text))
          makers.push_back({model::PartyRole::kMaker, part, row[i].span});
      } else {
        ok = TakeCell(column, row[i], element) && ok;
      }
    }
    AddPartMakers(makers, element, diagnostics_);
    if (latitude && longitude) element.position = model::Position{*latitude, *longitude};
    if (element.name.empty()) {
      diagnostics_.Add({DiagnosticKind::kKeyMissing, row[0].span, "the line names no element"});
    } else if (ok) {
      inventory_.elements.push_back(std::move(element));
    }
  }

  bool Refuse(const Cell& cell, std::string_view column) {
    diagnostics_.Add(
        {DiagnosticKind::kTypeWrong, cell.span, fmt::format("'{}' is no value for '{}'", cell.text, column)});
    return false;
  }

  bool TakeDegrees(const Cell& cell, std::optional<double>& degrees) {
    if (!base::HasForm(cell.text, base::TextForm::kDecimal, {})) return Refuse(cell, "degrees");
    degrees = base::DecimalOf(cell.text);
    return true;
  }

  bool TakeCell(const std::string& column, const Cell& cell, model::Element& element) {
    const base::FieldSchema& field = *FieldOf(column);
    const bool list = (field.shapes & base::Shape::kTextList) != 0;
    const std::vector<std::string> parts = list ? SplitCell(cell.text) : std::vector<std::string>{cell.text};
    for (const std::string& part : parts) {
      if (!base::HasForm(part, field.form, field.words)) return Refuse(cell, column);
    }
    for (std::size_t role = 0; role < std::size(model::kPartyRoleNames); ++role) {
      if (column == model::kPartyRoleNames[role])
        element.parties.push_back({static_cast<model::PartyRole>(role), cell.text, cell.span});
    }
    if (column == "kind") element.kind = *model::ElementKindOf(cell.text);
    if (column == "role") element.role = cell.text;
    if (column == "function") element.function = cell.text;
    if (column == "site") element.site = cell.text;
    if (column == "hosted-on") element.hosted_on = cell.text;
    if (column == "attached-to") element.attached_to = cell.text;
    if (column == "stores") element.stores = parts;
    if (column == "logins") element.logins = parts;
    if (column == "busy-hour") element.busy_hour_bps = base::TrafficOf(cell.text);
    if (column == "because") element.because = cell.text;
    if (column == "aaa-role") {
      element.aaa_role = cell.text == "write"  ? model::ManagementRole::kWrite
                         : cell.text == "read" ? model::ManagementRole::kRead
                                               : model::ManagementRole::kNone;
    }
    return column != "prefix" || TakePrefixes(cell, parts, element);
  }

  bool TakePrefixes(const Cell& cell, const std::vector<std::string>& parts, model::Element& element) {
    for (const std::string& part : parts) {
      const auto address = net::ParseAddress(part);
      const auto prefix = address ? std::optional(net::Prefix::Host(*address)) : net::ParsePrefix(part);
      if (!prefix) return Refuse(cell, "prefix");
      element.prefixes.push_back(*prefix);
    }
    return true;
  }

  CsvText text_;
  model::Inventory& inventory_;
  base::Diagnostics& diagnostics_;
  std::vector<Cell> columns_;
};

template <class Items, class Name>
void CheckDoubles(const Items& items, Name name, std::string_view what, base::Diagnostics& diagnostics) {
  std::map<std::string, base::Span, std::less<>> seen;
  for (const auto& item : items) {
    const auto [first, fresh] = seen.emplace(name(item), item.span);
    if (fresh) continue;
    diagnostics.Add({DiagnosticKind::kNameDuplicate,
                     item.span,
                     fmt::format("{} '{}' is stated twice", what, name(item)),
                     {first->second}});
  }
}

}  // namespace

void ReadInventoryCsv(const base::SourceFile& source, base::FileId file, model::Inventory& inventory,
                      base::Diagnostics& diagnostics) {
  CsvInventory(CsvText(source, file), inventory, diagnostics).Read();
}

void AddPartMakers(const std::vector<model::ElementParty>& parts, model::Element& element,
                   base::Diagnostics& diagnostics) {
  const auto makes = [&](const model::ElementParty& stated) {
    return stated.role == model::PartyRole::kMaker;
  };
  if (!parts.empty() && std::ranges::none_of(element.parties, makes)) {
    return diagnostics.Add({DiagnosticKind::kKeyMissing,
                            parts.front().span,
                            "makers of parts are named, and not who makes the whole",
                            {},
                            "Add the key 'maker'."});
  }
  for (const model::ElementParty& part : parts) {
    const bool known = std::ranges::any_of(element.parties, [&](const model::ElementParty& stated) {
      return makes(stated) && stated.party == part.party;
    });
    if (!known) element.parties.push_back(part);
  }
}

void CheckInventoryNames(const model::Inventory& inventory, base::Diagnostics& diagnostics) {
  CheckDoubles(inventory.sites, [](const model::Site& s) { return s.id; }, "site", diagnostics);
  // Circuits are elements too: information can be read on them.
  struct Named {
    std::string name;
    base::Span span;
  };
  std::vector<Named> elements;
  for (const model::Element& element : inventory.elements) elements.push_back({element.name, element.span});
  for (const model::Circuit& circuit : inventory.circuits) elements.push_back({circuit.id, circuit.span});
  CheckDoubles(elements, [](const Named& n) { return n.name; }, "element", diagnostics);
}

}  // namespace ringfence::formats
