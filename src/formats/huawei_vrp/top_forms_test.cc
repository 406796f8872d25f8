// What each of the 120 most frequent forms of carrier and data-centre texts means, one sample each. A form
// that is modelled puts its words into the dump of the neutral model and takes them out with its line; one
// that changes nothing leaves the dump as it is without the line; all others have a reason and what they
// could change. The expectations come from the vendor's command reference as it was read for this project
// (characterization.md).
#include <fmt/format.h>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/meaning_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kLoopback = "interface LoopBack0\n ip address 10.255.0.1 32\n#\n";
const std::string kLdp = kLoopback + "mpls lsr-id 10.255.0.1\n#\nmpls\n#\nmpls ldp\n#\n";
const std::string kTe = kLoopback + "mpls lsr-id 10.255.0.1\n#\n";
const std::string kTePort = "interface GE0/1/0\n ip address 10.0.0.1 30\n mpls\n";
const std::string kLdpPort = "interface GE0/1/0\n ip address 10.0.0.1 30\n mpls\n mpls ldp\n#\n";
const std::string kPort = "interface GE0/1/0\n ip address 10.0.0.1 30\n#\n";
const std::string kPort6 = "interface GE0/1/0\n ipv6 enable\n ipv6 address 2001:db8::1/64\n#\n";
const std::string kIsis = "isis 1\n network-entity 49.0001.0000.0000.0001.00\n#\n";
const std::string kPeer = "bgp 65000\n peer 10.0.0.2 as-number 65001\n";
const std::string kLocator = "segment-routing ipv6\n locator L ipv6-prefix 2001:db8:: 64\n";
const std::string kVpn = "ip vpn-instance V\n ipv4-family\n  route-distinguisher 65000:1\n#\n";
const std::string kRemotePeer = "mpls l2vpn\n#\nmpls ldp remote-peer P\n remote-ip 10.255.0.2\n#\n";

TEST(HuaweiVrpTopForms, Interfaces) {
  ExpectMeanings({
      {"1", "@interface GE0/1/0\n", "interface GigabitEthernet0/1/0 physical bandwidth 1000000000\n"},
      {"2", "interface GE0/1/0\n@ ip address 10.0.0.1 255.255.255.252\n", "  address 10.0.0.1/30\n"},
      {"3", "interface GE0/1/0\n shutdown\n@ undo shutdown\n", "physical bandwidth"},
      {"19", "interface GE0/1/0\n@ ipv6 enable\n ipv6 address 2001:db8::1/64\n",
       "  address 2001:db8::1/64\n"},
      {"20", "interface GE0/1/0\n ipv6 enable\n@ ipv6 address 2001:db8::1 64\n",
       "  address 2001:db8::1/64\n"},
      {"23",
       "interface 10GE1/0/1\n@ undo portswitch\n#\ninterface 10GE1/0/2\n port default vlan 5\n#\nvlan batch "
       "5\n",
       "interface 10GE1/0/1 physical bandwidth 10000000000\ninterface 10GE1/0/2"},
      {"24", kVpn + "interface GE0/1/0\n@ ip binding vpn-instance V\n ip address 10.0.0.1 30\n",
       "physical vrf V bandwidth"},
      {"30", "interface GE0/1/0.7\n@ vlan-type dot1q 7\n", "parent GigabitEthernet0/1/0 vlan 7 "},
      {"39", "vlan batch 5\n#\ninterface 10GE1/0/1\n@ port link-type trunk\n port trunk allow-pass vlan 5\n",
       "  switches trunk vlan 1 1-1 5-5\n"},
      {"50",
       "vlan batch 5 to 7\n#\ninterface 10GE1/0/1\n port link-type trunk\n@ port trunk allow-pass vlan 5 to "
       "6\n",
       "  switches trunk vlan 1 1-1 5-6\n"},
      {"55", "@vlan batch 5\n#\ninterface 10GE1/0/1\n port link-type trunk\n port trunk allow-pass vlan 5\n",
       "  switches trunk vlan 1 1-1 5-5\n"},
      {"59", "@interface GE0/1/0.7 mode l2\n", "interface GigabitEthernet0/1/0.7 "},
      {"61", "interface GE0/1/0\n@ portswitch\n", "  switches access vlan 1\n"},
      {"63",
       "interface Tunnel1\n source 10.0.0.1\n@ destination 10.0.0.2\n ipsec profile P\n#\nike peer A\n#\n"
       "ipsec proposal S\n esp encryption-algorithm aes-256\n esp authentication-algorithm sha2-256\n#\n"
       "ipsec profile P\n ike-peer A\n proposal S\n",
       "local 10.0.0.1 peer 10.0.0.2 bind Tunnel1\n"},
      {"65", "interface GE0/1/0.7 mode l2\n@ encapsulation dot1q vid 7\n", " vlan 7 "},
      {"67", "interface Tunnel1\n@ tunnel-protocol mpls te\n", "~46F--- tunnel without traffic engineering"},
      {"68", "interface Tunnel1\n@ mpls te tunnel-id 7\n", "="},
      {"69", "interface GE0/1/0.7\n@ bridge-domain 7\n", "~--F--- layer-2 service"},
      {"70", kLoopback + "interface Tunnel1\n@ ip address unnumbered interface LoopBack0\n",
       " unnumbered LoopBack0\n"},
      {"74", "interface Eth-Trunk1\n#\ninterface GE0/1/0\n@ eth-trunk 1\n",
       "physical lag Eth-Trunk1 bandwidth"},
      {"76", "interface 10GE1/0/1\n@ port default vlan 5\n", "  switches access vlan 5\n"},
      {"91", "interface Eth-Trunk1\n@ mode lacp-static\n", ""},
      {"104", "@interface GigabitEthernet 0/1/0\n", "interface GigabitEthernet0/1/0 physical"},
      {"111", "interface GE0/1/0.7 mode l2\n@ rewrite pop single\n", "="},
      {"117",
       "interface Tunnel1\n@ source 10.0.0.1\n destination 10.0.0.2\n ipsec profile P\n#\nike peer A\n#\n"
       "ipsec proposal S\n esp encryption-algorithm aes-256\n esp authentication-algorithm sha2-256\n#\n"
       "ipsec profile P\n ike-peer A\n proposal S\n",
       "local 10.0.0.1 peer 10.0.0.2 bind Tunnel1\n"},
      {"118", kPort.substr(0, kPort.size() - 2) + "@ vrrp vrid 1 virtual-ip 10.0.0.3\n",
       "  virtual-router vrrp 1 priority 100 10.0.0.3\n"},
  });
}

