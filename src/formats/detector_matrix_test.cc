// Every sample of every unit against every detector: its own reader claims it and nobody else does. Texts of
// systems that have no reader are claimed by nobody.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "formats/formats.h"
#include "formats/reader_testing.h"

namespace ringfence::formats {
namespace {

std::filesystem::path Folder() { return "src/formats"; }

/// Names of the formats that claim a text, with a blank before each.
std::string ClaimantsOf(const std::string& text) {
  std::string names;
  for (const Format* format : AllFormats()) {
    if (format->detect(text) == Claim::kYes) names += " " + std::string(format->name);
  }
  return names;
}

TEST(DetectorMatrix, EverySampleHasExactlyOneReader) {
  EXPECT_FALSE(AllFormats().empty());
  for (const Format* format : AllFormats()) {
    const auto samples = FilesIn(Folder() / format->name / "testdata", ".cfg");
    EXPECT_FALSE(samples.empty()) << "no samples of " << format->name;
    for (const std::filesystem::path& path : samples) {
      EXPECT_EQ(ClaimantsOf(ReadText(path)), " " + std::string(format->name)) << path;
    }
  }
}

TEST(DetectorMatrix, ForeignSystemsAreClaimedByNobody) {
  const auto samples = FilesIn(Folder() / "testdata" / "foreign", ".cfg");
  EXPECT_GE(samples.size(), 1U);
  for (const std::filesystem::path& path : samples) EXPECT_EQ(ClaimantsOf(ReadText(path)), "") << path;
}

TEST(DetectorMatrix, NamesAreUnique) {
  const auto formats = AllFormats();
  for (std::size_t i = 0; i < formats.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(formats[i]->name, formats[j]->name);
  }
}

TEST(DetectorMatrix, EmptyAndProseTextsAreClaimedByNobody) {
  EXPECT_EQ(ClaimantsOf(""), "");
  EXPECT_EQ(ClaimantsOf("\n\n"), "");
  EXPECT_EQ(ClaimantsOf("Dear colleague,\nplease find the interface list attached.\n"), "");
  EXPECT_EQ(ClaimantsOf("{\"inventory\": 1}\n"), "");
}

}  // namespace
}  // namespace ringfence::formats
