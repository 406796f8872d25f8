// Random access lists, and flows and packets that meet them.
#pragma once

#include <cstdint>
#include <iterator>
#include <random>
#include <utility>

#include "model/acl.h"

namespace ringfence::forwarding {

inline constexpr model::AclAction kAclActions[] = {model::AclAction::kPermit, model::AclAction::kDeny};

/// A line at a place.
inline model::AclLine AclEntry(model::AclAction action, net::HeaderMatch match, std::uint32_t line = 0) {
  return {action, std::move(match), {base::FileId(0), line, 1, 0}};
}

/// A list as devices carry them, with many lines that concern few packets each.
class LongList {
 public:
  /// Networks of 64k addresses in use on either side: the more, the less lines meet each other. REQUIRES: <=
  /// 256.
  explicit LongList(std::uint64_t seed, std::uint64_t sites = 4) : random_(seed), sites_(sites) {}

  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }

  net::Prefix Draw(std::uint32_t base) {
    const auto bits = base + static_cast<std::uint32_t>((Below(sites_) << 16) + (Below(8) << 8) + Below(16));
    constexpr std::uint8_t kLengths[] = {32, 32, 32, 30, 28, 24, 24, 16, 14};
    return net::Prefix::Of(net::IpAddress::V4(bits), kLengths[Below(std::size(kLengths))]);
  }

  net::HeaderMatch Condition() {
    net::HeaderMatch match;
    if (Below(12) != 0) match.source = {net::AddressMatch::Of(Draw(0x0a000000))};
    if (Below(12) != 0) match.destination = {net::AddressMatch::Of(Draw(0xac100000))};
    constexpr std::uint8_t kProtocols[] = {1, 6, 6, 6, 17};
    const std::uint8_t protocol = kProtocols[Below(5)];
    if (Below(8) != 0) match.protocol = {{protocol, protocol}};
    const auto port = static_cast<std::uint16_t>(Below(6) * 100);
    if (!match.protocol.empty() && protocol != 1 && Below(3) != 0)
      match.destination_port = {{port, static_cast<std::uint16_t>(port + Below(2) * 150)}};
    if (!match.protocol.empty() && protocol == 6 && Below(6) == 0)
      match.tcp_state = net::TcpState::kEstablished;
    return match;
  }

  model::Acl List(std::size_t lines) {
    model::Acl acl;
    acl.end_action = kAclActions[Below(2)];
    for (std::uint32_t i = 0; i < lines; ++i)
      acl.lines.push_back(AclEntry(kAclActions[Below(2)], Condition(), i + 1));
    return acl;
  }

  net::PacketHeader Draw() {
    net::PacketHeader packet;
    packet.source = Draw(0x0a000000).address;
    packet.destination = Draw(0xac100000).address;
    constexpr std::uint8_t kProtocols[] = {1, 6, 17};
    packet.protocol = kProtocols[Below(3)];
    if (net::HasPorts(packet.protocol)) packet.destination_port = static_cast<std::uint16_t>(Below(12) * 50);
    packet.tcp_established = packet.protocol == 6 && Below(2) == 0;
    return packet;
  }

 private:
  std::mt19937_64 random_;
  std::uint64_t sites_;
};

}  // namespace ringfence::forwarding
