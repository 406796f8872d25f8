#include "base/memory_limit.h"

#include <gtest/gtest.h>

#include <new>

namespace ringfence::base {
namespace {

constexpr std::uint64_t kMuch = std::uint64_t{1} << 40U;

class MemoryLimit : public ::testing::Test {
 protected:
  void TearDown() override { LimitMemory(0); }
};

TEST_F(MemoryLimit, ProcessesKnowTheirSize) {
  EXPECT_GT(ResidentBytes(), 1U << 20U);
  EXPECT_LT(ResidentBytes(), kMuch);
}

TEST_F(MemoryLimit, MemoryIsShortAboveTheThreshold) {
  EXPECT_FALSE(IsMemoryShort()) << "there is no limit";
  LimitMemory(kMuch);
  EXPECT_FALSE(IsMemoryShort());
  LimitMemory(kMuch, 1);
  EXPECT_TRUE(IsMemoryShort());
  ReturnMemory();
}

TEST_F(MemoryLimit, WithoutMemoryThereIsNoAnswerAndAReason) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto fails_to_get_memory = [] {
    LimitMemory(0);
    std::get_new_handler()();
  };
  EXPECT_EXIT(fails_to_get_memory(), ::testing::ExitedWithCode(2), "not enough memory for this question");
  const auto holds_too_much = [] {
    LimitMemory(1, 1);
    ReturnMemory();
  };
  EXPECT_EXIT(holds_too_much(), ::testing::ExitedWithCode(2), "Allow more");
}

}  // namespace
}  // namespace ringfence::base
