// Service providers at the border of a snapshot, from Batfish's isp_config.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "net/ip.h"

namespace ringfence::formats {

/// An interface whose BGP neighbours are providers, or one such neighbour.
struct IspBorder {
  std::string device;
  std::string interface;  ///< empty: `peer` names the neighbour
  std::optional<net::IpAddress> peer;
  std::string vrf;  ///< of `peer`; "" is the default one
  base::Span device_span, span;
};

/// What is said about the provider of an AS.
struct IspNode {
  std::uint32_t as = 0;
  bool transit = true;  ///< it announces the default route
  std::vector<net::Prefix> announcements;
};

/// The file.
struct IspConfig {
  std::vector<IspBorder> borders;
  std::vector<IspNode> nodes;
  std::vector<std::uint32_t> only_as;        ///< empty: any
  std::vector<net::IpAddress> only_address;  ///< empty: any
};

/// Reads {"borderInterfaces": [{"borderInterface": {"hostname", "interface"}}], "bgpPeers": [{"hostname",
/// "peerAddress", "vrf", "ispAttachment"}], "filter": {"onlyRemoteAsns", "onlyRemoteIps"}, "ispNodeInfo":
/// [{"asn", "name", "role", "additionalAnnouncements"}]}. What is wrong is a diagnostic.
IspConfig ReadIspConfig(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics);

}  // namespace ringfence::formats
