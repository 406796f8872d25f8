#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/questions.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// What one --fail is understood as; the diagnostic in "id: what (hint)" when it is not.
std::string Understood(Snapshot& snapshot, const std::string& text) {
  const auto failures = ReadFailures(snapshot, {text});
  if (failures) return failures->labels.at(0);
  const base::Diagnostic& last = snapshot.diagnostics.items().back();
  return std::string(base::InfoOf(last.kind).id) + ": " + last.what + " (" + last.hint + ")";
}

TEST(Failures, EveryKindByItsName) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_EQ(Understood(*snapshot, "link:west-east"), "link:east--west");
  EXPECT_EQ(Understood(*snapshot, "link:east--west"), "link:east--west");
  EXPECT_EQ(Understood(*snapshot, "link:west[GigabitEthernet0/0]-east[GigabitEthernet0/0]"),
            "link:east--west");
  EXPECT_EQ(Understood(*snapshot, "interface:west[GigabitEthernet0/2]"),
            "interface:west[GigabitEthernet0/2]");
  EXPECT_EQ(Understood(*snapshot, "node:north"), "node:north");
  EXPECT_EQ(Understood(*snapshot, "circuit:FIBRE"), "circuit:FIBRE");
  EXPECT_EQ(Understood(*snapshot, "line-system:MUX"), "line-system:MUX");
}

TEST(Failures, NamesMayHoldDashes) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/north.cfg", "hostname north", "hostname north-1")
      .Replace("inventory.yaml", "  north:", "  north-1:");
  text.Replace("ringfence.yaml", "[west, north]", "[west, north-1]");
  text.Replace("configs/west.cfg", "hostname west", "hostname w-e-st")
      .Replace("inventory.yaml", "  west:", "  w-e-st:");
  text.Replace("inventory.yaml", "\"west[", "\"w-e-st[")
      .Replace("ringfence.yaml", "[west, east]", "[w-e-st, east]");
  text.Replace("ringfence.yaml", "[west, north-1]", "[w-e-st, north-1]");
  const auto snapshot = Load(text);
  EXPECT_EQ(Understood(*snapshot, "link:w-e-st-north-1"), "link:north-1--w-e-st");
  EXPECT_EQ(Understood(*snapshot, "link:north-1-w-e-st"), "link:north-1--w-e-st");
  EXPECT_EQ(Understood(*snapshot, "link:north-1--w-e-st"), "link:north-1--w-e-st");
  EXPECT_EQ(Understood(*snapshot, "node:north-1"), "node:north-1");
}

TEST(Failures, LetterCaseOfNodesDoesNotMatter) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_EQ(Understood(*snapshot, "link:EAST-West"), "link:east--west");
  EXPECT_EQ(Understood(*snapshot, "node:North"), "node:North");
}

TEST(Failures, ParallelLinksNeedTheirInterfaces) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", "router ospf",
               "interface GigabitEthernet0/3\n ip address 10.9.0.6 255.255.255.254\n!\nrouter ospf");
  text.Replace("configs/east.cfg", "router ospf",
               "interface GigabitEthernet0/3\n ip address 10.9.0.7 255.255.255.254\n!\nrouter ospf");
  const auto snapshot = Load(text);
  EXPECT_THAT(
      Understood(*snapshot, "link:west-east"),
      HasSubstr("fail-element-unknown: 'west-east' names 2 links (Name the interfaces, for example link:"));
  EXPECT_THAT(Understood(*snapshot, "link:west[GigabitEthernet0/3]-east[GigabitEthernet0/3]"),
              HasSubstr("GigabitEthernet0/3"));
}

TEST(Failures, WhatDoesNotExistCannotFail) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_EQ(Understood(*snapshot, "north"),
            "fail-element-unknown: 'north' names no kind of failure (Write link:a-b, interface:a[if], "
            "node:a, circuit:id or line-system:id.)");
  EXPECT_EQ(Understood(*snapshot, "node:nort"),
            "fail-element-unknown: there is no node 'nort' (Did you mean 'north'?)");
  EXPECT_EQ(Understood(*snapshot, "link:east--wast"),
            "fail-element-unknown: there is no link 'east--wast' (Did you mean 'east--west'?)");
  EXPECT_THAT(Understood(*snapshot, "link:west"), HasSubstr("there is no link 'west'"));
  EXPECT_THAT(Understood(*snapshot, "interface:south[x]"), HasSubstr("there is no node 'south'"));
  EXPECT_THAT(Understood(*snapshot, "interface:west[x]"), HasSubstr("'west' has no interface 'x'"));
  EXPECT_THAT(Understood(*snapshot, "circuit:FIBRES"), HasSubstr("Did you mean 'FIBRE'?"));
  EXPECT_THAT(Understood(*snapshot, "line-system:"), HasSubstr("there is no line-system ''"));
}

TEST(Failures, AllWrongNamesAreTold) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_FALSE(ReadFailures(*snapshot, {"node:a-far-place", "node:north", "link:x-y"}).has_value());
  EXPECT_THAT(IdsOf(*snapshot), ElementsAre("fail-element-unknown", "fail-element-unknown"));
}

}  // namespace
}  // namespace ringfence::study
