#include "routing/connected/connected.h"

#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::routing::connected {
namespace {

PrefixTable TableOf(const Network& network) {
  std::vector<net::Prefix> prefixes;
  CollectPrefixes(network, prefixes);
  return PrefixTable(std::move(prefixes));
}

Network Make(const DeviceConfig& config) {
  base::Diagnostics diagnostics;
  return Network({Node{config, false}}, {}, diagnostics);
}

TEST(ConnectedTest, SubnetAndAddressEachMakeARoute) {
  DeviceConfig config;
  config.device.interfaces.resize(1);
  config.device.interfaces[0].addresses.push_back({*net::ParseHostPrefix("198.51.100.7/24"), false, {}});
  const Network network = Make(config);
  const PrefixTable table = TableOf(network);
  const auto routes = RoutesOf(network, TableId(0), table);
  ASSERT_EQ(routes.size(), 2U);
  EXPECT_EQ(table[routes[0].prefix], P("198.51.100.0/24"));
  EXPECT_EQ(routes[0].protocol, Protocol::kConnected);
  EXPECT_EQ(table[routes[1].prefix], P("198.51.100.7/32"));
  EXPECT_EQ(routes[1].protocol, Protocol::kLocal);
  EXPECT_TRUE(routes[1].listed);
}

TEST(ConnectedTest, HostAddressIsConnectedAndItsLocalRouteIsNotPrinted) {
  DeviceConfig config;
  config.device.interfaces.resize(1);
  config.device.interfaces[0].addresses.push_back({*net::ParseHostPrefix("192.0.2.1/32"), false, {}});
  const Network network = Make(config);
  const auto routes = RoutesOf(network, TableId(0), TableOf(network));
  ASSERT_EQ(routes.size(), 2U);
  EXPECT_EQ(routes[0].protocol, Protocol::kConnected);
  EXPECT_FALSE(routes[1].listed);
}

TEST(ConnectedTest, SystemsWithoutLocalRoutesStillKnowTheirAddresses) {
  DeviceConfig config;
  config.local_routes = false;
  config.device.interfaces.resize(1);
  config.device.interfaces[0].addresses.push_back({*net::ParseHostPrefix("2001:db8::1/64"), false, {}});
  config.device.interfaces[0].addresses.push_back({*net::ParseHostPrefix("fe80::1/64"), false, {}});
  const Network network = Make(config);
  const auto routes = RoutesOf(network, TableId(0), TableOf(network));
  ASSERT_EQ(routes.size(), 2U);  // nothing for the link-local address
  EXPECT_EQ(routes[1].protocol, Protocol::kLocal);
  EXPECT_FALSE(routes[1].listed);
}

}  // namespace
}  // namespace ringfence::routing::connected
