#include "rules/stanza.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/tiny_rules_world_testing.h"

namespace ringfence::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Reads the first rule of the tiny policy with all kinds of the program.
class Stanza : public testing::Test {
 protected:
  /// A reader of the rule with these keys; REQUIRES: the text passed the schema check.
  StanzaReader& Read(std::string_view keys) {
    const base::MemoryFiles files = Tiny().Rule("R", keys).InMemory();
    policy_ = formats::ReadPolicy(files, "net", "ringfence.yaml", RuleSchema(), sources_, diagnostics_);
    const base::FileId file = sources_.Add("inventory.yaml", std::string(kTinyInventory));
    model::Inventory inventory;
    formats::ReadInventoryYaml(sources_.file(file), file, inventory, diagnostics_);
    for (const model::Element& element : inventory.elements) {
      world_.elements.push_back({.facts = element, .node = {}, .parties = {}, .position = {}});
    }
    EXPECT_FALSE(diagnostics_.has_errors());
    reader_ = std::make_unique<StanzaReader>(policy_, world_, policy_.rules.at(0), diagnostics_);
    return *reader_;
  }

  std::vector<std::string> Hints() const {
    std::vector<std::string> hints;
    for (const base::Diagnostic& diagnostic : diagnostics_.items()) hints.push_back(diagnostic.hint);
    return hints;
  }

  std::vector<std::string> Flows(std::string_view keys) {
    std::vector<std::string> ids;
    for (model::FlowId flow : Read(keys).Flows("deliver")) ids.push_back(policy_.flows[flow.index()].id);
    return ids;
  }

  base::SourceMap sources_;
  base::Diagnostics diagnostics_;
  model::Policy policy_;
  exposure::World world_;
  std::unique_ptr<StanzaReader> reader_;
};

TEST_F(Stanza, FlowsByIdGroupAndInformationEachOnce) {
  EXPECT_THAT(Flows("deliver: [visits, health, all, records]"), ElementsAre("visits", "records"));
  EXPECT_TRUE(reader_->ok());
}

TEST_F(Stanza, FlowsThatAPartyOwnsOrSharesIn) {
  EXPECT_THAT(Flows("deliver: {of-party: TERN}"), ElementsAre("records", "visits"));
}

TEST_F(Stanza, AMisspeltFlowNamesTheNearest) {
  EXPECT_THAT(Flows("deliver: recrods"), IsEmpty());
  EXPECT_FALSE(reader_->ok());
  EXPECT_THAT(Hints(), ElementsAre("Did you mean 'records'?"));
}

TEST_F(Stanza, NoHintNamesTheEmptyWord) {
  EXPECT_THAT(Flows("deliver: x"), IsEmpty());
  EXPECT_THAT(Hints(), ElementsAre("")) << "flows without a group have the empty group";
}

TEST_F(Stanza, UnderCountsTheNamedKinds) {
  const Under under = Read("deliver: records, under: {failures: 2, of: [node, circuit]}").ReadUnder();
  EXPECT_EQ(under.failures_max, 2U);
  EXPECT_THAT(under.kinds, ElementsAre(exposure::FailureKind::kNode, exposure::FailureKind::kCircuit));
}

TEST_F(Stanza, WithoutUnderNothingFails) {
  const Under under = Read("deliver: records").ReadUnder();
  EXPECT_EQ(under.failures_max, 0U);
  EXPECT_THAT(under.kinds, IsEmpty());
}

TEST_F(Stanza, UnderOfNoFailureNeedsNoKinds) {
  EXPECT_EQ(Read("deliver: records, under: {failures: 0}").ReadUnder().failures_max, 0U);
  EXPECT_TRUE(reader_->ok());
}

TEST_F(Stanza, UnderWithoutKindsIsIncomplete) {
  Read("deliver: records, under: {failures: 1}").ReadUnder();
  EXPECT_FALSE(reader_->ok());
  ASSERT_EQ(diagnostics_.items().size(), 1U);
  EXPECT_EQ(diagnostics_.items()[0].kind, base::DiagnosticKind::kKeyMissing);
}

