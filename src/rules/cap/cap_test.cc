#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/tiny_rules_world_testing.h"

namespace ringfence::rules::cap {

extern const RuleKind kRuleKind;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const RuleKind* kKinds[] = {&kRuleKind};

/// Verdict on a text to which a cap rule is added.
std::string Verdict(TinyText text, std::string_view keys) {
  text.Rule("R", keys);
  return TinyRulesWorld(kKinds, text).Verdict();
}

/// Errors of a cap stanza.
std::vector<std::string> Errors(std::string_view keys) {
  return TinyRulesWorld(kKinds, Tiny().Rule("R", keys)).ids();
}

/// A cap on the routers of Ternet.
std::string Routers(std::string_view at_most, std::string_view measures) {
  return "cap: untrusted, among: {kind: router, operator: Ternet}, at-most: " + std::string(at_most) +
         ", measures: " + std::string(measures);
}

TEST(Cap, ProvedUpToTheLimitItself) {
  EXPECT_EQ(
      Verdict(Tiny(), Routers("25%", "traffic")),
      "proved\nnorth (Risky) counts\n"
      "count 1/3 fails, not judged\nsites 1/2 fails, not judged\ntraffic 4000000000/16000000000 holds\n");
}

TEST(Cap, ViolatedJustAboveTheLimit) {
  EXPECT_THAT(Verdict(Tiny(), Routers("24.99%", "traffic")),
              HasSubstr("traffic 4000000000/16000000000 fails\n"));
  EXPECT_THAT(Verdict(Tiny(), Routers("33.33%", "[traffic, count]")), StartsWith("violated\n"));
  EXPECT_THAT(Verdict(Tiny(), Routers("33.34%", "[traffic, count]")), StartsWith("proved\n"));
}

TEST(Cap, MeasuresOfFlowsCountWhatCrossesAndWhatIsExposed) {
  const std::string health =
      Verdict(Tiny(), Routers("40%", "[traffic-through, traffic-cut]") + ", flows: health");
  EXPECT_THAT(health, StartsWith("proved\n"));
  EXPECT_THAT(health, HasSubstr("traffic-through 1000000000/3000000000 holds\n"));
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "DESK: {kind: management-system, maker: Good",
               "DESK: {kind: management-system, maker: Risky");
  text.Append("inventory.yaml", "management:\n  - {manager: DESK, targets: [west], access: write}\n");
  const std::string managed =
      Verdict(text, Routers("40%", "[traffic-through, traffic-cut]") + ", flows: health");
  EXPECT_THAT(managed, StartsWith("violated\n"));
  EXPECT_THAT(managed, HasSubstr("traffic-through 1000000000/3000000000 holds\n"));
  EXPECT_THAT(managed, HasSubstr("traffic-cut 3000000000/3000000000 fails\n"));
}

TEST(Cap, UndecidedWhenAnIntervalOfSharesDecides) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "maker: Risky", "maker: Half");
  const std::string verdict = Verdict(text, Routers("30%", "count"));
  EXPECT_THAT(verdict, StartsWith("undecided\n"));
  EXPECT_THAT(verdict, HasSubstr("because count: shares known as intervals only decide this measure\n"));
  EXPECT_THAT(Verdict(text, Routers("40%", "count")), StartsWith("proved\n")) << "either way below the limit";
}

TEST(Cap, UndecidedWithoutTheMaker) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "maker: Risky, ", "");
  EXPECT_THAT(Verdict(text, Routers("30%", "count")), HasSubstr("because nobody states who makes north\n"));
}

TEST(Cap, UndecidedWhenNothingIsCounted) {
  EXPECT_EQ(
      Verdict(Tiny(), "cap: untrusted, among: {kind: management-system}, at-most: 30%, measures: traffic"),
      "undecided\ncount 0/1 holds, not judged\nsites 0/1 holds, not judged\ntraffic 0/0 holds\n"
      "because traffic: nothing is counted, so there is no share\n");
}

TEST(Cap, UndecidedWhenNobodyIsInThePopulation) {
  EXPECT_THAT(
      Verdict(Tiny(), "cap: untrusted, among: {kind: router, operator: Good}, at-most: 30%, measures: count"),
      HasSubstr("because count: nothing is counted, so there is no share\n"));
}

TEST(Cap, UndecidedWithAnUnmodelledLineInTheConeOfItsFlows) {
  TinyText text = Tiny();
  text.Replace("configs/north.cfg", "router ospf 1\n", "router ospf 1\n frobnicate 7\n");
  EXPECT_THAT(Verdict(text, Routers("40%", "traffic-through") + ", flows: records"),
              HasSubstr("because north: not modelled: "));
  EXPECT_THAT(Verdict(text, Routers("40%", "count")), StartsWith("proved\n"))
      << "a count asks no configuration";
}

TEST(Cap, WrongStanzasAreDiagnosed) {
  EXPECT_THAT(Errors("cap: untrust, among: {kind: router}, at-most: 30%, measures: count"),
              ElementsAre(StartsWith("name-unknown: there is no set")));
  EXPECT_THAT(
      Errors("cap: untrusted, among: {kind: router, operator: Turnet}, at-most: 30%, measures: count"),
      ElementsAre("name-unknown: there is no party 'Turnet'"));
  EXPECT_THAT(Errors("cap: untrusted, among: {kind: base-station}, at-most: 30%, measures: count"),
              ElementsAre(StartsWith("rule-matches-nothing: ")));
  EXPECT_THAT(Errors("cap: untrusted, among: {kind: gadget}, at-most: 30%, measures: count"),
              ElementsAre(StartsWith("rule-matches-nothing: ")));
  EXPECT_THAT(Errors("cap: untrusted, among: {kind: router}, at-most: 30%, measures: traffic-cut"),
              ElementsAre(StartsWith("rule-matches-nothing: ")));
  EXPECT_THAT(Errors("cap: untrusted, among: {kind: router}, measures: count"),
              ElementsAre(StartsWith("key-missing: ")));
}

}  // namespace
}  // namespace ringfence::rules::cap
