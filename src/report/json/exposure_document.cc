#include <algorithm>

#include "report/json/documents.h"

namespace ringfence::report::json {
namespace {

using base::JsonWriter;
using Changes = std::vector<std::pair<model::ElementId, exposure::LevelSet>>;

void LevelMap(JsonWriter& json, std::string_view key, const Names& names,
              const std::array<base::BitSet, exposure::kLevelCount>& sets) {
  json.Key(key).BeginObject();
  for (exposure::Level level : exposure::kLevels)
    Array(json, exposure::NameOf(level), names.Elements(sets[exposure::IndexOf(level)]));
  json.EndObject();
}

void ChangeList(JsonWriter& json, std::string_view key, const Names& names, const Changes& changes) {
  json.Key(key).BeginArray();
  for (const auto& [element, levels] : changes) {
    json.BeginObject().Field("element", names.Element(element));
    Levels(json, "levels", levels);
    json.EndObject();
  }
  json.EndArray();
}

void Sets(JsonWriter& json, std::string_view key, const Names& names,
          const std::vector<exposure::FailureSet>& sets) {
  json.Key(key).BeginArray();
  for (const exposure::FailureSet& set : sets) {
    json.BeginArray();
    for (const std::string& label : names.Failures(set)) json.String(label);
    json.EndArray();
  }
  json.EndArray();
}

void ElementNames(JsonWriter& json, std::string_view key, const Names& names,
                  const std::vector<model::ElementId>& elements) {
  std::vector<std::string> texts;
  for (model::ElementId element : elements) texts.push_back(names.Element(element));
  std::ranges::sort(texts);
  Array(json, key, texts);
}

void Nominal(JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
             const study::FlowExposure& flow) {
  json.Key("nominal")
      .BeginObject()
      .Field("delivered", flow.nominal.delivered)
      .Field("delivered_all", flow.nominal.delivered_all);
  for (const auto& [key, paths] :
       {std::pair("paths", &flow.paths), std::pair("paths_back", &flow.paths_back)}) {
    json.Key(key).BeginArray();
    for (const study::TracePath& path : *paths) PathObject(json, names, snapshot, path);
    json.EndArray();
  }
  Array(json, "path_elements", names.Elements(flow.nominal.path));
  std::vector<std::string> links;
  flow.nominal.links.ForEach([&](std::size_t link) { links.push_back(snapshot.network->WireName(link)); });
  Array(json, "links", links);
  LevelMap(json, "carriers", names, flow.nominal.carriers);
  LevelMap(json, "exposed", names, flow.nominal.exposed);
  Array(json, "meta_volume_only", names.Elements(flow.volume_only));
  json.EndObject();
}

void Flow(JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
          const study::FlowExposure& flow) {
  json.BeginObject().Field("flow", names.Flow(flow.flow));
  Nominal(json, names, snapshot, flow);
  json.Key("changes").BeginArray();
  for (const study::ExposureChange& change : flow.changes) {
    json.BeginObject();
    Array(json, "failed", names.Failures(change.failed));
    json.Field("delivered", change.delivered);
    ChangeList(json, "gained", names, change.gained);
    ChangeList(json, "lost", names, change.lost);
    json.EndObject();
  }
  json.EndArray().Key("gains").BeginArray();
  for (const study::ExposureGain& gain : flow.gains) {
    json.BeginObject()
        .Field("element", names.Element(gain.element))
        .Field("level", exposure::NameOf(gain.level));
    Sets(json, "minimal_sets", names, gain.minimal);
    json.EndObject();
  }
  json.EndArray();
  Sets(json, "undeliverable", names, flow.undeliverable);
  ElementNames(json, "cut_alone", names, flow.cut_alone);
  json.Field("compliant_path", flow.compliant_path);
  ElementNames(json, "cut_compliant", names, flow.cut_compliant);
  json.EndObject();
}

}  // namespace

std::string ExposureDocument(const study::Snapshot& snapshot, const study::ExposureResult& result,
                             const Style&) {
  const Names names(snapshot);
  JsonWriter json(JsonWriter::Style::kPretty);
  Begin(json, "exposure");
  json.Key("as_of");
  if (result.as_of) {
    json.String(base::ToString(*result.as_of));
  } else {
    json.Null();
  }
  json.Field("failure_sets", std::uint64_t{result.failure_sets})
      .Field("states_computed", std::uint64_t{result.states_computed});
  json.Key("access").BeginArray();
  for (const exposure::Relation& relation : snapshot.world->relations) {
    const bool manages = relation.kind == exposure::RelationKind::kManages;
    json.BeginObject()
        .Field("subject", names.Element(relation.subject))
        .Field("object", names.Element(relation.object));
    json.Field("relation", manages ? "manages" : "hosts")
        .Field("effective", relation.effective)
        .Field("because", relation.because);
    Lines(json, "lines", names, snapshot, relation.spans);
    json.EndObject();
  }
  json.EndArray().Key("flows").BeginArray();
  for (const study::FlowExposure& flow : result.flows) Flow(json, names, snapshot, flow);
  json.EndArray().EndObject();
  return json.Take();
}

}  // namespace ringfence::report::json
