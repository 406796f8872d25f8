// OSPFv2 processes as configured, vendor defaults already applied by the reader (RFC 2328 appendix C, RFC
// 3101).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/route_policy.h"
#include "net/ip.h"
#include "routing/ospf/vpn_edge.h"

namespace ringfence::routing::ospf {

/// Area id as a number (0.0.0.101 is 101).
using AreaId = std::uint32_t;

/// Network type of an interface (RFC 2328 section 1.2 and 9).
enum class NetworkType : std::uint8_t {
  kBroadcast,
  kPointToPoint,
  kNonBroadcast,
  kPointToMultipoint,
  kLoopback
};

/// Kind of area.
enum class AreaType : std::uint8_t { kNormal, kStub, kNssa };

/// Type of an external metric.
enum class ExternalType : std::uint8_t { kType1 = 1, kType2 = 2 };

/// An interface on which the process runs.
struct OspfInterface {
  std::string name;  ///< name of the model::Interface
  AreaId area = 0;
  std::optional<std::uint32_t> cost;  ///< configured; else reference bandwidth / bandwidth, at least 1
  NetworkType type = NetworkType::kBroadcast;
  bool passive = false;  ///< advertises its subnet, forms no adjacency
  std::uint32_t hello_s = 10;
  std::uint32_t dead_s = 40;
  std::uint8_t priority = 1;  ///< designated router election; 0: never
  bool mtu_ignore = false;    ///< a larger MTU of the neighbour is no obstacle
  bool mtu_announced = true;  ///< false: database descriptions carry 0, which fits every neighbour
  /// Type and key digest of authentication, as opaque text that must be equal on both ends; empty: none.
  std::string authentication;
  /// A host /32 is advertised whatever the mask (loopbacks on most systems); false: the subnet as configured.
  bool advertise_host = false;
  base::Span span;       ///< the line that puts the interface into the area
  base::Span cost_span;  ///< the line that sets the cost, when there is one
  friend bool operator==(const OspfInterface&, const OspfInterface&) = default;
};

/// `area range` at an area border router (RFC 2328 section 12.4.3), or of an NSSA translator (type 7).
struct AreaRange {
  net::Prefix prefix;
  bool advertise = true;
  std::optional<std::uint32_t> cost;  ///< replaces the computed cost
  bool discard_route = true;          ///< installs a discard route while active
  std::uint32_t discard_distance = 110;
  std::optional<std::uint32_t>
      discard_metric;  ///< metric of the discard route; absent: the least cost inside
  bool nssa = false;   ///< applies to type-7 translation instead of type-3 summaries
  base::Span span;
  friend bool operator==(const AreaRange&, const AreaRange&) = default;
};

/// Filters on prefixes.
using PrefixFilterLine = model::PrefixListLine;
using PrefixFilter = model::PrefixList;

/// An area of a process.
struct OspfArea {
  AreaId id = 0;
  AreaType type = AreaType::kNormal;
  bool no_summary = false;            ///< totally stubby / totally NSSA: only a default type 3
  std::uint32_t default_cost = 1;     ///< cost of the default the border router injects
  bool stub_default = true;           ///< ABR injects a default into a stub area (some systems only if asked)
  bool nssa_default = false;          ///< ABR originates a type-7 default
  bool nssa_summary_default = false;  ///< ABR injects a type-3 default even where summaries are imported
  std::optional<std::uint32_t> nssa_default_metric;
  ExternalType nssa_default_type = ExternalType::kType2;
  bool nssa_translate_always = false;
  bool nssa_suppress_fa = false;
  bool nssa_no_redistribution = false;  ///< redistributed routes are not sent into this NSSA by this router
  std::vector<AreaRange> ranges;
  std::optional<PrefixFilter> filter_in;   ///< type-3 filter on summaries into this area
  std::optional<PrefixFilter> filter_out;  ///< type-3 filter on summaries out of this area
  base::Span span;
  friend bool operator==(const OspfArea&, const OspfArea&) = default;
};

/// Where redistributed routes come from.
using RedistributionSource = model::RouteSource;

/// `redistribute`, `import-route`, export policies.
struct Redistribution {
  RedistributionSource source = RedistributionSource::kConnected;
  std::string process = {};  ///< id or tag of the source's process; empty: any but this one
  std::optional<std::uint32_t>
      metric;  ///< default applied by the reader unless the route's own metric is used
  /// Metric, type and tag are the system's defaults: routes of OSPF at other sites of a VPN keep their own.
  bool plain = false;
  ExternalType type = ExternalType::kType2;
  std::optional<std::uint32_t> tag;
  bool classful_only = false;  ///< routes of subnets of classful networks stay out
  /// Connected prefixes of interfaces that run this process are left out (true on most systems).
  bool skip_own_interfaces = true;
  /// Route policies applied in order; a route that none of them accepts stays out. Empty: everything.
  std::vector<std::string> policies;
  bool bgp_internal = false;  ///< of kBgp: routes learned by iBGP too
  base::Span span;
  friend bool operator==(const Redistribution&, const Redistribution&) = default;
};

/// One advertisement in place of the external routes of this router within a prefix, default routes excepted.
/// It is there while one of them is, and of type 2 when one of them is.
struct ExternalSummary {
  net::Prefix prefix;
  bool advertise = true;  ///< false: they only go
  std::uint32_t metric = 1;
  std::optional<std::uint32_t> tag;
  base::Span span;
  friend bool operator==(const ExternalSummary&, const ExternalSummary&) = default;
};

/// `default-information originate`, `default-route-advertise`.
struct DefaultOrigination {
  bool always = false;  ///< else only while a default route of another source is in the table
  std::uint32_t metric = 1;
  ExternalType type = ExternalType::kType2;
  std::optional<std::uint32_t> tag;
  base::Span span;
  friend bool operator==(const DefaultOrigination&, const DefaultOrigination&) = default;
};

/// A virtual link as one end writes it (RFC 2328 section 15).
struct VirtualLink {
  AreaId transit = 0;
  net::IpAddress neighbor;  ///< router id of the far end
  std::uint32_t hello_s = 10;
  std::uint32_t dead_s = 40;
  std::string authentication = {};  ///< as that of an interface
  base::Span span;
  friend bool operator==(const VirtualLink&, const VirtualLink&) = default;
};

/// Administrative distances (preferences) of the process' routes.
struct OspfDistances {
  std::uint32_t intra = 110;
  std::uint32_t inter = 110;
  std::uint32_t external = 110;
  friend bool operator==(const OspfDistances&, const OspfDistances&) = default;
};

/// One process: OSPFv2, or with family IPv6 OSPFv3 (RFC 5340).
struct OspfProcess {
  std::uint32_t id = 1;
  std::string name = {};  ///< where processes have names instead of numbers
  std::string vrf = {};   ///< "" is the default one
  net::Family family = net::Family::kIpv4;
  std::optional<net::IpAddress> router_id;  ///< configured or chosen by the reader's rule for its NOS
  base::Span router_id_span;
  std::uint64_t reference_bandwidth_bps = 100'000'000;
  bool rfc1583_compatible = true;
  std::uint32_t max_paths = 4;  ///< equal-cost next hops that forward
  /// With more equal paths than max_paths the device keeps some of them by its own choice.
  OspfDistances distances;
  /// Who is an area border router (RFC 3509): true, a router with two active areas one of which is the
  /// backbone; false, any router with two active areas (RFC 2328 to the letter).
  bool abr_needs_backbone = true;
  std::vector<OspfInterface> interfaces;
  std::vector<OspfArea> areas;  ///< every area named by an interface or an area statement
  std::vector<Redistribution> redistributions;
  std::vector<ExternalSummary> external_summaries;  ///< no two overlap
  std::optional<DefaultOrigination> default_origination;
  /// Filter on routes entering the routing table (`distribute-list in`, `filter-policy import`); LSAs are
  /// still flooded.
  std::optional<PrefixFilter> table_filter;
  /// Filter on redistributed prefixes (`distribute-list out`, `filter-policy export`).
  std::optional<PrefixFilter> export_filter;
  /// Prefixes of its own interfaces stand in the table too, as routes of OSPF on that interface. It shows
  /// where the connected route has another prefix: the host routes of loopbacks with a shorter mask.
  bool installs_own_prefixes = false;
  bool max_metric = false;                 ///< stub router (RFC 6987): transit links at cost 65535
  std::vector<VirtualLink> virtual_links;  ///< of OSPFv2; no two with the same area and neighbour
  VpnEdge vpn;                             ///< of a process in a VRF
  base::Span span;
  friend bool operator==(const OspfProcess&, const OspfProcess&) = default;
};

/// All OSPF processes of a device.
struct OspfConfig {
  std::vector<OspfProcess> processes;
  friend bool operator==(const OspfConfig&, const OspfConfig&) = default;
};

}  // namespace ringfence::routing::ospf
