// OSPF of a VPRN: what a provider edge is without a word, and what words make of it.
#include <gtest/gtest.h>

#include <string>

#include "formats/nokia_sros/nokia_sros.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::Fate;
using routing::ospf::VpnEdge;
using routing::ospf::VpnRole;

/// A service with these statements of OSPF; the first of them is line 1.
ParsedFile ParseService(const std::string& lines) {
  const std::string head = "/configure service vprn \"A\" ";
  std::string text;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    text += head + "ospf 0 " + lines.substr(at, end + 1 - at);
    at = end + 1;
  }
  return ParseText(kFormat, text + head + "admin-state enable\n" + head + "ospf 0 admin-state enable\n" +
                                head + "bgp-ipvpn mpls admin-state enable\n" + head +
                                "bgp-ipvpn mpls route-distinguisher \"1:1\"\n");
}
VpnEdge EdgeOf(const std::string& lines) { return ParseService(lines).config.ospf.processes.at(0).vpn; }

const std::string kTagged = "super-backbone true\nvpn-tag 7\n";

TEST(NokiaSrosVpnEdge, OnlyTheSuperBackboneMakesAnEdge) {
  EXPECT_EQ(EdgeOf("").role, VpnRole::kUnknown);
  const VpnEdge edge = EdgeOf(kTagged);
  EXPECT_EQ(edge.role, VpnRole::kEdge);
  EXPECT_EQ(edge.route_tag, 7U);
  EXPECT_TRUE(edge.checks_down && edge.sets_down);
  EXPECT_FALSE(edge.domain_known || edge.metric_is_med);
  EXPECT_EQ(FateOf(ParseService("vpn-tag 7\n"), 1), Fate::kUnmodelled);
  EXPECT_EQ(FateOf(ParseService("super-backbone true\n"), 1), Fate::kUnmodelled) << "no tag";
  EXPECT_EQ(FateOf(ParseService(kTagged), 1), Fate::kModelled);
}

TEST(NokiaSrosVpnEdge, WordsGiveTheDomainAndChangeTheBit) {
  const VpnEdge edge = EdgeOf(kTagged + "vpn-domain type 0105\nvpn-domain id \"0a0b.0c0d.0001\"\n");
  EXPECT_TRUE(edge.domain_known);
  EXPECT_EQ(edge.domain_ids, std::vector<std::string>{"0x0105:0a0b0c0d0001"});
  const VpnEdge none = EdgeOf(kTagged + "vpn-domain type 0005\nvpn-domain id \"0000.0000.0000\"\n");
  EXPECT_TRUE(none.domain_known && none.domain_ids.empty());
  EXPECT_FALSE(EdgeOf(kTagged + "ignore-dn-bit true\n").checks_down);
  EXPECT_FALSE(EdgeOf(kTagged + "suppress-dn-bit true\n").sets_down);
  EXPECT_FALSE(
      ParseService(kTagged + "vpn-domain type 0005\nvpn-domain id \"1\"\n").diagnostics.items().empty());
}

TEST(NokiaSrosVpnEdge, PrintsBack) {
  for (const char* more : {"ignore-dn-bit true\nsuppress-dn-bit true\n",
                           "vpn-domain type 0105\nvpn-domain id \"0a0b.0c0d.0001\"\n",
                           "vpn-domain type 0005\nvpn-domain id \"0000.0000.0000\"\n"}) {
    const ParsedFile first = ParseService(kTagged + more);
    EXPECT_EQ(Dump(first.config), Dump(ParseText(kFormat, kFormat.print(first.config)).config))
        << kFormat.print(first.config);
  }
}

}  // namespace
}  // namespace ringfence::formats::nokia_sros
