// Random networks whose nodes rank what they hear by neighbour, then by length. Test support only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "routing/bgp/rankings_testing.h"
#include "routing/random_testing.h"

namespace ringfence::routing::bgp {

/// Nodes joined as in `joined`, each of which ranks what it hears by neighbour, then by length.
struct ByNeighbor {
  std::vector<std::vector<bool>> joined;
  std::vector<std::vector<std::uint32_t>> preference;  ///< [node][neighbour]
};

inline ByNeighbor RandomByNeighbor(Dice& dice, std::uint32_t nodes) {
  ByNeighbor world{std::vector(nodes, std::vector<bool>(nodes)),
                   std::vector(nodes, std::vector<std::uint32_t>(nodes, 100))};
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    world.joined[a][b] = world.joined[b][a] = a != b;
  };
  const auto any = [&](std::uint32_t limit) {
    return static_cast<std::uint32_t>(dice.Below(static_cast<int>(limit)));
  };
  for (std::uint32_t n = 1; n < nodes; ++n) join(n, any(n));
  for (int more = dice.Below(3); more > 0; --more) join(any(nodes), any(nodes));
  constexpr std::uint32_t kPreferences[] = {1, 100, 100, 200};
  for (auto& row : world.preference) {
    for (std::uint32_t& one : row) one = kPreferences[dice.Below(4)];
  }
  return world;
}

/// What a node ranks a way by; less is better.
inline std::pair<std::uint32_t, std::size_t> RankOfWay(const ByNeighbor& world, const Way& way) {
  return {~world.preference[way[0]][way[1]], way.size()};
}

/// All ways without a loop, ranked; those that rank the same in some order.
inline Rankings RankingsOf(const ByNeighbor& world) {
  const auto nodes = static_cast<std::uint32_t>(world.joined.size());
  Rankings rankings(nodes);
  std::vector<Way> growing = {{0}};
  while (!growing.empty()) {
    const Way way = growing.back();
    growing.pop_back();
    for (std::uint32_t n = 1; n < nodes; ++n) {
      if (!world.joined[way.front()][n] || std::ranges::count(way, n) > 0) continue;
      Way longer = {n};
      longer.insert(longer.end(), way.begin(), way.end());
      rankings[n].push_back(longer);
      growing.push_back(longer);
    }
  }
  for (std::uint32_t n = 1; n < nodes; ++n)
    std::ranges::sort(rankings[n], {}, [&](const Way& way) { return RankOfWay(world, way); });
  return rankings;
}

/// True when two ways of a node rank the same.
inline bool HasTies(const ByNeighbor& world, const Rankings& rankings) {
  return std::ranges::any_of(rankings, [&](const std::vector<Way>& ways) {
    return std::ranges::adjacent_find(ways, {}, [&](const Way& way) { return RankOfWay(world, way); }) !=
           ways.end();
  });
}

/// The same network as configurations: node n is AS n, the origin AS 99.
inline void Configure(BgpWorld& world, const ByNeighbor& by) {
  const auto nodes = static_cast<std::uint32_t>(by.joined.size());
  const auto name = [](std::uint32_t n) { return "n" + std::to_string(n); };
  for (std::uint32_t n = 0; n < nodes; ++n) world.Node(name(n), n == 0 ? 99 : n);
  for (std::uint32_t a = 0; a < nodes; ++a) {
    for (std::uint32_t b = a + 1; b < nodes; ++b) {
      if (by.joined[a][b]) world.Join(name(a), name(b));
    }
  }
  for (std::uint32_t a = 1; a < nodes; ++a) {
    for (std::uint32_t b = 0; b < nodes; ++b) {
      if (by.joined[a][b] && by.preference[a][b] != 100)
        world.SetPreference(name(a), name(b), by.preference[a][b]);
    }
  }
}

}  // namespace ringfence::routing::bgp
