#include "formats/acme_os/acme_os.h"

#include "formats/reader_testing.h"

namespace ringfence::formats::acme_os {
namespace {

const std::filesystem::path kSamples = std::filesystem::path(RF_TEST_FOLDER) / "testdata";

TEST(AcmeOs, Goldens) { ExpectGoldens(kFormat, kSamples); }

TEST(AcmeOs, PrintsBack) { ExpectPrintsBack(kFormat, ReadText(kSamples / "ports.cfg"), "ports.cfg"); }

TEST(AcmeOs, SurvivesHostileText) { ExpectSurvives(kFormat, ReadText(kSamples / "ports.cfg")); }

TEST(AcmeOs, ClaimsItsFirstLineOnly) {
  EXPECT_EQ(kFormat.detect("acme-os 7\ndevice a\n"), Claim::kYes);
  EXPECT_EQ(kFormat.detect("acme-os 70\n"), Claim::kNo);
  EXPECT_EQ(kFormat.detect(""), Claim::kNo);
}

TEST(AcmeOs, RefusesABadAddressAtItsColumn) {
  const ParsedFile parsed = ParseText(kFormat, "acme-os 7\nport p1 10.0.0.300/24\n");
  ASSERT_EQ(parsed.diagnostics.items().size(), 1U);
  EXPECT_EQ(parsed.diagnostics.items()[0].kind, base::DiagnosticKind::kValueInvalid);
  EXPECT_EQ(parsed.diagnostics.items()[0].span.column, 9U);
  EXPECT_EQ(parsed.fates.lines[1].fate, model::Fate::kUnknown);
  EXPECT_TRUE(parsed.config.device.interfaces.empty());
}

}  // namespace
}  // namespace ringfence::formats::acme_os
