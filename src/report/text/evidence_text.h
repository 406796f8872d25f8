// What proves a violation, step by step: the way packets take, who is guilty of what, the lines that decide.
#pragma once

#include "report/names.h"
#include "report/text/page.h"

namespace ringfence::report::text {

/// Writes the evidence of a finding: a line for each step, below it the frames of the lines it rests on that
/// were not shown yet.
void WriteEvidence(const rules::FailureFinding& finding, const Names& names, Frames& frames, Page& page);

}  // namespace ringfence::report::text
