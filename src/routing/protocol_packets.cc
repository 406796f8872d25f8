// What a protocol must get through on a link, no more: a list that stops none of it changes nothing.
//
// OSPF (RFC 2328 appendix A.1, RFC 5340 section 2.5): protocol 89 to AllSPFRouters, where a designated router
// is elected to AllDRouters too, and to the neighbour itself; without multicast only that. EIGRP (RFC 7868
// section 5.3): protocol 88 to its group and to the neighbour. RIP (RFC 2453 section 3.1 and 4.5, RFC 2080
// section 2.1): the announcements that come by themselves, from the port and to the port of RIP. LDP (RFC
// 5036 sections 2.4.1 and 2.5.2): hellos over UDP, sessions over TCP; BGP (RFC 4271 section 8) over TCP; who
// opens a session takes one of the ports that clients take. VRRP (RFC 5798 section 5.1): protocol 112. HSRP
// (RFC 2281 section 4, version 2 by the vendor's documents): UDP. Neighbours of IPv6 (RFC 4861 sections 4.3,
// 4.4 and 7.2): ICMPv6, questions to the group of the address asked for or to itself; routers advertise
// themselves to all nodes (section 6.2.6). Tunnels: what is around their packets, and IKE (RFC 7296 section
// 2), whose other port only serves where addresses are translated. All marks of DSCP; no fragments.

#include "routing/protocol_packets.h"

#include "model/redundancy.h"

