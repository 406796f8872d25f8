#include "routing/rip/rip_config.h"

#include <gtest/gtest.h>

namespace ringfence::routing::rip {
namespace {

TEST(RipConfigTest, EachHopCostsOneAndTheHorizonIsSplit) {
  const RipInterface interface;
  EXPECT_EQ(interface.metric_in + interface.metric_out, 1U);
  EXPECT_TRUE(interface.split_horizon);
}

}  // namespace
}  // namespace ringfence::routing::rip
