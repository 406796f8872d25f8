// What a report format is: a function per question. One unit folder per format, one line in
// report_formats.def.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "study/check.h"
#include "study/diff.h"
#include "study/dossier.h"
#include "study/drift.h"
#include "study/exposure_study.h"
#include "study/questions.h"
#include "study/sessions.h"
#include "study/whatif.h"

namespace ringfence::report {

/// How `exposure` groups elements.
enum class GroupBy : std::uint8_t { kElement, kSupplier, kOperator, kCountry };
inline constexpr std::string_view kGroupByNames[] = {"element", "supplier", "operator", "country"};

/// Columns of a text line when nobody says otherwise, and the bounds of what may be said.
inline constexpr std::size_t kWidth = 80;
inline constexpr std::size_t kWidthMin = 40;
inline constexpr std::size_t kWidthMax = 1000;

/// Choices of the reader of a report.
struct Style {
  bool color = false;
  bool explain = true;         ///< text: print evidence
  std::string explain_rule;    ///< text of `check`: explain this rule instead; it was judged
  std::size_t width = kWidth;  ///< text: columns of a line
  bool masked = false;         ///< json: what may be a secret in a configuration line is hidden
  GroupBy by = GroupBy::kElement;
  /// Put before names of files where a format names files of a repository: "" or a path that ends in '/'.
  std::string folder;
  std::string version = "0";  ///< of the program, where a format says who wrote it
};

/// What-if with edited files: both sides.
struct Comparison {
  const study::Snapshot* after = nullptr;
  const study::CheckResult* before_check = nullptr;
  const study::CheckResult* after_check = nullptr;
};

/// A page that a server hands out, which asks the server for its data.
struct ServedPage {
  std::string html;
  std::string policy;  ///< what the page may do, for the header Content-Security-Policy
};

/// One format. A null function: the format does not offer that question. All return whole documents, the same
/// bytes for the same values.
struct Format {
  std::string_view name;
  std::string (*check)(const study::Snapshot& snapshot, const study::CheckResult& result,
                       const Style& style) = nullptr;
  std::string (*exposure)(const study::Snapshot& snapshot, const study::ExposureResult& result,
                          const Style& style) = nullptr;
  std::string (*trace)(const study::Snapshot& snapshot, const study::TraceResult& result,
                       const Style& style) = nullptr;
  std::string (*routes)(const study::Snapshot& snapshot, const study::RoutesResult& result,
                        const Style& style) = nullptr;
  std::string (*sessions)(const study::Snapshot& snapshot, const study::SessionList& list,
                          const Style& style) = nullptr;
  std::string (*drift)(const study::Snapshot& snapshot, const study::DriftResult& result,
                       const Style& style) = nullptr;
  std::string (*parse)(const study::Snapshot& snapshot, const Style& style) = nullptr;
  std::string (*what_if)(const study::Snapshot& snapshot, const study::WhatIfResult& result,
                         const Style& style) = nullptr;
  std::string (*dossier)(const study::Snapshot& snapshot, const study::Dossier& dossier,
                         const Style& style) = nullptr;  ///< `check` with all that a page about it needs
  std::string (*dossier_data)(const study::Snapshot& snapshot,
                              const study::Dossier& dossier) = nullptr;  ///< the data of a page around it
  ServedPage (*served_page)() = nullptr;                                 ///< that page, without data
  std::string (*diff)(const study::Snapshot& before, const study::SnapshotDiff& diff,
                      const Style& style) = nullptr;
  std::string (*compare)(const study::Snapshot& before, const Comparison& comparison,
                         const Style& style) = nullptr;
};

/// All formats in the order of report_formats.def.
std::span<const Format* const> AllFormats();
/// The format of that name, or nullptr.
const Format* FindFormat(std::string_view name);

}  // namespace ringfence::report
