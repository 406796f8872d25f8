// Words that access lists use for numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "net/ip.h"

namespace ringfence::formats {

/// Port number of a decimal number or a name such as "www"; `udp` chooses between names that differ by
/// protocol.
std::optional<std::uint16_t> PortOf(std::string_view word, bool udp);
/// IP protocol number of a decimal number or a name; nullopt also for "ip" and "ipv6".
std::optional<std::uint16_t> ProtocolOf(std::string_view word, net::Family family);
/// ICMP type of a name that stands for a whole type; nullopt for other words.
std::optional<std::uint16_t> IcmpTypeOf(std::string_view word, net::Family family);
/// DSCP of a number or a name such as "ef".
std::optional<std::uint16_t> DscpOf(std::string_view word);

}  // namespace ringfence::formats
