#include "net/ip.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace ringfence::net {
namespace {

/// The C library's reading of an address: the judge.
std::optional<IpAddress> JudgeParse(const std::string& text) {
  unsigned char bytes[16] = {};
  if (inet_pton(AF_INET, text.c_str(), bytes) == 1) {
    std::uint32_t bits = 0;
    for (int i = 0; i < 4; ++i) bits = (bits << 8) | bytes[i];
    return IpAddress::V4(bits);
  }
  if (inet_pton(AF_INET6, text.c_str(), bytes) != 1) return std::nullopt;
  std::uint64_t halves[2] = {};
  for (int i = 0; i < 16; ++i) halves[i / 8] = (halves[i / 8] << 8) | bytes[i];
  return IpAddress::V6(halves[0], halves[1]);
}

std::string JudgePrint(const IpAddress& address) {
  unsigned char bytes[16] = {};
  char text[INET6_ADDRSTRLEN] = {};
  if (address.family == Family::kIpv4) {
    for (int i = 0; i < 4; ++i) bytes[i] = static_cast<unsigned char>(address.v4() >> (24 - 8 * i));
    return inet_ntop(AF_INET, bytes, text, sizeof(text));
  }
  for (int i = 0; i < 16; ++i) {
    bytes[i] = static_cast<unsigned char>((i < 8 ? address.high : address.low) >> (56 - 8 * (i % 8)));
  }
  return inet_ntop(AF_INET6, bytes, text, sizeof(text));
}

/// Random addresses with many zero groups, so that "::" stands everywhere.
IpAddress RandomAddress(std::mt19937_64& random) {
  if (random() % 3 == 0) return IpAddress::V4(static_cast<std::uint32_t>(random()));
  std::uint64_t halves[2] = {};
  for (std::uint64_t& half : halves) {
    for (int group = 0; group < 4; ++group) {
      const std::uint64_t value = random() % 2 == 0 ? 0 : random() % 0x10000;
      half = (half << 16) | (random() % 4 == 0 ? value % 16 : value);
    }
  }
  return IpAddress::V6(halves[0], halves[1]);
}

TEST(ParseAddress, ReadsBothFamilies) {
  EXPECT_EQ(ParseAddress("0.0.0.0"), IpAddress::V4(0));
  EXPECT_EQ(ParseAddress("255.255.255.255"), IpAddress::V4(0xffffffff));
  EXPECT_EQ(ParseAddress("10.1.2.3"), IpAddress::V4(0x0a010203));
  EXPECT_EQ(ParseAddress("::"), IpAddress::V6(0, 0));
  EXPECT_EQ(ParseAddress("::1"), IpAddress::V6(0, 1));
  EXPECT_EQ(ParseAddress("2001:DB8::a"), IpAddress::V6(0x20010db800000000, 0xa));
  EXPECT_EQ(ParseAddress("1:2:3:4:5:6:7:8"), IpAddress::V6(0x0001000200030004, 0x0005000600070008));
  EXPECT_EQ(ParseAddress("64:ff9b::192.0.2.33"), IpAddress::V6(0x0064ff9b00000000, 0xc0000221));
}

TEST(ParseAddress, RefusesEverythingElse) {
  for (const char* text : {"",
                           " ",
                           ".",
                           "1",
                           "1.2.3",
                           "1.2.3.",
                           ".1.2.3",
                           "1..2.3",
                           "1.2.3.4.5",
                           "256.1.1.1",
                           "1.2.3.1000",
                           "01.2.3.4",
                           "1.2.3.00",
                           "1.2.3.4 ",
                           " 1.2.3.4",
                           "+1.2.3.4",
                           "0x1.2.3.4",
                           "1.2.3.4/8",
                           ":",
                           ":::",
                           "1::2::3",
                           "1:",
                           ":1",
                           "12345::",
                           "g::",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7:8::",
                           "::1.2.3",
                           "1.2.3.4::",
                           "1:2:3:4:5:6:7:1.2.3.4",
                           "fe80::1%eth0"}) {
    EXPECT_EQ(ParseAddress(text), std::nullopt) << '"' << text << '"';
  }
}

TEST(ParseAddress, AgreesWithTheSystemLibraryOnMutatedTexts) {
  std::mt19937_64 random(1);
  const std::string letters = "0123456789abcdefF.:/ g";
  for (int round = 0; round < 200'000; ++round) {
    std::string text = ToString(RandomAddress(random));
    for (auto edits = random() % 4; edits > 0 && !text.empty(); --edits) {
      const std::size_t at = random() % text.size();
      if (random() % 2 == 0)
        text.erase(at, 1);
      else
        text.insert(at, 1, letters[random() % letters.size()]);
    }
    ASSERT_EQ(ParseAddress(text), JudgeParse(text)) << '"' << text << '"';
  }
}

TEST(ToString, AgreesWithTheSystemLibrary) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 100'000; ++round) {
    const IpAddress address = RandomAddress(random);
    ASSERT_EQ(ParseAddress(ToString(address)), address);
    // The library also writes the deprecated ::a.b.c.d with dots; RFC 5952 does not ask for it.
    if (address.family == Family::kIpv6 && address.high == 0 && address.low >> 32 == 0) continue;
    ASSERT_EQ(ToString(address), JudgePrint(address));
  }
}

