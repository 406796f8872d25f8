// What becomes of segment routing over IS-IS.
#include <gtest/gtest.h>

#include <string>

#include "formats/arista_eos/arista_eos.h"
#include "formats/reader_testing.h"
#include "formats/segment_routing_testing.h"

namespace ringfence::formats::arista_eos {
namespace {

const std::string kOn = "   segment-routing mpls\n      no shutdown\n";
const std::string kSid = "   node-segment ipv4 index 7\n";

/// A router with a loopback and a port in IS-IS.
std::string Text(const std::string& top, const std::string& process, const std::string& loopback,
                 const std::string& port = "") {
  return "! device: r1 (EOS-4.30.0F)\n!\nip routing\n" + top +
         "interface Loopback0\n   ip address 10.255.0.1/32\n   isis enable X\n" + loopback +
         "interface Ethernet1\n   no switchport\n   ip address 10.0.0.1/30\n   isis enable X\n" + port +
         "router isis X\n   net 49.0001.0000.0000.0001.00\n   address-family ipv4 unicast\n" + process;
}
ParsedFile Read(const std::string& top, const std::string& process, const std::string& loopback,
                const std::string& port = "") {
  return ParseText(kFormat, Text(top, process, loopback, port));
}

TEST(EosSr, DefaultsAndWhatChangesThem) {
  const ParsedFile plain = Read("mpls ip\n", kOn, kSid);
  EXPECT_EQ(OpenReasons(plain), "");
  const routing::sr::SrConfig& sr = plain.config.sr;
  ExpectOneSid(sr, {routing::sr::SrIgp::kIsis, "X", 900000, 965535, "10.255.0.1/32", 7});
  EXPECT_FALSE(sr.carries_igp || sr.carries_bgp);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kOpen);
  const std::string top = "mpls ip\nmpls label range isis-sr 16000 8000\nmpls label range static 16 100\n";
  const ParsedFile other =
      Read(top, kOn + "      prefix-segment 10.0.0.0/30 index 9\n      router-id 10.255.0.1\n",
           "   node-segment ipv4 index 7 explicit-null\n");
  EXPECT_EQ(OpenReasons(other), "");
  EXPECT_EQ(other.config.sr.blocks.at(0).first, 16000U);
  EXPECT_EQ(other.config.sr.blocks.at(0).last, 23999U);
  ASSERT_EQ(other.config.sr.sids.size(), 2U);
  EXPECT_TRUE(other.config.sr.sids[1].explicit_null);
  EXPECT_EQ(net::ToString(other.config.sr.sids[0].prefix), "10.0.0.0/30");
  EXPECT_EQ(other.config.sr.sids[0].value, 9U);
  ExpectPrintsBack(kFormat, Text("mpls ip\n", kOn, kSid), "plain");
  ExpectPrintsBack(kFormat, Text(top, kOn, "   node-segment ipv4 index 7 explicit-null\n"), "whole");
}

TEST(EosSr, OffUntilItIsSaid) {
  EXPECT_FALSE(Read("mpls ip\n", "", kSid).config.sr.enabled);
  EXPECT_FALSE(Read("mpls ip\n", "   segment-routing mpls\n", kSid).config.sr.enabled);
  EXPECT_FALSE(Read("mpls ip\n", kOn + "      shutdown\n", kSid).config.sr.enabled);
  EXPECT_FALSE(Read("mpls ip\n", kOn + "   no segment-routing mpls\n", kSid).config.sr.enabled);
  EXPECT_EQ(OpenReasons(Read("", kOn, kSid)), "segment routing that is off for the device;");
  EXPECT_EQ(OpenReasons(Read("mpls ip\nno mpls ip\n", kOn, kSid)),
            "segment routing that is off for the device;");
  EXPECT_EQ(OpenReasons(Read("mpls ip\n", "", "")), "MPLS;") << "labels of something else";
}

TEST(EosSr, WhatIsNotModelledSaysSo) {
  const auto inside = [](const std::string& line) {
    return OpenReasons(Read("mpls ip\n", kOn + "      " + line + "\n", kSid));
  };
  EXPECT_EQ(inside("proxy-node-segment 10.9.0.1/32 index 9"), "SIDs for others;");
  EXPECT_EQ(inside("prefix-segment 10.9.0.1/32 index 9"), "SIDs for others;");
  EXPECT_EQ(inside("prefix-segment 10.255.0.1/32 index 9"), "two SIDs of one prefix;");
  EXPECT_EQ(inside("prefix-segment 10.0.0.0/30 index 9 flex-algo A"), "segment routing;");
  EXPECT_EQ(inside("prefix-segment 2001:db8::/64 index 9"), "SID of an IPv6 prefix;");
  EXPECT_EQ(inside("mapping-server"), "segment routing;");
  EXPECT_EQ(inside("adjacency-segment allocation all-interfaces"), "");
  const auto under = [](const std::string& line) {
    return OpenReasons(Read("mpls ip\n", kOn, kSid, "   " + line + "\n"));
  };
  EXPECT_EQ(under("node-segment ipv6 index 9"), "SID of an IPv6 prefix;");
  EXPECT_EQ(under("node-segment ipv4 index 9 flex-algo A"), "segment routing;");
  EXPECT_EQ(under("no mpls ip"), "MPLS;");
  EXPECT_EQ(under("mpls ip"), "");
  EXPECT_EQ(under("mpls ldp interface"), "MPLS;");
  EXPECT_EQ(OpenReasons(Read("mpls ip\nmpls ldp\n   no shutdown\n", kOn, kSid)), "MPLS;MPLS;");
  EXPECT_EQ(OpenReasons(Read("mpls ip\nmpls label range isis-sr 16000\n", kOn, kSid)), "unknown;");
  const std::string two =
      Text("mpls ip\n", kOn + "router isis Y\n   net 49.0001.0000.0000.0002.00\n" + kOn, kSid);
  EXPECT_EQ(OpenReasons(ParseText(kFormat, two)),
            "segment routing of two processes;segment routing of two processes;");
}

}  // namespace
}  // namespace ringfence::formats::arista_eos
