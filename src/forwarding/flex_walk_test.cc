// Walks of packets of coloured VPN routes: pe1 - m - pe2 and pe1 - n - pe2, the way over m cheaper by the
// IGP's metric, that over n the only one of algorithm 128. The stacks are derived by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "forwarding/label_walk_testing.h"

namespace ringfence::forwarding {
namespace {

using testing::ElementsAre;

class FlexWalk : public LabelWalk {
 public:
  FlexWalk() {
    net.Loopback("n", "192.0.2.8", 0);
    net.Join("pe1", "n", 0, 100, 100);
    net.Join("n", "pe2", 0, 100, 100);
    std::uint32_t index = 0;
    for (const char* node : {"pe1", "pe2", "m", "n"}) {
      net[node].ldp = {};
      routing::sr::SrConfig& sr = net[node].sr;
      sr.enabled = true;
      sr.igp = routing::sr::SrIgp::kOspf;
      sr.process = "1";
      sr.blocks = {{16000, 16099}};
      sr.skips_other_routers = true;
      if (std::string_view(node) != "m") sr.algorithms.push_back({.number = 128, .told = {}, .span = {}});
      if (++index > 2) continue;
      const net::Prefix loopback = routing::P(routing::VpnWorld::AddressOf(static_cast<int>(index)) + "/32");
      sr.sids.push_back({.prefix = loopback, .value = index});
      sr.sids.push_back({.prefix = loopback, .algorithm = 128, .value = 50 + index});
    }
    net["n"].sr.algorithms[0].told.emplace();
    net["pe1"].sr.steering.push_back({.colour = 7, .algorithm = 128, .span = {}});
  }
  /// Routes of pe2's VRF get the extended community as well.
  void Mark(const std::string& community) { net["pe2"].vrfs[0].export_targets4.push_back(community); }
};

constexpr const char* kVpn = "route 10.2.0.0/24 in table red of pe2";

std::string Ordinary() { return "pe1>m [SID 192.0.2.2/32 | " + std::string(kVpn) + "]"; }
std::string ByAlgorithm() { return "pe1>n [SID 192.0.2.2/32 by algorithm 128 | " + std::string(kVpn) + "]"; }

TEST(FlexWalks, RoutesOfTheColourTakeTheAlgorithm) {
  FlexWalk walk;
  EXPECT_THAT(walk.Story(kSite2),
              ElementsAre(Ordinary(), "m>pe2 [" + std::string(kVpn) + "]", "pe2:delivered"));
  walk.Mark("color:0:7");
  EXPECT_THAT(walk.Story(kSite2),
              ElementsAre(ByAlgorithm(), "n>pe2 [" + std::string(kVpn) + "]", "pe2:delivered"));
  EXPECT_FALSE(walk.ambiguous);
}

TEST(FlexWalks, OtherColoursAreNothingToTheRouter) {
  FlexWalk walk;
  walk.Mark("color:0:8");
  EXPECT_EQ(walk.Story(kSite2).front(), Ordinary());
  EXPECT_FALSE(walk.ambiguous);
}

TEST(FlexWalks, FlagsAndSeveralKnownColoursAreNotComputed) {
  FlexWalk flags;
  flags.Mark("color:16384:7");
  flags.Story(kSite2);
  EXPECT_TRUE(flags.ambiguous);
  FlexWalk two;
  two.net["pe1"].sr.steering.push_back({.colour = 8, .algorithm = 128, .span = {}});
  two.Mark("color:0:7");
  two.Mark("color:0:8");
  two.Story(kSite2);
  EXPECT_TRUE(two.ambiguous);
}

TEST(FlexWalks, WithoutAPathOfTheAlgorithmPacketsGoAsWithoutAColour) {
  for (const int why : {0, 1, 2}) {
    FlexWalk walk;
    walk.Mark("color:0:7");
    if (why == 0) walk.net["n"].sr.algorithms.clear();
    if (why == 1) walk.net["pe2"].sr.sids.pop_back();
    if (why == 2) walk.net["n"].sr.algorithms[0].told->exclude_srlgs = {5};
    if (why == 2)
      walk.net["n"].sr.links.push_back(
          {.interface = "pe2", .groups = {}, .delay_us = {}, .te_metric = {}, .srlgs = {5}});
    EXPECT_EQ(walk.Story(kSite2).front(), Ordinary()) << why;
    EXPECT_FALSE(walk.ambiguous) << why;
  }
}

TEST(FlexWalks, AHeadThatDoesNotTakePartIsNotComputed) {
  FlexWalk walk;
  walk.Mark("color:0:7");
  walk.net["pe1"].sr.algorithms.clear();
  EXPECT_THAT(walk.Story(kSite2), ElementsAre("pe1:no-label"));
  EXPECT_TRUE(walk.ambiguous);
}

TEST(FlexWalks, TheOwnerMayKeepTheLastLabel) {
  FlexWalk walk;
  walk.Mark("color:0:7");
  walk.net["pe2"].sr.sids.back().keeps_last = true;
  EXPECT_THAT(
      walk.Story(kSite2),
      ElementsAre(ByAlgorithm(), "n>pe2 [SID 192.0.2.2/32 by algorithm 128 | " + std::string(kVpn) + "]",
                  "pe2:delivered"));
}

TEST(FlexWalks, UncolouredRoutesOfTheSameNextHopAreNotTakenAlong) {
  // Hops of equal routes are shared between rows, but not on a router that steers.
  FlexWalk walk;
  walk.Mark("color:0:7");
  walk.net.Vrf("pe2", "blue", "65000:9", {"target:65000:1"}, {"target:65000:1"});
  walk.net.BgpOf("pe2", "blue")
      .families[0]
      .redistributions.push_back({.source = model::RouteSource::kConnected});
  walk.net.Port("pe2", "site9", "10.9.0.1/24").vrf = "blue";
  EXPECT_EQ(walk.Story(kSite2).front(), ByAlgorithm());
  EXPECT_EQ(walk.Story("10.9.0.8/29").front(),
            "pe1>m [SID 192.0.2.2/32 | route 10.9.0.0/24 in table blue of pe2]");
  EXPECT_FALSE(walk.ambiguous);
}

TEST(FlexWalks, ABgpRouteOfTheDefaultTableMayBeSteeredToo) {
  FlexWalk walk;
  walk.net.Port("pe1", "hosts", "10.8.0.1/24");
  EXPECT_THAT(walk.Story("192.0.2.2/32", "hosts"),
              ElementsAre("pe1>m [SID 192.0.2.2/32]", "m>pe2", "pe2:delivered"))
      << "the loopback itself is no route of BGP";
  EXPECT_FALSE(walk.ambiguous);
}

}  // namespace
}  // namespace ringfence::forwarding
