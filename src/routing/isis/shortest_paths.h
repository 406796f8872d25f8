// Shortest paths of IS-IS with all first hops. See shortest_paths.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "routing/isis/isis_graph.h"
#include "routing/isis/isis_scratch.h"

namespace ringfence::routing::isis {

/// Whose paths, in which topology of which level.
struct Root {
  std::uint32_t router = 0;
  std::size_t level = 0;
  std::size_t topology = 0;
};

/// Prepared once per network. Immutable; results live in the scratch.
class ShortestPaths {
 public:
  /// `graph` must outlive the object.
  explicit ShortestPaths(const Graph& graph);

  /// What the arc costs in the eyes of the root while it works; kInfinity: it does not exist for it.
  std::uint32_t CostOf(const Root& root, std::uint32_t arc) const {
    return costs_[root.level][root.topology][styles_[root.level][root.router]][arc];
  }
  /// The neighbours at both ends hear each other. `up` by slot.
  static bool Works(const Arc& arc, const std::vector<std::uint8_t>& up) {
    return up[arc.slot] != 0 && up[arc.slot] == up[arc.far_slot];
  }
  /// Ways of the root lead on from there.
  bool PassesOn(const Root& root, std::uint32_t router) const {
    return router == root.router || overloaded_[root.topology][router] == 0;
  }
  /// Paths of this length and longer ones do not count.
  std::uint32_t LimitOf(const Root& root) const;

  /// The paths of a router. Computed on first use.
  const Spf& Of(const Root& root, IsisScratch& scratch) const;
  /// Paths of which those to `to` are right.
  const Spf& To(const Root& root, std::uint32_t to, IsisScratch& scratch) const;

  const Graph& graph() const { return graph_; }

 private:
  std::uint32_t CostFor(MetricStyle reader, const Edge& edge, std::size_t level, std::size_t topology) const;

  const Graph& graph_;
  static constexpr std::size_t kStyleCount = 3;
  ByLevel<std::array<std::vector<std::uint32_t>, kStyleCount>> costs_;  ///< by style of reader, arc
  std::array<std::vector<std::uint8_t>, kLevelCount> styles_;           ///< by router
  std::array<std::vector<std::uint8_t>, kTopologyCount> overloaded_;    ///< by router
};

}  // namespace ringfence::routing::isis
