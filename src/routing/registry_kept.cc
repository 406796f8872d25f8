// Tables under a failure, from those of the state that is remembered.
//
// Problem: a failure changes few rows of few tables, and making all rows of all tables anew, with the
// addresses that each leads to, costs as much as finding out what has changed. Idea: a table that was asked
// for in the remembered state is kept, with what each of its rows was written from, and under a failure only
// those rows are written that may be others; where there are none the kept table is the table.
//
// Which rows these are. Tables are read by rows in both states (registry_rows.cc), so what is selected for a
// prefix is a function of the interfaces of the router, of what its IGP offers for it there and of what BGP
// does; and what is written of the row follows from that, from configuration, and, where it names addresses
// that are looked up in the table, from what is selected for the prefixes that are looked at on the way, and
// the hops that these have. All such looks go through one door (Selection::FirstPresent) and were noted
// (RowReads). So a row is written anew when what is selected for it, or for a row that it looked at, may be
// other or have other hops:
//   * all rows of the table of a router with an interface that is not as it was, or of which an IGP does not
//     know (FindChangedRows), or whose speaker of BGP has lost all sessions;
//   * the rows that an IGP says may be others (near_base.cc of OSPF and of IS-IS);
//   * those of which the speaker has chosen otherwise (bgp/other_choices.cc), and all rows of a prefix that
//     is in doubt, as it may settle otherwise, in one of the two states only;
//   * those that looked at any of these.
// A row that is absent stays so by the same argument: nothing is selected for it, from the same offers. A row
// that stands but looked, in the remembered state, at rows that stand would look at the same ones now: each
// look follows from what the looks before it saw, so by induction all see what they saw.
// Where either state is in doubt as a whole, or was settled in rounds of whole tables, nothing is taken.
// Numbers that protocols keep in a row for themselves (Route::source) are those of the state it was made in.
// Cost: a copy of a table with changed rows, and making these. Twin: whole tables from nothing
// (registry_kept_test.cc).

#include "routing/registry_kept.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "base/sort_unique.h"
#include "routing/registry_bgp.h"
#include "routing/registry_scratch.h"

namespace ringfence::routing {

void KeptTables::Begin(std::size_t tables, std::vector<PrefixIndex> doubted) {
  tables_.clear();
  tables_.resize(tables);
  doubted_ = std::move(doubted);
}

const Rib& KeptTables::Keep(const Selection& selection) {
  std::unique_ptr<Table>& table = tables_[selection.table().index()];
  table = std::make_unique<Table>();
  selection.WriteRib(table->rib, false, table->reads);
  return table->rib;
}

const Rib& KeptTables::Under(const ChangedRows& changed, const Selection& rows, const PrefixTable& prefixes,
                             Rib& rib) {
  const Table& kept = *tables_[rows.table().index()];
  std::vector<PrefixIndex> anew;
  for (const auto& row : std::ranges::equal_range(changed.rows, rows.table(), {}, &ChangedRows::Row::first)) {
    anew.push_back(row.second);
    kept.reads.AddReaders(row.second, anew);
  }
  rows_taken_ += kept.rib.routes().size();
  if (anew.empty()) return kept.rib;
  base::SortUnique(anew);
  rib.StartFrom(kept.rib);
  rows.StartRows();
  const std::span<const Route> routes(kept.rib.routes());
  const std::span<const net::Prefix> possible(kept.rib.possible());
  auto route = routes.begin();
  auto maybe = possible.begin();
  const auto take_before = [&](auto end_route, auto end_maybe) {
    rib.Take({route, end_route});
    route = end_route;
    for (; maybe != end_maybe; ++maybe) rib.AddPossible(*maybe);
  };
  for (const PrefixIndex row : anew) {
    const net::Prefix& prefix = prefixes[row];
    take_before(std::ranges::lower_bound(route, routes.end(), prefix, {}, &Route::prefix),
                std::ranges::lower_bound(maybe, possible.end(), prefix));
    if (maybe != possible.end() && *maybe == prefix) ++maybe;
    if (route != routes.end() && route->prefix == prefix) {
      ++route;
      --rows_taken_;
    }
    rows.WriteRow(row, rib);
  }
  take_before(routes.end(), possible.end());
  return rib;
}

std::vector<PrefixIndex> BgpTables::Doubted() const {
  std::vector<PrefixIndex> doubted = several_states_;
  doubted.insert(doubted.end(), scratch_.found_open.begin(), scratch_.found_open.end());
  base::SortUnique(doubted);
  return doubted;
}

bool BgpTables::AddOtherOffers(std::span<const PrefixIndex> doubted_then, ChangedRows& changed) {
  if (unstable_ || rows_.empty() || borrowed_ != nullptr) return false;
  plan_.bgp.SettleAllWaiting(scratch_);
  const std::vector<PrefixIndex> doubted = Doubted();
  std::vector<PrefixIndex> other;
  std::ranges::set_symmetric_difference(doubted, doubted_then, std::back_inserter(other));
  for (const PrefixIndex prefix : other) {
    for (const bgp::Speaker& speaker : plan_.bgp.plan().speakers())
      changed.rows.emplace_back(speaker.table, prefix);
  }
  return plan_.bgp.AddOtherEntries(scratch_, changed);
}

ChangedRows Scratch::Impl::FindOtherRows() {
  const bool speaks = plan->bgp.runs();
  ChangedRows changed = speaks ? bgp_tables->Changed() : FindChangedRows(*plan, up, ospf, *isis);
  if (changed.known && speaks) changed.known = bgp_tables->AddOtherOffers(kept.doubted(), changed);
  base::SortUnique(changed.whole);
  base::SortUnique(changed.rows);
  return changed;
}

const Rib* Scratch::Impl::RibOfKept(TableId id) {
  if (!by_rows || unstable || borrows) return nullptr;
  if (is_kept) {
    selection.Run(id, protocols->all());
    return &kept.Keep(selection);
  }
  if (!kept.Has(id)) return nullptr;
  if (!other_rows) other_rows = FindOtherRows();
  if (!other_rows->known || std::ranges::binary_search(other_rows->whole, id)) return nullptr;
  Tables& table = tables[id.index()];
  return &kept.Under(*other_rows, table.chosen, plan->prefixes, table.rib);
}

}  // namespace ringfence::routing
