// What routers inject into OSPF. See registry_ospf_inject.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/policy_memory.h"
#include "routing/registry_tables.h"

namespace ringfence::routing {

/// Appends what the OSPF processes of one table inject, from the last selection for it, and the prefixes of
/// which that is not certain.
void CollectExternals(const EnginePlan& plan, const Selection& selection, PolicyMemory& policies,
                      std::vector<ospf::External>& externals, std::vector<PrefixIndex>& doubted);

}  // namespace ringfence::routing
