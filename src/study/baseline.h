// A check against an earlier one: what is new, what is worse, what is gone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/verdict.h"
#include "study/snapshot.h"

namespace ringfence::study {

struct CheckResult;

/// What makes two statements of two checks the same one: names alone, so that it outlives moved lines.
struct StatementKey {
  std::string rule;
  std::string flow;  ///< "": about no flow
  std::string
      subject;  ///< element, failing elements ("nothing failed" for none), measure, or text of a doubt
  friend auto operator<=>(const StatementKey&, const StatementKey&) = default;
};

/// How bad a statement is.
struct Statement {
  rules::VerdictState state = rules::VerdictState::kViolated;  ///< waived, undecided or violated
  std::map<std::string, std::size_t> fewest;  ///< level -> fewest failures under which it is held
  std::uint64_t numerator = 0;                ///< of a measure
  std::uint64_t denominator = 0;
};

/// The statements of one `check -f json`, and the rules it judged.
struct Statements {
  std::map<StatementKey, Statement> all;
  std::set<std::string> judged;  ///< rules in force
};

/// Reads a document of `check -f json`. Error: it is none, or of another version.
base::Result<Statements> ReadStatements(std::string_view document);

/// A statement that differs.
struct StatementChange {
  enum class Kind : std::uint8_t { kNew, kWorsened, kFixed };
  Kind kind = Kind::kNew;
  StatementKey key;
  rules::VerdictState state = rules::VerdictState::kViolated;  ///< now; of a fixed one: before
};
/// Names for output, in order of Kind.
inline constexpr std::string_view kStatementChangeNames[] = {"new", "worsened", "fixed"};

/// What an earlier check makes of a later one.
struct BaselineResult {
  std::size_t known = 0;                 ///< statements that stand as they stood, or better
  std::vector<StatementChange> changes;  ///< sorted by key
  std::vector<std::string>
      not_judged;  ///< rules that were judged and are not any more: nothing is known of them
  /// Of what is new or worse: violated, undecided, or proved when there is nothing of either.
  rules::VerdictState state = rules::VerdictState::kProved;

  /// Changes of that kind.
  std::size_t Count(StatementChange::Kind kind) const;
};

/// Compares. A statement is worse when its verdict is, when it holds another level or needs fewer failures
/// for one, or when its share grew. What is waived now is never new or worse.
BaselineResult CompareStatements(const Statements& before, const Statements& after);

/// Leaves in the result what is new or worse; verdicts and counts of rules that stay are not touched.
void KeepNews(const Snapshot& snapshot, const BaselineResult& baseline, CheckResult& result);

}  // namespace ringfence::study
