// The twin encodes every code point by the table of RFC 3629.

#include "base/utf8.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace ringfence::base {
namespace {

std::string Encode(unsigned point) {
  const auto byte = [](unsigned value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xc0 | point >> 6), byte(0x80 | (point & 0x3f))};
  if (point < 0x10000)
    return {byte(0xe0 | point >> 12), byte(0x80 | (point >> 6 & 0x3f)), byte(0x80 | (point & 0x3f))};
  return {byte(0xf0 | point >> 18), byte(0x80 | (point >> 12 & 0x3f)), byte(0x80 | (point >> 6 & 0x3f)),
          byte(0x80 | (point & 0x3f))};
}

TEST(Utf8Length, TakesEveryCodePointButSurrogates) {
  for (unsigned point = 0; point <= 0x10ffff; ++point) {
    const std::string text = Encode(point);
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    ASSERT_EQ(Utf8Length(text, 0), surrogate ? 0 : text.size()) << std::hex << point;
    if (!surrogate) {
      ASSERT_EQ(Utf8Code(text), point);
      std::string appended;
      AppendUtf8(appended, point);
      ASSERT_EQ(appended, text);
    }
  }
}

/// Counts what is taken among all sequences of three bytes: nothing beyond the encodings above.
TEST(Utf8Length, TakesNothingElse) {
  std::map<std::size_t, std::size_t> taken;
  std::string text(3, '\0');
  for (unsigned value = 0; value < 0x1000000; ++value) {
    text[0] = static_cast<char>(value >> 16);
    text[1] = static_cast<char>(value >> 8);
    text[2] = static_cast<char>(value);
    ++taken[Utf8Length(text, 0)];
  }
  EXPECT_EQ(taken[1], 0x80U * 0x10000);
  EXPECT_EQ(taken[2], (0x800U - 0x80U) * 0x100);
  EXPECT_EQ(taken[3], 0x10000U - 0x800U - 0x800U);
  EXPECT_EQ(taken[4], 0U) << "three bytes hold no sequence of four";
  EXPECT_EQ(Utf8Length("\xf0\x9f\xa6\x8a", 0), 4U);
  EXPECT_EQ(Utf8Length("\xf0\x8f\xa6\x8a", 0), 0U) << "overlong";
  EXPECT_EQ(Utf8Length("\xf4\x90\x80\x80", 0), 0U) << "beyond the last code point";
  EXPECT_EQ(Utf8Length("\xf5\x80\x80\x80", 0), 0U);
}

TEST(StandsInLine, TakesWhatEveryReaderTakesAlike) {
  for (const char32_t code :
       {U'\t', U' ', U'~', U'\u00a0', U'ä', U'\u2027', U'\u202a', U'\ufffd', U'\U0001f600'})
    EXPECT_TRUE(StandsInLine(code)) << static_cast<std::uint32_t>(code);
  for (const char32_t code : {U'\0', U'\n', U'\r', U'\x1b', U'\x7f', U'\x85', U'\x9f', U'\u2028', U'\u2029',
                              U'\ufeff', U'\ufffe', U'\uffff'})
    EXPECT_FALSE(StandsInLine(code)) << static_cast<std::uint32_t>(code);
}

}  // namespace
}  // namespace ringfence::base
