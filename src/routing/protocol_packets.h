// The packets by which routing protocols speak, as conditions on headers. See protocol_packets.cc.
#pragma once

#include <vector>

#include "model/device.h"
#include "net/header_match.h"
#include "routing/ospf/ospf_config.h"

namespace ringfence::routing {

/// Who sends to whom. Empty: any address of the family.
struct PacketEnds {
  net::Family family = net::Family::kIpv4;
  std::vector<net::AddressMatch> from;
  std::vector<net::AddressMatch> to;  ///< addresses of the receiver itself
};

/// What neighbours of OSPF send on a network of that type.
std::vector<net::HeaderMatch> OspfPackets(ospf::NetworkType type, const PacketEnds& ends);
/// All that OSPF may send from anywhere to anywhere: over virtual links.
net::HeaderMatch VirtualLinkPackets();
/// What neighbours of EIGRP send.
std::vector<net::HeaderMatch> EigrpPackets(const PacketEnds& ends);
/// What routers of RIP announce by: RIP version 2, or RIPng.
std::vector<net::HeaderMatch> RipPackets(const PacketEnds& ends);
/// By what LSRs of a link find each other.
std::vector<net::HeaderMatch> LdpHellos(const PacketEnds& ends);
/// By what neighbours on a link find each other's addresses of layer 2, where none is known beforehand.
std::vector<net::HeaderMatch> DiscoveryPackets(const PacketEnds& ends);
/// By what an end of a session without addresses learns the link-local address of the other.
std::vector<net::HeaderMatch> RouterAdvertisements(const PacketEnds& ends);
/// By what routers of a group agree on who answers.
std::vector<net::HeaderMatch> RedundancyPackets(const model::VirtualRouter& group, const PacketEnds& ends);

/// What the far end of a tunnel sends to this one, however packets are wrapped, and what both agree by.
std::vector<net::HeaderMatch> TunnelPackets(const model::TunnelConfig& tunnel);

/// Ports of sessions over TCP.
inline constexpr std::uint16_t kBgpPort = 179;
inline constexpr std::uint16_t kLdpPort = 646;
/// From the end that opens a session to the one that waits at the port.
net::HeaderMatch OpeningPackets(std::uint16_t port, const PacketEnds& ends);
/// From the end that waited to the one that has opened.
net::HeaderMatch AnsweringPackets(std::uint16_t port, const PacketEnds& ends);

/// Only this address.
net::AddressMatch OnlyAddress(const net::IpAddress& address);
/// All link-local addresses of IPv6.
net::AddressMatch LinkLocalAddresses();

}  // namespace ringfence::routing
