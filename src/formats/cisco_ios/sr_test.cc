// What becomes of segment routing over OSPF.
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_ios/cisco_ios.h"
#include "formats/reader_testing.h"
#include "formats/segment_routing_testing.h"

namespace ringfence::formats::cisco_ios {
namespace {

const std::string kMpls = "segment-routing mpls\n";

std::string Map(const std::string& lines) {
  return " connected-prefix-sid-map\n  address-family ipv4\n" + lines + "  exit-address-family\n";
}
const std::string kSid = Map("   10.255.0.1/32 index 7 range 1\n");

/// A router with a loopback and a port in area 0 of process 1.
std::string Text(const std::string& top, const std::string& process) {
  return "version 16.9\n" + top +
         "interface Loopback0\n ip address 10.255.0.1 255.255.255.255\n ip ospf 1 area 0\n"
         "interface GigabitEthernet1\n ip address 10.0.0.1 255.255.255.252\n ip ospf 1 area 1\n"
         "router ospf 1\n" +
         process;
}
ParsedFile Read(const std::string& top, const std::string& process = " segment-routing mpls\n") {
  return ParseText(kFormat, Text(top, process));
}

TEST(IosSr, DefaultsAndWhatChangesThem) {
  const ParsedFile plain = Read(kMpls + kSid);
  EXPECT_EQ(OpenReasons(plain), "");
  const routing::sr::SrConfig& sr = plain.config.sr;
  ExpectOneSid(sr, {routing::sr::SrIgp::kOspf, "1", 16000, 23999, "10.255.0.1/32", 7});
  EXPECT_TRUE(sr.carries_igp && sr.carries_bgp);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kNo);
  const std::string attributes =
      " set-attributes\n  address-family ipv4\n   sr-label-preferred\n   explicit-null\n"
      "  exit-address-family\n";
  const std::string whole =
      kMpls + " global-block 20000 20999\n local-block 15000 15999\n" + attributes + kSid;
  const ParsedFile other = Read(whole);
  EXPECT_EQ(OpenReasons(other), "");
  EXPECT_EQ(other.config.sr.over_ldp, routing::sr::OverLdp::kYes);
  EXPECT_EQ(other.config.sr.blocks.at(0).first, 20000U);
  EXPECT_TRUE(other.config.sr.sids.at(0).explicit_null);
  ExpectPrintsBack(kFormat, Text(kMpls + kSid, " segment-routing mpls\n"), "plain");
  ExpectPrintsBack(kFormat, Text(whole, " segment-routing mpls\n"), "whole");
  EXPECT_EQ(Read(whole + " no global-block\n no set-attributes\n").config.sr.blocks.at(0).first, 16000U);
  EXPECT_EQ(Read(whole + " no set-attributes\n").config.sr.over_ldp, routing::sr::OverLdp::kNo);
}

TEST(IosSr, ALineStandsForPrefixesOneAfterTheOther) {
  const ParsedFile range = Read(kMpls + Map("   10.255.0.0/32 index 7 range 9\n"));
  ASSERT_EQ(range.config.sr.sids.size(), 1U);
  EXPECT_EQ(range.config.sr.sids[0].value, 8U);
  EXPECT_TRUE(Read(kMpls + Map("   10.255.0.0/32 index 7 range 1\n")).config.sr.sids.empty());
  EXPECT_TRUE(Read(kMpls + Map("   10.255.0.2/32 index 7\n")).config.sr.sids.empty()) << "not connected";
  const ParsedFile subnet = Read(kMpls + Map("   10.0.0.0/30 absolute 16009 range 1\n"));
  ASSERT_EQ(subnet.config.sr.sids.size(), 1U);
  EXPECT_EQ(net::ToString(subnet.config.sr.sids[0].prefix), "10.0.0.0/30");
  EXPECT_EQ(subnet.config.sr.sids[0].value, 9U);
  const ParsedFile again = Read(kMpls + Map("   10.255.0.1/32 index 7\n   10.255.0.1/32 index 8\n"));
  EXPECT_EQ(again.config.sr.sids.at(0).value, 8U) << "the later line";
  EXPECT_TRUE(Read(kMpls + kSid + " no connected-prefix-sid-map\n").config.sr.sids.empty());
}

TEST(IosSr, RunsEverywhereOrIsOpen) {
  EXPECT_FALSE(Read(kMpls + kSid, "").config.sr.enabled);
  EXPECT_TRUE(
      Read(kMpls + kSid, " segment-routing area 0 mpls\n segment-routing area 1 mpls\n").config.sr.enabled);
  EXPECT_FALSE(Read(kMpls + kSid, " segment-routing mpls\n no segment-routing mpls\n").config.sr.enabled);
  for (const char* process :
       {" segment-routing area 0 mpls\n", " segment-routing mpls\n segment-routing area 1 disable\n"}) {
    const ParsedFile parsed = Read(kMpls + kSid, process);
    EXPECT_FALSE(parsed.config.sr.enabled) << process;
    EXPECT_EQ(OpenReasons(parsed), "segment routing of some interfaces;") << process;
  }
}

TEST(IosSr, WhatIsNotForSureIsOpen) {
  const std::string on = " segment-routing mpls\n", off = "segment routing that is off for the device;";
  EXPECT_EQ(OpenReasons(Read("", on)), off);
  EXPECT_EQ(OpenReasons(Read(kMpls + "no mpls ip\n", on)), off);
  EXPECT_EQ(OpenReasons(Read(kMpls, on + " no capability opaque\n")), "segment routing without opaque LSAs;");
  const std::string two = Text(kMpls, on + "router ospf 2\n network 10.1.0.0 0.0.0.255 area 0\n" + on +
                                          "interface GigabitEthernet2\n ip address 10.1.0.1 255.255.255.0\n");
  EXPECT_EQ(OpenReasons(ParseText(kFormat, two)),
            "segment routing of two processes;segment routing of two processes;");
  EXPECT_EQ(OpenReasons(Read(kMpls + " mapping-server\n", "")), "SIDs for others;");
  EXPECT_EQ(OpenReasons(Read(kMpls, on + " segment-routing prefix-sid-map advertise-local\n")),
            "SIDs for others;");
  EXPECT_EQ(OpenReasons(Read("segment-routing traffic-eng\n", "")), "segment routing;");
  EXPECT_EQ(OpenReasons(Read(kMpls + " connected-prefix-sid-map\n  address-family ipv4 strict-spf\n"
                                     "   10.255.0.1/32 index 9 range 1\n  exit-address-family\n")),
            "segment routing;segment routing;");
  const std::string lost = "SID without a prefix or a label;";
  EXPECT_EQ(OpenReasons(Read(kMpls + Map("   10.255.0.1/32 absolute 15000\n"))), lost);
  EXPECT_EQ(OpenReasons(Read(kMpls + Map("   10.0.0.1/32 index 9\n"))), lost) << "the subnet is another";
  EXPECT_EQ(OpenReasons(Read(kMpls + Map("   10.255.0.1/32 index 7\n   10.255.0.0/32 index 20 range 4\n"))),
            "two SIDs of one prefix;two SIDs of one prefix;");
  std::string wide = Text(kMpls + Map("   10.255.0.0/24 index 7\n"), on);
  wide.replace(wide.find("255.255.255.255"), 15, "255.255.255.0");
  EXPECT_EQ(OpenReasons(ParseText(kFormat, wide)), lost) << "OSPF tells the host";
}

}  // namespace
}  // namespace ringfence::formats::cisco_ios
