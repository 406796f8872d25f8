// VXLAN tunnel ends (RFC 7348): which routing instances a device carries inside of UDP packets. VLANs in
// tunnels are not in the model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::model {

/// UDP port of VXLAN (RFC 7348 section 5).
inline constexpr std::uint16_t kVxlanPort = 4789;

/// A network identifier (VNI) that stands for a VRF of the device: its routed packets carry it.
struct VxlanSegment {
  std::uint32_t vni = 0;
  std::string vrf;
  base::Span span;
  friend bool operator==(const VxlanSegment&, const VxlanSegment&) = default;
};

/// The tunnel end of a device.
struct Vxlan {
  std::string name;  ///< of the interface
  std::optional<net::IpAddress>
      local;  ///< source of what it sends, in the default VRF; absent: carries nothing
  std::uint16_t udp_port = kVxlanPort;
  std::vector<VxlanSegment> segments;
  base::Span span;
  friend bool operator==(const Vxlan&, const Vxlan&) = default;
};

}  // namespace ringfence::model
