// What settling one prefix has read of its surroundings, written while it is settled.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "routing/path_attributes.h"
#include "routing/table_id.h"

namespace ringfence::routing::bgp {

/// A log of one prefix. The same thing may stand in it several times.
struct ReadLog {
  /// A table and an address that it was asked the way to.
  using Question = std::pair<TableId, AddressId>;

  std::vector<Question> ways;        ///< everything about the way but its metric was read
  std::vector<Question> metrics;     ///< its metric was read
  std::vector<Question> compared;    ///< its metric was compared with others of its table, and with 0
  std::vector<std::uint32_t> heard;  ///< channels on which something was told
  bool tables = false;               ///< routes of other protocols were read
  // Where orders of events were tried:
  std::uint32_t touched = 0;     ///< speakers that had something to do
  std::uint32_t preferring = 0;  ///< speakers that were tried as the last to hear

  void Clear() { *this = {}; }
};

}  // namespace ringfence::routing::bgp
