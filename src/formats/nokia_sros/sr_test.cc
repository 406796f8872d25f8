// Segment routing over IS-IS and OSPF as the reader understands it: what ends in the model, what keeps its
// line open.
#include <gtest/gtest.h>

#include <string>

#include "formats/impacts.h"
#include "formats/nokia_sros/nokia_sros.h"
#include "formats/reader_testing.h"
#include "formats/segment_routing_testing.h"

namespace ringfence::formats::nokia_sros {
namespace {

const std::string kBase = "/configure router \"Base\" ";
const std::string kRouter =
    kBase + "interface \"system\" ipv4 primary address 192.0.2.1 prefix-length 32\n" + kBase +
    "isis 0 admin-state enable\n" + kBase + "isis 0 area-address [49.0001]\n" + kBase +
    "isis 0 level-capability 2\n" + kBase + "isis 0 level 2 wide-metrics-only true\n" + kBase +
    "isis 0 advertise-router-capability area\n" + kBase + "isis 0 interface \"system\" passive true\n";
const std::string kLabels =
    kBase + "mpls-labels sr-labels start 16000\n" + kBase + "mpls-labels sr-labels end 16999\n";
const std::string kOn = kBase + "isis 0 segment-routing admin-state enable\n";
const std::string kGlobal = kBase + "isis 0 segment-routing prefix-sid-range global\n";

std::string Sid(const std::string& what) {
  return kBase + "isis 0 interface \"system\" ipv4-node-sid " + what + "\n";
}
ParsedFile Read(const std::string& text) { return ParseText(kFormat, text); }

const std::string kOspf = kBase + "ospf 0 ";
const std::string kOspfRouter =
    kBase + "interface \"system\" ipv4 primary address 192.0.2.1 prefix-length 32\n" + kOspf +
    "admin-state enable\n" + kOspf + "area 0.0.0.0 interface \"system\" { }\n";
const std::string kOspfOn =
    kOspf + "segment-routing admin-state enable\n" + kOspf + "segment-routing prefix-sid-range global\n";
const std::string kTold = kOspf + "advertise-router-capability area\n";
const std::string kOspfSid = kOspf + "area 0.0.0.0 interface \"system\" node-sid index 7\n";

TEST(NokiaSrosSr, OspfSaysTheSame) {
  const std::string text = kOspfRouter + kLabels + kOspfOn + kTold + kOspfSid;
  const ParsedFile parsed = Read(text);
  EXPECT_EQ(OpenReasons(parsed), "");
  const routing::sr::SrConfig& sr = parsed.config.sr;
  ExpectOneSid(sr, {routing::sr::SrIgp::kOspf, "0", 16000, 16999, "192.0.2.1/32", 7, true});
  EXPECT_FALSE(sr.carries_igp || sr.carries_bgp);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kNo);
  ExpectPrintsBack(kFormat, text, "segment routing");
}

TEST(NokiaSrosSr, WhatOspfDoesNotSayForSureIsOpen) {
  const std::string whole = kOspfRouter + kLabels + kOspfOn + kTold + kOspfSid;
  const std::string untold = "segment routing that is told to nobody;";
  EXPECT_EQ(OpenReasons(Read(kOspfRouter + kLabels + kOspfOn + kOspfSid)), untold);
  EXPECT_EQ(OpenReasons(Read(whole + kOspf + "advertise-router-capability link\n")), untold);
  EXPECT_TRUE(Read(whole + kOspf + "advertise-router-capability as\n").config.sr.enabled);
  EXPECT_EQ(OpenReasons(Read(kOspfRouter + kOspfOn + kTold)), "segment routing without a block of labels;");
  EXPECT_EQ(OpenReasons(Read(whole + kOspf + "segment-routing backup-node-sid ip-prefix 192.0.2.9/32\n")),
            "segment routing;");
  EXPECT_EQ(
      OpenReasons(Read(whole + kOspf + "area 0.0.0.0 interface \"system\" flex-algo 128 node-sid index 9\n")),
      "flexible algorithms;");
  const std::string vpn = "/configure service vprn \"red\" ";
  const std::string service = vpn + "admin-state enable\n" + vpn + "service-id 7\n" + vpn +
                              "customer \"1\"\n" + vpn + "interface \"lo\" loopback true\n" + vpn +
                              "interface \"lo\" ipv4 primary address 192.0.2.3 prefix-length 32\n";
  EXPECT_EQ(OpenReasons(Read(whole + service + vpn + "isis 0 admin-state enable\n" + vpn +
                             "isis 0 area-address [49.0001]\n" + vpn + "isis 0 interface \"lo\" { }\n" + vpn +
                             "isis 0 advertise-router-capability as\n" + vpn +
                             "isis 0 segment-routing admin-state enable\n")),
            "segment routing without a block of labels;");
  EXPECT_EQ(OpenReasons(Read(kOspfRouter + kLabels + kRouter + kOn + kGlobal + kOspfOn + kTold)),
            "segment routing of two processes;segment routing of two processes;");
}

TEST(NokiaSrosSr, TheSidOfTheSystemAddressKeepsItsLabel) {
  const std::string text = kRouter + kLabels + kOn + kGlobal + Sid("index 7");
  const ParsedFile parsed = Read(text);
  EXPECT_EQ(OpenReasons(parsed), "");
  const routing::sr::SrConfig& sr = parsed.config.sr;
  ExpectOneSid(sr, {routing::sr::SrIgp::kIsis, "0", 16000, 16999, "192.0.2.1/32", 7, true});
  EXPECT_FALSE(sr.carries_igp || sr.carries_bgp);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kNo);
  ExpectPrintsBack(kFormat, text, "segment routing");
}

