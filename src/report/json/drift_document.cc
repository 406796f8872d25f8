// The document of `drift`.

#include <algorithm>

#include "report/json/documents.h"

namespace ringfence::report::json {

std::string DriftDocument(const study::Snapshot& snapshot, const study::DriftResult& result, const Style&) {
  const Names names(snapshot);
  base::JsonWriter json(base::JsonWriter::Style::kPretty);
  Begin(json, "drift");
  Array(json, "failed", result.failed);
  const auto differing =
      static_cast<std::uint64_t>(std::ranges::count_if(result.drifts, &study::Drift::decided));
  json.Key("counts")
      .BeginObject()
      .Field("tables", std::uint64_t{result.tables})
      .Field("prefixes", std::uint64_t{result.prefixes})
      .Field("equal", std::uint64_t{result.prefixes - result.drifts.size()})
      .Field("differ", differing)
      .Field("undecided", std::uint64_t{result.drifts.size()} - differing)
      .EndObject();
  Array(json, "not_observed", result.not_observed);
  json.Key("drifts").BeginArray();
  for (const study::Drift& drift : result.drifts) DriftObject(json, names, snapshot, drift);
  json.EndArray().Key("open_lines").BeginArray();
  for (const exposure::OpenLine* line : result.open_lines) {
    json.BeginObject()
        .Field("file", snapshot.sources.PlaceOf(line->span).file)
        .Field("line", std::uint64_t{snapshot.sources.PlaceOf(line->span).line})
        .Field("text", names.Line(line->span))
        .Field("reason", line->reason)
        .EndObject();
  }
  json.EndArray().EndObject();
  return json.Take();
}

}  // namespace ringfence::report::json
