// The families of forms that must not be judged by how often they occur, because one line of them moves
// packets, copies them or takes their protection away: each form with what it does to the model, or why it is
// left open.
#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/meaning_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kPort = "interface GE0/1/0\n ip address 10.0.0.1 30\n";
const std::string kPeer = "bgp 65000\n peer 10.0.0.2 as-number 65001\n ipv4-family unicast\n";
const std::string kPolicy = "route-policy P permit node 10\n#\n";
const std::string kUse = "#\nospf 1\n import-route static route-policy P\n";
const std::string kVpn = "ip vpn-instance V\n ipv4-family\n  route-distinguisher 65000:1\n";

TEST(HuaweiVrpSafetyForms, FastReroute) {
  ExpectMeanings({
      {"ospf frr", "ospf 1\n@ frr\n  loop-free-alternate\n", "~--F--- fast reroute"},
      {"ospf lfa", "ospf 1\n frr\n@  loop-free-alternate\n", "~--F--- fast reroute"},
      {"isis frr", "isis 1\n@ frr\n  loop-free-alternate level-2\n", "~--F--- fast reroute"},
      {"bgp auto-frr", kPeer + "@  auto-frr\n", "~--F--- fast reroute"},
      {"ldp auto-frr", "mpls ldp\n@ auto-frr lsp-trigger all\n", "~--F--- fast reroute"},
      {"ip frr", "@ip frr route-policy P\n", "~--F--- fast reroute"},
      {"vpn frr", kVpn + "@  vpn frr route-policy P\n", "~--F--- fast reroute"},
      {"ospf bfd", "ospf 1\n@ bfd all-interfaces enable\n", ""},
      {"peer bfd", "bgp 65000\n peer 10.0.0.2 as-number 65001\n@ peer 10.0.0.2 bfd enable\n", ""},
      {"bfd that shuts a port", "bfd A bind peer-ip 10.0.0.2 interface GE0/1/0\n@ process-interface-status\n",
       "~46F--- interface that follows a probe"},
      {"static bfd", "@ip route-static 10.9.0.0 16 10.0.0.2 track bfd-session A\n",
       "~4----- static route that follows a probe"},
  });
}

TEST(HuaweiVrpSafetyForms, AccessLists) {
  const std::string use = "#\ninterface GE0/1/0\n traffic-filter inbound acl 3000\n";
  ExpectMeanings({
      {"basic", "acl 2000\n@ rule 5 permit source 10.1.0.0 0.0.255.255\n",
       "acl4 2000 end deny\n  permit ip src 10.1.0.0/16\n"},
      {"wildcard that is no mask", "acl 2000\n@ rule 5 deny source 10.0.1.0 0.255.0.255\n",
       "  deny ip src 10.0.1.0"},
      {"one host", "acl 2000\n@ rule permit source 10.1.0.7 0\n", "  permit ip src 10.1.0.7/32\n"},
      {"numbered by itself", "acl 2000\n rule permit source 10.1.0.0 0.0.0.255\n@ rule deny\n",
       "  permit ip src 10.1.0.0/24\n|  deny ip\n"},
      {"order by number", "acl 2000\n rule 10 permit\n@ rule 5 deny source 10.1.0.7 0\n",
       "  deny ip src 10.1.0.7/32\n  permit ip\n"},
      {"advanced",
       "acl 3000\n@ rule 5 deny tcp source 10.1.0.0 0.0.0.255 destination-port range 20 21\n" + use,
       "acl4 traffic-filter 3000 end permit\n  deny ip src 10.1.0.0/24 proto 6 dport 20-21\n"},
      {"named", "@acl name A advance\n rule 5 permit icmp\n", "acl4 A end deny\n  permit ip proto 1\n"},
      {"ipv6", "acl ipv6 3000\n@ rule 5 deny ipv6 source 2001:db8::/32\n",
       "acl6 ipv6 3000 end deny\n  deny ip6 src 2001:db8::/32\n"},
      {"order by depth", "acl number 3001 match-order auto\n@ rule permit ip\n",
       "~46FMP- automatic order of rules"},
      {"by time", "acl 3000\n@ rule 5 permit ip time-range T\n", "~46FMP- time range in an access list"},
  });
}