TEST(ToString, FollowsRfc5952) {
  const std::pair<const char*, const char*> kCases[] = {
      {"2001:0db8:0:0:0:0:2:1", "2001:db8::2:1"},        // 4.1, 4.2.1
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},  // 4.2.2: one group is not shortened
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},           // 4.2.3: the longest run
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},     // 4.2.3: the first of equal runs
      {"2001:DB8::AAAA", "2001:db8::aaaa"},              // 4.3
      {"0:0:0:0:0:FFFF:C000:0201", "::ffff:192.0.2.1"},  // 5
      {"1:0:0:0:0:0:0:0", "1::"},
      {"0:0:0:0:0:0:0:0", "::"},
  };
  for (const auto& [text, printed] : kCases) EXPECT_EQ(ToString(ParseAddress(text).value()), printed);
}

TEST(ParsePrefix, WantsZeroHostBits) {
  EXPECT_EQ(ToString(ParsePrefix("10.0.0.0/8").value()), "10.0.0.0/8");
  EXPECT_EQ(ToString(ParsePrefix("::/0").value()), "::/0");
  EXPECT_EQ(ParsePrefix("0.0.0.0/0"), Prefix::Default(Family::kIpv4));
  EXPECT_EQ(ParsePrefix("10.0.0.1/8"), std::nullopt);
  EXPECT_EQ(ToString(ParseHostPrefix("10.0.0.1/8").value()), "10.0.0.1/8");
  EXPECT_EQ(ToString(ParseHostPrefix("10.0.0.1/8")->subnet()), "10.0.0.0/8");
  for (const char* text : {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/08",
                           "10.0.0.0/8/8", "/8", "10.0.0.0/0008", "10.0.0.0/8 "}) {
    EXPECT_EQ(ParseHostPrefix(text), std::nullopt) << text;
  }
}

TEST(Prefix, ContainmentMatchesBitByBitReading) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 20'000; ++round) {
    const IpAddress a = RandomAddress(random);
    const auto length = static_cast<std::uint8_t>(random() % (AddressBits(a.family) + 1U));
    const Prefix prefix = Prefix::Of(a, length);
    IpAddress b = RandomAddress(random);
    if (b.family == a.family && random() % 2 == 0)
      b = Or(And(a, MaskOf(a.family, length)), And(b, Not(MaskOf(a.family, length))));
    bool inside = a.family == b.family;
    for (unsigned i = 0; inside && i < length; ++i) inside = a.bit(i) == b.bit(i);
    ASSERT_EQ(prefix.Contains(b), inside);
    ASSERT_TRUE(prefix.Contains(prefix.Last()));
    ASSERT_TRUE(prefix.Contains(Prefix::Host(a)));
    ASSERT_EQ(prefix.Contains(Next(prefix.Last())), length == 0) << ToString(prefix);
  }
}

TEST(Prefix, OverlapIsContainmentEitherWay) {
  const Prefix wide = ParsePrefix("10.0.0.0/8").value();
  const Prefix narrow = ParsePrefix("10.1.0.0/16").value();
  const Prefix other = ParsePrefix("11.0.0.0/8").value();
  EXPECT_TRUE(wide.Overlaps(narrow));
  EXPECT_TRUE(narrow.Overlaps(wide));
  EXPECT_FALSE(narrow.Contains(wide));
  EXPECT_FALSE(wide.Overlaps(other));
  EXPECT_FALSE(Prefix::Default(Family::kIpv4).Overlaps(Prefix::Default(Family::kIpv6)));
}

TEST(Masks, LengthsComeBack) {
  for (Family family : {Family::kIpv4, Family::kIpv6}) {
    for (unsigned length = 0; length <= AddressBits(family); ++length) {
      const IpAddress mask = MaskOf(family, static_cast<std::uint8_t>(length));
      EXPECT_EQ(LengthOfMask(mask), length);
      EXPECT_EQ(LengthOfWildcard(Not(mask)), length);
    }
  }
  EXPECT_EQ(LengthOfMask(ParseAddress("255.0.255.0").value()), std::nullopt);
  EXPECT_EQ(LengthOfMask(ParseAddress("0.0.0.255").value()), std::nullopt);
  EXPECT_EQ(LengthOfWildcard(ParseAddress("0.255.0.255").value()), std::nullopt);
}

TEST(Next, CarriesAndWraps) {
  EXPECT_EQ(Next(ParseAddress("10.0.0.255").value()), ParseAddress("10.0.1.0"));
  EXPECT_EQ(Next(ParseAddress("255.255.255.255").value()), ParseAddress("0.0.0.0"));
  EXPECT_EQ(Next(ParseAddress("::ffff:ffff:ffff:ffff").value()), ParseAddress("0:0:0:1::"));
  EXPECT_EQ(Next(ParseAddress("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").value()), ParseAddress("::"));
}

TEST(IpAddress, OrdersByFamilyThenNumber) {
  EXPECT_LT(ParseAddress("255.255.255.255").value(), ParseAddress("::").value());
  EXPECT_LT(ParseAddress("9.0.0.0").value(), ParseAddress("10.0.0.0").value());
  EXPECT_LT(ParseAddress("::ffff").value(), ParseAddress("1::").value());
}

}  // namespace
}  // namespace ringfence::net
