#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::text {

extern const Format kFormat;

namespace {

TEST(TextReport, Diff) {
  ExpectGolden(std::string(RF_TEST_FOLDER) + "/testdata/diff.golden", DiffIn(kFormat));
}

TEST(TextReport, WaiversAndBaselinesAreSaidAloud) {
  const auto snapshot = study::Load(TinyOfAllStates());
  auto result = study::Check(*snapshot, {});
  ASSERT_TRUE(result.has_value());
  Style wide;
  wide.width = 120;
  const std::string waived = kFormat.check(*snapshot, *result, wide);
  EXPECT_THAT(waived, testing::HasSubstr("waived  EDGE"));
  EXPECT_THAT(waived, testing::HasSubstr("waiver for north: accepted by desk, 7 until 2026-12-31"));
  EXPECT_THAT(waived, testing::HasSubstr("1 violated, 1 undecided, 1 waived, 1 proved, 1 not-in-force"));
  result->baseline.emplace();
  result->baseline->known = 3;
  result->baseline->not_judged = {"GONE"};
  result->rules.clear();
  EXPECT_EQ(kFormat.check(*snapshot, *result, {}),
            "against the baseline: 0 new, 0 worsened, 3 known, 0 fixed\n"
            "not judged any more, so nothing is known of it: GONE\n"
            "x violated as of 2026-07-01, known or not\n");
}

}  // namespace
}  // namespace ringfence::report::text
