#include "report/junit/junit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::junit {

extern const Format kFormat;

namespace {

TEST(JUnit, TextCannotBecomeMarkup) {
  EXPECT_EQ(XmlText("<a b=\"c\">&]]>"), "&lt;a b=&quot;c&quot;&gt;&amp;]]&gt;");
  EXPECT_EQ(XmlText(std::string_view("\0\x1B\n", 3)), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(XmlText("\xEF\xBF\xBF \xFF \xC3\xA9"), "\xEF\xBF\xBD \xEF\xBF\xBD \xC3\xA9");
}

TEST(JUnit, Check) {
  ExpectGolden(std::string(RF_TEST_FOLDER) + "/testdata/check.golden", CheckIn(kFormat, TinyOfAllStates()));
}

TEST(JUnit, ARuleAboutFlowsHasACaseAFlow) {
  const std::string report = CheckIn(kFormat, rules::Tiny().Rule("R", "deliver: [records, visits]"));
  EXPECT_THAT(report, testing::HasSubstr("<testsuite name=\"R\" tests=\"2\" failures=\"0\""));
  EXPECT_THAT(report, testing::HasSubstr("<testcase classname=\"R\" name=\"visits\"/>"));
}

}  // namespace
}  // namespace ringfence::report::junit
