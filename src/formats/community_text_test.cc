#include "formats/community_text.h"

#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

TEST(StandardCommunity, OneSpellingForEachValue) {
  EXPECT_EQ(StandardCommunity("65000:1"), "65000:1");
  EXPECT_EQ(StandardCommunity("065000:01"), "65000:1");
  EXPECT_EQ(StandardCommunity("4259840001"), "65000:1");
  EXPECT_EQ(StandardCommunity("0xfde80001"), "65000:1");
  EXPECT_EQ(StandardCommunity("no-export"), "65535:65281");
  EXPECT_EQ(StandardCommunity("4294967041"), "65535:65281");
  EXPECT_EQ(StandardCommunity("local-AS"), StandardCommunity("no-export-subconfed"));
  EXPECT_EQ(StandardCommunity("GSHUT"), "65535:0");
  EXPECT_EQ(StandardCommunity("internet"), "0:0");
  for (const char* wrong :
       {"", ":", "1:", ":1", "65536:1", "1:65536", "1:2:3", "4294967296", "0x", "0xfde8000100", "x"})
    EXPECT_EQ(StandardCommunity(wrong), std::nullopt) << wrong;
}

TEST(StandardCommunity, NamesReadBack) {
  EXPECT_EQ(NameOfCommunity("65535:65281"), "no-export");
  EXPECT_EQ(NameOfCommunity("65000:1"), "65000:1");
}

TEST(ExtendedCommunity, OneSpellingForEachValue) {
  EXPECT_EQ(ExtendedCommunity("rt", "65000:1"), "target:65000:1");
  EXPECT_EQ(ExtendedCommunity("route-target:65000:1"), "target:65000:1");
  EXPECT_EQ(ExtendedCommunity("target:10.0.0.1:5"), "target:10.0.0.1:5");
  EXPECT_EQ(ExtendedCommunity("soo:1.2:5"), "origin:65538:5");
  EXPECT_EQ(ExtendedCommunity("origin:70000L:5"), "origin:70000:5");
  EXPECT_EQ(ExtendedCommunity("target:65000L:5"), "target:65000L:5");
  EXPECT_EQ(ExtendedCommunity("color:7"), "color:0:7");
  EXPECT_EQ(ExtendedCommunity("color:1:7"), "color:1:7");
  EXPECT_EQ(RouteTarget("65000:100"), "target:65000:100");
  for (const char* wrong :
       {"", "rt", "rt:1", "rt:70000:70000", "rt:10.0.0.1:70000", "rt:x:1", "other:1:1", "rt:1:x"})
    EXPECT_EQ(ExtendedCommunity(wrong), std::nullopt) << wrong;
}

TEST(LargeCommunity, ThreeNumbers) {
  EXPECT_EQ(LargeCommunity("65000:1:2"), "65000:1:2");
  EXPECT_EQ(LargeCommunity("4294967295:00:2"), "4294967295:0:2");
  for (const char* wrong : {"", "1:2", "1:2:3:4", "1:2:4294967296", "1::2", "a:1:2"})
    EXPECT_EQ(LargeCommunity(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace ringfence::formats
