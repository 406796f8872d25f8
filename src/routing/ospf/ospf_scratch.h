// Memory of one OSPF computation: everything that changes with a failure set, reused between calls.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/mark_set.h"
#include "base/source.h"
#include "net/ip.h"
#include "routing/ospf/ospf_graph.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::ospf {

/// How a path was learnt; lower is preferred (RFC 2328 section 11).
enum class PathKind : std::uint8_t { kIntra, kInter, kExternal1, kExternal2, kAbsent };

/// Bit DN of an advertisement (RFC 4576): it comes from a VPN.
enum class DownBit : std::uint8_t { kClear, kSet, kUnsure };

/// A routing table entry of one router; its mask of hops stands beside it in Table::masks.
struct Path {
  std::uint32_t cost =
      kInfinity;  ///< to the destination; type 2: to the advertising router or forwarding address
  std::uint32_t external_metric = 0;  ///< advertised metric of externals
  std::uint32_t area = kNone;         ///< index of the area it was learnt in
  std::uint32_t tag = 0;
  PathKind kind = PathKind::kAbsent;
  bool has_tag = false;
  bool nssa = false;        ///< from a type-7 advertisement
  bool direct = false;      ///< the router itself stands on the destination
  bool preferred = false;   ///< RFC 2328 section 16.4.1: through an intra-area path of a non-backbone area
  bool doubtful = false;    ///< an advertisement behind it may not be there, or another may be better
  bool loose_cost = false;  ///< the metric of an advertisement behind it is not certain
};

/// Shortest paths of one router in one area.
struct Spf {
  bool done = false;
  std::vector<std::uint32_t> distance;  ///< by vertex; kInfinity: not reached
  std::vector<std::uint64_t> masks;     ///< by vertex, hop_words each
  std::vector<std::uint8_t>
      direct;  ///< by vertex: the root or a segment the root is attached to at this cost
};

/// A range that is active and makes a discard route.
struct Discard {
  PrefixIndex prefix = kNoPrefix;
  std::uint32_t cost = 0;
  const AreaRange* range = nullptr;
};

/// Table::stage of one that is complete.
inline constexpr int kComplete = 4;

/// Routing table of one router. It holds the prefixes of one family, numbers `first` to `last`.
struct Table {
  int stage = 0;  ///< 0 nothing, 1 intra-area, 2 and inter-area, 3 and through transit areas, kComplete and
                  ///< external
  PrefixIndex first = 0;
  PrefixIndex last = 0;  ///< one past the end
  std::uint32_t words = 1;
  std::vector<Path> paths;           ///< by PrefixIndex - first
  std::vector<std::uint64_t> masks;  ///< the same, `words` each
  std::vector<Discard> discards;

  /// The entry of a prefix of the family.
  Path& PathOf(PrefixIndex prefix) { return paths[prefix - first]; }
  const Path& PathOf(PrefixIndex prefix) const { return paths[prefix - first]; }
  /// Its next hops.
  std::uint64_t* MaskOf(PrefixIndex prefix) { return masks.data() + std::size_t{prefix - first} * words; }
  const std::uint64_t* MaskOf(PrefixIndex prefix) const {
    return masks.data() + std::size_t{prefix - first} * words;
  }
};

/// Where a prefix hangs, and what it costs from there.
struct StubPlace {
  std::uint32_t vertex = kNone;
  std::uint32_t cost = 0;
};

/// A row of a router: its path, and the next hops in as many words as masks of the router have.
struct Row {
  Path path;
  const std::uint64_t* mask = nullptr;
};

/// A type-3 advertisement.
struct Summary {
  std::uint32_t router = 0;  ///< the border router
  std::uint32_t vertex = 0;  ///< its vertex in the area
  PrefixIndex prefix = kNoPrefix;
  std::uint32_t cost = 0;
  const AreaRange* range = nullptr;  ///< it stands for the components of this range
  std::uint32_t from_area =
      kNone;  ///< area of the summarised paths; kNone: a default the border router makes, or a VPN route
  DownBit down = DownBit::kClear;
  bool doubtful = false, loose_cost = false;  ///< as in Path
  base::Span span, more_span;                 ///< of a VPN route, as in External
};

/// A type-4 advertisement.
struct AsbrSummary {
  std::uint32_t vertex = 0;  ///< border router in the area
  std::uint32_t asbr = 0;    ///< router
  std::uint32_t cost = 0;
};

/// A route that a router injects.
struct External {
  std::uint32_t router = 0;
  PrefixIndex prefix = kNoPrefix;
  std::uint32_t metric = 0;
  ExternalType type = ExternalType::kType2;
  std::optional<std::uint32_t> tag;
  std::optional<net::IpAddress> forwarding;
  base::Span span;       ///< the line that redistributes or originates
  base::Span more_span;  ///< the line that makes the redistributed route, when there is one
  bool summary = false;  ///< a route of the same domain at another site: goes out as type 3
  DownBit down = DownBit::kClear;
  bool doubtful = false, loose_cost = false;  ///< as in Path
  friend bool operator==(const External&, const External&) = default;
};

