#include "formats/word_cursor.h"

#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

TEST(WordCursor, GivesWordsWithColumns) {
  WordCursor cursor("  ip  address\t10.0.0.1 ", base::FileId(0), 7);
  EXPECT_EQ(cursor.indent(), 2U);
  EXPECT_EQ(cursor.Next(), (Word{"ip", 3}));
  EXPECT_EQ(cursor.Next().column, 7U);
  EXPECT_FALSE(cursor.done());
  const Word address = cursor.Next();
  EXPECT_EQ(address.text, "10.0.0.1");
  EXPECT_EQ(cursor.SpanOf(address), (base::Span{base::FileId(0), 7, 15, 8}));
  EXPECT_TRUE(cursor.done());
  EXPECT_TRUE(cursor.Next().empty());
  EXPECT_EQ(cursor.StatementSpan(), (base::Span{base::FileId(0), 7, 3, 20}));
  EXPECT_EQ(cursor.SpanOf(Word{}), cursor.StatementSpan());
}

TEST(WordCursor, AcceptsOnlyTheWholeWord) {
  WordCursor cursor("shutdown now", base::FileId(0), 1);
  EXPECT_FALSE(cursor.Accept("shut"));
  EXPECT_TRUE(cursor.Accept("shutdown"));
  EXPECT_EQ(cursor.Rest(), (Word{"now", 10}));
  EXPECT_TRUE(cursor.done());
  EXPECT_FALSE(cursor.Accept(""));
}

TEST(WordCursor, NumbersOutsideTheRangeStay) {
  WordCursor cursor("65536 +1 1x 12", base::FileId(0), 1);
  EXPECT_FALSE(cursor.AcceptNumber(0, 65535));
  EXPECT_EQ(cursor.AcceptNumber(0, 65536), 65536U);
  EXPECT_FALSE(cursor.AcceptNumber(0, 9));
  cursor.Next();
  EXPECT_FALSE(cursor.AcceptNumber(0, 9));
  cursor.Next();
  EXPECT_EQ(cursor.AcceptNumber(0, 12), 12U);
  EXPECT_FALSE(ParseNumber("", 0, 1));
  EXPECT_FALSE(ParseNumber("99999999999", 0, 4294967295U));
}

TEST(WordCursor, EmptyLine) {
  WordCursor cursor(" \t ", base::FileId(0), 1);
  EXPECT_TRUE(cursor.done());
  EXPECT_TRUE(cursor.Peek().empty());
  EXPECT_EQ(cursor.StatementSpan().length, 0U);
}

}  // namespace
}  // namespace ringfence::formats
