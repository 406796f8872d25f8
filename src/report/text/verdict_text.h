// The parts of a verdict as text, shared by `check` and by the explanation of one rule.
#pragma once

#include "report/names.h"
#include "report/text/page.h"

namespace ringfence::report::text {

/// Findings, elements or reasons printed in full (origin: a screen; the rest is counted, JSON has all).
inline constexpr std::size_t kShownMax = 12;

/// The state of a rule with its sign, in its colour, and what stands behind it.
void WriteState(std::size_t indent, rules::VerdictState state, std::string_view rest, Page& page);

/// Writes what came of a rule for each flow, element and clause.
class VerdictWriter {
 public:
  /// All must outlive it. `evidence`: with the steps and lines that prove each violation.
  VerdictWriter(const study::Snapshot& snapshot, Page& page, bool evidence)
      : snapshot_(snapshot), page_(page), names_(snapshot), frames_(snapshot, page), evidence_(evidence) {}

  void Write(const rules::RuleResult& rule);  ///< everything below the head of a rule
  Frames& frames() { return frames_; }        ///< the frames shown so far

 private:
  void Flow(const rules::FlowResult& flow);
  void Finding(const rules::FailureFinding& finding);
  void Clause(const rules::Clause& clause, std::uint32_t limit_bp);
  void Element(const rules::ElementResult& element);
  void Reasons(const std::vector<rules::Reason>& reasons, std::size_t indent);

  const study::Snapshot& snapshot_;
  Page& page_;
  Names names_;
  Frames frames_;
  bool evidence_;
};

/// "35.71% (5 of 14)".
std::string ShareText(const rules::Clause& clause);

}  // namespace ringfence::report::text
