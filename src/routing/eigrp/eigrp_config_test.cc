#include "routing/eigrp/eigrp_config.h"

#include <gtest/gtest.h>

namespace ringfence::routing::eigrp {
namespace {

TEST(EigrpConfigTest, DefaultsAreThoseOfRfc7868) {
  const EigrpProcess process;
  const std::array<std::uint32_t, 6> bandwidth_and_delay = {1, 0, 1, 0, 0, 0};
  EXPECT_EQ(process.k, bandwidth_and_delay);
  EXPECT_EQ(process.variance, 1U);
}

}  // namespace
}  // namespace ringfence::routing::eigrp
