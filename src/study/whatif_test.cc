#include "study/whatif.h"

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
