// Tables as JSON lines: one object a line, sorted. The routes table is a fixed contract with other programs.

#include <algorithm>
#include <vector>

#include "report/json_pieces.h"
#include "report/report.h"

namespace ringfence::report::jsonl {
namespace {

using base::JsonWriter;

std::string Routes(const study::Snapshot& snapshot, const study::RoutesResult& result, const Style&) {
  const Names names(snapshot);
  std::string out;
  for (const study::RouteRow& row : result.rows) {
    JsonWriter json(JsonWriter::Style::kLine);
    RouteObject(json, names, row);
    out += json.Take();
    out += '\n';
  }
  return out;
}

std::string Sessions(const study::Snapshot& snapshot, const study::SessionList& list, const Style&) {
  const Names names(snapshot);
  std::string out;
  for (const routing::Adjacency& session : list.sessions) {
    JsonWriter json(JsonWriter::Style::kLine);
    SessionObject(json, names, snapshot, session);
    out += json.Take();
    out += '\n';
  }
  return out;
}

std::string Drifts(const study::Snapshot& snapshot, const study::DriftResult& result, const Style&) {
  const Names names(snapshot);
  std::string out;
  for (const study::Drift& drift : result.drifts) {
    JsonWriter json(JsonWriter::Style::kLine);
    DriftObject(json, names, snapshot, drift);
    out += json.Take();
    out += '\n';
  }
  return out;
}

/// One row per flow, element and level held nominally.
std::string Exposure(const study::Snapshot& snapshot, const study::ExposureResult& result, const Style&) {
  const Names names(snapshot);
  std::string out;
  for (const study::FlowExposure& flow : result.flows) {
    for (exposure::Level level : exposure::kLevels) {
      const std::size_t i = exposure::IndexOf(level);
      for (const std::string& element : names.Elements(flow.nominal.exposed[i])) {
        JsonWriter json(JsonWriter::Style::kLine);
        json.BeginObject()
            .Field("flow", names.Flow(flow.flow))
            .Field("element", element)
            .Field("level", exposure::NameOf(level));
        const std::vector<std::string> carriers = names.Elements(flow.nominal.carriers[i]);
        json.Field("carries", std::ranges::count(carriers, element) > 0).EndObject();
        out += json.Take();
        out += '\n';
      }
    }
  }
  return out;
}

/// One row per line of every configuration.
std::string Parse(const study::Snapshot& snapshot, const Style&) {
  constexpr std::string_view kFateNames[] = {"blank", "modelled", "irrelevant", "unmodelled", "unknown"};
  std::string out;
  for (const study::ConfigFile& config : snapshot.configs) {
    for (std::size_t i = 0; i < config.fates.lines.size(); ++i) {
      const auto [file, line] = snapshot.sources.file(config.file).PlaceOf(static_cast<std::uint32_t>(i + 1));
      JsonWriter json(JsonWriter::Style::kLine);
      json.BeginObject().Field("file", file).Field("line", std::uint64_t{line});
      json.Field("fate", kFateNames[static_cast<std::size_t>(config.fates.lines[i].fate)]);
      json.Field("reason", config.fates.lines[i].reason).EndObject();
      out += json.Take();
      out += '\n';
    }
  }
  return out;
}

}  // namespace

extern const Format kFormat;
const Format kFormat = {.name = "jsonl",
                        .exposure = &Exposure,
                        .routes = &Routes,
                        .sessions = &Sessions,
                        .drift = &Drifts,
                        .parse = &Parse};

}  // namespace ringfence::report::jsonl
