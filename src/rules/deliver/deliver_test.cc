#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/tiny_rules_world_testing.h"

namespace ringfence::rules::deliver {

extern const RuleKind kRuleKind;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const RuleKind* kKinds[] = {&kRuleKind};

/// Verdict on a text to which a deliver rule is added.
std::string Verdict(TinyText text, std::string_view keys) {
  text.Rule("R", keys);
  return TinyRulesWorld(kKinds, text).Verdict();
}

/// Errors of a deliver stanza.
std::vector<std::string> Errors(std::string_view keys) {
  return TinyRulesWorld(kKinds, Tiny().Rule("R", keys)).ids();
}

TEST(Deliver, ProvedWhileTheOtherWayWorks) {
  EXPECT_EQ(Verdict(Tiny(), "deliver: records"), "proved\nrecords proved\n");
  EXPECT_EQ(Verdict(Tiny(), "deliver: records, under: {failures: 1, of: [link, node, circuit, line-system]}"),
            "proved\nrecords proved\n");
}

TEST(Deliver, TheEndsOfTheFlowAreNeverCounted) {
  TinyRulesWorld world(kKinds, Tiny().Rule("R", "deliver: records, under: {failures: 1, of: node}"));
  const RuleResult result = world.Judge();
  ASSERT_EQ(result.flows.size(), 1U);
  EXPECT_EQ(result.flows[0].sets_tried, 2U) << "nothing, and north";
}

TEST(Deliver, ViolatedByMinimalSets) {
  EXPECT_EQ(Verdict(Tiny(), "deliver: records, under: {failures: 2, of: [link, node]}"),
            "violated\nrecords violated\n"
            "  {link:east--north link:east--west}\n"
            "  {link:east--west link:north--west}\n"
            "  {link:east--west node:north}\n");
}

TEST(Deliver, ViolatedWithNothingFailed) {
  TinyText text = Tiny();
  text.Replace("configs/west.cfg", "router ospf 1", "ip route 10.2.0.0 255.255.255.0 Null0\nrouter ospf 1");
  TinyRulesWorld world(kKinds, text.Rule("R", "deliver: records, under: {failures: 1, of: link}"));
  const RuleResult result = world.Judge();
  EXPECT_EQ(world.Tell(result), "violated\nrecords violated\n  {}\n");
  EXPECT_FALSE(result.flows[0].delivered);
  const Evidence& evidence = result.flows[0].findings[0].evidence;
  const bool says_where = std::ranges::any_of(evidence, [](const EvidenceStep& step) {
    return std::ranges::any_of(step.values, [](const auto& value) { return value.second == "discarded"; });
  });
  EXPECT_TRUE(says_where);
}

TEST(Deliver, UndecidedWithAnUnmodelledLineInTheCone) {
  TinyText text = Tiny();
  text.Replace("configs/north.cfg", "router ospf 1\n", "router ospf 1\n frobnicate 7\n");
  const std::string verdict = Verdict(text, "deliver: records");
  EXPECT_THAT(verdict, StartsWith("undecided\n"));
  EXPECT_THAT(verdict, HasSubstr("because north: not modelled: "));
}

TEST(Deliver, CopiesDoNotTouchDelivery) {
  TinyText text = Tiny();
  text.Replace("configs/west.cfg", " ip address 10.1.0.1 255.255.255.0\n",
               " ip address 10.1.0.1 255.255.255.0\n ip flow monitor FLOWS input\n");
  EXPECT_EQ(Verdict(text, "deliver: records"), "proved\nrecords proved\n");
}

TEST(Deliver, UndecidedWhereTheFlowLeavesTheNetwork) {
  TinyText text = Tiny();
  text.Replace("configs/west.cfg", "router ospf 1",
               "interface GigabitEthernet0/3\n ip address 172.16.0.1 255.255.255.252\n!\n"
               "ip route 10.2.0.0 255.255.255.0 172.16.0.2\nrouter ospf 1");
  EXPECT_EQ(Verdict(text, "deliver: records"),
            "undecided\nrecords undecided\n  {}\n"
            "because packets leave the modelled network at west: nobody states who is beyond\n");
}

TEST(Deliver, UndecidedWhereARouteIsAmbiguous) {
  TinyText text = Tiny();
  for (const char* file : {"configs/west.cfg", "configs/east.cfg"}) {
    text.Replace(file, "ip ospf cost 10", "ip ospf cost 40")
        .Replace(file, " router-id", " maximum-paths 1\n router-id");
  }
  EXPECT_THAT(Verdict(text, "deliver: records"), StartsWith("undecided\n"));
}

TEST(Deliver, WrongStanzasAreDiagnosed) {
  EXPECT_THAT(Errors("deliver: [records, visit]"), ElementsAre(StartsWith("name-unknown: there is no flow")));
  EXPECT_THAT(Errors("deliver: {of-party: Good}"),
              ElementsAre("rule-matches-nothing: rule 'R' matches no flow"));
  EXPECT_THAT(Errors("deliver: records, under: {failures: 2}"), ElementsAre(StartsWith("key-missing: ")));
  EXPECT_THAT(Errors("deliver: records, under: {of: link}"), ElementsAre(StartsWith("key-missing: ")));
}

}  // namespace
}  // namespace ringfence::rules::deliver
