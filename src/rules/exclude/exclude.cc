// Reads an exclude stanza.

#include "rules/exclude/judge_exclude.h"
#include "rules/stanza.h"

namespace ringfence::rules::exclude {
namespace {

using base::FieldSchema;
using base::Shape;
using base::TextForm;

const FieldSchema kFields[] = {
    {"exclude", Shape::kText, TextForm::kAny, true, "set of parties that may not be there"},
    {"from-functions", Shape::kText | Shape::kTextList, TextForm::kAny, false,
     "function classes they are excluded from"},
    {"storing", Shape::kText | Shape::kTextList, TextForm::kAny, false, "data they may not store"},
    {"tolerate", Shape::kText | Shape::kTextList, TextForm::kAny, false,
     "functions in which they are tolerated"},
    {"near", Shape::kText, TextForm::kAny, false, "place they may not be near"},
    {"network", Shape::kText, TextForm::kAny, false,
     "operator whose network is meant; every one when absent"},
    {"roles", Shape::kText | Shape::kTextList, TextForm::kWord, false, "roles that count; all when absent",
     nullptr, model::kPartyRoleNames},
};

class Exclude final : public Rule {
 public:
  explicit Exclude(ExcludeRule rule) : rule_(std::move(rule)) {}
  Needs needs(base::Date) const override { return {}; }
  RuleResult Judge(const RuleContext& context) const override { return JudgeExclude(rule_, context); }

 private:
  ExcludeRule rule_;
};

std::unique_ptr<Rule> Read(StanzaReader& reader) {
  ExcludeRule rule;
  rule.excluded = reader.Set("exclude");
  rule.functions = reader.Functions("from-functions");
  rule.stored = reader.StoredData("storing");
  rule.tolerated = reader.Functions("tolerate");
  rule.near = reader.Place("near");
  rule.network = reader.Party("network");
  rule.roles = reader.Roles();
  if (rule.functions.empty() && rule.stored.empty() && !reader.has("near")) {
    reader.MatchesNothing("function, stored data or place: give 'from-functions', 'storing' or 'near'");
  }
  return reader.ok() ? std::make_unique<Exclude>(std::move(rule)) : nullptr;
}

}  // namespace

extern const RuleKind kRuleKind;
const RuleKind kRuleKind = {
    "exclude", "nothing of these parties in these functions, storing these data, or near this place", kFields,
    &Read};

}  // namespace ringfence::rules::exclude
