// What a page names many times is written once: paths, their hops, and lines of files.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "report/names.h"
#include "study/questions.h"

namespace ringfence::report::html {

/// Lines around evidence, by file. Keeps pointers into the snapshot's sources.
class SourceLines {
 public:
  /// `snapshot` must outlive it.
  explicit SourceLines(const study::Snapshot& snapshot) : snapshot_(snapshot) {}

  /// The line of the span with those around it.
  void Cite(base::Span span);
  void Cite(const std::vector<base::Span>& spans);
  /// The line of the span and those below it that are indented deeper, at most kBlockLinesMax.
  void CiteBlock(base::Span span);
  /// {"file": {"line": "text", ...}, ...} under `key`, without secrets.
  void Write(base::JsonWriter& json, std::string_view key) const;

 private:
  void Take(const base::SourceFile& file, std::uint32_t line);

  const study::Snapshot& snapshot_;
  std::map<std::string_view, std::map<std::uint32_t, std::string_view>> lines_;
};

/// Lines shown before and behind a cited one (origin: enough to see the interface or stanza it stands in).
inline constexpr std::uint32_t kContextLines = 3;
/// Lines shown of a rule of the policy.
inline constexpr std::uint32_t kBlockLinesMax = 40;

/// Paths that are equal share a number, and so do their hops: most failures leave most of a flow's branches
/// as they are.
class PathTable {
 public:
  /// Both must outlive it, and so must every path that it is asked about.
  PathTable(const Names& names, SourceLines& sources) : names_(names), sources_(sources) {}
  std::uint64_t NumberOf(const study::TracePath& path);
  /// All paths under "paths", by number: {"ends", "packet", "hops": [numbers], "line"}; then all hops under
  /// "hops": [node, in, out, route, [tunnels], ["file:line", ...]].
  void Write(base::JsonWriter& json) const;

 private:
  struct Path {
    const study::TracePath* facts = nullptr;
    std::vector<std::uint64_t> hops;
  };
  struct LessHop {
    bool operator()(const study::TraceHop& a, const study::TraceHop& b) const;
  };
  struct LessPath {
    bool operator()(const Path& a, const Path& b) const;
  };

  std::uint64_t NumberOf(const study::TraceHop& hop);
  void WritePath(base::JsonWriter& json, const Path& path) const;
  void WriteHop(base::JsonWriter& json, const study::TraceHop& hop) const;

  const Names& names_;
  SourceLines& sources_;
  std::map<study::TraceHop, std::uint64_t, LessHop> hop_numbers_;
  std::map<Path, std::uint64_t, LessPath> path_numbers_;
  std::vector<const study::TraceHop*> hops_;  ///< keys of hop_numbers_, which stay where they are
  std::vector<const Path*> paths_;            ///< keys of path_numbers_
};

}  // namespace ringfence::report::html
