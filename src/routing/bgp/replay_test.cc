// Prefixes settled along what was told in another state, against the same settled from nothing.
#include "routing/bgp/replay.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "routing/bgp/by_neighbor_testing.h"
#include "routing/bgp/random_bgp_testing.h"
#include "routing/bgp/recall.h"
#include "routing/bgp/waiting.h"

namespace ringfence::routing::bgp {
namespace {

/// What was tried.
struct Score {
  std::size_t settled = 0;    ///< along what was told
  std::size_t beyond = 0;     ///< settled, after more than the rounds in step
  std::size_t other = 0;      ///< settled, and somebody chooses otherwise than in the remembered state
  std::size_t doubtful = 0;   ///< settled, and somebody is in doubt
  std::size_t late = 0;       ///< settled while a speaker is held back
  std::size_t elsewhere = 0;  ///< of these, elsewhere than without that
};

/// A scratch that remembers the state of the world as it is.
std::unique_ptr<BgpScratch> MemoryOf(BgpWorld& world) {
  auto scratch = std::make_unique<BgpScratch>();
  scratch->by_rows = scratch->is_asked_in_time = true;
  scratch->recalls = std::make_shared<Recalls>();
  world.engine().Compute(world, *scratch);
  world.engine().PrefixesWithOtherStates(world, *scratch);
  scratch->recalls->learns = false;
  return scratch;
}

/// Lets a speaker that is drawn be the last to hear of each prefix, and remembers that as the order which
/// ended elsewhere, whether it did so or not.
void RememberLate(BgpWorld& world, BgpScratch& scratch, Dice& dice) {
  world.engine().Compute(world, scratch);
  ASSERT_NE(scratch.waiting[0], nullptr);
  Convergence& convergence = scratch.waiting[0]->convergence;
  Recall& recall = scratch.recalls->of_family[0];
  const auto resolve = [&](TableId table, AddressId address) { return convergence.Ask(table, address); };
  const auto speakers = static_cast<int>(world.engine().plan().speakers().size());
  for (PrefixIndex prefix = 0; prefix < world.engine().prefixes().size(); ++prefix) {
    if (!convergence.IsBgpPrefix(prefix) || !convergence.TellsChoices(prefix)) continue;
    const Attempt attempt{ActivationOrder::kNews, static_cast<std::uint32_t>(dice.Below(speakers))};
    ReadLog log;
    Trajectory told;
    convergence.Record(&log);
    convergence.Follow(&told);
    PrefixResult outcome = convergence.SettleAlone(prefix, attempt.order, attempt.late);
    convergence.Record(nullptr);
    convergence.Follow(nullptr);
    recall.KeepOther(prefix, true, {.found_by = attempt}, log, resolve);
    recall.KeepElsewhere(prefix, attempt.late, std::move(told), std::move(outcome));
  }
}

void ExpectSame(const PrefixResult& found, const PrefixResult& twin, std::size_t speakers,
                const std::string& where) {
  ASSERT_EQ(found.present, twin.present) << where;
  ASSERT_EQ(found.unstable, twin.unstable) << where;
  ASSERT_EQ(found.cycle, twin.cycle) << where;
  ASSERT_EQ(found.may_be_bgp, twin.may_be_bgp) << where;
  for (std::uint32_t s = 0; s < speakers; ++s)
    ASSERT_TRUE(Convergence::Unpack(found, s) == Convergence::Unpack(twin, s)) << where << " speaker " << s;
}

/// Settles all prefixes under the state of the world in both ways.
void Compare(BgpWorld& world, BgpScratch& scratch, const std::string& where, Score& score) {
  world.engine().Compute(world, scratch);
  ASSERT_NE(scratch.waiting[0], nullptr);
  Convergence& convergence = scratch.waiting[0]->convergence;
  const Recall& recall = scratch.recalls->of_family[0];
  const SessionPlan& plan = world.engine().plan();
  for (PrefixIndex prefix = 0; prefix < world.engine().prefixes().size(); ++prefix) {
    const auto then = recall.HowItSettled(prefix, plan, scratch.families[0]);
    if (!then) continue;
    convergence.ForgetMayBeBgp();
    const std::optional<PrefixResult> found = convergence.SettleByNews(prefix, *then);
    ASSERT_TRUE(found.has_value());
    score.beyond += found->along == nullptr ? 1 : 0;
    convergence.ForgetMayBeBgp();
    PrefixResult twin = convergence.Settle(prefix, ActivationOrder::kNews);
    twin.may_be_bgp = convergence.may_be_bgp();
    ExpectSame(*found, twin, plan.speakers().size(), where + " prefix " + std::to_string(prefix));
    if (testing::Test::HasFatalFailure()) return;
    ++score.settled;
    bool other = false, doubtful = false;
    for (std::uint32_t s = 0; s < plan.speakers().size() && !then->outcome->choices.empty(); ++s) {
      other = other || Convergence::Unpack(*then->outcome, s).routes.size() != found->choices[s].route_count;
      doubtful = doubtful || found->choices[s].doubtful;
    }
    score.other += other ? 1 : 0;
    score.doubtful += doubtful ? 1 : 0;
  }
}

bool SameChoices(const PrefixResult& a, const PrefixResult& b, std::size_t speakers) {
  for (std::uint32_t s = 0; s < speakers; ++s) {
    if (!(Convergence::Unpack(a, s) == Convergence::Unpack(b, s))) return false;
  }
  return true;
}

/// The same with the speakers held back that RememberLate has drawn.
void CompareLate(BgpWorld& world, BgpScratch& scratch, const std::string& where, Score& score) {
  world.engine().Compute(world, scratch);
  ASSERT_NE(scratch.waiting[0], nullptr);
  Convergence& convergence = scratch.waiting[0]->convergence;
  const Recall& recall = scratch.recalls->of_family[0];
  const SessionPlan& plan = world.engine().plan();
  for (PrefixIndex prefix = 0; prefix < world.engine().prefixes().size(); ++prefix) {
    const auto then = recall.HowItEndedElsewhere(prefix, plan, scratch.families[0]);
    if (!then) continue;
    const std::optional<PrefixResult> found = convergence.SettleByNews(prefix, *then);
    if (!found) continue;
    const PrefixResult twin = convergence.SettleAlone(prefix, ActivationOrder::kNews, then->late);
    ASSERT_EQ(found->present, twin.present);
    ASSERT_FALSE(twin.unstable);
    ASSERT_TRUE(SameChoices(*found, twin, plan.speakers().size()))
        << where << " prefix " << prefix << " late " << then->late;
    ++score.late;
    const PrefixResult usual = convergence.Settle(prefix, ActivationOrder::kNews);
    score.elsewhere += SameChoices(*found, usual, plan.speakers().size()) ? 0 : 1;
  }
}

/// Links of random nodes go down, one after the other, and come back now and then.
void FailAtRandom(BgpWorld& world, Dice& dice, int nodes) {
  if (dice.OneIn(4)) world.down.clear();
  const auto node = static_cast<std::uint32_t>(dice.Below(nodes));
  if (dice.OneIn(8)) {
    for (std::uint32_t port = 0; port < 12; ++port) world.down.insert({node, port});
  } else {
    world.down.insert({node, static_cast<std::uint32_t>(dice.Below(4))});
  }
}

/// Routers that prefer and avoid neighbours at random.
struct Neighbors {
  Neighbors(Dice& its_dice, std::uint32_t /*seed*/) : dice(its_dice), nodes(4 + dice.Below(9)) {
    Configure(world, RandomByNeighbor(dice, static_cast<std::uint32_t>(nodes)));
    for (int n = 0; n < nodes; ++n)
      world.Originate("n" + std::to_string(n), "198.51." + std::to_string(n) + ".0/24");
  }
  void Change() { FailAtRandom(world, dice, nodes); }

