// OSPFv3: which process an interface runs, with which values, and what stays open.
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_ios/cisco_ios.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Fate;
using model::Impact;

/// Parses lines under a header that the detector claims and that lets IPv6 be routed; their first line is 3.
ParsedFile ParseLines(const std::string& lines) {
  return ParseText(kFormat, "version 17.6\nipv6 unicast-routing\n" + lines);
}

constexpr const char* kPort = "interface Gi0/0\n ipv6 address 2001:db8:1::1/64\n";

/// The line is left open for IPv6 routing tables.
void ExpectOpen(const ParsedFile& parsed, std::uint32_t line) {
  EXPECT_EQ(FateOf(parsed, line), Fate::kUnmodelled) << line;
  EXPECT_EQ(parsed.fates.lines[line - 1].impact.bits, Impact::kRouting6) << line;
}

TEST(CiscoIosOspf3, ALineUnderAnInterfaceMakesTheProcess) {
  const ParsedFile parsed = ParseLines(std::string(kPort) + " ipv6 ospf 7 area 0.0.0.3\n");
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  const routing::ospf::OspfProcess& process = parsed.config.ospf.processes[0];
  EXPECT_EQ(process.id, 7U);
  EXPECT_EQ(process.family, net::Family::kIpv6);
  EXPECT_FALSE(process.router_id) << "there is no IPv4 address to take it from: the process does not start";
  ASSERT_EQ(process.interfaces.size(), 1U);
  EXPECT_EQ(process.interfaces[0].area, 3U);
}

TEST(CiscoIosOspf3, RouterIdIsTheHighestLoopbackAndNoConcernOfOspf2) {
  const ParsedFile parsed = ParseLines(
      "interface Lo0\n ip address 10.0.0.9 255.255.255.255\ninterface Lo1\n ip address 10.0.0.8 "
      "255.255.255.255\n"
      "router ospf 1\nipv6 router ospf 1\nipv6 router ospf 2\n");
  const auto& processes = parsed.config.ospf.processes;
  ASSERT_EQ(processes.size(), 3U);
  EXPECT_EQ(net::ToString(*processes[0].router_id), "10.0.0.9");
  EXPECT_EQ(net::ToString(*processes[1].router_id), "10.0.0.9");
  EXPECT_EQ(net::ToString(*processes[2].router_id), "10.0.0.8");
}

TEST(CiscoIosOspf3, BothNotationsAreOneProcess) {
  const ParsedFile parsed = ParseLines(std::string(kPort) +
                                       " ipv6 ospf 1 area 0\nrouter ospfv3 1\n router-id 1.2.3.4\n"
                                       " address-family ipv6 unicast\n  area 0 range 2001:db8::/32\n"
                                       " exit-address-family\n passive-interface Gi0/0\n");
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  const routing::ospf::OspfProcess& process = parsed.config.ospf.processes[0];
  EXPECT_EQ(net::ToString(*process.router_id), "1.2.3.4");
  EXPECT_TRUE(process.interfaces.at(0).passive);
  EXPECT_EQ(process.areas.at(0).ranges.size(), 1U);
}

TEST(CiscoIosOspf3, CloserValuesHoldAndContradictionsAreOpen) {
  const ParsedFile parsed =
      ParseLines(std::string(kPort) +
                 " ospfv3 cost 5\n ospfv3 1 ipv6 area 0\n ospfv3 1 cost 6\n"
                 " ospfv3 2 priority 9\n ospfv3 1 priority 3\n ospfv3 network non-broadcast\n");
  const routing::ospf::OspfInterface& interface = parsed.config.ospf.processes.at(0).interfaces.at(0);
  EXPECT_EQ(interface.cost, 6U);
  EXPECT_EQ(interface.priority, 3) << "9 is of another process";
  EXPECT_EQ(interface.hello_s, 30U);
  EXPECT_EQ(interface.dead_s, 120U);
  ExpectOpen(parsed, 7);
  EXPECT_EQ(FateOf(parsed, 8), Fate::kModelled);
}

