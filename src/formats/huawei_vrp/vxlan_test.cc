// VXLAN tunnel ends and EVPN prefix routes of VPN instances: what the text means, alone and with what it
// rests on.
#include <gtest/gtest.h>

#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/meaning_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Fate;

const std::string kLoopback = "interface LoopBack0\n ip address 10.255.0.1 32\n#\n";
const std::string kVpn = "ip vpn-instance V\n ipv4-family\n  route-distinguisher 65000:1\n";
const std::string kBgp = "#\nbgp 65000\n peer 10.255.0.2 as-number 65000\n";
const std::string kFamily = kBgp + " l2vpn-family evpn\n";

TEST(HuaweiVrpVxlan, Forms) {
  ExpectMeanings({
      {"tunnel end", kLoopback + "@interface Nve1\n source 10.255.0.1\n",
       "vxlan Nve1 from 10.255.0.1 port 4789\n"},
      {"tunnel end in two words", "@interface Nve 1\n", "vxlan Nve1 from nowhere"},
      {"source", kLoopback + "interface Nve1\n@ source 10.255.0.1\n", "vxlan Nve1 from 10.255.0.1"},
      {"foreign source", kLoopback + "interface Nve1\n@ source 10.255.0.9\n",
       "~46F--- VXLAN from an address of no interface"},
      {"source over IPv6", "interface Nve1\n@ source 2001:db8::1\n", "~46F--- VXLAN over IPv6"},
      {"second tunnel end", "interface Nve1\n#\n@interface Nve2\n", "~46F--- VXLAN"},
      {"flood list", "interface Nve1\n@ vni 10 head-end peer-list protocol bgp\n", "="},
      {"typed flood list", "interface Nve1\n@ vni 10 head-end peer-list 10.255.0.2\n",
       "~--F--- bridge domain in VXLAN"},
      {"other word", "interface Nve1\n@ mac-address 0000-5e00-0101\n", "~46F--- VXLAN"},
      {"identifier", kVpn + "@ vxlan vni 5001\n#\ninterface Nve1\n", "  vni 5001 vrf V\n"},
      {"overlay", "@evpn-overlay enable\n", "="},
      {"import", kVpn + "@  vpn-target 65000:1 import-extcommunity evpn\n", "  import-evpn target:65000:1\n"},
      {"both",
       kVpn + "@  vpn-target 65000:1 both evpn\n#\nbgp 65000\n ipv4-family vpn-instance V\n"
              "  advertise l2vpn evpn\n",
       "  import-evpn target:65000:1\n|  export-evpn target:65000:1\n"},
      {"export without advertising", kVpn + "@  vpn-target 65000:1 export-extcommunity evpn\n", "="},
      {"advertising",
       kVpn + "  vpn-target 65000:1 both evpn\n#\nbgp 65000\n ipv4-family vpn-instance V\n"
              "@  advertise l2vpn evpn\n",
       "  export-evpn target:65000:1\n"},
      {"advertising with a condition",
       kVpn + "#\nbgp 65000\n ipv4-family vpn-instance V\n@  advertise l2vpn evpn import-route-multipath\n",
       "~46F--- EVPN"},
      {"targets of one of two families",
       kVpn + "@  vpn-target 65000:1 import-extcommunity evpn\n ipv6-family\n",
       "~46---- targets of EVPN by family"},
      {"peer of a switch", "evpn-overlay enable\n" + kFamily + "@  peer 10.255.0.2 enable\n",
       "      evpn import"},
      {"peer of a router",
       kFamily + "  peer 10.255.0.2 advertise encap-type vxlan\n@  peer 10.255.0.2 enable\n",
       "      evpn import"},
      {"reflector",
       "evpn-overlay enable\n" + kFamily +
           "  undo policy vpn-target\n  peer 10.255.0.2 enable\n@  peer 10.255.0.2 reflect-client\n",
       " no-large client"},
      {"host routes without a bridge",
       "evpn-overlay enable\n" + kFamily + "@  peer 10.255.0.2 advertise irb\n", "="},
      {"host routes", "interface Vbdif10\n#\n" + kFamily + "@  peer 10.255.0.2 advertise irb\n",
       "~46---- host routes of EVPN"},
      {"other advertisement", kFamily + "@  peer 10.255.0.2 advertise route-reoriginated evpn ip\n",
       "~46F--- EVPN"},
      {"layer-2 family", kBgp + "@ l2vpn-family\n", "~--F--- layer-2 service"},
  });
}

TEST(HuaweiVrpVxlan, AReflectorThatIsNotToldKeepsWhatItHasTargetsForAlone) {
  const auto fate_of = [](const std::string& word) {
    return FateOf(ParseText(kFormat, "evpn-overlay enable\n" + kFamily + word +
                                         "  peer 10.255.0.2 enable\n  peer 10.255.0.2 reflect-client\n"),
                  5);
  };
  EXPECT_EQ(fate_of("  policy vpn-target\n"), Fate::kUnmodelled);
  EXPECT_EQ(fate_of("  undo policy vpn-target\n"), Fate::kModelled);
}

TEST(HuaweiVrpVxlan, UndoTakesBack) {
  const ParsedFile parsed =
      ParseText(kFormat, kLoopback + kVpn +
                             "  vpn-target 65000:1 65000:2 both evpn\n"
                             "  undo vpn-target 65000:2 import-extcommunity evpn\n vxlan vni 5001\n"
                             "#\ninterface Nve1\n source 10.255.0.1\n undo source\n#\nundo interface Nve2\n");
  ASSERT_TRUE(parsed.config.device.vxlan);
  EXPECT_FALSE(parsed.config.device.vxlan->local);
  ASSERT_EQ(parsed.config.vrfs.size(), 1U);
  EXPECT_EQ(parsed.config.vrfs[0].evpn_import_targets, std::vector<std::string>{"target:65000:1"});
  EXPECT_TRUE(parsed.config.vrfs[0].evpn_export_targets.empty()) << "no `advertise l2vpn evpn`";
}

TEST(HuaweiVrpVxlan, IsPrintedBack) {
  const ParsedFile parsed = ParseText(
      kFormat,
      "sysname L\n#\n" + kLoopback + kVpn +
          "  vpn-target 65000:1 both evpn\n vxlan vni 5001\n#\ninterface Nve1\n source 10.255.0.1\n#\n"
          "evpn-overlay enable\n" +
          kBgp +
          " ipv4-family vpn-instance V\n  advertise l2vpn evpn\n l2vpn-family evpn\n"
          "  peer 10.255.0.2 enable\n#\n");
  EXPECT_EQ(Dump(ParseText(kFormat, Print(parsed.config)).config), Dump(parsed.config));
  EXPECT_NE(Dump(parsed.config).find("export-evpn"), std::string::npos);
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
