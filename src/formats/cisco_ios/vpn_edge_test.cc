// OSPF of a VRF: what a provider edge is without a word, and what words make of it.
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_ios/cisco_ios.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Fate;
using routing::ospf::VpnEdge;
using routing::ospf::VpnRole;

/// A process 100 in VRF A with these lines; the first of them is line 8.
ParsedFile ParseProcess(const std::string& lines) {
  return ParseText(
      kFormat,
      "version 15.6\nip vrf A\n rd 1:1\ninterface Gi0/0\n ip vrf forwarding A\n ip address 10.0.0.1 "
      "255.255.255.0\nrouter ospf 100 vrf A\n" +
          lines);
}
VpnEdge EdgeOf(const std::string& lines) { return ParseProcess(lines).config.ospf.processes.at(0).vpn; }

TEST(CiscoIosVpnEdge, TheDomainIsTheNumberOfTheProcess) {
  const VpnEdge edge = EdgeOf("");
  EXPECT_EQ(edge.role, VpnRole::kEdge);
  EXPECT_EQ(edge.domain_ids, std::vector<std::string>{"0x0005:000000640200"});
  EXPECT_TRUE(edge.checks_down && edge.sets_down && edge.domain_known && edge.metric_is_med);
  EXPECT_FALSE(edge.route_tag);
}

TEST(CiscoIosVpnEdge, WordsChangeTheDomain) {
  EXPECT_EQ(EdgeOf(" domain-id 1.2.3.4\n domain-id 0.0.0.5 secondary\n").domain_ids,
            (std::vector<std::string>{"0x0005:010203040200", "0x0005:000000050200"}));
  EXPECT_EQ(EdgeOf(" domain-id type 0105 value 0A0B0C0D0001\n").domain_ids,
            std::vector<std::string>{"0x0105:0a0b0c0d0001"});
  EXPECT_TRUE(EdgeOf(" domain-id null\n").domain_ids.empty());
  EXPECT_EQ(EdgeOf(" domain-id 1.2.3.4\n no domain-id 1.2.3.4\n").domain_ids,
            std::vector<std::string>{"0x0005:000000640200"});
  EXPECT_EQ(EdgeOf(" domain-tag 7\n").route_tag, 7U);
  EXPECT_EQ(FateOf(ParseProcess(" domain-id type 0005 value 1\n"), 8), Fate::kUnknown);
}

TEST(CiscoIosVpnEdge, AProcessOutsideOfTheVpnTakesEverything) {
  const VpnEdge edge = EdgeOf(" capability vrf-lite\n");
  EXPECT_EQ(edge.role, VpnRole::kUnknown) << "what it would do with routes of a VPN is not known";
  EXPECT_FALSE(edge.checks_down);
  EXPECT_EQ(EdgeOf(" capability vrf-lite\n no capability vrf-lite\n").role, VpnRole::kEdge);
  const ParsedFile parsed = ParseText(kFormat, "version 15.6\nrouter ospf 1\n");
  EXPECT_EQ(parsed.config.ospf.processes.at(0).vpn, VpnEdge{});
}

TEST(CiscoIosVpnEdge, ShamLinks) {
  const VpnEdge edge = EdgeOf(" area 3 sham-link 10.9.0.1 10.9.0.2 cost 40\n");
  ASSERT_EQ(edge.sham_links.size(), 1U);
  EXPECT_EQ(net::ToString(edge.sham_links[0].destination), "10.9.0.2");
  EXPECT_EQ(edge.sham_links[0].area, 3U);
  EXPECT_EQ(edge.sham_links[0].cost, 40U);
  EXPECT_EQ(FateOf(ParseProcess(" area 3 sham-link 10.9.0.1 10.9.0.2 ttl-security hops 3\n"), 8),
            Fate::kUnmodelled);
}

TEST(CiscoIosVpnEdge, WhatIsWrittenForRoutesOfBgpIsNotTheDefault) {
  const auto plain = [](const std::string& line) {
    return ParseProcess(line).config.ospf.processes.at(0).redistributions.at(0).plain;
  };
  EXPECT_TRUE(plain(" redistribute bgp 65000 subnets\n"));
  EXPECT_FALSE(plain(" redistribute bgp 65000 metric 5 subnets\n"));
  EXPECT_FALSE(plain(" redistribute bgp 65000 metric-type 1 subnets\n"));
  EXPECT_FALSE(plain(" redistribute bgp 65000 subnets\n default-metric 5\n"));
}

TEST(CiscoIosVpnEdge, SubnetsGoWithTheRoutesIntoBgp) {
  const ParsedFile parsed = ParseProcess(
      " network 10.0.0.0 0.0.0.255 area 0\nrouter bgp 65000\n address-family ipv4 vrf A\n"
      "  redistribute ospf 100 match internal external 1 external 2\n");
  const auto& vrfs = parsed.config.bgp.vrfs;
  const auto red = std::ranges::find(vrfs, "A", &routing::bgp::BgpVrf::vrf);
  ASSERT_NE(red, vrfs.end());
  EXPECT_EQ(red->families.at(0).redistributions.at(0).subnets_of.size(), 1U);
}

TEST(CiscoIosVpnEdge, ItIsPrintedBack) {
  const ParsedFile parsed = ParseProcess(
      " domain-id 1.2.3.4\n domain-id 0.0.0.5 secondary\n domain-tag 7\n area 0 sham-link 10.9.0.1 10.9.0.2 "
      "cost 4\n"
      " redistribute bgp 65000 subnets\n");
  const ParsedFile again = ParseText(kFormat, kFormat.print(parsed.config));
  const auto& a = parsed.config.ospf.processes.at(0);
  const auto& b = again.config.ospf.processes.at(0);
  EXPECT_EQ(a.vpn.domain_ids, b.vpn.domain_ids);
  EXPECT_EQ(a.vpn.route_tag, b.vpn.route_tag);
  ASSERT_EQ(b.vpn.sham_links.size(), 1U);
  EXPECT_EQ(b.vpn.sham_links[0].cost, 4U);
  EXPECT_TRUE(b.redistributions.at(0).plain);
}

}  // namespace
}  // namespace ringfence::formats::cisco_ios
