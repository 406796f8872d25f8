#include "routing/pool_translation.h"

#include <gtest/gtest.h>

namespace ringfence::routing {
namespace {

TEST(PoolTranslationTest, ContentsStayTheSameWhereverTheyStand) {
  AttributePool from;
  AttributePool to;
  to.InternCommunity("1:1");  // numbers of the pools differ
  to.Intern(AsPath{{AsSegmentKind::kSequence, {7}}});
  to.Intern(*net::ParseAddress("192.0.2.9"));
  PathAttributes block;
  block.med = 5;
  block.as_path = from.Intern(AsPath{{AsSegmentKind::kSequence, {3, 2}}, {AsSegmentKind::kSet, {9, 8}}});
  block.standard = from.InternSet({from.InternCommunity("65000:2"), from.InternCommunity("65000:1")});
  block.large = from.InternSet({from.InternCommunity("1:2:3")});
  block.clusters = from.InternClusters({4, 5});
  const AttributesId id = from.Intern(block);

  PoolTranslation translation(from, to);
  const AttributesId translated = translation(id);
  const PathAttributes& found = to[translated];
  EXPECT_EQ(found.med, 5U);
  EXPECT_EQ(to[found.as_path], from[block.as_path]);
  EXPECT_EQ(to.TextOf(found.standard), "65000:1 65000:2");
  EXPECT_EQ(found.extended, kNoCommunities);
  EXPECT_EQ(to.TextOf(found.large), "1:2:3");
  EXPECT_EQ(to[found.clusters], (std::vector<std::uint32_t>{4, 5}));
  EXPECT_EQ(translation(id), translated);
  EXPECT_EQ(PoolTranslation(from, to)(id), translated);

  const AddressId address = from.Intern(*net::ParseAddress("2001:db8::1"));
  EXPECT_EQ(to[translation(address)], *net::ParseAddress("2001:db8::1"));
  EXPECT_FALSE(translation(AddressId()).valid());
  EXPECT_FALSE(translation(AttributesId()).valid());
}

TEST(PoolTranslationTest, CopyOfAPoolBeginsWithTheSameNumbers) {
  AttributePool pool;
  const CommunityId community = pool.InternCommunity("65000:1");
  const AsPathId path = pool.Intern(AsPath{{AsSegmentKind::kSequence, {3}}});
  AttributePool copy = pool;
  EXPECT_EQ(copy.InternCommunity("65000:1"), community);
  EXPECT_EQ(copy.TextOf(community), "65000:1");
  EXPECT_EQ(copy.Intern(AsPath{{AsSegmentKind::kSequence, {3}}}), path);
  EXPECT_NE(copy.InternCommunity("65000:2"), community);
  EXPECT_EQ(pool.InternCommunity("65000:3").value, community.value + 1);
}

}  // namespace
}  // namespace ringfence::routing
