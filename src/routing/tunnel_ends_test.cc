// Tunnel ends as configurations state them.
#include "routing/tunnel_ends.h"

#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

void AddInterface(DeviceConfig& config, model::InterfaceKind kind, const char* address,
                  const char* vrf = "") {
  model::Interface& interface = config.device.interfaces.emplace_back();
  interface.kind = kind;
  interface.vrf = vrf;
  interface.addresses.push_back({{A(address), 64}});
}

TEST(TunnelEnds, TheSourceOfSrv6IsTheConfiguredOneThenALoopbackThenAnyGlobalAddress) {
  DeviceConfig config;
  EXPECT_EQ(SidSourceOf(config), A("::"));
  AddInterface(config, model::InterfaceKind::kPhysical, "fe80::1");
  AddInterface(config, model::InterfaceKind::kPhysical, "2001:db8:9::1", "red");
  EXPECT_EQ(SidSourceOf(config), A("::"));
  AddInterface(config, model::InterfaceKind::kPhysical, "2001:db8:1::1");
  EXPECT_EQ(SidSourceOf(config), A("2001:db8:1::1"));
  AddInterface(config, model::InterfaceKind::kLoopback, "2001:db8::1");
  EXPECT_EQ(SidSourceOf(config), A("2001:db8::1"));
  config.srv6.source = A("2001:db8::7");
  EXPECT_EQ(SidSourceOf(config), A("2001:db8::7"));
}

}  // namespace
}  // namespace ringfence::routing
