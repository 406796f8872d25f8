// LDP as the reader understands it: what ends in the model, what keeps its line open.
#include <gtest/gtest.h>

#include <string>

#include "formats/impacts.h"
#include "formats/juniper_junos/juniper_junos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Fate;
using model::Impact;

/// A router with one labelled port; LDP stands in line 1.
const std::string kRouter =
    "set protocols ldp interface ge-0/0/0.0\n"
    "set protocols mpls interface ge-0/0/0.0\n"
    "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.0/31\n"
    "set interfaces ge-0/0/0 unit 0 family mpls\n"
    "set interfaces lo0 unit 0 family inet address 10.255.0.1/32\n"
    "set routing-options autonomous-system 65000\n";
const std::string kMesh =
    "set protocols bgp group mesh type internal\n"
    "set protocols bgp group mesh neighbor 10.255.0.2\n";
const std::string kVpn = kMesh + "set protocols bgp group mesh family inet-vpn unicast\n";
const std::string kTrack = "set protocols ldp track-igp-metric\n";

/// "modelled", or the reason and bits why line 1 is not.
std::string FirstLine(const std::string& more) {
  const ParsedFile parsed = ParseText(kFormat, kRouter + more);
  const model::LineFate& line = parsed.fates.lines.at(0);
  if (line.fate == Fate::kModelled) return "modelled";
  const bool routing = (line.impact.bits & kRouting) != 0;
  const bool forwarding = (line.impact.bits & kForwarding) != 0;
  return line.reason + (routing ? " R" : "") + (forwarding ? " F" : "");
}

TEST(JuniperJunosLdp, BindsTheLoopbackInOrderAndServesBgpOnly) {
  const ParsedFile parsed = ParseText(kFormat, kRouter);
  const routing::ldp::LdpConfig& ldp = parsed.config.ldp;
  EXPECT_TRUE(ldp.enabled);
  ASSERT_EQ(ldp.interfaces.size(), 1U);
  EXPECT_EQ(ldp.interfaces[0].name, "ge-0/0/0.0");
  EXPECT_EQ(ldp.interfaces[0].span.line, 1U);
  EXPECT_EQ(ldp.transport, net::ParseIpv4("10.255.0.1"));
  EXPECT_EQ(ldp.own, routing::ldp::OwnBindings::kTransport);
  EXPECT_TRUE(ldp.ordered);
  EXPECT_FALSE(ldp.hosts_only);
  EXPECT_FALSE(ldp.explicit_null);
  EXPECT_FALSE(ldp.carries_igp);
  EXPECT_TRUE(ldp.carries_bgp);
  for (const model::LineFate& line : parsed.fates.lines) EXPECT_EQ(line.fate, Fate::kModelled);
  ExpectPrintsBack(kFormat, kRouter + "set protocols ldp explicit-null\n", "router");
}

TEST(JuniperJunosLdp, AllMeansThePortsWithTheFamily) {
  const std::string text =
      "set protocols ldp interface all\nset protocols mpls interface all\n"
      "set protocols ldp interface ge-0/0/2.0 disable\n"
      "set interfaces ge-0/0/0 unit 0 family mpls\nset interfaces ge-0/0/1 unit 0 family inet\n"
      "set interfaces ge-0/0/2 unit 0 family mpls\nset interfaces ge-0/0/3 unit 7 family mpls\n"
      "set interfaces lo0 unit 0 family inet address 10.255.0.1/32\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  std::string names;
  for (const auto& interface : parsed.config.ldp.interfaces) names += interface.name + ' ';
  EXPECT_EQ(names, "ge-0/0/0.0 ge-0/0/3.7 ");
  EXPECT_EQ(parsed.fates.lines[0].fate, Fate::kModelled);
}

TEST(JuniperJunosLdp, NeedsMplsOnThePort) {
  EXPECT_EQ(FirstLine("delete protocols mpls interface ge-0/0/0.0\n"),
            "LDP on an interface without MPLS R F");
  EXPECT_EQ(FirstLine("delete interfaces ge-0/0/0 unit 0 family mpls\n"),
            "LDP on an interface without MPLS R F");
  EXPECT_EQ(FirstLine("set protocols mpls interface ge-0/0/0.0 disable\n"),
            "LDP on an interface without MPLS R F");
}

