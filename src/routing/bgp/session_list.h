// BGP sessions as people ask for them. See session_list.cc.
#pragma once

#include <vector>

#include "routing/adjacency_list.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/surroundings.h"

namespace ringfence::routing::bgp {

/// Appends every session, and of what does not come up the attempt that gets furthest of each end.
void ListSessions(const SessionPlan& plan, BgpSurroundings& around, std::vector<Adjacency>& adjacencies);

}  // namespace ringfence::routing::bgp
