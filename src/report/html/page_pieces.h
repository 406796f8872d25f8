// The parts of the page's document, in order. Each writes keys into the open object.
#pragma once

#include "report/html/tables.h"
#include "report/json_pieces.h"
#include "report/report.h"

namespace ringfence::report::html {

/// What all parts write from and to.
struct Page {
  const study::Snapshot& snapshot;
  const study::Dossier& dossier;
  const Names& names;
  base::JsonWriter& json;
  SourceLines& sources;
};

/// The check with findings whose evidence stands elsewhere.
study::CheckResult WithoutEvidence(const study::CheckResult& check);
/// "evidence": per finding, in the order of the check, numbers into "steps".
void EvidencePieces(const Page& page);
/// "parties", "lists", "policy_rules": who states what, from which day, until which day.
void PolicyPieces(const Page& page);
/// "later": verdicts of later days; "days_left_out".
void LaterPieces(const Page& page);
/// "sites", "elements", "links", "circuits", "access", "failures": the map.
void NetworkPieces(const Page& page);
/// "open_lines", "missing": what is not modelled and what is not known.
void OpenPieces(const Page& page);
/// "flows", "paths", "hops": who can do what, the ways packets take, nominally and under each failure that
/// moves them.
void ExposurePieces(const Page& page);

}  // namespace ringfence::report::html
