// What a what-if makes of each rule, for all formats.
#pragma once

#include <string>
#include <vector>

#include "report/items.h"
#include "study/whatif.h"

namespace ringfence::report {

/// A rule on both sides, and the statements that stand only afterwards. Pointers lead into the result.
struct WhatIfRule {
  std::string id;
  rules::VerdictState before = rules::VerdictState::kNotInForce;
  rules::VerdictState after = rules::VerdictState::kNotInForce;
  std::vector<Item> fresh;  ///< violated, undecided or waived afterwards, and not so before
};

/// Every rule, in the order of the policy. Empty when nothing was judged.
std::vector<WhatIfRule> WhatIfRulesOf(const study::Snapshot& snapshot, const study::WhatIfResult& result);

/// Statements of one rule that are told one by one; the others are counted.
inline constexpr std::size_t kFreshToldMax = 20;

}  // namespace ringfence::report
