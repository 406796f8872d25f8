// Static LSPs, the choice of prefixes with labels, peers with link-local addresses.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using routing::ldp::LdpChoice;
using routing::static_lsps::StaticLsp;

const std::string kHead =
    "#\nmpls lsr-id 10.255.0.2\n#\nmpls\n#\ninterface GE0/1/0\n ip address 10.0.12.2 30\n mpls\n#\n"
    "interface GE0/1/1\n ip address 10.0.23.1 30\n mpls\n#\ninterface GE0/1/2\n ip address 10.0.24.1 30\n#\n";

ParsedFile Read(const std::string& text) { return ParseText(kFormat, text); }

/// Why the only line that begins so is open; "" when it is not.
std::string WhyOpen(const std::string& text, const std::string& line) {
  const std::size_t begin = text.find("\n" + line);
  const auto number = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin) + 1, '\n');
  return Read(text).fates.lines.at(static_cast<std::size_t>(number)).reason;
}

TEST(VrpLdp, ListsOnItsPortsMayNotSeeLabelledPackets) {
  const auto text = [](const std::string& ldp) {
    return "#\nmpls lsr-id 10.255.0.2\n#\nmpls\n#\nmpls ldp\n#\nacl number 3000\n rule 5 deny ip\n#\n"
           "interface LoopBack0\n ip address 10.255.0.2 32\n#\ninterface GE0/1/0\n ip address 10.0.12.2 30\n "
           "mpls\n" +
           ldp + " traffic-filter inbound acl 3000\n#\n";
  };
  EXPECT_EQ(WhyOpen(text(" mpls ldp\n"), " traffic-filter"),
            "access list that packets may pass under labels");
  EXPECT_EQ(WhyOpen(text(""), " traffic-filter"), "");
}

TEST(VrpStaticLsp, EachRoleIsAPartOfAPath) {
  const auto config = Read(kHead +
                           "static-lsp ingress A destination 10.255.0.3 32 nexthop 10.0.23.2 out-label 16\n"
                           "static-lsp transit B incoming-interface GE0/1/0 in-label 17 nexthop 10.0.23.2 "
                           "out-label 3\n"
                           "static-lsp egress C incoming-interface GE0/1/1 in-label 18\n")
                          .config.static_lsps;
  ASSERT_EQ(config.lsps.size(), 3U);
  const StaticLsp& ingress = config.lsps[0];
  EXPECT_EQ(ingress.begins_for, net::ParsePrefix("10.255.0.3/32"));
  EXPECT_EQ(ingress.out_interface, "GigabitEthernet0/1/1") << "the port on whose subnet the next hop is";
  EXPECT_EQ(ingress.gateway, net::ParseAddress("10.0.23.2"));
  EXPECT_EQ(ingress.out_label, 16U);
  EXPECT_FALSE(ingress.in_label);
  const StaticLsp& transit = config.lsps[1];
  EXPECT_EQ(transit.in_label, 17U);
  EXPECT_EQ(transit.in_interface, "GigabitEthernet0/1/0");
  EXPECT_EQ(transit.out_label, 3U);
  const StaticLsp& egress = config.lsps[2];
  EXPECT_EQ(egress.in_label, 18U);
  EXPECT_FALSE(egress.out_label || egress.begins_for);
  EXPECT_TRUE(config.carries_igp);
  EXPECT_EQ(config.interfaces, (std::vector<std::string>{"GigabitEthernet0/1/0", "GigabitEthernet0/1/1"}));
}

TEST(VrpStaticLsp, ALaterLineOfTheNameReplacesAndUndoRemoves) {
  const auto lsps = Read(kHead +
                         "static-lsp egress C in-label 18\nstatic-lsp egress C in-label 19\n"
                         "static-lsp egress D in-label 20\nundo static-lsp egress D\n")
                        .config.static_lsps.lsps;
  ASSERT_EQ(lsps.size(), 1U);
  EXPECT_EQ(lsps[0].in_label, 19U);
}

