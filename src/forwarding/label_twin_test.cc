// Labels on random networks.
//
// Property: labels change what routers look at, not where packets go. What routes of an IGP deliver arrives
// under labels too, over the same routers, whatever LDP is configured where; a packet of a VPN goes the way
// of packets to the loopback of the far edge router while LDP runs on all links, and where it does not, it is
// lost exactly where a label is missing: never delivered by addresses that belong to another network.
// Oracles: the twin that follows addresses (paths_testing.h), and one that plays LDP with numbers: routers
// tell each other labels until nothing changes, then a packet goes by what it heard (RFC 5036, RFC 3032).
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "forwarding/vpn_mesh_testing.h"

namespace ringfence::forwarding {
namespace {

using model::Endpoint;
using model::NodeId;
using routing::A;
using routing::Dice;
using routing::FibEntry;
using routing::HostsOf;
using routing::LoopbackOf;
using routing::NextHop;
using routing::P;
using routing::RouterOf;
using routing::RoutingState;

/// Addresses inside of HostsOf, of SiteOf and so on.
AddressTwin::Packet PacketTo(std::string_view prefix) {
  return {A("10.9.250.1"), net::IpAddress::V4(P(prefix).address.v4() + 1)};
}

TEST(LabelTwin, WhatRoutesDeliverArrivesUnderLabelsOverTheSameRouters) {
  std::size_t delivered = 0, labelled = 0, several = 0, cut = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed);
    routing::World net;
    const int routers = 4 + dice.Below(5);
    AddMesh(net, dice, routers);
    RunLdp(net, dice, routers, dice.OneIn(2));
    const routing::Network& network = net.Build();
    const RoutingState state = net.Under(SomeLinksDown(network, dice, 2));
    const SlowTables tables(network, state);
    AddressTwin twin(tables);
    for (int pair = 0; pair < 8; ++pair) {
      const auto [from, to] = dice.Two(routers);
      const std::string prefix = dice.OneIn(3) ? LoopbackOf(to) + "/32" : HostsOf(to);
      AddressTwin::Packet packet = PacketTo(prefix);
      if (!prefix.ends_with("/29")) packet.destination = A(LoopbackOf(to));
      const NodeId end = network.FindNode(RouterOf(to));
      const Paths expected = twin.Follow(network.FindNode(RouterOf(from)), end, packet);
      const WalkGraph graph = WalkOne(network, state, PortAt(network, RouterOf(from), "lan"), end, prefix);
      ASSERT_EQ(GraphPaths::Of(network, graph), expected) << RouterOf(from) << " to " << prefix;
      EXPECT_TRUE(graph.ambiguous_nodes.empty());
      delivered += AllDelivered(expected) ? 1U : 0U;
      cut += AllDelivered(expected) ? 0U : 1U;
      several += expected.size() > 1 ? 1U : 0U;
      labelled += std::ranges::any_of(graph.steps, [](const Step& s) { return s.labels.valid(); }) ? 1U : 0U;
    }
  }
  EXPECT_GT(delivered, 1500U);
  EXPECT_GT(labelled, 1000U);
  EXPECT_GT(several, 150U);
  EXPECT_GT(cut, 20U);
}

// ---- packets of a VPN

/// LDP and a VPN with numbers, one packet at a time.
class NumberTwin {
 public:
  NumberTwin(const VpnMesh& mesh, const SlowTables& tables) : mesh_(mesh), tables_(tables) {
    for (int fec = 0; fec < mesh.routers; ++fec) Distribute(fec);
  }

  /// All ways of a packet from the site of one edge to that of another.
  Paths Follow(int from, int to) {
    to_ = to;
    paths_.clear();
    const NodeId start = NodeOf(mesh_.SiteRouter(from));
    const bool customer = mesh_.customers.contains(from);
    LookUp(start, mesh_.SiteRouter(from),
           customer ? tables_.network().MainTable(start) : tables_.network().FindTable(start, "red"));
    return paths_;
  }

 private:
  static constexpr int kExplicitNull = 0, kImplicitNull = 3;  // RFC 3032 2.1
  static constexpr int kVpn = 1000000;
  using Labels = std::vector<int>;  ///< the outermost last

  NodeId NodeOf(const std::string& name) const { return tables_.network().FindNode(name); }
  const routing::DeviceConfig& ConfigOf(NodeId node) const {
    return tables_.network().nodes()[node.index()].config;
  }
  bool Speaks(const Endpoint& end) const {
    const auto& interfaces = ConfigOf(end.node).ldp.interfaces;
    const std::string& name = tables_.network().InterfaceAt(end).name;
    return std::ranges::any_of(interfaces, [&](const auto& ldp) { return ldp.name == name; });
  }
  net::IpAddress Target() const { return net::IpAddress::V4(P(SiteHostsOf(to_)).address.v4() + 1); }

