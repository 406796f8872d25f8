// Access lists see the packets of routing protocols, too.
//
// Problem: a list that does not let a protocol through keeps two routers from being neighbours, and the
// protocols' engines do not look at lists. Idea: they need not; where a list may drop anything that two
// neighbours exchange, the line that does so leaves routing open, and where all of it passes nothing changes.
// So does a line that the reader does not understand (model::OpenLine), or a whole filter (AclUse::open), but
// only where such packets reach it: elsewhere it is a matter of the packets that walk there.
// Asked are the lists on the way out at the sender (unless they spare what a device sends itself), those on
// the way in at the receiver, and what guards either device as such. Who may be neighbours is said with less
// care than the engines say it: two ends of one link that run the protocol. Packets of OSPF, EIGRP, RIP and
// first-hop redundancy stay on the link. Sessions of BGP between addresses of one link need one end that can
// open them, and those without addresses learn each other's from advertisements of routers; those over other
// routers are asked for where their ways are known (registry_session_paths.cc). Sessions of LDP are those of
// routers on one link, between addresses that the IGP leads to: they must pass every list on links of an IGP
// (on all links where a static route of one of them leads to such an address; a default route does not, as
// the IGP of their link says more), and a check of sources there may stop them in some state. Virtual links
// of OSPF cross all links of their area. IS-IS is not IP. Neighbours of IPv6, routers and hosts, have to find
// each other before anything else passes (RFC 4861). Of tunnels only what guards their ends is asked: walks
// meet the lists on the way. Cost: nothing without lists and checks; else pairs on links times what it takes
// to ask a list (dropped_packets.cc).

#include "routing/filter_gaps.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "model/fate.h"
#include "routing/dropped_packets.h"
#include "routing/highest_address.h"
#include "routing/links.h"
#include "routing/lists_at_use.h"
#include "routing/protocol_packets.h"
#include "routing/self_guards.h"

