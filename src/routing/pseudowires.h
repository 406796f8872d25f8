// Pseudowires as ports of their devices, and which ends belong together. See pseudowires.cc.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "model/topology.h"
#include "routing/gaps.h"
#include "routing/network.h"
#include "routing/tunnel_ends.h"

namespace ringfence::routing {

/// Gives each pseudowire of each node an interface behind those of its text, in their order: it works while
/// the pseudowire does. It has no addresses and is called "pw ID to PEER".
std::vector<Node> WithPseudowirePorts(std::vector<Node> nodes);

/// One end of a pseudowire and its other side.
struct PseudowireEnd {
  model::NodeId node;
  std::size_t service = 0, index = 0;  ///< in Device::l2_services, and in its pseudowires
  model::InterfaceIndex port;          ///< its interface
  PeerState state = PeerState::kOutside;
  std::size_t other = 0;        ///< index of the far end; valid when matched
  std::string_view doubt = {};  ///< why devices may see it otherwise than `state` says; empty: they do not

  /// As its device states it. REQUIRES: the nodes that it was made from.
  const model::Pseudowire& config(std::span<const Node> nodes) const {
    return nodes[node.index()].config.device.l2_services[service].pseudowires[index];
  }
};

/// All ends, in the order of nodes and of their configurations. REQUIRES: nodes with ports of pseudowires.
/// O(ends * (addresses of a node + log)).
std::vector<PseudowireEnd> PairPseudowires(std::span<const Node> nodes);

/// Adds pseudowires in doubt, ports of services that no cable names, and loops of frames through services.
void AddPseudowireGaps(const Network& network, std::vector<Gap>& gaps);

}  // namespace ringfence::routing