  BgpWorld world;
  Dice& dice;
  int nodes;
};

/// Meshes of ASes with several routers.
struct Meshes {
  Meshes(Dice& its_dice, std::uint32_t seed) : dice(its_dice) { ConfigureMesh(world, seed); }
  void Change() { FailAtRandom(world, dice, kMeshNodes); }

  BgpWorld world;
  Dice& dice;
};

/// Reflectors with metrics that change.
struct Reflectors : Around {
  Reflectors(Dice& dice, std::uint32_t /*seed*/) : Around(dice) {}
};

enum class Speakers { kAll, kLate };

/// Changes worlds time and again after they were remembered; with kLate a speaker is held back.
template <class Case>
Score Try(std::uint32_t seeds, int changes, Speakers speakers) {
  Score score;
  for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
    Dice dice(seed);
    Case one(dice, seed);
    one.world.Build();
    const auto scratch = MemoryOf(one.world);
    if (speakers == Speakers::kLate) RememberLate(one.world, *scratch, dice);
    for (int change = 0; change < changes; ++change) {
      one.Change();
      const std::string where = "seed " + std::to_string(seed) + " change " + std::to_string(change);
      (speakers == Speakers::kLate ? CompareLate : Compare)(one.world, *scratch, where, score);
      if (testing::Test::HasFatalFailure()) return score;
    }
  }
  return score;
}

TEST(ReplayTest, PoliciesThatPreferAndAvoidNeighbours) {
  const Score score = Try<Neighbors>(150, 10, Speakers::kAll);
  EXPECT_GT(score.settled, 5000U);
  EXPECT_GT(score.other, 500U);
}

TEST(ReplayTest, MeshesOfAsWithSeveralRouters) {
  const Score score = Try<Meshes>(60, 10, Speakers::kAll);
  EXPECT_GT(score.settled, 5000U);
  EXPECT_GT(score.other, 500U);
  EXPECT_GT(score.beyond, 100U) << "some swing in step";
}

TEST(ReplayTest, ReflectorsWithMetricsThatChange) {
  const Score score = Try<Reflectors>(200, 8, Speakers::kAll);
  EXPECT_GT(score.settled, 2000U);
  EXPECT_GT(score.other, 100U);
  EXPECT_GT(score.doubtful, 30U);
}

TEST(ReplayTest, SpeakersThatAreHeldBack) {
  const Score score = Try<Neighbors>(200, 10, Speakers::kLate);
  EXPECT_GT(score.late, 5000U);
  EXPECT_GT(score.elsewhere, 100U);
}

TEST(ReplayTest, SpeakersThatAreHeldBackInMeshes) {
  const Score score = Try<Meshes>(60, 10, Speakers::kLate);
  EXPECT_GT(score.late, 3000U);
  EXPECT_GT(score.elsewhere, 50U);
}

TEST(ReplayTest, SpeakersThatAreHeldBackAmongReflectors) {
  EXPECT_GT(Try<Reflectors>(200, 8, Speakers::kLate).late, 2000U);
}

/// One chain o - a - b: what b hears comes by a alone.
TEST(ReplayTest, WhatIsLostIsLostAllAlong) {
  BgpWorld world;
  for (const auto& [node, as] : {std::pair("o", 1), std::pair("a", 2), std::pair("b", 3)})
    world.Node(node, static_cast<AsNumber>(as));
  world.Join("o", "a");
  world.Join("a", "b");
  world.Originate("o", kAnnounced[0]);
  world.Build();
  const auto scratch = MemoryOf(world);
  world.down.insert({0, 0});
  world.engine().Compute(world, *scratch);
  const auto then = scratch->recalls->of_family[0].HowItSettled(world.Index(kAnnounced[0]),
                                                                world.engine().plan(), scratch->families[0]);
  ASSERT_TRUE(then.has_value());
  const auto found = scratch->waiting[0]->convergence.SettleByNews(world.Index(kAnnounced[0]), *then);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->choices[0].route_count, 1) << "its own";
  EXPECT_EQ(found->choices[1].route_count, 0);
  EXPECT_EQ(found->choices[2].route_count, 0);
}

}  // namespace
}  // namespace ringfence::routing::bgp
