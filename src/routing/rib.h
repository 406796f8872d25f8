// The routing table of one node: the selected routes with their hops.
#pragma once

#include <span>
#include <vector>

#include "routing/route.h"

namespace ringfence::routing {

/// Selected routes of one node, ordered by prefix, with hops in flat arrays.
class Rib {
 public:
  /// Selected routes, ascending by prefix; one per prefix.
  const std::vector<Route>& routes() const { return routes_; }
  /// Hops of a route of this table, as the protocol gives them.
  std::span<const RouteHop> HopsOf(const Route& route) const {
    return {hops_.data() + route.first_hop, route.hop_count};
  }
  /// What a hop of this table resolves to; empty only for a discard.
  std::span<const NextHop> ResolvedOf(const RouteHop& hop) const {
    return {resolved_.data() + hop.first_resolved, hop.resolved_count};
  }
  /// Prefixes without a route here for which the device may have one, ascending: order of events decides, or
  /// what is not modelled.
  const std::vector<net::Prefix>& possible() const { return possible_; }
  /// The route of a prefix, or nullptr. O(log n).
  const Route* Find(const net::Prefix& prefix) const;

  /// Empties the table, keeps its memory.
  void Clear();
  /// Appends a route without hops. REQUIRES: its prefix is greater than that of the last route.
  Route& Add(const Route& route);
  /// Appends a hop to the last route, with what it resolves to.
  void AddHop(RouteHop hop, std::span<const NextHop> resolved);
  /// Appends a prefix to `possible`. REQUIRES: it is greater than the last one.
  void AddPossible(const net::Prefix& prefix) { possible_.push_back(prefix); }
  /// Gives the last route, which has no hops yet, those of an earlier one.
  void ShareHops(const Route& earlier);
  /// Empties the table and takes the hops of another one, for `Take`.
  void StartFrom(const Rib& other);
  /// Appends routes of the table that it started from. REQUIRES: their prefixes are greater than that of the
  /// last route.
  void Take(std::span<const Route> routes);

 private:
  std::vector<Route> routes_;
  std::vector<RouteHop> hops_;
  std::vector<NextHop> resolved_;
  std::vector<net::Prefix> possible_;
};

}  // namespace ringfence::routing
