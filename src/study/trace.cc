// Paths of walks for people: every branch from the start to its ending, found by an iterative depth-first
// search over the graph; a branch that meets a step it already passed ends as a loop there.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/nearest_word.h"
#include "study/questions.h"

namespace ringfence::study {
namespace {

using forwarding::Branch;
using forwarding::StepId;
using forwarding::WalkGraph;

class PathList {
 public:
  PathList(const Snapshot& snapshot, const WalkGraph& graph)
      : snapshot_(snapshot), graph_(graph), next_(graph.steps.size()) {
    for (std::size_t b = 0; b < graph.branches.size(); ++b)
      next_[graph.branches[b].from.index()].push_back(b);
  }

  std::vector<TracePath> List(bool& truncated) {
    if (graph_.steps.empty()) return {};
    // Work items are partial paths: branches taken so far.
    std::vector<std::vector<std::size_t>> work = {{}};
    while (!work.empty()) {
      const std::vector<std::size_t> taken = work.back();
      work.pop_back();
      const StepId at = taken.empty() ? StepId(0) : graph_.branches[taken.back()].to;
      if (Passed(taken, at)) {
        Finish(taken, forwarding::Disposition::kLoop, {}, {});
        continue;
      }
      for (const forwarding::Ending& ending : graph_.endings) {
        if (ending.step == at && ending.disposition != forwarding::Disposition::kLoop)
          Finish(taken, ending.disposition, ending.out, ending.span);
      }
      for (auto b = next_[at.index()].rbegin(); b != next_[at.index()].rend(); ++b) {
        work.push_back(taken);
        work.back().push_back(*b);
      }
      if (paths_.size() >= kTracePathsMax) {
        truncated = !work.empty();
        break;
      }
    }
    return std::move(paths_);
  }

 private:
  bool Passed(const std::vector<std::size_t>& taken, StepId at) const {
    return !taken.empty() &&
           std::ranges::any_of(taken, [&](std::size_t b) { return graph_.branches[b].from == at; });
  }

  /// At a step that the branch leads on from; nullptr: the path ends there.
  TraceHop HopOf(StepId step, const Branch* branch, model::InterfaceIndex out) const {
    const forwarding::Step& at = graph_.steps[step.index()];
    TraceHop hop{at.node, at.in, out, {}, "", {}, false};
    for (std::size_t i = 0; i < at.depth; ++i) {
      hop.tunnels.push_back(snapshot_.engine->tunnels()[at.stack[i]].config(*snapshot_.network).name);
    }
    if (at.labels.valid() || at.frame_labels.valid())
      hop.tunnels.push_back(fmt::format("labels {}", at.label_text));
    if (at.hop != nullptr) {
      hop.route = fmt::format("by policy {}", forwarding::PolicyNameAt(at));
    } else if (at.entry != nullptr) {
      hop.route = fmt::format("{} ({})", net::ToString(at.entry->prefix),
                              routing::kProtocolNames[static_cast<std::size_t>(at.entry->protocol)]);
    }
    hop.lines = forwarding::DecidingLines(at);
    if (branch != nullptr && branch->kind == forwarding::BranchKind::kTranslate)
      Translate(at, graph_.steps[branch->to.index()], hop);
    hop.ambiguous = std::ranges::find(graph_.ambiguous_nodes, at.node) != graph_.ambiguous_nodes.end();
    return hop;
  }

  void Translate(const forwarding::Step& from, const forwarding::Step& to, TraceHop& hop) const {
    std::string names;
    for (const forwarding::Translated* made : graph_.TranslationsBetween(from, to)) {
      names += (names.empty() ? "" : ", ") + made->rule->name;
      hop.lines.push_back(made->rule->span);
    }
    hop.route = fmt::format("translated by {} to {}", names, net::ToString(graph_.SampleAt(to)));
  }

  void Finish(const std::vector<std::size_t>& taken, forwarding::Disposition disposition,
              model::InterfaceIndex out, base::Span span) {
    TracePath path;
    path.disposition = disposition;
    path.span = span;
    path.sample = graph_.sample;
    for (std::size_t b : taken) {
      const Branch& branch = graph_.branches[b];
      path.hops.push_back(HopOf(branch.from, &branch, branch.out));
    }
    path.hops.push_back(HopOf(taken.empty() ? StepId(0) : graph_.branches[taken.back()].to, nullptr, out));
    paths_.push_back(std::move(path));
  }

  const Snapshot& snapshot_;
  const WalkGraph& graph_;
  std::vector<std::vector<std::size_t>> next_;
  std::vector<TracePath> paths_;
};

/// Reads "dst=...,proto=..." into conditions.
class PacketText {
 public:
  PacketText(Snapshot& snapshot, net::HeaderMatch& match) : snapshot_(snapshot), match_(match) {}

  bool Read(std::string_view text) {
    while (!text.empty()) {
      const std::size_t comma = text.find(',');
      if (!Take(text.substr(0, comma))) return false;
      text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
    }
    if (!match_.destination.empty()) return true;
    return Refuse("a packet needs 'dst=ADDRESS'");
  }

 private:
  bool Refuse(std::string what) {
    snapshot_.diagnostics.Add({base::DiagnosticKind::kValueInvalid,
                               {},
                               std::move(what),
                               {},
                               "Write dst=10.0.0.1,src=10.0.0.2,proto=tcp,dport=443,sport=49152."});
    return false;
  }

