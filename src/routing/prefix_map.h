// Values by prefix, put in one after the other and all taken out at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "routing/prefix_table.h"

namespace ringfence::routing {

/// A map from prefix to value that is emptied at the cost of what it holds: a table of places, probed one
/// after the other and at most half full.
template <class Value>
class PrefixMap {
 public:
  /// From the last to the first: what was probed over on the way to a place is still there.
  void Clear() {
    for (std::size_t i = held_.size(); i-- > 0;) places_[SlotOf(held_[i].first)] = kFree;
    held_.clear();
  }
  /// The value of the prefix, or nullptr. Valid until the next Add.
  Value* Find(PrefixIndex prefix) {
    if (held_.empty()) return nullptr;
    const std::uint32_t place = places_[SlotOf(prefix)];
    return place == kFree ? nullptr : &held_[place].second;
  }
  /// Adds a value. REQUIRES: the prefix has none.
  Value& Add(PrefixIndex prefix, Value value) {
    if ((held_.size() + 1) * 2 > places_.size()) Grow();
    places_[SlotOf(prefix)] = static_cast<std::uint32_t>(held_.size());
    return held_.emplace_back(prefix, std::move(value)).second;
  }

 private:
  static constexpr std::uint32_t kFree = 0xffffffff;

  /// Where the prefix stands, or would.
  std::size_t SlotOf(PrefixIndex prefix) const {
    const std::size_t mask = places_.size() - 1;
    std::size_t slot = (prefix * 0x9e3779b97f4a7c15ULL >> 32U) & mask;
    while (places_[slot] != kFree && held_[places_[slot]].first != prefix) slot = (slot + 1) & mask;
    return slot;
  }

  void Grow() {
    places_.assign(std::max<std::size_t>(16, places_.size() * 2), kFree);
    for (std::uint32_t i = 0; i < held_.size(); ++i) places_[SlotOf(held_[i].first)] = i;
  }

  std::vector<std::uint32_t> places_;  ///< a power of two; by slot: index into held_
  std::vector<std::pair<PrefixIndex, Value>> held_;
};

}  // namespace ringfence::routing
