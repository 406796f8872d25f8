#include "routing/bgp/bgp_engine.h"

#include <gtest/gtest.h>

#include "routing/bgp/bgp_testing.h"

namespace ringfence::routing::bgp {
namespace {

TEST(BgpEngineTest, RoutesCrossExternalSessionsWithTheirPath) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Node("c", 3);
  world.Join("a", "b");
  world.Join("b", "c");
  world.Originate("a", "192.0.2.0/24");
  world.Run();
  EXPECT_EQ(world.Show("a", "192.0.2.0/24"), "own");
  EXPECT_EQ(world.Show("b", "192.0.2.0/24"), "via 10.0.0.0 path 1");
  EXPECT_EQ(world.Show("c", "192.0.2.0/24"), "via 10.0.1.0 path 2 1");
  EXPECT_EQ(world.Entry("c", "192.0.2.0/24").distance, 20U);
  EXPECT_TRUE(world.Entry("c", "192.0.2.0/24").installable);
  EXPECT_FALSE(world.Entry("a", "192.0.2.0/24").installable);
  const BgpExplanation why =
      world.engine().Explain(world.Table("c"), world.Index("192.0.2.0/24"), world, world.scratch);
  EXPECT_EQ(why.path.size(), 3U);
  EXPECT_EQ(why.origins, std::set<model::NodeId>{model::NodeId(0)});
  EXPECT_TRUE(why.spans.contains(world.Family("a").networks[0].span));
  EXPECT_TRUE(why.spans.contains(world.Towards("b", "a").remote_as_span));
}

TEST(BgpEngineTest, AFailedInterfaceTakesTheSessionAndItsRoutes) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Join("a", "b");
  world.Originate("a", "192.0.2.0/24");
  world.Run();
  EXPECT_EQ(world.Show("b", "192.0.2.0/24"), "via 10.0.0.0 path 1");
  world.down = {{0, 0}};
  world.Run();
  EXPECT_EQ(world.Show("b", "192.0.2.0/24"), "-");
  EXPECT_EQ(world.Causes(), std::vector<std::string>{"unreachable"});
  world.down.clear();
  world.Run();
  EXPECT_EQ(world.Show("b", "192.0.2.0/24"), "via 10.0.0.0 path 1");
}

TEST(BgpEngineTest, RedistributionTakesTheSubnetsOfNamedInterfaces) {
  BgpWorld world;
  world.Node("a", 1);
  static constexpr std::string_view kOther[] = {"e0"};
  static constexpr std::string_view kOwn[] = {"e1"};
  world.Route("a", "10.1.0.0/24", model::RouteSource::kConnected).interfaces = kOther;
  world.Route("a", "10.2.0.0/24", model::RouteSource::kConnected).interfaces = kOwn;
  BgpRedistribution redistribution;
  redistribution.source = model::RouteSource::kEigrp;
  redistribution.subnets_of = {"e1"};
  world.Family("a").redistributions = {redistribution};
  world.Run();
  EXPECT_EQ(world.Show("a", "10.1.0.0/24"), "-");
  EXPECT_EQ(world.Show("a", "10.2.0.0/24"), "own");
}

}  // namespace
}  // namespace ringfence::routing::bgp
