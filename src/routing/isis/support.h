// What a route of IS-IS rests on. See support.cc.
#pragma once

#include <optional>
#include <vector>

#include "base/bit_set.h"
#include "routing/isis/isis_engine.h"
#include "routing/support.h"

namespace ringfence::routing::isis {

/// Knows what routes rest on in networks where losing adjacencies makes no other route appear or get better.
/// Prepared once per network. Immutable.
class SupportPlan {
 public:
  /// `engine` must outlive the plan.
  explicit SupportPlan(const IsisEngine& engine);

  /// False: what routes rest on is not known.
  bool known() const { return known_; }
  /// Adjacencies of the state in which these interfaces work, by slot.
  std::vector<IgpNeighbors> Neighbors(const std::vector<std::uint8_t>& up) const;
  /// Some router may bring the prefix.
  bool Brings(PrefixIndex prefix) const;
  /// Adds the interfaces that the route of `prefix` of the router rests on: as long as all of them work it
  /// keeps its cost and its next hops. False: not known. REQUIRES: known(), nothing is injected.
  bool Add(RouterNumber router, PrefixIndex prefix, IsisScratch& scratch, base::BitSet& interfaces) const;
  /// The router has no route because it brings the prefix itself: where that ends it may have one.
  bool MayCome(RouterNumber router, PrefixIndex prefix, const IsisScratch& scratch) const;
  /// The router that alone brings a prefix, and its interface that has it is added: while it works and a way
  /// leads there, whoever can be reached has a route to it. Nothing: several do, or none.
  std::optional<RouterNumber> BringerOf(PrefixIndex prefix, const IsisScratch& scratch,
                                        base::BitSet& interfaces) const;

 private:
  /// The level at which a router takes part, of one that does at one alone.
  std::size_t LevelOf(RouterNumber router) const {
    return engine_.graph().routers[router].process->levels == kLevel1 ? 0 : 1;
  }
  bool RoutersArePlain() const;
  bool ArcsArePlain() const;
  void AddWays(const Root& root, std::uint32_t to, IsisScratch& scratch, base::BitSet& interfaces) const;

  const IsisEngine& engine_;
  bool known_ = false;
};

}  // namespace ringfence::routing::isis
