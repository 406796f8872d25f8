#include "report/whatif_items.h"

#include <algorithm>
#include <map>

namespace ringfence::report {

std::vector<WhatIfRule> WhatIfRulesOf(const study::Snapshot& snapshot, const study::WhatIfResult& result) {
  std::vector<WhatIfRule> told;
  if (!result.verdicts) return told;
  std::map<std::string, rules::VerdictState> stood;
  for (const Item& item : ItemsOf(snapshot, result.verdicts->before)) stood[item.identity] = item.state;
  for (const study::RuleDifference& rule :
       study::CompareRules(result.verdicts->before, result.verdicts->after))
    told.push_back({rule.id, rule.before, rule.after, {}});
  for (Item& item : ItemsOf(snapshot, result.verdicts->after)) {
    using rules::VerdictState;
    if (item.state == VerdictState::kProved || item.state == VerdictState::kNotInForce) continue;
    const auto before = stood.find(item.identity);
    if (before != stood.end() && before->second == item.state) continue;
    const auto rule = std::ranges::find(told, item.rule->id, &WhatIfRule::id);
    if (rule != told.end()) rule->fresh.push_back(std::move(item));
  }
  return told;
}

}  // namespace ringfence::report
