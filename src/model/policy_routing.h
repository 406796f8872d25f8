// Policy routing: packets that come in by an interface go where a policy says and not where their destination
// leads (`ip policy route-map`, filter-based forwarding, redirecting traffic policies).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::model {

/// One way out. It works while the interface is up; a next hop while a connected subnet of an interface that
/// is up holds it.
struct PolicyHop {
  std::optional<net::IpAddress> next_hop = {};
  std::string interface = {};  ///< empty: the one on whose subnet the next hop stands
  base::Span span = {};
  friend bool operator==(const PolicyHop&, const PolicyHop&) = default;
};

/// What becomes of packets that no way out works for, or that have none.
enum class PolicyFallback : std::uint8_t {
  kByDestination,  ///< as if there were no policy
  kDiscard,
};

/// One term; the first whose condition holds decides.
struct PolicyRoutingTerm {
  std::string name = {};               ///< sequence number or name, for people and printing
  std::vector<std::string> acls = {};  ///< permitted by one of these; empty: every packet
  bool by_policy = true;               ///< false: these packets go by their destination
  std::vector<PolicyHop> hops = {};    ///< the first that works is taken
  /// Hops are taken only by packets whose longest match is the default route or nothing.
  bool only_without_route = false;
  /// Set: packets without a working hop are looked up in the table of this VRF ("" is the default one).
  std::optional<std::string> table = {};
  PolicyFallback fallback = PolicyFallback::kByDestination;
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
