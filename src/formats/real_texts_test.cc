// Every reader over texts of real devices that are not part of the project: the folder RF_SHARED_DIR names,
// or ../shared.
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "formats/formats.h"
#include "formats/reader_testing.h"

namespace ringfence::formats {
namespace {

constexpr std::uintmax_t kTextBytesMax = 1U << 22U;

/// The reader that claims a text; nullptr: none. A second one is an error.
const Format* ReaderOf(const std::string& text, const std::filesystem::path& path) {
  const Format* reader = nullptr;
  for (const Format* format : AllFormats()) {
    if (format->detect(text) != Claim::kYes) continue;
    EXPECT_EQ(reader, nullptr) << path << ": claimed by " << format->name << " too";
    reader = format;
  }
  return reader;
}

TEST(RealTexts, OneReaderClaimsEachAndPrintsItBack) {
  const char* named = std::getenv("RF_SHARED_DIR");
  const std::filesystem::path shared = named == nullptr ? "../shared" : named;
  if (!std::filesystem::is_directory(shared / "labs")) {
    GTEST_SKIP() << "SKIPPED: texts of real devices (RF_SHARED_DIR is not set and there is no ../shared)";
  }
  std::map<std::string_view, std::array<std::size_t, 5>> systems;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(shared / "labs")) {
    if (!entry.is_regular_file() || entry.file_size() > kTextBytesMax) continue;
    const std::string text = ReadText(entry.path());
    const Format* reader = ReaderOf(text, entry.path());
    if (reader == nullptr) continue;
    const ParsedFile parsed = ParseText(*reader, text);
    EXPECT_EQ(parsed.fates.lines.size(), base::SourceFile("", text).line_count()) << entry.path();
    for (const model::LineFate& line : parsed.fates.lines)
      ++systems[reader->name][static_cast<std::size_t>(line.fate)];
    if (!parsed.diagnostics.has_errors()) ExpectPrintsBack(*reader, text, entry.path().string());
  }
  EXPECT_FALSE(systems.empty()) << shared;
  for (const auto& [name, lines] : systems) {
    std::cout << name << ": " << lines[1] << " modelled, " << lines[2] << " irrelevant, " << lines[3]
              << " not modelled, " << lines[4] << " unknown\n";
  }
}

}  // namespace
}  // namespace ringfence::formats
