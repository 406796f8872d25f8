// What the tables of a network give one protocol.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "routing/prefix_table.h"

namespace ringfence::routing {

/// Kept by table, so that a table that gives something new replaces what it gave. Item: a route as the
/// protocol takes it.
template <class Item>
class Injection {
 public:
  /// What one table injects.
  struct Share {
    std::vector<Item> items;
    std::vector<PrefixIndex> doubted;  ///< of which it is not certain what is injected
    friend bool operator==(const Share&, const Share&) = default;
  };
  /// Starts with nothing from any table.
  void Clear(std::size_t table_count) {
    by_table_.assign(table_count, {});
    changed_ = false;
  }
  void Replace(std::size_t table, Share share) {
    if (by_table_[table] == share) return;
    by_table_[table] = std::move(share);
    changed_ = true;
  }
  /// True when something changed since the last call.
  bool TakeChanged() { return std::exchange(changed_, false); }
  /// All items in the order of tables.
  std::vector<Item> United() const {
    std::vector<Item> all;
    for (const Share& share : by_table_) all.insert(all.end(), share.items.begin(), share.items.end());
    return all;
  }
  /// All doubted prefixes, ascending.
  std::vector<PrefixIndex> Doubted() const {
    std::vector<PrefixIndex> all;
    for (const Share& share : by_table_) all.insert(all.end(), share.doubted.begin(), share.doubted.end());
    std::ranges::sort(all);
    const auto rest = std::ranges::unique(all);
    all.erase(rest.begin(), rest.end());
    return all;
  }

 private:
  std::vector<Share> by_table_;
  bool changed_ = false;
};

}  // namespace ringfence::routing
