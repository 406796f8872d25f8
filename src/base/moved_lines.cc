// Most edits are at one place of a file: the lines above keep their numbers, those below move together. So
// the first lines that are equal are taken for the same, and the last ones. A line that came beside an equal
// one could be either of the two, and then both counts overlap; neither of them is said to be the other.

#include "base/moved_lines.h"

#include <algorithm>

namespace ringfence::base {

MovedLines::File MovedLines::Compare(const SourceFile& before, const SourceFile& after) {
  File file;
  file.stands = before == after;
  // Lines count through files that are put together: which of them a line is in is another question.
  file.is_followed = before.name() == after.name() && before.parts().size() == 1 && after.parts().size() == 1;
  if (file.stands || !file.is_followed) return file;
  const std::uint32_t lines = before.line_count(), lines_after = after.line_count();
  const std::uint32_t most = std::min(lines, lines_after);
  std::uint32_t first = 0, last = 0;
  while (first < most && before.line(first + 1) == after.line(first + 1)) ++first;
  while (last < most && before.line(lines - last) == after.line(lines_after - last)) ++last;
  const std::uint32_t either = first + last > most ? first + last - most : 0;
  file.head = first - either;
  file.tail = lines - last + either + 1;
  file.tail_moves = std::int64_t{lines_after} - lines;
  return file;
}

MovedLines::MovedLines(const SourceMap& before, const SourceMap& after) : files_(before.size()) {
  for (std::size_t f = 0; f < std::min(before.size(), after.size()); ++f)
    files_[f] = Compare(before.file(FileId(f)), after.file(FileId(f)));
}

bool MovedLines::Stands(const Span& span) const {
  return !span.valid() || (span.file.index() < files_.size() && files_[span.file.index()].stands);
}

std::optional<Span> MovedLines::After(const Span& span) const {
  if (Stands(span)) return span;
  if (span.file.index() >= files_.size()) return std::nullopt;
  const File& file = files_[span.file.index()];
  if (!file.is_followed) return std::nullopt;
  if (span.line <= file.head) return span;  // 0, the file as a whole, as well
  if (span.line < file.tail) return std::nullopt;
  Span moved = span;
  moved.line = static_cast<std::uint32_t>(span.line + file.tail_moves);
  return moved;
}

}  // namespace ringfence::base
