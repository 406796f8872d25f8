// Connected and local routes.
#pragma once

#include <cstdint>
#include <vector>

#include "base/source.h"
#include "model/device.h"
#include "routing/network.h"
#include "routing/prefix_table.h"
#include "routing/route.h"

namespace ringfence::routing::connected {

/// A route an interface address makes while the interface is up.
struct ConnectedRoute {
  PrefixIndex prefix = kNoPrefix;
  Protocol protocol = Protocol::kConnected;  ///< or kLocal
  bool listed = true;  ///< stands in the printed table; false: only packets to the own address know it
  std::uint32_t slot = 0;
  model::InterfaceIndex interface;
  net::HostPrefix address;
  base::Span span;
};

/// Adds the prefixes of all addresses of all nodes.
void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes);

/// Routes of one table, ascending by prefix, then interface: the subnet and, unless they are the same, the
/// address of each configured address. Link-local addresses make none.
std::vector<ConnectedRoute> RoutesOf(const Network& network, TableId table, const PrefixTable& prefixes);

}  // namespace ringfence::routing::connected
