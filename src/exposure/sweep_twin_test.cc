// The search over failure sets against the brute force, on random networks.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "base/memory_limit.h"
#include "base/sort_unique.h"
#include "exposure/random_provider_testing.h"
#include "exposure/sweep.h"
#include "routing/twin_seeds_testing.h"

namespace ringfence::exposure {
namespace {

using routing::Dice;

/// c is a customer of p and takes a route to the office of b only when it is not the one of a, which p
/// prefers while it has it. Until then a static route of c discards.
struct Customer : Snapshot {
  Customer() {
    routing::AddBgp(net, "p", 65000, "192.0.2.9");
    net.Loopback("p", "192.0.2.9", 0);
    AddClient("a", "192.0.2.1", model::BgpOrigin::kIgp);
    AddClient("b", "192.0.2.2", model::BgpOrigin::kIncomplete);
    net.Port("b", "office", "10.8.9.1/24");
    AddCustomer();
    AddFlow("talk", "c", "10.7.0.7", "b", "10.8.9.7");
    Build();
  }

 private:
  using Neighbor = routing::bgp::BgpNeighbor;

  void AddClient(const std::string& name, std::string_view id, model::BgpOrigin origin) {
    net.Join("p", name, 0, 1, 1);
    net.Loopback(name, id, 0);
    routing::AddBgp(net, name, 65000, id);
    Announce(name, "10.8.9.0/24").policies = {"mark"};
    AddPolicy(name, "mark", {.actions = {{.kind = model::RouteActionKind::kOrigin, .origin = origin}}});
    routing::AddNeighbor(net, name, "192.0.2.9", 65000).update_source_interface = "lo";
    Neighbor& client = routing::AddNeighbor(net, "p", id, 65000);
    client.update_source_interface = "lo";
    client.families[0].reflector_client = true;
    client.families[0].next_hop_self = routing::bgp::NextHopSelf::kLearnedByEbgp;
  }
  void AddCustomer() {
    net.Port("p", "c", "198.51.100.0/31");
    net.Port("c", "p", "198.51.100.1/31");
    net.Port("c", "hosts", "10.7.0.1/24");
    net["c"].ospf.processes.clear();
    routing::AddBgp(net, "c", 64501, "192.0.2.8");
    net.Static("p", "10.7.0.0/24", "198.51.100.1");
    net.Static("b", "10.7.0.0/24", "10.0.1.0");  // of p on the second link
    net.Static("c", "10.8.9.0/24", "").distance = 250;
    routing::AddNeighbor(net, "p", "198.51.100.1", 64501);
    routing::AddNeighbor(net, "c", "198.51.100.0", 65000).families[0].import.names = {"marked"};
    model::RouteMatch marked{.kind = model::RouteMatchKind::kOrigin,
                             .origins = {model::BgpOrigin::kIncomplete}};
    AddPolicy("c", "marked", {.all_of = {{{marked}}}});
  }
  routing::bgp::BgpNetwork& Announce(const std::string& name, std::string_view prefix) {
    auto& networks = net[name].bgp.vrfs[0].families[0].networks;
    networks.push_back({.prefix = *net::ParsePrefix(prefix), .needs_route = false, .span = net.NewSpan()});
    return networks.back();
  }
  void AddPolicy(const std::string& node, const std::string& name, model::RouteTerm term) {
    term.flow = model::TermFlow::kAccept;
    net[node].policies.policies.push_back({name, {std::move(term)}, model::PolicyEnd::kReject, {}});
  }
};

/// b tells others of a static route to x, but only once the link of the same subnet is down: until then
/// nobody has a route of BGP to it.
struct Standby : Snapshot {
  Standby() {
    for (const auto& [name, id] : {std::pair("p", "192.0.2.9"), {"a", "192.0.2.1"}, {"b", "192.0.2.2"}}) {
      net.Loopback(name, id, 0);
      routing::AddBgp(net, name, 65000, id);
    }
    for (const auto& [name, id] : {std::pair("a", "192.0.2.1"), {"b", "192.0.2.2"}}) {
      net.Join("p", name, 0, 1, 1);
      routing::AddNeighbor(net, name, "192.0.2.9", 65000).update_source_interface = "lo";
      routing::bgp::BgpNeighbor& client = routing::AddNeighbor(net, "p", id, 65000);
      client.update_source_interface = "lo";
      client.families[0].reflector_client = true;
    }
    net.Port("a", "hosts", "10.7.0.1/24");
    net.Run("a", "hosts", 0, 1);
    AddCustomer();
    AddFlow("talk", "a", "10.7.0.7", "x", "10.50.0.9");
    Build();
  }

