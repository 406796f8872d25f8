// Tables by rows where prefixes have several stable states, against whole tables: random providers to whom
// DISAGREE brings prefixes (Griffin and Wilfong: two prefer what the other says about the prefix of a third),
// some of which matter to BGP itself.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "routing/provider_testing.h"
#include "routing/told_testing.h"

namespace ringfence::routing {
namespace {

constexpr bgp::AsNumber kProvider = 65000;

/// Three AS that disagree about a prefix, at the borders of a provider.
class Disagree {
 public:
  Disagree(World& net, Dice& dice, int number, int routers)
      : net_(net), dice_(dice), number_(number), routers_(routers) {
    for (int i = 0; i < 3; ++i) {
      AddBgp(net, NameOf(i), AsOf(i), "203.0.113." + std::to_string(100 + 10 * number + i));
      net[NameOf(i)].ospf.processes.clear();
    }
    Join(NameOf(0), AsOf(0), NameOf(1), AsOf(1), 0, 0);
    Join(NameOf(0), AsOf(0), NameOf(2), AsOf(2), 0, 0);
    Join(NameOf(1), AsOf(1), NameOf(2), AsOf(2), 200, dice.OneIn(6) ? 0 : 200);
    for (int i = 1; i < 3; ++i) JoinProvider(i);
    Announce();
  }

 private:
  std::string NameOf(int i) const { return std::string(1, "oab"[i]) + std::to_string(number_); }
  bgp::AsNumber AsOf(int i) const { return static_cast<bgp::AsNumber>(64700 + 10 * number_ + i); }

  void JoinProvider(int i) {
    const std::string border = RouterOf(dice_.Below(routers_));
    Join(border, kProvider, NameOf(i), AsOf(i), dice_.OneIn(3) ? 200 : 0, dice_.OneIn(8) ? 150 : 0);
    if (dice_.OneIn(2)) net_.Run(border, port_, 0, 5).passive = true;
  }
  /// Each prefers what the other says, where there is a number.
  void Join(const std::string& a, bgp::AsNumber as_a, const std::string& b, bgp::AsNumber as_b,
            std::uint32_t prefers_a, std::uint32_t prefers_b) {
    const std::string net = "10.6." + std::to_string(number_) + ".";
    const std::string at_a = net + std::to_string(2 * links_), at_b = net + std::to_string(2 * links_ + 1);
    port_ = "d" + std::to_string(number_) + std::to_string(links_++);
    net_.Port(a, port_, at_a + "/31");
    net_.Port(b, port_, at_b + "/31");
    Prefer(a, prefers_a, AddNeighbor(net_, a, at_b, as_b));
    Prefer(b, prefers_b, AddNeighbor(net_, b, at_a, as_a));
  }
  void Prefer(const std::string& name, std::uint32_t preference, bgp::BgpNeighbor& neighbor) {
    if (preference == 0) return;
    model::RouteTerm term{
        .actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = preference}}};
    term.flow = model::TermFlow::kAccept;
    const std::string policy = "prefer-" + port_;
    net_[name].policies.policies.push_back({policy, {std::move(term)}, model::PolicyEnd::kReject, {}});
    neighbor.families[0].import.names = {policy};
  }

  /// A prefix that matters to nobody, most often, or one that tables hold, OSPF brings, or BGP looks up.
  std::string Prefix() {
    const int router = dice_.Below(routers_);
    switch (dice_.Below(12)) {
      case 0:
        return "0.0.0.0/0";
      case 1:
        return LanOf(router);
      case 2:
        return Provider::OfficeOf(router);
      case 3:
        return "10.6." + std::to_string(number_) + ".0/24";  // over the ends of its own sessions
      case 4:
        return "203.0.113.0/24";
      default:
        return "10.5." + std::to_string(number_) + ".0/24";
    }
  }
  void Announce() {
    const std::string prefix = Prefix();
    Networks(NameOf(0)).push_back({.prefix = P(prefix), .needs_route = false, .span = net_.NewSpan()});
    if (!dice_.OneIn(3)) return;
    // Another table has it too, and may bring it into BGP.
    const std::string holder = dice_.OneIn(4) ? NameOf(1 + dice_.Below(2)) : RouterOf(dice_.Below(routers_));
    net_.Static(holder, prefix, "").distance = dice_.OneIn(2) ? 1 : dice_.OneIn(2) ? 50 : 210;
    if (dice_.OneIn(2))
      Networks(holder).push_back({.prefix = P(prefix), .needs_route = true, .span = net_.NewSpan()});
  }
  std::vector<bgp::BgpNetwork>& Networks(const std::string& name) {
    return net_[name].bgp.vrfs[0].families[0].networks;
  }

  World& net_;
  Dice& dice_;
  int number_, routers_, links_ = 0;
  std::string port_;  ///< made last
};

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
