#include "study/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/check.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using rules::VerdictState;
using testing::ElementsAre;
using testing::IsEmpty;

std::string Document(const std::string& rules) {
  return "{\"ringfence\": {\"document\": \"check\", \"version\": 2}, \"rules\": [" + rules + "]}";
}

/// A rule R about flow F whose verdict is that of the flow.
std::string Rule(const std::string& verdict, const std::string& findings, const std::string& reasons = "") {
  return R"({"id": "R", "verdict": ")" + verdict + R"(", "flows": [{"flow": "F", "verdict": ")" + verdict +
         R"(", "findings": [)" + findings + R"(], "undecided_because": [)" + reasons +
         R"(]}], "elements": [], "clauses": [], "undecided_because": []})";
}

std::string Finding(const std::string& failed, const std::string& offenders) {
  return R"({"failed": [)" + failed + R"(], "offenders": [)" + offenders + "]}";
}

std::string Offender(const std::string& name, const std::string& levels, const std::string& more = "") {
  return R"({"element": ")" + name + R"(", "levels": [)" + levels + R"(], "certain": true)" + more + "}";
}

/// "new R F A violated" a change, then the verdict on them and how much is known.
std::vector<std::string> Compared(const std::string& before, const std::string& after) {
  const auto then = ReadStatements(Document(before));
  const auto now = ReadStatements(Document(after));
  if (!then || !now) return {"unreadable"};
  const BaselineResult result = CompareStatements(*then, *now);
  std::vector<std::string> lines;
  for (const StatementChange& change : result.changes) {
    lines.push_back(fmt::format("{} {} {} {} {}",
                                kStatementChangeNames[static_cast<std::size_t>(change.kind)], change.key.rule,
                                change.key.flow, change.key.subject, rules::NameOf(change.state)));
  }
  for (const std::string& rule : result.not_judged) lines.push_back("gone " + rule);
  lines.push_back(fmt::format("{}, {} known", rules::NameOf(result.state), result.known));
  return lines;
}

const std::string kA = Rule("violated", Finding("\"link:x\"", Offender("A", "\"read\"")));

TEST(Baseline, TheSameIsKnown) { EXPECT_THAT(Compared(kA, kA), ElementsAre("proved, 1 known")); }

TEST(Baseline, AnotherElementIsNewAndTheFirstIsFixed) {
  const std::string b = Rule("violated", Finding("", Offender("B", "\"read\"")));
  EXPECT_THAT(Compared(kA, b),
              ElementsAre("fixed R F A violated", "new R F B violated", "violated, 0 known"));
  EXPECT_THAT(Compared(kA, Rule("proved", "")), ElementsAre("fixed R F A violated", "proved, 0 known"));
}

TEST(Baseline, MoreLevelsOrFewerFailuresAreWorse) {
  const std::string nominal = Rule("violated", Finding("", Offender("A", "\"read\"")));
  const std::string levels = Rule("violated", Finding("\"link:x\"", Offender("A", "\"read\", \"alter\"")));
  EXPECT_THAT(Compared(kA, nominal), ElementsAre("worsened R F A violated", "violated, 0 known"));
  EXPECT_THAT(Compared(kA, levels), ElementsAre("worsened R F A violated", "violated, 0 known"));
  EXPECT_THAT(Compared(nominal, kA), ElementsAre("proved, 1 known")) << "better is known";
  EXPECT_THAT(Compared(levels, kA), ElementsAre("proved, 1 known"));
  const std::string elsewhere = Rule("violated", Finding("\"link:y\"", Offender("A", "\"read\"")));
  EXPECT_THAT(Compared(kA, elsewhere), ElementsAre("proved, 1 known")) << "another single failure, as before";
}

TEST(Baseline, WhatAWaiverCoveredIsWorseWithoutIt) {
  const std::string waived =
      Rule("waived", Finding("\"link:x\"", Offender("A", "\"read\"", ", \"waived\": true")));
  EXPECT_THAT(Compared(waived, kA), ElementsAre("worsened R F A violated", "violated, 0 known"));
  EXPECT_THAT(Compared(kA, waived), ElementsAre("proved, 1 known"));
  EXPECT_THAT(Compared(Rule("proved", ""), waived), ElementsAre("proved, 0 known"));
}

TEST(Baseline, ANewDoubtIsNoSuccess) {
  const std::string doubt = Rule("undecided", "", R"({"text": "n: not modelled: x"})");
  EXPECT_THAT(Compared(Rule("proved", ""), doubt),
              ElementsAre("new R F n: not modelled: x undecided", "undecided, 0 known"));
  EXPECT_THAT(Compared(doubt, doubt), ElementsAre("proved, 1 known"));
  EXPECT_THAT(Compared(doubt, kA), ElementsAre("new R F A violated", "fixed R F n: not modelled: x undecided",
                                               "violated, 0 known"));
  EXPECT_THAT(Compared(Rule("proved", ""), Rule("undecided", "")),
              ElementsAre("new R F  undecided", "undecided, 0 known"))
      << "also one that gives no reason";
}

