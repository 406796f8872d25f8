// Routing says what it knows of the two ends. That an end does not run a protocol, or does not name its
// neighbour, is known only when the reader understood all that its text says about the protocol: else the
// session is undecided, with the first such line.

#include "study/sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/nearest_word.h"

namespace ringfence::study {
namespace {

/// Diagnoses a name that does not exist.
bool DeviceExists(Snapshot& snapshot, const std::string& name) {
  if (name.empty() || snapshot.network->FindNode(name).valid()) return true;
  std::vector<std::string_view> names;
  for (const routing::Node& node : snapshot.network->nodes()) names.push_back(node.config.device.name);
  const auto nearest = base::NearestWord(name, names);
  snapshot.diagnostics.Add({base::DiagnosticKind::kNameUnknown,
                            {},
                            fmt::format("there is no device '{}'", name),
                            {},
                            nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  return false;
}

/// True when a text speaks of the protocol, whatever its letters' case, also as "IS-IS".
bool Mentions(std::string_view text, std::string_view protocol) {
  std::string plain;
  for (const char c : text) {
    if (c != '-') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain.find(protocol) != std::string::npos;
}

/// Finds lines that say something about a protocol and are not in the model.
class OpenLines {
 public:
  explicit OpenLines(const Snapshot& snapshot) : snapshot_(snapshot) {}

  /// Makes a state that rests on what the far end does not say undecided when it may say it after all.
  void Doubt(routing::Adjacency& adjacency) {
    for (routing::AdjacencyEnd& end : adjacency.ends) {
      if (!end.silent) continue;
      const base::Span line = FirstOn(end.node, adjacency.protocol);
      if (!line.valid()) continue;
      const std::string& name = snapshot_.network->nodes()[end.node.index()].config.device.name;
      adjacency.state = routing::AdjacencyState::kUndecided;
      adjacency.what += fmt::format("; but not all that '{}' says about it is modelled", name);
      adjacency.cause = "not-modelled";
      end.lines.insert(end.lines.begin(), line);
    }
  }

 private:
  base::Span FirstOn(model::NodeId node, routing::AdjacencyProtocol protocol) {
    const auto [known, added] = known_.try_emplace({node, protocol});
    if (!added) return known->second;
    const std::string& name = snapshot_.network->nodes()[node.index()].config.device.name;
    for (const ConfigFile& config : snapshot_.configs) {
      for (std::size_t i = 0; config.device == name && i < config.fates.lines.size(); ++i) {
        const model::LineFate& line = config.fates.lines[i];
        const base::Span span{config.file, static_cast<std::uint32_t>(i + 1), 1, 0};
        const std::string_view word = routing::kAdjacencyProtocolNames[static_cast<std::size_t>(protocol)];
        const bool open = line.fate == model::Fate::kUnmodelled || line.fate == model::Fate::kUnknown;
        if (!open || !line.impact.has(model::Impact::kRouting4 | model::Impact::kRouting6)) continue;
        // Nobody knows what an unknown line is about.
        if (line.fate == model::Fate::kUnknown || Mentions(line.reason, word) ||
            Mentions(snapshot_.sources.LineText(span), word))
          return known->second = span;
      }
    }
    return {};
  }

  const Snapshot& snapshot_;
  std::map<std::pair<model::NodeId, routing::AdjacencyProtocol>, base::Span> known_;
};

bool IsAskedFor(const Snapshot& snapshot, const SessionsFilter& filter, const routing::Adjacency& adjacency) {
  const auto protocol = static_cast<std::size_t>(adjacency.protocol);
  if (!filter.protocol.empty() && routing::kAdjacencyProtocolNames[protocol] != filter.protocol) return false;
  if (filter.device.empty()) return true;
  const model::NodeId node = snapshot.network->FindNode(filter.device);
  return adjacency.ends[0].node == node || adjacency.ends[1].node == node;
}

}  // namespace

std::optional<SessionList> Sessions(Snapshot& snapshot, const Failures& failures,
                                    const SessionsFilter& filter) {
  if (!DeviceExists(snapshot, filter.device)) return std::nullopt;
  exposure::Evaluator evaluator(*snapshot.engine);
  evaluator.Enter(failures.state);
  evaluator.CheckAllTunnels();
  OpenLines open(snapshot);
  SessionList list;
  list.failed = failures.labels;
  for (routing::Adjacency& adjacency : evaluator.state().Adjacencies()) {
    if (!IsAskedFor(snapshot, filter, adjacency)) continue;
    open.Doubt(adjacency);
    ++list.counts[static_cast<std::size_t>(adjacency.state)];
    if (filter.down_only && adjacency.state == routing::AdjacencyState::kUp) continue;
    list.sessions.push_back(std::move(adjacency));
  }
  return list;
}

}  // namespace ringfence::study
