// What the text says, in the vendor's own terms and with places; nothing is defaulted here. The conversion
// (convert.h) turns it into the neutral model.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "formats/juniper_junos/reader.h"
#include "model/device.h"
#include "net/header_match.h"
#include "routing/ospf/ospf_config.h"
#include "routing/static_routes/static_config.h"

namespace ringfence::formats::juniper_junos {

/// A name used somewhere, with the node of its word for diagnostics and marks.
struct NameUse {
  std::string_view name;
  NodeId node = kNone;
};

/// `family inet|inet6` of a unit.
struct UnitFamily {
  bool present = false;
  std::vector<model::InterfaceAddress> addresses;
  std::optional<Stated<std::string_view>> unnumbered_from;
  std::optional<std::uint32_t> mtu_bytes;
  std::vector<NameUse> filters_in;
  std::vector<NameUse> filters_out;
};

/// `unit N` of an interface: the layer-3 interface.
struct Unit {
  std::string_view number;
  base::Span span;
  bool disabled = false;
  base::Span down_span;
  std::string_view description;
  std::optional<std::uint16_t> vlan;
  std::optional<std::uint64_t> bandwidth_bps;
  std::array<UnitFamily, 2> families;  ///< by net::Family
};

/// `interfaces NAME`.
struct Port {
  std::string_view name;
  base::Span span;
  NodeId node = kNone;
  bool disabled = false;
  base::Span down_span;
  bool vlan_tagging = false;
  bool flexible_tagging = false;
  std::string_view description;
  std::string_view lag;
  std::optional<std::uint32_t> mtu_bytes;  ///< with the Ethernet header
  std::optional<std::uint64_t> speed_bps;
  std::vector<Unit> units;
};

/// Names and addresses of `from` in a firewall term; `except` is part of an entry.
struct AddressEntry {
  net::Prefix prefix;
  bool except = false;
  NodeId node = kNone;
};
/// `source-prefix-list P [except]`.
struct PrefixListEntry {
  NameUse list;
  bool except = false;
};
/// One of address, source-address, destination-address with the prefix lists of the same side.
struct AddressCondition {
  std::vector<AddressEntry> entries;
  std::vector<PrefixListEntry> lists;
  bool stated() const { return !entries.empty() || !lists.empty(); }
};

/// One term of a firewall filter.
struct FilterTerm {
  std::string_view name;
  base::Span span;
  AddressCondition either, source, destination;
  std::vector<net::NumberRange> protocol;
  std::vector<net::NumberRange> port_either, port_source, port_destination;
  std::vector<net::NumberRange> icmp_type;
  net::TcpState tcp_state = net::TcpState::kAny;
  std::optional<bool> fragment;
  std::optional<std::uint8_t> dscp;
  bool inexpressible = false;  ///< has a condition the model cannot say; its line is marked
  enum class Then : std::uint8_t { kAccept, kDiscard, kNextTerm } then = Then::kAccept;
};

/// `firewall family F filter NAME`.
struct Filter {
  std::string_view name;
  net::Family family = net::Family::kIpv4;
  base::Span span;
  std::vector<FilterTerm> terms;
};

/// `policy-options prefix-list NAME`.
struct PrefixList {
  std::string_view name;
  base::Span span;
  struct Entry {
    net::Prefix prefix;
    base::Span span;
  };
  std::vector<Entry> entries;
};

/// One prefix condition of a policy term, already as a length range.
struct RouteFilter {
  net::Prefix prefix;
  std::uint8_t length_min = 0;
  std::uint8_t length_max = 0;
  base::Span span;
};

/// One term of a policy statement.
struct PolicyTerm {
  base::Span span;
  NodeId node = kNone;
  std::vector<std::string_view> protocols;  ///< empty: any
  std::vector<RouteFilter> route_filters;   ///< longest match decides among them
  std::vector<RouteFilter> list_filters;    ///< prefix lists: any may match
  bool prefix_condition = false;
  std::vector<std::uint32_t> tags;
  std::vector<std::string> interfaces;
  bool other_family = false;   ///< matches no IPv4 route
  bool inexpressible = false;  ///< has a condition the model cannot say; its line is marked
  std::optional<std::uint32_t> metric;
  std::optional<std::uint32_t> tag;
  std::optional<routing::ospf::ExternalType> external_type;
  bool load_balance = false;
  enum class Then : std::uint8_t { kNothing, kAccept, kReject, kNextTerm, kNextPolicy } then = Then::kNothing;
};

/// `policy-options policy-statement NAME`.
struct Policy {
  std::string_view name;
  NodeId node = kNone;
  std::vector<PolicyTerm> terms;
  bool read = false;  ///< terms are filled: only policies that something modelled uses are read
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

/// `protocols ospf`.
struct OspfText {
  bool present = false;
  bool disabled = false;
  base::Span span;
  std::optional<std::uint64_t> reference_bandwidth_bps;
  std::optional<std::uint32_t> preference, external_preference;
  bool overload = false;
  bool no_rfc1583 = false;
  std::vector<routing::ospf::OspfArea> areas;
  std::vector<OspfPort> ports;
  std::vector<NameUse> exports;
};

/// `system login user NAME`.
struct User {
  std::string_view name;
  base::Span span;
  std::string_view login_class;
  NodeId class_node = kNone;
  bool authenticates = false;
};
/// `system login class NAME`.
struct LoginClass {
  std::string_view name;
  std::vector<std::string_view> permissions;
};
/// `tacplus-server`, `radius-server` as a group.
struct AaaText {
  std::vector<net::IpAddress> servers;
  base::Span order_span;  ///< valid when `authentication-order` names it
};
/// `snmp community` without its name, which is a secret.
struct Community {
  model::ManagementRole role = model::ManagementRole::kRead;
  base::Span span;
  std::vector<AddressEntry> clients;
  std::vector<base::Span> client_spans;
  std::optional<NameUse> client_list;
};
/// `snmp client-list NAME`.
struct ClientList {
  std::string_view name;
  std::vector<AddressEntry> clients;
  std::vector<base::Span> client_spans;
};

/// `system`, `snmp`.
struct SystemText {
  std::optional<Stated<std::string_view>> host_name;
  std::vector<model::ManagementAccess> services;
  std::vector<NodeId> service_nodes;  ///< parallel to services
  bool root_password = false;
  base::Span root_span;
  bool root_login_denied = false;
  bool management_instance = false;
  std::vector<User> users;
  std::vector<LoginClass> classes;
  AaaText tacplus, radius;
  std::vector<Community> communities;
  std::vector<ClientList> client_lists;
  bool snmp_v3 = false;
};

/// `security ike|ipsec proposal`.
struct Proposal {
  std::string_view name;
  base::Span span;
  std::string_view protocol;        ///< esp, ah
  std::string_view encryption;      ///< empty: none stated
  std::string_view authentication;  ///< empty: none stated
};
/// `security ipsec policy`.
struct IpsecPolicy {
  std::string_view name;
  base::Span span;
  std::vector<NameUse> proposals;
  bool proposal_set = false;
};
/// `security ike gateway`.
struct IkeGateway {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  std::optional<net::IpAddress> address, local_address;
  std::string_view external_interface;
  bool has_policy = false;
};
/// `security ipsec vpn`.
struct Vpn {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  std::string_view bind_interface;
  std::optional<NameUse> gateway, policy;
  std::vector<net::HeaderMatch> selectors;
  bool manual = false;
};
/// One `security policies ... policy P`.
struct ZonePolicy {
  std::string_view from_zone, to_zone;  ///< empty: global
  NodeId node = kNone;
  std::vector<NameUse> sources, destinations, applications;
  bool permit = false;
  bool other = false;  ///< anything beyond a plain permit
  std::optional<NameUse> tunnel;
};
/// `security zones security-zone Z`.
struct Zone {
  std::string_view name;
  NodeId node = kNone;
  std::vector<std::string_view> interfaces;
  std::vector<std::string_view>
      services;  ///< host-inbound-traffic system-services of the zone and its interfaces
  std::vector<std::string_view> protocols;  ///< host-inbound-traffic protocols, likewise
};
/// One address-book entry.
struct BookEntry {
  std::string_view name;
  std::vector<net::Prefix> prefixes;
  std::vector<std::string_view> members;  ///< of an address-set
};
/// `security macsec`.
struct MacsecAssociation {
  std::string_view name;
  bool must_secure = false;
  bool encrypts = true;
  bool keyed = false;
};
/// `security macsec interfaces I connectivity-association CA`.
struct MacsecUse {
  std::string_view interface;
  NameUse association;
  base::Span span;
};

/// `security`.
struct SecurityText {
  std::vector<Proposal> proposals;
  std::vector<IpsecPolicy> policies;
  std::vector<IkeGateway> gateways;
  std::vector<Vpn> vpns;
  std::vector<ZonePolicy> zone_policies;
  bool default_permit = false;
  bool packet_mode = false;
  std::vector<Zone> zones;
  std::vector<BookEntry> book;
  std::vector<MacsecAssociation> associations;
  std::vector<MacsecUse> macsec;
};

/// The whole file.
struct JunosText {
  SystemText system;
  std::vector<Port> ports;
  std::vector<Filter> filters;
  std::vector<PrefixList> prefix_lists;
  std::vector<Policy> policies;
  std::vector<StaticEntry> statics;
  StaticEntry static_defaults;
  std::optional<Stated<net::IpAddress>> router_id;
  std::vector<NameUse> forwarding_exports;
  std::optional<std::uint32_t> maximum_ecmp;
  OspfText ospf;
  SecurityText security;
  std::vector<std::string> instance_units;  ///< units that routing instances take; sorted by the conversion
};

}  // namespace ringfence::formats::juniper_junos
