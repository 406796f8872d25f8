#include "routing/srv6/srv6_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace ringfence::routing::srv6 {
namespace {

net::Prefix P(const char* text) { return *net::ParsePrefix(text); }

TEST(Srv6Plan, AServiceBelongsToOneFamilyOfOneVrf) {
  const Srv6Config config{.services = {{.vrf = "red", .family = net::Family::kIpv4},
                                       {.vrf = "red", .family = net::Family::kIpv6, .takes = true}}};
  ASSERT_NE(ServiceOf(config, "red", net::Family::kIpv6), nullptr);
  EXPECT_TRUE(ServiceOf(config, "red", net::Family::kIpv6)->takes);
  EXPECT_FALSE(ServiceOf(config, "red", net::Family::kIpv4)->takes);
  EXPECT_EQ(ServiceOf(config, "", net::Family::kIpv4), nullptr);
}

TEST(Srv6Plan, BlocksAreKnownPrefixes) {
  Node node;
  node.config.srv6.locators = {{.name = "a", .prefix = P("2001:db8:a::/64")}};
  node.config.srv6.services = {{.vrf = "red", .gives = P("2001:db8:b::/64")}};
  std::vector<Node> nodes = {node};
  base::Diagnostics diagnostics;
  const Network network(std::move(nodes), {}, diagnostics);
  std::vector<net::Prefix> prefixes;
  CollectPrefixes(network, prefixes);
  EXPECT_EQ(prefixes, (std::vector{P("2001:db8:a::/64"), P("2001:db8:b::/64")}));
}

}  // namespace
}  // namespace ringfence::routing::srv6
