#include "routing/gaps.h"

#include <gtest/gtest.h>

#include "model/fate.h"

namespace ringfence::routing {
namespace {

TEST(GapsTest, WhatIsComputedLeavesNone) {
  DeviceConfig config;
  config.static_routes.routes.push_back({.prefix = *net::ParsePrefix("10.0.0.0/8"), .discard = true});
  config.ospf.processes.emplace_back();
  EXPECT_TRUE(GapsOf(config).empty());
}

TEST(GapsTest, OspfForIpv6NeedsAWrittenAddress) {
  DeviceConfig config;
  ospf::OspfProcess& process = config.ospf.processes.emplace_back();
  process.family = net::Family::kIpv6;
  for (const char* name : {"named", "silent", "bare", "lo"}) {
    model::Interface& interface = config.device.interfaces.emplace_back();
    interface.name = name;
    if (interface.name == "lo") interface.kind = model::InterfaceKind::kLoopback;
    ospf::OspfInterface& ospf = process.interfaces.emplace_back();
    ospf.name = name;
    ospf.passive = interface.name == "silent";
    ospf.span = {base::FileId(0), static_cast<std::uint32_t>(4 + config.device.interfaces.size()), 1, 3};
  }
  config.device.interfaces[0].addresses.push_back({*net::ParseHostPrefix("fe80::1/64"), false, {}});
  config.device.interfaces[2].addresses.push_back({*net::ParseHostPrefix("10.0.0.1/31"), false, {}});
  const std::vector<Gap> gaps = GapsOf(config);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].span.line, 7U);
  EXPECT_EQ(gaps[0].impact, model::Impact::kRouting6);
  process.max_metric = true;
  EXPECT_EQ(GapsOf(config).size(), 2U);
}

TEST(GapsTest, OfRipOnlyAutomaticSummariesAreMissing) {
  DeviceConfig config;
  config.rip.processes.resize(2);
  config.rip.processes[1].family = net::Family::kIpv6;
  EXPECT_TRUE(GapsOf(config).empty());
  config.rip.processes[0].auto_summary = true;
  ASSERT_EQ(GapsOf(config).size(), 1U);
  EXPECT_EQ(GapsOf(config)[0].impact, model::Impact::kRouting4);
}

TEST(GapsTest, RedistributionThatTakesMoreOnSomeSystemsIsAGap) {
  DeviceConfig config;
  auto& redistributions = config.ospf.processes.emplace_back().redistributions;
  redistributions.emplace_back().source = model::RouteSource::kStatic;
  EXPECT_TRUE(GapsOf(config).empty());
  redistributions.emplace_back().source = model::RouteSource::kEigrp;
  ASSERT_EQ(GapsOf(config).size(), 1U);
  EXPECT_EQ(GapsOf(config)[0].impact, model::Impact::kRouting4);
}

TEST(GapsTest, ALinkLocalNeighbourIsOneOfTheNetworkOnlyOnItsLink) {
  const auto gaps = [](std::string_view far, bool joined, bool named = true, bool admin_up = true) {
    std::vector<Node> nodes(2);
    for (std::size_t n = 0; n < 2; ++n) {
      nodes[n].config.device.name = n == 0 ? "a" : "b";
      model::Interface& port = nodes[n].config.device.interfaces.emplace_back();
      port.name = "e";
      const char* subnet = n == 0 ? "10.0.0.0/31" : joined ? "10.0.0.1/31" : "10.0.9.1/31";
      port.addresses.push_back({*net::ParseHostPrefix(subnet), false, {}});
      if (n == 1) port.addresses.push_back({*net::ParseHostPrefix(far), false, {}});
    }
    bgp::BgpVrf& vrf = nodes[0].config.bgp.vrfs.emplace_back();
    bgp::BgpNeighbor& neighbor = vrf.neighbors.emplace_back();
    neighbor.interface = "e";
    if (named) neighbor.link_local = net::ParseAddress("fe80::b");
    nodes[0].config.device.interfaces[0].admin_up = admin_up;
    neighbor.families.emplace_back().family = bgp::BgpFamily::kIpv6Unicast;
    base::Diagnostics diagnostics;
    const Network network(std::move(nodes), {}, diagnostics);
    return GapsBetween(network, {});
  };
  EXPECT_TRUE(gaps("fe80::b/64", true).empty());
  EXPECT_EQ(gaps("fe80::c/64", true).size(), 1U);
  ASSERT_EQ(gaps("fe80::b/64", false).size(), 1U) << "the same address on another link";
  EXPECT_EQ(gaps("fe80::b/64", false)[0].impact, model::Impact::kRouting6);
  EXPECT_TRUE(gaps("fe80::c/64", true, false).empty()) << "whoever is at the other end";
  EXPECT_EQ(gaps("fe80::c/64", false, false).size(), 1U) << "nobody known is there";
  EXPECT_TRUE(gaps("fe80::c/64", false, false, false).empty()) << "the port is shut";
}