namespace ringfence::routing {
namespace {

using model::Endpoint;
using model::Impact;
using net::Family;
using net::HeaderMatch;
using net::IpAddress;

enum class Kind : std::uint8_t { kOspf, kEigrp, kRip, kIsis, kLdp };

/// A protocol on an interface.
struct Talker {
  Kind kind = Kind::kOspf;
  Family family = Family::kIpv4;
  bool sends = true, receives = true;
  ospf::NetworkType type = ospf::NetworkType::kBroadcast;
  std::optional<ospf::AreaId> area = {};
};

std::string_view ReasonOf(Kind kind, Family family) {
  const bool v4 = family == Family::kIpv4;
  switch (kind) {
    case Kind::kOspf:
      return v4 ? "access list that may drop packets of OSPF" : "access list that may drop packets of OSPFv3";
    case Kind::kEigrp:
      return "access list that may drop packets of EIGRP";
    case Kind::kRip:
      return v4 ? "access list that may drop packets of RIP" : "access list that may drop packets of RIPng";
    default:
      return "access list that may drop packets of LDP";
  }
}
constexpr std::string_view kBgpReason = "access list that may drop packets of BGP";
constexpr std::string_view kTunnelReason = "access list that may drop packets of tunnels";
constexpr std::string_view kDiscoveryReason = "access list that may drop packets of neighbor discovery";
constexpr std::string_view kCheckReason = "reverse path check that may drop packets of neighbors";
constexpr std::string_view kRedundancyReason = "access list that may drop packets of first-hop redundancy";

/// Addresses that the interface sends protocol packets from and takes them at.
std::vector<net::AddressMatch> AddressesOf(const Network& network, const Endpoint& end, Family family) {
  const model::Device& device = network.nodes()[end.node.index()].config.device;
  const model::Interface* interface = &network.InterfaceAt(end);
  std::vector<net::AddressMatch> matches;
  if (family == Family::kIpv4 && !interface->unnumbered_from.empty()) {
    const model::InterfaceIndex lender = model::FindInterface(device, interface->unnumbered_from);
    if (lender.valid()) interface = &device.interfaces[lender.index()];
  }
  for (const model::InterfaceAddress& one : interface->addresses) {
    const IpAddress& address = one.address.address;
    if (address.family != family || one.secondary) continue;
    if (family == Family::kIpv4 || IsLinkLocal(address)) matches.push_back(OnlyAddress(address));
  }
  if (matches.empty() && family == Family::kIpv6) matches.push_back(LinkLocalAddresses());
  return matches;
}

/// The address of sessions of LDP.
std::optional<IpAddress> TransportOf(const DeviceConfig& config) {
  if (!config.ldp.enabled || config.ldp.transport) return config.ldp.transport;
  return HighestAddress(config.device);
}

/// Some device has a list, or a check of sources, that could matter.
bool HasLists(const Network& network) {
  return std::ranges::any_of(network.nodes(), [](const Node& node) {
    const model::Device& device = node.config.device;
    return !device.guards.empty() || std::ranges::any_of(device.interfaces, [](const model::Interface& one) {
      return one.source_check || one.acl_in4.may_drop() || one.acl_out4.may_drop() ||
             one.acl_in6.may_drop() || one.acl_out6.may_drop();
    });
  });
}

/// Neighbours ask each other for addresses of IPv6 there.
bool Discovers(const model::Interface& interface) {
  if (interface.kind == model::InterfaceKind::kTunnel || interface.kind == model::InterfaceKind::kLoopback)
    return false;
  return std::ranges::any_of(interface.addresses, [](const model::InterfaceAddress& one) {
    return one.address.address.family == Family::kIpv6;
  });
}

/// Sessions or tunnels between addresses of IPv6 may bring routes of IPv4, or carry its packets.
bool Ipv4RestsOnIpv6(const Network& network) {
  const auto by_ipv6 = [](const bgp::BgpNeighbor& neighbor) {
    return !neighbor.address || neighbor.address->family == Family::kIpv6;
  };
  return std::ranges::any_of(network.nodes(), [&by_ipv6](const Node& node) {
    return std::ranges::any_of(
               node.config.bgp.vrfs,
               [&by_ipv6](const bgp::BgpVrf& vrf) { return std::ranges::any_of(vrf.neighbors, by_ipv6); }) ||
           std::ranges::any_of(node.config.device.tunnels, [](const model::TunnelConfig& tunnel) {
             return tunnel.peer.family == Family::kIpv6;
           });
  });
}

/// What BGP and labels carry for one family may rest on protocols of the other.
bool FamiliesDepend(const Network& network) {
  return std::ranges::any_of(network.nodes(), [](const Node& node) {
    const DeviceConfig& config = node.config;
    return config.bgp.as != 0 || config.ldp.enabled || !config.device.tunnels.empty();
  });
}

class FilterGaps {
 public:
  FilterGaps(const Network& network, std::vector<Gap>& gaps)
      : network_(network),
        gaps_(gaps),
        talkers_(network.slot_count()),
        depend_(FamiliesDepend(network)),
        discovery_impact_(Ipv4RestsOnIpv6(network) ? Impact::kRouting : Impact::kRouting6) {}

  void Run() {
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) AddTalkers(model::NodeId(n));
    for (const model::Link& link : network_.links()) {
      for (const Endpoint& to : link.ends) {
        for (const Endpoint& from : link.ends) {
          if (from != to && IsUp(from) && IsUp(to)) Meet(from, to);
        }
      }
    }
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) {
      AddBgp(model::NodeId(n));
      AddTunnels(model::NodeId(n));
      MeetHosts(model::NodeId(n));
    }
    AddLdpSessions();
  }

 private:
  bool IsUp(const Endpoint& end) const { return network_.InterfaceAt(end).admin_up; }
  const DeviceConfig& ConfigOf(model::NodeId node) const { return network_.nodes()[node.index()].config; }

  void Add(model::NodeId node, const std::string& interface, const Talker& talker) {
    const Endpoint end{node, model::FindInterface(ConfigOf(node).device, interface)};
    if (end.interface.valid()) talkers_[network_.SlotOf(end)].push_back(talker);
  }