TEST_F(Stanza, AllRolesCountUnlessSomeAreNamed) {
  const exposure::RoleSet all = Read("diversify: records").Roles();
  EXPECT_TRUE(all.has(model::PartyRole::kMaker));
  EXPECT_TRUE(all.has(model::PartyRole::kLessor));
}

TEST_F(Stanza, NamedRolesOnly) {
  const exposure::RoleSet some = Read("diversify: records, roles: [operator, lessor]").Roles();
  EXPECT_FALSE(some.has(model::PartyRole::kMaker));
  EXPECT_TRUE(some.has(model::PartyRole::kOperator));
  EXPECT_TRUE(some.has(model::PartyRole::kLessor));
}

TEST_F(Stanza, LaterLevelsComeInOrderOfTheirDay) {
  const auto later = Read(
                         "confine: records, away-from: untrusted, levels: [read, meta], later: "
                         "[{from: 2028-01-01, levels: cut}, {from: 2027-01-01, levels: [meta]}]")
                         .Later();
  ASSERT_EQ(later.size(), 2U);
  EXPECT_EQ(base::ToString(later[0].first), "2027-01-01");
  EXPECT_TRUE(later[0].second.has(exposure::Level::kMeta));
  EXPECT_EQ(base::ToString(later[1].first), "2028-01-01");
  EXPECT_TRUE(reader_->Levels("levels").has(exposure::Level::kRead));
  EXPECT_TRUE(reader_->Levels("absent").empty());
}

TEST_F(Stanza, ElementsPlacesAndInformation) {
  StanzaReader& reader = Read(
      "exclude: untrusted, from-functions: [ip-core], storing: call-records, near: FORT, network: Ternet");
  EXPECT_TRUE(reader.Set("exclude").valid());
  EXPECT_THAT(reader.Functions("from-functions"), ElementsAre("ip-core"));
  EXPECT_THAT(reader.StoredData("storing"), ElementsAre("call-records"));
  EXPECT_EQ(reader.Place("near"), 0U);
  EXPECT_TRUE(reader.Party("network").valid());
  EXPECT_FALSE(reader.Party("absent").valid());
  EXPECT_EQ(reader.Place("absent"), std::nullopt);
  EXPECT_TRUE(reader.ok());
}

TEST_F(Stanza, WhatNamesMatchNothingIsToldOneByOne) {
  StanzaReader& reader =
      Read("exclude: trusted, from-functions: [ip-cor], storing: recipes, near: FORD, network: Turnet");
  reader.Set("exclude");
  reader.Functions("from-functions");
  reader.StoredData("storing");
  reader.Place("near");
  reader.Party("network");
  EXPECT_FALSE(reader.ok());
  ASSERT_EQ(diagnostics_.items().size(), 5U);
  for (const base::Diagnostic& diagnostic : diagnostics_.items()) {
    EXPECT_EQ(diagnostic.kind, base::DiagnosticKind::kNameUnknown) << diagnostic.what;
    EXPECT_TRUE(diagnostic.span.valid()) << diagnostic.what;
  }
}

TEST_F(Stanza, ARuleAboutNothingPointsAtTheRule) {
  Read("release: idle").MatchesNothing("flow");
  ASSERT_EQ(diagnostics_.items().size(), 1U);
  EXPECT_EQ(diagnostics_.items()[0].kind, base::DiagnosticKind::kRuleMatchesNothing);
  EXPECT_EQ(sources_.LineText(diagnostics_.items()[0].span),
            "  R: {party: TERN, because: test, release: idle}");
}

TEST(RuleKinds, AreInTheTableAndInTheSchemaUnderTheirName) {
  ASSERT_EQ(AllRuleKinds().size(), RuleSchema().kinds.size());
  for (std::size_t i = 0; i < AllRuleKinds().size(); ++i) {
    EXPECT_EQ(AllRuleKinds()[i]->name, RuleSchema().kinds[i]->name);
    EXPECT_FALSE(AllRuleKinds()[i]->meaning.empty());
  }
}

TEST(EvidenceSteps, HaveDifferentNames) {
  EXPECT_EQ(NameOf(StepKind::kHop), "hop");
  EXPECT_EQ(NameOf(StepKind::kDistance), "distance");
}

}  // namespace
}  // namespace ringfence::rules