namespace ringfence::routing {
namespace {

using net::AddressMatch;
using net::Family;
using net::HeaderMatch;
using net::IpAddress;

constexpr std::uint8_t kProtocolEigrp = 88;
constexpr std::uint8_t kProtocolVrrp = 112;
constexpr std::uint16_t kRipPort = 520;
constexpr std::uint16_t kRipngPort = 521;
constexpr std::uint16_t kHsrpPort = 1985;
constexpr std::uint16_t kHsrp6Port = 2029;
constexpr std::uint16_t kIkePort = 500;
/// Ports that clients take (origin: those below need privileges, and no system takes them).
constexpr net::NumberRange kClientPorts = {1024, 65535};

/// 224.0.0.<last>, ff02::<last>.
AddressMatch Group4(std::uint32_t last) { return OnlyAddress(IpAddress::V4(0xe0000000U + last)); }
AddressMatch Group6(std::uint64_t last) { return OnlyAddress(IpAddress::V6(0xff02ULL << 48, last)); }
AddressMatch Group(Family family, std::uint32_t last) {
  return family == Family::kIpv4 ? Group4(last) : Group6(last);
}

/// Where those are asked for who own such addresses: ff02::1:ff00:0/104, and the last 24 bits of each.
AddressMatch SolicitedNodes(const AddressMatch& owned) {
  constexpr std::uint64_t kLastBits = 0xffffff;
  return {IpAddress::V6(0xff02ULL << 48, 0x1ff000000ULL | (owned.address.low & kLastBits)),
          IpAddress::V6(0, owned.ignore.low & kLastBits)};
}

HeaderMatch Packets(std::uint8_t protocol, const PacketEnds& ends) {
  HeaderMatch match;
  match.family = ends.family;
  match.source = ends.from;
  match.destination = ends.to;
  match.protocol = {{protocol, protocol}};
  match.fragment = false;
  return match;
}

HeaderMatch Datagrams(std::uint16_t port, const PacketEnds& ends, const AddressMatch& group) {
  HeaderMatch match = Packets(net::kProtocolUdp, ends);
  match.destination = {group};
  match.source_port = match.destination_port = {{port, port}};
  return match;
}

}  // namespace

AddressMatch OnlyAddress(const IpAddress& address) { return AddressMatch::Of(net::Prefix::Host(address)); }

AddressMatch LinkLocalAddresses() {
  return AddressMatch::Of(net::Prefix::Of(IpAddress::V6(0xfe80ULL << 48, 0), 10));
}

std::vector<HeaderMatch> OspfPackets(ospf::NetworkType type, const PacketEnds& ends) {
  HeaderMatch match = Packets(net::kProtocolOspf, ends);
  std::vector<HeaderMatch> packets = {match};
  if (type == ospf::NetworkType::kNonBroadcast) return packets;
  match.destination = {Group(ends.family, 5)};
  if (type == ospf::NetworkType::kBroadcast) match.destination.push_back(Group(ends.family, 6));
  packets.push_back(match);
  return packets;
}

HeaderMatch VirtualLinkPackets() { return Packets(net::kProtocolOspf, {}); }

std::vector<HeaderMatch> EigrpPackets(const PacketEnds& ends) {
  HeaderMatch to_group = Packets(kProtocolEigrp, ends);
  to_group.destination = {Group(ends.family, 10)};
  return {Packets(kProtocolEigrp, ends), to_group};
}

std::vector<HeaderMatch> RipPackets(const PacketEnds& ends) {
  const std::uint16_t port = ends.family == Family::kIpv4 ? kRipPort : kRipngPort;
  return {Datagrams(port, ends, Group(ends.family, 9))};
}

std::vector<HeaderMatch> LdpHellos(const PacketEnds& ends) {
  return {Datagrams(kLdpPort, ends, Group(ends.family, 2))};
}

std::vector<HeaderMatch> DiscoveryPackets(const PacketEnds& ends) {
  HeaderMatch answer = Packets(net::kProtocolIcmp6, ends);
  HeaderMatch question = answer;
  question.icmp_type = {{net::kNeighborSolicitation, net::kNeighborSolicitation}};
  answer.icmp_type = {{net::kNeighborAdvertisement, net::kNeighborAdvertisement}};
  for (const AddressMatch& address : ends.to) question.destination.push_back(SolicitedNodes(address));
  return {question, answer};
}

std::vector<HeaderMatch> RouterAdvertisements(const PacketEnds& ends) {
  HeaderMatch match = Packets(net::kProtocolIcmp6, ends);
  match.icmp_type = {{net::kRouterAdvertisement, net::kRouterAdvertisement}};
  match.destination = {Group6(1)};
  return {match};
}

std::vector<HeaderMatch> RedundancyPackets(const model::VirtualRouter& group, const PacketEnds& ends) {
  if (group.protocol == model::RedundancyProtocol::kVrrp) {
    HeaderMatch match = Packets(kProtocolVrrp, ends);
    match.destination = {ends.family == Family::kIpv4 ? Group4(18) : Group6(0x12)};
    return {match};
  }
  if (group.protocol != model::RedundancyProtocol::kHsrp) return {};
  if (ends.family == Family::kIpv6) return {Datagrams(kHsrp6Port, ends, Group6(0x66))};
  return {Datagrams(kHsrpPort, ends, Group4(model::IsLaterVersion(group.group) ? 102 : 2))};
}

HeaderMatch OpeningPackets(std::uint16_t port, const PacketEnds& ends) {
  HeaderMatch match = Packets(net::kProtocolTcp, ends);
  match.source_port = {kClientPorts};
  match.destination_port = {{port, port}};
  return match;
}

HeaderMatch AnsweringPackets(std::uint16_t port, const PacketEnds& ends) {
  HeaderMatch match = Packets(net::kProtocolTcp, ends);
  match.source_port = {{port, port}};
  match.destination_port = {kClientPorts};
  match.tcp_state = net::TcpState::kEstablished;
  return match;
}

std::vector<HeaderMatch> TunnelPackets(const model::TunnelConfig& tunnel) {
  const auto only = [](const IpAddress& address) {
    return address == IpAddress{} ? std::vector<AddressMatch>{} : std::vector{OnlyAddress(address)};
  };
  const PacketEnds ends{tunnel.peer.family, only(tunnel.peer), only(tunnel.local)};
  const bool v4 = ends.family == Family::kIpv4;
  if (tunnel.wireguard) return {Packets(net::kProtocolUdp, ends)};
  if (tunnel.ipsec) {
    HeaderMatch ike = Packets(net::kProtocolUdp, ends);
    ike.source_port = ike.destination_port = {{kIkePort, kIkePort}};
    return {Packets(net::kProtocolEsp, ends), ike};
  }
  if (tunnel.encapsulation == model::Encapsulation::kGre) return {Packets(net::kProtocolGre, ends)};
  std::vector<HeaderMatch> packets;
  if (tunnel.carries4) packets.push_back(Packets(net::kProtocolIpv4Inside, ends));
  if (tunnel.carries6 || !v4) packets.push_back(Packets(net::kProtocolIpv6Inside, ends));
  return packets;
}

}  // namespace ringfence::routing
