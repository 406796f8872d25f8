#include "formats/cisco_iosxr/cisco_iosxr.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Fate;

std::filesystem::path Samples() { return "src/formats/cisco_iosxr/testdata"; }

/// Parses lines under a header that the detector claims.
ParsedFile ParseLines(const std::string& lines) {
  return ParseText(kFormat, "!! IOS XR Configuration 7.3.2\n" + lines);
}

TEST(CiscoIosxr, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(CiscoIosxr, PrintsBackItsSamples) { ExpectSamplesPrintBack(kFormat, Samples()); }

TEST(CiscoIosxr, ListsOnTheWayOutSpareOwnPackets) {
  EXPECT_TRUE(ParseLines("hostname a\n").config.device.lists_spare_own_packets);
}

TEST(CiscoIosxr, SurvivesHostileText) {
  for (const auto& path : FilesIn(Samples(), ".cfg")) ExpectSurvives(kFormat, ReadText(path));
}

/// The terms of a policy of that name as the dump writes them.
std::string TermsOf(const std::string& lines, const std::string& name) {
  const std::string dump = Dump(ParseLines(lines).config);
  const std::size_t begin = dump.find("policy " + name + " ");
  if (begin == std::string::npos) return "no policy";
  const std::size_t first = dump.find('\n', begin) + 1;
  std::size_t end = first;
  while (dump.compare(end, 2, "  ") == 0) end = dump.find('\n', end) + 1;
  return dump.substr(first, end - first);
}

/// A policy of these lines.
std::string Policy(const std::string& lines) { return "route-policy P\n" + lines + "end-policy\n"; }

TEST(CiscoIosxr, ConditionsBecomeClauses) {
  EXPECT_EQ(TermsOf(Policy("if med eq 1 and (tag is 2 or not med le 3) then\ndrop\nendif\n"), "P"),
            "  term if if metric 1-1 and tag 2-2 or not metric 0-3: reject\n");
  // `and` binds before `or`.
  EXPECT_EQ(TermsOf(Policy("if med eq 1 or tag is 2 and med eq 3 then\npass\nendif\n"), "P"),
            "  term if if metric 1-1 or tag 2-2 and metric 1-1 or metric 3-3: pass to 1\n");
  // `not` of a conjunction is a disjunction.
  EXPECT_EQ(TermsOf(Policy("if not (med eq 1 and tag is 2) then\ndone\nendif\n"), "P"),
            "  term if if not metric 1-1 or not tag 2-2: accept\n");
}

TEST(CiscoIosxr, BodiesFollowTheirBranches) {
  EXPECT_EQ(TermsOf(Policy("if med eq 1 then\nif tag is 2 then\ndrop\nendif\nset weight 3\nendif\n"), "P"),
            "  term if if metric 1-1: goto 2\n"
            "  term else: goto 5\n"
            "  term if if tag 2-2: reject\n"
            "  term : pass\n"
            "    weight 3\n"
            "  term endif: goto 6\n"
            "  term endif: goto 6\n");
}

TEST(CiscoIosxr, ArgumentsMakePolicies) {
  const std::string text =
      "route-policy P($med)\n  set med $med\nend-policy\nroute-policy Q\n  apply P(7)\nend-policy\n";
  EXPECT_EQ(TermsOf(text, "Q"), "  term : call P~7\n");
  EXPECT_EQ(TermsOf(text, "P~7"), "  term : pass\n    metric = 7\n");
  EXPECT_EQ(TermsOf(text, "P"), "no policy");
}

TEST(CiscoIosxr, RangesOfNumbersBecomePatternsOfDigits) {
  const auto regex = [](const std::string& range) {
    const auto config = ParseLines("as-path-set S\n  passes-through '" + range + "'\nend-set\n").config;
    return config.policies.as_path_lists.front().lines.front().regex;
  };
  EXPECT_NE(regex("[7..12]").find("(?:7|8|9|10|11|12)"), std::string::npos) << regex("[7..12]");
}

TEST(CiscoIosxr, WhatIsNotExpressedCountsWhenItIsUsed) {
  const std::string policy = Policy("if validation-state is invalid then\ndrop\nendif\n");
  EXPECT_EQ(FateOf(ParseLines(policy), 3), Fate::kModelled);
  const ParsedFile used =
      ParseLines(policy + "vrf A\n address-family ipv4 unicast\n  import route-policy P\n");
  EXPECT_EQ(FateOf(used, 3), Fate::kUnmodelled);
  EXPECT_EQ(FateOf(used, 4), Fate::kModelled);
}

TEST(CiscoIosxr, BrokenPoliciesAreReported) {
  EXPECT_EQ(IdsOf(ParseLines(Policy("if med eq 1 then\npass\n"))), " syntax-broken@2:1+14");
  EXPECT_EQ(IdsOf(ParseLines(Policy("frob\n"))), " syntax-broken@3:1+4");
  EXPECT_EQ(IdsOf(ParseLines("prefix-set A\n  10.0.0.0/8\n")), " syntax-broken@2:1+12");
  std::string deep;
  for (int i = 0; i < 70; ++i) deep += "if med eq 1 then\n";
  EXPECT_EQ(IdsOf(ParseLines(Policy(deep))), " nesting-too-deep@67:1+2");
}

TEST(CiscoIosxr, UndefinedNamesAreReported) {
  EXPECT_EQ(IdsOf(ParseLines(Policy("if destination in NONE then\npass\nendif\n"))),
            " reference-undefined@3:19+4");
  EXPECT_EQ(IdsOf(ParseLines(Policy("apply NONE\n"))), " reference-undefined@3:7+4");
  EXPECT_EQ(IdsOf(ParseLines("interface Loopback0\n vrf NONE\n")), " reference-undefined@3:2+8");
}

TEST(CiscoIosxr, InvalidValuesAreValueInvalidAtTheirWord) {
  EXPECT_EQ(IdsOf(ParseLines("interface Loopback0\n ipv4 address 10.0.0.300/8\n")), " value-invalid@3:15+12");
  EXPECT_EQ(IdsOf(ParseLines("interface frob\n")), " value-invalid@2:11+4");
  EXPECT_EQ(IdsOf(ParseLines("router isis A\n net 49.0001\n")), " value-invalid@3:2+11");
}

TEST(CiscoIosxr, LdpAndItsDefaults) {
  using routing::ldp::OwnBindings;
  const std::string head = "interface Loopback0\n ipv4 address 10.255.0.1/32\ninterface Gi0/0/0/0\n";
  const auto ldp = [&head](const std::string& lines) { return ParseLines(head + lines).config.ldp; };
  EXPECT_FALSE(ldp("").enabled);
  const routing::ldp::LdpConfig plain = ldp("mpls ldp\n interface Gi0/0/0/0\n");
  ASSERT_TRUE(plain.enabled);
  ASSERT_EQ(plain.interfaces.size(), 1U);
  EXPECT_EQ(plain.interfaces[0].name, "GigabitEthernet0/0/0/0");
  EXPECT_EQ(plain.own, OwnBindings::kAll);
  EXPECT_FALSE(plain.hosts_only || plain.ordered || plain.explicit_null || plain.transport);
  EXPECT_TRUE(plain.carries_igp && plain.carries_bgp);
  // Blocks and whole lines mean the same.
  const std::string family = "mpls ldp\n router-id Loopback0\n address-family ipv4\n";
  for (const routing::ldp::LdpConfig& hosts :
       {ldp(family + "  label local allocate for host-routes\n  label local advertise explicit-null\n"),
        ldp(family +
            "  label\n   local\n    allocate for host-routes\n    advertise\n     explicit-null\n")}) {
    EXPECT_EQ(hosts.own, OwnBindings::kHosts);
    EXPECT_TRUE(hosts.hosts_only && hosts.explicit_null);
    EXPECT_EQ(net::ToString(*hosts.transport), "10.255.0.1");
  }
  EXPECT_FALSE(ldp("mpls ldp\n interface Gi0/0/0/0\nno mpls ldp\n").enabled);
}

TEST(CiscoIosxr, BfdChangesNothingUnlessSessionsNeedIt) {
  for (const std::string block : {"router bgp 1\n neighbor 10.0.0.1\n  ", "router ospf 1\n area 0\n  "}) {
    EXPECT_EQ(ParseLines(block + "bfd fast-detect\n").fates.lines.back().fate, Fate::kIrrelevant) << block;
    EXPECT_EQ(ParseLines(block + "bfd fast-detect strict-mode\n").fates.lines.back().fate, Fate::kUnmodelled)
        << block;
  }
}

TEST(CiscoIosxr, WhatElseChangesLabelsIsNotModelled) {
  for (const char* line :
       {"router-id 10.9.9.9", "neighbor 10.0.0.1:0 password encrypted 7",
        "session downstream-on-demand with A", "vrf RED", "address-family ipv6",
        "address-family ipv4\n  label local allocate for A",
        "address-family ipv4\n  label local advertise explicit-null for A",
        "address-family ipv4\n  label remote accept from 10.0.0.1:0 for A",
        "address-family ipv4\n  neighbor 10.0.0.1 targeted",
        "address-family ipv4\n  discovery targeted-hello accept",
        "address-family ipv4\n  discovery transport-address 10.9.9.9",
        "interface Gi0/0/0/0\n  igp auto-config disable",
        "interface Gi0/0/0/0\n  address-family ipv4\n   discovery transport-address interface"}) {
    const ParsedFile parsed = ParseLines(std::string("mpls ldp\n ") + line + "\n");
    EXPECT_EQ(parsed.fates.lines.back().fate, Fate::kUnmodelled) << line;
    EXPECT_EQ(parsed.fates.lines.back().impact.bits, model::Impact::kForwarding) << line;
  }
  for (const char* line : {"nsr", "graceful-restart", "log\n  neighbor", "session protection",
                           "igp sync delay 5", "interface Gi0/0/0/0\n  discovery hello holdtime 30"}) {
    const ParsedFile parsed = ParseLines(std::string("mpls ldp\n ") + line + "\n");
    EXPECT_EQ(parsed.fates.lines.back().fate, Fate::kIrrelevant) << line;
  }
}

TEST(CiscoIosxr, CopiesInAnotherFormStayOpen) {
  for (const char* lines :
       {"monitor-session S ethernet\n destination pseudowire",
        "monitor-session S ipv4\n destination next-hop 10.0.0.2",
        "monitor-session S ethernet\n destination file size 1000", "flow monitor-map M\n record sflow",
        "flow exporter-map E\n frob", "sflow", "lawful-intercept",
        "interface Gi0/0/0/0\n monitor-session S ethernet direction frob",
        "interface Gi0/0/0/0\n monitor-session GONE ethernet",
        "interface Gi0/0/0/0\n flow mpls monitor M ingress",
        "interface Gi0/0/0/0\n flow ipv4 monitor GONE ingress"}) {
    const ParsedFile parsed = ParseLines(std::string(lines) + "\n");
    EXPECT_EQ(parsed.fates.lines.back().fate, Fate::kUnmodelled) << lines;
    EXPECT_EQ(parsed.fates.lines.back().impact.bits, model::Impact::kCopying) << lines;
  }
  EXPECT_EQ(ParseLines("lawful-intercept disable\n").fates.lines.back().fate, Fate::kIrrelevant);
}

TEST(CiscoIosxr, LabelsOfAVrf) {
  const auto per_table = [](const std::string& all, const std::string& own) {
    const ParsedFile parsed =
        ParseLines("vrf A\n address-family ipv4 unicast\nrouter bgp 1\n address-family vpnv4 unicast\n" +
                   all + " vrf A\n  address-family ipv4 unicast\n" + own);
    return parsed.config.vrfs.at(0).label_per_table;
  };
  EXPECT_FALSE(per_table("", ""));
  EXPECT_TRUE(per_table("", "   label mode per-vrf\n"));
  EXPECT_TRUE(per_table("  vrf all\n   label mode per-vrf\n", ""));
  EXPECT_FALSE(per_table("  vrf all\n   label mode per-vrf\n", "   label mode per-prefix\n"));
  const std::string ce = "router bgp 1\n vrf A\n  address-family ipv4 unicast\n   label mode per-ce\nvrf A\n";
  EXPECT_EQ(FateOf(ParseLines(ce), 5), Fate::kUnmodelled);
}

constexpr const char* kOspf3 =
    "interface Loopback0\n ipv4 address 10.0.0.7 255.255.255.255\n!\ninterface GigabitEthernet0/0/0/0\n"
    " mtu 1514\n ipv6 address 2001:db8::1/64\n";

TEST(CiscoIosxr, Ospf3IdsDistancesAndKeys) {
  const ParsedFile parsed = ParseLines(
      std::string(kOspf3) +
      "router ospfv3 1\n router-id Loopback0\n distance ospfv3 intra-area 100 external 120\n instance 0\n"
      " authentication ipsec spi 300 md5 clear AA\n area 0\n  interface GigabitEthernet0/0/0/0\n");
  const routing::ospf::OspfProcess& process = parsed.config.ospf.processes.at(0);
  EXPECT_EQ(net::ToString(process.router_id.value()), "10.0.0.7");
  EXPECT_EQ(process.distances.intra, 100U);
  EXPECT_EQ(process.distances.external, 120U);
  EXPECT_TRUE(process.interfaces.at(0).authentication.starts_with("ipsec:300:md5:"));
  for (const model::LineFate& line : parsed.fates.lines) {
    EXPECT_NE(line.fate, Fate::kUnmodelled);
    EXPECT_NE(line.fate, Fate::kUnknown);
  }
  EXPECT_EQ(IdsOf(ParseLines("router ospf 1\n router-id Loopback9\n")), " reference-undefined@3:2+19");
}

TEST(CiscoIosxr, OspfWordsThatChangeRoutesAreNeverIrrelevant) {
  for (const char* line :
       {"protocol shutdown", "database-filter all out", "security ttl", "loopback stub-network", "instance 4",
        "encryption ipsec spi 300 esp null md5 AA"}) {
    const ParsedFile parsed = ParseLines(std::string("router ospfv3 1\n ") + line + "\n");
    EXPECT_EQ(parsed.fates.lines.at(2).fate, Fate::kUnmodelled) << line;
  }
  EXPECT_EQ(ParseLines("router ospf 1\n database-filter all out disable\n").fates.lines.at(2).fate,
            Fate::kIrrelevant);
}

TEST(CiscoIosxr, TheMtuOfOneFamilyIsOpenBesideOspf3) {
  const std::string runs = "router ospfv3 1\n area 0\n  interface GigabitEthernet0/0/0/0\n";
  for (const char* line : {" ipv6 mtu 1400\n", " ipv4 mtu 1400\n"}) {
    const ParsedFile alone = ParseLines(std::string(kOspf3) + line);
    EXPECT_EQ(alone.fates.lines.at(7).fate, Fate::kModelled) << line;
    const ParsedFile parsed = ParseLines(std::string(kOspf3) + line + runs);
    EXPECT_EQ(parsed.fates.lines.at(7).fate, Fate::kUnmodelled) << line;
    EXPECT_EQ(parsed.fates.lines.at(7).impact.bits, model::Impact::kRouting6) << line;
  }
  const ParsedFile both = ParseLines(std::string(kOspf3) + " ipv6 mtu 1400\n");
  EXPECT_EQ(both.config.device.interfaces.at(1).mtu_bytes, 1500U) << "that of IPv4";
}

TEST(CiscoIosxr, LinesOfListsThatAreNotModelledStandOpen) {
  const std::string port =
      "interface GigabitEthernet0/0/0/0\n ipv4 address 10.0.0.1 255.255.255.0\n ipv4 access-group CORE "
      "ingress\n"
      "router ospf 1\n area 0\n  interface GigabitEthernet0/0/0/0\n";
  const std::string before = "!! IOS XR Configuration 7.3.2\nhostname a\n" + port + "ipv4 access-list CORE\n";
  const std::string rest = " 900 permit ipv4 any any\n";
  ExpectLeftOpen(kFormat, {before, rest, " 10 permit ospf any any\n", " 20 deny ospf any any ttl lt 2\n",
                           " 20 permit ospf any any ttl lt 2\n"});
  ExpectLeftOpen(kFormat, {before, rest, " permit ospf any any\n", " deny ipv4 net-group PEERS any\n",
                           " permit ipv4 net-group PEERS any\n"});
  const auto lines = [&](const std::string& list) {
    return LinesThatMayDropOspf(ParseText(kFormat, before + list + rest).config);
  };
  EXPECT_THAT(lines(" 20 deny tcp any any packet-length gt 100\n"), testing::IsEmpty());
  EXPECT_THAT(lines(" 20 frobnicate\n"), testing::ElementsAre(10U));
  EXPECT_THAT(lines(" 20 deny ospf any any ttl lt 2\n no 20\n"), testing::IsEmpty());
  EXPECT_THAT(lines(" 20 deny ospf any any ttl lt 2\n 20 deny tcp any any\n"), testing::IsEmpty());
  EXPECT_THAT(lines(" 20 deny ospf any any ttl lt 2\n 10 permit ospf any any\n"), testing::IsEmpty())
      << "10 comes first";
}

TEST(CiscoIosxr, TwoListsOnAPortMayDropAnything) {
  const auto lines = [](const std::string& use) {
    return LinesThatMayDropOspf(
        ParseLines("hostname a\nipv4 access-list ALL\n 10 permit ipv4 any any\n"
                   "interface GigabitEthernet0/0/0/0\n ipv4 address 10.0.0.1 255.255.255.0\n" +
                   use + "router ospf 1\n area 0\n  interface GigabitEthernet0/0/0/0\n")
            .config);
  };
  EXPECT_THAT(lines(" ipv4 access-group ALL ingress\n"), testing::IsEmpty());
  EXPECT_THAT(lines(" ipv4 access-group common ALL ALL ingress\n"), testing::ElementsAre(7U));
}

}  // namespace
}  // namespace ringfence::formats::cisco_iosxr
