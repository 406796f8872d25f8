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

bool HopTable::Less::operator()(const study::TraceHop& a, const study::TraceHop& b) const {
  return std::tie(a.node, a.in, a.out, a.route, a.tunnels, a.lines) <
         std::tie(b.node, b.in, b.out, b.route, b.tunnels, b.lines);
}

std::uint64_t HopTable::NumberOf(const study::TraceHop& hop) {
  const auto [at, is_new] = numbers_.try_emplace(hop, hops_.size());
  if (is_new) {
    hops_.push_back(&at->first);
    sources_.Cite(hop.lines);
  }
  return at->second;
}

void HopTable::WritePath(base::JsonWriter& json, const study::TracePath& path) {
  json.BeginObject().Field("ends", forwarding::kDispositionNames[static_cast<std::size_t>(path.disposition)]);
  json.Key("packet");
  PacketObject(json, path.sample);
  json.Key("hops").BeginArray();
  for (const study::TraceHop& hop : path.hops) json.Unsigned(NumberOf(hop));
  json.EndArray();
  if (path.span.valid()) {
    sources_.Cite(path.span);
    json.Field("line", names_.Place(path.span));
  }
  json.EndObject();
}

void HopTable::Write(base::JsonWriter& json, std::string_view key) const {
  json.Key(key).BeginArray();
  for (const study::TraceHop* hop : hops_) {
    json.BeginArray()
        .String(names_.Node(hop->node))
        .String(names_.Interface(hop->node, hop->in))
        .String(names_.Interface(hop->node, hop->out))
        .String(hop->route)
        .BeginArray();
    for (const std::string& tunnel : hop->tunnels) json.String(tunnel);
    json.EndArray().BeginArray();
    for (const base::Span line : hop->lines) json.String(names_.Place(line));
    json.EndArray().EndArray();
  }
  json.EndArray();
}

}  // namespace ringfence::report::html
