// What people are told about an audit.
#pragma once

#include <cstdint>
#include <string>

#include "exposure/audit.h"
#include "study/snapshot.h"

namespace ringfence::study {

/// One sentence: how much was compared of an answer that speaks of `failure_sets`, or what is different.
/// Without a line end.
std::string AuditText(const Snapshot& snapshot, const exposure::Audit& audit, std::uint64_t failure_sets);

}  // namespace ringfence::study
