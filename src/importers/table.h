// Tables that other programs export: a header line, then rows of as many cells.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/csv_text.h"
#include "importers/import.h"

namespace ringfence::importers {

/// Reads one table row by row. Column names are compared in lower case with '_' for blanks. The source must
/// outlive it.
class Table {
 public:
  Table(const base::SourceFile& source, base::FileId file, Import& import);

  /// There is a column of that name.
  bool Has(std::string_view column) const;
  /// Moves to the next row; false at the end. Rows of another width and a quote that is never closed are
  /// diagnosed, and rows of another width skipped.
  bool Next();
  /// The cell of the current row under a column; empty when there is no such column.
  formats::CsvCell Cell(std::string_view column) const;
  /// Where the current row begins.
  base::Span span() const { return row_.empty() ? base::Span{file_, 1, 1, 1} : row_[0].span; }
  /// Leaves the columns that are not taken and have a text in the current row, as "WHAT: COLUMN".
  void LeaveRest(std::string_view what, const std::vector<std::string_view>& taken);

 private:
  formats::CsvText text_;
  base::FileId file_;
  Import& import_;
  std::vector<std::string> columns_;
  std::vector<formats::CsvCell> row_;
};

}  // namespace ringfence::importers
