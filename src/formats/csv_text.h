// Tables of comma-separated cells (RFC 4180) with places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace ringfence::formats {

/// One cell with its place.
struct CsvCell {
  std::string text;
  base::Span span;
};

/// Splits a text into rows. Quoted cells may hold line ends; they count from the line they begin on. The
/// source must outlive it.
class CsvText {
 public:
  CsvText(const base::SourceFile& source, base::FileId file) : text_(source.text()), file_(file) {}

  /// The next row, or nothing at the end. Empty lines are skipped.
  std::vector<CsvCell> NextRow();
  /// Where a quote opens that no other closes, once rows have been read so far.
  const std::optional<base::Span>& open_quote() const { return open_quote_; }

 private:
  void Step();
  void EndLine();
  CsvCell NextCell();

  std::string_view text_;
  base::FileId file_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
  std::optional<base::Span> open_quote_;
};

/// The texts of a cell that holds several, with semicolons between.
std::vector<std::string> SplitCell(std::string_view text);

}  // namespace ringfence::formats
