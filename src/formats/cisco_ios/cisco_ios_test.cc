#include "formats/cisco_ios/cisco_ios.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_ios {
namespace {

std::filesystem::path Samples() { return "src/formats/cisco_ios/testdata"; }
std::filesystem::path Examples() { return "examples"; }

/// Parses lines under a header that the detector claims.
ParsedFile ParseLines(const std::string& lines) { return ParseText(kFormat, "version 15.2\n" + lines); }

TEST(CiscoIos, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(CiscoIos, PrintsBackItsSamples) {
  for (const auto& path : FilesIn(Samples(), ".cfg"))
    ExpectPrintsBack(kFormat, ReadText(path), path.filename());
}

TEST(CiscoIos, ReadsTheExamplesCompletely) {
  std::size_t file_count = 0;
  for (const char* example : {"valdrea", "tiny-ospf", "tiny-acl"}) {
    for (const auto& path : FilesIn(Examples() / example / "configs", ".cfg")) {
      const std::string text = ReadText(path);
      if (Detect(text) == Claim::kNo) continue;
      ++file_count;
      const ParsedFile parsed = ParseText(kFormat, text);
      EXPECT_TRUE(parsed.diagnostics.items().empty()) << path << '\n' << Census(parsed);
      for (const model::LineFate& fate : parsed.fates.lines) {
        EXPECT_NE(fate.fate, model::Fate::kUnknown) << path << '\n' << Census(parsed);
        EXPECT_NE(fate.fate, model::Fate::kUnmodelled) << path << '\n' << Census(parsed);
      }
      ExpectPrintsBack(kFormat, text, path.filename());
    }
  }
  EXPECT_GE(file_count, 8U);
}

TEST(CiscoIos, LengthsAfterASlashNeedTheRelease) {
  const std::string interface = "interface GigabitEthernet0/1\n\tip address 10.2.3.1/31\n";
  EXPECT_EQ(Detect("hostname a\n" + interface), Claim::kNo);
  EXPECT_EQ(Detect("ip classless\n" + interface), Claim::kNo);
  EXPECT_EQ(Detect("version 12.4\nhostname a\n" + interface), Claim::kYes);
  const ParsedFile parsed = ParseText(kFormat, "version 12.4\nhostname a\n" + interface);
  ASSERT_EQ(parsed.config.device.interfaces.size(), 1U);
  ASSERT_EQ(parsed.config.device.interfaces[0].addresses.size(), 1U);
  EXPECT_EQ(parsed.config.device.interfaces[0].addresses[0].address.length, 31);
}

TEST(CiscoIos, SurvivesHostileText) {
  for (const auto& path : FilesIn(Samples(), ".cfg")) ExpectSurvives(kFormat, ReadText(path));
}

TEST(CiscoIos, InvalidValuesAreValueInvalidAtTheirWord) {
  EXPECT_EQ(IdsOf(ParseLines("interface Gi0/0\n ip address 10.0.0.300 255.0.0.0\n")),
            " value-invalid@3:13+10");
  EXPECT_EQ(IdsOf(ParseLines("interface Gi0/0\n ip address 10.0.0.1 255.0.255.0\n")),
            " value-invalid@3:22+11");
  EXPECT_EQ(IdsOf(ParseLines("interface Gi0/0\n ip ospf cost 70000\n")), " value-invalid@3:15+5");
  EXPECT_EQ(IdsOf(ParseLines("ip route 10.0.0.1 255.0.0.0 10.0.0.2\n")), " value-invalid@2:10+8");
  EXPECT_EQ(FateOf(ParseLines("interface Gi0/0\n ip ospf cost 70000\n"), 3), model::Fate::kUnknown);
}

TEST(CiscoIos, UndefinedNamesAreReferenceUndefined) {
  EXPECT_EQ(IdsOf(ParseLines("interface Gi0/0\n ip access-group NONE in\n")), " reference-undefined@3:2+23");
  EXPECT_EQ(IdsOf(ParseLines("router ospf 1\n redistribute static subnets route-map RM\n")),
            " reference-undefined@3:2+40");
  EXPECT_EQ(IdsOf(ParseLines("router ospf 1\n distribute-list prefix PL in\n")),
            " reference-undefined@3:2+28");
  EXPECT_EQ(IdsOf(ParseLines("interface Gi0/0\n ip policy route-map RM\n")), " reference-undefined@3:2+22");
  EXPECT_EQ(IdsOf(ParseLines("line vty 0 4\n access-class 7 in\n")), " reference-undefined@3:2+17");
}

TEST(CiscoIos, TwoAreasForOneInterfaceAreInterfaceTwoAreas) {
  EXPECT_EQ(IdsOf(ParseLines(
                "interface Gi0/0\n ip address 10.0.0.1 255.0.0.0\n ip ospf 1 area 0\n ip ospf 1 area 2\n")),
            " interface-two-areas@5:2+16");
  EXPECT_EQ(IdsOf(ParseLines("interface Gi0/0\n ip address 10.0.0.1 255.255.255.0\nrouter ospf 1\n"
                             " network 10.0.0.0 0.0.0.255 area 0\n network 10.0.0.0 0.0.0.255 area 1\n")),
            " interface-two-areas@6:2+33");
}

TEST(CiscoIos, LiteralWithoutEndIsSyntaxBroken) {
  const ParsedFile parsed = ParseLines("banner motd ^C\nhostname x\n");
  EXPECT_EQ(IdsOf(parsed), " syntax-broken@2:1+14");
  EXPECT_EQ(parsed.config.device.name, "");
}

TEST(CiscoIos, LimitsAreAnswersNotCrashes) {
  EXPECT_EQ(IdsOf(ParseLines("interface Gi0/0\n" + std::string(kNestingMax + 1, ' ') + "mtu 9000\n")),
            " nesting-too-deep@3:66+8");
  EXPECT_EQ(IdsOf(ParseLines(std::string(kLineBytesMax + 1, 'x'))), " line-too-long@2:1+65536");
}

TEST(CiscoIos, RemovalsTakeBackWhatWasSet) {
  const ParsedFile parsed = ParseLines(
      "interface Gi0/0\n ip address 10.0.0.1 255.255.255.0\n no ip address\n shutdown\n no shutdown\n ip "
      "ospf cost 5\n"
      " no ip ospf cost\n no ip policy route-map X\nip access-list extended A\n permit ip any any\nno ip "
      "access-list extended A\n");
  ASSERT_EQ(parsed.config.device.interfaces.size(), 1U);
  EXPECT_TRUE(parsed.config.device.interfaces[0].addresses.empty());
  EXPECT_TRUE(parsed.config.device.interfaces[0].admin_up);
  EXPECT_TRUE(parsed.config.device.acls.empty());
  EXPECT_EQ(FateOf(parsed, 9), model::Fate::kModelled);
  EXPECT_FALSE(parsed.config.device.interfaces[0].policy_in4.applies());
  EXPECT_TRUE(parsed.diagnostics.items().empty());
}

TEST(CiscoIos, ExtraWordsMakeALineUnknown) {
  const ParsedFile parsed =
      ParseLines("interface Gi0/0\n ip ospf cost 5 frob\nrouter ospf 1\n frob\nfrob\n frob\n");
  EXPECT_EQ(FateOf(parsed, 3), model::Fate::kUnknown);
  EXPECT_EQ(parsed.fates.lines[4].impact.bits, model::Impact::kRouting4);
  EXPECT_EQ(parsed.fates.lines[5].impact.bits, model::Impact::kAll);
  EXPECT_EQ(parsed.fates.lines[6].impact.bits, model::Impact::kAll);
}

TEST(CiscoIos, LinesThatCanChangeAnAnswerAreNeverIrrelevant) {
  using model::Impact;
  constexpr std::uint8_t kPaths = Impact::kRouting4 | Impact::kRouting6 | Impact::kForwarding;
  struct Case {
    const char* lines;
    std::size_t line;  // of the text, after the header
    std::uint8_t impact;
  };
  constexpr Case kCases[] = {
      {"boot network tftp://10.0.0.1/c", 1, Impact::kManagement},
      {"service config", 1, Impact::kManagement},
      {"pnp profile p", 1, Impact::kManagement},
      {"wsma agent config", 1, Impact::kManagement},
      {"macro auto global processing", 1, Impact::kAll},
      {"ip local policy route-map m", 1, kPaths},
      {"ip dns server", 1, Impact::kForwarding},
      {"no ip classless", 1, Impact::kForwarding},
      {"ip route static bfd Gi0/0 10.0.0.2", 1, Impact::kRouting4},
      {"ip http port 8080", 1, Impact::kManagement},
      {"system mtu 1400", 1, Impact::kRouting4 | Impact::kRouting6},
      {"zone-pair security z source a destination self", 1, kPaths},
      {"vlan filter m vlan-list 10", 1, kPaths},
      {"vlan 10\n remote-span", 2, Impact::kCopying},
      {"policy-map p\n class c\n  drop", 3, kPaths | Impact::kManagement},
      {"policy-map p\n class c\n  police 8000 1500 conform-action drop", 3, kPaths | Impact::kManagement},
      {"policy-map p\n class c\n  police rate 0 pps", 3, kPaths | Impact::kManagement},
      {"policy-map p\n class c\n  police cir 8000\n   conform-action drop", 4, kPaths | Impact::kManagement},
      {"control-plane host\n management-interface Gi0/0 allow ssh", 2, Impact::kManagement},
      {"interface Gi0/0\n ip directed-broadcast", 2, Impact::kForwarding},
      {"interface Gi0/0\n ip helper-address 10.0.0.1", 2, Impact::kForwarding},
      {"interface Gi0/0\n ip authentication mode eigrp 1 md5", 2, Impact::kRouting4},
      {"interface Gi0/0\n authentication port-control auto", 2, Impact::kForwarding},
      {"router ospf 1\n max-lsa 10", 2, Impact::kRouting4},
      {"router bgp 1\n neighbor 10.0.0.1 fall-over bfd strict-mode", 2, Impact::kRouting},
      {"router bgp 1\n neighbor 10.0.0.1 fall-over route-map m", 2, Impact::kRouting},
      {"router ospf 1\n bfd all-interfaces strict-mode", 2, Impact::kRouting},
      {"interface Gi0/0\n ip ospf bfd strict-mode", 2, Impact::kRouting},
      {"aaa authentication login default none", 1, Impact::kManagement},
  };
  for (const Case& one : kCases) {
    const ParsedFile parsed = ParseLines(one.lines);
    const model::LineFate& fate = parsed.fates.lines.at(one.line);
    EXPECT_EQ(fate.fate, model::Fate::kUnmodelled) << one.lines;
    EXPECT_EQ(fate.impact.bits, one.impact) << one.lines;
  }
}

TEST(CiscoIos, WhatOnlyWarnsOrNarrowsChangesNothing) {
  for (const char* lines :
       {"boot system flash:image", "vlan 10\n name x", "policy-map p\n class c\n  police 8000",
        "policy-map p\n class c\n  police 8000 1500 0 conform-action transmit exceed-action drop",
        "control-plane\n service-policy input p", "no ip receive access-list 10",
        "router ospf 1\n max-lsa 10 warning-only", "no ip directed-broadcast",
        "router bgp 1\n neighbor 10.0.0.1 fall-over bfd", "router bgp 1\n neighbor 10.0.0.1 fall-over",
        "router ospf 1\n bfd all-interfaces", "interface Gi0/0\n ip ospf bfd"}) {
    const ParsedFile parsed = ParseLines(lines);
    for (const model::LineFate& fate : parsed.fates.lines)
      EXPECT_NE(fate.fate, model::Fate::kUnmodelled) << lines;
  }
}

TEST(CiscoIos, ListsOnTheWayOutSpareOwnPackets) {
  EXPECT_TRUE(ParseLines("hostname a\n").config.device.lists_spare_own_packets);
}

TEST(CiscoIos, SecretsNeverReachTheModel) {
  const std::string secret = "swordfish";
  const ParsedFile parsed = ParseLines(
      "interface Gi0/0\n ip address 10.0.0.1 255.255.255.0\n ip ospf authentication\n ip ospf "
      "authentication-key " +
      secret + "\nrouter ospf 1\n network 0.0.0.0 255.255.255.255 area 0\nusername a password " + secret +
      "\nsnmp-server community " + secret + " RO\ntacacs-server key " + secret + "\n");
  EXPECT_EQ(Dump(parsed.config).find(secret), std::string::npos);
  EXPECT_EQ(Census(parsed).find(secret), std::string::npos);
  EXPECT_EQ(Print(parsed.config).find(secret), std::string::npos);
}

TEST(CiscoIos, OneKeyInTwoType7NotationsIsEqual) {
  const auto key = [](const std::string& text) {
    return ParseLines(
               "interface Gi0/0\n ip address 10.0.0.1 255.255.255.0\n ip ospf authentication\n ip ospf "
               "authentication-key " +
               text + "\nrouter ospf 1\n network 0.0.0.0 255.255.255.255 area 0\n")
        .config.ospf.processes[0]
        .interfaces[0]
        .authentication;
  };
  EXPECT_EQ(key("7 02050D480809"), key("cisco"));
  EXPECT_EQ(key("7 094F471A1A0A"), key("0 cisco"));
  EXPECT_NE(key("7 094F471A1A0A"), key("Cisco"));
}

TEST(CiscoIos, MostSpecificNetworkStatementWins) {
  const ParsedFile parsed = ParseLines(
      "interface Gi0/0\n ip address 10.0.0.1 255.255.255.0\nrouter ospf 1\n"
      " network 10.0.0.0 0.255.255.255 area 1\n network 10.0.0.0 0.0.0.255 area 2\n");
  EXPECT_EQ(parsed.config.ospf.processes[0].interfaces[0].area, 2U);
  EXPECT_TRUE(parsed.diagnostics.items().empty());
}

TEST(CiscoIos, ANetworkWithoutAMaskIsThatOfItsClassAndZeroTheDefaultRoute) {
  const ParsedFile parsed = ParseText(
      kFormat,
      "version 15.2\nrouter bgp 65000\n network 0.0.0.0\n network 10.0.0.0\n network 172.16.0.0\n network "
      "192.0.2.0\n network 10.1.0.0 mask 255.255.0.0\n");
  std::string told;
  for (const auto& network : parsed.config.bgp.vrfs.at(0).families.at(0).networks)
    told += net::ToString(network.prefix) + " ";
  EXPECT_EQ(told, "0.0.0.0/0 10.0.0.0/8 172.16.0.0/16 192.0.2.0/24 10.1.0.0/16 ");
}

TEST(CiscoIos, RoutesFromBgpHaveMetricOneInOspf) {
  const ParsedFile parsed =
      ParseLines("router ospf 1\n redistribute bgp 65000 subnets\n redistribute eigrp 7 subnets\n");
  const auto& all = parsed.config.ospf.processes.at(0).redistributions;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].metric, 1U);
  EXPECT_FALSE(all[0].bgp_internal);
  EXPECT_EQ(all[1].metric, 20U);
  EXPECT_EQ(all[1].process, "7");
}

