#include "routing/bgp/convergence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "routing/bgp/bgp_testing.h"
#include "routing/random_testing.h"

namespace ringfence::routing::bgp {
namespace {

using model::RouteSource;

constexpr std::string_view kPrefix = "192.0.2.0/24";

/// A way to the origin, node 0, as a list of nodes: {1, 2, 0}.
using Way = std::vector<std::uint32_t>;
/// By node: its ways, best first; what is not listed is not accepted. Node 0 has none.
using Rankings = std::vector<std::vector<Way>>;

/// The slow obvious twin (Griffin, Shepherd, Wilfong): all assignments of ways to nodes, tested for
/// stability.
std::vector<std::vector<Way>> StableAssignments(const Rankings& rankings) {
  std::vector<std::vector<Way>> stable;
  std::vector<std::size_t> pick(rankings.size(), 0);
  while (true) {
    std::vector<Way> assignment(rankings.size());
    assignment[0] = {0};
    for (std::size_t n = 1; n < rankings.size(); ++n) {
      if (pick[n] < rankings[n].size()) assignment[n] = rankings[n][pick[n]];
    }
    bool is_stable = true;
    for (std::size_t n = 1; n < rankings.size() && is_stable; ++n) {
      Way best;
      for (const Way& way : rankings[n]) {
        const Way rest(way.begin() + 1, way.end());
        if (assignment[rest.front()] != rest) continue;
        best = way;
        break;
      }
      is_stable = best == assignment[n];
    }
    if (is_stable) stable.push_back(assignment);
    std::size_t n = 1;
    while (n < rankings.size() && ++pick[n] > rankings[n].size()) pick[n++] = 0;
    if (n == rankings.size()) return stable;
  }
}

/// The same problem as configurations: node n is AS n (the origin AS 99), joined with all others; import
/// policies set the preference by path.
void Configure(BgpWorld& world, const Rankings& rankings) {
  const auto name = [](std::uint32_t n) { return "n" + std::to_string(n); };
  const auto as = [](std::uint32_t n) { return n == 0 ? 99 : n; };
  for (std::uint32_t n = 0; n < rankings.size(); ++n) world.Node(name(n), as(n));
  for (std::uint32_t a = 0; a < rankings.size(); ++a) {
    for (std::uint32_t b = a + 1; b < rankings.size(); ++b) world.Join(name(a), name(b));
  }
  world.Originate("n0", kPrefix);
  for (std::uint32_t n = 1; n < rankings.size(); ++n) {
    model::PolicySet& policies = world.Node(name(n)).policies;
    model::RoutePolicy policy{"rank", {}, model::PolicyEnd::kReject, {}};
    std::uint32_t preference = 1000;
    for (const Way& way : rankings[n]) {
      std::string path;
      for (std::size_t i = 1; i < way.size(); ++i) path += (i == 1 ? "" : " ") + std::to_string(as(way[i]));
      policies.as_path_lists.push_back({path, {{true, "^" + path + "$", {}}}, {}});
      model::RouteTerm term;
      term.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kAsPathList, .names = {path}}}}};
      term.actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = preference--}};
      term.flow = model::TermFlow::kAccept;
      policy.terms.push_back(term);
    }
    policies.policies.push_back(policy);
    for (BgpNeighbor& neighbor : world.Vrf(name(n)).neighbors) {
      neighbor.families.front().import = {{"rank"}, false, {}};
    }
  }
}

/// The engine's outcome as ways; an empty vector when it is unstable.
std::vector<Way> Outcome(const BgpWorld& world, std::size_t nodes) {
  std::vector<Way> ways(nodes);
  ways[0] = {0};
  for (std::uint32_t n = 1; n < nodes; ++n) {
    const std::string shown = world.Show("n" + std::to_string(n), kPrefix);
    if (shown.starts_with("~")) return {};
    const auto& entries =
        world.engine().TableOf(world.Table("n" + std::to_string(n)), world.scratch)->entries;
    const auto entry = std::ranges::find(entries, world.Index(kPrefix), &BgpEntry::prefix);
    if (entry == entries.end()) continue;
    ways[n] = {n};
    for (const AsSegment& segment : world.scratch.pool[world.AttributesOf(*entry).as_path]) {
      for (const std::uint32_t number : segment.numbers) ways[n].push_back(number == 99 ? 0 : number);
    }
  }
  return ways;
}

