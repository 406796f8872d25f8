#include "routing/rib.h"

#include <gtest/gtest.h>

namespace ringfence::routing {
namespace {

net::Prefix P(std::uint32_t third) { return {net::IpAddress::V4(0x0a000000U | third << 8U), 24}; }

TEST(RibTest, RoutesShareHopsAndHopsShareWhatTheyResolveTo) {
  Rib rib;
  const NextHop out[] = {{model::InterfaceIndex(1), {}, false}, {model::InterfaceIndex(2), {}, false}};
  rib.Add({.prefix = P(1)});
  rib.AddHop({.gateway = net::IpAddress::V4(1)}, out);
  rib.AddHopLikeLast({.gateway = net::IpAddress::V4(2)});
  rib.Add({.prefix = P(2)});
  rib.ShareHops(rib.routes()[0]);
  rib.Add({.prefix = P(3)});
  rib.AddHop({.gateway = net::IpAddress::V4(3)}, {out, 1});
  for (const std::uint32_t third : {1U, 2U}) {
    const auto hops = rib.HopsOf(*rib.Find(P(third)));
    ASSERT_EQ(hops.size(), 2U);
    EXPECT_EQ(hops[1].gateway, net::IpAddress::V4(2));
    for (const RouteHop& hop : hops) EXPECT_EQ(rib.ResolvedOf(hop).size(), 2U);
  }
  EXPECT_EQ(rib.HopsOf(*rib.Find(P(3)))[0].gateway, net::IpAddress::V4(3));
  EXPECT_EQ(rib.ResolvedOf(rib.HopsOf(*rib.Find(P(3)))[0]).size(), 1U);
}

}  // namespace
}  // namespace ringfence::routing
