// VXLAN tunnel ends (RFC 7348): which VRFs, VLANs and services a device carries inside of UDP packets.
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

/// A network identifier (VNI) that stands for a VRF of the device, whose routed packets carry it, or for a
/// VLAN, whose frames do.
struct VxlanSegment {
  std::uint32_t vni = 0;
  std::string vrf;  ///< of a VLAN or service: see MembersTable
  /// Set: frames of this VLAN of the device. The other ends are who tells by EVPN that it takes part
  /// (RFC 8365 section 5.1.3).
  std::optional<std::uint16_t> vlan = {};
  std::string service = {};  ///< the same for frames of that layer-2 service, of those without a tag in it
  /// Route targets of a VLAN or service, as communities ("target:65000:10010").
  std::vector<std::string> import_targets = {}, export_targets = {};
  base::Span span;

  bool bridges() const { return vlan.has_value() || !service.empty(); }  ///< frames, not routed packets
  friend bool operator==(const VxlanSegment&, const VxlanSegment&) = default;
};

/// Name of the routing table that holds the tunnel ends an identifier of a VLAN reaches. No VRF of a
/// configuration has a blank in its name.
inline std::string MembersTable(std::uint32_t vni) { return "vni " + std::to_string(vni); }

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