/// A type-5 or type-7 advertisement.
struct ExternalLsa {
  std::uint32_t router = 0;
  PrefixIndex prefix = kNoPrefix;
  std::uint32_t metric = 0;
  ExternalType type = ExternalType::kType2;
  bool propagate = false;  ///< P-bit of a type 7
  std::optional<std::uint32_t> tag;
  std::optional<net::IpAddress> forwarding;
  std::uint32_t origin = 0;  ///< router that injected it; differs from `router` for translations
  std::vector<base::Span> spans;
  DownBit down = DownBit::kClear;
  bool doubtful = false, loose_cost = false;  ///< as in Path
};

/// What was computed under one state, for states near it. Scratches share it. See near_base.cc.
struct OspfBase {
  std::vector<std::uint8_t> up;
  std::vector<std::vector<std::vector<std::uint8_t>>> attached;
  std::vector<std::vector<std::uint32_t>> designated;
  std::vector<std::vector<Spf>> spf;
  bool injected = false;  ///< tables hold routes that came from other protocols
  std::vector<std::vector<std::vector<std::uint32_t>>> stubs_at;  ///< [area][vertex]: that may hang there
};

/// An adjacency of a router of one area that worked in the base state and does not now.
struct LostEdge {
  std::uint32_t from = 0;  ///< vertex
  std::uint32_t edge = 0;  ///< index into Area::edges
};

/// What of a router of a network of one area is not as in the base.
struct OwnDifference {
  bool has_paths = false;               ///< the scratch has a copy of the base's paths
  bool in_paths = false;                ///< in which what is listed follows another state
  bool compared = false;                ///< the list is that of the state at work
  std::vector<std::uint32_t> vertices;  ///< whose paths may differ, ascending
};

/// How a state differs from its base. See near_base.cc.
struct NearBase {
  std::shared_ptr<const OspfBase> base;           ///< nullptr: there is none
  bool remembers = false;                         ///< takes the base of others
  bool holds = false;                             ///< the state at work is the base less some adjacencies
  bool flat = false;                              ///< and every router has one area
  std::vector<std::vector<LostEdge>> lost;        ///< by area
  std::vector<std::vector<std::uint32_t>> moved;  ///< by area: stubs that hang elsewhere, or nowhere
  std::vector<OwnDifference> own;                 ///< by router
  base::MarkSet touched;                          ///< scratch, of vertices
  base::MarkSet listed;                           ///< scratch, of prefixes
  std::vector<std::uint32_t> work;                ///< scratch
};

/// Everything.
struct OspfScratch {
  const std::vector<std::uint8_t>* up = nullptr;  ///< by slot
  bool split = false;  ///< some segment fell into several parts with neighbours, which one vertex cannot hold
  std::vector<std::vector<std::vector<std::uint8_t>>> attached;  ///< [area][segment][member]: transit link
  std::vector<std::vector<std::uint32_t>> designated;            ///< [area][segment]: member, or kNone
  std::vector<std::vector<std::uint8_t>> active;                 ///< [router][part]
  std::vector<std::uint8_t> border;                              ///< by router: area border router
  std::vector<std::uint8_t> on_backbone;        ///< by router: has a neighbour in the backbone
  std::vector<std::vector<Spf>> spf;            ///< [router][part]
  std::vector<Table> tables;                    ///< by router
  std::vector<std::vector<Summary>> summaries;  ///< by area
  std::vector<std::uint8_t> summaries_done;
  std::vector<std::vector<AsbrSummary>> asbr_summaries;  ///< by area
  std::vector<std::uint8_t> asbr_summaries_done;
  std::vector<External> externals;
  std::vector<External> vpn_summaries;                     ///< type 3 of provider edges; ordered by router
  std::vector<std::uint8_t> sham_up;                       ///< by Graph::shams
  std::vector<std::uint8_t> virtual_up;                    ///< by Graph::virtual_pairs
  std::vector<std::array<std::uint32_t, 2>> virtual_cost;  ///< [pair][end]: from there; valid while up
  bool links_unsure =
      false;  ///< whether some sham link is up, or what a virtual link carries, is not certain
  bool lsas_done = false;
  std::vector<ExternalLsa> type5;
  std::vector<std::vector<ExternalLsa>> type7;  ///< by area
  std::vector<std::uint32_t> flooding;  ///< by router: part in which type 5 floods; valid with the LSAs
  std::vector<std::uint32_t> asbrs;     ///< routers with a type 5, ascending
  std::vector<std::uint64_t> heap;
  std::vector<std::uint32_t> range_cost;
  std::vector<StubPlace> row_places;    ///< where the prefix hangs that was asked for last
  std::vector<std::uint64_t> row_mask;  ///< of the last row that was made alone
  NearBase near;
};

/// True when an adjacency is up.
inline bool Works(const Edge& edge, const OspfScratch& scratch) {
  if (edge.sham != kNone) return scratch.sham_up[edge.sham] != 0;
  return (*scratch.up)[edge.slot] != 0 && (*scratch.up)[edge.slot] == (*scratch.up)[edge.far_slot];
}

}  // namespace ringfence::routing::ospf