/// Runs engine and twin on one problem and compares.
void Compare(const Rankings& rankings) {
  BgpWorld world;
  Configure(world, rankings);
  world.Run();
  const auto stable = StableAssignments(rankings);
  const std::vector<Way> outcome = Outcome(world, rankings.size());
  if (stable.empty()) {
    EXPECT_TRUE(outcome.empty()) << "nothing is stable, so nothing can be found";
    return;
  }
  if (!outcome.empty()) {
    EXPECT_TRUE(std::ranges::find(stable, outcome) != stable.end());
    const bool other = world.engine().HasOtherStableState(world.Index(kPrefix), world, world.scratch);
    // With one stable state there may be an order that never settles: timing decides all the same.
    EXPECT_TRUE(other || stable.size() == 1) << "another state is stable, and nobody says so";
  }
}

TEST(ConvergenceTest, GoodGadgetSettles) {
  const Rankings good = {{}, {{1, 3, 0}, {1, 0}}, {{2, 1, 0}, {2, 0}}, {{3, 0}}};
  BgpWorld world;
  Configure(world, good);
  world.Run();
  EXPECT_EQ(Outcome(world, 4), (std::vector<Way>{{0}, {1, 3, 0}, {2, 0}, {3, 0}}));
  EXPECT_FALSE(world.engine().HasOtherStableState(world.Index(kPrefix), world, world.scratch));
}

TEST(ConvergenceTest, BadGadgetOscillatesAndIsNamed) {
  const Rankings bad = {{}, {{1, 2, 0}, {1, 0}}, {{2, 3, 0}, {2, 0}}, {{3, 1, 0}, {3, 0}}};
  ASSERT_TRUE(StableAssignments(bad).empty());
  BgpWorld world;
  Configure(world, bad);
  world.Run();
  EXPECT_TRUE(Outcome(world, 4).empty());
  const auto oscillations = world.engine().OscillationsOf(world.scratch);
  ASSERT_EQ(oscillations.size(), 1U);
  EXPECT_EQ(oscillations[0].prefix, world.Index(kPrefix));
  EXPECT_EQ(oscillations[0].speakers,
            (std::vector<TableId>{world.Table("n1"), world.Table("n2"), world.Table("n3")}));
}

TEST(ConvergenceTest, DisagreeHasTwoStableStates) {
  const Rankings disagree = {{}, {{1, 2, 0}, {1, 0}}, {{2, 1, 0}, {2, 0}}};
  ASSERT_EQ(StableAssignments(disagree).size(), 2U);
  BgpWorld world;
  Configure(world, disagree);
  world.Run();
  EXPECT_FALSE(Outcome(world, 3).empty());
  EXPECT_TRUE(world.engine().HasOtherStableState(world.Index(kPrefix), world, world.scratch));
}

