#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "study/questions.h"

namespace ringfence::study {

std::optional<RoutesResult> Routes(Snapshot& snapshot, const Failures& failures, const std::string& node) {
  const routing::Network& network = *snapshot.network;
  if (!node.empty() && !network.FindNode(node).valid()) {
    snapshot.diagnostics.Add(
        {base::DiagnosticKind::kNameUnknown, {}, fmt::format("there is no node '{}'", node)});
    return std::nullopt;
  }
  exposure::Evaluator evaluator(*snapshot.engine);
  evaluator.Enter(failures.state);
  evaluator.CheckAllTunnels();
  std::vector<std::size_t> order(network.nodes().size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t n) { return network.nodes()[n].config.device.name; });
  RoutesResult result;
  for (std::size_t n : order) {
    const model::NodeId id(n);
    if (network.nodes()[n].is_host || (!node.empty() && network.FindNode(node) != id)) continue;
    const routing::Rib& rib = evaluator.state().rib(id);
    for (const routing::Route& route : rib.routes()) {
      for (const routing::RouteHop& hop : rib.HopsOf(route)) {
        const auto resolved = rib.ResolvedOf(hop);
        result.rows.push_back({id, route, hop, {resolved.begin(), resolved.end()}});
      }
    }
  }
  return result;
}

}  // namespace ringfence::study
