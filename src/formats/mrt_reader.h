// MRT files (RFC 6396, RFC 8050): routing tables and updates that route collectors and routers write.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "net/ip.h"
#include "routing/announcement.h"

namespace ringfence::formats {

/// Longest record, in bytes (origin: a RIB entry of 4,096 peers with full messages).
inline constexpr std::size_t kMrtRecordBytesMax = 16U << 20U;
/// Faults that are named one by one; then reading stops, within a record too (origin: nobody reads more).
inline constexpr std::size_t kMrtFaultsMax = 20;

/// What one peer announces when the file ends.
struct MrtPeer {
  net::IpAddress address;
  std::uint32_t as = 0;
  std::uint32_t router_id = 0;  ///< 0: not known
  std::vector<routing::AnnouncedPath> paths;
  std::vector<routing::AnnouncedRoute> routes;  ///< ascending by prefix, then path identifier; no spans
};

/// Tables and updates of the peers, or of one of them, applied in the order of the file. Ascending by
/// address. What is broken is a diagnostic with its byte offset, and left out. Compressed files are refused.
std::vector<MrtPeer> ReadMrt(const base::SourceFile& source, base::FileId file,
                             const std::optional<net::IpAddress>& only, base::Diagnostics& diagnostics);

}  // namespace ringfence::formats
