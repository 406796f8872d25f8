// What a page names many times is written once: hops of paths and lines of files.
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

/// Hops that are equal share a number.
class HopTable {
 public:
  /// Both must outlive it.
  HopTable(const Names& names, SourceLines& sources) : names_(names), sources_(sources) {}

  /// A path as {"ends", "packet", "hops": [numbers], "line"}.
  void WritePath(base::JsonWriter& json, const study::TracePath& path);
  /// All hops under `key`, by number: [node, in, out, route, [tunnels], ["file:line", ...]].
  void Write(base::JsonWriter& json, std::string_view key) const;

 private:
  std::uint64_t NumberOf(const study::TraceHop& hop);

  struct Less {
    bool operator()(const study::TraceHop& a, const study::TraceHop& b) const;
  };
  const Names& names_;
  SourceLines& sources_;
  std::map<study::TraceHop, std::uint64_t, Less> numbers_;
  std::vector<const study::TraceHop*> hops_;  ///< keys of numbers_, which stay where they are
};

}  // namespace ringfence::report::html
