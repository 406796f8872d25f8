// `trace` for people: each branch as a numbered list of hops; below a hop the lines that decide it, each once
// for a class of packets.

#include <fmt/format.h>

#include <set>

#include "report/text/text.h"

namespace ringfence::report::text {
namespace {

class TraceWriter {
 public:
  TraceWriter(const study::Snapshot& snapshot, const Style& style)
      : lines_(style.explain), names_(snapshot), page_(style) {}

  std::string Write(const study::TraceResult& result) {
    for (const study::TraceClass& traced : result.classes) Class(traced);
    return page_.Take();
  }

 private:
  void Class(const study::TraceClass& traced) {
    const Paint& paint = page_.paint();
    if (&traced != first_ && first_ != nullptr) page_.Blank();
    first_ = first_ == nullptr ? &traced : first_;
    page_.Line(0, {paint.bold, net::ToString(traced.sample), paint.off,
                   traced.forward ? " (forward)" : " (backward)"});
    shown_.clear();
    for (std::size_t i = 0; i < traced.paths.size(); ++i) {
      const std::string count =
          traced.paths.size() == 1 ? "" : fmt::format("branch {} of {}: ", i + 1, traced.paths.size());
      Path(traced.paths[i], count);
    }
    if (traced.truncated) page_.Line(2, {fmt::format("... more than {} branches", study::kTracePathsMax)});
  }

  void Path(const study::TracePath& path, const std::string& count) {
    const Paint& paint = page_.paint();
    const bool arrived = path.disposition == forwarding::Disposition::kDelivered;
    page_.Line(2, {count, arrived ? paint.good : paint.bad, arrived ? "+ " : "x ",
                   forwarding::kDispositionNames[static_cast<std::size_t>(path.disposition)], paint.off,
                   fmt::format(", {} {}", path.hops.size(), path.hops.size() == 1 ? "device" : "devices")});
    for (std::size_t i = 0; i < path.hops.size(); ++i) Hop(i + 1, path.hops[i]);
    if (path.span.valid())
      page_.Line(4, {"ended by ", names_.Place(path.span), ": ", names_.Line(path.span)});
  }

  void Hop(std::size_t number, const study::TraceHop& hop) {
    const Paint& paint = page_.paint();
    const std::string in = names_.Interface(hop.node, hop.in);
    const std::string out = names_.Interface(hop.node, hop.out);
    page_.Line(4, {fmt::format("{:>2}  ", number), paint.bold, names_.Node(hop.node), paint.off,
                   in.empty() ? "" : "  in " + in, out.empty() ? "" : "  out " + out});
    if (hop.ambiguous)
      page_.Line(8,
                 {paint.open, "? may do otherwise", paint.off, ": order of events, or a choice of its own"});
    const std::string route = hop.route.empty() ? "" : "route " + hop.route;
    const std::string inside =
        hop.tunnels.empty() ? "" : fmt::format("inside {}", fmt::join(hop.tunnels, " in "));
    if (!route.empty() || !inside.empty())
      page_.Line(8, {route, route.empty() || inside.empty() ? "" : "  ", inside});
    if (!lines_) return;
    Rows rows;
    for (const base::Span line : hop.lines) {
      if (shown_.insert({line.file, line.line}).second)
        rows.push_back({{names_.Place(line)}, {names_.Line(line)}});
    }
    for (const std::string& row : TableLines(rows, page_.width(), 1))
      page_.Line(10, {paint.faint, row, paint.off});
  }

  bool lines_;
  Names names_;
  Page page_;
  const study::TraceClass* first_ = nullptr;
  std::set<std::pair<base::FileId, std::uint32_t>> shown_;
};

}  // namespace

std::string TraceText(const study::Snapshot& snapshot, const study::TraceResult& result, const Style& style) {
  return TraceWriter(snapshot, style).Write(result);
}

}  // namespace ringfence::report::text