  void AddTalkers(model::NodeId node) {
    const DeviceConfig& config = ConfigOf(node);
    for (const ospf::OspfProcess& process : config.ospf.processes) {
      for (const ospf::VirtualLink& link : process.virtual_links) crossed_.insert(link.transit);
      for (const ospf::OspfInterface& one : process.interfaces) {
        if (!one.passive && one.type != ospf::NetworkType::kLoopback)
          Add(node, one.name, {Kind::kOspf, process.family, true, true, one.type, one.area});
      }
    }
    for (const eigrp::EigrpProcess& process : config.eigrp.processes) {
      for (const eigrp::EigrpInterface& one : process.interfaces) {
        if (!one.passive) Add(node, one.name, {Kind::kEigrp, process.family});
      }
    }
    for (const rip::RipProcess& process : config.rip.processes) {
      for (const rip::RipInterface& one : process.interfaces)
        Add(node, one.name, {Kind::kRip, process.family, one.sends && !one.passive, one.receives});
    }
    for (const isis::IsisProcess& process : config.isis.processes) {
      for (const isis::IsisInterface& one : process.interfaces) {
        if (!one.passive) Add(node, one.name, {Kind::kIsis});
      }
    }
    if (!config.ldp.enabled) return;
    for (const ldp::LdpInterface& one : config.ldp.interfaces) Add(node, one.name, {Kind::kLdp});
  }

  std::uint8_t ImpactOf(Family family) const {
    if (depend_) return Impact::kRouting;
    return family == Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
  }

  void Report(base::Span span, std::uint8_t impact, std::string_view reason) {
    if (told_.insert({span.file.value, span.line, impact, reason}).second)
      gaps_.push_back({span, impact, reason});
  }

  std::optional<base::Span> Ask(model::NodeId node, const model::AclUse& use,
                                const std::vector<HeaderMatch>& packets) {
    if (packets.empty()) return std::nullopt;
    for (const model::Acl* acl : ListsAt(ConfigOf(node).device, use, packets.front().family)) {
      if (const auto span = FirstDropped(*acl, packets, space_)) return span->valid() ? *span : use.span;
    }
    return std::nullopt;
  }

  /// Where packets that the device sends itself are dropped before they are on the link.
  std::optional<base::Span> AskSender(const Endpoint& from, const std::vector<HeaderMatch>& packets) {
    const model::Device& device = ConfigOf(from.node).device;
    const model::Interface& interface = network_.InterfaceAt(from);
    const bool v4 = packets.empty() || packets.front().family == Family::kIpv4;
    for (const model::AclUse& use : GuardsOut(device, interface.vrf, v4)) {
      if (auto span = Ask(from.node, use, packets)) return span;
    }
    if (device.lists_spare_own_packets) return std::nullopt;
    return Ask(from.node, v4 ? interface.acl_out4 : interface.acl_out6, packets);
  }

  /// Where packets to the device itself are dropped as they come in.
  std::optional<base::Span> AskReceiver(const Endpoint& to, const std::vector<HeaderMatch>& packets) {
    const model::Interface& interface = network_.InterfaceAt(to);
    const bool v4 = packets.empty() || packets.front().family == Family::kIpv4;
    if (auto span = Ask(to.node, v4 ? interface.acl_in4 : interface.acl_in6, packets)) return span;
    for (const model::AclUse& use : GuardsIn(ConfigOf(to.node).device, interface.vrf, v4)) {
      if (auto span = Ask(to.node, use, packets)) return span;
    }
    return std::nullopt;
  }

  void Check(const Endpoint& from, const Endpoint& to, const std::vector<HeaderMatch>& packets,
             std::uint8_t impact, std::string_view reason) {
    if (const auto span = AskSender(from, packets)) Report(*span, impact, reason);
    if (const auto span = AskReceiver(to, packets)) Report(*span, impact, reason);
  }

  PacketEnds EndsOf(const Endpoint& from, const Endpoint& to, Family family) const {
    return {family, AddressesOf(network_, from, family), AddressesOf(network_, to, family)};
  }