TEST(HuaweiVrpTopForms, Labels) {
  ExpectMeanings({
      {"9", kLoopback + "@mpls lsr-id 10.255.0.1\n#\nmpls\n#\nmpls ldp\n#\n" + kLdpPort,
       "ldp own all transport 10.255.0.1 owns hosts begins hosts ordered"},
      {"10", kLoopback + "mpls lsr-id 10.255.0.1\n#\n@mpls\n#\nmpls ldp\n#\n" + kLdpPort,
       "owns hosts begins hosts"},
      {"13", kLdp + "interface GE0/1/0\n@ mpls\n mpls ldp\n", "ordered\n  interface GigabitEthernet0/1/0\n"},
      {"15", kLoopback + "mpls lsr-id 10.255.0.1\n#\nmpls\n#\n@mpls ldp\n#\n" + kLdpPort,
       "owns hosts begins hosts"},
      {"16", kLdp + "interface GE0/1/0\n mpls\n@ mpls ldp\n", "ordered\n  interface GigabitEthernet0/1/0\n"},
      {"37", "@mpls l2vpn\n", "="},
      {"43", kTe + "mpls\n@ mpls te\n#\n" + kTePort + " mpls te\n", "te id 10.255.0.1\n"},
      {"46", kTe + "mpls\n mpls te\n#\n" + kTePort + "@ mpls te\n", "  interface GigabitEthernet0/1/0\n"},
      {"84", kTe + "mpls\n mpls te\n mpls rsvp-te\n#\n" + kTePort + " mpls te\n@ mpls rsvp-te\n",
       "  interface GigabitEthernet0/1/0 signals\n"},
      {"85", kTe + "mpls\n mpls te\n@ mpls rsvp-te\n#\n" + kTePort + " mpls te\n mpls rsvp-te\n",
       "  interface GigabitEthernet0/1/0 signals\n"},
      {"90",
       kTe +
           "mpls\n mpls te\n mpls rsvp-te\n@ mpls te cspf\n#\ninterface Tunnel1\n tunnel-protocol mpls te\n "
           "destination 10.255.0.2\n mpls te tunnel-id 1\n",
       "  tunnel Tunnel1 to 10.255.0.2\n    path any\n"},
      {"100", kLdp.substr(0, kLdp.size() - 2) + "@ ipv4-family\n#\n" + kLdpPort, "="},
      {"120", "mpls ldp remote-peer P\n@ remote-ip 10.255.0.2\n", "~--F--- targeted LDP neighbour"},
  });
}

