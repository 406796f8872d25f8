// OSPFv3, RIP, and what of OSPF and IS-IS stands in no sample.
#include <gtest/gtest.h>

#include <algorithm>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Fate;
using model::Impact;

/// Fate and impact of one line of a text.
model::LineFate LineOf(const std::string& text, std::size_t line) {
  return ParseText(kFormat, text).fates.lines.at(line - 1);
}

constexpr const char* kOspfv3Port =
    "#\ninterface GE0/1/0\n ipv6 enable\n ipv6 address 2001:db8::1/64\n ospfv3 1 area 0\n#\n";

TEST(HuaweiVrpIgpTest, LinkLocalAddressesAreOnePerPort) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "#\ninterface GE0/1/0\n ipv6 enable\n ipv6 address fe80::1 link-local\n"
                                      " ipv6 address 2001:db8::1/64\n ipv6 address fe80::2 link-local\n#\n");
  const auto& addresses = parsed.config.device.interfaces.at(0).addresses;
  ASSERT_EQ(addresses.size(), 2U);
  EXPECT_FALSE(addresses[0].secondary);
  EXPECT_EQ(net::ToString(addresses[1].address.address), "fe80::2");
  const std::string off =
      "#\ninterface GE0/1/0\n ipv6 enable\n ipv6 address fe80::1 link-local\n"
      " undo ipv6 address fe80::1 link-local\n#\n";
  EXPECT_TRUE(ParseText(kFormat, off).config.device.interfaces.at(0).addresses.empty());
  EXPECT_EQ(LineOf("#\ninterface GE0/1/0\n ipv6 address 2001:db8::1 link-local\n#\n", 3).fate,
            Fate::kUnknown);
}

