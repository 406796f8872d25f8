#include "rules/rule.h"

namespace ringfence::rules {

std::unique_ptr<EvidenceWriter> Rule::evidence_writer(const RuleContext&) const { return nullptr; }

std::optional<Rule::Denial> Rule::denial(base::Date) const { return std::nullopt; }

}  // namespace ringfence::rules
