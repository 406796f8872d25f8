// Text of `sessions`: a table, and below each line that needs it the cause with the lines of both ends.

#include <fmt/format.h>

#include "report/text/text.h"

namespace ringfence::report::text {
namespace {

using routing::Adjacency;
using routing::AdjacencyEnd;
using routing::AdjacencyState;

std::string_view ColorOf(const Paint& paint, AdjacencyState state) {
  switch (state) {
    case AdjacencyState::kUp:
      return paint.good;
    case AdjacencyState::kDown:
    case AdjacencyState::kNever:
      return paint.bad;
    default:
      return paint.open;
  }
}

/// "r1[eth0] 10.0.0.1", of another VRF than the default one with its name.
std::string EndText(const Names& names, const Adjacency& session, const AdjacencyEnd& end) {
  std::string text = session.state == AdjacencyState::kUndecided ? "unknown" : "outside";
  if (end.node.valid()) text = names.Node(end.node);
  const std::string interface = names.Interface(end.node, end.interface);
  if (!interface.empty()) text += fmt::format("[{}]", interface);
  if (end.address) text += " " + net::ToString(*end.address);
  if (!end.vrf.empty()) text += fmt::format(" vrf {}", end.vrf);
  return text;
}

/// "AS 1 / 2", the numbers or names of the processes.
std::string ProcessText(const Adjacency& session) {
  const std::string& a = session.ends[0].process;
  const std::string& b = session.ends[1].process;
  const std::string both = a == b || b.empty() ? a : a.empty() ? b : a + " / " + b;
  return both.empty() ? "-" : both;
}

std::string AboutText(const Adjacency& session) {
  const bool ospf = session.protocol == routing::AdjacencyProtocol::kOspf;
  return fmt::format("{}{} {}", ospf ? "area " : "", session.scope, fmt::join(session.families, " "));
}

std::string CauseText(const study::Snapshot& snapshot, const Names& names, const Adjacency& session,
                      const Paint& paint) {
  if (session.cause.empty()) return "";
  std::string out = fmt::format("    {}: {}\n", session.cause, session.what);
  for (const AdjacencyEnd& end : session.ends) {
    for (const base::Span span : end.lines) {
      if (!span.valid()) continue;
      out += fmt::format("      {}{}: {}{}\n", paint.faint, snapshot.sources.Describe(span), names.Line(span),
                         paint.off);
    }
  }
  return out;
}

std::string CountsText(const study::SessionList& list) {
  std::string out;
  std::size_t all = 0;
  for (std::size_t i = 0; i < list.counts.size(); ++i) {
    all += list.counts[i];
    if (list.counts[i] == 0) continue;
    out +=
        fmt::format("{}{} {}", out.empty() ? ": " : ", ", list.counts[i], routing::kAdjacencyStateNames[i]);
  }
  return fmt::format("{} {}{}\n", all, all == 1 ? "session" : "sessions", out);
}

}  // namespace

std::string SessionsText(const study::Snapshot& snapshot, const study::SessionList& list,
                         const Style& style) {
  const Names names(snapshot);
  const Paint paint(style.color);
  std::vector<std::vector<std::string>> rows = {{"state", "protocol", "end", "end", "process", "about"}};
  for (const Adjacency& session : list.sessions) {
    rows.push_back({std::string(routing::kAdjacencyStateNames[static_cast<std::size_t>(session.state)]),
                    std::string(routing::kAdjacencyProtocolNames[static_cast<std::size_t>(session.protocol)]),
                    EndText(names, session, session.ends[0]), EndText(names, session, session.ends[1]),
                    ProcessText(session), AboutText(session)});
  }
  // Colours come after the columns are aligned: they have no width.
  const std::string table = Table(rows);
  std::string out = list.failed.empty() ? "" : FailedText(list.failed) + "\n\n";
  std::size_t at = table.find('\n') + 1;
  if (!list.sessions.empty()) out += table.substr(0, at);
  for (const Adjacency& session : list.sessions) {
    const std::size_t end = table.find('\n', at) + 1;
    const std::size_t word = routing::kAdjacencyStateNames[static_cast<std::size_t>(session.state)].size();
    out += fmt::format("{}{}{}{}", ColorOf(paint, session.state), table.substr(at, word), paint.off,
                       table.substr(at + word, end - at - word));
    out += CauseText(snapshot, names, session, paint);
    at = end;
  }
  return out + (list.sessions.empty() ? "" : "\n") + CountsText(list);
}

}  // namespace ringfence::report::text
