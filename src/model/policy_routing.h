// Policy routing: packets that come in by an interface go where a policy says and not where their destination
// leads (`ip policy route-map`, filter-based forwarding, redirecting traffic policies).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::model {

/// Packets that a way out is for. A route counts unless it is the default route.
enum class PolicyHopUse : std::uint8_t {
  kAlways,
  kWithRoute,     ///< only those whose longest match is a route
  kWithoutRoute,  ///< only those without one
};

/// One way out: a next hop, an interface, both, the table of a VRF, or nowhere. A next hop works while a
/// connected subnet of an interface that is up holds it, if no more is said, an interface while it is up, the
/// rest always.
struct PolicyHop {
  std::optional<net::IpAddress> next_hop = {};
  std::string interface = {};             ///< empty: the one on whose subnet the next hop stands
  std::optional<std::string> table = {};  ///< looked up by destination in this VRF; "" is the default one
  /// The next hop may stand anywhere: it works while a route of the table (of the packets' own where there is
  /// none) leads to it, and packets go along that route.
  bool recursive = false;
  bool discard = false;
  PolicyHopUse use = PolicyHopUse::kAlways;
  base::Span span = {};
  friend bool operator==(const PolicyHop&, const PolicyHop&) = default;
};

/// One term; the first whose condition holds decides.
struct PolicyRoutingTerm {
  std::string name = {};  ///< sequence number or name, for people and printing
  /// Permitted by the list of one of these names and of the packet's family; empty: every packet.
  std::vector<std::string> acls = {};
  std::vector<PolicyHop> hops = {};  ///< the first that works and is for the packet is taken
  /// Packets that no way out is left for meet the next term; else they go by their destination.
  bool passes_on = false;
  base::Span span = {};
  friend bool operator==(const PolicyRoutingTerm&, const PolicyRoutingTerm&) = default;
};

/// A named policy. Packets that no term takes go by their destination.
struct PolicyRouting {
  std::string name;
  std::vector<PolicyRoutingTerm> terms;
  base::Span span;
  friend bool operator==(const PolicyRouting&, const PolicyRouting&) = default;
};

}  // namespace ringfence::model
