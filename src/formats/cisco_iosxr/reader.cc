// One pass over the lines. Blocks are made by indentation; `!` is decoration, banners are skipped, policies
// and sets are taken as tokens up to their closing word.

#include "formats/cisco_iosxr/reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "formats/cisco_iosxr/literals.h"
#include "formats/cisco_iosxr/top_level.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

/// First words of the date that a device prints above a configuration.
constexpr std::string_view kDays[] = {"Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "};

/// Lines that devices and terminals print around a configuration, and words that only move in it.
bool IsDecoration(std::string_view statement) {
  if (statement.empty() || statement[0] == '!' || statement[0] == '#') return true;
  if (statement == "end" || statement == "exit" || statement == "root" || statement == "commit") return true;
  if (statement.starts_with("Building configuration")) return true;
  return std::ranges::any_of(kDays, [statement](std::string_view day) { return statement.starts_with(day); });
}

std::string_view Trimmed(std::string_view line) { return WordCursor(line, base::FileId(), 0).Rest().text; }

}  // namespace

void Reader::ReadAll() {
  LiteralTracker literal;
  std::uint32_t literal_line = 0;
  for (std::uint32_t number = 1; number <= source().line_count(); ++number) {
    const std::string_view line = source().line(number);
    if (line.size() > kLineBytesMax) {
      TooLong(number);
    } else if (rpl_ != nullptr) {
      if (!ReadRplLine(line, number)) rpl_ = nullptr;
    } else if (literal.Covers(line)) {
      fates.Irrelevant(number);
    } else if (IsDecoration(Trimmed(line))) {
      fates.Blank(number);
    } else {
      if (literal.open()) literal_line = number;
      ReadLine(number, TopLevelKeywords());
      if (rpl_ != nullptr) rpl_line_ = number;
    }
  }
  const auto unclosed = [this](std::uint32_t line, std::string_view what) {
    diagnostics.Add({base::DiagnosticKind::kSyntaxBroken,
                     {file(), line, 1, static_cast<std::uint32_t>(source().line(line).size())},
                     fmt::format("the {} has no end", what)});
  };
  if (literal.open()) unclosed(literal_line, "banner");
  if (rpl_ != nullptr) unclosed(rpl_line_, rpl_end_ == "end-set" ? "set" : "route policy");
}

/// Takes the tokens of a line of a policy or set; false when it was the last one. Whether they are understood
/// shows when the policy is used.
bool Reader::ReadRplLine(std::string_view line, std::uint32_t number) {
  const bool closing = Trimmed(line) == rpl_end_;
  const std::size_t before = rpl_->size();
  if (!closing) AddRplTokens(line, file(), number, *rpl_);
  if (rpl_->size() == before)
    fates.Blank(number);
  else
    fates.Modelled(number);
  return !closing;
}

void Reader::OpenRpl(std::vector<RplToken>& tokens, std::string_view end) {
  rpl_ = &tokens;
  rpl_end_ = end;
}

std::size_t Reader::InterfaceIndexOf(const std::string& name, base::Span span) {
  const auto [place, is_new] = interface_indices_.emplace(name, vendor.interfaces.size());
  if (is_new) {
    vendor.interfaces.emplace_back();
    vendor.interfaces.back().name = name;
    vendor.interfaces.back().span = span;
  }
  return place->second;
}

}  // namespace ringfence::formats::cisco_iosxr
