// The text reports, one function per question.
#pragma once

#include <string>

#include "report/names.h"
#include "report/report.h"
#include "report/text/page.h"

namespace ringfence::report::text {

/// The answer to a question as text for people, lines ended by line feeds. No byte of a file reaches it that
/// a terminal would obey.
std::string CheckText(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style);
/// One rule explained: what it asks, who says so, what was read, why the verdict, what would change it.
std::string ExplainText(const study::Snapshot& snapshot, const study::CheckResult& result,
                        const Style& style);
std::string ExposureText(const study::Snapshot& snapshot, const study::ExposureResult& result,
                         const Style& style);
std::string TraceText(const study::Snapshot& snapshot, const study::TraceResult& result, const Style& style);
std::string RoutesText(const study::Snapshot& snapshot, const study::RoutesResult& result,
                       const Style& style);
std::string SessionsText(const study::Snapshot& snapshot, const study::SessionList& list, const Style& style);
std::string DriftText(const study::Snapshot& snapshot, const study::DriftResult& result, const Style& style);
std::string ParseText(const study::Snapshot& snapshot, const Style& style);
std::string WhatIfText(const study::Snapshot& snapshot, const study::WhatIfResult& result,
                       const Style& style);
std::string DiffText(const study::Snapshot& before, const study::SnapshotDiff& diff, const Style& style);
std::string CompareText(const study::Snapshot& before, const Comparison& comparison, const Style& style);

/// "2 failures: link:a--b, node:c", or "nothing failed".
std::string FailedText(const std::vector<std::string>& labels);
/// "read, meta".
std::string LevelWords(exposure::LevelSet levels);

}  // namespace ringfence::report::text