TEST(HuaweiVrpSafetyForms, Imports) {
  ExpectMeanings({
      {"direct", "ospf 1\n@ import-route direct cost 7 tag 3 type 1\n",
       "  redistribute connected metric 7 type 1 tag 3"},
      {"static", "isis 1\n@ import-route static level-1\n", "into 1"},
      {"isis", "ospf 1\n@ import-route isis 2 route-policy P\n#\n" + kPolicy,
       "  redistribute isis 2 metric 1 type 2 tag 1"},
      {"ospf", "bgp 65000\n ipv4-family unicast\n@  import-route ospf 1 med 4\n",
       "      redistribute ospf 1 origin incomplete|metric 4"},
      {"bgp", "ospf 1\n@ import-route bgp\n", "  redistribute bgp metric 1 type 2 tag 1\n"},
      {"bgp permit-ibgp", "ospf 1\n@ import-route bgp permit-ibgp\n", "bgp-internal"},
      {"rip", "ospf 1\n@ import-route rip 1\n", "  redistribute rip 1"},
      {"unr", "ospf 1\n@ import-route unr\n", "~4----- import of routes of another protocol"},
      {"limit", "ospf 1\n@ import-route limit 100\n", "~4----- limit on imported routes"},
  });
}

TEST(HuaweiVrpSafetyForms, RoutePolicies) {
  const std::string node = "route-policy P permit node 10\n";
  ExpectMeanings({
      {"deny", "@route-policy P deny node 5\n#\n" + kPolicy + kUse, "  term 5: reject\n"},
      {"ip-prefix", "ip ip-prefix L permit 10.0.0.0 8\n#\n" + node + "@ if-match ip-prefix L\n" + kUse,
       "  term 10 if prefix-list L: accept\n"},
      {"acl",
       "acl 2000\n rule permit source 10.0.0.0 0.255.255.255\n#\n" + node + "@ if-match acl 2000\n" + kUse,
       "  term 10 if prefix-list acl:2000: "},
      {"as-path",
       "ip as-path-filter A permit ^65001$\n#\n" + node + "@ if-match as-path-filter A\n#\n" + kPeer +
           "  peer 10.0.0.2 route-policy P import\n",
       "  term 10 if as-path-list A: accept\n"},
      {"community",
       "ip community-filter 1 permit 65000:1\n#\n" + node + "@ if-match community-filter 1\n#\n" + kPeer +
           "  peer 10.0.0.2 route-policy P import\n",
       "  term 10 if community-list 1: accept\n"},
      {"tag", node + "@ if-match tag 7\n" + kUse, "  term 10 if tag 7-7: accept\n"},
      {"cost", node + "@ apply cost 9\n" + kUse, "    metric = 9\n"},
      {"local-preference", node + "@ apply local-preference 200\n" + kUse, "    local-preference = 200\n"},
      {"as-path additive", node + "@ apply as-path 65009 additive\n" + kUse, "    as-path-prepend 65009\n"},
      {"community additive", node + "@ apply community 65000:5 additive\n" + kUse,
       "    community add standard 65000:5\n"},
      {"next hop", node + "@ apply ip-address next-hop 10.0.0.9\n" + kUse, "    next-hop 10.0.0.9\n"},
      {"goto", node + "@ goto next-node\n#\nroute-policy P permit node 20\n" + kUse, "  term 10: next\n"},
      {"goto nowhere", node + "@ goto next-node\n" + kUse, "~4----- route map statement"},
      {"xpl", "@xpl route-filter F\n approve\n end-filter\n", "~46---- routing policy language"},
      {"import of a peer", kPolicy + kPeer + "@  peer 10.0.0.2 route-policy P import\n",
       "      ipv4 import P (else"},
      {"export of a peer", kPolicy + kPeer + "@  peer 10.0.0.2 route-policy P export\n", "export P (else"},
      {"prefix list",
       "@ip ip-prefix L permit 10.0.0.0 8 greater-equal 16 less-equal 24\n#\nospf 1\n filter-policy "
       "ip-prefix L import\n",
       "  permit 10.0.0.0/8 length 16-24\n"},
  });
}

