// The text reports, one function per question.
#pragma once

#include <string>

#include "report/names.h"
#include "report/report.h"

namespace ringfence::report::text {

/// The answer to a question as text for people, lines ended by line feeds.
std::string CheckText(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style);
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

/// ANSI colours; empty strings without colour.
struct Paint {
  explicit Paint(bool color);
  std::string_view bad, good, open, faint, bold, off;
  /// Colour of a verdict.
  std::string_view Of(rules::VerdictState state) const;
};

/// "2 failures: link:a--b, node:c", or "nothing failed".
std::string FailedText(const std::vector<std::string>& labels);
/// Rows as a table with aligned columns, two blanks between them.
std::string Table(const std::vector<std::vector<std::string>>& rows);

}  // namespace ringfence::report::text
