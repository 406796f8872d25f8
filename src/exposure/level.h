// The powers an element can have over a flow.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ringfence::exposure {

/// Powers in the order they are printed. `kCut` is the weak form: the element is on a used path.
enum class Level : std::uint8_t { kRead, kMeta, kAlter, kCut, kSteer };

/// Number of levels.
inline constexpr std::size_t kLevelCount = 5;
/// All levels in order.
inline constexpr std::array<Level, kLevelCount> kLevels = {Level::kRead, Level::kMeta, Level::kAlter,
                                                           Level::kCut, Level::kSteer};
/// Names as files write them.
inline constexpr std::array<std::string_view, kLevelCount> kLevelNames = {"read", "meta", "alter", "cut",
                                                                          "steer"};

constexpr std::size_t IndexOf(Level level) { return static_cast<std::size_t>(level); }
constexpr std::string_view NameOf(Level level) { return kLevelNames[IndexOf(level)]; }
/// The level of a word, or nullopt.
constexpr std::optional<Level> LevelOf(std::string_view word) {
  for (Level level : kLevels) {
    if (NameOf(level) == word) return level;
  }
  return std::nullopt;
}

/// A set of levels as bits.
struct LevelSet {
  std::uint8_t bits = 0;
  constexpr void Add(Level level) { bits = static_cast<std::uint8_t>(bits | (1U << IndexOf(level))); }
  constexpr bool has(Level level) const { return ((bits >> IndexOf(level)) & 1U) != 0; }
  constexpr bool empty() const { return bits == 0; }
  friend constexpr LevelSet operator&(LevelSet a, LevelSet b) {
    return {static_cast<std::uint8_t>(a.bits & b.bits)};
  }
  friend constexpr LevelSet operator|(LevelSet a, LevelSet b) {
    return {static_cast<std::uint8_t>(a.bits | b.bits)};
  }
  /// Levels of this set that are not in `other`.
  constexpr LevelSet Without(LevelSet other) const {
    return {static_cast<std::uint8_t>(bits & static_cast<std::uint8_t>(~other.bits))};
  }
  friend constexpr bool operator==(LevelSet, LevelSet) = default;
};

}  // namespace ringfence::exposure
