// Reads a release stanza.

#include <algorithm>

#include "rules/release/judge_release.h"
#include "rules/stanza.h"

namespace ringfence::rules::release {
namespace {

using base::FieldSchema;
using base::Shape;
using base::TextForm;

const FieldSchema kFields[] = {
    {"release", Shape::kText, TextForm::kAny, true, "information"},
    {"to", Shape::kText | Shape::kTextList, TextForm::kAny, false,
     "parties that may receive it; as the information states when absent"},
};

class Release final : public Rule {
 public:
  explicit Release(ReleaseRule rule) : rule_(std::move(rule)) {}
  Needs needs(base::Date) const override { return {}; }
  RuleResult Judge(const RuleContext& context) const override { return JudgeRelease(rule_, context); }

 private:
  ReleaseRule rule_;
};

std::unique_ptr<Rule> Read(StanzaReader& reader) {
  const auto information = reader.Information("release");
  if (!information) return nullptr;
  ReleaseRule rule{*information, reader.Parties("to")};
  if (!reader.has("to")) rule.to = reader.policy().information[*information].releasable_to;
  if (rule.to.empty())
    reader.MatchesNothing("party that may receive: give 'to' here or 'releasable-to' with the information");
  const bool carried = std::ranges::any_of(
      reader.policy().flows, [&](const model::Flow& f) { return f.information == *information; });
  if (!carried) reader.MatchesNothing("flow: none carries the information");
  return reader.ok() ? std::make_unique<Release>(std::move(rule)) : nullptr;
}

}  // namespace

extern const RuleKind kRuleKind;
const RuleKind kRuleKind = {"release", "this information may be received only by these parties", kFields,
                            &Read};

}  // namespace ringfence::rules::release
