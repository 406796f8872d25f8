#include "routing/vrf_gaps.h"

#include <gtest/gtest.h>

#include <string>

#include "model/fate.h"

namespace ringfence::routing {
namespace {

using bgp::BgpFamily;

/// A device with VRF `red` that takes and gives one target, and BGP in the named tables.
DeviceConfig Device(std::initializer_list<const char*> tables) {
  DeviceConfig config;
  config.bgp.as = 65000;
  for (const char* name : tables) {
    bgp::BgpVrf& vrf = config.bgp.vrfs.emplace_back();
    vrf.vrf = name;
    vrf.families.emplace_back();
  }
  VrfConfig& red = config.vrfs.emplace_back();
  red.name = "red";
  red.import_targets4 = red.export_targets4 = {"target:65000:1"};
  red.span = {base::FileId(0), 3, 1, 1};
  return config;
}

void Peer(DeviceConfig& config, BgpFamily family, bgp::AsNumber as = 65000) {
  bgp::BgpNeighbor& neighbor = config.bgp.vrfs[0].neighbors.emplace_back();
  neighbor.remote_as = as;
  neighbor.families.emplace_back().family = family;
}

std::vector<std::string> ReasonsOf(const DeviceConfig& config) {
  std::vector<Gap> gaps;
  AddVrfGaps(config, gaps);
  std::vector<std::string> reasons;
  for (const Gap& gap : gaps) reasons.emplace_back(gap.reason);
  return reasons;
}

TEST(VrfGapsTest, ExchangeByBgpIsComputed) {
  EXPECT_TRUE(ReasonsOf(Device({"", "red"})).empty());
  EXPECT_EQ(ReasonsOf(Device({""})), std::vector<std::string>{"VRF route exchange"});
}

TEST(VrfGapsTest, OtherDevicesAreReachedByLabels) {
  DeviceConfig config = Device({"", "red"});
  Peer(config, BgpFamily::kVpnIpv4);
  std::vector<Gap> gaps;
  AddVrfGaps(config, gaps);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].span.line, 3U);
  EXPECT_EQ(gaps[0].impact, model::Impact::kForwarding);
  config.bgp.vrfs[1].families[0].exports_from_table = true;
  gaps.clear();
  AddVrfGaps(config, gaps);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].impact, model::Impact::kForwarding | model::Impact::kRouting4);
  bgp::BgpFamilyConfig& vpn = config.bgp.vrfs[0].families.emplace_back();
  vpn.family = BgpFamily::kVpnIpv4;
  vpn.demands_label = true;
  gaps.clear();
  AddVrfGaps(config, gaps);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].impact, model::Impact::kForwarding) << "which routes count is worked out";
  config.ldp.enabled = true;
  EXPECT_TRUE(ReasonsOf(config).empty());
  config.ldp.enabled = false;
  config.sr.enabled = true;
  EXPECT_TRUE(ReasonsOf(config).empty());
  config.sr.enabled = false;
  config.vrfs[0].import_targets4.clear();
  EXPECT_TRUE(ReasonsOf(config).empty());
}

TEST(VrfGapsTest, EvpnIsFollowedForVrfsWithATunnelEndAndInNoOtherExchange) {
  const std::vector<std::string> open = {"VRF route exchange"};
  DeviceConfig config = Device({"", "red"});
  Peer(config, BgpFamily::kEvpn);
  EXPECT_EQ(ReasonsOf(config), open) << "targets of another family";
  VrfConfig& red = config.vrfs[0];
  red.evpn_import_targets = red.evpn_export_targets = {"target:65000:1"};
  red.import_targets4 = red.export_targets4 = {};
  config.device.vxlan.emplace().segments = {{.vni = 7, .vrf = "red"}};
  EXPECT_FALSE(ReasonsOf(config).empty()) << "no tunnel end";
  config.device.vxlan->local = net::IpAddress::V4(1);
  // IPv6 prefixes may come, and the VRF has no BGP for them.
  EXPECT_EQ(ReasonsOf(config), open);
  red.forwards6 = false;
  EXPECT_TRUE(ReasonsOf(config).empty()) << "none is used";
  red.forwards6 = true;
  config.bgp.vrfs[1].families.emplace_back().family = BgpFamily::kIpv6Unicast;
  EXPECT_TRUE(ReasonsOf(config).empty());
  red.import_targets4 = {"target:65000:1"};
  EXPECT_FALSE(ReasonsOf(config).empty()) << "both exchanges";
  red.import_targets4.clear();
  config.device.vxlan->segments[0].vrf = "blue";
  EXPECT_FALSE(ReasonsOf(config).empty()) << "the tunnel end of another VRF";
}