TEST(CiscoIosOspf3, LoopbacksAreHostsWithoutCost) {
  const ParsedFile parsed = ParseLines(
      "interface Lo0\n ipv6 address 2001:db8::1/64\n ipv6 ospf 1 area 0\ninterface Lo1\n"
      " ipv6 address 2001:db8:1::1/64\n ipv6 ospf 1 area 0\n ipv6 ospf network point-to-point\n"
      "interface Lo2\n ipv6 address 2001:db8:2::1/64\n ipv6 ospf 1 area 0\n ipv6 ospf cost 4\n");
  const auto& interfaces = parsed.config.ospf.processes.at(0).interfaces;
  ASSERT_EQ(interfaces.size(), 3U);
  EXPECT_TRUE(interfaces[0].advertise_host);
  EXPECT_EQ(interfaces[0].cost, 0U);
  EXPECT_FALSE(interfaces[1].advertise_host);
  EXPECT_EQ(interfaces[1].cost, 1U);
  ExpectOpen(parsed, 13);
}

TEST(CiscoIosOspf3, KeysOfIpsecAreThoseOfTheInterfaceOrTheArea) {
  const ParsedFile parsed =
      ParseLines(std::string(kPort) +
                 " ipv6 ospf 1 area 0\n ipv6 ospf authentication ipsec spi 300 sha1 AA\ninterface Gi0/1\n "
                 "ipv6 ospf 1 area 0\n"
                 "interface Gi0/2\n ipv6 ospf 1 area 0\n ipv6 ospf authentication null\nipv6 router ospf 1\n"
                 " area 0 authentication ipsec spi 400 md5 AA\n");
  const auto& interfaces = parsed.config.ospf.processes.at(0).interfaces;
  ASSERT_EQ(interfaces.size(), 3U);
  EXPECT_TRUE(interfaces[0].authentication.starts_with("ipsec:300:sha1:")) << interfaces[0].authentication;
  EXPECT_TRUE(interfaces[1].authentication.starts_with("ipsec:400:md5:")) << interfaces[1].authentication;
  EXPECT_EQ(interfaces[2].authentication, "");
}

TEST(CiscoIosOspf3, WhatTheModelCannotSayIsOpen) {
  for (const char* line :
       {"ipv6 ospf 1 area 0 instance 4", "ospfv3 1 ipv6 area 0 instance 7", "ipv6 ospf neighbor fe80::1",
        "ipv6 ospf encryption ipsec spi 300 esp null sha1 AA", "ospfv3 database-filter all out",
        "ospfv3 multi-area 3", "ospfv3 prefix-suppression"}) {
    ExpectOpen(ParseLines(std::string(kPort) + " " + line + "\n"), 5);
  }
  for (const char* line :
       {"summary-prefix 2001:db8::/32", "shutdown", "redistribute nd", "area 1 virtual-link 1.1.1.1",
        "redistribute isis X include-connected", "default-information originate route-map M",
        "distribute-list prefix-list P in Gi0/0", "redistribute ospf 1 match internal"}) {
    ExpectOpen(ParseLines(std::string("ipv6 router ospf 1\n ") + line + "\n"), 4);
    ExpectOpen(ParseLines(std::string("router ospfv3 1\n address-family ipv6 unicast\n  ") + line + "\n"), 5);
  }
}

TEST(CiscoIosOspf3, Ipv4IsOpenForIpv4Alone) {
  const ParsedFile parsed = ParseLines(
      "interface Gi0/0\n ip address 10.0.0.1 255.0.0.0\n ipv6 address 2001:db8:1::1/64\n ospfv3 1 ipv4 area "
      "0\n"
      " ospfv3 1 ipv6 area 0\nrouter ospfv3 1\n address-family ipv4 unicast\n  redistribute static\n"
      " exit-address-family\n address-family ipv6 unicast\n  maximum-paths 7\n");
  for (const std::uint32_t line : {6U, 9U, 10U}) {
    EXPECT_EQ(FateOf(parsed, line), Fate::kUnmodelled) << line;
    EXPECT_EQ(parsed.fates.lines[line - 1].impact.bits, Impact::kRouting4) << line;
  }
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  EXPECT_EQ(parsed.config.ospf.processes[0].interfaces.size(), 1U);
  EXPECT_EQ(parsed.config.ospf.processes[0].max_paths, 7U);
  EXPECT_TRUE(parsed.config.ospf.processes[0].redistributions.empty());
}

