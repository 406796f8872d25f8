// BGP as configured, vendor defaults already applied by the reader (RFC 4271, 4456, 4760, 5065, 7911, 8950).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/route_policy.h"
#include "net/ip.h"

namespace ringfence::routing::bgp {

/// Number of an autonomous system.
using AsNumber = std::uint32_t;

/// Address families (RFC 4760) that carry routes here, and at last the one that says which VPN routes are
/// asked for (RFC 4684).
enum class BgpFamily : std::uint8_t { kIpv4Unicast, kIpv6Unicast, kVpnIpv4, kVpnIpv6, kEvpn, kRouteTarget };

/// Which AS a neighbour may have.
enum class RemoteAs : std::uint8_t {
  kNumber,    ///< exactly `remote_as`
  kExternal,  ///< any but the own
  kInternal,  ///< the own
  kListed,    ///< one of `remote_as_ranges` (dynamic neighbours)
};

/// `local-as`: the session speaks as another AS.
struct LocalAs {
  AsNumber as = 0;
  bool no_prepend = false;  ///< learned routes do not get it
  bool replace_as = false;  ///< advertised routes carry it instead of the process' own
  bool dual_as = false;     ///< the neighbour may use either
  friend bool operator==(const LocalAs&, const LocalAs&) = default;
};

/// `remove-private-as` on advertised paths (RFC 6996 ranges).
enum class RemovePrivate : std::uint8_t {
  kNo,
  kIfAllPrivate,  ///< only when the path has private numbers only
  kLeading,       ///< from the nearest on, up to the first public one
  kAll,           ///< every private one
  kReplace,       ///< every private one becomes the own AS
};

/// When a router puts its own address into the next hop of what it advertises.
enum class NextHopSelf : std::uint8_t {
  kDefault,        ///< eBGP: self (or third party on a shared subnet); iBGP: kept
  kLearnedByEbgp,  ///< on iBGP sessions too, but reflected routes keep theirs
  kAlways,         ///< reflected routes as well
  kUnchanged,      ///< kept on eBGP sessions
};

/// Which routes of a unicast family have a label on a session whose both ends exchange them (RFC 8277).
enum class LabelUse : std::uint8_t {
  kNone,      ///< the session exchanges no labels
  kByPolicy,  ///< those that the export policy gives one, and those that keep their next hop with theirs
  kAll,
};

/// Which routes of others a speaker keeps in a VPN family.
enum class VpnKeeping : std::uint8_t {
  kOpen,    ///< not known: where it counts, nothing is proved
  kAll,     ///< every one
  kWanted,  ///< those with a route target that a VRF of the device asks for
};

/// One condition under which routes are advertised (`advertise-map` with `exist-map`, `non-exist-map`).
struct ConditionalAdvertisement {
  model::PolicyChain what;       ///< routes it concerns
  model::PolicyChain condition;  ///< routes looked for in the BGP table
  bool when_present = true;      ///< false: advertised while none of them is there
  base::Span span;
  friend bool operator==(const ConditionalAdvertisement&, const ConditionalAdvertisement&) = default;
};

/// One family on one neighbour. Exists only when it is active.
struct NeighborFamily {
  BgpFamily family = BgpFamily::kIpv4Unicast;
  model::PolicyChain
      import;  ///< everything between the wire and the BGP table, in the order the system applies it
  model::PolicyChain export_chain;  ///< the same towards the neighbour; its default also says which routes
                                    ///< the system sends without a policy
  NextHopSelf next_hop_self = NextHopSelf::kDefault;
  bool send_standard = true, send_extended = true, send_large = true;  ///< communities
  bool carries_sids = true;  ///< of a VPN family: SIDs of SRv6 are sent and taken (RFC 9252)
  RemovePrivate remove_private = RemovePrivate::kNo;
  bool private_neighbor_stays = false;  ///< the neighbour's own AS is not removed although it is private
  /// What the export policy prepends stands before the own AS in the path, not after it.
  bool prepends_outside = false;
  bool as_override = false;  ///< the neighbour's AS in the path becomes the own
  /// `remove_private` and `as_override` work on the path before the export policies see it, else on what
  /// those make of it.
  bool rewrites_path_first = false;
  std::uint32_t allow_own_as = 0;  ///< occurrences of the own AS tolerated in learned paths
  /// Routes whose path begins with the neighbour's AS are sent to it all the same. Systems that keep them
  /// back: false.
  bool send_to_as_in_path = true;
  bool reflector_client = false;
  std::optional<std::uint32_t> weight;  ///< of learned routes
  /// A default route is advertised whether or not the table has one; the policy sets its attributes. Of the
  /// family of route targets: the neighbour is asked for all VPN routes.
  bool default_originate = false;
  model::PolicyChain default_originate_policy;
  bool default_originate_if_present = false;  ///< only while the routing table has a default route
  bool add_path_send = false, add_path_receive = false;
  LabelUse labels = LabelUse::kNone;  ///< of a unicast family
  /// Of a VPN family: the neighbour is a PE below this one. It is told default routes of `default_vrfs` and
  /// nothing else, and others are told its routes with this router as next hop.
  bool lower_pe = false;
  std::vector<std::string> default_vrfs;
  std::vector<std::string>
      unsuppress_policies;  ///< routes suppressed by an aggregate that are sent here all the same
  std::optional<ConditionalAdvertisement> conditional;
  base::Span span;
  friend bool operator==(const NeighborFamily&, const NeighborFamily&) = default;
};

/// A neighbour, groups and templates already merged in.
struct BgpNeighbor {
  /// Exactly one of these three names it.
  std::optional<net::IpAddress> address;
  std::string interface;                    ///< unnumbered: whoever is at the other end of the link
  std::optional<net::Prefix> listen_range;  ///< dynamic neighbours: whoever connects from here
  /// The link-local address that the other end of the link must have; only beside `interface`.
  std::optional<net::IpAddress> link_local;
  std::string group;  ///< for policies and people
  RemoteAs remote_as_kind = RemoteAs::kNumber;
  AsNumber remote_as = 0;
  std::vector<model::ValueRange> remote_as_ranges;
  std::optional<LocalAs> local_as;
  std::optional<net::IpAddress> update_source;
  std::string update_source_interface;
  /// Hops an eBGP session may cross; 1: the neighbour must stand on a connected subnet. iBGP ignores it.
  std::uint32_t ebgp_hops_max = 1;
  bool connected_check = true;  ///< eBGP with one hop demands a connected subnet
  bool shutdown = false;
  bool passive = false;                      ///< waits for the neighbour to connect
  std::string authentication;                ///< digest of the key; must be equal on both ends; empty: none
  std::optional<net::IpAddress> cluster_id;  ///< where the system sets it per group
  bool enforce_first_as = true;
  std::vector<NeighborFamily> families;
  base::Span span;
  base::Span remote_as_span;
  friend bool operator==(const BgpNeighbor&, const BgpNeighbor&) = default;
};

/// `network P`: originated while the routing table of the VRF has exactly this prefix.
struct BgpNetwork {
  net::Prefix prefix;
  bool needs_route = true;   ///< false: originated always
  bool copies_route = true;  ///< MED and next hop are those of the table's route; false: 0 and the router
  std::vector<std::string> policies;
  std::optional<std::uint32_t> weight;
  base::Span span;
  friend bool operator==(const BgpNetwork&, const BgpNetwork&) = default;
};

/// Routes of the routing table that become BGP routes.
struct BgpRedistribution {
  model::RouteSource source = model::RouteSource::kConnected;
  std::string process;                ///< id or tag of the source's process; empty: any
  std::vector<std::string> policies;  ///< empty: everything of the source
  /// Connected subnets of these interfaces are taken too: the source's process runs there, and the system
  /// counts them as its routes.
  std::vector<std::string> subnets_of;
  std::optional<std::uint32_t> metric;
  bool ospf_internal = true;  ///< which OSPF routes, without a policy that says so
  bool ospf_external = true;
  model::BgpOrigin origin = model::BgpOrigin::kIncomplete;
  base::Span span;
  friend bool operator==(const BgpRedistribution&, const BgpRedistribution&) = default;
};

/// `aggregate-address`.
struct BgpAggregate {
  net::Prefix prefix;
  bool as_set = false;
  bool summary_only = false;
  std::vector<std::string> suppress_policies;     ///< contributors that are suppressed
  std::vector<std::string> contributor_policies;  ///< which routes count as contributors (`advertise-map`)
  std::vector<std::string> attribute_policies;
  /// Origin of the aggregate: the worst of its contributors (true) or `origin`.
  bool origin_of_contributors = true;
  model::BgpOrigin origin = model::BgpOrigin::kIgp;
  bool install_discard = true;
  base::Span span;
  friend bool operator==(const BgpAggregate&, const BgpAggregate&) = default;
};

/// Routes of one family in one VRF.
struct BgpFamilyConfig {
  BgpFamily family = BgpFamily::kIpv4Unicast;
  std::vector<BgpNetwork> networks;
  std::vector<BgpRedistribution> redistributions;
  std::vector<BgpAggregate> aggregates;
  /// Routes this family takes straight from the routing table, in systems where the export policy alone
  /// decides (active routes of every protocol are candidates of every export chain).
  bool exports_from_table = false;
  std::uint32_t ebgp_paths_max = 1, ibgp_paths_max = 1;  ///< multipath; 1: none
  bool mixed_multipath = false;                          ///< eBGP and iBGP paths count as equal (eiBGP)
  bool multipath_relax_as = false;                       ///< other AS paths of the same length are equal
  bool multipath_by_session_as = false;                  ///< so are those of eBGP sessions to one AS
  std::uint32_t distance_ebgp = 20, distance_ibgp = 200, distance_local = 200;
  /// Of routes from another VRF, which then count as the table's own when they are sent on; absent: both by
  /// the session they were learned on.
  std::optional<std::uint32_t> distance_imported = {};
  std::uint32_t default_local_preference = 100;
  /// Routes get the default where they are compared or sent inside the AS; until then policies see none (0).
  bool late_local_preference = false;
  /// What is best in BGP but not installed is not advertised.
  bool advertises_only_installed = false;
  bool redistributes_internal =
      false;  ///< iBGP routes count as BGP routes for redistribution into other protocols
  bool resolves_by_default_route = true;
  bool refuses_own_next_hop = false;  ///< refuses a route to its own next hop unless a client sent it
  bool reflects_zero_med = false;     ///< a reflected route without a MED is sent with MED 0
  /// Of a VPN family: a route counts only when the way to its next hop has a label here.
  bool demands_label = false;
  VpnKeeping keeps = VpnKeeping::kOpen;  ///< of a VPN family
  /// An aggregate is not made while a path like it (origin, AS path, communities) is there before it.
  bool aggregates_yield = false;
  /// Sends its link-local address beside the next hop to external neighbours on its subnet, and with routes
  /// of its own to all neighbours there; takes that address of a neighbour before the other (RFC 2545).
  bool link_local_next_hops = false;
  std::optional<model::PolicyChain> table_policy;  ///< filter between the BGP table and the routing table
  base::Span span;
  friend bool operator==(const BgpFamilyConfig&, const BgpFamilyConfig&) = default;
};

/// How routes of one prefix are ranked (parsing.md 4.1). Steps that a system does not have are off.
struct DecisionRules {
  bool weight_first = true;            ///< highest weight before everything
  std::uint32_t local_weight = 32768;  ///< of routes that the router itself makes
  bool local_before_as_path = true;    ///< locally originated first, after local preference
  bool ignore_as_path_length = false;
  bool always_compare_med = false;
  bool deterministic_med = false;  ///< grouped by neighbour AS
  bool missing_med_worst = false;
  bool compare_confederation_med = false;
  /// MEDs of paths that begin with the same member of the confederation are compared, whatever follows.
  bool compare_member_med = false;
  bool oldest_external_wins = true;  ///< among eBGP routes equal so far; else router id
  bool cluster_length_before_router_id = false;
  bool ignore_igp_metric = false;
  /// Routes of confederation neighbours come before internal ones, whatever the metric of the next hop.
  bool confederation_before_internal = false;
  bool ebgp_equals_ibgp = false;      ///< the step "eBGP before iBGP" is left out
  bool table_distance_first = false;  ///< preference of the routing table decides before attributes
  friend bool operator==(const DecisionRules&, const DecisionRules&) = default;
};

/// BGP of one VRF.
struct BgpVrf {
  std::string vrf;                          ///< "" is the default one
  std::optional<net::IpAddress> router_id;  ///< configured or chosen by the reader's rule
  std::optional<AsNumber> as;               ///< where the system lets a VRF speak as another AS
  std::vector<BgpNeighbor> neighbors;
  std::vector<BgpFamilyConfig> families;
  base::Span span;
  friend bool operator==(const BgpVrf&, const BgpVrf&) = default;
};

/// BGP of a device.
struct BgpConfig {
  AsNumber as = 0;                           ///< 0: no BGP
  std::optional<net::IpAddress> cluster_id;  ///< default: the router id
  bool client_to_client = true;
  std::optional<AsNumber> confederation;
  std::vector<AsNumber> confederation_members;
  DecisionRules decision;
  std::vector<BgpVrf> vrfs;
  base::Span span;
  friend bool operator==(const BgpConfig&, const BgpConfig&) = default;
};

}  // namespace ringfence::routing::bgp
