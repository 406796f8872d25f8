#include "report/progress_text.h"

#include <gtest/gtest.h>

namespace ringfence::report {
namespace {

using std::chrono::milliseconds;

TEST(ProgressText, TellsTheTimeLeftAtThePaceSoFar) {
  EXPECT_EQ(ProgressText("sets", 0, 100, milliseconds(1500)), "0 of 100 sets");
  EXPECT_EQ(ProgressText("sets", 25, 100, milliseconds(4000)), "25 of 100 sets, 25 %, about 12 s left");
  EXPECT_EQ(ProgressText("sets", 100, 100, milliseconds(4000)), "100 of 100 sets, 100 %, about 0 s left");
  EXPECT_EQ(ProgressText("sets", 3, 0, milliseconds(4000)), "3 of 0 sets") << "no share of nothing";
  EXPECT_EQ(ProgressText("sets", 1, 1'000'000'000'000, std::chrono::hours(1)),
            "1 of 1000000000000 sets, 0 %, about more than 48 h left");
}

TEST(ProgressText, Durations) {
  EXPECT_EQ(DurationText(milliseconds(1)), "1 s");
  EXPECT_EQ(DurationText(milliseconds(60'000)), "1 min 00 s");
  EXPECT_EQ(DurationText(std::chrono::minutes(127)), "2 h 07 min");
  EXPECT_EQ(WaitingText("reading", milliseconds(2200)), "reading, 3 s");
}

}  // namespace
}  // namespace ringfence::report
