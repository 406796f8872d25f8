// The routing part of the text: one InstanceText for the main instance and each below `routing-instances`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"
#include "formats/juniper_junos/reader.h"
#include "routing/bgp/bgp_config.h"
#include "routing/isis/isis_config.h"
#include "routing/ospf/ospf_config.h"
#include "routing/rip/rip_config.h"
#include "routing/static_routes/static_config.h"

namespace ringfence::formats::juniper_junos {

/// A name used somewhere, with the node of its word for diagnostics and marks.
struct NameUse {
  std::string_view name;
  NodeId node = kNone;
};

/// One next hop of a static route as stated; unset values come from the route, then from `defaults`.
struct StaticHop {
  routing::static_routes::StaticRoute route;
  bool has_preference = false;
  bool has_metric = false;
  bool has_tag = false;
};
/// `static route P`.
struct StaticEntry {
  net::Prefix prefix;
  base::Span span;
  std::vector<StaticHop> hops;
  std::optional<std::uint32_t> preference, metric, tag;
  std::optional<bool> resolve;
  std::optional<bool> readvertise;
  std::vector<model::CommunityText> communities;
};

/// `aggregate route P`, `generate route P`; unset values come from `defaults`.
struct AggregateEntry {
  bool generate = false;
  net::Prefix prefix;
  base::Span span;
  std::vector<NameUse> policies;
  std::optional<std::uint32_t> preference, metric, tag;
  std::optional<bool> brief;
  std::optional<bool> discards;  ///< of generate
  std::vector<model::CommunityText> communities;
};

/// `rib-groups NAME`.
struct RibGroup {
  std::string_view name;
  std::vector<std::string_view> tables;  ///< the first holds the routes, the others take copies
  std::vector<NameUse> policies;
};

/// A rib group named by something whose routes it copies.
struct RibGroupUse {
  NameUse group;
  std::optional<net::Family> family;        ///< absent: by the group's first table
  std::vector<model::RouteSource> sources;  ///< routes of these
};

/// `protocols ospf area A interface I`.
struct OspfPort {
  std::string_view name;
  NodeId node = kNone;
  bool disabled = false;
  std::optional<std::uint32_t> hello_s, dead_s;
  std::optional<routing::ospf::NetworkType> type;
  routing::ospf::OspfInterface facts;  ///< cost, passive, priority, authentication, spans, area
};

/// `source-packet-routing` of a process.
struct SegmentRoutingText {
  NodeId node = kNone;
  std::optional<std::uint32_t> first_label, label_count;  ///< `srgb`
  std::optional<std::uint32_t> node_index;                ///< `node-segment ipv4-index`
  NodeId node_segment = kNone;
  bool explicit_null = false;
};

/// `protocols ospf`, `protocols ospf3`.
struct OspfText {
  net::Family family = net::Family::kIpv4;
  bool disabled = false;
  base::Span span;
  std::optional<std::uint64_t> reference_bandwidth_bps;
  std::optional<std::uint32_t> preference, external_preference;
  bool overload = false;
  bool no_rfc1583 = false;
  std::vector<routing::ospf::OspfArea> areas;
  std::vector<OspfPort> ports;
  std::vector<NameUse> exports;
  SegmentRoutingText segments;
  // At the edge of a VPN.
  std::optional<std::uint32_t> vpn_tag;        ///< `domain-vpn-tag`
  std::optional<net::IpAddress> sham_local;    ///< `sham-link local`
  std::vector<routing::ospf::ShamLink> shams;  ///< `sham-link-remote` of areas, without the own address
  std::vector<NodeId> edge_nodes;              ///< of these statements
};

/// `family F unicast` of a BGP level.
struct BgpFamilyText {
  routing::bgp::BgpFamily family = routing::bgp::BgpFamily::kIpv4Unicast;
  base::Span span;
  std::optional<std::uint32_t> loops;
  bool add_path_send = false, add_path_receive = false;
  bool asks_for_all = false;  ///< of `family route-target`: `advertise-default`
};

/// `multipath`.
struct MultipathText {
  bool multiple_as = false;
  NodeId node = kNone;
};

/// `multihop`.
struct MultihopText {
  std::uint32_t ttl = 64;
  bool keeps_next_hop = false;
};

/// Statements that stand at `bgp`, at a group or at a neighbour; unset ones come from the level above.
struct BgpLevel {
  NodeId node = kNone;
  std::optional<bool> internal;
  std::optional<Stated<std::uint32_t>> peer_as;
  std::optional<routing::bgp::LocalAs> local_as;
  std::optional<std::uint32_t> local_as_loops;
  std::optional<MultihopText> multihop;
  std::optional<net::IpAddress> local_address, cluster;
  std::optional<std::string_view> local_interface;
  std::optional<MultipathText> multipath;
  std::optional<std::vector<NameUse>> imports, exports;
  std::optional<bool> advertise_peer_as, advertise_inactive, as_override, passive, vpn_apply_export;
  std::optional<bool> no_client_reflect, shutdown;
  std::optional<routing::bgp::RemovePrivate> remove_private;
  std::optional<std::vector<BgpFamilyText>> families;
  std::optional<std::string> authentication;
  std::optional<std::uint32_t> preference, local_preference, metric_out;
  std::optional<bool> metric_of_igp;
};

/// `neighbor A`.
struct BgpPeer {
  net::IpAddress address;
  base::Span span;
  BgpLevel level;
};

/// `group G`.
struct BgpGroup {
  std::string_view name;
  base::Span span;
  BgpLevel level;
  std::vector<BgpPeer> peers;
  std::vector<net::Prefix> allowed;  ///< dynamic neighbours
};

/// `protocols bgp`.
struct BgpText {
  bool disabled = false;
  base::Span span;
  BgpLevel level;
  std::vector<BgpGroup> groups;
  bool enforce_first_as = false;
  bool med_by_arrival = false, always_compare_med = false, router_id_before_age = false,
       ignore_as_path = false;
};

/// `interface I` below `isis`; by level.
struct IsisPort {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  bool disabled = false, passive = false, point_to_point = false;
  bool no_ipv4 = false, no_ipv6 = false;
  struct Level {
    bool disabled = false, passive = false;
    std::optional<std::uint32_t> metric, metric6;
    base::Span metric_span;
    std::string authentication;
  } levels[2];
};

/// `protocols isis`.
struct IsisText {
  bool disabled = false;
  base::Span span;
  struct Level {
    bool disabled = false, wide_only = false;
    std::optional<std::uint32_t> preference, external_preference;
    std::string authentication;
  } levels[2];
  std::optional<std::uint64_t> reference_bandwidth_bps;
  bool overload = false, no_ipv4 = false, no_ipv6 = false, two_topologies = false, ignore_attached = false,
       suppress_attached = false;
  SegmentRoutingText segments;
  std::vector<std::string_view> entities;  ///< `net`; else addresses of family iso
  std::vector<IsisPort> ports;
  std::vector<NameUse> exports;
};

/// `protocols rip|ripng group G`.
struct RipGroup {
  NodeId node = kNone;
  std::vector<NameUse> exports;
  std::optional<std::uint32_t> preference, metric_out;
  std::vector<routing::rip::RipInterface> ports;
};

/// `protocols rip`, `protocols ripng`.
struct RipText {
  net::Family family = net::Family::kIpv4;
  base::Span span;
  std::uint32_t metric_in = 1;
  std::string authentication;
  std::vector<NameUse> imports;
  std::vector<RipGroup> groups;
};

/// `interface I` below `ldp` or `mpls`.
struct LabelPort {
  std::string_view name;  ///< or `all`
  NodeId node = kNone;
  bool disabled = false;
};

/// `protocols ldp`.
struct LdpText {
  NodeId node = kNone;
  std::vector<LabelPort> ports;
  bool explicit_null = false, track_igp_metric = false;
  std::optional<std::pair<net::IpAddress, NodeId>> transport;  ///< when it is stated as an address
};

/// Kinds of routing instances that have tables of their own here.
enum class InstanceKind : std::uint8_t { kMain, kVirtualRouter, kVrf, kForwarding, kOther };

/// The main instance or one of `routing-instances`.
struct InstanceText {
  std::string_view name;  ///< empty: the main one
  NodeId node = kNone;
  base::Span span;
  InstanceKind kind = InstanceKind::kMain;
  std::vector<std::string> units;  ///< interfaces it takes out of the main table
  std::string_view route_distinguisher;
  std::vector<model::CommunityText> import_targets, export_targets;
  std::vector<NameUse> vrf_imports, vrf_exports;

  std::vector<StaticEntry> statics;
  StaticEntry static_defaults;
  std::vector<AggregateEntry> aggregates;
  AggregateEntry aggregate_defaults, generate_defaults;
  std::optional<Stated<net::IpAddress>> router_id;
  std::optional<Stated<std::uint32_t>> as;
  std::uint32_t as_loops = 1;
  std::optional<std::uint32_t> confederation;
  std::vector<std::uint32_t> confederation_members;
  std::vector<NameUse> instance_imports;
  std::vector<RibGroupUse> rib_groups;
  bool auto_export = false;
  bool table_label = false;  ///< `vrf-table-label`

  std::vector<OspfText> ospf;  ///< at most one per family
  std::optional<BgpText> bgp;
  std::optional<IsisText> isis;
  std::vector<RipText> rip;           ///< at most one per family
  std::optional<LdpText> ldp;         ///< of the main instance
  std::vector<LabelPort> mpls_ports;  ///< of the main instance
  NodeId sflow = kNone;               ///< read where it is of the main instance
};

}  // namespace ringfence::formats::juniper_junos
