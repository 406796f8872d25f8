// Problem: names and lines come from files that others wrote, and a terminal obeys some bytes: escape
// sequences move the cursor, C1 controls do the same in one character, marks of direction make a line read
// otherwise than it is. Idea: a text is cut into characters; those that print are kept, all others are
// spelled out. Widths are those of terminals: two columns for East Asian wide characters and pictures, none
// for marks that join the one before. Linear in the text.

#include "report/text/screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/utf8.h"

namespace ringfence::report::text {
namespace {

struct Range {
  char32_t first, last;
};

/// Characters that steer a terminal or hide: C0, DEL and C1 controls, marks of direction, zero widths, ends
/// of lines, variation selectors and tags.
constexpr Range kSpelled[] = {{0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},      {0x61c, 0x61c},
                              {0x115f, 0x1160}, {0x180b, 0x180f}, {0x200b, 0x200f},  {0x2028, 0x202e},
                              {0x2060, 0x206f}, {0x3164, 0x3164}, {0xfe00, 0xfe0f},  {0xfeff, 0xfeff},
                              {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff}};
/// Combining marks of the scripts that use them most; a terminal puts them on the character before.
constexpr Range kJoining[] = {{0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},
                              {0x64b, 0x65f},   {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff},
                              {0x302a, 0x302f}, {0xfe20, 0xfe2f}};
/// East Asian wide and full-width characters and pictures (Unicode annex 11, in blocks).
constexpr Range kWide[] = {{0x1100, 0x115e},   {0x2329, 0x232a},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},
                           {0xa960, 0xa97c},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},
                           {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x18cff},
                           {0x1b000, 0x1b2ff}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f19a},
                           {0x1f200, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd}};

/// Widest mark that tells names apart: "~99999".
constexpr std::size_t kMarkColumnsMax = 6;

/// Nearly every text is; then there is nothing to look up.
bool IsPrintableAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char byte) { return byte >= 0x20 && byte < 0x7f; });
}

bool IsIn(std::span<const Range> ranges, char32_t character) {
  return std::ranges::any_of(
      ranges, [character](const Range& r) { return r.first <= character && character <= r.last; });
}

Glyph GlyphOf(std::string_view bytes, std::size_t at) {
  const char32_t code = base::Utf8Code(bytes);
  if (code == '\t') return {" ", 1, at};
  if (IsIn(kSpelled, code)) {
    std::string name =
        fmt::format(fmt::runtime(code < 0x100 ? "\\x{:02x}" : "\\u{:04x}"), static_cast<std::uint32_t>(code));
    const std::size_t columns = name.size();
    return {std::move(name), columns, at};
  }
  const std::size_t columns = IsIn(kJoining, code) ? 0U : IsIn(kWide, code) ? 2U : 1U;
  return {std::string(bytes), columns, at};
}

std::size_t SumOf(std::span<const Glyph> glyphs) {
  std::size_t columns = 0;
  for (const Glyph& glyph : glyphs) columns += glyph.columns;
  return columns;
}

/// Characters from the start that take at most `columns`.
std::string HeadOf(std::span<const Glyph> glyphs, std::size_t columns) {
  std::string head;
  std::size_t taken = 0;
  for (const Glyph& glyph : glyphs) {
    taken += glyph.columns;
    if (taken > columns) break;
    head += glyph.shown;
  }
  return head;
}

/// Characters up to the end that take at most `columns`.
std::string TailOf(std::span<const Glyph> glyphs, std::size_t columns) {
  std::size_t first = glyphs.size(), taken = 0;
  while (first > 0 && taken + glyphs[first - 1].columns <= columns) taken += glyphs[--first].columns;
  std::string tail;
  for (const Glyph& glyph : glyphs.subspan(first)) tail += glyph.shown;
  return tail;
}

std::string Whole(std::span<const Glyph> glyphs) {
  std::string text;
  for (const Glyph& glyph : glyphs) text += glyph.shown;
  return text;
}

/// Length in bytes of the colour sequence at `at`; 0 when there is none.
std::size_t ColorLength(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\x1b[") return 0;
  const std::size_t end = text.find('m', at);
  return end == std::string_view::npos ? text.size() - at : end + 1 - at;
}

/// Columns of a word that may hold colour sequences.
std::size_t WordColumns(std::string_view word) {
  std::string plain;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t color = ColorLength(word, at);
    if (color == 0) plain += word[at];
    at += std::max<std::size_t>(color, 1);
  }
  return ColumnsOf(plain);
}

}  // namespace

std::vector<Glyph> GlyphsOf(std::string_view text) {
  std::vector<Glyph> glyphs;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = base::Utf8Length(text, at);
    if (length == 0) {
      glyphs.push_back({fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at])), 4, at});
      ++at;
      continue;
    }
    glyphs.push_back(GlyphOf(text.substr(at, length), at));
    at += length;
  }
  return glyphs;
}

std::string Shown(std::string_view text) {
  if (text.size() <= kShownColumnsMax && IsPrintableAscii(text)) return std::string(text);
  const std::vector<Glyph> glyphs = GlyphsOf(text);
  if (SumOf(glyphs) <= kShownColumnsMax) return Whole(glyphs);
  return Fitted(text, kShownColumnsMax);
}

std::size_t ColumnsOf(std::string_view shown) {
  return IsPrintableAscii(shown) ? shown.size() : SumOf(GlyphsOf(shown));
}

std::string Fitted(std::string_view text, std::size_t columns) {
  const std::vector<Glyph> glyphs = GlyphsOf(text);
  if (SumOf(glyphs) <= columns) return Whole(glyphs);
  const std::size_t tail = (columns - 1) / 2;
  return HeadOf(glyphs, columns - 1 - tail) + "~" + TailOf(glyphs, tail);
}

std::vector<std::string> FittedNames(std::span<const std::string> names, std::size_t columns) {
  std::set<std::string, std::less<>> used;
  std::map<std::string, std::size_t, std::less<>> last_number;
  std::vector<std::string> fitted;
  for (const std::string& name : names) {
    fitted.push_back(Fitted(name, columns));
    if (fitted.back() == name) used.insert(name);  // a name that fits keeps its text
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (fitted[i] == names[i]) continue;
    const std::vector<Glyph> glyphs = GlyphsOf(names[i]);
    // Names of one start are counted on, so that many of them do not try all numbers.
    std::size_t& number = last_number[HeadOf(glyphs, columns - kMarkColumnsMax)];
    while (!used.insert(fitted[i]).second) {
      const std::string mark = fmt::format("~{}", ++number);
      fitted[i] = HeadOf(glyphs, columns - mark.size()) + mark;
    }
  }
  return fitted;
}

std::string Wrapped(std::string_view line, std::size_t columns, std::size_t hang) {
  std::string out;
  std::size_t taken = 0;
  bool first_word = true;
  for (std::size_t at = 0; at < line.size();) {
    // A word with the blanks before it: blanks stay as they are unless the line breaks there.
    const std::size_t word = std::min(line.find_first_not_of(' ', at), line.size());
    const std::size_t end = std::min(line.find(' ', word), line.size());
    const std::size_t wide = WordColumns(line.substr(word, end - word));
    if (!first_word && taken + (word - at) + wide > columns) {
      out += "\n" + std::string(hang, ' ');
      taken = hang;
    } else {
      out.append(word - at, ' ');
      taken += word - at;
    }
    out += line.substr(word, end - word);
    taken += wide;
    first_word = first_word && word == end;
    at = end;
  }
  return out;
}

}  // namespace ringfence::report::text