TEST(ConvergenceTest, PrefixesThatRankingsLeaveAloneHaveOneState) {
  constexpr std::string_view kOther = "198.51.100.0/24";
  const Rankings disagree = {{}, {{1, 2, 0}, {1, 0}}, {{2, 1, 0}, {2, 0}}};
  for (const bool ranks_both : {false, true}) {
    BgpWorld world;
    Configure(world, disagree);
    world.Originate("n0", kOther);
    for (const char* name : {"n1", "n2"}) {
      model::PolicySet& policies = world.Node(name).policies;
      model::PrefixList& steered = policies.prefix_lists.emplace_back("steered");
      for (const std::string_view prefix : {kPrefix, kOther}) {
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
    EXPECT_TRUE(world.engine().HasOtherStableState(world.Index(kPrefix), world, world.scratch));
    EXPECT_EQ(world.engine().HasOtherStableState(world.Index(kOther), world, world.scratch), ranks_both);
  }
}

TEST(ConvergenceTest, NewsThatTravelledLessFarIsHeardFirst) {
  // Node 2 takes either way, 3 wants the one by 2 that 2 only takes as long as 3 has not told it of its own.
  const Rankings race = {{}, {{1, 0}}, {{2, 3, 0}, {2, 4, 1, 0}}, {{3, 2, 4, 1, 0}, {3, 0}}, {{4, 1, 0}}};
  ASSERT_EQ(StableAssignments(race).size(), 2U);
  BgpWorld world;
  Configure(world, race);
  world.Run();
  EXPECT_EQ(Outcome(world, 5), (std::vector<Way>{{0}, {1, 0}, {2, 3, 0}, {3, 0}, {4, 1, 0}}));
  EXPECT_TRUE(world.engine().HasOtherStableState(world.Index(kPrefix), world, world.scratch));
}

/// All orders of all subsets of `ways`.
std::vector<std::vector<Way>> AllOrders(std::vector<Way> ways) {
  std::vector<std::vector<Way>> orders = {{}};
  std::ranges::sort(ways);
  for (std::uint32_t subset = 1; subset < (1U << ways.size()); ++subset) {
    std::vector<Way> chosen;
    for (std::size_t i = 0; i < ways.size(); ++i) {
      if ((subset >> i & 1U) != 0) chosen.push_back(ways[i]);
    }
    do {
      orders.push_back(chosen);
    } while (std::ranges::next_permutation(chosen).found);
  }
  return orders;
}

TEST(ConvergenceTest, AllRankingsOfTwoNodes) {
  for (const auto& one : AllOrders({{1, 0}, {1, 2, 0}})) {
    for (const auto& two : AllOrders({{2, 0}, {2, 1, 0}})) Compare({{}, one, two});
  }
}

TEST(ConvergenceTest, ManyRankingsOfThreeNodes) {
  const auto one = AllOrders({{1, 0}, {1, 2, 0}, {1, 3, 0}, {1, 2, 3, 0}, {1, 3, 2, 0}});
  const auto two = AllOrders({{2, 0}, {2, 1, 0}, {2, 3, 0}, {2, 1, 3, 0}, {2, 3, 1, 0}});
  const auto three = AllOrders({{3, 0}, {3, 1, 0}, {3, 2, 0}, {3, 1, 2, 0}, {3, 2, 1, 0}});
  std::uint64_t dice = 1;
  const auto roll = [&dice](std::size_t sides) {
    dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((dice >> 33U) % sides);
  };
  for (int i = 0; i < 250; ++i) {
    Compare({{}, one[roll(one.size())], two[roll(two.size())], three[roll(three.size())]});
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

TEST(ConvergenceTest, PreferencesByNeighbour) {
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
    world.Originate("n0", kPrefix);
    world.Run();
    const auto stable = StableAssignments(*rankings);
    const std::vector<Way> outcome = Outcome(world, nodes);
    const bool other = world.engine().HasOtherStableState(world.Index(kPrefix), world, world.scratch);
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

TEST(ConvergenceTest, AnOwnRouteThatIsRankedLowerMayLose) {
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
    world.Originate("n0", kPrefix);
    world.Originate("n1", kPrefix);
    world.Run();
    EXPECT_EQ(world.engine().HasOtherStableState(world.Index(kPrefix), world, world.scratch),
              preference == 200)
        << preference;
  }
}

TEST(ConvergenceTest, ManyRankingsOfFourNodes) {
  Dice dice(4);
  int several = 0;
  for (int i = 0; i < 1500; ++i) {
    Rankings rankings(5);
    for (std::uint32_t n = 1; n < rankings.size(); ++n) {
      // The way of its own last, so that some want the ways of each other.
      for (int more = 1 + dice.Below(3); more > 0; --more) {
        const auto a = static_cast<std::uint32_t>(1 + dice.Below(4));
        const auto b = static_cast<std::uint32_t>(dice.Below(5));
        if (a == n || b == n || a == b) continue;
        const Way way = b == 0 ? Way{n, a, 0} : Way{n, a, b, 0};
        if (std::ranges::count(rankings[n], way) == 0) rankings[n].push_back(way);
      }
      if (!dice.OneIn(4)) rankings[n].push_back({n, 0});
    }
    several += StableAssignments(rankings).size() > 1 ? 1 : 0;
    Compare(rankings);
  }
  EXPECT_GT(several, 50);
}

TEST(ConvergenceTest, MonotoneNetworksSettleTheSameInEveryOrder) {
  std::uint64_t dice = 7;
  const auto roll = [&dice](std::uint32_t sides) {
    dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>((dice >> 33U) % sides);
  };
  for (int i = 0; i < 40; ++i) {
    BgpWorld world;
    const std::uint32_t nodes = 4 + roll(4);
    for (std::uint32_t n = 0; n < nodes; ++n) world.Node("n" + std::to_string(n), n + 1);
    for (std::uint32_t n = 1; n < nodes; ++n)
      world.Join("n" + std::to_string(n), "n" + std::to_string(roll(n)));
    for (std::uint32_t extra = 0; extra < nodes; ++extra) {
      const std::uint32_t a = roll(nodes);
      const std::uint32_t b = roll(nodes);
      if (a != b) world.Join("n" + std::to_string(a), "n" + std::to_string(b));
    }
    for (std::uint32_t n = 0; n < nodes; ++n) {
      world.Node("n" + std::to_string(n)).bgp.decision.oldest_external_wins = false;
    }
    world.Originate("n0", kPrefix);
    world.Run();
    EXPECT_FALSE(world.engine().HasOtherStableState(world.Index(kPrefix), world, world.scratch));
    EXPECT_TRUE(world.engine().OscillationsOf(world.scratch).empty());
  }
}

/// Two nodes joined, the second sees what the first brings in.
class OriginationTest : public testing::Test {
 protected:
  OriginationTest() {
    world.Node("a", 1);
    world.Node("b", 2);
    world.Join("a", "b");
  }
  BgpWorld world;
};

TEST_F(OriginationTest, NetworksNeedTheirRoute) {
  BgpNetwork network;
  network.prefix = P("198.51.100.0/24");
  world.Family("a").networks.push_back(network);
  network.prefix = P("203.0.113.0/24");
  world.Family("a").networks.push_back(network);
  world.Route("a", "203.0.113.0/24", RouteSource::kOspf, 42);
  world.Run();
  EXPECT_EQ(world.Show("b", "198.51.100.0/24"), "-");
  EXPECT_EQ(world.Show("b", "203.0.113.0/24"), "via 10.0.0.0 path 1");
  EXPECT_EQ(world.Entry("b", "203.0.113.0/24").med, 42U);
}

TEST_F(OriginationTest, RedistributionBySourceProcessAndPolicy) {
  world.Route("a", "198.51.100.0/24", RouteSource::kStatic, 3);
  world.Route("a", "203.0.113.0/24", RouteSource::kOspf, 42).process = "1";
  world.Route("a", "203.0.113.128/25", RouteSource::kOspf, 42).process = "2";
  world.Family("a").redistributions.push_back({.source = RouteSource::kStatic, .metric = 9});
  world.Family("a").redistributions.push_back(
      {.source = RouteSource::kOspf, .process = "2", .policies = {"p"}});
  model::RouteTerm term;
  term.actions = {{.kind = model::RouteActionKind::kMetric, .value = 5}};
  term.flow = model::TermFlow::kAccept;
  world.Policy("a", "p", term);
  world.Run();
  EXPECT_EQ(world.Entry("b", "198.51.100.0/24").med, 9U);
  EXPECT_EQ(world.AttributesOf(world.Entry("b", "198.51.100.0/24")).origin, model::BgpOrigin::kIncomplete);
  EXPECT_EQ(world.Show("b", "203.0.113.0/24"), "-");
  EXPECT_EQ(world.Entry("b", "203.0.113.128/25").med, 5U);
}

TEST_F(OriginationTest, AggregatesLiveByTheirContributors) {
  for (const bool summary_only : {false, true}) {
    BgpWorld one;
    one.Node("a", 1);
    one.Node("b", 2);
    one.Node("c", 3);
    one.Join("a", "b");
    one.Join("b", "c");
    one.Originate("a", "192.0.2.0/25");
    one.Family("b").aggregates.push_back(
        {.prefix = P(kPrefix), .as_set = true, .summary_only = summary_only});
    one.Family("b").aggregates.push_back({.prefix = P("203.0.113.0/24")});
    one.Run();
    EXPECT_EQ(one.Show("b", kPrefix), "own path 1");
    EXPECT_TRUE(one.Entry("b", kPrefix).installable);
    EXPECT_EQ(one.Show("c", kPrefix), "via 10.0.1.0 path 2 1");
    EXPECT_EQ(one.Show("c", "192.0.2.0/25"), summary_only ? "-" : "via 10.0.1.0 path 2 1");
    EXPECT_EQ(one.Show("b", "203.0.113.0/24"), "-");
  }
}

/// Seen on running daemons: the aggregate is not made when the path like it came first.
TEST_F(OriginationTest, AnAggregateMayYieldToAPathLikeIt) {
  const auto show = [](bool yields, const char* also_from_a, bool as_set = true) {
    BgpWorld one;
    one.Node("a", 1);
    one.Node("b", 2);
    one.Join("a", "b");
    one.Originate("a", "192.0.2.0/25");
    one.Originate("a", also_from_a);
    one.Family("b").aggregates.push_back({.prefix = P(kPrefix), .as_set = as_set});
    one.Family("b").aggregates_yield = yields;
    one.Run();
    return one.Show("b", kPrefix);
  };
  EXPECT_EQ(show(true, "192.0.2.0/24"), "?own path 1");
  EXPECT_EQ(show(false, "192.0.2.0/24"), "own path 1");
  EXPECT_EQ(show(true, "192.0.2.128/25"), "own path 1");
  EXPECT_EQ(show(true, "192.0.2.0/24", false), "own");  // its path is empty
}

/// Seen on running daemons: while "b" makes its aggregate "c" takes it and keeps the path like it to itself;
/// while it does not, that path comes and keeps it away.
TEST_F(OriginationTest, AnAggregateThatYieldsMayHaveTwoStates) {
  for (const bool yields : {true, false}) {
    BgpWorld one;
    one.Node("a", 1);
    one.Node("b", 2);
    one.Node("c", 2);
    one.Join("a", "c");
    one.Join("b", "c");
    one.Originate("a", "192.0.2.0/25");
    one.Originate("a", kPrefix);
    one.Reach("b", "10.0.0.0", 5);
    one.Family("b").aggregates.push_back({.prefix = P(kPrefix), .as_set = true});
    one.Family("b").aggregates_yield = yields;
    one.SetPreference("c", "b", 200);
    one.Run();
    EXPECT_EQ(one.Show("b", kPrefix), "own path 1");
    EXPECT_EQ(one.engine().HasOtherStableState(one.Index(kPrefix), one, one.scratch), yields);
  }
}

/// Seen on running daemons: a path that is not the best one counts as much.
TEST_F(OriginationTest, AnAggregateMayBeMadeOfAllPaths) {
  for (const bool all : {true, false}) {
    BgpWorld one;
    one.Node("a", 1);
    one.Node("b", 2);
    one.Node("c", 3);
    one.Join("a", "b");
    one.Join("b", "c");
    one.Originate("a", "192.0.2.0/25");
    one.Originate("c", "192.0.2.0/25");
    one.SetPreference("b", "a", 200);
    one.Family("b").aggregates.push_back({.prefix = P(kPrefix), .as_set = true});
    one.Family("b").aggregates_yield = all;
    one.Run();
    EXPECT_EQ(one.Show("b", kPrefix), all ? "own path {1 3}" : "own path 1");
    EXPECT_EQ(one.AttributesOf(one.Entry("b", kPrefix)).has_med, all);
  }
}

/// Seen on running daemons: an aggregate whose route map denies it is not made, and its contributors are
/// sent, but for the one that came last.
TEST_F(OriginationTest, AnAggregateMayBeDeniedByItsPolicy) {
  for (const bool summary_only : {true, false}) {
    BgpWorld one;
    one.Node("a", 1);
    one.Node("b", 2);
    one.Node("c", 3);
    one.Join("a", "b");
    one.Join("b", "c");
    one.Originate("a", "192.0.2.0/25");
    one.Policy("b", "never", {.flow = model::TermFlow::kReject});
    one.Family("b").aggregates.push_back(
        {.prefix = P(kPrefix), .summary_only = summary_only, .attribute_policies = {"never"}});
    one.Family("b").aggregates_yield = true;
    one.Run();
    EXPECT_EQ(one.Show("b", kPrefix), "-");
    EXPECT_EQ(one.Show("c", "192.0.2.0/25"),
              summary_only ? "?via 10.0.1.0 path 2 1" : "via 10.0.1.0 path 2 1");
  }
}

TEST_F(OriginationTest, DefaultsAreMadeForANeighbour) {
  world.FamilyTowards("a", "b").default_originate = true;
  world.Run();
  EXPECT_EQ(world.Show("b", "0.0.0.0/0"), "via 10.0.0.0 path 1");
  EXPECT_EQ(world.Show("a", "0.0.0.0/0"), "-");
}

TEST_F(OriginationTest, ADefaultOnlyWhileThereIsOne) {
  world.FamilyTowards("a", "b").default_originate = true;
  world.FamilyTowards("a", "b").default_originate_if_present = true;
  world.Run();
  EXPECT_EQ(world.Show("b", "0.0.0.0/0"), "-");
}

TEST_F(OriginationTest, SystemsThatExportTheirTable) {
  world.Family("a").exports_from_table = true;
  world.Route("a", "198.51.100.0/24", RouteSource::kStatic);
  world.Route("a", "203.0.113.0/24", RouteSource::kOspf);
  model::RouteTerm term;
  term.all_of = {
      {{model::RouteMatch{.kind = model::RouteMatchKind::kSource, .sources = {RouteSource::kStatic}}}}};
  term.flow = model::TermFlow::kAccept;
  world.Policy("a", "statics", term);
  world.FamilyTowards("a", "b").export_chain.names = {"statics"};
  world.Run();
  EXPECT_EQ(world.Show("a", "198.51.100.0/24"), "-") << "no part of the BGP table";
  EXPECT_EQ(world.Show("b", "198.51.100.0/24"), "via 10.0.0.0 path 1");
  EXPECT_EQ(world.Show("b", "203.0.113.0/24"), "-");
}

TEST_F(OriginationTest, ConditionsLookAtTheTable) {
  for (const bool present : {true, false}) {
    BgpWorld one;
    one.Node("a", 1);
    one.Node("b", 2);
    one.Join("a", "b");
    one.Originate("a", kPrefix);
    if (present) one.Originate("a", "203.0.113.0/24");
    one.Node("a").policies.prefix_lists.push_back({"watch", {{true, P("203.0.113.0/24"), 24, 24, {}}}, {}});
    one.Node("a").policies.prefix_lists.push_back({"what", {{true, P(kPrefix), 24, 24, {}}}, {}});
    for (const char* name : {"watch", "what"}) {
      model::RouteTerm term;
      term.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kPrefixList, .names = {name}}}}};
      term.flow = model::TermFlow::kAccept;
      one.Policy("a", name, term, model::PolicyEnd::kReject);
    }
    one.FamilyTowards("a", "b").conditional =
        ConditionalAdvertisement{{{"what"}, false, {}}, {{"watch"}, false, {}}, true, {}};
    one.Run();
    EXPECT_EQ(one.Show("b", kPrefix), present ? "via 10.0.0.0 path 1" : "-");
  }
}