TEST(JuniperJunosLdp, NeedsOneLoopbackAddressAsRouterId) {
  const std::string other = "LDP labels without one loopback address as router id R F";
  EXPECT_EQ(FirstLine("set interfaces lo0 unit 0 family inet address 127.0.0.1/32\n"), "modelled");
  EXPECT_EQ(FirstLine("set interfaces lo0 unit 0 family inet address 10.255.0.9/32\n"), other);
  EXPECT_EQ(FirstLine("set routing-options router-id 10.255.0.7\n"), other);
  EXPECT_EQ(FirstLine("delete interfaces lo0\n"), other);
}

TEST(JuniperJunosLdp, MetricsOfLabelledWaysCountWhereBgpHasAChoice) {
  EXPECT_EQ(FirstLine(kMesh), "modelled") << "one session gives one next hop";
  EXPECT_EQ(FirstLine(kVpn), "metric of labelled ways R");
  EXPECT_EQ(FirstLine(kVpn + kTrack), "modelled");
  EXPECT_EQ(FirstLine(kMesh + "set protocols bgp group mesh neighbor 10.255.0.3\n"),
            "metric of labelled ways R");
  EXPECT_EQ(FirstLine(kMesh + "set protocols bgp group edge neighbor 10.0.0.1 peer-as 1\n"), "modelled");
}

TEST(JuniperJunosLdp, RoutesPreferredToThoseOfLdpLeadWithoutLabels) {
  const std::string route = "set routing-options static route 10.255.0.2/32 ";
  const std::string fixed = route + "next-hop 10.0.0.1\n";
  EXPECT_EQ(FirstLine(kMesh + fixed), "next hops of BGP by routes preferred to labelled ways F");
  EXPECT_EQ(FirstLine(kMesh + fixed + route + "preference 11\n"), "modelled");
  EXPECT_EQ(FirstLine(kVpn + kTrack + fixed), "modelled") << "VPN routes ask inet.3 alone";
  EXPECT_EQ(FirstLine(fixed + route + "resolve\n"), "static routes over labelled ways F");
}

TEST(JuniperJunosLdp, VpnRoutesNeedLabels) {
  const ParsedFile parsed = ParseText(kFormat, kRouter + kVpn);
  EXPECT_TRUE(parsed.config.bgp.vrfs.at(0).families.at(0).demands_label);
  EXPECT_FALSE(ParseText(kFormat, kRouter + kMesh).config.bgp.vrfs.at(0).families.at(0).demands_label);
}

TEST(JuniperJunosLdp, CopiesToInet3MayServeVpnRoutes) {
  const auto fate = [](const std::string& table) {
    const std::string text = "set routing-options rib-groups g import-rib [ inet.0 " + table +
                             " ]\nset routing-options static rib-group g\n";
    return ParseText(kFormat, text).fates.lines.at(1).fate;
  };
  EXPECT_EQ(fate("inet.3"), Fate::kUnmodelled);
  EXPECT_EQ(fate("inet.2"), Fate::kModelled);
}

TEST(JuniperJunosLdp, ATableLabelIsReadAndItsAbsenceKeepsTheVrfOpen) {
  const std::string vrf =
      "set routing-instances red instance-type vrf\nset routing-instances red interface ge-0/0/1.0\n"
      "set routing-instances red vrf-target target:1:1\n"
      "set interfaces ge-0/0/1 unit 0 family inet address 10.1.0.1/24\n";
  const ParsedFile open = ParseText(kFormat, vrf + kRouter + kVpn);
  EXPECT_FALSE(open.config.vrfs.at(0).label_per_table);
  EXPECT_EQ(open.fates.lines[0].reason, "labels of a VRF that stand for next hops");
  EXPECT_EQ(open.fates.lines[0].impact.bits, kPaths);
  const std::string labelled = vrf + kRouter + kVpn + "set routing-instances red vrf-table-label\n";
  const ParsedFile closed = ParseText(kFormat, labelled);
  EXPECT_TRUE(closed.config.vrfs.at(0).label_per_table);
  EXPECT_EQ(closed.fates.lines[0].fate, Fate::kModelled);
  ExpectPrintsBack(kFormat, labelled, "table label");
}

TEST(JuniperJunosLdp, OtherTransportAddressesAreNotModelled) {
  const auto fate = [](const std::string& address) {
    const std::string text = kRouter + "set protocols ldp transport-address " + address + '\n';
    return ParseText(kFormat, text).fates.lines.back().fate;
  };
  EXPECT_EQ(fate("router-id"), Fate::kModelled);
  EXPECT_EQ(fate("10.255.0.1"), Fate::kModelled);
  EXPECT_EQ(fate("10.0.0.0"), Fate::kUnmodelled);
  EXPECT_EQ(fate("interface"), Fate::kUnmodelled);
}

}  // namespace
}  // namespace ringfence::formats::juniper_junos
