// What tables tell EIGRP. See registry_eigrp_inject.cc.
#pragma once

#include <vector>

#include "routing/eigrp/eigrp_engine.h"
#include "routing/policy_memory.h"
#include "routing/registry_tables.h"

namespace ringfence::routing {

/// Appends what the EIGRP processes of one table take from it, from the last selection for it: redistributed
/// routes, and prefixes that the table holds from elsewhere; and the prefixes of which that is not certain.
void CollectEigrp(const EnginePlan& plan, const Selection& selection, const eigrp::EigrpEngine& engine,
                  eigrp::EigrpScratch& scratch, PolicyMemory& policies,
                  std::vector<eigrp::Injected>& injected, std::vector<PrefixIndex>& doubted);

}  // namespace ringfence::routing
