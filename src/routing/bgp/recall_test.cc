// Computations with memory against computations without, on random networks under random changes.
#include "routing/bgp/recall.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "routing/bgp/by_neighbor_testing.h"
#include "routing/bgp/random_bgp_testing.h"

namespace ringfence::routing::bgp {
namespace {

/// Everything that a computation says, in words that do not depend on its numbers.
std::vector<std::string> Told(BgpWorld& world, BgpScratch& scratch) {
  std::vector<std::string> told;
  for (std::size_t s = 0; s < world.engine().plan().speakers().size(); ++s) {
    const BgpTable& table = scratch.tables[s];
    for (const BgpEntry& entry : table.entries)
      told.push_back(std::to_string(s) + " " + TextOf(scratch, table, entry));
  }
  for (const PrefixIndex prefix : world.engine().PrefixesWithOtherStates(world, scratch))
    told.push_back("other states of " + std::to_string(prefix));
  for (const Oscillation& one : world.engine().OscillationsOf(scratch))
    told.push_back("oscillates " + std::to_string(one.prefix) + " " + std::to_string(one.speakers.size()));
  return told;
}

/// A scratch that remembers the world as it is.
std::unique_ptr<BgpScratch> MemoryOf(BgpWorld& world) {
  auto scratch = std::make_unique<BgpScratch>();
  scratch->recalls = std::make_shared<Recalls>();
  world.engine().Compute(world, *scratch);
  Told(world, *scratch);
  scratch->recalls->learns = false;
  return scratch;
}

/// What a computation with memory says against one without.
void ExpectSame(BgpWorld& world, BgpScratch& with, const std::string& where) {
  BgpScratch without;
  world.engine().Compute(world, without);
  world.engine().Compute(world, with);
  ASSERT_EQ(Told(world, with), Told(world, without)) << where;
}

TEST(RecallTest, SaysWhatAComputationWithoutMemorySays) {
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    Dice dice(seed);
    Around around(dice);
    BgpWorld& world = around.world;
    world.Build();
    const auto with = MemoryOf(world);
    for (int change = 0; change < 6; ++change) {
      around.Change();
      ExpectSame(world, *with, "seed " + std::to_string(seed) + ", change " + std::to_string(change));
      if (HasFatalFailure()) return;
    }
  }
}

/// The same after each of some failures. Returns how many other states were told of.
std::size_t CompareUnderFailures(BgpWorld& world, Dice& dice, int nodes, const std::string& where) {
  world.Build();
  const auto with = MemoryOf(world);
  std::size_t others = 0;
  for (int change = 0; change < 8; ++change) {
    if (dice.OneIn(4)) world.down.clear();
    world.down.insert(
        {static_cast<std::uint32_t>(dice.Below(nodes)), static_cast<std::uint32_t>(dice.Below(4))});
    ExpectSame(world, *with, where + ", change " + std::to_string(change));
    others += world.engine().PrefixesWithOtherStates(world, *with).size();
  }
  return others;
}

TEST(RecallTest, SaysTheSameOfOtherStatesWherePoliciesPreferNeighbours) {
  std::size_t others = 0;
  for (std::uint32_t seed = 1; seed <= 200 && !HasFailure(); ++seed) {
    Dice dice(seed);
    const int nodes = 4 + dice.Below(6);
    BgpWorld world;
    Configure(world, RandomByNeighbor(dice, static_cast<std::uint32_t>(nodes)));
    for (int n = 0; n < nodes; ++n) {
      world.Originate("n" + std::to_string(n), "198.51." + std::to_string(n) + ".0/24");
      world.Node("n" + std::to_string(n)).bgp.decision.oldest_external_wins = dice.OneIn(3);
    }
    others += CompareUnderFailures(world, dice, nodes, "seed " + std::to_string(seed));
  }
  EXPECT_GT(others, 200U);
}

TEST(RecallTest, SaysTheSameOfOtherStatesInMeshes) {
  std::size_t others = 0;
  for (std::uint32_t seed = 1; seed <= 30 && !HasFailure(); ++seed) {
    Dice dice(seed);
    BgpWorld world;
    ConfigureMesh(world, seed);
    for (std::uint32_t n = 0; n < kMeshNodes; ++n)
      world.Node(MeshNode(n)).bgp.decision.oldest_external_wins = dice.OneIn(3);
    others += CompareUnderFailures(world, dice, kMeshNodes, "seed " + std::to_string(seed));
  }
  EXPECT_GT(others, 200U);
}

/// x - a - b - c: b reflects to both sides what the outside, x, announces to a.
void MakeChain(BgpWorld& world) {
  for (const char* node : {"a", "b", "c"}) world.Node(node, 65000);
  world.Node("x", 1);
  world.Join("a", "b");
  world.Join("b", "c");
  world.Join("a", "x");
  world.FamilyTowards("b", "a").reflector_client = true;
  world.FamilyTowards("b", "c").reflector_client = true;
  world.Originate("x", kAnnounced[0]);
  for (const char* node : {"b", "c"}) world.Reach(node, "10.0.2.1", 5);
}

TEST(RecallTest, WhatNobodyHasSearchedIsSettledAnew) {
  BgpWorld world;
  MakeChain(world);
  world.Build();
  world.scratch.recalls = std::make_shared<Recalls>();
  world.Run();  // and nobody asks for other states of this
  world.scratch.recalls->learns = false;
  world.Reach("c", "10.0.2.1", 50);
  world.Run();
  EXPECT_TRUE(world.engine().PrefixesWithOtherStates(world, world.scratch).empty())
      << "a metric that is not the remembered one is no other state";
}

/// A chain whose ends the outside reaches: which memory stands after what.
class RecallOfAChain : public testing::Test {
 protected:
  RecallOfAChain() {
    MakeChain(world);
    world.Originate("c", kAnnounced[1]);
    world.Reach("a", "10.0.1.1", 5);
    world.Build();
    world.scratch.recalls = std::make_shared<Recalls>();
    world.Run();
    world.engine().PrefixesWithOtherStates(world, world.scratch);
    world.scratch.recalls->learns = false;
  }
  bool Knows(const std::string& prefix) {
    world.Run();
    return world.scratch.recalls->of_family[0].Stands(world.Index(prefix));
  }
  BgpWorld world;
};

TEST_F(RecallOfAChain, NothingHappened) {
  EXPECT_TRUE(Knows(kAnnounced[0]));
  EXPECT_TRUE(Knows(kAnnounced[1]));
}

TEST_F(RecallOfAChain, AMetricThatNobodyComparesDoesNotMatter) {
  world.Reach("c", "10.0.2.1", 50);
  EXPECT_TRUE(Knows(kAnnounced[0]));
}

TEST_F(RecallOfAChain, ANextHopThatIsGoneMatters) {
  world.Unreach("c", "10.0.2.1");
  EXPECT_FALSE(Knows(kAnnounced[0]));
  EXPECT_TRUE(Knows(kAnnounced[1]));
}

TEST_F(RecallOfAChain, ASessionMattersWhereSomethingWasTold) {
  world.down.insert({3, 0});  // x loses its only port
  EXPECT_FALSE(Knows(kAnnounced[0])) << "its origin is gone";
  EXPECT_TRUE(Knows(kAnnounced[1])) << "it only listened";
  EXPECT_EQ(world.Show("x", kAnnounced[1]), "-");
  EXPECT_EQ(world.Show("a", kAnnounced[1]), "via 10.0.1.1");
}

}  // namespace
}  // namespace ringfence::routing::bgp
