// Segment routing over IS-IS and OSPF as the reader understands it: what ends in the model, what keeps its
// line open.
#include <gtest/gtest.h>

#include <string>

#include "formats/juniper_junos/juniper_junos.h"
#include "formats/reader_testing.h"
#include "formats/segment_routing_testing.h"

namespace ringfence::formats::juniper_junos {
namespace {

const std::string kSpr = "set protocols isis source-packet-routing ";
/// A router with one port; its block of labels stands in line 1.
const std::string kRouter =
    kSpr + "srgb start-label 16000 index-range 8000\n" +
    "set protocols isis interface ge-0/0/0.0 point-to-point\nset protocols isis interface lo0.0 passive\n"
    "set protocols isis level 1 disable\nset protocols isis level 2 wide-metrics-only\n"
    "set protocols mpls interface ge-0/0/0.0\n"
    "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.0/31\n"
    "set interfaces ge-0/0/0 unit 0 family iso\nset interfaces ge-0/0/0 unit 0 family mpls\n"
    "set interfaces lo0 unit 0 family inet address 10.255.0.1/32\n"
    "set interfaces lo0 unit 0 family iso address 49.0001.0000.0000.0001.00\n";

ParsedFile Read(const std::string& text) { return ParseText(kFormat, text); }

const std::string kOspfSpr = "set protocols ospf source-packet-routing ";
const std::string kOspfRouter = kOspfSpr + "srgb start-label 16000 index-range 8000\n" +
                                "set protocols ospf area 0.0.0.0 interface ge-0/0/0.0 interface-type p2p\n"
                                "set protocols ospf area 0.0.0.0 interface lo0.0 passive\n"
                                "set protocols mpls interface ge-0/0/0.0\n"
                                "set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.0/31\n"
                                "set interfaces ge-0/0/0 unit 0 family mpls\n"
                                "set interfaces lo0 unit 0 family inet address 10.255.0.1/32\n";
const std::string kIbgp =
    "set protocols bgp group g type internal\nset protocols bgp group g neighbor 10.255.0.2\n"
    "set routing-options autonomous-system 65000\n";

TEST(JuniperJunosSr, OspfSaysTheSame) {
  const std::string text = kOspfRouter + kOspfSpr + "node-segment ipv4-index 7\n";
  const ParsedFile parsed = Read(text);
  EXPECT_EQ(OpenReasons(parsed), "");
  const routing::sr::SrConfig& sr = parsed.config.sr;
  ExpectOneSid(sr, {routing::sr::SrIgp::kOspf, "1", 16000, 23999, "10.255.0.1/32", 7});
  EXPECT_TRUE(sr.carries_bgp);
  EXPECT_FALSE(sr.carries_igp);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kNo);
  ExpectPrintsBack(kFormat, text, "segment routing");
  EXPECT_TRUE(Read(text + kOspfSpr + "explicit-null\n").config.sr.sids.at(0).explicit_null);
}

TEST(JuniperJunosSr, WhatOspfDoesNotSayForSureIsOpen) {
  const std::string text = kOspfRouter + kOspfSpr + "node-segment ipv4-index 7\n";
  EXPECT_EQ(OpenReasons(Read(text + "delete protocols mpls interface ge-0/0/0.0\n")),
            "segment routing on an interface without MPLS;segment routing on an interface without MPLS;")
      << "both lines of the block";
  EXPECT_EQ(OpenReasons(Read(text + kOspfSpr + "prefix-segment P\n")), "SIDs by policy;");
  EXPECT_EQ(OpenReasons(Read(text + kOspfSpr + "mapping-server M\n")), "SIDs for others;");
  EXPECT_EQ(OpenReasons(Read(text + "set protocols ospf3 source-packet-routing srgb start-label 1000\n")),
            "segment routing of OSPFv3;");
  // OSPF's own routes have the preference of its labelled ways: which of them counts is not certain.
  EXPECT_EQ(Read(text + kIbgp).fates.lines.at(0).reason,
            "next hops of BGP by routes preferred to labelled ways");
  const std::string vpn = "set routing-instances V instance-type virtual-router\nset routing-instances V ";
  EXPECT_EQ(OpenReasons(Read(vpn + "protocols ospf source-packet-routing explicit-null\n")),
            "segment routing in a VRF;");
  EXPECT_EQ(OpenReasons(Read(vpn + "protocols isis source-packet-routing explicit-null\n")),
            "segment routing in a VRF;");
  const ParsedFile two = Read(kRouter + text);
  EXPECT_FALSE(two.config.sr.enabled);
  EXPECT_EQ(OpenReasons(two).substr(0, 33), "segment routing of two processes;");
}

TEST(JuniperJunosSr, TheLoopbackHasTheSidAndBgpAloneUsesIt) {
  const std::string text = kRouter + kSpr + "node-segment ipv4-index 7\n";
  const ParsedFile parsed = Read(text);
  EXPECT_EQ(OpenReasons(parsed), "");
  const routing::sr::SrConfig& sr = parsed.config.sr;
  ExpectOneSid(sr, {routing::sr::SrIgp::kIsis, "", 16000, 23999, "10.255.0.1/32", 7});
  EXPECT_TRUE(sr.carries_bgp);
  EXPECT_FALSE(sr.carries_igp);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kNo);
  ExpectPrintsBack(kFormat, text, "segment routing");
  EXPECT_TRUE(Read(text + kSpr + "explicit-null\n").config.sr.sids.at(0).explicit_null);
}

