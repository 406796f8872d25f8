#include "formats/arista_eos/arista_eos.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <iostream>
#include <string>

#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::arista_eos {
namespace {

namespace bgp = routing::bgp;

std::filesystem::path Samples() { return "src/formats/arista_eos/testdata"; }

/// Parses lines under a header that the detector claims.
ParsedFile ParseLines(const std::string& lines) {
  return ParseText(kFormat, "! device: x (EOS-4.30.0F)\n" + lines);
}

/// The only family of the only neighbour of a text.
bgp::NeighborFamily OnlyFamily(const ParsedFile& parsed) {
  const bgp::BgpVrf& vrf = parsed.config.bgp.vrfs.at(0);
  EXPECT_EQ(vrf.neighbors.size(), 1U);
  EXPECT_EQ(vrf.neighbors.at(0).families.size(), 1U);
  return vrf.neighbors.at(0).families.at(0);
}

TEST(AristaEos, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(AristaEos, PrintsBackItsSamples) {
  for (const auto& path : FilesIn(Samples(), ".cfg"))
    ExpectPrintsBack(kFormat, ReadText(path), path.filename());
}

TEST(AristaEos, SurvivesHostileText) {
  for (const auto& path : FilesIn(Samples(), ".cfg")) ExpectSurvives(kFormat, ReadText(path));
}

TEST(AristaEos, InvalidValuesAreValueInvalidAtTheirWord) {
  EXPECT_EQ(IdsOf(ParseLines("interface Ethernet1\n   ip address 10.0.0.300/24\n")),
            " value-invalid@3:15+13");
  EXPECT_EQ(IdsOf(ParseLines("interface Ethernet1\n   ip ospf cost 70000\n")), " value-invalid@3:17+5");
  EXPECT_EQ(IdsOf(ParseLines("router bgp 1\n   neighbor 10.0.0.1 remote-as x\n")), " value-invalid@3:32+1");
  EXPECT_EQ(FateOf(ParseLines("interface Ethernet1\n   ip ospf cost 70000\n"), 3), model::Fate::kUnknown);
}

TEST(AristaEos, UndefinedNamesAreReferenceUndefined) {
  EXPECT_EQ(IdsOf(ParseLines("interface Ethernet1\n   ip access-group NONE in\n")),
            " reference-undefined@3:4+23");
  EXPECT_EQ(IdsOf(ParseLines("management ssh\n   ip access-group NONE in\n")), " reference-undefined@3:4+23");
  EXPECT_EQ(IdsOf(ParseLines("ip routing\nrouter bgp 1\n   neighbor 10.0.0.1 remote-as 2\n"
                             "   neighbor 10.0.0.1 route-map NONE in\n")),
            " reference-undefined@5:4+35");
}

TEST(AristaEos, LiteralWithoutEndIsSyntaxBroken) {
  const ParsedFile parsed = ParseLines("banner login\nhostname x\n");
  EXPECT_EQ(IdsOf(parsed), " syntax-broken@2:1+12");
  EXPECT_EQ(parsed.config.device.name, "");
}

/// `vxlan vrf` is followed when its source is an interface of the default table; VLANs in tunnels are not.
TEST(AristaEos, TunnelEndsTakeTheAddressOfTheirSource) {
  const std::string ports =
      "interface Loopback1\n   ip address 198.51.100.1/32\ninterface Loopback2\n   vrf RED\n"
      "   ip address 198.51.100.2/32\n";
  const auto parse = [&ports](const std::string& lines) {
    return ParseLines("ip routing\nvrf instance RED\n" + ports + "interface Vxlan1\n" + lines);
  };
  const ParsedFile parsed = parse(
      "   vxlan source-interface Loopback1\n   vxlan vrf RED vni 7\n"
      "   vxlan vlan 10 vni 10010\n   vxlan flood vtep 192.0.2.1\n");
  ASSERT_TRUE(parsed.config.device.vxlan);
  EXPECT_EQ(parsed.config.device.vxlan->local, net::ParseAddress("198.51.100.1"));
  ASSERT_EQ(parsed.config.device.vxlan->segments.size(), 1U) << "no EVPN tells the members of VLAN 10";
  EXPECT_EQ(parsed.config.device.vxlan->segments[0].vni, 7U);
  EXPECT_EQ(parsed.config.device.vxlan->segments[0].vrf, "RED");
  EXPECT_EQ(FateOf(parsed, 11), model::Fate::kModelled);
  EXPECT_EQ(FateOf(parsed, 12), model::Fate::kUnmodelled);
  EXPECT_EQ(FateOf(parsed, 13), model::Fate::kUnmodelled);
  EXPECT_FALSE(parse("   vxlan source-interface Loopback1\n   shutdown\n").config.device.vxlan->local);
  const ParsedFile inside = parse("   vxlan source-interface Loopback2\n");
  EXPECT_FALSE(inside.config.device.vxlan->local);
  EXPECT_EQ(FateOf(inside, 10), model::Fate::kUnmodelled);
}

TEST(AristaEos, VlansTravelInTheirIdentifiers) {
  const std::string kLearned = "      redistribute learned\n";
  const auto parse = [](const std::string& vxlan, const std::string& evpn) {
    return ParseLines(
        "ip routing\ninterface Loopback1\n   ip address 198.51.100.1/32\ninterface Vxlan1\n"
        "   vxlan source-interface Loopback1\n" +
        vxlan + "router bgp 65000\n   vlan 10\n      rd 1:10\n" + evpn);
  };
  const ParsedFile parsed =
      parse("   vxlan vlan 10-11 vni 10010-10011\n   no vxlan vlan 11 vni 10011\n",
            "      route-target both 65000:10\n      route-target export 7:7\n" + kLearned);
  EXPECT_NE(
      Dump(parsed.config)
          .find("  vni 10010 vlan 10 import target:65000:10 export target:65000:10 export target:7:7\n"),
      std::string::npos)
      << Dump(parsed.config);
  for (std::size_t line = 2; line <= parsed.fates.lines.size(); ++line)
    EXPECT_NE(FateOf(parsed, line), model::Fate::kUnmodelled) << line;
  EXPECT_EQ(Dump(ParseText(kFormat, Print(parsed.config)).config), Dump(parsed.config));
  const auto fate_of = [&](const std::string& vxlan) { return FateOf(parse(vxlan, kLearned), 7); };
  EXPECT_EQ(fate_of("   vxlan vlan 10 vni 10010\n"), model::Fate::kModelled);
  EXPECT_EQ(fate_of("   vxlan vlan 11 vni 10011\n"), model::Fate::kUnmodelled) << "without EVPN";
  EXPECT_EQ(FateOf(parse("   vxlan vlan 10 vni 10010\n", ""), 7), model::Fate::kUnmodelled) << "floods";
  EXPECT_EQ(fate_of("   vxlan vlan 10 flood vtep 192.0.2.1\n"), model::Fate::kUnmodelled);
  EXPECT_EQ(fate_of("   vxlan vlan 10,11 vni 10010\n"), model::Fate::kUnmodelled);
  const std::string kept =
      Dump(parse("   vxlan vlan 10 vni 10010\n   no vxlan vlan 10 flood vtep 192.0.2.1\n", kLearned).config);
  EXPECT_NE(kept.find("vni 10010 vlan 10"), std::string::npos) << "a list less is no identifier less";
}

TEST(AristaEos, EvpnTargetsAndSessionsStandApart) {
  const ParsedFile parsed = ParseLines(
      "ip routing\nvrf instance RED\nrouter bgp 65001\n   neighbor 192.0.2.9 remote-as 65000\n"
      "   neighbor 192.0.2.9 next-hop-unchanged\n   no bgp default ipv4-unicast\n   address-family evpn\n"
      "      neighbor 192.0.2.9 activate\n      host-flap detection window 180 threshold 30\n"
      "      neighbor default encapsulation mpls next-hop-self source-interface Loopback0\n"
      "   vrf RED\n      rd 1:1\n      route-target import evpn 7:7\n      route-target export 8:8\n");
  const bgp::NeighborFamily family = OnlyFamily(parsed);
  EXPECT_EQ(family.family, bgp::BgpFamily::kEvpn);
  EXPECT_EQ(family.next_hop_self, bgp::NextHopSelf::kUnchanged);
  EXPECT_EQ(FateOf(parsed, 10), model::Fate::kIrrelevant);
  EXPECT_EQ(FateOf(parsed, 11), model::Fate::kUnmodelled);
  const routing::VrfConfig& red = parsed.config.vrfs.at(0);
  EXPECT_EQ(red.evpn_import_targets, std::vector<std::string>{"target:7:7"});
  EXPECT_TRUE(red.evpn_export_targets.empty());
  EXPECT_TRUE(red.import_targets4.empty());
  EXPECT_EQ(red.export_targets4, std::vector<std::string>{"target:8:8"});
}

TEST(AristaEos, LimitsAreAnswersNotCrashes) {
  EXPECT_EQ(IdsOf(ParseLines("interface Ethernet1\n" + std::string(kNestingMax + 1, ' ') + "mtu 9000\n")),
            " nesting-too-deep@3:66+8");
  EXPECT_EQ(IdsOf(ParseLines(std::string(kLineBytesMax + 1, 'x'))), " line-too-long@2:1+65536");
}

TEST(AristaEos, RoutingIsOffUntilItIsTurnedOn) {
  const ParsedFile parsed = ParseLines("vrf instance A\nvrf instance B\nip routing vrf B\n");
  EXPECT_FALSE(parsed.config.device.forwards4);
  EXPECT_FALSE(parsed.config.device.forwards6);
  EXPECT_FALSE(parsed.config.vrfs.at(0).forwards4);
  EXPECT_TRUE(parsed.config.vrfs.at(1).forwards4);
  EXPECT_TRUE(ParseLines("ip routing\nipv6 unicast-routing\n").config.device.forwards6);
}

TEST(AristaEos, ProtocolWithoutRoutingIsNotModelled) {
  const ParsedFile parsed = ParseLines("router ospf 1\n   network 0.0.0.0/0 area 0\n");
  EXPECT_TRUE(parsed.config.ospf.processes.empty());
  EXPECT_EQ(FateOf(parsed, 2), model::Fate::kUnmodelled);
}

TEST(AristaEos, PortsSwitchUnlessToldOtherwise) {
  const ParsedFile parsed = ParseLines(
      "interface Ethernet1\ninterface Ethernet2\n   no switchport\ninterface Management1\ninterface "
      "Ethernet3\n"
      "   channel-group 1 mode active\ninterface Port-Channel1\n   switchport mode trunk\n");
  const auto& interfaces = parsed.config.device.interfaces;
  ASSERT_EQ(interfaces.size(), 5U);
  EXPECT_TRUE(interfaces[0].switch_port.has_value());
  EXPECT_FALSE(interfaces[1].switch_port.has_value());
  EXPECT_FALSE(interfaces[2].switch_port.has_value());
  EXPECT_FALSE(interfaces[3].switch_port.has_value());
  EXPECT_EQ(interfaces[3].lag, "Port-Channel1");
  EXPECT_EQ(interfaces[4].switch_port->allowed, std::vector<model::VlanRange>{model::VlanRange{}});
}

TEST(AristaEos, TrunkGroupsKeepTheirVlansToTheirPorts) {
  const ParsedFile parsed = ParseLines(
      "vlan 10\nvlan 4090\n   trunk group PEER\ninterface Ethernet1\n   switchport mode trunk\n"
      "   switchport trunk allowed vlan 10,4090\ninterface Ethernet2\n   switchport mode trunk\n"
      "   switchport trunk allowed vlan 10,4090\n   switchport trunk group PEER\n");
  const auto& interfaces = parsed.config.device.interfaces;
  EXPECT_EQ(interfaces[0].switch_port->allowed, (std::vector<model::VlanRange>{{10, 10}}));
  EXPECT_EQ(interfaces[1].switch_port->allowed, (std::vector<model::VlanRange>{{10, 10}, {4090, 4090}}));
}

TEST(AristaEos, OspfCostIsTenWithoutAutoCost) {
  const std::string lines =
      "ip routing\ninterface Ethernet1\n   no switchport\n   ip address 10.0.0.1/31\n   ip ospf area 0\n"
      "router ospf 1\n";
  EXPECT_EQ(ParseLines(lines).config.ospf.processes[0].interfaces[0].cost, 10U);
  const ParsedFile computed = ParseLines(lines + "   auto-cost reference-bandwidth 10000\n");
  EXPECT_EQ(FateOf(computed, 8), model::Fate::kUnmodelled) << "the bandwidth of the port is not in the text";
  const ParsedFile known = ParseLines(
      "ip routing\ninterface Ethernet1\n   speed forced 1000full\n   no switchport\n"
      "   ip address 10.0.0.1/31\n   ip ospf area 0\nrouter ospf 1\n"
      "   auto-cost reference-bandwidth 10000\n");
  EXPECT_FALSE(known.config.ospf.processes[0].interfaces[0].cost.has_value());
  EXPECT_EQ(known.config.device.interfaces[0].bandwidth_bps, 1'000'000'000U);
}

TEST(AristaEos, EveryBgpRouteHasDistance200) {
  const ParsedFile parsed = ParseLines("ip routing\nrouter bgp 1\n   neighbor 10.0.0.2 remote-as 2\n");
  const bgp::BgpFamilyConfig& family = parsed.config.bgp.vrfs.at(0).families.at(0);
  EXPECT_EQ(family.distance_ebgp, 200U);
  EXPECT_EQ(family.distance_ibgp, 200U);
  EXPECT_EQ(family.ebgp_paths_max, 1U);
  EXPECT_TRUE(family.multipath_relax_as);
  EXPECT_FALSE(OnlyFamily(parsed).send_standard);
  EXPECT_TRUE(OnlyFamily(parsed).import.accept_by_default);
}

TEST(AristaEos, RoutesMadeByTheNewModelHaveNoWeight) {
  const std::string lines = "ip routing\nrouter bgp 1\n   network 10.0.0.0/8\n";
  EXPECT_FALSE(ParseLines(lines).config.bgp.vrfs[0].families[0].networks[0].weight.has_value());
  const ParsedFile parsed = ParseLines("service routing protocols model multi-agent\n" + lines);
  EXPECT_EQ(parsed.config.bgp.vrfs[0].families[0].networks[0].weight, 0U);
}

TEST(AristaEos, UndefinedRouteMapOfANeighbourBeatsThatOfItsGroup) {
  const ParsedFile parsed = ParseLines(
      "ip routing\nroute-map DENY deny 10\nrouter bgp 1\n   neighbor G peer group\n   neighbor G remote-as "
      "2\n"
      "   neighbor G route-map DENY in\n   neighbor 10.0.0.2 peer group G\n   neighbor 10.0.0.2 route-map "
      "NONE in\n");
  const model::PolicyChain chain = OnlyFamily(parsed).import;
  ASSERT_EQ(chain.names, std::vector<std::string>{"NONE"});
  const model::RoutePolicy* policy = model::FindPolicy(parsed.config.policies, "NONE");
  ASSERT_NE(policy, nullptr);
  ASSERT_FALSE(policy->terms.empty());
  EXPECT_EQ(policy->terms[0].flow, model::TermFlow::kAccept);
}

TEST(AristaEos, MissingPolicyMayDeny) {
  const ParsedFile parsed = ParseLines(
      "ip routing\nrouter bgp 1\n   bgp missing-policy direction in action deny\n   neighbor 10.0.0.2 "
      "remote-as 2\n");
  EXPECT_FALSE(OnlyFamily(parsed).import.accept_by_default);
  EXPECT_TRUE(OnlyFamily(parsed).export_chain.accept_by_default);
}

TEST(AristaEos, FamiliesAreActiveByWord) {
  const ParsedFile parsed = ParseLines(
      "ip routing\nrouter bgp 1\n   no bgp default ipv4-unicast\n   neighbor 10.0.0.2 remote-as 2\n"
      "   address-family ipv6\n      neighbor 10.0.0.2 activate\n");
  EXPECT_EQ(OnlyFamily(parsed).family, bgp::BgpFamily::kIpv6Unicast);
}

TEST(AristaEos, ClassesOfAPolicySendWhatTheirListsPermit) {
  const std::string lists = "ip access-list A\n   10 permit tcp any any\n";
  const ParsedFile parsed = ParseLines(
      lists +
      "class-map type pbr match-any C\n   10 match ip access-group A\npolicy-map type pbr P\n   10 class C\n"
      "      set nexthop 10.0.0.2\n   20 class C\n      drop\ninterface Ethernet1\n   no switchport\n"
      "   ip address 10.0.0.1/24\n   service-policy type pbr input P\n");
  EXPECT_TRUE(parsed.diagnostics.items().empty());
  const model::Device& device = parsed.config.device;
  EXPECT_EQ(device.interfaces.at(0).policy_in4.name, "P");
  const auto& terms = device.policy_routing.at(0).terms;
  ASSERT_EQ(terms.size(), 2U);
  EXPECT_EQ(terms[0].acls, std::vector<std::string>{"A"});
  EXPECT_EQ(net::ToString(terms[0].hops.at(0).next_hop.value()), "10.0.0.2");
  EXPECT_TRUE(terms[1].hops.at(0).discard);
}

TEST(AristaEos, AListOfOneFamilyDoesNotStandForItsNamesake) {
  const ParsedFile parsed = ParseLines(
      "ip access-list A\n   10 permit tcp any any\nipv6 access-list A\n   10 permit tcp any any\n"
      "class-map type pbr match-any C\n   10 match ip access-group A\npolicy-map type pbr P\n   10 class C\n"
      "interface Ethernet1\n   no switchport\n   service-policy type pbr input P\n");
  EXPECT_EQ(FateOf(parsed, 7), model::Fate::kUnmodelled);
  EXPECT_TRUE(parsed.config.device.policy_routing.at(0).terms.empty());
}

TEST(AristaEos, SecretsNeverReachTheModel) {
  const std::string secret = "swordfish";
  const ParsedFile parsed = ParseLines(
      "ip routing\ninterface Ethernet1\n   no switchport\n   ip address 10.0.0.1/24\n   ip ospf area 0\n"
      "   ip ospf authentication\n   ip ospf authentication-key 0 " +
      secret +
      "\nrouter ospf 1\nrouter bgp 1\n   neighbor 10.0.0.2 remote-as 2\n   neighbor 10.0.0.2 password 0 " +
      secret + "\nusername a secret 0 " + secret + "\nsnmp-server community " + secret + " ro\n");
  EXPECT_EQ(Dump(parsed.config).find(secret), std::string::npos);
  EXPECT_EQ(Census(parsed).find(secret), std::string::npos);
  EXPECT_EQ(Print(parsed.config).find(secret), std::string::npos);
}

TEST(AristaEos, ExtraWordsMakeALineUnknown) {
  const ParsedFile parsed =
      ParseLines("interface Ethernet1\n   ip ospf cost 5 frob\nrouter ospf 1\n   frob\nfrob\n");
  EXPECT_EQ(FateOf(parsed, 3), model::Fate::kUnknown);
  EXPECT_EQ(parsed.fates.lines[4].impact.bits, model::Impact::kRouting4);
  EXPECT_EQ(parsed.fates.lines[5].impact.bits, model::Impact::kAll);
}

TEST(AristaEos, LinesThatCanChangeAnAnswerAreNeverIrrelevant) {
  using model::Impact;
  constexpr std::uint8_t kRoutes = Impact::kRouting;
  struct Case {
    const char* lines;
    std::size_t line;  // index in the text that is read
    std::uint8_t impact;
  };
  constexpr Case kCases[] = {
      {"agent Rib shutdown", 1, Impact::kAll},
      {"schedule s interval 5 command configure", 1, Impact::kAll},
      {"xmpp", 1, Impact::kManagement},
      {"monitor session S source vlan 10", 1, Impact::kCopying},
      {"monitor session S destination Cpu", 1, Impact::kCopying},
      {"monitor session S destination tunnel mode gre source 10.0.0.1 destination 10.0.0.2 vrf V", 1,
       Impact::kCopying},
      {"no monitor session S source Ethernet1", 1, Impact::kCopying},
      {"flow tracking mirror-on-drop", 1, Impact::kCopying},
      {"sflow hardware acceleration", 1, Impact::kCopying},
      {"interface Ethernet1\n   flow tracker sampled T", 2, Impact::kCopying},
      {"interface Tunnel1\n   tunnel mode gre\n   tunnel destination dynamic", 3,
       kRoutes | Impact::kForwarding},
      {"interface Tunnel1\n   tunnel mode gre\n   tunnel source interface Loopback9\n   tunnel destination "
       "10.0.0.2",
       4, kRoutes | Impact::kForwarding},
      {"maintenance", 1, kRoutes},
      {"interface Ethernet1\n   ip proxy-arp", 2, Impact::kForwarding},
      {"interface Ethernet1\n   ip directed-broadcast", 2, Impact::kForwarding},
      {"interface Ethernet1\n   traffic-loopback source system device mac", 2, kRoutes | Impact::kForwarding},
      {"router bgp 1\n   neighbor 10.0.0.1 maximum-routes 100", 2, kRoutes},
      {"router bgp 1\n   neighbor 10.0.0.1 transport connection-mode passive", 2, kRoutes},
      {"router bgp 1\n   neighbor 10.0.0.1 dont-capability-negotiate", 2, kRoutes},
      {"router ospf 1\n   dn-bit-ignore", 2, Impact::kRouting4},
  };
  for (const Case& one : kCases) {
    const ParsedFile parsed = ParseLines(one.lines);
    const model::LineFate& fate = parsed.fates.lines.at(one.line);
    EXPECT_EQ(fate.fate, model::Fate::kUnmodelled) << one.lines;
    EXPECT_EQ(fate.impact.bits, one.impact) << one.lines;
  }
}

TEST(AristaEos, RemovalsTakeBackWhatWasSet) {
  const ParsedFile parsed = ParseLines(
      "interface Ethernet1\n   ip address 10.0.0.1/24\n   no ip address\n   shutdown\n   no shutdown\n"
      "ip access-list A\n   permit ip any any\nno ip access-list A\nip route 10.0.0.0/8 Null0\n"
      "no ip route 10.0.0.0/8\n");
  EXPECT_TRUE(parsed.config.device.interfaces[0].addresses.empty());
  EXPECT_TRUE(parsed.config.device.interfaces[0].admin_up);
  EXPECT_TRUE(parsed.config.device.acls.empty());
  EXPECT_TRUE(parsed.config.static_routes.routes.empty());
  EXPECT_TRUE(parsed.diagnostics.items().empty());
}

TEST(AristaEos, BracketsInAsPathPatternsHoldNumbersUnlessToldOtherwise) {
  const auto regex = [](const std::string& mode) {
    return ParseLines(mode + "ip as-path access-list L permit _[10-12]_ any\n")
        .config.policies.as_path_lists.at(0)
        .lines.at(0)
        .regex;
  };
  EXPECT_THAT(regex(""), testing::HasSubstr("1[0-2]"));
  EXPECT_THAT(regex("ip as-path regex-mode asn\n"), testing::HasSubstr("1[0-2]"));
  EXPECT_THAT(regex("ip as-path regex-mode string\n"), testing::HasSubstr("[10-12]"));
  const ParsedFile late =
      ParseLines("ip as-path access-list L permit _[10-12]_ any\nip as-path regex-mode string\n");
  EXPECT_EQ(FateOf(late, 3), model::Fate::kUnmodelled) << "the list was read in the other mode";
}

TEST(AristaEos, CountsOfAsNumbersAndCommunitiesAreConditions) {
  const ParsedFile parsed = ParseLines(
      "route-map M deny 10\n   match as-path length >= 100\nroute-map M deny 20\n   match community "
      "instances <= 3\n");
  const auto& terms = parsed.config.policies.policies.at(0).terms;
  EXPECT_EQ(terms.at(0).all_of.at(0).any_of.at(0).kind, model::RouteMatchKind::kAsPathLength);
  EXPECT_EQ(terms.at(0).all_of.at(0).any_of.at(0).ranges.at(0), (model::ValueRange{100, 0xffffffffU}));
  EXPECT_EQ(terms.at(1).all_of.at(0).any_of.at(0).ranges.at(0), (model::ValueRange{0, 3}));
  EXPECT_EQ(Dump(ParseText(kFormat, Print(parsed.config)).config), Dump(parsed.config));
}

TEST(AristaEos, LinesOfListsThatAreNotModelledStandOpen) {
  const std::string before =
      "! device: a (vEOS, EOS-4.30.1F)\nhostname a\nip routing\ninterface Ethernet1\n   no switchport\n"
      "   ip address 10.0.0.1/24\n   ip access-group CORE in\nrouter ospf 1\n"
      "   network 0.0.0.0/0 area 0.0.0.0\nip access-list CORE\n";
  ExpectLeftOpen(kFormat, {before, "   900 permit ip any any\n", "   10 permit ospf any any\n",
                           "   20 deny ip any any ttl eq 1\n", "   20 permit ip any any ttl eq 1\n"});
}

}  // namespace
}  // namespace ringfence::formats::arista_eos
