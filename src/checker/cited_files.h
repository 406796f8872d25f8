// Files of the snapshot as the checker reads them: lines, and blocks of indented text.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

namespace ringfence::checker {

/// Reads each file once.
class CitedFiles {
 public:
  /// `files` must outlive this object.
  CitedFiles(const base::FileSystem& files, std::string root) : files_(files), root_(std::move(root)) {}

  /// Line without blanks around it; nullopt when there is no such file or line.
  std::optional<std::string> Line(const std::string& file, std::size_t line);
  /// The line and everything below it that is indented deeper: a YAML entry with its values.
  std::string Block(const std::string& file, std::size_t line);

 private:
  const std::vector<std::string>* LinesOf(const std::string& file);

  const base::FileSystem& files_;
  std::string root_;
  std::map<std::string, std::optional<std::vector<std::string>>, std::less<>> known_;
};

/// True when `word` stands in `text` with no letter, digit, '.', ':' or '-' glued to it.
bool HasWord(std::string_view text, std::string_view word);

}  // namespace ringfence::checker
