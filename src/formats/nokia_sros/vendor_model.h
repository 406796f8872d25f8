// What the text says, in the words of SR OS. Nothing is defaulted here: an unset value was not written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/nokia_sros/reader.h"
#include "model/acl.h"
#include "model/management.h"
#include "net/header_match.h"
#include "routing/ospf/ospf_config.h"

namespace ringfence::formats::nokia_sros {

/// A word as a value: a name, a reference.
using Name = Stated<std::string_view>;
using Flagged = Stated<bool>;
using Counted = Stated<std::uint32_t>;

/// `port X ethernet dot1x macsec sub-port N`.
struct MacsecSubPort {
  Flagged admin;
  Name association;
  Flagged all_match;
  bool partial = false;  ///< matches some tags only
};

/// `port`.
struct Port {
  std::string_view name;
  base::Span span;
  Flagged admin;
  Name description;
  Counted mtu;
  Counted speed_mbps;
  Name encapsulation;
  Name breakout;  ///< of a connector: its ports' count and speed
  Flagged must_encrypt;
  std::vector<MacsecSubPort> sub_ports;
};

/// `lag`.
struct Lag {
  std::string name;  ///< "lag-1", also where the text says only 1
  base::Span span;
  Flagged admin;
  Name description;
  Name encapsulation;
  std::vector<Name> ports;
};

/// `macsec connectivity-association`.
struct MacsecAssociation {
  std::string_view name;
  Flagged admin;
  Flagged encrypt;
};

/// `primary`, `secondary`, an IPv6 `address`.
struct AddressText {
  Stated<net::IpAddress> address;
  Counted length;
  bool secondary = false;
};

/// Filters of one direction of an interface.
struct FilterUses {
  Name ip;
  Name ipv6;
};

/// `vrrp N` of an interface.
struct VrrpText {
  std::uint32_t group = 0;
  base::Span span;
  Flagged admin, owner, preempt;
  Counted priority;
  std::vector<Stated<net::IpAddress>> addresses;
};

/// `cflowd-parameters sampling unicast` of an interface.
struct FlowSampling {
  NodeId node = kNone;
  Name type, direction;
};

/// `router "Base" interface`, `service vprn S interface`.
struct RouterInterface {
  std::string_view name;
  std::string model_name;     ///< unique on the device
  bool service_down = false;  ///< the service it belongs to is not enabled
  base::Span span;
  Flagged admin;
  Name description;
  Name port;
  Flagged loopback;
  Counted ip_mtu;
  Name unnumbered;
  Name vpls;  ///< the bridged service that it stands on
  std::vector<AddressText> addresses;
  FilterUses ingress;
  FilterUses egress;
  std::optional<base::Span> source_check;  ///< `urpf-check`
  std::vector<VrrpText> vrrp;
  std::vector<FlowSampling> sampling;
};

/// `mirror mirror-dest D`.
struct MirrorDestination {
  std::string_view name;
  Flagged admin;
  std::vector<Name> saps;
};

/// `port X` of a mirror source.
struct MirroredPort {
  Name port;
  Flagged ingress, egress;
};

/// `mirror mirror-source D`.
struct MirrorSource {
  std::string_view name;
  Flagged admin;
  std::vector<MirroredPort> ports;
};

/// `cflowd collector A port P`.
struct Collector {
  Stated<net::IpAddress> address;
  Counted port;
  Name router;
  Flagged admin;
};

/// `cflowd`.
struct Cflowd {
  Flagged admin;
  std::vector<Collector> collectors;
};

/// What a static route entry leads to.
enum class HopKind : std::uint8_t { kNextHop, kIndirect, kBlackhole, kInterface };

/// One entry of a static route.
struct StaticHop {
  HopKind kind = HopKind::kNextHop;
  NodeId node = kNone;
  std::string_view target;  ///< address or interface name
  base::Span span;
  Flagged admin;
  Counted preference;
  Counted metric;
  Counted tag;
  std::vector<Name> communities;
};

/// `static-routes route P route-type unicast`.
struct StaticRouteText {
  net::Prefix prefix;
  Counted tag;
  std::vector<Name> communities;
  std::vector<StaticHop> hops;
};

/// Authentication of an OSPF interface.
struct OspfAuthentication {
  Name type;
  Name key;                      ///< simple password
  Stated<std::uint32_t> md5_id;  ///< of the first message digest key
  Name md5_key;
  Name keychain;
};

/// `segment-routing` of an IGP.
struct SegmentRoutingText {
  Flagged on;
  bool global_sids = false;  ///< `prefix-sid-range global`
};

/// `node-sid` of an interface of an IGP.
struct NodeSidText {
  Counted sid_index, label;
};

/// `ospf N area A interface`.
struct OspfInterfaceText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  Flagged admin;
  Stated<routing::ospf::NetworkType> type;
  Counted metric;
  Flagged passive;
  Counted hello;
  Counted dead;
  Counted priority;
  NodeSidText node_sid;
  OspfAuthentication authentication;
};

/// `area-range`.
struct AreaRangeText {
  net::Prefix prefix;
  base::Span span;
  Flagged advertise;
  bool nssa = false;
};

/// `nssa originate-default-route`.
struct NssaDefault {
  bool present = false;
  Flagged type_nssa;
};

