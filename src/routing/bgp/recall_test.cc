// Computations with memory against computations without, on random networks under random changes.
#include "routing/bgp/recall.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "routing/bgp/bgp_testing.h"
#include "routing/random_testing.h"

namespace ringfence::routing::bgp {
namespace {

const std::vector<std::string> kPrefixes = {"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"};

std::string In(int n) { return "i" + std::to_string(n); }
std::string Out(int n) { return "e" + std::to_string(n); }
/// The far end of a link made by Join.
std::string FarEnd(std::uint32_t link) { return "10.0." + std::to_string(link) + ".1"; }

/// Routers of one AS, some of them reflectors, and neighbours of other AS around it.
class Around {
 public:
  explicit Around(Dice& dice) : dice_(dice), inside_(3 + dice.Below(3)), outside_(2 + dice.Below(2)) {
    for (int n = 0; n < inside_; ++n) world.Node(In(n), 65000);
    for (int n = 0; n < outside_; ++n) world.Node(Out(n), dice.OneIn(3) ? 1 : 1 + static_cast<AsNumber>(n));
    for (int n = 1; n < inside_; ++n) JoinInside(n, dice.Below(n));
    for (int more = dice.Below(inside_); more > 0; --more) {
      const auto [a, b] = dice.Two(inside_);
      JoinInside(a, b);
    }
    for (int n = 0; n < outside_; ++n) {
      for (int more = 1 + dice.Below(2); more > 0; --more) JoinOutside(In(dice.Below(inside_)), Out(n));
    }
    for (const std::string& prefix : kPrefixes) {
      const int several = dice.OneIn(2) ? 2 : 1;
      for (int n = 0; n < several; ++n)
        world.Originate(dice.OneIn(4) ? In(dice.Below(inside_)) : Out(dice.Below(outside_)), prefix);
    }
    for (int n = 0; n < inside_; ++n) {
      world.Node(In(n)).bgp.decision.oldest_external_wins = dice.OneIn(2);
      world.Family(In(n)).ibgp_paths_max = dice.OneIn(4) ? 4 : 1;
      for (const std::string& far : far_ends_) Reach(In(n), far);
    }
  }

  /// Something happens to the network, or ends.
  void Change() {
    const int what = dice_.Below(5);
    if (what == 0) world.down.clear();
    if (what == 1) FailNode(static_cast<std::uint32_t>(dice_.Below(inside_ + outside_)));
    if (what == 2) world.down.insert({static_cast<std::uint32_t>(dice_.Below(inside_)), 0});
    if (what == 3) Reach(In(dice_.Below(inside_)), AnyFarEnd());
    if (what == 4) world.Unreach(In(dice_.Below(inside_)), AnyFarEnd());
  }

  BgpWorld world;

 private:
  void JoinInside(int a, int b) {
    if (!joined_.insert({std::min(a, b), std::max(a, b)}).second) return;
    world.Join(In(a), In(b));
    const int kind = dice_.Below(4);
    if (kind < 2) world.FamilyTowards(In(kind == 0 ? a : b), In(kind == 0 ? b : a)).reflector_client = true;
    if (kind == 2) world.FamilyTowards(In(a), In(b)).reflector_client = true;
    if (kind == 2) world.FamilyTowards(In(b), In(a)).reflector_client = true;
  }
  void JoinOutside(const std::string& border, const std::string& neighbor) {
    if (!border_.insert(border + neighbor).second) return;
    far_ends_.push_back(FarEnd(world.Join(border, neighbor)));
    if (dice_.OneIn(3))
      world.SetPreference(border, neighbor, 50 + 50 * static_cast<std::uint32_t>(dice_.Below(3)));
  }
  const std::string& AnyFarEnd() {
    return far_ends_[static_cast<std::size_t>(dice_.Below(static_cast<int>(far_ends_.size())))];
  }
  void Reach(const std::string& node, const std::string& address) {
    world.Reach(node, address, static_cast<std::uint32_t>(1 + dice_.Below(3)));
  }
  void FailNode(std::uint32_t node) {
    for (std::uint32_t port = 0; port < 12; ++port) world.down.insert({node, port});
  }

