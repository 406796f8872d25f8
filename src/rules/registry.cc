// Expands rule_kinds.def into the table of rule kinds and the schema of a rule. The only file of the module
// that knows all units.

#include <vector>

#include "rules/stanza.h"

namespace ringfence::rules {
namespace {

using base::FieldSchema;
using base::RecordSchema;
using base::Shape;
using base::TextForm;

/// Keys of every rule.
constexpr FieldSchema kCommonFields[] = {
    {"party", Shape::kText, TextForm::kAny, true, "party that demands it"},
    {"because", Shape::kText, TextForm::kAny, true, "source: law, treaty, decision"},
    {"with", Shape::kText | Shape::kTextList, TextForm::kAny, false, "parties it was agreed with"},
    {"from", Shape::kText, TextForm::kDate, false, "first day it holds"},
    {"until", Shape::kText, TextForm::kDate, false, "last day it holds"},
};

/// Owns the assembled tables.
struct Tables {
  std::vector<std::vector<FieldSchema>> fields;
  std::vector<RecordSchema> kinds;
  std::vector<const RecordSchema*> kind_pointers;
  RecordSchema rule;
};

Tables MakeTables() {
  Tables tables;
  for (const RuleKind* kind : AllRuleKinds()) {
    std::vector<FieldSchema> fields(std::begin(kCommonFields), std::end(kCommonFields));
    fields.insert(fields.end(), kind->fields.begin(), kind->fields.end());
    tables.fields.push_back(std::move(fields));
  }
  for (std::size_t i = 0; i < tables.fields.size(); ++i) {
    const RuleKind& kind = *AllRuleKinds()[i];
    tables.kinds.push_back({kind.name, kind.meaning, tables.fields[i]});
  }
  for (const RecordSchema& kind : tables.kinds) tables.kind_pointers.push_back(&kind);
  tables.rule = {"rule", "what a party demands", {}, tables.kind_pointers};
  return tables;
}

}  // namespace

#define RF_UNIT(unit)              \
  namespace unit {                 \
  extern const RuleKind kRuleKind; \
  }
#include "rules/rule_kinds.def"
#undef RF_UNIT

std::span<const RuleKind* const> AllRuleKinds() {
  static constexpr const RuleKind* kTable[] = {
#define RF_UNIT(unit) &unit::kRuleKind,
#include "rules/rule_kinds.def"
#undef RF_UNIT
      nullptr};
  return std::span(kTable, std::size(kTable) - 1);
}

const RecordSchema& RuleSchema() {
  static const Tables kTables = MakeTables();
  return kTables.rule;
}

}  // namespace ringfence::rules
