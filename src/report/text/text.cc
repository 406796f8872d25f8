#include "report/text/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::report::text {

Paint::Paint(bool color) {
  if (!color) return;
  bad = "\x1b[1;31m";
  good = "\x1b[1;32m";
  open = "\x1b[1;33m";
  faint = "\x1b[2m";
  bold = "\x1b[1m";
  off = "\x1b[0m";
}

std::string_view Paint::Of(rules::VerdictState state) const {
  switch (state) {
    case rules::VerdictState::kProved:
      return good;
    case rules::VerdictState::kViolated:
      return bad;
    case rules::VerdictState::kUndecided:
    case rules::VerdictState::kWaived:
      return open;
    case rules::VerdictState::kNotInForce:
      return faint;
  }
  return "";
}

std::string FailedText(const std::vector<std::string>& labels) {
  if (labels.empty()) return "nothing failed";
  return fmt::format("failed: {}", fmt::join(labels, ", "));
}

std::string Table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += fmt::format("{:<{}}  ", row[i], widths[i]);
    while (line.ends_with(' ')) line.pop_back();
    out += line + "\n";
  }
  return out;
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
