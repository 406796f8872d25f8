#include "formats/truncation.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::formats {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks(" \t\r\0", 4);  // a text may end with a zero byte
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

void CheckTruncation(const base::SourceFile& source, base::FileId file,
                     std::span<const std::string_view> headers, std::string_view closing,
                     base::Diagnostics& diagnostics) {
  const auto is_header = [&](std::uint32_t line) {
    const std::string_view text = Trim(source.line(line));
    return std::ranges::any_of(headers, [&](std::string_view header) { return text.starts_with(header); });
  };
  bool headed = false;
  for (std::uint32_t line = 1; line <= std::min(kHeaderLinesMax, source.line_count()); ++line) {
    headed = headed || is_header(line);
  }
  if (!headed) return;
  std::uint32_t last = source.line_count();
  while (last > 1 && Trim(source.line(last)).empty()) --last;
  // A prompt may follow in a captured session: any whole line that closes will do.
  for (std::uint32_t line = last; line >= 1 && line + kHeaderLinesMax > last; --line) {
    if (Trim(source.line(line)) == closing) return;
  }
  const auto length = static_cast<std::uint32_t>(std::max<std::size_t>(1, source.line(last).size()));
  diagnostics.Add(
      {base::DiagnosticKind::kSyntaxBroken,
       {file, last, 1, length},
       fmt::format("the text stops here without its closing '{}': the rest is missing", closing)});
}

}  // namespace ringfence::formats
