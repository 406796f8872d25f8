// Forwarding rows, each kept once, with their outcomes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "forwarding/update_ids.h"
#include "forwarding/update_index.h"
#include "forwarding/update_judge.h"

namespace ringfence::forwarding::updates {

/// All rows that atoms have, and some that they had: what every router does with a packet, and what becomes
/// of it from each router. Equal rows are one row, so an id stands for a class of packets. One thread.
class RowTable {
 public:
  /// REQUIRES: `actions` outlives the table. `idle_rows_max` rows that nobody holds are kept for their
  /// return.
  RowTable(const ActionTable& actions, std::vector<std::uint8_t> party_of_router, std::size_t idle_rows_max);

  /// The row in which no router has a rule. Always there.
  static constexpr RowId kEmpty{0};

  /// What routers do. Spans stay valid while the row is held, and until the next Trim() after that; so for
  /// outcomes.
  std::span<const ActionId> cells(RowId row) const { return {CellsOf(row), routers_}; }
  /// What becomes of packets by the router they come in at.
  std::span<const Outcome> outcomes(RowId row) const { return {OutcomesOf(row), routers_}; }
  /// The union of all outcomes.
  Outcome any(RowId row) const { return heads_[row.index()].any; }
  /// What one router does.
  ActionId cell(RowId row, RouterId router) const { return CellsOf(row)[router.index()]; }
  /// The Zobrist sum of its cells.
  std::uint64_t sum(RowId row) const { return heads_[row.index()].sum; }

  /// `sum` after a router's cell changed.
  static std::uint64_t SumAfter(std::uint64_t sum, RouterId router, ActionId before, ActionId after) {
    return sum - Term(router, before) + Term(router, after);
  }
  /// The row that differs from `row` in one cell. The caller holds the result once. O(routers) at worst to
  /// compare words; a row that was never seen is copied and judged.
  RowId Change(RowId row, RouterId router, ActionId action);
  /// The row with these cells. The caller holds the result once. REQUIRES: `sum` is their Zobrist sum.
  RowId Find(std::span<const ActionId> cells, std::uint64_t sum);

  /// One more holder, one fewer. A row without holders is idle: found again, or given up by Trim().
  void Hold(RowId row);
  void Release(RowId row);
  /// Gives up the rows that are idle for longest beyond what may be kept; their ids may come again.
  void Trim();

  /// Adds to the number of atoms with packets that have the row.
  void Occupy(RowId row, std::int32_t atoms);
  /// Rows that packets have: classes of equal forwarding, and those of them in which some packet may loop.
  std::size_t occupied() const { return occupied_; }
  std::size_t looping() const { return looping_; }
  /// Rows in memory, idle ones included; rows ever judged, a row that came back after it was given up again.
  std::size_t kept() const { return index_.size(); }
  std::uint64_t judged() const { return judged_; }

 private:
  struct Head {
    std::uint64_t sum = 0;
    Outcome any;
    std::uint32_t holders = 0;
    std::uint32_t atoms = 0;
    RowId before, after;  ///< neighbours in the list of idle rows, oldest first
  };
  /// Rows lie in blocks, so that none moves when there are more.
  static constexpr unsigned kBlockLog2 = 6;

  static std::uint64_t Term(RouterId router, ActionId action) {
    return Mixed((std::uint64_t{router.value} << 32U) | action.value);
  }
  std::size_t Offset(RowId row) const { return (row.index() & ((1U << kBlockLog2) - 1)) * routers_; }
  ActionId* CellsOf(RowId row) const { return cells_[row.index() >> kBlockLog2].get() + Offset(row); }
  Outcome* OutcomesOf(RowId row) const { return outcomes_[row.index() >> kBlockLog2].get() + Offset(row); }
  bool DiffersInOne(RowId row, RowId from, RouterId router, ActionId action) const;
  RowId NewRow();
  RowId Judged(RowId row, std::uint64_t sum);
  void Unlist(RowId row);

  RowJudge judge_;
  std::size_t routers_;
  std::size_t idle_rows_max_;
  std::vector<Head> heads_;
  std::vector<std::unique_ptr<ActionId[]>> cells_;
  std::vector<std::unique_ptr<Outcome[]>> outcomes_;
  IdIndex<RowId> index_;
  std::vector<RowId> free_;
  RowId oldest_, newest_;  ///< ends of the list of idle rows
  std::size_t idle_ = 0, occupied_ = 0, looping_ = 0;
  std::uint64_t judged_ = 0;
};

}  // namespace ringfence::forwarding::updates
