#include <gtest/gtest.h>

#include <array>
#include <initializer_list>

#include "base/decode.h"

namespace ringfence::base {
namespace {

void Expect(TextForm form, std::initializer_list<const char*> good, std::initializer_list<const char*> bad) {
  for (const char* text : good) EXPECT_TRUE(HasForm(text, form, {})) << '"' << text << '"';
  for (const char* text : bad) EXPECT_FALSE(HasForm(text, form, {})) << '"' << text << '"';
}

TEST(HasForm, Any) { Expect(TextForm::kAny, {"a", " ", "1"}, {""}); }

TEST(HasForm, Words) {
  constexpr std::array<std::string_view, 2> kWords = {"read", "write"};
  EXPECT_TRUE(HasForm("read", TextForm::kWord, kWords));
  EXPECT_FALSE(HasForm("Read", TextForm::kWord, kWords));
  EXPECT_FALSE(HasForm("", TextForm::kWord, kWords));
}

TEST(HasForm, Integers) {
  Expect(TextForm::kInteger, {"0", "7", "4294967295"},
         {"", "-1", "+1", "4294967296", "99999999999", "1.0", "1e3", "0x1", " 1", "1 "});
  EXPECT_EQ(IntegerOf("4294967295"), 4294967295U);
  EXPECT_EQ(IntegerOf("0"), 0U);
}

TEST(HasForm, Bools) { Expect(TextForm::kBool, {"true", "false"}, {"", "True", "yes", "1"}); }

TEST(HasForm, Dates) {
  Expect(TextForm::kDate, {"2026-07-01"}, {"", "2026-02-30", "01.07.2026", "2026-07-01 "});
}

TEST(HasForm, Percents) {
  Expect(TextForm::kPercent, {"0%", "35%", "05%", "12.5%", "12.25%", "100%", "100.0%", "100.00%"},
         {"", "%", "35", "-1%", "101%", "100.01%", "1000%", "099%", "12.125%", "12.%", ".5%", "1,5%", "35 %",
          "35%%"});
  EXPECT_EQ(BasisPointsOf("12.5%"), 1250U);
  EXPECT_EQ(BasisPointsOf("0.01%"), 1U);
  EXPECT_EQ(BasisPointsOf("100%"), 10000U);
}

TEST(HasForm, Shares) {
  Expect(TextForm::kShare, {"35%", "20%..40%", "0%..100%", "12.5%..12.5%"},
         {"", "40%..20%", "20..40%", "20%..", "..40%", "20%...40%", "20%..40%..50%", "20%-40%"});
  EXPECT_EQ(ShareOf("20%..40.5%"), (std::pair<std::uint32_t, std::uint32_t>(2000, 4050)));
  EXPECT_EQ(ShareOf("30%"), (std::pair<std::uint32_t, std::uint32_t>(3000, 3000)));
}

TEST(HasForm, Traffic) {
  Expect(TextForm::kTraffic, {"10 Gbps", "0 bps", "9999999 Tbps", "1 kbps", "5 Mbps"},
         {"", "10", "10Gbps", "10  Gbps", "10 gbps", "1.5 Gbps", "-1 bps", "10000000 bps", " 1 bps", "1 ",
          "Gbps"});
  EXPECT_EQ(TrafficOf("10 Gbps"), 10'000'000'000U);
  EXPECT_EQ(TrafficOf("9999999 Tbps"), 9'999'999'000'000'000'000U);
}

TEST(HasForm, Distances) {
  Expect(TextForm::kDistance, {"2 km", "2.5 km", "0.001 km", "0 km"},
         {"", "2", "2km", "2 m", "-2 km", "2.0001 km", " km", "1234567890123 km"});
  EXPECT_DOUBLE_EQ(DistanceOf("2.125 km"), 2.125);
}

TEST(HasForm, AddressesAndPrefixesLookTheirPart) {
  Expect(TextForm::kAddress, {"10.0.0.1", "::1", "2001:db8::1", "::ffff:1.2.3.4"},
         {"", "10", "10.1", "1.2.3.4.5", "10.0.0.1/8", "a.b.c.d", "host", "::g"});
  Expect(TextForm::kPrefix, {"10.0.0.0/8", "10.0.0.1", "::/0", "2001:db8::1"},
         {"", "10/8", "10.0.0.0/", "10.0.0.0/a", "10.0.0.0/1234", "/8"});
}

TEST(HasForm, Decimals) {
  Expect(TextForm::kDecimal, {"0", "54.512", "-31", "-0.000001", "999999999999.999999"},
         {"", "-", ".", "1.", ".5", "+1", "1e3", "1,5", "0.0000001", "1234567890123", "--1", "nan", "inf"});
  EXPECT_DOUBLE_EQ(DecimalOf("-31.005"), -31.005);
  EXPECT_DOUBLE_EQ(DecimalOf("54.512"), 54.512);
}

}  // namespace
}  // namespace ringfence::base
