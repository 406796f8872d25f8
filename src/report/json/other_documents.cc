// The smaller documents: trace, routes, sessions, parse, what-if, comparison.

#include "report/json/documents.h"
#include "report/whatif_items.h"

namespace ringfence::report::json {
namespace {

using base::JsonWriter;

constexpr std::string_view kFateNames[] = {"blank", "modelled", "irrelevant", "unmodelled", "unknown"};

void CensusObject(JsonWriter& json, const study::Census& census) {
  json.BeginObject()
      .Field("blank", std::uint64_t{census.blank})
      .Field("modelled", std::uint64_t{census.modelled});
  json.Field("irrelevant", std::uint64_t{census.irrelevant})
      .Field("unmodelled", std::uint64_t{census.unmodelled});
  json.Field("unknown", std::uint64_t{census.unknown}).EndObject();
}

/// Every rule on both sides, with the statements that are new.
void WhatIfVerdicts(const study::Snapshot& snapshot, const study::WhatIfResult& result, JsonWriter& json) {
  json.Field("not_judged", result.not_judged);
  if (!result.verdicts) return;
  const Names names(snapshot);
  json.Field("verdict_before", rules::NameOf(result.verdicts->before.state));
  json.Field("verdict_after", rules::NameOf(result.verdicts->after.state));
  json.Key("rules").BeginArray();
  for (const WhatIfRule& rule : WhatIfRulesOf(snapshot, result)) {
    json.BeginObject().Field("id", rule.id);
    json.Field("before", rules::NameOf(rule.before)).Field("after", rules::NameOf(rule.after));
    json.Key("fresh").BeginArray();
    for (std::size_t i = 0; i < rule.fresh.size() && i < kFreshToldMax; ++i) {
      const Item& item = rule.fresh[i];
      json.BeginObject().Field("flow", item.flow == nullptr ? "" : names.Flow(item.flow->flow));
      json.Field("subject", Printable(item.subject)).Field("verdict", rules::NameOf(item.state));
      json.Field("message", Printable(item.message)).EndObject();
    }
    json.EndArray().Field("fresh_count", std::uint64_t{rule.fresh.size()}).EndObject();
  }
  json.EndArray();
}

}  // namespace

std::string TraceDocument(const study::Snapshot& snapshot, const study::TraceResult& result, const Style&) {
  const Names names(snapshot);
  JsonWriter json(JsonWriter::Style::kPretty);
  Begin(json, "trace");
  json.Key("classes").BeginArray();
  for (const study::TraceClass& traced : result.classes) {
    json.BeginObject().Field("direction", traced.forward ? "forward" : "backward").Key("packet");
    PacketObject(json, traced.sample);
    json.Field("truncated", traced.truncated).Key("traces").BeginArray();
    for (const study::TracePath& path : traced.paths) PathObject(json, names, snapshot, path);
    json.EndArray().EndObject();
  }
  json.EndArray().EndObject();
  return json.Take();
}

std::string RoutesDocument(const study::Snapshot& snapshot, const study::RoutesResult& result, const Style&) {
  const Names names(snapshot);
  JsonWriter json(JsonWriter::Style::kPretty);
  Begin(json, "routes");
  json.Key("routes").BeginArray();
  for (const study::RouteRow& row : result.rows) RouteObject(json, names, row);
  json.EndArray().EndObject();
  return json.Take();
}

std::string SessionsDocument(const study::Snapshot& snapshot, const study::SessionList& list, const Style&) {
  const Names names(snapshot);
  JsonWriter json(JsonWriter::Style::kPretty);
  Begin(json, "sessions");
  Array(json, "failed", list.failed);
  json.Key("counts").BeginObject();
  for (std::size_t i = 0; i < list.counts.size(); ++i)
    json.Field(routing::kAdjacencyStateNames[i], std::uint64_t{list.counts[i]});
  json.EndObject().Key("sessions").BeginArray();
  for (const routing::Adjacency& session : list.sessions) SessionObject(json, names, snapshot, session);
  json.EndArray().EndObject();
  return json.Take();
}

namespace {

/// The lines of a file that could matter and are not in the model.
void OpenLines(JsonWriter& json, const Names& names, const study::ConfigFile& config,
               const base::SourceFile::Part& part) {
  for (std::uint32_t i = 0; i < part.line_count && !config.fates.lines.empty(); ++i) {
    const model::LineFate& line = config.fates.lines[part.first_line - 1 + i];
    if (line.fate != model::Fate::kUnmodelled && line.fate != model::Fate::kUnknown) continue;
    json.BeginObject()
        .Field("line", std::uint64_t{i + 1})
        .Field("fate", kFateNames[static_cast<std::size_t>(line.fate)]);
    json.Field("reason", line.reason)
        .Field("text", names.Line({config.file, part.first_line + i, 1, 0}))
        .EndObject();
  }
}

}  // namespace

std::string ParseDocument(const study::Snapshot& snapshot, const Style&) {
  const Names names(snapshot);
  JsonWriter json(JsonWriter::Style::kPretty);
  Begin(json, "parse");
  json.Key("census");
  CensusObject(json, study::CountFates(snapshot));
  json.Key("files").BeginArray();
  for (const study::ConfigFile& config : snapshot.configs) {
    for (const base::SourceFile::Part& part : snapshot.sources.file(config.file).parts()) {
      json.BeginObject()
          .Field("file", part.name)
          .Field("device", config.device)
          .Field("format", config.format);
      json.Key("open_lines").BeginArray();
      OpenLines(json, names, config, part);
      json.EndArray().EndObject();
    }
  }
  json.EndArray().EndObject();
  return json.Take();
}

std::string WhatIfDocument(const study::Snapshot& snapshot, const study::WhatIfResult& result, const Style&) {
  const Names names(snapshot);
  JsonWriter json(JsonWriter::Style::kPretty);
  Begin(json, "whatif");
  Array(json, "removed", result.removed);
  json.Field("traffic_bps", result.traffic_bps)
      .Field("lost_bps", result.lost_bps)
      .Field("lost_own_bps", result.lost_own_bps);
  json.Key("broken").BeginArray();
  for (const study::DeliveryDemand& demand : result.broken) {
    std::vector<std::string> flows;
    for (const model::FlowId flow : demand.flows) flows.push_back(names.Flow(flow));
    json.BeginObject().Field("rule", demand.rule);
    Array(json, "flows", flows);
    json.EndObject();
  }
  json.EndArray();
  WhatIfVerdicts(snapshot, result, json);
  json.Key("flows").BeginArray();
  for (const study::FlowDifference& flow : result.flows) {
    json.BeginObject()
        .Field("flow", names.Flow(flow.flow))
        .Field("delivered_before", flow.delivered_before)
        .Field("delivered_after", flow.delivered_after)
        .Field("delivered_all_after", flow.delivered_all_after)
        .Field("doubtful", flow.doubtful);
    for (const auto& [key, changes] : {std::pair("gained", &flow.gained), std::pair("lost", &flow.lost)}) {
      json.Key(key).BeginArray();
      for (const auto& [element, levels] : *changes) {
        json.BeginObject().Field("element", names.Element(element));
        Levels(json, "levels", levels);
        json.EndObject();
      }
      json.EndArray();
    }
    json.EndObject();
  }
  json.EndArray().EndObject();
  return json.Take();
}

std::string CompareDocument(const study::Snapshot&, const Comparison& comparison, const Style&) {
  JsonWriter json(JsonWriter::Style::kPretty);
  Begin(json, "whatif-with");
  json.Field("verdict_before", rules::NameOf(comparison.before_check->state))
      .Field("verdict_after", rules::NameOf(comparison.after_check->state));
  json.Key("rules").BeginArray();
  for (const study::RuleDifference& rule :
       study::CompareRules(*comparison.before_check, *comparison.after_check)) {
    json.BeginObject()
        .Field("id", rule.id)
        .Field("before", rules::NameOf(rule.before))
        .Field("after", rules::NameOf(rule.after))
        .EndObject();
  }
  json.EndArray().EndObject();
  return json.Take();
}

}  // namespace ringfence::report::json
