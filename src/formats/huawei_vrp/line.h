// One line of text cut into words that know their column.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace ringfence::formats::huawei_vrp {

/// What parts words. Simulators end what they export with a zero byte.
inline constexpr std::string_view kBlanks(" \t\r\0", 4);

/// The line being read. One object is reused for all lines of a file, so that cutting allocates nothing.
class Line {
 public:
  /// Cuts `raw` (no line end) into words; a leading `undo` is taken off and remembered. Views stay into
  /// `raw`.
  void Assign(std::string_view raw, base::FileId file, std::uint32_t number);

  /// Blanks before the first word.
  std::uint32_t indent() const { return indent_; }
  /// The statement began with `undo`.
  bool undo() const { return undo_; }
  /// Number of words, `undo` not counted.
  std::size_t size() const { return words_.size(); }
  /// Word `index`, or "" past the end: matching a form needs no length checks.
  std::string_view at(std::size_t index) const {
    return index < words_.size() ? words_[index] : std::string_view();
  }
  /// Text from word `index` to the end of the line, or "".
  std::string_view rest(std::size_t index) const;
  /// The whole statement.
  base::Span span() const;
  /// One word; the end of the statement when there is no such word.
  base::Span word_span(std::size_t index) const;

 private:
  std::string_view raw_;
  std::string_view text_;  ///< raw_ without blanks around it
  std::vector<std::string_view> words_;
  base::FileId file_;
  std::uint32_t number_ = 0;
  std::uint32_t indent_ = 0;
  bool undo_ = false;
};

}  // namespace ringfence::formats::huawei_vrp
