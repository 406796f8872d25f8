// The table of the text format.

#include "report/text/text.h"

#include <fmt/format.h>

namespace ringfence::report::text {

std::string FailedText(const std::vector<std::string>& labels) {
  if (labels.empty()) return "nothing failed";
  return fmt::format("failed: {}", fmt::join(labels, ", "));
}

extern const Format kFormat;
const Format kFormat = {.name = "text",
                        .check = &CheckText,
                        .exposure = &ExposureText,
                        .trace = &TraceText,
                        .routes = &RoutesText,
                        .sessions = &SessionsText,
                        .drift = &DriftText,
                        .parse = &ParseText,
                        .what_if = &WhatIfText,
                        .diff = &DiffText,
                        .compare = &CompareText};

}  // namespace ringfence::report::text
