#include "base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ringfence::base {
namespace {

constexpr auto kInfos = std::to_array<DiagnosticInfo>({
#define RF_DIAGNOSTIC(name, severity, id, why, hint) \
  {DiagnosticKind::name, Severity::severity, id, why, hint},
#include "base/diagnostics.def"
#undef RF_DIAGNOSTIC
});

/// Longest part of a source line that is printed, in bytes.
constexpr std::size_t kShownLineMax = 160;

/// Three bytes of UTF-8 that turn the direction of writing, end a line or take no room.
bool IsHiddenMark(std::string_view bytes) {
  const auto at = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() < 3) return false;
  if (at(0) == 0xef) return at(1) == 0xbb && at(2) == 0xbf;
  if (at(0) != 0xe2) return false;
  return (at(1) == 0x80 && ((at(2) >= 0x8b && at(2) <= 0x8f) || (at(2) >= 0xa8 && at(2) <= 0xae))) ||
         (at(1) == 0x81 && at(2) >= 0xa0 && at(2) <= 0xaf);
}

/// The text with blanks for control bytes (also the C1 controls of Unicode) and for marks that hide or turn
/// what is written: those of hostile input must not reach a terminal. Keeps the number of bytes, so that
/// columns still fit.
std::string Visible(std::string_view text) {
  std::string shown(text);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto byte = static_cast<unsigned char>(shown[i]);
    const auto after = i + 1 < shown.size() ? static_cast<unsigned char>(shown[i + 1]) : 0U;
    if (byte < 0x20 || byte == 0x7f) shown[i] = ' ';
    if (IsHiddenMark(text.substr(i, 3))) shown.replace(i, 3, "   ");
    if (byte == 0xc2 && after >= 0x80 && after <= 0x9f) shown[i] = shown[i + 1] = ' ';
  }
  return shown;
}

std::string Frame(const SourceMap& sources, Span span) {
  const std::string shown = Visible(sources.LineText(span).substr(0, kShownLineMax));
  if (shown.empty()) return "";
  std::string frame = fmt::format("  {:>5} | {}\n", span.line, shown);
  if (span.column >= 1 && span.column <= shown.size()) {
    const std::size_t room = shown.size() - span.column + 1;
    const std::size_t width = std::clamp<std::size_t>(span.length, 1, room);
    frame += fmt::format("        | {}{}\n", std::string(span.column - 1, ' '), std::string(width, '^'));
  }
  return frame;
}

}  // namespace

std::span<const DiagnosticInfo> AllDiagnosticKinds() { return kInfos; }

const DiagnosticInfo& InfoOf(DiagnosticKind kind) { return kInfos[static_cast<std::size_t>(kind)]; }

void Diagnostics::Add(Diagnostic diagnostic) {
  const Severity severity = InfoOf(diagnostic.kind).severity;
  has_errors_ = has_errors_ || severity == Severity::kError;
  if (items_.size() >= kCountMax) {
    ++dropped_count_;
    dropped_doubts_ = dropped_doubts_ || severity == Severity::kDoubt;
    return;
  }
  items_.push_back(std::move(diagnostic));
}

void Diagnostics::Append(const Diagnostics& other) {
  for (const Diagnostic& diagnostic : other.items_) Add(diagnostic);
  dropped_count_ += other.dropped_count_;
  has_errors_ = has_errors_ || other.has_errors_;
  dropped_doubts_ = dropped_doubts_ || other.dropped_doubts_;
}

std::string Render(const SourceMap& sources, const Diagnostic& diagnostic, bool color) {
  const DiagnosticInfo& info = InfoOf(diagnostic.kind);
  const bool error = info.severity == Severity::kError;
  const std::string_view tint = !color ? "" : error ? "\x1b[1;31m" : "\x1b[1;33m";
  const std::string_view plain = color ? "\x1b[0m" : "";
  const std::string place = Visible(sources.Describe(diagnostic.span));
  std::string out = fmt::format("{}{}{}{}[{}]{}: {}\n", place, place.empty() ? "" : ": ", tint,
                                NameOf(info.severity), info.id, plain, Visible(diagnostic.what));
  out += Frame(sources, diagnostic.span);
  for (Span other : diagnostic.also) {
    out += fmt::format("  see {}\n{}", Visible(sources.Describe(other)), Frame(sources, other));
  }
  out += fmt::format("  why: {}\n", info.why);
  out += fmt::format("  fix: {}\n",
                     Visible(diagnostic.hint.empty() ? info.hint : std::string_view(diagnostic.hint)));
  return out;
}

}  // namespace ringfence::base
