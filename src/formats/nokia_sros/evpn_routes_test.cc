// Prefixes of VPRNs in EVPN over labelled paths, and interfaces on bridged services.
#include <gtest/gtest.h>

#include <string>

#include "formats/dump.h"
#include "formats/nokia_sros/nokia_sros.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::nokia_sros {
namespace {

const std::string kRouter =
    "/configure router \"Base\" interface \"system\" ipv4 primary address 192.0.2.1 prefix-length 32\n"
    "/configure router \"Base\" autonomous-system 65000\n";
const std::string kMesh =
    "/configure router \"Base\" bgp group \"mesh\" peer-as 65000 family evpn true\n"
    "/configure router \"Base\" bgp neighbor \"192.0.2.2\" group \"mesh\"\n";
const std::string kVprn = "/configure service vprn \"red\" ";
const std::string kEvpn = kVprn + "bgp-evpn mpls 1 ";
const std::string kTunnels = "auto-bind-tunnel resolution filter resolution-filter ldp true\n";

std::string Service(const std::string& tunnels = kTunnels) {
  return kVprn + "admin-state enable\n" + kEvpn + "admin-state enable\n" + kEvpn +
         "route-distinguisher \"192.0.2.1:1\"\n" + kEvpn + "vrf-target community \"target:65000:1\"\n" +
         kEvpn + tunnels;
}

/// What the model has of VRFs, then the reasons of all open lines.
std::string Told(const std::string& text) {
  const ParsedFile parsed = ParseText(kFormat, text);
  const std::string dump = Dump(parsed.config);
  const std::size_t at = dump.find("\nvrf red") + 1;
  std::string told = at == 0 ? "" : dump.substr(at, dump.find("\nbgp ", at) - at + 1);
  for (const model::LineFate& line : parsed.fates.lines) {
    if (line.fate == model::Fate::kUnmodelled) told += line.reason + ";";
    if (line.fate == model::Fate::kUnknown) told += "unknown;";
  }
  return told;
}
std::string OpensOf(const std::string& text) {
  const std::string told = Told(text);
  return told.substr(told.rfind('\n') + 1);
}

TEST(SrosEvpnRoutes, AVprnTellsItsPrefixes) {
  EXPECT_EQ(Told(kRouter + kMesh + Service()),
            "vrf red rd 192.0.2.1:1\n  label per table\n  evpn over labels\n  import-evpn target:65000:1\n"
            "  export-evpn target:65000:1\n");
  EXPECT_EQ(Told(kRouter + kMesh + Service() + kEvpn + "admin-state disable\n"), "vrf red\n");
  EXPECT_EQ(OpensOf(kRouter + kMesh + Service()), "");
}

TEST(SrosEvpnRoutes, BesideTheVpnOfLabels) {
  const std::string vpn = kVprn + "bgp-ipvpn mpls ";
  const std::string both = kRouter + kMesh + Service() + vpn + "admin-state enable\n" + vpn +
                           "vrf-target community \"target:65000:2\"\n" + vpn + kTunnels + vpn;
  EXPECT_EQ(Told(both + "route-distinguisher \"192.0.2.1:1\"\n"),
            "vrf red rd 192.0.2.1:1\n  label per table\n  evpn over labels\n  targets of labels only\n"
            "  import4 target:65000:2\n  export4 target:65000:2\n  import6 target:65000:2\n  export6 "
            "target:65000:2\n  import-evpn target:65000:1\n  export-evpn target:65000:1\n");
  EXPECT_TRUE(OpensOf(both + "route-distinguisher \"192.0.2.1:7\"\n").starts_with("EVPN of a VPRN;"));
}

TEST(SrosEvpnRoutes, RoutesNeedTunnels) {
  const auto demands = [](const std::string& text) {
    const ParsedFile parsed = ParseText(kFormat, text);
    for (const auto& family : parsed.config.bgp.vrfs.at(0).families) {
      if (family.demands_label) return family.family == routing::bgp::BgpFamily::kEvpn;
    }
    return false;
  };
  EXPECT_TRUE(demands(kRouter + kMesh + Service()));
  EXPECT_FALSE(demands(kRouter + kMesh + Service("auto-bind-tunnel resolution any\n")));
  EXPECT_EQ(OpensOf(kRouter + kMesh + Service("auto-bind-tunnel resolution any\n")),
            "tunnels of a VPN that need not be those of LDP;");
  EXPECT_TRUE(ParseText(kFormat, kRouter + kMesh + Service("auto-bind-tunnel resolution none\n"))
                  .config.vrfs.at(0)
                  .evpn_import_targets.empty())
      << "nothing is taken from others";
}

TEST(SrosEvpnRoutes, WhatIsNotModelledIsOpen) {
  const std::string text = kRouter + kMesh + Service();
  EXPECT_NE(OpensOf(text + kEvpn + "vrf-import policy [\"P\"]\n"), "");
  EXPECT_NE(OpensOf(text + kVprn + "bgp group \"SITE\" export policy [\"P\"]\n"), "");
  EXPECT_NE(OpensOf(text + kVprn + "bgp-evpn mpls 2 admin-state enable\n"), "");
  EXPECT_NE(OpensOf(text + kVprn + "bgp-evpn srv6 1 admin-state enable\n"), "");
  EXPECT_NE(OpensOf(text + "/configure router \"Base\" bgp group \"mesh\" local-address 192.0.2.9\n"), "")
      << "another next hop";
  EXPECT_NE(OpensOf(kRouter + kMesh + kVprn + "admin-state enable\n" + kEvpn + "admin-state enable\n"), "")
      << "no distinguisher";
}

TEST(SrosEvpnRoutes, IsPrintedBack) {
  ExpectPrintsBack(kFormat, kRouter + kMesh + Service(), "EVPN");
  const std::string vpn = kVprn + "bgp-ipvpn mpls ";
  ExpectPrintsBack(kFormat,
                   kRouter + kMesh + Service() + vpn + "admin-state enable\n" + vpn +
                       "vrf-target community \"target:65000:2\"\n" + vpn + kTunnels + vpn +
                       "route-distinguisher \"192.0.2.1:1\"\n",
                   "both");
}

const std::string kBridge =
    "/configure port 1/1/c1/1 admin-state enable\n/configure service vpls \"E\" admin-state enable\n"
    "/configure service vpls \"E\" sap 1/1/c1/1 { }\n";
const std::string kStands = kVprn + "admin-state enable\n" + kVprn +
                            "interface \"irb\" ipv4 primary address 10.1.0.1 prefix-length 24\n" + kVprn +
                            "interface \"irb\" vpls \"E\" ";

TEST(SrosEvpnRoutes, AnInterfaceStandsOnABridge) {
  const std::string routed = kBridge + "/configure service vpls \"E\" routed-vpls { }\n";
  const ParsedFile parsed = ParseText(kFormat, routed + kStands + "{ }\n");
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  ASSERT_EQ(parsed.config.device.l2_services.size(), 1U);
  EXPECT_EQ(parsed.config.device.l2_services[0].routed, std::vector<std::string>{"irb"});
  const model::InterfaceIndex irb = model::FindInterface(parsed.config.device, "irb");
  ASSERT_TRUE(irb.valid());
  EXPECT_EQ(parsed.config.device.interfaces[irb.index()].kind, model::InterfaceKind::kSvi);
  EXPECT_TRUE(parsed.config.device.interfaces[irb.index()].admin_up);
  EXPECT_EQ(OpensOf(routed + kStands + "{ }\n"), "");
  EXPECT_NE(OpensOf(kBridge + kStands + "{ }\n"), "") << "the bridge does not say so";
  EXPECT_NE(OpensOf(routed + kStands + "evpn-tunnel { }\n"), "");
  EXPECT_NE(OpensOf(routed + "/configure service vpls \"E\" admin-state disable\n" + kStands + "{ }\n"), "");
  const std::string neighbors = kVprn + "interface \"irb\" ipv4 neighbor-discovery ";
  EXPECT_EQ(OpensOf(routed + kStands + "{ }\n" + neighbors + "timeout 60\n"), "");
  EXPECT_NE(OpensOf(routed + kStands + "{ }\n" + neighbors + "host-route populate dynamic\n"), "");
}

}  // namespace
}  // namespace ringfence::formats::nokia_sros
