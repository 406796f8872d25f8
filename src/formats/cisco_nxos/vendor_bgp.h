// BGP as the text says it: neighbours, the templates they inherit, VRFs and their families.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "formats/cisco_nxos/vendor_igp.h"
#include "formats/setting.h"
#include "net/ip.h"
#include "routing/bgp/bgp_config.h"

namespace ringfence::formats::cisco_nxos {

/// The text keeps values of BGP in the types of its configuration.
namespace bgp = routing::bgp;

/// `address-family` under a neighbour or template; also a `template peer-policy`.
struct NeighborFamilyText {
  base::Span span;
  Setting<std::string> map_in, map_out, list_in, list_out, path_in, path_out;  ///< names; "": taken back
  Setting<bool> next_hop_self, next_hop_self_all;
  Setting<bool> send_standard, send_extended;
  Setting<bool> as_override, disable_peer_as_check, reflector_client;
  Setting<std::uint32_t> allowas_in, weight;
  Setting<std::string> default_originate;  ///< the name of its route map, or ""
  Setting<bool> default_originate_on;
  Setting<bool> add_path_send, add_path_receive;
  Setting<std::string> unsuppress;
  Setting<std::string> advertise_map, condition_map;
  bool when_present = true;
  std::map<std::uint32_t, std::string> policies;  ///< `inherit peer-policy P N`, by N
  base::Span policies_span;
};

/// What `remote-as` and neighbour statements say.
struct NeighborText {
  std::string name;  ///< address or prefix as written, or the name of a template
  bool removed = false;
  std::optional<net::IpAddress> address;
  std::optional<net::Prefix> range;
  std::string interface;  ///< unnumbered
  base::Span span;
  Setting<bgp::AsNumber> remote_as;
  Setting<bgp::RemoteAs> remote_as_kind;
  Setting<std::string> remote_as_map;  ///< `remote-as route-map M` of dynamic neighbours
  Setting<bgp::LocalAs> local_as;
  Setting<std::string> update_source, password;
  Setting<std::uint32_t> multihop;
  Setting<bool> connected_check, shutdown, passive;
  Setting<bgp::RemovePrivate> remove_private;
  Setting<std::string> inherit_peer, inherit_session;
  std::map<bgp::BgpFamily, NeighborFamilyText> families;
};

/// `network P [route-map M]`.
struct NetworkText {
  net::Prefix prefix;
  Setting<std::string> route_map;
  base::Span span;
};

/// `aggregate-address P ...`.
struct AggregateText {
  net::Prefix prefix;
  bool as_set = false, summary_only = false;
  Setting<std::string> suppress_map, advertise_map, attribute_map;
  base::Span span;
};

/// `address-family` of a VRF.
struct BgpFamilyText {
  base::Span span;
  std::map<net::Prefix, NetworkText> networks;
  std::vector<RedistributeText> redistributions;
  std::map<net::Prefix, AggregateText> aggregates;
  Setting<std::uint32_t> paths_ebgp, paths_ibgp, paths_mixed;
  Setting<std::uint32_t> distance_ebgp, distance_ibgp, distance_local;
  Setting<std::uint32_t> default_metric;
  Setting<bool> default_information, client_to_client, suppress_inactive;
  Setting<bool> advertise_evpn;  ///< `advertise l2vpn evpn`
  Setting<bool> add_path_send, add_path_receive;
  Setting<std::string> table_map;
  bool table_map_filters = false;
};

/// One VRF of `router bgp`.
struct BgpVrfText {
  std::string vrf;
  base::Span span;
  Setting<net::IpAddress> router_id, cluster_id;
  Setting<bgp::AsNumber> local_as;
  Setting<bool> always_compare_med, ignore_as_path, relax_as, med_missing_worst, med_deterministic,
      med_confederation, compare_router_id, ignore_igp;
  Setting<bool> enforce_first_as, shutdown;
  std::map<bgp::BgpFamily, BgpFamilyText> families;
  std::vector<NeighborText> neighbors;
  std::map<std::string, std::size_t> neighbor_indices;  ///< by name
};

/// `router bgp N`; the first VRF is the default one.
struct BgpText {
  bgp::AsNumber as = 0;
  base::Span span;
  Setting<bgp::AsNumber> confederation;
  std::vector<bgp::AsNumber> confederation_members;
  std::vector<BgpVrfText> vrfs;
  std::map<std::string, NeighborText> peers, sessions;
  std::map<std::string, NeighborFamilyText> policies;
};

}  // namespace ringfence::formats::cisco_nxos
