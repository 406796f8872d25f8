// LDP as the reader understands it: what ends in the model, what keeps its line open.
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_nxos/cisco_nxos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Fate;
using model::Impact;

const std::string kPort =
    "interface Ethernet1/1\n  no switchport\n  ip address 10.0.0.0/31\n  mpls ip\n  no shutdown\n";

ParsedFile Parse(const std::string& lines) { return ParseText(kFormat, "vdc x id 1\n" + lines); }

TEST(CiscoNxosLdp, BindsAllAndCarriesAll) {
  const ParsedFile parsed = Parse("feature mpls ldp\n" + kPort);
  const routing::ldp::LdpConfig& ldp = parsed.config.ldp;
  EXPECT_TRUE(ldp.enabled);
  ASSERT_EQ(ldp.interfaces.size(), 1U);
  EXPECT_EQ(ldp.interfaces[0].name, "Ethernet1/1");
  EXPECT_EQ(ldp.interfaces[0].span.line, 6U);
  EXPECT_EQ(ldp.own, routing::ldp::OwnBindings::kAll);
  EXPECT_FALSE(ldp.transport.has_value());
  EXPECT_FALSE(ldp.ordered);
  EXPECT_FALSE(ldp.explicit_null);
  EXPECT_TRUE(ldp.carries_igp);
  EXPECT_TRUE(ldp.carries_bgp);
  EXPECT_EQ(FateOf(parsed, 6), Fate::kModelled);
}

TEST(CiscoNxosLdp, NeedsItsFeature) {
  const ParsedFile parsed = Parse(kPort);
  EXPECT_FALSE(parsed.config.ldp.enabled);
  EXPECT_EQ(IdsOf(parsed), " reference-undefined@5:3+7");
}

TEST(CiscoNxosLdp, TheRouterIdIsThePrimaryAddressOfAnInterface) {
  const std::string lines = "feature mpls ldp\n" + kPort + "mpls ldp configuration\n  router-id lo7 force\n";
  EXPECT_EQ(IdsOf(Parse(lines)), " reference-undefined@9:3+19");
  const ParsedFile parsed = Parse(
      lines + "interface loopback7\n  ip address 10.255.0.7/32\n  ip address 10.255.0.1/32 secondary\n");
  EXPECT_EQ(parsed.config.ldp.transport, net::ParseIpv4("10.255.0.7"));
  EXPECT_FALSE(Parse(lines + "  no router-id\n").config.ldp.transport.has_value());
}

TEST(CiscoNxosLdp, HostRoutesOnly) {
  const std::string lines =
      "feature mpls ldp\n" + kPort + "mpls ldp configuration\n  label allocate global host-routes\n";
  const ParsedFile parsed = Parse(lines);
  EXPECT_TRUE(parsed.config.ldp.hosts_only);
  EXPECT_EQ(parsed.config.ldp.own, routing::ldp::OwnBindings::kHosts);
  EXPECT_FALSE(Parse(lines + "  no label allocate global host-routes\n").config.ldp.hosts_only);
}

TEST(CiscoNxosLdp, WhatTheModelCannotSayStaysOpen) {
  for (const char* line : {"label allocate global prefix-list p", "explicit-null for a to b",
                           "advertise-labels for p", "neighbor 10.0.0.9 targeted", "password required for p",
                           "discovery targeted-hello accept", "session protection"}) {
    const ParsedFile parsed = Parse("mpls ldp configuration\n  " + std::string(line) + '\n');
    EXPECT_EQ(FateOf(parsed, 3), Fate::kUnmodelled) << line;
    EXPECT_EQ(parsed.fates.lines[2].impact.bits, Impact::kForwarding) << line;
  }
  EXPECT_EQ(FateOf(Parse("mpls ldp configuration\n  frob\n"), 3), Fate::kUnknown);
  EXPECT_EQ(FateOf(Parse("mpls ip default-route\n"), 2), Fate::kUnmodelled);
  EXPECT_EQ(FateOf(Parse("mpls ip propagate-ttl\n"), 2), Fate::kIrrelevant);
}

}  // namespace
}  // namespace ringfence::formats::cisco_nxos
