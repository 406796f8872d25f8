// Problem: after an update, know the class of every atom it touched and the verdict of every class, without
// looking at what did not change.
//
// Idea: a class is a row, what every router does with the packet. Rows are hash-consed: a row's hash is the
// sum over routers of 64 mixed bits of (router, action), so a row that differs in one cell is found with one
// subtraction, one addition and one probe (Zobrist, "A New Hashing Method with Application for Game Playing",
// 1970). A hit is compared cell by cell: a class taken for another would be a wrong verdict. The outcomes of
// a row, from every router, are computed when it is first seen and stay with it. A row that no atom has is
// not thrown away at once but stands in a queue: a flap or a failure comes back to a known row and costs no
// check.
//
// Cost: 12 bytes per router and row, 40 per row. A change: two mixes, one probe, and comparing 4 bytes per
// router; when the row is new, one visit per next hop in it.

#include "forwarding/update_rows.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace ringfence::forwarding::updates {
namespace {

bool SameCells(const ActionId* a, const ActionId* b, std::size_t count) {
  return std::memcmp(a, b, count * sizeof(ActionId)) == 0;
}

}  // namespace

RowTable::RowTable(const ActionTable& actions, std::vector<std::uint8_t> party_of_router,
                   std::size_t idle_rows_max)
    : judge_(actions, std::move(party_of_router)), routers_(judge_.routers()), idle_rows_max_(idle_rows_max) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < routers_; ++i) sum += Term(RouterId(i), ActionTable::kNoRule);
  const RowId empty = NewRow();
  std::fill_n(CellsOf(empty), routers_, ActionTable::kNoRule);
  RF_CHECK(Judged(empty, sum) == kEmpty);
}

RowId RowTable::Change(RowId row, RouterId router, ActionId action) {
  const std::uint64_t sum = SumAfter(heads_[row.index()].sum, router, cell(row, router), action);
  const RowId known = index_.Find(sum, [&](RowId candidate) {
    return heads_[candidate.index()].sum == sum && DiffersInOne(candidate, row, router, action);
  });
  if (known.valid()) {
    Hold(known);
    return known;
  }
  const RowId made = NewRow();
  std::copy_n(CellsOf(row), routers_, CellsOf(made));
  CellsOf(made)[router.index()] = action;
  return Judged(made, sum);
}

RowId RowTable::Find(std::span<const ActionId> cells, std::uint64_t sum) {
  RF_CHECK(cells.size() == routers_);
  const RowId known = index_.Find(sum, [&](RowId candidate) {
    return heads_[candidate.index()].sum == sum && SameCells(CellsOf(candidate), cells.data(), routers_);
  });
  if (known.valid()) {
    Hold(known);
    return known;
  }
  const RowId made = NewRow();
  std::ranges::copy(cells, CellsOf(made));
  return Judged(made, sum);
}

/// True when `row` is `from` but for the action of one router.
bool RowTable::DiffersInOne(RowId row, RowId from, RouterId router, ActionId action) const {
  const ActionId* a = CellsOf(row);
  const ActionId* b = CellsOf(from);
  const std::size_t at = router.index();
  return a[at] == action && SameCells(a, b, at) && SameCells(a + at + 1, b + at + 1, routers_ - at - 1);
}

/// An id with room for its cells and outcomes.
RowId RowTable::NewRow() {
  if (!free_.empty()) {
    const RowId row = free_.back();
    free_.pop_back();
    return row;
  }
  const RowId row(heads_.size());
  if (row.index() >> kBlockLog2 == cells_.size()) {
    cells_.push_back(std::make_unique_for_overwrite<ActionId[]>(routers_ << kBlockLog2));
    outcomes_.push_back(std::make_unique_for_overwrite<Outcome[]>(routers_ << kBlockLog2));
  }
  heads_.emplace_back();
  return row;
}

/// Files a row whose cells are written, held once.
RowId RowTable::Judged(RowId row, std::uint64_t sum) {
  const std::span<Outcome> outcomes{OutcomesOf(row), routers_};
  judge_.Judge(cells(row), outcomes);
  ++judged_;
  Outcome any;
  for (const Outcome& outcome : outcomes) any.bits |= outcome.bits;
  heads_[row.index()] = {.sum = sum, .any = any, .holders = 1};
  index_.Add(sum, row);
  return row;
}

void RowTable::Hold(RowId row) {
  if (heads_[row.index()].holders++ == 0) Unlist(row);
}

void RowTable::Release(RowId row) {
  Head& head = heads_[row.index()];
  if (--head.holders != 0) return;
  head.before = newest_;
  head.after = RowId();
  (newest_.valid() ? heads_[newest_.index()].after : oldest_) = row;
  newest_ = row;
  ++idle_;
}

void RowTable::Unlist(RowId row) {
  const Head& head = heads_[row.index()];
  (head.before.valid() ? heads_[head.before.index()].after : oldest_) = head.after;
  (head.after.valid() ? heads_[head.after.index()].before : newest_) = head.before;
  --idle_;
}

void RowTable::Trim() {
  while (idle_ > idle_rows_max_) {
    const RowId row = oldest_;
    Unlist(row);
    index_.Erase(heads_[row.index()].sum, row);
    free_.push_back(row);
  }
}

void RowTable::Occupy(RowId row, std::int32_t atoms) {
  Head& head = heads_[row.index()];
  const bool was = head.atoms != 0;
  head.atoms += static_cast<std::uint32_t>(atoms);
  const bool is = head.atoms != 0;
  if (was == is) return;
  const std::size_t loops = (head.any.bits & Outcome::kLoops) != 0 ? 1 : 0;
  occupied_ = is ? occupied_ + 1 : occupied_ - 1;
  looping_ = is ? looping_ + loops : looping_ - loops;
}

}  // namespace ringfence::forwarding::updates
