// Reads a confine stanza.

#include "rules/confine/judge_confine.h"
#include "rules/exposure_evidence.h"
#include "rules/stanza.h"

namespace ringfence::rules::confine {
namespace {

using base::FieldSchema;
using base::Shape;
using base::TextForm;

const FieldSchema kFields[] = {
    {"confine", Shape::kText | Shape::kTextList | Shape::kRecord, TextForm::kAny, true,
     "flows, groups or information", &FlowSelectorSchema()},
    {"away-from", Shape::kText, TextForm::kAny, true, "set of parties that may not hold the levels"},
    {"levels", Shape::kText | Shape::kTextList, TextForm::kWord, true, "powers that are forbidden", nullptr,
     exposure::kLevelNames},
    {"later", Shape::kRecordList, TextForm::kAny, false, "levels that change on a day", &LaterSchema()},
    {"roles", Shape::kText | Shape::kTextList, TextForm::kWord, false, "roles that count; all when absent",
     nullptr, model::kPartyRoleNames},
    {"under", Shape::kRecord, TextForm::kAny, false, "failures it must survive; none when absent",
     &UnderSchema()},
};

class Writer final : public EvidenceWriter {
 public:
  explicit Writer(exposure::Coverage coverage) : coverage_(std::move(coverage)) {}
  Evidence Of(const RuleContext& context, model::FlowId flow, const FailureFinding& finding) const override {
    return ExposureEvidence(context, coverage_, flow, finding);
  }

 private:
  exposure::Coverage coverage_;
};

class Confine final : public Rule {
 public:
  explicit Confine(ConfineRule rule) : rule_(std::move(rule)) {}
  Needs needs(base::Date) const override { return {rule_.flows, rule_.under}; }
  RuleResult Judge(const RuleContext& context) const override {
    ConfineRule rule = rule_;
    if (context.failures_max) rule.under.failures_max = *context.failures_max;
    return JudgeConfine(rule, context);
  }
  std::unique_ptr<EvidenceWriter> evidence_writer(const RuleContext& context) const override {
    return std::make_unique<Writer>(exposure::CoverageOf(context.policy, rule_.away_from, context.as_of));
  }
  std::optional<Denial> denial(base::Date as_of) const override {
    return Denial{rule_.away_from, rule_.LevelsOn(as_of), rule_.roles};
  }

 private:
  ConfineRule rule_;
};

std::unique_ptr<Rule> Read(StanzaReader& reader) {
  ConfineRule rule;
  rule.flows = reader.Flows("confine");
  rule.away_from = reader.Set("away-from");
  rule.levels = reader.Levels("levels");
  for (const auto& [from, levels] : reader.Later()) rule.later.push_back({from, levels});
  rule.roles = reader.Roles();
  rule.under = reader.ReadUnder();
  return reader.ok() ? std::make_unique<Confine>(std::move(rule)) : nullptr;
}

}  // namespace

extern const RuleKind kRuleKind;
const RuleKind kRuleKind = {"confine", "no element of these parties may hold these powers over these flows",
                            kFields, &Read};

}  // namespace ringfence::rules::confine
