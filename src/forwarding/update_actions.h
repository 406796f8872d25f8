// What rules do with packets, each said once: the cells of forwarding rows.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "forwarding/update_ids.h"

namespace ringfence::forwarding::updates {

/// One thing a rule can do: hand each packet to one of `routers`, or let it out at one of
/// `ports` (numbers are the caller's; a router itself can be one). Neither: it drops packets.
struct Action {
  std::vector<RouterId> routers;     ///< equal-cost next hops
  std::vector<std::uint32_t> ports;  ///< where packets leave what is modelled, or arrive

  friend auto operator<=>(const Action&, const Action&) = default;
};

/// Actions by id, in flat arrays. Lives at least as long as the engines that use it; ids stay valid.
class ActionTable {
 public:
  /// The action of a router that has no rule.
  static constexpr ActionId kNoRule{0};

  ActionTable();

  /// The id of an action; order and repetition in its lists do not matter.
  ActionId Add(Action action);

  /// Routers that packets are handed to. REQUIRES: id came from this table; so for EndsOf.
  std::span<const RouterId> RoutersOf(ActionId id) const {
    const Record& record = records_[id.index()];
    return {routers_.data() + record.first, record.count};
  }
  /// How packets end at the router itself: bits of Outcome, 0 when it hands all of them on.
  std::uint64_t EndsOf(ActionId id) const { return records_[id.index()].ends; }
  /// Number of actions, kNoRule included.
  std::size_t size() const { return records_.size(); }
  /// All routers in actions are less.
  std::size_t router_bound() const { return router_bound_; }

 private:
  struct Record {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint64_t ends = 0;
  };

  std::vector<Record> records_;
  std::vector<RouterId> routers_;
  std::map<Action, ActionId> ids_;
  std::size_t router_bound_ = 0;
};

}  // namespace ringfence::forwarding::updates
