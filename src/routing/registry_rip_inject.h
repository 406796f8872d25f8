// What tables tell RIP. See registry_rip_inject.cc.
#pragma once

#include <vector>

#include "routing/policy_memory.h"
#include "routing/registry_tables.h"
#include "routing/rip/rip_engine.h"

namespace ringfence::routing {

/// Appends what the RIP processes of one table take from it, from the last selection for it: redistributed
/// routes, default routes, and prefixes that the table holds, or could hold, from elsewhere; and the prefixes
/// of which that is not certain.
void CollectRip(const EnginePlan& plan, const Selection& selection, rip::RipScratch& scratch,
                PolicyMemory& policies, std::vector<rip::Injected>& injected,
                std::vector<PrefixIndex>& doubted);

}  // namespace ringfence::routing
