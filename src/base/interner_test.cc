#include "base/interner.h"

#include <gtest/gtest.h>

#include <string>

namespace ringfence::base {
namespace {

struct NameTag;
using NameId = Id<NameTag>;

TEST(Interner, EqualTextsGetEqualIds) {
  Interner<NameId> names;
  const NameId p1 = names.Intern("P1");
  const NameId p2 = names.Intern("P2");
  EXPECT_EQ(p1.index(), 0U);
  EXPECT_EQ(p2.index(), 1U);
  EXPECT_EQ(names.Intern(std::string("P1")), p1);
  EXPECT_EQ(names.Text(p2), "P2");
  EXPECT_EQ(names.size(), 2U);
  EXPECT_EQ(names.Find("P2"), p2);
  EXPECT_FALSE(names.Find("P3").valid());
  EXPECT_EQ(names.size(), 2U) << "looking does not add";
}

TEST(Interner, TextsStayWhereTheyAre) {
  Interner<NameId> names;
  const std::string_view first = names.Text(names.Intern("a"));
  for (int i = 0; i < 10'000; ++i) names.Intern(std::to_string(i));
  EXPECT_EQ(first, "a");
  EXPECT_EQ(names.Text(names.Find("9999")), "9999");
  EXPECT_EQ(names.Text(NameId(0)).data(), first.data());
}

TEST(InternerDeathTest, ForeignIdsStopTheProgram) {
  const Interner<NameId> names;
  EXPECT_DEATH(names.Text(NameId(0)), "check failed");
}

}  // namespace
}  // namespace ringfence::base
