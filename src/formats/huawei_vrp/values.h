// Values as VRP writes them: masks in three notations, areas in two, interface names with and without a
// blank.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/huawei_vrp/line.h"
#include "model/device.h"
#include "model/route_policy.h"
#include "net/header_match.h"
#include "net/ip.h"
#include "routing/isis/isis_config.h"

namespace ringfence::formats::huawei_vrp {

/// Interfaces on bridge domains are called this and the number of the domain.
inline constexpr std::string_view kBridgeInterface = "Vbdif";

/// Decimal number up to `max`, or nothing.
std::optional<std::uint32_t> NumberUpTo(std::string_view word, std::uint32_t max = 0xffffffffU);
/// Prefix length from a dotted mask ("255.255.255.0") or a number (at most 32), or nothing.
std::optional<std::uint8_t> ParseMask(std::string_view word);
/// The same of an address of either family; IPv6 knows numbers alone.
std::optional<std::uint8_t> ParseLength(std::string_view word, net::Family family);
/// Ignored bits of an IPv4 condition: dotted wildcard, "0" (host), or a prefix length.
std::optional<net::IpAddress> ParseIgnoredBits(std::string_view word);
/// fe80::/10: the address alone does not say which link.
bool IsLinkLocal(const net::IpAddress& address);
/// Area as a number or dotted.
std::optional<std::uint32_t> ParseArea(std::string_view word);
/// Protocol of a word such as "direct".
std::optional<model::RouteSource> ParseSource(std::string_view word);
/// The word for a protocol.
std::string_view SourceWord(model::RouteSource source, net::Family family);
/// Levels of "level-1", "level-2", "level-1-2".
std::optional<routing::isis::Levels> ParseLevels(std::string_view word);
/// Equal without regard to ASCII case.
bool SameIgnoringCase(std::string_view a, std::string_view b);

/// An interface name taken from a line.
struct NameTaken {
  std::string name;      ///< as the device prints it: "GigabitEthernet0/1/0"; empty when there is none
  std::size_t next = 0;  ///< index of the first word after it
};
/// Reads the interface name at word `index`: "GigabitEthernet0/1/0", "GigabitEthernet 0/1/0", "GE0/1/0".
NameTaken TakeInterfaceName(const Line& line, std::size_t index);

/// What the name alone tells about an interface.
struct NameFacts {
  model::InterfaceKind kind = model::InterfaceKind::kPhysical;
  std::optional<std::uint64_t> bandwidth_bps;  ///< of the port type
  bool point_to_point = false;                 ///< PPP or HDLC by nature
  std::string parent;                          ///< of a sub-interface
};
/// Facts of a name as TakeInterfaceName gives it.
NameFacts FactsOfName(std::string_view name);

/// IP protocol number of a name ("tcp") or a number.
std::optional<std::uint16_t> ParseProtocol(std::string_view word, net::Family family);
/// Port number of a name ("bgp") or a number.
std::optional<std::uint16_t> ParsePort(std::string_view word);
/// ICMP type of a name that stands for the type whatever the code ("echo"), or of a number.
std::optional<std::uint16_t> ParseIcmpType(std::string_view word, net::Family family);

}  // namespace ringfence::formats::huawei_vrp
