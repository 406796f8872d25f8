// One pass over the lines: blocks by indentation, `!` is decoration, literals are skipped.

#include "formats/cisco_ios/reader.h"

#include <fmt/format.h>

#include "formats/cisco_ios/literals.h"
#include "formats/cisco_ios/top_level.h"
#include "formats/truncation.h"

namespace ringfence::formats::cisco_ios {
namespace {

using base::DiagnosticKind;

/// Lines that devices and terminals print around a configuration.
bool IsDecoration(std::string_view statement) {
  constexpr std::string_view kPrinted[] = {"Building configuration", "Current configuration", "Using "};
  if (statement.empty() || statement[0] == '!' || statement == "end") return true;
  return std::ranges::any_of(kPrinted, [=](std::string_view text) { return statement.starts_with(text); });
}

}  // namespace

void Reader::ReadAll() {
  LiteralTracker literal;
  std::uint32_t literal_line = 0;
  for (std::uint32_t number = 1; number <= source().line_count(); ++number) {
    const std::string_view line = source().line(number);
    if (line.size() > kLineBytesMax) {
      TooLong(number);
    } else if (literal.Covers(line)) {
      fates.Irrelevant(number);
    } else {
      if (literal.open()) literal_line = number;
      const std::size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
      if (IsDecoration(line.substr(indent)))
        fates.Blank(number);
      else
        ReadLine(number, TopLevelKeywords());
    }
  }
  constexpr std::string_view kHeaders[] = {"Building configuration", "Current configuration"};
  if (!literal.open()) return CheckTruncation(source(), file(), kHeaders, "end", diagnostics);
  diagnostics.Add({DiagnosticKind::kSyntaxBroken,
                   {file(), literal_line, 1, static_cast<std::uint32_t>(source().line(literal_line).size())},
                   fmt::format("the {} has no end", literal.construct())});
}

}  // namespace ringfence::formats::cisco_ios
