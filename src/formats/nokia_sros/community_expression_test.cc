#include "formats/nokia_sros/community_expression.h"

#include <gtest/gtest.h>

namespace ringfence::formats::nokia_sros {
namespace {

TEST(CommunityExpression, NotBindsStrongerThanAndThanOr) {
  const auto clauses = ParseCommunityExpression("[a] OR NOT [b] AND [c]");
  ASSERT_TRUE(clauses);
  EXPECT_EQ(*clauses, (CommunityClauses{{{"a"}, {"b", true}}, {{"a"}, {"c"}}}));
}

TEST(CommunityExpression, NegatedParenthesesAreMultipliedOut) {
  const auto clauses = ParseCommunityExpression("[a] AND NOT ([b] OR [c])");
  ASSERT_TRUE(clauses);
  EXPECT_EQ(*clauses, (CommunityClauses{{{"a"}}, {{"b", true}}, {{"c", true}}}));
}

TEST(CommunityExpression, PlainNameIsOneLiteral) {
  EXPECT_EQ(ParseCommunityExpression("no export"), (CommunityClauses{{{"no export"}}}));
  EXPECT_EQ(CommunityExpressionOf({{{"no export"}}}), "no export");
}

TEST(CommunityExpression, BrokenOnesAreRefused) {
  for (const char* text : {"[a] [b]", "[a] AND", "AND [a]", "([a]", "[a])", "[a", "[a] OR OR [b]", "()[a]"})
    EXPECT_FALSE(ParseCommunityExpression(text)) << text;
}

TEST(CommunityExpression, LimitsHold) {
  std::string product = "([a] AND [b])";
  for (int i = 0; i < 10; ++i) product += " OR ([a" + std::to_string(i) + "] AND [b])";
  EXPECT_FALSE(ParseCommunityExpression(product));
  std::string deep;
  for (std::size_t i = 0; i <= kExpressionNestingMax; ++i) deep += "NOT ";
  EXPECT_FALSE(ParseCommunityExpression(deep + "[a]"));
}

TEST(CommunityExpression, PrintsBack) {
  for (const char* text :
       {"[a] AND [b]", "NOT [a]", "[a] OR [b] AND NOT [c]", "([a] OR [b]) AND ([c] OR NOT [d])"}) {
    const auto clauses = ParseCommunityExpression(text);
    ASSERT_TRUE(clauses) << text;
    EXPECT_EQ(ParseCommunityExpression(CommunityExpressionOf(*clauses)), clauses) << text;
  }
}

}  // namespace
}  // namespace ringfence::formats::nokia_sros
