// Whole tables under failures by the memory of a state, against the same from nothing.
#include "routing/registry_kept.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "routing/disagree_testing.h"
#include "routing/fabric_testing.h"
#include "routing/mixed_testing.h"

namespace ringfence::routing {
namespace {

std::string TextOf(const NextHop& hop) {
  return " [" + std::to_string(hop.interface.value) + (hop.gateway ? " " + net::ToString(*hop.gateway) : "") +
         (hop.discard ? " discard" : "") + (hop.push.valid() ? " labelled" : "") +
         (hop.direct ? " direct]" : "]");
}

/// All that a table says but for the numbers of protocols.
std::string TextOf(const Rib& rib) {
  std::string text;
  for (const Route& route : rib.routes()) {
    text += net::ToString(route.prefix) + " " + std::to_string(static_cast<int>(route.protocol)) + " " +
            std::to_string(route.distance) + "/" + std::to_string(route.metric) +
            (route.ambiguous ? "?" : "") + (route.tag ? " tag " + std::to_string(*route.tag) : "");
    for (const RouteHop& hop : rib.HopsOf(route)) {
      text += " via " + (hop.gateway ? net::ToString(*hop.gateway) : "-") + " " +
              std::to_string(hop.interface.value) + (hop.discard ? " discard" : "");
      for (const NextHop& next : rib.ResolvedOf(hop)) text += TextOf(next);
    }
    text += "\n";
  }
  for (const net::Prefix& prefix : rib.possible()) text += "perhaps " + net::ToString(prefix) + "\n";
  return text;
}

struct Tally {
  std::size_t rows = 0;   ///< of all tables compared
  std::size_t taken = 0;  ///< of these
  std::size_t doubtful = 0, possible = 0;
};

/// Asks for all tables in an order that is drawn.
void Compare(const Network& network, const RoutingState& near, const RoutingState& anew, Dice& dice,
             Tally& tally) {
  ASSERT_EQ(near.unsettled(), anew.unsettled());
  if (near.unsettled()) return;  // of what never rests nothing is believed
  std::vector<std::size_t> order;
  for (std::size_t t = 0; t < network.tables().size(); ++t) order.push_back(t);
  std::ranges::shuffle(order, std::mt19937(static_cast<std::uint32_t>(dice.Below(1000))));
  for (const std::size_t t : order) {
    // A row that somebody asked for before is made already.
    if (dice.OneIn(3)) near.fib(TableId(t)).Lookup(A("203.0.113.9"));
    const Rib& rib = near.rib(TableId(t));
    ASSERT_EQ(TextOf(rib), TextOf(anew.rib(TableId(t)))) << "table " << t;
    ASSERT_EQ(&rib, &near.rib(TableId(t))) << "the same when it is asked for again";
    tally.rows += rib.routes().size();
    tally.possible += rib.possible().size();
    tally.doubtful += static_cast<std::size_t>(std::ranges::count_if(rib.routes(), &Route::ambiguous));
  }
}

FailureState Failure(const Network& network, Dice& dice) {
  FailureState failure(network);
  for (int n = dice.Below(3); n >= 0; --n)
    failure.FailLink(
        model::LinkId(static_cast<std::size_t>(dice.Below(static_cast<int>(network.links().size())))));
  if (dice.OneIn(4))
    failure.FailNode(
        model::NodeId(static_cast<std::size_t>(dice.Below(static_cast<int>(network.nodes().size())))));
  return failure;
}

/// The network under some failures, after a state that is remembered, of which some tables were asked for.
void CompareUnderFailures(const World& world, const Network& network, Dice& dice, Tally& tally) {
  Scratch remembering;
  remembering.Remember();
  const bool has_failed = dice.OneIn(5);  // what is remembered need not be the state without failures
  const RoutingState base =
      world.engine().Compute(has_failed ? Failure(network, dice) : FailureState(network), remembering);
  const bool all = dice.OneIn(2);
  for (std::size_t t = 0; t < network.tables().size(); ++t) {
    if (all || dice.OneIn(2)) base.rib(TableId(t));
  }
  for (int n = 0; n < 6; ++n) {
    const FailureState failure = n == 3 ? FailureState(network) : Failure(network, dice);
    Scratch fresh;
    if (n % 2 == 0) fresh.MakeWholeTables();
    const RoutingState anew = world.engine().Compute(failure, fresh);
    Compare(network, world.engine().Compute(failure, remembering), anew, dice, tally);
    if (testing::Test::HasFatalFailure()) return;
  }
  tally.taken += remembering.rows_taken();
}

Tally CompareAll(std::uint32_t seeds, const std::function<void(World&, Dice&)>& draw) {
  Tally tally;
  for (std::uint32_t seed = 1; seed <= seeds && !testing::Test::HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    World world;
    draw(world, dice);
    const Network& network = world.Build();
    CompareUnderFailures(world, network, dice, tally);
  }
  return tally;
}

TEST(KeptTables, OfFabrics) {
  const Tally tally = CompareAll(40, [](World& world, Dice& dice) { Fabric(world, dice); });
  EXPECT_GT(tally.taken, tally.rows / 10);
  EXPECT_LT(tally.taken, tally.rows / 2);
}

TEST(KeptTables, OfProviders) {
  const Tally tally = CompareAll(80, [](World& world, Dice& dice) { Provider(world, dice, dice.OneIn(5)); });
  EXPECT_GT(tally.taken, tally.rows / 20);
  EXPECT_LT(tally.taken, tally.rows / 2);
}

TEST(KeptTables, WherePrefixesHaveSeveralStates) {
  const Tally tally = CompareAll(60, [](World& world, Dice& dice) {
    const Provider provider(world, dice, dice.OneIn(5));
    for (int i = 0; i < provider.routers() && !dice.OneIn(3); ++i)
      world[RouterOf(i)].static_routes.routes.clear();
    for (int n = 1 + dice.Below(2); n > 0; --n) Disagree(world, dice, n, provider.routers());
  });
  EXPECT_GT(tally.taken, tally.rows / 20);
  EXPECT_LT(tally.taken, tally.rows / 2);
  EXPECT_GT(tally.doubtful, 500U);
  EXPECT_GT(tally.possible, 20U);
}

TEST(KeptTables, OfNetworksOfOneAsWithCustomers) {
  const Tally tally =
      CompareAll(60, [](World& world, Dice& dice) { MixedNetwork(world, dice, {.plain = true}); });
  EXPECT_GT(tally.taken, tally.rows / 10);
}

/// a - b - c, and b - d: what fails between b and d concerns nobody else, but for what d announces.
class KeptChain : public testing::Test {
 protected:
  KeptChain() {
    for (const char* node : {"a", "b", "c", "d"}) {
      AddBgp(world, node, static_cast<bgp::AsNumber>(64500 + node[0]), "192.0.2." + std::to_string(node[0]));
      world.Port(node, "lan", "10.9." + std::to_string(node[0]) + ".1/24");
    }
    Join("a", "b", 1);
    Join("b", "c", 2);
    Join("b", "d", 3);
    Announce("a", "198.51.100.0/24");
    Announce("d", "203.0.113.0/24");
    network = &world.Build();
    scratch.Remember();
    const RoutingState base = world.engine().Compute(FailureState(*network), scratch);
    for (std::size_t t = 0; t < network->tables().size(); ++t) before.push_back(&base.rib(TableId(t)));
  }
  void Join(const std::string& a, const std::string& b, int number) {
    const std::string net = "10.0." + std::to_string(number) + ".";
    const std::string port = "l" + std::to_string(number);
    world.Port(a, port, net + "0/31");
    world.Port(b, port, net + "1/31");
    AddNeighbor(world, a, net + "1", static_cast<bgp::AsNumber>(64500 + b[0]));
    AddNeighbor(world, b, net + "0", static_cast<bgp::AsNumber>(64500 + a[0]));
  }
  void Announce(const std::string& node, const char* prefix) {
    world[node].bgp.vrfs[0].families[0].networks.push_back(
        {.prefix = P(prefix), .needs_route = false, .span = world.NewSpan()});
  }
  World world;
  const Network* network = nullptr;
  Scratch scratch;
  std::vector<const Rib*> before;
};

TEST_F(KeptChain, WhatHasNotChangedIsTheTableItself) {
  const RoutingState same = world.engine().Compute(FailureState(*network), scratch);
  for (std::size_t t = 0; t < before.size(); ++t) EXPECT_EQ(&same.rib(TableId(t)), before[t]);
}

TEST_F(KeptChain, OnlyRowsThatChangedAreMade) {
  FailureState failure(*network);
  for (std::size_t link = 0; link < network->links().size(); ++link) {
    const model::NodeId end = network->links()[link].ends.back().node;
    if (network->nodes()[end.index()].config.device.name == "d" && network->links()[link].ends.size() == 2)
      failure.FailLink(model::LinkId(link));
  }
  const RoutingState state = world.engine().Compute(failure, scratch);
  const std::size_t taken = scratch.rows_taken();
  const Rib& rib = state.rib(TableId(0));
  EXPECT_EQ(rib.Find(P("203.0.113.0/24")), nullptr);
  EXPECT_EQ(rib.routes().size(), before[0]->routes().size() - 1);
  EXPECT_EQ(scratch.rows_taken() - taken, rib.routes().size());
  EXPECT_NE(before[0]->Find(P("203.0.113.0/24")), nullptr) << "what is kept stays";
}

}  // namespace
}  // namespace ringfence::routing
