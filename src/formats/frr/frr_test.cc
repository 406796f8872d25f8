#include "formats/frr/frr.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::frr {
namespace {

std::filesystem::path Samples() { return "src/formats/frr/testdata"; }

/// Parses lines under a header that the detector claims.
ParsedFile ParseLines(const std::string& lines) { return ParseText(kFormat, "frr version 8.4.4\n" + lines); }

/// The only neighbour's only family.
const routing::bgp::NeighborFamily& FamilyOf(const ParsedFile& parsed) {
  return parsed.config.bgp.vrfs.at(0).neighbors.at(0).families.at(0);
}

std::string ReasonOf(const ParsedFile& parsed, std::size_t line) {
  return parsed.fates.lines.at(line - 1).reason;
}

/// Parses the files of one host, in the order of their ranks.
ParsedFile ParseFolder(std::vector<base::NamedText> files) {
  std::ranges::stable_sort(files, {}, [](const base::NamedText& file) { return PartRank(file.name); });
  return Parse(base::SourceFile("r1", std::move(files)), base::FileId(0));
}

TEST(FrrFolder, FilesOfTheHostAreKnownByName) {
  EXPECT_LT(PartRank("hostname"), PartRank("interfaces"));
  EXPECT_LT(PartRank("interfaces"), PartRank("frr.conf"));
  EXPECT_LT(PartRank("zebra.conf"), PartRank("bgpd.conf"));
  EXPECT_LT(PartRank("bgpd.conf"), PartRank("daemons"));
  EXPECT_FALSE(PartRank("running.cfg").has_value());
}

TEST(FrrFolder, DaemonsReadTheirOwnFiles) {
  const ParsedFile parsed =
      ParseFolder({{"bgpd.conf", "router bgp 65001\n neighbor 10.0.0.2 remote-as 65002\n"},
                   {"zebra.conf", "hostname r1\ninterface eth0\n ip address 10.0.0.1/24\n"},
                   {"daemons", "bgpd=yes\nospfd=no\nzebra_options=\"-A 127.0.0.1\"\n"}});
  EXPECT_EQ(parsed.config.device.name, "r1");
  ASSERT_EQ(parsed.config.device.interfaces.size(), 1U);
  EXPECT_EQ(parsed.config.bgp.as, 65001U);
  for (std::size_t line = 1; line <= parsed.fates.lines.size(); ++line) EXPECT_EQ(ReasonOf(parsed, line), "");
}

TEST(FrrFolder, AStoppedDaemonWithWorkIsNotModelled) {
  const ParsedFile parsed =
      ParseFolder({{"frr.conf", "frr version 8.4.4\nrouter ospf\n"}, {"daemons", "ospfd=no\nbgpd=no\n"}});
  EXPECT_EQ(ReasonOf(parsed, 3), "a daemon that does not run");
  EXPECT_EQ(ReasonOf(parsed, 4), "");
  const ParsedFile profile =
      ParseFolder({{"frr.conf", "frr version 8.4.4\n"}, {"daemons", "frr_profile=\"datacenter\"\n"}});
  EXPECT_EQ(ReasonOf(profile, 2), "profile of defaults");
}

/// A database of one device with these tables beside, as text.
std::string Database(const std::string& tables) {
  return "{\n\"DEVICE_METADATA\": {\"localhost\": {\"hostname\": \"s1\"}},\n" + tables + "\n}\n";
}

constexpr std::string_view kPorts =
    "\"PORT\": {\"Ethernet0\": {\"admin_status\": \"up\", \"speed\": \"10000\"}, \"Ethernet4\": {}}";

const model::Interface& InterfaceNamed(const ParsedFile& parsed, std::string_view name) {
  return parsed.config.device.interfaces.at(model::FindInterface(parsed.config.device, name).index());
}

TEST(FrrDatabase, AFolderWithADatabaseIsOneDevice) {
  const ParsedFile parsed = ParseFolder(
      {{"frr.conf",
        "hostname other\nrouter bgp 65001\n bgp router-id 1.1.1.1\n neighbor 10.0.0.2 remote-as 65002\n"},
       {"resolv.conf", "nameserver 192.0.2.53\n"},
       {"snmp.yml", "snmp_rocommunity: public\n"},
       {"config_db.json",
        Database(std::string(kPorts) + ",\n\"INTERFACE\": {\"Ethernet0|10.0.0.1/24\": {}},\n" +
                 "\"BGP_NEIGHBOR\": {\"10.0.0.2\": {\"asn\": \"65002\"}}")}});
  EXPECT_EQ(IdsOf(parsed), "");
  EXPECT_EQ(parsed.config.device.name, "s1");
  EXPECT_EQ(InterfaceNamed(parsed, "Ethernet0").addresses.size(), 1U);
  EXPECT_FALSE(InterfaceNamed(parsed, "Ethernet4").admin_up) << "ports are down unless told";
  EXPECT_EQ(parsed.config.bgp.vrfs.at(0).neighbors.size(), 1U);
  EXPECT_EQ(FateOf(parsed, 5), model::Fate::kModelled);
  EXPECT_EQ(FateOf(parsed, 6), model::Fate::kBlank);
  EXPECT_EQ(FateOf(parsed, 11), model::Fate::kIrrelevant);
  EXPECT_EQ(ReasonOf(parsed, 12), "SNMP");
}

TEST(FrrDatabase, SessionsThatTheTextLacksAreNotModelled) {
  constexpr std::string_view kReason = "BGP session that FRR's text does not have like this";
  const auto reason = [](const std::string& row, const std::string& text) {
    return ReasonOf(ParseText(kFormat, Database("\"BGP_NEIGHBOR\": {" + row + "}") + text), 3);
  };
  const std::string text = "router bgp 1\n bgp router-id 1.1.1.1\n neighbor 10.0.0.2 remote-as 2\n";
  EXPECT_EQ(reason("\"10.0.0.2\": {\"asn\": \"2\"}", ""), kReason);
  EXPECT_EQ(reason("\"10.0.0.2\": {\"asn\": \"2\"}", text), "");
  EXPECT_EQ(reason("\"10.0.0.2\": {\"asn\": \"3\"}", text), kReason);
  EXPECT_EQ(reason("\"10.0.0.2\": {\"asn\": \"2\", \"admin_status\": \"down\"}", text), kReason);
  EXPECT_EQ(reason("\"Vrf1|10.0.0.2\": {\"asn\": \"2\"}", text), kReason);
  EXPECT_EQ(reason("\"10.0.0.9\": {\"asn\": \"2\", \"admin_status\": \"down\"}", text), "");
}

TEST(FrrDatabase, WhatTheKernelTellsTheDaemonsIsNotModelled) {
  const std::string database =
      Database(std::string(kPorts) + ",\n\"INTERFACE\": {\"Ethernet0|10.0.0.1/24\": {}}");
  const ParsedFile parsed = ParseText(
      kFormat,
      database + "interface Ethernet0\n ip ospf area 0\n shutdown\nexit\nrouter ospf\nrouter bgp 1\n");
  EXPECT_EQ(ReasonOf(parsed, 7), "cost by the speed that the kernel tells");
  EXPECT_EQ(ReasonOf(parsed, 8), "state that the database and FRR's text tell differently");
  EXPECT_EQ(ReasonOf(parsed, 10), "router id that the daemons choose");
  EXPECT_EQ(ReasonOf(parsed, 11), "router id that the daemons choose");
  const ParsedFile told =
      ParseText(kFormat, database +
                             "interface Ethernet0\n ip ospf area 0\n ip ospf cost 5\nexit\n"
                             "router ospf\n ospf router-id 1.1.1.1\n");
  for (std::size_t line = 1; line <= told.fates.lines.size(); ++line) EXPECT_EQ(ReasonOf(told, line), "");
}

TEST(FrrDatabase, TheWorstOnALineDecidesIt) {
  const ParsedFile parsed = ParseText(
      kFormat,
      "{\"DEVICE_METADATA\": {\"localhost\": {\"hostname\": \"s1\"}}, \"SNMP\": {}, \"FROB\": {}}\n");
  EXPECT_EQ(parsed.config.device.name, "s1");
  EXPECT_EQ(FateOf(parsed, 1), model::Fate::kUnknown);
  EXPECT_EQ(parsed.fates.lines.at(0).impact.bits, model::Impact::kAll);
  const ParsedFile members = ParseText(
      kFormat,
      Database("\"PORT\": {\n\"Ethernet0\": {\n\"frob\": [\n\"x\"\n],\n\"fec\": \"rs\"}},\n\"FROB\": {}"));
  EXPECT_EQ(FateOf(members, 3), model::Fate::kModelled);
  EXPECT_EQ(FateOf(members, 5), model::Fate::kUnknown);
  EXPECT_EQ(FateOf(members, 6), model::Fate::kUnknown);
  EXPECT_EQ(FateOf(members, 7), model::Fate::kBlank);
  EXPECT_EQ(FateOf(members, 8), model::Fate::kIrrelevant);
  EXPECT_EQ(FateOf(members, 9), model::Fate::kUnknown);
}

TEST(FrrDatabase, BrokenDatabasesAreTold) {
  const ParsedFile broken = ParseText(kFormat, "{\n\"DEVICE_METADATA\": {\"localhost\": ]\n}\nhostname r1\n");
  EXPECT_TRUE(IdsOf(broken).starts_with(" yaml-broken@2:")) << IdsOf(broken);
  EXPECT_EQ(FateOf(broken, 1), model::Fate::kUnknown);
  EXPECT_EQ(broken.config.device.name, "r1") << "the text behind it is read all the same";
  EXPECT_EQ(IdsOf(ParseFolder({{"hostname", "r1\n"}, {"config_db.json", "[]\n"}})), " type-wrong@2:1+1");
  const auto ids = [](const std::string& tables) { return IdsOf(ParseText(kFormat, Database(tables))); };
  EXPECT_EQ(ids("\"INTERFACE\": {\"Ethernet9|10.0.0.1/24\": {}}"), " reference-undefined@3:15+23");
  EXPECT_EQ(ids("\"PORT\": {\"Ethernet0\": {\"mtu\": \"x\"}}"), " value-invalid@3:24+5");
  EXPECT_EQ(ids("\"PORT\": {\"Ethernet 0\": {}}"), " value-invalid@3:10+12");
  EXPECT_EQ(ids("\"STATIC_ROUTE\": {\"10.0.0.0/8\": {}}"), " value-invalid@3:18+12");
  EXPECT_EQ(ids("\"VLAN\": {\"Vlan5\": {\"vlanid\": \"6\"}}"), " value-invalid@3:20+8");
}

TEST(FrrDatabase, ThePortOfTheManagementIsApartOnlyInItsVrf) {
  const std::string port = "\"MGMT_INTERFACE\": {\"eth0|192.0.2.5/24\": {\n\"gwaddr\": \"192.0.2.1\"}}";
  const ParsedFile together = ParseText(kFormat, Database(port));
  EXPECT_EQ(ReasonOf(together, 3), "the switch forwards nothing to the subnet of its management port");
  EXPECT_EQ(ReasonOf(together, 4), "default route of the management port");
  EXPECT_TRUE(together.config.static_routes.routes.empty());
  const ParsedFile apart = ParseText(
      kFormat, Database(port + ",\n\"MGMT_VRF_CONFIG\": {\"vrf_global\": {\"mgmtVrfEnabled\": \"true\"}}"));
  EXPECT_EQ(ReasonOf(apart, 3), "");
  EXPECT_EQ(InterfaceNamed(apart, "eth0").vrf, "mgmt");
  EXPECT_EQ(apart.config.static_routes.routes.at(0).vrf, "mgmt");
}

TEST(FrrDatabase, AnAddressOfBothFilesStandsThereOnce) {
  const ParsedFile parsed = ParseText(
      kFormat, Database(std::string(kPorts) +
                        ",\n\"INTERFACE\": {\"Ethernet0|10.0.0.1/24\": {}, \"Ethernet0|10.0.1.1/24\": {}}") +
                   "interface Ethernet0\n ip address 10.0.0.1/24\nexit\nno interface Ethernet0\n");
  const auto& addresses = InterfaceNamed(parsed, "Ethernet0").addresses;
  ASSERT_EQ(addresses.size(), 2U);
  EXPECT_EQ(net::ToString(addresses[0].address), "10.0.0.1/24");
  EXPECT_TRUE(addresses[1].secondary);
}

TEST(FrrDatabase, RulesThatMaySayMoreAreLeftOut) {
  const auto reason = [](const std::string& members, const std::string& type) {
    return ReasonOf(ParseText(kFormat, Database("\"ACL_TABLE\": {\"T\": {\"type\": \"" + type +
                                                "\"}},\n\"ACL_RULE\": {\"T|R\": {\"PRIORITY\": \"5\", " +
                                                members + "}}")),
                    4);
  };
  constexpr std::string_view kReason = "rule with other conditions or actions";
  EXPECT_EQ(reason("\"PACKET_ACTION\": \"DROP\", \"SRC_IP\": \"10.0.0.1\"", "L3"), "");
  EXPECT_EQ(reason("\"PACKET_ACTION\": \"DROP\"", "L3"), kReason) << "which families?";
  EXPECT_EQ(reason("\"PACKET_ACTION\": \"DROP\", \"SRC_IPV6\": \"2001:db8::1\"", "L3"), kReason);
  EXPECT_EQ(reason("\"PACKET_ACTION\": \"REDIRECT:Ethernet0\", \"SRC_IP\": \"10.0.0.1\"", "L3"), kReason);
  EXPECT_EQ(reason("\"PACKET_ACTION\": \"DROP\", \"SRC_IP\": \"10.0.0.1\", \"L4_DST_PORT\": \"80\"", "L3"),
            kReason);
  EXPECT_EQ(reason("\"PACKET_ACTION\": \"DROP\", \"SRC_IP\": \"10.0.0.1\", \"ICMP_CODE\": \"1\"", "L3"),
            kReason);
  EXPECT_EQ(reason("\"PACKET_ACTION\": \"DROP\", \"SRC_IP\": \"10.0.0.1\"", "MIRROR"),
            "rule of a list that is not modelled");
}

// tests/live, OSPFv3, seed 352.
TEST(FrrOspf6, ADefaultFollowsOneOfItself) {
  const std::string head = "interface eth0\n ipv6 ospf6 area 0\nrouter ospf6\n ospf6 router-id 10.0.0.1\n";
  EXPECT_EQ(ReasonOf(ParseLines(head + " default-information originate\n"), 6),
            "OSPFv3 default route that follows one of OSPFv3 itself");
  EXPECT_EQ(ReasonOf(ParseLines(head + " default-information originate always\n"), 6), "");
  EXPECT_EQ(ReasonOf(ParseLines("interface eth0\n ip ospf area 0\nrouter ospf\n ospf router-id 10.0.0.1\n"
                                " default-information originate\n"),
                     6),
            "");
}

TEST(FrrOspf6, BordersRangesAndLoopbacksAreAsTheDaemonHasThem) {
  const std::string interfaces =
      "interface lo\n ipv6 address 2001:db8::1/64\n ipv6 ospf6 area 0\ninterface eth0\n ipv6 ospf6 area 1\n";
  const ParsedFile parsed =
      ParseLines(interfaces +
                 "router ospf6\n ospf6 router-id 10.0.0.1\n area 1 nssa\n"
                 " area 1 range 2001:db8:1::/48\n area 1 range 2001:db8:2::/48 not-advertise\n"
                 " redistribute connected\n");
  EXPECT_EQ(ReasonOf(parsed, 7), "OSPFv3 border router that takes summaries of every area");
  const routing::ospf::OspfProcess& process = parsed.config.ospf.processes.at(0);
  EXPECT_EQ(process.interfaces.at(0).cost, 10U);
  EXPECT_FALSE(process.interfaces.at(0).advertise_host);
  const routing::ospf::OspfArea& area = process.areas.at(1);
  EXPECT_FALSE(area.nssa_summary_default);
  EXPECT_TRUE(area.ranges.at(0).discard_route);
  EXPECT_EQ(area.ranges.at(0).discard_metric, 0U);
  EXPECT_FALSE(area.ranges.at(1).discard_route);
  EXPECT_FALSE(process.redistributions.at(0).skip_own_interfaces);
}

TEST(FrrFolder, ListsOfAnotherDaemonAreNotThere) {
  const std::string use =
      "router bgp 65001\n neighbor 10.0.0.2 remote-as 65002\n address-family ipv4 unicast\n"
      "  neighbor 10.0.0.2 route-map M in\n";
  const std::string map = "route-map M permit 10\n";
  constexpr std::string_view kReason = "a list that another daemon's file defines";
  const ParsedFile elsewhere = ParseFolder({{"zebra.conf", map}, {"bgpd.conf", use}});
  EXPECT_EQ(ReasonOf(elsewhere, 5), kReason);
  const ParsedFile twice = ParseFolder({{"zebra.conf", map}, {"bgpd.conf", map + use}});
  EXPECT_EQ(ReasonOf(twice, 1), kReason);
  EXPECT_EQ(ReasonOf(twice, 6), kReason);
  const ParsedFile own = ParseFolder({{"zebra.conf", "hostname r1\n"}, {"bgpd.conf", map + use}});
  const ParsedFile integrated = ParseFolder({{"vtysh.conf", "hostname r1\n"}, {"frr.conf", map + use}});
  for (std::size_t line = 1; line <= 6; ++line) {
    EXPECT_EQ(ReasonOf(own, line), "") << line;
    EXPECT_EQ(ReasonOf(integrated, line), "") << line;
  }
}

TEST(FrrFolder, StanzasAndConfigurationNeedNoMarks) {
  const ParsedFile parsed = ParseFolder({{"frr.conf", "router ospf\n network 10.0.0.0/24 area 0\n"},
                                         {"hostname", "leaf1\n"},
                                         {"interfaces", "auto swp1\niface swp1\n  address 10.0.0.1/24\n"}});
  EXPECT_EQ(parsed.config.device.name, "leaf1");
  ASSERT_EQ(parsed.config.device.interfaces.size(), 1U);
  EXPECT_EQ(parsed.config.device.interfaces[0].addresses.size(), 1U);
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  EXPECT_EQ(parsed.config.ospf.processes[0].interfaces.size(), 1U);
}

TEST(Frr, RipRunsAddressByAddressWhereANetworkIsNamed) {
  const ParsedFile parsed = ParseLines(
      "interface eth0\n ip address 10.0.0.1/24\n ip address 10.9.0.1/24\nexit\n"
      "router rip\n network 10.0.0.0/24\nexit\nrouter ripng\n network eth0\nexit\n");
  ASSERT_EQ(parsed.config.rip.processes.size(), 2U);
  EXPECT_EQ(ReasonOf(parsed, 7), "RIP for some addresses of an interface");
  EXPECT_EQ(ReasonOf(parsed, 10), "");
}

TEST(Frr, RouteMapsMeanLessInRip) {
  const auto reason = [](const std::string& daemon, const std::string& line) {
    return ReasonOf(ParseLines("ip prefix-list L seq 5 permit any\nipv6 prefix-list L seq 5 permit any\n"
                               "route-map M permit 10\n" +
                               line + "\nexit\nrouter " + daemon + "\n redistribute static route-map M\n"),
                    8);
  };
  constexpr std::string_view kReason = "route map that RIP reads otherwise";
  EXPECT_EQ(reason("rip", " match ip address prefix-list L"), "");
  EXPECT_EQ(reason("ripng", " match ip address prefix-list L"), kReason);
  EXPECT_EQ(reason("ripng", " match ipv6 address prefix-list L"), kReason);
  EXPECT_EQ(reason("ripng", " match tag 7"), "");
  EXPECT_EQ(reason("ripng", " set metric 3"), "");
  EXPECT_EQ(reason("rip", " set metric +3"), kReason);
}

TEST(Frr, DaemonsIgnoreConditionsThatTheyDoNotKnow) {
  const auto reason = [](const std::string& daemon, const std::string& line) {
    return ReasonOf(ParseLines("ip prefix-list L seq 5 permit any\nbgp as-path access-list A permit ^1$\n"
                               "route-map N permit 10\nexit\nroute-map M permit 10\n" +
                               line + "\nexit\nrouter " + daemon + " route-map M\n"),
                    10);
  };
  constexpr std::string_view kReason = "route map with conditions that the daemon does not know";
  for (const char* daemon :
       {"ospf\n redistribute bgp", "ospf6\n redistribute bgp", "isis 1\n redistribute ipv4 bgp level-2"}) {
    EXPECT_EQ(reason(daemon, " match as-path A"), kReason) << daemon;
    EXPECT_EQ(reason(daemon, " match tag 7"), "") << daemon;
    EXPECT_EQ(reason(daemon, " call N"), kReason) << daemon;
  }
  EXPECT_EQ(reason("ospf\n redistribute bgp", " match ip address prefix-list L"), "");
}

TEST(Frr, RipngKnowsNoLoopbacksAndFiltersItsOwnSubnets) {
  const ParsedFile parsed = ParseLines(
      "interface lo\n ip address 192.0.2.1/32\n ipv6 address 2001:db8::1/128\nexit\n"
      "route-map M deny 10\nexit\n"
      "router rip\n network lo\n redistribute connected route-map M\nexit\n"
      "router ripng\n network lo\n redistribute connected route-map M\n");
  ASSERT_EQ(parsed.config.rip.processes.size(), 2U);
  EXPECT_EQ(parsed.config.rip.processes[0].interfaces.size(), 1U);
  EXPECT_TRUE(parsed.config.rip.processes[0].subnet_policies.empty());
  EXPECT_TRUE(parsed.config.rip.processes[1].interfaces.empty());
  EXPECT_EQ(parsed.config.rip.processes[1].subnet_policies.size(), 1U);
}

TEST(Frr, AKeyOfRipCountsInTextModeOnly) {
  const auto key = [](const std::string& lines) {
    return ParseLines("interface eth0\n ip address 10.0.0.1/24\n" + lines +
                      "exit\nrouter rip\n network eth0\n")
        .config.rip.processes.at(0)
        .interfaces.at(0)
        .authentication;
  };
  const std::string string = " ip rip authentication string secret\n";
  EXPECT_EQ(key(string), "");
  EXPECT_NE(key(string + " ip rip authentication mode text\n"), "");
  EXPECT_EQ(key(string + " ip rip authentication mode text\n no ip rip authentication mode\n"), "");
}

TEST(Frr, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(Frr, PrintsBackItsSamples) {
  for (const auto& path : FilesIn(Samples(), ".cfg"))
    ExpectPrintsBack(kFormat, ReadText(path), path.filename());
}

TEST(Frr, SurvivesHostileText) {
  for (const auto& path : FilesIn(Samples(), ".cfg")) ExpectSurvives(kFormat, ReadText(path));
}

TEST(Frr, WordsCanBeShortenedWhileTheyAreUnambiguous) {
  const ParsedFile parsed = ParseLines(
      "int eth0\n desc x\n ip addr 10.0.0.1/24\n ip os ar 3\n i\nrouter ospf\n passive-int eth0\n");
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  EXPECT_EQ(parsed.config.ospf.processes[0].interfaces.at(0).area, 3U);
  EXPECT_TRUE(parsed.config.ospf.processes[0].interfaces[0].passive);
  EXPECT_EQ(FateOf(parsed, 6), model::Fate::kUnknown) << "ip, ipv6 or isis";
}

TEST(Frr, ALineBelongsToTheInnermostNodeThatKnowsIt) {
  // `mpls ldp` right after `router ospf` is the option `mpls ldp-sync` of OSPF.
  const ParsedFile inside = ParseLines("router ospf\nmpls ldp\n router-id 1.1.1.1\n");
  EXPECT_EQ(inside.config.ospf.processes.at(0).router_id, net::ParseAddress("1.1.1.1"));
  const ParsedFile outside = ParseLines("router ospf\nexit\nmpls ldp\n router-id 1.1.1.1\n");
  EXPECT_EQ(outside.config.ospf.processes.at(0).router_id, std::nullopt);
  EXPECT_EQ(FateOf(outside, 5), model::Fate::kModelled) << "the LDP daemon's own";
  // A static route right after `vrf` without `exit-vrf` stands in the VRF.
  const ParsedFile vrf =
      ParseLines("vrf red\n!\nip route 10.0.0.0/8 10.1.1.1\nexit-vrf\nip route 11.0.0.0/8 10.1.1.1\n");
  EXPECT_EQ(vrf.config.static_routes.routes.at(0).vrf, "red");
  EXPECT_EQ(vrf.config.static_routes.routes.at(1).vrf, "");
  // What no open node knows closes them; `ip route` is no shortening of `ip router isis`.
  const ParsedFile up = ParseLines("interface eth0\n ip route 10.0.0.0/8 10.1.1.1\n shutdown\n");
  EXPECT_EQ(up.config.static_routes.routes.size(), 1U);
  EXPECT_EQ(FateOf(up, 4), model::Fate::kUnknown);
  EXPECT_TRUE(up.config.device.interfaces.at(0).admin_up);
}

TEST(Frr, UnknownLinesLeaveTheNodeOpen) {
  const ParsedFile parsed = ParseLines("interface eth0\n frob\n ip address 10.0.0.1/24\nfrob\n");
  EXPECT_EQ(FateOf(parsed, 3), model::Fate::kUnknown);
  EXPECT_EQ(parsed.config.device.interfaces.at(0).addresses.size(), 1U);
}

TEST(Frr, InvalidValuesAreValueInvalidAtTheirWord) {
  EXPECT_EQ(IdsOf(ParseLines("interface eth0\n ip address 10.0.0.300/8\n")), " value-invalid@3:13+12");
  EXPECT_EQ(IdsOf(ParseLines("interface eth0\n ip ospf cost 70000\n")), " value-invalid@3:15+5");
  EXPECT_EQ(IdsOf(ParseLines("router bgp 5000000000\n")), " value-invalid@2:12+10");
  EXPECT_EQ(IdsOf(ParseLines("router isis 1\n net 49\n")), " value-invalid@3:6+2");
  EXPECT_EQ(IdsOf(ParseLines("ip route 10.0.0.0/8\n")), " value-invalid@2:1+19");
}

TEST(Frr, LimitsAreAnswersNotCrashes) {
  EXPECT_EQ(IdsOf(ParseLines("interface eth0\n" + std::string(kNestingMax + 1, ' ') + "shutdown\n")),
            " nesting-too-deep@3:66+8");
  EXPECT_EQ(IdsOf(ParseLines(std::string(kLineBytesMax + 1, 'x'))), " line-too-long@2:1+65536");
}

TEST(Frr, UndefinedPoliciesPassNothing) {
  const ParsedFile parsed = ParseLines(
      "router bgp 1\n neighbor 10.0.0.2 remote-as 2\n address-family ipv4 unicast\n"
      "  neighbor 10.0.0.2 route-map NONE in\n  neighbor 10.0.0.2 prefix-list NONE out\n");
  EXPECT_EQ(IdsOf(parsed), " reference-undefined@5:3+35 reference-undefined@6:3+38");
  const model::RoutePolicy* policy = model::FindPolicy(parsed.config.policies, "NONE");
  ASSERT_NE(policy, nullptr);
  EXPECT_EQ(policy->terms.at(0).flow, model::TermFlow::kReject);
  EXPECT_EQ(FamilyOf(parsed).export_chain.names, std::vector<std::string>{"prefix-list:NONE"});
  EXPECT_EQ(model::FindPrefixList(parsed.config.policies, "NONE")->lines.at(0).permit, false);
}

TEST(Frr, UndefinedListsInRouteMapsMatchNothing) {
  const ParsedFile parsed = ParseLines(
      "route-map M permit 10\n match ip address prefix-list NONE\nexit\n"
      "router ospf\n redistribute static route-map M\n");
  EXPECT_EQ(IdsOf(parsed), " reference-undefined@3:2+33");
  EXPECT_TRUE(model::FindPolicy(parsed.config.policies, "M")->terms.empty());
}

/// Seen on running daemons: the last entry that is looked at decides.
TEST(Frr, ARouteThatGoesOnInAMapMustMeetAnotherEntry) {
  const auto flows = [](const std::string& map) {
    const ParsedFile parsed = ParseLines(map + "exit\nrouter ospf\n redistribute static route-map M\n");
    std::string text;
    for (const model::RouteTerm& term : model::FindPolicy(parsed.config.policies, "M")->terms)
      text += term.name + (term.flow == model::TermFlow::kAccept   ? "+ "
                           : term.flow == model::TermFlow::kReject ? "- "
                           : term.flow == model::TermFlow::kCall   ? "call "
                                                                   : "> ");
    return text;
  };
  const std::string first = "route-map M permit 10\n on-match next\n";
  EXPECT_EQ(flows(first), "10+ ");
  EXPECT_EQ(flows(first + "route-map M permit 20\n match metric 7\n"), "10> 20+ 21- ");
  EXPECT_EQ(flows(first + "route-map M permit 20\n"), "10> 20+ ");
  EXPECT_EQ(flows("route-map M permit 10\n on-match goto 99\nroute-map M permit 20\n match metric 7\n"),
            "10+ 20+ ");
  EXPECT_EQ(flows(first + "route-map M permit 20\n match ip address prefix-list NONE\n"), "10> 21- ");
  EXPECT_EQ(flows("route-map M permit 10\n match metric 7\nroute-map N permit 10\n call M\n"), "10+ 11- ");
  EXPECT_EQ(flows("route-map M permit 10\n call N\n"), "10+ ") << "a call of nothing";
}

TEST(Frr, ExternalNeighboursNeedPoliciesByProfileAndRelease) {
  const std::string session = "router bgp 1\n neighbor 10.0.0.2 remote-as 2\n";
  EXPECT_FALSE(FamilyOf(ParseLines(session)).import.accept_by_default);
  EXPECT_TRUE(FamilyOf(ParseLines(session + " no bgp ebgp-requires-policy\n")).import.accept_by_default);
  EXPECT_TRUE(FamilyOf(ParseLines("frr defaults datacenter\n" + session)).import.accept_by_default);
  EXPECT_TRUE(FamilyOf(ParseText(kFormat, "frr version 7.3\n" + session)).import.accept_by_default);
  EXPECT_TRUE(
      FamilyOf(ParseLines("router bgp 1\n neighbor 10.0.0.2 remote-as internal\n")).import.accept_by_default);
}

TEST(Frr, NothingPassesToMembersOfTheConfederationWherePoliciesAreDemanded) {
  const std::string session =
      "ip prefix-list P permit any\nrouter bgp 65001\n bgp confederation identifier 1\n"
      " bgp confederation peers 65002\n neighbor 10.0.0.2 remote-as 65002\n address-family ipv4 unicast\n"
      "  neighbor 10.0.0.2 prefix-list P in\n";
  const ParsedFile parsed = ParseLines(session);
  EXPECT_TRUE(FamilyOf(parsed).import.names.empty());
  EXPECT_FALSE(FamilyOf(parsed).import.accept_by_default);
  const ParsedFile open = ParseLines(session + " exit-address-family\n no bgp ebgp-requires-policy\n");
  EXPECT_EQ(FamilyOf(open).import.names, std::vector<std::string>{"prefix-list:P"});
  EXPECT_TRUE(FamilyOf(open).import.accept_by_default);
}

TEST(Frr, FamiliesAreActiveByDefaultOrByGroup) {
  const ParsedFile parsed = ParseLines(
      "router bgp 1\n no bgp default ipv4-unicast\n neighbor G peer-group\n neighbor G remote-as 2\n"
      " neighbor 10.0.0.2 peer-group G\n neighbor 10.0.0.3 remote-as 3\n"
      " address-family ipv4 unicast\n  neighbor G activate\n");
  EXPECT_EQ(parsed.config.bgp.vrfs[0].neighbors.at(0).families.size(), 1U);
  EXPECT_TRUE(parsed.config.bgp.vrfs[0].neighbors.at(1).families.empty());
}

TEST(Frr, AListOfPathsBesideRewrittenOnesIsNotModelled) {
  const std::string session =
      "bgp as-path access-list A permit ^$\nrouter bgp 1\n neighbor 10.0.0.2 remote-as 2\n"
      " address-family ipv4 unicast\n  neighbor 10.0.0.2 filter-list A out\n";
  EXPECT_EQ(FateOf(ParseLines(session), 6), model::Fate::kModelled);
  const ParsedFile parsed = ParseLines(session + "  neighbor 10.0.0.2 remove-private-AS all\n");
  EXPECT_EQ(ReasonOf(parsed, 6), "AS-path list beside rewritten paths");
  EXPECT_TRUE(FamilyOf(parsed).rewrites_path_first);
}

/// Live (tests/live/bgp_live.py, seed 251).
TEST(Frr, OutgoingMapsThatReflectedOrUnsuppressedRoutesDoNotMeetAreNotModelled) {
  const auto reason = [](const std::string& map, const std::string& more, const std::string& as = "1") {
    const std::string session = map + "router bgp 1\n neighbor 10.0.0.2 remote-as " + as +
                                "\n neighbor 10.0.0.3 remote-as 1\n address-family ipv4 unicast\n";
    const auto line = static_cast<std::size_t>(std::ranges::count(session, '\n')) + 2;
    return ReasonOf(ParseLines(session + "  neighbor 10.0.0.2 route-map M out\n" + more), line);
  };
  const std::string sets = "route-map M permit 10\n set metric 0\n", plain = "route-map M permit 10\n";
  const std::string client = "  neighbor 10.0.0.3 route-reflector-client\n";
  EXPECT_EQ(reason(sets, client), "changes of an outgoing route map to reflected routes");
  EXPECT_EQ(reason(sets, client, "2"), "");
  EXPECT_EQ(reason(sets, ""), "");
  EXPECT_EQ(reason(plain, client), "");
  EXPECT_EQ(reason(plain, "  neighbor 10.0.0.2 unsuppress-map M\n"),
            "outgoing route map beside an unsuppress map");
}

TEST(Frr, AnUnchangedNextHopWinsWhicheverLineComesLast) {
  const std::string family = "router bgp 1\n neighbor 10.0.0.2 remote-as 2\n address-family ipv4 unicast\n";
  const std::string self = "  neighbor 10.0.0.2 next-hop-self\n";
  const std::string unchanged = "  neighbor 10.0.0.2 attribute-unchanged next-hop\n";
  for (const std::string& lines : {self + unchanged, unchanged + self}) {
    EXPECT_EQ(FamilyOf(ParseLines(family + lines)).next_hop_self, routing::bgp::NextHopSelf::kUnchanged)
        << lines;
  }
}

TEST(Frr, RouterIdIsTheHighestLoopbackElseTheHighestAddress) {
  const auto id = [](const std::string& lines) {
    return ParseLines(lines + "router ospf\n").config.ospf.processes.at(0).router_id;
  };
  EXPECT_EQ(id("interface eth0\n ip address 10.9.0.1/24\ninterface eth1\n ip address 10.2.0.1/24\n"),
            net::ParseAddress("10.9.0.1"));
  EXPECT_EQ(id("interface lo\n ip address 10.0.0.1/32\ninterface eth1\n ip address 10.2.0.1/24\n"),
            net::ParseAddress("10.0.0.1"));
  EXPECT_EQ(id("ip router-id 1.2.3.4\ninterface lo\n ip address 10.0.0.1/32\n"),
            net::ParseAddress("1.2.3.4"));
}

TEST(Frr, RemovalsTakeBackWhatWasSet) {
  const ParsedFile parsed = ParseLines(
      "interface eth0\n ip address 10.0.0.1/24\n no ip address 10.0.0.1/24\n shutdown\n no shutdown\n"
      " ip ospf area 0\n no ip ospf area 0\nexit\nip route 10.0.0.0/8 blackhole\nno ip route 10.0.0.0/8 "
      "blackhole\n"
      "router bgp 1\n neighbor 10.0.0.2 remote-as 2\n no neighbor 10.0.0.2\n no neighbor 10.0.0.2 remote-as "
      "2\n");
  EXPECT_TRUE(parsed.config.device.interfaces.at(0).addresses.empty());
  EXPECT_TRUE(parsed.config.device.interfaces[0].admin_up);
  EXPECT_TRUE(parsed.config.static_routes.routes.empty());
  EXPECT_TRUE(parsed.config.bgp.vrfs.at(0).neighbors.empty());
}

TEST(Frr, LinesThatCanChangeAnAnswerAreNeverIrrelevant) {
  const ParsedFile parsed =
      ParseLines("interface eth0\n no ip forwarding\nexit\nrouter bgp 1\n bgp minimum-holdtime 9\n");
  for (const std::size_t line : {3U, 6U}) EXPECT_EQ(FateOf(parsed, line), model::Fate::kUnmodelled) << line;
}

TEST(Frr, SecretsNeverReachTheModel) {
  const std::string secret = "swordfish";
  const ParsedFile parsed = ParseLines(
      "interface eth0\n ip address 10.0.0.1/24\n ip ospf area 0\n ip ospf authentication\n"
      " ip ospf authentication-key " +
      secret + "\n isis password clear " + secret +
      "\nrouter ospf\nexit\n"
      "router bgp 1\n neighbor 10.0.0.2 remote-as 2\n neighbor 10.0.0.2 password " +
      secret + "\npassword " + secret + "\n");
  EXPECT_EQ(Dump(parsed.config).find(secret), std::string::npos);
  EXPECT_EQ(Census(parsed).find(secret), std::string::npos);
  EXPECT_EQ(Print(parsed.config).find(secret), std::string::npos);
  EXPECT_NE(Dump(parsed.config).find("digest-"), std::string::npos);
}

TEST(Frr, RulesOfADatabaseThatAreNotModelledStandOpen) {
  // Their table stands on line 3, the rules on lines 5 and 6.
  const auto lines = [](const std::string& first, const std::string& second, const std::string& type = "L3") {
    routing::DeviceConfig config =
        ParseText(kFormat,
                  "{\n\"ACL_TABLE\": {\n\"T\": {\"type\": \"" + type +
                      "\", \"stage\": \"ingress\", \"ports\": [\"Ethernet0\"]}},\n\"ACL_RULE\": {\n" +
                      "\"T|A\": {" + first + "},\n\"T|B\": {" + second +
                      "}},\n\"DEVICE_METADATA\": {\"localhost\": {\"hostname\": \"a\"}},\n"
                      "\"INTERFACE\": {\"Ethernet0\": {}, \"Ethernet0|10.0.0.1/24\": {}},\n"
                      "\"PORT\": {\"Ethernet0\": {\"admin_status\": \"up\"}}}\n")
            .config;
    routing::ospf::OspfProcess& process = config.ospf.processes.emplace_back();
    process.interfaces.emplace_back().name = "Ethernet0";
    process.interfaces.back().area = 0;
    return LinesThatMayDropOspf(config);
  };
  const std::string ospf =
      R"("PRIORITY": "20", "PACKET_ACTION": "FORWARD", "IP_TYPE": "IPV4ANY", "IP_PROTOCOL": "89")";
  const std::string rule = R"("PRIORITY": "10", "IP_TYPE": "IPV4ANY", "TCP_FLAGS": "0x2", "PACKET_ACTION": )";
  EXPECT_THAT(lines(rule + "\"DROP\"", ""), testing::ElementsAre(6U))
      << "a rule that says nothing comes first";
  EXPECT_THAT(lines(rule + "\"DROP\"", rule + "\"FORWARD\""), testing::ElementsAre(5U));
  EXPECT_THAT(lines(rule + "\"FORWARD\"", rule + "\"FORWARD\""), testing::IsEmpty());
  EXPECT_THAT(lines(ospf, rule + "\"DROP\""), testing::IsEmpty());
  EXPECT_THAT(lines(ospf, rule + "\"FORWARD\"", "FROB"), testing::ElementsAre(3U))
      << "a list of another type";
  const std::string all = R"("PRIORITY": "20", "PACKET_ACTION": "DROP", "IP_TYPE": "IPV4ANY")";
  EXPECT_THAT(lines(ospf, all), testing::ElementsAre(6U)) << "which comes first?";
}

}  // namespace
}  // namespace ringfence::formats::frr
