// Ways of packets through fabrics with VLANs in VXLAN, as texts. Test support only.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "forwarding/walk.h"
#include "routing/bridged_vxlan_testing.h"

namespace ringfence::forwarding {

/// The ways of packets with one destination as texts: "a>b" for a hop to a router, "a-b" to a switch, "a=a 1"
/// for what happens inside of a device with the number of tunnels then, "a:delivered" for ends. Sorted.
inline std::vector<std::string> WaysOf(const routing::Network& network, const routing::RoutingState& state,
                                       const std::string& from, const std::string& to,
                                       const std::string& address, bool& ambiguous) {
  net::PacketSpace space;
  const TunnelTable tunnels(network);
  Walker walker(network, tunnels, space);
  WalkQuery query;
  query.from = network.FindNode(from);
  query.to = network.FindNode(to);
  query.single_destination = routing::A(address);
  query.packets = space.ToPrefix(net::Prefix::Host(routing::A(address)));
  std::vector<std::string> ways;
  const auto graphs = walker.Walk(query, state, TunnelsUp(tunnels.tunnels().size(), true));
  for (const WalkGraph& graph : graphs) {
    ambiguous = ambiguous || !graph.ambiguous_nodes.empty();
    const auto name = [&](StepId step) {
      return network.nodes()[graph.steps[step.index()].node.index()].config.device.name;
    };
    for (const Branch& branch : graph.branches) {
      const Step& step = graph.steps[branch.to.index()];
      const std::string depth = branch.kind == BranchKind::kHop ? "" : " " + std::to_string(step.depth);
      const std::string sign = branch.kind != BranchKind::kHop ? "=" : step.switches() ? "-" : ">";
      ways.push_back(name(branch.from) + sign + name(branch.to) + depth);
    }
    for (const Ending& ending : graph.endings)
      ways.push_back(name(ending.step) + ":" +
                     std::string(kDispositionNames[static_cast<std::size_t>(ending.disposition)]));
  }
  std::ranges::sort(ways);
  return ways;
}

}  // namespace ringfence::forwarding
