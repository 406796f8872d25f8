// Tables of samples with what one of their lines means. For tests only: needs GoogleTest.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {

/// One line of a sample and what it means.
struct Meaning {
  std::string name;
  std::string text;  ///< statements; the line in question begins with '@'
  /// Words that the dump of the model has because of the line and not without it, parted by '|'.
  /// "": the line changes nothing; "=": it is modelled and says the default again; "~LETTERS REASON": it is
  /// not modelled.
  std::string meaning;
};

/// Runs one sample.
inline void ExpectMeaning(const Meaning& one) {
  const std::size_t at = one.text.find('@');
  ASSERT_NE(at, std::string::npos) << one.name;
  const std::string head = "#\nsysname X\n#\n";
  const std::string text = head + one.text.substr(0, at) + one.text.substr(at + 1);
  const std::string without =
      head + one.text.substr(0, at) + one.text.substr(std::min(one.text.find('\n', at) + 1, one.text.size()));
  const auto line = static_cast<std::size_t>(
      std::count(head.begin(), head.end(), '\n') +
      std::count(one.text.begin(), one.text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  const ParsedFile parsed = ParseText(kFormat, text);
  const std::string dump = Dump(parsed.config), before = Dump(ParseText(kFormat, without).config);
  const model::Fate fate = parsed.fates.lines.at(line).fate;
  const std::string shown = fmt::format("form {}\n{}\n{}{}", one.name, one.text, Census(parsed), dump);
  if (one.meaning.starts_with('~')) {
    EXPECT_EQ(fate, model::Fate::kUnmodelled) << shown;
    const std::string row = fmt::format("  {} unmodelled {}\n", line + 1, one.meaning.substr(1));
    EXPECT_NE(Census(parsed).find(row), std::string::npos) << row << shown;
    return;
  }
  EXPECT_EQ(fate, one.meaning.empty() ? model::Fate::kIrrelevant : model::Fate::kModelled) << shown;
  if (one.meaning.empty() || one.meaning == "=") {
    EXPECT_EQ(dump, before) << shown;
    return;
  }
  bool told = false;
  for (std::string_view rest = one.meaning; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('|'));
    EXPECT_NE(dump.find(part), std::string::npos) << part << '\n' << shown;
    told = told || before.find(part) == std::string::npos;
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  EXPECT_TRUE(told) << "the same without the line\n" << shown;
}

/// Runs a table.
inline void ExpectMeanings(const std::vector<Meaning>& meanings) {
  for (const Meaning& one : meanings) ExpectMeaning(one);
}

}  // namespace ringfence::formats::huawei_vrp
