#include "study/first_violation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/check.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Violated while the direct link is down: then north reads.
constexpr std::string_view kOneDown =
    "confine: records, away-from: untrusted, levels: [read], under: {failures: 2, of: link}";
/// Violated with two links down.
constexpr std::string_view kTwoDown = "deliver: records, under: {failures: 2, of: link}";
constexpr std::string_view kElements = "exclude: untrusted, from-functions: [ip-core]";
constexpr std::string_view kHolds = "confine: records, away-from: untrusted, levels: [read]";
/// Violated with nothing down: `visits` ends at north.
constexpr std::string_view kNow =
    "confine: [records, visits], away-from: untrusted, levels: [read], under: {failures: 1, of: link}";

std::optional<CheckResult> Judge(Snapshot& snapshot, bool first, unsigned threads = 1,
                                 std::optional<std::uint32_t> failures_max = {}) {
  CheckOptions options;
  options.first = first;
  options.threads = threads;
  options.failures_max = failures_max;
  return Check(snapshot, options);
}

/// "RULE violated FLOW{failed: offenders}..." of each rule, the counts, and what is not judged.
std::string Words(const Snapshot& snapshot, const CheckResult& result) {
  std::string out;
  for (const rules::RuleResult& rule : result.rules) {
    out += fmt::format("{} {}", rule.id, rules::NameOf(rule.state));
    for (const rules::FlowResult& flow : rule.flows) {
      out += fmt::format(" {} of {}", snapshot.policy.flows[flow.flow.index()].id, flow.sets_tried);
      for (const rules::FailureFinding& finding : flow.findings) {
        out += fmt::format("{{{}:", fmt::join(LabelsOf(snapshot, finding.failed), "+"));
        for (const exposure::Offender& offender : finding.offenders)
          out += " " + snapshot.world->NameOf(offender.who.element);
        out += fmt::format(", {} steps}}", finding.evidence.size());
      }
    }
    for (const rules::ElementResult& element : rule.elements)
      out += " " + snapshot.world->NameOf(element.element);
    out += "; ";
  }
  out += fmt::format("{} sets", result.failure_sets);
  if (result.first)
    out += fmt::format(", first with {}, unsaid [{}]", result.first->failures,
                       fmt::join(result.first->not_judged, " "));
  return out;
}

/// The answer of a check that ends at the first violation, on one thread and on two.
std::string First(const rules::TinyText& text) {
  const auto snapshot = Load(text);
  const auto one = Judge(*snapshot, true);
  const auto two = Judge(*snapshot, true, 2);
  if (!one || !two) return "refused";
  EXPECT_EQ(Words(*snapshot, *one), Words(*snapshot, *two));
  EXPECT_EQ(one->state, two->state);
  EXPECT_EQ(one->states_computed, two->states_computed);
  return std::string(rules::NameOf(one->state)) + ": " + Words(*snapshot, *one);
}

TEST(FirstViolation, FewerFailuresComeFirst) {
  EXPECT_EQ(First(rules::Tiny().Rule("TWO", kTwoDown).Rule("ONE", kOneDown).Rule("CORE", kElements)),
            "violated: CORE violated north; 1 sets, first with 0, unsaid [TWO ONE]");
  EXPECT_EQ(First(rules::Tiny().Rule("TWO", kTwoDown).Rule("HOLDS", kHolds).Rule("ONE", kOneDown)),
            "violated: ONE violated records of 4{link:east--west: north, 9 steps}; 4 sets, first with 1, "
            "unsaid [TWO HOLDS]");
  EXPECT_EQ(First(rules::Tiny().Rule("TWO", kTwoDown)),
            "violated: TWO violated records of 7{link:east--north+link:east--west:, 4 steps}; 7 sets, first "
            "with 2, unsaid []");
}

TEST(FirstViolation, ThenThePolicyDecides) {
  const std::string one = First(rules::Tiny().Rule("A", kOneDown).Rule("B", kOneDown));
  EXPECT_THAT(one, testing::HasSubstr("A violated records"));
  EXPECT_THAT(one, testing::HasSubstr("unsaid [B]"));
  EXPECT_THAT(First(rules::Tiny().Rule("B", kOneDown).Rule("A", kOneDown)),
              testing::HasSubstr("B violated records"));
  EXPECT_THAT(First(rules::Tiny().Rule("NOW", kNow).Rule("CORE", kElements)),
              testing::StartsWith("violated: NOW violated visits of 1{: north, "))
      << "of two flows the one that is violated with fewer failures";
}

TEST(FirstViolation, AFindingIsThatOfTheWholeCheck) {
  const auto snapshot = Load(rules::Tiny().Rule("NOW", kNow));
  const auto whole = Judge(*snapshot, false);
  const auto first = Judge(*snapshot, true);
  ASSERT_EQ(whole->rules[0].flows.size(), 2U);
  ASSERT_EQ(first->rules[0].flows.size(), 1U);
  const rules::FailureFinding& expected = whole->rules[0].flows[1].findings[0];
  const rules::FailureFinding& found = first->rules[0].flows[0].findings[0];
  EXPECT_EQ(found.failed, expected.failed);
  EXPECT_EQ(found.offenders, expected.offenders);
  ASSERT_EQ(found.evidence.size(), expected.evidence.size());
  for (std::size_t i = 0; i < found.evidence.size(); ++i) {
    EXPECT_EQ(found.evidence[i].values, expected.evidence[i].values);
    EXPECT_EQ(found.evidence[i].lines, expected.evidence[i].lines);
  }
}

