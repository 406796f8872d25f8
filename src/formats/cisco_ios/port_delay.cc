#include "formats/cisco_ios/port_delay.h"

#include <algorithm>

#include "formats/cisco_ios/interface_name.h"

namespace ringfence::formats::cisco_ios {
namespace {

constexpr std::uint64_t kMicrosecond = 1'000'000;  // in picoseconds
constexpr std::uint64_t kGiga = 1'000'000'000;

}  // namespace

std::uint64_t DefaultDelay(const model::Interface& interface, bool wide_metrics) {
  const std::uint64_t bandwidth_bps = BandwidthOfName(interface.name).value_or(kGiga);
  switch (interface.kind) {
    case model::InterfaceKind::kTunnel:
      return 50'000 * kMicrosecond;
    case model::InterfaceKind::kLoopback:
      if (!wide_metrics) return 5'000 * kMicrosecond;
      break;
    default:
      if (IsPointToPointMedium(interface.name)) return 20'000 * kMicrosecond;
  }
  if (wide_metrics && bandwidth_bps >= kGiga) return 10'000'000 * kGiga / bandwidth_bps;
  if (bandwidth_bps >= kGiga) return 10 * kMicrosecond;
  // 100 Mbit/s: 100 microseconds, 10 Mbit/s: 1000.
  return std::min<std::uint64_t>(1000, 10 * kGiga / bandwidth_bps) * kMicrosecond;
}

}  // namespace ringfence::formats::cisco_ios
