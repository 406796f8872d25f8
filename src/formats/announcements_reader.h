// Announcements from outside of the network, as a snapshot states them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "net/ip.h"
#include "routing/announcement.h"

namespace ringfence::formats {

/// Numbers in one AS path (origin: longest path in public tables is below 300; a message of 4 KiB holds no
/// more).
inline constexpr std::size_t kAsPathNumbersMax = 1000;
/// Announcements of one file (origin: ten full tables).
inline constexpr std::size_t kAnnouncementsMax = 10'000'000;

/// One announcement before it is known who receives it.
struct StatedAnnouncement {
  std::string device;  ///< who receives it; empty: who has the address `to`
  base::Span device_span;
  std::optional<net::IpAddress> to;  ///< the receiver's address
  std::string vrf;                   ///< of the receiver; "" is the default one
  net::IpAddress from;               ///< the neighbour's address
  bool external = true;              ///< false: on an internal session
  net::Prefix prefix;
  routing::AnnouncedPath path;
  base::Span span;  ///< where it is stated
};

/// Reads Batfish's external_bgp_announcements.json: {"Announcements": [{"type": "ebgp_sent", "network": ...,
/// "srcIp": ..., "dstNode": ..., "asPath": [1, [2, 3]], ...}]}. What is wrong is a diagnostic, and the
/// announcement is left out.
std::vector<StatedAnnouncement> ReadAnnouncements(const base::SourceFile& source, base::FileId file,
                                                  base::Diagnostics& diagnostics);

}  // namespace ringfence::formats
