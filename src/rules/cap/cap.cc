// Reads a cap stanza.

#include <algorithm>

#include "rules/cap/judge_cap.h"
#include "rules/stanza.h"

namespace ringfence::rules::cap {
namespace {

using base::FieldSchema;
using base::RecordSchema;
using base::Shape;
using base::TextForm;

constexpr FieldSchema kPopulationFields[] = {
    {"kind", Shape::kText, TextForm::kAny, false, "kind of element; every kind when absent"},
    {"operator", Shape::kText, TextForm::kAny, false, "party that runs them; everybody when absent"},
};
constexpr RecordSchema kPopulation = {"population", "elements among which a share is counted",
                                      kPopulationFields};

const FieldSchema kFields[] = {
    {"cap", Shape::kText, TextForm::kAny, true, "set of parties whose share is limited"},
    {"at-most", Shape::kText, TextForm::kPercent, true, "largest share"},
    {"among", Shape::kRecord, TextForm::kAny, true, "population", &kPopulation},
    {"measures", Shape::kText | Shape::kTextList, TextForm::kWord, true,
     "what is judged; all measures are printed", nullptr, kMeasureNames},
    {"flows", Shape::kText | Shape::kTextList | Shape::kRecord, TextForm::kAny, false,
     "flows whose traffic is counted", &FlowSelectorSchema()},
    {"roles", Shape::kText | Shape::kTextList, TextForm::kWord, false, "roles that count; all when absent",
     nullptr, model::kPartyRoleNames},
};

class Cap final : public Rule {
 public:
  explicit Cap(CapRule rule) : rule_(std::move(rule)) {}
  Needs needs(base::Date) const override { return {rule_.flows, {}}; }
  RuleResult Judge(const RuleContext& context) const override { return JudgeCap(rule_, context); }

 private:
  CapRule rule_;
};

bool HasMember(const exposure::World& world, const Population& among) {
  return std::ranges::any_of(world.elements, [&](const exposure::WorldElement& element) {
    return !among.kind || element.facts.kind == *among.kind;
  });
}

std::unique_ptr<Rule> Read(StanzaReader& reader) {
  CapRule rule;
  rule.capped = reader.Set("cap");
  rule.at_most_bp = base::BasisPointsOf(reader.Text("at-most"));
  const std::string_view kind = reader.TextIn("among", "kind");
  rule.among.kind = model::ElementKindOf(kind);
  rule.among.operated_by = reader.PartyIn("among", "operator");
  if ((!kind.empty() && !rule.among.kind) || !HasMember(reader.world(), rule.among))
    reader.MatchesNothing("element of its population");
  for (const std::string& word : reader.Texts("measures")) {
    const auto found = std::ranges::find(kMeasureNames, word);
    rule.judged.push_back(static_cast<Measure>(found - std::begin(kMeasureNames)));
  }
  rule.flows = reader.Flows("flows");
  const bool of_flows =
      std::ranges::any_of(rule.judged, [](Measure m) { return m >= Measure::kTrafficThrough; });
  if (of_flows && !reader.has("flows"))
    reader.MatchesNothing("flow: measures of flow traffic need the key 'flows'");
  rule.roles = reader.Roles();
  return reader.ok() ? std::make_unique<Cap>(std::move(rule)) : nullptr;
}

}  // namespace

extern const RuleKind kRuleKind;
const RuleKind kRuleKind = {
    "cap", "the share of these parties in the population is at most so much, by each named measure", kFields,
    &Read};

}  // namespace ringfence::rules::cap
