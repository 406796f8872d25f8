// Every detector sees every text. An ordered chain of heuristics would let the order decide what a text
// means; here two claims are an error that names both readers.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "formats/formats.h"

namespace ringfence::formats {
namespace {

using base::DiagnosticKind;

/// Control bytes that configuration texts contain: tab, line feed, vertical tab, form feed, carriage return,
/// and ETX, with which banners may be delimited.
bool IsBinary(unsigned char byte) {
  if (byte >= 0x20) return byte == 0x7f;
  return byte != 0x03 && (byte < '\t' || byte > '\r');
}

/// Simulators close what they export with a zero byte behind the last word, which stands alone on its line.
bool EndsInZero(std::string_view text) {
  if (!text.ends_with('\0')) return false;
  text.remove_suffix(1);
  const std::string_view last = text.substr(text.rfind('\n') + 1);
  return std::ranges::all_of(last, [](char c) { return c >= 'a' && c <= 'z'; });
}

bool CheckBytes(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics) {
  std::string_view text = source.text();
  if (EndsInZero(text)) text.remove_suffix(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (!IsBinary(byte)) [[likely]]
      continue;
    std::uint32_t line = 1;
    while (line < source.line_count() && source.line_offset(line + 1) <= i) ++line;
    const auto column = static_cast<std::uint32_t>(i - source.line_offset(line) + 1);
    diagnostics.Add({DiagnosticKind::kFileBinary,
                     {file, line, column, 1},
                     fmt::format("byte 0x{:02x} in the text", byte)});
    return false;
  }
  return true;
}

bool CheckLines(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics) {
  std::size_t reported_count = 0;
  for (std::uint32_t line = 1; line <= source.line_count(); ++line) {
    const std::size_t size_bytes = source.line(line).size();
    if (size_bytes <= kLineBytesMax) [[likely]]
      continue;
    if (reported_count++ >= kLongLineReportsMax) break;
    diagnostics.Add({DiagnosticKind::kLineTooLong,
                     {file, line, 1, static_cast<std::uint32_t>(kLineBytesMax)},
                     fmt::format("the line has {} bytes, the limit is {}", size_bytes, kLineBytesMax)});
  }
  return reported_count == 0;
}

std::string TitlesOf(std::span<const Format* const> formats) {
  std::string titles;
  for (const Format* format : formats) {
    if (!titles.empty()) titles += ", ";
    titles += format->title;
  }
  return titles;
}

}  // namespace

bool CheckText(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics) {
  const std::size_t size_bytes = source.text().size();
  if (size_bytes > kFileBytesMax) {
    diagnostics.Add({DiagnosticKind::kFileTooLarge,
                     {file, 0, 0, 0},
                     fmt::format("the file has {} bytes, the limit is {}", size_bytes, kFileBytesMax)});
    return false;
  }
  return CheckBytes(source, file, diagnostics) && CheckLines(source, file, diagnostics);
}

const Format* ChooseFormat(std::span<const Format* const> formats, const base::SourceFile& source,
                           base::FileId file, base::Diagnostics& diagnostics) {
  if (!CheckText(source, file, diagnostics)) return nullptr;
  std::vector<const Format*> claimants;
  for (const Format* format : formats) {
    if (format->detect(source.text()) == Claim::kYes) claimants.push_back(format);
  }
  if (claimants.size() == 1) return claimants.front();
  const base::Span whole_file{file, 0, 0, 0};
  if (claimants.empty()) {
    diagnostics.Add({DiagnosticKind::kFormatUnknown, whole_file,
                     fmt::format("no reader knows this text (readers: {})", TitlesOf(formats))});
  } else {
    diagnostics.Add({DiagnosticKind::kFormatAmbiguous, whole_file,
                     fmt::format("claimed by {} readers: {}", claimants.size(), TitlesOf(claimants))});
  }
  return nullptr;
}

}  // namespace ringfence::formats