TEST(HuaweiVrpIgpTest, VirtualLinks) {
  const std::string head = "#\nospf 1 router-id 10.0.0.1\n area 0.0.0.1\n";
  const auto links = [&head](const std::string& lines) {
    return ParseText(kFormat, head + lines + "#\n").config.ospf.processes.at(0).virtual_links;
  };
  const auto found = links("  vlink-peer 10.0.0.2 dead 20 hello 5\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(net::ToString(found[0].neighbor), "10.0.0.2");
  EXPECT_EQ(std::pair(found[0].hello_s, found[0].dead_s), std::pair(5U, 20U));
  EXPECT_EQ(found[0].transit, 1U);
  EXPECT_EQ(links("  vlink-peer 10.0.0.2\n").at(0).dead_s, 40U);
  EXPECT_TRUE(links("  vlink-peer 10.0.0.2\n  undo vlink-peer 10.0.0.2\n").empty());
  for (const char* line : {"  vlink-peer 10.0.0.2 hello 5\n", "  vlink-peer 10.0.0.2 md5 1 cipher x\n"})
    EXPECT_EQ(LineOf(head + line + "#\n", 4).fate, Fate::kUnmodelled) << line;
  // Whether keys of the backbone hold on it is not known.
  const std::string keys = head + "  vlink-peer 10.0.0.2\n area 0\n  authentication-mode md5 1 cipher x\n#\n";
  EXPECT_EQ(LineOf(keys, 4).fate, Fate::kUnmodelled);
  EXPECT_TRUE(ParseText(kFormat, keys).config.ospf.processes.at(0).virtual_links.empty());
}

TEST(HuaweiVrpIgpTest, Ospfv3Defaults) {
  const ParsedFile parsed = ParseText(
      kFormat, std::string(kOspfv3Port) + "ospfv3 1\n router-id 10.0.0.1\n import-route static\n#\n");
  const routing::ospf::OspfProcess& process = parsed.config.ospf.processes.at(0);
  EXPECT_EQ(process.family, net::Family::kIpv6);
  EXPECT_EQ(net::ToString(*process.router_id), "10.0.0.1");
  EXPECT_EQ(process.reference_bandwidth_bps, 100'000'000U);
  EXPECT_EQ(process.distances.inter, 10U);
  EXPECT_EQ(process.distances.external, 150U);
  EXPECT_EQ(process.redistributions.at(0).metric, 1U);
  const routing::ospf::OspfInterface& interface = process.interfaces.at(0);
  EXPECT_EQ(interface.type, routing::ospf::NetworkType::kBroadcast);
  EXPECT_FALSE(interface.cost);
  EXPECT_FALSE(interface.mtu_ignore);
  EXPECT_TRUE(interface.mtu_announced);
}

TEST(HuaweiVrpIgpTest, Ospfv3NeedsARouterIdOfItsOwnAndIpv6OnThePort) {
  const std::string text = "#\nrouter id 10.9.9.9\n#\ninterface GE0/1/0\n ospfv3 1 area 0\n#\nospfv3 1\n#\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  const routing::ospf::OspfProcess& process = parsed.config.ospf.processes.at(0);
  EXPECT_FALSE(process.router_id);
  EXPECT_TRUE(process.interfaces.empty());
}

TEST(HuaweiVrpIgpTest, WhatOspfv3CannotSayIsAboutIpv6) {
  struct Case {
    const char* line;
    Fate fate;
    std::uint8_t impact;
  };
  constexpr Case kCases[] = {
      {" vlink-peer 1.1.1.1\n", Fate::kUnknown, Impact::kRouting6},
      {" suppress-reachability\n", Fate::kUnmodelled, Impact::kRouting6},
      {" default-route-advertise route-policy P\n", Fate::kUnmodelled, Impact::kRouting6},
      {" area 0\n  network 10.0.0.0 0.0.0.255\n", Fate::kUnknown, Impact::kRouting6},
      {" area 0\n  authentication-mode hmac-sha256 key-id 1 cipher x\n", Fate::kUnmodelled,
       Impact::kRouting6},
  };
  for (const Case& one : kCases) {
    const std::string text = std::string("#\nospfv3 1\n") + one.line;
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    const model::LineFate fate = LineOf(text, lines);
    EXPECT_EQ(fate.fate, one.fate) << one.line;
    EXPECT_EQ(fate.impact.bits, one.impact) << one.line;
  }
  EXPECT_EQ(LineOf("#\ninterface GE0/1/0\n ospfv3 1 area 0 instance 2\n", 3).fate, Fate::kUnmodelled);
  EXPECT_EQ(
      LineOf("#\ninterface GE0/1/0\n ospfv3 authentication-mode hmac-sha256 key-id 1 cipher x\n", 3).fate,
      Fate::kUnmodelled);
  // The number of a process of version 3 is another's in version 2.
  EXPECT_EQ(ParseText(kFormat, "#\nospf 1\n#\nospfv3 1\n#\nundo ospfv3 1\n#\n").config.ospf.processes.size(),
            1U);
}

TEST(HuaweiVrpIgpTest, TheMtuOfIpv6AloneIsOpenBesideOspfv3) {
  const std::string port = "#\ninterface GE0/1/0\n ipv6 enable\n ipv6 address 2001:db8::1/64\n ipv6 mtu ";
  const std::string runs = "\n ospfv3 1 area 0\n#\nospfv3 1\n router-id 1.1.1.1\n area 0\n#\n";
  EXPECT_EQ(LineOf(port + "1400\n#\n", 5).fate, Fate::kIrrelevant);
  EXPECT_EQ(LineOf(port + "1500" + runs, 5).fate, Fate::kIrrelevant);
  const model::LineFate open = LineOf(port + "1400" + runs, 5);
  EXPECT_EQ(open.fate, Fate::kUnmodelled);
  EXPECT_EQ(open.impact.bits, Impact::kRouting6);
}

TEST(HuaweiVrpIgpTest, RipDefaults) {
  const ParsedFile parsed =
      ParseText(kFormat,
                "#\ninterface GE0/1/0\n ip address 10.0.0.1 24\n#\nrip 1\n version 2\n network 10.0.0.0\n"
                " import-route direct\n#\n");
  const routing::rip::RipProcess& process = parsed.config.rip.processes.at(0);
  EXPECT_EQ(process.distance, 100U);
  EXPECT_EQ(process.subnet_metric, 0U);
  EXPECT_FALSE(process.auto_summary) << "interfaces with split horizon send none";
  EXPECT_EQ(process.redistributions.at(0).metric, 0U);
  const routing::rip::RipInterface& interface = process.interfaces.at(0);
  EXPECT_EQ(interface.metric_in, 0U);
  EXPECT_EQ(interface.metric_out, 1U);
  EXPECT_TRUE(interface.split_horizon);
}

TEST(HuaweiVrpIgpTest, RipSummarizesWhereItSendsBackOrAlways) {
  const auto summarizes = [](const std::string& process, const std::string& interface) {
    return ParseText(kFormat, "#\ninterface GE0/1/0\n ip address 10.0.0.1 24\n" + interface +
                                  "#\nrip 1\n version 2\n network 10.0.0.0\n" + process + "#\n")
        .config.rip.processes.at(0)
        .auto_summary;
  };
  EXPECT_FALSE(summarizes("", ""));
  EXPECT_TRUE(summarizes(" summary always\n", ""));
  EXPECT_TRUE(summarizes("", " undo rip split-horizon\n"));
  EXPECT_FALSE(summarizes("", " undo rip split-horizon\n rip poison-reverse\n"));
  EXPECT_FALSE(summarizes(" silent-interface GE0/1/0\n", " undo rip split-horizon\n"));
  EXPECT_FALSE(summarizes(" undo summary\n", " undo rip split-horizon\n"));
}

TEST(HuaweiVrpIgpTest, ARipNeighbourOnALinkThatIsSentToChangesNothing) {
  const auto fate = [](const std::string& process) {
    return ParseText(
               kFormat,
               "#\ninterface GE0/1/0\n ip address 10.0.0.1 24\n#\nrip 1\n version 2\n network 10.0.0.0\n" +
                   process + "#\n")
        .fates.lines.at(7)
        .fate;
  };
  EXPECT_EQ(fate(" peer 10.0.0.2\n"), model::Fate::kModelled);
  EXPECT_EQ(fate(" peer 10.0.1.2\n"), model::Fate::kUnmodelled);
  EXPECT_EQ(fate(" peer 10.0.0.2\n silent-interface all\n"), model::Fate::kUnmodelled);
}

TEST(HuaweiVrpIgpTest, RipOfVersionOneIsNotModelled) {
  const std::string port = "#\ninterface GE0/1/0\n ip address 10.0.0.1 24\n";
  EXPECT_EQ(LineOf(port + "#\nrip 1\n network 10.0.0.0\n#\n", 5).fate, Fate::kUnmodelled);
  EXPECT_EQ(LineOf(port + "#\nrip 1\n version 1\n network 10.0.0.0\n#\n", 6).fate, Fate::kUnmodelled);
  EXPECT_EQ(LineOf(port + " rip version 2\n#\nrip 1\n network 10.0.0.0\n#\n", 6).fate, Fate::kModelled);
  EXPECT_EQ(LineOf(port + " rip version 1\n#\nrip 1\n version 2\n network 10.0.0.0\n#\n", 4).fate,
            Fate::kUnmodelled);
}

TEST(HuaweiVrpIgpTest, RipTakesNetworksOfClasses) {
  EXPECT_EQ(LineOf("#\nrip 1\n network 10.1.0.0\n#\n", 3).fate, Fate::kUnknown);
  EXPECT_EQ(LineOf("#\nrip 1\n network 10.0.0.0 0.0.0.255\n#\n", 3).fate, Fate::kUnmodelled);
  const std::string both =
      "#\ninterface GE0/1/0\n ip address 10.0.0.1 24\n ip address 172.16.0.1 24 sub\n"
      "#\nrip 1\n version 2\n network 10.0.0.0\n";
  EXPECT_EQ(LineOf(both + "#\n", 8).fate, Fate::kUnmodelled);
  EXPECT_EQ(LineOf(both + " network 172.16.0.0\n#\n", 8).fate, Fate::kModelled);
}

TEST(HuaweiVrpIgpTest, SummariesOfExternalRoutesHaveACostOfTheirOwn) {
  const std::string head = "#\nospf 1\n asbr-summary 10.0.0.0 255.0.0.0 cost 4\n asbr-summary ";
  EXPECT_EQ(LineOf(head + "172.16.0.0 255.240.0.0 not-advertise\n#\n", 4).fate, Fate::kModelled);
  EXPECT_EQ(LineOf(head + "172.16.0.0 255.240.0.0\n#\n", 4).fate, Fate::kUnmodelled);
  EXPECT_EQ(LineOf(head + "10.1.0.0 255.255.0.0 cost 9\n#\n", 4).fate, Fate::kUnmodelled);
  EXPECT_EQ(LineOf(head + "172.16.0.0 12 cost 1\n area 1\n  nssa\n#\n", 4).fate, Fate::kUnmodelled);
  const ParsedFile parsed = ParseText(kFormat, head + "10.0.0.0 255.0.0.0 cost 5\n#\n");
  const auto& summaries = parsed.config.ospf.processes.at(0).external_summaries;
  ASSERT_EQ(summaries.size(), 1U);
  EXPECT_EQ(summaries[0].metric, 5U);
  EXPECT_EQ(summaries[0].tag, 1U);
}

TEST(HuaweiVrpIgpTest, IsisDefaultRoutesAndImportsOfIbgp) {
  const ParsedFile parsed =
      ParseText(kFormat,
                "#\nisis 1\n default-route-advertise always cost 12 level-2\n"
                " ipv6 default-route-advertise cost 7\n import-route bgp permit-ibgp\n#\n");
  const routing::isis::IsisProcess& process = parsed.config.isis.processes.at(0);
  EXPECT_EQ(process.default_metric, 12U);
  EXPECT_EQ(process.default6_metric, 7U);
  EXPECT_TRUE(process.redistributions.at(0).bgp_internal);
  EXPECT_EQ(LineOf("#\nisis 1\n default-route-advertise cost x\n#\n", 3).fate, Fate::kUnmodelled);
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
