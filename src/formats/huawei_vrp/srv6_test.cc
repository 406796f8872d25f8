// What becomes of segment routing over IPv6, line by line.
#include <gtest/gtest.h>

#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/meaning_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kSrv6 =
    "segment-routing ipv6\n encapsulation source-address 2001:db8::1\n locator L ipv6-prefix 2001:db8:a:: 64 "
    "static 32\n";
const std::string kVpn =
    "ip vpn-instance V\n ipv4-family\n  route-distinguisher 65000:1\n ipv6-family\n  route-distinguisher "
    "65000:1\n#\n";
const std::string kBgp = kVpn + "bgp 65000\n ipv4-family vpn-instance V\n";
const std::string kPeers =
    "bgp 65000\n peer 2001:db8::2 as-number 65000\n ipv4-family vpnv4\n  peer "
    "2001:db8::2 enable\n";

TEST(VrpSrv6, LocatorsAndTheSource) {
  const std::string open = "segment-routing ipv6\n";
  ExpectMeanings({
      {"source", open + "@ encapsulation source-address 2001:db8::1 ip-ttl 7\n", "srv6 source 2001:db8::1\n"},
      {"sizes", open + "@ locator L ipv6-prefix 2001:db8:a:: 64 static 32 args 16\n",
       "srv6 locator L 2001:db8:a::/64\n"},
      {"flexible algorithm", open + "@ locator L ipv6-prefix 2001:db8:a:: 64 static 32 flex-algo 128\n",
       "~46F--- option of a locator"},
      {"policy", open + "@ srv6-te policy locator L\n", "~46F--- segment routing"},
      {"segment list", open + "@ segment-list A\n  index 5 sid ipv6 2001:db8:b::1\n",
       "~46F--- segment routing"},
      {"adjacency",
       open + " locator L ipv6-prefix 2001:db8:a:: 64\n@  opcode ::2 end-x interface GE0/1/0 no-flavor\n",
       ""},
      {"cross-connect",
       open +
           " locator L ipv6-prefix 2001:db8:a:: 64\n@  opcode ::3 end-dx4 vpn-instance V interface GE0/1/0\n",
       "~46F--- segment routing"},
  });
  const ParsedFile gone = ParseText(kFormat, "#\n" + kSrv6 + "#\nundo segment-routing ipv6\n#\n");
  EXPECT_TRUE(gone.config.srv6.locators.empty());
  const ParsedFile less = ParseText(kFormat, "#\n" + kSrv6 + " undo locator L\n#\n");
  EXPECT_TRUE(less.config.srv6.locators.empty());
  EXPECT_TRUE(less.config.srv6.source.has_value());
}

TEST(VrpSrv6, UnusableNumbersAreReported) {
  for (const char* line : {" locator L ipv6-prefix 10.0.0.0 64", " locator L ipv6-prefix 2001:db8:: 129",
                           " encapsulation source-address 10.0.0.1"}) {
    const ParsedFile parsed = ParseText(kFormat, std::string("#\nsegment-routing ipv6\n") + line + "\n#\n");
    EXPECT_EQ(parsed.fates.lines.at(2).fate, model::Fate::kUnknown) << line;
    EXPECT_EQ(parsed.diagnostics.items().size(), 1U) << line;
  }
}

TEST(VrpSrv6, IsisTellsItsLocators) {
  ExpectMeanings({
      {"told", kSrv6 + "#\nisis 1\n ipv6 enable topology ipv6\n@ segment-routing ipv6 locator L\n",
       "  locator 2001:db8:a::/64 metric 0\n"},
      {"not there", kSrv6 + "#\nisis 1\n ipv6 enable\n@ segment-routing ipv6 locator M\n",
       "~46F--- locator that the text does not have"},
      {"no ipv6", kSrv6 + "#\nisis 1\n@ segment-routing ipv6 locator L\n",
       "~46F--- locator of a process without IPv6 in the public instance"},
      {"option", kSrv6 + "#\nisis 1\n ipv6 enable\n@ segment-routing ipv6 locator L cost 5\n",
       "~-6F--- segment routing"},
  });
}

