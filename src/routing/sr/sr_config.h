// Sid routing with MPLS labels as configured, vendor defaults already applied by the reader (RFC 8402,
// 8660; over IS-IS RFC 8667, over OSPF RFC 8665).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::routing::sr {

/// The protocol that tells the SIDs.
enum class SrIgp : std::uint8_t { kIsis, kOspf };

/// Labels `first` to `last`; indices count through the blocks of a router in order (RFC 8660 section 2).
struct LabelBlock {
  std::uint32_t first = 0, last = 0;
  friend bool operator==(const LabelBlock&, const LabelBlock&) = default;
};

/// The SID of one prefix of the router itself.
struct PrefixSid {
  net::Prefix prefix;
  std::uint32_t value = 0;     ///< an index into the blocks; with `one_label` the label
  bool one_label = false;      ///< known to adjacent routers alone (flags V and L, RFC 8667 section 2.1)
  bool keeps_last = false;     ///< neighbours do not take the last label off (flag P)
  bool explicit_null = false;  ///< they put explicit null in its place (flag E)
  base::Span span;
  friend bool operator==(const PrefixSid&, const PrefixSid&) = default;
};

/// Which labels a packet gets that may have one of segment routing or one of LDP.
enum class OverLdp : std::uint8_t {
  kNo,    ///< LDP's
  kYes,   ///< that of segment routing
  kOpen,  ///< nothing in the text decides
};

/// Sid routing of one process in the default table of a device.
struct SrConfig {
  bool enabled = false;
  SrIgp igp = SrIgp::kIsis;
  std::string process;  ///< IsisProcess::tag; the number of an OSPF process, its name where it has one
  std::vector<LabelBlock> blocks;  ///< of the router (SRGB)
  std::vector<PrefixSid> sids;
  /// Packets with a label skip equal ways over routers without one; the head needs none. Else: not known.
  bool skips_other_routers = false;
  bool sends_bare = false;  ///< as LdpConfig::sends_bare
  bool carries_igp = true;  ///< as LdpConfig::carries_igp
  bool carries_bgp = true;  ///< as LdpConfig::carries_bgp
  OverLdp over_ldp = OverLdp::kOpen;
  base::Span span;
  friend bool operator==(const SrConfig&, const SrConfig&) = default;
};

}  // namespace ringfence::routing::sr
