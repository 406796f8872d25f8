// A leaf-spine fabric with a VLAN in VXLAN for tests. Test support only.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "forwarding/walk.h"
#include "routing/evpn_testing.h"

namespace ringfence::forwarding {

/// Leaves around the spine `m` that carry VLAN 10 as 10010. Hosts stand on 10.10.0.0/24.
class BridgedWorld : public routing::EvpnWorld {
 public:
  static constexpr std::uint16_t kVlan = 10;
  static constexpr std::uint32_t kVni = 10010;

  void BridgedLeaf(const std::string& name, int number, std::uint32_t cost = 10) {
    Leaf(name, number, cost);
    Evpn(name, 9);
    CarryVlan(name, kVlan, kVni, "target:65000:10010");
  }
  void CarryVlan(const std::string& name, std::uint16_t vlan, std::uint32_t vni, const std::string& target) {
    model::VxlanSegment segment;
    segment.vni = vni;
    segment.vlan = vlan;
    segment.import_targets = segment.export_targets = {target};
    segment.span = NewSpan();
    (*this)[name].device.vxlan->segments.push_back(segment);
  }
  /// The gateway 10.10.0.1 on the VLAN of a leaf, which all leaves may have.
  model::Interface& Gateway(const std::string& leaf, const std::string& address = "10.10.0.1/24",
                            std::uint16_t vlan = kVlan) {
    model::Interface& gateway =
        Port(leaf, "Vlan" + std::to_string(vlan), address, model::InterfaceKind::kSvi);
    gateway.vlan = vlan;
    model::VirtualRouter group;
    group.protocol = model::RedundancyProtocol::kAnycast;
    group.addresses = {gateway.addresses.at(0).address.address};
    gateway.virtual_routers = {group};
    return gateway;
  }
  /// A host on an access port of a leaf.
  void Host(const std::string& leaf, const std::string& name, const std::string& address,
            std::uint16_t vlan = kVlan) {
    Port(name, "eth", address);
    model::SwitchPort port;
    port.vlan = vlan;
    Port(leaf, name, "").switch_port = port;
    Cable(name, "eth", leaf, name);
  }
};

/// The ways of packets with one destination as texts: "a>b" for a hop to a router, "a-b" to a switch, "a=a 1" for
/// what happens inside of a device with the number of tunnels then, "a:delivered" for ends. Sorted.
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
