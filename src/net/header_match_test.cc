#include "net/header_match.h"

#include <gtest/gtest.h>

namespace ringfence::net {
namespace {

PacketHeader Packet(std::uint8_t protocol, std::uint16_t source_port = 0,
                    std::uint16_t destination_port = 0) {
  PacketHeader packet;
  packet.source = ParseAddress("10.0.0.1").value();
  packet.destination = ParseAddress("10.0.0.2").value();
  packet.protocol = protocol;
  packet.source_port = source_port;
  packet.destination_port = destination_port;
  return packet;
}

TEST(Matches, EmptyConditionsMeetEveryPacketOfTheFamily) {
  EXPECT_TRUE(Matches({}, Packet(kProtocolTcp)));
  EXPECT_TRUE(Matches({}, Packet(255)));
  HeaderMatch v6;
  v6.family = Family::kIpv6;
  EXPECT_FALSE(Matches(v6, Packet(kProtocolTcp)));
}

TEST(Matches, EntriesOfOneFieldAreAlternatives) {
  HeaderMatch match;
  match.source = {AddressMatch::Of(ParsePrefix("192.0.2.0/24").value()),
                  AddressMatch::Of(ParsePrefix("10.0.0.0/8").value())};
  match.protocol = {{kProtocolUdp, kProtocolUdp}, {kProtocolOspf, kProtocolOspf}};
  EXPECT_TRUE(Matches(match, Packet(kProtocolUdp)));
  EXPECT_TRUE(Matches(match, Packet(kProtocolOspf)));
  EXPECT_FALSE(Matches(match, Packet(kProtocolTcp)));
  match.source.pop_back();
  EXPECT_FALSE(Matches(match, Packet(kProtocolUdp)));
}

TEST(Matches, WildcardsMayIgnoreAnyBits) {
  HeaderMatch match;
  // Even hosts of every 10.x.0.0/24.
  match.destination = {{ParseAddress("10.9.0.0").value(), ParseAddress("0.255.0.254").value()}};
  PacketHeader packet = Packet(kProtocolTcp);
  EXPECT_TRUE(Matches(match, packet));
  packet.destination = ParseAddress("10.77.0.200").value();
  EXPECT_TRUE(Matches(match, packet));
  packet.destination = ParseAddress("10.77.0.201").value();
  EXPECT_FALSE(Matches(match, packet));
  packet.destination = ParseAddress("10.77.1.200").value();
  EXPECT_FALSE(Matches(match, packet));
}

TEST(Matches, AddressesOfTheOtherFamilyMeetNothing) {
  HeaderMatch match;
  match.source = {AddressMatch::Of(Prefix::Default(Family::kIpv6))};
  EXPECT_FALSE(Matches(match, Packet(kProtocolTcp)));
}

TEST(Matches, PortConditionsImplyProtocolsWithPorts) {
  HeaderMatch match;
  match.destination_port = {{0, 65535}};
  EXPECT_TRUE(Matches(match, Packet(kProtocolTcp)));
  EXPECT_TRUE(Matches(match, Packet(kProtocolUdp)));
  EXPECT_TRUE(Matches(match, Packet(kProtocolSctp)));
  EXPECT_FALSE(Matches(match, Packet(kProtocolIcmp)));
  EXPECT_FALSE(Matches(match, Packet(kProtocolGre)));
}

TEST(Matches, PortRangesIncludeBothEnds) {
  HeaderMatch match;
  match.source_port = {{1000, 2000}};
  match.destination_port = {{443, 443}};
  EXPECT_TRUE(Matches(match, Packet(kProtocolTcp, 1000, 443)));
  EXPECT_TRUE(Matches(match, Packet(kProtocolTcp, 2000, 443)));
  EXPECT_FALSE(Matches(match, Packet(kProtocolTcp, 999, 443)));
  EXPECT_FALSE(Matches(match, Packet(kProtocolTcp, 2001, 443)));
  EXPECT_FALSE(Matches(match, Packet(kProtocolTcp, 1500, 444)));
  match.source_port = {{2000, 1000}};
  EXPECT_FALSE(Matches(match, Packet(kProtocolTcp, 1500, 443))) << "a reversed range is empty";
}

TEST(Matches, NonFirstFragmentsCarryNeitherPortsNorIcmpType) {
  HeaderMatch ports;
  ports.destination_port = {{0, 65535}};
  HeaderMatch types;
  types.icmp_type = {{0, 255}};
  PacketHeader tcp = Packet(kProtocolTcp);
  PacketHeader icmp = Packet(kProtocolIcmp);
  EXPECT_TRUE(Matches(ports, tcp));
  EXPECT_TRUE(Matches(types, icmp));
  tcp.fragment = icmp.fragment = true;
  EXPECT_FALSE(Matches(ports, tcp));
  EXPECT_FALSE(Matches(types, icmp));
}

TEST(Matches, IcmpTypesBelongToTheFamilysOwnIcmp) {
  HeaderMatch match;
  match.icmp_type = {{8, 8}};
  PacketHeader packet = Packet(kProtocolIcmp);
  EXPECT_FALSE(Matches(match, packet));
  packet.icmp_type = 8;
  EXPECT_TRUE(Matches(match, packet));
  packet.protocol = kProtocolIcmp6;
  EXPECT_FALSE(Matches(match, packet));
}

TEST(Matches, TcpStateSpeaksAboutTcpOnly) {
  HeaderMatch match;
  match.tcp_state = TcpState::kEstablished;
  PacketHeader packet = Packet(kProtocolTcp);
  EXPECT_FALSE(Matches(match, packet));
  packet.tcp_established = true;
  EXPECT_TRUE(Matches(match, packet));
  match.tcp_state = TcpState::kNotEstablished;
  EXPECT_FALSE(Matches(match, packet));
  EXPECT_FALSE(Matches(match, Packet(kProtocolUdp)));
  EXPECT_TRUE(Matches(match, Packet(kProtocolTcp)));
}

TEST(Matches, FragmentAndDscpCompareWhenGiven) {
  HeaderMatch match;
  PacketHeader packet = Packet(kProtocolUdp);
  packet.dscp = 46;
  match.dscp = 46;
  match.fragment = false;
  EXPECT_TRUE(Matches(match, packet));
  packet.fragment = true;
  EXPECT_FALSE(Matches(match, packet));
  match.fragment = true;
  EXPECT_TRUE(Matches(match, packet));
  packet.dscp = 0;
  EXPECT_FALSE(Matches(match, packet));
}

TEST(PacketHeaderToString, ShowsTheFieldsThePacketCarries) {
  EXPECT_EQ(ToString(Packet(kProtocolTcp, 1024, 443)), "10.0.0.1 -> 10.0.0.2 tcp 1024 -> 443");
  EXPECT_EQ(ToString(Packet(kProtocolUdp, 53, 53)), "10.0.0.1 -> 10.0.0.2 udp 53 -> 53");
  EXPECT_EQ(ToString(Packet(kProtocolOspf)), "10.0.0.1 -> 10.0.0.2 ospf");
  EXPECT_EQ(ToString(Packet(200)), "10.0.0.1 -> 10.0.0.2 protocol 200");
  PacketHeader ping = Packet(kProtocolIcmp);
  ping.icmp_type = 8;
  EXPECT_EQ(ToString(ping), "10.0.0.1 -> 10.0.0.2 icmp type 8");
  PacketHeader fragment = Packet(kProtocolTcp);
  fragment.fragment = true;
  fragment.dscp = 46;
  EXPECT_EQ(ToString(fragment), "10.0.0.1 -> 10.0.0.2 tcp later fragment dscp 46");
  PacketHeader reply = Packet(kProtocolTcp, 443, 1024);
  reply.tcp_established = true;
  EXPECT_EQ(ToString(reply), "10.0.0.1 -> 10.0.0.2 tcp 443 -> 1024 established");
}

}  // namespace
}  // namespace ringfence::net
