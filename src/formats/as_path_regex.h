// AS-path patterns of the two dialects that systems use, as regular expressions in the syntax and over the
// text that model::AsPathListLine defines; and back again for printers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace ringfence::formats {

/// Longest pattern that is translated; real ones have less than 200 bytes.
inline constexpr std::size_t kPatternBytesMax = 4096;
/// Longest translation.
inline constexpr std::size_t kRegexBytesMax = 65536;
/// Deepest nesting of parentheses.
inline constexpr std::size_t kPatternNestingMax = 64;
/// Largest number in `{m,n}`; regular expression engines refuse much more.
inline constexpr std::uint32_t kPatternRepeatMax = 255;

/// Why a pattern cannot be translated, and the 0-based byte where that shows.
struct PatternError {
  std::string what;
  std::size_t position = 0;
  friend bool operator==(const PatternError&, const PatternError&) = default;
};
/// The regular expression, or why there is none.
using Translation = std::expected<std::string, PatternError>;

/// Patterns over the characters of the path (`_65001_`, `^$`, `^[0-9]+_(1|2)$`): searched, not anchored. `_`
/// is a delimiter: begin, end, blank, comma, brace or parenthesis. Also used for communities in text form.
/// O(pattern).
Translation CharacterPatternToRegex(std::string_view pattern);
/// A pattern for CharacterPatternToRegex of one that has ranges of whole AS numbers (`_[64512-65534]_`): each
/// becomes an alternative of digits. Ranges below ten stay classes of digits. Nothing when a range does not
/// stand alone between delimiters. O(pattern).
std::optional<std::string> WithoutNumberRanges(std::string_view pattern);
/// A pattern that CharacterPatternToRegex turns into the same text. REQUIRES: it made `regex`.
std::string CharacterPatternOfRegex(std::string_view regex);

/// Patterns over whole AS numbers (`65001 .* (65002|64512-65535)`, `.{1,3}`, `[1 5-9]`, `[^ 7]`): the whole
/// path must match; `()` and the empty text are the empty path. `^` at the begin and `$` at the end say
/// nothing. O(pattern).
Translation TokenPatternToRegex(std::string_view pattern);
/// A pattern that TokenPatternToRegex turns into the same text. REQUIRES: it made `regex`.
std::string TokenPatternOfRegex(std::string_view regex);

}  // namespace ringfence::formats
