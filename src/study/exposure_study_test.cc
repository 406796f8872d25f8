#include "study/exposure_study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ExposureOptions Records(std::uint32_t failures_max) {
  ExposureOptions options;
  options.flow = "records";
  options.failures_max = failures_max;
  return options;
}

std::vector<std::string> Names(const Snapshot& snapshot, const std::vector<model::ElementId>& elements) {
  std::vector<std::string> names;
  for (model::ElementId element : elements) names.push_back(snapshot.world->NameOf(element));
  return names;
}

TEST(ExposureStudy, TheNominalState) {
  const auto snapshot = Load(rules::Tiny());
  const auto result = Exposure(*snapshot, Records(0));
  ASSERT_TRUE(result.has_value());
  ASSERT_EQ(result->flows.size(), 1U);
  EXPECT_EQ(result->failure_sets, 1U);
  const FlowExposure& flow = result->flows[0];
  EXPECT_TRUE(flow.nominal.delivered_all);
  EXPECT_EQ(flow.paths.size(), 1U);
  EXPECT_EQ(flow.paths_back.size(), 1U);
  EXPECT_THAT(flow.changes, IsEmpty());
  EXPECT_FALSE(flow.doubtful);
  EXPECT_THAT(flow.cut_alone, IsEmpty()) << "nothing failed, so nothing was tried";
}

TEST(ExposureStudy, WhatOneFailureAdds) {
  const auto snapshot = Load(rules::Tiny());
  const auto result = Exposure(*snapshot, Records(1));
  ASSERT_TRUE(result.has_value());
  const FlowExposure& flow = result->flows.at(0);
  ASSERT_FALSE(flow.gains.empty());
  for (const ExposureGain& gain : flow.gains) {
    EXPECT_EQ(snapshot->world->NameOf(gain.element), "north");
    ASSERT_EQ(gain.minimal.size(), 2U);
    EXPECT_THAT(LabelsOf(*snapshot, gain.minimal[0]), ElementsAre("link:east--west"));
    EXPECT_THAT(LabelsOf(*snapshot, gain.minimal[1]), ElementsAre("line-system:MUX"));
  }
  ASSERT_EQ(flow.undeliverable.size(), 2U);
  EXPECT_THAT(LabelsOf(*snapshot, flow.undeliverable[0]), ElementsAre("node:east"));
  EXPECT_THAT(LabelsOf(*snapshot, flow.undeliverable[1]), ElementsAre("node:west"));
  EXPECT_THAT(Names(*snapshot, flow.cut_alone), ElementsAre("east", "west"));
}

TEST(ExposureStudy, UndeliverableSetsAreMinimal) {
  const auto snapshot = Load(rules::Tiny());
  ExposureOptions options = Records(2);
  options.kinds = {exposure::FailureKind::kLink};
  const auto result = Exposure(*snapshot, options);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->flows.at(0).undeliverable.size(), 2U) << "the fibre and either link of north";
}

TEST(ExposureStudy, CutAmongWhatTheRulesAllow) {
  const auto snapshot =
      Load(rules::Tiny().Rule("R", "confine: records, away-from: untrusted, levels: [cut]"));
  const auto result = Exposure(*snapshot, Records(1));
  ASSERT_TRUE(result.has_value());
  EXPECT_TRUE(result->flows.at(0).compliant_path);
  EXPECT_THAT(Names(*snapshot, result->flows.at(0).cut_compliant), ElementsAre("east", "west", "MUX"));
}

TEST(ExposureStudy, NothingMayBeLeftOnceTheRulesAreObeyed) {
  rules::TinyText text = rules::Tiny();
  text.Replace("inventory.yaml", "MUX: {kind: line-system, maker: Good",
               "MUX: {kind: line-system, maker: Risky");
  const auto snapshot = Load(text.Rule("R", "confine: records, away-from: untrusted, levels: [cut]"));
  const auto result = Exposure(*snapshot, Records(1));
  ASSERT_TRUE(result.has_value());
  EXPECT_FALSE(result->flows.at(0).compliant_path);
  EXPECT_THAT(result->flows.at(0).cut_compliant, IsEmpty());
}

TEST(ExposureStudy, FlowsByGroupAndAll) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_EQ(Exposure(*snapshot, {})->flows.size(), 2U);
  ExposureOptions group;
  group.flow = "all";
  EXPECT_EQ(Exposure(*snapshot, group)->flows.size(), 1U);
}

TEST(ExposureStudy, AnUnknownFlowIsDiagnosed) {
  const auto snapshot = Load(rules::Tiny());
  ExposureOptions options;
  options.flow = "recrods";
  EXPECT_FALSE(Exposure(*snapshot, options).has_value());
  EXPECT_THAT(IdsOf(*snapshot), ElementsAre("name-unknown"));
  EXPECT_EQ(snapshot->diagnostics.items()[0].hint, "Did you mean 'records'?");
}

}  // namespace
}  // namespace ringfence::study
