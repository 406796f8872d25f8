// Tables by rows where prefixes have several stable states, against whole tables: random providers to whom
// DISAGREE brings prefixes, some of which matter to BGP itself.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "routing/disagree_testing.h"
#include "routing/told_testing.h"

namespace ringfence::routing {
namespace {

/// Some table has a route of BGP that may be another, in a state that is settled.
bool HasDoubtfulBgp(const Network& network, const RoutingState& state) {
  if (state.unsettled()) return false;
  for (std::size_t t = 0; t < network.tables().size(); ++t) {
    for (const Route& route : state.rib(TableId(t)).routes()) {
      if (IsBgp(route.protocol) && route.ambiguous) return true;
    }
  }
  return false;
}

/// The first that differs; "" when nothing does. Of states that never rest nothing is believed, and what
/// order they are left in hangs on the way there: memory may doubt more of them.
std::string Difference(const std::vector<std::string>& said, const std::vector<std::string>& expected) {
  if (said.front() != expected.front()) return said.front() + " in place of " + expected.front();
  if (said.front() == "unsettled") return "";
  if (said.size() != expected.size()) return "not as many";
  for (std::size_t i = 0; i < said.size(); ++i) {
    if (said[i] != expected[i]) return said[i] + " in place of " + expected[i];
  }
  return "";
}

struct Tally {
  int doubtful = 0, by_rows = 0, remembered = 0;  ///< states: with such routes, of these by rows
};

void Compare(std::uint32_t seed, Tally& tally) {
  Dice dice(seed);
  World world;
  const Provider provider(world, dice, dice.OneIn(5));
  // Static routes that BGP beats send most networks to whole tables.
  for (int i = 0; i < provider.routers() && seed % 3 != 0; ++i)
    world[RouterOf(i)].static_routes.routes.clear();
  for (int n = 1 + dice.Below(2); n > 0; --n) Disagree(world, dice, n, provider.routers());
  const Network& network = world.Build();
  Scratch fresh, remembering, whole;
  remembering.Remember();
  whole.MakeWholeTables();
  for (int n = 0; n < 5; ++n) {
    FailureState failure = n == 0 ? FailureState(network) : SomeLinksDown(network, dice, 2);
    if (n > 2)
      failure.FailNode(
          model::NodeId(static_cast<std::size_t>(dice.Below(static_cast<int>(network.nodes().size())))));
    const RoutingState state = world.engine().Compute(failure, whole);
    const auto expected = Told(network, state);
    const bool doubtful = HasDoubtfulBgp(network, state);
    tally.doubtful += doubtful ? 1 : 0;
    for (Scratch* scratch : {&fresh, &remembering}) {
      const std::size_t before = scratch->states_by_rows();
      ASSERT_EQ(Difference(Told(network, world.engine().Compute(failure, *scratch)), expected), "")
          << "seed " << seed << " set " << n << (scratch == &fresh ? "" : " remembering");
      if (!doubtful || scratch->states_by_rows() == before) continue;
      ++(scratch == &fresh ? tally.by_rows : tally.remembered);
    }
  }
}

TEST(OtherStates, RowsSayWhatWholeTablesSay) {
  Tally tally;
  for (std::uint32_t seed = 1; seed <= 80; ++seed) {
    Compare(seed, tally);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(tally.doubtful, 80);
  // Both ways to a state were tried often, also where it is remembered.
  for (const int by_rows : {tally.by_rows, tally.remembered}) {
    EXPECT_GT(by_rows, tally.doubtful / 5);
    EXPECT_LT(by_rows, tally.doubtful * 19 / 20);
  }
}

}  // namespace
}  // namespace ringfence::routing
