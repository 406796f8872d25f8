#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report::jsonl {

extern const Format kFormat;

namespace {

const std::string kGoldens = std::string(RF_TEST_FOLDER) + "/testdata/";

TEST(JsonLines, Routes) { ExpectGolden(kGoldens + "routes.golden", RoutesIn(kFormat)); }
TEST(JsonLines, Sessions) { ExpectGolden(kGoldens + "sessions.golden", SessionsIn(kFormat, {})); }
TEST(JsonLines, Exposure) { ExpectGolden(kGoldens + "exposure.golden", ExposureIn(kFormat, {})); }

TEST(JsonLines, Parse) {
  rules::TinyText text = TinyWithRules();
  text.files.erase("configs/west.cfg");
  text.files.erase("configs/east.cfg");
  const auto snapshot = study::Load(text);
  ExpectGolden(kGoldens + "parse.golden", kFormat.parse(*snapshot, {}));
}

TEST(JsonLines, OffersTablesOnly) { EXPECT_EQ(kFormat.check, nullptr); }

}  // namespace
}  // namespace ringfence::report::jsonl
