#include "net/header_match.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::net {
namespace {

bool InRanges(const std::vector<NumberRange>& ranges, unsigned value) {
  return ranges.empty() || std::ranges::any_of(ranges, [value](NumberRange range) {
           return range.first <= value && value <= range.last;
         });
}

bool InAddresses(const std::vector<AddressMatch>& matches, const IpAddress& address) {
  return matches.empty() || std::ranges::any_of(matches, [&](const AddressMatch& match) {
           const IpAddress compared = Not(match.ignore);
           return match.address.family == address.family &&
                  And(address, compared) == And(match.address, compared);
         });
}

bool TcpStateFits(TcpState state, const PacketHeader& packet) {
  if (state == TcpState::kAny) return true;
  return packet.protocol == kProtocolTcp && packet.tcp_established == (state == TcpState::kEstablished);
}

std::string ProtocolName(std::uint8_t protocol) {
  switch (protocol) {
    case kProtocolIcmp:
      return "icmp";
    case kProtocolTcp:
      return "tcp";
    case kProtocolUdp:
      return "udp";
    case kProtocolSctp:
      return "sctp";
    case kProtocolGre:
      return "gre";
    case kProtocolAh:
      return "ah";
    case kProtocolEsp:
      return "esp";
    case kProtocolOspf:
      return "ospf";
    case kProtocolIcmp6:
      return "icmp6";
    default:
      return fmt::format("protocol {}", protocol);
  }
}

}  // namespace

AddressMatch AddressMatch::Of(const Prefix& prefix) {
  return {prefix.address, Not(MaskOf(prefix.family(), prefix.length))};
}

bool HasPorts(std::uint8_t protocol) {
  return protocol == kProtocolTcp || protocol == kProtocolUdp || protocol == kProtocolSctp;
}

bool Matches(const HeaderMatch& match, const PacketHeader& packet) {
  if (packet.source.family != match.family) return false;
  if (!InAddresses(match.source, packet.source) || !InAddresses(match.destination, packet.destination))
    return false;
  if (!InRanges(match.protocol, packet.protocol)) return false;
  const bool asks_ports = !match.source_port.empty() || !match.destination_port.empty();
  if (asks_ports && (!HasPorts(packet.protocol) || packet.fragment)) return false;
  if (asks_ports && !(InRanges(match.source_port, packet.source_port) &&
                      InRanges(match.destination_port, packet.destination_port))) {
    return false;
  }
  const bool icmp = packet.protocol == (match.family == Family::kIpv4 ? kProtocolIcmp : kProtocolIcmp6);
  if (!match.icmp_type.empty() && !(icmp && !packet.fragment && InRanges(match.icmp_type, packet.icmp_type)))
    return false;
  if (match.fragment && *match.fragment != packet.fragment) return false;
  if (match.dscp && *match.dscp != packet.dscp) return false;
  return TcpStateFits(match.tcp_state, packet);
}

std::string ToString(const PacketHeader& packet) {
  std::string text = fmt::format("{} -> {} {}", ToString(packet.source), ToString(packet.destination),
                                 ProtocolName(packet.protocol));
  if (packet.fragment) {
    text += " later fragment";
  } else if (HasPorts(packet.protocol)) {
    text += fmt::format(" {} -> {}", packet.source_port, packet.destination_port);
  } else if (packet.protocol == kProtocolIcmp || packet.protocol == kProtocolIcmp6) {
    text += fmt::format(" type {}", packet.icmp_type);
  }
  if (packet.protocol == kProtocolTcp && packet.tcp_established) text += " established";
  if (packet.dscp != 0) text += fmt::format(" dscp {}", packet.dscp);
  return text;
}

}  // namespace ringfence::net
