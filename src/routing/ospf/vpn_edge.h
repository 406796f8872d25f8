// A process of OSPF at the edge of a VPN as configured, vendor defaults already applied (RFC 4577).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::routing::ospf {

/// What a process in a VRF does with routes of a VPN.
enum class VpnRole : std::uint8_t {
  kUnknown,  ///< not known for this system or configuration: nothing is proved on such routes
  kPlain,    ///< nothing of RFC 4577: what it takes from BGP is external and bears no mark
  kEdge,     ///< a provider edge
};

/// A sham link as one end writes it (RFC 4577 section 4.2.7).
struct ShamLink {
  net::IpAddress source, destination;  ///< host addresses in the VRF
  std::uint32_t area = 0;
  std::uint32_t cost = 1;
  std::uint32_t hello_s = 10;
  std::uint32_t dead_s = 40;
  std::string authentication;  ///< as that of an interface
  base::Span span;
  friend bool operator==(const ShamLink&, const ShamLink&) = default;
};

/// All that concerns the VPN in one process.
struct VpnEdge {
  VpnRole role = VpnRole::kUnknown;
  /// Domain identifiers as texts of extended communities ("0x0005:000000010200"), the primary one first. A
  /// route that bears one of them, or none where the list is empty, is of the own domain (section 4.2.4).
  std::vector<std::string> domain_ids;
  bool domain_known = true;  ///< false: the identifier, or whether the system sends it, is not known
  bool checks_down = true;   ///< leaves advertisements with bit DN out (section 4.2.5.1)
  bool sets_down = true;
  /// VPN route tag of advertisements made of VPN routes, by which they are left out too (section 4.2.5.2);
  /// absent: made of the AS number where that has two octets.
  std::optional<std::uint32_t> route_tag;
  /// The MED of a VPN route is its metric in OSPF as it stands. Else what the system makes of it is not
  /// known: with another advertisement of the prefix it is open which is better.
  bool metric_is_med = true;
  std::vector<ShamLink> sham_links;
  friend bool operator==(const VpnEdge&, const VpnEdge&) = default;
};

}  // namespace ringfence::routing::ospf
