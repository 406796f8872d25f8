// What tables tell IS-IS. See registry_isis_inject.cc.
#pragma once

#include <vector>

#include "routing/isis/isis_engine.h"
#include "routing/policy_memory.h"
#include "routing/registry_tables.h"

namespace ringfence::routing {

/// Appends what the IS-IS instances of one table take from it, from the last selection for it, and the
/// prefixes of which that is not certain.
void CollectIsis(const EnginePlan& plan, const Selection& selection, const isis::IsisEngine& engine,
                 PolicyMemory& policies, std::vector<isis::Injected>& injected,
                 std::vector<PrefixIndex>& doubted);

}  // namespace ringfence::routing
