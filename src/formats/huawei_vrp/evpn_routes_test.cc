// Routes of VPN instances in EVPN over MPLS: what the text means, alone and with what it rests on.
#include <gtest/gtest.h>

#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/meaning_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kTellingLoopback = "interface LoopBack0\n ip address 10.255.0.1 32\n#\n";
const std::string kTellingBgp =
    "bgp 65000\n peer 10.255.0.2 as-number 65000\n peer 10.255.0.2 connect-interface LoopBack0\n"
    " ipv4-family vpn-instance V\n  advertise l2vpn evpn\n l2vpn-family evpn\n  peer 10.255.0.2 enable\n";
const std::string kTellingSource = "evpn source-address 10.255.0.1\n#\n";
const std::string kToldVpn =
    "ip vpn-instance V\n ipv4-family\n  route-distinguisher 65000:1\n  vpn-target 65000:1 both evpn\n";
const std::string kByLabels = "  evpn mpls routing-enable\n";

/// The instance with these lines behind its targets, and a session; `before` stands before all.
std::string WithVpn(const std::string& lines, const std::string& before = kTellingLoopback + kTellingSource) {
  return before + kToldVpn + lines + "#\n" + kTellingBgp + "#\n";
}
const std::string kRoutedVpn = WithVpn(kByLabels);
const std::string kLspPolicy = "tunnel-policy T\n tunnel select-seq lsp load-balance-number 1\n#\n";
const std::string kVbdifOfTen = "bridge-domain 10\n#\ninterface Vbdif10\n ip address 10.1.0.1 24\n";
const std::string kSecondVpn = "ip vpn-instance W\n ipv4-family\n  route-distinguisher 65000:2\n";

TEST(HuaweiVrpEvpnRoutes, Forms) {
  ExpectMeanings({
      {"routes over labels", WithVpn("@" + kByLabels), "  evpn over labels\n"},
      {"without targets",
       kTellingLoopback + kTellingSource + "ip vpn-instance V\n ipv4-family\n@" + kByLabels, "="},
      {"other word", WithVpn("@  evpn something\n"), "~46F--- EVPN"},
      {"no source", WithVpn("@" + kByLabels, kTellingLoopback), "~46F--- EVPN over MPLS"},
      {"another source", WithVpn("@" + kByLabels, kTellingLoopback + "evpn source-address 10.255.0.7\n#\n"),
       "~46F--- EVPN over MPLS"},
      {"no session", kTellingLoopback + kTellingSource + kToldVpn + "@" + kByLabels,
       "~46F--- EVPN over MPLS"},
      {"a tunnel end too",
       WithVpn("@" + kByLabels,
               kTellingLoopback + kTellingSource + "interface Nve1\n source 10.255.0.1\n#\n"),
       "~46F--- EVPN over MPLS"},
      {"peer of VXLAN",
       WithVpn("@" + kByLabels) +
           "bgp 65000\n l2vpn-family evpn\n  peer 10.255.0.2 advertise encap-type vxlan\n",
       "~46F--- EVPN over MPLS"},
      {"policy of the labels",
       "route-policy P permit node 10\n#\n" + WithVpn(kByLabels + "@  import route-policy P\n"),
       "~46---- policies by family"},
      {"policy of EVPN", WithVpn(kByLabels + "@  import route-policy P evpn\n"), "~46F--- EVPN"},
      {"another instance of the device",
       kSecondVpn + "@  vpn-target 65000:1 both evpn\n" + kByLabels + "#\n" + kRoutedVpn,
       "~46---- EVPN between VPN instances of a device"},
      {"routes to hosts",
       kRoutedVpn + kVbdifOfTen + " ip binding vpn-instance V\n@ arp collect host enable\n", "="},
      {"routes to hosts of another instance",
       kSecondVpn + "#\n" + kRoutedVpn + kVbdifOfTen +
           " ip binding vpn-instance W\n@ arp collect host enable\n",
       "~46---- host routes of EVPN"},
      {"routes to hosts told",
       kRoutedVpn + "bgp 65000\n l2vpn-family evpn\n@  peer 10.255.0.2 advertise irb\n", "="},
      {"tunnel policy of EVPN", kLspPolicy + WithVpn(kByLabels + "@  tnl-policy T evpn\n"), "="},
      {"tunnel policy of the labels", kLspPolicy + WithVpn(kByLabels + "@  tnl-policy T\n"),
       "~46F--- choice of tunnels"},
      {"tunnel policy of EVPN without routes over labels", kLspPolicy + WithVpn("@  tnl-policy T evpn\n"),
       "~46F--- choice of tunnels"},
  });
}

TEST(HuaweiVrpEvpnRoutes, ARouteWantsALabelledPath) {
  const auto demands = [](const std::string& text) {
    const ParsedFile parsed = ParseText(kFormat, text);
    for (const routing::bgp::BgpFamilyConfig& family : parsed.config.bgp.vrfs.at(0).families) {
      if (family.family == routing::bgp::BgpFamily::kEvpn) return family.demands_label;
    }
    return false;
  };
  EXPECT_TRUE(demands(kRoutedVpn));
  EXPECT_FALSE(demands(WithVpn("")));
}

TEST(HuaweiVrpEvpnRoutes, UndoTakesBack) {
  const ParsedFile parsed = ParseText(kFormat, WithVpn(kByLabels + "  undo evpn mpls routing-enable\n"));
  EXPECT_FALSE(parsed.config.vrfs.at(0).evpn_over_labels);
}

TEST(HuaweiVrpEvpnRoutes, IsPrintedBack) {
  const ParsedFile parsed = ParseText(kFormat, "sysname L\n#\n" + kRoutedVpn);
  EXPECT_TRUE(parsed.config.vrfs.at(0).evpn_over_labels);
  EXPECT_EQ(Dump(ParseText(kFormat, Print(parsed.config)).config), Dump(parsed.config));
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
