// Bridge domains and EVPN instances: what the text means, alone and with what it rests on.
#include <gtest/gtest.h>

#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/meaning_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kLoopback = "interface LoopBack0\n ip address 10.255.0.1 32\n#\n";
const std::string kBgp =
    "bgp 65000\n peer 10.255.0.2 as-number 65000\n peer 10.255.0.2 connect-interface LoopBack0\n"
    " l2vpn-family evpn\n  peer 10.255.0.2 enable\n";
const std::string kPeer = kLoopback + kBgp + "#\n";
const std::string kSource = "evpn source-address 10.255.0.1\n#\n";
const std::string kInstance =
    "evpn vpn-instance E bd-mode\n vpn-target 65000:10 export-extcommunity\n"
    " vpn-target 65000:10 import-extcommunity\n#\n";
const std::string kLabelled = kPeer + kSource + kInstance;
const std::string kPort = "interface GE0/2/0.10 mode l2\n encapsulation dot1q vid 10\n rewrite pop single\n";
const std::string kBoxed =
    kLoopback + "evpn-overlay enable\n" + kBgp + "#\n" + kInstance +
    "interface Nve1\n source 10.255.0.1\n vni 5010 head-end peer-list protocol bgp\n#\n";

TEST(HuaweiVrpBridge, Domains) {
  ExpectMeanings({
      {"domain", "@bridge-domain 10\n", "l2-service bridge-domain 10\n"},
      {"port", "bridge-domain 10\n#\n" + kPort + "@ bridge-domain 10\n", "  port GigabitEthernet0/2/0.10\n"},
      {"port whose tag stays",
       "bridge-domain 10\n#\ninterface GE0/2/0.10 mode l2\n encapsulation dot1q vid 10\n@ bridge-domain 10\n",
       "~46F--- layer-2 sub-interface"},
      {"port of a switch",
       "evpn-overlay enable\nbridge-domain 10\n#\ninterface 10GE1/0/1.10 mode l2\n encapsulation dot1q vid "
       "10\n"
       "@ bridge-domain 10\n",
       "  port 10GE1/0/1.10\n"},
      {"port with any tag",
       "bridge-domain 10\n#\ninterface GE0/2/0.10 mode l2\n@ encapsulation default\n bridge-domain 10\n",
       "~46F--- layer-2 sub-interface"},
      {"no such domain", kPort + "@ bridge-domain 11\n", "~46F--- undefined reference"},
      {"gateway", "bridge-domain 10\n#\n@interface Vbdif10\n", "  routed Vbdif10\n"},
      {"shared gateway",
       "bridge-domain 10\n#\ninterface Vbdif10\n ip address 10.1.0.1 24\n mac-address 0000-5e00-0110\n"
       "@ vxlan anycast-gateway enable\n",
       "anycast"},
      {"shared gateway of a switch",
       "bridge-domain 10\n#\ninterface Vbdif10\n ip address 10.1.0.1 24\n mac-address 0000-5e00-0110\n"
       "@ arp distribute-gateway enable\n",
       "anycast"},
      {"shared gateway without an address of its own on the Ethernet",
       "bridge-domain 10\n#\ninterface Vbdif10\n ip address 10.1.0.1 24\n@ vxlan anycast-gateway enable\n",
       "="},
      {"host routes", "bridge-domain 10\n#\ninterface Vbdif10\n@ arp collect host enable\n",
       "~46---- host routes of EVPN"},
      {"other line", "bridge-domain 10\n@ l2 binding vlan 10\n", "~46F--- layer-2 service"},
  });
}

TEST(HuaweiVrpBridge, Labelled) {
  ExpectMeanings({
      {"binding", kLabelled + "bridge-domain 10\n@ evpn binding vpn-instance E\n",
       "  evpn at 10.255.0.1 tag 0 import target:65000:10 export target:65000:10\n"},
      {"tag", kLabelled + "bridge-domain 10\n@ evpn binding vpn-instance E bd-tag 7\n",
       " at 10.255.0.1 tag 7 "},
      {"no such instance", kLabelled + "bridge-domain 10\n@ evpn binding vpn-instance F\n",
       "~46F--- undefined reference"},
      {"target",
       kPeer + kSource +
           "evpn vpn-instance E bd-mode\n@ vpn-target 65000:10 export-extcommunity\n#\nbridge-domain 10\n"
           " evpn binding vpn-instance E\n",
       " tag 0 export target:65000:10\n"},
      {"source", kPeer + kInstance + "bridge-domain 10\n evpn binding vpn-instance E\n#\n@" + kSource, "="},
      {"no source", kPeer + kInstance + "bridge-domain 10\n@ evpn binding vpn-instance E\n",
       "~46F--- EVPN over MPLS"},
      {"no session", kSource + kInstance + "bridge-domain 10\n@ evpn binding vpn-instance E\n",
       "~46F--- EVPN over MPLS"},
      {"peer of VXLAN",
       "evpn-overlay enable\n" + kLabelled + "bridge-domain 10\n@ evpn binding vpn-instance E\n",
       "~46F--- EVPN over MPLS"},
      {"two domains of one tag",
       kLabelled + "bridge-domain 10\n@ evpn binding vpn-instance E\n#\nbridge-domain 11\n"
                   " evpn binding vpn-instance E\n",
       "~46F--- several bridge domains of an instance"},
      {"policy of an instance", "evpn vpn-instance E bd-mode\n@ import route-policy P\n", "~46F--- EVPN"},
      {"other mode", "@evpn vpn-instance E evpl-mode\n", "~46F--- EVPN"},
      {"wire",
       kPeer + kSource +
           "evpn vpn-instance W vpws\n vpn-target 65000:1 both\n#\nevpl instance 5 mpls-mode\n"
           " evpn binding vpn-instance W\n@ local-service-id 1 remote-service-id 2\n",
       "  evpn wire at 10.255.0.1 tag 1 far 2 import target:65000:1 export target:65000:1\n"},
      {"port of a wire", "evpl instance 5\n#\n" + kPort + "@ evpl instance 5\n",
       "l2-service evpl 5\n|  port GigabitEthernet0/2/0.10\n"},
  });
}

