#include "routing/bgp/bgp_config.h"

#include <gtest/gtest.h>

namespace ringfence::routing::bgp {
namespace {

TEST(BgpConfigTest, NothingRunsAndNothingIsMultipathUnlessSaid) {
  EXPECT_EQ(BgpConfig{}.as, 0U);
  const BgpFamilyConfig family;
  EXPECT_EQ(family.ebgp_paths_max, 1U);
  EXPECT_EQ(family.default_local_preference, 100U);
}

}  // namespace
}  // namespace ringfence::routing::bgp
