// What VLANs in VXLAN carry that no engine follows. See vxlan_gaps.cc.
#pragma once

#include <vector>

#include "routing/gaps.h"
#include "routing/network.h"

namespace ringfence::routing {

/// In the order of links, then of nodes.
void AddVxlanGaps(const Network& network, std::vector<Gap>& gaps);

}  // namespace ringfence::routing
