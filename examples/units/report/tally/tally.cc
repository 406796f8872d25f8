#include "report/tally/tally.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::report::tally {
namespace {

using rules::VerdictState;

std::string Check(const study::Snapshot&, const study::CheckResult& result, const Style&) {
  const auto count = [&result](VerdictState state) {
    return std::ranges::count(result.rules, state, &rules::RuleResult::state);
  };
  return fmt::format("violated {}, undecided {}, proved {}\n", count(VerdictState::kViolated),
                     count(VerdictState::kUndecided), count(VerdictState::kProved));
}

}  // namespace

const Format kFormat = {.name = "tally", .check = &Check};

}  // namespace ringfence::report::tally
