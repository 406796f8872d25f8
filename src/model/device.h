// A device as its configuration describes it, free of any vendor's words: interfaces, access lists,
// management plane, protections. Routing protocol configuration stands beside it (routing/device_config.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/source.h"
#include "model/acl.h"
#include "model/copying.h"
#include "model/management.h"
#include "model/policy_routing.h"
#include "model/pseudowire.h"
#include "model/translation.h"
#include "model/vxlan.h"
#include "model/wireguard.h"
#include "net/ip.h"

namespace ringfence::model {

struct DeviceTag;
/// Index of a node (device with configuration, or host from the inventory) in the snapshot.
using NodeId = base::Id<DeviceTag>;
struct InterfaceTag;
/// Index of an interface within its device.
using InterfaceIndex = base::Id<InterfaceTag>;

/// What an interface is, as far as it matters for links and routing.
enum class InterfaceKind : std::uint8_t {
  kPhysical,
  kLoopback,      ///< loopback, system interface
  kLag,           ///< Port-channel, Eth-Trunk, ae, lag
  kSubinterface,  ///< has a parent and usually a VLAN
  kSvi,           ///< VLAN interface, IRB
  kTunnel,        ///< GRE, IPsec tunnel interface, st0
  kLogical,       ///< router interface bound to a port (its parent) that only names the layer-3 side
  kNull,          ///< discards
};

/// One configured address.
struct InterfaceAddress {
  net::HostPrefix address;
  bool secondary = false;
  base::Span span;
  friend bool operator==(const InterfaceAddress&, const InterfaceAddress&) = default;
};

/// Inclusive range of VLAN numbers.
struct VlanRange {
  std::uint16_t first = 1;
  std::uint16_t last = 4094;
  friend bool operator==(const VlanRange&, const VlanRange&) = default;
};

/// A port that switches frames.
struct SwitchPort {
  bool trunk = false;
  std::uint16_t vlan = 1;          ///< access VLAN, or the untagged one of a trunk
  std::vector<VlanRange> allowed;  ///< of a trunk
  base::Span span;
  /// A line by which the spanning tree may block the port when another switch is behind it (BPDU guard, root
  /// guard, BPDU filter); invalid: none.
  base::Span guard_span = {};
  friend bool operator==(const SwitchPort&, const SwitchPort&) = default;
};

/// How routers of a group agree on who answers for its addresses. Only groups of one protocol meet.
enum class RedundancyProtocol : std::uint8_t {
  kVrrp,     ///< RFC 5798: the highest priority; the owner of the address always
  kHsrp,     ///< RFC 2281: the highest priority, where it may preempt
  kAnycast,  ///< every router of the segment answers, for its own neighbours
};

/// What a router of a group makes of an interface that is down.
struct PriorityTrack {
  std::string interface;
  std::int32_t change = 0;  ///< is added to the priority
  bool leaves = false;      ///< the router takes no part in the group
  base::Span span;
  friend bool operator==(const PriorityTrack&, const PriorityTrack&) = default;
};

/// First-hop redundancy (VRRP, HSRP): a group that shares addresses with other routers of the segment.
struct VirtualRouter {
  std::uint32_t group = 0;
  std::vector<net::IpAddress> addresses;
  std::uint32_t priority = 100;
  bool preempt = true;
  base::Span span;
  RedundancyProtocol protocol = RedundancyProtocol::kVrrp;
  std::vector<PriorityTrack> tracks = {};
  friend bool operator==(const VirtualRouter&, const VirtualRouter&) = default;
};

/// One interface.
struct Interface {
  std::string name;  ///< as the device prints it, for example "GigabitEthernet0/0/1", "xe-0/0/0.0", "to-P2"
  InterfaceKind kind = InterfaceKind::kPhysical;
  bool admin_up = true;
  std::string vrf = {};               ///< "" is the default one
  std::string parent;                 ///< physical port or LAG it stands on; empty when it is one itself
  std::optional<std::uint16_t> vlan;  ///< outer VLAN of a sub-interface; the VLAN of a VLAN interface
  std::string lag;                    ///< for a member: the LAG's name
  std::vector<InterfaceAddress> addresses;     ///< both families, primary first
  std::string unnumbered_from;                 ///< borrows the address of this interface
  std::optional<std::uint32_t> mtu_bytes;      ///< IP MTU when configured
  std::optional<std::uint64_t> bandwidth_bps;  ///< configured, else by type of port when known
  std::string description;
  AclUse acl_in4, acl_out4, acl_in6, acl_out6;
  AclUse policy_in4, policy_in6;               ///< policy routing of what comes in, after the access list
  std::optional<SwitchPort> switch_port = {};  ///< set: frames are switched, addresses do not count
  std::vector<VirtualRouter> virtual_routers = {};  ///< ascending by group
  /// Another chassis has ports of the same bundle under this number (MLAG, vPC); 0: none has.
  std::uint32_t chassis_bundle = 0;
  bool peer_link = false;        ///< joins the two chassis of such bundles
  base::Span chassis_span = {};  ///< of the line that says either
  bool macsec = false;           ///< MACsec must-secure: clear frames are not accepted
  base::Span macsec_span;
  /// Drops what comes in from sources to which no way leads back over it (RFC 3704), or may do so; how is not
  /// modelled.
  std::optional<base::Span> source_check = {};
  base::Span span;       ///< the line that opens the interface
  base::Span down_span;  ///< the line that shuts it, when it is down by a line
  friend bool operator==(const Interface&, const Interface&) = default;
};

/// What a tunnel puts around a packet.
enum class Encapsulation : std::uint8_t {
  kEsp,        ///< RFC 4303 in tunnel mode
  kGre,        ///< RFC 2784, with the keys of RFC 2890
  kIp,         ///< an IP header alone: RFC 2003, RFC 4213 section 3.5, RFC 2473
  kWireGuard,  ///< UDP; packets that no peer may get or send are lost
};

/// When the interface of a tunnel works.
enum class TunnelCarrier : std::uint8_t {
  kPeer,   ///< while the peer answers: IPsec is agreed on, keepalives come back
  kRoute,  ///< while its own address works and there is a route to the peer
  kSelf,   ///< always
};

/// One end of a tunnel as this device configures it. Both ends must agree for packets to pass.
struct TunnelConfig {
  std::string name;
  net::IpAddress local;
  net::IpAddress peer;
  std::string
      bind_interface;  ///< route-based: packets routed into this interface are wrapped; empty: policy-based
  /// Traffic it covers; policy-based: packets that match leave in it or not at all. Empty: all packets routed
  /// into the interface.
  std::vector<net::HeaderMatch> selectors;
  bool confidentiality = true;  ///< false for NULL encryption or AH, and without IPsec
  bool integrity = true;
  Encapsulation encapsulation = Encapsulation::kEsp;
  bool ipsec = true;  ///< nothing passes in clear what IPsec does not protect, with whatever algorithms
  TunnelCarrier carrier = TunnelCarrier::kPeer;
  std::optional<std::uint32_t> key = {};  ///< of GRE
  /// Set: WireGuard. Its ends are found by keys; `local` is nobody, `peer` the endpoint if there is one.
  std::optional<WireGuardPeer> wireguard = {};
  bool carries4 = true, carries6 = true;         ///< families of the packets inside
  std::optional<std::string> underlay_vrf = {};  ///< of the outer packets; absent: where `local` stands
  base::Span span;
  std::vector<base::Span> more_spans;  ///< proposals, gateways, policies that make it what it is

