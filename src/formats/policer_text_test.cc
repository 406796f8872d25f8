#include "formats/policer_text.h"

#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

TEST(PolicerText, OnlyWholeClassesAreFilters) {
  for (const char* line : {"drop", "police 8000 conform-action drop", "conform-action drop",
                           "police cir 32 kbps bc 250 ms conform drop violate drop", "police cir 0 bps",
                           "police rate 0 pps", "police 0", "police pps 0.0"}) {
    EXPECT_TRUE(DropsWholeClass(WordCursor(line, {}, 1))) << line;
  }
  for (const char* line :
       {"", "police 8000 1500 0 conform-action transmit exceed-action drop", "exceed-action drop",
        "police cir 32 kbps bc 0 ms conform transmit violate drop", "violate drop", "bandwidth 0",
        "shape average 0", "set dscp 0", "random-detect", "dropper"}) {
    EXPECT_FALSE(DropsWholeClass(WordCursor(line, {}, 1))) << line;
  }
}

TEST(PolicerText, OnlyALevelOfNothingSuppressesAll) {
  for (const char* line : {"storm-control broadcast level 0.00", "storm-control multicast level pps 0",
                           "broadcast level 0", "level 0.0 0.0"})
    EXPECT_TRUE(SuppressesAll(WordCursor(line, {}, 1))) << line;
  for (const char* line : {"storm-control broadcast level 10.00", "storm-control action trap", "level", "",
                           "level pps 100 0", "storm-control broadcast bandwidth 0"})
    EXPECT_FALSE(SuppressesAll(WordCursor(line, {}, 1))) << line;
}

}  // namespace
}  // namespace ringfence::formats