TEST_F(OriginationTest, AdditionalPathsAreSentToThoseWhoTakeThem) {
  BgpWorld one;
  for (const auto& [name, as] :
       {std::pair("x", 1U), std::pair("y", 2U), std::pair("r", 9U), std::pair("c", 9U)}) {
    one.Node(name, as).bgp.decision.oldest_external_wins = false;
  }
  one.Join("x", "r");
  one.Join("y", "r");
  one.Join("r", "c");
  one.Originate("x", kPrefix);
  one.Originate("y", kPrefix);
  one.Reach("c", "10.0.0.0", 5);
  one.Reach("c", "10.0.1.0", 5);
  one.Family("c").ibgp_paths_max = 4;
  one.Family("c").multipath_relax_as = true;
  one.FamilyTowards("r", "c").add_path_send = one.FamilyTowards("c", "r").add_path_receive = true;
  one.Run();
  EXPECT_EQ(one.Show("c", kPrefix), "via 10.0.0.0 10.0.1.0 path 1");
}

/// Live (tests/live/bgp_live.py, seeds 210 and 222): what a neighbour sends back carries its own address, and
/// wins where it is preferred and its path shows no loop.
TEST(ReturnedRouteTest, IsInDoubtWhereItWouldWin) {
  enum class Loop { kPlain, kTolerated, kTakenOut };
  for (const Loop way : {Loop::kPlain, Loop::kTolerated, Loop::kTakenOut}) {
    BgpWorld world;
    world.Node("o", 1);
    world.Node("r", 1);
    world.Node("x", 2);
    world.Join("o", "r");
    world.Join("r", "x");
    world.Originate("o", kPrefix);
    world.FamilyTowards("o", "r").next_hop_self = NextHopSelf::kAlways;
    world.SetPreference("r", "x", 120);
    if (way == Loop::kTolerated) world.FamilyTowards("r", "x").allow_own_as = 2;
    if (way == Loop::kTakenOut) {
      model::RouteTerm term;
      term.actions = {{.kind = model::RouteActionKind::kAsPathRemove, .numbers = {1}}};
      world.Policy("x", "without", term);
      world.FamilyTowards("x", "r").import.names = {"without"};
    }
    world.Run();
    EXPECT_EQ(world.Show("r", kPrefix).starts_with("?"), way != Loop::kPlain) << world.Show("r", kPrefix);
  }
}

