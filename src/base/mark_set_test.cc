#include "base/mark_set.h"

#include <gtest/gtest.h>

namespace ringfence::base {
namespace {

TEST(MarkSet, BeginEmptiesIt) {
  MarkSet set;
  set.Begin(4);
  EXPECT_FALSE(set.Has(3));
  EXPECT_TRUE(set.Add(3));
  EXPECT_FALSE(set.Add(3));
  EXPECT_TRUE(set.Has(3));
  EXPECT_FALSE(set.Has(2));
  set.Begin(9);
  EXPECT_FALSE(set.Has(3));
  EXPECT_TRUE(set.Add(8));
  EXPECT_TRUE(set.Has(8));
}

}  // namespace
}  // namespace ringfence::base
