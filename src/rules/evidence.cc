#include "rules/evidence.h"

#include <array>

namespace ringfence::rules {
namespace {

constexpr auto kStepNames = std::to_array<std::string_view>({
#define RF_STEP(name, id, meaning) id,
#include "rules/evidence_steps.def"
#undef RF_STEP
});

}  // namespace

std::string_view NameOf(StepKind kind) { return kStepNames[static_cast<std::size_t>(kind)]; }

}  // namespace ringfence::rules
