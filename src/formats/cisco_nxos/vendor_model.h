// The configuration as the text says it: no defaults, references unresolved, every fact with its line.
// convert_*.cc turns it into the neutral model.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/source.h"
#include "formats/cisco_nxos/vendor_bgp.h"
#include "formats/cisco_nxos/vendor_igp.h"
#include "formats/copying_text.h"
#include "formats/evpn_text.h"
#include "formats/macsec_text.h"
#include "formats/numbered_lines.h"
#include "formats/setting.h"
#include "formats/source_checks.h"
#include "formats/spanning_tree_text.h"
#include "formats/translation_text.h"
#include "formats/tunnel_text.h"
#include "model/acl.h"
#include "model/device.h"
#include "model/management.h"
#include "net/ip.h"
#include "routing/static_routes/static_config.h"
#include "routing/vrf_config.h"

namespace ringfence::formats::cisco_nxos {

/// Which group: `hsrp N ipv6`, `vrrp N`, `vrrpv3 N address-family ipv6` (with the number of a later version).
struct GroupKey {
  std::uint32_t number = 0;
  model::RedundancyProtocol protocol = model::RedundancyProtocol::kHsrp;
  bool ipv6 = false;
  friend auto operator<=>(const GroupKey&, const GroupKey&) = default;
};

/// `track N decrement D` of a group.
struct GroupTrackText {
  std::uint32_t object = 0;
  std::uint32_t decrement = 0;
  base::Span span;
};

/// The block of a group: addresses in the order of the text, the primary first.
struct VirtualRouterText {
  std::vector<net::IpAddress> addresses;
  Setting<std::uint32_t> priority;
  Setting<bool> preempt, shutdown;
  std::vector<GroupTrackText> tracks;
  base::Span span;
};

/// Statements about layer 2.
struct SwitchText {
  Setting<bool> on;  ///< `switchport`, `no switchport`
  Setting<bool> trunk;
  Setting<std::uint32_t> access_vlan, native_vlan;
  std::vector<model::VlanRange> allowed;
  bool allowed_none = false;
};

/// `interface X` with its block.
struct InterfaceText {
  std::string name;
  base::Span span;
  Setting<bool> shutdown, medium_p2p;
  SwitchText layer2;
  Setting<std::string> description, lag, vrf, unnumbered;
  Setting<std::uint32_t> mtu, vlan, delay_tens_us;
  Setting<std::uint64_t> bandwidth_bps, speed_bps;
  std::vector<model::InterfaceAddress> addresses;
  model::AclUse acl_in4, acl_out4, acl_in6, acl_out6;
  model::AclUse policy_in4, policy_in6;
  SourceChecks source_checks;  ///< `ip verify ...`, `ipv6 verify ...`
  std::map<GroupKey, VirtualRouterText> virtual_routers;
  Setting<std::uint32_t> hsrp_version;
  Setting<std::uint32_t> vpc;
  Setting<bool> peer_link;
  PortTreeText tree;
  OspfInterfaceText ospf, ospf3;
  IsisInterfaceText isis;
  EigrpInterfaceText eigrp;
  RipInterfaceText rip;
  Setting<bool> mpls;     ///< `mpls ip`
  Setting<bool> anycast;  ///< `fabric forwarding mode anycast-gateway`
  std::vector<FlowUseText> flows;
  TunnelText tunnel;
  Setting<bool> forward4, forward6;  ///< `ip forward`, `ipv6 forward`: without an address
  MacsecUseText macsec;
  TranslationRoleText translation;
};

/// `mpls ldp configuration`.
struct LdpText {
  Setting<std::string> router_id;  ///< interface whose address it is
  Setting<bool> explicit_null, hosts_only;
};

/// `route-target` words of one address family of a VRF; "auto" stands for itself.
struct VrfFamilyText {
  std::vector<std::string> import_targets, export_targets;
  std::vector<std::string> evpn_import_targets, evpn_export_targets;
  Setting<std::string> import_map, export_map;
  Setting<std::string> import_default_map;  ///< `import vrf default map M`
  Setting<std::string> export_default_map;  ///< `export vrf default map M`
};

/// `vrf context X`.
struct VrfText {
  std::string name;
  base::Span span;
  Setting<std::string> distinguisher;
  Setting<std::uint32_t> vni;
  bool vni_alone = false;  ///< `vni N L3`: needs no VLAN
  Setting<bool> shutdown;
  std::array<VrfFamilyText, 2> families;  ///< IPv4, IPv6
};

/// `member vni N` of a VLAN.
struct NveVlanText {
  base::Span span;
  bool by_bgp = false;  ///< `ingress-replication protocol bgp`
};

/// `interface nve1`: the tunnel end of VXLAN.
struct NveText {
  std::string name;
  base::Span span;
  Setting<bool> shutdown, by_bgp;
  Setting<std::string> source;
  std::map<std::uint32_t, base::Span> routed;  ///< `member vni N associate-vrf`
  std::map<std::uint32_t, NveVlanText> bridged;
  bool replicates = false;  ///< `global ingress-replication protocol bgp`
};

/// `ip route ...`; `track` is a track object number.
struct StaticText {
  routing::static_routes::StaticRoute route;
  Setting<std::uint32_t> track;
  bool removed = false;  ///< by a later `no ip route ...`
};

/// `track N ...`.
struct TrackText {
  std::string interface;  ///< of `interface X line-protocol`; empty: something this reader cannot follow
  base::Span span;
};

/// `ip access-list`, `ipv6 access-list`; lines by sequence number.
struct AclText {
  std::string name;
  net::Family family = net::Family::kIpv4;
  NumberedLines lines;
  NumberedLines open = {};  ///< those that are not modelled
  base::Span span;
};

/// `class-map type control-plane`.
struct ControlClassText {
  std::vector<std::string> lists;  ///< access lists of either family
  bool other = false;              ///< it takes packets by something else, too
};

/// A class of a policy for the control plane whose packets are all dropped.
struct DroppedClassText {
  std::string name;
  base::Span span;  ///< of the line that drops them
};

/// `object-group`: addresses or ports.
struct ObjectGroupText {
  std::vector<net::AddressMatch> addresses;
  std::vector<net::NumberRange> ports;
  bool complete = true;  ///< false: it has lines this reader cannot express
};

/// `username X`: several lines add roles.
struct UserText {
  std::set<std::string> roles;
  base::Span span;
};

/// `role name X`.
struct RoleText {
  bool write = false;
  base::Span span;
};

/// A server of TACACS+ or RADIUS, or a group of them.
struct ServerGroupText {
  std::vector<net::IpAddress> servers;
  base::Span span;
};

/// Everything about who may log in.
struct ManagementText {
  std::map<std::string, UserText> users;
  std::map<std::string, RoleText> roles;
  Setting<std::string> vty_acl4, vty_acl6, nxapi_acl;
  Setting<std::uint32_t> nxapi_http_port, nxapi_https_port, grpc_port;
  Setting<bool> nxapi_http, nxapi_https;
  std::map<std::string, ServerGroupText> groups;  ///< "tacacs+" and "radius" hold all of the protocol
  std::vector<std::string> login_groups;
  base::Span login_span;
  std::map<std::string, model::SnmpAccess> communities, snmp_users;
  std::map<std::string, Setting<std::string>> snmp_filters;  ///< by community
};

/// SPAN and ERSPAN sessions by number, flow export, sFlow.
struct CopyingText {
  std::map<std::uint32_t, MirrorSessionText> sessions;
  std::size_t source_count = 0;    ///< of all sessions and of sFlow
  Setting<net::IpAddress> origin;  ///< `monitor erspan origin`
  FlowTexts flows;
  SflowText sflow;
  std::vector<MirrorSourceText> sflow_sources;
};

/// The whole file.
struct VendorConfig {
  Setting<std::string> hostname;
  std::map<std::string, bool> features;  ///< `feature X`, `no feature X`
  Setting<bool> default_switchport, default_switchport_shutdown;
  bool routed_by_platform = false;  ///< a platform whose ports route unless told to switch
  std::vector<InterfaceText> interfaces;
  std::vector<VrfText> vrfs;
  std::vector<StaticText> statics;
  std::optional<NveText> nve;
  std::map<std::uint32_t, EvpnVlanText> evpn;          ///< `vni N l2` below `evpn`
  bool anycast_mac = false;                            ///< `fabric forwarding anycast-gateway-mac M`
  std::map<std::uint32_t, std::uint32_t> vlan_of_vni;  ///< `vn-segment N` below `vlan V`
  std::map<std::uint32_t, TrackText> tracks;
  bool has_vpc_domain = false;
  SpanningTreeText tree{.per_vlan = true, .off_span = {}, .guard_span = {}};  ///< Rapid PVST+
  std::vector<AclText> acls;
  std::map<std::string, ControlClassText> control_classes;
  std::map<std::string, std::vector<DroppedClassText>> control_policies;
  Setting<std::string> control_policy;  ///< of `control-plane`
  std::map<std::string, ObjectGroupText> object_groups;
  std::map<std::string, std::map<std::uint32_t, std::string>> key_chains;  ///< digests by key id
  std::map<std::string, MacsecPolicyText> macsec_policies;
  bool macsec_shut = false;  ///< `macsec shutdown`
  std::vector<OspfText> ospf;
  std::vector<IsisText> isis;
  std::vector<EigrpText> eigrp;
  std::vector<RipText> rip;
  BgpText bgp;
  LdpText ldp;
  CopyingText copying;
  TranslationTexts translation;
  ManagementText management;
};

}  // namespace ringfence::formats::cisco_nxos