  /// What one end of a link sends to another.
  void Meet(const Endpoint& from, const Endpoint& to) {
    for (const Talker& talker : talkers_[network_.SlotOf(from)]) {
      const bool heard = std::ranges::any_of(talkers_[network_.SlotOf(to)], [&](const Talker& other) {
        return other.kind == talker.kind && other.family == talker.family && other.receives;
      });
      if (!heard || !talker.sends) continue;
      if (talker.kind == Kind::kLdp) neighbors_.insert({from.node, to.node});
      carries_.insert(from);
      carries_.insert(to);
      const auto packets = PacketsOf(talker, EndsOf(from, to, talker.family));
      const std::uint8_t impact = talker.kind == Kind::kLdp ? Impact::kRouting : ImpactOf(talker.family);
      Check(from, to, packets, impact, ReasonOf(talker.kind, talker.family));
      if (talker.kind != Kind::kIsis) MeetCheck(from, to, talker.family, impact);
    }
    MeetInGroups(from, to);
    if (!Discovers(network_.InterfaceAt(from)) || !Discovers(network_.InterfaceAt(to))) return;
    const PacketEnds ends{Family::kIpv6, AskedFor(from), AskedFor(to)};
    Check(from, to, DiscoveryPackets(ends), discovery_impact_, kDiscoveryReason);
  }

  /// A check of sources lets pass what comes from a subnet of the interface, and what is local to the link;
  /// who has borrowed its address sends from elsewhere.
  void MeetCheck(const Endpoint& from, const Endpoint& to, Family family, std::uint8_t impact) {
    const model::Interface& interface = network_.InterfaceAt(to);
    if (!interface.source_check || family != Family::kIpv4) return;
    const auto is_near = [&interface](const net::AddressMatch& source) {
      return std::ranges::any_of(interface.addresses, [&source](const model::InterfaceAddress& own) {
        return own.address.subnet().Contains(source.address);
      });
    };
    if (!std::ranges::all_of(AddressesOf(network_, from, family), is_near))
      Report(*interface.source_check, impact, kCheckReason);
  }

  /// All addresses of IPv6 of an interface: beside those that protocols speak from, those that hosts know.
  std::vector<net::AddressMatch> AskedFor(const Endpoint& end) const {
    std::vector<net::AddressMatch> matches = AddressesOf(network_, end, Family::kIpv6);
    for (const model::InterfaceAddress& one : network_.InterfaceAt(end).addresses) {
      const IpAddress& address = one.address.address;
      if (address.family == Family::kIpv6 && (one.secondary || !IsLinkLocal(address)))
        matches.push_back(OnlyAddress(address));
    }
    return matches;
  }

