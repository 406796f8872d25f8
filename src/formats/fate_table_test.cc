#include "formats/fate_table.h"

#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

using model::Fate;
using model::Impact;

TEST(FateTable, ForgottenLinesAreUnknownWithEveryImpact) {
  FateTable table(base::FileId(3), 3);
  table.Modelled(1);
  table.Unmodelled(3, Impact::kForwarding, "policy routing");
  EXPECT_EQ(table.undecided_count(), 1U);
  EXPECT_FALSE(table.decided(2));
  const model::FileFates fates = table.Take();
  EXPECT_EQ(fates.file, base::FileId(3));
  ASSERT_EQ(fates.lines.size(), 3U);
  EXPECT_EQ(fates.lines[0].fate, Fate::kModelled);
  EXPECT_EQ(fates.lines[1].fate, Fate::kUnknown);
  EXPECT_EQ(fates.lines[1].impact.bits, Impact::kAll);
  EXPECT_EQ(fates.lines[2].reason, "policy routing");
}

TEST(FateTable, ReplaceChangesADecision) {
  FateTable table(base::FileId(0), 1);
  table.Irrelevant(1);
  table.Replace(1, {Fate::kUnknown, Impact{Impact::kManagement}});
  EXPECT_EQ(table.at(1).fate, Fate::kUnknown);
}

TEST(FateTableDeathTest, TwoFatesForOneLineAreOurBug) {
  FateTable table(base::FileId(0), 1);
  table.Blank(1);
  EXPECT_DEATH(table.Modelled(1), "check failed");
  EXPECT_DEATH(table.Blank(2), "check failed");
}

}  // namespace
}  // namespace ringfence::formats
