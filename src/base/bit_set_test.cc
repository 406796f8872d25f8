// The twin is std::set.

#include "base/bit_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <set>
#include <vector>

namespace ringfence::base {
namespace {

using Twin = std::set<std::size_t>;

Twin MembersOf(const BitSet& set) {
  std::vector<std::size_t> order;
  set.ForEach([&](std::size_t index) { order.push_back(index); });
  EXPECT_TRUE(std::ranges::is_sorted(order));
  return {order.begin(), order.end()};
}

TEST(BitSet, StartsEmpty) {
  EXPECT_TRUE(BitSet().empty());
  EXPECT_EQ(BitSet().size(), 0U);
  const BitSet set(65);
  EXPECT_TRUE(set.empty());
  EXPECT_EQ(set.size(), 65U);
  EXPECT_FALSE(set.Test(64));
}

TEST(BitSet, BehavesAsAStandardSet) {
  std::mt19937_64 random(1);
  for (std::size_t size :
       {std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{65}, std::size_t{200}}) {
    for (int round = 0; round < 300; ++round) {
      BitSet sets[2] = {BitSet(size), BitSet(size)};
      Twin twins[2];
      for (auto steps = random() % 40; steps > 0; --steps) {
        const std::size_t side = random() % 2;
        const std::size_t index = random() % size;
        if (random() % 4 != 0) {
          sets[side].Set(index);
          twins[side].insert(index);
        } else {
          sets[side].Reset(index);
          twins[side].erase(index);
        }
      }
      ASSERT_EQ(MembersOf(sets[0]), twins[0]);
      ASSERT_EQ(sets[0].count(), twins[0].size());
      ASSERT_EQ(sets[0].empty(), twins[0].empty());
      ASSERT_EQ(sets[0] == sets[1], twins[0] == twins[1]);
      ASSERT_EQ(sets[0].SubsetOf(sets[1]), std::ranges::includes(twins[1], twins[0]));
      Twin both, either, less;
      std::ranges::set_intersection(twins[0], twins[1], std::inserter(both, both.end()));
      std::ranges::set_union(twins[0], twins[1], std::inserter(either, either.end()));
      std::ranges::set_difference(twins[0], twins[1], std::inserter(less, less.end()));
      ASSERT_EQ(sets[0].Intersects(sets[1]), !both.empty());
      ASSERT_EQ(MembersOf(BitSet(sets[0]) &= sets[1]), both);
      ASSERT_EQ(MembersOf(BitSet(sets[0]) |= sets[1]), either);
      ASSERT_EQ(MembersOf(BitSet(sets[0]) -= sets[1]), less);
      sets[0].Clear();
      ASSERT_EQ(sets[0], BitSet(size));
    }
  }
}

TEST(BitSetDeathTest, MembersMustFitAndSizesMustAgree) {
  BitSet set(64);
  EXPECT_DEATH(set.Set(64), "check failed");
  EXPECT_DEATH(set |= BitSet(65), "check failed");
}

}  // namespace
}  // namespace ringfence::base
