// Evidence: the steps that lead from configuration and inventory lines to a violation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"

namespace ringfence::rules {

/// One enumerator per line of evidence_steps.def.
enum class StepKind : std::uint8_t {
#define RF_STEP(name, id, meaning) name,
#include "rules/evidence_steps.def"
#undef RF_STEP
};

/// Stable name of a step kind.
std::string_view NameOf(StepKind kind);

/// One step: named values and the lines it rests on.
struct EvidenceStep {
  StepKind kind = StepKind::kLine;
  std::vector<std::pair<std::string, std::string>> values;  ///< in the order they are printed
  std::vector<base::Span> lines;
};

/// Steps in the order they are checked.
using Evidence = std::vector<EvidenceStep>;

}  // namespace ringfence::rules
