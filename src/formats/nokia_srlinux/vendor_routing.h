// The statements of network instances and their protocols, as written.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "formats/nokia_srlinux/vendor_model.h"
#include "routing/ospf/ospf_config.h"

namespace ringfence::formats::nokia_srlinux {

/// `static-routes route P`.
struct StaticRouteText {
  net::Prefix prefix;
  NodeId node = kNone;
  base::Span span;
  Flagged admin;
  Name group;
  Counted metric, preference, tag;
};
/// `nexthop N` of a group.
struct NextHopText {
  std::string_view index;
  base::Span span;
  Flagged admin, resolve;
  Stated<net::IpAddress> address;
};
/// `next-hop-groups group G`.
struct NextHopGroupText {
  std::string_view name;
  base::Span span;
  Flagged admin;
  NodeId blackhole = kNone;
  std::vector<NextHopText> hops;
};
/// `aggregate-routes route P`.
struct AggregateText {
  net::Prefix prefix;
  NodeId node = kNone;
  base::Span span;
  Flagged admin, summary_only;
};

/// `interface X` of an OSPF area.
struct OspfInterfaceText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  Flagged admin, passive;
  Name type, keychain;
  Counted metric, hello, dead, priority;
};
/// `area A`.
struct OspfAreaText {
  routing::ospf::AreaId id = 0;
  base::Span span;
  NodeId stub = kNone, nssa = kNone;
  Counted default_metric;
  Flagged summaries;
  std::vector<OspfInterfaceText> interfaces;
};
/// `ospf instance I`.
struct OspfText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  Flagged admin, overload;
  Name version;
  Stated<net::IpAddress> router_id;
  Counted reference_kbps, max_paths, preference, external_preference;
  std::vector<Name> exports;
  std::vector<OspfAreaText> areas;
};

/// What `level N` of an instance or an interface says.
struct IsisLevelText {
  Flagged disabled;
  Counted metric, metric6, internal, external;
  Name style, key;
};
/// `interface X` of an IS-IS instance.
struct IsisInterfaceText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  Flagged admin, passive, ipv4, ipv6;
  Name type, key;
  IsisLevelText level[2];
};
/// `isis instance I`.
struct IsisText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  Flagged admin, overload, ipv4, ipv6, multi_topology, ignore_attached, suppress_attached;
  Name levels;
  Counted max_paths;
  std::vector<Name> nets, exports;
  IsisLevelText level[2];
  std::vector<IsisInterfaceText> interfaces;
};

/// `afi-safi F` at one level.
struct AfiText {
  std::string_view name;
  NodeId node = kNone;
  Flagged admin;
  std::vector<Name> imports, exports;
};
/// What the process, groups and neighbours have in common.
struct BgpLeaves {
  Flagged admin;
  Counted peer_as, local_as, hops, local_preference, allow_own_as;
  Flagged prepend_local, prepend_global, multihop;
  Flagged next_hop_self, client, passive, replace_peer_as, send_standard, send_large;
  Flagged default4, default6, reject_import, reject_export;
  Stated<net::IpAddress> cluster, local_address;
  Name default_policy, remove_private, key;
  std::vector<Name> imports, exports;
  std::vector<AfiText> families;
};
/// `group G`.
struct BgpGroupText {
  std::string_view name;
  base::Span span;
  BgpLeaves leaves;
};
/// `neighbor N`.
struct BgpNeighborText {
  net::IpAddress address;
  NodeId node = kNone;
  base::Span span;
  Name group;
  BgpLeaves leaves;
};
/// `dynamic-neighbors accept match P`, `dynamic-neighbors interface X`.
struct DynamicNeighborText {
  std::optional<net::Prefix> range;
  std::string_view interface;
  NodeId node = kNone;
  base::Span span;
  Name group;
  std::vector<model::ValueRange> allowed;
};
/// `multipath` of a family.
struct MultipathText {
  Counted paths, ebgp, ibgp;
  Flagged other_as;
};
/// `protocols bgp`.
struct BgpText {
  NodeId node = kNone;
  base::Span span;
  Counted as, ebgp_preference, ibgp_preference;
  Stated<net::IpAddress> router_id;
  Flagged always_compare_med, ignore_as_path;
  BgpLeaves leaves;
  MultipathText multipath4, multipath6;
  std::vector<BgpGroupText> groups;
  std::vector<BgpNeighborText> neighbors;
  std::vector<DynamicNeighborText> dynamic;
};

/// `network-instance N`. The model knows "default" as "".
struct InstanceText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  Name type;
  Flagged admin;
  Stated<net::IpAddress> router_id;
  std::vector<Name> interfaces;
  Flagged static_admin, aggregate_admin;
  std::vector<StaticRouteText> static_routes;
  std::vector<NextHopGroupText> groups;
  std::vector<AggregateText> aggregates;
  std::vector<OspfText> ospf;
  std::vector<IsisText> isis;
  BgpText bgp;

  std::string_view vrf() const { return name == "default" ? std::string_view() : name; }
};

/// The whole text.
struct SrlText {
  Name host_name;
  Counted default_ip_mtu;
  NodeId aaa = kNone;
  std::vector<InterfaceText> interfaces;
  std::vector<InstanceText> instances;
  std::vector<FilterText> filters;
  std::vector<FilterUseText> filter_uses;
  std::vector<CpmFilterText> cpm_filters;
  std::vector<ServiceText> services;
  std::vector<UserText> users;
  std::vector<PrefixSetText> prefix_sets;
  std::vector<MemberSetText> community_sets, as_path_sets, tag_sets;
  std::vector<PolicyText> policies;
  std::vector<MirrorText> mirrors;
  SflowText sflow;
};

}  // namespace ringfence::formats::nokia_srlinux
