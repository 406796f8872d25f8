// Segment routing with MPLS labels as configured, vendor defaults already applied by the reader (RFC 8402,
// 8660; over IS-IS RFC 8667, over OSPF RFC 8665; flexible algorithms RFC 9350).
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
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

/// By which rule a router finds its way to a prefix: 0 is the shortest path of the IGP, 128 to 255 are
/// flexible ones (RFC 8402 section 3.1.1, RFC 9350 section 4).
using Algorithm = std::uint8_t;
inline constexpr Algorithm kShortestPath = 0, kFlexibleMin = 128, kFlexibleMax = 255;

/// The SID of one prefix of the router itself.
struct PrefixSid {
  net::Prefix prefix;
  Algorithm algorithm = kShortestPath;
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

/// Administrative groups of a link, or of a rule, by bit (RFC 7308; origin of the width: what systems let
/// people write).
using AdminGroups = std::bitset<256>;

/// What the paths of a flexible algorithm are the shortest by (RFC 9350 section 5.1).
enum class AlgorithmMetric : std::uint8_t { kIgp, kMinDelay, kTe };

/// What a flexible algorithm is, as one router tells all others.
struct AlgorithmDefinition {
  std::uint32_t priority = 128;  ///< the greatest counts, then the greatest router
  AlgorithmMetric metric = AlgorithmMetric::kIgp;
  AdminGroups exclude_any;                   ///< no link with any of them
  AdminGroups include_any;                   ///< with some of them; none: any link
  AdminGroups include_all;                   ///< with all of them
  std::vector<std::uint32_t> exclude_srlgs;  ///< no link of a shared risk group among them; ascending
  friend bool operator==(const AlgorithmDefinition&, const AlgorithmDefinition&) = default;
};

/// A flexible algorithm that the router takes part in.
struct FlexAlgorithm {
  Algorithm number = kFlexibleMin;
  std::optional<AlgorithmDefinition> told;  ///< absent: others say what it is
  base::Span span;
  friend bool operator==(const FlexAlgorithm&, const FlexAlgorithm&) = default;
};

/// What the router tells of one of its links for flexible algorithms (RFC 9350 section 12). Links without one
/// have no group, no delay and no metric but the IGP's.
struct AlgorithmLink {
  std::string interface;
  AdminGroups groups;
  std::optional<std::uint32_t> delay_us, te_metric;
  std::vector<std::uint32_t> srlgs;  ///< ascending
  friend bool operator==(const AlgorithmLink&, const AlgorithmLink&) = default;
};

/// Packets of BGP routes with a colour take paths of an algorithm to the next hop, and without such a path
/// the way they take without a colour (RFC 9256 sections 8.4 and 8.8.1).
struct ColourSteering {
  std::uint32_t colour = 0;
  Algorithm algorithm = kFlexibleMin;
  base::Span span;
  friend bool operator==(const ColourSteering&, const ColourSteering&) = default;
};

/// Segment routing of one process in the default table of a device.
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
  std::vector<FlexAlgorithm> algorithms;  ///< each number once
  std::vector<AlgorithmLink> links;       ///< each interface once
  std::vector<ColourSteering> steering;   ///< each colour once
  base::Span span;
  friend bool operator==(const SrConfig&, const SrConfig&) = default;
};

}  // namespace ringfence::routing::sr
