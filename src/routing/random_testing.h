// Random small networks for tests, the same for the same seed everywhere. Test support only.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "routing/network_testing.h"

namespace ringfence::routing {

/// Numbers that follow from a seed; standard distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  int Below(int limit) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(limit)); }
  bool OneIn(int count) { return Below(count) == 0; }
  bool Chance(int percent) { return Below(100) < percent; }
  /// Each number below the limit or not.
  std::set<int> Some(int limit) {
    std::set<int> chosen;
    for (int i = 0; i < limit; ++i) {
      if (OneIn(2)) chosen.insert(i);
    }
    return chosen;
  }
  /// Two different numbers below the limit. REQUIRES: limit > 1.
  std::pair<int, int> Two(int limit) {
    const int first = Below(limit);
    const int second = (first + 1 + Below(limit - 1)) % limit;
    return {first, second};
  }

 private:
  std::mt19937 engine_;
};

/// Name of a router of a mesh.
inline std::string RouterOf(int number) { return "r" + std::to_string(number); }
/// Its loopback.
inline std::string LoopbackOf(int number) { return "192.0.2." + std::to_string(number); }
/// The subnet of the hosts behind it, and addresses of some of them.
inline std::string LanOf(int number) { return "10.9." + std::to_string(number) + ".0/24"; }
inline std::string HostsOf(int number) { return "10.9." + std::to_string(number) + ".8/29"; }

/// Routers r0, r1, ... in one area of OSPF, joined at random so that all reach each other, with small costs
/// so that there are equal paths; each has a loopback and a port "lan".
inline void AddMesh(World& net, Dice& dice, int routers) {
  const auto join = [&](int a, int b) {
    const auto cost = static_cast<std::uint32_t>(1 + dice.Below(3));
    const std::uint32_t back = dice.OneIn(3) ? static_cast<std::uint32_t>(1 + dice.Below(3)) : cost;
    net.Join(RouterOf(a), RouterOf(b), 0, cost, back);
  };
  for (int i = 1; i < routers; ++i) join(i, dice.Below(i));
  for (int more = 1 + dice.Below(routers); more > 0; --more) {
    const auto [a, b] = dice.Two(routers);
    join(a, b);
  }
  for (int i = 0; i < routers; ++i) {
    net.Loopback(RouterOf(i), LoopbackOf(i), 0);
    net.Port(RouterOf(i), "lan", "10.9." + std::to_string(i) + ".1/24");
    net.Run(RouterOf(i), "lan", 0, 1);
  }
}

/// Up to `limit` links between routers of the mesh down.
inline FailureState SomeLinksDown(const Network& network, Dice& dice, int limit) {
  FailureState failure(network);
  for (int count = dice.Below(limit + 1); count > 0; --count) {
    const model::LinkId link(static_cast<std::size_t>(dice.Below(static_cast<int>(network.links().size()))));
    if (network.links()[link.index()].name.starts_with("r")) failure.FailLink(link);
  }
  return failure;
}

}  // namespace ringfence::routing
