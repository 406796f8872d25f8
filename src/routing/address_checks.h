// Addresses and subnets that stand in two places.
#pragma once

#include <span>

#include "base/diagnostic.h"
#include "model/topology.h"
#include "routing/network.h"

namespace ringfence::routing {

/// Adds kAddressDuplicate and kSubnetOverlap. See address_checks.cc.
void CheckAddresses(std::span<const Node> nodes, std::span<const model::Link> links,
                    base::Diagnostics& diagnostics);

}  // namespace ringfence::routing
