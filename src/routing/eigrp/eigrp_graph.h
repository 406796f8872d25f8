// EIGRP's routers and who hears whom, prepared once. See eigrp_graph.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "routing/eigrp/eigrp_config.h"
#include "routing/network.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::eigrp {

/// An interface of a process.
struct Port {
  std::uint32_t router = 0;
  std::uint32_t slot = 0;  ///< Network::SlotOf
  model::InterfaceIndex interface;
  const EigrpInterface* config = nullptr;
  net::IpAddress address;  ///< primary; neighbours send to it
  bool numbered = false;
  std::vector<PrefixIndex> connected;  ///< its subnets
  std::vector<PrefixIndex> summaries;  ///< sent instead of what lies inside, configured and automatic
};

/// A directed adjacency: `from` may send packets to `to`, and hears its routes.
struct Edge {
  std::uint32_t from = 0;  ///< port
  std::uint32_t to = 0;    ///< port of the neighbour
};

/// One process of one node.
struct Router {
  model::NodeId node;
  TableId table;
  const EigrpProcess* process = nullptr;
  std::string process_name;          ///< its autonomous system number
  std::vector<std::uint32_t> ports;  ///< in order of configuration
  std::vector<std::uint32_t> edges;  ///< towards its neighbours, ascending
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

}  // namespace ringfence::routing::eigrp
