// EVPN over labelled paths on random networks, and what it means.
//
// A random mesh runs OSPF and LDP between its routers, which all have sessions of EVPN with each other;
// random sets of them have customers in a bridge domain, told apart by route targets. The twin is the same
// with VPLS: a full mesh of pseudowires of LDP between the same routers, written by hand. Properties: the
// tables of the customers are equal, packets between them pass the same nodes, and the same is certain.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "exposure/pseudowires_testing.h"
#include "exposure/tunnel_states.h"
#include "routing/random_testing.h"

namespace ringfence::exposure {
namespace {

namespace bgp = routing::bgp;
using model::NodeId;
using routing::Dice;
using routing::LoopbackOf;
using routing::RouterOf;

std::string CustomerOf(int number) { return "c" + std::to_string(number); }
std::string DomainOf(std::size_t number) { return "d" + std::to_string(number); }

/// A mesh and customers, with EVPN or with VPLS. The same seed gives the same but for these.
struct Domains {
  Domains(std::uint32_t seed, bool evpn) : dice(seed) {
    routers = 4 + dice.Below(3);
    AddMesh(net, dice, routers);
    for (int i = 0; i < routers; ++i) RunLdp(net, RouterOf(i), LoopbackOf(i));
    for (int i = 0; i < routers && evpn; ++i) Speak(i);
    for (int i = 0; i < routers; ++i) {
      net.Port(CustomerOf(i), "site", "10.6." + std::to_string(i) + ".1/24");
      net.Run(CustomerOf(i), "site", 7, 1);
    }
    for (int count = 1 + dice.Below(3); count > 0; --count) AddDomain(evpn);
    net.Build();
  }

  void AddDomain(bool evpn) {
    const std::size_t number = domains.size();
    std::set<int>& members = domains.emplace_back();
    for (int more = 2 + dice.Below(3); more > 0; --more) members.insert(dice.Below(routers));
    for (const int member : members) {
      const std::string port = "up" + std::to_string(number), here = CustomerOf(member);
      net.Port(here, port, "10.7." + std::to_string(number) + "." + std::to_string(member + 1) + "/24");
      net.Run(here, port, 7, static_cast<std::uint32_t>(1 + dice.Below(3)),
              routing::ospf::NetworkType::kPointToMultipoint);
      Attach(net, RouterOf(member), DomainOf(number), here, port);
      if (evpn) Tell(member, number);
      for (const int other : members) {
        if (!evpn && other != member)
          AddWire(net, RouterOf(member), DomainOf(number), LoopbackOf(other),
                  static_cast<std::uint32_t>(100 + number))
              .mesh = true;
      }
    }
  }
  void Tell(int router, std::size_t number) {
    model::EvpnInstance& instance = ServiceAt(net, RouterOf(router), DomainOf(number)).evpn.emplace();
    instance.local = routing::A(LoopbackOf(router));
    // Given beside another that nobody takes.
    const std::string target = "target:65000:" + std::to_string(number);
    instance.import_targets = instance.export_targets = {target};
    if (router % 2 == 0) instance.export_targets.push_back("target:65000:99");
    instance.span = net.NewSpan();
  }
  void Speak(int router) {
    bgp::BgpConfig& config = net[RouterOf(router)].bgp;
    config.as = 65000;
    config.decision.oldest_external_wins = false;
    bgp::BgpVrf& main = config.vrfs.emplace_back();
    main.router_id = routing::A(LoopbackOf(router));
    main.families.emplace_back().family = bgp::BgpFamily::kEvpn;
    for (int other = 0; other < routers; ++other) {
      if (other == router) continue;
      bgp::BgpNeighbor neighbor;
      neighbor.address = routing::A(LoopbackOf(other));
      neighbor.remote_as = 65000;
      neighbor.update_source_interface = "lo";
      neighbor.span = net.NewSpan();
      neighbor.families.emplace_back().family = bgp::BgpFamily::kEvpn;
      main.neighbors.push_back(neighbor);
    }
  }

