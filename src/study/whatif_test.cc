#include "study/whatif.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using rules::VerdictState;
using testing::ElementsAre;
using testing::IsEmpty;

WhatIfOptions Ban(std::string name) {
  WhatIfOptions options;
  options.ban = {std::move(name)};
  return options;
}

TEST(WhatIf, AFailureShowsWhoGainsPower) {
  const auto snapshot = Load(rules::Tiny());
  WhatIfOptions options;
  options.fail = {"circuit:FIBRE"};
  const auto result = WhatIf(*snapshot, options);
  ASSERT_TRUE(result.has_value());
  EXPECT_THAT(result->removed, ElementsAre("circuit:FIBRE"));
  const FlowDifference& records = result->flows.at(0);
  EXPECT_TRUE(records.delivered_before && records.delivered_after);
  ASSERT_EQ(records.gained.size(), 1U);
  EXPECT_EQ(snapshot->world->NameOf(records.gained[0].first), "north");
  EXPECT_TRUE(records.gained[0].second.has(exposure::Level::kRead));
  EXPECT_EQ(records.lost.size(), 2U) << "the circuit and its line system";
  EXPECT_EQ(result->lost_bps, 0U);
}

TEST(WhatIf, ABanTakesOutAllThatAPartyMakes) {
  const auto snapshot = Load(rules::Tiny());
  for (const char* name : {"Risky", "untrusted"}) {
    const auto result = WhatIf(*snapshot, Ban(name));
    ASSERT_TRUE(result.has_value());
    EXPECT_THAT(result->removed, ElementsAre("node:north"));
    EXPECT_FALSE(result->flows.at(1).delivered_after);
    EXPECT_EQ(result->traffic_bps, 3'000'000'000U);
    EXPECT_EQ(result->lost_bps, 1'000'000'000U);
    EXPECT_EQ(result->lost_own_bps, 1'000'000'000U) << "its end is itself taken out";
  }
}

TEST(WhatIf, DeliveriesThatBreakAreNamedByTheirRules) {
  rules::TinyText text = rules::Tiny();
  text.Rule("BOTH", "deliver: [records, visits]");
  text.Rule("FIRST", "deliver: records");
  text.Rule("LATER", "deliver: visits, from: 2030-01-01");
  text.Rule("OTHER", "confine: visits, away-from: untrusted, levels: [read]");
  const auto snapshot = Load(text);
  const auto banned = WhatIf(*snapshot, Ban("Risky"));
  ASSERT_TRUE(banned.has_value());
  ASSERT_EQ(banned->broken.size(), 1U);
  EXPECT_EQ(banned->broken[0].rule, "BOTH");
  EXPECT_THAT(banned->broken[0].flows, ElementsAre(model::FlowId(1)));
  WhatIfOptions later = Ban("Risky");
  later.check.as_of = base::ParseDate("2030-01-01");
  EXPECT_EQ(WhatIf(*snapshot, later)->broken.size(), 2U);
  EXPECT_THAT(WhatIf(*snapshot, Ban("Nobody")).has_value(), false);
}

TEST(WhatIf, ABanOfSomeKindsOnly) {
  const auto snapshot = Load(rules::Tiny());
  WhatIfOptions options = Ban("Good");
  options.ban_kinds = {model::ElementKind::kLineSystem};
  EXPECT_THAT(WhatIf(*snapshot, options)->removed, ElementsAre("line-system:MUX"));
  options.ban_kinds = {model::ElementKind::kFirewall};
  EXPECT_THAT(WhatIf(*snapshot, options)->removed, IsEmpty());
}

TEST(WhatIf, UnknownNamesAreDiagnosed) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_FALSE(WhatIf(*snapshot, Ban("Riski")).has_value());
  WhatIfOptions options;
  options.fail = {"node:south"};
  EXPECT_FALSE(WhatIf(*snapshot, options).has_value());
  EXPECT_THAT(IdsOf(*snapshot), ElementsAre("name-unknown", "fail-element-unknown"));
  EXPECT_EQ(snapshot->diagnostics.items()[0].hint, "Did you mean 'Risky'?");
}

TEST(WhatIf, EveryRuleIsJudged) {
  rules::TinyText text = rules::Tiny();
  text.Rule("BOTH", "deliver: [records, visits]");
  text.Rule("CLEAN",
            "confine: records, away-from: untrusted, levels: [read], under: {failures: 1, of: [link]}");
  text.Rule("CORE", "exclude: untrusted, from-functions: ip-core");
  text.Rule("SHARE", "cap: untrusted, at-most: 25%, among: {kind: router}, measures: [count]");
  const auto snapshot = Load(text);
  const auto states = [&](const WhatIfOptions& options) {
    std::string line;
    const auto result = WhatIf(*snapshot, options);
    if (!result || !result->verdicts) return std::string("not judged");
    for (const RuleDifference& rule : CompareRules(result->verdicts->before, result->verdicts->after))
      line += fmt::format("{} {} -> {}\n", rule.id, rules::NameOf(rule.before), rules::NameOf(rule.after));
    return line;
  };
  // What is banned is carried away; what fails still stands where it stands.
  EXPECT_EQ(states(Ban("Risky")),
            "BOTH proved -> violated\nCLEAN violated -> proved\nCORE violated -> proved\nSHARE violated -> "
            "proved\n");
  WhatIfOptions options;
  options.fail = {"node:north"};
  EXPECT_EQ(states(options),
            "BOTH proved -> violated\nCLEAN violated -> proved\nCORE violated -> violated\nSHARE violated -> "
            "violated\n");
}

TEST(WhatIf, AnOutageIsThereUnderEveryFailure) {
  rules::TinyText text = rules::Tiny();
  text.Rule("R", "deliver: records, under: {failures: 1, of: [link, node, line-system]}");
  const auto snapshot = Load(text);
  exposure::Evaluator evaluator(*snapshot->engine);
  const auto arrives = [&](exposure::FailureSet set) {
    std::ranges::sort(set);
    evaluator.Enter(set);
    return evaluator.Evaluate(model::FlowId(0)).delivered_all;
  };
  const auto units = static_cast<std::uint32_t>(snapshot->world->failures.size());
  for (std::uint32_t out = 0; out < units; ++out) {
    bool always = arrives({out});
    for (std::uint32_t more = 0; more < units; ++more) {
      const bool fails = snapshot->world->failures[more].kind != exposure::FailureKind::kCircuit;
      if (fails && more != out) always = always && arrives({out, more});
    }
    const auto judged =
        JudgeWithout(*snapshot, {}, {.down = snapshot->engine->StateOf(exposure::FailureSet{out})});
    ASSERT_TRUE(judged && *judged);
    EXPECT_EQ((*judged)->rules[0].state, always ? VerdictState::kProved : VerdictState::kViolated)
        << snapshot->world->failures[out].Label();
  }
  const auto nothing = JudgeWithout(*snapshot, {}, {.down = routing::FailureState(*snapshot->network)});
  EXPECT_EQ((*nothing)->rules[0].state, JudgeOnly(*snapshot, {})->rules[0].state);
}

TEST(WhatIf, TooManySetsAndAnUnwantedAnswer) {
  rules::TinyText text = rules::Tiny();
  text.Rule("R", "deliver: records, under: {failures: 2, of: [link, node]}");
  const auto snapshot = Load(text);
  const auto judged =
      JudgeWithout(*snapshot, {}, {.down = routing::FailureState(*snapshot->network), .sets_max = 21});
  ASSERT_FALSE(judged.has_value());
  EXPECT_EQ(judged.error().message,
            "the rules speak of 22 sets of failures, and with something out at most 21 are computed");
  WhatIfOptions options = Ban("Risky");
  options.check.stop = [] { return true; };
  EXPECT_FALSE(WhatIf(*snapshot, options).has_value());
  EXPECT_FALSE(Check(*snapshot, options.check).has_value());
  EXPECT_FALSE(snapshot->diagnostics.has_errors()) << "nothing is wrong";
  options.check.stop = [] { return false; };
  EXPECT_TRUE(WhatIf(*snapshot, options)->verdicts.has_value());
}

TEST(WhatIf, PartsOfAnotherMaker) {
  rules::TinyText text = rules::Tiny();
  text.Replace("inventory.yaml", "west: {kind: router, function: ip-edge, maker: Good",
               "west: {kind: router, function: ip-edge, maker: Good, parts: [Risky]");
  text.Rule("EDGE", "exclude: untrusted, from-functions: ip-edge");
  text.Rule("CLEAN", "confine: records, away-from: untrusted, levels: [read]");
  const auto snapshot = Load(text);
  const auto check = JudgeOnly(*snapshot, {});
  ASSERT_TRUE(check.has_value());
  EXPECT_EQ(check->rules[0].state, VerdictState::kViolated);
  EXPECT_EQ(check->rules[1].state, VerdictState::kViolated) << "west carries the records";
  const auto banned = WhatIf(*snapshot, Ban("Risky"));
  EXPECT_THAT(banned->removed, ElementsAre("node:north", "node:west"));
  EXPECT_EQ(banned->not_judged,
            "only parts of west are banned, and nobody states which of its ports they are; the whole is out "
            "here");
}

TEST(CompareRules, ARuleOfOneSideIsNotInForceOnTheOther) {
  const auto result = [](std::initializer_list<std::pair<const char*, VerdictState>> states) {
    CheckResult made;
    for (const auto& [id, state] : states) {
      made.rules.emplace_back();
      made.rules.back().id = id;
      made.rules.back().state = state;
    }
    return made;
  };
  const auto differences =
      CompareRules(result({{"BOTH", VerdictState::kProved}, {"OLD", VerdictState::kViolated}}),
                   result({{"NEW", VerdictState::kUndecided}, {"BOTH", VerdictState::kViolated}}));
  ASSERT_EQ(differences.size(), 3U);
  EXPECT_EQ(differences[0].id, "BOTH");
  EXPECT_EQ(differences[0].before, VerdictState::kProved);
  EXPECT_EQ(differences[0].after, VerdictState::kViolated);
  EXPECT_EQ(differences[1].id, "OLD");
  EXPECT_EQ(differences[1].after, VerdictState::kNotInForce);
  EXPECT_EQ(differences[2].id, "NEW");
  EXPECT_EQ(differences[2].before, VerdictState::kNotInForce);
}

}  // namespace
}  // namespace ringfence::study
