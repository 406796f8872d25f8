// Metrics of IS-IS and who reads them (ISO 10589 section 7.2.2, RFC 1195, 5305, 5308, 5120).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "routing/isis/isis_config.h"
#include "routing/isis/isis_scratch.h"

namespace ringfence::routing::isis {

/// A wide link metric that keeps a link out of the shortest paths (RFC 5305 section 3).
inline constexpr std::uint32_t kLinkUnused = 0xffffff;
/// Greatest narrow metrics of links and of paths (ISO 10589 section 7.2.2).
inline constexpr std::uint32_t kNarrowLinkMax = 63, kNarrowPathMax = 1023;

/// What a router sends and reads at a level.
inline MetricStyle StyleOf(const IsisProcess& process, std::size_t level) {
  return level == 0 ? process.style_level1 : process.style_level2;
}
/// Reads wide what the other sends wide.
inline bool ReadsWide(MetricStyle reader, MetricStyle sender) {
  return reader != MetricStyle::kNarrow && sender != MetricStyle::kNarrow;
}
/// Reads what the other sends.
inline bool Reads(MetricStyle reader, MetricStyle sender) {
  return ReadsWide(reader, sender) || (reader != MetricStyle::kWide && sender != MetricStyle::kWide);
}

/// What is added to what cannot be reached cannot be reached.
inline std::uint32_t Sum(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(std::uint64_t{a} + b, kInfinity));
}

/// The metric that an interface tells.
inline std::uint32_t MetricOf(const IsisInterface& interface, std::size_t level, bool second_topology) {
  if (second_topology) return level == 0 ? interface.metric6_level1 : interface.metric6_level2;
  return level == 0 ? interface.metric_level1 : interface.metric_level2;
}

/// No way leads through it.
inline bool IsOverloaded(const IsisProcess& process, std::size_t topology) {
  const bool spared = topology == 1 && process.multi_topology && process.overload_spares_second_topology;
  return process.overload && !spared;
}

/// Takes no part in the topology at this level.
inline bool IsSilent(const IsisProcess& process, std::size_t level, std::size_t topology) {
  return topology == 1 && process.narrow_without_ipv6 && StyleOf(process, level) == MetricStyle::kNarrow;
}

}  // namespace ringfence::routing::isis
