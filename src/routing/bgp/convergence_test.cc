#include "routing/bgp/convergence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "routing/bgp/rankings_testing.h"
#include "routing/random_testing.h"

namespace ringfence::routing::bgp {
namespace {

using model::RouteSource;

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
    const bool other = world.engine().HasOtherStableState(world.Index(kRankedPrefix), world, world.scratch);
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
  EXPECT_FALSE(world.engine().HasOtherStableState(world.Index(kRankedPrefix), world, world.scratch));
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
  EXPECT_EQ(oscillations[0].prefix, world.Index(kRankedPrefix));
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
  EXPECT_TRUE(world.engine().HasOtherStableState(world.Index(kRankedPrefix), world, world.scratch));
}

TEST(ConvergenceTest, NewsThatTravelledLessFarIsHeardFirst) {
  // Node 2 takes either way, 3 wants the one by 2 that 2 only takes as long as 3 has not told it of its own.
  const Rankings race = {{}, {{1, 0}}, {{2, 3, 0}, {2, 4, 1, 0}}, {{3, 2, 4, 1, 0}, {3, 0}}, {{4, 1, 0}}};
  ASSERT_EQ(StableAssignments(race).size(), 2U);
  BgpWorld world;
  Configure(world, race);
  world.Run();
  EXPECT_EQ(Outcome(world, 5), (std::vector<Way>{{0}, {1, 0}, {2, 3, 0}, {3, 0}, {4, 1, 0}}));
  EXPECT_TRUE(world.engine().HasOtherStableState(world.Index(kRankedPrefix), world, world.scratch));
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
    world.Originate("n0", kRankedPrefix);
    world.Run();
    EXPECT_FALSE(world.engine().HasOtherStableState(world.Index(kRankedPrefix), world, world.scratch));
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
        {.prefix = P(kRankedPrefix), .as_set = true, .summary_only = summary_only});
    one.Family("b").aggregates.push_back({.prefix = P("203.0.113.0/24")});
    one.Run();
    EXPECT_EQ(one.Show("b", kRankedPrefix), "own path 1");
    EXPECT_TRUE(one.Entry("b", kRankedPrefix).installable);
    EXPECT_EQ(one.Show("c", kRankedPrefix), "via 10.0.1.0 path 2 1");
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
    one.Family("b").aggregates.push_back({.prefix = P(kRankedPrefix), .as_set = as_set});
    one.Family("b").aggregates_yield = yields;
    one.Run();
    return one.Show("b", kRankedPrefix);
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
    one.Originate("a", kRankedPrefix);
    one.Reach("b", "10.0.0.0", 5);
    one.Family("b").aggregates.push_back({.prefix = P(kRankedPrefix), .as_set = true});
    one.Family("b").aggregates_yield = yields;
    one.SetPreference("c", "b", 200);
    one.Run();
    EXPECT_EQ(one.Show("b", kRankedPrefix), "own path 1");
    EXPECT_EQ(one.engine().HasOtherStableState(one.Index(kRankedPrefix), one, one.scratch), yields);
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
    one.Family("b").aggregates.push_back({.prefix = P(kRankedPrefix), .as_set = true});
    one.Family("b").aggregates_yield = all;
    one.Run();
    EXPECT_EQ(one.Show("b", kRankedPrefix), all ? "own path {1 3}" : "own path 1");
    EXPECT_EQ(one.AttributesOf(one.Entry("b", kRankedPrefix)).has_med, all);
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
        {.prefix = P(kRankedPrefix), .summary_only = summary_only, .attribute_policies = {"never"}});
    one.Family("b").aggregates_yield = true;
    one.Run();
    EXPECT_EQ(one.Show("b", kRankedPrefix), "-");
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
    one.Originate("a", kRankedPrefix);
    if (present) one.Originate("a", "203.0.113.0/24");
    one.Node("a").policies.prefix_lists.push_back({"watch", {{true, P("203.0.113.0/24"), 24, 24, {}}}, {}});
    one.Node("a").policies.prefix_lists.push_back({"what", {{true, P(kRankedPrefix), 24, 24, {}}}, {}});
    for (const char* name : {"watch", "what"}) {
      model::RouteTerm term;
      term.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kPrefixList, .names = {name}}}}};
      term.flow = model::TermFlow::kAccept;
      one.Policy("a", name, term, model::PolicyEnd::kReject);
    }
    one.FamilyTowards("a", "b").conditional =
        ConditionalAdvertisement{{{"what"}, false, {}}, {{"watch"}, false, {}}, true, {}};
    one.Run();
    EXPECT_EQ(one.Show("b", kRankedPrefix), present ? "via 10.0.0.0 path 1" : "-");
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
  one.Originate("x", kRankedPrefix);
  one.Originate("y", kRankedPrefix);
  one.Reach("c", "10.0.0.0", 5);
  one.Reach("c", "10.0.1.0", 5);
  one.Family("c").ibgp_paths_max = 4;
  one.Family("c").multipath_relax_as = true;
  one.FamilyTowards("r", "c").add_path_send = one.FamilyTowards("c", "r").add_path_receive = true;
  one.Run();
  EXPECT_EQ(one.Show("c", kRankedPrefix), "via 10.0.0.0 10.0.1.0 path 1");
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
    world.Originate("o", kRankedPrefix);
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
    EXPECT_EQ(world.Show("r", kRankedPrefix).starts_with("?"), way != Loop::kPlain)
        << world.Show("r", kRankedPrefix);
  }
}

/// Live (seed 249): a default route whose attributes are in doubt may be another one, which the policy takes.
TEST(DoubtTest, OutlivesThePolicyThatRejectsWhatIsTold) {
  for (const bool rejects : {false, true}) {
    BgpWorld world;
    world.Node("a", 1);
    world.Node("b", 2);
    world.Join("a", "b");
    world.Originate("a", kRankedPrefix);
    model::RouteTerm some;
    some.all_of = {{{model::RouteMatch{.kind = model::RouteMatchKind::kPrefixList, .names = {"one"}}}}};
    some.flow = model::TermFlow::kAccept;
    world.Node("a").policies.prefix_lists.push_back({"one", {{true, P(kRankedPrefix), 24, 24, {}}}, {}});
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
