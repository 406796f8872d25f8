// What the device itself takes.
#include <gtest/gtest.h>

#include "formats/frr/frr.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

TEST(FrrControlPlane, AListForServicesThatAreNotNamedMayMeetProtocols) {
  const auto impact = [](const std::string& service) {
    std::string text = formats::ReadText(std::filesystem::path(RF_TEST_FOLDER) / "testdata/sonic_acl.cfg");
    const std::string before = R"("services": ["SSH"])";
    text.replace(text.find(before), before.size(), R"("services": [")" + service + R"("])");
    int bits = 0;
    for (const model::LineFate& line : ParseText(kFormat, text).fates.lines) {
      if (line.reason == "filter of another service") bits |= line.impact.bits;
    }
    return bits;
  };
  EXPECT_EQ(impact("SSH"), 0);
  EXPECT_EQ(impact("ANY"), Impact::kRouting | Impact::kManagement);
}

}  // namespace
}  // namespace ringfence::formats::frr
