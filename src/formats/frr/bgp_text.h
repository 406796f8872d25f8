// `router bgp` as the text says it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/frr/vendor_model.h"
#include "routing/bgp/bgp_config.h"

namespace ringfence::formats::frr {

/// The text keeps values of BGP in the types of its configuration.
namespace bgp = routing::bgp;

/// `neighbor N ...` in one address family. Only what is set: members take the rest from their group.
struct BgpPeerFamilyText {
  Setting<bool> activate;
  Setting<std::string> route_map_in, route_map_out, prefix_list_in, prefix_list_out, as_path_list_in,
      as_path_list_out, access_list_in, access_list_out, unsuppress_map;
  Setting<std::string> default_originate;  ///< route map, or empty
  Setting<std::string> advertise_map, condition_map;
  bool when_present = true;
  Setting<bgp::NextHopSelf> next_hop_self;
  Setting<bool> next_hop_unchanged;  ///< wins over next_hop_self, whichever line comes last
  Setting<bool> send_standard, send_extended, send_large;
  Setting<bgp::RemovePrivate> remove_private;
  Setting<bool> as_override, reflector_client, add_path_send, no_add_path_receive;
  Setting<std::uint32_t> allow_own_as, weight;
};

/// AS of a neighbour.
struct RemoteAsText {
  bgp::RemoteAs kind = bgp::RemoteAs::kNumber;
  bgp::AsNumber number = 0;
  bool automatic = false;  ///< `remote-as auto`: any
};

/// A neighbour or a peer group.
struct BgpPeerText {
  std::string name;  ///< address, interface or group
  bool is_group = false;
  bool is_interface = false;
  base::Span span;
  Setting<std::string> group;
  Setting<RemoteAsText> remote_as;
  Setting<bgp::LocalAs> local_as;
  Setting<std::string> update_source;
  Setting<std::uint32_t> hops_max;
  Setting<bool> no_connected_check, shutdown, passive, enforce_first_as, send_to_as_in_path;
  Setting<std::string> password;  ///< digest
  std::map<bgp::BgpFamily, BgpPeerFamilyText> families;
};

/// `network P`.
struct BgpNetworkText {
  net::Prefix prefix;
  Setting<std::string> route_map;
  base::Span span;
};

/// `aggregate-address P`.
struct BgpAggregateText {
  bgp::BgpAggregate value;
  Setting<std::string> route_map, suppress_map;
};

/// `address-family ...` of an instance.
struct BgpFamilyText {
  base::Span span;
  std::vector<BgpNetworkText> networks;
  std::vector<RedistributeText> redistributions;
  std::vector<BgpAggregateText> aggregates;
  std::optional<std::uint32_t> ebgp_paths_max, ibgp_paths_max;
  std::optional<std::uint32_t> distance_ebgp, distance_ibgp, distance_local;
  Setting<std::string> table_map;
  // Leaks and VPN.
  std::vector<Setting<std::string>> import_vrfs;
  Setting<std::string> import_vrf_route_map, vpn_import_route_map, vpn_export_route_map, vpn_next_hop;
  Setting<std::string> route_distinguisher;
  std::vector<std::string> import_targets, export_targets;
  Setting<bool> vpn_import, vpn_export;
  bool vpn_label = false;  ///< `label vpn export`: one for the table
  Setting<bool> sid;       ///< `sid vpn export`
};

/// `bgp listen range P peer-group G`.
struct BgpListenText {
  net::Prefix prefix;
  std::string group;
  base::Span span;
};

/// `router bgp N [vrf V]`.
struct BgpText {
  bgp::AsNumber as = 0;
  std::string vrf;
  base::Span span;
  Setting<net::IpAddress> router_id, cluster_id;
  Setting<bgp::AsNumber> confederation;
  std::vector<bgp::AsNumber> confederation_members;
  std::optional<bool> requires_policy, import_check, deterministic_med, default_ipv4, enforce_first_as,
      fast_external;
  bool default_ipv6 = false;
  bool client_to_client = true;
  bool always_compare_med = false, missing_med_worst = false, confederation_med = false;
  bool ignore_as_path = false, relax_as = false, compare_router_id = false, shutdown = false;
  std::optional<std::uint32_t> local_preference;
  Setting<std::string> locator;    ///< of `segment-routing srv6`
  Setting<bool> sid;               ///< `sid vpn per-vrf export`
  std::vector<BgpPeerText> peers;  ///< groups too
  std::vector<BgpListenText> listens;
  std::map<bgp::BgpFamily, BgpFamilyText> families;
};

}  // namespace ringfence::formats::frr
