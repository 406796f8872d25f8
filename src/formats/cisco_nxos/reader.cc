// One pass over the lines. Blocks are made by indentation; `!` is decoration, banners are skipped.

#include "formats/cisco_nxos/reader.h"

#include <fmt/format.h>

#include "formats/cisco_nxos/literals.h"
#include "formats/cisco_nxos/top_level.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// Lines that devices and terminals print around a configuration, and words that only move in it.
bool IsDecoration(std::string_view statement) {
  return statement.empty() || statement[0] == '!' || statement == "end" || statement == "exit";
}

}  // namespace

void Reader::ReadAll() {
  LiteralTracker literal;
  std::uint32_t literal_line = 0;
  vendor.bgp.vrfs.emplace_back();
  for (std::uint32_t number = 1; number <= source().line_count(); ++number) {
    const std::string_view line = source().line(number);
    if (line.size() > kLineBytesMax) {
      TooLong(number);
    } else if (literal.Covers(line)) {
      fates.Irrelevant(number);
    } else if (IsDecoration(WordCursor(line, file(), number).Rest().text)) {
      fates.Blank(number);
    } else {
      if (literal.open()) literal_line = number;
      ReadLine(number, TopLevelKeywords());
    }
  }
  if (!literal.open()) return;
  diagnostics.Add({base::DiagnosticKind::kSyntaxBroken,
                   {file(), literal_line, 1, static_cast<std::uint32_t>(source().line(literal_line).size())},
                   "the banner has no end"});
}

bool Reader::FeatureOn(std::string_view name, base::Span use) {
  const auto feature = vendor.features.find(std::string(name));
  if (feature != vendor.features.end() && feature->second) return true;
  Undefined(use, "feature", name);
  return false;
}

std::size_t InterfaceIndexOf(Reader& reader, const std::string& name, base::Span span) {
  const auto [place, is_new] = reader.interface_indices_.emplace(name, reader.vendor.interfaces.size());
  if (is_new) {
    reader.vendor.interfaces.emplace_back();
    reader.vendor.interfaces.back().name = name;
    reader.vendor.interfaces.back().span = span;
  }
  return place->second;
}

}  // namespace ringfence::formats::cisco_nxos
