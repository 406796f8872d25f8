// The family of route targets (RFC 4684) as each system writes it: a route reflector that asks a client for
// the VPN routes it is asked for, or for all.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "formats/all_formats_testing.h"

namespace ringfence::formats {
namespace {

using model::Fate;
using routing::bgp::BgpFamily;
using routing::bgp::NeighborFamily;

/// A reflector of one system. "%" stands for the lines of the family of route targets.
struct System {
  std::string name;
  std::string text, plain, for_all;  ///< `for_all` empty: the reader has no such line
};

const std::vector<System>& Systems() {
  static const std::vector<System> kSystems = {
      {"cisco_ios",
       "version 15.2\nhostname R\nrouter bgp 65000\n bgp router-id 192.0.2.1\n no bgp default ipv4-unicast\n"
       " neighbor 192.0.2.9 remote-as 65000\n address-family vpnv4\n  neighbor 192.0.2.9 activate\n"
       "  neighbor 192.0.2.9 send-community both\n  neighbor 192.0.2.9 route-reflector-client\n"
       " exit-address-family\n%end\n",
       " address-family rtfilter unicast\n  neighbor 192.0.2.9 activate\n"
       "  neighbor 192.0.2.9 send-community extended\n  neighbor 192.0.2.9 route-reflector-client\n"
       " exit-address-family\n",
       " address-family rtfilter unicast\n  neighbor 192.0.2.9 activate\n"
       "  neighbor 192.0.2.9 route-reflector-client\n  neighbor 192.0.2.9 default-originate\n"
       " exit-address-family\n"},
      {"cisco_iosxr",
       "!! IOS XR Configuration 7.3.2\nhostname R\nrouter bgp 65000\n bgp router-id 192.0.2.1\n"
       " address-family vpnv4 unicast\n !\n address-family ipv4 rt-filter\n !\n neighbor 192.0.2.9\n"
       "  remote-as 65000\n  address-family vpnv4 unicast\n   route-reflector-client\n  !\n% !\n!\nend\n",
       "  address-family ipv4 rt-filter\n   route-reflector-client\n  !\n",
       "  address-family ipv4 rt-filter\n   route-reflector-client\n   default-originate\n  !\n"},
      {"juniper_junos",
       "set version 20.4R1\nset system host-name R\nset routing-options router-id 192.0.2.1\n"
       "set routing-options autonomous-system 65000\nset protocols bgp group RR type internal\n"
       "set protocols bgp group RR cluster 192.0.2.1\n%"
       "set protocols bgp group RR family inet-vpn unicast\nset protocols bgp group RR neighbor 192.0.2.9\n",
       "set protocols bgp group RR family route-target\n",
       "set protocols bgp group RR family route-target advertise-default\n"},
      {"nokia_sros",
       "# TiMOS-C-22.10.R2 cpm/hops64 Nokia 7750 SR\n"
       "/configure router \"Base\" autonomous-system 65000\n/configure router \"Base\" router-id 192.0.2.1\n"
       "/configure router \"Base\" bgp group \"RR\" peer-as 65000\n"
       "/configure router \"Base\" bgp group \"RR\" cluster cluster-id 192.0.2.1\n"
       "/configure router \"Base\" bgp group \"RR\" family vpn-ipv4 true\n%"
       "/configure router \"Base\" bgp neighbor \"192.0.2.9\" group \"RR\"\n",
       "/configure router \"Base\" bgp group \"RR\" family route-target true\n",
       "/configure router \"Base\" bgp group \"RR\" family route-target true\n"
       "/configure router \"Base\" bgp group \"RR\" default-route-target true\n"},
      {"huawei_vrp",
       "!Software Version V800R019C10\n#\nsysname R\n#\nbgp 65000\n router-id 192.0.2.1\n"
       " peer 192.0.2.9 as-number 65000\n #\n ipv4-family unicast\n  undo peer 192.0.2.9 enable\n #\n"
       " ipv4-family vpnv4\n  undo policy vpn-target\n  peer 192.0.2.9 enable\n"
       "  peer 192.0.2.9 reflect-client\n #\n%#\nreturn\n",
       " ipv4-family vpn-target\n  peer 192.0.2.9 enable\n  peer 192.0.2.9 reflect-client\n #\n", ""},
  };
  return kSystems;
}

/// The family of route targets of the one neighbour; nothing when it has none.
std::vector<NeighborFamily> FamilyOf(const ParsedFile& parsed) {
  std::vector<NeighborFamily> found;
  for (const auto& vrf : parsed.config.bgp.vrfs) {
    for (const auto& neighbor : vrf.neighbors) {
      for (const NeighborFamily& family : neighbor.families) {
        if (family.family == BgpFamily::kRouteTarget) found.push_back(family);
      }
    }
  }
  return found;
}

TEST(RouteTargetFamilies, EverySystemSaysTheSame) {
  for (const System& system : Systems()) {
    SCOPED_TRACE(system.name);
    const Format& format = FormatOf(system.name);
    EXPECT_TRUE(FamilyOf(ParseText(format, With(system.text, ""))).empty());
    for (const bool for_all : {false, true}) {
      if (for_all && system.for_all.empty()) continue;
      const std::string text = With(system.text, for_all ? system.for_all : system.plain);
      const ParsedFile parsed = ParseText(format, text);
      EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
      for (const model::LineFate& line : parsed.fates.lines)
        EXPECT_TRUE(line.fate != Fate::kUnmodelled && line.fate != Fate::kUnknown) << Census(parsed);
      const std::vector<NeighborFamily> families = FamilyOf(parsed);
      ASSERT_EQ(families.size(), 1U);
      EXPECT_TRUE(families[0].reflector_client);
      EXPECT_EQ(families[0].default_originate, for_all);
      EXPECT_TRUE(families[0].import.names.empty() && families[0].import.accept_by_default);
      EXPECT_TRUE(families[0].export_chain.names.empty() && families[0].export_chain.accept_by_default);
      ExpectPrintsBack(format, text, system.name);
    }
  }
}

TEST(RouteTargetFamilies, WhatIsNotModelledStaysOpen) {
  const auto open = [](const std::string& name, const std::string& lines) {
    const auto system = std::ranges::find(Systems(), name, &System::name);
    const ParsedFile parsed = ParseText(FormatOf(name), With(system->text, lines));
    return std::ranges::any_of(parsed.fates.lines, [](const model::LineFate& line) {
      return line.fate == Fate::kUnmodelled && line.impact.has(model::Impact::kRouting4);
    });
  };
  EXPECT_TRUE(open("juniper_junos", "set protocols bgp group RR family route-target external-paths 2\n"));
  EXPECT_TRUE(open("juniper_junos", "set protocols bgp group RR family route-target proxy-generate\n"));
  EXPECT_TRUE(open("nokia_sros", "/configure router \"Base\" bgp route-target-list \"target:1:1\"\n"));
  EXPECT_TRUE(open("huawei_vrp", " ipv4-family vpn-target\n  peer 192.0.2.9 default-route-advertise\n #\n"));
}

}  // namespace
}  // namespace ringfence::formats
