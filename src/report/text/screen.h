// What a terminal may see of a text, how many columns it takes, and names that fit.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ringfence::report::text {

/// Longest text that is shown whole, in columns (origin: longest real names and reasons are below 300).
inline constexpr std::size_t kShownColumnsMax = 400;

/// One character as it is shown.
struct Glyph {
  std::string shown;        ///< the character itself, or its name where a terminal must not see it
  std::size_t columns = 1;  ///< 0 for marks that join the character before
  std::size_t at = 0;       ///< first byte in the text
};

/// The characters of a text. Control bytes, bytes that are no UTF-8, and characters that turn the direction
/// of writing, take no room or end lines come out as "\x1b", "\u202e"; a tab as a blank.
std::vector<Glyph> GlyphsOf(std::string_view text);

/// The text as a terminal may see it; in the middle cut to kShownColumnsMax. Shown(Shown(t)) == Shown(t).
std::string Shown(std::string_view text);

/// Columns of a shown text.
std::size_t ColumnsOf(std::string_view shown);

/// The shown text in at most `columns`: its start and its end with '~' between. REQUIRES: columns >= 3.
std::string Fitted(std::string_view text, std::size_t columns);

/// Each name in at most `columns`, different names differently ("long~1", "long~2" where start and end do not
/// tell them apart). Depends on nothing but the names and their order. REQUIRES: columns >= 8, fewer than
/// 100,000 names.
std::vector<std::string> FittedNames(std::span<const std::string> names, std::size_t columns);

/// Lines of at most `columns`, broken at blanks; those after the first begin with `hang` blanks. A word that
/// is longer stays whole. Colour sequences (ESC [ ... m) take no columns.
std::string Wrapped(std::string_view line, std::size_t columns, std::size_t hang);

}  // namespace ringfence::report::text
