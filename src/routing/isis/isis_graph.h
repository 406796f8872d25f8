// IS-IS routers and adjacencies, prepared once. See isis_graph.cc.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "routing/isis/isis_config.h"
#include "routing/network.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::isis {

/// Number of a level in arrays: 0 is level 1.
inline constexpr std::size_t kLevelCount = 2;
/// Number of a topology in arrays: 0 is IPv4.
inline constexpr std::size_t kTopologyCount = 2;
/// The bit of a level by number.
constexpr Levels BitOf(std::size_t level) { return static_cast<Levels>(1U << level); }

/// An interface of an instance.
struct Port {
  std::uint32_t router = 0;
  std::uint32_t slot = 0;  ///< Network::SlotOf
  model::InterfaceIndex interface;
  const IsisInterface* config = nullptr;
  Levels levels = 0;                                                  ///< of instance and interface
  std::array<std::optional<net::IpAddress>, kTopologyCount> address;  ///< where neighbours send to
  std::array<std::vector<PrefixIndex>, kTopologyCount> connected;
};

/// A directed adjacency.
struct Edge {
  std::uint32_t from = 0;                          ///< port
  std::uint32_t to = 0;                            ///< port of the neighbour
  Levels levels = 0;                               ///< adjacent at these
  std::array<bool, kTopologyCount> topology = {};  ///< carries these families
};

/// An edge as shortest paths walk it: those of a router stand together, in the order of its edges.
struct Arc {
  std::uint32_t edge = 0;
  std::uint32_t to = 0;    ///< router
  std::uint32_t slot = 0;  ///< of the near port
  std::uint32_t far_slot = 0;
  std::uint32_t back = 0;  ///< the arc of the other direction
};

/// Two ports on one link that disagree.
struct Refusal {
  std::uint32_t a = 0, b = 0;  ///< ports; of a passive one and a speaker the speaker is the first
  std::string_view about;      ///< "area", "level 2 authentication", "passive" ...
};

/// One instance of one node.
struct Router {
  model::NodeId node;
  TableId table;
  const IsisProcess* process = nullptr;
  std::vector<std::uint32_t> ports;
  std::vector<std::uint32_t> edges;  ///< leaving it, ascending
};

/// All of them.
struct Graph {
  std::vector<Router> routers;  ///< ascending by node, then order of instances
  std::vector<Port> ports;
  std::vector<Edge> edges;
  std::vector<std::uint32_t> first_arc;  ///< by router, one more at the end
  std::vector<Arc> arcs;
  std::vector<Refusal> refusals;                             ///< also of what an adjacency does not carry
  std::vector<std::vector<std::uint32_t>> routers_of_table;  ///< by TableId

  /// Words of a mask of the arcs of a router; at least one.
  std::uint32_t WordsOf(std::uint32_t router) const {
    return std::max(1U, (first_arc[router + 1] - first_arc[router] + 63) / 64);
  }
};

/// The instances have an area in common.
bool ShareArea(const IsisProcess& a, const IsisProcess& b);

/// Adds every prefix the instances can put into tables beyond connected and redistributed ones.
void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes);

/// Builds the graph. Neighbours that do not agree are kAdjacencyUnmet with both places. `network` and the
/// configurations in it must outlive the graph.
Graph BuildGraph(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings);

}  // namespace ringfence::routing::isis