  /// Hops of the route to the loopback of a router.
  std::vector<NextHop> HopsTo(NodeId node, int fec) const {
    const routing::Fib& fib = tables_.state().fib(node);
    const FibEntry* entry = fib.Find(P(LoopbackOf(fec) + "/32"));
    if (entry == nullptr) return {};
    const auto hops = fib.HopsOf(*entry);
    return {hops.begin(), hops.end()};
  }
  /// The label for a loopback that the neighbour behind a hop has told.
  std::optional<int> Heard(NodeId node, const NextHop& hop, int fec) const {
    const auto far = tables_.FarEnd({node, hop.interface}, *hop.gateway);
    if (!far || !Speaks({node, hop.interface}) || !Speaks(*far)) return std::nullopt;
    const auto told = told_.find({far->node, fec});
    return told == told_.end() ? std::nullopt : std::optional(told->second);
  }

  /// What a router tells its neighbours for a loopback, from what it has heard so far.
  std::optional<int> Tells(int router, int fec) const {
    const NodeId node = NodeOf(RouterOf(router));
    const routing::ldp::LdpConfig& ldp = ConfigOf(node).ldp;
    if (router == fec) return ldp.explicit_null ? kExplicitNull : kImplicitNull;
    const std::vector<NextHop> hops = HopsTo(node, fec);
    if (hops.empty()) return std::nullopt;
    const auto speaks = [&](const NextHop& hop) { return Speaks({node, hop.interface}); };
    if (ldp.ends_without_ldp && std::ranges::none_of(hops, speaks)) return kImplicitNull;
    const auto heard = [&](const NextHop& hop) { return Heard(node, hop, fec).has_value(); };
    if (ldp.ordered && std::ranges::none_of(hops, heard)) return std::nullopt;
    return 1000 * (router + 1) + fec;
  }
  void Distribute(int fec) {
    for (int round = 0; round <= mesh_.routers; ++round) {
      for (int router = 0; router < mesh_.routers; ++router) {
        if (const auto label = Tells(router, fec)) told_[{NodeOf(RouterOf(router)), fec}] = *label;
      }
    }
  }

  void End(const std::string& way, std::string_view how) { paths_.insert(way + ":" + std::string(how)); }

  /// By addresses.
  void LookUp(NodeId node, const std::string& way, routing::TableId table) {
    const FibEntry* best = tables_.Best(table, Target());
    if (best == nullptr) return End(way, "no-route");
    if (best->protocol == routing::Protocol::kBgpVpn) {
      const bool table_label = ConfigOf(NodeOf(RouterOf(to_))).vrfs[0].label_per_table;
      return Push(node, way, {kVpn + 2 * to_ + (table_label ? 1 : 0)});
    }
    for (const NextHop& hop : tables_.state().fib(table).HopsOf(*best)) Leave(node, way, hop, {});
  }
  /// The first router puts the label of the way to the edge above that of the VPN.
  void Push(NodeId node, const std::string& way, const Labels& labels) {
    for (const NextHop& hop : HopsTo(node, to_)) {
      if (!Heard(node, hop, to_) && !ConfigOf(node).ldp.sends_bare)
        End(way, "no-label");
      else
        Leave(node, way, hop, Above(labels, Heard(node, hop, to_).value_or(kImplicitNull)));
    }
  }
  static Labels Above(Labels labels, int label) {
    if (label != kImplicitNull) labels.push_back(label);
    return labels;
  }
  void Leave(NodeId node, const std::string& way, const NextHop& hop, const Labels& labels) {
    const auto far = tables_.FarEnd({node, hop.interface}, hop.gateway.value_or(Target()));
    if (far) return Arrive(*far, way + ">" + tables_.DeviceOf(far->node).name, labels);
    End(way, node == NodeOf(mesh_.SiteRouter(to_)) ? "delivered" : "leaves-network");
  }
  void Arrive(const Endpoint& in, const std::string& way, Labels labels) {
    if (std::ranges::count(way, '>') > 30) return End("", "endless");
    if (labels.empty()) return LookUp(in.node, way, tables_.network().TableAt(in));
    const int top = labels.back();
    labels.pop_back();
    if (top == kExplicitNull) return Arrive(in, way, labels);
    if (top >= kVpn) return AtEdge(in.node, way, top - kVpn);
    const auto told = told_.find({in.node, to_});
    if (told == told_.end() || told->second != top) return End(way, "no-label");
    for (const NextHop& hop : HopsTo(in.node, to_)) {
      if (const auto next = Heard(in.node, hop, to_))
        Leave(in.node, way, hop, Above(labels, *next));
      else
        End(way, "no-label");
    }
  }
  /// The label of the VPN is on top: only the edge that told it knows it.
  void AtEdge(NodeId node, const std::string& way, int label) {
    if (node != NodeOf(RouterOf(label / 2))) return End(way, "no-label");
    LookUp(node, way, tables_.network().FindTable(node, "red"));
  }

