#include "routing/bgp/prefix_workers.h"

#include <gtest/gtest.h>

#include "routing/bgp/random_bgp_testing.h"

namespace ringfence::routing::bgp {
namespace {

/// All tables, with the communities of each route.
std::string Tables(const BgpWorld& world) {
  std::string text;
  for (std::uint32_t n = 0; n < kMeshNodes; ++n) {
    for (std::uint32_t p = 0; p < kMeshPrefixes; ++p) {
      const std::string shown = world.Show(MeshNode(n), MeshPrefix(p));
      text += MeshNode(n) + " " + MeshPrefix(p) + " " + shown;
      if (shown != "-") {
        const PathAttributes& attributes = world.AttributesOf(world.Entry(MeshNode(n), MeshPrefix(p)));
        text += " " + world.scratch.pool.TextOf(attributes.standard);
      }
      text += "\n";
    }
  }
  return text;
}

TEST(PrefixWorkersTest, AnyNumberOfThreadsGivesTheSameTables) {
  std::size_t marked = 0;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    BgpWorld alone;
    ConfigureMesh(alone, seed);
    alone.Run();
    const std::string expected = Tables(alone);
    marked += expected.find("65000:") != std::string::npos ? 1U : 0U;
    for (const unsigned threads : {2U, 5U}) {
      BgpWorld world;
      ConfigureMesh(world, seed);
      world.scratch.threads = threads;
      world.Run();
      EXPECT_EQ(Tables(world), expected) << "seed " << seed;
      world.Run();  // with everything remembered
      EXPECT_EQ(Tables(world), expected) << "seed " << seed;
    }
  }
  EXPECT_GT(marked, 10U);
}

TEST(PrefixWorkersTest, NumbersOfBlocksDoNotDependOnWhoSettledWhat) {
  const auto numbers = [] {
    BgpWorld world;
    ConfigureMesh(world, 3);
    world.scratch.threads = 4;
    world.Run();
    std::vector<std::uint32_t> found;
    for (const BgpTable& table : world.scratch.tables) {
      for (const BgpEntry& entry : table.entries) found.push_back(entry.attributes.value);
    }
    return found;
  };
  EXPECT_EQ(numbers(), numbers());
}

TEST(PrefixWorkersTest, AggregatesAndConditionsJoinPrefixes) {
  BgpWorld world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Join("a", "b");
  world.Run();
  FamilyState& state = world.scratch.families.front();
  EXPECT_TRUE(PrefixesAreApart(world.scratch, state));
  state.aggregates.emplace_back();
  EXPECT_FALSE(PrefixesAreApart(world.scratch, state));
  state.aggregates.clear();
  NeighborFamily conditional;
  conditional.conditional.emplace();
  world.scratch.export_classes[state.classes.front()].family = &conditional;
  EXPECT_FALSE(PrefixesAreApart(world.scratch, state));
}

}  // namespace
}  // namespace ringfence::routing::bgp