  bool Take(std::string_view part) {
    const std::size_t equals = part.find('=');
    const std::string_view key = part.substr(0, equals);
    const std::string_view value = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    if (key == "dst" || key == "src")
      return TakeAddress(value, key == "dst" ? match_.destination : match_.source);
    if (key == "dport" || key == "sport")
      return TakeNumber(value, 65535, key == "dport" ? match_.destination_port : match_.source_port);
    if (key == "proto") return TakeProtocol(value);
    return Refuse(fmt::format("'{}' is no field of a packet", key));
  }

  bool TakeAddress(std::string_view text, std::vector<net::AddressMatch>& matches) {
    const auto address = net::ParseAddress(text);
    const auto prefix = address ? std::optional(net::Prefix::Host(*address)) : net::ParsePrefix(text);
    if (!prefix) return Refuse(fmt::format("'{}' is neither an address nor a prefix", text));
    match_.family = prefix->family();
    matches.push_back(net::AddressMatch::Of(*prefix));
    return true;
  }

  bool TakeNumber(std::string_view text, std::uint32_t most, std::vector<net::NumberRange>& ranges) {
    std::uint32_t value = most + 1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > most)
      return Refuse(fmt::format("'{}' is no number up to {}", text, most));
    ranges.push_back({static_cast<std::uint16_t>(value), static_cast<std::uint16_t>(value)});
    return true;
  }

  bool TakeProtocol(std::string_view text) {
    constexpr std::pair<std::string_view, std::uint16_t> kNames[] = {
        {"icmp", 1}, {"tcp", 6},    {"udp", 17},  {"gre", 47},
        {"esp", 50}, {"icmp6", 58}, {"ospf", 89}, {"sctp", 132}};
    for (const auto& [name, number] : kNames) {
      if (text == name) {
        match_.protocol.push_back({number, number});
        return true;
      }
    }
    return TakeNumber(text, 255, match_.protocol);
  }

  Snapshot& snapshot_;
  net::HeaderMatch& match_;
};

void Append(const Snapshot& snapshot, const std::vector<WalkGraph>& graphs, bool forward,
            TraceResult& result) {
  for (const WalkGraph& graph : graphs) {
    TraceClass traced{graph.sample, forward, {}, false};
    traced.paths = PathsOf(snapshot, graph, traced.truncated);
    result.classes.push_back(std::move(traced));
  }
}

bool TraceFlow(Snapshot& snapshot, const std::string& name, exposure::Evaluator& evaluator,
               TraceResult& result) {
  const model::FlowId flow = model::FindFlow(snapshot.policy, name);
  if (!flow.valid()) {
    std::vector<std::string_view> words;
    for (const model::Flow& known : snapshot.policy.flows) words.push_back(known.id);
    const auto nearest = base::NearestWord(name, words);
    snapshot.diagnostics.Add({base::DiagnosticKind::kNameUnknown,
                              {},
                              fmt::format("there is no flow '{}'", name),
                              {},
                              nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
    return false;
  }
  const exposure::FlowTrace trace = evaluator.Trace(flow);
  Append(snapshot, trace.forward, true, result);
  Append(snapshot, trace.backward, false, result);
  return true;
}

bool TracePackets(Snapshot& snapshot, const TraceQuery& query, exposure::Evaluator& evaluator,
                  TraceResult& result) {
  const std::size_t open = query.from.find('[');
  const std::string node = query.from.substr(0, open);
  forwarding::WalkQuery walk;
  walk.from = snapshot.network->FindNode(node);
  if (walk.from.valid() && open != std::string::npos && query.from.ends_with(']')) {
    const std::string interface = query.from.substr(open + 1, query.from.size() - open - 2);
    walk.in = model::FindInterface(snapshot.network->nodes()[walk.from.index()].config.device, interface);
  }
  if (!walk.from.valid() || (open != std::string::npos && !walk.in.valid())) {
    snapshot.diagnostics.Add({base::DiagnosticKind::kNameUnknown,
                              {},
                              fmt::format("there is no '{}' to start from", query.from),
                              {},
                              "Write --from node or --from node[interface]."});
    return false;
  }
  net::HeaderMatch match;
  if (!PacketText(snapshot, match).Read(query.packet)) return false;
  walk.packets = evaluator.space().Of(match);
  walk.delivery_anywhere = true;
  Append(snapshot, evaluator.Walk(walk), true, result);
  return true;
}

}  // namespace

std::vector<TracePath> PathsOf(const Snapshot& snapshot, const WalkGraph& graph, bool& truncated) {
  return PathList(snapshot, graph).List(truncated);
}

std::optional<TraceResult> Trace(Snapshot& snapshot, const Failures& failures, const TraceQuery& query) {
  exposure::Evaluator evaluator(*snapshot.engine);
  evaluator.Enter(failures.state);
  TraceResult result;
  const bool ok = query.flow.empty() ? TracePackets(snapshot, query, evaluator, result)
                                     : TraceFlow(snapshot, query.flow, evaluator, result);
  if (!ok) return std::nullopt;
  return result;
}

}  // namespace ringfence::study
