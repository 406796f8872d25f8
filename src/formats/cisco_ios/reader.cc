// One pass over the lines. A line at column 0 is a statement of its own and opens a block; indented lines
// belong to it, whatever their depth, and are read in order by the block's handler. `!` is decoration,
// literals are skipped. Cost: linear; keywords are found by binary search in constant tables.

#include "formats/cisco_ios/reader.h"

#include <fmt/format.h>

#include "formats/cisco_ios/literals.h"
#include "formats/cisco_ios/top_level.h"
#include "formats/truncation.h"

namespace ringfence::formats::cisco_ios {
namespace {

using base::DiagnosticKind;
using model::Fate;

/// Lines that devices and terminals print around a configuration.
bool IsDecoration(std::string_view statement) {
  constexpr std::string_view kPrinted[] = {"Building configuration", "Current configuration", "Using "};
  if (statement.empty() || statement[0] == '!' || statement == "end") return true;
  return std::ranges::any_of(kPrinted, [=](std::string_view text) { return statement.starts_with(text); });
}

}  // namespace

Reader::Reader(const base::SourceFile& source, base::FileId file)
    : fates(file, source.line_count()), source_(source), file_(file) {}

void Reader::ReadAll() {
  LiteralTracker literal;
  std::uint32_t literal_line = 0;
  for (std::uint32_t number = 1; number <= source_.line_count(); ++number) {
    const std::string_view line = source_.line(number);
    if (line.size() > kLineBytesMax) {
      diagnostics.Add({DiagnosticKind::kLineTooLong,
                       {file_, number, 1, static_cast<std::uint32_t>(kLineBytesMax)},
                       fmt::format("the line has {} bytes, the limit is {}", line.size(), kLineBytesMax)});
      fates.Unknown(number);
    } else if (literal.Covers(line)) {
      fates.Irrelevant(number);
    } else {
      if (literal.open()) literal_line = number;
      ReadLine(number);
    }
  }
  constexpr std::string_view kHeaders[] = {"Building configuration", "Current configuration"};
  if (!literal.open()) return CheckTruncation(source_, file_, kHeaders, "end", diagnostics);
  diagnostics.Add({DiagnosticKind::kSyntaxBroken,
                   {file_, literal_line, 1, static_cast<std::uint32_t>(source_.line(literal_line).size())},
                   fmt::format("the {} has no end", literal.construct())});
}

void Reader::ReadLine(std::uint32_t line_number) {
  Statement statement{WordCursor(source_.line(line_number), file_, line_number)};
  WordCursor& words = statement.words;
  if (IsDecoration(words.line().substr(std::min<std::size_t>(words.indent(), words.line().size())))) {
    fates.Blank(line_number);
    return;
  }
  if (words.indent() > kNestingMax) {
    if (!deep_reported_) {
      diagnostics.Add({DiagnosticKind::kNestingTooDeep, statement.span(),
                       fmt::format("indented by more than {}", kNestingMax)});
    }
    deep_reported_ = true;
    fates.Unknown(line_number);
    return;
  }
  statement.negated = words.Accept("no") || words.Accept("default");
  if (words.indent() > 0) {
    Store(line_number, statement,
          block_.handler != nullptr ? block_.handler(*this, statement) : block_.verdict);
    return;
  }
  block_ = {};
  const Verdict verdict = Dispatch(TopLevelKeywords(), statement);
  if (block_.handler == nullptr) block_.verdict = verdict;
  Store(line_number, statement, verdict);
}

void Reader::Store(std::uint32_t line_number, const Statement& statement, Verdict verdict) {
  // Words that nobody took may change the meaning of those that were.
  if (verdict.fate == Fate::kModelled && !statement.words.done()) verdict = kNotKnown;
  switch (verdict.fate) {
    case Fate::kBlank:
      return fates.Blank(line_number);
    case Fate::kModelled:
      return fates.Modelled(line_number);
    case Fate::kIrrelevant:
      return fates.Irrelevant(line_number);
    case Fate::kUnmodelled:
      return fates.Unmodelled(line_number, verdict.impact, verdict.reason);
    case Fate::kUnknown:
      return fates.Unknown(line_number, block_.unknown_impact);
  }
}

Verdict Reader::Dispatch(std::span<const Keyword> table, Statement& statement) {
  const std::string_view word = statement.words.Peek().text;
  const auto found =
      std::ranges::lower_bound(table, word, {}, [](const Keyword& keyword) { return keyword.word; });
  if (found == table.end() || found->word != word) return kNotKnown;
  statement.words.Next();
  if (found->handler != nullptr) return found->handler(*this, statement);
  // Without the feature the answers are what the model says.
  if (statement.negated && found->verdict.fate == Fate::kUnmodelled) return kNoEffect;
  return found->verdict;
}

Verdict Reader::Invalid(const Statement& statement, const Word& word, std::string what) {
  diagnostics.Add({DiagnosticKind::kValueInvalid, statement.words.SpanOf(word), std::move(what)});
  return kNotKnown;
}

void Reader::Undefined(base::Span use, std::string_view kind, std::string_view name) {
  diagnostics.Add(
      {DiagnosticKind::kReferenceUndefined, use, fmt::format("{} '{}' is not defined", kind, name)});
}

void Reader::Demote(base::Span span, std::uint8_t impact, std::string_view reason) {
  if (span.line == 0) return;
  fates.Replace(span.line, {Fate::kUnmodelled, model::Impact{impact}, std::string(reason)});
}

}  // namespace ringfence::formats::cisco_ios
