// Checks that the tests of every reader share. For tests only: needs GoogleTest.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "formats/census.h"
#include "formats/dump.h"
#include "formats/format.h"

namespace ringfence::formats {

/// Whole content of a file; fails the test when it cannot be read.
inline std::string ReadText(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream.good()) << path;
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Parses a text as file 0.
inline ParsedFile ParseText(const Format& format, const std::string& text) {
  const base::SourceFile source("test.cfg", text);
  return format.parse(source, base::FileId(0));
}

/// Files of a folder with that extension, sorted; none when the folder does not exist.
inline std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& folder,
                                                  std::string_view extension) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::is_directory(folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Compares Census + Dump of every *.cfg in the folder with the *.golden beside it. RF_UPDATE_GOLDENS=1 in
/// the environment writes the goldens instead.
inline void ExpectGoldens(const Format& format, const std::filesystem::path& folder) {
  const auto files = FilesIn(folder, ".cfg");
  EXPECT_FALSE(files.empty()) << "no samples in " << folder;
  for (const std::filesystem::path& path : files) {
    const ParsedFile parsed = ParseText(format, ReadText(path));
    const std::string got = Census(parsed) + Dump(parsed.config);
    std::filesystem::path golden = path;
    golden.replace_extension(".golden");
    if (std::getenv("RF_UPDATE_GOLDENS") != nullptr) {
      std::ofstream(golden, std::ios::binary) << got;
      continue;
    }
    EXPECT_EQ(got, ReadText(golden)) << path;
    EXPECT_LE(std::count(got.begin(), got.end(), '\n'), 60)
        << path << ": split it, nobody reads longer goldens";
  }
}

/// Parse - print - parse is the identity of the model, and what is printed is understood without a word of
/// complaint.
inline void ExpectPrintsBack(const Format& format, const std::string& text, const std::string& what) {
  const ParsedFile first = ParseText(format, text);
  const std::string printed = format.print(first.config);
  const ParsedFile second = ParseText(format, printed);
  EXPECT_EQ(Dump(first.config), Dump(second.config)) << what << "\nprinted:\n" << printed;
  EXPECT_TRUE(second.diagnostics.items().empty()) << what << '\n'
                                                  << Census(second) << "printed:\n"
                                                  << printed;
  EXPECT_EQ(format.detect(printed), Claim::kYes) << what << ": the reader does not claim what it printed";
}

/// ExpectPrintsBack for every *.cfg in the folder; of those with diagnostics only the model comes back.
inline void ExpectSamplesPrintBack(const Format& format, const std::filesystem::path& folder) {
  for (const std::filesystem::path& path : FilesIn(folder, ".cfg")) {
    const std::string text = ReadText(path);
    const ParsedFile parsed = ParseText(format, text);
    if (parsed.diagnostics.items().empty()) {
      ExpectPrintsBack(format, text, path.filename());
    } else {
      const std::string printed = format.print(parsed.config);
      EXPECT_EQ(Dump(parsed.config), Dump(ParseText(format, printed).config)) << path << '\n' << printed;
    }
  }
}

/// Stable ids of the diagnostics, each with "line:column+length" and a blank before it.
inline std::string IdsOf(const ParsedFile& parsed) {
  std::string ids;
  for (const base::Diagnostic& diagnostic : parsed.diagnostics.items()) {
    const base::Span& span = diagnostic.span;
    ids += " " + std::string(base::InfoOf(diagnostic.kind).id) + "@" + std::to_string(span.line) + ":" +
           std::to_string(span.column) + "+" + std::to_string(span.length);
  }
  return ids;
}

/// Why lines are open, each reason with ";" behind it; those of lines that are not known are "unknown".
inline std::string OpenReasons(const ParsedFile& parsed) {
  std::string reasons;
  for (const model::LineFate& line : parsed.fates.lines) {
    if (line.fate == model::Fate::kUnmodelled) reasons += line.reason + ";";
    if (line.fate == model::Fate::kUnknown) reasons += "unknown;";
  }
  return reasons;
}

/// The address translations of a configuration, as its dump shows them.
inline std::string TranslationsOf(const routing::DeviceConfig& config) {
  routing::DeviceConfig only;
  only.device.translations = config.device.translations;
  const std::string dump = Dump(only);
  return dump.substr(std::min(dump.find("translation "), dump.size()));
}

/// The fate of a line, counted from 1.
inline model::Fate FateOf(const ParsedFile& parsed, std::size_t line) {
  return parsed.fates.lines.at(line - 1).fate;
}

/// No text may crash or hang a reader, and each line has one fate: the text cut at every byte, and texts of
/// random bytes, random lines of the sample, and deep or long structures.
inline void ExpectSurvives(const Format& format, const std::string& text) {
  const auto parse = [&format](const std::string& hostile) {
    const base::SourceFile source("hostile.cfg", hostile);
    (void)format.detect(hostile);
    const ParsedFile parsed = format.parse(source, base::FileId(0));
    ASSERT_EQ(parsed.fates.lines.size(), source.line_count());
  };
  for (std::size_t size = 0; size <= text.size(); ++size) parse(text.substr(0, size));
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::string bytes(random() % 400, ' ');
    for (char& c : bytes)
      c = static_cast<char>(random() % (round % 2 == 0 ? 256 : 96) + (round % 2 == 0 ? 0 : 10));
    parse(bytes);
    std::string mutated = text;
    for (int change = 0; change < 8 && !mutated.empty(); ++change) {
      mutated[random() % mutated.size()] = static_cast<char>(random() % 128);
    }
    parse(mutated);
  }
  parse(std::string(1U << 20U, 'a'));
  parse(text + std::string(1U << 20U, ' ') + "x");
  std::string deep;
  for (std::size_t depth = 0; depth < 2000; ++depth) deep += std::string(depth % 1000, ' ') + "level {\n";
  parse(deep);
}

}  // namespace ringfence::formats