 private:
  void AddCustomer() {
    net.Port("b", "x", "10.50.0.1/24");
    net.Port("x", "b", "10.50.0.2/24");
    net.Port("b", "x2", "198.51.100.0/31");
    net.Run("b", "x2", 0, 1).passive = true;  // of the next hop that the static route is told with
    net.Port("x", "b2", "198.51.100.1/31");
    net.Port("x", "lo", "10.50.0.9/32", model::InterfaceKind::kLoopback);
    net["x"].ospf.processes.clear();
    net.Static("x", "0.0.0.0/0", "198.51.100.0");
    net.Static("b", "10.50.0.0/24", "198.51.100.1").distance = 250;
    routing::bgp::BgpRedistribution& statics =
        net["b"].bgp.vrfs[0].families[0].redistributions.emplace_back();
    statics.source = model::RouteSource::kStatic;
    statics.span = net.NewSpan();
  }
};

/// What is down whatever fails: most often nothing, else a few units, seldom an interface too.
std::optional<routing::FailureState> DrawOutage(Dice& dice, const RandomProvider& snapshot) {
  if (!dice.OneIn(3)) return std::nullopt;
  routing::FailureState down(*snapshot.world.network);
  for (int draw = 1 + dice.Below(3); draw > 0; --draw) {
    const auto unit = static_cast<std::size_t>(dice.Below(static_cast<int>(snapshot.world.failures.size())));
    Fail(snapshot.world.failures[unit], down);
  }
  if (dice.OneIn(8)) down.FailInterface({model::NodeId(0), model::InterfaceIndex(0)});
  return down;
}

/// What was compared in networks in which certificates are known, and how many these are.
struct Score {
  std::size_t sets = 0, visits = 0, closed = 0, closed_with_outage = 0;
};

/// Routes do not come to rest: which ones are there at the end, by rows or in whole tables, says nothing.
bool IsUnsettled(const FlowOutcome& outcome) {
  return std::ranges::count(outcome.doubts, Doubt::Kind::kUnsettled, &Doubt::kind) > 0;
}

void Compare(std::uint32_t seed, std::uint32_t failures_max, Score& score, ProviderKind kind = {}) {
  Dice dice(seed);
  RandomProvider snapshot(dice, kind);
  const std::optional<routing::FailureState> down = DrawOutage(dice, snapshot);
  const std::unique_ptr<ExposureEngine> owned = down ? std::make_unique<ExposureEngine>(snapshot.world, *down)
                                                     : std::make_unique<ExposureEngine>(snapshot.world);
  const ExposureEngine& engine = *owned;
  const Steer steer = dice.OneIn(2) ? Steer::kComplete : Steer::kOnPath;
  SweepQuery query{{}, {FailureKind::kLink, FailureKind::kNode, FailureKind::kLineSystem}};
  if (dice.OneIn(2)) query.kinds.push_back(FailureKind::kCircuit);
  for (std::uint32_t f = 0; f < 4; ++f) query.flows.push_back({model::FlowId(f), failures_max});
  Evaluators evaluators(engine, 1, steer), others(engine, 1, steer);
  const Sweep found = RunSweep(query, evaluators, {});
  query.every_set = true;
  const Sweep every = RunSweep(query, others, {});
  ASSERT_EQ(found.sets_covered(), every.sets().size());
  const bool known = engine.failures().known();
  score.closed += known ? 1 : 0;
  score.closed_with_outage += known && down ? 1 : 0;
  for (std::size_t set = 0; set < every.sets().size(); ++set) {
    for (const FlowNeed& need : query.flows) {
      score.sets += known ? 1 : 0;
      std::string failed;
      for (const std::uint32_t unit : every.sets()[set])
        failed += " " + snapshot.world.failures[unit].Label();
      const FlowOutcome& by_search = found.OutcomeOf(every.sets()[set], need.flow);
      if (IsUnsettled(by_search) && IsUnsettled(every.outcome(set, need.flow))) continue;
      ASSERT_EQ(by_search, every.outcome(set, need.flow))
          << "seed " << seed << " flow " << need.flow.value << " under" << failed;
    }
  }
  for (std::size_t set = 0; set < found.sets().size(); ++set) {
    for (const FlowNeed& need : query.flows) score.visits += known && found.has(set, need.flow) ? 1 : 0;
  }
}

/// Sets of up to four units, drawn with the dice.
FailureSet DrawSet(Dice& dice, const World& world) {
  FailureSet set;
  const auto units = static_cast<int>(world.failures.size());
  for (int draw = 0; draw < 4; ++draw) set.push_back(static_cast<std::uint32_t>(dice.Below(units)));
  base::SortUnique(set);
  return set;
}

/// Units that certificates named and others, and flows that arrive with other addresses.
struct NextScore {
  std::size_t named = 0, others = 0, translated = 0;
};

/// What FindNext says under a set, against each set of one unit more.
void CompareNext(std::uint32_t seed, NextScore& score, ProviderKind kind = {}) {
  Dice dice(seed);
  RandomProvider snapshot(dice, kind);
  const ExposureEngine engine(snapshot.world);
  if (!engine.failures().known()) return;
  Evaluator light(engine, Steer::kComplete), full(engine, Steer::kComplete);
  const FailureSet before = DrawSet(dice, snapshot.world);
  for (std::uint32_t f = 0; f < snapshot.policy.flows.size(); ++f) {
    light.EnterLightly(before);
    const Evaluator::Result next = light.FindNext(model::FlowId(f));
    full.Enter(before);
    ASSERT_EQ(next.outcome, full.Evaluate(model::FlowId(f))) << "seed " << seed;
    score.translated += full.Trace(model::FlowId(f)).answers && next.outcome.delivered ? 1 : 0;
    for (std::uint32_t unit = 0; unit < snapshot.world.failures.size(); ++unit) {
      if (std::ranges::binary_search(before, unit)) continue;
      const bool may = next.certificate.open || std::ranges::binary_search(next.certificate.units, unit);
      ++(may ? score.named : score.others);
      if (may) continue;
      FailureSet with = before;
      with.insert(std::ranges::upper_bound(with, unit), unit);
      full.Enter(with);
      ASSERT_EQ(next.outcome, full.Evaluate(model::FlowId(f)))
          << "seed " << seed << " flow " << f << " under " << snapshot.world.failures[unit].Label();
    }
  }
}

/// Some flows, kinds and numbers of failures.
SweepQuery DrawQuery(Dice& dice) {
  SweepQuery query;
  for (const FailureKind kind :
       {FailureKind::kLink, FailureKind::kNode, FailureKind::kLineSystem, FailureKind::kCircuit}) {
    if (!dice.OneIn(3)) query.kinds.push_back(kind);
  }
  for (std::uint32_t f = 0; f < 4; ++f) {
    if (!dice.OneIn(4)) query.flows.push_back({model::FlowId(f), static_cast<std::uint32_t>(dice.Below(3))});
  }
  return query;
}

/// The same sets were looked at, with the same outcomes.
void ExpectSameVisits(const Sweep& found, const Sweep& expected, const SweepQuery& query,
                      std::uint32_t seed) {
  ASSERT_EQ(found.sets(), expected.sets()) << "seed " << seed;
  for (std::size_t set = 0; set < found.sets().size(); ++set) {
    for (const FlowNeed& need : query.flows) {
      ASSERT_EQ(found.has(set, need.flow), expected.has(set, need.flow)) << "seed " << seed;
      if (!found.has(set, need.flow)) continue;
      ASSERT_EQ(found.outcome(set, need.flow), expected.outcome(set, need.flow)) << "seed " << seed;
    }
  }
}

/// Searches that know what earlier ones found, against each alone. Counts evaluations of both.
void CompareShared(std::uint32_t seed, std::size_t& shared, std::size_t& alone) {
  Dice dice(seed);
  RandomProvider snapshot(dice);
  const ExposureEngine engine(snapshot.world);
  Evaluators knowing(engine, 1 + static_cast<unsigned>(dice.Below(2)), Steer::kComplete);
  knowing.KeepOutcomes();
  for (int round = 0; round < 3; ++round) {
    SweepQuery query = DrawQuery(dice);
    std::atomic<std::size_t> count = 0;
    query.visit = [&](Evaluator&, const FailureSet&, model::FlowId, const FlowOutcome&) { ++count; };
    const Sweep found = RunSweep(query, knowing, {});
    shared += count.exchange(0);
    Evaluators others(engine, 1, Steer::kComplete);
    const Sweep expected = RunSweep(query, others, {});
    alone += count;
    ExpectSameVisits(found, expected, query, seed);
    if (testing::Test::HasFatalFailure()) return;
    for (const FlowNeed& need : query.flows) {
      std::vector<FlowOutcome> outcomes[2];
      for (const Sweep* sweep : {&found, &expected}) {
        sweep->ForEachSet(need.flow, [&](const FailureSet&, const FlowOutcome& outcome) {
          outcomes[sweep == &found ? 0 : 1].push_back(outcome);
        });
      }
      ASSERT_EQ(outcomes[0], outcomes[1]) << "seed " << seed;
    }
    if (dice.OneIn(3)) knowing.Release();
  }
}

/// A search that is told that a size is enough, against one with so many failures. Counts those that ended
/// before they would have.
void CompareEnded(std::uint32_t seed, std::size_t& early) {
  Dice dice(seed);
  RandomProvider snapshot(dice);
  const ExposureEngine engine(snapshot.world);
  SweepQuery query = DrawQuery(dice);
  const auto last = static_cast<std::uint32_t>(dice.Below(3));
  std::vector<std::uint32_t> asked;
  query.enough = [&](const Sweep& sweep, std::uint32_t size) {
    asked.push_back(size);
    for (const FailureSet& set : sweep.sets()) EXPECT_LE(set.size(), size);
    return size == last;
  };
  Evaluators evaluators(engine, 1 + static_cast<unsigned>(dice.Below(2))), others(engine, 1);
  const Sweep found = RunSweep(query, evaluators, {});
  std::uint32_t most = 0;
  for (FlowNeed& need : query.flows) {
    most = std::max(most, need.failures_max);
    need.failures_max = std::min(need.failures_max, last);
  }
  early += most > last ? 1 : 0;
  std::vector<std::uint32_t> expected_sizes(std::min(most, last) + 1);
  for (std::uint32_t size = 0; size < expected_sizes.size(); ++size) expected_sizes[size] = size;
  ASSERT_EQ(asked, expected_sizes) << "seed " << seed;
  query.enough = {};
  const Sweep expected = RunSweep(query, others, {});
  ExpectSameVisits(found, expected, query, seed);
  ASSERT_EQ(found.sets_covered(), expected.sets_covered()) << "seed " << seed;
  for (const FlowNeed& need : query.flows) ASSERT_EQ(found.needed(need.flow), need.failures_max);
}

TEST(SearchTwin, EqualsTheBruteForce) {
  Score score;
  for (std::uint32_t seed = 1; seed <= routing::Seeds(300); ++seed) {
    Compare(seed, seed % 8 == 0 ? 2 : 1, score);
    if (HasFatalFailure()) return;
  }
  RecordProperty("sets", static_cast<int>(score.sets));
  RecordProperty("visits", static_cast<int>(score.visits));
  EXPECT_GT(score.closed, routing::Seeds(300) / 4) << "certificates were found";
  EXPECT_GT(score.closed_with_outage, routing::Seeds(300) / 20) << "also where something is out already";
  EXPECT_LT(score.visits, score.sets * 9 / 10)
      << "and spared evaluations, though in so small a network most units matter";
}

TEST(SearchTwin, ARouteThatIsBroughtInOnlyUnderAFailureIsFound) {
  const Standby snapshot;
  const ExposureEngine engine(snapshot.world);
  ASSERT_TRUE(engine.failures().known());
  Evaluators evaluators(engine, 1, Steer::kComplete), others(engine, 1, Steer::kComplete);
  SweepQuery query{{{model::FlowId(0), 1}}, {FailureKind::kLink, FailureKind::kNode}};
  const Sweep found = RunSweep(query, evaluators, {});
  query.every_set = true;
  const Sweep every = RunSweep(query, others, {});
  std::size_t changed = 0;
  for (std::size_t set = 0; set < every.sets().size(); ++set) {
    EXPECT_EQ(found.OutcomeOf(every.sets()[set], model::FlowId(0)), every.outcome(set, model::FlowId(0)));
    changed += every.outcome(set, model::FlowId(0)) == every.outcome(0, model::FlowId(0)) ? 0 : 1;
  }
  EXPECT_GE(changed, 1U) << "without the link a reaches x";
}

/// Searches and single steps in networks from this seed on, with IS-IS in every `isis_each`th.
struct Twins {
  Twins(std::uint32_t first, std::uint32_t networks, ProviderKind kind, std::uint32_t isis_each) {
    for (std::uint32_t seed = first; seed < first + networks; ++seed) {
      kind.isis = seed % isis_each == 0;
      Compare(seed, seed % 8 == 0 ? 2 : 1, score, kind);
      CompareNext(seed, next, kind);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  Score score;
  NextScore next;
};

TEST(SearchTwin, OverIsisEqualsTheBruteForce) {
  const Twins twins(6000, routing::Seeds(300) / 3, {}, 1);
  if (HasFatalFailure()) return;
  EXPECT_GT(twins.score.closed, routing::Seeds(300) / 12) << "certificates were found";
  EXPECT_LT(twins.score.visits, twins.score.sets * 19 / 20);
  EXPECT_GT(twins.next.others, twins.next.named / 4) << "units were spared";
}

TEST(SearchTwin, BetweenVrfsEqualsTheBruteForce) {
  const Twins twins(7000, routing::Seeds(300) / 2, {.vpn = true}, 2);
  if (HasFatalFailure()) return;
  EXPECT_GT(twins.score.closed, routing::Seeds(300) / 20) << "certificates were found";
  EXPECT_LT(twins.score.visits, twins.score.sets * 19 / 20);
  EXPECT_GT(twins.next.others, twins.next.named / 8) << "units were spared";
}

TEST(SearchTwin, BehindTranslatedAddressesEqualsTheBruteForce) {
  const Twins twins(8000, routing::Seeds(300) / 3, {.nat = true}, 4);
  if (HasFatalFailure()) return;
  EXPECT_GT(twins.score.closed, routing::Seeds(300) / 12) << "certificates were found";
  EXPECT_GT(twins.next.translated, routing::Seeds(300) / 30) << "and addresses translated";
  EXPECT_LT(twins.score.visits, twins.score.sets * 19 / 20);
  EXPECT_GT(twins.next.others, twins.next.named / 8) << "units were spared";
}

TEST(SearchTwin, EqualsTheBruteForceOfThreeFailures) {
  Score score;
  for (std::uint32_t seed = 1000; seed < 1000 + routing::Seeds(500) / 100; ++seed) {
    Compare(seed, 3, score);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(score.closed, 0U);
}

TEST(SearchTwin, OneMoreFailureEqualsTheBruteForceHoweverManyThereWere) {
  NextScore score;
  for (std::uint32_t seed = 2000; seed < 2000 + routing::Seeds(500) / 4; ++seed) {
    CompareNext(seed, score);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(score.named, 0U);
  EXPECT_GT(score.others, score.named / 4) << "units were spared";
}

TEST(SearchTwin, WhatEarlierSearchesKnowChangesNoAnswer) {
  std::size_t shared = 0, alone = 0;
  for (std::uint32_t seed = 3000; seed < 3000 + routing::Seeds(500) / 20; ++seed) {
    CompareShared(seed, shared, alone);
    if (HasFatalFailure()) return;
  }
  EXPECT_LT(shared, alone * 19 / 20) << "it spares evaluations";
}

TEST(SearchTwin, EndingAtASizeIsASearchOfSoManyFailures) {
  std::size_t early = 0;
  for (std::uint32_t seed = 5000; seed < 5000 + routing::Seeds(500) / 25; ++seed) {
    CompareEnded(seed, early);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(early, routing::Seeds(500) / 100);
}

TEST(SearchTwin, ShortMemoryChangesNoAnswer) {
  for (std::uint32_t seed = 4000; seed < 4000 + routing::Seeds(500) / 50; ++seed) {
    Dice dice(seed);
    RandomProvider snapshot(dice);
    const ExposureEngine engine(snapshot.world);
    const SweepQuery query = DrawQuery(dice);
    Evaluators forgetting(engine, 2), remembering(engine, 2);
    base::LimitMemory(std::uint64_t{1} << 40U, 1);
    EXPECT_EQ(forgetting.ThreadsNow(), 1U);
    const Sweep found = RunSweep(query, forgetting, {});
    base::LimitMemory(0);
    EXPECT_EQ(remembering.ThreadsNow(), 2U);
    const Sweep expected = RunSweep(query, remembering, {});
    ExpectSameVisits(found, expected, query, seed);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(SearchTwin, ARouteOfBgpThatAFailureLetsThroughIsFound) {
  Customer customer;
  const ExposureEngine engine(customer.world);
  ASSERT_TRUE(engine.failures().known());
  Evaluators evaluators(engine, 1);
  const SweepQuery query{{{model::FlowId(0), 1}}, {FailureKind::kLink}};
  const Sweep found = RunSweep(query, evaluators, {});
  EXPECT_FALSE(found.OutcomeOf({}, model::FlowId(0)).delivered);
  EXPECT_TRUE(found.OutcomeOf({customer.Unit("link:a--p")}, model::FlowId(0)).delivered);
}

}  // namespace
}  // namespace ringfence::exposure