TEST(Baseline, FlowsThatDoNotArriveAreToldApartByWhatFails) {
  const auto cut = [](const std::string& failed) { return Rule("violated", Finding(failed, "")); };
  EXPECT_THAT(Compared(cut("\"link:x\""), cut("\"link:y\"")),
              ElementsAre("fixed R F link:x violated", "new R F link:y violated", "violated, 0 known"));
  EXPECT_THAT(Compared(cut("\"a\""), cut("")),
              ElementsAre("fixed R F a violated", "new R F nothing failed violated", "violated, 0 known"));
}

TEST(Baseline, AShareThatGrowsIsWorse) {
  const auto share = [](unsigned part, unsigned whole) {
    return fmt::format(
        R"({{"id": "R", "verdict": "violated", "flows": [], "elements": [], "clauses": [{{"measure": "count",)"
        R"("numerator": {}, "denominator": {}, "judged": true, "holds": false}}], "undecided_because": []}})",
        part, whole);
  };
  EXPECT_THAT(Compared(share(5, 14), share(10, 28)), ElementsAre("proved, 1 known"));
  EXPECT_THAT(Compared(share(5, 14), share(11, 28)),
              ElementsAre("worsened R  count violated", "violated, 0 known"));
}

TEST(Baseline, ARuleThatIsNotJudgedIsNotFixed) {
  const std::string off = R"({"id": "R", "verdict": "not-in-force", "flows": []})";
  EXPECT_THAT(Compared(kA, off), ElementsAre("gone R", "undecided, 0 known")) << "nothing is judged at all";
  EXPECT_THAT(Compared(kA, ""), ElementsAre("gone R", "undecided, 0 known"));
}

TEST(Baseline, OnlyWholeResultsAreTaken) {
  EXPECT_FALSE(ReadStatements("").has_value());
  EXPECT_FALSE(ReadStatements("[1, 2]").has_value());
  EXPECT_FALSE(ReadStatements(R"({"ringfence": {"document": "check", "version": 2}})").has_value());
  EXPECT_FALSE(
      ReadStatements(R"({"ringfence": {"document": "check", "version": 1}, "rules": []})").has_value());
  EXPECT_FALSE(
      ReadStatements(R"({"ringfence": {"document": "parse", "version": 2}, "rules": []})").has_value());
  EXPECT_FALSE(
      ReadStatements(R"({"ringfence": {"document": "check", "version": 2}, "baseline": {}, "rules": []})")
          .has_value());
  EXPECT_FALSE(
      ReadStatements(R"({"ringfence": {"document": "check", "version": 2}, "first": {}, "rules": []})")
          .has_value());
}

TEST(Baseline, NewsAreKeptAndTheRestIsLeftOut) {
  rules::TinyText text = rules::Tiny().Rule("CORE", "exclude: untrusted, from-functions: [ip-core, ip-edge]");
  text.Rule("AWAY", "confine: records, away-from: untrusted, levels: [read], under: {failures: 1, of: link}");
  text.Replace("inventory.yaml", "west: {kind: router, function: ip-edge, maker: Good",
               "west: {kind: router, function: ip-edge, maker: Risky");
  const auto snapshot = Load(text);
  auto result = Check(*snapshot, {});
  BaselineResult news;
  news.changes.push_back({StatementChange::Kind::kNew, {"CORE", "", "west"}, VerdictState::kViolated});
  news.changes.push_back(
      {StatementChange::Kind::kFixed, {"AWAY", "records", "west"}, VerdictState::kViolated});
  KeepNews(*snapshot, news, *result);
  ASSERT_EQ(result->rules.size(), 1U);
  ASSERT_EQ(result->rules[0].elements.size(), 1U);
  EXPECT_EQ(snapshot->world->NameOf(result->rules[0].elements[0].element), "west");
  EXPECT_EQ(result->state, VerdictState::kViolated) << "the verdict of all rules stays";
  result = Check(*snapshot, {});
  news.changes = {{StatementChange::Kind::kWorsened, {"AWAY", "records", "north"}, VerdictState::kViolated}};
  KeepNews(*snapshot, news, *result);
  ASSERT_EQ(result->rules.size(), 1U);
  ASSERT_EQ(result->rules[0].flows[0].findings.size(), 1U);
  EXPECT_EQ(result->rules[0].flows[0].findings[0].offenders.size(), 1U);
}

}  // namespace
}  // namespace ringfence::study
