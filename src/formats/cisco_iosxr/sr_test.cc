// What becomes of segment routing over IS-IS and OSPF.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "formats/cisco_iosxr/cisco_iosxr.h"
#include "formats/reader_testing.h"
#include "formats/segment_routing_testing.h"

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

TEST(XrSr, DefaultsAndWhatChangesThem) {
  const ParsedFile plain = Read("", "  segment-routing mpls\n", "   prefix-sid index 7\n");
  EXPECT_EQ(OpenReasons(plain), "");
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
  EXPECT_EQ(OpenReasons(other), "");
  EXPECT_EQ(other.config.sr.over_ldp, routing::sr::OverLdp::kYes);
  ASSERT_EQ(other.config.sr.sids.size(), 1U);
  EXPECT_EQ(other.config.sr.sids[0].value, 7U);
  EXPECT_TRUE(other.config.sr.sids[0].keeps_last);
  EXPECT_TRUE(Read("", "  segment-routing mpls\n", "   prefix-sid index 7 explicit-null n-flag-clear\n")
                  .config.sr.sids.at(0)
                  .explicit_null);
}

/// A process of OSPF with these lines, and its ports with theirs.
std::string OspfText(const std::string& process, const std::string& loopback, const std::string& port = "") {
  return "!! IOS XR Configuration 7.3.2\nhostname r1\ninterface Loopback0\n ipv4 address 10.255.0.1 "
         "255.255.255.255\n!\ninterface GigabitEthernet0/0/0/0\n ipv4 address 10.0.0.1 255.255.255.252\n!\n"
         "router ospf core\n" +
         process + " area 0\n  interface Loopback0\n" + loopback +
         "  !\n  interface GigabitEthernet0/0/0/0\n" + port + "  !\n !\n!\nend\n";
}
ParsedFile ReadOspf(const std::string& process, const std::string& loopback, const std::string& port = "") {
  return ParseText(kFormat, OspfText(process, loopback, port));
}

TEST(XrSr, OspfSaysItWithTheSameDefaults) {
  const ParsedFile plain = ReadOspf(" segment-routing mpls\n", "   prefix-sid index 7\n");
  EXPECT_EQ(OpenReasons(plain), "");
  const routing::sr::SrConfig& sr = plain.config.sr;
  ExpectOneSid(sr, {routing::sr::SrIgp::kOspf, "core", 16000, 23999, "10.255.0.1/32", 7});
  EXPECT_TRUE(sr.carries_igp && sr.carries_bgp);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kNo);
  const std::string whole =
      " segment-routing mpls\n segment-routing global-block 20000 20999\n segment-routing sr-prefer\n";
  const ParsedFile other = ReadOspf(whole, "   prefix-sid absolute 20007 explicit-null\n");
  EXPECT_EQ(OpenReasons(other), "");
  EXPECT_EQ(other.config.sr.over_ldp, routing::sr::OverLdp::kYes);
  EXPECT_EQ(other.config.sr.sids.at(0).value, 7U);
  EXPECT_TRUE(other.config.sr.sids.at(0).explicit_null);
  ExpectPrintsBack(kFormat, OspfText(whole, "   prefix-sid index 7 explicit-null\n"), "over OSPF");
  const ParsedFile back =
      ReadOspf(whole + " no segment-routing global-block\n no segment-routing sr-prefer\n", "");
  EXPECT_EQ(back.config.sr.blocks.at(0).first, 16000U);
  EXPECT_EQ(back.config.sr.over_ldp, routing::sr::OverLdp::kNo);
  EXPECT_FALSE(ReadOspf(whole + " no segment-routing\n", "").config.sr.enabled);
}

TEST(XrSr, OspfRunsItEverywhereOrItIsOpen) {
  const std::string sid = "   prefix-sid index 7\n", here = "   segment-routing mpls\n";
  EXPECT_FALSE(ReadOspf("", sid).config.sr.enabled);
  EXPECT_TRUE(ReadOspf("", sid + here, here).config.sr.enabled);
  EXPECT_FALSE(ReadOspf(" segment-routing mpls\n", sid + "   segment-routing disable\n",
                        "   segment-routing disable\n")
                   .config.sr.enabled);
  for (const ParsedFile& parsed :
       {ReadOspf("", sid + here), ReadOspf(" segment-routing mpls\n", sid, "   segment-routing disable\n")}) {
    EXPECT_FALSE(parsed.config.sr.enabled);
    EXPECT_EQ(OpenReasons(parsed), "segment routing of some interfaces;");
  }
}

