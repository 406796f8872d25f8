// OSPF of a VPN instance: what a provider edge is without a word, and what words make of it.
#include <gtest/gtest.h>

#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Fate;
using routing::ospf::VpnEdge;
using routing::ospf::VpnRole;

/// A process 100 in VPN instance A with these lines; the first of them is line 7.
ParsedFile ParseProcess(const std::string& lines) {
  return ParseText(
      kFormat, "#\nip vpn-instance A\n ipv4-family\n  route-distinguisher 1:1\n#\nospf 100 vpn-instance A\n" +
                   lines + "#\n");
}
VpnEdge EdgeOf(const std::string& lines) { return ParseProcess(lines).config.ospf.processes.at(0).vpn; }

TEST(HuaweiVrpVpnEdge, ThereIsNoDomainByDefault) {
  const VpnEdge edge = EdgeOf("");
  EXPECT_EQ(edge.role, VpnRole::kEdge);
  EXPECT_TRUE(edge.domain_ids.empty());
  EXPECT_TRUE(edge.domain_known && edge.checks_down && edge.sets_down);
  EXPECT_FALSE(edge.metric_is_med) << "how it makes metrics is not known";
}

TEST(HuaweiVrpVpnEdge, WordsChangeTheDomain) {
  EXPECT_EQ(EdgeOf(" domain-id 100\n domain-id 1.2.3.4 secondary\n").domain_ids,
            (std::vector<std::string>{"0x0005:000000640000", "0x0005:010203040000"}));
  EXPECT_TRUE(EdgeOf(" domain-id 100\n undo domain-id\n").domain_ids.empty());
  EXPECT_TRUE(EdgeOf(" domain-id 0\n").domain_ids.empty());
  EXPECT_EQ(EdgeOf(" route-tag 7\n").route_tag, 7U);
  EXPECT_EQ(FateOf(ParseProcess(" domain-id 1.2.3.4 type 0005 value 02\n"), 7), Fate::kUnmodelled);
  EXPECT_EQ(FateOf(ParseProcess(" domain-id x\n"), 7), Fate::kUnknown);
}

TEST(HuaweiVrpVpnEdge, AProcessOutsideOfTheVpnTakesEverything) {
  const VpnEdge edge = EdgeOf(" vpn-instance-capability simple\n");
  EXPECT_EQ(edge.role, VpnRole::kUnknown);
  EXPECT_FALSE(edge.checks_down);
}

TEST(HuaweiVrpVpnEdge, ShamLinksStandInTheirArea) {
  const VpnEdge edge = EdgeOf(" area 0.0.0.3\n  sham-link 10.9.0.1 10.9.0.2 cost 40\n");
  ASSERT_EQ(edge.sham_links.size(), 1U);
  EXPECT_EQ(net::ToString(edge.sham_links[0].source), "10.9.0.1");
  EXPECT_EQ(edge.sham_links[0].area, 3U);
  EXPECT_EQ(edge.sham_links[0].cost, 40U);
  EXPECT_EQ(FateOf(ParseProcess(" area 0\n  sham-link 10.9.0.1 10.9.0.2 smart-discover\n"), 8),
            Fate::kUnmodelled);
}

TEST(HuaweiVrpVpnEdge, ImportsOfBgpAreReadAndPrintedBack) {
  const ParsedFile parsed = ParseProcess(
      " import-route bgp\n domain-id 100\n route-tag 7\n area 0\n  sham-link 10.9.0.1 10.9.0.2 cost 4\n");
  EXPECT_EQ(FateOf(parsed, 7), Fate::kModelled);
  const auto& process = parsed.config.ospf.processes.at(0);
  EXPECT_TRUE(process.redistributions.at(0).plain);
  EXPECT_FALSE(
      ParseProcess(" import-route bgp cost 5\n").config.ospf.processes.at(0).redistributions.at(0).plain);
  const auto again = ParseText(kFormat, kFormat.print(parsed.config)).config.ospf.processes.at(0);
  EXPECT_EQ(again.vpn.domain_ids, process.vpn.domain_ids);
  EXPECT_EQ(again.vpn.route_tag, process.vpn.route_tag);
  EXPECT_EQ(again.vpn.sham_links.size(), 1U);
  EXPECT_TRUE(again.redistributions.at(0).plain);
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
