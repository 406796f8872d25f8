#include "report/html/tables.h"

#include <algorithm>
#include <tuple>

#include "report/json_pieces.h"
#include "report/secrets.h"

namespace ringfence::report::html {
namespace {

std::size_t IndentOf(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

}  // namespace

void SourceLines::Take(const base::SourceFile& file, std::uint32_t line) {
  const base::SourceFile::Place place = file.PlaceOf(line);
  lines_[place.file].emplace(place.line, file.line(line));
}

void SourceLines::Cite(base::Span span) {
  if (!span.valid() || span.line == 0) return;
  const base::SourceFile& file = snapshot_.sources.file(span.file);
  const std::uint32_t first = span.line > kContextLines ? span.line - kContextLines : 1;
  const std::uint32_t last = std::min(span.line + kContextLines, file.line_count());
  for (std::uint32_t line = first; line <= last; ++line) Take(file, line);
}

void SourceLines::Cite(const std::vector<base::Span>& spans) {
  for (const base::Span span : spans) Cite(span);
}

void SourceLines::CiteBlock(base::Span span) {
  if (!span.valid() || span.line == 0) return;
  const base::SourceFile& file = snapshot_.sources.file(span.file);
  if (span.line > file.line_count()) return;
  Take(file, span.line);
  const std::size_t indent = IndentOf(file.line(span.line));
  const std::uint32_t last = std::min(span.line + kBlockLinesMax, file.line_count());
  for (std::uint32_t line = span.line + 1; line <= last; ++line) {
    if (IndentOf(file.line(line)) <= indent) return;
    Take(file, line);
  }
}

void SourceLines::Write(base::JsonWriter& json, std::string_view key) const {
  json.Key(key).BeginObject();
  for (const auto& [file, lines] : lines_) {
    json.Key(file).BeginObject();
    for (const auto& [line, text] : lines) json.Field(std::to_string(line), ShownLine(file, text));
    json.EndObject();
  }
  json.EndObject();
}

bool PathTable::LessHop::operator()(const study::TraceHop& a, const study::TraceHop& b) const {
  return std::tie(a.node, a.in, a.out, a.route, a.tunnels, a.lines) <
         std::tie(b.node, b.in, b.out, b.route, b.tunnels, b.lines);
}

bool PathTable::LessPath::operator()(const Path& a, const Path& b) const {
  return std::tie(a.hops, a.facts->disposition, a.facts->span, a.facts->sample) <
         std::tie(b.hops, b.facts->disposition, b.facts->span, b.facts->sample);
}

std::uint64_t PathTable::NumberOf(const study::TraceHop& hop) {
  const auto [at, is_new] = hop_numbers_.try_emplace(hop, hops_.size());
  if (is_new) {
    hops_.push_back(&at->first);
    sources_.Cite(hop.lines);
  }
  return at->second;
}

std::uint64_t PathTable::NumberOf(const study::TracePath& path) {
  Path numbered{&path, {}};
  numbered.hops.reserve(path.hops.size());
  for (const study::TraceHop& hop : path.hops) numbered.hops.push_back(NumberOf(hop));
  const auto [at, is_new] = path_numbers_.try_emplace(std::move(numbered), paths_.size());
  if (is_new) {
    paths_.push_back(&at->first);
    sources_.Cite(path.span);
  }
  return at->second;
}

void PathTable::WritePath(base::JsonWriter& json, const Path& path) const {
  const auto ending = static_cast<std::size_t>(path.facts->disposition);
  json.BeginObject().Field("ends", forwarding::kDispositionNames[ending]);
  json.Key("packet");
  PacketObject(json, path.facts->sample);
  json.Key("hops").BeginArray();
  for (const std::uint64_t hop : path.hops) json.Unsigned(hop);
  json.EndArray();
  if (path.facts->span.valid()) json.Field("line", names_.Place(path.facts->span));
  json.EndObject();
}

void PathTable::WriteHop(base::JsonWriter& json, const study::TraceHop& hop) const {
  json.BeginArray()
      .String(names_.Node(hop.node))
      .String(names_.Interface(hop.node, hop.in))
      .String(names_.Interface(hop.node, hop.out))
      .String(hop.route)
      .BeginArray();
  for (const std::string& tunnel : hop.tunnels) json.String(tunnel);
  json.EndArray().BeginArray();
  for (const base::Span line : hop.lines) json.String(names_.Place(line));
  json.EndArray().EndArray();
}

void PathTable::Write(base::JsonWriter& json) const {
  json.Key("paths").BeginArray();
  for (const Path* path : paths_) WritePath(json, *path);
  json.EndArray().Key("hops").BeginArray();
  for (const study::TraceHop* hop : hops_) WriteHop(json, *hop);
  json.EndArray();
}

}  // namespace ringfence::report::html