TEST(CiscoIosOspf3, VrfsThatTheProcessDoesNotNameAreOpen) {
  const std::string port =
      "vrf definition A\n address-family ipv6\n exit-address-family\ninterface Gi0/0\n vrf forwarding A\n"
      " ip address 10.0.0.1 255.0.0.0\n ipv6 address 2001:db8:1::1/64\n ospfv3 1 ipv6 area 0\n";
  ExpectOpen(ParseLines(port), 10);
  const std::string family = " address-family ipv6 unicast vrf A\n";
  const ParsedFile named = ParseLines(port + "router ospfv3 1\n" + family);
  EXPECT_EQ(FateOf(named, 10), Fate::kModelled);
  EXPECT_EQ(FateOf(named, 12), Fate::kModelled);
  ASSERT_EQ(named.config.ospf.processes.size(), 2U);
  EXPECT_EQ(net::ToString(*named.config.ospf.processes[1].router_id), "10.0.0.1");
  EXPECT_EQ(named.config.ospf.processes[1].interfaces.size(), 1U);
  ExpectOpen(ParseLines(port + "router ospfv3 1\n router-id 1.1.1.1\n" + family), 13);
}

TEST(CiscoIosOspf3, TheMtuOfIpv6IsComparedOnly) {
  const std::string runs = std::string(kPort) + " ipv6 ospf 1 area 0\n";
  ExpectOpen(ParseLines(runs + " ipv6 mtu 1400\n"), 6);
  ExpectOpen(ParseLines(runs + " ip mtu 1400\n"), 6);
  EXPECT_EQ(FateOf(ParseLines(runs + " ipv6 mtu 1500\n"), 6), Fate::kIrrelevant);
  EXPECT_EQ(FateOf(ParseLines(std::string(kPort) + " ipv6 mtu 1400\n"), 5), Fate::kIrrelevant);
  EXPECT_EQ(FateOf(ParseLines(std::string(kPort) + " ip mtu 1400\n"), 5), Fate::kModelled);
}

TEST(CiscoIosOspf3, WithoutIpv6RoutingTheProcessIsOpen) {
  const ParsedFile parsed = ParseText(kFormat, "version 17.6\nipv6 router ospf 1\n router-id 1.1.1.1\n");
  EXPECT_TRUE(parsed.config.ospf.processes.empty());
  ExpectOpen(parsed, 2);
}

TEST(CiscoIosOspf3, TwoAreasForOneInterfaceAreInterfaceTwoAreas) {
  EXPECT_EQ(IdsOf(ParseLines(std::string(kPort) + " ipv6 ospf 1 area 0\n ospfv3 1 ipv6 area 2\n")),
            " interface-two-areas@6:2+20");
}

TEST(CiscoIosOspf3, RangesOfTheOtherFamilyAreValueInvalid) {
  EXPECT_EQ(IdsOf(ParseLines("ipv6 router ospf 1\n area 1 range 10.0.0.0 255.0.0.0\n")),
            " value-invalid@4:15+8");
  EXPECT_EQ(IdsOf(ParseLines("router ospf 1\n area 1 range 2001:db8::/32\n")), " value-invalid@4:15+13");
}

TEST(CiscoIosOspf3, RemovalsTakeBackWhatWasSet) {
  const ParsedFile parsed = ParseLines(std::string(kPort) +
                                       " ipv6 ospf 1 area 0\n ipv6 ospf cost 9\n no ipv6 ospf cost\n"
                                       "interface Gi0/1\n ipv6 ospf 1 area 0\n no ipv6 ospf 1 area 0\n"
                                       "ipv6 router ospf 1\nipv6 router ospf 2\nno ipv6 router ospf 2\n");
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  ASSERT_EQ(parsed.config.ospf.processes[0].interfaces.size(), 1U);
  EXPECT_FALSE(parsed.config.ospf.processes[0].interfaces[0].cost);
}

}  // namespace
}  // namespace ringfence::formats::cisco_ios
