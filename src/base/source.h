// Where every fact comes from: source files held in memory, and spans that point into them.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace ringfence::base {

struct SourceFileTag;
/// Identifies one loaded file.
using FileId = Id<SourceFileTag>;

/// A stretch of one line of one file. Lines and columns are 1-based as editors show them; columns count
/// bytes; `length` is in bytes. line == 0 means "the file as a whole".
struct Span {
  FileId file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;

  /// True when the span points at a file.
  bool valid() const { return file.valid(); }
  friend auto operator<=>(const Span&, const Span&) = default;
  /// Equal places, unless a SpansBy of the thread lives.
  friend bool operator==(const Span& a, const Span& b) {
    if (const Equality* equal = EqualityNow()) return (*equal)(a, b);
    return a.file == b.file && a.line == b.line && a.column == b.column && a.length == b.length;
  }

 private:
  friend class SpansBy;
  using Equality = std::function<bool(const Span&, const Span&)>;
  /// Nullptr: spans are equal where all is.
  static const Equality* EqualityNow();
};

/// While one lives, spans of its thread are equal where `equal` says so: for who asks whether two things say
/// the same although their lines have moved. Only for comparing; one within another counts.
class SpansBy {
 public:
  explicit SpansBy(Span::Equality equal);
  ~SpansBy();
  SpansBy(const SpansBy&) = delete;
  SpansBy& operator=(const SpansBy&) = delete;

 private:
  Span::Equality equal_;
  const Span::Equality* outer_;
};

/// The same for who does not mind where lines stand.
class SpansAside : public SpansBy {
 public:
  SpansAside() : SpansBy([](const Span&, const Span&) { return true; }) {}
};

/// A file before it is loaded. `name` is the path shown to users, relative to the snapshot.
struct NamedText {
  std::string name;
  std::string text;
};

/// One loaded text and the offsets of its lines. A text may be put together from several files; then lines
/// count through, and Place gives them back to their files.
class SourceFile {
 public:
  /// A file that a text was put together from.
  struct Part {
    std::string name;
    std::uint32_t first_line = 1;  ///< of the whole text
    std::uint32_t line_count = 0;
    friend bool operator==(const Part&, const Part&) = default;
  };
  /// A line of a file as users know it.
  struct Place {
    std::string_view file;
    std::uint32_t line = 0;
  };

  /// `name` is the path shown to users, relative to the snapshot. Takes ownership of `text`.
  SourceFile(std::string name, std::string text);
  /// Files of one folder, `name`, one after the other.
  SourceFile(std::string name, std::vector<NamedText> parts);

  const std::string& name() const { return name_; }
  /// The files it was put together from; one that has its name when it is a single file.
  const std::vector<Part>& parts() const { return parts_; }
  /// Where a 1-based line stands in its file. REQUIRES: 1 <= line <= line_count().
  Place PlaceOf(std::uint32_t line) const;
  std::string_view text() const { return text_; }
  /// Number of lines; a final newline does not open another line; an empty file has none.
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  /// Text of a 1-based line without its line end (also without '\r'). REQUIRES: 1 <= line <= line_count().
  std::string_view line(std::uint32_t line) const;
  /// Byte offset of the first byte of a 1-based line. REQUIRES as above.
  std::size_t line_offset(std::uint32_t line) const;
  /// 1-based line that holds the byte at `offset`; the last line for offsets behind it, 0 in an empty file.
  /// O(log lines).
  std::uint32_t line_at(std::size_t offset) const;
  /// Same names, same texts.
  friend bool operator==(const SourceFile&, const SourceFile&) = default;

 private:
  void FindLines();

  std::string name_;
  std::string text_;
  std::vector<Part> parts_;
  std::vector<std::size_t> line_starts_;
};

/// All files of one run, in the order they were loaded. Addresses of files stay valid while it lives.
class SourceMap {
 public:
  /// Adds a file and returns its id.
  FileId Add(std::string name, std::string text);
  /// The same for a text of several files.
  FileId Add(std::string name, std::vector<NamedText> parts);
  /// REQUIRES: id came from this map.
  const SourceFile& file(FileId id) const;
  std::size_t size() const { return files_.size(); }
  /// "name:line:column", "name:line" without column, "name" without line, "" for an invalid span.
  std::string Describe(Span span) const;
  /// The file and line of a span; line 0 when it has none. REQUIRES: span.valid().
  SourceFile::Place PlaceOf(Span span) const;
  /// Text of the span's line, or "" when it has none.
  std::string_view LineText(Span span) const;

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
};

}  // namespace ringfence::base
