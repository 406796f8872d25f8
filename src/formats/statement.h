// Statements of line-oriented configurations and what a handler says about one: shared by all readers whose
// text is lines of words in indented blocks.
#pragma once

#include <cstdint>
#include <string_view>

#include "formats/word_cursor.h"
#include "model/fate.h"

namespace ringfence::formats {

/// What a handler says about its line. `impact` of an unknown line is the enclosing block's.
struct Verdict {
  model::Fate fate = model::Fate::kUnknown;
  std::uint8_t impact = 0;
  std::string_view reason = {};  ///< static text
};

/// The statement is in the vendor model.
inline constexpr Verdict kUnderstood{model::Fate::kModelled, 0, {}};
/// The statement is known and cannot change an answer.
inline constexpr Verdict kNoEffect{model::Fate::kIrrelevant, 0, {}};
/// The statement, or a part of it, is not known.
inline constexpr Verdict kNotKnown{};

/// A line that is known and not modelled; `reason` must be static text.
constexpr Verdict NotModelled(std::uint8_t impact, std::string_view reason) {
  return {model::Fate::kUnmodelled, impact, reason};
}

/// One line: its words after `no` or `default`.
struct Statement {
  WordCursor words;
  bool negated = false;
  base::Span span() const { return words.StatementSpan(); }
};

}  // namespace ringfence::formats
