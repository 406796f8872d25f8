// Flows: nominal powers as one number an element (bits of levels, low five by handling the flow, next five
// after closure), what single failures add, and paths as numbers.

#include "report/html/page_pieces.h"

namespace ringfence::report::html {
namespace {

using base::JsonWriter;
using exposure::FailureSet;

void Failed(const Page& page, std::string_view key, const FailureSet& set) {
  Array(page.json, key, page.names.Failures(set));
}

void Sets(const Page& page, std::string_view key, const std::vector<FailureSet>& sets) {
  page.json.Key(key).BeginArray();
  for (const FailureSet& set : sets) {
    page.json.BeginArray();
    for (const std::string& label : page.names.Failures(set)) page.json.String(label);
    page.json.EndArray();
  }
  page.json.EndArray();
}

void ElementNames(const Page& page, std::string_view key, const std::vector<model::ElementId>& elements) {
  page.json.Key(key).BeginArray();
  for (const model::ElementId element : elements) page.json.String(page.names.Element(element));
  page.json.EndArray();
}

/// {"element": bits} of everybody with a power.
void Powers(const Page& page, const study::FlowExposure& flow) {
  page.json.Key("powers").BeginObject();
  for (std::size_t e = 0; e < page.snapshot.world->elements.size(); ++e) {
    std::uint64_t bits = 0;
    for (std::size_t level = 0; level < exposure::kLevelCount; ++level) {
      if (flow.nominal.carriers[level].Test(e)) bits |= std::uint64_t{1} << level;
      if (flow.nominal.exposed[level].Test(e)) bits |= std::uint64_t{1} << (exposure::kLevelCount + level);
    }
    if (bits != 0) page.json.Field(page.names.Element(model::ElementId(e)), bits);
  }
  page.json.EndObject();
}

void Change(const Page& page, const study::ExposureChange& change) {
  page.json.BeginObject();
  Failed(page, "failed", change.failed);
  page.json.Field("delivered", change.delivered);
  for (const auto& [key, elements] : {std::pair("gained", &change.gained), std::pair("lost", &change.lost)}) {
    page.json.Key(key).BeginObject();
    for (const auto& [element, levels] : *elements)
      page.json.Field(page.names.Element(element), std::uint64_t{levels.bits});
    page.json.EndObject();
  }
  page.json.EndObject();
}

void Paths(const Page& page, PathTable& table, std::string_view key,
           const std::vector<study::TracePath>& all) {
  page.json.Key(key).BeginArray();
  for (const study::TracePath& path : all) page.json.Unsigned(table.NumberOf(path));
  page.json.EndArray();
}

void FlowHead(const Page& page, const model::Flow& flow) {
  const model::Information& information = page.snapshot.policy.information[flow.information];
  JsonWriter& json = page.json;
  json.Field("flow", flow.id).Field("group", flow.group).Field("about", flow.about);
  json.Key("ends").BeginArray().String(flow.ends[0]).String(flow.ends[1]).EndArray();
  json.Field("carries", information.id).Field("marking", information.marking);
  json.Field("owner", page.names.Party(information.owner)).Field("traffic_bps", flow.traffic_bps);
}

void Flow(const Page& page, PathTable& table, const study::FlowExposure& flow) {
  JsonWriter& json = page.json;
  json.BeginObject();
  FlowHead(page, page.snapshot.policy.flows[flow.flow.index()]);
  json.Field("delivered", flow.nominal.delivered).Field("delivered_all", flow.nominal.delivered_all);
  Powers(page, flow);
  Array(json, "volume_only", page.names.Elements(flow.volume_only));
  Array(json, "copied", page.names.Elements(flow.nominal.copied));
  Paths(page, table, "paths", flow.paths);
  Paths(page, table, "paths_back", flow.paths_back);
  json.Field("truncated", flow.truncated).Field("doubtful", flow.doubtful).Key("changes").BeginArray();
  for (const study::ExposureChange& change : flow.changes) Change(page, change);
  json.EndArray();
  Sets(page, "undeliverable", flow.undeliverable);
  ElementNames(page, "cut_alone", flow.cut_alone);
  json.Field("compliant_path", flow.compliant_path);
  ElementNames(page, "cut_compliant", flow.cut_compliant);
  json.Key("reroutes").BeginArray();
  for (const study::Reroute& moved : flow.reroutes) {
    json.BeginObject();
    Failed(page, "failed", moved.failed);
    json.Field("delivered", moved.delivered).Field("truncated", moved.truncated);
    Paths(page, table, "paths", moved.paths);
    Paths(page, table, "paths_back", moved.paths_back);
    json.EndObject();
  }
  json.EndArray().EndObject();
}

}  // namespace

void ExposurePieces(const Page& page) {
  PathTable table(page.names, page.sources);
  page.json.Field("tried", std::uint64_t{page.dossier.exposure.failure_sets}).Key("flows").BeginArray();
  for (const study::FlowExposure& flow : page.dossier.exposure.flows) Flow(page, table, flow);
  page.json.EndArray();
  table.Write(page.json);
}

}  // namespace ringfence::report::html
