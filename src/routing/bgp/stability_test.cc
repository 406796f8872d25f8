#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "routing/bgp/rankings_testing.h"
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

/// Nodes joined as in `joined`, each of which ranks what it hears by neighbour, then by length.
struct ByNeighbor {
  std::vector<std::vector<bool>> joined;
  std::vector<std::vector<std::uint32_t>> preference;  ///< [node][neighbour]
};

ByNeighbor RandomByNeighbor(Dice& dice, std::uint32_t nodes) {
  ByNeighbor world{std::vector(nodes, std::vector<bool>(nodes)),
                   std::vector(nodes, std::vector<std::uint32_t>(nodes, 100))};
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    world.joined[a][b] = world.joined[b][a] = a != b;
  };
  const auto any = [&](std::uint32_t limit) {
    return static_cast<std::uint32_t>(dice.Below(static_cast<int>(limit)));
  };
  for (std::uint32_t n = 1; n < nodes; ++n) join(n, any(n));
  for (int more = dice.Below(3); more > 0; --more) join(any(nodes), any(nodes));
  constexpr std::uint32_t kPreferences[] = {1, 100, 100, 200};
  for (auto& row : world.preference) {
    for (std::uint32_t& one : row) one = kPreferences[dice.Below(4)];
  }
  return world;
}

/// All ways without a loop, ranked; nothing where two ways of a node rank the same.
std::optional<Rankings> RankingsOf(const ByNeighbor& world) {
  const auto nodes = static_cast<std::uint32_t>(world.joined.size());
  Rankings rankings(nodes);
  std::vector<Way> growing = {{0}};
  while (!growing.empty()) {
    const Way way = growing.back();
    growing.pop_back();
    for (std::uint32_t n = 1; n < nodes; ++n) {
      if (!world.joined[way.front()][n] || std::ranges::count(way, n) > 0) continue;
      Way longer = {n};
      longer.insert(longer.end(), way.begin(), way.end());
      rankings[n].push_back(longer);
      growing.push_back(longer);
    }
  }
  for (std::uint32_t n = 1; n < nodes; ++n) {
    const auto rank = [&](const Way& way) { return std::pair(~world.preference[n][way[1]], way.size()); };
    std::ranges::sort(rankings[n], {}, rank);
    if (std::ranges::adjacent_find(rankings[n], {}, rank) != rankings[n].end()) return std::nullopt;
  }
  return rankings;
}

TEST(StabilityTest, PreferencesByNeighbour) {
  int one_state = 0, several = 0;
  for (std::uint32_t seed = 1; seed <= 1500; ++seed) {
    Dice dice(seed);
    const auto nodes = static_cast<std::uint32_t>(3 + dice.Below(4));
    const ByNeighbor by = RandomByNeighbor(dice, nodes);
    const std::optional<Rankings> rankings = RankingsOf(by);
    if (!rankings) continue;
    BgpWorld world;
    const auto name = [](std::uint32_t n) { return "n" + std::to_string(n); };
    for (std::uint32_t n = 0; n < nodes; ++n) world.Node(name(n), n == 0 ? 99 : n);
    for (std::uint32_t a = 0; a < nodes; ++a) {
      for (std::uint32_t b = a + 1; b < nodes; ++b) {
        if (by.joined[a][b]) world.Join(name(a), name(b));
      }
    }
    for (std::uint32_t a = 1; a < nodes; ++a) {
      for (std::uint32_t b = 0; b < nodes; ++b) {
        if (by.joined[a][b] && by.preference[a][b] != 100)
          world.SetPreference(name(a), name(b), by.preference[a][b]);
      }
    }
    world.Originate("n0", kRankedPrefix);
    world.Run();
    const auto stable = StableAssignments(*rankings);
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