/// `ospf N area A`.
struct OspfAreaText {
  routing::ospf::AreaId id = 0;
  base::Span span;
  bool stub = false;
  bool nssa = false;
  Flagged summaries;
  Counted default_metric;
  Flagged redistribute_external;
  NssaDefault nssa_default;
  Flagged blackhole_aggregate;
  std::vector<AreaRangeText> ranges;
  std::vector<OspfInterfaceText> interfaces;
};

/// `ospf N`, `ospf3 N`.
struct OspfText {
  std::uint32_t id = 0;
  net::Family family = net::Family::kIpv4;
  base::Span span;
  Flagged admin;
  Stated<net::IpAddress> router_id;
  Counted reference_kbps;
  Counted preference;
  Counted external_preference;
  Flagged rfc1583;
  Flagged overload;
  base::Span asbr_span;
  bool asbr = false;
  std::vector<Name> exports;
  std::vector<Name> imports;
  std::vector<OspfAreaText> areas;
  SegmentRoutingText segments;
  Name router_capability;  ///< `advertise-router-capability`
  // At the edge of a VPN.
  Flagged super_backbone, ignores_down, hides_down;  ///< `ignore-dn-bit`, `suppress-dn-bit`
  Name domain_type, domain_id;                       ///< `vpn-domain`
  Counted vpn_tag;
};

/// One port condition of a filter.
struct PortMatch {
  std::vector<net::NumberRange> ranges;
  std::vector<Name> lists;
  Counted eq, lt, gt;
};

/// One address condition of a filter.
struct AddressCondition {
  Stated<net::Prefix> prefix;
  Stated<net::IpAddress> mask_address;
  Stated<net::IpAddress> mask;
  Name list;
};

/// TCP flags of a filter.
struct TcpFlags {
  Flagged ack, rst, syn, established;
};

/// `match` of a filter entry.
struct FilterMatch {
  std::vector<net::NumberRange> protocols;
  AddressCondition source;
  AddressCondition destination;
  PortMatch source_port;
  PortMatch destination_port;
  PortMatch either_port;
  std::vector<net::NumberRange> icmp_types;
  TcpFlags tcp;
  Stated<bool> fragment;  ///< true: non-first fragments only; false: first or whole
  Counted dscp;
  bool elsewhere = false;  ///< matches packets of another routing instance only
  bool instance = false;   ///< matches packets of one routing instance only
};

/// What a filter does.
enum class FilterVerdict : std::uint8_t { kUnset, kAccept, kDrop, kIgnore, kOther };

/// `entry` of a filter.
struct FilterEntry {
  std::uint32_t number = 0;
  base::Span span;
  NodeId node = kNone;
  net::Family family = net::Family::kIpv4;
  std::uint8_t impact = 0;  ///< of what is not in the model
  FilterMatch match;
  Stated<FilterVerdict> verdict;
  bool incomplete = false;    ///< holds something that is not in the model
  bool other_action = false;  ///< so it does in what it does: it may drop
};

/// `filter ip-filter`, `filter ipv6-filter`, the filters of the management plane.
struct FilterText {
  std::string_view name;
  net::Family family = net::Family::kIpv4;
  std::uint8_t impact = Impact::kForwarding | Impact::kManagement;  ///< of what is not in the model
  base::Span span;
  Flagged admin;
  Stated<FilterVerdict> default_action;
  std::vector<FilterEntry> entries;
  bool calls_others = false;  ///< other filters are embedded, or come first
};

/// `filter match-list`.
struct MatchList {
  std::string_view name;
  std::vector<net::Prefix> prefixes;
  PortMatch ports;
};

/// `aaa local-profiles profile`.
struct ProfileText {
  std::string_view name;
  Name default_action;
  bool permits_writing = false;  ///< an entry permits commands that change the device
  base::Span span;
};

/// `access` of users and templates.
struct AccessText {
  Flagged console, ssh, telnet, netconf, snmp, grpc;
};

/// `local-user user`.
struct UserText {
  std::string_view name;
  base::Span span;
  AccessText access;
  std::vector<Name> profiles;
};

/// `aaa remote-servers tacplus`, `radius`.
struct RemoteText {
  bool present = false;
  base::Span span;
  Flagged admin;
  Flagged use_template;
  std::vector<Stated<net::IpAddress>> servers;
};

/// `aaa user-template`.
struct TemplateText {
  std::string_view name;
  base::Span span;
  AccessText access;
  Name profile;
};

/// `security snmp community`.
struct CommunityText {
  base::Span span;
  Name permissions;
  Name source_list;
};

/// `security snmp source-access-list`.
struct SourceList {
  std::string_view name;
  base::Span span;
  std::vector<Stated<net::IpAddress>> hosts;
};

/// The management plane.
struct ManagementText {
  Flagged ssh, telnet, telnet6, netconf, snmp, grpc;
  Counted netconf_port, grpc_port;
  std::vector<FilterText> access_filters;
  std::vector<ProfileText> profiles;
  std::vector<UserText> users;
  RemoteText tacacs;
  RemoteText radius;
  std::vector<TemplateText> templates;
  std::vector<Name> order;
  std::vector<CommunityText> communities;
  std::vector<SourceList> source_lists;
};

}  // namespace ringfence::formats::nokia_sros