TEST(HuaweiVrpSafetyForms, StaticRoutes) {
  ExpectMeanings({
      {"instance", "ip vpn-instance V\n#\n@ip route-static vpn-instance V 10.9.0.0 16 10.0.0.2\n",
       "static 10.9.0.0/16 vrf V via 10.0.0.2"},
      {"discard", "@ip route-static 10.9.0.0 16 NULL0\n", "static 10.9.0.0/16 discard distance 60\n"},
      {"public", "ip vpn-instance V\n#\n@ip route-static vpn-instance V 10.9.0.0 16 10.0.0.2 public\n",
       "static 10.9.0.0/16 vrf V lookup-in '' via 10.0.0.2"},
      {"preference", "@ip route-static 10.9.0.0 16 10.0.0.2 preference 90 tag 4\n",
       "via 10.0.0.2 distance 90 tag 4\n"},
      {"interface", kPort + "#\n@ip route-static 10.9.0.0 16 GE0/1/0 10.0.0.2\n",
       "via 10.0.0.2 interface GigabitEthernet0/1/0"},
      {"default preference",
       "@ip route-static default-preference 100\nip route-static 10.9.0.0 16 10.0.0.2\n", "distance 100\n"},
  });
}

TEST(HuaweiVrpSafetyForms, TunnelsAndServices) {
  ExpectMeanings({
      {"tunnel-policy of LSPs", "tunnel-policy T\n@ tunnel select-seq cr-lsp lsp load-balance-number 1\n",
       "="},
      {"its use",
       kVpn + "@  tnl-policy T\n#\ntunnel-policy T\n tunnel select-seq lsp load-balance-number 1\n", "="},
      {"beside TE", "mpls\n mpls te\n#\ntunnel-policy T\n@ tunnel select-seq lsp load-balance-number 1\n",
       "="},
      {"its use beside TE",
       kVpn + "@  tnl-policy T\n#\ntunnel-policy T\n tunnel select-seq lsp load-balance-number 1\n#\nmpls\n "
              "mpls te\n",
       "="},
      {"its use beside SR",
       kVpn + "@  tnl-policy T\n#\ntunnel-policy T\n tunnel select-seq lsp "
              "load-balance-number 1\n#\nsegment-routing\n",
       "~46F--- choice of tunnels"},
      {"without LSPs", "tunnel-policy T\n@ tunnel select-seq cr-lsp load-balance-number 1\n",
       "~46F--- choice of tunnels"},
      {"several at once", "tunnel-policy T\n@ tunnel select-seq lsp load-balance-number 2\n",
       "~46F--- choice of tunnels"},
      {"tnl-policy", kVpn + "@  tnl-policy T\n", "~46F--- choice of tunnels"},
      {"tunnel binding", "tunnel-policy T\n@ tunnel binding destination 10.255.0.2 te Tunnel1\n",
       "~46F--- choice of tunnels"},
      {"explicit path", "@explicit-path A\n next hop 10.0.0.2\n", "="},
      {"vsi", "@vsi A static\n", "service A\n"},
      {"vll", "interface GE0/1/0\n@ mpls l2vc 10.255.0.2 7\n",
       "~46F--- pseudowire without a session to its peer"},
      {"evpn family", kPeer + "@ l2vpn-family evpn\n  peer 10.0.0.2 enable\n",
       "~46---- EVPN routes kept by their targets"},
      {"vni", "bridge-domain 7\n@ vxlan vni 7\n", "~46F--- VXLAN without a tunnel end"},
      {"prefix sid",
       "mpls lsr-id 10.255.0.1\n#\nmpls\n#\nsegment-routing\n#\nisis 1\n cost-style wide\n network-entity "
       "49.0001.0000.0000.0001.00\n "
       "segment-routing global-block 16000 23999\n "
       "segment-routing mpls\n"
       "#\ninterface LoopBack0\n ip address 10.255.0.1 32\n isis enable 1\n@ isis prefix-sid index 7\n",
       "sid 10.255.0.1/32 index 7"},
      {"srv6 locator",
       "segment-routing ipv6\n locator L ipv6-prefix 2001:db8:: 64\n#\nisis 1\n ipv6 enable\n"
       "@ segment-routing ipv6 locator L\n",
       "  locator 2001:db8::/64 metric 0\n"},
      {"srv6 best effort",
       "segment-routing ipv6\n encapsulation source-address 2001:db8::1\n#\n" + kVpn +
           "#\nbgp 65000\n ipv4-family vpn-instance V\n@  segment-routing ipv6 best-effort\n",
       "srv6 service V ipv4 takes needs-route\n"},
  });
}

