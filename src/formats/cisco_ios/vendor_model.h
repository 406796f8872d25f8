// The configuration as the text says it: no defaults, references unresolved, every fact with its line.
// convert_*.cc turns it into the neutral model.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/source.h"
#include "formats/bgp_text.h"
#include "formats/copying_text.h"
#include "formats/numbered_lines.h"
#include "formats/policy_text.h"
#include "formats/self_guard_text.h"
#include "formats/setting.h"
#include "formats/source_checks.h"
#include "formats/spanning_tree_text.h"
#include "formats/translation_text.h"
#include "formats/tunnel_text.h"
#include "model/acl.h"
#include "model/device.h"
#include "model/management.h"
#include "net/ip.h"
#include "routing/eigrp/eigrp_config.h"
#include "routing/ospf/ospf_config.h"
#include "routing/sr/sr_config.h"
#include "routing/static_routes/static_config.h"
#include "routing/vrf_config.h"

namespace ringfence::formats::cisco_ios {

/// The text keeps values of OSPF in the types of its configuration.
namespace ospf = routing::ospf;

/// `ip ospf ...`, or `ipv6 ospf ...` and `ospfv3 ...`, under an interface.
struct OspfInterfaceText {
  Setting<std::uint32_t> process;  ///< `ip ospf N area A`
  ospf::AreaId area = 0;
  Setting<std::uint32_t> cost, hello_s, dead_s, priority;
  Setting<ospf::NetworkType> type;
  Setting<bool> mtu_ignore;
  Setting<std::string> authentication;            ///< "null", "text", "md5", "chain:NAME", "ipsec:..."
  std::string text_key;                           ///< digest
  std::map<std::uint32_t, std::string> md5_keys;  ///< digests by key id
  Setting<bool> off;                              ///< `ip ospf shutdown`
};

/// Whom a value of OSPFv3 under an interface is for: one process (0: every one), and IPv6 by name or every
/// family. The greater one is closer to the process.
using Ospf3Scope = std::pair<std::uint32_t, bool>;

/// `interface X` with its block.
struct InterfaceText {
  std::string name;
  base::Span span;
  Setting<bool> shutdown;
  std::vector<model::InterfaceAddress> addresses;
  Setting<std::string> unnumbered, description, lag, vrf;
  Setting<std::uint32_t> mtu, ip_mtu, ipv6_mtu, vlan;
  Setting<std::uint32_t> delay;  ///< tens of microseconds
  std::optional<model::SwitchPort> switch_port;
  std::vector<model::VirtualRouter> virtual_routers;  ///< HSRP as version 1
  std::uint32_t hsrp_version = 1;
  PortTreeText tree;
  std::map<std::uint32_t, std::vector<net::Prefix>> eigrp_summaries;  ///< by AS
  std::set<std::uint32_t> no_eigrp_split_horizon;                     ///< by AS
  Setting<std::uint64_t> bandwidth_bps, speed_bps;
  model::AclUse acl_in4, acl_out4, acl_in6, acl_out6;
  model::AclUse policy_in4, policy_in6;
  SourceChecks source_checks;  ///< `ip verify ...`, `ipv6 verify ...`
  OspfInterfaceText ospf;
  Setting<std::uint32_t> ospf3_process;  ///< `ipv6 ospf N area A`, `ospfv3 N ipv6 area A`
  ospf::AreaId ospf3_area = 0;
  std::map<Ospf3Scope, OspfInterfaceText> ospf3;  ///< without process and area
  Setting<bool> mpls;
  Setting<bool> macsec, macsec_should_secure;
  Setting<std::string> mka_policy, mka_key_chain;
  Setting<std::string> tunnel_profile, crypto_map;
  TunnelText tunnel;
  Setting<bool> keepalive;
  std::vector<FlowUseText> flows;
  TranslationRoleText translation;
};

/// `network A W area X`.
struct OspfNetworkText {
  net::IpAddress address, wildcard;
  ospf::AreaId area = 0;
  base::Span span;
};

/// `redistribute ...` of OSPF.
struct RedistributeText {
  ospf::Redistribution value;  ///< metric only when written
  bool typed = false;          ///< a type is written
  Setting<std::string> route_map;
};

/// `area X filter-list prefix P in|out`.
struct FilterListText {
  ospf::AreaId area = 0;
  bool in = true;
  std::string name;
  base::Span span;
};

/// `distribute-list ...`.
struct DistributeListText {
  std::string name;
  bool prefix_list = false;
  bool in = true;
  base::Span span;
};

/// `router ospf N`, `ipv6 router ospf N`, or what `router ospfv3 N` says of IPv6 in one VRF.
struct OspfText {
  std::uint32_t id = 1;
  base::Span span;
  std::string vrf;
  net::Family family = net::Family::kIpv4;
  bool says_for_all = false;  ///< `router ospfv3` has statements outside its address families
  Setting<net::IpAddress> router_id;
  std::vector<OspfNetworkText> networks;
  Setting<bool> passive_default;
  std::map<std::string, bool> passive;  ///< by interface name: passive or `no passive-interface`
  std::vector<ospf::OspfArea> areas;
  std::map<ospf::AreaId, std::string> area_authentication;  ///< as of interfaces
  std::vector<RedistributeText> redistributions;
  Setting<ospf::DefaultOrigination> default_origination;
  Setting<std::uint32_t> default_metric, maximum_paths;
  Setting<std::uint64_t> reference_bandwidth_bps;
  Setting<bool> rfc1583;
  ospf::OspfDistances distances;
  bool discard_internal = true;
  std::uint32_t discard_distance = 110;
  std::vector<FilterListText> filter_lists;
  std::vector<DistributeListText> distribute_lists;
  bool max_metric = false;
  /// Of a VRF: `capability vrf-lite` takes it out of the VPN.
  bool vrf_lite = false;
  bool no_domain = false;  ///< `domain-id null`
  std::string domain_id;   ///< empty: made of the number of the process
  std::vector<std::string> more_domain_ids;
  std::optional<std::uint32_t> domain_tag;
  std::vector<ospf::ShamLink> sham_links;
  std::vector<ospf::VirtualLink> virtual_links;
  bool opaque = true;                              ///< not `no capability opaque`
  Setting<bool> sr;                                ///< `segment-routing mpls`
  std::map<ospf::AreaId, Setting<bool>> sr_areas;  ///< `segment-routing area A mpls`, false: `disable`
};

/// `ip vrf X`, `vrf definition X`.
struct VrfText {
  routing::VrfConfig value;  ///< without policies
  Setting<std::string> import_map, export_map;
};

/// `network A [W]` of EIGRP.
struct EigrpNetworkText {
  net::IpAddress address, wildcard;
  base::Span span;
};

/// `distribute-list` of EIGRP: a route map, prefix list or access list.
struct EigrpFilterText {
  bool in = true;
  bool route_map = false;
  bool prefix_list = false;
  std::string name, interface;
  base::Span span;
};

/// `redistribute` of EIGRP.
struct EigrpRedistributeText {
  routing::eigrp::EigrpRedistribution value;
  Setting<std::string> map;
};

/// A process of one VRF: `router eigrp N`, or an address family below it.
struct EigrpText {
  routing::eigrp::EigrpProcess value;  ///< without interfaces, redistributions, filters
  bool off = false;                    ///< `shutdown`
  std::vector<EigrpNetworkText> networks;
  Setting<bool> passive_default;
  std::map<std::string, bool> passive;  ///< by interface name
  std::map<std::string, std::vector<net::Prefix>> summaries;
  std::map<std::string, bool> split_horizon;
  std::map<std::string, std::string> authentication;  ///< digest, by interface name
  std::vector<EigrpRedistributeText> redistributions;
  std::vector<EigrpFilterText> filters;
};

/// `ip access-list`, `access-list`, `ipv6 access-list`; lines by sequence number.
struct AclText {
  std::string name;
  net::Family family = net::Family::kIpv4;
  bool standard = false;
  NumberedLines lines;
  NumberedLines open = {};  ///< those that are not modelled
  bool has_unmodelled_lines = false;
  base::Span span;
};

/// A static route; `track` is a track object number.
struct StaticText {
  routing::static_routes::StaticRoute route;
  Setting<std::uint32_t> track;
};

/// `line vty A B`.
struct VtyText {
  base::Span span;
  Setting<std::uint32_t> privilege;
  std::optional<std::vector<model::ManagementService>> transports;  ///< absent: no `transport input` line
  Setting<std::string> acl4, acl6;
  bool login_local = false;
  bool anonymous = false;  ///< `no login`
  std::string login_list;  ///< of `login authentication`; empty: "default"
  base::Span password_span;
  base::Span login_span;
};

/// `username X`.
struct UserText {
  std::string name;
  std::uint32_t privilege = 1;
  bool removed = false;
  base::Span span;
};

/// A method list: `aaa authentication login NAME ...`.
struct MethodListText {
  bool local = false;
  std::vector<std::string> groups;  ///< "tacacs+", "radius" or group names
  base::Span span;
};

/// Servers of one protocol or group.
struct ServerGroupText {
  std::vector<net::IpAddress> servers;
  std::vector<std::string> server_names;
};

/// Everything about who may log in.
struct ManagementText {
  std::vector<VtyText> vtys;
  std::vector<UserText> users;
  Setting<bool> aaa_new_model, http, https, netconf, gnmi, restconf;
  Setting<std::uint32_t> netconf_port;
  Setting<std::string> netconf_acl4, netconf_acl6, http_acl4, http_acl6;
  std::map<std::string, MethodListText> login_lists;
  std::map<std::string, MethodListText> exec_lists;
  std::map<std::string, net::IpAddress> named_servers;
  std::map<std::string, ServerGroupText> groups;  ///< "tacacs+" and "radius" hold all of the protocol
  std::vector<model::SnmpAccess> snmp;
};

/// `crypto ipsec transform-set`.
struct TransformSetText {
  bool confidentiality = false;
  bool integrity = false;
  base::Span span;
};

/// `crypto ipsec profile`, or one entry of a crypto map.
struct CryptoProfileText {
  std::string name;
  std::optional<net::IpAddress> peer;
  std::vector<Setting<std::string>> transform_sets;
  Setting<std::string> acl;
  base::Span span;
};

/// Keys, policies, profiles of encryption.
struct ProtectionText {
  std::map<std::string, TransformSetText> transform_sets;
  std::map<std::string, CryptoProfileText> profiles;
  std::map<std::string, std::vector<CryptoProfileText>> crypto_maps;
  std::map<std::string, Setting<std::string>> map_local_address;
  std::map<std::string, std::string> key_chains;  ///< digest of all keys, by name
  std::map<std::string, bool> mka_policies;       ///< true: everything is encrypted
};

/// One address of an object group.
struct ObjectGroupText {
  std::vector<net::AddressMatch> members;
  bool complete = true;  ///< false: it has lines this reader cannot express
};

/// `mpls ...` at top level.
struct LdpText {
  bool forwards = true;            ///< not `no mpls ip`
  Setting<std::string> router_id;  ///< an interface
  bool explicit_null = false;
};

/// A line of `connected-prefix-sid-map`: of so many prefixes, one after the other.
struct SidRangeText {
  net::Prefix prefix;
  std::uint32_t value = 0;
  bool absolute = false;  ///< a label, not an index
  std::uint32_t count = 1;
  base::Span span;
};

/// `segment-routing mpls` at top level.
struct SrText {
  bool on = false;
  Setting<routing::sr::LabelBlock> block;
  bool preferred = false;  ///< to LDP
  bool explicit_null = false;
  std::vector<SidRangeText> sids;
};

/// SPAN and ERSPAN sessions by number, flow export.
struct CopyingText {
  std::map<std::uint32_t, MirrorSessionText> sessions;
  std::size_t source_count = 0;  ///< of all sessions
  FlowTexts flows;
  std::vector<ExporterText> exports;  ///< `ip flow-export destination`
  Setting<std::string> export_source;
};

/// The whole file.
struct VendorConfig {
  Setting<std::string> hostname;
  bool ip_routing = true;
  bool ipv6_routing = false;
  std::vector<InterfaceText> interfaces;
  std::vector<OspfText> ospf;
  std::vector<StaticText> statics;
  std::vector<AclText> acls;
  std::vector<SelfGuardText> guards;  ///< `ip receive access-list`
  PolicyTexts policies;
  std::vector<VrfText> vrfs;
  BgpText bgp;
  bool bgp_router_id_per_vrf = false;  ///< `bgp router-id vrf auto-assign`
  std::vector<EigrpText> eigrp;
  std::map<std::string, ObjectGroupText> object_groups;
  std::map<std::uint32_t, std::string> tracked_interfaces;
  std::map<std::uint32_t, base::Span> other_tracks;
  SpanningTreeText tree{.per_vlan = true, .off_span = {}, .guard_span = {}};  ///< PVST+
  ManagementText management;
  ProtectionText protection;
  LdpText ldp;
  SrText sr;
  CopyingText copying;
  TranslationTexts translation;
};

}  // namespace ringfence::formats::cisco_ios
