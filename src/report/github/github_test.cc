#include "report/github/github.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::github {

extern const Format kFormat;

namespace {

const std::string kGoldens = std::string(RF_TEST_FOLDER) + "/testdata/";

TEST(GitHub, TextCannotEndItsCommand) {
  EXPECT_EQ(EscapeData("100% a:b,c"), "100%25 a:b,c");
  EXPECT_EQ(EscapeData("a\n::error::b\r"), "a\xEF\xBF\xBD::error::b\xEF\xBF\xBD");
  EXPECT_EQ(EscapeProperty("a:b,c%0A"), "a%3Ab%2Cc%250A");
}

TEST(GitHub, Check) { ExpectGolden(kGoldens + "check.golden", CheckIn(kFormat, TinyOfAllStates())); }

TEST(GitHub, FilesAreThoseOfTheRepository) {
  const auto snapshot = study::Load(TinyOfAllStates());
  const auto result = study::Check(*snapshot, {});
  Style style;
  style.folder = "nets/a,b/";
  EXPECT_THAT(kFormat.check(*snapshot, *result, style),
              testing::HasSubstr("::error file=nets/a%2Cb/inventory.yaml,line="));
}

TEST(GitHub, HostileNamesStayText) {
  const std::string commands = CheckIn(kFormat, TinyHostile());
  EXPECT_EQ(std::ranges::count(commands, '\n'), 2) << commands;
  EXPECT_THAT(commands, testing::StartsWith("::error file=inventory.yaml,line="));
  EXPECT_THAT(commands, testing::HasSubstr("title=violated @R%3A%3A%2C](x){1}<&>%25::"));
}

}  // namespace
}  // namespace ringfence::report::github
