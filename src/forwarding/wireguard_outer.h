// Between which addresses the outer packets of a WireGuard tunnel go.
#pragma once

#include <optional>

#include "forwarding/tunnels.h"
#include "net/header_match.h"
#include "routing/routing_state.h"

namespace ringfence::forwarding {

/// Outer packets of one direction of a tunnel under one state.
struct WireGuardOuter {
  /// One of them; without a route its source is no address.
  net::PacketHeader sample;
  /// All of them differ from the sample in these at most: ports that are chosen at run time.
  bool any_source_port = false, any_destination_port = false;
  /// Who spoke first, by which interface packets came in, or which of equal routes they took decides the
  /// addresses.
  bool open = false;
};

/// Outer packets from the end of a tunnel to its peer. REQUIRES: WireGuard, matched.
WireGuardOuter WireGuardOuterOf(const routing::Network& network, const TunnelTable& tunnels, TunnelId tunnel,
                                const routing::RoutingState& state);

/// The route of packets that the end of a tunnel sends around others: the longest match, but no half of a
/// default route into the interface where it passes its own (model::WireGuardPeer). nullptr: none.
const routing::FibEntry* OuterRoute(const routing::Network& network, const Tunnel& tunnel,
                                    const routing::Fib& fib, const net::IpAddress& destination);

}  // namespace ringfence::forwarding