TEST(GapsTest, SwitchedPortsAreAGapWhereSomethingMayHangOnThem) {
  enum Cables : std::uint8_t { kNone, kElsewhere, kHere };
  const auto gaps = [](bool up, Cables which, bool svi) {
    std::vector<Node> nodes(2);
    for (const char* name : {"a", "b"}) {
      model::Device& device = nodes[*name - 'a'].config.device;
      device.name = name;
      for (const char* port : {"e0", "e1"}) {
        model::Interface& interface = device.interfaces.emplace_back();
        interface.name = port;
        interface.admin_up = up;
        interface.switch_port = model::SwitchPort{};
      }
      device.interfaces.emplace_back().name = "routed";
    }
    if (svi) {
      model::Interface& vlan = nodes[0].config.device.interfaces.emplace_back();
      vlan.name = "v1";
      vlan.kind = model::InterfaceKind::kSvi;
      vlan.addresses.push_back({*net::ParseHostPrefix("10.0.0.1/24"), false, {}});
    }
    const std::string port = which == kHere ? "E1" : "routed";
    std::vector<model::Cable> cables;
    if (which != kNone) cables.push_back({{{"A", port, {}}, {"b", port, {}}}});
    base::Diagnostics diagnostics;
    return GapsBetween(Network(nodes, cables, diagnostics), cables).size();
  };
  EXPECT_EQ(gaps(true, kNone, false), 2U) << "either may stand on any segment";
  EXPECT_EQ(gaps(false, kNone, false), 0U);
  EXPECT_EQ(gaps(true, kElsewhere, false), 0U) << "nothing hangs on them";
  EXPECT_EQ(gaps(true, kHere, false), 0U) << "the cable tells";
  EXPECT_EQ(gaps(true, kElsewhere, true), 1U) << "the VLAN's segment hangs on the ports";
}

TEST(GapsTest, ANextHopInAnotherVrfIsAGapOnlyWhenItMayNeedItsTable) {
  DeviceConfig config;
  static_routes::StaticRoute route;
  route.next_hop_vrf = "blue";
  route.next_hop = net::IpAddress::V4(1);
  route.recursive = false;
  config.static_routes.routes.push_back(route);
  EXPECT_TRUE(GapsOf(config).empty());
  config.static_routes.routes[0].recursive = true;
  EXPECT_EQ(GapsOf(config).size(), 1U);
}

TEST(GapsTest, WhatANeighbourOutsideTheNetworkAnnouncesIsNotKnown) {
  std::vector<Node> nodes(1);
  model::Interface interface;
  interface.name = "e0";
  interface.addresses.push_back({*net::ParseHostPrefix("10.0.0.1/24"), false, {}});
  nodes[0].config.device.interfaces.push_back(interface);
  bgp::BgpVrf& vrf = nodes[0].config.bgp.vrfs.emplace_back();
  for (const char* address : {"10.0.0.1", "10.0.0.2"}) {
    bgp::BgpNeighbor& neighbor = vrf.neighbors.emplace_back();
    neighbor.address = net::ParseAddress(address);
    neighbor.families.emplace_back();
    neighbor.span = {base::FileId(0), static_cast<std::uint32_t>(vrf.neighbors.size()), 1, 1};
  }
  base::Diagnostics diagnostics;
  const std::vector<Gap> gaps = GapsBetween(Network(nodes, {}, diagnostics), {});
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].span.line, 2U);
  EXPECT_EQ(gaps[0].impact, model::Impact::kRouting4);
}

TEST(GapsTest, AStaticRouteThatRipWouldBeatAndThatEntersRip) {
  DeviceConfig config;
  rip::RipProcess& process = config.rip.processes.emplace_back();
  static_routes::StaticRoute& route = config.static_routes.routes.emplace_back();
  route.prefix = *net::ParsePrefix("172.16.0.0/16");
  route.distance = 200;
  EXPECT_TRUE(GapsOf(config).empty());
  process.redistributions.push_back(
      {.source = model::RouteSource::kStatic, .span = {base::FileId(0), 1, 1, 1}});
  EXPECT_EQ(GapsOf(config).size(), 1U);
  config.static_routes.routes[0].distance = 1;
  EXPECT_TRUE(GapsOf(config).empty());
}

TEST(GapsTest, WhatLiveRoutersDoOtherwiseIsAGapUntilItIsUnderstood) {
  DeviceConfig config;
  config.bgp.vrfs.emplace_back().neighbors.emplace_back();
  isis::IsisProcess& process = config.isis.processes.emplace_back();
  process.interfaces.emplace_back().ipv6 = true;
  EXPECT_TRUE(GapsOf(config).empty());
  config.bgp.confederation = 65000;
  EXPECT_EQ(GapsOf(config).size(), 1U);
  process.default_origination = true;
  EXPECT_EQ(GapsOf(config).size(), 2U);
}

}  // namespace
}  // namespace ringfence::routing
