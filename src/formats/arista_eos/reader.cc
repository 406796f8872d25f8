// One pass over the lines: blocks by indentation (formats/block_reader.h), `!` is decoration, literals are
// skipped. Cost: linear; keywords are found by binary search in constant tables.

#include "formats/arista_eos/reader.h"

#include <fmt/format.h>

#include "formats/arista_eos/literals.h"
#include "formats/truncation.h"

namespace ringfence::formats::arista_eos {
namespace {

/// Comments, and lines that a session prints around a configuration.
bool IsDecoration(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return true;
  const std::string_view statement = line.substr(first);
  return statement[0] == '!' || statement == "end" || statement == "exit";
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
    } else if (IsDecoration(line)) {
      fates.Blank(number);
    } else {
      if (literal.open()) literal_line = number;
      ReadLine(number, TopLevelKeywords());
    }
  }
  constexpr std::string_view kHeaders[] = {"! Command: show running-config"};
  if (!literal.open()) return CheckTruncation(source(), file(), kHeaders, "end", diagnostics);
  diagnostics.Add({base::DiagnosticKind::kSyntaxBroken,
                   {file(), literal_line, 1, static_cast<std::uint32_t>(source().line(literal_line).size())},
                   fmt::format("the {} has no end", literal.construct())});
}

VrfText& Reader::vrf(const std::string& name) {
  const auto known = std::ranges::find(vendor.vrfs, name, &VrfText::name);
  if (known != vendor.vrfs.end()) return *known;
  vendor.vrfs.push_back({.name = name});
  return vendor.vrfs.back();
}

}  // namespace ringfence::formats::arista_eos
