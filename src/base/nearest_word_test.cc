#include "base/nearest_word.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ringfence::base {
namespace {

std::string Nearest(std::string_view misspelt, const std::vector<std::string_view>& words) {
  return std::string(NearestWord(misspelt, words).value_or("-"));
}

TEST(NearestWord, FindsOneEdit) {
  const std::vector<std::string_view> words = {"confine", "deliver", "exclude", "cap", "at"};
  EXPECT_EQ(Nearest("confne", words), "confine");    // a letter missing
  EXPECT_EQ(Nearest("delliver", words), "deliver");  // one too many
  EXPECT_EQ(Nearest("axclude", words), "exclude");   // another letter
  EXPECT_EQ(Nearest("ocnfine", words), "confine");   // neighbours swapped
  EXPECT_EQ(Nearest("cpa", words), "cap");           // a swap is one edit, not two
  EXPECT_EQ(Nearest("Cap", words), "cap");
  EXPECT_EQ(Nearest("exclude", words), "exclude");
}

TEST(NearestWord, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(Nearest("zebra", {"confine", "deliver"}), "-");
  EXPECT_EQ(Nearest("zebra", {}), "-");
  EXPECT_EQ(Nearest("x", {"abc"}), "-");
  EXPECT_EQ(Nearest(std::string(65, 'a'), {std::string_view("aaaa")}), "-") << "longer than any word of ours";
}

TEST(NearestWord, AllowsAThirdOfTheLength) {
  EXPECT_EQ(Nearest("abcdef", {"abcxyf"}), "abcxyf");
  EXPECT_EQ(Nearest("abcdef", {"abxyzf"}), "-");
  EXPECT_EQ(Nearest("abc", {"axc"}), "axc");
  EXPECT_EQ(Nearest("abc", {"axy"}), "-");
}

TEST(NearestWord, IsNeverTheEmptyWord) { EXPECT_EQ(Nearest("x", {""}), "-"); }

TEST(NearestWord, PrefersLessEditsThenTheOrderGiven) {
  EXPECT_EQ(Nearest("norm", {"form", "nora", "worm"}), "form");
  EXPECT_EQ(Nearest("huawei", {"HUAWEI-X", "Huawei"}), "Huawei") << "case weighs half";
}

}  // namespace
}  // namespace ringfence::base