TEST(XrSr, WhatOspfDoesNotSayForSureIsOpen) {
  const std::string on = " segment-routing mpls\n", sid = "   prefix-sid index 7\n";
  EXPECT_EQ(OpenReasons(ReadOspf(on + " segment-routing sr-prefer prefix-list P\n", sid)),
            "segment routing;");
  EXPECT_EQ(OpenReasons(ReadOspf(on + " segment-routing forwarding mpls\n", sid)), "segment routing;");
  EXPECT_EQ(OpenReasons(ReadOspf(on + " segment-routing prefix-sid-map advertise-local\n", sid)),
            "segment routing;");
  EXPECT_EQ(OpenReasons(ReadOspf(on + " capability opaque disable\n", sid)), "OSPF option;");
  EXPECT_EQ(OpenReasons(ReadOspf(on + " flex-algo 128\n", sid)), "OSPF option;");
  EXPECT_EQ(OpenReasons(ReadOspf(on, "   prefix-sid strict-spf index 7\n")), "segment routing;");
  EXPECT_EQ(OpenReasons(ReadOspf(on, "   prefix-sid absolute 15000\n")), "SID without a prefix or a label;");
  EXPECT_EQ(OpenReasons(ReadOspf(on, sid, "   adjacency-sid index 9 protected\n")), "segment routing;");
  std::string subnet = OspfText(on, sid);
  subnet.replace(subnet.find("255.255.255.255"), 15, "255.255.255.0");
  EXPECT_EQ(OpenReasons(ParseText(kFormat, subnet)), "SID without a prefix or a label;")
      << "OSPF tells the host";
  EXPECT_EQ(ReadOspf(on, sid + "   prefix-sid algorithm 128 index 107\n").config.sr.sids.size(), 2U);
  const std::string isis =
      "router isis core\n net 49.0001.0000.0000.0001.00\n address-family ipv4 unicast\n"
      "  metric-style wide\n  segment-routing mpls\n !\n!\n";
  std::string two = OspfText(on, sid);
  two.insert(two.find("router ospf"), isis);
  EXPECT_EQ(OpenReasons(ParseText(kFormat, two)),
            "segment routing of two processes;segment routing of two processes;");
  std::string six = OspfText(on, sid);
  six.replace(six.find("router ospf "), 12, "router ospfv3 ");
  EXPECT_EQ(OpenReasons(ParseText(kFormat, six)), "segment routing;SID of an IPv6 prefix;");
}

TEST(XrSr, OffWithoutTheWordOfTheFamily) {
  EXPECT_FALSE(Read("", "", "   prefix-sid index 7\n").config.sr.enabled);
}

TEST(XrSr, WhatIsNotModelledSaysSo) {
  EXPECT_EQ(OpenReasons(Read("segment-routing\n traffic-eng\n  policy P\n  !\n !\n!\n", "", "")),
            "segment routing;");
  EXPECT_EQ(OpenReasons(Read("segment-routing\n mapping-server\n!\n", "", "")), "SIDs for others;");
  EXPECT_EQ(OpenReasons(Read("", "  segment-routing srv6\n", "")), "segment routing;");
  EXPECT_EQ(OpenReasons(Read("", "", "   prefix-sid strict-spf index 7\n")), "segment routing;");
  EXPECT_EQ(OpenReasons(Read("", "  segment-routing mpls\n", "   prefix-sid absolute 15000\n")),
            "SID without a prefix or a label;");
}

/// A process with these lines, `segment-routing mpls`, a loopback and a port with lines of its own.
ParsedFile ReadProcess(const std::string& process, const std::string& port, const std::string& top = "") {
  return ParseText(kFormat,
                   "!! IOS XR Configuration 7.5.2\nhostname r1\ninterface Loopback0\n ipv4 address "
                   "10.255.0.1 255.255.255.255\n!\ninterface GigabitEthernet0/0/0/0\n ipv4 address "
                   "10.0.0.1 255.255.255.252\n!\nrouter isis core\n net 49.0001.0000.0000.0001.00\n" +
                       process +
                       " address-family ipv4 unicast\n  metric-style wide\n  segment-routing mpls\n "
                       "!\n interface GigabitEthernet0/0/0/0\n" +
                       port + "  address-family ipv4 unicast\n  !\n !\n!\n" + top + "end\n");
}

