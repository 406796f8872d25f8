// Label-switched paths that are configured hop by hop, vendor defaults already applied by the reader (RFC
// 3031 section 3.5 calls them explicitly routed, with labels that nobody distributes).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::routing::static_lsps {

/// What one router does for one path: it begins it, passes it on or ends it.
struct StaticLsp {
  std::string name;                        ///< for people
  std::optional<net::Prefix> begins_for;   ///< packets whose route is exactly this prefix begin the path here
  std::optional<std::uint32_t> in_label;   ///< of packets that come along the path; absent: it begins here
  std::string in_interface;                ///< the only one they come in by; empty: any
  std::optional<std::uint32_t> out_label;  ///< 3: without a label (RFC 3032 2.1); absent: the path ends here
  std::string out_interface;               ///< empty where the path ends
  std::optional<net::IpAddress> gateway;   ///< absent: whoever is the other end of the link
  base::Span span;
  friend bool operator==(const StaticLsp&, const StaticLsp&) = default;
};

/// Static paths of the default table of one device.
struct StaticLspConfig {
  std::vector<StaticLsp> lsps;
  std::vector<std::string> interfaces;  ///< that take labelled packets, whoever told the labels
  /// Packets without labels whose route is exactly the prefix of a path that begins here take it; false: only
  /// those of VPNs do.
  bool carries_igp = true;
  friend bool operator==(const StaticLspConfig&, const StaticLspConfig&) = default;
};

}  // namespace ringfence::routing::static_lsps
