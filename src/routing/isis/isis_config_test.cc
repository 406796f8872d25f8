#include "routing/isis/isis_config.h"

#include <gtest/gtest.h>

namespace ringfence::routing::isis {
namespace {

TEST(IsisConfigTest, DefaultsAreThoseOfIso10589) {
  const IsisInterface interface;
  EXPECT_EQ(interface.metric_level1, 10U);
  EXPECT_EQ(interface.levels, kLevelBoth);
  EXPECT_EQ(IsisProcess{}.style_level1, MetricStyle::kNarrow);
}

}  // namespace
}  // namespace ringfence::routing::isis
