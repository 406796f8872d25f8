#include "study/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using rules::VerdictState;
using testing::ElementsAre;

constexpr std::string_view kClean =
    "confine: records, away-from: untrusted, levels: [read], under: {failures: 0, of: link}";

/// "R violated" for every rule.
std::vector<std::string> States(const CheckResult& result) {
  std::vector<std::string> states;
  for (const rules::RuleResult& rule : result.rules)
    states.push_back(rule.id + " " + std::string(rules::NameOf(rule.state)));
  return states;
}

TEST(Check, TheWorstVerdictIsThatOfThePolicy) {
  const auto snapshot =
      Load(rules::Tiny().Rule("GOOD", kClean).Rule("BAD", "exclude: untrusted, from-functions: ip-core"));
  const auto result = Check(*snapshot, {});
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->state, VerdictState::kViolated);
  EXPECT_THAT(States(*result), ElementsAre("GOOD proved", "BAD violated"));
  EXPECT_EQ(base::ToString(result->as_of), "2026-07-01");
  EXPECT_EQ(result->rules[0].kind, "confine");
  EXPECT_EQ(result->rules[0].because, "test");
  EXPECT_EQ(result->census.unmodelled + result->census.unknown, 0U);
  EXPECT_GT(result->census.modelled, 30U);
}

TEST(Check, NoRuleInForceProvesNothing) {
  const auto snapshot = Load(rules::Tiny().Rule("LATER", std::string(kClean) + ", from: 2027-01-01"));
  const auto result = Check(*snapshot, {});
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->state, VerdictState::kUndecided);
  EXPECT_THAT(States(*result), ElementsAre("LATER not-in-force"));
  CheckOptions then;
  then.as_of = base::ParseDate("2027-01-01");
  EXPECT_EQ(Check(*snapshot, then)->state, VerdictState::kProved);
}

TEST(Check, APolicyWithoutRulesProvesNothing) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_EQ(Check(*snapshot, {})->state, VerdictState::kUndecided);
}

TEST(Check, TheNumberOfFailuresCanBeReplaced) {
  const auto snapshot = Load(rules::Tiny().Rule("R", kClean));
  CheckOptions one;
  one.failures_max = 1;
  EXPECT_EQ(Check(*snapshot, {})->state, VerdictState::kProved);
  EXPECT_EQ(Check(*snapshot, one)->state, VerdictState::kViolated);
}

TEST(Check, OnlyTheNamedRules) {
  const auto snapshot =
      Load(rules::Tiny().Rule("GOOD", kClean).Rule("BAD", "exclude: untrusted, from-functions: ip-core"));
  CheckOptions good;
  good.rules = {"GOOD"};
  EXPECT_THAT(States(*Check(*snapshot, good)), ElementsAre("GOOD proved"));
  good.rules = {"GOD"};
  EXPECT_FALSE(Check(*snapshot, good).has_value());
  EXPECT_THAT(IdsOf(*snapshot), ElementsAre("name-unknown"));
  EXPECT_EQ(snapshot->diagnostics.items()[0].hint, "Did you mean 'GOOD'?");
}

TEST(Check, WithoutADayNothingIsJudged) {
  rules::TinyText text = rules::Tiny();
  text.Replace("ringfence.yaml", "as-of: 2026-07-01\n", "");
  const auto snapshot = Load(text.Rule("R", kClean));
  EXPECT_FALSE(Check(*snapshot, {}).has_value());
  EXPECT_THAT(IdsOf(*snapshot), ElementsAre("key-missing"));
}

TEST(Check, AWrongStanzaStopsTheCheck) {
  const auto snapshot = Load(rules::Tiny().Rule("R", "confine: idle, away-from: untrusted, levels: read"));
  EXPECT_FALSE(Check(*snapshot, {}).has_value());
  EXPECT_THAT(IdsOf(*snapshot), ElementsAre("rule-matches-nothing"));
}

TEST(Check, ConflictsAreFound) {
  rules::TinyText text = rules::Tiny();
  text.Replace("inventory.yaml", "MUX: {kind: line-system, maker: Good",
               "MUX: {kind: line-system, maker: Risky");
  const auto snapshot = Load(text.Rule("DENY", "confine: records, away-from: untrusted, levels: [cut]")
                                 .Rule("WORK", "deliver: records"));
  EXPECT_EQ(Check(*snapshot, {})->conflicts.size(), 1U);
}

TEST(Check, ThreadsChangeNothing) {
  const auto snapshot = Load(rules::Tiny().Rule("R",
                                                "confine: health, away-from: untrusted, levels: [read, "
                                                "steer], under: {failures: 2, of: [link, node]}"));
  CheckOptions many;
  many.threads = 4;
  std::atomic<std::size_t> calls = 0;
  many.progress = [&calls](std::size_t, std::size_t) { ++calls; };
  const auto one = Check(*snapshot, {});
  const auto four = Check(*snapshot, many);
  EXPECT_GT(calls, 0U);
  ASSERT_EQ(one->rules[0].flows.size(), four->rules[0].flows.size());
  for (std::size_t f = 0; f < one->rules[0].flows.size(); ++f) {
    const rules::FlowResult& a = one->rules[0].flows[f];
    const rules::FlowResult& b = four->rules[0].flows[f];
    EXPECT_EQ(a.state, b.state);
    EXPECT_EQ(a.sets_tried, b.sets_tried);
    ASSERT_EQ(a.findings.size(), b.findings.size());
    for (std::size_t i = 0; i < a.findings.size(); ++i) {
      EXPECT_EQ(a.findings[i].failed, b.findings[i].failed);
      EXPECT_EQ(a.findings[i].offenders, b.findings[i].offenders);
    }
  }
}

}  // namespace
}  // namespace ringfence::study
