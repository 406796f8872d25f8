// A VPN between two edges, for tests of labelled packets. Test support only.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "forwarding/walk.h"
#include "routing/vpn_testing.h"

namespace ringfence::forwarding {

/// Hops of a walk with their labels, then its endings: "pe1>m [labels]", "pe2:delivered".
inline std::vector<std::string> StoryOf(const routing::Network& network, const WalkGraph& graph) {
  const auto name = [&](StepId step) {
    return network.nodes()[graph.steps[step.index()].node.index()].config.device.name;
  };
  std::vector<std::string> story;
  for (const Branch& branch : graph.branches) {
    if (branch.kind != BranchKind::kHop) continue;
    const Step& to = graph.steps[branch.to.index()];
    const bool labelled = to.labels.valid() || to.frame_labels.valid();
    const std::string labels = labelled ? " [" + std::string(to.label_text) + "]" : "";
    story.push_back(name(branch.from) + ">" + name(branch.to) + labels);
  }
  for (const Ending& ending : graph.endings)
    story.push_back(name(ending.step) + ":" +
                    std::string(kDispositionNames[static_cast<std::size_t>(ending.disposition)]));
  return story;
}

/// pe1 - m - pe2, VRF `red` at both ends, LDP on all links.
class LabelWalk {
 public:
  LabelWalk() {
    int number = 0;
    for (const std::string edge : {"pe1", "pe2"}) {
      net.Edge(edge, ++number);
      net.Peer(edge, 3 - number);
      net.Vrf(edge, "red", "65000:" + std::to_string(number), {"target:65000:1"}, {"target:65000:1"});
      net.BgpOf(edge, "red")
          .families[0]
          .redistributions.push_back({.source = model::RouteSource::kConnected});
      net.Port(edge, "site", "10." + std::to_string(number) + ".0.1/24").vrf = "red";
    }
    net.Loopback("m", "192.0.2.9", 0);
    for (const char* node : {"pe1", "m", "pe2"}) RunLdp(node);
  }

  /// LDP on every interface of the default table but those towards `without`.
  routing::ldp::LdpConfig& RunLdp(const std::string& node, const std::string& without = "") {
    routing::ldp::LdpConfig& ldp = net[node].ldp;
    ldp.enabled = true;
    ldp.interfaces.clear();
    for (const model::Interface& interface : net[node].device.interfaces) {
      const bool runs = interface.vrf.empty() && interface.name != without && interface.name != "lo";
      if (runs) ldp.interfaces.push_back({interface.name, {}});
    }
    return ldp;
  }

  /// What becomes of packets to `prefix` that enter pe1 by `port`: "pe1>m [labels]", "m:delivered".
  std::vector<std::string> Story(const std::string& prefix, const std::string& port = "site") {
    net.Build();
    const routing::RoutingState state = net.Nominal();
    const routing::Network& network = net.network();
    const TunnelTable tunnels(network);
    Walker walker(network, tunnels, space);
    WalkQuery query;
    query.from = network.FindNode("pe1");
    query.in = model::FindInterface(network.nodes()[query.from.index()].config.device, port);
    query.to = network.FindNode("pe2");
    query.packets = space.ToPrefix(routing::P(prefix));
    const std::vector<WalkGraph> graphs =
        walker.Walk(query, state, TunnelsUp(tunnels.tunnels().size(), true));
    EXPECT_EQ(graphs.size(), 1U);
    ambiguous = !graphs[0].ambiguous_nodes.empty();
    return StoryOf(network, graphs[0]);
  }

  routing::VpnWorld net;
  net::PacketSpace space;
  bool ambiguous = false;
};

/// Packets to the VPN's site at pe2.
inline constexpr const char* kSite2 = "10.2.0.8/29";

}  // namespace ringfence::forwarding
