#include "report/text/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::text {

extern const Format kFormat;

namespace {

const std::string kGoldens = std::string(RF_TEST_FOLDER) + "/testdata/";

TEST(TextReport, Check) { ExpectGolden(kGoldens + "check.golden", CheckIn(kFormat, TinyWithRules())); }

TEST(TextReport, CheckWithEvidence) {
  const rules::TinyText text =
      rules::Tiny().Rule("R", "confine: visits, away-from: untrusted, levels: [read]");
  ExpectGolden(kGoldens + "evidence.golden", CheckIn(kFormat, text));
}

TEST(TextReport, Exposure) {
  ExpectGolden(kGoldens + "exposure.golden", ExposureIn(kFormat, {}));
  Style by_supplier;
  by_supplier.by = GroupBy::kSupplier;
  ExpectGolden(kGoldens + "exposure_by_supplier.golden", ExposureIn(kFormat, by_supplier));
}

TEST(TextReport, Routes) { ExpectGolden(kGoldens + "routes.golden", RoutesIn(kFormat)); }
TEST(TextReport, Sessions) {
  ExpectGolden(kGoldens + "sessions.golden", SessionsIn(kFormat, {}));
  EXPECT_THAT(SessionsIn(kFormat, {"", "isis", false}), "0 sessions\n");
  Style color;
  color.color = true;
  EXPECT_THAT(SessionsIn(kFormat, {}, color), testing::HasSubstr("\x1b[1;31mnever\x1b[0m"));
}

TEST(TextReport, Trace) { ExpectGolden(kGoldens + "trace.golden", TraceIn(kFormat)); }
TEST(TextReport, WhatIf) { ExpectGolden(kGoldens + "what_if.golden", WhatIfIn(kFormat)); }

TEST(TextReport, Parse) {
  const auto snapshot = study::Load(TinyWithRules());
  ExpectGolden(kGoldens + "parse.golden", kFormat.parse(*snapshot, {}));
}

TEST(TextReport, Compare) {
  const auto before = study::Load(rules::Tiny().Rule("WORK", "deliver: records"));
  rules::TinyText changed = rules::Tiny();
  changed.Replace("configs/west.cfg", "router ospf", "ip route 10.2.0.0 255.255.255.0 Null0\nrouter ospf");
  const auto after = study::Load(changed.Rule("WORK", "deliver: records").Rule("NEW", "release: health"));
  const auto before_check = study::Check(*before, {});
  const auto after_check = study::Check(*after, {});
  ASSERT_TRUE(before_check.has_value() && after_check.has_value());
  ExpectGolden(kGoldens + "compare.golden",
               kFormat.compare(*before, {after.get(), &*before_check, &*after_check}, {}));
}

TEST(TextReport, ColoursOnlyWhenAsked) {
  EXPECT_TRUE(Paint(false).bad.empty());
  EXPECT_EQ(Paint(true).Of(rules::VerdictState::kProved), Paint(true).good);
  EXPECT_EQ(Paint(true).Of(rules::VerdictState::kUndecided), Paint(true).open);
}

TEST(TextReport, TablesAlignAndLeaveNoBlanksBehind) {
  EXPECT_EQ(Table({{"a", "long", ""}, {"wide", "b", "c"}}), "a     long\nwide  b     c\n");
  EXPECT_EQ(Table({}), "");
}

TEST(TextReport, FailedText) {
  EXPECT_EQ(FailedText({}), "nothing failed");
  EXPECT_EQ(FailedText({"node:a", "link:b--c"}), "failed: node:a, link:b--c");
}

}  // namespace
}  // namespace ringfence::report::text