/// Live (seed 249): a default route whose attributes are in doubt may be another one, which the policy takes.
TEST(DoubtTest, OutlivesThePolicyThatRejectsWhatIsTold) {
  for (const bool rejects : {false, true}) {
    BgpWorld world;
    world.Node("a", 1);
    world.Node("b", 2);
    world.Join("a", "b");
    world.Originate("a", kPrefix);
    model::RouteTerm some;
    some.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kPrefixList, .names = {"one"}}}}};
    some.flow = model::TermFlow::kAccept;
    world.Node("a").policies.prefix_lists.push_back({"one", {{true, P(kPrefix), 24, 24, {}}}, {}});
    world.Policy("a", "some", some, model::PolicyEnd::kAccept);
    world.FamilyTowards("a", "b").default_originate = true;
    world.FamilyTowards("a", "b").default_originate_policy = {{"some"}, true, {}};
    model::RouteTerm none;
    none.flow = model::TermFlow::kReject;
    if (rejects) {
      world.Policy("b", "none", none);
      world.FamilyTowards("b", "a").import.names = {"none"};
    }
    world.Run();
    EXPECT_EQ(world.Show("b", "0.0.0.0/0"), rejects ? "?-" : "?via 10.0.0.0 path 1");
  }
}

}  // namespace
}  // namespace ringfence::routing::bgp
