// What the model says of switches that their spanning tree or their bundles may undo. See bridging_gaps.cc.
#pragma once

#include <vector>

#include "routing/gaps.h"
#include "routing/network.h"

namespace ringfence::routing {

/// In the order of the five questions of bridging_gaps.cc, then of ports.
void AddBridgingGaps(const Network& network, std::vector<Gap>& gaps);

}  // namespace ringfence::routing
