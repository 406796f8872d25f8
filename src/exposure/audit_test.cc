#include "exposure/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "exposure/exposure_testing.h"

namespace ringfence::exposure {
namespace {

using ::testing::ElementsAre;

const SetSpace kAuditSpace{{2, 3, 5, 7, 11, 13, 17, 19}, 3};  // 1 + 8 + 28 + 56 sets

TEST(DrawSets, AreDifferentAndAsManyOfEachSizeAsThereAre) {
  const std::vector<FailureSet> sets = DrawSets(kAuditSpace, 50);
  ASSERT_EQ(sets.size(), 50U);
  EXPECT_EQ(std::set<FailureSet>(sets.begin(), sets.end()).size(), 50U);
  EXPECT_TRUE(std::ranges::is_sorted(sets, SmallerFirst));
  std::vector<int> of_size(4);
  for (const FailureSet& set : sets) {
    ASSERT_LE(set.size(), 3U);
    EXPECT_TRUE(std::ranges::is_sorted(set));
    EXPECT_TRUE(std::ranges::includes(kAuditSpace.units, set));
    ++of_size[set.size()];
  }
  EXPECT_THAT(of_size, ElementsAre(1, 8, 21, 20));
}

TEST(DrawSets, AreTheSameEachTime) { EXPECT_EQ(DrawSets(kAuditSpace, 30), DrawSets(kAuditSpace, 30)); }

TEST(DrawSets, AreAllWhenThereAreNoMore) {
  EXPECT_EQ(DrawSets(kAuditSpace, 1000).size(), CountSets(8, 3));
  EXPECT_THAT(DrawSets({{4, 6}, 3}, 1000),
              ElementsAre(FailureSet{}, FailureSet{4}, FailureSet{6}, FailureSet{4, 6}));
  EXPECT_THAT(DrawSets({{}, 2}, 5), ElementsAre(FailureSet{}));
}

/// The square with everything that may fail, and a second flow about which fewer failures are asked.
struct AuditedSquare : Snapshot {
  explicit AuditedSquare(bool with_other_way) {
    AddSquare(*this);
    AddFlow("back", "d", "10.255.0.4", "a", "10.255.0.1");
    if (!with_other_way)
      std::erase_if(net["a"].static_routes.routes, [](const auto& route) { return route.distance == 5; });
    Build();
  }
  SweepQuery query{{{model::FlowId(0), 2}, {model::FlowId(1), 1}}, {FailureKind::kLink, FailureKind::kNode}};
};

Sweep SearchOf(const AuditedSquare& square, const ExposureEngine& engine) {
  Evaluators evaluators(engine, 1);
  return RunSweep(square.query, evaluators, {});
}

TEST(Audit, ForgivesDifferencesOfWhatNeverRestsOnly) {
  FlowOutcome one, other;
  other.delivered = true;
  EXPECT_TRUE(SaysTheSame(one, one));
  EXPECT_FALSE(SaysTheSame(one, other));
  one.doubts = {{Doubt::Kind::kAmbiguousRoute, model::NodeId(0), {}}, {Doubt::Kind::kUnsettled, {}, {}}};
  EXPECT_FALSE(SaysTheSame(one, other)) << "the other is sure of itself";
  other.doubts = {{Doubt::Kind::kAmbiguousRoute, model::NodeId(1), {}}};
  EXPECT_FALSE(SaysTheSame(one, other));
  other.doubts.push_back({Doubt::Kind::kUnsettled, {}, {}});
  EXPECT_TRUE(SaysTheSame(one, other));
}

TEST(Audit, FindsNothingInWhatTheSearchSays) {
  const AuditedSquare square(true);
  const ExposureEngine engine(square.world);
  const Sweep sweep = SearchOf(square, engine);
  for (const unsigned threads : {1U, 3U}) {
    const Audit audit = AuditSweep(sweep, square.query, Evaluators(engine, threads), 1000, {});
    EXPECT_EQ(audit.sets, CountSets(8, 2));
    EXPECT_EQ(audit.outcomes, CountSets(8, 2) + CountSets(8, 1)) << "no more failures than were asked about";
    EXPECT_FALSE(audit.difference.has_value());
  }
}

TEST(Audit, FindsWhatTheSearchSaysWrongly) {
  const AuditedSquare square(true), other(false);
  const ExposureEngine engine(square.world), engine_of_other(other.world);
  // What is right of the one square is wrong of the other where b fails: then a has no way left.
  const Sweep sweep = SearchOf(other, engine_of_other);
  const Audit audit = AuditSweep(sweep, square.query, Evaluators(engine, 2), 1000, {});
  ASSERT_TRUE(audit.difference.has_value());
  EXPECT_THAT(audit.difference->failed, ElementsAre(square.Unit("node:b")));
  EXPECT_EQ(audit.difference->flow, model::FlowId(0));
  EXPECT_FALSE(AuditSweep(sweep, square.query, Evaluators(engine, 1), 1, {}).difference.has_value())
      << "with nothing failed both do the same";
}

}  // namespace
}  // namespace ringfence::exposure
