// Where AS paths lose what stops routes from going round.
#pragma once

#include <vector>

#include "routing/gaps.h"

namespace ringfence::routing {

/// Adds the eBGP sessions over which a route may come back to its autonomous system without showing that it
/// was there. See as_loop_gaps.cc.
void AddAsLoopGaps(const Network& network, std::vector<Gap>& gaps);

}  // namespace ringfence::routing
