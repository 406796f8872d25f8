// Layer-2 services: what the text means, alone and with what it rests on.
#include <gtest/gtest.h>

#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/meaning_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kSession = "mpls l2vpn\n#\nmpls ldp remote-peer P\n remote-ip 10.255.0.2\n#\n";
const std::string kPort = kSession + "interface GE0/1/0\n";
const std::string kUnit = kSession + "interface GE0/1/0.7\n vlan-type dot1q 7\n";
const std::string kVsi = kSession + "vsi A static\n pwsignal ldp\n";

TEST(HuaweiVrpL2Vpn, Circuits) {
  ExpectMeanings({
      {"whole port", kPort + "@ mpls l2vc 10.255.0.2 7\n",
       "service GigabitEthernet0/1/0\n  port GigabitEthernet0/1/0\n"
       "  pseudowire 7 to 10.255.0.2 type ethernet mtu 1500\n"},
      {"one VLAN", kUnit + "@ mpls l2vc 10.255.0.2 7\n", "  pseudowire 7 to 10.255.0.2 type vlan mtu 1500\n"},
      {"one VLAN, raw", kUnit + "@ mpls l2vc 10.255.0.2 7 raw\n", " type ethernet "},
      {"MTU of the circuit", kPort + "@ mpls l2vc 10.255.0.2 7 mtu 9000\n", " mtu 9000\n"},
      {"MTU of the port", kPort + "@ mtu 9000\n mpls l2vc 10.255.0.2 7\n",
       "  pseudowire 7 to 10.255.0.2 type "
       "ethernet mtu 9000\n"},
      {"MTU of the port below", kPort + " mtu 9000\n#\n" + kUnit + "@ mpls l2vc 10.255.0.2 7\n",
       "~46F--- MTU of a pseudowire"},
      {"no control word", kPort + "@ mpls l2vc 10.255.0.2 7 no-control-word\n", "  pseudowire 7 "},
      {"control word", kPort + "@ mpls l2vc 10.255.0.2 7 control-word\n", "~46F--- pseudowire with options"},
      {"tunnel policy", kPort + "@ mpls l2vc 10.255.0.2 7 tunnel-policy T\n",
       "~46F--- pseudowire with options"},
      {"backup", kPort + " mpls l2vc 10.255.0.2 7\n@ mpls l2vc 10.255.0.3 8 secondary\n",
       "~46F--- layer-2 service"},
      {"template", kPort + "@ mpls l2vc pw-template T 7\n", "~46F--- layer-2 service"},
      {"whole port as a VLAN", kPort + "@ mpls l2vc 10.255.0.2 7 tagged\n", "~46F--- layer-2 service"},
      {"port with an address", kPort + " ip address 10.0.0.1 30\n@ mpls l2vc 10.255.0.2 7\n",
       "~46F--- layer-2 service"},
      {"no session", "mpls l2vpn\n#\ninterface GE0/1/0\n@ mpls l2vc 10.255.0.2 7\n",
       "~46F--- pseudowire without a session to its peer"},
  });
}

TEST(HuaweiVrpL2Vpn, Instances) {
  ExpectMeanings({
      {"identifier", kVsi + "@  vsi-id 7\n  peer 10.255.0.2\n",
       "  pseudowire 7 to 10.255.0.2 type vlan mtu 1500 mesh\n"},
      {"identifier of one", kVsi + "  vsi-id 7\n@  peer 10.255.0.2 negotiation-vc-id 8\n",
       "  pseudowire 8 to 10.255.0.2 type vlan mtu 1500 mesh\n"},
      {"hub", kVsi + "  vsi-id 7\n@  peer 10.255.0.2 upe\n", "~46F--- pseudowire with options"},
      {"tunnel policy", kVsi + "@  peer 10.255.0.2 tnl-policy T\n", "~46F--- pseudowire with options"},
      {"encapsulation", kVsi + "  vsi-id 7\n  peer 10.255.0.2\n@ encapsulation ethernet\n",
       " type ethernet mtu 1500 mesh\n"},
      {"MTU", kVsi + "  vsi-id 7\n  peer 10.255.0.2\n@ mtu 1400\n", " mtu 1400 mesh\n"},
      {"port", "vsi A\n encapsulation ethernet\n#\ninterface GE0/1/0\n@ l2 binding vsi A\n",
       "  port GigabitEthernet0/1/0\n"},
      {"port of type VLAN", "vsi A\n#\ninterface GE0/1/0\n@ l2 binding vsi A\n", "~46F--- layer-2 service"},
      {"no such instance", "interface GE0/1/0\n@ l2 binding vsi A\n", "~46F--- undefined reference"},
      {"signalling by BGP", "vsi A auto\n@ pwsignal bgp\n", "~46F--- layer-2 service"},
      {"bridge domains", "@vsi A bd-mode\n", "~46F--- layer-2 service"},
      {"shut", "vsi A\n@ shutdown\n", "~46F--- layer-2 service"},
      {"no learning", "vsi A\n@ mac-learning disable\n", "~46F--- layer-2 service"},
      {"description", "vsi A\n@ description for you\n", ""},
      {"session alone", "@mpls ldp remote-peer P\n remote-ip 10.255.0.9\n", "~--F--- targeted LDP neighbour"},
      {"option of a session", kSession + "vsi A\n#\nmpls ldp remote-peer P\n@ mpls ldp advertisement dod\n",
       "~--F--- targeted LDP neighbour"},
  });
}

TEST(HuaweiVrpL2Vpn, UndoTakesBack) {
  const ParsedFile parsed = ParseText(
      kFormat, "sysname X\n#\n" + kVsi +
                   "  vsi-id 7\n  peer 10.255.0.2\n  undo peer 10.255.0.2\n#\nvsi B\n#\nundo vsi B\n#\n"
                   "interface GE0/1/0\n mpls l2vc 10.255.0.2 7\n undo mpls l2vc\n l2 binding vsi A\n"
                   " undo l2 binding vsi A\n");
  ASSERT_EQ(parsed.config.device.l2_services.size(), 1U);
  EXPECT_EQ(parsed.config.device.l2_services[0].name, "A");
  EXPECT_TRUE(parsed.config.device.l2_services[0].pseudowires.empty());
  EXPECT_TRUE(parsed.config.device.l2_services[0].attachments.empty());
}

TEST(HuaweiVrpL2Vpn, IsPrintedBack) {
  const ParsedFile parsed =
      ParseText(kFormat, "sysname X\n#\n" + kVsi +
                             "  vsi-id 7\n  peer 10.255.0.2\n#\ninterface GE0/1/0\n mtu 1400\n"
                             " mpls l2vc 10.255.0.2 8\n#\ninterface GE0/1/1\n#\ninterface GE0/1/1.5\n"
                             " vlan-type dot1q 5\n l2 binding vsi A\n");
  EXPECT_EQ(Dump(ParseText(kFormat, Print(parsed.config)).config), Dump(parsed.config));
  EXPECT_NE(Dump(parsed.config).find("  pseudowire 8 to 10.255.0.2 type ethernet mtu 1400\n"),
            std::string::npos);
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
