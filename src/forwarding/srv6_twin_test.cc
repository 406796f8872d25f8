// SRv6 against MPLS on random networks.
//
// Property: the same VPN over the same links with the same costs reaches the same sites through the same
// routers, whether its packets travel under labels of LDP by OSPF for IPv4 or to SIDs by IS-IS for IPv6. So
// nothing that labels deliver is lost, and no router leaves the path. The two share neither protocol nor
// table nor the way packets are wrapped; labels have a twin of their own (label_twin_test.cc).
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "forwarding/vpn_mesh_testing.h"
#include "routing/srv6_testing.h"

namespace ringfence::forwarding {
namespace {

using routing::Dice;
using routing::RouterOf;
using routing::RoutingState;

std::string LocatorOf(int edge) { return "2001:db8:a" + std::to_string(edge) + "::/64"; }

/// The mesh without labels, with IPv6 and SIDs.
void TurnToSrv6(VpnMesh& mesh, bool needs_route) {
  for (int i = 0; i < mesh.routers; ++i) {
    routing::DeviceConfig& config = mesh.net[RouterOf(i)];
    config.ldp = {};
    routing::RunIsis6(config, i);
    if (std::ranges::count(mesh.edges, i) > 0)
      routing::RunSrv6(config, LocatorOf(i)).needs_route = needs_route;
  }
}

/// Some router has two ports of one name, which protocols understand in their own ways.
bool HasTwoPortsOfAName(VpnMesh& mesh) {
  for (int i = 0; i < mesh.routers; ++i) {
    std::set<std::string> names;
    for (const model::Interface& interface : mesh.net[RouterOf(i)].device.interfaces) {
      if (!names.insert(interface.name).second) return true;
    }
  }
  return false;
}

/// Links of the same names down: more subnets may order links in another way.
routing::FailureState SameLinksDown(const routing::Network& network, const routing::FailureState& failure,
                                    const routing::Network& other) {
  routing::FailureState same(other);
  for (std::size_t i = 0; i < network.links().size(); ++i) {
    if (failure.links_down().Test(i)) same.FailLink(other.FindLink(network.links()[i].name));
  }
  return same;
}

/// Ways without the marks where packets are wrapped and unwrapped.
Paths Bare(const Paths& wrapped) {
  Paths bare;
  for (std::string way : wrapped) {
    std::erase_if(way, [](char one) { return one == '(' || one == ')'; });
    bare.insert(way);
  }
  return bare;
}

TEST(Srv6Twin, PacketsOfAVpnGoToTheSameSitesOverTheSameRoutersAsUnderLabels) {
  std::size_t delivered = 0, several = 0, unreachable = 0, wrapped = 0;
  for (std::uint32_t seed = 0; seed < 250; ++seed) {
    SCOPED_TRACE(seed);
    Dice one(seed), other(seed);
    VpnMesh labels(one, true), sids(other, true);
    if (HasTwoPortsOfAName(labels)) continue;
    TurnToSrv6(sids, seed % 2 == 0);
    const routing::Network& network = labels.net.Build();
    const routing::Network& network6 = sids.net.Build();
    const routing::FailureState failure = SomeLinksDown(network, one, 2);
    const routing::FailureState failure6 = SameLinksDown(network, failure, network6);
    const RoutingState state = labels.net.Under(failure);
    const RoutingState state6 = sids.net.Under(failure6);
    for (const int from : labels.edges) {
      for (const int to : labels.edges) {
        if (from == to) continue;
        const auto walk = [&](const routing::Network& in, const RoutingState& now) {
          return WalkOne(in, now, PortAt(in, labels.SiteRouter(from), "site"),
                         in.FindNode(labels.SiteRouter(to)), SiteHostsOf(to));
        };
        const Paths expected = GraphPaths::Of(network, walk(network, state));
        const WalkGraph graph = walk(network6, state6);
        const Paths found = GraphPaths::Of(network6, graph);
        ASSERT_EQ(Bare(found), expected) << from << " to " << to;
        EXPECT_TRUE(graph.ambiguous_nodes.empty());
        delivered += AllDelivered(expected) ? 1U : 0U;
        wrapped += found != expected ? 1U : 0U;
        unreachable += AllDelivered(expected) ? 0U : 1U;
        several += expected.size() > 1 ? 1U : 0U;
      }
    }
  }
  EXPECT_GT(delivered, 400U);
  EXPECT_EQ(wrapped, delivered);
  EXPECT_GT(several, 40U);
  EXPECT_GT(unreachable, 5U) << delivered << ' ' << several << ' ' << unreachable;
}

}  // namespace
}  // namespace ringfence::forwarding
