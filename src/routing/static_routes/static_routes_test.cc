#include "routing/static_routes/static_routes.h"

#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::routing::static_routes {
namespace {

/// A node with interface "x" (198.51.100.1/24) and the one static route.
struct Fixture {
  explicit Fixture(StaticRoute route) {
    route.prefix = P("203.0.113.0/24");
    DeviceConfig config;
    config.device.interfaces.resize(1);
    config.device.interfaces[0].name = "x";
    config.device.interfaces[0].addresses.push_back({*net::ParseHostPrefix("198.51.100.1/24"), false, {}});
    config.static_routes.routes.push_back(route);
    network =
        std::make_unique<Network>(std::vector<Node>{{config, false}}, std::vector<model::Cable>(), findings);
    std::vector<net::Prefix> prefixes;
    CollectPrefixes(*network, prefixes);
    table = PrefixTable(std::move(prefixes));
    facts = FactsOf(*network, TableId(0), table, findings);
  }

  Resolution Decide(bool up) {
    hops.clear();
    return Resolve(facts[0], {static_cast<std::uint8_t>(up ? 1 : 0)}, hops);
  }

  base::Diagnostics findings;
  std::unique_ptr<Network> network;
  PrefixTable table;
  std::vector<StaticFacts> facts;
  std::vector<NextHop> hops;
};

TEST(StaticTest, NextHopOnASubnet) {
  Fixture f({.next_hop = A("198.51.100.9"), .recursive = false});
  EXPECT_EQ(f.Decide(true), Resolution::kActive);
  EXPECT_EQ(f.hops, std::vector<NextHop>({{model::InterfaceIndex(0), A("198.51.100.9"), false}}));
  EXPECT_EQ(f.Decide(false), Resolution::kInactive);
}

TEST(StaticTest, OwnAddressIsNoNextHop) {
  Fixture f({.next_hop = A("198.51.100.1"), .recursive = false});
  EXPECT_EQ(f.Decide(true), Resolution::kInactive);
}

TEST(StaticTest, FarNextHopNeedsRecursion) {
  EXPECT_EQ(Fixture({.next_hop = A("192.0.2.9"), .recursive = false}).Decide(true), Resolution::kInactive);
  EXPECT_EQ(Fixture({.next_hop = A("192.0.2.9"), .recursive = true}).Decide(true), Resolution::kAsk);
}

TEST(StaticTest, ExitInterfaceAlone) {
  Fixture f({.interface = "x"});
  EXPECT_EQ(f.Decide(true), Resolution::kActive);
  EXPECT_EQ(f.hops, std::vector<NextHop>({{model::InterfaceIndex(0), std::nullopt, false}}));
  EXPECT_EQ(f.Decide(false), Resolution::kInactive);
}

TEST(StaticTest, DiscardNeedsNothing) {
  Fixture f({.discard = true});
  EXPECT_EQ(f.Decide(false), Resolution::kActive);
  EXPECT_TRUE(f.hops[0].discard);
}

TEST(StaticTest, TrackedInterfaceDecides) {
  Fixture f({.discard = true, .track_interface = "x"});
  EXPECT_EQ(f.Decide(true), Resolution::kActive);
  EXPECT_EQ(f.Decide(false), Resolution::kInactive);
}

TEST(StaticTest, UnknownInterfaceIsAFindingAndTheRouteNeverHolds) {
  Fixture f({.interface = "y"});
  EXPECT_EQ(f.Decide(true), Resolution::kInactive);
  EXPECT_EQ(CountOf(f.findings, base::DiagnosticKind::kReferenceUndefined), 1);
}

}  // namespace
}  // namespace ringfence::routing::static_routes
