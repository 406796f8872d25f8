// A text report while it grows: lines that fit, tables that fit, frames of source lines, colours.
#pragma once

#include <initializer_list>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/report.h"
#include "report/text/screen.h"

namespace ringfence::report::text {

/// A colour; of a type of its own so that no text from a file can be taken for one.
struct Tint {
  std::string_view code;
  friend bool operator==(const Tint&, const Tint&) = default;
};

/// Colours and signs that people tell apart whatever colours they see: blue is good, orange is bad, what is
/// open is underlined, and each has a sign beside its word. All empty without colour.
struct Paint {
  explicit Paint(bool color);
  Tint bad, good, open, faint, bold, off;
  /// Colour of a verdict.
  Tint Of(rules::VerdictState state) const;
};

/// Sign of a verdict: "+" proved, "x" violated, "?" undecided, "~" waived, "-" not in force.
std::string_view MarkOf(rules::VerdictState state);

/// A part of a line: a text, shown as a terminal may see it, or a colour.
struct Piece {
  Piece(Tint color) : text(color.code), tint(true) {}          // NOLINT: lists of pieces read as lines
  Piece(std::string_view part) : text(part), tint(false) {}    // NOLINT
  Piece(const std::string& part) : text(part), tint(false) {}  // NOLINT
  Piece(const char* part) : text(part), tint(false) {}         // NOLINT
  std::string_view text;
  bool tint;
};

/// A cell of a table.
struct Cell {
  Cell(std::string part, Tint color = {}) : text(std::move(part)), tint(color) {}  // NOLINT: as above
  Cell(std::string_view part) : text(part) {}                                      // NOLINT
  Cell(const char* part) : text(part) {}                                           // NOLINT
  std::string text;
  Tint tint = {};
};

/// Rows of a table.
using Rows = std::vector<std::vector<Cell>>;

/// The rows with aligned columns, two blanks between them, one text for each row. A row that does not fit
/// `width` goes on below, from the column `hang` on. Texts come out as Shown.
std::vector<std::string> TableLines(const Rows& rows, std::size_t width, std::size_t hang, Tint off = {});

/// A document under construction.
class Page {
 public:
  explicit Page(const Style& style) : paint_(style.color), width_(style.width) {}

  /// A line that begins with `indent` blanks; where it does not fit it goes on below, two blanks further in.
  void Line(std::size_t indent, std::initializer_list<Piece> pieces);
  void Blank() { text_ += '\n'; }  ///< an empty line
  /// A table whose rows begin with `indent` blanks.
  void Table(std::size_t indent, const Rows& rows, std::size_t hang = 0);
  /// A line that was made by TableLines.
  void Ready(std::string_view line) { text_ += std::string(line) + '\n'; }

  const Paint& paint() const { return paint_; }
  std::size_t width() const { return width_; }
  /// The document so far.
  std::string Take() { return std::move(text_); }

 private:
  Paint paint_;
  std::size_t width_;
  std::string text_;
};

/// Frames of source lines, as compilers print them: place, the line with its neighbours, carets below. Each
/// line is framed once; secrets are masked.
class Frames {
 public:
  /// Both must outlive it.
  Frames(const study::Snapshot& snapshot, Page& page) : snapshot_(snapshot), page_(page) {}
  /// Shows those of the lines that were not shown yet; neighbours in one file share a frame. Lines that have
  /// no place are left out.
  void Show(std::size_t indent, std::span<const base::Span> lines);
  void ShowAgain() { shown_.clear(); }  ///< from here on every line counts as not yet shown

 private:
  void Frame(std::size_t indent, std::span<const base::Span> lines);
  void SourceLine(std::size_t indent, std::size_t gutter, base::Span line, bool marked);

  const study::Snapshot& snapshot_;
  Page& page_;
  std::set<std::pair<base::FileId, std::uint32_t>> shown_;
};

}  // namespace ringfence::report::text
