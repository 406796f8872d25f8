// What a route of OSPF rests on. See support.cc.
#pragma once

#include <optional>
#include <vector>

#include "base/bit_set.h"
#include "routing/ospf/ospf_engine.h"
#include "routing/support.h"

namespace ringfence::routing::ospf {

/// Knows what routes rest on in networks where losing adjacencies makes no other route appear or get better.
/// Prepared once per network. Immutable.
class SupportPlan {
 public:
  /// `engine` must outlive the plan.
  explicit SupportPlan(const OspfEngine& engine);

  /// False: what routes rest on is not known.
  bool known() const { return known_; }
  /// Adjacencies of the state in which these interfaces work, by slot.
  std::vector<IgpNeighbors> Neighbors(const std::vector<std::uint8_t>& up) const;
  /// Some router may bring the prefix.
  bool Brings(PrefixIndex prefix) const { return !engine_.graph().StubsOf(prefix).empty(); }
  /// Adds the interfaces that the route of `prefix` in the table of `router` rests on: as long as all of them
  /// work it keeps its cost and its next hops. False: not known. REQUIRES: known(), the state of the scratch
  /// is complete.
  bool Add(RouterNumber router, PrefixIndex prefix, OspfScratch& scratch, base::BitSet& interfaces) const;
  /// The router that alone brings a prefix, and its interfaces that have it are added: while they work and a
  /// way leads there, whoever can be reached has a route to it. Nothing: several do, or none.
  std::optional<RouterNumber> BringerOf(PrefixIndex prefix, OspfScratch& scratch,
                                        base::BitSet& interfaces) const;

 private:
  /// No path is so long that it counts as none.
  bool PathsStayShort() const;

  const OspfEngine& engine_;
  bool known_ = false;
};

}  // namespace ringfence::routing::ospf
