// Worlds by chance, and all small ones.
#pragma once

#include <cstdint>
#include <vector>

#include "oracle/world.h"

namespace ringfence::oracle {

/// What a generated world may contain.
struct GeneratorOptions {
  std::vector<Nos> notations = {Nos::kIos};
  int routers_max = 12;
  /// Most failure sets a rule may ask for (origin: time of a test run).
  int sets_max = 140;
};

/// A random world; the same seed and options give the same world.
World Generate(std::uint64_t seed, const GeneratorOptions& options);

/// A pair of routers, first smaller.
using Pair = std::pair<int, int>;
/// All connected graphs on `count` labelled routers, as lists of pairs.
std::vector<std::vector<Pair>> ConnectedGraphs(int count);

/// The world of a graph: every router has a LAN, `cost_bits` chooses cost 1 or 2 for each of the link ends,
/// and a flow runs from router 0 to each other router. No rules but one delivery rule.
World PlainWorld(int count, const std::vector<Pair>& graph, std::uint64_t cost_bits, Nos nos);

}  // namespace ringfence::oracle
