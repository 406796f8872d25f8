#include "formats/as_path_regex.h"

#include <gtest/gtest.h>
#include <regex.h>

#include <string>
#include <utility>

namespace ringfence::formats {
namespace {

/// Searches with the engine of the C library, which knows only groups without marks and names.
bool Finds(std::string regex, const std::string& path) {
  for (std::size_t at = regex.find("(?"); at != std::string::npos; at = regex.find("(?")) {
    const std::size_t end = regex.find(regex[at + 2] == 'P' ? '>' : ':', at);
    regex.replace(at, end + 1 - at, "(");
  }
  regex_t compiled;
  EXPECT_EQ(regcomp(&compiled, regex.c_str(), REG_EXTENDED | REG_NOSUB), 0) << regex;
  const bool found = regexec(&compiled, path.c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return found;
}

bool CharacterFinds(std::string_view pattern, const std::string& path) {
  const Translation regex = CharacterPatternToRegex(pattern);
  EXPECT_TRUE(regex.has_value()) << pattern << ": " << (regex ? "" : regex.error().what);
  EXPECT_EQ(CharacterPatternToRegex(CharacterPatternOfRegex(*regex)), *regex) << pattern;
  return Finds(*regex, path);
}

bool TokenMatches(std::string_view pattern, const std::string& path) {
  const Translation regex = TokenPatternToRegex(pattern);
  EXPECT_TRUE(regex.has_value()) << pattern << ": " << (regex ? "" : regex.error().what);
  EXPECT_EQ(TokenPatternToRegex(TokenPatternOfRegex(*regex)), *regex) << pattern;
  return Finds(*regex, path);
}

struct Case {
  const char* pattern;
  const char* path;
  bool matches;
};

TEST(CharacterPattern, FindsWhatRoutersFind) {
  constexpr Case kCases[] = {
      {"^$", "", true},
      {"^$", "1", false},
      {"_65001_", "1 65001 2", true},
      {"_65001_", "65001", true},
      {"_65001_", "165001 2", false},
      {"_3_", "1 {2 3}", true},
      {"_3_", "(3 4) 5", true},
      {"^1_2$", "1 2", true},
      {"^1_2$", "1 3 2", false},
      {"^[0-9]+$", "65000", true},
      {"^[0-9]+$", "65000 1", false},
      {"^[^1]*$", "2 3", true},
      {"^[^1]*$", "21", false},
      {"^(1|2)_", "2 9", true},
      {"^(_1)+$", "1 1 1", true},
      {"^1*?2", "2", true},
      {"^1.2$", "1 2", true},
      {"\\(65001", "(65001 2)", true},
      {"{2,3}", "1 {2 3}", true},
      {"^[1-3-]$", "-", true},
      {".*", "", true},
  };
  for (const Case& c : kCases)
    EXPECT_EQ(CharacterFinds(c.pattern, c.path), c.matches) << c.pattern << " on '" << c.path << "'";
}

TEST(CharacterPattern, SaysWhereItIsWrong) {
  const auto error = [](std::string_view pattern) {
    const Translation regex = CharacterPatternToRegex(pattern);
    return regex ? std::string("none") : regex.error().what + "@" + std::to_string(regex.error().position);
  };
  EXPECT_EQ(error("_(65001"), "'(' is not closed@1");
  EXPECT_EQ(error("1)"), "')' closes nothing@1");
  EXPECT_EQ(error("*"), "nothing to repeat@0");
  EXPECT_EQ(error("1[2"), "'[' is not closed@1");
  EXPECT_EQ(error("[9-1]"), "the range runs backwards@2");
  EXPECT_EQ(error("(1)_\\1"), "references to groups are not supported@4");
  EXPECT_EQ(error("1\\"), "'\\' quotes nothing@1");
  EXPECT_EQ(error("1\xff"), "a byte that is no ASCII character@1");
  EXPECT_EQ(error(std::string(kPatternBytesMax + 1, '1')), "the pattern is too long@4096");
  EXPECT_EQ(error(std::string(kPatternNestingMax + 1, '(')), "too many nested parentheses@64");
}

TEST(TokenPattern, MatchesWholePaths) {
  constexpr Case kCases[] = {
      {"()", "", true},
      {"()", "1", false},
      {"", "", true},
      {"65001", "65001", true},
      {"65001", "165001", false},
      {"65001", "65001 1", false},
      {"65001 .*", "65001", true},
      {"65001 .*", "65001 7 8", true},
      {".* 65001", "7 65001", true},
      {".* 65001", "7 165001", false},
      {".* 65001 .*", "65001", true},
      {".*", "", true},
      {".", "4200000000", true},
      {".", "1 2", false},
      {"1 .? 3", "1 3", true},
      {"1 .? 3", "1 2 3", true},
      {"1 .? 3", "1 2 2 3", false},
      {"1{2,3}", "1 1", true},
      {"1{2,3}", "1", false},
      {"1{2}", "1 1", true},
      {"1{2,}", "1 1 1 1", true},
      {"(1 | 2 3)+ 4", "2 3 1 4", true},
      {"(1 | 2 3)+ 4", "2 1 4", false},
      {"64512-65535", "64512", true},
      {"64512-65535", "65535", true},
      {"64512-65535", "64511", false},
      {"64512-65535", "65536", false},
      {"1 [5 7-9]", "1 8", true},
      {"1 [5 7-9]", "1 6", false},
      {"[^ 5 7-9]+", "6 10 4294967295", true},
      {"[^ 5 7-9]+", "6 7", false},
      {"1.1", "65537", true},
      {"^1 2$", "1 2", true},
      {"1 2 3", "1 {2 3}", true},
  };
  for (const Case& c : kCases)
    EXPECT_EQ(TokenMatches(c.pattern, c.path), c.matches) << c.pattern << " on '" << c.path << "'";
}

TEST(TokenPattern, RangesTakeExactlyTheirNumbers) {
  for (const auto& [first, last] : {std::pair(0, 7), {0, 120}, {9, 11}, {95, 1005}, {100, 199}, {37, 37}}) {
    const Translation regex =
        TokenPatternToRegex("[" + std::to_string(first) + "-" + std::to_string(last) + "]");
    ASSERT_TRUE(regex.has_value());
    for (int number = 0; number < 1300; ++number)
      ASSERT_EQ(Finds(*regex, std::to_string(number)), number >= first && number <= last) << *regex << number;
  }
}

TEST(TokenPattern, SaysWhereItIsWrong) {
  const auto error = [](std::string_view pattern) {
    const Translation regex = TokenPatternToRegex(pattern);
    return regex ? std::string("none") : regex.error().what + "@" + std::to_string(regex.error().position);
  };
  EXPECT_EQ(error("1 x"), "'x' has no meaning here@2");
  EXPECT_EQ(error("1 (2"), "'(' is not closed@2");
  EXPECT_EQ(error("2)"), "')' closes nothing@1");
  EXPECT_EQ(error("+"), "nothing to repeat@0");
  EXPECT_EQ(error("1{3,2}"), "not a count of repetitions@1");
  EXPECT_EQ(error("1{256}"), "not a count of repetitions@1");
  EXPECT_EQ(error("1{"), "'{' is not closed@1");
  EXPECT_EQ(error("9-1"), "the range runs backwards@0");
  EXPECT_EQ(error("4294967296"), "not an AS number@0");
  EXPECT_EQ(error("[]"), "the set is empty@0");
  EXPECT_EQ(error("[1"), "'[' is not closed@0");
  EXPECT_EQ(error("1^"), "'^' has no meaning here@1");
  EXPECT_EQ(error(std::string(kPatternNestingMax + 1, '(')), "too many nested parentheses@64");
}

TEST(NumberRanges, BecomeDigitsWhereTheyStandAlone) {
  const auto plain = WithoutNumberRanges("_[64496-64511]_");
  ASSERT_TRUE(plain.has_value());
  const Translation regex = CharacterPatternToRegex(*plain);
  ASSERT_TRUE(regex.has_value()) << *plain;
  for (std::uint32_t number : {64496U, 64500U, 64509U, 64510U, 64511U}) {
    EXPECT_TRUE(Finds(*regex, std::to_string(number))) << number;
    EXPECT_TRUE(Finds(*regex, "7 " + std::to_string(number) + " 8")) << number;
  }
  for (std::uint32_t number : {64495U, 64512U, 6449U, 644960U, 164496U})
    EXPECT_FALSE(Finds(*regex, std::to_string(number))) << number;
  EXPECT_EQ(WithoutNumberRanges("^[0-9]+$"), "^[0-9]+$") << "a class of digits";
  EXPECT_EQ(WithoutNumberRanges("^(1|[10-11])$"), "^(1|(1[0-1]))$");
  EXPECT_EQ(WithoutNumberRanges("6[10-20]"), std::nullopt);
  EXPECT_EQ(WithoutNumberRanges("_[10-20]+"), std::nullopt);
  EXPECT_EQ(WithoutNumberRanges("_[20-10]_"), "_[20-10]_") << "for the translation to refuse";
  EXPECT_EQ(WithoutNumberRanges("_[10-20"), "_[10-20");
}

}  // namespace
}  // namespace ringfence::formats
