// MRT files for tests, written as a few calls. Test support only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/ip.h"

namespace ringfence::formats {

/// A number in network order.
inline std::string Wire(std::uint64_t value, std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = bytes; i-- > 0; value >>= 8U) text[i] = static_cast<char>(value & 0xffU);
  return text;
}
/// An address. REQUIRES: valid text.
inline std::string WireAddress(std::string_view text) {
  const net::IpAddress address = *net::ParseAddress(text);
  if (address.family == net::Family::kIpv4) return Wire(address.low, 4);
  return Wire(address.high, 8) + Wire(address.low, 8);
}
/// A prefix as in a message. REQUIRES: valid text.
inline std::string WirePrefix(std::string_view text) {
  const net::Prefix prefix = *net::ParsePrefix(text);
  return Wire(prefix.length, 1) +
         WireAddress(net::ToString(prefix.address)).substr(0, (prefix.length + 7U) / 8U);
}
/// A path attribute.
inline std::string Attribute(std::uint8_t type, const std::string& value, std::uint8_t flags = 0x40) {
  if (value.size() > 255) return Wire(flags | 0x10U, 1) + Wire(type, 1) + Wire(value.size(), 2) + value;
  return Wire(flags, 1) + Wire(type, 1) + Wire(value.size(), 1) + value;
}
/// A segment of an AS path: 1 set, 2 sequence, 3 and 4 those of confederations.
inline std::string Segment(std::uint8_t kind, const std::vector<std::uint32_t>& numbers,
                           std::size_t bytes = 4) {
  std::string text = Wire(kind, 1) + Wire(numbers.size(), 1);
  for (const std::uint32_t number : numbers) text += Wire(number, bytes);
  return text;
}
/// Origin, path and next hop.
inline std::string PlainAttributes(const std::vector<std::uint32_t>& numbers, std::string_view next_hop,
                                   std::size_t as_bytes = 4) {
  return Attribute(1, Wire(0, 1)) + Attribute(2, Segment(2, numbers, as_bytes)) +
         Attribute(3, WireAddress(next_hop));
}
/// An UPDATE message.
inline std::string UpdateMessage(const std::string& withdrawn, const std::string& attributes,
                                 const std::string& reached) {
  const std::string body =
      Wire(withdrawn.size(), 2) + withdrawn + Wire(attributes.size(), 2) + attributes + reached;
  return std::string(16, '\xff') + Wire(19 + body.size(), 2) + Wire(2, 1) + body;
}
/// A record.
inline std::string Record(std::uint16_t type, std::uint16_t subtype, const std::string& body) {
  return Wire(1'700'000'000, 4) + Wire(type, 2) + Wire(subtype, 2) + Wire(body.size(), 4) + body;
}
/// PEER_INDEX_TABLE of IPv4 peers 192.0.2.<n>, n = 1.., in AS 64500 + n with router id n.
inline std::string PeerIndex(std::size_t count) {
  std::string body = Wire(9, 4) + Wire(0, 2) + Wire(count, 2);
  for (std::size_t n = 1; n <= count; ++n)
    body += Wire(2, 1) + Wire(n, 4) + Wire(0xc0000200U + n, 4) + Wire(64500 + n, 4);
  return Record(13, 1, body);
}
/// One route of a table entry.
inline std::string TableRoute(std::uint16_t peer, const std::string& attributes, std::string path_id = "") {
  return Wire(peer, 2) + Wire(0, 4) + path_id + Wire(attributes.size(), 2) + attributes;
}
/// RIB_IPV4_UNICAST and the like.
inline std::string TableEntry(std::uint16_t subtype, std::string_view prefix,
                              const std::vector<std::string>& routes) {
  std::string body = Wire(0, 4) + WirePrefix(prefix) + Wire(routes.size(), 2);
  for (const std::string& route : routes) body += route;
  return Record(13, subtype, body);
}
/// BGP4MP with a message or a change of state from 192.0.2.1.
inline std::string FromPeer(std::uint16_t subtype, const std::string& rest, std::size_t as_bytes = 4) {
  return Record(16, subtype,
                Wire(64501, as_bytes) + Wire(65001, as_bytes) + Wire(0, 2) + Wire(1, 2) +
                    WireAddress("192.0.2.1") + WireAddress("192.0.2.100") + rest);
}

}  // namespace ringfence::formats
