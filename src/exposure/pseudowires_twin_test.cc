// Pseudowires on random networks, and what they mean.
//
// A random mesh runs OSPF and LDP between its routers; customers behind them run OSPF with each other over
// random pseudowires. The twin is the same with cables between customers in the place of the pseudowires: a
// cable is silent where one of the two loopbacks does not reach the other in the mesh, which AddressTwin
// tells packet by packet. Properties: the tables of the customers are equal, and packets between them pass
// the same customers and between these the routers of every way of the mesh.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "exposure/pseudowires_testing.h"
#include "exposure/tunnel_states.h"
#include "forwarding/paths_testing.h"
#include "routing/random_testing.h"

namespace ringfence::exposure {
namespace {

using forwarding::AddressTwin;
using model::NodeId;
using routing::Dice;
using routing::LoopbackOf;
using routing::RouterOf;

struct Plan {
  int ends[2];
};

std::string CustomerOf(int number) { return "c" + std::to_string(number); }

/// A mesh and customers, with pseudowires or with cables. The same seed gives the same but for these.
struct Customers {
  Customers(std::uint32_t seed, bool wires) : dice(seed) {
    routers = 4 + dice.Below(4);
    AddMesh(net, dice, routers);
    for (int i = 0; i < routers; ++i) RunLdp(net, RouterOf(i), LoopbackOf(i));
    for (int i = 0; i < routers; ++i) AddLan(i);
    for (int count = 2 + dice.Below(routers); count > 0; --count) {
      const auto [a, b] = dice.Two(routers);
      plans.push_back({{a, b}});
      const std::size_t number = plans.size() - 1;
      for (int side = 0; side < 2; ++side) AddEnd(number, side, wires);
      const std::string port = "up" + std::to_string(number);
      if (!wires) net.Cable(CustomerOf(a), port, CustomerOf(b), port);
    }
    net.Build();
  }

  void AddLan(int number) {
    const std::string customer = CustomerOf(number);
    net.Port(customer, "site", "10.6." + std::to_string(number) + ".1/24");
    net.Run(customer, "site", 7, 1);
  }
  void AddEnd(std::size_t number, int side, bool wire) {
    const int here = plans[number].ends[side], there = plans[number].ends[1 - side];
    const std::string port = "up" + std::to_string(number);
    net.Port(CustomerOf(here), port, "10.7." + std::to_string(number) + "." + std::to_string(side) + "/31");
    net.Run(CustomerOf(here), port, 7, static_cast<std::uint32_t>(1 + dice.Below(3)));
    if (!wire) return;
    Attach(net, RouterOf(here), port, CustomerOf(here), port);
    AddWire(net, RouterOf(here), port, LoopbackOf(there), static_cast<std::uint32_t>(100 + number));
  }

  NodeId Node(const std::string& name) const { return net.network().FindNode(name); }
  routing::FailureState MeshFailure(const std::set<std::string>& down) const {
    routing::FailureState failure(net.network());
    for (const std::string& name : down) failure.FailLink(net.network().FindLink(name));
    return failure;
  }

