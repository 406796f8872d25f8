#include "routing/path_attributes.h"

#include <gtest/gtest.h>

namespace ringfence::routing {
namespace {

TEST(AttributePoolTest, PrependIsInterningThePrependedPath) {
  AttributePool pool;
  const std::uint32_t numbers[] = {7, 7};
  for (const AsPath& path :
       {AsPath{}, AsPath{{AsSegmentKind::kSequence, {1, 2}}, {AsSegmentKind::kSet, {3, 4}}},
        AsPath{{AsSegmentKind::kConfederationSequence, {9}}, {AsSegmentKind::kSequence, {1}}},
        AsPath{{AsSegmentKind::kSet, {5}}}}) {
    EXPECT_EQ(pool.Prepend(pool.Intern(path), numbers), pool.Intern(Prepended(path, numbers)));
  }
}

TEST(AttributePoolTest, ManyPathsStayApart) {
  AttributePool pool;
  std::vector<AsPathId> ids;
  for (std::uint32_t n = 1; n <= 5000; ++n)
    ids.push_back(pool.Intern(AsPath{{AsSegmentKind::kSequence, {n, n + 1}}}));
  for (std::uint32_t n = 1; n <= 5000; ++n) {
    const AsPathId id = ids[n - 1];
    EXPECT_EQ(pool.Intern(AsPath{{AsSegmentKind::kSequence, {n, n + 1}}}), id);
    EXPECT_TRUE(pool.MayContain(id, n) && pool.MayContain(id, n + 1));
    EXPECT_EQ(pool.TextOf(id), std::to_string(n) + " " + std::to_string(n + 1));
  }
  EXPECT_FALSE(pool.MayContain(kEmptyPath, 1));
}

}  // namespace
}  // namespace ringfence::routing
