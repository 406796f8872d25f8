#include "routing/rib.h"

#include <gtest/gtest.h>

namespace ringfence::routing {
namespace {

net::Prefix P24(std::uint32_t third) { return {net::IpAddress::V4(0x0a000000U | third << 8U), 24}; }

TEST(RibTest, RoutesShareHopsAndEachHopHasItsOwnWays) {
  Rib rib;
  const NextHop out[] = {{model::InterfaceIndex(1), {}, false}, {model::InterfaceIndex(2), {}, false}};
  rib.Add({.prefix = P24(1)});
  rib.AddHop({.gateway = net::IpAddress::V4(1)}, out);
  rib.AddHop({.gateway = net::IpAddress::V4(2)}, {out, 1});
  rib.Add({.prefix = P24(2)});
  rib.ShareHops(rib.routes()[0]);
  rib.Add({.prefix = P24(3)});
  rib.AddHop({.gateway = net::IpAddress::V4(3)}, {out, 1});
  for (const std::uint32_t third : {1U, 2U}) {
    const auto hops = rib.HopsOf(*rib.Find(P24(third)));
    ASSERT_EQ(hops.size(), 2U);
    EXPECT_EQ(hops[1].gateway, net::IpAddress::V4(2));
    EXPECT_EQ(rib.ResolvedOf(hops[0]).size(), 2U);
    EXPECT_EQ(rib.ResolvedOf(hops[1]).size(), 1U);
  }
  EXPECT_EQ(rib.HopsOf(*rib.Find(P24(3)))[0].gateway, net::IpAddress::V4(3));
  EXPECT_TRUE(rib.possible().empty());
  rib.AddPossible(P24(9));
  EXPECT_EQ(rib.possible(), std::vector{P24(9)});
  rib.Clear();
  EXPECT_TRUE(rib.possible().empty());
}

}  // namespace
}  // namespace ringfence::routing
