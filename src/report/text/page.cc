// Lines, tables and frames that fit. Colours go into the text after everything is measured; no text from a
// file can carry one, because Shown spells out what begins it.

#include "report/text/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/secrets.h"

namespace ringfence::report::text {
namespace {

/// Blanks between columns.
constexpr std::size_t kGap = 2;
/// Lines shown before and behind one that counts.
constexpr std::uint32_t kContextLines = 1;
/// Least room for a source line, in columns: narrower than that nobody can read it.
constexpr std::size_t kSourceColumnsMin = 24;

std::string Blanks(std::size_t count) { return std::string(count, ' '); }

/// The part of a source line that is shown: characters [first, last).
struct Window {
  std::size_t first = 0, last = 0;
};

/// The window of `room` columns over the characters that shows as much as it can of those from `mark` on.
Window WindowOver(std::span<const Glyph> glyphs, std::size_t mark, std::size_t room) {
  const auto fill = [&](std::size_t first) {
    std::size_t last = first, taken = 0;
    while (last < glyphs.size() && taken + glyphs[last].columns <= room) taken += glyphs[last++].columns;
    return Window{first, last};
  };
  const Window start = fill(0);
  if (mark + 8 < start.last || start.last == glyphs.size()) return start;
  std::size_t first = std::min(mark, glyphs.size()), before = 0;
  while (first > 0 && before + glyphs[first - 1].columns <= room / 4) before += glyphs[--first].columns;
  return fill(first);
}

std::string TextOf(std::span<const Glyph> glyphs) {
  std::string text;
  for (const Glyph& glyph : glyphs) text += glyph.shown;
  return text;
}

/// Each line of a row within the width.
std::string Broken(std::string_view row, std::size_t width, std::size_t hang) {
  std::string out;
  for (std::size_t at = 0; at <= row.size();) {
    const std::size_t end = std::min(row.find('\n', at), row.size());
    out += (at == 0 ? "" : "\n") + Wrapped(row.substr(at, end - at), width, hang);
    at = end + 1;
  }
  return out;
}

}  // namespace

Paint::Paint(bool color) {
  if (!color) return;
  bad = {"\x1b[1;38;5;208m"};  // orange
  good = {"\x1b[1;38;5;39m"};  // blue
  open = {"\x1b[1;4m"};        // no hue: people who see few colours see a line
  faint = {"\x1b[2m"};
  bold = {"\x1b[1m"};
  off = {"\x1b[0m"};
}

Tint Paint::Of(rules::VerdictState state) const {
  switch (state) {
    case rules::VerdictState::kProved:
      return good;
    case rules::VerdictState::kViolated:
      return bad;
    case rules::VerdictState::kUndecided:
    case rules::VerdictState::kWaived:
      return open;
    case rules::VerdictState::kNotInForce:
      return faint;
  }
  return {};
}

std::string_view MarkOf(rules::VerdictState state) {
  constexpr std::string_view kMarks[] = {"-", "+", "?", "x", "~"};
  return kMarks[static_cast<std::size_t>(state)];
}

std::vector<std::string> TableLines(const Rows& rows, std::size_t width, std::size_t hang, Tint off) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], ColumnsOf(Shown(row[i].text)));
  }
  std::size_t hang_columns = 0;
  for (std::size_t i = 0; i < std::min(hang, widths.size()); ++i) hang_columns += widths[i] + kGap;
  std::vector<std::string> lines;
  for (const auto& row : rows) {
    std::string line;
    std::size_t at = 0, pending = 0;  // columns written, blanks owed before the next cell
    bool broken = false;              // below the first line columns are not aligned any more
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string text = Shown(row[i].text);
      const std::size_t columns = ColumnsOf(text);
      if (i > hang && columns > 0 && at + pending + columns > width) {
        line += "\n" + Blanks(hang_columns);
        at = hang_columns;
        pending = 0;
        broken = true;
      }
      if (columns > 0) {
        line += Blanks(pending) + std::string(row[i].tint.code) + text +
                std::string(row[i].tint.code.empty() ? "" : off.code);
        at += pending + columns;
        pending = 0;
      }
      pending += (broken ? 0 : widths[i] - columns) + kGap;
    }
    lines.push_back(Broken(line, width, hang_columns));
  }
  return lines;
}

void Page::Line(std::size_t indent, std::initializer_list<Piece> pieces) {
  std::string line = Blanks(indent);
  for (const Piece& piece : pieces) line += piece.tint ? std::string(piece.text) : Shown(piece.text);
  text_ += Wrapped(line, width_, indent + 2) + '\n';
}

