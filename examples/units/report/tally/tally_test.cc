#include "report/tally/tally.h"

#include <gtest/gtest.h>

namespace ringfence::report::tally {
namespace {

TEST(Tally, CountsVerdicts) {
  const study::Snapshot snapshot;
  study::CheckResult result;
  EXPECT_EQ(kFormat.check(snapshot, result, {}), "violated 0, undecided 0, proved 0\n");
  result.rules.resize(3);
  result.rules[1].state = rules::VerdictState::kViolated;
  EXPECT_EQ(kFormat.check(snapshot, result, {}), "violated 1, undecided 0, proved 2\n");
}

TEST(Tally, OffersCheckOnly) {
  EXPECT_NE(kFormat.check, nullptr);
  EXPECT_EQ(kFormat.routes, nullptr);
}

}  // namespace
}  // namespace ringfence::report::tally
