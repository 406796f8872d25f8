#include "study/dossier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

std::vector<std::string> Texts(const std::vector<base::Date>& days) {
  std::vector<std::string> texts;
  for (const base::Date day : days) texts.push_back(base::ToString(day));
  return texts;
}

TEST(Dossier, DaysOfChangeAreBeginningsAndDaysAfterEnds) {
  const auto snapshot = Load(rules::Tiny()
                                 .Rule("A", "deliver: records, from: 2027-01-01, until: 2027-12-31")
                                 .Rule("B", "deliver: records, from: 2028-02-01, until: 2028-02-28"));
  const std::vector<std::string> days = Texts(DaysOfChange(*snapshot));
  EXPECT_THAT(days, testing::IsSupersetOf({"2027-01-01", "2028-01-01", "2028-02-01", "2028-02-29"}));
  EXPECT_TRUE(std::ranges::is_sorted(days));
}

TEST(Dossier, LaterDaysAreChecksOfThatDay) {
  const auto snapshot = Load(rules::Tiny().Rule("A", "deliver: records, from: 2027-01-01"));
  const auto check = Check(*snapshot, {});
  ASSERT_TRUE(check.has_value());
  const auto dossier = MakeDossier(*snapshot, *check, {});
  ASSERT_TRUE(dossier.has_value());
  ASSERT_EQ(dossier->later.size(), 1U);
  EXPECT_EQ(check->rules[0].state, rules::VerdictState::kNotInForce);
  EXPECT_EQ(dossier->later[0].check.rules[0].state, rules::VerdictState::kProved);
}

TEST(Dossier, APolicyWithoutFlowsHasOneToo) {
  const auto snapshot = Load(rules::Tiny().Rule("CORE", "exclude: untrusted, from-functions: ip-core"));
  snapshot->policy.flows.clear();
  const auto check = Check(*snapshot, {});
  ASSERT_TRUE(check.has_value());
  const auto dossier = MakeDossier(*snapshot, *check, {});
  ASSERT_TRUE(dossier.has_value());
  EXPECT_TRUE(dossier->exposure.flows.empty());
  EXPECT_FALSE(snapshot->diagnostics.has_errors());
}

TEST(Dossier, ReroutesAreTheTracesUnderThatFailure) {
  const auto snapshot = Load(rules::Tiny().Rule("A", "deliver: records"));
  const auto check = Check(*snapshot, {});
  const auto dossier = MakeDossier(*snapshot, *check, {});
  ASSERT_TRUE(dossier.has_value());
  std::size_t compared = 0;
  for (const FlowExposure& flow : dossier->exposure.flows) {
    for (const Reroute& moved : flow.reroutes) {
      ASSERT_EQ(moved.failed.size(), 1U);
      const auto failures = ReadFailures(*snapshot, {snapshot->world->failures[moved.failed[0]].Label()});
      const auto traced = Trace(*snapshot, *failures, {snapshot->policy.flows[flow.flow.index()].id, "", ""});
      ASSERT_TRUE(traced.has_value());
      std::size_t forward = 0;
      for (const TraceClass& part : traced->classes) forward += part.forward ? part.paths.size() : 0;
      EXPECT_EQ(moved.paths.size(), forward);
      ++compared;
    }
  }
  EXPECT_GT(compared, 0U);
}

}  // namespace
}  // namespace ringfence::study
