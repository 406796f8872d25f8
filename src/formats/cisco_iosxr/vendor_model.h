// What the text says, nothing defaulted.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/source.h"
#include "formats/bgp_text.h"
#include "formats/cisco_iosxr/rpl_text.h"
#include "formats/cisco_iosxr/vendor_igp.h"
#include "formats/copying_text.h"
#include "formats/macsec_text.h"
#include "formats/numbered_lines.h"
#include "formats/setting.h"
#include "formats/source_checks.h"
#include "formats/tunnel_text.h"
#include "model/acl.h"
#include "model/device.h"
#include "model/management.h"
#include "model/policy_routing.h"
#include "net/ip.h"
#include "routing/ldp/ldp_config.h"
#include "routing/static_routes/static_config.h"

namespace ringfence::formats::cisco_iosxr {

/// `monitor-session M` of an interface; neither direction: both.
struct MirrorUseText {
  std::string session;
  bool inbound = false, outbound = false;
  bool filtered = false;
  base::Span span;
};

/// `interface X` with its block.
struct InterfaceText {
  std::string name;
  base::Span span;
  bool preconfigured = false;  ///< exists when its hardware does
  bool layer2 = false;         ///< `l2transport`
  base::Span layer2_span = {};
  bool pops_tag = false;       ///< `rewrite ingress tag pop 1 symmetric`
  base::Span odd_frames = {};  ///< `encapsulation default`, `encapsulation untagged`
  Setting<bool> shutdown;
  Setting<std::string> description, vrf, lag, unnumbered;
  Setting<std::uint32_t> mtu, ip_mtu, ipv6_mtu, vlan;
  Setting<std::uint64_t> bandwidth_bps;
  std::vector<model::InterfaceAddress> addresses;
  model::AclUse acl_in4, acl_out4, acl_in6, acl_out6;
  SourceChecks source_checks;  ///< `ipv4 verify ...`, `ipv6 verify ...`
  std::vector<MirrorUseText> mirrors;
  std::vector<FlowUseText> flows;
  TunnelText tunnel;
  base::Span tunnel_mode_span;
  Setting<bool> keepalive;
  MacsecUseText macsec;
};

/// One address family of `vrf X`.
struct VrfFamilyText {
  std::vector<std::string> import_targets, export_targets;
  Setting<std::string> import_policy, export_policy;
  Setting<std::string> from_default, to_default;  ///< policies; "" : everything
  base::Span span;
};

/// `vrf X`.
struct VrfText {
  std::string name;
  base::Span span;
  Setting<std::string> distinguisher;
  std::array<VrfFamilyText, 2> families;  ///< IPv4, IPv6
};

/// A route of `router static`; `track` is the name of a track object.
struct StaticText {
  routing::static_routes::StaticRoute route;
  Setting<std::string> track;
};

/// `track NAME`.
struct TrackText {
  std::string interface;  ///< of `type line-protocol state`; empty: something this reader cannot follow
  base::Span span;
};

/// `ipv4 access-list`, `ipv6 access-list`; lines by sequence number.
struct AclText {
  std::string name;
  net::Family family = net::Family::kIpv4;
  NumberedLines lines;
  NumberedLines open = {};                                        ///< those that are not modelled
  std::map<std::uint32_t, std::vector<model::PolicyHop>> steers;  ///< next hops of these lines
  base::Span span;
};

/// `username X`.
struct UserText {
  std::vector<std::string> groups;
  base::Span span;
};

/// A program that listens, with the filters of its line.
struct ServiceText {
  model::ManagementService service = model::ManagementService::kSsh;
  std::string vrf = {};
  std::uint16_t port = 22;
  Setting<std::string> acl4, acl6;
  base::Span span;
};

/// `line default`, `line template X`.
struct LineText {
  Setting<std::string> acl;
  Setting<bool> ssh, telnet;  ///< `transport input`
};

/// Everything about who may log in.
struct ManagementText {
  std::map<std::string, UserText> users;
  std::map<std::string, bool> writing_task_groups;  ///< `taskgroup X`: may it write?
  std::map<std::string, std::vector<std::string>> user_groups;
  std::vector<ServiceText> services;
  std::map<std::string, LineText> lines;  ///< by template
  std::string default_line = "default";
  std::map<std::string, std::vector<net::IpAddress>> server_groups;
  std::vector<std::string> login_groups;
  base::Span login_span;
  std::map<std::string, model::SnmpAccess> communities;
  std::map<std::string, model::SnmpAccess> snmp_users;
};

/// `p2p X` of an `xconnect group`, `bridge-domain X` of a `bridge group`.
struct L2ServiceText {
  /// `neighbor ipv4 A pw-id N`.
  struct Wire {
    net::IpAddress peer;
    std::uint32_t id = 0;
    bool mesh = false;  ///< of a `vfi`
    base::Span span;
  };
  std::string name;
  bool bridges = false;
  std::vector<std::pair<std::string, base::Span>> ports;
  std::vector<Wire> wires;
  base::Span span;
};

/// `mpls ldp`.
struct LdpText {
  base::Span span;                    ///< invalid: LDP does not run
  Setting<std::string> router_id;     ///< an address or an interface
  Setting<net::IpAddress> transport;  ///< `discovery transport-address`
  std::vector<routing::ldp::LdpInterface> interfaces;
  bool hosts_only = false, explicit_null = false;
};

/// Mirror sessions by name, flow export.
struct CopyingText {
  std::map<std::string, MirrorSessionText> sessions;
  FlowTexts flows;
};

/// The whole file.
struct VendorConfig {
  Setting<std::string> hostname;
  Setting<net::IpAddress> router_id;
  std::vector<InterfaceText> interfaces;
  std::vector<VrfText> vrfs;
  std::vector<StaticText> statics;
  std::map<std::string, TrackText> tracks;
  std::vector<AclText> acls;
  std::map<std::string, std::map<std::uint64_t, std::string>> key_chains;  ///< digests by key id
  std::map<std::string, MacsecPolicyText> macsec_policies;
  std::vector<OspfText> ospf;
  std::vector<IsisText> isis;
  BgpText bgp;
  std::map<std::string, NeighborText> af_groups;          ///< each with one family
  std::map<std::string, std::string> bgp_distinguishers;  ///< `rd` of `router bgp`, by VRF
  /// `label mode per-vrf` by VRF and family, 0 for IPv4; "" : `vrf all`.
  std::map<std::pair<std::string, std::size_t>, Setting<bool>> label_modes;
  LdpText ldp;
  std::vector<L2ServiceText> l2_services;
  Setting<routing::sr::LabelBlock> sr_block;
  std::vector<OnDemandText> on_demand;
  RplTexts rpl;
  ManagementText management;
  CopyingText copying;
};

}  // namespace ringfence::formats::cisco_iosxr
