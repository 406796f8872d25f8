// Tables by rows, with what is remembered of the whole network, against whole tables computed from nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "routing/fabric_testing.h"
#include "routing/isis_provider_testing.h"
#include "routing/told_testing.h"

namespace ringfence::routing {
namespace {

/// How many states there were, and how many of them by rows.
struct Count {
  std::size_t states = 0, by_rows = 0;
};

void CompareStates(const World& world, Dice& dice, Count& count) {
  const Network& network = world.network();
  Scratch rows, whole;
  rows.Remember();
  whole.MakeWholeTables();
  for (int n = 0; n < 8; ++n) {
    FailureState failure = n == 0 ? FailureState(network) : SomeLinksDown(network, dice, 3);
    if (n > 0 && dice.OneIn(3))
      failure.FailNode(
          model::NodeId(static_cast<std::size_t>(dice.Below(static_cast<int>(network.nodes().size())))));
    const auto expected = Told(network, world.engine().Compute(failure, whole));
    ASSERT_EQ(Told(network, world.engine().Compute(failure, rows)), expected) << "set " << n;
    ++count.states;
  }
  count.by_rows += rows.states_by_rows();
  EXPECT_EQ(whole.states_by_rows(), 0U);
}

TEST(Rows, SayWhatWholeTablesSay) {
  Count count;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    World world;
    Provider(world, dice, dice.OneIn(3));
    world.Build();
    CompareStates(world, dice, count);
    if (HasFatalFailure()) return;
  }
  // Both ways to a state were tried often.
  EXPECT_GT(count.by_rows, count.states / 5);
  EXPECT_LT(count.by_rows, count.states - count.states / 10);
}

/// Some instance takes routes from tables.
bool FeedsIsis(const Network& network) {
  return std::ranges::any_of(network.nodes(), [](const Node& node) {
    return std::ranges::any_of(node.config.isis.processes, [](const isis::IsisProcess& process) {
      return std::ranges::any_of(process.redistributions, [](const isis::IsisRedistribution& one) {
        return one.source != model::RouteSource::kIsis;
      });
    });
  });
}

TEST(Rows, OfIsisSayWhatWholeTablesSay) {
  Count own, fed;
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    World world;
    IsisProvider(world, dice);
    const Network& network = world.Build();
    CompareStates(world, dice, FeedsIsis(network) ? fed : own);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(own.by_rows, own.states / 3);
  EXPECT_GT(fed.states, own.states / 20);
  EXPECT_EQ(fed.by_rows, 0U) << "what IS-IS takes from tables is found in rounds";
}

/// What tables say about single addresses, asked for in an order that is drawn.
class Asking {
 public:
  Asking(const Network& network, const RoutingState& whole, std::uint32_t seed) : whole_(whole) {
    std::set<net::IpAddress> addresses;
    for (std::size_t t = 0; t < network.tables().size(); ++t) {
      for (const Route& route : whole.rib(TableId(t)).routes()) {
        net::IpAddress inside = route.prefix.address;
        if (route.prefix.length < 32) inside.low += 1;
        addresses.insert(inside);
      }
    }
    for (std::size_t t = 0; t < network.tables().size(); ++t) {
      for (const net::IpAddress& address : addresses) questions_.emplace_back(TableId(t), address);
    }
    std::ranges::shuffle(questions_, std::mt19937(seed));
    questions_.resize((questions_.size() + 2) / 3);
  }

  void Compare(const RoutingState& asked) const {
    for (const auto& [table, address] : questions_)
      ASSERT_EQ(Answer(asked, table, address), Answer(whole_, table, address))
          << "table " << table.value << " address " << net::ToString(address);
    ASSERT_EQ(asked.unsettled(), whole_.unsettled());
  }

 private:
  static std::string Answer(const RoutingState& state, TableId table, const net::IpAddress& address) {
    const FibEntry* entry = state.fib(table).Lookup(address);
    return entry == nullptr ? "nowhere" : TextOf(state.fib(table), *entry);
  }

  RoutingState whole_;
  std::vector<std::pair<TableId, net::IpAddress>> questions_;
};

enum class Kind : std::uint8_t { kFabricNet, kOspfNet, kIsisNet };

void CompareAsked(std::uint32_t seed, Kind kind, Count& count) {
  Dice dice(seed);
  World world;
  if (kind == Kind::kFabricNet) Fabric(world, dice);
  if (kind == Kind::kOspfNet) Provider(world, dice, dice.OneIn(5));
  if (kind == Kind::kIsisNet) IsisProvider(world, dice);
  const Network& network = world.Build();
  Scratch fresh, remembering, whole;
  remembering.Remember();
  whole.MakeWholeTables();
  for (std::uint32_t n = 0; n < 5; ++n) {
    FailureState failure(network);
    if (n > 0)
      failure.FailLink(
          model::LinkId(static_cast<std::size_t>(dice.Below(static_cast<int>(network.links().size())))));
    if (n > 3)
      failure.FailNode(
          model::NodeId(static_cast<std::size_t>(dice.Below(static_cast<int>(network.nodes().size())))));
    const Asking asking(network, world.engine().Compute(failure, whole), seed * 10 + n);
    for (Scratch* scratch : {&fresh, &remembering}) {
      asking.Compare(world.engine().Compute(failure, *scratch));
      if (testing::Test::HasFatalFailure()) return;
    }
    ++count.states;
  }
  count.by_rows += fresh.states_by_rows();
}

TEST(Rows, AskedForInAnyOrderSayWhatWholeTablesSay) {
  for (const Kind kind : {Kind::kFabricNet, Kind::kOspfNet, Kind::kIsisNet}) {
    Count count;
    for (std::uint32_t seed = 1; seed <= 80; ++seed) {
      SCOPED_TRACE("kind " + std::to_string(static_cast<int>(kind)) + " seed " + std::to_string(seed));
      CompareAsked(seed, kind, count);
      if (HasFatalFailure()) return;
    }
    EXPECT_GT(count.by_rows, count.states / 5);
    EXPECT_LT(count.by_rows, count.states - count.states / 20) << "BGP rested on itself in some";
  }
}

}  // namespace
}  // namespace ringfence::routing
