#include "study/waivers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "study/check.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using rules::VerdictState;
using testing::ElementsAre;
using testing::IsEmpty;

/// Only north, made by Risky, reads `records` while the direct link is down.
constexpr std::string_view kAway =
    "confine: records, away-from: untrusted, levels: [read], under: {failures: 1, of: link}";
constexpr std::string_view kCore = "exclude: untrusted, from-functions: [ip-core, ip-edge]";

std::string Waiver(std::string_view keys, std::string_view expires = "2026-12-31") {
  return fmt::format("  - {{owner: desk 7, reason: replaced soon, expires: {}, {}}}\n", expires, keys);
}

/// The triangle with one rule R and waivers.
rules::TinyText With(std::string_view rule, const std::string& waivers) {
  rules::TinyText text = rules::Tiny();
  text.Rule("R", rule);
  return text.Append("ringfence.yaml", "waivers:\n" + waivers);
}

/// "waived used": the state of the policy and what became of each waiver; "refused ..." with diagnostics.
std::string Judged(const rules::TinyText& text, const char* day = "2026-07-01") {
  const auto snapshot = Load(text);
  CheckOptions options;
  options.as_of = base::ParseDate(day);
  const auto result = snapshot->world ? Check(*snapshot, options) : std::nullopt;
  if (!result) return fmt::format("refused {}", fmt::join(IdsOf(*snapshot), " "));
  std::string out(rules::NameOf(result->state));
  for (const WaiverResult& use : result->waivers)
    out += " " + std::string(kWaiverUseNames[static_cast<std::size_t>(use.use)]);
  return out;
}

TEST(Waivers, CoverWhatTheyName) {
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R"))), "waived used");
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R, flow: records"))), "waived used");
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R, flow: all"))), "waived used") << "a group of flows";
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R, element: north"))), "waived used");
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R, flow: records, element: north"))), "waived used");
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R, flow: visits"))), "violated unused") << "another flow";
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R, element: west"))), "violated unused") << "another element";
}

TEST(Waivers, HoldUntilTheirLastDay) {
  const rules::TinyText text = With(kAway, Waiver("rule: R", "2026-09-30"));
  EXPECT_EQ(Judged(text, "2026-09-30"), "waived used");
  EXPECT_EQ(Judged(text, "2026-10-01"), "violated expired");
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R", "2026-06-30") + Waiver("rule: R"))), "waived expired used")
      << "a waiver that took the place of another";
}

TEST(Waivers, OneOfTwoElementsIsNotEnough) {
  rules::TinyText text = With(kCore, Waiver("rule: R, element: north"));
  EXPECT_EQ(Judged(text), "waived used");
  text.Replace("inventory.yaml", "west: {kind: router, function: ip-edge, maker: Good",
               "west: {kind: router, function: ip-edge, maker: Risky");
  EXPECT_EQ(Judged(text), "violated used");
  EXPECT_EQ(Judged(text.Append("ringfence.yaml", Waiver("rule: R, element: west"))), "waived used used");
}

TEST(Waivers, CoverNoDoubtBesideTheElement) {
  // Whether Half belongs to the set is known as an interval only: without the violation of north the rule
  // would be undecided, so a waiver for north alone cannot make it pass.
  rules::TinyText text = With(kAway, Waiver("rule: R, element: north"));
  text.Replace("inventory.yaml", "MUX: {kind: line-system, maker: Good",
               "MUX: {kind: line-system, maker: Half");
  EXPECT_EQ(Judged(text), "undecided used");
  text.Replace("inventory.yaml", "MUX: {kind: line-system, maker: Half",
               "MUX: {kind: line-system, maker: Good");
  text.Replace("inventory.yaml", "east: {kind: router, function: ip-edge, maker: Good",
               "east: {kind: router, function: ip-edge, maker: Half");
  EXPECT_EQ(Judged(text), "undecided used")
      << "in no state alone: north stands beside it when the link is down";
  // A line that could lead packets elsewhere keeps the rule undecided with and without waivers.
  rules::TinyText open = With(kAway, Waiver("rule: R, element: north"));
  open.Replace("configs/north.cfg", "router ospf 1\n", "router ospf 1\n frobnicate 7\n");
  EXPECT_EQ(Judged(open), "undecided unused");
  EXPECT_EQ(Judged(With("exclude: untrusted, from-functions: ip-core", Waiver("rule: R, element: north"))
                       .Replace("inventory.yaml", "function: ip-edge, maker: Good", "function: ip-core")),
            "undecided used")
      << "nobody states who makes west";
}

