// Tunnels on random networks, and what they mean.
//
// A random mesh runs OSPF between its routers; above it, in a VRF of its own, OSPF runs over random tunnels
// between loopbacks of the mesh. The twin is the same with wires in the place of the tunnels: a wire is cut
// where one of the two loopbacks does not reach the other in the mesh, which AddressTwin tells packet by
// packet. Properties: the tables of the VRF are equal, and packets above take the same ways, with a way
// through the mesh in the place of each hop.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "exposure/tunnel_states.h"
#include "forwarding/paths_testing.h"
#include "routing/random_testing.h"

namespace ringfence::exposure {
namespace {

using forwarding::AddressTwin;
using forwarding::GraphPaths;
using forwarding::Paths;
using model::NodeId;
using routing::Dice;
using routing::LoopbackOf;
using routing::RouterOf;
using routing::World;

constexpr const char* kAbove = "above";

struct Plan {
  int ends[2];
  std::uint32_t costs[2];
  model::TunnelCarrier carrier;
};

std::string AddressAbove(std::size_t number, int side) {
  return "10.7." + std::to_string(number) + "." + std::to_string(side);
}

/// A mesh and what is above it, with tunnels or with wires. The same seed gives the same but for these.
struct TwoLayers {
  TwoLayers(std::uint32_t seed, bool tunnels) : dice(seed) {
    routers = 4 + dice.Below(4);
    AddMesh(net, dice, routers);
    mesh_links = net.Build().links().size();
    for (int i = 0; i < routers; ++i) AddAbove(i);
    for (int count = 2 + dice.Below(routers); count > 0; --count) {
      const auto [a, b] = dice.Two(routers);
      const std::set<int> pair = {a, b};
      if (!pairs.insert(pair).second) continue;  // two tunnels between the same addresses need keys
      plans.push_back(
          {{a, b},
           {static_cast<std::uint32_t>(1 + dice.Below(3)), static_cast<std::uint32_t>(1 + dice.Below(3))},
           dice.OneIn(2) ? model::TunnelCarrier::kPeer : model::TunnelCarrier::kRoute});
      for (int side = 0; side < 2; ++side) AddEnd(plans.size() - 1, side, tunnels);
    }
    net.Build();
  }

  void AddAbove(int router) {
    routing::DeviceConfig& config = net[RouterOf(router)];
    config.vrfs.push_back({.name = kAbove});
    routing::ospf::OspfProcess process = config.ospf.processes[0];
    process.interfaces.clear();
    process.areas.clear();
    process.vrf = kAbove;
    process.id = 2;
    config.ospf.processes.push_back(process);
    net.Port(RouterOf(router), "site", "10.6." + std::to_string(router) + ".1/24").vrf = kAbove;
    RunAbove(router, "site", 1);
  }
  void RunAbove(int router, const std::string& name, std::uint32_t cost) {
    routing::ospf::OspfProcess& process = net[RouterOf(router)].ospf.processes[1];
    routing::ospf::OspfInterface interface;
    interface.name = name;
    interface.area = 7;
    interface.cost = cost;
    interface.type = routing::ospf::NetworkType::kPointToPoint;
    process.interfaces.push_back(interface);
    if (process.areas.empty()) process.areas.emplace_back().id = 7;
  }
  void AddEnd(std::size_t number, int side, bool tunnel) {
    const Plan& plan = plans[number];
    const std::string router = RouterOf(plan.ends[side]), name = "up" + std::to_string(number);
    net.Port(router, name, AddressAbove(number, side) + "/31",
             tunnel ? model::InterfaceKind::kTunnel : model::InterfaceKind::kPhysical)
        .vrf = kAbove;
    RunAbove(plan.ends[side], name, plan.costs[side]);
    if (!tunnel) return;
    model::TunnelConfig config;
    config.name = config.bind_interface = name;
    config.local = routing::A(LoopbackOf(plan.ends[side]));
    config.peer = routing::A(LoopbackOf(plan.ends[1 - side]));
    config.encapsulation = model::Encapsulation::kGre;
    config.ipsec = config.confidentiality = config.integrity = false;
    config.carrier = plan.carrier;
    net[router].device.tunnels.push_back(config);
  }

  NodeId Router(int number) const { return net.network().FindNode(RouterOf(number)); }
  routing::FailureState MeshFailure(const std::set<std::string>& down) const {
    routing::FailureState failure(net.network());
    for (const std::string& name : down) failure.FailLink(net.network().FindLink(name));
    return failure;
  }

