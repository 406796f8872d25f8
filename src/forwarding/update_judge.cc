// Problem: for every router, which parties may have a packet in hand that comes in there, and how it may end,
// when each router hands packets to any of a set of others. There may be loops.
//
// Idea: the outcome of a router is the union of what it does itself and the outcomes of its next hops. A
// depth-first search finishes those below first, so without loops one pass is enough. An edge back to a
// router on the way down closes a loop, and every loop has such an edge: its router gets the bit "loops", and
// passes are repeated until the unions stop to grow, which carries the bit, and all parties of the loop, to
// whoever reaches it.
//
// Cost: one visit per next hop; with loops one more per pass, and passes are at most the edges back that a
// packet can follow one after the other, plus two. No recursion: rows come from input.

#include "forwarding/update_judge.h"

#include <algorithm>

#include "base/check.h"

namespace ringfence::forwarding::updates {

RowJudge::RowJudge(const ActionTable& actions, std::vector<std::uint8_t> party_of_router)
    : actions_(&actions), party_of_router_(std::move(party_of_router)), marks_(party_of_router_.size(), 0) {
  RF_CHECK(std::ranges::all_of(party_of_router_, [](auto party) { return party < Outcome::kPartiesMax; }));
  way_.reserve(routers());
  finished_.reserve(routers());
}

void RowJudge::Judge(std::span<const ActionId> row, std::span<Outcome> outcomes) {
  RF_CHECK(row.size() == routers() && outcomes.size() == routers() && actions_->router_bound() <= routers());
  epoch_ += 2;
  met_loop_ = false;
  finished_.clear();
  for (std::uint32_t router = 0; router < routers(); ++router) {
    if (marks_[router] >= epoch_) continue;
    Enter(router, row, outcomes);
    Descend(row, outcomes);
  }
  while (met_loop_ && Sweep(row, outcomes)) {
  }
}

void RowJudge::Enter(std::uint32_t router, std::span<const ActionId> row, std::span<Outcome> outcomes) {
  marks_[router] = epoch_;
  outcomes[router].bits = actions_->EndsOf(row[router]) | (std::uint64_t{1} << party_of_router_[router]);
  way_.push_back({router, 0});
}

void RowJudge::Descend(std::span<const ActionId> row, std::span<Outcome> outcomes) {
  while (!way_.empty()) {
    Frame& frame = way_.back();
    const std::span<const RouterId> hops = actions_->RoutersOf(row[frame.router]);
    if (frame.hop < hops.size()) {
      const std::uint32_t next = hops[frame.hop++].value;
      if (marks_[next] < epoch_) {
        Enter(next, row, outcomes);
      } else if (marks_[next] == epoch_) {
        met_loop_ = true;
        outcomes[frame.router].bits |= Outcome::kLoops;
      } else {
        outcomes[frame.router].bits |= outcomes[next].bits;
      }
      continue;
    }
    const std::uint32_t router = frame.router;
    marks_[router] = epoch_ + 1;
    finished_.push_back(router);
    way_.pop_back();
    if (!way_.empty()) outcomes[way_.back().router].bits |= outcomes[router].bits;
  }
}

/// One pass of unions over all routers; false when nothing grew.
bool RowJudge::Sweep(std::span<const ActionId> row, std::span<Outcome> outcomes) const {
  bool grew = false;
  for (const std::uint32_t router : finished_) {
    std::uint64_t bits = outcomes[router].bits;
    for (const RouterId hop : actions_->RoutersOf(row[router])) bits |= outcomes[hop.index()].bits;
    grew = grew || bits != outcomes[router].bits;
    outcomes[router].bits = bits;
  }
  return grew;
}

}  // namespace ringfence::forwarding::updates
