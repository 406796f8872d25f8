// `router bgp` as the text says it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/setting.h"
#include "routing/bgp/bgp_config.h"

namespace ringfence::formats::arista_eos {

/// The text keeps values in the types of the protocol's configuration.
namespace bgp = routing::bgp;

/// Kinds of communities a neighbour gets.
struct CommunitiesSent {
  bool standard = false, extended = false, large = false;
};

/// `default-originate [route-map M] [always]`.
struct DefaultOriginateText {
  std::string route_map;
  bool always = false;
  bool on = false;
};

/// What can be said about a neighbour or group, for all families or for one.
struct NeighborSettings {
  Setting<bool> active;
  Setting<std::string> map_in, map_out, list_in, list_out;  ///< route maps and prefix lists; "": removed
  Setting<bool> next_hop6;  ///< `next-hop address-family ipv6`: IPv4 routes with IPv6 next hops
  Setting<bool> next_hop_self, next_hop_unchanged, reflector_client, as_override, add_path_send,
      add_path_receive;
  Setting<CommunitiesSent> communities;
  Setting<std::uint32_t> allow_own_as, weight;
  Setting<bgp::RemovePrivate> remove_private;
  Setting<DefaultOriginateText> default_originate;
};

/// `neighbor X ...` of an address, an interface or a group.
struct NeighborText {
  std::string name;
  std::optional<net::IpAddress> address;
  std::string interface;
  std::optional<net::Prefix> listen_range;
  bool is_group = false;
  base::Span span;
  Setting<std::string> group;
  Setting<bgp::AsNumber> remote_as;
  Setting<std::string> peer_filter;
  Setting<bgp::LocalAs> local_as;
  Setting<std::string> update_source;
  Setting<std::uint32_t> multihop;
  Setting<bool> shutdown, passive, enforce_first_as;
  Setting<std::string> password;  ///< digest
  NeighborSettings all;
  std::map<bgp::BgpFamily, NeighborSettings> families;
};

/// `redistribute SOURCE ...`.
struct BgpRedistributeText {
  bgp::BgpRedistribution value;
  Setting<std::string> route_map;
};

/// `network P [route-map M]`.
struct BgpNetworkText {
  net::Prefix prefix;
  std::string route_map;
  base::Span span;
};

/// `aggregate-address P ...`.
struct BgpAggregateText {
  bgp::BgpAggregate value;
  Setting<std::string> attribute_map, match_map;
};

/// What routes a family carries.
struct BgpFamilyText {
  base::Span span;
  std::vector<BgpNetworkText> networks;
  std::vector<BgpRedistributeText> redistributions;
  std::vector<BgpAggregateText> aggregates;
};

/// `route-target import|export`.
struct RouteTargetText {
  bool import = true;
  bool ipv4 = true, ipv6 = true;
  bool evpn = false;   ///< of EVPN, not of the VPN families
  std::string target;  ///< "target:65000:1"
  base::Span span;
};

/// `router bgp N` itself, or `vrf V` in it.
struct BgpVrfText {
  std::string vrf;
  base::Span span;
  Setting<net::IpAddress> router_id;
  Setting<std::uint32_t> local_as;
  std::string route_distinguisher;
  std::vector<RouteTargetText> targets;
  Setting<std::uint32_t> maximum_paths, ecmp;
  Setting<std::uint32_t> distance_external, distance_internal, distance_local;
  Setting<bool> default_ipv4, default_ipv6;
  Setting<bool> add_path_send, add_path_receive;
  Setting<std::uint32_t> local_preference;
  Setting<bool> missing_denies_in, missing_denies_out;  ///< `bgp missing-policy ... action deny`
  std::vector<NeighborText> neighbors;
  BgpFamilyText all;  ///< statements outside any address family
  std::map<bgp::BgpFamily, BgpFamilyText> families;
};

/// `router bgp N`.
struct BgpText {
  bgp::AsNumber as = 0;  ///< 0: there is none
  base::Span span;
  Setting<bool> shutdown;
  Setting<net::IpAddress> cluster_id;
  bool client_to_client = true;
  Setting<bool> enforce_first_as, relax_as, advertise_inactive;
  Setting<std::uint32_t> confederation;
  std::vector<bgp::AsNumber> confederation_members;
  bool always_compare_med = false, missing_med_worst = false, confederation_med = false;
  bool ignore_as_path = false, ignore_igp = false, tie_by_router_id = false;
  std::vector<BgpVrfText> vrfs;  ///< the default one first
};

}  // namespace ringfence::formats::arista_eos
