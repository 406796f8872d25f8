// The document of `diff`.

#include "report/json/documents.h"

namespace ringfence::report::json {

std::string DiffDocument(const study::Snapshot&, const study::SnapshotDiff& diff, const Style&) {
  base::JsonWriter json(base::JsonWriter::Style::kPretty);
  Begin(json, "diff");
  json.Field("same", diff.same()).Field("flows_compared", diff.with_flows);
  Array(json, "nodes_lost", diff.nodes_lost);
  Array(json, "nodes_gained", diff.nodes_gained);
  json.Key("routes").BeginArray();
  for (const study::RouteDifference& route : diff.routes) {
    json.BeginObject().Field("node", route.node).Field("vrf", route.vrf).Field("prefix", route.prefix);
    Array(json, "before", route.before);
    Array(json, "after", route.after);
    json.EndObject();
  }
  json.EndArray().Key("flows").BeginArray();
  for (const study::FlowChange& flow : diff.flows) {
    json.BeginObject().Field("flow", flow.flow);
    json.Field("stated_before", flow.stated_before).Field("stated_after", flow.stated_after);
    json.Field("delivered_before", flow.delivered_before).Field("delivered_after", flow.delivered_after);
    Array(json, "paths_lost", flow.paths_lost);
    Array(json, "paths_gained", flow.paths_gained);
    Array(json, "exposures_lost", flow.exposures_lost);
    Array(json, "exposures_gained", flow.exposures_gained);
    json.EndObject();
  }
  json.EndArray().Key("rules").BeginArray();
  for (const study::RuleDifference& rule : diff.rules) {
    json.BeginObject().Field("id", rule.id).Field("before", rules::NameOf(rule.before));
    json.Field("after", rules::NameOf(rule.after)).EndObject();
  }
  json.EndArray();
  if (diff.statements) {
    Array(json, "not_judged", diff.statements->not_judged);
    StatementChanges(json, "statements", diff.statements->changes);
  }
  json.EndObject();
  return json.Take();
}

}  // namespace ringfence::report::json
