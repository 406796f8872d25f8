// One line of an access list as a condition on packet headers: a conjunction of field conditions.
// ACLs, flows, tunnel selectors and packet samples are all written with it; packet_set.h gives it meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/ip.h"

namespace ringfence::net {

/// Address condition `(packet & ~ignore) == (address & ~ignore)`: a wildcard with arbitrary ignored bits.
struct AddressMatch {
  IpAddress address;
  IpAddress ignore;  ///< one bits are not compared

  /// Matches exactly the addresses of a prefix.
  static AddressMatch Of(const Prefix& prefix);
  friend auto operator<=>(const AddressMatch&, const AddressMatch&) = default;
};

/// Inclusive range of ports or protocol numbers.
struct NumberRange {
  std::uint16_t first = 0;
  std::uint16_t last = 65535;
  friend auto operator<=>(const NumberRange&, const NumberRange&) = default;
};

/// IP protocol numbers used by name (IANA).
inline constexpr std::uint8_t kProtocolIcmp = 1;
inline constexpr std::uint8_t kProtocolIpv4Inside = 4;
inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;
inline constexpr std::uint8_t kProtocolIpv6Inside = 41;
inline constexpr std::uint8_t kProtocolGre = 47;
inline constexpr std::uint8_t kProtocolEsp = 50;
inline constexpr std::uint8_t kProtocolAh = 51;
inline constexpr std::uint8_t kProtocolIcmp6 = 58;
inline constexpr std::uint8_t kProtocolOspf = 89;
inline constexpr std::uint8_t kProtocolSctp = 132;

/// Types of ICMPv6 by which those on a link find each other (RFC 4861).
inline constexpr std::uint16_t kRouterSolicitation = 133;
inline constexpr std::uint16_t kRouterAdvertisement = 134;
inline constexpr std::uint16_t kNeighborSolicitation = 135;
inline constexpr std::uint16_t kNeighborAdvertisement = 136;

/// True for protocols whose header starts with ports: TCP, UDP, SCTP.
bool HasPorts(std::uint8_t protocol);

/// TCP state conditions of access lists: kEstablished means ACK or RST set.
enum class TcpState : std::uint8_t { kAny, kEstablished, kNotEstablished };

/// Conjunction of conditions; an empty list means "any" in that field, several entries are alternatives.
/// Port conditions hold only for TCP, UDP (and SCTP) packets; a match with port conditions and no protocol
/// condition implies those protocols. Non-first fragments carry neither ports nor an ICMP type, so they never
/// meet such a condition.
struct HeaderMatch {
  Family family = Family::kIpv4;
  std::vector<AddressMatch> source = {};
  std::vector<AddressMatch> destination = {};
  std::vector<NumberRange> protocol = {};
  std::vector<NumberRange> source_port = {};
  std::vector<NumberRange> destination_port = {};
  std::vector<NumberRange> icmp_type = {};  ///< compared for ICMP and ICMPv6 only
  TcpState tcp_state = TcpState::kAny;
  std::optional<bool> fragment = {};  ///< true: non-first fragments only; false: unfragmented or first
  std::optional<std::uint8_t> dscp = {};
  friend auto operator<=>(const HeaderMatch&, const HeaderMatch&) = default;
};

/// One concrete packet header: the sample shown as a witness.
struct PacketHeader {
  IpAddress source;
  IpAddress destination;
  std::uint8_t protocol = 0;
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint8_t icmp_type = 0;
  bool tcp_established = false;
  bool fragment = false;
  std::uint8_t dscp = 0;
  friend auto operator<=>(const PacketHeader&, const PacketHeader&) = default;
};

/// True when the packet meets every condition: the plain meaning that packet sets are tested against.
bool Matches(const HeaderMatch& match, const PacketHeader& packet);
/// "10.0.0.1 -> 10.0.0.2 tcp 1024 -> 443" for people; only the fields the packet carries, flags when set.
std::string ToString(const PacketHeader& packet);

}  // namespace ringfence::net
