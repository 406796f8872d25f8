// The vendor model: what the text says, in the text's own terms and without any default. The extract files
// fill it, the convert files turn it into the neutral model.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/source.h"
#include "formats/bgp_text.h"
#include "formats/huawei_vrp/name_use.h"
#include "formats/huawei_vrp/vendor_copying.h"
#include "formats/huawei_vrp/vendor_l2vpn.h"
#include "formats/huawei_vrp/vendor_labels.h"
#include "formats/huawei_vrp/vendor_nat.h"
#include "formats/huawei_vrp/vendor_te.h"
#include "formats/policy_text.h"
#include "formats/source_checks.h"
#include "model/device.h"
#include "routing/isis/isis_config.h"
#include "routing/ospf/ospf_config.h"
#include "routing/sr/sr_config.h"
#include "routing/vrf_config.h"

namespace ringfence::formats::huawei_vrp {

/// `ospf ...` or `ospfv3 ...` lines of an interface.
struct VrpOspfSettings {
  std::optional<std::uint32_t> cost;
  base::Span cost_span;
  std::optional<routing::ospf::NetworkType> type;
  std::optional<std::uint32_t> hello_s;
  std::optional<std::uint32_t> dead_s;
  std::optional<std::uint8_t> priority;
  std::optional<std::string> authentication;  ///< "" when switched off explicitly
  std::optional<bool> mtu_check;              ///< `ospf mtu-enable`, `ospfv3 mtu-ignore`
};

/// `ospf enable [P] area A`, `ospfv3 P area A` of an interface.
struct VrpOspfEnable {
  std::optional<std::uint32_t> process;
  std::uint32_t area = 0;
  base::Span span;
};

/// Values that a statement sets for both levels or for one.
template <class T>
struct VrpPerLevel {
  std::optional<T> level1, level2;
};

/// `isis ...` lines of an interface.
struct VrpIsisSettings {
  std::optional<std::string> process, process6;  ///< `isis enable P`, `isis ipv6 enable P`
  base::Span span;
  std::optional<routing::isis::Levels> levels;
  VrpPerLevel<std::uint32_t> cost, cost6;
  base::Span cost_span;
  bool point_to_point = false;
  bool silent = false;
  std::string authentication;
};

/// `version N`; 0: not said.
struct VrpRipVersion {
  std::uint32_t number = 0;
  base::Span span;
};

/// `rip ...` lines of an interface.
struct VrpRipSettings {
  VrpRipVersion version;
  bool input = true, output = true;
  bool split_horizon = true, poison_reverse = false;
  std::optional<std::uint32_t> metric_in, metric_out;
  std::string authentication;
};

/// `mpls te ...` of an interface that is a tunnel.
struct VrpTeTunnel {
  base::Span span;  ///< `tunnel-protocol mpls te`; invalid: it is none
  std::optional<std::uint32_t> id;
  bool committed = false, only_bound = false, igp_metric = false;
  bool other_signalling = false;  ///< no RSVP
  NameUse path, second_path;      ///< `path explicit-path P [secondary]`
  base::Span backup_span;         ///< `backup ordinary`
  std::uint32_t affinity = 0, affinity_mask = 0;
  std::uint32_t bandwidth_kbps = 0;
};

/// `portswitch` and `port ...` lines of an interface.
struct VrpSwitching {
  std::optional<bool> switches;  ///< `portswitch`, `undo portswitch`
  bool has_lines = false;        ///< `port link-type`, `port default`, `port trunk`
  base::Span span;               ///< the first of these lines
  std::string link_type;
  std::optional<std::uint16_t> access_vlan, untagged_vlan;  ///< `port default`, `port trunk pvid`
  std::set<std::uint16_t> allowed = {1};                    ///< `port trunk allow-pass`
  base::Span tree_off_span;                                 ///< `stp disable`
  base::Span root_guard_span;                               ///< `stp root-protection`
  base::Span filter_span;                                   ///< `stp bpdu-filter enable`
  std::optional<bool> edge_port;                            ///< `stp edged-port`
};

/// `interface X`.
struct VrpInterface {
  std::string name;
  base::Span span;
  bool shutdown = false;
  base::Span shutdown_span;
  bool ipv6_enabled = false;
  std::vector<model::InterfaceAddress> addresses;
  std::string unnumbered_from;
  std::optional<std::uint32_t> mtu_bytes;
  std::optional<std::uint32_t> mtu6_bytes;  ///< `ipv6 mtu`
  base::Span mtu6_span;
  std::optional<std::uint64_t> bandwidth_bps;
  std::string description;
  std::string vpn_instance;
  std::optional<std::uint16_t> vlan;
  std::string lag, link_protocol;
  /// `traffic-filter`. A place without a name: one with options.
  NameUse filter_in4, filter_out4, filter_in6, filter_out6;
  SourceChecks source_checks;     ///< `urpf`, `ip urpf`, `ipv6 urpf`
  NameUse policy_in, policy_out;  ///< `traffic-policy`
  NameUse policy_routing;         ///< `ip policy-based-route`
  NameUse macsec_profile;
  base::Span macsec_span;  ///< `macsec mode normal` on the interface itself
  NameUse ipsec;           ///< `ipsec policy P` or `ipsec profile P`
  std::optional<net::IpAddress> tunnel_source;
  std::string tunnel_source_interface;
  std::optional<net::IpAddress> tunnel_destination;
  std::optional<std::string> tunnel_vpn;         ///< `destination vpn-instance V A`: of the outer packets
  std::optional<std::uint32_t> gre_key;          ///< `gre key N`
  bool gre_key_hidden = false;                   ///< in cipher text
  bool keepalive = false;                        ///< of GRE
  std::optional<model::Encapsulation> wrapping;  ///< `tunnel-protocol gre` and the like, but for IPsec
  bool carries4 = true, carries6 = true;
  base::Span wrapping_span;
  VrpOspfSettings ospf, ospf6;
  std::optional<VrpOspfEnable> ospf_enable, ospf6_enable;
  VrpIsisSettings isis;
  VrpRipSettings rip;
  VrpSwitching frames;
  std::vector<model::VirtualRouter> virtual_routers;  ///< ascending by group
  base::Span tunnel_ipsec_span;                       ///< `tunnel-protocol ipsec`
  bool mpls = false, ldp = false;
  base::Span ldp_span;
  VrpInterfaceCopying copying;
  NameUse ldp_transport;  ///< the interface whose address sessions use
  std::map<routing::sr::Algorithm, SidText> isis_sids;
  SidText ospf_sid;
  VrpFlexLink flexible;
  VrpTeLink te;
  VrpTeTunnel te_tunnel;
  VrpNatPort nat;
  std::optional<VrpCircuit> circuit;  ///< `mpls l2vc`
  NameUse vsi;                        ///< `l2 binding vsi`
  VrpBridgePort bridge;
  bool anycast = false;  ///< `vxlan anycast-gateway enable`, `arp distribute-gateway enable`
  bool own_mac = false;  ///< `mac-address M`
};

/// `rule ...` of an access list.
struct VrpRule {
  std::uint32_t number = 0;
  model::AclLine line;
};

/// `acl ...`. Family and name (or number as text) together are its key.
struct VrpAcl {
  std::string name;    ///< name, or the number when it has none
  std::string number;  ///< number as text when known
  net::Family family = net::Family::kIpv4;
  std::uint32_t step = 5;
  bool order_auto = false;
  std::vector<VrpRule> rules;
  base::Span span;
};

/// `goto next-node` of a node.
struct VrpJump {
  std::string policy;
  std::uint32_t node = 0;
  base::Span span;
};

/// `tunnel-policy T`.
struct VrpTunnelPolicy {
  std::string name;
  std::vector<std::string> sequence = {};  ///< of `tunnel select-seq`
  std::vector<VrpTunnelBinding> bound = {};
  bool complete = true;  ///< nothing else is said
  base::Span span = {};  ///< of the sequence
};

/// `vpn-target ... evpn` of a family, whether BGP tells the others its routes (`advertise l2vpn evpn`), and
/// how packets to them travel.
struct VrpEvpnTargets {
  std::vector<model::CommunityText> imports, exports;
  base::Span span;  ///< the last of the targets
  bool advertised = false;
  base::Span labels;      ///< of `evpn mpls routing-enable`; none: not by labels
  NameUse tunnel_policy;  ///< `tnl-policy P evpn`
};

/// `interface Nve1`: the tunnel end of VXLAN.
struct VrpNve {
  std::string name;
  base::Span span;
  Setting<net::IpAddress> source;
  std::set<std::uint32_t> by_bgp = {};  ///< `vni V head-end peer-list protocol bgp`
};

/// `ip vpn-instance V`. Targets are communities.
struct VrpVpnInstance {
  std::string name;
  base::Span span;
  bool ipv4 = false, ipv6 = false;  ///< has a block of that family
  std::string distinguisher4, distinguisher6;
  base::Span distinguisher6_span;
  std::vector<model::CommunityText> imports4, exports4, imports6, exports6;
  NameUse import_policy4, export_policy4, import_policy6, export_policy6;
  NameUse tunnel_policy4, tunnel_policy6;
  VrpEvpnTargets evpn4, evpn6;
  Setting<std::uint32_t> vni;  ///< `vxlan vni N`
  std::optional<net::IpAddress> router_id;
  bool label_per_instance4 = false, label_per_instance6 = false;  ///< `apply-label per-instance`
  base::Span label_span;
};

/// `ip route-static`, `ipv6 route-static`.
struct VrpStatic {
  std::string vrf;
  std::optional<std::string> next_hop_vrf;
  net::Prefix prefix;
  std::optional<net::IpAddress> next_hop;
  std::string interface;
  std::optional<std::uint32_t> preference;
  std::optional<std::uint32_t> tag;
  base::Span span;
};

/// `network A W` of an area.
struct VrpOspfNetwork {
  net::IpAddress address;
  net::IpAddress ignore;
  base::Span span;
};

/// A filter named by a process or an area.
struct VrpFilterUse {
  enum class Kind : std::uint8_t { kNone, kAcl, kPrefixList };
  Kind kind = Kind::kNone;
  NameUse use;
};

/// `filter-policy ...` of BGP: on the routes of all peers of a family.
struct VrpBgpFilter {
  std::string vrf;
  routing::bgp::BgpFamily family = routing::bgp::BgpFamily::kIpv4Unicast;
  bool in = false;
  VrpFilterUse filter;
};

/// `import-rib ...` of BGP in a VPN instance.
struct VrpRibImport {
  std::string into, from;  ///< VPN instances; an empty `from` is the public one
  net::Family family = net::Family::kIpv4;
  NameUse policy;
  base::Span span;
};

/// `area A`.
struct VrpOspfArea {
  routing::ospf::OspfArea area;  ///< only what the text states; filters are in the uses below
  std::vector<VrpOspfNetwork> networks;
  VrpFilterUse filter_in, filter_out;
  std::string authentication;
};

/// `import-route ...`.
struct VrpImport {
  model::RouteSource source = model::RouteSource::kConnected;
  std::string process;
  bool bgp_internal = false;  ///< `permit-ibgp`
  std::optional<std::uint32_t> cost;
  bool inherit_cost = false;
  std::optional<routing::ospf::ExternalType> type;
  std::optional<std::uint32_t> tag;
  NameUse policy;
  base::Span span;
};

/// `silent-interface X` and its undo, in the order of the text; an empty name means all.
struct VrpSilent {
  std::string interface;
  bool silent = true;
};

/// `ospf P`, `ospfv3 P`.
struct VrpOspf {
  std::uint32_t id = 1;
  net::Family family = net::Family::kIpv4;
  std::string vrf;
  std::optional<net::IpAddress> router_id;
  base::Span router_id_span;
  base::Span span;
  std::optional<std::uint32_t> reference_mbps;
  std::optional<bool> rfc1583;
  std::optional<std::uint32_t> max_paths;
  std::optional<std::uint32_t> preference, preference_ase;
  std::optional<std::uint32_t> default_cost, default_tag;
  std::optional<routing::ospf::ExternalType> default_type;
  std::vector<VrpImport> imports;
  std::vector<routing::ospf::ExternalSummary> summaries;
  std::optional<routing::ospf::DefaultOrigination> default_origination;
  VrpFilterUse table_filter, export_filter;
  bool stub_router = false;
  bool opaque = false;  ///< `opaque-capability enable`
  VrpSr sr;
  std::vector<VrpSilent> silent;
  std::vector<VrpOspfArea> areas;
  std::vector<std::uint32_t> te_areas;  ///< with `mpls-te enable`
  bool simple_vpn = false;              ///< `vpn-instance-capability simple`: outside of the VPN
  std::string domain_id;                ///< empty: none
  std::vector<std::string> more_domain_ids;
  std::optional<std::uint32_t> route_tag;
  std::vector<routing::ospf::ShamLink> sham_links;
  std::vector<routing::ospf::VirtualLink> virtual_links;
};

/// `network A` of RIP.
struct VrpRipNetwork {
  net::Prefix prefix;
  base::Span span;
};

/// `peer A` of RIP.
struct VrpRipPeer {
  net::IpAddress address;
  base::Span span;
};

/// `rip P`.
struct VrpRip {
  std::uint32_t id = 1;
  std::string vrf;
  base::Span span;
  VrpRipVersion version;
  bool no_summary = false, always_summary = false;  ///< `undo summary`, `summary always`
  std::optional<std::uint32_t> preference, default_cost, max_paths;
  std::vector<VrpRipNetwork> networks;
  std::vector<VrpRipPeer> peers;
  std::vector<VrpImport> imports;
  std::vector<VrpSilent> silent;
};

/// `import-route ...` of IS-IS, also between levels.
struct VrpIsisImport {
  routing::isis::IsisRedistribution value;  ///< without policies
  NameUse policy;
  VrpFilterUse filter;
};

/// `isis P`.
struct VrpIsis {
  std::string id;
  std::string vrf;
  base::Span span;
  std::string net;
  std::optional<routing::isis::Levels> levels;
  routing::isis::MetricStyle style = routing::isis::MetricStyle::kNarrow;
  VrpPerLevel<std::uint32_t> cost, cost6;  ///< of all circuits
  std::optional<std::uint32_t> preference, max_paths;
  bool ipv6 = false, multi_topology = false, overload = false;
  bool ignores_attached_bit = false, attached_bit = true, leaks_up = true;
  std::vector<VrpIsisImport> imports;
  std::vector<routing::isis::IsisSummary> summaries;
  std::optional<routing::isis::Levels> default_into, default6_into;
  std::uint32_t default_cost = 0, default6_cost = 0;
  bool default_always = false;
  NameUse default_policy;
  std::string area_authentication, domain_authentication;
  routing::isis::Levels te_levels = 0;  ///< `traffic-eng`
  VrpSr sr;
  std::vector<VrpFlexUse> flexible;
  bool tells_links = false;       ///< `advertise link attributes`
  std::vector<NameUse> locators;  ///< `segment-routing ipv6 locator L`
};

/// `traffic classifier C`.
struct VrpClassifier {
  std::string name;
  bool complete = true;  ///< only `if-match acl`, and any one of them suffices
  std::vector<base::Span> other_conditions;
  bool any = false;  ///< `if-match any`
  bool operator_and = false;
  std::vector<NameUse> acls4, acls6;
};

/// `traffic behavior B`.
struct VrpBehavior {
  std::string name;
  bool complete = true;
  bool deny = false;
  std::vector<model::PolicyHop> hops;  ///< `redirect ip-nexthop`: the first that answers
};

/// `traffic policy P`.
struct VrpTrafficPolicy {
  std::string name;
  bool complete = true;
  struct Pair {
    std::string classifier;
    std::string behavior;
    base::Span span;
  };
  std::vector<Pair> pairs;
};

/// `policy-based-route P permit node N`.
struct VrpPolicyNode {
  std::string policy;
  std::uint32_t number = 0;
  bool permit = true;
  bool complete = true;  ///< nothing but one list and one next hop
  NameUse acl = {};
  std::optional<model::PolicyHop> hop = {};
  base::Span span = {};
};

/// `local-user U ...` and `ssh user U ...`.
struct VrpUser {
  std::string name;
  base::Span span;
  std::optional<std::uint32_t> level;
  std::optional<model::ManagementRole> group_role;
  bool service_types_given = false;
  bool ssh = false, telnet = false, http = false;
  bool ssh_services_given = false;
  bool ssh_shell = false, ssh_netconf = false;
  bool blocked = false;
  bool local = false;  ///< has a `local-user` line; `ssh user` alone is no account
};

/// `user-interface vty A B`.
struct VrpVty {
  base::Span span;
  NameUse acl4, acl6;
  std::string protocol;  ///< "ssh", "telnet", "all" or empty
  std::optional<std::uint32_t> level;
};

/// `hwtacacs-server template T`, `radius-server template T`.
struct VrpAaaTemplate {
  std::string name;
  std::vector<net::IpAddress> servers;
};

/// `authentication-scheme S`.
struct VrpScheme {
  std::string name;
  bool remote = false;
  base::Span span;
};

/// `domain D` of aaa.
struct VrpDomain {
  std::string name;
  std::string scheme;
  std::vector<std::string> templates;
};

/// `snmp-agent community`, `snmp-agent usm-user`.
struct VrpSnmp {
  model::ManagementRole role = model::ManagementRole::kRead;
  std::string group;  ///< of a user
  NameUse acl;
  base::Span span;
};

/// `snmp-agent group`.
struct VrpSnmpGroup {
  std::string name;
  bool write = false;
  NameUse acl;
};

/// A server of the management plane: on or off, where, guarded by what.
struct VrpService {
  std::optional<bool> enabled;
  std::optional<std::uint16_t> port;
  NameUse acl4, acl6;
  base::Span span;
};

/// `ipsec proposal`.
struct VrpIpsecProposal {
  std::string name;
  bool complete = true;
  bool encrypts = false;
  bool authenticates = false;
  base::Span span;
};

/// `ike peer`.
struct VrpIkePeer {
  std::string name;
  std::optional<net::IpAddress> remote;
  std::optional<net::IpAddress> local;
  base::Span span;
};

/// `ipsec policy P N isakmp`, `ipsec profile P`.
struct VrpIpsecPolicy {
  std::string name;
  std::uint32_t sequence = 0;
  bool profile = false;
  bool complete = true;
  NameUse acl, peer, proposal;
  std::optional<net::IpAddress> local;
  base::Span span;
};

/// `mac-security-profile name P`.
struct VrpMacsecProfile {
  std::string name;
  bool must_secure = false;
  base::Span span;
};

/// A whole file.
struct VrpConfig {
  std::string sysname;
  base::Span sysname_span;
  bool vrp5 = false;  ///< began with a bracketed version
  std::optional<net::IpAddress> router_id;
  base::Span router_id_span;
  std::optional<std::uint32_t> static_preference, static_preference6;
  std::vector<VrpInterface> interfaces;
  std::set<std::uint16_t> vlans;  ///< `vlan batch`, `vlan N`
  base::Span tree_off_span;       ///< `stp disable`
  base::Span edge_guard_span;     ///< `stp bpdu-protection`, `stp bpdu-filter default`
  bool edge_ports = false;        ///< `stp edged-port default`
  VrpMpls mpls;
  VrpL2Vpn l2vpn;
  std::vector<VrpStaticLsp> static_lsps;
  std::vector<VrpExplicitPath> explicit_paths;
  bool segment_routing = false;
  bool prefers_sr = false;  ///< `tunnel-prefer segment-routing`
  VrpSrv6 srv6;
  bool te_attributes = false;  ///< `te attribute enable`
  AffinityBits affinity_bits;  ///< `path-constraint affinity-mapping`
  std::vector<VrpFlexible> flexible;
  std::vector<VrpAcl> acls;
  PolicyTexts policies;  ///< also every list that policies and filters name, access lists excepted
  std::vector<VrpJump> jumps;
  std::vector<VrpVpnInstance> vpn_instances;
  std::vector<VrpTunnelPolicy> tunnel_policies;
  std::optional<VrpNve> nve;
  bool evpn_overlay = false;               ///< `evpn-overlay enable`
  bool evpn_keeps_all = false;             ///< `undo policy vpn-target` of the EVPN family
  std::set<std::string> vxlan_peers = {};  ///< `peer X advertise encap-type vxlan`
  std::vector<base::Span> host_routes;     ///< `peer X advertise irb` and the like
  bool segment_tunnels = false;            ///< segment routing with labels begins some
  bool other_tunnels = false;              ///< something begins tunnels that are no LSPs of LDP or RSVP
  std::vector<VrpStatic> statics;
  std::vector<VrpOspf> ospf;
  std::vector<VrpIsis> isis;
  std::vector<VrpRip> rip;
  BgpText bgp;
  bool bgp_shutdown = false;
  std::vector<VrpBgpFilter> bgp_filters;
  std::vector<VrpRibImport> rib_imports;
  std::vector<VrpClassifier> classifiers;
  std::vector<VrpBehavior> behaviors;
  std::vector<VrpTrafficPolicy> traffic_policies;
  std::vector<VrpPolicyNode> policy_nodes;
  VrpNat nat;
  std::vector<VrpUser> users;
  std::vector<VrpVty> vtys;
  std::vector<VrpAaaTemplate> templates;
  std::vector<VrpScheme> schemes;
  std::vector<VrpDomain> domains;
  std::vector<VrpSnmp> snmp;
  std::vector<VrpSnmpGroup> snmp_groups;
  VrpService stelnet, telnet, snetconf, http, https, snmp_agent;
  NameUse ssh_acl, ssh_acl6;
  std::optional<std::uint16_t> ssh_port;
  std::vector<VrpIpsecProposal> ipsec_proposals;
  std::vector<VrpIkePeer> ike_peers;
  std::vector<VrpIpsecPolicy> ipsec_policies;
  std::vector<VrpMacsecProfile> macsec_profiles;
  VrpCopying copying;
};

}  // namespace ringfence::formats::huawei_vrp
