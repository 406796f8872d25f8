// BGP as the systems with `router bgp` and `neighbor` statements write it: a vendor model that several
// readers share; what differs between them stands in a BgpDialect. Statements about neighbours are read by
// bgp_neighbor_text, those about a process or a family by bgp_family_text; bgp_conversion merges groups and
// templates and makes the neutral form; print_bgp_text writes it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/setting.h"
#include "formats/statement_report.h"
#include "routing/bgp/bgp_config.h"

namespace ringfence::formats {

/// What differs between systems in BGP.
struct BgpDialect {
  bool ipv4_active_by_default = true;  ///< without `activate`, in the default VRF
  bool mention_activates = false;      ///< a family is active on a neighbour whose block of it exists
  bool ebgp_needs_policy = false;      ///< eBGP without a policy in a direction lets nothing pass
  bool sends_standard = false, sends_extended = false, sends_large = false;  ///< communities without a word
  bool silent_to_ebgp = false;  ///< eBGP neighbours get none of them without a word
  /// `send-community` alone.
  bool bare_sends_extended = false, bare_sends_large = false;
  bool redistributes_ospf_external = false;  ///< without `match`
  bool send_to_as_in_path = true;
  bool carries_sids = true;  ///< VPN routes keep SIDs of SRv6 without a word
  bool enforces_first_as = true;
  std::uint32_t distance_ebgp = 20, distance_ibgp = 200, distance_local = 200;
  std::uint32_t ebgp_paths = 1, ibgp_paths = 1;
  bool advertises_only_installed = false;
  bool resolves_by_default_route = true;
  bool aggregate_origin_of_contributors = true;
  std::uint32_t allow_own_as = 3;         ///< `allowas-in` without a number
  bool add_path_needs_advertise = false;  ///< more paths are sent only with `advertise additional-paths`
  routing::bgp::DecisionRules decision = {};
  /// Takes an interface name in the notation of the system and gives its full form.
  std::string (*take_interface)(WordCursor& words) = nullptr;
  /// True when the word can be an interface that names a neighbour.
  bool (*is_interface)(std::string_view word) = nullptr;
};

/// Route maps of conditional advertisement.
struct ConditionalText {
  std::string advertise, condition;
  bool when_present = true;
};

/// Statements about a neighbour, group or template that belong to one family. A removed setting that is
/// inherited otherwise stays set, to the default value.
struct NeighborFamilyText {
  Setting<bool> activate, reflector_client, as_override, send_standard, send_extended, send_large;
  Setting<bool> carries_sids;
  Setting<bool> default_originate, add_path_send, add_path_receive, send_to_as_in_path;
  Setting<bool> advertise_paths, lower_pe;
  Setting<routing::bgp::LabelUse> labels;
  Setting<std::vector<std::string>> default_vrfs;
  Setting<routing::bgp::NextHopSelf> next_hop_self;
  Setting<routing::bgp::RemovePrivate> remove_private;
  Setting<std::uint32_t> allow_own_as, weight;
  Setting<std::string> map_in, map_out, prefix_list_in, prefix_list_out, path_list_in, path_list_out;
  Setting<std::string> access_list_in, access_list_out, default_originate_map, unsuppress_map;
  Setting<ConditionalText> conditional;
  std::vector<std::string> templates;  ///< policy templates, in order of application
  base::Span span;
};

/// A neighbour, group or session template.
struct NeighborText {
  std::string name;  ///< as written: address, interface or name of a group
  std::optional<net::Prefix> listen_range;
  std::vector<model::ValueRange> listen_as;  ///< further numbers that may connect from there
  Setting<std::uint32_t> remote_as, ebgp_hops;
  Setting<routing::bgp::RemoteAs> remote_kind;
  Setting<routing::bgp::LocalAs> local_as;
  Setting<bool> connected_check, shutdown, passive, enforce_first_as;
  Setting<std::string> update_source, authentication, group;
  Setting<net::IpAddress> cluster_id;
  std::vector<std::string> templates;  ///< session templates, in order of application
  bool is_group = false;
  std::map<routing::bgp::BgpFamily, NeighborFamilyText> families;
  base::Span span;
};

/// `network`, with its route map.
struct NetworkText {
  routing::bgp::BgpNetwork value;
  Setting<std::string> map;
};

/// `redistribute`, with its route map.
struct BgpRedistributeText {
  routing::bgp::BgpRedistribution value;
  Setting<std::string> map;
};

/// `aggregate-address`, with its route maps.
struct AggregateText {
  routing::bgp::BgpAggregate value;
  Setting<std::string> suppress_map, advertise_map, attribute_map;
};

/// Statements about one family of one VRF.
struct BgpFamilyText {
  std::vector<NetworkText> networks;
  std::vector<BgpRedistributeText> redistributions;
  std::vector<AggregateText> aggregates;
  Setting<std::uint32_t> ebgp_paths, ibgp_paths, default_metric;
  bool mixed_multipath = false;
  Setting<std::uint32_t> distance_ebgp, distance_ibgp, distance_local;
  Setting<std::string> table_map;
  bool redistributes_internal = false, default_information = false;
  Setting<bool> only_installed, add_path_send, add_path_receive;
  Setting<routing::bgp::VpnKeeping> keeps;
  base::Span span;
};

/// Statements about one VRF; "" is the default one.
struct BgpVrfText {
  std::string vrf;
  Setting<net::IpAddress> router_id;
  Setting<std::uint32_t> as;
  std::vector<NeighborText> neighbors;  ///< groups of this VRF among them
  std::map<routing::bgp::BgpFamily, BgpFamilyText> families;
  base::Span span;
};

/// `router bgp N`.
struct BgpText {
  std::uint32_t as = 0;
  Setting<net::IpAddress> cluster_id;
  Setting<bool> client_to_client, ipv4_active, relax_as, enforce_first_as, needs_policy;
  Setting<std::uint32_t> confederation, local_preference;
  std::vector<std::uint32_t> confederation_members;
  std::optional<routing::bgp::DecisionRules> decision;  ///< absent: the dialect's
  std::map<std::string, NeighborText> session_templates;
  std::map<std::string, NeighborFamilyText> policy_templates;
  std::vector<BgpVrfText> vrfs;
  base::Span span;
};

/// The VRF of that name, made when it does not exist yet.
BgpVrfText& VrfOf(BgpText& bgp, std::string_view vrf, base::Span span);
/// The neighbour or group of that name, or nullptr.
NeighborText* FindNeighbor(BgpVrfText& vrf, std::string_view name);

/// Where a statement about BGP stands.
struct BgpPlace {
  BgpText& bgp;
  std::size_t vrf = 0;  ///< index
  routing::bgp::BgpFamily family = routing::bgp::BgpFamily::kIpv4Unicast;
  const BgpDialect& dialect;

  BgpVrfText& in_vrf() const { return bgp.vrfs[vrf]; }
  BgpFamilyText& in_family() const { return in_vrf().families[family]; }
};

/// Reads what follows `neighbor`: its name and one setting, or that it is a group.
Verdict ReadBgpNeighbor(const BgpPlace& place, Statement& statement, StatementReport& report);
/// Reads one setting of a neighbour, group or template: what follows its name, or a line of its block.
Verdict ReadNeighborSetting(NeighborText& neighbor, const BgpPlace& place, Statement& statement,
                            StatementReport& report);
/// Reads a line of a process or a family that is about no neighbour: `network`, `redistribute`,
/// `aggregate-address`, `maximum-paths`, `distance`, `bgp ...`, `router-id`.
Verdict ReadBgpFamilyLine(const BgpPlace& place, Statement& statement, StatementReport& report);
/// Reads what follows `bgp` in such a line: options of the process and of the decision.
Verdict ReadBgpOption(const BgpPlace& place, Statement& statement, StatementReport& report);

}  // namespace ringfence::formats
