// Reads a deliver stanza.

#include "rules/deliver/judge_deliver.h"
#include "rules/exposure_evidence.h"
#include "rules/stanza.h"

namespace ringfence::rules::deliver {
namespace {

using base::FieldSchema;
using base::Shape;
using base::TextForm;

const FieldSchema kFields[] = {
    {"deliver", Shape::kText | Shape::kTextList | Shape::kRecord, TextForm::kAny, true,
     "flows, groups or information", &FlowSelectorSchema()},
    {"under", Shape::kRecord, TextForm::kAny, false, "failures it must survive; none when absent",
     &UnderSchema()},
};

class Writer final : public EvidenceWriter {
 public:
  Evidence Of(const RuleContext& context, model::FlowId flow, const FailureFinding& finding) const override {
    return DeliveryEvidence(context, flow, finding);
  }
};

class Deliver final : public Rule {
 public:
  explicit Deliver(DeliverRule rule) : rule_(std::move(rule)) {}
  Needs needs(base::Date) const override { return {rule_.flows, rule_.under}; }
  RuleResult Judge(const RuleContext& context) const override {
    DeliverRule rule = rule_;
    if (context.failures_max) rule.under.failures_max = *context.failures_max;
    return JudgeDeliver(rule, context);
  }
  std::unique_ptr<EvidenceWriter> evidence_writer(const RuleContext&) const override {
    return std::make_unique<Writer>();
  }
  bool demands_delivery() const override { return true; }

 private:
  DeliverRule rule_;
};

std::unique_ptr<Rule> Read(StanzaReader& reader) {
  DeliverRule rule{reader.Flows("deliver"), reader.ReadUnder()};
  return reader.ok() ? std::make_unique<Deliver>(std::move(rule)) : nullptr;
}

}  // namespace

extern const RuleKind kRuleKind;
const RuleKind kRuleKind = {"deliver", "these flows must keep working under that many failures", kFields,
                            &Read};

}  // namespace ringfence::rules::deliver