TEST(VrpStaticLsp, WhatIsNotWholeOrNotOnPortsWithMplsStaysOpen) {
  const auto why = [](const std::string& line) { return WhyOpen(kHead + line + "\n", "static-lsp"); };
  const std::string no_mpls = "static LSP without MPLS on its way";
  EXPECT_EQ(why("static-lsp transit F in-label 104 nexthop 10.0.24.2 out-label 204"), no_mpls);
  EXPECT_EQ(why("static-lsp transit F in-label 104 nexthop 10.9.9.9 out-label 204"), no_mpls);
  EXPECT_EQ(why("static-lsp egress F incoming-interface GE0/1/2 in-label 104"), no_mpls);
  EXPECT_EQ(why("static-lsp egress F in-label 104 lsrid 10.0.0.1 tunnel-id 1"), "MPLS");
  EXPECT_EQ(why("static-lsp bidirectional F"), "MPLS");
  for (const char* line :
       {"static-lsp egress F in-label 15", "static-lsp egress F",
        "static-lsp transit F in-label 104 out-label 17",
        "static-lsp transit F in-label 104 nexthop 10.0.23.2", "static-lsp ingress F out-label 17",
        "static-lsp transit F in-label 104 nexthop 10.0.23.2 out-label 5"}) {
    const ParsedFile parsed = Read(kHead + line + "\n");
    const auto number = static_cast<std::size_t>(std::ranges::count(kHead, '\n'));
    EXPECT_NE(FateOf(parsed, number), model::Fate::kModelled) << line;
    EXPECT_TRUE(parsed.config.static_lsps.lsps.empty()) << line;
  }
  EXPECT_NE(WhyOpen("#\nmpls lsr-id 10.255.0.2\n#\nstatic-lsp egress F in-label 104\n", "static-lsp"), "");
}

const std::string kList = "ip ip-prefix LANS index 10 permit 10.1.0.0 16 less-equal 24\n#\n";

routing::ldp::LdpConfig LdpOf(const std::string& mpls, const std::string& ldp, const std::string& rest) {
  return Read("#\nmpls lsr-id 10.255.0.2\n#\nmpls\n" + mpls + "#\nmpls ldp\n" + ldp + "#\n" + rest)
      .config.ldp;
}

TEST(VrpLabelChoice, TriggersBeginAndEndPropagationPassesOn) {
  const auto ldp = LdpOf(" lsp-trigger ip-prefix LANS\n", "", kList);
  EXPECT_EQ(ldp.begins, ldp.owns);
  EXPECT_EQ(ldp.begins.kind, LdpChoice::kListed);
  EXPECT_EQ(ldp.passes_on.kind, LdpChoice::kAll);
  const auto other = LdpOf("", " propagate mapping for ip-prefix LANS\n", kList);
  EXPECT_EQ(other.passes_on, ldp.begins);
  EXPECT_EQ(other.begins.kind, LdpChoice::kHosts);
  EXPECT_EQ(
      LdpOf("", " propagate mapping for ip-prefix LANS\n undo propagate mapping\n", kList).passes_on.kind,
      LdpChoice::kAll);
}

TEST(VrpLabelChoice, AListThatIsNotThereAndIndependentControlAreOpen) {
  const std::string head = "#\nmpls lsr-id 10.255.0.2\n#\nmpls\n lsp-trigger ip-prefix LANS\n#\nmpls ldp\n";
  EXPECT_NE(WhyOpen(head, " lsp-trigger"), "");
  EXPECT_EQ(WhyOpen(head + "#\n" + kList, " lsp-trigger"), "");
  EXPECT_NE(WhyOpen(head + " label distribution control-mode independent\n#\n" + kList, " label"), "");
}

TEST(VrpPeers, ALinkLocalAddressNeedsItsPort) {
  const std::string bgp = "#\nbgp 65000\n peer fe80::1 as-number 65001\n";
  const std::string port =
      " group SPINE external\n peer SPINE connect-interface GE0/1/1\n peer fe80::1 group SPINE\n";
  const auto config = Read(bgp + port + " #\n ipv6-family unicast\n  peer fe80::1 enable\n").config;
  ASSERT_EQ(config.bgp.vrfs.at(0).neighbors.size(), 1U);
  const routing::bgp::BgpNeighbor& peer = config.bgp.vrfs[0].neighbors[0];
  EXPECT_FALSE(peer.address);
  EXPECT_EQ(peer.link_local, net::ParseAddress("fe80::1"));
  EXPECT_EQ(peer.interface, "GigabitEthernet0/1/1");
  EXPECT_TRUE(peer.update_source_interface.empty());
  ASSERT_EQ(peer.families.size(), 1U);
  EXPECT_EQ(peer.families[0].family, routing::bgp::BgpFamily::kIpv6Unicast);
  EXPECT_EQ(WhyOpen(bgp, " peer"), "peer with a link-local address and no port");
  EXPECT_TRUE(Read(bgp).config.bgp.vrfs.at(0).neighbors.empty());
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
