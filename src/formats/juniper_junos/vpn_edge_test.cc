// OSPF of an instance of type vrf: what a provider edge is without a word, and what words make of it.
#include <gtest/gtest.h>

#include <string>

#include "formats/juniper_junos/juniper_junos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Fate;
using routing::ospf::VpnEdge;
using routing::ospf::VpnRole;

/// An instance with these statements of OSPF; the first of them is line 1.
ParsedFile ParseInstance(const std::string& lines, const std::string& type = "vrf") {
  std::string text;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    text += "set routing-instances A protocols ospf " + lines.substr(at, end + 1 - at);
    at = end + 1;
  }
  return ParseText(kFormat, text + "set routing-instances A instance-type " + type +
                                "\nset routing-instances A interface ge-0/0/0.0\n"
                                "set routing-instances A protocols ospf area 0 interface ge-0/0/0.0\n"
                                "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24\n" +
                                (type == "vrf" ? "set routing-instances A route-distinguisher 1:1\n"
                                                 "set routing-instances A vrf-target target:1:1\n"
                                               : ""));
}
VpnEdge EdgeOf(const std::string& lines) { return ParseInstance(lines).config.ospf.processes.at(0).vpn; }

TEST(JuniperJunosVpnEdge, TheDomainIsNotKnown) {
  const VpnEdge edge = EdgeOf("area 0\n");
  EXPECT_EQ(edge.role, VpnRole::kEdge);
  EXPECT_FALSE(edge.domain_known) << "policies put the identifier on routes";
  EXPECT_FALSE(edge.metric_is_med);
  EXPECT_TRUE(edge.checks_down && edge.sets_down);
  EXPECT_FALSE(edge.route_tag);
  EXPECT_EQ(FateOf(ParseInstance("domain-id 10.0.0.1\n"), 1), Fate::kUnmodelled);
}

TEST(JuniperJunosVpnEdge, TagsAndShamLinks) {
  const VpnEdge edge = EdgeOf(
      "domain-vpn-tag 7\nsham-link local 10.9.0.1\narea 0 sham-link-remote 10.9.0.2 metric 40\n"
      "area 0 sham-link-remote 10.9.0.3\n");
  EXPECT_EQ(edge.route_tag, 7U);
  ASSERT_EQ(edge.sham_links.size(), 2U);
  EXPECT_EQ(net::ToString(edge.sham_links[0].source), "10.9.0.1");
  EXPECT_EQ(net::ToString(edge.sham_links[0].destination), "10.9.0.2");
  EXPECT_EQ(edge.sham_links[0].cost, 40U);
  EXPECT_EQ(edge.sham_links[1].cost, 1U);
}

TEST(JuniperJunosVpnEdge, WithoutTheOwnEndOrOutsideOfAVpnTheLinesStayOpen) {
  EXPECT_EQ(FateOf(ParseInstance("area 0 sham-link-remote 10.9.0.2\n"), 1), Fate::kUnmodelled);
  const ParsedFile parsed = ParseInstance("domain-vpn-tag 7\n", "virtual-router");
  EXPECT_EQ(FateOf(parsed, 1), Fate::kUnmodelled);
  EXPECT_EQ(parsed.config.ospf.processes.at(0).vpn, VpnEdge{});
}

TEST(JuniperJunosVpnEdge, PrintsBack) {
  const ParsedFile first = ParseInstance(
      "domain-vpn-tag 7\nsham-link local 10.9.0.1\narea 0 sham-link-remote 10.9.0.2 metric 40\n");
  EXPECT_EQ(Dump(first.config), Dump(ParseText(kFormat, kFormat.print(first.config)).config))
      << kFormat.print(first.config);
}

}  // namespace
}  // namespace ringfence::formats::juniper_junos
