// Waivers of the policy on a day: what they cover, and what is left of a verdict then.
#pragma once

#include <vector>

#include "rules/verdict.h"
#include "study/snapshot.h"

namespace ringfence::study {

/// What a waiver names, or a report asks about. Invalid ids: nothing of that kind.
struct WaiverTarget {
  model::FlowId flow;
  model::ElementId element;
};

/// What became of a waiver. kUsed: a violation is accepted because of it. kExpired: it would cover a
/// violation and its last day is over. kUnused: there is nothing for it to cover.
enum class WaiverUse : std::uint8_t { kUnused, kUsed, kExpired };
inline constexpr std::string_view kWaiverUseNames[] = {"unused", "used", "expired"};

/// One waiver of a judged rule.
struct WaiverResult {
  std::size_t waiver = 0;  ///< index into Policy::waivers
  WaiverUse use = WaiverUse::kUnused;
};

/// The waiver that covers the target under that rule on that day, or nullptr: the first one of the policy. A
/// waiver covers what it names and everything below it. The result lives in the snapshot.
const model::Waiver* WaiverFor(const Snapshot& snapshot, base::Date day, std::string_view rule,
                               const WaiverTarget& target);

/// Elements that waivers name and that do not exist are diagnosed. REQUIRES: the snapshot has a world.
void CheckWaivers(Snapshot& snapshot);

/// Turns violated into waived where waivers cover all of it, and into undecided where something is open
/// beside what they cover. Findings and evidence stay. Returns what became of the waivers of the rule.
std::vector<WaiverResult> ApplyWaivers(const Snapshot& snapshot, base::Date day, rules::RuleResult& rule);

}  // namespace ringfence::study
