// Numbers that follow from a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "base/check.h"

namespace ringfence::workload {

/// The same numbers for the same seed everywhere; standard distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// REQUIRES: limit > 0.
  std::uint32_t Below(std::uint32_t limit) { return static_cast<std::uint32_t>(engine_() % limit); }
  bool OneIn(std::uint32_t count) { return Below(count) == 0; }  ///< with probability 1 / count
  /// Two different elements of `from`. REQUIRES: it has two.
  template <class T>
  std::pair<T, T> TwoOf(const std::vector<T>& from) {
    RF_CHECK(from.size() > 1);
    const auto size = static_cast<std::uint32_t>(from.size());
    const std::uint32_t first = Below(size);
    return {from[first], from[(first + 1 + Below(size - 1)) % size]};
  }

 private:
  std::mt19937_64 engine_;  // its numbers are fixed by the standard
};

}  // namespace ringfence::workload