TEST(HuaweiVrpTopForms, OspfAndIsis) {
  ExpectMeanings({
      {"6", kPort + "ospf 1\n@ area 0.0.0.0\n  network 10.0.0.0 0.0.0.3\n", "  area 0.0.0.0 normal\n"},
      {"7", kPort + "ospf 1\n area 0\n@  network 10.0.0.0 0.0.0.3\n",
       "  interface GigabitEthernet0/1/0 area 0.0.0.0 broadcast"},
      {"8", "@ospf 1\n", "ospf 1 reference 100000000 rfc1583 max-paths 64 distances 10/10/150\n"},
      {"17", "@isis 1\n network-entity 49.0001.0000.0000.0001.00\n",
       "isis 1 system 0000.0000.0001 levels 3 styles narrow/narrow distances 15/15/15/15 max-paths 64 area "
       "49.0001\n"},
      {"18", "isis 1\n@ network-entity 49.0001.0000.0000.0001.00\n",
       " system 0000.0000.0001 |area 49.0001\n"},
      {"26", "isis 1\n@ cost-style wide\n", "styles wide/wide"},
      {"27", kIsis + "interface GE0/1/0\n ip address 10.0.0.1 30\n@ isis enable 1\n",
       "  interface GigabitEthernet0/1/0 levels 3 broadcast metric 10/10\n"},
      {"32",
       kIsis +
           "isis 1\n ipv6 enable topology ipv6\n#\ninterface GE0/1/0\n ipv6 enable\n@ isis ipv6 enable 1\n",
       " metric6 10/10 no-ipv4\n"},
      {"38", "isis 1\n@ ipv6 enable topology ipv6\n", " multi-topology"},
      {"44", "isis 1\n@ is-level level-1\n", " levels 1 "},
      {"51", "isis 1\n@ is-level level-2\n", " levels 2 "},
      {"71", "ospf 1\n@ opaque-capability enable\n", "="},
      {"73",
       kLocator +
           "#\nisis 1\n ipv6 enable topology ipv6\n@ segment-routing ipv6 locator L auto-sid-disable\n",
       "  locator 2001:db8::/64 metric 0\n"},
      {"83", "ospfv3 1\n@ router-id 10.255.0.1\n", "ospf3 1 router-id 10.255.0.1 "},
      {"86", "@ospfv3 1\n router-id 10.255.0.1\n", "ospf3 1 router-id 10.255.0.1 "},
      {"87", "ospfv3 1\n router-id 10.255.0.1\n#\ninterface GE0/1/0\n ipv6 enable\n@ ospfv3 1 area 0.0.0.5\n",
       "  interface GigabitEthernet0/1/0 area 0.0.0.5 broadcast"},
      {"95", "ospfv3 1\n router-id 10.255.0.1\n@ area 0.0.0.5\n  stub\n", "  area 0.0.0.5 stub"},
      {"98", "ospf 1\n area 0\n@  mpls-te enable\n", "="},
      {"102",
       "mpls lsr-id 10.255.0.1\n#\nmpls\n#\nsegment-routing\n#\nisis 1\n cost-style wide\n network-entity "
       "49.0001.0000.0000.0001.00\n "
       "segment-routing global-block 16000 23999\n@ "
       "segment-routing mpls\n",
       "segment-routing isis 1"},
      {"115", "isis 1\n@ traffic-eng level-2\n", "="},
  });
}