  Dice dice;
  World net;
  int routers = 0;
  std::size_t mesh_links = 0;
  std::set<std::set<int>> pairs;
  std::vector<Plan> plans;
};

/// Links of the mesh alone that are down, by name.
std::set<std::string> SomeDown(const TwoLayers& layers, Dice& dice) {
  std::set<std::string> down;
  for (int count = dice.Below(4); count > 0; --count) {
    const auto& links = layers.net.network().links();
    const model::Link& link = links[static_cast<std::size_t>(dice.Below(static_cast<int>(links.size())))];
    const bool above = layers.net.network().InterfaceAt(link.ends[0]).vrf == kAbove;
    if (!above && !link.tunnel) down.insert(link.name);
  }
  return down;
}

/// The table of the VRF as text.
std::vector<std::string> RowsOf(const World& net, const routing::RoutingState& state, NodeId node) {
  const routing::Rib& rib = state.rib(net.network().FindTable(node, kAbove));
  std::vector<std::string> rows;
  for (const routing::Route& route : rib.routes()) {
    std::string row = net::ToString(route.prefix) + " " + std::to_string(route.metric);
    for (const routing::RouteHop& hop : rib.HopsOf(route)) {
      row += " " + net.network().InterfaceAt({node, hop.interface}).name;
      if (hop.gateway) row += "[" + net::ToString(*hop.gateway) + "]";
    }
    rows.push_back(row);
  }
  return rows;
}

/// "r0(>r2>r1)>r3" as "r0>r1>r3".
std::string WithoutMesh(const std::string& way) {
  std::string flat, inside;
  bool within = false;
  for (const char byte : way) {
    if (byte == '(') {
      within = true;
      inside.clear();
    } else if (byte == ')') {
      flat += inside.substr(inside.rfind('>'));
      within = false;
    } else {
      (within ? inside : flat) += byte;
    }
  }
  return flat;
}

Paths WaysAbove(const TwoLayers& layers, forwarding::Walker& walker, net::PacketSpace& space,
                const routing::RoutingState& state, const forwarding::TunnelsUp& up, int from, int to) {
  forwarding::WalkQuery query;
  query.from = layers.Router(from);
  query.to = layers.Router(to);
  query.table = layers.net.network().FindTable(query.from, kAbove);
  const std::string target = "10.6." + std::to_string(to) + ".9";
  query.single_destination = routing::A(target);
  query.packets = space.And(space.FromPrefix(routing::P("10.6." + std::to_string(from) + ".9/32")),
                            space.ToPrefix(routing::P(target + "/32")));
  Paths ways;
  for (const forwarding::WalkGraph& graph : walker.Walk(query, state, up)) {
    for (const std::string& way : GraphPaths::Of(layers.net.network(), graph)) ways.insert(WithoutMesh(way));
  }
  return ways;
}

TEST(TunnelStatesTwin, TunnelsAreWiresThatTheMeshHolds) {
  std::size_t cut = 0, held = 0, wrapped = 0;
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    TwoLayers with(seed, true), wires(seed, false);
    Dice dice(seed + 1000);
    const std::set<std::string> down = SomeDown(with, dice);
    // The settled state with tunnels.
    const routing::Network& network = with.net.network();
    const forwarding::TunnelTable tunnels(network);
    net::PacketSpace space;
    forwarding::Walker walker(network, tunnels, space);
    TunnelProbe probe(network, tunnels, walker, space);
    TunnelSettling settling(network, tunnels, with.net.engine(), probe);
    routing::Scratch scratch;
    routing::RoutingState state;
    const TunnelStates states = settling.Settle(with.MeshFailure(down), scratch, state);
    ASSERT_TRUE(states.undecided.empty());
    ASSERT_FALSE(state.unsettled());
    // The twin: wires that the mesh does not hold are cut.
    routing::FailureState failure = wires.MeshFailure(down);
    {
      const routing::RoutingState below = wires.net.Under(failure);
      const forwarding::SlowTables tables(wires.net.network(), below);
      AddressTwin twin(tables);
      for (std::size_t i = 0; i < wires.plans.size(); ++i) {
        bool reach = true;
        for (int side = 0; side < 2; ++side) {
          const int here = wires.plans[i].ends[side], there = wires.plans[i].ends[1 - side];
          reach = reach && forwarding::AllDelivered(
                               twin.Follow(wires.Router(here), wires.Router(there),
                                           {routing::A(LoopbackOf(here)), routing::A(LoopbackOf(there))}));
        }
        ++(reach ? held : cut);
        const NodeId node = wires.Router(wires.plans[i].ends[0]);
        const auto port = model::FindInterface(wires.net.network().nodes()[node.index()].config.device,
                                               "up" + std::to_string(i));
        if (!reach) failure.FailLink(wires.net.network().LinkOf({node, port}));
      }
    }
    const routing::RoutingState expected = wires.net.Under(failure);
    for (int i = 0; i < with.routers; ++i)
      ASSERT_EQ(RowsOf(with.net, state, with.Router(i)), RowsOf(wires.net, expected, wires.Router(i)));
    const forwarding::TunnelTable none(wires.net.network());
    forwarding::Walker over_wires(wires.net.network(), none, space);
    const auto [from, to] = dice.Two(with.routers);
    const Paths ways = WaysAbove(with, walker, space, state, states.up, from, to);
    ASSERT_EQ(ways, WaysAbove(wires, over_wires, space, expected, {}, from, to));
    wrapped += ways.empty() || !ways.begin()->ends_with(":delivered") ? 0U : 1U;
  }
  EXPECT_GT(cut, 30U);
  EXPECT_GT(held, 300U);
  EXPECT_GT(wrapped, 40U);
}

}  // namespace
}  // namespace ringfence::exposure