  Dice& dice_;
  int inside_, outside_;
  std::set<std::pair<int, int>> joined_;
  std::set<std::string> border_;
  std::vector<std::string> far_ends_;
};

/// Everything that a computation says, in words that do not depend on its numbers.
std::vector<std::string> Told(BgpWorld& world, BgpScratch& scratch) {
  std::vector<std::string> told;
  for (std::size_t s = 0; s < world.engine().plan().speakers().size(); ++s) {
    const BgpTable& table = scratch.tables[s];
    for (const BgpEntry& entry : table.entries) {
      const PathAttributes& attributes =
          scratch.pool[entry.attributes.valid() ? entry.attributes : AttributesId(0)];
      std::string text = std::to_string(s) + " " + std::to_string(entry.prefix) + " " +
                         std::to_string(static_cast<int>(entry.kind)) + (entry.ambiguous ? "?" : "") +
                         (entry.unstable ? "~" : "") + (entry.installable ? "!" : "") + " " +
                         std::to_string(entry.distance) + "/" + std::to_string(entry.med) + " " +
                         std::to_string(attributes.local_preference) + " " +
                         scratch.pool.TextOf(attributes.as_path);
      for (std::uint32_t h = 0; h < entry.hop_count; ++h) {
        const auto& hop = table.hops[entry.first_hop + h].next_hop;
        text += hop ? " " + net::ToString(*hop) : " -";
      }
      told.push_back(text);
    }
  }
  for (const PrefixIndex prefix : world.engine().PrefixesWithOtherStates(world, scratch))
    told.push_back("other states of " + std::to_string(prefix));
  for (const Oscillation& one : world.engine().OscillationsOf(scratch))
    told.push_back("oscillates " + std::to_string(one.prefix) + " " + std::to_string(one.speakers.size()));
  return told;
}

TEST(RecallTest, SaysWhatAComputationWithoutMemorySays) {
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    Dice dice(seed);
    Around around(dice);
    BgpWorld& world = around.world;
    world.Build();
    BgpScratch with;
    with.recalls = std::make_shared<Recalls>();
    world.engine().Compute(world, with);
    Told(world, with);
    with.recalls->learns = false;
    for (int change = 0; change < 6; ++change) {
      around.Change();
      BgpScratch without;
      world.engine().Compute(world, without);
      world.engine().Compute(world, with);
      ASSERT_EQ(Told(world, with), Told(world, without)) << "seed " << seed << ", change " << change;
    }
  }
}

/// A chain whose ends the outside reaches: which memory stands after what.
class RecallOfAChain : public testing::Test {
 protected:
  RecallOfAChain() {
    for (const char* node : {"a", "b", "c"}) world.Node(node, 65000);
    world.Node("x", 1);
    world.Join("a", "b");
    world.Join("b", "c");
    world.Join("a", "x");
    world.FamilyTowards("b", "a").reflector_client = true;
    world.FamilyTowards("b", "c").reflector_client = true;
    world.Originate("x", kPrefixes[0]);
    world.Originate("c", kPrefixes[1]);
    for (const char* node : {"b", "c"}) world.Reach(node, "10.0.2.1", 5);
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
  EXPECT_TRUE(Knows(kPrefixes[0]));
  EXPECT_TRUE(Knows(kPrefixes[1]));
}

TEST_F(RecallOfAChain, AMetricThatNobodyComparesDoesNotMatter) {
  world.Reach("c", "10.0.2.1", 50);
  EXPECT_TRUE(Knows(kPrefixes[0]));
}

TEST_F(RecallOfAChain, ANextHopThatIsGoneMatters) {
  world.Unreach("c", "10.0.2.1");
  EXPECT_FALSE(Knows(kPrefixes[0]));
  EXPECT_TRUE(Knows(kPrefixes[1]));
}

TEST_F(RecallOfAChain, ASessionMattersWhereSomethingWasTold) {
  world.down.insert({3, 0});  // x loses its only port
  EXPECT_FALSE(Knows(kPrefixes[0])) << "its origin is gone";
  EXPECT_TRUE(Knows(kPrefixes[1])) << "it only listened";
  EXPECT_EQ(world.Show("x", kPrefixes[1]), "-");
  EXPECT_EQ(world.Show("a", kPrefixes[1]), "via 10.0.1.1");
}

}  // namespace
}  // namespace ringfence::routing::bgp
