// The outcomes of a forwarding row, from every router.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "forwarding/update_actions.h"
#include "forwarding/update_ids.h"
#include "forwarding/update_outcome.h"

namespace ringfence::forwarding::updates {

/// Follows packets through a row. Keeps its scratch: no allocation after the first row. One thread.
class RowJudge {
 public:
  /// The party of each router. REQUIRES: each < Outcome::kPartiesMax; `actions` outlives the judge.
  RowJudge(const ActionTable& actions, std::vector<std::uint8_t> party_of_router);

  std::size_t routers() const { return party_of_router_.size(); }

  /// Sets outcomes[i] to what may become of packets that come in at router i when row[i] is what router i
  /// does. REQUIRES: both have the size routers(), and no action names another router. O(next hops in the
  /// row), times the depth of nested loops.
  void Judge(std::span<const ActionId> row, std::span<Outcome> outcomes);

 private:
  /// A router on the way down and the next of its hops to look at.
  struct Frame {
    std::uint32_t router;
    std::uint32_t hop;
  };

  void Enter(std::uint32_t router, std::span<const ActionId> row, std::span<Outcome> outcomes);
  void Descend(std::span<const ActionId> row, std::span<Outcome> outcomes);
  bool Sweep(std::span<const ActionId> row, std::span<Outcome> outcomes) const;

  const ActionTable* actions_;
  std::vector<std::uint8_t> party_of_router_;
  std::vector<std::uint64_t> marks_;     ///< of this row: epoch_ on the way down, epoch_ + 1 finished
  std::vector<Frame> way_;               ///< from the start down to where we are
  std::vector<std::uint32_t> finished_;  ///< routers, those below first
  std::uint64_t epoch_ = 0;
  bool met_loop_ = false;
};

}  // namespace ringfence::forwarding::updates