TEST(NokiaSrosSr, WhatIsisDoesNotTellIsOpen) {
  EXPECT_EQ(OpenReasons(Read(kRouter + kBase + "isis 0 advertise-router-capability link\n" + kLabels + kOn +
                             kGlobal + Sid("index 7"))),
            "segment routing that is told to nobody;");
}

TEST(NokiaSrosSr, ALabelIsAnIndexIntoTheRange) {
  const ParsedFile parsed = Read(kRouter + kLabels + kOn + kGlobal + Sid("label 16009"));
  ASSERT_EQ(parsed.config.sr.sids.size(), 1U);
  EXPECT_EQ(parsed.config.sr.sids[0].value, 9U);
  EXPECT_EQ(OpenReasons(Read(kRouter + kLabels + kOn + kGlobal + Sid("label 18000"))),
            "SID without a prefix or a label;");
}

TEST(NokiaSrosSr, NothingRunsUntilItIsEnabledAndHasLabels) {
  EXPECT_FALSE(Read(kRouter + kLabels + kGlobal + Sid("index 7")).config.sr.enabled);
  for (const std::string& text : {kRouter + kOn + kGlobal, kRouter + kLabels + kOn}) {
    EXPECT_FALSE(Read(text).config.sr.enabled);
    EXPECT_EQ(OpenReasons(Read(text)), "segment routing without a block of labels;");
  }
  const ParsedFile range =
      Read(kRouter + kLabels + kOn + kBase + "isis 0 segment-routing prefix-sid-range start-label 20000\n");
  EXPECT_FALSE(range.config.sr.enabled);
  EXPECT_EQ(OpenReasons(range), "segment routing without a block of labels;segment routing;");
}

TEST(NokiaSrosSr, WhatIsNotModelledSaysSo) {
  const std::string whole = kRouter + kLabels + kOn + kGlobal, sr = kBase + "isis 0 segment-routing ";
  EXPECT_EQ(OpenReasons(Read(whole + sr + "tunnel-table-pref 5\n")), "segment routing;");
  EXPECT_EQ(OpenReasons(Read(whole + sr + "mapping-server admin-state enable\n")), "SIDs for others;");
  EXPECT_EQ(OpenReasons(Read(whole + sr + "tunnel-mtu 9000\n")), "");
  EXPECT_EQ(OpenReasons(Read(whole + kBase + "isis 0 flexible-algorithms admin-state enable\n")),
            "segment routing;");
}

TEST(NokiaSrosSr, AVpnTakesTheLabelsItsFilterAdmits) {
  const std::string head = "/configure service vprn \"red\" ",
                    bind = head + "bgp-ipvpn mpls auto-bind-tunnel ";
  const std::string vpn = head + "admin-state enable\n" + head + "bgp-ipvpn mpls admin-state enable\n" +
                          head + "bgp-ipvpn mpls route-distinguisher \"65000:1\"\n" + head +
                          "bgp-ipvpn mpls vrf-target community \"target:65000:1\"\n" + bind +
                          "resolution filter\n";
  const std::string by_ldp = bind + "resolution-filter ldp true\n",
                    by_sr = bind + "resolution-filter sr-isis true\n";
  const std::string sr = kRouter + kLabels + kOn + kGlobal;
  const std::string ldp = kBase + "ldp interface-parameters interface \"system\" ipv4 admin-state enable\n";
  const std::string why = "tunnels of a VPN that need not be those of LDP;";
  EXPECT_EQ(OpenReasons(Read(sr + vpn + by_sr)), "");
  EXPECT_EQ(OpenReasons(Read(sr + vpn + by_sr + by_ldp)), "");
  EXPECT_EQ(OpenReasons(Read(sr + vpn + by_ldp)), why) << "labels of SIDs are not for it";
  EXPECT_EQ(OpenReasons(Read(sr + ldp + vpn + by_sr)), why) << "nor those of LDP";
  EXPECT_EQ(OpenReasons(Read(sr + ldp + vpn + by_sr + by_ldp)), "");
  const std::string ospf = kOspfRouter + kLabels + kOspfOn + kTold + kOspfSid;
  EXPECT_EQ(OpenReasons(Read(ospf + vpn + bind + "resolution-filter sr-ospf true\n")), "");
  EXPECT_EQ(OpenReasons(Read(ospf + vpn + by_sr)), why) << "labels of OSPF are not for it";
}

}  // namespace
}  // namespace ringfence::formats::nokia_sros
