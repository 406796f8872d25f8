// The JSON documents. Their shape is documented in docs/output.md and versioned by "version".

#include "report/json/documents.h"
#include "report/report.h"

namespace ringfence::report::json {

extern const Format kFormat;
const Format kFormat = {.name = "json",
                        .check = &CheckDocument,
                        .exposure = &ExposureDocument,
                        .trace = &TraceDocument,
                        .routes = &RoutesDocument,
                        .sessions = &SessionsDocument,
                        .drift = &DriftDocument,
                        .parse = &ParseDocument,
                        .what_if = &WhatIfDocument,
                        .diff = &DiffDocument,
                        .compare = &CompareDocument};

}  // namespace ringfence::report::json
