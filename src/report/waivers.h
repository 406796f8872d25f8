// Waivers in words, for every report.
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

}  // namespace ringfence::report