  /// What it does not get through to its peer is lost and never in clear: IPsec, WireGuard.
  bool guards() const { return ipsec || wireguard.has_value(); }
  friend bool operator==(const TunnelConfig&, const TunnelConfig&) = default;
};

/// What packets to or from the device itself must pass in one VRF, besides the lists of interfaces.
struct SelfGuard {
  std::string vrf;
  AclUse in4, out4, in6, out6;
  friend bool operator==(const SelfGuard&, const SelfGuard&) = default;
};

/// A device.
struct Device {
  std::string name;
  base::Span name_span;
  std::string nos;                    ///< unit name of the reader, for example "cisco_ios"
  std::vector<Interface> interfaces;  ///< in the order of the text
  std::vector<Acl> acls;
  std::vector<PolicyRouting> policy_routing;
  std::vector<Translation> translations = {};
  /// Of VRFs that have one; several of one VRF must all be passed.
  std::vector<SelfGuard> guards = {};
  /// Lists on the way out of interfaces do not see what the device itself sends. False: they may.
  bool lists_spare_own_packets = false;
  ManagementPlane management;
  std::vector<TunnelConfig> tunnels;
  std::vector<CopySession> copying = {};
  std::optional<Vxlan> vxlan = {};
  std::vector<L2Service> l2_services = {};
  std::optional<std::uint32_t> mtu_default_bytes;  ///< IP MTU of Ethernet interfaces without a configured one
  bool forwards4 = true;                           ///< IPv4 routing is on
  bool forwards6 = true;
  bool tree_per_vlan =
      false;  ///< each VLAN has a spanning tree of its own (PVST); false: one for all, or none
  base::Span tree_off_span = {};  ///< the line that turns the spanning tree off, for all or some VLANs
  /// With another chassis (Interface::peer_link): routes what is sent to a shared address also while it
  /// stands by.
  bool standby_routes = false;
  friend bool operator==(const Device&, const Device&) = default;
};

/// The interface of that name, or an invalid index.
InterfaceIndex FindInterface(const Device& device, std::string_view name);
/// IP MTU of an interface in bytes, configured or by default; nothing where it is not known.
std::optional<std::uint32_t> MtuOf(const Device& device, const Interface& interface);
/// The access list of that name and family, or nullptr.
const Acl* FindAcl(const Device& device, std::string_view name, net::Family family);
/// The policy of that name, or nullptr.
const PolicyRouting* FindPolicyRouting(const Device& device, std::string_view name);

}  // namespace ringfence::model
