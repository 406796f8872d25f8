// How fast packet sets are: what forwarding tables (unions of prefixes) and access lists (first match) cost.

#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "net/packet_set.h"

namespace ringfence::net {
namespace {

Prefix RandomPrefix(std::mt19937_64& random, unsigned length_min, unsigned length_max) {
  const auto bits = static_cast<std::uint32_t>(random());
  return Prefix::Of(IpAddress::V4(bits),
                    static_cast<std::uint8_t>(length_min + random() % (length_max - length_min + 1)));
}

/// An empty space made and dropped: the part of a cold start that packet sets take.
void EmptySpace(benchmark::State& state) {
  for (auto _ : state) {
    PacketSpace space;
    benchmark::DoNotOptimize(space.All(Family::kIpv4));
  }
}
BENCHMARK(EmptySpace);

/// Union of random prefixes, one after the other.
void UnionOfPrefixes(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<Prefix> prefixes(static_cast<std::size_t>(state.range(0)));
  for (Prefix& prefix : prefixes) prefix = RandomPrefix(random, 8, 32);
  for (auto _ : state) {
    PacketSpace space;
    PacketSet all;
    for (const Prefix& prefix : prefixes) all = space.Or(all, space.ToPrefix(prefix));
    benchmark::DoNotOptimize(all);
    state.counters["nodes"] = static_cast<double>(space.node_count());
  }
}
BENCHMARK(UnionOfPrefixes)->Arg(20'000)->Unit(benchmark::kMillisecond);

/// A long access list: what the rules before have not met, two prefixes and a port each, half of them
/// permits.
void FirstMatchList(benchmark::State& state) {
  std::mt19937_64 random(2);
  std::vector<HeaderMatch> rules(static_cast<std::size_t>(state.range(0)));
  for (HeaderMatch& rule : rules) {
    rule.source = {AddressMatch::Of(RandomPrefix(random, 8, 24))};
    rule.destination = {AddressMatch::Of(RandomPrefix(random, 8, 24))};
    rule.protocol = {{kProtocolTcp, kProtocolTcp}};
    const auto port = static_cast<std::uint16_t>(random());
    rule.destination_port = {{port, port}};
  }
  for (auto _ : state) {
    PacketSpace space;
    PacketSet permitted;
    PacketSet rest = space.All(Family::kIpv4);
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const PacketSet rule = space.Of(rules[i]);
      if (i % 2 == 0) permitted = space.Or(permitted, space.And(rule, rest));
      rest = space.Minus(rest, rule);
    }
    benchmark::DoNotOptimize(permitted);
    state.counters["nodes"] = static_cast<double>(space.node_count());
  }
}
BENCHMARK(FirstMatchList)->Arg(2'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace ringfence::net