  Dice dice;
  routing::World net;
  int routers = 0;
  std::vector<Plan> plans;
};

/// Links of the mesh that are down, by name.
std::set<std::string> SomeDown(const Customers& customers, Dice& dice) {
  std::set<std::string> down;
  for (int count = dice.Below(4); count > 0; --count) {
    const auto& links = customers.net.network().links();
    const std::string& name =
        links[static_cast<std::size_t>(dice.Below(static_cast<int>(links.size())))].name;
    if (name.starts_with("r")) down.insert(name);
  }
  return down;
}

std::vector<std::string> RowsOf(const routing::World& net, const routing::RoutingState& state, NodeId node) {
  const routing::Rib& rib = state.rib(node);
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

/// Every router that packets between the ends of a pseudowire pass.
void AddRouters(AddressTwin& twin, const Customers& customers, int from, int to,
                std::set<std::string>& names) {
  for (const std::string& way : twin.Follow(customers.Node(RouterOf(from)), customers.Node(RouterOf(to)),
                                            {routing::A(LoopbackOf(from)), routing::A(LoopbackOf(to))})) {
    std::string name;
    for (const char byte : way.substr(0, way.find(':')) + ">") {
      if (byte != '>') {
        name += byte;
      } else {
        names.insert(std::exchange(name, ""));
      }
    }
  }
}

std::vector<forwarding::WalkGraph> Walk(const Customers& customers, forwarding::Walker& walker,
                                        net::PacketSpace& space, const routing::RoutingState& state,
                                        const forwarding::TunnelsUp& up, int from, int to) {
  forwarding::WalkQuery query;
  query.from = customers.Node(CustomerOf(from));
  query.to = customers.Node(CustomerOf(to));
  const net::IpAddress target = routing::A("10.6." + std::to_string(to) + ".9");
  query.single_destination = target;
  query.packets = space.And(space.FromPrefix(routing::P("10.6." + std::to_string(from) + ".9/32")),
                            space.ToPrefix(net::Prefix::Host(target)));
  return walker.Walk(query, state, up);
}

/// Routers and customers that packets pass over cables, with the routers of a way in the place of each.
std::set<std::string> Expected(const Customers& cables, const std::vector<forwarding::WalkGraph>& graphs,
                               AddressTwin& twin, const Customers& customers) {
  std::set<std::string> names;
  for (const forwarding::WalkGraph& graph : graphs) {
    for (const forwarding::Step& step : graph.steps)
      names.insert(cables.net.network().nodes()[step.node.index()].config.device.name);
    for (const forwarding::Branch& branch : graph.branches) {
      const NodeId from = graph.steps[branch.from.index()].node;
      const std::string& port = cables.net.network().InterfaceAt({from, branch.out}).name;
      const Plan& plan = customers.plans[static_cast<std::size_t>(std::stoi(port.substr(2)))];
      const bool forth = cables.Node(CustomerOf(plan.ends[0])) == from;
      AddRouters(twin, customers, plan.ends[forth ? 0 : 1], plan.ends[forth ? 1 : 0], names);
    }
  }
  return names;
}

TEST(PseudowiresTwin, PseudowiresAreCablesThatTheMeshHolds) {
  std::size_t cut = 0, held = 0, carried = 0;
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(seed);
    Customers with(seed, true), cables(seed, false);
    Dice dice(seed + 1000);
    const std::set<std::string> down = SomeDown(with, dice);
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
    const forwarding::SlowTables tables(network, state);
    AddressTwin twin(tables);
    routing::FailureState failure = cables.MeshFailure(down);
    for (std::size_t i = 0; i < with.plans.size(); ++i) {
      bool reach = true;
      for (int side = 0; side < 2; ++side) {
        const int here = with.plans[i].ends[side], there = with.plans[i].ends[1 - side];
        reach = reach && forwarding::AllDelivered(
                             twin.Follow(with.Node(RouterOf(here)), with.Node(RouterOf(there)),
                                         {routing::A(LoopbackOf(here)), routing::A(LoopbackOf(there))}));
      }
      ++(reach ? held : cut);
      const NodeId node = cables.Node(CustomerOf(with.plans[i].ends[0]));
      const auto port = model::FindInterface(cables.net.network().nodes()[node.index()].config.device,
                                             "up" + std::to_string(i));
      if (!reach) failure.SilenceLink(cables.net.network().LinkOf({node, port}));
    }
    const routing::RoutingState expected = cables.net.Under(failure);
    for (int i = 0; i < with.routers; ++i) {
      ASSERT_EQ(RowsOf(with.net, state, with.Node(CustomerOf(i))),
                RowsOf(cables.net, expected, cables.Node(CustomerOf(i))));
    }
    const forwarding::TunnelTable none(cables.net.network());
    forwarding::Walker over_cables(cables.net.network(), none, space);
    const auto [from, to] = dice.Two(with.routers);
    std::set<std::string> passed;
    for (const forwarding::WalkGraph& graph : Walk(with, walker, space, state, states.up, from, to)) {
      for (const forwarding::Step& step : graph.steps)
        passed.insert(network.nodes()[step.node.index()].config.device.name);
      ASSERT_TRUE(graph.ambiguous_nodes.empty());
      carried += graph.delivers_all ? 1U : 0U;
    }
    ASSERT_EQ(passed, Expected(cables, Walk(cables, over_cables, space, expected, {}, from, to), twin, with));
  }
  EXPECT_GT(cut, 15U);
  EXPECT_GT(held, 200U);
  EXPECT_GT(carried, 30U);
}

}  // namespace
}  // namespace ringfence::exposure
