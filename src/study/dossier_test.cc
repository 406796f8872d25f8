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

/// A policy of which every rule asks about the failures that the page asks about.
rules::TinyText TwoRules() {
  return rules::Tiny()
      .Rule("A", "deliver: [records, visits], under: {failures: 1, of: [link, node, line-system]}")
      .Rule("B", "confine: [records, visits], away-from: untrusted, levels: [steer], from: 2027-01-01");
}

TEST(Dossier, ThePageEvaluatesNothingThatTheCheckHasEvaluated) {
  const auto snapshot = Load(TwoRules());
  Inquiry inquiry(*snapshot, 1);
  std::size_t sets = 0;
  CheckOptions options;
  options.inquiry = &inquiry;
  options.progress = [&sets](std::size_t, std::size_t) { ++sets; };
  const auto check = Check(*snapshot, options);
  ASSERT_TRUE(check.has_value());
  EXPECT_EQ(sets, check->states_computed);
  sets = 0;
  const auto dossier = MakeDossier(*snapshot, *check, options);
  ASSERT_TRUE(dossier.has_value());
  EXPECT_EQ(sets, 0U);
  EXPECT_EQ(dossier->exposure.states_computed, check->states_computed);
}

std::vector<std::size_t> Sizes(const std::vector<TracePath>& paths) {
  std::vector<std::size_t> sizes;
  for (const TracePath& path : paths) sizes.push_back(path.hops.size());
  return sizes;
}

TEST(Dossier, WhoeverSharesAnInquiryFindsTheSame) {
  const auto snapshot = Load(TwoRules());
  Inquiry inquiry(*snapshot, 2);
  CheckOptions shared;
  shared.inquiry = &inquiry;
  const auto check = Check(*snapshot, shared);
  const auto alone = Check(*snapshot, {});
  ASSERT_TRUE(check && alone);
  EXPECT_EQ(check->states_computed, alone->states_computed);
  ASSERT_EQ(check->rules.size(), alone->rules.size());
  for (std::size_t rule = 0; rule < alone->rules.size(); ++rule)
    EXPECT_EQ(check->rules[rule].state, alone->rules[rule].state);
  const auto found = MakeDossier(*snapshot, *check, shared);
  const auto expected = MakeDossier(*snapshot, *alone, {});
  ASSERT_TRUE(found && expected);
  ASSERT_EQ(found->later.size(), expected->later.size());
  for (std::size_t day = 0; day < found->later.size(); ++day)
    EXPECT_EQ(found->later[day].check.state, expected->later[day].check.state);
  ASSERT_EQ(found->exposure.flows.size(), expected->exposure.flows.size());
  std::size_t moved = 0;
  for (std::size_t f = 0; f < found->exposure.flows.size(); ++f) {
    const FlowExposure& one = found->exposure.flows[f];
    const FlowExposure& other = expected->exposure.flows[f];
    EXPECT_EQ(one.nominal, other.nominal);
    EXPECT_EQ(one.cut_alone, other.cut_alone);
    EXPECT_EQ(one.cut_compliant, other.cut_compliant);
    EXPECT_EQ(one.changes.size(), other.changes.size());
    ASSERT_EQ(one.reroutes.size(), other.reroutes.size());
    for (std::size_t i = 0; i < one.reroutes.size(); ++i) {
      EXPECT_EQ(one.reroutes[i].failed, other.reroutes[i].failed);
      EXPECT_EQ(one.reroutes[i].delivered, other.reroutes[i].delivered);
      EXPECT_EQ(Sizes(one.reroutes[i].paths), Sizes(other.reroutes[i].paths));
      ++moved;
    }
  }
  EXPECT_GT(moved, 0U);
}

}  // namespace
}  // namespace ringfence::study
