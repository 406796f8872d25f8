// What becomes of `segment-routing` of IS-IS and OSPF.
#include <gtest/gtest.h>

#include <string>

#include "formats/frr/frr.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::frr {
namespace {

const std::string kInterfaces =
    "frr version 8.4.4\ninterface lo\n ip address 10.255.0.1/32\n ip router isis X\n ip ospf area 0\nexit\n"
    "interface p0\n ip address 10.0.0.1/24\n ip router isis X\n ip ospf area 0\nexit\n";

ParsedFile Read(const std::string& text) { return ParseText(kFormat, kInterfaces + text); }
/// The fate of line `number` of what stands behind the interfaces.
model::LineFate LineOf(const ParsedFile& parsed, std::size_t number) {
  return parsed.fates.lines.at(10 + number);
}

const std::string kIsis = "router isis X\n net 49.0001.0000.0000.0001.00\n";
const std::string kOspf = "router ospf\n capability opaque\n";

TEST(FrrSr, DefaultsAreThoseOfTheDaemons) {
  const auto sr =
      Read(kIsis + " segment-routing on\n segment-routing prefix 10.255.0.1/32 index 7\n").config.sr;
  EXPECT_TRUE(sr.enabled && sr.skips_other_routers && sr.sends_bare && sr.carries_igp && sr.carries_bgp);
  EXPECT_EQ(sr.igp, routing::sr::SrIgp::kIsis);
  EXPECT_EQ(sr.process, "X");
  ASSERT_EQ(sr.blocks.size(), 1U);
  EXPECT_EQ(sr.blocks[0].first, 16000U);
  EXPECT_EQ(sr.blocks[0].last, 23999U);
  EXPECT_EQ(sr.over_ldp, routing::sr::OverLdp::kOpen);
  ASSERT_EQ(sr.sids.size(), 1U);
  EXPECT_EQ(sr.sids[0].value, 7U);
  EXPECT_FALSE(sr.sids[0].one_label || sr.sids[0].keeps_last || sr.sids[0].explicit_null);
}

TEST(FrrSr, NothingRunsWithoutTheWordOrOnTakenBack) {
  const std::string sid = " segment-routing prefix 10.255.0.1/32 index 7\n";
  EXPECT_FALSE(Read(kIsis + sid).config.sr.enabled);
  const ParsedFile back = Read(kIsis + " segment-routing on\n" + sid + " no segment-routing on\n");
  EXPECT_FALSE(back.config.sr.enabled);
  EXPECT_EQ(LineOf(back, 3).fate, model::Fate::kModelled);
}

TEST(FrrSr, OspfTellsSidsOfLoopbacksInOpaqueLsas) {
  const std::string lines =
      " segment-routing on\n segment-routing prefix 10.255.0.1/32 index 7\n"
      " segment-routing prefix 10.0.0.0/24 index 8\n";
  const ParsedFile whole = Read(kOspf + lines);
  EXPECT_EQ(whole.config.sr.igp, routing::sr::SrIgp::kOspf);
  EXPECT_EQ(whole.config.sr.process, "1");
  EXPECT_FALSE(whole.config.sr.skips_other_routers);
  EXPECT_EQ(whole.config.sr.sids.size(), 1U);
  EXPECT_EQ(LineOf(whole, 5).fate, model::Fate::kUnmodelled);
  const ParsedFile without = Read("router ospf\n" + lines);
  EXPECT_FALSE(without.config.sr.enabled);
  EXPECT_EQ(LineOf(without, 2).fate, model::Fate::kUnmodelled);
  EXPECT_EQ(Read(kIsis + lines).config.sr.sids.size(), 2U) << "IS-IS tells those of subnets as well";
}

TEST(FrrSr, TwoProcessesOrAVrfOrNarrowMetricsAreNotModelled) {
  const ParsedFile two = Read(kIsis + " segment-routing on\nexit\n" + kOspf + " segment-routing on\n");
  EXPECT_FALSE(two.config.sr.enabled);
  EXPECT_EQ(LineOf(two, 3).fate, model::Fate::kUnmodelled);
  EXPECT_EQ(LineOf(two, 7).fate, model::Fate::kUnmodelled);
  const ParsedFile vrf = Read("router isis X vrf red\n net 49.0001.0000.0000.0001.00\n segment-routing on\n");
  EXPECT_FALSE(vrf.config.sr.enabled);
  EXPECT_EQ(LineOf(vrf, 3).reason, "segment routing in a VRF");
  const ParsedFile narrow = Read(kIsis + " metric-style narrow\n segment-routing on\n");
  EXPECT_FALSE(narrow.config.sr.enabled);
  EXPECT_EQ(LineOf(narrow, 4).impact.bits, model::Impact::kForwarding);
}

}  // namespace
}  // namespace ringfence::formats::frr
