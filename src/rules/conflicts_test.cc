#include "rules/conflicts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/tiny_rules_world_testing.h"

namespace ringfence::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kPresence =
    "confine: records, away-from: untrusted, levels: [read, meta, alter, cut]";
constexpr std::string_view kReading = "confine: records, away-from: untrusted, levels: [read]";

std::vector<Conflict> ConflictsOf(const TinyText& text) {
  return TinyRulesWorld(AllRuleKinds(), text).Conflicts();
}

/// The line system below the direct fibre is of an untrusted party too, so both ways are.
TinyText BothWaysUntrusted() {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "MUX: {kind: line-system, maker: Good",
               "MUX: {kind: line-system, maker: Risky");
  return text;
}

TEST(Conflicts, NoneWhileAnAllowedWayIsLeft) {
  EXPECT_THAT(ConflictsOf(Tiny().Rule("DENY", kPresence).Rule("WORK", "deliver: records")), IsEmpty());
}

TEST(Conflicts, MinimalCoresOfAllThatIsDenied) {
  const auto found =
      ConflictsOf(BothWaysUntrusted().Rule("DENY", kPresence).Rule("WORK", "deliver: records"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].deny_rule, "DENY");
  EXPECT_EQ(found[0].deliver_rule, "WORK");
  EXPECT_THAT(found[0].denied, ElementsAre("node:north", "line-system:MUX"));
  EXPECT_THAT(found[0].minimal_cores, ElementsAre(ElementsAre("node:north", "line-system:MUX")));
}

TEST(Conflicts, OfManyDeniedUnitsThoseOnPathsAreTried) {
  TinyText text = BothWaysUntrusted();
  constexpr std::size_t kPairs = kCoreUnitsMax / 2 + 1;
  for (std::size_t i = 0; i < 2 * kPairs; ++i) {
    const std::string name = "idle" + std::to_string(i);
    text.files["configs/" + name + ".cfg"] =
        "version 15.2\nhostname " + name + "\n!\ninterface GigabitEthernet0/0\n ip address 10.88." +
        std::to_string(i / 2) + "." + std::to_string(1 + i % 2) + " 255.255.255.0\n!\nend\n";
    text.Replace("inventory.yaml", "  DESK:",
                 "  " + name + ": {kind: router, maker: Risky, owner: Ternet, operator: Ternet}\n  DESK:");
  }
  const auto found = ConflictsOf(text.Rule("DENY", kPresence).Rule("WORK", "deliver: records"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].denied.size(), 2 * kPairs + 2);
  EXPECT_THAT(found[0].minimal_cores, ElementsAre(ElementsAre("node:north", "line-system:MUX")));
}

TEST(Conflicts, ASingleElementIsACoreOfItsOwn) {
  TinyText text = BothWaysUntrusted();
  text.Replace("inventory.yaml", "west: {kind: router, function: ip-edge, maker: Good",
               "west: {kind: router, function: ip-edge, maker: Risky");
  const auto found = ConflictsOf(text.Rule("DENY", kPresence).Rule("WORK", "deliver: records"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].denied, ElementsAre("node:north", "node:west", "line-system:MUX"));
  EXPECT_THAT(found[0].minimal_cores,
              ElementsAre(ElementsAre("node:west"), ElementsAre("node:north", "line-system:MUX")));
}

TEST(Conflicts, WhoOnlyMayNotReadBelowAClearLinkDeniesTheLink) {
  const auto found = ConflictsOf(BothWaysUntrusted().Rule("DENY", kReading).Rule("WORK", "deliver: records"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].denied, ElementsAre("link:east--west", "node:north"));
}

TEST(Conflicts, AManagerOfADeniedPartyDeniesWhatItManages) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "DESK: {kind: management-system, maker: Good",
               "DESK: {kind: management-system, maker: Risky");
  text.Append("inventory.yaml", "management:\n  - {manager: DESK, targets: [east], access: write}\n");
  const auto found = ConflictsOf(text.Rule("DENY", kPresence).Rule("WORK", "deliver: records"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].minimal_cores, ElementsAre(ElementsAre("node:east")));
}

/// Conflicts of two flows and two denials stand in the order of the rules, each as it stands alone.
TEST(Conflicts, FlowsThatShareWhatIsDeniedAreReportedOneByOne) {
  TinyText text = BothWaysUntrusted();
  text.Replace(
      "ringfence.yaml", "  visits:",
      "  letters: {carries: health, group: all, between: [west, east], hosts: [10.1.0.11, 10.2.0.11], "
      "parties: [TERN], traffic: 1 Gbps}\n  visits:");
  text.Rule("DENY", "confine: [records, letters], away-from: untrusted, levels: [read, meta, alter, cut]");
  text.Rule("READ", "confine: [letters, records], away-from: untrusted, levels: [read]");
  text.Rule("WORK", "deliver: [records, letters]");
  std::vector<std::string> found;
  for (const Conflict& conflict : ConflictsOf(text)) {
    found.push_back(conflict.deny_rule + " " + std::to_string(conflict.flow.index()) + " " +
                    conflict.denied.front());
    EXPECT_THAT(conflict.minimal_cores, ElementsAre(conflict.denied));
  }
  EXPECT_THAT(found, ElementsAre("DENY 0 node:north", "DENY 1 node:north", "READ 0 link:east--west",
                                 "READ 1 link:east--west"));
}

TEST(Conflicts, OnlyRulesThatShareAFlow) {
  EXPECT_THAT(ConflictsOf(BothWaysUntrusted().Rule("DENY", kPresence).Rule("WORK", "deliver: visits")),
              IsEmpty());
  EXPECT_THAT(ConflictsOf(BothWaysUntrusted()
                              .Rule("DENY", kPresence)
                              .Rule("CAP", "exclude: untrusted, from-functions: ip-edge")),
              IsEmpty());
}

}  // namespace
}  // namespace ringfence::rules
