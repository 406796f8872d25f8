// BGP UPDATE messages and path attributes off the wire (RFC 4271, 4760, 6793, 1997, 4360, 8092, 4456, 7911).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/wire_cursor.h"
#include "net/ip.h"
#include "routing/announcement.h"

namespace ringfence::formats {

/// Stands for an AS number of four bytes among those of two (RFC 6793 section 9).
inline constexpr std::uint32_t kAsTrans = 23456;

/// What is wrong with bytes, and where.
struct WireFault {
  std::size_t offset = 0;  ///< in the file
  std::string what;
};

/// A prefix in a message.
struct WireRoute {
  net::Prefix prefix;
  std::uint32_t path_id = 0;  ///< of additional paths; 0 without them
  friend auto operator<=>(const WireRoute&, const WireRoute&) = default;
};

/// How a message was written.
struct WireStyle {
  bool four_byte_as = true;  ///< AS numbers in AS_PATH have four bytes
  bool add_path = false;     ///< prefixes carry path identifiers
  bool table_entry = false;  ///< an entry of a table: MP_REACH_NLRI is its next hop only (RFC 6396 4.3.4)
};

/// Attributes and what hangs on them.
struct WireAttributes {
  routing::AnnouncedPath path;                ///< next hop of NEXT_HOP
  std::optional<net::IpAddress> mp_next_hop;  ///< of MP_REACH_NLRI
  std::vector<WireRoute> mp_reached, mp_withdrawn;
};

/// An UPDATE message.
struct WireUpdate {
  WireAttributes attributes;
  std::vector<WireRoute> reached, withdrawn;  ///< IPv4, outside of attributes
};

/// Reads path attributes up to the end of `bytes`. Families other than IPv4 and IPv6 unicast are passed over.
/// nullopt with `fault` filled when something is wrong.
std::optional<WireAttributes> ReadAttributes(WireCursor bytes, const WireStyle& style, WireFault& fault);

/// Reads one BGP message (RFC 4271 section 4.1). Not an UPDATE: an empty one. nullopt with `fault` filled
/// when something is wrong.
std::optional<WireUpdate> ReadMessage(WireCursor bytes, const WireStyle& style, WireFault& fault);

}  // namespace ringfence::formats
