// Outcomes by example, and the sweep over failure sets: order, subsets, any number of threads.

#include "exposure/sweep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "exposure/exposure_testing.h"

namespace ringfence::exposure {
namespace {

using model::ElementKind;
using model::FlowId;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr FlowId kTalk(0);

/// The square with a line system under a--b and one under c--d.
Sweep SweepOf(const ExposureEngine& engine, const SweepQuery& query, unsigned threads,
              const std::function<void(std::size_t, std::size_t)>& progress) {
  Evaluators evaluators(engine, threads);
  return RunSweep(query, evaluators, progress);
}

struct Square : Snapshot {
  Square() {
    AddSquare(*this);
    Add("north", ElementKind::kLineSystem);
    Add("south", ElementKind::kLineSystem);
    AddCircuit("c-north", {"a", "b", {}}, {"b", "a", {}}, {"north"});
    AddCircuit("c-south", {"c", "d", {}}, {"d", "c", {}}, {"south"});
  }
  /// Outcome of the flow with these units down.
  FlowOutcome After(std::vector<std::string_view> labels) {
    FailureSet failed;
    for (std::string_view label : labels) failed.push_back(Unit(label));
    std::ranges::sort(failed);
    const ExposureEngine engine(world);
    Evaluator evaluator(engine);
    evaluator.Enter(failed);
    return evaluator.Evaluate(kTalk);
  }
};

TEST(Outcome, ClearTrafficIsReadOnThePathAndBelowIt) {
  Square square;
  square.Build();
  const FlowOutcome outcome = square.After({});
  EXPECT_TRUE(outcome.delivered && outcome.delivered_all);
  EXPECT_THAT(square.Exposed(outcome, Level::kRead), UnorderedElementsAre("a", "b", "d", "north", "c-north"));
  EXPECT_THAT(square.Exposed(outcome, Level::kAlter),
              UnorderedElementsAre("a", "b", "d", "north", "c-north"));
  EXPECT_THAT(square.Names(outcome.path), UnorderedElementsAre("a", "b", "d", "north"));
  EXPECT_THAT(outcome.doubts, IsEmpty());
}

TEST(Outcome, ALinkDownMovesTheForwardPathAndItsExposure) {
  Square square;
  square.Build();
  const FlowOutcome outcome = square.After({"link:a--b", "link:b--d"});
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_THAT(square.Exposed(outcome, Level::kRead), UnorderedElementsAre("a", "c", "d", "south", "c-south"));
  EXPECT_FALSE(outcome.links.Test(square.net.network().FindLink("a--b").index()));
  EXPECT_TRUE(outcome.links.Test(square.net.network().FindLink("c--d").index()));
}

TEST(Outcome, ALineSystemDownIsItsLinksDown) {
  Square square;
  square.Build();
  EXPECT_EQ(square.After({"line-system:north"}), square.After({"link:a--b"}));
  EXPECT_EQ(square.After({"circuit:c-north"}), square.After({"link:a--b"}));
}

TEST(Outcome, OneDirectionAloneIsNoDelivery) {
  Square square;
  square.Build();
  const FlowOutcome outcome = square.After({"link:a--b"});  // b, asked by d, has no other way back to a
  EXPECT_FALSE(outcome.delivered);
  for (Level level : kLevels) EXPECT_THAT(square.Exposed(outcome, level), IsEmpty()) << NameOf(level);
}

TEST(Outcome, ProtectionBetweenHostsHidesContentNotMetadata) {
  Square square;
  square.policy.flows[0].end_to_end_confidentiality = true;
  square.Build();
  const FlowOutcome outcome = square.After({});
  EXPECT_THAT(square.Exposed(outcome, Level::kRead), UnorderedElementsAre("a", "d"))
      << "the hosts themselves";
  EXPECT_THAT(square.Exposed(outcome, Level::kMeta), UnorderedElementsAre("a", "b", "d", "north", "c-north"));
  EXPECT_THAT(square.Exposed(outcome, Level::kAlter), UnorderedElementsAre("a", "b", "d", "north", "c-north"))
      << "integrity was not stated";
}

TEST(Outcome, MacsecHidesFromBelowTheLinkWhenBothEndsInsist) {
  for (bool both : {false, true}) {
    Square square;
    square.net["a"].device.interfaces[0].macsec = true;
    square.net["b"].device.interfaces[0].macsec = both;
    square.Build();
    const FlowOutcome outcome = square.After({});
    const std::size_t north = square.world.FindElement("north").index();
    EXPECT_EQ(outcome.exposed[IndexOf(Level::kRead)].Test(north), !both);
    EXPECT_TRUE(outcome.exposed[IndexOf(Level::kMeta)].Test(north));
    EXPECT_EQ(VolumeOnly(outcome, square.world.inherit).Test(north), both) << "volume and time remain";
    EXPECT_TRUE(outcome.exposed[IndexOf(Level::kRead)].Test(square.world.FindElement("b").index()));
  }
}

TEST(Outcome, SteerReachesWhoseStatementsRoutesRestOnWhenAsked) {
  Square square;
  square.Build();
  const ExposureEngine engine(square.world);
  Evaluator evaluator(engine, Steer::kComplete);
  evaluator.Enter(FailureSet{});
  const FlowOutcome outcome = evaluator.Evaluate(kTalk);
  EXPECT_THAT(square.Exposed(outcome, Level::kSteer), UnorderedElementsAre("a", "b", "d"))
      << "static routes rest on the nodes that state them";
}

TEST(Outcome, AnOutsideNextHopIsADoubt) {
  Square square;
  square.net.Port("b", "uplink", "203.0.113.1/30");
  square.net["b"].static_routes.routes[1].next_hop = routing::A("203.0.113.2");  // was: to d
  square.Build();
  const FlowOutcome outcome = square.After({});
  EXPECT_FALSE(outcome.delivered);
  ASSERT_EQ(outcome.doubts.size(), 1U);
  EXPECT_EQ(outcome.doubts[0].kind, Doubt::Kind::kLeavesNetwork);
  EXPECT_EQ(outcome.doubts[0].node, square.net.network().FindNode("b"));
}

// ---- the sweep

SweepQuery LinksAndNodes(std::uint32_t failures_max) {
  return {{{kTalk, failures_max}}, {FailureKind::kLink, FailureKind::kNode}};
}

TEST(Sweep, SetsComeBySizeThenInOrderEachOnce) {
  Square square;
  square.Build();
  const ExposureEngine engine(square.world);
  const Sweep sweep = SweepOf(engine, LinksAndNodes(2), 1, {});
  ASSERT_EQ(sweep.sets().size(), 1U + 8U + 28U);
  EXPECT_TRUE(sweep.sets()[0].empty());
  for (std::size_t i = 1; i < sweep.sets().size(); ++i) {
    const FailureSet &before = sweep.sets()[i - 1], &set = sweep.sets()[i];
    EXPECT_TRUE(before.size() < set.size() || (before.size() == set.size() && before < set));
    EXPECT_TRUE(std::ranges::is_sorted(set));
    for (std::uint32_t unit : set) EXPECT_LE(square.world.failures[unit].kind, FailureKind::kNode);
  }
}

TEST(Sweep, EachOutcomeEqualsAFreshEvaluation) {
  Square square;
  square.Build();
  const ExposureEngine engine(square.world);
  const Sweep sweep = SweepOf(engine, LinksAndNodes(2), 1, {});
  std::size_t delivered = 0;
  for (std::size_t set = 0; set < sweep.sets().size(); ++set) {
    Evaluator fresh(engine);
    fresh.Enter(sweep.sets()[set]);
    ASSERT_TRUE(sweep.has(set, kTalk));
    EXPECT_EQ(sweep.outcome(set, kTalk), fresh.Evaluate(kTalk)) << set;
    delivered += sweep.outcome(set, kTalk).delivered ? 1U : 0U;
  }
  EXPECT_GT(delivered, 1U);
  EXPECT_LT(delivered, sweep.sets().size());
}

TEST(Sweep, SubsetsAreAllProperSubsets) {
  Square square;
  square.Build();
  const ExposureEngine engine(square.world);
  const Sweep sweep = SweepOf(engine, LinksAndNodes(3), 2, {});
  std::size_t triples = 0;
  for (std::size_t set = 0; set < sweep.sets().size(); ++set) {
    std::vector<FailureSet> expected;
    for (std::size_t other = 0; other < sweep.sets().size(); ++other) {
      if (other != set && std::ranges::includes(sweep.sets()[set], sweep.sets()[other]))
        expected.push_back(sweep.sets()[other]);
    }
    EXPECT_THAT(sweep.SubsetsOf(set), ::testing::UnorderedElementsAreArray(expected));
    triples += sweep.sets()[set].size() == 3 ? 1U : 0U;
  }
  EXPECT_EQ(triples, 56U);
}

TEST(Sweep, OneThreadAndTwoGiveTheSame) {
  Square square;
  square.AddFlow("back", "d", "10.255.0.4", "a", "10.255.0.1");
  square.Build();
  const ExposureEngine engine(square.world);
  SweepQuery query = LinksAndNodes(2);
  query.flows.push_back({FlowId(1), 1});
  std::atomic<std::size_t> calls = 0;
  const Sweep one = SweepOf(engine, query, 1, {});
  std::atomic<std::size_t> most = 0;
  const Sweep two = SweepOf(engine, query, 2, [&](std::size_t done, std::size_t known) {
    ++calls;
    EXPECT_LE(done, known);
    most = known;
  });
  EXPECT_EQ(calls, 37U) << "progress counts every set";
  EXPECT_EQ(most, 37U) << "and in the end all are known";
  ASSERT_EQ(one.sets(), two.sets());
  for (std::size_t set = 0; set < one.sets().size(); ++set) {
    for (FlowId flow : {kTalk, FlowId(1)}) {
      ASSERT_EQ(one.has(set, flow), two.has(set, flow));
      if (one.has(set, flow)) {
        EXPECT_EQ(one.outcome(set, flow), two.outcome(set, flow));
      }
    }
  }
}

TEST(Sweep, AFlowIsEvaluatedUpToItsOwnNumberOfFailures) {
  Square square;
  square.AddFlow("unasked", "d", "10.255.0.4", "a", "10.255.0.1");
  square.AddFlow("nominal", "d", "10.255.0.4", "a", "10.255.0.1");
  square.Build();
  const ExposureEngine engine(square.world);
  SweepQuery query = LinksAndNodes(1);
  query.flows.push_back({FlowId(2), 0});
  const Sweep sweep = SweepOf(engine, query, 1, {});
  ASSERT_EQ(sweep.sets().size(), 9U);
  for (std::size_t set = 0; set < sweep.sets().size(); ++set) {
    EXPECT_TRUE(sweep.has(set, kTalk));
    EXPECT_FALSE(sweep.has(set, FlowId(1)));
    EXPECT_EQ(sweep.has(set, FlowId(2)), set == 0);
  }
}

TEST(Sweep, WithinLooksAtEveryUnit) {
  Square square;
  square.Build();
  const ExposureEngine engine(square.world);
  const Sweep sweep = SweepOf(engine, LinksAndNodes(2), 1, {});
  std::size_t only_links = 0;
  for (std::size_t set = 0; set < sweep.sets().size(); ++set) {
    only_links += sweep.Within(set, {FailureKind::kLink}, square.world) ? 1U : 0U;
    EXPECT_TRUE(sweep.Within(set, {FailureKind::kNode, FailureKind::kLink}, square.world));
  }
  EXPECT_EQ(only_links, 1U + 4U + 6U);
}

}  // namespace
}  // namespace ringfence::exposure
