// Segment routing over IPv6 as configured (RFC 8986, RFC 9252), vendor defaults already applied by the
// reader.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::routing::srv6 {

/// A block of addresses whose packets the device handles by what the rest of the address means (RFC 8986
/// section 3.1). Who else knows the way there is a matter of the protocols that carry it.
struct Locator {
  std::string name;
  net::Prefix prefix;
  base::Span span;
  friend bool operator==(const Locator&, const Locator&) = default;
};

/// What one family of a VRF does with SIDs (RFC 9252 section 4). The number of its SID is not kept: most
/// systems choose it themselves.
struct Service {
  std::string vrf;
  net::Family family = net::Family::kIpv4;
  /// Routes of the VRF are told with a SID out of this block: End.DT4, End.DT6 or End.DT46, which take the
  /// outer header off and look packets up in the VRF (RFC 8986 sections 4.6 to 4.8).
  std::optional<net::Prefix> gives;
  bool takes = false;        ///< packets of routes that came with a SID go there by the IPv6 table
  bool needs_route = false;  ///< such routes count only while the table has a route to the SID
  base::Span span;
  friend bool operator==(const Service&, const Service&) = default;
};

/// SRv6 of a device.
struct Srv6Config {
  std::optional<net::IpAddress> source;  ///< of the outer header; absent: the system chooses
  base::Span source_span;
  std::vector<Locator> locators;
  std::vector<Service> services;  ///< each VRF and family once
  friend bool operator==(const Srv6Config&, const Srv6Config&) = default;
};

}  // namespace ringfence::routing::srv6