void Page::Table(std::size_t indent, const Rows& rows, std::size_t hang) {
  const std::size_t room = width_ > indent ? width_ - indent : 1;
  for (const std::string& row : TableLines(rows, room, hang, paint_.off)) {
    for (std::size_t at = 0; at <= row.size();) {
      const std::size_t end = std::min(row.find('\n', at), row.size());
      text_ += Blanks(indent) + row.substr(at, end - at) + '\n';
      at = end + 1;
    }
  }
}

void Frames::Show(std::size_t indent, std::span<const base::Span> lines) {
  std::vector<base::Span> fresh;
  for (const base::Span& line : lines) {
    if (snapshot_.sources.LineText(line).empty() || !shown_.insert({line.file, line.line}).second) continue;
    fresh.push_back(line);
  }
  std::ranges::sort(fresh);
  for (std::size_t begin = 0; begin < fresh.size();) {
    std::size_t end = begin + 1;
    while (end < fresh.size() && fresh[end].file == fresh[begin].file) ++end;
    Frame(indent, std::span(fresh).subspan(begin, end - begin));
    begin = end;
  }
}

void Frames::Frame(std::size_t indent, std::span<const base::Span> lines) {
  const base::SourceFile& source = snapshot_.sources.file(lines.front().file);
  const auto place = [&](std::uint32_t line) { return source.PlaceOf(line); };
  const std::size_t gutter = fmt::format("{}", place(lines.back().line).line + kContextLines).size();
  page_.Line(indent,
             {page_.paint().faint, "--> ", snapshot_.sources.Describe(lines.front()), page_.paint().off});
  std::uint32_t last = 0;  // last line that was printed
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::uint32_t line = lines[i].line;
    const auto neighbour = [&](std::uint32_t other, bool marked) {
      if (other == 0 || other > source.line_count() || other <= last) return;
      if (place(other).file != place(line).file) return;
      if (last != 0 && other > last + 1)
        page_.Line(indent + gutter, {page_.paint().faint, "...", page_.paint().off});
      SourceLine(indent, gutter, marked ? lines[i] : base::Span{lines[i].file, other, 0, 0}, marked);
      last = other;
    };
    for (std::uint32_t back = kContextLines; back > 0; --back) {
      if (line > back) neighbour(line - back, false);
    }
    neighbour(line, true);
    const std::uint32_t next = i + 1 < lines.size() ? lines[i + 1].line : source.line_count() + 1;
    for (std::uint32_t ahead = 1; ahead <= kContextLines && line + ahead < next; ++ahead)
      neighbour(line + ahead, false);
  }
}

void Frames::SourceLine(std::size_t indent, std::size_t gutter, base::Span line, bool marked) {
  const auto [file, number] = snapshot_.sources.PlaceOf(line);
  const std::string text = ShownLine(file, snapshot_.sources.LineText(line));
  const std::vector<Glyph> glyphs = GlyphsOf(text);
  const auto index_of = [&](std::size_t byte) {
    return static_cast<std::size_t>(std::ranges::lower_bound(glyphs, byte, {}, &Glyph::at) - glyphs.begin());
  };
  const bool caret = marked && line.column >= 1 && line.column <= text.size();
  const std::size_t from = caret ? index_of(line.column - 1) : 0;
  const std::size_t margin = indent + gutter + 3;
  const std::size_t room =
      std::max(page_.width() > margin + 4 ? page_.width() - margin - 4 : 0, kSourceColumnsMin);
  const Window window = WindowOver(glyphs, from, room);
  const auto shown = std::span(glyphs).subspan(window.first, window.last - window.first);
  const Paint& paint = page_.paint();
  const std::string before = window.first > 0 ? "~" : "";
  page_.Ready(fmt::format("{}{}{:>{}} |{} {}{}{}", Blanks(indent), paint.faint.code, number, gutter,
                          paint.off.code, before, TextOf(shown), window.last < glyphs.size() ? "~" : ""));
  if (!caret || from < window.first || from >= window.last) return;
  const std::size_t to =
      std::clamp(index_of(line.column - 1 + std::max<std::size_t>(line.length, 1)), from + 1, window.last);
  std::size_t skip = before.size(), wide = 0;
  for (std::size_t i = window.first; i < from; ++i) skip += glyphs[i].columns;
  for (std::size_t i = from; i < to; ++i) wide += glyphs[i].columns;
  page_.Ready(fmt::format("{}{}{} |{} {}{}{}{}", Blanks(indent), paint.faint.code, Blanks(gutter),
                          paint.off.code, Blanks(skip), paint.bad.code,
                          std::string(std::max<std::size_t>(wide, 1), '^'), paint.off.code));
}

}  // namespace ringfence::report::text
