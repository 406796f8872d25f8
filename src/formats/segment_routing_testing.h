// What tests of several readers expect of segment routing. For tests only: needs GoogleTest.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "net/ip.h"
#include "routing/sr/sr_config.h"

namespace ringfence::formats {

/// A process with one block of labels, from `first` to `last`, and one SID, the index of `prefix`.
struct OneSid {
  routing::sr::SrIgp igp = routing::sr::SrIgp::kIsis;
  std::string process;
  std::uint32_t first = 0, last = 0;
  std::string prefix;
  std::uint32_t index = 0;
  bool keeps_last = false;  ///< the last label stays on to the end of the path
};

/// Says so with every fact; nothing else is on in such a process but what carries the labels.
inline void ExpectOneSid(const routing::sr::SrConfig& sr, const OneSid& expected) {
  EXPECT_TRUE(sr.enabled);
  EXPECT_FALSE(sr.sends_bare || sr.skips_other_routers);
  EXPECT_EQ(sr.igp, expected.igp);
  EXPECT_EQ(sr.process, expected.process);
  ASSERT_EQ(sr.blocks.size(), 1U);
  EXPECT_EQ(sr.blocks[0].first, expected.first);
  EXPECT_EQ(sr.blocks[0].last, expected.last);
  ASSERT_EQ(sr.sids.size(), 1U);
  EXPECT_EQ(net::ToString(sr.sids[0].prefix), expected.prefix);
  EXPECT_EQ(sr.sids[0].value, expected.index);
  EXPECT_EQ(sr.sids[0].keeps_last, expected.keeps_last);
  EXPECT_FALSE(sr.sids[0].explicit_null);
}

}  // namespace ringfence::formats
