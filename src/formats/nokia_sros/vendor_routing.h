// What the text says about routing: policies, and one RouterText for "Base" and each VPRN. As in
// vendor_model.h nothing is defaulted, except that entries of policies are neutral terms already, whose names
// of lists are those of the text until the conversion resolves them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/nokia_sros/vendor_l2_service.h"
#include "formats/nokia_sros/vendor_model.h"
#include "model/route_policy.h"
#include "routing/isis/isis_config.h"

namespace ringfence::formats::nokia_sros {

/// How an entry of a prefix list compares lengths.
enum class PrefixCompare : std::uint8_t { kExact, kLonger, kThrough, kRange, kTo, kOther };

/// One entry of a policy `prefix-list`.
struct PolicyPrefix {
  net::Prefix prefix;
  PrefixCompare compare = PrefixCompare::kExact;
  Counted through;
  Counted start;
  Counted end;
  Stated<net::Prefix> to;
  base::Span span;
};

/// `policy-options prefix-list`.
struct PrefixListText {
  std::string_view name;
  base::Span span;
  std::vector<PolicyPrefix> entries;
};

/// `policy-options community`: all members, or an expression over members.
struct PolicyCommunity {
  std::string_view name;
  base::Span span;
  std::vector<Name> members;
  Name expression;
};

/// `policy-options as-path`; of a group the entries in order.
struct AsPathText {
  std::string_view name;
  bool group = false;
  base::Span span;
  std::vector<std::pair<std::uint32_t, Name>> expressions;
};

/// What a name in a policy stands for.
enum class ListKind : std::uint8_t { kPrefixList, kCommunity, kAsPath, kAsPathGroup, kPolicy };

/// A name in a policy.
struct ListUse {
  ListKind kind = ListKind::kPrefixList;
  NodeId node = kNone;
};

/// `policy-statement P entry N`, `default-action`.
struct PolicyEntryText {
  std::uint32_t number = 0;
  NodeId node = kNone;
  bool acts = false;  ///< has an action type
  model::RouteTerm term;
  std::vector<ListUse> uses;
  std::vector<Name> to_protocols;
};

/// `policy-options policy-statement`.
struct PolicyText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  std::vector<PolicyEntryText> entries;
  PolicyEntryText default_action;
};

/// `policy-options`.
struct PolicyBookText {
  std::vector<PrefixListText> prefix_lists;
  std::vector<PolicyCommunity> communities;
  std::vector<AsPathText> as_paths;
  std::vector<PolicyText> policies;
};

/// `multipath` in BGP.
struct MultipathText {
  Counted max_paths, ebgp, ibgp;
  Name restrict_to;
};

/// `best-path-selection`.
struct BestPathText {
  Flagged always_compare_med, as_path_ignore, deterministic_med, ebgp_ibgp_equal, ignore_nh_metric,
      ignore_router_id, missing_med_worst;
};

/// Leaves that BGP, its groups and neighbours have in common; an unset one comes from the level above.
struct BgpLeaves {
  Flagged admin;
  Name type;
  Counted peer_as, local_as, hops, preference, local_preference, med;
  Flagged local_as_private, prepend_global_as;
  Stated<net::IpAddress> local_address, cluster;
  Flagged next_hop_self, next_hop_unchanged, third_party, advertise_inactive, as_override, passive;
  Name local_interface;  ///< `local-address` by the name of an interface
  Name remove_private;   ///< "all", "limited", "replace"
  Name loop_detect;
  Counted loop_threshold;
  Flagged send_standard, send_extended, send_large;
  Flagged default4, default6;
  Flagged default_target;  ///< `default-route-target`
  Name default_policy4, default_policy6;
  Flagged reject_import, reject_export;
  Flagged vpn_import, vpn_export;
  Flagged enforce_first_as;
  Name key, keychain;
  std::vector<Name> imports, exports;
  std::vector<std::pair<Name, bool>> families;  ///< name, on
  std::vector<Name> add_path_send, add_path_receive;
};

/// `dynamic-neighbor match prefix P`.
struct DynamicNeighbor {
  net::Prefix prefix;
  base::Span span;
  std::vector<model::ValueRange> allowed;
};

/// `group G`.
struct BgpGroup {
  std::string_view name;
  base::Span span;
  BgpLeaves leaves;
  std::vector<DynamicNeighbor> dynamic;
};

/// `neighbor A`.
struct BgpNeighborText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  Name group;
  BgpLeaves leaves;
};

/// `bgp`.
struct BgpText {
  bool present = false;
  NodeId node = kNone;
  base::Span span;
  Stated<net::IpAddress> router_id;
  Flagged client_reflect;
  BgpLeaves leaves;
  MultipathText multipath;
  BestPathText best_path;
  Name table_policy4, table_policy6;
  std::vector<BgpGroup> groups;
  std::vector<BgpNeighborText> neighbors;
};

