#include "formats/word_cursor.h"

#include <charconv>

namespace ringfence::formats {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

std::size_t SkipBlanks(std::string_view line, std::size_t at) {
  while (at < line.size() && IsBlank(line[at])) ++at;
  return at;
}

std::size_t SkipWord(std::string_view line, std::size_t at) {
  while (at < line.size() && !IsBlank(line[at])) ++at;
  return at;
}

}  // namespace

WordCursor::WordCursor(std::string_view line, base::FileId file, std::uint32_t line_number)
    : line_(line), file_(file), line_number_(line_number) {
  while (!line_.empty() && IsBlank(line_.back())) line_.remove_suffix(1);
  next_ = SkipBlanks(line_, 0);
  indent_ = static_cast<std::uint32_t>(next_);
}

Word WordCursor::Peek() const {
  const std::size_t end = SkipWord(line_, next_);
  return {line_.substr(next_, end - next_), static_cast<std::uint32_t>(next_ + 1)};
}

Word WordCursor::Next() {
  const Word word = Peek();
  next_ = SkipBlanks(line_, next_ + word.text.size());
  return word;
}

bool WordCursor::Accept(std::string_view text) {
  if (Peek().text != text || done()) return false;
  Next();
  return true;
}

Word WordCursor::Rest() {
  const Word rest{line_.substr(next_), static_cast<std::uint32_t>(next_ + 1)};
  next_ = line_.size();
  return rest;
}

std::optional<std::uint32_t> WordCursor::AcceptNumber(std::uint32_t min, std::uint32_t max) {
  const std::optional<std::uint32_t> number = ParseNumber(Peek().text, min, max);
  if (number) Next();
  return number;
}

base::Span WordCursor::StatementSpan() const {
  return {file_, line_number_, indent_ + 1, static_cast<std::uint32_t>(line_.size() - indent_)};
}

base::Span WordCursor::SpanOf(const Word& word) const {
  if (word.empty()) return StatementSpan();
  return {file_, line_number_, word.column, static_cast<std::uint32_t>(word.text.size())};
}

std::optional<std::uint32_t> ParseNumber(std::string_view text, std::uint32_t min, std::uint32_t max) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (number < min || number > max) return std::nullopt;
  return number;
}

}  // namespace ringfence::formats
