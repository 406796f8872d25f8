// Checks of sources that lines of one port switch on and off (RFC 3704). Each is kept by the words that
// switch it: what takes one back leaves the others, of the other family or of another kind, as they are.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/source.h"
#include "formats/statement.h"

namespace ringfence::formats {

/// Which checks one port makes, and by which lines.
class SourceChecks {
 public:
  /// A line that switches the check of these words on, or takes it back.
  void Note(std::string words, bool taken_back, base::Span span) {
    if (taken_back)
      by_words_.erase(words);
    else
      by_words_.insert_or_assign(std::move(words), span);
  }
  /// The line of one of them; nothing: the port checks no sources.
  std::optional<base::Span> any() const {
    return by_words_.empty() ? std::nullopt : std::optional(by_words_.begin()->second);
  }

 private:
  std::map<std::string, base::Span> by_words_;
};

/// Notes `<family> verify ...`, of which these two words are taken.
inline void NoteVerify(SourceChecks& checks, std::string_view family, Statement& statement) {
  std::string words(family);
  words += statement.words.Peek().text;
  checks.Note(std::move(words), statement.negated, statement.span());
}

}  // namespace ringfence::formats
