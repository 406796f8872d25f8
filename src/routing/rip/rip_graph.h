// RIP's routers and who hears whom, prepared once. See rip_graph.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "base/diagnostic.h"
#include "routing/network.h"
#include "routing/prefix_table.h"
#include "routing/rip/rip_config.h"

namespace ringfence::routing::rip {

/// An interface of a process.
struct Port {
  std::uint32_t router = 0;
  std::uint32_t slot = 0;  ///< Network::SlotOf
  model::InterfaceIndex interface;
  const RipInterface* config = nullptr;
  std::vector<net::HostPrefix> addresses;  ///< of the family, in order of configuration
  std::vector<PrefixIndex> subnets;        ///< of these, without link-local ones
};

/// `from` hears what `to` sends.
struct Edge {
  std::uint32_t from = 0;  ///< port
  std::uint32_t to = 0;    ///< port of the neighbour
  net::IpAddress gateway;  ///< the neighbour's address
  bool doubtful = false;   ///< it has several that would do
};

/// One process of one node.
struct Router {
  model::NodeId node;
  TableId table;
  const RipProcess* process = nullptr;
  std::vector<std::uint32_t> ports;  ///< in order of configuration
  std::vector<std::uint32_t> edges;  ///< that it hears, ascending
};

/// All of them.
struct Graph {
  std::vector<Router> routers;  ///< ascending by node, then order of processes
  std::vector<Port> ports;
  std::vector<Edge> edges;
  std::vector<std::vector<std::uint32_t>> routers_of_table;  ///< by TableId
};

/// Adds every prefix the processes can put into tables beyond connected and redistributed ones.
void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes);

/// Builds the graph. Neighbours that do not agree are kAdjacencyUnmet with both places. `network` and the
/// configurations in it must outlive the graph.
Graph BuildGraph(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings);

}  // namespace ringfence::routing::rip