TEST(HuaweiVrpSafetyForms, TrafficPolicies) {
  const std::string list = "acl 3000\n rule 5 permit ip source 10.1.0.0 0.0.0.255\n#\n";
  const std::string classifier = list + "traffic classifier C\n if-match acl 3000\n#\ntraffic behavior B\n";
  const std::string rest =
      "#\ntraffic policy P\n classifier C behavior B\n#\n" + kPort + " traffic-policy P inbound\n";
  ExpectMeanings({
      {"filter", list + kPort + "@ traffic-filter inbound acl 3000\n", "  acl in4 traffic-filter 3000\n"},
      {"deny", classifier + "@ deny\n" + rest, "end permit\n  deny ip src 10.1.0.0/24\n"},
      {"redirect", classifier + "@ redirect ip-nexthop 10.0.0.2\n" + rest,
       "  policy in4 traffic-policy P\n|policy-routing traffic-policy P\n  term 1 3000\n    to 10.0.0.2\n"},
      {"redirect with a spare", classifier + "@ redirect nexthop 10.0.0.2 10.0.0.3\n" + rest,
       "    to 10.0.0.2\n    to 10.0.0.3\n"},
      {"redirect to a port", classifier + "@ redirect interface GE0/1/0\n" + rest, "~--F--- policy routing"},
      {"redirect with options", classifier + "@ redirect ip-nexthop 10.0.0.2 track nqa a b\n" + rest,
       "~--F--- policy routing"},
      {"redirect out",
       classifier + " redirect ip-nexthop 10.0.0.2\n#\ntraffic policy P\n classifier C behavior B\n#\n" +
           kPort + "@ traffic-policy P outbound\n",
       "~--F--- traffic policy"},
      {"redirect to nowhere",
       classifier + " redirect ip-nexthop 10.7.0.2\n#\ntraffic policy P\n classifier C behavior B\n#\n" +
           kPort + "@ traffic-policy P inbound\n",
       "~--F--- next hop of a redirect on no subnet"},
      {"condition of a used classifier",
       list + "traffic classifier C\n@ if-match vlan 7\n#\ntraffic behavior B\n" + rest,
       "~--F--- traffic classification"},
      {"condition of an unused classifier", "traffic classifier C\n@ if-match vlan 7\n", "="},
      {"whole device", "@traffic-policy P global inbound\n", "~46FM-- traffic policy on the whole device"},
      {"policy-based-route",
       list +
           "policy-based-route R permit node 10\n if-match acl 3000\n@ apply ip-address next-hop "
           "10.0.0.2\n#\n" +
           kPort + " ip policy-based-route R\n",
       "policy-routing R\n  term 10 3000\n    to 10.0.0.2\n"},
      {"its use",
       list +
           "policy-based-route R permit node 10\n if-match acl 3000\n apply ip-address next-hop "
           "10.0.0.2\n#\n" +
           kPort + "@ ip policy-based-route R\n",
       "  policy in4 R\n"},
      {"its nodes by number",
       list +
           "@policy-based-route R deny node 5\n if-match acl 3000\n#\npolicy-based-route R permit node 10\n"
           " apply ip-address next-hop 10.0.0.2\n#\n" +
           kPort + " ip policy-based-route R\n",
       "policy-routing R\n  term 5 3000\n  term 10\n    to 10.0.0.2\n"},
      {"beyond lists",
       "policy-based-route R permit node 10\n if-match packet-length 100 1500\n#\n" + kPort +
           "@ ip policy-based-route R\n",
       "~--F--- policy routing"},
      {"local", "@ip local policy-based-route R\n", "~--F--- policy routing"},
  });
}

