// Full tables of a carrier network of 46 nodes under single failures: 31 core routers in a meshed backbone,
// 15 dual-homed edges each alone in its area, service networks on all of them.

#include <benchmark/benchmark.h>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

constexpr int kCore = 31;
constexpr int kEdges = 15;

void Configure(World& world) {
  const auto core = [](int n) { return "p" + std::to_string(n % kCore); };
  for (int n = 0; n < kCore; ++n) {
    world.Join(core(n), core(n + 1), 0, 10 + static_cast<unsigned>(n % 3), 10);
    if (n % 2 == 0) world.Join(core(n), core(n + 7), 0, 20, 20);
  }
  for (int e = 0; e < kEdges; ++e) {
    const std::string edge = "e" + std::to_string(e);
    const auto area = static_cast<ospf::AreaId>(100 + e);
    world.Join(core(2 * e), edge, area, 10, 10);
    world.Join(core(2 * e + 5), edge, area, 10, 10);
    world.Loopback(edge, "192.0.2." + std::to_string(100 + e), area);
    world.Port(edge, "lan", "10.100." + std::to_string(e) + ".1/24");
    world.Run(edge, "lan", area, 1).passive = true;
  }
  for (int n = 0; n < kCore; ++n) {
    world.Loopback(core(n), "192.0.2." + std::to_string(n + 1), 0);
    world.Port(core(n), "lan", "10.101." + std::to_string(n) + ".1/24");
    world.Run(core(n), "lan", 0, 1).passive = true;
  }
}

/// One failure set, tables of all nodes: argument 1 makes printed tables, 2 starts forwarding tables and
/// makes the entries that lead to one address.
void BM_FullTables(benchmark::State& state) {
  World world;
  Configure(world);
  const Network& network = world.Build();
  Scratch scratch;
  std::size_t link = 0;
  std::size_t routes = 0;
  for (auto _ : state) {
    FailureState failure(network);
    failure.FailLink(model::LinkId(link++ % network.links().size()));
    const RoutingState tables = world.engine().Compute(failure, scratch);
    for (std::size_t n = 0; n < network.nodes().size(); ++n) {
      if (state.range(0) == 1) routes += tables.rib(model::NodeId(n)).routes().size();
      if (state.range(0) == 2)
        routes += tables.fib(model::NodeId(n)).Lookup(A("192.0.2.1")) != nullptr ? 1U : 0U;
    }
  }
  benchmark::DoNotOptimize(routes);
  state.counters["nodes"] = static_cast<double>(network.nodes().size());
  state.counters["routes"] = static_cast<double>(routes) / static_cast<double>(state.iterations());
}
BENCHMARK(BM_FullTables)->Arg(1)->Arg(2)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ringfence::routing
