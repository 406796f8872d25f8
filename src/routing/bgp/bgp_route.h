// BGP routes while they are computed, and results.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

#include "model/device.h"
#include "net/ip.h"
#include "routing/bgp/bgp_config.h"
#include "routing/label.h"
#include "routing/path_attributes.h"
#include "routing/policy_route.h"
#include "routing/prefix_map.h"
#include "routing/prefix_table.h"
#include "routing/table_id.h"

namespace ringfence::routing::bgp {

/// Where a speaker has a route from.
enum class RouteOrigin : std::uint8_t {
  kLearned,        ///< from a neighbour; `channel` says which
  kNetwork,        ///< a network statement
  kRedistributed,  ///< from the routing table
  kAggregate,      ///< made of more specific ones
  kTable,          ///< exported straight from the routing table; no part of the BGP table
  kImported,       ///< from another VRF
};

/// How a learned route came; in order of preference.
enum class PeerKind : std::uint8_t { kLocal, kExternal, kConfederation, kInternal };

/// One route of one speaker.
struct BgpRoute {
  AttributesId attributes;
  AddressId next_hop;                  ///< invalid: the router itself, or unnumbered by `channel`
  std::uint32_t channel = 0xffffffff;  ///< learned from here
  std::uint32_t source = 0xffffffff;   ///< which statement, table route or imported route; by origin
  std::uint32_t peer_router_id = 0;    ///< of the neighbour, or the originator
  std::uint32_t igp_metric = 0;        ///< to the next hop
  RouteOrigin origin = RouteOrigin::kLearned;
  PeerKind kind = PeerKind::kLocal;
  model::RouteSource shown = model::RouteSource::kBgp;  ///< what policies take an imported route for
  bool from_client = false;                             ///< of this route reflector
  bool by_neighbor = false;  ///< packets go to the neighbour's link-local address, whatever the next hop
  bool discard = false;      ///< a policy made it a discard route
  bool labelled = false;     ///< of a unicast family: it came with a label
  bool for_lower = false;    ///< of a VPN family: a default route for PEs below this one
  bool from_lower = false;   ///< of a VPN family: from a PE below this one
  bool doubtful = false;     ///< something that is not modelled took part
  friend bool operator==(const BgpRoute&, const BgpRoute&) = default;
};

/// What a speaker has chosen for a prefix.
struct Choice {
  std::vector<BgpRoute> routes;  ///< the best, then the other members of the multipath
  std::vector<BgpRoute> tied;    ///< other routes that may be best: arrival order decides
  bool ambiguous = false;        ///< where packets go here depends on arrival order or on a limit of paths
  bool doubtful = false;         ///< something that is not modelled takes part
  friend bool operator==(const Choice&, const Choice&) = default;
};

/// Where packets of a BGP route go; the registry resolves it.
struct BgpHop {
  std::optional<net::IpAddress> next_hop;
  model::InterfaceIndex interface;  ///< unnumbered session: leaves here
  bool discard = false;
  TableId lookup = {};    ///< of an imported route: the next hop is found in this table; invalid: in its own
  bool labelled = false;  ///< imported from another device, or learned with a label
  Label label = {};       ///< that it gave, when `labelled`
  friend bool operator==(const BgpHop&, const BgpHop&) = default;
};

/// A prefix in the BGP table of one speaker.
struct BgpEntry {
  PrefixIndex prefix = kNoPrefix;
  RouteOrigin origin = RouteOrigin::kLearned;
  PeerKind kind = PeerKind::kLocal;
  bool installable = false;  ///< a candidate for the routing table; else BGP only advertises it
  bool ambiguous = false;    ///< nothing may be proved on it
  bool unstable = false;     ///< the speakers around it oscillate
  bool evpn = false;         ///< imported from EVPN
  std::uint32_t distance = 0;
  std::uint32_t med = 0;
  std::uint32_t tag = 0;
  AttributesId attributes;
  std::uint32_t first_hop = 0;
  std::uint32_t hop_count = 0;
};

/// The BGP table of one speaker.
struct BgpTable {
  std::vector<BgpEntry>
      entries;               ///< ascending by prefix; of a table by rows in the order they were asked for
  std::vector<BgpHop> hops;  ///< equal sets of hops stand in one place
  /// Hash of a set of hops to where it stands. Never iterated.
  std::unordered_map<std::uint64_t, std::uint32_t> places;
  /// Of a table by rows: place of the entry by prefix asked for; kNoEntry: there is none.
  PrefixMap<std::uint32_t> made;
};
/// "No entry".
inline constexpr std::uint32_t kNoEntry = 0xffffffff;

}  // namespace ringfence::routing::bgp