  const VpnMesh& mesh_;
  const SlowTables& tables_;
  int to_ = 0;
  Paths paths_;
  std::map<std::pair<NodeId, int>, int> told_;  ///< by router and loopback
};

/// One random VPN and what is asked of it.
struct VpnCase {
  VpnCase(std::uint32_t seed, bool everywhere)
      : dice(seed),
        mesh(dice, everywhere),
        network(mesh.net.Build()),
        state(mesh.net.Under(SomeLinksDown(network, dice, 2))),
        tables(network, state) {}
  WalkGraph Walk(int from, int to) const {
    return WalkOne(network, state, PortAt(network, mesh.SiteRouter(from), "site"),
                   network.FindNode(mesh.SiteRouter(to)), SiteHostsOf(to));
  }

  Dice dice;
  VpnMesh mesh;
  const routing::Network& network;
  RoutingState state;
  SlowTables tables;
};

TEST(LabelTwin, PacketsOfAVpnGoWherePacketsToTheFarEdgeGo) {
  std::size_t delivered = 0, several = 0, unreachable = 0;
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    VpnCase vpn(seed, true);
    AddressTwin twin(vpn.tables);
    for (const int from : vpn.mesh.edges) {
      for (const int to : vpn.mesh.edges) {
        if (from == to) continue;
        const NodeId far = vpn.network.FindNode(RouterOf(to));
        Paths expected;
        for (std::string way :
             twin.Follow(vpn.network.FindNode(RouterOf(from)), far, {A("10.9.250.1"), A(LoopbackOf(to))})) {
          if (vpn.mesh.customers.contains(from)) way = "c" + std::to_string(from) + ">" + way;
          if (vpn.mesh.customers.contains(to) && way.ends_with(":delivered"))
            way.insert(way.find(':'), ">c" + std::to_string(to));
          expected.insert(way);
        }
        const WalkGraph graph = vpn.Walk(from, to);
        ASSERT_EQ(GraphPaths::Of(vpn.network, graph), expected) << from << " to " << to;
        EXPECT_TRUE(graph.ambiguous_nodes.empty());
        delivered += AllDelivered(expected) ? 1U : 0U;
        unreachable += AllDelivered(expected) ? 0U : 1U;
        several += expected.size() > 1 ? 1U : 0U;
      }
    }
  }
  EXPECT_GT(delivered, 400U);
  EXPECT_GT(several, 40U);
  EXPECT_GT(unreachable, 5U);
}

TEST(LabelTwin, PacketsOfAVpnAreLostExactlyWhereALabelIsMissing) {
  std::size_t delivered = 0, lost = 0, mixed = 0;
  for (std::uint32_t seed = 1000; seed < 1400; ++seed) {
    SCOPED_TRACE(seed);
    VpnCase vpn(seed, false);
    NumberTwin twin(vpn.mesh, vpn.tables);
    for (const int from : vpn.mesh.edges) {
      for (const int to : vpn.mesh.edges) {
        if (from == to) continue;
        const Paths expected = twin.Follow(from, to);
        ASSERT_EQ(GraphPaths::Of(vpn.network, vpn.Walk(from, to)), expected) << from << " to " << to;
        const auto is_lost = [](const std::string& way) { return way.ends_with(":no-label"); };
        const bool loses = std::ranges::any_of(expected, is_lost);
        const bool delivers = !std::ranges::all_of(expected, is_lost);
        delivered += AllDelivered(expected) ? 1U : 0U;
        lost += loses && !delivers ? 1U : 0U;
        mixed += loses && delivers ? 1U : 0U;
      }
    }
  }
  EXPECT_GT(delivered, 500U);
  EXPECT_GT(lost, 200U);
  EXPECT_GT(mixed, 50U);
}

}  // namespace
}  // namespace ringfence::forwarding
