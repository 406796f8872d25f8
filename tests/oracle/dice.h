// Seeded chance that is the same with every standard library: distributions of <random> are not.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace ringfence::oracle {

/// A die with a seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// A number below `count`. REQUIRES: count > 0. The small bias of the remainder does not matter here.
  int Below(int count) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(count)); }
  /// A number of [low, high].
  int Within(int low, int high) { return low + Below(high - low + 1); }
  /// True that often of a hundred.
  bool Percent(int share) { return Below(100) < share; }
  /// Some member. REQUIRES: not empty.
  template <class T>
  const T& Pick(const std::vector<T>& items) {
    return items[static_cast<std::size_t>(Below(static_cast<int>(items.size())))];
  }
  /// Another order.
  template <class T>
  void Shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[static_cast<std::size_t>(Below(static_cast<int>(i)))]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace ringfence::oracle