/// Leaves that IS-IS has per level.
struct IsisLevelText {
  Flagged wide_only, passive;
  Counted metric, metric6, preference, external_preference;
  Name key, key_type;
};

/// `isis N interface`.
struct IsisInterfaceText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  Flagged admin, passive, ipv4, ipv6;
  Name type, levels, key, key_type;
  NodeSidText node_sid;  ///< `ipv4-node-sid`
  IsisLevelText level[2];
};

/// `isis N summary-address`.
struct IsisSummaryText {
  net::Prefix prefix;
  Name levels;
  base::Span span;
};

/// `isis N`.
struct IsisText {
  std::uint32_t id = 0;
  NodeId node = kNone;
  base::Span span;
  Flagged admin, ipv4, overload, advertise_passive_only, suppress_attached, ignore_attached, multi_topology;
  Name ipv6, levels, system_id, key, key_type;
  std::vector<Name> areas, exports, imports;
  bool default_route = false;
  Name default_policy;
  SegmentRoutingText segments;
  Name router_capability;  ///< `advertise-router-capability`
  IsisLevelText level[2];
  std::vector<IsisInterfaceText> interfaces;
  std::vector<IsisSummaryText> summaries;
};

/// Leaves that RIP, its groups and neighbours have in common.
struct RipLeaves {
  Flagged admin, split_horizon, sends, receives;
  Counted metric_in, metric_out, preference;
  Name key, key_type;
  std::vector<Name> imports, exports;
};

/// `rip group G neighbor I`.
struct RipNeighborText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  RipLeaves leaves;
};

/// `rip group G`.
struct RipGroupText {
  RipLeaves leaves;
  std::vector<RipNeighborText> neighbors;
};

/// `rip`, `ripng`.
struct RipText {
  net::Family family = net::Family::kIpv4;
  base::Span span;
  RipLeaves leaves;
  std::vector<RipGroupText> groups;
};

/// `ldp interface-parameters interface I`.
struct LdpInterfaceText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  Flagged admin, ipv4;
};

/// `ldp`.
struct LdpText {
  NodeId node = kNone;
  base::Span span;
  Flagged admin, implicit_null;
  std::vector<LdpInterfaceText> interfaces;
};

/// `aggregates aggregate P`.
struct AggregateText {
  net::Prefix prefix;
  NodeId node = kNone;
  base::Span span;
  Flagged summary_only, as_set;
  Name policy;
  std::vector<Name> communities;
};

/// `bgp-ipvpn mpls` of a VPRN, in older releases the VPRN itself; `bgp-evpn mpls N`.
struct VpnText {
  NodeId node = kNone;   ///< of `bgp-evpn mpls N`
  bool in_mpls = false;  ///< stated below `mpls`
  Flagged admin;
  Name route_distinguisher, target, import_target, export_target, resolution;
  Flagged tunnel_ldp, tunnel_sr_isis, tunnel_sr_ospf;  ///< `resolution-filter ldp`, `sr-isis`, `sr-ospf`
  Flagged tunnel_others;                               ///< another kind of tunnel that the filter admits
  Name label_mode;
  std::vector<Name> import_policies, export_policies;
};

/// One routing instance.
struct RouterText {
  std::string vrf;  ///< "" is "Base"
  base::Span span;
  Flagged admin;  ///< of the service
  Counted as;
  Stated<net::IpAddress> router_id;
  Counted ecmp;
  Counted confederation;
  std::vector<Counted> confederation_members;
  std::vector<RouterInterface> interfaces;
  std::vector<StaticRouteText> static_routes;
  std::map<net::Prefix, std::size_t> static_places;  ///< index of each prefix among them
  std::vector<AggregateText> aggregates;
  std::vector<OspfText> ospf;
  std::vector<IsisText> isis;
  std::vector<RipText> rip;
  BgpText bgp;
  LdpText ldp;                ///< of "Base"
  Counted sr_first, sr_last;  ///< `mpls-labels sr-labels` of "Base"
  VpnText vpn;
  VpnText evpn;  ///< its prefixes in EVPN
};

/// One whole file.
struct SrosText {
  Name name;
  std::vector<Port> ports;
  std::vector<Lag> lags;
  std::vector<MacsecAssociation> associations;
  std::vector<RouterText> routers{RouterText{}};  ///< the first one is "Base"
  PolicyBookText policy;
  std::vector<FilterText> filters;
  std::vector<MatchList> ip_lists;
  std::vector<MatchList> port_lists;
  ManagementText management;
  std::vector<MirrorDestination> mirror_destinations;
  std::vector<MirrorSource> mirror_sources;
  Cflowd cflowd;
  std::vector<SdpText> sdps;
  std::vector<L2ServiceText> l2_services;
};

}  // namespace ringfence::formats::nokia_sros
