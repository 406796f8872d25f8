// Waivers and baselines in words, for every report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "study/check.h"

namespace ringfence::report {

/// "accepted by OWNER until 2026-12-31: REASON".
std::string AcceptedText(const model::Waiver& waiver);

/// What became of each waiver of the rule, one sentence each, in the order of the policy: accepted, expired,
/// or with nothing to cover.
std::vector<std::string> WaiverLines(const study::Snapshot& snapshot, const study::CheckResult& result,
                                     std::string_view rule);

/// "new: NV-1 over F1: AGG-CE (violated)".
std::string ChangeText(const study::StatementChange& change);

/// What a baseline makes of a check: the counts, what is fixed, and the rules that are not judged any more.
std::vector<std::string> BaselineLines(const study::BaselineResult& baseline);

}  // namespace ringfence::report