TEST(VrpSrv6, VpnInstancesGiveAndUseSids) {
  const std::string locator = "  segment-routing ipv6 locator L auto-sid-disable\n";
  ExpectMeanings({
      {"gives", kSrv6 + "#\n" + kBgp + "@  segment-routing ipv6 locator L\n",
       "srv6 service V ipv4 gives 2001:db8:a::/64 needs-route\n"},
      {"uses", kSrv6 + "#\n" + kBgp + "@  segment-routing ipv6 best-effort\n",
       "srv6 service V ipv4 takes needs-route\n"},
      {"ipv6",
       kSrv6 + "#\n" + kVpn + "bgp 65000\n ipv6-family vpn-instance V\n@  segment-routing ipv6 best-effort\n",
       "srv6 service V ipv6 takes needs-route\n"},
      {"nothing typed", kSrv6 + "#\n" + kBgp + "@" + locator, "="},
      {"typed for it", kSrv6 + "@  opcode ::20 end-dt46 vpn-instance V\n#\n" + kBgp + locator,
       "srv6 service V ipv4 gives 2001:db8:a::/64 needs-route\n"},
      {"typed for the other family", kSrv6 + "@  opcode ::20 end-dt6 vpn-instance V\n#\n" + kBgp + locator,
       "="},
      {"no source", "segment-routing ipv6\n#\n" + kBgp + "@  segment-routing ipv6 best-effort\n",
       "~46F--- SRv6 without a source address"},
      {"no locator", kSrv6 + "#\n" + kBgp + "@  segment-routing ipv6 locator M\n",
       "~46F--- locator that the text does not have"},
      {"policies", kSrv6 + "#\n" + kBgp + "@  segment-routing ipv6 traffic-engineer best-effort\n",
       "~46F--- segment routing"},
      {"evpn", kSrv6 + "#\n" + kBgp + "@  segment-routing ipv6 locator L evpn\n", "~46F--- segment routing"},
      {"public table", kSrv6 + "#\nbgp 65000\n ipv4-family unicast\n@  segment-routing ipv6 best-effort\n",
       "~46F--- segment routing"},
  });
}

TEST(VrpSrv6, SessionsCarrySidsWhereTheyAreTold) {
  const auto family = [](const std::string& lines) {
    return ParseText(kFormat, "#\n" + kPeers + lines + "#\n").config.bgp.vrfs.at(0).neighbors.at(0).families;
  };
  EXPECT_FALSE(family("").back().carries_sids);
  EXPECT_TRUE(family("  peer 2001:db8::2 prefix-sid\n").back().carries_sids);
  EXPECT_FALSE(
      family("  peer 2001:db8::2 prefix-sid\n  undo peer 2001:db8::2 prefix-sid\n").back().carries_sids);
  ExpectMeanings({
      {"option", kPeers + "@  peer 2001:db8::2 prefix-sid advertise-srv6-locator\n",
       "~46F--- segment routing"},
      {"other family",
       "bgp 65000\n peer 2001:db8::2 as-number 65000\n ipv6-family unicast\n@  peer 2001:db8::2 prefix-sid\n",
       "~46F--- segment routing"},
  });
}

TEST(VrpSrv6, WhatIsPrintedReadsTheSame) {
  const std::string text =
      "#\n" + kSrv6 +
      "#\nisis 1\n ipv6 enable\n segment-routing ipv6 locator L\n#\ninterface GE0/1/0\n ipv6 enable\n ipv6 "
      "address "
      "2001:db8:1::1/64\n isis ipv6 enable 1\n#\n" +
      kPeers +
      "  peer 2001:db8::2 prefix-sid\n ipv4-family vpn-instance V\n  segment-routing ipv6 "
      "locator L\n  segment-routing ipv6 best-effort\n#\n" +
      kVpn;
  const routing::DeviceConfig once = ParseText(kFormat, text).config;
  ASSERT_EQ(once.srv6.services.size(), 1U);
  const routing::DeviceConfig again = ParseText(kFormat, Print(once)).config;
  EXPECT_EQ(Dump(again), Dump(once));
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
