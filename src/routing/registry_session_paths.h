// Do the packets of BGP sessions arrive? See registry_session_paths.cc.
#pragma once

#include <span>

#include "routing/bgp/sessions.h"
#include "routing/network.h"
#include "routing/routing_state.h"

namespace ringfence::routing {

/// True when the packets of every session that is up arrive at its other end, in both directions and over all
/// equal-cost branches. O(for each address the tables on the ways to it); asks for rows on
/// the way.
bool SessionsArrive(const Network& network, const bgp::SessionPlan& plan,
                    std::span<const bgp::Session> sessions, const RoutingState& state);

}  // namespace ringfence::routing