TEST(XrFlexible, WhoTakesPartAndWhatItTells) {
  const ParsedFile parsed = ReadProcess(
      " affinity-map A bit-position 255\n flex-algo 128\n  affinity exclude-any A\n !\n"
      " flex-algo 129\n  priority 9\n  affinity exclude-any A\n  advertise-definition\n !\n",
      "  affinity flex-algo A\n");
  EXPECT_EQ(OpenReasons(parsed), "");
  const routing::sr::SrConfig& sr = parsed.config.sr;
  ASSERT_EQ(sr.algorithms.size(), 2U);
  EXPECT_EQ(sr.algorithms[0].number, 128);
  EXPECT_FALSE(sr.algorithms[0].told) << "without advertise-definition it is for nobody";
  ASSERT_TRUE(sr.algorithms[1].told);
  EXPECT_EQ(sr.algorithms[1].told->priority, 9U);
  EXPECT_TRUE(sr.algorithms[1].told->exclude_any[255]);
  EXPECT_EQ(sr.algorithms[1].told->metric, routing::sr::AlgorithmMetric::kIgp);
  ASSERT_EQ(sr.links.size(), 1U);
  EXPECT_EQ(sr.links[0].interface, "GigabitEthernet0/0/0/0");
  EXPECT_TRUE(sr.links[0].groups[255]);
}

TEST(XrFlexible, WhatIsNotModelledSaysSo) {
  const auto why = [](const std::string& line) {
    return OpenReasons(ReadProcess(" flex-algo 128\n  advertise-definition\n" + line + " !\n", ""));
  };
  EXPECT_EQ(why("  metric-type delay\n"), "delays of links, which are measured;");
  EXPECT_EQ(why("  data-plane ip\n"), "flexible algorithm;");
  EXPECT_EQ(why("  srlg exclude-any S\n"), "flexible algorithm;");
  EXPECT_EQ(why("  affinity exclude-any X\n"), "affinity without a bit;");
  EXPECT_EQ(why("  fast-reroute disable\n"), "");
  EXPECT_EQ(OpenReasons(ReadProcess(" affinity-map A bit-position 256\n", "")), "unknown;");
  EXPECT_EQ(OpenReasons(ReadProcess("", "  affinity flex-algo A\n")), "affinity without a bit;");
  EXPECT_EQ(OpenReasons(ReadProcess(" affinity-map A bit-position 1\n no affinity-map A\n",
                                    "  no affinity flex-algo A\n")),
            "");
}

TEST(XrFlexible, ColoursNeedAnAlgorithmAndTheLinksOfTheIgp) {
  const auto top = [](const std::string& lines) {
    return "segment-routing\n traffic-eng\n  on-demand color 7\n" + lines + "  !\n !\n!\n";
  };
  const std::string whole = top("   dynamic\n    sid-algorithm 128\n   !\n");
  const ParsedFile parsed = ReadProcess(" distribute link-state\n", "", whole);
  EXPECT_EQ(OpenReasons(parsed), "");
  ASSERT_EQ(parsed.config.sr.steering.size(), 1U);
  EXPECT_EQ(parsed.config.sr.steering[0].colour, 7U);
  EXPECT_EQ(parsed.config.sr.steering[0].algorithm, 128);
  EXPECT_EQ(OpenReasons(ReadProcess("", "", whole)), "colour without the links of the IGP;");
  EXPECT_EQ(OpenReasons(ReadProcess(" distribute link-state\n", "", top("   dynamic\n   !\n"))),
            "colour without an algorithm;");
  EXPECT_EQ(OpenReasons(ReadProcess(" distribute link-state\n", "",
                                    top("   dynamic\n    sid-algorithm 128\n    metric\n"
                                        "     type te\n    !\n   !\n"))),
            "segment routing;segment routing;");
  EXPECT_EQ(OpenReasons(ParseText(kFormat, "!! IOS XR Configuration 7.5.2\nhostname r1\n" + whole + "end\n")),
            "colour without segment routing of IS-IS;");
  EXPECT_TRUE(ReadProcess(" distribute link-state\n no distribute link-state\n", "", whole)
                  .config.sr.steering.empty());
}

TEST(XrSr, FastRerouteIsOpen) {
  EXPECT_EQ(OpenReasons(Read("", "", "   fast-reroute per-prefix\n")), "fast reroute;");
  EXPECT_EQ(OpenReasons(Read("", "  fast-reroute per-prefix load-sharing disable\n", "")), "fast reroute;");
  const std::string ospf =
      "!! IOS XR Configuration 7.3.2\nhostname r1\nrouter ospf 1\n area 0\n  fast-reroute per-prefix ";
  EXPECT_EQ(OpenReasons(ParseText(kFormat, ospf + "enable\n !\n!\nend\n")), "fast reroute;");
  EXPECT_EQ(OpenReasons(ParseText(kFormat, ospf + "disable\n !\n!\nend\n")), "");
}

}  // namespace
}  // namespace ringfence::formats::cisco_iosxr
