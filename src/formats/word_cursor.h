// Words of one line with their columns: what readers of line-oriented texts have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/source.h"

namespace ringfence::formats {

/// One word and where it stands. An empty text means "no more words".
struct Word {
  std::string_view text;
  std::uint32_t column = 0;  ///< 1-based, in bytes

  bool empty() const { return text.empty(); }
  friend bool operator==(const Word&, const Word&) = default;
  friend bool operator==(const Word& word, std::string_view text) { return word.text == text; }
};

/// Walks over the words of one line, separated by blanks and tabs. A value; holds views into the line's text,
/// which must outlive it. Every operation is linear in the word it passes.
class WordCursor {
 public:
  WordCursor() = default;
  /// `line_number` is 1-based and goes into spans.
  WordCursor(std::string_view line, base::FileId file, std::uint32_t line_number);

  /// Text of the whole line.
  std::string_view line() const { return line_; }
  std::uint32_t line_number() const { return line_number_; }
  /// Number of blanks before the first word; a tab counts as one.
  std::uint32_t indent() const { return indent_; }
  /// True when no word is left.
  bool done() const { return next_ >= line_.size(); }
  /// The next word without taking it; empty at the end.
  Word Peek() const;
  /// Takes the next word; empty at the end.
  Word Next();
  /// Takes the next word if it is exactly `text`.
  bool Accept(std::string_view text);
  /// All that is left of the line, without trailing blanks, and takes it.
  Word Rest();
  /// Takes a decimal number in [min, max]; takes nothing and gives nullopt when the next word is not one.
  std::optional<std::uint32_t> AcceptNumber(std::uint32_t min, std::uint32_t max);

  /// The statement: from the first word to the last byte of the line that is not blank.
  base::Span StatementSpan() const;
  /// The span of one word of this line; of the statement when the word is empty.
  base::Span SpanOf(const Word& word) const;

 private:
  std::string_view line_;  ///< without trailing blanks
  std::size_t next_ = 0;   ///< first byte of the next word, or the size of the line
  base::FileId file_;
  std::uint32_t line_number_ = 0;
  std::uint32_t indent_ = 0;
};

/// The number that the whole of `text` writes in decimal digits, when it is in [min, max].
std::optional<std::uint32_t> ParseNumber(std::string_view text, std::uint32_t min, std::uint32_t max);

}  // namespace ringfence::formats