TEST(HuaweiVrpTopForms, Bgp) {
  ExpectMeanings({
      {"4", "@bgp 65000\n", "bgp 65000\n"},
      {"5", kPeer + "@ ipv4-family unicast\n  network 10.9.0.0 16\n", "      network 10.9.0.0/16"},
      {"11", "bgp 65000\n@ peer 10.0.0.2 as-number 65001\n", "    neighbor 10.0.0.2 as 65001"},
      {"12", kPeer + " ipv4-family unicast\n@  undo synchronization\n", ""},
      {"14", kPeer + " ipv4-family unicast\n  undo peer 10.0.0.2 enable\n@  peer 10.0.0.2 enable\n",
       "      ipv4 import"},
      {"21", kLoopback + kPeer + "@ peer 10.0.0.2 connect-interface LoopBack0\n", " source LoopBack0"},
      {"25", "bgp 65000\n@ router-id 10.255.0.9\n", "  vrf default router-id 10.255.0.9\n"},
      {"40", "bgp 65000\n@ peer 2001:db8::2 as-number 65001\n", "    neighbor 2001:db8::2 as 65001"},
      {"41", kPeer + "@ l2vpn-family evpn\n", "    family evpn paths 1/1 "},
      {"58", "bgp 65000\n ipv4-family unicast\n@  network 10.9.0.0 255.255.0.0\n",
       "      network 10.9.0.0/16"},
      {"62",
       "evpn-overlay enable\n#\nbgp 65000\n peer 10.0.0.2 as-number 65000\n l2vpn-family evpn\n@  peer "
       "10.0.0.2 enable\n",
       "      evpn import"},
      {"66", "bgp 65000\n peer 2001:db8::2 as-number 65001\n@ peer 2001:db8::2 connect-interface LoopBack0\n",
       " source LoopBack0"},
      {"72",
       "bgp 65000\n peer 2001:db8::2 as-number 65001\n@ ipv6-family unicast\n  peer 2001:db8::2 enable\n",
       "      ipv6 import"},
      {"75", kPeer + " l2vpn-family evpn\n@  policy vpn-target\n", "="},
      {"78", "bgp 65000\n ipv6-family unicast\n@  undo synchronization\n", ""},
      {"89", "bgp 65000\n ipv4-family unicast\n@  import-route direct\n",
       "      redistribute connected  origin incomplete"},
      {"99", kPeer + " l2vpn-family evpn\n@  undo policy vpn-target\n", "="},
      {"101", kPeer + "@ peer 10.0.0.2 ebgp-max-hop 4\n", " hops 4"},
      {"103", "@ip route-static 10.9.0.0 255.255.0.0 10.0.0.2\n",
       "static 10.9.0.0/16 via 10.0.0.2 distance 60\n"},
      {"105",
       "bgp 65000\n peer 2001:db8::2 as-number 65001\n ipv6-family unicast\n@  peer 2001:db8::2 enable\n",
       "      ipv6 import"},
  });
}

