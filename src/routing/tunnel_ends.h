// Which ends of tunnels belong together, as far as configurations tell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "model/topology.h"
#include "routing/network.h"

namespace ringfence::routing {

/// One end of a tunnel.
struct TunnelEnd {
  model::NodeId node;
  std::size_t config_index = 0;     ///< in Device::tunnels of the node
  model::InterfaceIndex interface;  ///< route-based: the bound tunnel interface; else invalid
};

/// What is on the other side of a tunnel end.
enum class PeerState : std::uint8_t {
  kMatched,   ///< a node of the network configures the mirror image
  kMismatch,  ///< the peer address belongs to a node that does not: nothing gets through
  kOutside,   ///< nobody in the network, or more than one node, may be meant: packets leave the model in it
};

/// An end and its other side.
struct TunnelPairing {
  TunnelEnd end;
  PeerState state = PeerState::kOutside;
  std::size_t other = 0;  ///< index of the pairing of the other end; valid when matched
};

/// All ends, in the order of nodes and of their configurations. O(ends * log ends).
std::vector<TunnelPairing> PairTunnels(std::span<const Node> nodes);

/// Pairs of interfaces between which a tunnel is a link: each of the two ends has an interface with an
/// address of its own or borrowed, and no other tunnel is bound to it; WireGuard peers may also have the
/// addresses of each other's interface. The first end is the one with the lower index.
std::vector<std::pair<model::Endpoint, model::Endpoint>> TunnelLinks(std::span<const Node> nodes);

/// True when a tunnel joins the interface with another and carries more than IP, as IS-IS needs. GRE does;
/// IPsec alone, IP in IP and WireGuard do not.
bool CarriesIsis(const Network& network, model::Endpoint end);

/// The address that stands for a device of SRv6 in outer headers: the configured one, else the first IPv6
/// address of a loopback, of another interface; which one a system takes without configuration, no text says.
net::IpAddress SidSourceOf(const DeviceConfig& config);

}  // namespace ringfence::routing