TEST(HuaweiVrpSafetyForms, CopiesAreNeverSilent) {
  for (const char* text :
       {"@observe-port 1 interface GE0/1/7\n", "@observe-port 1 destination-ip 10.0.0.9 source-ip 10.0.0.1\n",
        "interface GE0/1/0\n@ port-mirroring to observe-port 1 inbound\n",
        "interface GE0/1/0\n@ port-mirroring outbound\n", "interface GE0/1/0\n@ ip netstream inbound\n",
        "@ip netstream export host 10.0.0.9 6000\n", "@netstream export ipv4 host 10.0.0.9 6000\n",
        "@telemetry\n", "interface GE0/1/0\n@ mirror to observe-port 1\n",
        "traffic behavior B\n@ mirroring to observe-port 1\n",
        "vlan 7\n@ mirroring to observe-port 1 inbound\n", "@sflow collector 1 ip 10.0.0.9\n",
        "@lawful-interception\n",
        "interface GE0/1/0\n@ traffic-mirror inbound acl 3000 to observe-port 1\n"}) {
    const std::string sample = text;
    const std::size_t at = sample.find('@');
    const std::string cleaned = "#\n" + sample.substr(0, at) + sample.substr(at + 1);
    const auto line = static_cast<std::size_t>(
        1 + std::count(sample.begin(), sample.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    const model::LineFate fate = ParseText(kFormat, cleaned).fates.lines.at(line);
    const bool open = fate.fate == model::Fate::kUnmodelled && fate.impact.has(model::Impact::kCopying);
    EXPECT_TRUE(open || fate.fate == model::Fate::kModelled) << sample;
  }
}

TEST(HuaweiVrpSafetyForms, Protection) {
  const std::string proposal = "ipsec proposal S\n esp authentication-algorithm sha2-256\n";
  const std::string rest =
      " esp encryption-algorithm aes-256\n#\nike peer A\n remote-address 10.0.0.2\n#\nacl 3100\n"
      " rule 5 permit ip source 10.1.0.0 0.0.0.255\n#\nipsec policy Q 10 isakmp\n security acl 3100\n"
      " ike-peer A\n proposal S\n#\n";
  ExpectMeanings({
      {"policy", proposal + rest + kPort + "@ ipsec policy Q\n",
       "ipsec Q 10 local 10.0.0.1 peer 10.0.0.2\n  covers ip src 10.1.0.0/24\n"},
      {"gre", "interface Tunnel1\n source 10.0.0.1\n destination 10.0.0.2\n@ tunnel-protocol gre\n",
       "gre Tunnel1 local 10.0.0.1 peer 10.0.0.2 up-by-route bind Tunnel1"},
      {"gre without ends", "interface Tunnel1\n@ tunnel-protocol gre\n", "~46F-P- incomplete tunnel"},
      {"gre to many", "interface Tunnel1\n source 10.0.0.1\n@ tunnel-protocol gre p2mp\n", "~46F--- tunnel"},
      {"clear tunnel", "@interface Tunnel1\n source 10.0.0.1\n destination 10.0.0.2\n", "~46F--- tunnel"},
      {"ipsec tunnel without a profile", "interface Tunnel1\n@ tunnel-protocol ipsec\n source 10.0.0.1\n",
       "~46F--- tunnel of IPsec without a profile"},
      {"macsec", "interface GE0/1/0\n@ macsec mode normal\n", " macsec\n"},
      {"macsec without encryption", "interface GE0/1/0\n@ macsec mode integrity-only\n",
       "~----P- MACsec without encryption"},
      {"nat outbound", "acl 2000\n rule 5 permit\n#\n" + kPort + "@ nat outbound 2000\n",
       "translation 2000 of source leaving: ip permitted-by 2000 out GigabitEthernet0/1/0\n"},
      {"nat outbound of nothing", kPort + "@ nat outbound 2000\n", "~--F--- undefined reference"},
      {"nat server", "@nat server protocol tcp global 203.0.113.9 www inside 10.0.0.9 www\n",
       "~--F--- address translation"},
      {"nat instance", "@nat instance A id 1\n", "~--F--- address translation"},
  });
}

// The spanning tree may close a port that the model uses, or not run where frames go in a circle.
TEST(HuaweiVrpSafetyForms, SpanningTrees) {
  const auto port = [](const std::string& system, const std::string& lines) {
    const ParsedFile parsed = ParseText(
        kFormat, "#\n" + system + "interface GE0/0/1\n portswitch\n port link-type trunk\n" + lines + "#\n");
    return parsed.config.device.interfaces.at(0).switch_port.value().guard_span.line;
  };
  EXPECT_EQ(port("", ""), 0U);
  EXPECT_EQ(port("", " stp root-protection\n"), 5U);
  EXPECT_EQ(port("", " stp bpdu-filter enable\n"), 5U);
  EXPECT_EQ(port("", " stp disable\n"), 5U);
  EXPECT_EQ(port("", " stp disable\n stp enable\n"), 0U);
  EXPECT_EQ(port("stp bpdu-protection\n", ""), 0U) << "guards edge ports";
  EXPECT_EQ(port("stp bpdu-protection\n", " stp edged-port enable\n"), 2U);
  const auto off = [](const std::string& lines) {
    return ParseText(kFormat, "#\n" + lines).config.device.tree_off_span.line;
  };
  EXPECT_EQ(off("stp disable\n"), 2U);
  EXPECT_EQ(off("stp mode rstp\n"), 0U);
  EXPECT_EQ(off("stp disable\nstp enable\n"), 0U);
}

TEST(HuaweiVrpSafetyForms, FirstHopsAndBundles) {
  const std::string group = kPort + " vrrp vrid 1 virtual-ip 10.0.0.3\n";
  ExpectMeanings({
      {"priority", group + "@ vrrp vrid 1 priority 120\n", "  virtual-router vrrp 1 priority 120 10.0.0.3\n"},
      {"preemption off", group + "@ vrrp vrid 1 preempt-mode disable\n",
       "priority 100 no-preempt 10.0.0.3\n"},
      {"preemption off by undo", group + "@ undo vrrp vrid 1 preempt-mode\n",
       "priority 100 no-preempt 10.0.0.3\n"},
      {"preemption after a while",
       group + " undo vrrp vrid 1 preempt-mode\n@ vrrp vrid 1 preempt-mode timer delay 20\n",
       "priority 100 10.0.0.3\n"},
      {"group off", group + " vrrp vrid 2 virtual-ip 10.0.0.3\n@ undo vrrp vrid 1\n",
       "10.0.0.1/30\n  virtual-router vrrp 2 "},
      {"track", group + "@ vrrp vrid 1 track interface GE0/1/1 reduced 50\n",
       "    track GigabitEthernet0/1/1 -50\n"},
      {"track by default", group + "@ vrrp vrid 1 track interface GE0/1/1\n",
       "    track GigabitEthernet0/1/1 -10\n"},
      {"track upwards", group + "@ vrrp vrid 1 track interface GE0/1/1 increased 5\n",
       "    track GigabitEthernet0/1/1 +5\n"},
      {"track of a session", group + "@ vrrp vrid 1 track bfd-session 1 reduced 50\n", "~--F--- VRRP"},
      {"timer", group + "@ vrrp vrid 1 timer advertise 5\n", "~--F--- VRRP"},
      {"password", group + "@ vrrp vrid 1 authentication-mode simple x\n", "~--F--- VRRP"},
      {"version", "@vrrp version v3\n", "~--F--- version of VRRP"},
      {"ipv6", "interface GE0/1/0\n@ vrrp6 vrid 1 virtual-ip fe80::1 link-local\n", "~--F--- VRRP"},
      {"least links", "interface Eth-Trunk1\n@ least active-linknumber 2\n", ""},
      {"member", "interface Eth-Trunk1\n#\ninterface GE0/1/0\n@ eth-trunk 1\n", " lag Eth-Trunk1 "},
  });
}

TEST(HuaweiVrpSafetyForms, BgpOfAProvider) {
  const std::string inside = "bgp 65000\n peer 10.0.0.2 as-number 65000\n ipv4-family unicast\n";
  ExpectMeanings({
      {"client", inside + "@  peer 10.0.0.2 reflect-client\n", " client\n"},
      {"cluster", inside + "@  reflector cluster-id 9\n  peer 10.0.0.2 reflect-client\n",
       "cluster-id 0.0.0.9"},
      {"next-hop-local", inside + "@  peer 10.0.0.2 next-hop-local\n", " next-hop-self learned-by-ebgp"},
      {"aggregate", kPeer + "@  aggregate 10.0.0.0 8 detail-suppressed\n",
       "      aggregate 10.0.0.0/8 summary-only\n"},
      {"default route", kPeer + "@  peer 10.0.0.2 default-route-advertise\n", " default-originate"},
      {"filter-policy",
       "acl 2000\n rule permit source 10.0.0.0 0.255.255.255\n#\n" + kPeer + "@  filter-policy 2000 import\n",
       "import prefix-list:acl:2000"},
      {"limit", kPeer + "@  peer 10.0.0.2 route-limit 100\n", "~46---- limit on routes"},
      {"limit that warns", kPeer + "@  peer 10.0.0.2 route-limit 100 alert-only\n", ""},
      {"hierarchy",
       "bgp 65000\n peer 10.0.0.2 as-number 65000\n ipv4-family vpnv4\n  peer 10.0.0.2 enable\n  peer "
       "10.0.0.2 upe\n@  peer 10.0.0.2 default-originate vpn-instance V\n",
       " lower-pe defaults-of V"},
      {"labels of IPv4", inside + "@  peer 10.0.0.2 label-route-capability\n", " labels by-policy"},
      {"labels of IPv6",
       "bgp 65000\n peer 10.0.0.2 as-number 65000\n ipv6-family unicast\n  peer 10.0.0.2 enable\n@  peer "
       "10.0.0.2 label-route-capability\n",
       " labels all"},
      {"labels by their way", inside + "@  peer 10.0.0.2 label-route-capability check-tunnel-reachable\n",
       "~46F--- labelled routes"},
      {"keep all",
       "bgp 65000\n peer 10.0.0.2 as-number 65000\n ipv4-family vpnv4\n@  undo policy vpn-target\n  peer "
       "10.0.0.2 enable\n",
       " keeps all"},
  });
}

TEST(HuaweiVrpSafetyForms, SecretsStayOutOfTheModel) {
  for (const char* text :
       {"#\nospf 1\n area 0\n  authentication-mode md5 1 cipher s3cr3t-word\n#\n",
        "#\nbgp 1\n peer 10.0.0.2 as-number 2\n peer 10.0.0.2 password cipher s3cr3t-word\n#\n",
        "#\nisis 1\n area-authentication-mode md5 plain s3cr3t-word\n#\n",
        "#\nsnmp-agent community read cipher s3cr3t-word\n#\n",
        "#\naaa\n local-user a password cipher s3cr3t-word\n local-user a service-type ssh\n#\n",
        "#\nike peer A\n pre-shared-key cipher s3cr3t-word\n#\n",
        "#\nmpls ldp\n md5-password cipher 10.0.0.2 s3cr3t-word\n#\n",
        "#\ninterface GE0/1/0\n rip authentication-mode simple cipher s3cr3t-word\n#\n"}) {
    const ParsedFile parsed = ParseText(kFormat, text);
    EXPECT_EQ((Dump(parsed.config) + Census(parsed) + kFormat.print(parsed.config)).find("s3cr3t"),
              std::string::npos)
        << text;
  }
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