TEST(VrfGapsTest, EvpnOverLabelsIsFollowedWhereLabelsAre) {
  DeviceConfig config = Device({"", "red"});
  Peer(config, BgpFamily::kEvpn);
  VrfConfig& red = config.vrfs[0];
  red.evpn_import_targets = red.evpn_export_targets = {"target:65000:1"};
  red.import_targets4 = red.export_targets4 = {};
  red.forwards6 = false;
  EXPECT_EQ(ReasonsOf(config), std::vector<std::string>{"VRF route exchange"}) << "neither way";
  red.evpn_over_labels = true;
  EXPECT_EQ(ReasonsOf(config), std::vector<std::string>{"labelled path to the other routers of a VPN"});
  config.ldp.enabled = true;
  EXPECT_TRUE(ReasonsOf(config).empty());
  config.bgp.vrfs[1].families[0].exports_from_table = true;
  EXPECT_FALSE(ReasonsOf(config).empty()) << "whether a route needs a label is not known";
  config.bgp.vrfs[0].families.emplace_back().family = BgpFamily::kEvpn;
  config.bgp.vrfs[0].families.back().demands_label = true;
  EXPECT_TRUE(ReasonsOf(config).empty());
  ospf::OspfProcess& process = config.ospf.processes.emplace_back();
  process.vrf = "red";
  process.vpn.role = ospf::VpnRole::kEdge;
  process.redistributions.emplace_back().source = model::RouteSource::kBgp;
  EXPECT_EQ(ReasonsOf(config), std::vector<std::string>{"OSPF of a VPN in EVPN"});
}

TEST(VrfGapsTest, TargetsOfLabelsAreToldApartFromThoseOfEvpn) {
  const std::vector<std::string> open = {"VRF route exchange"};
  DeviceConfig config = Device({"", "red"});
  config.ldp.enabled = true;
  VrfConfig& red = config.vrfs[0];
  red.forwards6 = false;
  Peer(config, BgpFamily::kEvpn);
  EXPECT_EQ(ReasonsOf(config), open);
  red.targets_of_labels_only = true;
  EXPECT_TRUE(ReasonsOf(config).empty()) << "it is in no EVPN";
  red.evpn_import_targets = red.evpn_export_targets = {"target:65000:1"};
  red.evpn_over_labels = true;
  EXPECT_TRUE(ReasonsOf(config).empty()) << "nobody carries the family of labels";
  VrfConfig blue;
  blue.name = "blue";
  blue.forwards4 = blue.forwards6 = false;
  blue.export_targets4 = red.import_targets4;
  config.vrfs.push_back(blue);
  EXPECT_EQ(ReasonsOf(config), open) << "another VRF of the device";
  config.vrfs.pop_back();
  Peer(config, BgpFamily::kVpnIpv4);
  EXPECT_EQ(ReasonsOf(config), open) << "both exchanges";
}

TEST(VrfGapsTest, OtherAutonomousSystemsAreNotComputed) {
  DeviceConfig border = Device({""});
  border.vrfs.clear();
  Peer(border, BgpFamily::kVpnIpv4, 65001);
  EXPECT_EQ(ReasonsOf(border), std::vector<std::string>{"VPN routes between autonomous systems"});
  border.bgp.vrfs[0].neighbors[0].families[0].family = BgpFamily::kEvpn;
  EXPECT_EQ(ReasonsOf(border), std::vector<std::string>{"EVPN routes between autonomous systems"});
  bgp::BgpFamilyConfig& family = border.bgp.vrfs[0].families.emplace_back();
  family.family = BgpFamily::kEvpn;
  family.keeps = bgp::VpnKeeping::kWanted;
  EXPECT_FALSE(ReasonsOf(border).empty());
  border.bgp.vrfs[0].families.back().keeps = bgp::VpnKeeping::kAll;
  EXPECT_TRUE(ReasonsOf(border).empty());
}

TEST(VrfGapsTest, RoutesOfOneDeviceThatKeepTheirProtocolAreNotRedistributed) {
  DeviceConfig config = Device({"", "red"});
  config.bgp.vrfs[1].families[0].exports_from_table = true;
  EXPECT_TRUE(ReasonsOf(config).empty());
  VrfConfig blue = config.vrfs[0];
  blue.name = "blue";
  blue.import_targets4.clear();
  config.bgp.vrfs.push_back(config.bgp.vrfs[1]);
  config.bgp.vrfs.back().vrf = "blue";
  config.vrfs.push_back(blue);
  config.vrfs[0].imports_keep_protocol = true;
  EXPECT_TRUE(ReasonsOf(config).empty());
  rip::RipProcess& process = config.rip.processes.emplace_back();
  process.vrf = "red";
  process.redistributions.emplace_back().source = model::RouteSource::kStatic;
  const std::vector<std::string> reason = {"routes taken from a VRF of the same device and redistributed"};
  EXPECT_EQ(ReasonsOf(config), reason);
  config.vrfs[0].imports_keep_protocol = false;
  EXPECT_TRUE(ReasonsOf(config).empty());
  config.vrfs[0].imports_keep_protocol = true;
  config.vrfs[0].imports_from_own_device = false;
  EXPECT_TRUE(ReasonsOf(config).empty());
}

