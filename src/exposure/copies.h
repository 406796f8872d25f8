// Where copies of a flow's packets go, and what that gives to whom. See copies.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "exposure/outcome.h"
#include "exposure/world.h"
#include "forwarding/copy_points.h"
#include "forwarding/tunnels.h"
#include "forwarding/walk.h"
#include "routing/routing_state.h"

namespace ringfence::exposure {

/// Who is at the other end of an observing port.
struct CopyReceiver {
  model::Endpoint near;                ///< the observing port
  model::Endpoint far;                 ///< its interface is invalid when the device names none there
  std::optional<std::uint32_t> cable;  ///< index into Network::port_cables; nothing: the link of the port
};

/// One target of one session that copies packets of a flow.
struct CopyTrace {
  forwarding::CopyPoint point;
  std::uint32_t target = 0;
  bool packets = true;                        ///< whole packets, else records of them
  bool readable = true;                       ///< and no encryption is around them where they are copied
  std::vector<forwarding::WalkGraph> graphs;  ///< the way of a copy that is routed
  std::vector<CopyReceiver> receivers;        ///< of a copy that leaves by a port
};

/// All of them; a trace stands behind the one whose copies it copies.
struct FlowCopies {
  std::vector<CopyTrace> traces;
  std::vector<Doubt> doubts;
};

/// What following copies needs. All of it must outlive the call.
struct CopyContext {
  const World& world;
  const forwarding::TunnelTable& tunnels;
  const forwarding::CopyTable& table;
  const routing::RoutingState& state;
  net::PacketSpace& space;
  std::function<std::vector<forwarding::WalkGraph>(const forwarding::WalkQuery&)> walk;
};

/// Copies made of packets of the graphs that deliver. `encrypted`: the hosts themselves encrypt the flow.
FlowCopies FollowCopies(const CopyContext& context, std::span<const forwarding::WalkGraph* const> graphs,
                        bool encrypted);

/// Adds what copies give to elements to `outcome`: carriers of `read` and `meta`, `copied`, `links`.
void AddCopyLevels(const World& world, const forwarding::TunnelTable& tunnels, const FlowCopies& copies,
                   FlowOutcome& outcome);

}  // namespace ringfence::exposure
