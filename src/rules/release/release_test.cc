#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/tiny_rules_world_testing.h"

namespace ringfence::rules::release {

extern const RuleKind kRuleKind;

namespace {

using testing::ElementsAre;
using testing::StartsWith;

constexpr const RuleKind* kKinds[] = {&kRuleKind};

/// Verdict on a text to which a release rule is added.
std::string Verdict(TinyText text, std::string_view keys) {
  text.Rule("R", keys);
  return TinyRulesWorld(kKinds, text).Verdict();
}

/// Errors of a release stanza.
std::vector<std::string> Errors(std::string_view keys) {
  return TinyRulesWorld(kKinds, Tiny().Rule("R", keys)).ids();
}

TEST(Release, ProvedForABodyOfANamedState) {
  EXPECT_EQ(Verdict(Tiny(), "release: health, to: TERN"), "proved\n");
  EXPECT_EQ(Verdict(Tiny(), "release: health, to: [Ternet]"), "proved\n");
  EXPECT_EQ(Verdict(Tiny(), "release: health"), "proved\n") << "as the information states";
}

TEST(Release, ViolatedAtEachEndThatMayNotReceive) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "east: {kind: router, function: ip-edge, maker: Good, owner: Ternet",
               "east: {kind: router, function: ip-edge, maker: Good, owner: Half");
  EXPECT_EQ(Verdict(text, "release: health"), "violated\neast (Half) receives records\n");
}

TEST(Release, TheOperatorHoldsWhatNobodyOwns) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "east: {kind: router, function: ip-edge, maker: Good, owner: Ternet,",
               "east: {kind: router, function: ip-edge, maker: Good,");
  EXPECT_EQ(Verdict(text, "release: health"), "proved\n");
}

TEST(Release, UndecidedWithoutAHolder) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml",
               "east: {kind: router, function: ip-edge, maker: Good, owner: Ternet, operator: Ternet,",
               "east: {kind: router, function: ip-edge, maker: Good,");
  EXPECT_EQ(Verdict(text, "release: health"),
            "undecided\nbecause nobody states who owns east, an end of records\n");
}

TEST(Release, WrongStanzasAreDiagnosed) {
  EXPECT_THAT(Errors("release: healt"), ElementsAre("name-unknown: there is no information 'healt'"));
  EXPECT_THAT(Errors("release: health, to: Turn"),
              ElementsAre(StartsWith("name-unknown: there is no party 'Turn'"),
                          StartsWith("rule-matches-nothing: ")));
  EXPECT_THAT(Errors("release: idle, to: TERN"),
              ElementsAre(StartsWith("rule-matches-nothing: rule 'R' matches no flow")));
  EXPECT_THAT(Errors("release: idle"),
              ElementsAre(StartsWith("rule-matches-nothing: rule 'R' matches no party"),
                          StartsWith("rule-matches-nothing: ")));
}

}  // namespace
}  // namespace ringfence::rules::release
