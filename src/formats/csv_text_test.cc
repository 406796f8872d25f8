#include "formats/csv_text.h"

#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

/// Rows of a text: cells between '|', rows on lines of their own.
std::string Rows(std::string text, std::optional<base::Span>* open_quote = nullptr) {
  base::SourceMap sources;
  const base::FileId file = sources.Add("t.csv", std::move(text));
  CsvText table(sources.file(file), file);
  std::string rows;
  for (auto row = table.NextRow(); !row.empty(); row = table.NextRow()) {
    for (const CsvCell& cell : row) rows += cell.text + "|";
    rows += "\n";
  }
  if (open_quote != nullptr) *open_quote = table.open_quote();
  return rows;
}

TEST(CsvText, CellsAndLineEnds) {
  EXPECT_EQ(Rows("a,b\r\n\n1,\n,2"), "a|b|\n1||\n|2|\n");
  EXPECT_EQ(Rows("\"a,\"\"b\"\"\nc\",d\n"), "a,\"b\"\nc|d|\n");
  EXPECT_EQ(Rows(""), "");
}

TEST(CsvText, AQuoteThatIsNeverClosedIsNamed) {
  std::optional<base::Span> open_quote;
  Rows("a,b\nc,\"d\ne,f\n", &open_quote);
  ASSERT_TRUE(open_quote);
  EXPECT_EQ(open_quote->line, 2U);
  EXPECT_EQ(open_quote->column, 3U);
  Rows("a,\"b\"", &open_quote);
  EXPECT_FALSE(open_quote);
}

}  // namespace
}  // namespace ringfence::formats
