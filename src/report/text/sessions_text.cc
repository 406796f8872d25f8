// Text of `sessions`: a table, and below each line that needs it the cause with the lines of both ends.

#include <fmt/format.h>

#include "report/text/text.h"

namespace ringfence::report::text {
namespace {

using routing::Adjacency;
using routing::AdjacencyEnd;
using routing::AdjacencyState;

Tint ColorOf(const Paint& paint, AdjacencyState state) {
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

void WriteCause(const study::Snapshot& snapshot, const Names& names, const Adjacency& session, Page& page) {
  if (session.cause.empty()) return;
  page.Line(4, {session.cause, ": ", session.what});
  for (const AdjacencyEnd& end : session.ends) {
    for (const base::Span span : end.lines) {
      if (!span.valid()) continue;
      page.Line(
          6, {page.paint().faint, snapshot.sources.Describe(span), ": ", names.Line(span), page.paint().off});
    }
  }
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
  Page page(style);
  Rows rows = {{{"state"}, {"protocol"}, {"end"}, {"end"}, {"process"}, {"about"}}};
  for (const Adjacency& session : list.sessions) {
    rows.push_back({{std::string(routing::kAdjacencyStateNames[static_cast<std::size_t>(session.state)]),
                     ColorOf(page.paint(), session.state)},
                    {routing::kAdjacencyProtocolNames[static_cast<std::size_t>(session.protocol)]},
                    {EndText(names, session, session.ends[0])},
                    {EndText(names, session, session.ends[1])},
                    {ProcessText(session)},
                    {AboutText(session)}});
  }
  if (!list.failed.empty()) {
    page.Line(0, {FailedText(list.failed)});
    page.Blank();
  }
  const std::vector<std::string> lines = TableLines(rows, page.width(), 2, page.paint().off);
  if (!list.sessions.empty()) page.Ready(lines.front());
  for (std::size_t i = 0; i < list.sessions.size(); ++i) {
    page.Ready(lines[i + 1]);
    WriteCause(snapshot, names, list.sessions[i], page);
  }
  if (!list.sessions.empty()) page.Blank();
  return page.Take() + CountsText(list);
}

}  // namespace ringfence::report::text
