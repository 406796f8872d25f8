// One function per JSON document.
#pragma once

#include <string>

#include "report/json_pieces.h"
#include "report/report.h"

namespace ringfence::report::json {

/// The document of a question, pretty-printed, with its version; shapes are in docs/output.md.
std::string CheckDocument(const study::Snapshot& snapshot, const study::CheckResult& result,
                          const Style& style);
std::string ExposureDocument(const study::Snapshot& snapshot, const study::ExposureResult& result,
                             const Style& style);
std::string TraceDocument(const study::Snapshot& snapshot, const study::TraceResult& result,
                          const Style& style);
std::string RoutesDocument(const study::Snapshot& snapshot, const study::RoutesResult& result,
                           const Style& style);
std::string SessionsDocument(const study::Snapshot& snapshot, const study::SessionList& list,
                             const Style& style);
std::string DriftDocument(const study::Snapshot& snapshot, const study::DriftResult& result,
                          const Style& style);
std::string ParseDocument(const study::Snapshot& snapshot, const Style& style);
std::string WhatIfDocument(const study::Snapshot& snapshot, const study::WhatIfResult& result,
                           const Style& style);
std::string DiffDocument(const study::Snapshot& before, const study::SnapshotDiff& diff, const Style& style);
std::string CompareDocument(const study::Snapshot& before, const Comparison& comparison, const Style& style);

}  // namespace ringfence::report::json
