#include "formats/cisco_nxos/cisco_nxos.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Fate;

std::filesystem::path Samples() { return "src/formats/cisco_nxos/testdata"; }

/// Parses lines under a header that the detector claims.
ParsedFile ParseLines(const std::string& lines) { return ParseText(kFormat, "vdc x id 1\n" + lines); }

TEST(CiscoNxos, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(CiscoNxos, PrintsBackItsSamples) { ExpectSamplesPrintBack(kFormat, Samples()); }

TEST(CiscoNxos, SurvivesHostileText) {
  for (const auto& path : FilesIn(Samples(), ".cfg")) ExpectSurvives(kFormat, ReadText(path));
}

TEST(CiscoNxos, InvalidValuesAreValueInvalidAtTheirWord) {
  EXPECT_EQ(IdsOf(ParseLines("interface loopback0\n  ip address 10.0.0.300/8\n")), " value-invalid@3:14+12");
  EXPECT_EQ(IdsOf(ParseLines("interface loopback0\n  ip ospf cost 70000\n")), " value-invalid@3:16+5");
  EXPECT_EQ(IdsOf(ParseLines("interface frob\n")), " value-invalid@2:11+4");
  EXPECT_EQ(IdsOf(ParseLines("feature isis\nrouter isis A\n  net 49.0001\n")), " value-invalid@4:3+11");
}

TEST(CiscoNxos, UndefinedNamesAreReferenceUndefined) {
  EXPECT_EQ(IdsOf(ParseLines("router bgp 1\n")), " reference-undefined@2:1+12");
  EXPECT_EQ(IdsOf(ParseLines("interface loopback0\n  ip router ospf 1 area 0\n")),
            " reference-undefined@3:3+23");
  EXPECT_EQ(IdsOf(ParseLines("interface loopback0\n  vrf member gone\n")), " reference-undefined@3:3+15");
  EXPECT_EQ(IdsOf(ParseLines("feature bgp\nrouter bgp 1\n  neighbor 10.0.0.2\n    inherit peer P\n")),
            " reference-undefined@5:5+14");
}

TEST(CiscoNxos, BannerWithoutEndIsSyntaxBroken) {
  const ParsedFile parsed = ParseLines("banner motd ^\nhostname x\n");
  EXPECT_EQ(IdsOf(parsed), " syntax-broken@2:1+13");
  EXPECT_EQ(parsed.config.device.name, "");
}

TEST(CiscoNxos, RangesStandForEachInterface) {
  const ParsedFile parsed = ParseLines(
      "interface Ethernet1/1-3, Ethernet1/7\n  no switchport\n  mtu 9000\n  no shutdown\n  frob\n");
  ASSERT_EQ(parsed.config.device.interfaces.size(), 4U);
  for (const model::Interface& interface : parsed.config.device.interfaces) {
    EXPECT_TRUE(interface.admin_up);
    EXPECT_EQ(interface.mtu_bytes, 9000U);
  }
  EXPECT_EQ(parsed.config.device.interfaces[3].name, "Ethernet1/7");
  EXPECT_EQ(FateOf(parsed, 6), Fate::kUnknown);
}

TEST(CiscoNxos, PortsSwitchAndRoutedPortsAreDownUntilTold) {
  const auto port = [](const std::string& lines) {
    return ParseLines(lines + "interface Ethernet1/1\n  no shutdown\n  no shutdown\ninterface Ethernet1/9\n")
        .config.device.interfaces.back();
  };
  EXPECT_TRUE(port("").switch_port.has_value());
  EXPECT_TRUE(port("").admin_up);
  EXPECT_FALSE(port("no system default switchport\n").switch_port.has_value());
  EXPECT_FALSE(port("no system default switchport\n").admin_up);
  EXPECT_FALSE(port("boot system bootflash:/n7000-s2-dk9.6.2.16.bin\n").switch_port.has_value());
  EXPECT_FALSE(port("system default switchport shutdown\n").admin_up);
}

TEST(CiscoNxos, BindingToAVrfRemovesLayer3) {
  const ParsedFile parsed = ParseLines(
      "vrf context a\ninterface loopback0\n  ip address 10.0.0.1/32\n  vrf member a\n  ip address "
      "10.0.0.2/32\n");
  ASSERT_EQ(parsed.config.device.interfaces[0].addresses.size(), 1U);
  EXPECT_EQ(net::ToString(parsed.config.device.interfaces[0].addresses[0].address), "10.0.0.2/32");
}

TEST(CiscoNxos, RedistributionWithoutARouteMapIsNotModelled) {
  const ParsedFile parsed = ParseLines(
      "feature bgp\nrouter bgp 1\n  address-family ipv4 unicast\n"
      "    redistribute direct\n");
  EXPECT_EQ(FateOf(parsed, 5), Fate::kUnmodelled);
  EXPECT_TRUE(parsed.config.bgp.vrfs[0].families[0].redistributions.empty());
}

TEST(CiscoNxos, RouterIdComesFromLoopback0ThenTheLowestLoopback) {
  const auto id = [](const std::string& loopback) {
    const ParsedFile parsed = ParseLines("feature bgp\nrouter bgp 1\ninterface " + loopback +
                                         "\n  ip address 10.0.0.9/32\ninterface loopback5\n"
                                         "  ip address 10.0.0.1/32\n");
    return net::ToString(*parsed.config.bgp.vrfs[0].router_id);
  };
  EXPECT_EQ(id("loopback0"), "10.0.0.9");
  EXPECT_EQ(id("loopback4"), "10.0.0.1");
}

TEST(CiscoNxos, IsisMetricFollowsBandwidthAndLoopbacksCostOne) {
  const ParsedFile parsed = ParseLines(
      "feature isis\ninterface Ethernet1/1\n  no switchport\n  ip address 10.0.0.1/31\n  ip router isis U\n"
      "  no shutdown\ninterface loopback0\n  ip router isis U\nrouter isis U\n  net "
      "49.0001.0000.0000.0001.00\n");
  const auto& interfaces = parsed.config.isis.processes.at(0).interfaces;
  EXPECT_EQ(interfaces.at(0).metric_level2, 40U);
  EXPECT_EQ(interfaces.at(1).metric_level2, 1U);
}

TEST(CiscoNxos, LinesThatCanChangeAnAnswerAreNeverIrrelevant) {
  for (const char* line : {"ip proxy-arp", "ip local-proxy-arp", "dot1x port-control auto"}) {
    const ParsedFile parsed = ParseLines("interface Ethernet1/1\n  " + std::string(line));
    EXPECT_EQ(FateOf(parsed, 3), Fate::kUnmodelled) << line;
    EXPECT_EQ(parsed.fates.lines.at(2).impact.bits, model::Impact::kForwarding) << line;
  }
}

TEST(CiscoNxos, CopiesInAnotherFormStayOpen) {
  for (const char* lines :
       {"monitor session 1\n  source vlan 10", "monitor session 1\n  source interface sup-eth0 rx",
        "monitor session 1 type erspan-destination", "monitor session 1\n  destination ip 10.0.0.2",
        "flow monitor M\n  exporter E", "flow exporter E\n  frob",
        "interface Ethernet1/1\n  ip flow monitor GONE input",
        "interface Ethernet1/1\n  layer2-switched flow monitor M input", "sflow frob"}) {
    const ParsedFile parsed = ParseLines(std::string("feature netflow\nfeature sflow\n") + lines +
                                         "\ninterface Ethernet1/9\n  ip flow monitor M input\n");
    const auto open = [](const model::LineFate& line) {
      return line.fate == Fate::kUnmodelled && line.impact.bits == model::Impact::kCopying;
    };
    EXPECT_TRUE(std::ranges::any_of(parsed.fates.lines, open)) << lines;
  }
}

TEST(CiscoNxos, MirrorsAreCertainOnlyWhenOpened) {
  const auto certain = [](const std::string& last) {
    const ParsedFile parsed =
        ParseLines("interface Ethernet1/1\nmonitor session 1\n  source interface e1/1\n" + last);
    const auto& sessions = parsed.config.device.copying;
    return sessions.empty() ? std::string("none") : sessions[0].sources[0].certain ? "copies" : "perhaps";
  };
  EXPECT_EQ(certain("  no shut\n"), "copies");
  EXPECT_EQ(certain(""), "perhaps");
  EXPECT_EQ(certain("  no shut\n  filter vlan 7\n"), "perhaps");
  EXPECT_EQ(certain("  shut\n"), "none");
}

TEST(CiscoNxos, PolicyRoutingNeedsItsFeature) {
  const std::string lines =
      "route-map p permit 10\n  set ip next-hop 10.0.0.2\ninterface Ethernet1/1\n  no switchport\n"
      "  ip address 10.0.0.1/24\n  ip policy route-map p\n  no shutdown\n";
  const ParsedFile off = ParseLines(lines);
  EXPECT_EQ(IdsOf(off), " reference-undefined@7:3+21");
  EXPECT_FALSE(off.config.device.interfaces.at(0).policy_in4.applies());
  const ParsedFile on = ParseLines("feature pbr\n" + lines);
  EXPECT_TRUE(on.diagnostics.items().empty());
  EXPECT_EQ(on.config.device.interfaces.at(0).policy_in4.name, "p");
  EXPECT_TRUE(on.config.policies.policies.empty());
}

TEST(CiscoNxos, NextHopsWithoutAnOrderAreNotModelled) {
  const auto hops = [](const std::string& words) {
    const ParsedFile parsed =
        ParseLines("feature pbr\nroute-map p permit 10\n  set ip next-hop 10.0.0.2 10.0.0.3" + words +
                   "\ninterface Ethernet1/1\n  no switchport\n  ip policy route-map p\n");
    EXPECT_EQ(FateOf(parsed, 4), words.empty() ? Fate::kUnmodelled : Fate::kModelled);
    return parsed.config.device.policy_routing.at(0).terms.at(0).hops;
  };
  EXPECT_TRUE(hops("").empty());
  EXPECT_EQ(hops(" force-order").size(), 2U);
  EXPECT_TRUE(hops(" force-order drop-on-fail").at(2).discard);
}

TEST(CiscoNxos, SecretsNeverReachTheModel) {
  const std::string secret = "swordfish";
  const ParsedFile parsed =
      ParseLines("feature bgp\nfeature ospf\ninterface loopback0\n  ip ospf authentication-key 0 " + secret +
                 "\nusername a password 0 " + secret + "\nsnmp-server community " + secret +
                 " ro\nrouter bgp 1\n  neighbor 10.0.0.2\n    remote-as 2\n    password 0 " + secret +
                 "\nkey chain c\n  key 1\n    key-string 0 " + secret + "\n");
  EXPECT_EQ(Dump(parsed.config).find(secret), std::string::npos);
  EXPECT_EQ(Census(parsed).find(secret), std::string::npos);
  EXPECT_EQ(Print(parsed.config).find(secret), std::string::npos);
}

TEST(CiscoNxos, KeysThatOnlyTheDeviceDecodesAreNotModelled) {
  const ParsedFile parsed = ParseLines(
      "feature bgp\nrouter bgp 1\n  neighbor 10.0.0.2\n    remote-as 2\n"
      "    password 3 9125d59c18a9b015\n");
  EXPECT_EQ(FateOf(parsed, 6), Fate::kUnmodelled);
}

TEST(CiscoNxos, LinesOfListsThatAreNotModelledStandOpen) {
  const std::string before =
      "vdc x id 1\nhostname a\nfeature ospf\nrouter ospf 1\ninterface Ethernet1/1\n  no switchport\n"
      "  ip address 10.0.0.1/24\n  ip router ospf 1 area 0\n  ip access-group CORE in\n  no shutdown\n"
      "object-group ip address HALF\n  10 host 10.0.0.9\n  20 frob\nip access-list CORE\n";
  const std::string rest = "  900 permit ip any any\n";
  ExpectLeftOpen(kFormat, {before, rest, "  10 permit ospf any any\n", "  20 deny ip any any ttl 1\n",
                           "  20 permit ip any any ttl 1\n"});
  ExpectLeftOpen(kFormat, {before, rest, "  permit 89 any any\n", "  deny ip addrgroup HALF any\n",
                           "  permit ip addrgroup HALF any\n"});
  const auto lines = [&](const std::string& list) {
    return LinesThatMayDropOspf(ParseText(kFormat, before + list).config);
  };
  EXPECT_THAT(lines("  20 deny tcp any any ttl 1\n" + rest), testing::IsEmpty());
  EXPECT_THAT(lines(""), testing::IsEmpty()) << "a list without lines";
  EXPECT_THAT(lines("  20 permit tcp any any ttl 1\n"), testing::ElementsAre(14U)) << "its end denies";
}

}  // namespace
}  // namespace ringfence::formats::cisco_nxos
