// The proof against all stable states of small networks, where arrival decides between equals and where not.

#include "routing/bgp/bounds_proof.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "routing/bgp/by_neighbor_testing.h"
#include "routing/bgp/waiting.h"

namespace ringfence::routing::bgp {
namespace {

using States = std::vector<std::vector<Way>>;

/// The slow obvious twin: all assignments of ways to nodes in which each has one of the best that it hears.
States StatesOf(const ByNeighbor& world, const Rankings& rankings) {
  return AssignmentsWhere(rankings, [&](const std::vector<Way>& state, std::size_t n) {
    const auto is_told = [&](const Way& way) { return state[way[1]] == Way(way.begin() + 1, way.end()); };
    const auto best = std::ranges::find_if(rankings[n], is_told);
    if (best == rankings[n].end() || state[n].empty()) return best == rankings[n].end() && state[n].empty();
    return is_told(state[n]) && RankOfWay(world, state[n]) == RankOfWay(world, *best);
  });
}

struct Counts {
  int proved = 0, proved_with_doubt = 0, one_state = 0, several = 0;
};

/// Tries one network of the seed.
void Try(std::uint32_t seed, bool oldest_wins, Counts& counts) {
  Dice dice(seed);
  const auto nodes = static_cast<std::uint32_t>(3 + dice.Below(4));
  const ByNeighbor by = RandomByNeighbor(dice, nodes);
  const Rankings rankings = RankingsOf(by);
  if (!oldest_wins && HasTies(by, rankings)) return;
  BgpWorld world;
  Configure(world, by);
  world.Originate("n0", kRankedPrefix);
  for (std::uint32_t n = 0; n < nodes; ++n)
    world.Node("n" + std::to_string(n)).bgp.decision.oldest_external_wins = oldest_wins;
  world.Run();
  const std::vector<Way> outcome = Outcome(world, nodes);
  BgpScratch rows;
  rows.by_rows = rows.is_asked_in_time = true;
  const PrefixIndex prefix = world.Index(kRankedPrefix);
  world.engine().Compute(world, rows);
  world.engine().SettleWaiting(prefix, rows);
  const PrefixResult& result = rows.families[0].ResultOf(prefix);
  const bool proved = !outcome.empty() && BoundsProof(rows.waiting[0]->convergence).Holds(prefix, result);
  const States states = StatesOf(by, rankings);
  bool doubt = false;
  for (std::uint32_t n = 1; n < nodes && proved; ++n) {
    const std::uint32_t speaker = world.engine().plan().SpeakerOf(world.Table("n" + std::to_string(n)));
    const PackedChoice& choice = result.choices[speaker];
    doubt = doubt || choice.doubtful || !(choice.tied_count == 0);
    if (choice.doubtful || choice.tied_count != 0) continue;
    for (const std::vector<Way>& state : states) EXPECT_EQ(state[n], outcome[n]) << "seed " << seed;
  }
  if (proved && !doubt) {
    EXPECT_EQ(states.size(), 1U) << "seed " << seed;
  }
  counts.proved += proved ? 1 : 0;
  counts.proved_with_doubt += proved && doubt ? 1 : 0;
  counts.one_state += states.size() == 1 ? 1 : 0;
  counts.several += states.size() > 1 ? 1 : 0;
}

TEST(BoundsProofTest, EveryProofAgreesWithAllStableStates) {
  Counts counts;
  for (std::uint32_t seed = 1; seed <= 1500; ++seed) Try(seed, false, counts);
  EXPECT_GT(counts.proved * 10, counts.one_state * 9) << counts.proved << " of " << counts.one_state;
  EXPECT_GT(counts.several, 10);
}

TEST(BoundsProofTest, WhereArrivalDecidesWhatIsNotInDoubtIsProved) {
  Counts counts;
  for (std::uint32_t seed = 1; seed <= 1500; ++seed) Try(seed, true, counts);
  EXPECT_GT(counts.proved_with_doubt, 10) << counts.proved << " proved, " << counts.several << " several";
}

}  // namespace
}  // namespace ringfence::routing::bgp
