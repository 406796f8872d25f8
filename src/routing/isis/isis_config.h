// IS-IS instances as configured, vendor defaults already applied by the reader (ISO 10589, RFC 1195, 5305,
// 5308, 5120, 5302).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/route_policy.h"
#include "net/ip.h"

namespace ringfence::routing::isis {

/// Set of levels, bits.
using Levels = std::uint8_t;
inline constexpr Levels kLevel1 = 1, kLevel2 = 2, kLevelBoth = 3;

/// Which metric TLVs a router sends and uses: narrow (RFC 1195), wide (RFC 5305), both while in transition.
enum class MetricStyle : std::uint8_t { kNarrow, kWide, kBoth };

/// Two-way handshake on a link.
enum class IsisNetworkType : std::uint8_t { kBroadcast, kPointToPoint, kLoopback };

/// An interface that takes part.
struct IsisInterface {
  std::string name;
  Levels levels = kLevelBoth;
  IsisNetworkType type = IsisNetworkType::kBroadcast;
  bool passive = false;  ///< prefixes advertised, no adjacency
  bool ipv4 = true, ipv6 = false;
  std::uint32_t metric_level1 = 10, metric_level2 = 10;
  std::uint32_t metric6_level1 = 10, metric6_level2 = 10;  ///< of the IPv6 topology, when there are two
  std::string authentication;                              ///< of hellos; must be equal on both ends
  base::Span span, metric_span;
  friend bool operator==(const IsisInterface&, const IsisInterface&) = default;
};

/// Routes that enter a level.
struct IsisRedistribution {
  model::RouteSource source = model::RouteSource::kConnected;
  std::string process;                ///< empty: any
  std::vector<std::string> policies;  ///< empty: everything
  Levels into = kLevel2;
  std::optional<Levels> from_level;     ///< of kIsis: leaking between the levels of this instance
  std::optional<std::uint32_t> metric;  ///< absent: the route's own
  bool external_metric = false;
  bool bgp_internal = false;  ///< of kBgp: routes learned by iBGP too
  net::Family family = net::Family::kIpv4;
  base::Span span;
  friend bool operator==(const IsisRedistribution&, const IsisRedistribution&) = default;
};

/// `summary-address`.
struct IsisSummary {
  net::Prefix prefix;
  Levels into = kLevel2;
  std::optional<std::uint32_t> metric;  ///< absent: the least of the components
  bool discard_route = true;
  base::Span span;
  friend bool operator==(const IsisSummary&, const IsisSummary&) = default;
};

/// An SRv6 locator (RFC 9352), which is advertised like a subnet as well (section 5).
struct IsisLocator {
  net::Prefix prefix;
  std::uint32_t metric = 0;
  base::Span span;
  friend bool operator==(const IsisLocator&, const IsisLocator&) = default;
};

/// One instance.
struct IsisProcess {
  std::string tag;
  std::string vrf;                    ///< "" is the default one
  std::vector<std::string> area_ids;  ///< "49.0001" forms in lower case, without system id and selector
  std::string system_id;              ///< "0000.0000.0001"
  Levels levels = kLevelBoth;
  MetricStyle style_level1 = MetricStyle::kNarrow, style_level2 = MetricStyle::kNarrow;
  bool multi_topology = false;            ///< IPv6 has a topology of its own (RFC 5120)
  bool overload = false;                  ///< no transit through this router
  bool attached_bit = true;               ///< an L1L2 router with another area tells its L1 neighbours
  bool attached_by_any_neighbor = false;  ///< whatever the area of a level-2 neighbour, it makes attached
  bool ignores_attached_bit = false;
  /// The attached default competes by metric, but wide IPv4 prefixes come first; else it gives way to any.
  bool attached_default_competes = false;
  bool attached_when_overloaded = false;  ///< tells so, and is believed, without being usable for transit
  /// Where IPv6 has a topology of its own, the overload bit says nothing of it (RFC 5120 section 4).
  bool overload_spares_second_topology = false;
  /// Prefixes of an interface stand in the LSPs of every level of the instance, also of those at which the
  /// interface forms no adjacency.
  bool advertises_all_circuits = false;
  bool forgets_tags = false;           ///< LSPs carry no tags of redistributed routes (else RFC 5130)
  bool narrow_without_ipv6 = false;    ///< at a level with narrow metrics alone there is no IPv6
  bool leaks_level1_to_level2 = true;  ///< automatic unless a policy stops it; some systems cannot
  std::uint32_t distance_level1 = 115, distance_level2 = 115;
  std::uint32_t distance_external_level1 = 115, distance_external_level2 = 115;
  std::uint32_t max_paths = 4;
  std::vector<IsisInterface> interfaces;
  std::vector<IsisRedistribution> redistributions;
  std::vector<IsisSummary> summaries;
  std::vector<IsisLocator> locators;
  bool default_origination = false, default_origination_always = false;
  std::optional<model::PolicyChain> default_origination_policy;
  Levels default_into = kLevel2, default6_into = 0;  ///< of the IPv4 and the IPv6 default route; 0: none
  std::uint32_t default_metric = 0, default6_metric = 0;
  std::string authentication_level1,
      authentication_level2;  ///< of LSPs; must be equal within the area, the domain
  std::optional<model::PolicyChain> table_filter;
  base::Span span;
  friend bool operator==(const IsisProcess&, const IsisProcess&) = default;
};

/// All instances of a device.
struct IsisConfig {
  std::vector<IsisProcess> processes;
  friend bool operator==(const IsisConfig&, const IsisConfig&) = default;
};

}  // namespace ringfence::routing::isis
