// Delay of interfaces, the part of the EIGRP metric that a configuration rarely writes.
#pragma once

#include <cstdint>

#include "model/device.h"

namespace ringfence::formats::cisco_ios {

/// Delay in picoseconds by type of port. With wide metrics ports of 1 Gbit/s and more have their true delay,
/// 10^16 / bandwidth; else the delay is in steps of ten microseconds, at least one.
std::uint64_t DefaultDelay(const model::Interface& interface, bool wide_metrics);

}  // namespace ringfence::formats::cisco_ios
