// Static routes as configured.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/route_policy.h"
#include "net/ip.h"

namespace ringfence::routing::static_routes {

/// One next hop of a static route. At least one of the fields is set.
struct StaticRoute {
  std::string vrf = {};  ///< table it stands in; "" is the default one
  net::Prefix prefix = {};
  std::optional<net::IpAddress> next_hop;
  std::string interface;  ///< exit interface; with a next hop: the next hop is looked for on it only
  /// The next hop is looked up in the table of this VRF; absent: in its own.
  std::optional<std::string> next_hop_vrf = {};
  bool discard = false;  ///< Null0, NULL0, discard, reject, black-hole
  /// May the next hop be found through another route (recursion)? Otherwise it must be on a connected
  /// subnet. Systems differ; the reader says.
  bool recursive = true;
  std::uint32_t distance = 1;
  std::uint32_t metric = 0;
  std::optional<std::uint32_t> tag;
  std::vector<model::CommunityText> communities = {};  ///< it has when it is advertised, all kinds
  std::string track_interface;                         ///< the route exists only while this interface is up
  base::Span span;
  friend bool operator==(const StaticRoute&, const StaticRoute&) = default;
};

/// A route of the routing table that exists while routes inside it do, whatever their protocol.
struct AggregateRoute {
  std::string vrf = {};  ///< table it stands in; "" is the default one
  net::Prefix prefix = {};
  model::PolicyChain contributors;  ///< which of the active routes strictly inside the prefix count
  /// Forwards as its first contributor does (least prefix); false: discards.
  bool forwards_by_contributor = false;
  std::uint32_t distance = 130;
  std::uint32_t metric = 0;
  std::optional<std::uint32_t> tag;
  std::vector<model::CommunityText> communities;  ///< it has when it is advertised, all kinds
  /// The AS path begins with the sequence all contributors share, the rest becomes a set; false: own path
  /// only.
  bool as_set = false;
  base::Span span;
  friend bool operator==(const AggregateRoute&, const AggregateRoute&) = default;
};

/// All static routes of a device.
struct StaticConfig {
  std::vector<StaticRoute> routes;
  std::vector<AggregateRoute> aggregates;
  friend bool operator==(const StaticConfig&, const StaticConfig&) = default;
};

}  // namespace ringfence::routing::static_routes