TEST(CiscoIos, ExtendedListsFilterByAddressAndMask) {
  const ParsedFile parsed = ParseLines(
      "access-list 101 permit ip host 10.0.0.0 host 255.255.0.0\n"
      "access-list 101 permit ip 10.1.0.0 0.0.255.255 255.255.255.0 0.0.0.255\n"
      "access-list 102 permit tcp any any\n"
      "router bgp 1\n neighbor 10.0.0.1 remote-as 2\n neighbor 10.0.0.1 distribute-list 101 in\n"
      " neighbor 10.0.0.1 distribute-list 102 out\n");
  ASSERT_EQ(parsed.config.policies.prefix_lists.size(), 1U);
  const model::PrefixList& list = parsed.config.policies.prefix_lists[0];
  EXPECT_EQ(list.name, "acl:101");
  ASSERT_EQ(list.lines.size(), 2U);
  EXPECT_EQ(net::ToString(list.lines[0].prefix), "10.0.0.0/16");
  EXPECT_EQ(list.lines[0].length_max, 16);
  EXPECT_EQ(list.lines[1].length_min, 24);
  EXPECT_EQ(list.lines[1].length_max, 32);
  EXPECT_EQ(FateOf(parsed, 8), model::Fate::kUnmodelled);
}

TEST(CiscoIos, EigrpMetricsComeFromTheTypeOfPort) {
  const ParsedFile parsed = ParseLines(
      "interface Loopback0\n ip address 10.0.0.1 255.255.255.255\n"
      "interface GigabitEthernet0/0\n ip address 10.0.1.1 255.255.255.0\n"
      "interface Tunnel1\n ip address 10.0.2.1 255.255.255.0\n"
      "interface Serial0/0\n ip address 10.0.3.1 255.255.255.0\nrouter eigrp 1\n network 10.0.0.0\n");
  const auto& interfaces = parsed.config.eigrp.processes.at(0).interfaces;
  ASSERT_EQ(interfaces.size(), 4U);
  constexpr std::uint64_t kMicrosecond = 1'000'000;
  EXPECT_EQ(interfaces[0].metric.delay_ps, 5000 * kMicrosecond);
  EXPECT_EQ(interfaces[1].metric.delay_ps, 10 * kMicrosecond);
  EXPECT_EQ(interfaces[1].metric.bandwidth_kbps, 1'000'000U);
  EXPECT_EQ(interfaces[2].metric.delay_ps, 50'000 * kMicrosecond);
  EXPECT_EQ(interfaces[3].metric.delay_ps, 20'000 * kMicrosecond);
}

/// The policy of a text whose first interface uses route map P.
model::PolicyRouting Steering(const std::string& map) {
  const ParsedFile parsed = ParseLines(
      "interface Gi0/0\n ip policy route-map P\nip access-list extended A\n permit tcp any any\n" + map);
  EXPECT_EQ(parsed.config.device.interfaces.at(0).policy_in4.name, "P");
  EXPECT_TRUE(parsed.config.policies.policies.empty()) << "it is no policy for routes";
  return parsed.config.device.policy_routing.at(0);
}

TEST(CiscoIos, WaysOutAreTriedInAFixedOrder) {
  using model::PolicyHopUse;
  const model::PolicyRouting policy = Steering(
      "route-map P permit 10\n set default interface Null0\n set ip default next-hop 10.0.0.3\n"
      " set interface Gi0/1\n set ip next-hop 10.0.0.1 10.0.0.2\n match ip address A\n");
  ASSERT_EQ(policy.terms.size(), 1U);
  EXPECT_EQ(policy.terms[0].acls, std::vector<std::string>{"A"});
  const auto& hops = policy.terms[0].hops;
  ASSERT_EQ(hops.size(), 5U);
  EXPECT_EQ(net::ToString(*hops[0].next_hop), "10.0.0.1");
  EXPECT_EQ(net::ToString(*hops[1].next_hop), "10.0.0.2");
  EXPECT_EQ(hops[1].use, PolicyHopUse::kAlways);
  EXPECT_EQ(hops[2].interface, "GigabitEthernet0/1");
  EXPECT_EQ(hops[2].use, PolicyHopUse::kWithRoute) << "an interface serves packets with a route";
  EXPECT_EQ(net::ToString(*hops[3].next_hop), "10.0.0.3");
  EXPECT_EQ(hops[3].use, PolicyHopUse::kWithoutRoute);
  EXPECT_TRUE(hops[4].discard);
}

TEST(CiscoIos, EntriesForPacketsByTheirMeaning) {
  const model::PolicyRouting policy = Steering(
      "route-map P deny 10\n match ip address A\n set ip next-hop 10.0.0.1\n"
      "route-map P permit 20\n match ip address NONE\nroute-map P permit 30\n set vrf RED\n"
      "route-map P permit 40\n set global\n");
  ASSERT_EQ(policy.terms.size(), 4U);
  EXPECT_TRUE(policy.terms[0].hops.empty()) << "what is denied goes by its destination";
  EXPECT_TRUE(policy.terms[1].acls.empty()) << "an undefined list holds for every packet";
  EXPECT_EQ(policy.terms[2].hops.at(0).table, "RED");
  EXPECT_EQ(policy.terms[3].hops.at(0).table, "");
}

TEST(CiscoIos, PolicyRoutingThatIsNotExpressedIsNotModelledWhereItIsUsed) {
  for (const char* line : {"match length 3 200", "match tag 7", "set ip next-hop recursive 10.0.0.1",
                           "set ip next-hop verify-availability 10.0.0.1 10 track 1",
                           "set ip vrf RED next-hop 10.0.0.1", "set ipv6 next-hop fe80::1", "continue 20"}) {
    const std::string map = std::string("route-map P permit 10\n ") + line + "\n";
    const ParsedFile used = ParseLines(map + "interface Gi0/0\n ip policy route-map P\n");
    bool found = false;
    for (std::size_t i : {1U, 2U}) {
      const model::LineFate& fate = used.fates.lines[i];
      found =
          found || (fate.fate == model::Fate::kUnmodelled && fate.impact.bits == model::Impact::kForwarding);
    }
    EXPECT_TRUE(found) << line;
  }
}

TEST(CiscoIos, ARouteMapForRoutesAndPacketsIsNotModelledForPackets) {
  const ParsedFile parsed = ParseLines(
      "interface Gi0/0\n ip policy route-map P\nroute-map P permit 10\n set ip next-hop 10.0.0.1\n"
      "router ospf 1\n redistribute static subnets route-map P\n");
  EXPECT_EQ(FateOf(parsed, 3), model::Fate::kUnmodelled);
  EXPECT_EQ(parsed.config.policies.policies.size(), 1U);
  EXPECT_TRUE(parsed.config.device.policy_routing.empty());
}

TEST(CiscoIos, EachVrfHasItsOwnProcesses) {
  const ParsedFile parsed = ParseLines(
      "ip vrf A\n rd 1:1\ninterface GigabitEthernet0/0\n ip vrf forwarding A\n ip address 10.0.0.1 "
      "255.0.0.0\n"
      "router ospf 1 vrf A\n network 10.0.0.0 0.255.255.255 area 0\nrouter ospf 2\n network 0.0.0.0 "
      "255.255.255.255 area 0\n");
  ASSERT_EQ(parsed.config.ospf.processes.size(), 2U);
  EXPECT_EQ(parsed.config.ospf.processes[0].vrf, "A");
  EXPECT_EQ(parsed.config.ospf.processes[0].interfaces.size(), 1U);
  EXPECT_EQ(net::ToString(parsed.config.ospf.processes[0].router_id.value()), "10.0.0.1");
  EXPECT_TRUE(parsed.config.ospf.processes[1].interfaces.empty());
}

TEST(CiscoIos, LinesOfListsThatAreNotModelledStandOpen) {
  const std::string before =
      "version 15.2\nhostname a\ninterface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n"
      " ip access-group CORE in\nrouter ospf 1\n network 0.0.0.0 255.255.255.255 area 0\n"
      "object-group network HALF\n host 10.0.0.9\n range 10.0.0.2 10.0.0.4\n"
      "ip access-list extended CORE\n";
  const std::string rest = " permit ip any any\n";
  ExpectLeftOpen(kFormat, {before, rest, " permit ospf any any\n", " deny ip any any ttl lt 2\n",
                           " permit ip any any ttl lt 2\n"});
  ExpectLeftOpen(kFormat, {before, rest, " permit ospf any any\n", " deny ip object-group HALF any\n",
                           " permit ip object-group HALF any\n"});
  const auto lines = [&](const std::string& list) {
    return LinesThatMayDropOspf(ParseText(kFormat, before + list + rest).config);
  };
  EXPECT_THAT(lines(" deny tcp any any ttl lt 2\n"), testing::IsEmpty());
  EXPECT_THAT(lines(" 10 deny ospf any any ttl lt 2\n no 10\n"), testing::IsEmpty());
  EXPECT_THAT(lines(" dynamic GATE deny ip any any\n"), testing::ElementsAre(12U));
}

}  // namespace
}  // namespace ringfence::formats::cisco_ios
