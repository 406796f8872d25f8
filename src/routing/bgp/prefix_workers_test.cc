#include "routing/bgp/prefix_workers.h"

#include <gtest/gtest.h>

#include <random>

#include "routing/bgp/bgp_testing.h"

namespace ringfence::routing::bgp {
namespace {

constexpr std::uint32_t kNodes = 12;
constexpr std::uint32_t kPrefixes = 24;

std::string NodeName(std::uint32_t n) { return "n" + std::to_string(n); }
std::string PrefixText(std::uint32_t p) { return "192.0." + std::to_string(p) + ".0/24"; }

/// Speakers of several AS, some of them in one, joined at random, with preferences and communities.
void Configure(BgpWorld& world, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto below = [&random](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  for (std::uint32_t n = 0; n < kNodes; ++n) world.Node(NodeName(n), 100 + below(8));
  for (std::uint32_t a = 1; a < kNodes; ++a) {
    world.Join(NodeName(below(a)), NodeName(a));
    const std::uint32_t b = below(kNodes);
    if (b > a) world.Join(NodeName(a), NodeName(b));
  }
  for (std::uint32_t n = 0; n < kNodes; ++n) {
    for (BgpNeighbor& neighbor : world.Vrf(NodeName(n)).neighbors) {
      if (below(4) == 0) world.SetPreference(NodeName(n), neighbor.group, 100 + below(3) * 50);
      if (below(4) != 0) continue;
      const std::string name = "mark-" + neighbor.group;
      model::RouteTerm term;
      term.actions = {{.kind = model::RouteActionKind::kCommunity,
                       .communities = {{"65000:" + std::to_string(below(5))}}}};
      world.Policy(NodeName(n), name, term);
      neighbor.families.front().export_chain.names.push_back(name);
      neighbor.families.front().send_standard = true;
    }
  }
  for (std::uint32_t p = 0; p < kPrefixes; ++p) {
    world.Originate(NodeName(below(kNodes)), PrefixText(p));
    if (below(3) == 0) world.Originate(NodeName(below(kNodes)), PrefixText(p));
  }
}

/// All tables, with the communities of each route.
std::string Tables(const BgpWorld& world) {
  std::string text;
  for (std::uint32_t n = 0; n < kNodes; ++n) {
    for (std::uint32_t p = 0; p < kPrefixes; ++p) {
      const std::string shown = world.Show(NodeName(n), PrefixText(p));
      text += NodeName(n) + " " + PrefixText(p) + " " + shown;
      if (shown != "-") {
        const PathAttributes& attributes = world.AttributesOf(world.Entry(NodeName(n), PrefixText(p)));
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
    Configure(alone, seed);
    alone.Run();
    const std::string expected = Tables(alone);
    marked += expected.find("65000:") != std::string::npos ? 1U : 0U;
    for (const unsigned threads : {2U, 5U}) {
      BgpWorld world;
      Configure(world, seed);
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
    Configure(world, 3);
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
  const VpnPlan& vpn = world.engine().vpn(BgpFamily::kIpv4Unicast);
  FamilyState& state = world.scratch.families.front();
  EXPECT_TRUE(PrefixesAreApart(vpn, world.scratch, state));
  state.aggregates.emplace_back();
  EXPECT_FALSE(PrefixesAreApart(vpn, world.scratch, state));
  state.aggregates.clear();
  NeighborFamily conditional;
  conditional.conditional.emplace();
  world.scratch.export_classes[state.classes.front()].family = &conditional;
  EXPECT_FALSE(PrefixesAreApart(vpn, world.scratch, state));
}

}  // namespace
}  // namespace ringfence::routing::bgp
