// The cone of an answer is everything that could change it. Routing protocols flood: a line that could change
// routing counts wherever the device can be reached over links. What changes only how a device treats the
// packets it handles (forwarding, copying, protection) or who can write to it counts only on devices that
// handle the flow in some tried state: where no packet of the flow arrives, such a line cannot touch it.

#include "exposure/cone.h"

#include <algorithm>
#include <numeric>

namespace ringfence::exposure {
namespace {

/// Connected parts by union of link ends, with path halving.
std::vector<std::uint32_t> Components(const routing::Network& network) {
  std::vector<std::uint32_t> parent(network.nodes().size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto find = [&parent](std::uint32_t node) {
    while (parent[node] != node) {
      parent[node] = parent[parent[node]];
      node = parent[node];
    }
    return node;
  };
  for (const model::Link& link : network.links()) {
    for (const model::Endpoint& end : link.ends) parent[find(end.node.value)] = find(link.ends[0].node.value);
  }
  for (const routing::SwitchedCable& cable : network.cables())
    parent[find(cable.nodes[0].value)] = find(cable.nodes[1].value);
  for (std::uint32_t node = 0; node < parent.size(); ++node) parent[node] = find(node);
  return parent;
}

/// By NodeId: the node forwards by printed tables alone. Hosts have no routing.
std::vector<std::uint8_t> PrintAll(const World& world) {
  const auto& tables = world.network->tables();
  std::vector<std::uint8_t> all(world.network->nodes().size(), 1);
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const bool printed =
        std::ranges::count(world.observed, routing::TableId(t), &routing::ObservedTable::table) > 0;
    const std::size_t node = tables[t].node.index();
    if (!printed && !world.network->nodes()[node].is_host) all[node] = 0;
  }
  return all;
}

}  // namespace

Cones::Cones(const World& world, const std::vector<std::vector<const model::FileFates*>>& fates)
    : world_(world), prints_all_(PrintAll(world)), component_(Components(*world.network)) {
  for (std::size_t node = 0; node < fates.size(); ++node) {
    for (const model::FileFates* file : fates[node]) {
      for (std::size_t line = 0; line < file->lines.size(); ++line) {
        const model::LineFate& fate = file->lines[line];
        const bool open = fate.fate == model::Fate::kUnmodelled || fate.fate == model::Fate::kUnknown;
        if (!open || fate.impact.bits == 0) continue;
        lines_.push_back({model::NodeId(node),
                          fate.impact,
                          fate.reason.empty() ? "unknown line" : fate.reason,
                          {file->file, static_cast<std::uint32_t>(line + 1), 1, 0}});
      }
    }
  }
}

bool Cones::ByPrintedTables(const ConeQuery& query) const {
  if (world_.observed.empty() || query.handlers == nullptr) return false;
  for (std::size_t node = 0; node < prints_all_.size(); ++node) {
    if (prints_all_[node] == 0 && query.handlers->Test(world_.element_of_node[node].index())) return false;
  }
  return true;
}

std::vector<const OpenLine*> Cones::LinesIn(const ConeQuery& query) const {
  using model::Impact;
  const std::uint8_t routing_bit = query.family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
  const std::uint8_t local_bits =
      static_cast<std::uint8_t>(query.impact_bits & (Impact::kForwarding | Impact::kManagement |
                                                     Impact::kProtection | Impact::kCopying));
  const bool computed = !ByPrintedTables(query);
  std::vector<const OpenLine*> found;
  for (const OpenLine& line : lines_) {
    const bool connected =
        computed && query.end.valid() && component_[line.node.index()] == component_[query.end.index()];
    const bool handles =
        query.handlers != nullptr && query.handlers->Test(world_.element_of_node[line.node.index()].index());
    if ((connected && line.impact.has(routing_bit)) || (handles && line.impact.has(local_bits))) {
      found.push_back(&line);
    }
  }
  return found;
}

}  // namespace ringfence::exposure
