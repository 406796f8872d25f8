#include "base/ids.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <unordered_set>

namespace ringfence::base {
namespace {

struct DogTag;
struct CatTag;
using DogId = Id<DogTag>;
using CatId = Id<CatTag>;

static_assert(!std::is_convertible_v<DogId, CatId>, "ids of different things do not mix");
static_assert(!std::is_convertible_v<std::size_t, DogId>, "a bare number is not an id");
static_assert(sizeof(DogId) == 4);

TEST(Id, StartsInvalid) {
  EXPECT_FALSE(DogId().valid());
  EXPECT_TRUE(DogId(0).valid());
  EXPECT_NE(DogId(), DogId(0));
  EXPECT_LT(DogId(1), DogId(2));
}

TEST(Id, WorksAsAKey) {
  const std::unordered_set<DogId> dogs = {DogId(1), DogId(2), DogId(1)};
  EXPECT_EQ(dogs.size(), 2U);
}

TEST(Store, GivesBackWhatWasAdded) {
  Store<std::string, DogId> dogs;
  EXPECT_TRUE(dogs.empty());
  const DogId rex = dogs.Add("Rex");
  const DogId bello = dogs.Add("Bello");
  EXPECT_EQ(dogs[rex], "Rex");
  EXPECT_EQ(dogs[bello], "Bello");
  EXPECT_EQ(dogs.size(), 2U);
  dogs[rex] = "Max";
  EXPECT_EQ(*dogs.begin(), "Max");
}

TEST(StoreDeathTest, ForeignIdsStopTheProgram) {
  Store<std::string, DogId> dogs;
  EXPECT_DEATH(dogs[DogId(0)], "check failed");
  EXPECT_DEATH(dogs[DogId()], "ids.h:[0-9]+: check failed: id.index\\(\\) < items_.size\\(\\)");
}

}  // namespace
}  // namespace ringfence::base
