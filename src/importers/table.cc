#include "importers/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::importers {

using base::DiagnosticKind;

Table::Table(const base::SourceFile& source, base::FileId file, Import& import)
    : text_(source, file), file_(file), import_(import) {
  for (formats::CsvCell& cell : text_.NextRow()) {
    if (columns_.empty() && cell.text.starts_with("\xef\xbb\xbf")) cell.text.erase(0, 3);  // byte order mark
    for (char& byte : cell.text) {
      if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
      if (byte == ' ') byte = '_';
    }
    if (Has(cell.text))
      import_.Add(DiagnosticKind::kKeyDuplicate, cell.span,
                  fmt::format("the column '{}' stands here twice", cell.text));
    columns_.push_back(std::move(cell.text));
  }
}

bool Table::Has(std::string_view column) const { return std::ranges::count(columns_, column) > 0; }

bool Table::Next() {
  for (row_ = text_.NextRow(); !row_.empty(); row_ = text_.NextRow()) {
    if (row_.size() == columns_.size()) return true;
    import_.Add(DiagnosticKind::kTypeWrong, row_[0].span,
                fmt::format("{} cells under {} columns", row_.size(), columns_.size()));
  }
  if (text_.open_quote())
    import_.Add(DiagnosticKind::kSyntaxBroken, *text_.open_quote(), "this quote is never closed");
  return false;
}

formats::CsvCell Table::Cell(std::string_view column) const {
  const auto at = std::ranges::find(columns_, column);
  if (at == columns_.end() || row_.empty()) return {};
  return row_[static_cast<std::size_t>(at - columns_.begin())];
}

void Table::LeaveRest(std::string_view what, const std::vector<std::string_view>& taken) {
  for (std::size_t i = 0; i < columns_.size() && i < row_.size(); ++i) {
    if (row_[i].text.empty() || std::ranges::count(taken, columns_[i]) > 0) continue;
    import_.Leave(fmt::format("{}: {}", what, columns_[i]), row_[i].span);
  }
}

}  // namespace ringfence::importers
