// Tunnels and routes that rest on each other, on networks small enough to tell the outcome by hand.

#include "exposure/tunnel_states.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "exposure/engine.h"
#include "exposure/exposure_testing.h"

namespace ringfence::exposure {
namespace {

using model::TunnelCarrier;
using routing::A;
using Names = std::set<std::string>;

/// a - p - b with subnets 10.0.0.0/30 and 10.0.1.0/30, which only static routes know; a tunnel between a and
/// b from these addresses; OSPF over the tunnel and to the LANs 10.1.0.0/24 (a) and 10.2.0.0/24 (b).
struct OverTheTop : Snapshot {
  OverTheTop() {
    net.Port("a", "wan", "10.0.0.1/30");
    net.Port("p", "to-a", "10.0.0.2/30");
    net.Port("p", "to-b", "10.0.1.1/30");
    net.Port("b", "wan", "10.0.1.2/30");
    net.Static("a", "10.0.1.0/30", "10.0.0.2");
    net.Static("b", "10.0.0.0/30", "10.0.1.1");
    AddEnd("a", "10.0.0.1", "10.0.1.2", "10.8.0.1/30");
    AddEnd("b", "10.0.1.2", "10.0.0.1", "10.8.0.2/30");
    AddLan("a", "10.1.0.1/24");
    AddLan("b", "10.2.0.1/24");
    AddFlow("talk", "a", "10.1.0.5", "b", "10.2.0.5");
  }
  model::TunnelConfig& AddEnd(const std::string& node, std::string_view local, std::string_view peer,
                              std::string_view inside, const std::string& name = "tun") {
    net.Port(node, name, inside, model::InterfaceKind::kTunnel);
    net.Run(node, name, 0, 10);
    model::TunnelConfig tunnel;
    tunnel.name = tunnel.bind_interface = name;
    tunnel.local = A(local);
    tunnel.peer = A(peer);
    tunnel.encapsulation = model::Encapsulation::kGre;
    tunnel.ipsec = tunnel.confidentiality = tunnel.integrity = false;
    tunnel.carrier = TunnelCarrier::kRoute;
    tunnel.span = net.NewSpan();
    auto& tunnels = net[node].device.tunnels;
    tunnels.push_back(tunnel);
    return tunnels.back();
  }
  void AddLan(const std::string& node, std::string_view address) {
    net.Port(node, "lan", address);
    net.Run(node, "lan", 0, 1);
  }
  model::TunnelConfig& End(const std::string& node) { return net[node].device.tunnels[0]; }
  void SetCarrier(TunnelCarrier carrier) { End("a").carrier = End("b").carrier = carrier; }

  FlowOutcome Outcome(std::vector<std::string> failed = {}) {
    if (engine == nullptr) {
      Build();
      engine = std::make_unique<ExposureEngine>(world);
      evaluator = std::make_unique<Evaluator>(*engine);
    }
    std::vector<std::uint32_t> units;
    for (const std::string& label : failed) units.push_back(Unit(label));
    std::ranges::sort(units);
    for (const std::uint32_t unit : units) EXPECT_LT(unit, world.failures.size());
    evaluator->Enter(units);
    return evaluator->Evaluate(model::FlowId(0));
  }
  std::string Route(std::string_view node, std::string_view prefix) {
    return net.Show(evaluator->state(), node, prefix);
  }
  bool Doubts(const FlowOutcome& outcome, Doubt::Kind kind) const {
    return std::ranges::count(outcome.doubts, kind, &Doubt::kind) > 0;
  }

