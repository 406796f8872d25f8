// Values by prefix, put in one after the other and all taken out at once.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "routing/prefix_table.h"

namespace ringfence::routing {

/// A map from prefix to value that is emptied in no time: a place counts when what stands there names the
/// prefix (the sparse set of Briggs and Torczon, 1993). Memory: a word for each prefix of the network.
template <class Value>
class PrefixMap {
 public:
  /// Empties it. `prefixes`: how many there are.
  void Begin(std::size_t prefixes) {
    place_.resize(prefixes);
    held_.clear();
  }
  void Clear() { held_.clear(); }
  /// The value of the prefix, or nullptr. Valid until the next Add.
  Value* Find(PrefixIndex prefix) {
    const std::uint32_t place = place_[prefix];
    return place < held_.size() && held_[place].first == prefix ? &held_[place].second : nullptr;
  }
  /// Adds a value. REQUIRES: the prefix has none.
  Value& Add(PrefixIndex prefix, Value value) {
    place_[prefix] = static_cast<std::uint32_t>(held_.size());
    return held_.emplace_back(prefix, std::move(value)).second;
  }

 private:
  std::vector<std::uint32_t> place_;  ///< by prefix; garbage where nothing was added
  std::vector<std::pair<PrefixIndex, Value>> held_;
};

}  // namespace ringfence::routing
