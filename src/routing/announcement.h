// What BGP neighbours outside of the network announce: data that comes with the snapshot, not configuration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/route_policy.h"
#include "net/ip.h"
#include "routing/path_attributes.h"

namespace ringfence::routing {

/// Attributes of announced routes as they stand in the message (RFC 4271 section 5).
struct AnnouncedPath {
  AsPath as_path;
  std::optional<net::IpAddress> next_hop;  ///< absent: the neighbour's address
  model::BgpOrigin origin = model::BgpOrigin::kIncomplete;
  std::optional<std::uint32_t> med;
  std::optional<std::uint32_t> local_preference;  ///< counts on internal sessions
  std::vector<model::CommunityText> standard, extended, large;
  std::uint32_t originator = 0;         ///< router id (RFC 4456 section 8); 0: none
  std::vector<std::uint32_t> clusters;  ///< nearest first
  /// The import policy has done its work: the route enters the BGP table as it is.
  bool imported = false;
  std::uint32_t weight = 0;  ///< when `imported`
  friend bool operator==(const AnnouncedPath&, const AnnouncedPath&) = default;
};

/// One route. Two for one prefix are two paths of the neighbour (RFC 7911).
struct AnnouncedRoute {
  net::Prefix prefix;
  std::uint32_t path = 0;  ///< index into OutsideNeighbor::paths
  base::Span span;         ///< where it is stated
  friend bool operator==(const AnnouncedRoute&, const AnnouncedRoute&) = default;
};

/// A neighbour of one device of whom all announcements are known, be there any or not.
struct OutsideNeighbor {
  std::string vrf;  ///< of the device; "" is the default one
  net::IpAddress address;
  std::optional<std::uint32_t> as;  ///< absent: what the device expects
  std::uint32_t router_id = 0;      ///< 0: not known
  std::vector<AnnouncedPath> paths;
  std::vector<AnnouncedRoute> routes;
  base::Span span;  ///< first statement about it
  friend bool operator==(const OutsideNeighbor&, const OutsideNeighbor&) = default;
};

}  // namespace ringfence::routing
