// Rows of tables that are those of a remembered state. See registry_kept.cc.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "routing/changed_rows.h"
#include "routing/registry_tables.h"
#include "routing/rib.h"

namespace ringfence::routing {

/// Tables of one state, all of them made while it was at work. Confined to the thread of its scratch.
class KeptTables {
 public:
  /// Forgets all; from now on tables are those of the state at work, in which these prefixes of BGP are in
  /// doubt.
  void Begin(std::size_t tables, std::vector<PrefixIndex> doubted);
  void Clear() { tables_.clear(); }
  /// Prefixes of BGP in doubt in that state, ascending.
  const std::vector<PrefixIndex>& doubted() const { return doubted_; }
  /// Writes and keeps the table of the last Run. REQUIRES: Begin with the state at work, which is settled.
  const Rib& Keep(const Selection& selection);
  bool Has(TableId table) const {
    return table.index() < tables_.size() && tables_[table.index()] != nullptr;
  }
  /// The table under another state, of which these rows are all that may be other ones but for what they lead
  /// to: the kept one, or `rib`, where rows are taken from it or made by `rows`, open.
  /// REQUIRES: Has; `changed.known`, both lists ascend, the table is not among the whole ones.
  const Rib& Under(const ChangedRows& changed, const Selection& rows, const PrefixTable& prefixes, Rib& rib);
  /// How many rows were taken so far.
  std::size_t rows_taken() const { return rows_taken_; }

 private:
  struct Table {
    Rib rib;
    RowReads reads;
  };
  std::vector<std::unique_ptr<Table>> tables_;  ///< by TableId; nullptr: nobody asked for it
  std::vector<PrefixIndex> doubted_;
  std::size_t rows_taken_ = 0;
};

}  // namespace ringfence::routing
