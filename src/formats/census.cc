#include "formats/census.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace ringfence::formats {
namespace {

constexpr std::string_view kFateNames[] = {"blank", "modelled", "irrelevant", "unmodelled", "unknown"};
/// One letter for each bit of model::Impact, lowest bit first.
constexpr std::string_view kImpactLetters = "46FMPC";

std::string LettersOf(model::Impact impact) {
  std::string letters;
  for (std::size_t bit = 0; bit < kImpactLetters.size(); ++bit) {
    letters += impact.has(static_cast<std::uint8_t>(1U << bit)) ? kImpactLetters[bit] : '-';
  }
  return letters;
}

void AddNotUnderstood(std::string& out, std::size_t line, const model::LineFate& fate) {
  out += fmt::format("  {} {} {}", line, kFateNames[static_cast<std::size_t>(fate.fate)],
                     LettersOf(fate.impact));
  if (!fate.reason.empty()) out += fmt::format(" {}", fate.reason);
  out += '\n';
}

void AddDiagnostic(std::string& out, const base::Diagnostic& diagnostic) {
  const base::DiagnosticInfo& info = base::InfoOf(diagnostic.kind);
  out += fmt::format("  {}:{}+{} {}[{}] {}\n", diagnostic.span.line, diagnostic.span.column,
                     diagnostic.span.length, base::NameOf(info.severity), info.id, diagnostic.what);
}

}  // namespace

std::string Census(const ParsedFile& parsed) {
  std::array<std::size_t, std::size(kFateNames)> counts{};
  for (const model::LineFate& fate : parsed.fates.lines) ++counts[static_cast<std::size_t>(fate.fate)];
  std::string out = fmt::format("lines {}:", parsed.fates.lines.size());
  for (std::size_t i = 0; i < counts.size(); ++i) out += fmt::format(" {} {}", kFateNames[i], counts[i]);
  out += '\n';
  for (std::size_t i = 0; i < parsed.fates.lines.size(); ++i) {
    const model::LineFate& fate = parsed.fates.lines[i];
    const bool understood = fate.fate != model::Fate::kUnmodelled && fate.fate != model::Fate::kUnknown;
    if (!understood) AddNotUnderstood(out, i + 1, fate);
  }
  for (const base::Diagnostic& diagnostic : parsed.diagnostics.items()) AddDiagnostic(out, diagnostic);
  return out;
}

}  // namespace ringfence::formats
