// IS-IS routers and adjacencies, prepared once. See isis_graph.cc.
#pragma once

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
  std::vector<Refusal> refusals;                             ///< also of what an adjacency does not carry
  std::vector<std::vector<std::uint32_t>> routers_of_table;  ///< by TableId
};

/// Adds every prefix the instances can put into tables beyond connected and redistributed ones.
void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes);

/// Builds the graph. Neighbours that do not agree are kAdjacencyUnmet with both places. `network` and the
/// configurations in it must outlive the graph.
Graph BuildGraph(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings);

}  // namespace ringfence::routing::isis
