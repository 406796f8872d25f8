#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/exclude/judge_exclude.h"
#include "rules/tiny_rules_world_testing.h"

namespace ringfence::rules::exclude {

extern const RuleKind kRuleKind;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const RuleKind* kKinds[] = {&kRuleKind};

/// Verdict on a text to which an exclude rule is added.
std::string Verdict(TinyText text, std::string_view keys) {
  text.Rule("R", keys);
  return TinyRulesWorld(kKinds, text).Verdict();
}

/// Errors of an exclude stanza.
std::vector<std::string> Errors(std::string_view keys) {
  return TinyRulesWorld(kKinds, Tiny().Rule("R", keys)).ids();
}

TEST(Exclude, ByFunction) {
  EXPECT_EQ(Verdict(Tiny(), "exclude: untrusted, from-functions: ip-edge"), "proved\n");
  EXPECT_EQ(Verdict(Tiny(), "exclude: untrusted, from-functions: [ip-edge, ip-core]"),
            "violated\nnorth (Risky) ip-core\n");
  EXPECT_EQ(Verdict(Tiny(), "exclude: untrusted, from-functions: [ip-edge, ip-core], tolerate: ip-core"),
            "proved\n");
}

TEST(Exclude, ByStoredData) {
  EXPECT_EQ(Verdict(Tiny(), "exclude: untrusted, storing: call-records"), "proved\n");
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "DESK: {kind: management-system, maker: Good",
               "DESK: {kind: management-system, maker: Risky");
  EXPECT_EQ(Verdict(text, "exclude: untrusted, storing: call-records"),
            "violated\nDESK (Risky) stores call-records\n");
}

TEST(Exclude, NearAPlace) {
  EXPECT_EQ(Verdict(Tiny(), "exclude: untrusted, near: FORT"), "violated\nnorth (Risky) 0.64 km from FORT\n");
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "at: [55.0, -31.0]", "at: [55.03, -31.0]");
  EXPECT_EQ(Verdict(text, "exclude: untrusted, near: FORT"),
            "proved\nnorth (Risky) 3.40 km from FORT, near miss\n");
}

TEST(Exclude, AFunctionOffendsAlsoWhereThePlaceIsMissed) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "at: [55.0, -31.0]", "at: [55.03, -31.0]");
  EXPECT_EQ(Verdict(text, "exclude: untrusted, near: FORT, from-functions: ip-core"),
            "violated\nnorth (Risky) ip-core\n");
}

TEST(Exclude, OnlyInTheNamedNetworkAndRoles) {
  EXPECT_EQ(Verdict(Tiny(), "exclude: untrusted, from-functions: ip-core, network: Good"), "proved\n");
  EXPECT_EQ(Verdict(Tiny(), "exclude: untrusted, from-functions: ip-core, roles: owner"), "proved\n");
}

TEST(Exclude, UndecidedWithoutTheMaker) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "maker: Risky, ", "");
  EXPECT_EQ(Verdict(text, "exclude: untrusted, from-functions: ip-core"),
            "undecided\nbecause nobody states who makes north\n");
  EXPECT_EQ(Verdict(text, "exclude: untrusted, from-functions: ip-edge"), "proved\n");
  EXPECT_EQ(Verdict(text, "exclude: untrusted, near: FORT"),
            "undecided\nbecause nobody states who makes north\n");
}

TEST(Exclude, UndecidedWithoutThePosition) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", ", site: HILL", "");
  EXPECT_EQ(Verdict(text, "exclude: untrusted, near: FORT"),
            "undecided\nbecause nobody states where north stands\n");
  text.Replace("inventory.yaml", "maker: Risky, ", "");
  EXPECT_EQ(Verdict(text, "exclude: untrusted, near: FORT"),
            "undecided\nbecause nobody states where north stands\n");
}

TEST(Exclude, UndecidedWhenAnIntervalOfSharesDecides) {
  TinyText text = Tiny();
  text.Replace("inventory.yaml", "maker: Risky", "maker: Half");
  EXPECT_EQ(Verdict(text, "exclude: untrusted, from-functions: ip-core"),
            "undecided\nnorth (Half) ip-core\nbecause whether north belongs to the set depends on a share "
            "known as an interval\n");
}

TEST(Exclude, DistancesFollowTheSphere) {
  EXPECT_DOUBLE_EQ(DistanceKm({55, -31}, {55, -31}), 0);
  EXPECT_NEAR(DistanceKm({0, 0}, {0, 90}), 10007.557, 0.001) << "a quarter of the equator";
  EXPECT_NEAR(DistanceKm({0, 179.5}, {0, -179.5}), 111.195, 0.001) << "over the date line";
  EXPECT_NEAR(DistanceKm({90, 0}, {-90, 0}), 20015.115, 0.001) << "pole to pole";
}

TEST(Exclude, WrongStanzasAreDiagnosed) {
  EXPECT_THAT(Errors("exclude: untrustd, from-functions: ip-core"),
              ElementsAre("name-unknown: there is no set 'untrustd'"));
  EXPECT_THAT(Errors("exclude: untrusted, from-functions: ip-cor"),
              ElementsAre("name-unknown: there is no element with the function 'ip-cor'"));
  EXPECT_THAT(Errors("exclude: untrusted, storing: call-record"),
              ElementsAre("name-unknown: there is no element that stores 'call-record'"));
  EXPECT_THAT(Errors("exclude: untrusted, near: FROT"),
              ElementsAre("name-unknown: there is no place 'FROT'"));
  EXPECT_THAT(Errors("exclude: untrusted, from-functions: ip-core, network: Nobody"),
              ElementsAre("name-unknown: there is no party 'Nobody'"));
  EXPECT_THAT(Errors("exclude: untrusted"), ElementsAre(StartsWith("rule-matches-nothing: ")));
}

}  // namespace
}  // namespace ringfence::rules::exclude
