// Layer-2 services that EVPN joins over labelled paths: which ends belong together. See evpn_instances.cc.
#pragma once

#include <cstddef>
#include <vector>

#include "routing/gaps.h"
#include "routing/network.h"

namespace ringfence::routing {

/// Ways between ends of EVPN instances in a network, at most (origin: budget; a hundred instances with ten
/// ends each have nine thousand). With more there is none, and whoever sends into an instance is in doubt.
inline constexpr std::size_t kEvpnWiresMax = 20'000;

/// Gives each service with an EVPN instance a pseudowire for each end that may be told of: at both devices,
/// under one number. REQUIRES: once.
std::vector<Node> WithEvpnWires(std::vector<Node> nodes);

/// Gives each such service the table of the far ends that it is told of (model::FarEndsTable), and BGP for
/// it. REQUIRES: once.
void AddFarEnds(std::vector<Node>& nodes);

/// Adds instances whose ends, and VRFs whose prefixes in EVPN are not computed: see evpn_instances.cc.
void AddEvpnGaps(const Network& network, std::vector<Gap>& gaps);

}  // namespace ringfence::routing
