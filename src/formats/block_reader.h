// Walks lines of words in blocks made by indentation, and keeps what every such reader needs: fates,
// diagnostics, the stack of open blocks, dispatch by keyword.
//
// Idea: a line closes every block that was opened by a line indented as deep or deeper, then belongs to the
// innermost block left. A handler that understands the opening line of a block calls Open; a block whose
// opening line nobody opened shares that line's fate. One pass, linear; keywords are found by binary search
// in constant tables.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"
#include "formats/format.h"
#include "formats/statement.h"
#include "formats/statement_report.h"
#include "formats/word_cursor.h"

namespace ringfence::formats {

/// Base of a reader (`class Reader : public BlockReader<Reader>`). Confined to one call of Parse.
template <class Reader>
class BlockReader : public StatementReport {
 public:
  /// Reads one statement of a kind into the reader's vendor model.
  using Handler = Verdict (*)(Reader&, Statement&);
  /// One keyword: its handler, or the verdict about every statement that begins with it.
  struct Keyword {
    std::string_view word;
    Handler handler = nullptr;
    Verdict verdict = kNoEffect;
  };

  BlockReader(const base::SourceFile& source, base::FileId file)
      : StatementReport(file, source.line_count()), source_(source), file_(file) {}

  /// Runs the keyword of the next word in a sorted table; kNotKnown when there is none.
  Verdict Dispatch(std::span<const Keyword> table, Statement& statement) {
    const std::string_view word = statement.words.Peek().text;
    const auto found = std::ranges::lower_bound(table, word, {}, &Keyword::word);
    if (found == table.end() || found->word != word) return kNotKnown;
    statement.words.Next();
    if (found->handler != nullptr) return found->handler(static_cast<Reader&>(*this), statement);
    // Without the feature the answers are what the model says.
    if (statement.negated && found->verdict.fate == model::Fate::kUnmodelled) return kNoEffect;
    return found->verdict;
  }

  /// Opens the block whose first line is being read: `handler` reads the lines indented deeper; those it does
  /// not know could change what `unknown_impact` says.
  void Open(Handler handler, std::uint8_t unknown_impact) {
    opening_ = {handler, kNotKnown, unknown_impact, 0};
  }

 protected:
  const base::SourceFile& source() const { return source_; }
  base::FileId file() const { return file_; }

  /// Reads one line that is no decoration and no literal. Lines at the outermost level go through
  /// `top_level`.
  void ReadLine(std::uint32_t line_number, std::span<const Keyword> top_level) {
    Statement statement{WordCursor(source_.line(line_number), file_, line_number)};
    const std::uint32_t indent = statement.words.indent();
    if (indent > kNestingMax) return TooDeep(line_number, statement);
    statement.negated = statement.words.Accept("no") || statement.words.Accept("default");
    while (!blocks_.empty() && blocks_.back().indent >= indent) blocks_.pop_back();
    opening_ = {};
    const Verdict verdict = Judge(statement, top_level);
    Store(line_number, statement, verdict);
    if (opening_.handler == nullptr) opening_.verdict = verdict;
    opening_.indent = indent;
    if (opening_.handler == nullptr && !blocks_.empty())
      opening_.unknown_impact = blocks_.back().unknown_impact;
    blocks_.push_back(opening_);
  }

  /// Reports a line longer than kLineBytesMax and leaves it unknown.
  void TooLong(std::uint32_t line_number) {
    diagnostics.Add({base::DiagnosticKind::kLineTooLong,
                     {file_, line_number, 1, static_cast<std::uint32_t>(kLineBytesMax)},
                     "the line has " + std::to_string(source_.line(line_number).size()) +
                         " bytes, the limit is " + std::to_string(kLineBytesMax)});
    fates.Unknown(line_number);
  }

 private:
  struct Block {
    Handler handler = nullptr;  ///< of lines in the block; nullptr: they share the fate of its first line
    Verdict verdict = kNotKnown;
    std::uint8_t unknown_impact = model::Impact::kAll;
    std::uint32_t indent = 0;
  };

  Verdict Judge(Statement& statement, std::span<const Keyword> top_level) {
    if (blocks_.empty()) return Dispatch(top_level, statement);
    const Block& block = blocks_.back();
    return block.handler != nullptr ? block.handler(static_cast<Reader&>(*this), statement) : block.verdict;
  }

  void Store(std::uint32_t line_number, const Statement& statement, Verdict verdict) {
    // Words that nobody took may change the meaning of those that were.
    if (verdict.fate == model::Fate::kModelled && !statement.words.done()) verdict = kNotKnown;
    switch (verdict.fate) {
      case model::Fate::kBlank:
        return fates.Blank(line_number);
      case model::Fate::kModelled:
        return fates.Modelled(line_number);
      case model::Fate::kIrrelevant:
        return fates.Irrelevant(line_number);
      case model::Fate::kUnmodelled:
        return fates.Unmodelled(line_number, verdict.impact, verdict.reason);
      case model::Fate::kUnknown:
        return fates.Unknown(line_number,
                             blocks_.empty() ? model::Impact::kAll : blocks_.back().unknown_impact);
    }
  }

  void TooDeep(std::uint32_t line_number, const Statement& statement) {
    if (!deep_reported_) {
      diagnostics.Add({base::DiagnosticKind::kNestingTooDeep, statement.span(),
                       "indented by more than " + std::to_string(kNestingMax)});
    }
    deep_reported_ = true;
    fates.Unknown(line_number);
  }

  const base::SourceFile& source_;
  base::FileId file_;
  std::vector<Block> blocks_;  ///< outermost first; at most kNestingMax + 1, for indents strictly grow
  Block opening_;
  bool deep_reported_ = false;
};

/// True when a table of keywords can be searched.
template <class Keyword>
constexpr bool IsSorted(std::span<const Keyword> table) {
  return std::ranges::is_sorted(table, {}, &Keyword::word);
}

}  // namespace ringfence::formats