TEST(FirstViolation, WithoutAViolationTheAnswerIsTheWholeOne) {
  rules::TinyText text = rules::Tiny().Rule("HOLDS", kHolds).Rule("WORKS", "deliver: records");
  text.Rule("LATER", std::string(kOneDown) + ", from: 2027-01-01").Rule("ONE", kOneDown);
  text.Append("ringfence.yaml",
              "waivers:\n  - {rule: ONE, owner: desk, reason: soon, expires: 2026-12-31, element: north}\n");
  const auto snapshot = Load(text);
  const auto whole = Judge(*snapshot, false);
  const auto first = Judge(*snapshot, true);
  EXPECT_EQ(whole->state, rules::VerdictState::kWaived);
  EXPECT_EQ(first->state, whole->state);
  EXPECT_FALSE(first->first.has_value());
  EXPECT_EQ(Words(*snapshot, *first), Words(*snapshot, *whole));
  EXPECT_EQ(first->states_computed, whole->states_computed);
  EXPECT_EQ(first->waivers.size(), 1U);
}

TEST(FirstViolation, WhatIsUndecidedOrWaivedIsNone) {
  // Half may belong to the set, so nothing is certain until north comes in.
  rules::TinyText doubt = rules::Tiny().Rule("ONE", kOneDown);
  doubt.Replace("inventory.yaml", "MUX: {kind: line-system, maker: Good",
                "MUX: {kind: line-system, maker: Half");
  EXPECT_THAT(First(doubt),
              testing::StartsWith("violated: ONE violated records of 4{link:east--west: north, "));
  rules::TinyText waived = rules::Tiny().Rule("ONE", kOneDown).Rule("CORE", kElements).Rule("TWO", kTwoDown);
  waived.Append("ringfence.yaml",
                "waivers:\n"
                "  - {rule: ONE, owner: desk, reason: soon, expires: 2026-12-31, element: north}\n"
                "  - {rule: CORE, owner: desk, reason: soon, expires: 2026-12-31}\n");
  EXPECT_THAT(First(waived), testing::StartsWith("violated: TWO violated records of 7{link:east--north+"));
}

TEST(FirstViolation, AFindingInDoubtOrWaivedIsNotShownForACertainOne) {
  const auto snapshot = Load(
      rules::Tiny()
          .Rule("R", kOneDown)
          .Append(
              "ringfence.yaml",
              "waivers:\n  - {rule: R, owner: desk, reason: soon, expires: 2026-12-31, element: east}\n"));
  const auto finding = [&](const char* element, std::uint32_t unit, bool doubtful) {
    rules::FailureFinding one;
    one.failed = {unit};
    one.doubtful = doubtful;
    one.offenders.resize(1);
    one.offenders[0].who.element = snapshot->world->FindElement(element);
    one.offenders[0].who.membership = exposure::Membership::kYes;
    return one;
  };
  rules::RuleResult rule;
  rule.id = "R";
  rule.flows.resize(2);
  rule.flows[1].flow = model::FlowId(0);
  rule.flows[1].state = rules::VerdictState::kViolated;
  rule.flows[1].findings = {finding("north", 0, true), finding("east", 1, false), finding("west", 2, false)};
  const auto left = [&](rules::RuleResult all) {
    LeaveFirst(*snapshot, *base::ParseDate("2026-07-01"), all);
    EXPECT_EQ(all.flows.size(), 1U);
    EXPECT_EQ(all.flows[0].findings.size(), 1U);
    return all.flows[0].findings[0].failed[0];
  };
  EXPECT_EQ(left(rule), 2U);
  rule.flows[1].findings[2].offenders[0].who.membership = exposure::Membership::kPossible;
  EXPECT_EQ(left(rule), 0U) << "where none establishes it by itself, the first that is not waived";
}

TEST(FirstViolation, LinesOnWaysOfMoreFailuresAreNotAsked) {
  rules::TinyText text = rules::Tiny();
  text.Replace("ringfence.yaml", "sets:\n", "sets:\n  homemade: {parties: [Good]}\n");
  text.Replace("configs/north.cfg", "end\n", "vlan access-map m 10\nend\n");
  const auto snapshot = Load(text.Rule(
      "R", "confine: records, away-from: homemade, levels: [read], under: {failures: 1, of: link}"));
  EXPECT_EQ(Judge(*snapshot, false)->state, rules::VerdictState::kUndecided);
  EXPECT_EQ(Judge(*snapshot, false, 1, 0)->state, rules::VerdictState::kViolated);
  const auto first = Judge(*snapshot, true);
  EXPECT_EQ(first->state, rules::VerdictState::kViolated);
  EXPECT_EQ(first->first->failures, 0U);
}

TEST(FirstViolation, AnAnswerThatIsNotWantedIsNotJudged) {
  const auto snapshot = Load(rules::Tiny().Rule("ONE", kOneDown));
  CheckOptions options;
  options.first = true;
  for (int asked_before = 0; asked_before < 4; ++asked_before) {
    int left = asked_before;
    options.stop = [&left] { return left-- <= 0; };
    EXPECT_FALSE(Check(*snapshot, options).has_value());
  }
}

TEST(FirstViolation, NoConflictsAreLookedFor) {
  rules::TinyText text = rules::Tiny();
  text.Replace("inventory.yaml", "MUX: {kind: line-system, maker: Good",
               "MUX: {kind: line-system, maker: Risky");
  text.Rule("DENY", "confine: records, away-from: untrusted, levels: [cut]").Rule("WORK", "deliver: records");
  const auto snapshot = Load(text);
  EXPECT_EQ(Judge(*snapshot, false)->conflicts.size(), 1U);
  EXPECT_THAT(Judge(*snapshot, true)->conflicts, IsEmpty());
  EXPECT_THAT(Judge(*snapshot, true)->first->not_judged, ElementsAre("WORK"));
}

}  // namespace
}  // namespace ringfence::study