  /// Hosts on a subnet where no router is known.
  void MeetHosts(model::NodeId node) {
    const std::vector<model::Interface>& interfaces = ConfigOf(node).device.interfaces;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      const Endpoint port{node, model::InterfaceIndex(i)};
      if (!interfaces[i].admin_up || network_.LinkOf(port).valid() || !Discovers(interfaces[i])) continue;
      std::vector<net::AddressMatch> hosts = {LinkLocalAddresses()};
      for (const model::InterfaceAddress& one : interfaces[i].addresses) {
        const net::Prefix subnet = one.address.subnet();
        if (subnet.family() == Family::kIpv6) hosts.push_back(net::AddressMatch::Of(subnet));
      }
      const std::vector<net::AddressMatch> own = AskedFor(port);
      if (const auto span = AskSender(port, DiscoveryPackets({Family::kIpv6, own, hosts})))
        Report(*span, discovery_impact_, kDiscoveryReason);
      if (const auto span = AskReceiver(port, DiscoveryPackets({Family::kIpv6, hosts, own})))
        Report(*span, discovery_impact_, kDiscoveryReason);
    }
  }

  std::vector<HeaderMatch> PacketsOf(const Talker& talker, const PacketEnds& ends) const {
    switch (talker.kind) {
      case Kind::kOspf: {
        auto packets = OspfPackets(talker.type, ends);
        if (ends.family != Family::kIpv4 || !crossed_.contains(*talker.area)) return packets;
        packets.push_back(VirtualLinkPackets());
        return packets;
      }
      case Kind::kEigrp:
        return EigrpPackets(ends);
      case Kind::kRip:
        return RipPackets(ends);
      case Kind::kLdp:
        return LdpHellos(ends);
      default:
        return {};
    }
  }

  /// Routers that do not hear each other all answer: packets take other ways than those computed.
  void MeetInGroups(const Endpoint& from, const Endpoint& to) {
    const auto& heard = network_.InterfaceAt(to).virtual_routers;
    for (const model::VirtualRouter& group : network_.InterfaceAt(from).virtual_routers) {
      const bool meets = std::ranges::any_of(heard, [&group](const model::VirtualRouter& other) {
        return other.protocol == group.protocol && other.group == group.group;
      });
      if (!meets) continue;
      for (const Family family : {Family::kIpv4, Family::kIpv6}) {
        if (std::ranges::count(group.addresses, family, &IpAddress::family) == 0) continue;
        Check(from, to, RedundancyPackets(group, EndsOf(from, to, family)),
              static_cast<std::uint8_t>(ImpactOf(family) | Impact::kForwarding), kRedundancyReason);
      }
    }
  }

  /// One end of a session on a link.
  struct Side {
    Endpoint end;  ///< invalid node: outside of the network
    std::vector<net::AddressMatch> addresses;
    bool opens = false;
  };

  /// Where a session that `opener` opens is stopped; nullopt: nowhere.
  std::optional<base::Span> StopOf(const Side& opener, const Side& waiting, Family family) {
    const std::vector<HeaderMatch> there = {
        OpeningPackets(kBgpPort, {family, opener.addresses, waiting.addresses})};
    const std::vector<HeaderMatch> back = {
        AnsweringPackets(kBgpPort, {family, waiting.addresses, opener.addresses})};
    std::optional<base::Span> stop;
    if (opener.end.node.valid()) {
      stop = AskSender(opener.end, there);
      if (!stop) stop = AskReceiver(opener.end, back);
    }
    if (waiting.end.node.valid() && !stop) {
      stop = AskReceiver(waiting.end, there);
      if (!stop) stop = AskSender(waiting.end, back);
    }
    return stop;
  }

  void CheckLists(const Side& a, const Side& b, Family family) {
    std::optional<base::Span> stop;
    for (const auto& [opener, waiting] : {std::pair(&a, &b), std::pair(&b, &a)}) {
      if (!opener->opens) continue;
      const auto here = StopOf(*opener, *waiting, family);
      if (!here) return;
      if (!stop) stop = here;
    }
    if (stop) Report(*stop, Impact::kRouting, kBgpReason);
  }

  void CheckSession(const Side& a, const Side& b, Family family) {
    CheckLists(a, b, family);
    if (!a.end.node.valid() || !b.end.node.valid()) return;
    MeetCheck(a.end, b.end, family, Impact::kRouting);
    MeetCheck(b.end, a.end, family, Impact::kRouting);
  }

  /// Walks follow the packets around a tunnel and meet the lists of interfaces; what guards its ends they do
  /// not ask.
  void AddTunnels(model::NodeId node) {
    const model::Device& device = ConfigOf(node).device;
    for (const model::TunnelConfig& tunnel : device.tunnels) {
      const std::vector<HeaderMatch> packets = TunnelPackets(tunnel);
      for (const model::SelfGuard& guard : device.guards) {
        if (tunnel.underlay_vrf && *tunnel.underlay_vrf != guard.vrf) continue;
        const bool v4 = tunnel.peer.family == Family::kIpv4;
        if (const auto span = Ask(node, v4 ? guard.in4 : guard.in6, packets))
          Report(*span, Impact::kForwarding | Impact::kProtection, kTunnelReason);
      }
    }
  }

  void AddBgp(model::NodeId node) {
    const DeviceConfig& config = ConfigOf(node);
    if (config.bgp.as == 0) return;
    for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
      for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
        if (neighbor.shutdown || neighbor.listen_range) continue;
        for (std::size_t i = 0; i < config.device.interfaces.size(); ++i) {
          const Endpoint near{node, model::InterfaceIndex(i)};
          const model::Interface& interface = config.device.interfaces[i];
          if (!interface.admin_up || interface.vrf != vrf.vrf) continue;
          if (neighbor.address) AddSession(near, vrf.vrf, neighbor);
          if (neighbor.interface == interface.name) AddUnnumbered(near, neighbor);
        }
      }
    }
  }

  /// Some neighbour statement of the end names an address of the other one, or its link.
  std::optional<Side> SideBack(const Endpoint& end, const std::vector<net::AddressMatch>& own,
                               const Endpoint& far) const {
    const DeviceConfig& config = ConfigOf(end.node);
    const model::Interface& interface = network_.InterfaceAt(end);
    std::optional<Side> side;
    if (config.bgp.as == 0) return side;
    for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
      for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
        const bool named = (neighbor.address && network_.OwnsAddress(far, *neighbor.address)) ||
                           (!neighbor.interface.empty() && neighbor.interface == interface.name);
        if (vrf.vrf != interface.vrf || neighbor.shutdown || (!named && !neighbor.listen_range)) continue;
        if (!side) side = Side{end, own, false};
        side->opens = side->opens || (named && !neighbor.passive);
      }
    }
    return side;
  }

  void AddSession(const Endpoint& near, const std::string& vrf, const bgp::BgpNeighbor& neighbor) {
    const IpAddress& address = *neighbor.address;
    Side here{near, {}, !neighbor.passive};
    for (const model::InterfaceAddress& own : network_.InterfaceAt(near).addresses) {
      if (own.address.subnet().Contains(address)) here.addresses = {OnlyAddress(own.address.address)};
    }
    if (here.addresses.empty()) here.addresses = AddressesOf(network_, near, address.family);
    const std::vector<net::AddressMatch> there = {OnlyAddress(address)};
    if (network_.LinkOf(near).valid()) {
      if (const auto far = network_.NeighborBy(near, address)) {
        const auto side = SideBack(*far, there, near);
        if (side && (near < *far || !side->opens)) CheckSession(here, *side, address.family);
        return;
      }
    }
    const bool stated = std::ranges::any_of(
        network_.nodes()[near.node.index()].outside,
        [&](const OutsideNeighbor& one) { return one.vrf == vrf && one.address == address; });
    const auto& own = network_.InterfaceAt(near).addresses;
    const bool connected =
        std::ranges::any_of(own, [&](const auto& one) { return one.address.subnet().Contains(address); });
    if (stated && connected) CheckSession(here, {{}, there, true}, address.family);
  }

  void AddUnnumbered(const Endpoint& near, const bgp::BgpNeighbor& neighbor) {
    const model::LinkId link = network_.LinkOf(near);
    if (!link.valid()) return;
    for (const Endpoint& far : network_.links()[link.index()].ends) {
      if (far == near || !IsUp(far)) continue;
      const PacketEnds local{Family::kIpv6, {LinkLocalAddresses()}, {}};
      if (SideBack(far, {}, near))
        Check(near, far, RouterAdvertisements(local), Impact::kRouting, kBgpReason);
      for (const Family family : {Family::kIpv4, Family::kIpv6}) {
        const Side here{near, AddressesOf(network_, near, family), !neighbor.passive};
        const auto side = SideBack(far, AddressesOf(network_, far, family), near);
        if (side && !here.addresses.empty() && !side->addresses.empty() && (near < far || !side->opens))
          CheckSession(here, *side, family);
      }
    }
  }

  /// Packets of all sessions of LDP: the end with the greater address opens (RFC 5036 section 2.5.2).
  net::PacketSet LdpSessions() {
    net::PacketSet all = space_.None();
    for (const auto& [a, b] : neighbors_) {
      const auto opener = TransportOf(ConfigOf(a));
      const auto waiting = TransportOf(ConfigOf(b));
      if (!opener || !waiting || !(*waiting < *opener) || opener->family != Family::kIpv4) continue;
      const std::vector<net::AddressMatch> from = {OnlyAddress(*opener)};
      const std::vector<net::AddressMatch> to = {OnlyAddress(*waiting)};
      all = space_.Or(all, space_.Of(OpeningPackets(kLdpPort, {Family::kIpv4, from, to})));
      all = space_.Or(all, space_.Of(AnsweringPackets(kLdpPort, {Family::kIpv4, to, from})));
    }
    return all;
  }

  /// Packets of some session of LDP may leave the links of the IGP.
  bool StaticRoutesLeadSessions() const {
    const auto leads = [this](const static_routes::StaticRoute& route) {
      return route.vrf.empty() && route.prefix.length > 0 &&
             std::ranges::any_of(neighbors_, [&](const auto& pair) {
               const auto end = TransportOf(ConfigOf(pair.first));
               return end && route.prefix.Contains(*end);
             });
    };
    return std::ranges::any_of(network_.nodes(), [&leads](const Node& node) {
      return node.config.ldp.enabled && std::ranges::any_of(node.config.static_routes.routes, leads);
    });
  }

  void AskForLdp(model::NodeId node, const model::AclUse& use, net::PacketSet packets) {
    for (const model::Acl* acl : ListsAt(ConfigOf(node).device, use, Family::kIpv4)) {
      const auto span = FirstDropped(*acl, packets, space_);
      if (span) Report(span->valid() ? *span : use.span, Impact::kRouting, ReasonOf(Kind::kLdp, {}));
    }
  }

  void AddLdpSessions() {
    if (neighbors_.empty()) return;
    const net::PacketSet all = LdpSessions();
    const bool by_static_routes = StaticRoutesLeadSessions();
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) {
      const model::NodeId node(n);
      const model::Device& device = ConfigOf(node).device;
      const auto own = TransportOf(ConfigOf(node));
      net::PacketSet sent = space_.None();
      net::PacketSet received = space_.None();
      if (own) {
        sent = space_.And(all, space_.FromPrefix(net::Prefix::Host(*own)));
        received = space_.And(all, space_.ToPrefix(net::Prefix::Host(*own)));
      }
      for (const model::AclUse& use : GuardsOut(device, "", true)) AskForLdp(node, use, sent);
      for (const model::AclUse& use : GuardsIn(device, "", true)) AskForLdp(node, use, received);
      const net::PacketSet in = space_.Minus(all, sent);
      const net::PacketSet out = space_.Minus(device.lists_spare_own_packets ? in : all, received);
      for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
        const Endpoint end{node, model::InterfaceIndex(i)};
        const model::Interface& interface = device.interfaces[i];
        const bool crossed = carries_.contains(end) || (by_static_routes && network_.LinkOf(end).valid());
        if (!interface.vrf.empty() || !crossed) continue;
        if (interface.source_check) Report(*interface.source_check, Impact::kRouting, kCheckReason);
        AskForLdp(node, interface.acl_in4, in);
        AskForLdp(node, interface.acl_out4, out);
      }
    }
  }

  const Network& network_;
  std::vector<Gap>& gaps_;
  std::vector<std::vector<Talker>> talkers_;  ///< by slot
  const bool depend_;
  const std::uint8_t discovery_impact_;
  net::PacketSpace space_;
  std::set<ospf::AreaId> crossed_;                               ///< by virtual links
  std::set<std::pair<model::NodeId, model::NodeId>> neighbors_;  ///< of LDP, both ways
  std::set<Endpoint> carries_;                                   ///< interfaces over which protocols speak
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint8_t, std::string_view>> told_;
};

}  // namespace

void AddFilterGaps(const Network& network, std::vector<Gap>& gaps) {
  if (HasLists(network)) FilterGaps(network, gaps).Run();
}

}  // namespace ringfence::routing
