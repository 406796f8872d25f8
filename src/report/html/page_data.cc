// The page is one document: the check result in the shape of `check -f json`, then what the map and the
// matrix need. Failures leave most paths as they are, and those they move share most hops, so both stand in
// tables (tables.h) and a flow has numbers. Written last are the lines that anything before cited.

#include "report/html/page_data.h"

#include "report/html/page_pieces.h"

namespace ringfence::report::html {
namespace {

/// Cites every line that the check result names.
void CiteCheck(const study::CheckResult& check, SourceLines& sources) {
  const auto reasons = [&](const std::vector<rules::Reason>& all) {
    for (const rules::Reason& reason : all) sources.Cite(reason.spans);
  };
  for (const rules::RuleResult& rule : check.rules) {
    sources.CiteBlock(rule.span);
    reasons(rule.reasons);
    for (const rules::ElementResult& element : rule.elements) sources.Cite(element.spans);
    for (const rules::FlowResult& flow : rule.flows) {
      reasons(flow.reasons);
      for (const rules::FailureFinding& finding : flow.findings) {
        for (const rules::EvidenceStep& step : finding.evidence) sources.Cite(step.lines);
      }
    }
  }
}

}  // namespace

std::string PageData(const study::Snapshot& snapshot, const study::Dossier& dossier) {
  const Names names(snapshot, true);
  base::JsonWriter json(base::JsonWriter::Style::kLine);
  SourceLines sources(snapshot);
  Begin(json, "report");
  json.Field("title", dossier.title).Key("check").BeginObject();
  CheckFields(json, names, snapshot, WithoutEvidence(*dossier.check));
  json.EndObject();
  CiteCheck(*dossier.check, sources);
  const Page page{snapshot, dossier, names, json, sources};
  EvidencePieces(page);
  PolicyPieces(page);
  LaterPieces(page);
  NetworkPieces(page);
  OpenPieces(page);
  ExposurePieces(page);
  sources.Write(json, "sources");
  json.EndObject();
  return json.Take();
}

}  // namespace ringfence::report::html
