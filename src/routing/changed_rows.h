// Which rows of tables may not be those of a remembered state, and what rests on them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "routing/prefix_table.h"
#include "routing/table_id.h"

namespace ringfence::routing {

/// Rows that may differ. Tables that are not named are as they were.
struct ChangedRows {
  using Row = std::pair<TableId, PrefixIndex>;
  bool known = false;          ///< false: any row of any table may differ
  std::vector<TableId> whole;  ///< any row of these may; ascending
  std::vector<Row> rows;       ///< ascending by table
};

/// Which rows of a table were looked at to write others of it.
class RowReads {
 public:
  /// From now on rows are looked at to write this one.
  void Begin(PrefixIndex reader) {
    first_.push_back(reads_.size());
    reader_ = reader;
  }
  void Add(PrefixIndex read) { reads_.emplace_back(read, reader_); }
  /// So is whatever was looked at for the row that the call of Begin with this number began.
  void AddThoseOf(std::size_t number) {
    for (std::size_t i = first_[number]; i < first_[number + 1]; ++i) Add(reads_[i].first);
  }
  /// Nothing more comes.
  void End() {
    first_ = {};
    std::ranges::sort(reads_);
    const auto rest = std::ranges::unique(reads_);
    reads_.erase(rest.begin(), rest.end());
    reads_.shrink_to_fit();
  }
  /// Appends the rows that this one was looked at for. REQUIRES: End.
  void AddReaders(PrefixIndex read, std::vector<PrefixIndex>& readers) const {
    for (const Read& one : std::ranges::equal_range(reads_, read, {}, &Read::first))
      readers.push_back(one.second);
  }

 private:
  using Read = std::pair<PrefixIndex, PrefixIndex>;  ///< what was looked at, what for
  std::vector<Read> reads_;
  std::vector<std::size_t> first_;  ///< by call of Begin: its first one in `reads_`
  PrefixIndex reader_ = kNoPrefix;
};

/// Things that rest on rows: first they are added, then those are found that rest on changed ones, at a cost
/// that follows what changed.
class RowReaders {
 public:
  /// Takes all things out.
  void Clear() {
    reads_.clear();
    sorted_ = true;
  }
  /// The thing rests on that row of the table; kNoPrefix: on there being none.
  void Add(TableId table, PrefixIndex row, std::uint32_t thing) {
    reads_.push_back({table, row, thing});
    sorted_ = false;
  }
  /// Appends the things that may differ, ascending, each once. REQUIRES: changed.known.
  void AddAffected(const ChangedRows& changed, std::vector<std::uint32_t>& things) {
    if (!std::exchange(sorted_, true)) std::ranges::sort(reads_);
    for (const TableId table : changed.whole) {
      for (const Read& read : std::ranges::equal_range(reads_, table, {}, &Read::table))
        things.push_back(read.thing);
    }
    for (const auto& row : changed.rows) {
      const auto of = [](const Read& read) { return std::pair(read.table, read.row); };
      for (const Read& read : std::ranges::equal_range(reads_, row, {}, of)) things.push_back(read.thing);
    }
    std::ranges::sort(things);
    const auto rest = std::ranges::unique(things);
    things.erase(rest.begin(), rest.end());
  }

 private:
  struct Read {
    TableId table;
    PrefixIndex row = kNoPrefix;
    std::uint32_t thing = 0;
    friend auto operator<=>(const Read&, const Read&) = default;
  };
  std::vector<Read> reads_;
  bool sorted_ = true;
};

}  // namespace ringfence::routing
