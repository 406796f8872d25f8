// Who reads what WireGuard carries, and what becomes of it when it does not work.

#include <gtest/gtest.h>

#include <memory>

#include "exposure/engine.h"
#include "exposure/exposure_testing.h"
#include "forwarding/wireguard_testing.h"

namespace ringfence::exposure {
namespace {

using forwarding::AddWireGuard;
using routing::A;
using routing::P;
using Names = std::set<std::string>;

/// a - p - b and a - q - b; LANs 10.1.0.0/24 (a) and 10.2.0.0/24 (b) talk through wg0, whose packets go by p.
/// p and q would carry the LANs too.
struct Office : Snapshot {
  Office() {
    for (const auto& [transit, subnet] : {std::pair("p", "10.0.0."), std::pair("q", "10.0.1.")}) {
      const std::string base = subnet;
      net.Port("a", transit, base + "1/30");
      net.Port(transit, "a", base + "2/30");
      net.Port(transit, "b", base + "5/30");
      net.Port("b", transit, base + "6/30");
      net.Static(transit, "10.1.0.0/24", base + "1");
      net.Static(transit, "10.2.0.0/24", base + "6");
    }
    net.Static("a", "10.0.0.4/30", "10.0.0.2");
    net.Static("b", "10.0.0.0/30", "10.0.0.5");
    AddEnd("a", "A", "B", "10.1.0.1/24", "10.2.0.0/24");
    AddEnd("b", "B", "A", "10.2.0.1/24", "10.1.0.0/24");
    End("a").peer = A("10.0.0.6");
    End("a").wireguard->peer_port = 51820;
    AddFlow("talk", "a", "10.1.0.5", "b", "10.2.0.5");
  }
  void AddEnd(const std::string& node, const std::string& own, const std::string& peer, std::string_view lan,
              const std::string& far) {
    net.Port(node, "lan", lan);
    net.Port(node, "wg0", "", model::InterfaceKind::kTunnel);
    routing::static_routes::StaticRoute& route = net.Static(node, far, "");
    route.discard = false;
    route.interface = "wg0";
    AddWireGuard(net, node, "wg0", {own, peer, {far}});
  }
  model::TunnelConfig& End(const std::string& node) { return net[node].device.tunnels[0]; }
  /// Routes around wg0, by q, that count when wg0 is not there.
  void AddWayAround(std::uint32_t distance) {
    net.Static("a", "10.2.0.0/24", "10.0.1.2").distance = distance;
    net.Static("b", "10.1.0.0/24", "10.0.1.5").distance = distance;
  }
  FlowOutcome Outcome(const std::vector<std::string>& failed = {}) {
    if (engine == nullptr) {
      Build();
      engine = std::make_unique<ExposureEngine>(world);
      evaluator = std::make_unique<Evaluator>(*engine);
    }
    std::vector<std::uint32_t> units;
    for (const std::string& label : failed) units.push_back(Unit(label));
    for (const std::uint32_t unit : units) EXPECT_LT(unit, world.failures.size());
    evaluator->Enter(units);
    return evaluator->Evaluate(model::FlowId(0));
  }

  std::unique_ptr<ExposureEngine> engine;
  std::unique_ptr<Evaluator> evaluator;
};

bool Doubts(const FlowOutcome& outcome, Doubt::Kind kind) {
  return std::ranges::count(outcome.doubts, kind, &Doubt::kind) > 0;
}

TEST(WireGuardStates, ThoseBetweenSeeMetadataAndNoMore) {
  Office office;
  const FlowOutcome outcome = office.Outcome();
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_TRUE(outcome.doubts.empty());
  EXPECT_EQ(office.Exposed(outcome, Level::kRead), (Names{"a", "b"}));
  EXPECT_EQ(office.Exposed(outcome, Level::kAlter), (Names{"a", "b"}));
  EXPECT_EQ(office.Exposed(outcome, Level::kMeta), (Names{"a", "p", "b"}));
}

TEST(WireGuardStates, WhatDoesNotGetThroughIsLostWhateverOtherRoutesThereAre) {
  Office office;
  office.AddWayAround(200);
  EXPECT_TRUE(office.Outcome().delivered_all);
  const FlowOutcome cut = office.Outcome({"link:b--p"});
  EXPECT_FALSE(cut.delivered) << "the interface is there, so are its routes";
  EXPECT_TRUE(office.Exposed(cut, Level::kRead).empty());
  EXPECT_TRUE(office.Outcome().delivered_all) << "nothing is remembered";
  Office strangers;
  strangers.AddWayAround(200);
  strangers.End("b").wireguard->shared_key = "x";
  EXPECT_FALSE(strangers.Outcome().delivered);
}

TEST(WireGuardStates, WithoutTheInterfaceOthersRead) {
  Office office;
  office.AddWayAround(200);
  for (const char* node : {"a", "b"}) {
    model::Device& device = office.net[node].device;
    device.interfaces[model::FindInterface(device, "wg0").index()].admin_up = false;
  }
  EXPECT_EQ(office.Exposed(office.Outcome(), Level::kRead), (Names{"a", "q", "b"}));
}

TEST(WireGuardStates, AMoreSpecificRouteAroundItIsFound) {
  Office office;
  office.net.Static("a", "10.2.0.0/25", "10.0.1.2");
  const FlowOutcome outcome = office.Outcome();
  EXPECT_TRUE(outcome.delivered);
  EXPECT_EQ(office.Exposed(outcome, Level::kRead), (Names{"a", "q", "b"}));
}

TEST(WireGuardStates, AnUnknownPeerIsADoubt) {
  Office office;
  office.End("a").wireguard->peer_key = "X";
  const FlowOutcome outcome = office.Outcome();
  EXPECT_FALSE(outcome.delivered);
  EXPECT_TRUE(Doubts(outcome, Doubt::Kind::kLeavesNetwork));
  Office named;
  named.End("a").wireguard->open = true;
  EXPECT_TRUE(Doubts(named.Outcome(), Doubt::Kind::kLeavesNetwork));
}

TEST(WireGuardStates, OnePeerDownLeavesTheOthersUp) {
  Office office;
  AddWireGuard(office.net, "a", "wg0", {"A", "Q", {"10.3.0.0/24"}, "10.0.1.2"});
  office.net.Port("q", "wg0", "", model::InterfaceKind::kTunnel);
  AddWireGuard(office.net, "q", "wg0", {"Q", "A", {"10.1.0.0/24"}});
  EXPECT_TRUE(office.Outcome({"link:a--q"}).delivered_all);
}

}  // namespace
}  // namespace ringfence::exposure