TEST(VrfGapsTest, PoliciesOfAFamilyThatNobodyCarriesMoveNothing) {
  DeviceConfig config = Device({"", "red"});
  VrfConfig& red = config.vrfs[0];
  red.import_targets4.clear();
  red.export_targets4.clear();
  red.import_policies = red.export_policies = {"some"};
  red.imports_from_own_device = false;
  Peer(config, BgpFamily::kVpnIpv4);
  config.ldp.enabled = true;
  EXPECT_TRUE(ReasonsOf(config).empty()) << "BGP has no IPv6 table here, and no neighbour brings IPv6 routes";
  Peer(config, BgpFamily::kVpnIpv6);
  EXPECT_EQ(ReasonsOf(config), std::vector<std::string>{"VRF route exchange"});
  config.bgp.vrfs[0].neighbors.pop_back();
  red.imports_from_own_device = true;
  config.vrfs.push_back(config.vrfs[0]);
  config.vrfs.back().name = "blue";
  EXPECT_NE(ReasonsOf(config), std::vector<std::string>{}) << "blue may give red what it has";
}

TEST(VrfGapsTest, LeaksAreComputedBetweenBgpTablesOnly) {
  DeviceConfig config = Device({"", "red"});
  VrfLeak leak;
  leak.through_bgp = true;
  config.vrfs[0].leaks = {leak};
  EXPECT_TRUE(ReasonsOf(config).empty());
  config.vrfs[0].leaks[0].through_bgp = false;
  EXPECT_EQ(ReasonsOf(config), std::vector<std::string>{"VRF route leaking"});
}

TEST(VrfGapsTest, RoutesThatReturnToTheirProtocolAreNotComputed) {
  DeviceConfig config = Device({"", "red"});
  ospf::OspfProcess& process = config.ospf.processes.emplace_back();
  process.redistributions.emplace_back().source = model::RouteSource::kBgp;
  EXPECT_TRUE(ReasonsOf(config).empty());
  process.vrf = "red";
  EXPECT_EQ(ReasonsOf(config),
            std::vector<std::string>{"routes of the same protocol at other sites of a VPN"});
}

TEST(VrfGapsTest, WhatAProviderEdgeCannotComputeIsOpen) {
  DeviceConfig config = Device({"", "red"});
  ospf::OspfProcess& process = config.ospf.processes.emplace_back();
  process.redistributions.emplace_back().source = model::RouteSource::kBgp;
  process.vrf = "red";
  process.areas.emplace_back();
  process.vpn.role = ospf::VpnRole::kPlain;
  EXPECT_TRUE(ReasonsOf(config).empty());
  process.vpn.role = ospf::VpnRole::kEdge;
  EXPECT_TRUE(ReasonsOf(config).empty());
  process.areas[0].type = ospf::AreaType::kNssa;
  EXPECT_EQ(ReasonsOf(config), std::vector<std::string>{"OSPF of a VPN in an NSSA"});
  process.areas[0].type = ospf::AreaType::kNormal;
  process.areas[0].ranges.emplace_back();
  EXPECT_EQ(ReasonsOf(config),
            std::vector<std::string>{"summaries of OSPF and their filters at the edge of a VPN"});
  process.areas[0].ranges.clear();
  config.bgp.as = 65536;
  EXPECT_EQ(ReasonsOf(config), std::vector<std::string>{"VPN route tag without an AS number of two octets"});
  process.vpn.route_tag = 7;
  EXPECT_TRUE(ReasonsOf(config).empty());
}

TEST(VrfGapsTest, TablesOfOneDeviceMayGive) {
  DeviceConfig config = Device({"", "red"});
  EXPECT_FALSE(MayTakeFromOwnDevice(config, config.vrfs[0]));
  config.vrfs.push_back(config.vrfs[0]);
  config.vrfs[1].name = "blue";
  EXPECT_TRUE(MayTakeFromOwnDevice(config, config.vrfs[0]));
}

}  // namespace
}  // namespace ringfence::routing
