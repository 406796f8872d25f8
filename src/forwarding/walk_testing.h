// Tiny networks to walk through, and walks told as text. Test support only.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "forwarding/walk.h"
#include "routing/network_testing.h"

namespace ringfence::forwarding {

/// All IPv4 destinations.
inline constexpr std::string_view kEverything = "0.0.0.0/0";

/// A network with everything a walk needs. Declare nodes on `net` before the first call of anything else.
struct Field {
  /// Builds the network; every tunnel is up.
  void Build() {
    net.Build();
    state = net.Nominal();
    tunnels = std::make_unique<TunnelTable>(net.network());
    up.assign(tunnels->tunnels().size(), true);
    walker = std::make_unique<Walker>(net.network(), *tunnels, space);
  }
  /// The node of that name.
  model::NodeId Node(std::string_view name) const { return net.network().FindNode(name); }
  /// The name of a node.
  std::string Name(model::NodeId node) const {
    return net.network().nodes()[node.index()].config.device.name;
  }
  /// Walks packets of any protocol to a prefix.
  std::vector<WalkGraph> To(std::string_view from, std::string_view to, std::string_view prefix) {
    WalkQuery query;
    query.from = Node(from);
    query.to = Node(to);
    query.packets = space.ToPrefix(routing::P(prefix));
    return walker->Walk(query, state, up);
  }
  /// "a>b" for every hop, "a=b" for every tunnel entry and exit, then "b:delivered" for every ending; sorted.
  std::vector<std::string> Story(const WalkGraph& graph) const {
    std::set<std::string> story;
    for (const Branch& branch : graph.branches) {
      const std::string_view sign = branch.kind == BranchKind::kHop ? ">" : "=";
      story.insert(Name(graph.steps[branch.from.index()].node) + std::string(sign) +
                   Name(graph.steps[branch.to.index()].node));
    }
    for (const Ending& ending : graph.endings) {
      story.insert(Name(graph.steps[ending.step.index()].node) + ":" +
                   std::string(kDispositionNames[static_cast<std::size_t>(ending.disposition)]));
    }
    return {story.begin(), story.end()};
  }
  /// Story of the only class there must be.
  std::vector<std::string> Only(const std::vector<WalkGraph>& graphs) const {
    EXPECT_EQ(graphs.size(), 1U);
    return graphs.empty() ? std::vector<std::string>{} : Story(graphs[0]);
  }

  routing::World net;
  net::PacketSpace space;
  routing::RoutingState state;
  TunnelsUp up;
  std::unique_ptr<TunnelTable> tunnels;
  std::unique_ptr<Walker> walker;
};

/// A line of a list, standing in file 7.
inline model::AclLine Line(model::AclAction action, std::string_view destination, std::uint32_t line,
                           std::vector<net::NumberRange> protocol = {}) {
  model::AclLine made{action, {}, {base::FileId(7), line, 1, 0}};
  made.match.destination = {net::AddressMatch::Of(routing::P(destination))};
  made.match.protocol = std::move(protocol);
  return made;
}

/// Adds an IPv4 list that denies what its lines do not take.
inline void AddList(routing::DeviceConfig& config, const std::string& name,
                    std::vector<model::AclLine> lines) {
  model::Acl acl;
  acl.name = name;
  acl.lines = std::move(lines);
  config.device.acls.push_back(acl);
}

/// A port that was made before.
inline model::Interface& PortOf(routing::World& net, const std::string& node, std::string_view port) {
  model::Device& device = net[node].device;
  return device.interfaces[model::FindInterface(device, port).index()];
}

}  // namespace ringfence::forwarding
