// A route of a routing table as redistribution sees it, whatever protocol made it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/source.h"
#include "model/route_policy.h"
#include "net/ip.h"
#include "routing/policy_route.h"
#include "routing/prefix_table.h"

namespace ringfence::routing {

/// An active route of a table.
struct TableRoute {
  PrefixIndex prefix = kNoPrefix;
  model::RouteSource source = model::RouteSource::kConnected;
  RouteKind kind = RouteKind::kOther;
  bool ambiguous = false;
  bool possible = false;  ///< the table may have it, or none: little else is known, and it is ambiguous
  std::string_view process = {};  ///< id or tag of the process
  std::uint32_t metric = 0;
  std::uint32_t distance = 0;
  std::uint32_t tag = 0;
  std::optional<net::IpAddress> next_hop = {};  ///< absent: connected or discarded
  std::span<const std::string_view> interfaces = {};
  base::Span span = {};          ///< the line behind it, when there is one
  AttributesId attributes = {};  ///< of a route of BGP, in the pool of BGP's scratch
  /// Extended communities that it gets as a route of OSPF where BGP takes it into a VPN (vpn_marks.h).
  std::span<const std::string> marks = {};
};

}  // namespace ringfence::routing
