// Evidence of findings. Those of one flow under different failures share most of their steps, and many flows
// pass the same devices: a step is written once, a finding has numbers, and lines are places in "sources".

#include <map>
#include <tuple>

#include "report/html/page_pieces.h"

namespace ringfence::report::html {
namespace {

using rules::EvidenceStep;

/// Equal steps share a number. Keeps pointers to them.
class StepTable {
 public:
  std::uint64_t NumberOf(const EvidenceStep& step) {
    const auto [at, is_new] = numbers_.try_emplace(&step, steps_.size());
    if (is_new) steps_.push_back(&step);
    return at->second;
  }
  const std::vector<const EvidenceStep*>& steps() const { return steps_; }

 private:
  struct Less {
    bool operator()(const EvidenceStep* a, const EvidenceStep* b) const {
      return std::tie(a->kind, a->values, a->lines) < std::tie(b->kind, b->values, b->lines);
    }
  };
  std::map<const EvidenceStep*, std::uint64_t, Less> numbers_;
  std::vector<const EvidenceStep*> steps_;
};

void Step(const Page& page, const EvidenceStep& step) {
  page.json.BeginObject().Field("step", rules::NameOf(step.kind));
  for (const auto& [key, value] : step.values) page.json.Field(key, value);
  page.json.Key("lines").BeginArray();
  for (const base::Span line : step.lines) {
    if (line.valid()) page.json.String(page.names.Place(line));
  }
  page.json.EndArray().EndObject();
}

}  // namespace

study::CheckResult WithoutEvidence(const study::CheckResult& check) {
  study::CheckResult bare = check;
  for (rules::RuleResult& rule : bare.rules) {
    for (rules::FlowResult& flow : rule.flows) {
      for (rules::FailureFinding& finding : flow.findings) finding.evidence.clear();
    }
  }
  return bare;
}

void EvidencePieces(const Page& page) {
  StepTable table;
  page.json.Key("evidence").BeginArray();
  for (const rules::RuleResult& rule : page.dossier.check->rules) {
    for (const rules::FlowResult& flow : rule.flows) {
      for (const rules::FailureFinding& finding : flow.findings) {
        page.json.BeginArray();
        for (const EvidenceStep& step : finding.evidence) page.json.Unsigned(table.NumberOf(step));
        page.json.EndArray();
      }
    }
  }
  page.json.EndArray().Key("steps").BeginArray();
  for (const EvidenceStep* step : table.steps()) Step(page, *step);
  page.json.EndArray();
}

}  // namespace ringfence::report::html
