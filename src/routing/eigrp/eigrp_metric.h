// Arithmetic of EIGRP's vector metric (RFC 7868 section 5.6). See eigrp_metric.cc.
#pragma once

#include <cstdint>
#include <limits>

#include "routing/eigrp/eigrp_config.h"

namespace ringfence::routing::eigrp {

/// A composite metric that cannot be used.
inline constexpr std::uint64_t kUnreachable = std::numeric_limits<std::uint64_t>::max();
/// One unit of delay in classic mode: ten microseconds.
inline constexpr std::uint64_t kClassicDelayPs = 10'000'000;

/// The metric as the process can hold it: classic mode counts delay in whole units.
EigrpMetric Received(const EigrpProcess& process, const EigrpMetric& metric);
/// The metric of a route beyond an interface: least bandwidth, sum of delays, worst quality.
EigrpMetric Extended(const EigrpProcess& process, const EigrpMetric& reported, const EigrpMetric& interface);
/// The composite metric, or kUnreachable.
std::uint64_t CompositeOf(const EigrpProcess& process, const EigrpMetric& metric);
/// What the routing table shows: 32 bits, of wide metrics divided by the scale.
std::uint32_t TableMetricOf(const EigrpProcess& process, std::uint64_t composite);
/// The metric with `offset` of the composite added as delay.
EigrpMetric Offset(const EigrpProcess& process, EigrpMetric metric, std::uint64_t offset);

}  // namespace ringfence::routing::eigrp
