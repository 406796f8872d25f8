#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/questions.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// West reaches the next hop of a BGP route of north by a static route that this BGP route makes possible.
/// `behind` is the network the BGP route leads to.
rules::TinyText Circle(const std::string& behind) {
  rules::TinyText text = rules::Tiny();
  text.Replace(
      "configs/west.cfg", "router ospf",
      "ip route 10.77.0.0 255.255.0.0 10.66.0.1\nip route 0.0.0.0 0.0.0.0 10.9.0.1\n"
      "router bgp 1\n neighbor 10.9.0.3 remote-as 2\n neighbor 10.9.0.3 ebgp-multihop 5\nrouter ospf");
  text.Replace("configs/north.cfg", "router ospf",
               "ip route " + behind +
                   " 255.255.255.0 Null0\nroute-map FAR permit 10\n set ip next-hop 10.77.0.1\n"
                   "router bgp 2\n network " +
                   behind +
                   " mask 255.255.255.0\n neighbor 10.9.0.2 remote-as 1\n neighbor 10.9.0.2 ebgp-multihop 5\n"
                   " neighbor 10.9.0.2 route-map FAR out\nrouter ospf");
  return text;
}

TEST(Routes, WhatDoesNotComeToRestIsTold) {
  const auto restless = Load(Circle("10.66.0.0"));
  const auto routes = Routes(*restless, *ReadFailures(*restless, {}), {});
  ASSERT_TRUE(routes.has_value());
  EXPECT_TRUE(routes->unsettled);
  EXPECT_THAT(IdsOf(*restless), ElementsAre("routing-unsettled"));
  const auto calm = Load(Circle("10.67.0.0"));
  EXPECT_FALSE(Routes(*calm, *ReadFailures(*calm, {}), {})->unsettled);
  EXPECT_THAT(IdsOf(*calm), IsEmpty());
}

}  // namespace
}  // namespace ringfence::study
