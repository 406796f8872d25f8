#include "study/audit_text.h"

#include <fmt/format.h>

namespace ringfence::study {

std::string AuditText(const Snapshot& snapshot, const exposure::Audit& audit, std::uint64_t failure_sets) {
  if (!audit.difference) {
    return fmt::format(
        "audit: {} of {} failure sets computed from nothing, {} outcomes, all as the search says", audit.sets,
        failure_sets, audit.outcomes);
  }
  std::string failed;
  for (const std::uint32_t unit : audit.difference->failed) {
    if (!failed.empty()) failed += " + ";
    failed += snapshot.world->failures[unit].Label();
  }
  if (failed.empty()) failed = "no failure";
  return fmt::format(
      "internal error: the search says something else of flow '{}' under {} than that failure set alone. "
      "This is a "
      "fault of the program; no result is written, and none of this snapshot can be relied on. Please report "
      "it",
      snapshot.policy.flows[audit.difference->flow.index()].id, failed);
}

}  // namespace ringfence::study
