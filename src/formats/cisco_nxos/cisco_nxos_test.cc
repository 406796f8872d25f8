#include "formats/cisco_nxos/cisco_nxos.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_nxos {
namespace {

std::filesystem::path Samples() {
  return std::filesystem::path(RF_SOURCE_DIR) / "src/formats/cisco_nxos/testdata";
}

TEST(CiscoNxos, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(CiscoNxos, PrintsBackItsSamples) {
  for (const auto& path : FilesIn(Samples(), ".cfg"))
    ExpectPrintsBack(kFormat, ReadText(path), path.filename());
}

TEST(CiscoNxos, SurvivesHostileText) {
  for (const auto& path : FilesIn(Samples(), ".cfg")) ExpectSurvives(kFormat, ReadText(path));
}

}  // namespace
}  // namespace ringfence::formats::cisco_nxos