  Dice dice;
  routing::World net;
  int routers = 0;
  std::vector<std::set<int>> domains;
};

/// What a network of domains comes to with links of its mesh down.
class Outcome {
 public:
  Outcome(const Domains& domains, const std::set<std::string>& down)
      : network_(domains.net.network()),
        tunnels_(network_),
        walker_(network_, tunnels_, space_),
        probe_(network_, tunnels_, walker_, space_) {
    TunnelSettling settling(network_, tunnels_, domains.net.engine(), probe_);
    routing::FailureState failure(network_);
    for (const std::string& name : down) failure.FailLink(network_.FindLink(name));
    states_ = settling.Settle(failure, scratch_, state_);
  }

  bool certain() const { return states_.undecided.empty() && !state_.unsettled(); }

  std::size_t WiresUp() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < tunnels_.tunnels().size(); ++i) count += states_.up[i] ? 1U : 0U;
    return count;
  }

  std::vector<std::string> RowsOf(int customer) const {
    const NodeId node = network_.FindNode(CustomerOf(customer));
    const routing::Rib& rib = state_.rib(node);
    std::vector<std::string> rows;
    for (const routing::Route& route : rib.routes()) {
      std::string row = net::ToString(route.prefix) + " " + std::to_string(route.metric);
      for (const routing::RouteHop& hop : rib.HopsOf(route)) {
        row += " " + network_.InterfaceAt({node, hop.interface}).name;
        if (hop.gateway) row += "[" + net::ToString(*hop.gateway) + "]";
      }
      rows.push_back(row);
    }
    return rows;
  }

  /// Nodes that packets between two customers pass; "?" when that is not certain, "!" when some do not
  /// arrive.
  std::set<std::string> PassedBy(int from, int to) {
    forwarding::WalkQuery query;
    query.from = network_.FindNode(CustomerOf(from));
    query.to = network_.FindNode(CustomerOf(to));
    const net::IpAddress target = routing::A("10.6." + std::to_string(to) + ".9");
    query.single_destination = target;
    query.packets = space_.And(space_.FromPrefix(routing::P("10.6." + std::to_string(from) + ".9/32")),
                               space_.ToPrefix(net::Prefix::Host(target)));
    std::set<std::string> names;
    for (const forwarding::WalkGraph& graph : walker_.Walk(query, state_, states_.up)) {
      for (const forwarding::Step& step : graph.steps)
        names.insert(network_.nodes()[step.node.index()].config.device.name);
      if (!graph.ambiguous_nodes.empty()) names.insert("?");
      if (!graph.delivers_all) names.insert("!");
    }
    return names;
  }

 private:
  const routing::Network& network_;
  forwarding::TunnelTable tunnels_;
  net::PacketSpace space_;
  forwarding::Walker walker_;
  TunnelProbe probe_;
  routing::Scratch scratch_;
  routing::RoutingState state_;
  TunnelStates states_;
};

/// Links of the mesh that are down, by name.
std::set<std::string> SomeDown(const Domains& domains, Dice& dice) {
  std::set<std::string> down;
  for (int count = dice.Below(4); count > 0; --count) {
    const auto& links = domains.net.network().links();
    const std::string& name =
        links[static_cast<std::size_t>(dice.Below(static_cast<int>(links.size())))].name;
    if (name.starts_with("r")) down.insert(name);
  }
  return down;
}

TEST(EvpnLabelsTwin, EvpnIsAFullMeshOfPseudowires) {
  std::size_t wires = 0, cut = 0, carried = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    const Domains told(seed, true), typed(seed, false);
    Dice dice(seed + 1000);
    const std::set<std::string> down = SomeDown(told, dice);
    Outcome with(told, down), twin(typed, down);
    ASSERT_EQ(with.certain(), twin.certain());
    ASSERT_EQ(with.WiresUp(), twin.WiresUp());
    wires += with.WiresUp();
    std::size_t all = 0;
    for (const std::set<int>& members : told.domains) all += members.size() * (members.size() - 1);
    cut += all - with.WiresUp();
    for (int i = 0; i < told.routers; ++i) ASSERT_EQ(with.RowsOf(i), twin.RowsOf(i));
    for (int i = 0; i < 3; ++i) {
      const auto [from, to] = dice.Two(told.routers);
      const std::set<std::string> passed = with.PassedBy(from, to);
      ASSERT_EQ(passed, twin.PassedBy(from, to));
      carried += passed.contains("!") ? 0U : 1U;
    }
  }
  EXPECT_GT(wires, 300U);
  EXPECT_GT(cut, 10U);
  EXPECT_GT(carried, 20U);
}

}  // namespace
}  // namespace ringfence::exposure
