#include "routing/srv6/srv6_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace ringfence::routing::srv6 {
namespace {

net::IpAddress A(const char* text) { return *net::ParseAddress(text); }
net::Prefix P(const char* text) { return *net::ParsePrefix(text); }

void AddInterface(DeviceConfig& config, model::InterfaceKind kind, const char* address,
                  const char* vrf = "") {
  model::Interface& interface = config.device.interfaces.emplace_back();
  interface.kind = kind;
  interface.vrf = vrf;
  interface.addresses.push_back({{A(address), 64}});
}

TEST(Srv6Plan, AServiceBelongsToOneFamilyOfOneVrf) {
  const Srv6Config config{.services = {{.vrf = "red", .family = net::Family::kIpv4},
                                       {.vrf = "red", .family = net::Family::kIpv6, .takes = true}}};
  ASSERT_NE(ServiceOf(config, "red", net::Family::kIpv6), nullptr);
  EXPECT_TRUE(ServiceOf(config, "red", net::Family::kIpv6)->takes);
  EXPECT_FALSE(ServiceOf(config, "red", net::Family::kIpv4)->takes);
  EXPECT_EQ(ServiceOf(config, "", net::Family::kIpv4), nullptr);
}

TEST(Srv6Plan, TheSourceIsTheConfiguredOneThenALoopbackThenAnyGlobalAddress) {
  DeviceConfig config;
  EXPECT_EQ(SourceOf(config), A("::"));
  AddInterface(config, model::InterfaceKind::kPhysical, "fe80::1");
  AddInterface(config, model::InterfaceKind::kPhysical, "2001:db8:9::1", "red");
  EXPECT_EQ(SourceOf(config), A("::"));
  AddInterface(config, model::InterfaceKind::kPhysical, "2001:db8:1::1");
  EXPECT_EQ(SourceOf(config), A("2001:db8:1::1"));
  AddInterface(config, model::InterfaceKind::kLoopback, "2001:db8::1");
  EXPECT_EQ(SourceOf(config), A("2001:db8::1"));
  config.srv6.source = A("2001:db8::7");
  EXPECT_EQ(SourceOf(config), A("2001:db8::7"));
}

TEST(Srv6Plan, BlocksAreKnownPrefixes) {
  Node node;
  node.config.srv6.locators = {{.name = "a", .prefix = P("2001:db8:a::/64")}};
  node.config.srv6.services = {{.vrf = "red", .gives = P("2001:db8:b::/64")}};
  std::vector<Node> nodes = {node};
  base::Diagnostics diagnostics;
  const Network network(std::move(nodes), {}, diagnostics);
  std::vector<net::Prefix> prefixes;
  CollectPrefixes(network, prefixes);
  EXPECT_EQ(prefixes, (std::vector{P("2001:db8:a::/64"), P("2001:db8:b::/64")}));
}

}  // namespace
}  // namespace ringfence::routing::srv6
