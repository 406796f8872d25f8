// OSPF of a VRF: what a provider edge is without a word, and what words make of it.
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_nxos/cisco_nxos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Fate;
using routing::ospf::VpnEdge;
using routing::ospf::VpnRole;

/// A process 100 in VRF A with these lines; the first of them is line 11.
ParsedFile ParseProcess(const std::string& lines) {
  return ParseText(
      kFormat,
      "vdc x id 1\nfeature ospf\nvrf context A\n  rd 1:1\ninterface Ethernet1/1\n  no switchport\n"
      "  vrf member A\n  ip address 10.0.0.1/24\nrouter ospf 100\n  vrf A\n" +
          lines);
}
VpnEdge EdgeOf(const std::string& lines) {
  for (const auto& process : ParseProcess(lines).config.ospf.processes) {
    if (process.vrf == "A") return process.vpn;
  }
  return {};
}

TEST(CiscoNxosVpnEdge, WithoutAWordTheDomainIsNotKnown) {
  const VpnEdge edge = EdgeOf("");
  EXPECT_EQ(edge.role, VpnRole::kEdge);
  EXPECT_FALSE(edge.domain_known);
  EXPECT_FALSE(edge.metric_is_med) << "what becomes of the MED is not known";
  EXPECT_TRUE(edge.checks_down && edge.sets_down);
  EXPECT_FALSE(edge.route_tag);
}

TEST(CiscoNxosVpnEdge, WordsGiveTheDomain) {
  const VpnEdge null = EdgeOf("    domain-id null\n");
  EXPECT_TRUE(null.domain_known && null.domain_ids.empty());
  const VpnEdge written = EdgeOf("    domain-id type 0105 value 0A0B0C0D0001\n");
  EXPECT_EQ(written.domain_ids, std::vector<std::string>{"0x0105:0a0b0c0d0001"});
  // The last two octets of this form are not known: they equal those of no other form.
  EXPECT_EQ(EdgeOf("    domain-id 0.0.0.5\n").domain_ids, std::vector<std::string>{"0x0005:00000005ffff"});
  EXPECT_EQ(FateOf(ParseProcess("    domain-id type 0005 value 00000005ffff\n"), 11), Fate::kUnmodelled);
  EXPECT_EQ(FateOf(ParseProcess("    domain-id type 0005 value 1\n"), 11), Fate::kUnknown);
  EXPECT_FALSE(EdgeOf("    domain-id null\n    no domain-id\n").domain_known);
  EXPECT_EQ(EdgeOf("    domain-tag 7\n").route_tag, 7U);
  EXPECT_FALSE(EdgeOf("    down-bit-ignore\n").checks_down);
}

TEST(CiscoNxosVpnEdge, ShamLinks) {
  const VpnEdge edge = EdgeOf(
      "    area 0.0.0.3 sham-link 10.9.0.1 10.9.0.2\n      cost 40\n      dead-interval 80\n"
      "    area 0.0.0.3 sham-link 10.9.0.1 10.9.0.3 cost 5\n");
  ASSERT_EQ(edge.sham_links.size(), 2U);
  EXPECT_EQ(net::ToString(edge.sham_links[0].destination), "10.9.0.2");
  EXPECT_EQ(edge.sham_links[0].area, 3U);
  EXPECT_EQ(edge.sham_links[0].cost, 40U);
  EXPECT_EQ(edge.sham_links[0].dead_s, 80U);
  EXPECT_EQ(edge.sham_links[1].cost, 5U);
  EXPECT_EQ(FateOf(ParseProcess("    area 0 sham-link 1.1.1.1 1.1.1.2\n      authentication\n"), 12),
            Fate::kUnmodelled);
}

TEST(CiscoNxosVpnEdge, NothingOfItOutsideOfAVrf) {
  const ParsedFile parsed = ParseText(kFormat, "vdc x id 1\nfeature ospf\nrouter ospf 1\n  domain-id null\n");
  EXPECT_EQ(FateOf(parsed, 4), Fate::kUnmodelled);
  EXPECT_EQ(parsed.config.ospf.processes.at(0).vpn, VpnEdge{});
}

TEST(CiscoNxosVpnEdge, PrintsBack) {
  for (const char* lines :
       {"    domain-id null\n    domain-tag 7\n    down-bit-ignore\n", "    domain-id 0.0.0.5\n",
        "    domain-id type 0105 value 0A0B0C0D0001\n    area 0 sham-link 1.1.1.1 1.1.1.2\n      cost 3\n"}) {
    const ParsedFile first = ParseProcess(lines);
    const ParsedFile second = ParseText(kFormat, kFormat.print(first.config));
    EXPECT_EQ(Dump(first.config), Dump(second.config)) << kFormat.print(first.config);
  }
}

}  // namespace
}  // namespace ringfence::formats::cisco_nxos
