#include "rules/attest/attest.h"

#include <gtest/gtest.h>

namespace ringfence::rules::attest {
namespace {

class AttestTest : public testing::Test {
 protected:
  AttestTest() {
    model::Flow& flow = policy_.flows.emplace_back();
    flow.id = "F1";
    flow.ends[0] = "A";
    flow.ends[1] = "B";
    Add("A", model::PartyId(0));
  }

  void Add(const std::string& name, model::PartyId party) {
    exposure::WorldElement& element = world_.elements.emplace_back();
    element.facts.name = name;
    element.parties = {party};
  }

  RuleResult Judge() const {
    const model::FlowId flow(0);
    return JudgeAttest({&flow, 1}, policy_, world_);
  }

  model::Policy policy_;
  exposure::World world_;
};

TEST_F(AttestTest, ProvedWhenBothEndsHaveAParty) {
  Add("B", model::PartyId(1));
  EXPECT_EQ(Judge().state, VerdictState::kProved);
}

TEST_F(AttestTest, UndecidedWhenNobodyStandsForAnEnd) {
  Add("B", model::PartyId());
  const RuleResult result = Judge();
  EXPECT_EQ(result.state, VerdictState::kUndecided);
  ASSERT_EQ(result.reasons.size(), 1U);
  EXPECT_EQ(result.reasons[0].text, "nobody stands for B, an end of F1");
}

TEST_F(AttestTest, UndecidedWhenAnEndIsNotInTheInventory) {
  EXPECT_EQ(Judge().state, VerdictState::kUndecided);
}

TEST(AttestKind, IsNamedByItsKey) { EXPECT_EQ(kRuleKind.fields[0].key, kRuleKind.name); }

}  // namespace
}  // namespace ringfence::rules::attest
