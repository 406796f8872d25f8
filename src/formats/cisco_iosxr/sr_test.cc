// What becomes of segment routing over IS-IS.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "formats/cisco_iosxr/cisco_iosxr.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

ParsedFile Read(const std::string& top, const std::string& family, const std::string& loopback) {
  return ParseText(kFormat, "!! IOS XR Configuration 7.3.2\nhostname r1\n" + top +
                                "interface Loopback0\n ipv4 address 10.255.0.1 255.255.255.255\n!\n"
                                "router isis core\n net 49.0001.0000.0000.0001.00\n"
                                " address-family ipv4 unicast\n  metric-style wide\n" +
                                family + " !\n interface Loopback0\n  address-family ipv4 unicast\n" +
                                loopback + "  !\n !\n!\nend\n");
}

/// Reasons of all open lines.
std::string Open(const ParsedFile& parsed) {
  std::string reasons;
  for (const model::LineFate& line : parsed.fates.lines) {
    if (line.fate == model::Fate::kUnmodelled) reasons += line.reason + ";";
    if (line.fate == model::Fate::kUnknown) reasons += "unknown;";
  }
  return reasons;
}

TEST(XrSr, DefaultsAndWhatChangesThem) {
  const ParsedFile plain = Read("", "  segment-routing mpls\n", "   prefix-sid index 7\n");
  EXPECT_EQ(Open(plain), "");
  const routing::sr::SrConfig& sr = plain.config.sr;
  EXPECT_TRUE(sr.enabled && sr.carries_igp && sr.carries_bgp);
  EXPECT_FALSE(sr.skips_other_routers || sr.sends_bare);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kNo);
  ASSERT_EQ(sr.blocks.size(), 1U);
  EXPECT_EQ(sr.blocks[0].first, 16000U);
  ASSERT_EQ(sr.sids.size(), 1U);
  EXPECT_EQ(net::ToString(sr.sids[0].prefix), "10.255.0.1/32");
  EXPECT_EQ(sr.sids[0].value, 7U);
  const ParsedFile other =
      Read("segment-routing\n global-block 20000 20999\n local-block 15000 15999\n!\n",
           "  segment-routing mpls sr-prefer\n", "   prefix-sid absolute 20007 php-disable\n");
  EXPECT_EQ(Open(other), "");
  EXPECT_EQ(other.config.sr.over_ldp, routing::sr::OverLdp::kYes);
  ASSERT_EQ(other.config.sr.sids.size(), 1U);
  EXPECT_EQ(other.config.sr.sids[0].value, 7U);
  EXPECT_TRUE(other.config.sr.sids[0].keeps_last);
  EXPECT_TRUE(Read("", "  segment-routing mpls\n", "   prefix-sid index 7 explicit-null n-flag-clear\n")
                  .config.sr.sids.at(0)
                  .explicit_null);
}

TEST(XrSr, OffWithoutTheWordOfTheFamily) {
  EXPECT_FALSE(Read("", "", "   prefix-sid index 7\n").config.sr.enabled);
}

TEST(XrSr, WhatIsNotModelledSaysSo) {
  EXPECT_EQ(Open(Read("segment-routing\n traffic-eng\n!\n", "", "")), "segment routing;");
  EXPECT_EQ(Open(Read("segment-routing\n mapping-server\n!\n", "", "")), "SIDs for others;");
  EXPECT_EQ(Open(Read("", "  segment-routing srv6\n", "")), "segment routing;");
  EXPECT_EQ(Open(Read("", "", "   prefix-sid algorithm 128 index 7\n")), "segment routing;");
  EXPECT_EQ(Open(Read("", "  segment-routing mpls\n", "   prefix-sid absolute 15000\n")),
            "SID without a prefix or a label;");
}

TEST(XrSr, FastRerouteIsOpen) {
  EXPECT_EQ(Open(Read("", "", "   fast-reroute per-prefix\n")), "fast reroute;");
  EXPECT_EQ(Open(Read("", "  fast-reroute per-prefix load-sharing disable\n", "")), "fast reroute;");
  const std::string ospf =
      "!! IOS XR Configuration 7.3.2\nhostname r1\nrouter ospf 1\n area 0\n  fast-reroute per-prefix ";
  EXPECT_EQ(Open(ParseText(kFormat, ospf + "enable\n !\n!\nend\n")), "fast reroute;");
  EXPECT_EQ(Open(ParseText(kFormat, ospf + "disable\n !\n!\nend\n")), "");
}

}  // namespace
}  // namespace ringfence::formats::cisco_iosxr
