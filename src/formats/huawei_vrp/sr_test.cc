// What becomes of segment routing with labels.
#include <gtest/gtest.h>

#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kDevice = "#\nmpls lsr-id 10.255.0.1\n#\nmpls\n#\nsegment-routing\n";
const std::string kBlock = " segment-routing mpls\n segment-routing global-block 16000 16999\n";
const std::string kIsis = "#\nisis 1\n cost-style wide\n network-entity 49.0001.0000.0000.0001.00\n";
const std::string kOspf = "#\nospf 7\n opaque-capability enable\n";

std::string Loopback(const std::string& lines) {
  return "#\ninterface LoopBack0\n ip address 10.255.0.1 32\n isis enable 1\n ospf enable 7 area 0\n" +
         lines + "#\n";
}

routing::sr::SrConfig SrOf(const std::string& text) { return ParseText(kFormat, text).config.sr; }

/// Why the line that begins so is open; "" when it is not.
std::string WhyOpen(const std::string& text, const std::string& line) {
  const ParsedFile parsed = ParseText(kFormat, text);
  std::size_t number = 0, begin = 0;
  while (text.compare(begin, line.size(), line) != 0) begin = text.find('\n', begin) + 1, ++number;
  return parsed.fates.lines.at(number).reason;
}

TEST(VrpSr, OneSidALoopbackOfTheProcess) {
  const auto sr =
      SrOf(kDevice + kIsis + kBlock + Loopback(" isis prefix-sid index 7\n ospf prefix-sid index 8\n"));
  EXPECT_TRUE(sr.enabled);
  EXPECT_EQ(sr.igp, routing::sr::SrIgp::kIsis);
  EXPECT_EQ(sr.process, "1");
  EXPECT_FALSE(sr.carries_igp || sr.carries_bgp || sr.sends_bare || sr.skips_other_routers);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kOpen);
  ASSERT_EQ(sr.sids.size(), 1U);
  EXPECT_EQ(net::ToString(sr.sids[0].prefix), "10.255.0.1/32");
  EXPECT_EQ(sr.sids[0].value, 7U);
  const auto ospf =
      SrOf(kDevice + kOspf + kBlock + Loopback(" isis prefix-sid index 7\n ospf prefix-sid index 8\n"));
  EXPECT_EQ(ospf.igp, routing::sr::SrIgp::kOspf);
  EXPECT_EQ(ospf.process, "7");
  ASSERT_EQ(ospf.sids.size(), 1U);
  EXPECT_EQ(ospf.sids[0].value, 8U);
}

TEST(VrpSr, TheDeviceMayPreferItToLdp) {
  EXPECT_EQ(SrOf(kDevice + " tunnel-prefer segment-routing\n" + kIsis + kBlock).over_ldp,
            routing::sr::OverLdp::kYes);
}

TEST(VrpSr, ALabelIsAnIndexIntoTheBlock) {
  const auto sr = SrOf(kDevice + kIsis + kBlock + Loopback(" isis prefix-sid absolute 16007\n"));
  ASSERT_EQ(sr.sids.size(), 1U);
  EXPECT_EQ(sr.sids[0].value, 7U);
  EXPECT_FALSE(sr.sids[0].one_label);
  const std::string outside = kDevice + kIsis + kBlock + Loopback(" isis prefix-sid absolute 15000\n");
  EXPECT_TRUE(SrOf(outside).sids.empty());
  EXPECT_EQ(WhyOpen(outside, " isis prefix-sid"), "SID without a prefix or a label");
}

TEST(VrpSr, APolicyOfSidsAloneIsKnownWhereNothingElseBeginsTunnels) {
  const std::string vpn = "#\nip vpn-instance V\n ipv4-family\n  route-distinguisher 1:1\n  tnl-policy T\n";
  const auto policy = [](const std::string& kinds) {
    return "#\ntunnel-policy T\n tunnel select-seq " + kinds + " load-balance-number 1\n";
  };
  const std::string sr = kDevice + kIsis + kBlock + Loopback(" isis prefix-sid index 7\n") + vpn;
  const std::string line = " tunnel select-seq", use = "  tnl-policy T", why = "choice of tunnels";
  EXPECT_EQ(WhyOpen(sr + policy("sr-lsp"), line), "");
  EXPECT_EQ(WhyOpen(sr + policy("sr-lsp"), use), "");
  for (const char* kinds : {"lsp", "sr-lsp lsp", "sr-te-policy sr-lsp", "flex-algo-lsp"}) {
    EXPECT_EQ(WhyOpen(sr + policy(kinds), line), why) << kinds;
    EXPECT_EQ(WhyOpen(sr + policy(kinds), use), why) << kinds;
  }
  const std::string ldp =
      "#\nmpls ldp\n#\ninterface GigabitEthernet0/1/0\n ip address 10.0.0.1 30\n mpls\n mpls ldp\n";
  EXPECT_EQ(WhyOpen(sr + policy("sr-lsp") + ldp, use), why) << "labels of LDP are not for it";
  EXPECT_EQ(WhyOpen(sr + policy("sr-lsp") + "#\nsegment-routing ipv6\n", use), why);
  EXPECT_EQ(WhyOpen(kDevice + vpn + policy("sr-lsp"), use), why) << "no process has SIDs";
}

TEST(VrpSr, WhatKeepsItFromRunningIsNotModelled) {
  const std::string mpls = " segment-routing mpls\n";
  const std::string off = kIsis + kBlock, narrow = kDevice + "#\nisis 1\n" + kBlock;
  const std::string no_block = kDevice + kIsis + mpls, closed = kDevice + "#\nospf 7\n" + kBlock;
  for (const std::string& text : {off, narrow, no_block, closed}) {
    EXPECT_FALSE(SrOf(text).enabled) << text;
    EXPECT_NE(WhyOpen(text, mpls), "") << text;
  }
  const std::string two = kDevice + kIsis + kBlock + kOspf + kBlock;
  EXPECT_FALSE(SrOf(two).enabled);
  EXPECT_EQ(WhyOpen(two, mpls), "segment routing of two processes");
  EXPECT_FALSE(SrOf(kDevice + kIsis + kBlock + " undo segment-routing mpls\n").enabled);
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
