// What each unit of the failure universe takes down, and which units cut two routers from each other.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "base/bit_set.h"
#include "exposure/world.h"
#include "forwarding/copy_points.h"
#include "forwarding/tunnels.h"
#include "routing/routing_engine.h"
#include "routing/support.h"

namespace ringfence::exposure {

/// Indices into World::failures, ascending.
using FailureSet = std::vector<std::uint32_t>;

/// By size, then lexicographic: the order in which sets are looked at and shown.
bool SmallerFirst(const FailureSet& a, const FailureSet& b);

/// Prepared once per world. Safe for use by many threads.
class FailurePlan {
 public:
  /// All must outlive the plan. `down`: what is down whatever else fails; nullptr: nothing.
  FailurePlan(const World& world, const routing::RoutingEngine& routing,
              const forwarding::TunnelTable& tunnels, const forwarding::CopyTable& copies,
              const routing::FailureState* down);

  /// False: what an outcome rests on is not known in this network.
  bool known() const { return known_; }
  /// Units that take down something that is supported, ascending. REQUIRES: known().
  std::vector<std::uint32_t> UnitsOf(const routing::Support& support) const;
  /// Sets of at most `size_max` units, each once, in some order: where no way of the IGP is left for two of
  /// these routers, and no more have failed, all of one of the sets have. REQUIRES: known(), the ways are
  /// there when `failed` have failed.
  std::vector<FailureSet> CutsOf(std::span<const routing::NeededWay> ways, const FailureSet& failed,
                                 std::uint32_t size_max) const;
  /// The units that each alone part the two routers once `failed` have failed; nullopt when these part them.
  /// Ascending. O(routers + links) where no unit does, else for each unit of a way. REQUIRES: known().
  std::optional<std::vector<std::uint32_t>> UnitsParting(const routing::NeededWay& way,
                                                         const FailureSet& failed) const;

 private:
  /// Two routers that are neighbours, as one of them sees it.
  struct Arc {
    routing::RouterNumber to = 0;
    std::uint32_t neighbors = 0;  ///< index into `units_of_`
  };
  class CutSearch;

  /// The rest is prepared when somebody asks: most studies of large networks look at no failure.
  void Prepare() const;
  void AddUnits() const;
  void AddArcs() const;
  void ChooseHubs() const;
  /// The least sets without which no way joins the two, by size, then lexicographic. Lives as long as the
  /// plan.
  const std::vector<FailureSet>& LeastCutsOf(const routing::NeededWay& way, std::uint32_t size_max) const;

  const World& world_;
  const routing::RoutingEngine& routing_;
  const routing::FailureState* down_;
  bool known_ = false;
  mutable std::once_flag prepared_;
  mutable std::vector<std::vector<std::uint32_t>> units_of_slot_, units_of_node_;  ///< ascending
  mutable std::vector<std::vector<Arc>> arcs_;                                     ///< by router
  mutable std::vector<std::vector<std::uint32_t>>
      units_of_;  ///< by pair of neighbours: who parts them, ascending
  mutable std::vector<std::vector<std::uint32_t>> pairs_of_unit_;  ///< the inverse, by unit
  mutable std::vector<routing::RouterNumber> hub_of_;              ///< by router
  mutable std::mutex mutex_;
  mutable std::map<std::pair<routing::NeededWay, std::uint32_t>, std::vector<FailureSet>> cuts_;
};

}  // namespace ringfence::exposure