  std::unique_ptr<ExposureEngine> engine;
  std::unique_ptr<Evaluator> evaluator;
};

TEST(TunnelStates, NeighboursMeetOverATunnelThatProtectsNothing) {
  OverTheTop top;
  const FlowOutcome outcome = top.Outcome();
  EXPECT_EQ(top.Route("a", "10.2.0.0/24"), "ospf 11 via tun[10.8.0.2]");
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  EXPECT_EQ(top.Exposed(outcome, Level::kRead), (Names{"a", "p", "b"})) << "p has the clear packet in hands";
  for (const FailureUnit& unit : top.world.failures)
    EXPECT_NE(unit.name, "a--b") << "a tunnel is no wire that can be cut";
}

TEST(TunnelStates, IpsecAroundGreTakesReadingFromThoseBetween) {
  OverTheTop top;
  for (const char* node : {"a", "b"})
    top.End(node).ipsec = top.End(node).confidentiality = top.End(node).integrity = true;
  const FlowOutcome outcome = top.Outcome();
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_EQ(top.Exposed(outcome, Level::kRead), (Names{"a", "b"}));
  EXPECT_EQ(top.Exposed(outcome, Level::kMeta), (Names{"a", "p", "b"}));
}

TEST(TunnelStates, NothingPassesWhereTheEndsDisagree) {
  const auto differ = [](auto change) {
    OverTheTop top;
    change(top.End("b"));
    EXPECT_FALSE(top.Outcome().delivered);
    EXPECT_EQ(top.Route("a", "10.2.0.0/24"), "-");
    EXPECT_FALSE(top.evaluator->state().unsettled());
  };
  differ([](model::TunnelConfig& end) { end.key = 7; });
  differ([](model::TunnelConfig& end) { end.encapsulation = model::Encapsulation::kIp; });
  differ([](model::TunnelConfig& end) { end.peer = A("10.0.0.2"); });
  differ([](model::TunnelConfig& end) {
    end.ipsec = end.confidentiality = true;
    end.carrier = TunnelCarrier::kPeer;
  });
}

TEST(TunnelStates, WhetherAnInterfaceFollowsIpsecOrItsRouteIsOpenWhereTheyDiffer) {
  OverTheTop top;
  for (const char* node : {"a", "b"}) top.End(node).ipsec = true;
  EXPECT_TRUE(top.Outcome().doubts.empty());
  OverTheTop silent;
  for (const char* node : {"a", "b"}) silent.End(node).ipsec = true;
  silent.net.Static("p", "10.0.0.1/32", "");  // discards the answers
  EXPECT_TRUE(silent.Doubts(silent.Outcome(), Doubt::Kind::kTunnel));
  EXPECT_TRUE(silent.evaluator->state().unsettled());
}

TEST(TunnelStates, ATunnelGoesWithTheLinksBelowIt) {
  OverTheTop top;
  EXPECT_FALSE(top.Outcome({"link:b--p"}).delivered);
  EXPECT_FALSE(top.Outcome({"link:a--p"}).delivered);
  EXPECT_FALSE(top.Outcome({"node:p"}).delivered);
  EXPECT_TRUE(top.Outcome().delivered) << "nothing is remembered";
}

TEST(TunnelStates, PacketsMustArriveBothWaysForNeighboursToMeet) {
  OverTheTop top;
  // b sends what is for a to nowhere: its interface works, for there is a route.
  top.net["b"].static_routes.routes[0].next_hop = A("10.0.1.1");
  top.net["p"].device.interfaces[0].addresses[0].address = *net::ParseHostPrefix("10.0.0.6/30");
  top.net["a"].device.interfaces[0].addresses[0].address = *net::ParseHostPrefix("10.0.0.5/30");
  top.net["a"].static_routes.routes[0].next_hop = A("10.0.0.6");
  top.End("a").local = top.End("b").peer = A("10.0.0.5");
  top.net.Static("b", "10.0.0.4/30", "10.0.1.1");
  top.net.Static("p", "10.0.0.5/32", "");  // discarded
  EXPECT_FALSE(top.Outcome().delivered);
  EXPECT_EQ(top.Route("p", "10.0.0.5/32"), "static 0 via discard");
  EXPECT_EQ(top.Route("a", "10.2.0.0/24"), "-");
  EXPECT_EQ(top.Route("a", "10.8.0.0/30"), "connected 0 via tun") << "its interface works all the same";
  EXPECT_EQ(top.Route("b", "10.8.0.0/30"), "connected 0 via tun");
}

/// Static routes into the tunnel; a second way a - q - b takes over when the interface goes down.
struct WithSecondWay : OverTheTop {
  explicit WithSecondWay(TunnelCarrier carrier, bool default_route) {
    for (const char* node : {"a", "b"}) net[node].ospf.processes.clear();
    net.Port("a", "two", "10.0.2.1/30");
    net.Port("q", "to-a", "10.0.2.2/30");
    net.Port("q", "to-b", "10.0.3.2/30");
    net.Port("b", "two", "10.0.3.1/30");
    net.Static("q", "10.1.0.0/24", "10.0.2.1");
    net.Static("q", "10.2.0.0/24", "10.0.3.1");
    Ways("a", "10.2.0.0/24", "10.0.2.2");
    Ways("b", "10.1.0.0/24", "10.0.3.2");
    // The outer addresses are on loopbacks, which keep working.
    net.Port("a", "lo", "10.255.0.1/32", model::InterfaceKind::kLoopback);
    net.Port("b", "lo", "10.255.0.2/32", model::InterfaceKind::kLoopback);
    net.Static("a", "10.255.0.2/32", "10.0.0.2").interface = "wan";
    net.Static("p", "10.255.0.2/32", "10.0.1.2");
    net.Static("p", "10.255.0.1/32", "10.0.0.1");
    net.Static("b", "10.255.0.1/32", "10.0.1.1").interface = "wan";
    End("a").local = End("b").peer = A("10.255.0.1");
    End("b").local = End("a").peer = A("10.255.0.2");
    if (default_route) {
      net.Static("a", "0.0.0.0/0", "10.0.2.2");
      net.Static("b", "0.0.0.0/0", "10.0.3.2");
    }
    SetCarrier(carrier);
  }
  void Ways(const std::string& node, std::string_view to, std::string_view second) {
    routing::static_routes::StaticRoute& first = net.Static(node, to, "");
    first.discard = false;
    first.interface = "tun";
    net.Static(node, to, second).distance = 5;
  }
};

TEST(TunnelStates, TheRuleOfTheEndSaysWhenTheInterfaceWorks) {
  const std::vector<std::string> cut = {"link:a--p", "link:b--p"};
  for (const TunnelCarrier carrier : {TunnelCarrier::kPeer, TunnelCarrier::kRoute, TunnelCarrier::kSelf}) {
    for (const bool default_route : {false, true}) {
      SCOPED_TRACE(static_cast<int>(carrier) * 2 + (default_route ? 1 : 0));
      WithSecondWay ways(carrier, default_route);
      EXPECT_TRUE(ways.Outcome().delivered_all);
      EXPECT_EQ(ways.Exposed(ways.Outcome(), Level::kRead), (Names{"a", "p", "b"}));
      const FlowOutcome outcome = ways.Outcome(cut);
      // q does not know the outer addresses. A default route to it is a route all the same.
      const bool falls_back =
          carrier == TunnelCarrier::kPeer || (carrier == TunnelCarrier::kRoute && !default_route);
      EXPECT_EQ(outcome.delivered_all, falls_back);
      EXPECT_TRUE(outcome.doubts.empty());
      const Names readers = falls_back ? Names{"a", "q", "b"} : Names{};
      EXPECT_EQ(ways.Exposed(outcome, Level::kRead), readers);
    }
  }
}

TEST(TunnelStates, ARouteToTheFarEndThroughTheTunnelItselfIsUndecided) {
  OverTheTop top;
  // OSPF teaches a better way to the outer address of b: over the tunnel.
  top.net.Port("b", "lo", "10.255.0.2/32", model::InterfaceKind::kLoopback);
  top.net.Run("b", "lo", 0, 0, routing::ospf::NetworkType::kLoopback).advertise_host = true;
  top.net.Static("a", "10.255.0.0/24", "10.0.0.2");
  top.net.Static("p", "10.255.0.2/32", "10.0.1.2");
  top.End("b").local = top.End("a").peer = A("10.255.0.2");
  const FlowOutcome outcome = top.Outcome();
  EXPECT_TRUE(top.Doubts(outcome, Doubt::Kind::kTunnel));
  EXPECT_TRUE(top.Doubts(outcome, Doubt::Kind::kUnsettled));
  EXPECT_TRUE(top.evaluator->state().unsettled());
}

TEST(TunnelStates, ATunnelThatHoldsItselfUpIsUndecided) {
  OverTheTop top;
  // The way to the far end is there while the tunnel works: once up it stays up, from cold it never comes up.
  ASSERT_TRUE(OverTheTop().Outcome().doubts.empty());
  top.net["a"].static_routes.routes[0].track_interface = "tun";
  const FlowOutcome outcome = top.Outcome();
  EXPECT_TRUE(top.Doubts(outcome, Doubt::Kind::kTunnel));
  EXPECT_TRUE(top.Doubts(outcome, Doubt::Kind::kUnsettled));
}

}  // namespace
}  // namespace ringfence::exposure
