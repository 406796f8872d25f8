// The JSON documents. Their shape is documented in docs/output.md and versioned by "version".

#include "report/json/documents.h"
#include "report/report.h"

namespace ringfence::report::json {

extern const Format kFormat;
const Format kFormat = {"json",          &CheckDocument, &ExposureDocument, &TraceDocument,
                        &RoutesDocument, &ParseDocument, &WhatIfDocument,   &CompareDocument};

}  // namespace ringfence::report::json
