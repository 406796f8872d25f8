#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

namespace ringfence::base {
namespace {

TEST(ParallelFor, VisitsEachIndexOnce) {
  for (unsigned threads : {0U, 1U, 2U, 4U}) {
    for (std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{1'000}}) {
      std::vector<int> visits(count, 0);
      ParallelFor(count, threads, [&](std::size_t index, unsigned) { ++visits[index]; });
      EXPECT_EQ(visits, std::vector<int>(count, 1)) << threads << " threads, " << count;
    }
  }
}

TEST(ParallelFor, OneThreadMeansTheCallersInOrder) {
  const std::thread::id caller = std::this_thread::get_id();
  std::vector<std::size_t> order;
  ParallelFor(50, 1, [&](std::size_t index, unsigned worker) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    EXPECT_EQ(worker, 0U);
    order.push_back(index);
  });
  std::vector<std::size_t> expected(50);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

TEST(ParallelFor, NoWorkerNumberIsUsedTwiceAtOnce) {
  constexpr unsigned kThreads = 3;
  std::vector<std::atomic<int>> busy(kThreads);
  std::atomic<int> clashes = 0;
  std::vector<std::size_t> sums(kThreads, 0);  // scratch memory by worker, without locks
  ParallelFor(20'000, kThreads, [&](std::size_t index, unsigned worker) {
    ASSERT_LT(worker, kThreads);
    if (busy[worker].fetch_add(1) != 0) ++clashes;
    sums[worker] += index;
    busy[worker].fetch_sub(1);
  });
  EXPECT_EQ(clashes.load(), 0);
  EXPECT_EQ(std::accumulate(sums.begin(), sums.end(), std::size_t{0}), 20'000U * 19'999U / 2);
}

TEST(ParallelFor, ResultsBySlotDoNotDependOnThreads) {
  const auto run = [](unsigned threads) {
    std::vector<std::size_t> slots(5'000);
    ParallelFor(slots.size(), threads,
                [&](std::size_t index, unsigned) { slots[index] = index * index % 997; });
    return slots;
  };
  EXPECT_EQ(run(1), run(2));
  EXPECT_EQ(run(1), run(7));
}

TEST(ParallelFor, StopsWhenCancelled) {
  for (unsigned threads : {1U, 3U}) {
    std::atomic<bool> cancelled = false;
    std::atomic<std::size_t> begun = 0;
    const bool all = ParallelFor(
        100'000, threads,
        [&](std::size_t, unsigned) {
          if (++begun == 10) cancelled = true;
        },
        &cancelled);
    EXPECT_FALSE(all);
    EXPECT_GE(begun.load(), 10U);
    EXPECT_LE(begun.load(), 10U + threads);
    EXPECT_TRUE(ParallelFor(10, threads, [](std::size_t, unsigned) {}));
  }
}

TEST(ParallelFor, TooManyThreadsAreAsManyAsThereMayBe) {
  std::atomic<bool> fits = true;
  ParallelFor(2'000, 4'000'000'000U, [&](std::size_t, unsigned worker) {
    if (worker >= kThreadsMax) fits = false;
  });
  EXPECT_TRUE(fits);
}

TEST(ThreadCount, IsAtLeastOne) {
  EXPECT_GE(ThreadCount(0), 1U);
  EXPECT_EQ(ThreadCount(1), 1U);
  EXPECT_EQ(ThreadCount(17), 17U);
  EXPECT_EQ(ThreadCount(4'000'000'000U), kThreadsMax);
}

}  // namespace
}  // namespace ringfence::base