TEST(JuniperJunosSr, WhatKeepsItFromRunningIsNotModelled) {
  const auto first = [](const std::string& more) {
    const ParsedFile parsed = Read(kRouter + more);
    EXPECT_FALSE(parsed.config.sr.enabled) << more;
    return parsed.fates.lines.at(0).reason;
  };
  const std::string rest = kRouter.substr(kRouter.find('\n') + 1);
  for (const char* block :
       {"srgb start-label 16000\n", "explicit-null\n", "srgb start-label 16000 index-range 2000000\n"})
    EXPECT_FALSE(Read(kSpr + block + rest).config.sr.enabled) << block;
  EXPECT_EQ(Read(kSpr + "srgb start-label 16000\n" + rest).fates.lines.at(0).reason,
            "segment routing without a block of labels");
  EXPECT_TRUE(
      Read(kSpr + "srgb index-range 10\n" + kSpr + "srgb start-label 16000\n" + rest).config.sr.enabled);
  EXPECT_EQ(first("delete protocols mpls interface ge-0/0/0.0\n"),
            "segment routing on an interface without MPLS");
  EXPECT_EQ(first("delete interfaces ge-0/0/0 unit 0 family mpls\n"),
            "segment routing on an interface without MPLS");
  EXPECT_EQ(
      first("set protocols bgp group g type internal\nset protocols bgp group g neighbor 10.255.0.2\nset "
            "routing-options "
            "autonomous-system 65000\nset routing-options static route 10.9.0.0/16 next-hop 10.0.0.1\n"),
      "next hops of BGP by routes preferred to labelled ways");
}

TEST(JuniperJunosSr, ASidNeedsOneLoopbackAddress) {
  const std::string two = "set interfaces lo0 unit 0 family inet address 10.255.0.2/32\n";
  const ParsedFile parsed = Read(kRouter + kSpr + "node-segment ipv4-index 7\n" + two);
  EXPECT_TRUE(parsed.config.sr.enabled);
  EXPECT_TRUE(parsed.config.sr.sids.empty());
  EXPECT_EQ(OpenReasons(parsed), "SID without one loopback address as router id;");
}

TEST(JuniperJunosSr, WhatIsNotModelledSaysSo) {
  const auto why = [](const std::string& line) { return OpenReasons(Read(kRouter + kSpr + line + "\n")); };
  EXPECT_EQ(why("mapping-server M"), "SIDs for others;");
  EXPECT_EQ(why("flex-algorithm 128"), "flexible algorithm;");
  EXPECT_EQ(why("ldp-stitching"), "segment routing;");
  EXPECT_EQ(why("node-segment ipv6-index 8"), "SID of an IPv6 prefix;");
  EXPECT_EQ(why("adjacency-segment hold-time 1000"), "");
}

}  // namespace
}  // namespace ringfence::formats::juniper_junos
