#include "study/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

SnapshotDiff DiffOf(const rules::TinyText& a, const rules::TinyText& b) {
  const auto before = Load(a);
  const auto after = Load(b);
  auto diff = DiffSnapshots(*before, *after, 1);
  EXPECT_TRUE(diff.has_value());
  return diff ? std::move(*diff) : SnapshotDiff{};
}

TEST(Diff, ASnapshotEqualsItself) {
  const SnapshotDiff diff = DiffOf(rules::Tiny(), rules::Tiny());
  EXPECT_TRUE(diff.same());
  EXPECT_TRUE(diff.with_flows);
}

TEST(Diff, ACostMovesRoutesPathsAndExposures) {
  rules::TinyText after = rules::Tiny();
  after.Replace("configs/west.cfg", "ip ospf cost 10", "ip ospf cost 90");
  const SnapshotDiff diff = DiffOf(rules::Tiny(), after);
  ASSERT_THAT(diff.routes, Not(IsEmpty()));
  const auto office = std::ranges::find(diff.routes, "10.2.0.0/24", &RouteDifference::prefix);
  ASSERT_NE(office, diff.routes.end());
  EXPECT_EQ(office->node, "west");
  EXPECT_THAT(office->before, ElementsAre("ospf via 10.9.0.1 (GigabitEthernet0/0) metric 11 distance 110"));
  EXPECT_THAT(office->after, ElementsAre("ospf via 10.9.0.3 (GigabitEthernet0/1) metric 41 distance 110"));
  ASSERT_EQ(diff.flows.size(), 1U);
  EXPECT_EQ(diff.flows[0].flow, "records");
  EXPECT_THAT(diff.flows[0].paths_lost, ElementsAre("west > east: delivered"));
  EXPECT_THAT(diff.flows[0].paths_gained, ElementsAre("west > north > east: delivered"));
  EXPECT_THAT(diff.flows[0].exposures_gained, testing::Contains("north: read, meta, alter, cut, steer"));
  EXPECT_FALSE(diff.same());
}

TEST(Diff, DevicesThatComeAndGo) {
  rules::TinyText after = rules::Tiny();
  after.Replace("configs/north.cfg", "hostname north", "hostname south");
  after.Replace("inventory.yaml", "  north:", "  south:");
  after.Replace("ringfence.yaml", "[west, north]", "[west, south]");
  const SnapshotDiff diff = DiffOf(rules::Tiny(), after);
  EXPECT_THAT(diff.nodes_lost, ElementsAre("north"));
  EXPECT_THAT(diff.nodes_gained, ElementsAre("south"));
}

TEST(Diff, WithoutAPolicyRoutesAreCompared) {
  rules::TinyText bare = rules::Tiny();
  bare.files.erase("ringfence.yaml");
  const SnapshotDiff diff = DiffOf(rules::Tiny(), bare);
  EXPECT_FALSE(diff.with_flows);
  EXPECT_TRUE(diff.same());
}

TEST(Diff, VerdictsThatDiffer) {
  const std::string_view rule =
      "confine: records, away-from: untrusted, levels: [read], under: {failures: 0, of: link}";
  rules::TinyText after = rules::Tiny().Rule("R", rule);
  after.Replace("configs/west.cfg", "ip ospf cost 10", "ip ospf cost 90");
  const auto one = Load(rules::Tiny().Rule("R", rule));
  const auto two = Load(after);
  SnapshotDiff diff;
  AddVerdicts(*Check(*one, {}), *Check(*one, {}), diff);
  EXPECT_TRUE(diff.same());
  AddVerdicts(*Check(*one, {}), *Check(*two, {}), diff);
  ASSERT_EQ(diff.rules.size(), 1U);
  EXPECT_EQ(diff.rules[0].after, rules::VerdictState::kViolated);
  EXPECT_FALSE(diff.same());
}

}  // namespace
}  // namespace ringfence::study
