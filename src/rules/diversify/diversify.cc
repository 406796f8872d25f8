// Reads a diversify stanza.

#include "rules/diversify/judge_diversify.h"
#include "rules/stanza.h"

namespace ringfence::rules::diversify {
namespace {

using base::FieldSchema;
using base::Shape;
using base::TextForm;

const FieldSchema kFields[] = {
    {"diversify", Shape::kText | Shape::kTextList | Shape::kRecord, TextForm::kAny, true,
     "flows, groups or information", &FlowSelectorSchema()},
    {"roles", Shape::kText | Shape::kTextList, TextForm::kWord, false,
     "roles that make a supplier; maker when absent", nullptr, model::kPartyRoleNames},
};

class Diversify final : public Rule {
 public:
  explicit Diversify(DiversifyRule rule) : rule_(std::move(rule)) {}
  Needs needs(base::Date) const override { return {rule_.flows, {}}; }
  RuleResult Judge(const RuleContext& context) const override { return JudgeDiversify(rule_, context); }
  bool demands_delivery() const override { return true; }

 private:
  DiversifyRule rule_;
};

std::unique_ptr<Rule> Read(StanzaReader& reader) {
  DiversifyRule rule{reader.Flows("diversify"), reader.Roles()};
  if (!reader.has("roles")) rule.by.bits = 1U << static_cast<unsigned>(model::PartyRole::kMaker);
  return reader.ok() ? std::make_unique<Diversify>(std::move(rule)) : nullptr;
}

}  // namespace

extern const RuleKind kRuleKind;
const RuleKind kRuleKind = {"diversify", "no single supplier may be able to cut these flows", kFields, &Read};

}  // namespace ringfence::rules::diversify
