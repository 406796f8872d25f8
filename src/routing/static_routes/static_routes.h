// Static routes: which of them hold, and where they lead.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/diagnostic.h"
#include "model/device.h"
#include "routing/network.h"
#include "routing/prefix_table.h"
#include "routing/route.h"
#include "routing/static_routes/static_config.h"

namespace ringfence::routing::static_routes {

/// An interface whose subnet holds a next hop.
struct OnLink {
  std::uint32_t slot = 0;
  model::InterfaceIndex interface;
  std::uint8_t length = 0;  ///< of the subnet
};

/// One configured route with its names resolved.
struct StaticFacts {
  const StaticRoute* route = nullptr;
  PrefixIndex prefix = kNoPrefix;
  bool broken = false;              ///< names an interface or VRF that does not exist: never active
  TableId lookup;                   ///< table in which the next hop is found
  model::InterfaceIndex interface;  ///< exit interface, when named
  std::uint32_t slot = 0;           ///< of the exit interface
  std::optional<std::uint32_t> track_slot;
  std::vector<OnLink> on_link;  ///< connected subnets that hold the next hop, longest first
};

/// Adds the prefixes of all static routes.
void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes);

/// Routes of one table in the order of the configuration. Names that do not exist are kReferenceUndefined.
std::vector<StaticFacts> FactsOf(const Network& network, TableId table, const PrefixTable& prefixes,
                                 base::Diagnostics& findings);

/// What became of a route.
enum class Resolution : std::uint8_t {
  kInactive,  ///< does not hold
  kActive,    ///< holds and leads to the hops found
  kAsk,       ///< its next hop must be looked up in the table
};

/// Decides what can be decided from interface states alone; appends resolved hops when active.
Resolution Resolve(const StaticFacts& facts, const std::vector<std::uint8_t>& up, std::vector<NextHop>& hops);

}  // namespace ringfence::routing::static_routes
