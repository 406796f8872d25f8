// Evidence of findings: a step is written once, a finding has numbers, and lines are places in "sources".

#include "report/html/page_pieces.h"
#include "report/step_table.h"

namespace ringfence::report::html {
namespace {

using rules::EvidenceStep;

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
