#include "rules/rule.h"

namespace ringfence::rules {

std::optional<Rule::Denial> Rule::denial(base::Date) const { return std::nullopt; }

}  // namespace ringfence::rules
