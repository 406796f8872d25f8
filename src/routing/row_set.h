// Rows of one table, each put in when it is first asked for.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/prefix_table.h"
#include "routing/table_protocol.h"

namespace ringfence::routing {

/// A map from prefix to candidate that is emptied in no time: a place counts when the row there names the
/// prefix (the sparse set of Briggs and Torczon, 1993). Memory: a word for each prefix of the network.
class RowSet {
 public:
  /// Empties it. `prefixes`: how many there are.
  void Begin(std::size_t prefixes) {
    place_.resize(prefixes);
    rows_.clear();
  }
  void Clear() { rows_.clear(); }
  /// The row, or nullptr. Valid until the next Add.
  const Candidate* Find(PrefixIndex prefix) const {
    const std::uint32_t place = place_[prefix];
    return place < rows_.size() && rows_[place].prefix == prefix ? &rows_[place].candidate : nullptr;
  }
  /// REQUIRES: not there yet.
  void Add(PrefixIndex prefix, const Candidate& candidate) {
    place_[prefix] = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back({prefix, candidate});
  }

 private:
  std::vector<std::uint32_t> place_;  ///< by prefix; garbage where nothing was added
  std::vector<TableOffer> rows_;
};

}  // namespace ringfence::routing
