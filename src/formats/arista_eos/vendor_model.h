// The configuration as the text says it: no defaults, references unresolved, every fact with its line.
// convert_*.cc turns it into the neutral model. BGP has a header of its own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "formats/arista_eos/vendor_bgp.h"
#include "formats/arista_eos/vendor_nat.h"
#include "formats/copying_text.h"
#include "formats/evpn_text.h"
#include "formats/numbered_lines.h"
#include "formats/policy_text.h"
#include "formats/segment_routing_text.h"
#include "formats/self_guard_text.h"
#include "formats/source_checks.h"
#include "formats/spanning_tree_text.h"
#include "formats/tunnel_text.h"
#include "model/acl.h"
#include "model/device.h"
#include "model/management.h"
#include "routing/isis/isis_config.h"
#include "routing/ospf/ospf_config.h"
#include "routing/static_routes/static_config.h"
#include "routing/vrf_config.h"

namespace ringfence::formats::arista_eos {

/// The text keeps values of the protocols in the types of their configuration.
namespace ospf = routing::ospf;
namespace isis = routing::isis;

/// One key of `message-digest-key`.
struct HashKeyText {
  std::string algorithm;  ///< "md5", "sha256", ...
  std::string digest;
};

/// OSPF statements under an interface, of one version.
struct OspfInterfaceText {
  Setting<ospf::AreaId> area;
  Setting<std::uint32_t> process;  ///< OSPFv3 as older releases write it: `ipv6 ospf N area A`
  Setting<std::uint32_t> cost, hello_s, dead_s, priority;
  Setting<ospf::NetworkType> type;
  bool mtu_ignore = false;
  bool passive = false;                            ///< OSPFv3 says it here
  Setting<std::string> authentication;             ///< "text" or "md5"
  std::string text_key;                            ///< digest
  std::map<std::uint32_t, HashKeyText> hash_keys;  ///< by key id
  bool off = false;                                ///< `ip ospf disabled`
};

/// IS-IS statements under an interface.
struct IsisInterfaceText {
  Setting<std::string> tag;  ///< `isis enable TAG`
  Setting<isis::Levels> levels;
  Setting<std::uint32_t> metric_level1, metric_level2, metric6;
  bool point_to_point = false;
  Setting<bool> passive;
  std::string authentication_mode, authentication_key;
};

/// Switching of frames on a port.
struct SwitchText {
  Setting<bool> switches;     ///< `switchport` or `no switchport`
  Setting<std::string> mode;  ///< "access", "trunk", ...
  Setting<std::uint32_t> access_vlan, native_vlan;
  std::optional<std::vector<model::VlanRange>> allowed;
  std::set<std::string> groups;  ///< `switchport trunk group G`
};

/// `flow tracker KIND NAME` of an interface.
struct TrackerUseText {
  std::string kind, name;
  base::Span span;
};

/// `interface X` with its block.
struct InterfaceText {
  std::string name;
  base::Span span;
  Setting<bool> shutdown;
  std::vector<model::InterfaceAddress> addresses;
  Setting<std::string> unnumbered, description, lag, vrf;
  Setting<std::uint32_t> mtu, vlan;
  Setting<std::uint64_t> bandwidth_bps, speed_bps;
  model::AclUse acl_in4, acl_out4, acl_in6, acl_out6;
  SourceChecks source_checks;  ///< `ip verify ...`, `ipv6 verify ...`
  model::AclUse steering;      ///< `service-policy type pbr input`
  NatText nat;
  Setting<std::string> macsec;  ///< `mac security profile`
  SwitchText frames;
  Setting<std::uint32_t> mlag;
  PortTreeText tree;
  std::map<std::uint32_t, model::VirtualRouter> virtual_routers;
  std::vector<net::IpAddress> shared_gateways;  ///< `ip virtual-router address`
  std::set<net::HostPrefix> shared_addresses;   ///< `ip address virtual`, also those taken back
  base::Span shared_span;
  TunnelText tunnel;
  bool tunnel_gre = false;  ///< `tunnel mode gre`
  Setting<bool> sflow_in, sflow_out;
  std::vector<TrackerUseText> trackers;
  OspfInterfaceText ospf, ospf3;
  IsisInterfaceText isis;
  SidText sid;  ///< `node-segment ipv4`
};

/// `profile P` of `mac security`.
struct MacsecProfileText {
  bool has_key = false;
  bool drops_clear = false;  ///< `traffic unprotected drop`; without the line nothing is taken for certain
};

/// A list that a class for policy routing takes packets by.
struct SteeringListText {
  std::string name;
  net::Family family = net::Family::kIpv4;
  base::Span span;
};

/// `class-map type pbr X`.
struct SteeringClassText {
  std::vector<SteeringListText> lists;  ///< alternatives
  bool expressed = true;                ///< false: it has conditions on something else
  base::Span span;
};

/// `N class X` of a policy map.
struct SteeringEntryText {
  std::string class_name;
  std::vector<model::PolicyHop> hops;
  base::Span span;
};

/// `policy-map type pbr X`.
struct SteeringPolicyText {
  std::map<std::uint32_t, SteeringEntryText> entries;
  base::Span span;
};

/// `network P area X`.
struct OspfNetworkText {
  net::IpAddress address, wildcard;
  ospf::AreaId area = 0;
  base::Span span;
};

/// `redistribute ...` of an interior protocol.
struct RedistributeText {
  ospf::Redistribution value;
  Setting<std::string> route_map;
};

/// `router ospf N [vrf V]`, `ipv6 router ospf N`, or one family of `router ospfv3`.
struct OspfText {
  std::uint32_t id = 1;
  base::Span span;
  std::string vrf;
  net::Family family = net::Family::kIpv4;
  Setting<net::IpAddress> router_id;
  std::vector<OspfNetworkText> networks;
  Setting<bool> passive_default, shutdown;
  std::map<std::string, bool> passive;  ///< by interface name: passive or `no passive-interface`
  std::vector<ospf::OspfArea> areas;
  std::vector<RedistributeText> redistributions;
  Setting<ospf::DefaultOrigination> default_origination;
  Setting<std::string> distribute_list;  ///< name of a prefix list
  Setting<std::uint32_t> maximum_paths;
  Setting<std::uint64_t> reference_bandwidth_bps;
  Setting<bool> rfc1583;
  ospf::OspfDistances distances;
  bool max_metric = false;
};

/// `redistribute ...` under `router isis`.
struct IsisRedistributeText {
  isis::IsisRedistribution value;
  Setting<std::string> route_map;
};

/// `prefix-segment P ...`.
struct PrefixSegmentText {
  net::Prefix prefix;
  SidText sid;
};

/// `router isis TAG`.
struct IsisText {
  std::string tag, vrf;
  base::Span span;
  Setting<std::string> net, router_id;
  Setting<isis::Levels> levels;
  Setting<bool> ipv4, ipv6, shutdown;  ///< `address-family F unicast` was opened
  bool multi_topology = false;
  bool overload = false;
  Setting<bool> passive_default;
  std::map<std::string, bool> passive;  ///< by interface name
  Setting<std::uint32_t> maximum_paths, distance;
  std::map<std::uint32_t, std::string> authentication_mode, authentication_key;  ///< by level; 0: both
  std::vector<IsisRedistributeText> redistributions;
  base::Span sr;         ///< `segment-routing mpls`; invalid: not said
  bool sr_runs = false;  ///< `no shutdown` inside of it
  std::vector<PrefixSegmentText> segments;
};

/// `mpls ip`, and the labels of SIDs.
struct SrText {
  Setting<bool> forwards;
  Setting<routing::sr::LabelBlock> block;
};

/// `ip access-list`, `ipv6 access-list`; lines by sequence number.
struct AclText {
  std::string name;
  net::Family family = net::Family::kIpv4;
  bool standard = false;
  NumberedLines lines;
  NumberedLines open = {};  ///< those that are not modelled
  bool has_unmodelled_lines = false;
  base::Span span;
};

/// `vrf instance V` and what other statements say about it; "" is the default one.
struct VrfText {
  std::string name;
  base::Span span;
  Setting<bool> routing4, routing6;
  Setting<net::IpAddress> router_id;
  std::vector<routing::VrfLeak> leaks;
};

/// An access list that guards a service in one VRF.
struct ServiceFilterText {
  std::string name, vrf;
  net::Family family = net::Family::kIpv4;
  base::Span span;
};

/// A service that listens in the default VRF and in others.
struct ServiceText {
  Setting<bool> on;                                ///< `no shutdown` or `shutdown` of the service itself
  std::map<std::string, Setting<bool>> on_in_vrf;  ///< the same in `vrf V`
  Setting<std::uint32_t> port;
  std::vector<ServiceFilterText> filters;
  Setting<bool> http, https;  ///< of the command API
};

/// `username X`.
struct UserText {
  std::string name;
  std::string role;
  std::uint32_t privilege = 1;
  base::Span span;
};

/// `aaa authentication login NAME ...` and the like.
struct MethodListText {
  bool local = false;
  bool none = false;
  std::vector<std::string> groups;  ///< "tacacs+", "radius" or group names
  base::Span span;
};

/// Everything about who may log in.
struct ManagementText {
  ServiceText ssh, telnet, api, gnmi, netconf, restconf;
  std::vector<UserText> users;
  std::optional<MethodListText> login;
  bool local_command_authorization = false;  ///< roles are enforced
  std::string default_role;
  std::map<std::string, std::vector<net::IpAddress>>
      groups;  ///< "tacacs+" and "radius" hold all of the protocol
  std::vector<model::SnmpAccess> snmp;
};

/// `vxlan vrf V vni N`.
struct VxlanVrfText {
  std::uint32_t vni = 0;
  base::Span span;
};

/// `vxlan vlan V vni N`.
struct VxlanVlanText {
  std::uint32_t vni = 0;
  base::Span span;
};

/// `interface Vxlan1`.
struct VxlanText {
  std::string name;
  Setting<std::string> source;  ///< interface
  Setting<bool> shutdown;
  std::uint16_t udp_port = model::kVxlanPort;
  std::map<std::string, VxlanVrfText> vrfs;
  std::map<std::uint16_t, VxlanVlanText> vlans;
  base::Span span;
};

/// `tracker T`.
struct TrackerText {
  std::vector<ExporterText> exporters;
  Setting<std::string> source;  ///< `local interface X` of the last exporter
};

/// `flow tracking KIND`.
struct TrackingText {
  std::map<std::string, TrackerText> trackers;
  Setting<bool> on;
};

/// Mirror sessions, sFlow, flow tracking.
struct CopyingText {
  std::map<std::string, MirrorSessionText> sessions;
  std::size_t source_count = 0;  ///< of all sessions
  SflowText sflow;
  bool sflow_ingress = true, sflow_egress = false;  ///< of ports that do not say otherwise
  std::map<std::string, TrackingText> tracking;     ///< by kind
};

/// The whole file.
struct VendorConfig {
  std::map<std::string, MacsecProfileText> macsec_profiles;
  Setting<std::string> peer_link;              ///< of `mlag configuration`
  std::map<std::string, std::string> tracked;  ///< interfaces by object; "": something else
  SpanningTreeText tree;                       ///< MSTP
  Setting<std::string> hostname;
  bool multi_agent = false;
  bool as_path_characters = false;  ///< brackets in AS-path patterns hold characters, not AS numbers
  bool routed_by_default = false;   ///< `switchport default mode routed`
  bool has_virtual_mac = false;     ///< `ip virtual-router mac-address`: shared gateways answer
  std::vector<VrfText> vrfs;
  std::map<std::uint16_t, std::set<std::string>> vlans;  ///< defined ones with their trunk groups
  std::vector<InterfaceText> interfaces;
  std::optional<VxlanText> vxlan;
  std::map<std::uint16_t, EvpnVlanText> evpn;  ///< `vlan V` below `router bgp`
  std::vector<OspfText> ospf;
  std::vector<IsisText> isis;
  SrText sr;
  std::vector<routing::static_routes::StaticRoute> statics;
  std::map<std::string, SteeringClassText> steering_classes;
  std::map<std::string, SteeringPolicyText> steering_policies;
  std::map<std::string, NatPoolText> nat_pools;
  std::vector<AclText> acls;
  std::vector<SelfGuardText> guards;  ///< of `system control-plane`
  PolicyTexts policies;
  BgpText bgp;
  std::map<std::string, std::vector<model::ValueRange>> peer_filters;
  ManagementText management;
  CopyingText copying;
};

}  // namespace ringfence::formats::arista_eos
