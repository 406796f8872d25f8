#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/tiny_rules_world_testing.h"

namespace ringfence::rules::diversify {

extern const RuleKind kRuleKind;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const RuleKind* kKinds[] = {&kRuleKind};

/// Verdict on a text to which a diversify rule is added.
std::string Verdict(TinyText text, std::string_view keys) {
  text.Rule("R", keys);
  return TinyRulesWorld(kKinds, text).Verdict();
}

/// Errors of a diversify stanza.
std::vector<std::string> Errors(std::string_view keys) {
  return TinyRulesWorld(kKinds, Tiny().Rule("R", keys)).ids();
}

TEST(Diversify, ProvedWhileEachSupplierCanGo) {
  TinyRulesWorld world(kKinds, Tiny().Rule("R", "diversify: records"));
  const RuleResult result = world.Judge();
  EXPECT_EQ(world.Tell(result), "proved\nrecords proved\n");
  EXPECT_EQ(result.flows[0].sets_tried, 2U) << "Good (its line system; the ends stay) and Risky (north)";
}

TEST(Diversify, ViolatedByASupplierOfBothWays) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "MUX: {kind: line-system, maker: Good",
               "MUX: {kind: line-system, maker: Risky");
  TinyRulesWorld world(kKinds, text.Rule("R", "diversify: records"));
  const RuleResult result = world.Judge();
  EXPECT_EQ(world.Tell(result), "violated\nrecords violated\n  {node:north line-system:MUX}\n");
  EXPECT_EQ(result.flows[0].findings[0].text, "without the equipment of Risky the flow does not arrive");
}

TEST(Diversify, UndecidedWhenASupplierMakesPartsOfWhatCarries) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "north: {kind: router, function: ip-core, maker: Risky",
               "north: {kind: router, function: ip-core, maker: Risky, parts: [Half, Risky]");
  EXPECT_THAT(Verdict(text, "diversify: records"),
              HasSubstr("Half makes parts of north, and nobody states which"));
  text.Replace("inventory.yaml", "parts: [Half, Risky]", "parts: Risky");
  EXPECT_EQ(Verdict(text, "diversify: records"), "proved\nrecords proved\n")
      << "who makes the whole makes its parts";
  text.Replace("inventory.yaml", "maker: Risky, parts: Risky", "parts: Risky");
  EXPECT_THAT(TinyRulesWorld(kKinds, text.Rule("R", "diversify: records")).ids(),
              ElementsAre(StartsWith("key-missing: makers of parts are named")));
}

TEST(Diversify, OtherRolesCanMakeASupplier) {
  EXPECT_EQ(Verdict(Tiny(), "diversify: records, roles: operator"),
            "violated\nrecords violated\n  {node:north line-system:MUX}\n");
}

TEST(Diversify, UndecidedWithoutTheMaker) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "maker: Risky, ", "");
  EXPECT_THAT(Verdict(text, "diversify: records"), StartsWith("undecided\n"));
}

TEST(Diversify, UndecidedWithAnUnmodelledLineInTheCone) {
  TinyText text = Tiny();
  text.Replace("configs/north.cfg", "router ospf 1\n", "router ospf 1\n frobnicate 7\n");
  EXPECT_THAT(Verdict(text, "diversify: records"), HasSubstr("because north: not modelled: "));
}

TEST(Diversify, WrongStanzasAreDiagnosed) {
  EXPECT_THAT(Errors("diversify: record"), ElementsAre(StartsWith("name-unknown: there is no flow")));
  EXPECT_THAT(Errors("diversify: {of-party: Good}"),
              ElementsAre("rule-matches-nothing: rule 'R' matches no flow"));
  EXPECT_THAT(Errors("diversify: {}"), ElementsAre(StartsWith("key-missing: ")));
}

}  // namespace
}  // namespace ringfence::rules::diversify
