// Graphs of networks: random ones, and those of files.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workload/dice.h"

namespace ringfence::workload {

/// Largest graph (origin: ten times the largest network that is measured, and addresses fit).
inline constexpr std::uint32_t kNodesMax = 20'000;
/// Most edges of a graph file.
inline constexpr std::size_t kEdgesMax = 200'000;

/// An edge between two nodes, a < b.
struct Edge {
  std::uint32_t a = 0, b = 0;
  std::uint32_t metric = 1;
};

/// Nodes 0 to node_count - 1. Edges ascend by ends, each pair at most once.
struct Graph {
  std::uint32_t node_count = 0;
  std::vector<Edge> edges;
};

/// The Gabriel graph over random points, with a chord for ten nodes; metrics follow distance. Connected.
/// O(n^2 log n). REQUIRES: 2 <= nodes <= kNodesMax.
Graph RandomGraph(std::uint32_t nodes, Dice& dice);

/// Nodes and edges of a GML or GraphML text; loops and doubles are left out, metrics are random. An Error
/// when it is neither, has no two nodes, or is larger than the limits.
base::Result<Graph> ReadGraph(std::string_view text, Dice& dice);

}  // namespace ringfence::workload
