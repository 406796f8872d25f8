// What the text says, in the vendor's own terms and with places; nothing is defaulted here. The conversion
// (convert.h) turns it into the neutral model.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"
#include "formats/juniper_junos/vendor_copying.h"
#include "formats/juniper_junos/vendor_routing.h"
#include "model/device.h"
#include "net/header_match.h"

namespace ringfence::formats::juniper_junos {

/// `family inet|inet6` of a unit.
struct UnitFamily {
  bool present = false;
  std::vector<model::InterfaceAddress> addresses;
  std::optional<Stated<std::string_view>> unnumbered_from;
  std::optional<std::uint32_t> mtu_bytes;
  NodeId mtu_node = kNone;
  std::vector<NameUse> filters_in;
  std::vector<NameUse> filters_out;
  bool other_filter = false;               ///< has one of another kind, on the way in
  std::optional<base::Span> source_check;  ///< `rpf-check`
  std::vector<model::VirtualRouter> virtual_routers;
  NodeId samples_in = kNone, samples_out = kNone;  ///< `sampling input`, `sampling output`
};

/// `family ethernet-switching` of a unit.
struct SwitchText {
  bool trunk = false;
  std::vector<NameUse> vlans;  ///< names, numbers, ranges, "all"
  base::Span span;
};

/// `vlans NAME`.
struct VlanText {
  std::string_view name;
  std::optional<std::uint16_t> id;
  std::string_view l3_interface;  ///< empty: none
  std::vector<std::string> members;
  base::Span span;
};

/// `tunnel` of a unit.
struct UnitTunnel {
  std::optional<net::IpAddress> source, destination;
  std::optional<std::uint32_t> key;
  std::string_view vrf;  ///< `routing-instance destination V`; empty: the main table
  bool other = false;    ///< has an option that is not modelled
  NodeId node = kNone, source_node = kNone, destination_node = kNone;
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
  std::optional<SwitchText> switching;
  std::optional<UnitTunnel> tunnel;
  bool runs_iso = false;
  bool runs_mpls = false;
  std::vector<std::string_view> iso_addresses;
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
  std::optional<std::uint16_t> native_vlan;
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
  std::optional<NameUse> instance;        ///< `then routing-instance X`: what it accepts is looked up there
  bool conditional = false;               ///< has a `from`, or a condition elsewhere
  NodeId sample = kNone, mirror = kNone;  ///< actions that copy
  std::string_view mirror_instance;       ///< empty: the global one
  bool inexpressible = false;             ///< has a condition the model cannot say; its line is marked
  bool unknown_action = false;            ///< has an action that is not known: it may discard
  enum class Then : std::uint8_t { kAccept, kDiscard, kNextTerm } then = Then::kAccept;
};

/// `firewall family F filter NAME`.
struct Filter {
  std::string_view name;
  net::Family family = net::Family::kIpv4;
  base::Span span;
  std::vector<FilterTerm> terms;
  bool unknown_part = false;              ///< says more than terms: it may discard
  std::vector<std::size_t> term_of_line;  ///< once converted: for each line of the list, its term
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
  bool default_address_selection = false;  ///< own packets come from the loopback's address
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
/// `host-inbound-traffic`: what the device itself takes.
struct ZoneInbound {
  std::vector<std::string_view> services;  ///< system-services
  std::vector<std::string_view> protocols;
};
/// An interface of a zone.
struct ZoneInterface {
  std::string_view name;
  std::optional<ZoneInbound> inbound;  ///< of its own, which then counts instead of the zone's
};
/// `security zones security-zone Z`.
struct Zone {
  std::string_view name;
  NodeId node = kNone;
  std::vector<ZoneInterface> interfaces;
  ZoneInbound inbound;
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
  NodeId zones_node = kNone;
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
  NodeId policy_options = kNone;  ///< definitions of policies and lists are read when they are used
  std::vector<NameUse> forwarding_exports;
  std::optional<std::uint32_t> maximum_ecmp;
  std::vector<RibGroup> rib_groups;
  std::vector<VlanText> vlans;
  std::vector<InstanceText> instances;  ///< the main one first
  /// Units that instances take out of the main table, with the instance's name; sorted by the conversion.
  std::vector<std::pair<std::string, std::string_view>> instance_units;
  SecurityText security;
  CopyingText copying;

  const InstanceText& main() const { return instances.front(); }
};

}  // namespace ringfence::formats::juniper_junos
