// Where lines of files stand after an edit. See moved_lines.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/source.h"

namespace ringfence::base {

/// Two readings of one folder, file by file: files are the same when number and name are.
class MovedLines {
 public:
  /// Cost: the texts once.
  MovedLines(const SourceMap& before, const SourceMap& after);

  /// True for a span of a file whose text is the same, and for one of none: it means what it meant.
  bool Stands(const Span& span) const;
  /// The same stretch of the same line after the edit. Nothing for a line that went, or that cannot be told
  /// from a line beside it that went or came.
  std::optional<Span> After(const Span& span) const;

 private:
  struct File {
    bool stands = false, is_followed = false;
    std::uint32_t head = 0;       ///< so many first lines keep their numbers
    std::uint32_t tail = 0;       ///< lines from here on move
    std::int64_t tail_moves = 0;  ///< by so many
  };
  static File Compare(const SourceFile& before, const SourceFile& after);

  std::vector<File> files_;  ///< by FileId
};

}  // namespace ringfence::base
