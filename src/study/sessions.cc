#include "study/sessions.h"

#include <fmt/format.h>

#include <algorithm>
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
  SessionList list;
  list.failed = failures.labels;
  for (routing::Adjacency& adjacency : evaluator.state().Adjacencies()) {
    if (!IsAskedFor(snapshot, filter, adjacency)) continue;
    ++list.counts[static_cast<std::size_t>(adjacency.state)];
    if (filter.down_only && adjacency.state == routing::AdjacencyState::kUp) continue;
    list.sessions.push_back(std::move(adjacency));
  }
  return list;
}

}  // namespace ringfence::study
