// Classic: 256 * (K1*B + K2*B/(256-load) + K3*D) with B = 10^7 / least kbit/s and D in tens of microseconds,
// each rounded down before it is scaled. Wide: the same with B = 65536 * 10^7 / kbit/s and D = 65536 * ps /
// 10^6; K6 weighs attributes that no configuration gives. With K5 the sum is multiplied by K5 / (K4 +
// reliability). All products stay below 2^63 for 8-bit K values.

#include "routing/eigrp/eigrp_metric.h"

#include <algorithm>

namespace ringfence::routing::eigrp {
namespace {

constexpr std::uint64_t kBandwidthReference = 10'000'000;
constexpr std::uint64_t kWideScale = 65536;
constexpr std::uint64_t kPicosecondsPerMicrosecond = 1'000'000;
constexpr std::uint64_t kClassicScale = 256;
constexpr std::uint64_t kClassicDelayMax = 0xffffff;          ///< 24 bits; this value is "unreachable"
constexpr std::uint64_t kWideDelayMax = 0xffff'ffff'ffffULL;  ///< 48 bits; this value is "unreachable"
constexpr std::uint64_t kTableMetricMax = 0xffffffff;

std::uint64_t Weighed(const EigrpProcess& process, const EigrpMetric& metric, std::uint64_t bandwidth,
                      std::uint64_t delay) {
  const auto& k = process.k;
  const std::uint64_t load = std::min<std::uint64_t>(metric.load, 255);
  std::uint64_t sum = k[0] * bandwidth + k[1] * bandwidth / (256 - load) + k[2] * delay;
  if (k[4] != 0) sum = sum * k[4] / std::max<std::uint64_t>(1, std::uint64_t{k[3]} + metric.reliability);
  return sum;
}

}  // namespace

EigrpMetric Received(const EigrpProcess& process, const EigrpMetric& metric) {
  EigrpMetric held = metric;
  if (!process.wide_metrics) held.delay_ps -= held.delay_ps % kClassicDelayPs;
  return held;
}

EigrpMetric Extended(const EigrpProcess& process, const EigrpMetric& reported, const EigrpMetric& interface) {
  const EigrpMetric mine = Received(process, interface);
  EigrpMetric sum = Received(process, reported);
  sum.bandwidth_kbps = std::min(sum.bandwidth_kbps, mine.bandwidth_kbps);
  sum.delay_ps = std::min(sum.delay_ps, kWideDelayMax) + std::min(mine.delay_ps, kWideDelayMax);
  sum.reliability = std::min(sum.reliability, mine.reliability);
  sum.load = std::max(sum.load, mine.load);
  sum.mtu_bytes = std::min(sum.mtu_bytes, mine.mtu_bytes);
  return sum;
}

std::uint64_t CompositeOf(const EigrpProcess& process, const EigrpMetric& metric) {
  const std::uint64_t kbps = std::max<std::uint64_t>(1, metric.bandwidth_kbps);
  if (process.wide_metrics) {
    if (metric.delay_ps >= kWideDelayMax) return kUnreachable;
    // In two parts: the product with the scale would not fit.
    const std::uint64_t delay =
        metric.delay_ps / kPicosecondsPerMicrosecond * kWideScale +
        metric.delay_ps % kPicosecondsPerMicrosecond * kWideScale / kPicosecondsPerMicrosecond;
    return Weighed(process, metric, kBandwidthReference * kWideScale / kbps, delay);
  }
  const std::uint64_t delay = metric.delay_ps / kClassicDelayPs;
  if (delay >= kClassicDelayMax) return kUnreachable;
  const std::uint64_t composite = kClassicScale * Weighed(process, metric, kBandwidthReference / kbps, delay);
  return composite >= kTableMetricMax ? kUnreachable : composite;
}

std::uint32_t TableMetricOf(const EigrpProcess& process, std::uint64_t composite) {
  if (process.wide_metrics) composite /= std::max<std::uint32_t>(1, process.rib_scale);
  return static_cast<std::uint32_t>(std::min(composite, kTableMetricMax));
}

EigrpMetric Offset(const EigrpProcess& process, EigrpMetric metric, std::uint64_t offset) {
  const std::uint64_t weight = std::max<std::uint32_t>(1, process.k[2]);
  const std::uint64_t units = std::min(offset, kTableMetricMax) / weight;
  metric.delay_ps += process.wide_metrics ? units * kPicosecondsPerMicrosecond / kWideScale
                                          : units / kClassicScale * kClassicDelayPs;
  return metric;
}

}  // namespace ringfence::routing::eigrp
