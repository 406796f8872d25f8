#include "report/csv/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::csv {

extern const Format kFormat;

namespace {

const std::string kGoldens = std::string(RF_TEST_FOLDER) + "/testdata/";

TEST(Csv, FieldsAreQuotedWhereTheyMustBe) {
  EXPECT_EQ(Field("plain text"), "plain text");
  EXPECT_EQ(Field(""), "");
  EXPECT_EQ(Field("a,b"), "\"a,b\"");
  EXPECT_EQ(Field("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(Field(" kept "), "\" kept \"");
  EXPECT_EQ(Field("two\r\nlines"), "two\xEF\xBF\xBD\xEF\xBF\xBDlines")
      << "a line of a table is a line of text";
}

TEST(Csv, NothingIsAFormula) {
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)",
                           "\xEF\xBC\x9D"
                           "1",
                           "\t=1", "\r=1"})
    EXPECT_EQ(Field(text).front(), '\'') << text;
  EXPECT_EQ(Field(" =1"), "' =1");
  EXPECT_EQ(Field("=a,b"), "\"'=a,b\"");
  EXPECT_EQ(Field("a=1"), "a=1");
}

TEST(Csv, Check) { ExpectGolden(kGoldens + "check.golden", CheckIn(kFormat, TinyOfAllStates())); }
TEST(Csv, Exposure) { ExpectGolden(kGoldens + "exposure.golden", ExposureIn(kFormat, {})); }

TEST(Csv, HostileNamesStayFields) {
  const std::string table = CheckIn(kFormat, TinyHostile());
  EXPECT_EQ(std::ranges::count(table, '\n'), 2) << table;
  EXPECT_THAT(table, testing::HasSubstr("\r\n\"'@R::,](x){1}<&>%\",exclude,TERN,,\"'-DESK,::x]({0}<&"));
  EXPECT_THAT(table, testing::EndsWith("'=cmd()\r\n"));
}

}  // namespace
}  // namespace ringfence::report::csv