TEST(HuaweiVrpBridge, Boxed) {
  ExpectMeanings({
      {"identifier", kBoxed + "bridge-domain 10\n evpn binding vpn-instance E\n@ vxlan vni 5010\n",
       "  vni 5010 l2-service bridge-domain 10 import target:65000:10 export target:65000:10\n"},
      {"mode of the split horizon",
       kBoxed + "bridge-domain 10\n evpn binding vpn-instance E\n@ vxlan vni 5010 split-horizon-mode\n",
       "  vni 5010 l2-service "},
      {"ends that BGP tells of",
       kLoopback + "evpn-overlay enable\n" + kBgp + "#\n" + kInstance +
           "bridge-domain 10\n evpn binding vpn-instance E\n vxlan vni 5010\n#\ninterface Nve1\n"
           " source 10.255.0.1\n@ vni 5010 head-end peer-list protocol bgp\n",
       " l2-service bridge-domain 10 import "},
      {"no list of ends", kBoxed + "bridge-domain 10\n evpn binding vpn-instance E\n@ vxlan vni 5011\n",
       "~46F--- VXLAN without a list of its ends"},
      {"typed ends", "interface Nve1\n@ vni 5010 head-end peer-list 10.255.0.2\n",
       "~--F--- bridge domain in VXLAN"},
      {"no tunnel end", "bridge-domain 10\n@ vxlan vni 5010\n", "~46F--- VXLAN without a tunnel end"},
      {"peer of MPLS",
       kPeer + kInstance +
           "interface Nve1\n source 10.255.0.1\n vni 5010 head-end peer-list protocol bgp\n#\n"
           "bridge-domain 10\n evpn binding vpn-instance E\n@ vxlan vni 5010\n",
       "~46F--- EVPN over MPLS"},
  });
}

TEST(HuaweiVrpBridge, PrintsWhatItReads) {
  const std::string gateway =
      "interface Vbdif10\n ip address 10.1.0.1 24\n mac-address 0000-5e00-0110\n vxlan anycast-gateway "
      "enable\n#\n";
  const std::string labelled = kLabelled + "evpn vpn-instance W vpws\n vpn-target 65000:1 both\n#\n" +
                               "bridge-domain 10\n evpn binding vpn-instance E bd-tag 3\n#\nevpl instance 5\n"
                               " evpn binding vpn-instance W\n local-service-id 1 remote-service-id 2\n#\n" +
                               kPort + " bridge-domain 10\n#\n" + gateway;
  const std::string boxed = kBoxed + "bridge-domain 10\n evpn binding vpn-instance E\n vxlan vni 5010\n#\n" +
                            kPort + " bridge-domain 10\n#\n" + gateway;
  for (const std::string& text : {labelled, boxed}) {
    const ParsedFile parsed = ParseText(kFormat, text);
    EXPECT_EQ(Dump(ParseText(kFormat, Print(parsed.config)).config), Dump(parsed.config));
  }
}

TEST(HuaweiVrpBridge, UndoTakesBack) {
  const std::string text = kLabelled + "bridge-domain 10\n evpn binding vpn-instance E\n#\n" + kPort +
                           " bridge-domain 10\n undo bridge-domain\n#\n";
  const ParsedFile parsed =
      ParseText(kFormat, text + "bridge-domain 10\n undo evpn binding vpn-instance E\n");
  ASSERT_EQ(parsed.config.device.l2_services.size(), 1U);
  EXPECT_FALSE(parsed.config.device.l2_services[0].evpn);
  EXPECT_TRUE(parsed.config.device.l2_services[0].attachments.empty());
  EXPECT_TRUE(ParseText(kFormat, text + "undo bridge-domain 10\n").config.device.l2_services.empty());
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