/// A flow that north violates for certain, and west in an outcome that is in doubt.
rules::RuleResult BesideDoubt(const Snapshot& snapshot) {
  rules::RuleResult rule;
  rule.id = "R";
  rule.state = VerdictState::kViolated;
  rules::FlowResult& flow = rule.flows.emplace_back();
  flow.flow = model::FlowId(0);
  flow.state = VerdictState::kViolated;
  for (const char* element : {"north", "west"}) {
    rules::FailureFinding& finding = flow.findings.emplace_back();
    finding.offenders.resize(1);
    finding.offenders[0].who.element = snapshot.world->FindElement(element);
    finding.offenders[0].who.membership = exposure::Membership::kYes;
  }
  flow.findings[1].doubtful = true;
  flow.beside = {{"the way is in doubt", {}}};
  flow.certain = {snapshot.world->FindElement("north")};
  return rule;
}

TEST(Waivers, WhoViolatesInDoubtOnlyLeavesItUndecided) {
  const auto snapshot = Load(With(kAway, Waiver("rule: R, element: north")));
  const base::Date day = *base::ParseDate("2026-07-01");
  rules::RuleResult rule = BesideDoubt(*snapshot);
  ApplyWaivers(*snapshot, day, rule);
  EXPECT_EQ(rule.state, VerdictState::kUndecided);
  EXPECT_EQ(rule.flows[0].reasons, rule.flows[0].beside);
  rule = BesideDoubt(*snapshot);
  rule.flows[0].certain.push_back(snapshot->world->FindElement("west"));
  std::ranges::sort(rule.flows[0].certain);
  ApplyWaivers(*snapshot, day, rule);
  EXPECT_EQ(rule.state, VerdictState::kViolated)
      << "it does so for certain in an outcome that adds nothing new";
}

TEST(Waivers, AnElementIsNoExcuseForWhatDoesNotArrive) {
  rules::TinyText text =
      With("deliver: records, under: {failures: 2, of: link}", Waiver("rule: R, element: north"));
  EXPECT_EQ(Judged(text), "violated unused");
  EXPECT_EQ(Judged(text.Append("ringfence.yaml", Waiver("rule: R, flow: records"))), "waived unused used");
}

TEST(Waivers, AShareIsWaivedWhole) {
  const std::string_view cap = "cap: untrusted, at-most: 10%, among: {kind: router}, measures: count";
  EXPECT_EQ(Judged(With(cap, Waiver("rule: R"))), "waived used");
  EXPECT_EQ(Judged(With(cap, Waiver("rule: R, element: north"))), "violated unused");
}

TEST(Waivers, WhatIsProvedOrUndecidedStays) {
  const std::string_view clean =
      "confine: records, away-from: untrusted, levels: [read], under: {failures: 0, of: link}";
  EXPECT_EQ(Judged(With(clean, Waiver("rule: R"))), "proved unused");
  rules::TinyText text = With(clean, Waiver("rule: R"));
  text.Replace("configs/north.cfg", "router ospf 1\n", "router ospf 1\n frobnicate 7\n");
  EXPECT_EQ(Judged(text), "undecided unused");
}

TEST(Waivers, TheProofStaysVisible) {
  const auto snapshot = Load(With(kAway, Waiver("rule: R")));
  const auto result = Check(*snapshot, {});
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->rules[0].flows[0].state, VerdictState::kWaived);
  ASSERT_EQ(result->rules[0].flows[0].findings.size(), 1U);
  EXPECT_FALSE(result->rules[0].flows[0].findings[0].evidence.empty());
}

TEST(Waivers, WrongNamesAreRefused) {
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: Q"))), "refused name-unknown");
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R, flow: record"))), "refused name-unknown");
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R, element: nort"))), "refused name-unknown");
  EXPECT_EQ(Judged(With(kAway, Waiver("rule: R", "2026-02-30"))), "refused type-wrong");
  EXPECT_EQ(Judged(With(kAway, "  - {rule: R, reason: soon, expires: 2026-12-31}\n")), "refused key-missing");
  EXPECT_EQ(Judged(With(kAway, "  - {rule: R, owner: ' ', reason: soon, expires: 2026-12-31}\n")),
            "refused value-invalid");
}

TEST(Waivers, TheOneInForceIsFound) {
  const auto snapshot = Load(With(kAway, Waiver("rule: R, element: north", "2026-07-31")));
  const model::ElementId north = snapshot->world->FindElement("north");
  const auto day = [](const char* text) { return *base::ParseDate(text); };
  EXPECT_NE(WaiverFor(*snapshot, day("2026-07-31"), "R", {model::FlowId(0), north}), nullptr);
  EXPECT_EQ(WaiverFor(*snapshot, day("2026-08-01"), "R", {model::FlowId(0), north}), nullptr);
  EXPECT_EQ(WaiverFor(*snapshot, day("2026-07-31"), "R", {model::FlowId(0), {}}), nullptr);
  EXPECT_EQ(WaiverFor(*snapshot, day("2026-07-31"), "Q", {model::FlowId(0), north}), nullptr);
}

}  // namespace
}  // namespace ringfence::study