TEST(HuaweiVrpTopForms, Vpns) {
  const std::string family = "ip vpn-instance V\n ipv4-family\n";
  ExpectMeanings({
      {"22", "@ip vpn-instance V\n", "vrf V\n"},
      {"28", "ip vpn-instance V\n@ ipv4-family\n#\nbgp 1\n ipv4-family vpn-instance V\n",
       "vrf V\n  no forward6\n"},
      {"29", family + "@  route-distinguisher 65000:1\n", "vrf V rd 65000:1\n"},
      {"31", kVpn + "bgp 65000\n@ ipv4-family vpn-instance V\n  import-route direct\n",
       "  vrf V\n    family ipv4"},
      {"33", kPeer + "@ ipv4-family vpnv4\n  peer 10.0.0.2 enable\n", "      vpnv4 import"},
      {"34", family + "  route-distinguisher 65000:1\n@  vpn-target 65000:7 export-extcommunity\n",
       "  export4 target:65000:7\n"},
      {"35", family + "  route-distinguisher 65000:1\n@  vpn-target 65000:7 import-extcommunity\n",
       "  import4 target:65000:7\n"},
      {"36", family + "  route-distinguisher 65000:1\n@  apply-label per-instance\n", "  label per table\n"},
      {"42", kPeer + " ipv4-family vpnv4\n@  policy vpn-target\n", "="},
      {"45", kPeer + " ipv4-family vpnv4\n@  peer 10.0.0.2 enable\n", "      vpnv4 import"},
      {"49", kVpn + "bgp 65000\n ipv4-family vpn-instance V\n@  import-route direct\n",
       "      redistribute connected"},
      {"53", kVpn + "bgp 65000\n ipv4-family vpn-instance V\n@  peer 10.0.0.2 as-number 65001\n",
       "    neighbor 10.0.0.2 as 65001"},
      {"54", "@tunnel-policy T\n", "="},
      {"64", "@bridge-domain 7\n", "l2-service bridge-domain 7\n"},
      {"80", "evpn V bd-mode\n@ route-distinguisher 65000:1\n", "~46F--- EVPN"},
      {"81", "evpn V bd-mode\n@ vpn-target 65000:1 export-extcommunity\n", "~46F--- EVPN"},
      {"82", "evpn V bd-mode\n@ vpn-target 65000:1 import-extcommunity\n", "~46F--- EVPN"},
      {"93", "@evpn source-address 10.255.0.1\n", "="},
      {"94", kRemotePeer + "vsi A static\n pwsignal ldp\n@  vsi-id 7\n  peer 10.255.0.2\n",
       "  pseudowire 7 to 10.255.0.2 type vlan mtu 1500 mesh\n"},
      {"96", "vsi A static\n@ pwsignal ldp\n", "="},
      {"97", "vsi A static\n#\ninterface GE0/1/0.7\n vlan-type dot1q 7\n@ l2 binding vsi A\n",
       "  port GigabitEthernet0/1/0.7\n"},
      {"106", "bridge-domain 7\n@ evpn binding vpn-instance V\n", "~46F--- undefined reference"},
      {"107", "@evpn vpn-instance V bd-mode\n", "="},
      {"109",
       family + "@  vpn-target 65000:7 export-extcommunity evpn\n#\nbgp 65000\n ipv4-family vpn-instance V\n"
                "  advertise l2vpn evpn\n",
       "  export-evpn target:65000:7\n"},
      {"110", family + "@  vpn-target 65000:7 import-extcommunity evpn\n", "  import-evpn target:65000:7\n"},
      {"112", "ip vpn-instance V\n@ ipv6-family\n", "vrf V\n  no forward4\n"},
      {"113", kRemotePeer + "vsi A static\n pwsignal ldp\n  vsi-id 7\n@  peer 10.255.0.2\n",
       "  pseudowire 7 to 10.255.0.2 type vlan mtu 1500 mesh\n"},
      {"114", "ip vpn-instance V\n ipv6-family\n@  route-distinguisher 65000:1\n", "vrf V rd 65000:1\n"},
      {"119",
       "ip vpn-instance V\n ipv6-family\n  route-distinguisher 65000:1\n#\nbgp 65000\n@ ipv6-family "
       "vpn-instance V\n"
       "  import-route direct\n",
       "  vrf V\n    family ipv6"},
  });
}

TEST(HuaweiVrpTopForms, Others) {
  ExpectMeanings({
      {"47", "@segment-routing ipv6\n encapsulation source-address 2001:db8::1\n",
       "srv6 source 2001:db8::1\n"},
      {"48", "@bfd\n", ""},
      {"52", "segment-routing ipv6\n@ encapsulation source-address 2001:db8::1\n",
       "srv6 source 2001:db8::1\n"},
      {"56",
       "@route-policy P permit node 10\n apply cost 5\n#\nbgp 65000\n ipv4-family unicast\n  network "
       "10.9.0.0 16 route-policy P\n",
       "  term 10: accept\n    metric = 5\n"},
      {"57", "@multicast routing-enable\n", "~--F--- multicast routing"},
      {"60", "segment-routing ipv6\n@ locator L ipv6-prefix 2001:db8:: 64 static 32\n",
       "srv6 locator L 2001:db8::/64\n"},
      {"77",
       "mpls lsr-id 10.255.0.1\n#\nmpls\n#\n@segment-routing\n#\nisis 1\n cost-style wide\n network-entity "
       "49.0001.0000.0000.0001.00\n "
       "segment-routing global-block 16000 23999\n "
       "segment-routing mpls\n",
       "segment-routing isis 1"},
      {"79", "@acl number 3000\n rule 5 permit ip\n", "acl4 3000 end deny\n  permit ip\n"},
      {"88", "bfd A bind peer-ip 10.0.0.2\n@ discriminator local 1\n", ""},
      {"92", "bfd A bind peer-ip 10.0.0.2\n@ discriminator remote 1\n", ""},
      {"108",
       "acl number 3000\n rule 5 permit ip source 10.0.0.0 0.0.0.255\n#\ntraffic classifier C\n if-match acl "
       "3000\n#\n"
       "@traffic behavior B\n deny\n#\ntraffic policy P\n classifier C behavior B\n#\ninterface GE0/1/0\n"
       " traffic-policy P inbound\n",
       "acl4 traffic-policy P end permit\n  deny ip src 10.0.0.0/24\n"},
      {"116", "segment-routing ipv6\n locator L ipv6-prefix 2001:db8:: 64\n@  opcode ::1 end psp\n", ""},
  });
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
