#include "report/text/screen.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace ringfence::report::text {
namespace {

using testing::ElementsAre;

TEST(Screen, SpellsOutWhatATerminalObeys) {
  EXPECT_EQ(Shown("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(Shown("a\tb\r\n\x7f"), "a b\\x0d\\x0a\\x7f");
  EXPECT_EQ(Shown("\xc2\x9b"
                  "2J"),
            "\\x9b2J")
      << "C1 in UTF-8";
  EXPECT_EQ(Shown("\xff\xc3"), "\\xff\\xc3") << "no UTF-8";
  EXPECT_EQ(Shown("\xe2\x80\xae\xef\xbb\xbf\xe2\x80\x8b"), "\\u202e\\ufeff\\u200b") << "turn, hide, no width";
  EXPECT_EQ(Shown("Z\xc3\xbcrich \xe7\x95\x8c"), "Z\xc3\xbcrich \xe7\x95\x8c");
  EXPECT_EQ(Shown(Shown("\x1b[\xff")), Shown("\x1b[\xff"));
}

TEST(Screen, CutsWhatIsTooLongInTheMiddle) {
  const std::string text = Shown("ab" + std::string(100'000, 'x') + "yz");
  EXPECT_EQ(ColumnsOf(text), kShownColumnsMax);
  EXPECT_TRUE(text.starts_with("ab") && text.ends_with("yz") && text.contains('~'));
}

TEST(Screen, Columns) {
  EXPECT_EQ(ColumnsOf("Z\xc3\xbcrich"), 6U);
  EXPECT_EQ(ColumnsOf("\xe7\x95\x8c\xe7\x95\x8c"), 4U) << "East Asian wide";
  EXPECT_EQ(ColumnsOf("e\xcc\x81"), 1U) << "a joining accent";
  EXPECT_EQ(ColumnsOf("\xf0\x9f\x94\xa5"), 2U) << "a picture";
}

TEST(Screen, Fits) {
  EXPECT_EQ(Fitted("abcdefgh", 8), "abcdefgh");
  EXPECT_EQ(Fitted("abcdefghij", 8), "abcd~hij");
  EXPECT_EQ(Fitted("\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c\xe7\x95\x8c", 8),
            "\xe7\x95\x8c\xe7\x95\x8c~\xe7\x95\x8c")
      << "no half characters";
}

TEST(Screen, FittedNamesDiffer) {
  const std::vector<std::string> names = {"core-router-a-1", "core-router-b-1", "short", "core~-1x"};
  EXPECT_THAT(FittedNames(names, 8), ElementsAre("core~a-1", "core~b-1", "short", "core~-1x"));
  const std::vector<std::string> same = {"aaaaaaaaa1zzz", "aaaaaaaaa2zzz", "aaaa~zzz"};
  EXPECT_THAT(FittedNames(same, 8), ElementsAre("aaaaaa~1", "aaaaaa~2", "aaaa~zzz"))
      << "a name that fits keeps its text";
}

TEST(Screen, ThousandsOfLikeNamesAreToldApart) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 5'000; ++i)
    names.push_back("site" + std::to_string(100'000 + i) + "-core-router");
  const std::vector<std::string> fitted = FittedNames(names, 12);
  EXPECT_EQ(std::set<std::string>(fitted.begin(), fitted.end()).size(), names.size());
  for (const std::string& name : fitted) ASSERT_LE(ColumnsOf(name), 12U);
}

TEST(Screen, WrapsAtBlanks) {
  EXPECT_EQ(Wrapped("one two three", 8, 2), "one two\n  three");
  EXPECT_EQ(Wrapped("  a  b", 80, 4), "  a  b") << "blanks stay";
  EXPECT_EQ(Wrapped("unbreakable x", 4, 2), "unbreakable\n  x");
  EXPECT_EQ(Wrapped("\x1b[1maa\x1b[0m bb", 5, 0), "\x1b[1maa\x1b[0m bb") << "colours have no width";
  EXPECT_EQ(Wrapped("", 5, 0), "");
}

}  // namespace
}  // namespace ringfence::report::text
