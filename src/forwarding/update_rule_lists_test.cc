#include "forwarding/update_rule_lists.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "forwarding/update_index.h"

namespace ringfence::forwarding::updates {
namespace {

using Plain = std::vector<std::uint64_t>;  // key and action

Plain PlainOf(const RuleLists& lists, const RuleList& list) {
  Plain plain;
  for (const RuleEntry& entry : lists.of(list))
    plain.push_back((std::uint64_t{entry.key()} << 32U) | entry.action.value);
  return plain;
}

TEST(RuleLists, ListsOfAllSizesKeepTheirEntriesApart) {
  RuleLists lists;
  std::vector<RuleList> made(20);
  std::vector<std::map<std::uint32_t, std::uint32_t>> twins(made.size());
  std::mt19937 dice(1);
  std::size_t bytes = 0;
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t step = 0; step < 30000; ++step) {
      const std::size_t which = std::min(dice() % made.size(), dice() % made.size());
      const RuleEntry entry{static_cast<std::uint16_t>(dice() % 50), static_cast<std::uint16_t>(dice() % 40),
                            ActionId(step)};
      const std::uint32_t at = lists.LowerBound(made[which], entry.key());
      auto& twin = twins[which];
      ASSERT_EQ(at, std::distance(twin.begin(), twin.lower_bound(entry.key())));
      if (twin.try_emplace(entry.key(), step).second) {
        ASSERT_TRUE(lists.Insert(made[which], at, entry));
      } else {
        ASSERT_EQ(lists.of(made[which])[at].key(), entry.key());
        lists.Erase(made[which], at);
        twin.erase(entry.key());
      }
    }
    for (std::size_t i = 0; i < made.size(); ++i) {
      Plain wanted;
      for (const auto& [key, action] : twins[i]) wanted.push_back((std::uint64_t{key} << 32U) | action);
      ASSERT_EQ(PlainOf(lists, made[i]), wanted) << i;
      while (made[i].count != 0) lists.Erase(made[i], static_cast<std::uint32_t>(dice() % made[i].count));
      twins[i].clear();
    }
    EXPECT_EQ(lists.entries_in_use(), 0U);
    if (round == 0) bytes = lists.bytes();
  }
  EXPECT_EQ(lists.bytes(), bytes) << "the second round takes no more memory";
}

TEST(RuleLists, SortKeepsTheFirstOfEachKey) {
  std::mt19937 dice(2);
  for (const std::uint32_t count : {0U, 1U, 5U, 32U, 33U, 5000U}) {
    RuleLists lists;
    RuleList list;
    std::map<std::uint32_t, std::uint32_t> twin;
    for (std::uint32_t i = 0; i < count; ++i) {
      const RuleEntry entry{static_cast<std::uint16_t>(dice() % count * 13),
                            static_cast<std::uint16_t>(dice() % 3 * 30000), ActionId(i)};
      twin.try_emplace(entry.key(), i);
      ASSERT_TRUE(lists.Insert(list, i, entry));
    }
    EXPECT_EQ(lists.Sort(list), count - twin.size());
    Plain wanted;
    for (const auto& [key, action] : twin) wanted.push_back((std::uint64_t{key} << 32U) | action);
    EXPECT_EQ(PlainOf(lists, list), wanted) << count;
    EXPECT_EQ(lists.Sort(list), 0U);
  }
}

TEST(RuleLists, AFullListSaysSo) {
  RuleLists lists;
  RuleList list;
  for (std::uint32_t i = 0; i < RuleLists::kEntriesMax; ++i) ASSERT_TRUE(lists.Insert(list, i, {}));
  EXPECT_FALSE(lists.Insert(list, 0, {}));
  EXPECT_EQ(list.count, RuleLists::kEntriesMax);
}

TEST(IdIndex, AgreesWithAMapWhereManyHashesAreEqual) {
  IdIndex<RowId> index;
  std::map<std::uint32_t, std::uint64_t> twin;
  std::mt19937 dice(3);
  for (int step = 0; step < 50000; ++step) {
    const auto number = static_cast<std::uint32_t>(dice() % 200);
    const std::uint64_t hash = number % 7 == 0 ? 14 : number * 5 % 64;  // runs that wrap round the end
    const RowId known = index.Find(hash, [&](RowId id) { return id.value == number; });
    ASSERT_EQ(known.valid(), twin.contains(number)) << step;
    if (known.valid()) {
      index.Erase(hash, known);
      twin.erase(number);
    } else if (twin.size() < 120) {
      index.Add(hash, RowId(number));
      twin.emplace(number, hash);
    }
    ASSERT_EQ(index.size(), twin.size());
  }
}

}  // namespace
}  // namespace ringfence::forwarding::updates
