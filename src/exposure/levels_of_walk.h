// Which element gets which power from one walk.
#pragma once

#include "exposure/outcome.h"
#include "exposure/world.h"
#include "forwarding/tunnels.h"
#include "forwarding/walk.h"

namespace ringfence::exposure {

/// A protection between the two hosts themselves (TLS), stated with the flow. It ends at a flow's end element
/// only when that element is the host.
struct EndToEnd {
  bool confidentiality = false;
  bool integrity = false;
  model::NodeId hosts[2];  ///< end nodes that are the hosts themselves; else invalid
};

/// True when a tunnel around the packet at the step keeps it from being read.
bool Encrypts(const forwarding::TunnelTable& tunnels, const forwarding::Step& step);

/// An outcome with empty sets of the world's sizes.
FlowOutcome EmptyOutcome(const World& world);

/// The wire (Network::wire_count) that a hop crosses.
std::size_t WireOf(const World& world, const forwarding::Branch& hop);

/// True when all interfaces at both ends of a wire (Network::wire_count) refuse frames without MACsec.
bool WireIsEncrypted(const World& world, std::size_t wire);

/// Adds to `outcome.carriers`, `path`, `links` what the graph of a delivered class gives to elements. With
/// `with_origins`, `steer` also counts the nodes whose advertisements the used routes derive from.
void AddLevels(const World& world, const forwarding::TunnelTable& tunnels, const forwarding::WalkGraph& graph,
               const EndToEnd& protection, bool with_origins, FlowOutcome& outcome);

}  // namespace ringfence::exposure
