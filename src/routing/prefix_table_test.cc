#include "routing/prefix_table.h"

#include <gtest/gtest.h>

#include <numeric>

#include <algorithm>
#include <random>

#include "routing/fib.h"
#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

/// The obvious twin: look at every prefix.
PrefixIndex Scan(const PrefixTable& table, const net::IpAddress& address) {
  PrefixIndex best = kNoPrefix;
  for (PrefixIndex i = 0; i < table.size(); ++i) {
    if (!table[i].Contains(address)) continue;
    if (best == kNoPrefix || table[i].length > table[best].length) best = i;
  }
  return best;
}

/// All addresses of a 4-bit world in the last nibble of 10.0.0.0.
net::IpAddress Tiny(std::uint32_t value) { return net::IpAddress::V4(0x0a000000U + value); }

TEST(PrefixTableTest, AllSetsOfPrefixesOverFourBitAddresses) {
  std::vector<net::Prefix> all;
  for (std::uint8_t length = 28; length <= 32; ++length) {
    for (std::uint32_t value = 0; value < 16; value += 1U << (32 - length)) {
      all.push_back(net::Prefix::Of(Tiny(value), length));
    }
  }
  ASSERT_EQ(all.size(), 31U);
  const auto check = [](const std::vector<net::Prefix>& chosen) {
    const PrefixTable table(chosen);
    for (std::uint32_t value = 0; value < 16; ++value) {
      ASSERT_EQ(table.Longest(Tiny(value)), Scan(table, Tiny(value)));
    }
    for (const net::Prefix& outer : chosen) {
      const PrefixTable::Range range = table.Inside(outer);
      for (PrefixIndex i = 0; i < table.size(); ++i) {
        ASSERT_EQ(i >= range.first && i < range.last, outer.Contains(table[i]) && outer != table[i]);
      }
    }
  };
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = a; b < all.size(); ++b) {
      for (std::size_t c = b; c < all.size(); ++c) {
        for (std::size_t d = c; d < all.size(); ++d) check({all[a], all[b], all[c], all[d]});
      }
    }
  }
}

TEST(PrefixTableTest, RandomTablesOfBothFamilies) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<net::Prefix> prefixes;
    for (int i = 0; i < 200; ++i) {
      const net::IpAddress v4 = net::IpAddress::V4(random() & 0xff00ffffU);
      const net::IpAddress v6 = net::IpAddress::V6(random() & 7U, random() & 0xffU);
      prefixes.push_back(net::Prefix::Of(v4, static_cast<std::uint8_t>(random() % 33)));
      prefixes.push_back(net::Prefix::Of(v6, static_cast<std::uint8_t>(random() % 129)));
    }
    const PrefixTable table(prefixes);
    for (int i = 0; i < 500; ++i) {
      const net::IpAddress v4 = net::IpAddress::V4(random() & 0xff00ffffU);
      const net::IpAddress v6 = net::IpAddress::V6(random() & 7U, random() & 0xffU);
      ASSERT_EQ(table.Longest(v4), Scan(table, v4));
      ASSERT_EQ(table.Longest(v6), Scan(table, v6));
    }
    const auto is_ipv4 = [](const net::Prefix& p) { return p.family() == net::Family::kIpv4; };
    ASSERT_EQ(table.ipv4_count(), static_cast<std::size_t>(std::ranges::count_if(table.prefixes(), is_ipv4)));
    ASSERT_TRUE(std::ranges::is_partitioned(table.prefixes(), is_ipv4));
  }
}

/// Makes an entry with one hop for every prefix, and counts.
struct CountingSource final : FibSource {
  explicit CountingSource(const PrefixTable& prefixes) : table(prefixes) {}
  FibEntry MakeEntry(PrefixIndex prefix, HopSets& sets) const override {
    ++made;
    FibEntry entry;
    entry.prefix = table[prefix];
    entry.hop_set = static_cast<std::uint32_t>(sets.size());
    sets.push_back({NextHop{model::InterfaceIndex(prefix), {}, false}});
    return entry;
  }
  const PrefixTable& table;
  mutable int made = 0;
};

TEST(FibTest, MissingEntriesFallBackToLessSpecificOnes) {
  const PrefixTable table({P("10.0.0.0/8"), P("10.1.0.0/16"), P("10.1.1.0/24"), P("10.2.0.0/16")});
  const CountingSource source(table);
  Fib fib;
  EXPECT_EQ(fib.Lookup(A("10.1.1.1")), nullptr);
  fib.Begin(table, &source, std::vector{table.Find(P("10.0.0.0/8")), table.Find(P("10.1.1.0/24"))});
  EXPECT_EQ(fib.Lookup(A("10.1.1.1"))->prefix, P("10.1.1.0/24"));
  EXPECT_EQ(fib.Lookup(A("10.1.2.1"))->prefix, P("10.0.0.0/8"));
  EXPECT_EQ(fib.Lookup(A("11.0.0.1")), nullptr);
  EXPECT_TRUE(fib.HasMoreSpecific(P("10.0.0.0/8")));
  EXPECT_EQ(fib.MoreSpecific(P("10.1.0.0/16")), std::vector<net::Prefix>({P("10.1.1.0/24")}));
  EXPECT_FALSE(fib.HasMoreSpecific(P("10.2.0.0/16")));
  EXPECT_EQ(fib.Find(P("10.1.0.0/16")), nullptr);
}

TEST(FibTest, EntriesAreMadeOnceWhenAskedForAndStayInPlace) {
  std::vector<net::Prefix> prefixes;
  for (std::uint32_t i = 0; i < 300; ++i)
    prefixes.push_back(net::Prefix::Host(net::IpAddress::V4(0x0a000000U + i)));
  const PrefixTable table(prefixes);
  const CountingSource source(table);
  Fib fib;
  std::vector<PrefixIndex> expected(table.size());
  std::iota(expected.begin(), expected.end(), PrefixIndex{0});
  fib.Begin(table, &source, expected);
  EXPECT_EQ(source.made, 0);
  const FibEntry* first = fib.Find(prefixes[7]);
  const std::span<const NextHop> hops = fib.HopsOf(*first);
  EXPECT_EQ(fib.Find(prefixes[7]), first);
  EXPECT_EQ(source.made, 1);
  EXPECT_EQ(fib.Complete(), 300U);
  EXPECT_EQ(source.made, 300);
  EXPECT_EQ(fib.Find(prefixes[7]), first);
  EXPECT_EQ(hops.data(), fib.HopsOf(*first).data());
  EXPECT_EQ(hops[0].interface, model::InterfaceIndex(table.Find(prefixes[7])));
}

}  // namespace
}  // namespace ringfence::routing
