#include "routing/eigrp/eigrp_metric.h"

#include <gtest/gtest.h>

namespace ringfence::routing::eigrp {
namespace {

constexpr EigrpMetric kGigabit{.bandwidth_kbps = 1'000'000, .delay_ps = kClassicDelayPs};
constexpr EigrpMetric kLoopback{.bandwidth_kbps = 8'000'000, .delay_ps = 500 * kClassicDelayPs};

EigrpProcess Wide() {
  EigrpProcess process;
  process.wide_metrics = true;
  return process;
}

TEST(CompositeOfTest, ClassicRoundsDownBeforeItScales) {
  const EigrpProcess classic;
  EXPECT_EQ(CompositeOf(classic, kGigabit), 256U * (10 + 1));
  EXPECT_EQ(CompositeOf(classic, Extended(classic, kLoopback, kGigabit)), 256U * (10 + 501));
  EigrpMetric odd{.bandwidth_kbps = 600, .delay_ps = 100 * kClassicDelayPs};
  EXPECT_EQ(CompositeOf(classic, odd), 256U * (16666 + 100));
  odd.delay_ps += kClassicDelayPs - 1;
  EXPECT_EQ(CompositeOf(classic, Received(classic, odd)), 256U * (16666 + 100));
}

TEST(CompositeOfTest, WideCountsPicosecondsAndIsScaledForTheTable) {
  const EigrpProcess wide = Wide();
  const EigrpMetric far{.bandwidth_kbps = 1'000'000, .delay_ps = 20 * kClassicDelayPs};
  const std::uint64_t composite = CompositeOf(wide, Extended(wide, far, kGigabit));
  EXPECT_EQ(composite, 65536U * (10 + 210));
  EXPECT_EQ(TableMetricOf(wide, composite), 512U * 220);
  EXPECT_EQ(CompositeOf(wide, {.bandwidth_kbps = 10'000'000, .delay_ps = 500'000}), 65536U + 32768U);
  EXPECT_EQ(TableMetricOf(EigrpProcess{}, 2816), 2816U);
}

TEST(CompositeOfTest, LoadAndReliabilityCountOnlyWithTheirWeights) {
  EigrpProcess process;
  EigrpMetric metric = kGigabit;
  metric.load = 128;
  metric.reliability = 100;
  EXPECT_EQ(CompositeOf(process, metric), 256U * 11);
  process.k = {1, 128, 1, 0, 0, 0};
  EXPECT_EQ(CompositeOf(process, metric), 256U * (10 + 10 + 1));
  process.k = {1, 0, 1, 10, 55, 0};
  EXPECT_EQ(CompositeOf(process, metric), 256U * (11 * 55 / 110));
}

TEST(CompositeOfTest, FullDelayIsUnreachable) {
  const EigrpProcess classic;
  EXPECT_EQ(CompositeOf(classic, {.bandwidth_kbps = 1000, .delay_ps = 0xffffff * kClassicDelayPs}),
            kUnreachable);
  EXPECT_EQ(CompositeOf(Wide(), {.bandwidth_kbps = 1000, .delay_ps = 0xffff'ffff'ffffULL}), kUnreachable);
  EXPECT_NE(CompositeOf(classic, {.bandwidth_kbps = 0, .delay_ps = 0}), kUnreachable);
}

TEST(OffsetTest, BecomesDelay) {
  const EigrpProcess classic;
  EXPECT_EQ(CompositeOf(classic, Offset(classic, kGigabit, 2560)), CompositeOf(classic, kGigabit) + 2560);
  EXPECT_EQ(CompositeOf(Wide(), Offset(Wide(), kGigabit, 65536)), CompositeOf(Wide(), kGigabit) + 65536);
}

}  // namespace
}  // namespace ringfence::routing::eigrp
