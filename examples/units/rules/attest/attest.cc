// Problem: a rule about who answers for a flow's ends. Idea: look at each end's parties in the inventory;
// nothing has to be routed, so the rule needs no sweep. Cost: linear in flows.

#include "rules/attest/attest.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "rules/stanza.h"

namespace ringfence::rules::attest {
namespace {

using base::FieldSchema;
using base::Shape;
using base::TextForm;

const FieldSchema kFields[] = {
    {"attest", Shape::kText | Shape::kTextList, TextForm::kAny, true, "flows somebody must stand for"},
};

void JudgeEnd(const exposure::World& world, const model::Flow& flow, const std::string& end,
              RuleResult& result) {
  const model::ElementId id = world.FindElement(end);
  const bool stated = id.valid() && std::ranges::any_of(world.elements[id.index()].parties,
                                                        [](model::PartyId party) { return party.valid(); });
  if (stated) return;
  result.state = Worst(result.state, VerdictState::kUndecided);
  result.reasons.push_back({fmt::format("nobody stands for {}, an end of {}", end, flow.id), {flow.span}});
}

/// The rule as read.
class Attest final : public Rule {
 public:
  explicit Attest(std::vector<model::FlowId> flows) : flows_(std::move(flows)) {}
  Needs needs(base::Date) const override { return {}; }
  RuleResult Judge(const RuleContext& context) const override {
    return JudgeAttest(flows_, context.policy, context.world);
  }

 private:
  std::vector<model::FlowId> flows_;
};

std::unique_ptr<Rule> Read(StanzaReader& reader) {
  std::vector<model::FlowId> flows = reader.Flows("attest");
  return reader.ok() ? std::make_unique<Attest>(std::move(flows)) : nullptr;
}

}  // namespace

RuleResult JudgeAttest(std::span<const model::FlowId> flows, const model::Policy& policy,
                       const exposure::World& world) {
  RuleResult result;
  for (const model::FlowId id : flows) {
    const model::Flow& flow = policy.flows[id.index()];
    for (const std::string& end : flow.ends) JudgeEnd(world, flow, end, result);
  }
  return result;
}

const RuleKind kRuleKind = {"attest", "somebody stands for both ends of these flows", kFields, &Read};

}  // namespace ringfence::rules::attest
