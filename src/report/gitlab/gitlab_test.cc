#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::gitlab {

extern const Format kFormat;

namespace {

TEST(GitLab, Check) {
  ExpectGolden(std::string(RF_TEST_FOLDER) + "/testdata/check.golden", CheckIn(kFormat, TinyOfAllStates()));
}

TEST(GitLab, NothingToSayIsAnEmptyList) {
  EXPECT_EQ(CheckIn(kFormat, rules::Tiny().Rule("R", "deliver: records")), "[]\n");
}

TEST(GitLab, TheFingerprintOutlivesAMovedLine) {
  rules::TinyText text = rules::Tiny().Rule("R", "exclude: untrusted, from-functions: ip-core");
  const std::string before = CheckIn(kFormat, text);
  text.Replace("inventory.yaml", "elements:\n", "elements:\n  # moved\n");
  const std::string after = CheckIn(kFormat, text);
  EXPECT_NE(before, after);
  for (const std::string& report : {before, after})
    EXPECT_THAT(report, testing::HasSubstr("\"fingerprint\": \"R//north\""));
}

}  // namespace
}  // namespace ringfence::report::gitlab
