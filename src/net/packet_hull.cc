#include "net/packet_hull.h"

#include <algorithm>
#include <bit>

namespace ringfence::net {

PacketHull PacketHull::All(Family family) {
  const AddressMatch any = AddressMatch::Of(Prefix::Default(family));
  return {family, any, any, {0, 255}, {}, {}};
}

PacketHull PacketHull::Of(const PacketHeader& packet) {
  return {packet.source.family,
          AddressMatch::Of(Prefix::Host(packet.source)),
          AddressMatch::Of(Prefix::Host(packet.destination)),
          {packet.protocol, packet.protocol},
          {packet.source_port, packet.source_port},
          {packet.destination_port, packet.destination_port}};
}

bool Meet(const NumberRange& a, const NumberRange& b) { return a.first <= b.last && b.first <= a.last; }

bool Meet(const AddressMatch& a, const AddressMatch& b) {
  if (a.address.family != b.address.family) return false;
  const std::uint64_t high = (a.address.high ^ b.address.high) & ~(a.ignore.high | b.ignore.high);
  const std::uint64_t low = (a.address.low ^ b.address.low) & ~(a.ignore.low | b.ignore.low);
  // Above the 32 bits of IPv4 addresses everything is zero.
  return (high | low) == 0;
}

bool Meet(const HeaderMatch& match, const PacketHull& hull) {
  if (match.family != hull.family) return false;
  const auto any = [](const auto& alternatives, const auto& box) {
    return alternatives.empty() ||
           std::ranges::any_of(alternatives, [&box](const auto& one) { return Meet(one, box); });
  };
  return any(match.destination, hull.destination) && any(match.source, hull.source) &&
         any(match.protocol, hull.protocol) && any(match.destination_port, hull.destination_port) &&
         any(match.source_port, hull.source_port);
}

bool Covers(const AddressMatch& outer, const AddressMatch& inner) {
  const bool compares_more =
      ((inner.ignore.high & ~outer.ignore.high) | (inner.ignore.low & ~outer.ignore.low)) != 0;
  return !compares_more && Meet(outer, inner);
}

Prefix PrefixAround(const AddressMatch& match) {
  const IpAddress& ignore = match.ignore;
  int length = 0;
  if (match.address.family == Family::kIpv4) {
    length = std::countl_zero(ignore.v4());
  } else {
    length = ignore.high != 0 ? std::countl_zero(ignore.high) : 64 + std::countl_zero(ignore.low);
  }
  return Prefix::Of(match.address, static_cast<std::uint8_t>(length));
}

}  // namespace ringfence::net
