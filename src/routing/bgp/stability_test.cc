#include <gtest/gtest.h>

#include <algorithm>

#include "routing/bgp/by_neighbor_testing.h"
#include "routing/random_testing.h"

namespace ringfence::routing::bgp {
namespace {

TEST(StabilityTest, PrefixesThatRankingsLeaveAloneHaveOneState) {
  constexpr std::string_view kOther = "198.51.100.0/24";
  const Rankings disagree = {{}, {{1, 2, 0}, {1, 0}}, {{2, 1, 0}, {2, 0}}};
  for (const bool ranks_both : {false, true}) {
    BgpWorld world;
    Configure(world, disagree);
    world.Originate("n0", kOther);
    for (const char* name : {"n1", "n2"}) {
      model::PolicySet& policies = world.Node(name).policies;
      model::PrefixList& steered = policies.prefix_lists.emplace_back("steered");
      for (const std::string_view prefix : {kRankedPrefix, kOther}) {
        if (prefix == kOther && !ranks_both) continue;
        const net::Prefix ranked = *net::ParsePrefix(prefix);
        steered.lines.push_back({true, ranked, 24, 24, {}});
      }
      model::RoutePolicy& policy = policies.policies.front();
      for (model::RouteTerm& term : policy.terms) {
        term.all_of.push_back(
            {{model::RouteMatch{.kind = model::RouteMatchKind::kPrefixList, .names = {"steered"}}}});
      }
      policy.end = model::PolicyEnd::kAccept;
    }
    world.Run();
    EXPECT_TRUE(world.engine().HasOtherStableState(world.Index(kRankedPrefix), world, world.scratch));
    EXPECT_EQ(world.engine().HasOtherStableState(world.Index(kOther), world, world.scratch), ranks_both);
  }
}

TEST(StabilityTest, PreferencesByNeighbour) {
  int one_state = 0, several = 0;
  for (std::uint32_t seed = 1; seed <= 1500; ++seed) {
    Dice dice(seed);
    const auto nodes = static_cast<std::uint32_t>(3 + dice.Below(4));
    const ByNeighbor by = RandomByNeighbor(dice, nodes);
    const Rankings rankings = RankingsOf(by);
    if (HasTies(by, rankings)) continue;
    BgpWorld world;
    Configure(world, by);
    world.Originate("n0", kRankedPrefix);
    world.Run();
    const auto stable = StableAssignments(rankings);
    const std::vector<Way> outcome = Outcome(world, nodes);
    const bool other = world.engine().HasOtherStableState(world.Index(kRankedPrefix), world, world.scratch);
    EXPECT_TRUE(outcome.empty() || std::ranges::count(stable, outcome) == 1) << "seed " << seed;
    if (stable.size() != 1) {
      EXPECT_TRUE(other || outcome.empty()) << "seed " << seed << ": " << stable.size() << " stable states";
    }
    one_state += stable.size() == 1 && !other ? 1 : 0;
    several += stable.size() > 1 ? 1 : 0;
  }
  EXPECT_GT(one_state, 200);
  EXPECT_GT(several, 10);
}

TEST(StabilityTest, AnOwnRouteThatIsRankedLowerMayLose) {
  // n1 has a route of its own and prefers whatever it hears; n2 takes the shorter one. Either n2 takes that
  // of n1, and n1 hears nothing, or n2 takes the longer one, and so does n1.
  for (const std::uint32_t preference : {200U, 100U, 1U}) {
    BgpWorld world;
    for (const auto& [name, as] : {std::pair{"n0", 99U}, {"n1", 1U}, {"n2", 2U}, {"n3", 3U}})
      world.Node(name, as);
    world.Join("n0", "n3");
    world.Join("n3", "n2");
    world.Join("n2", "n1");
    world.SetPreference("n1", "n2", preference);
    world.Node("n1").bgp.decision.weight_first = false;
    world.Originate("n0", kRankedPrefix);
    world.Originate("n1", kRankedPrefix);
    world.Run();
    EXPECT_EQ(world.engine().HasOtherStableState(world.Index(kRankedPrefix), world, world.scratch),
              preference == 200)
        << preference;
  }
}

}  // namespace
}  // namespace ringfence::routing::bgp
