// Which ends of WireGuard tunnels belong together, and what they let through.
#pragma once

#include <span>
#include <vector>

#include "routing/gaps.h"
#include "routing/network.h"
#include "routing/tunnel_ends.h"

namespace ringfence::routing {

/// Sets state and other side of those `tunnels` that are WireGuard; the rest is left alone. `tunnels` are all
/// ends of `nodes`. O(ends * log ends).
void PairWireGuard(std::span<const Node> nodes, std::vector<TunnelPairing>& tunnels);

/// True when `near` can begin to talk: the endpoint it states is the port that `far` listens at. REQUIRES:
/// both are WireGuard and know each other's keys.
bool Initiates(const model::TunnelConfig& near, const model::TunnelConfig& far);

/// True when the peer may have, and gets, packets of all these addresses. REQUIRES: WireGuard, the only peer
/// of its interface.
bool AllowsAll(const model::TunnelConfig& tunnel, std::span<const model::InterfaceAddress> addresses);

/// What WireGuard does that no engine computes: peers that must be heard from first, protocols whose packets
/// may not be carried.
void AddWireGuardGaps(const Network& network, std::vector<Gap>& gaps);

}  // namespace ringfence::routing
