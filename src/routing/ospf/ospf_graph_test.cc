#include "routing/ospf/ospf_graph.h"

#include <gtest/gtest.h>

#include "routing/ospf/adjacency.h"
#include "routing/ospf/ospf_engine.h"

namespace ringfence::routing::ospf {
namespace {

TEST(OspfCostTest, FromBandwidthUnlessConfigured) {
  OspfProcess process;
  OspfInterface ospf;
  model::Interface interface;
  EXPECT_EQ(CostOf(process, ospf, interface), 1U);  // 100 Mbit/s over an assumed 1 Gbit/s, at least 1
  interface.bandwidth_bps = 10'000'000;
  EXPECT_EQ(CostOf(process, ospf, interface), 10U);
  process.reference_bandwidth_bps = 100'000'000'000;
  interface.bandwidth_bps = 64'000;
  EXPECT_EQ(CostOf(process, ospf, interface), kMaxLinkMetric);
  ospf.cost = 7;
  EXPECT_EQ(CostOf(process, ospf, interface), 7U);
  ospf.cost.reset();
  ospf.type = NetworkType::kLoopback;
  interface.bandwidth_bps.reset();
  EXPECT_EQ(CostOf(process, ospf, interface), 0U);
}

TEST(OspfFilterTest, FirstLineDecidesAndTheEndDenies) {
  PrefixFilter filter;
  filter.lines.push_back({false, *net::ParsePrefix("10.1.0.0/16"), 24, 32, {}});
  filter.lines.push_back({true, *net::ParsePrefix("10.0.0.0/8"), 8, 24, {}});
  EXPECT_FALSE(Permits(filter, *net::ParsePrefix("10.1.2.0/24")));
  EXPECT_TRUE(Permits(filter, *net::ParsePrefix("10.1.0.0/20")));
  EXPECT_FALSE(Permits(filter, *net::ParsePrefix("10.2.0.0/25")));
  EXPECT_FALSE(Permits(filter, *net::ParsePrefix("11.0.0.0/8")));
}

TEST(OspfRangeTest, MostSpecificRangeOfTheRightKind) {
  std::vector<AreaRange> ranges(3);
  ranges[0].prefix = *net::ParsePrefix("10.0.0.0/8");
  ranges[1].prefix = *net::ParsePrefix("10.1.0.0/16");
  ranges[2].prefix = *net::ParsePrefix("10.1.2.0/24");
  ranges[2].nssa = true;
  EXPECT_EQ(RangeOf(ranges, *net::ParsePrefix("10.1.2.3/32"), false), &ranges[1]);
  EXPECT_EQ(RangeOf(ranges, *net::ParsePrefix("10.1.2.3/32"), true), &ranges[2]);
  EXPECT_EQ(RangeOf(ranges, *net::ParsePrefix("11.0.0.0/8"), false), nullptr);
}

TEST(OspfAdjacencyRulesTest, UnnumberedEndsNeedNoSubnet) {
  OspfProcess processes[2];
  processes[0].router_id = net::IpAddress::V4(1);
  processes[1].router_id = net::IpAddress::V4(2);
  OspfInterface ospf;
  ospf.type = NetworkType::kPointToPoint;
  OspfArea area;
  model::Interface interface;
  Party a{&processes[0], &ospf, &area, &interface, nullptr, false};
  Party b{&processes[1], &ospf, &area, &interface, nullptr, false};
  ASSERT_TRUE(HellosDiffer(a, b));
  EXPECT_EQ(HellosDiffer(a, b)->what, "subnet");
  a.unnumbered = b.unnumbered = true;
  EXPECT_FALSE(HellosDiffer(a, b));
}

TEST(OspfAdjacencyRulesTest, UnknownMtuAgreesWithAll) {
  OspfInterface ospf;
  model::Interface interface;
  const Party a{nullptr, &ospf, nullptr, &interface, nullptr, false, 9000};
  Party b{nullptr, &ospf, nullptr, &interface, nullptr, false, 0};
  EXPECT_FALSE(DatabasesStop(a, b));
  b.mtu_bytes = 1500;
  EXPECT_TRUE(DatabasesStop(a, b));
}

TEST(OspfAdjacencyRulesTest, OnlyAnAnnouncedLargerMtuStops) {
  OspfInterface silent;
  silent.mtu_announced = false;
  OspfInterface plain;
  model::Interface interface;
  const Party large{nullptr, &silent, nullptr, &interface, nullptr, false, 9000};
  const Party small{nullptr, &plain, nullptr, &interface, nullptr, false, 1500};
  EXPECT_FALSE(DatabasesStop(large, small)) << "0 in the description fits the smaller one";
  const Party small_silent{nullptr, &silent, nullptr, &interface, nullptr, false, 1500};
  const Party large_plain{nullptr, &plain, nullptr, &interface, nullptr, false, 9000};
  EXPECT_TRUE(DatabasesStop(small_silent, large_plain)) << "it checks what it receives";
}

}  // namespace
}  // namespace ringfence::routing::ospf
