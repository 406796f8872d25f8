// Memory of one IS-IS computation: everything that changes with a failure set, reused between calls.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/mark_set.h"
#include "base/source.h"
#include "routing/isis/isis_graph.h"
#include "routing/policy_memory.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::isis {

/// Cost of what cannot be reached (MAX_PATH_METRIC, RFC 5305 section 4).
inline constexpr std::uint32_t kInfinity = 0xfe000000;

/// One of each for every level and topology.
template <class T>
using ByLevel = std::array<std::array<T, kTopologyCount>, kLevelCount>;

/// A route that a router injects.
struct Injected {
  std::uint32_t router = 0;
  PrefixIndex prefix = kNoPrefix;
  Levels into = kLevel2;
  std::uint32_t metric = 0;
  bool external_metric = false;  ///< compared after every internal metric
  std::uint32_t tag = 0;
  bool doubtful = false;
  base::Span span = {};       ///< the line that redistributes or originates
  base::Span more_span = {};  ///< the line that makes the redistributed route, when there is one
  friend bool operator==(const Injected&, const Injected&) = default;
};

/// One prefix in the LSP of one router.
struct Advert {
  /// Advert::slot of what no interface carries.
  static constexpr std::uint32_t kAlways = 0xffffffff;

  std::uint32_t router = 0;
  PrefixIndex prefix = kNoPrefix;
  std::uint32_t metric = 0;
  std::uint32_t slot = kAlways;  ///< it is told while this interface works
  bool external = false;         ///< redistributed
  bool external_metric = false;
  bool down = false;  ///< leaked from level 2 (RFC 5302)
  bool doubtful = false;
  std::uint32_t tag = 0;
  base::Span span = {}, more_span = {};
  std::uint32_t first_behind = 0;  ///< into AdvertTable::spans: more lines
  std::uint32_t behind_count = 0;
};

/// What the routers of a level tell, grouped by prefix.
struct AdvertTable {
  std::vector<Advert> adverts;
  std::vector<std::uint32_t> first;  ///< by prefix: its first one; one more than there are prefixes
  std::vector<base::Span> spans;

  /// Those of a prefix.
  std::span<const Advert> Of(PrefixIndex prefix) const {
    return std::span(adverts).subspan(first[prefix], first[prefix + 1] - first[prefix]);
  }
  /// Brings what was appended to its place. Keeps the order among those of a prefix.
  void Group(std::size_t prefix_count);
};

/// The route of one router to one prefix.
struct Path {
  std::uint8_t preference = 0xff;  ///< order of RFC 5302 section 3.2; lower is better. 0xff: there is none
  std::uint8_t level = 0;          ///< number
  bool external = false;
  bool own = false;             ///< the router advertises it itself
  bool first_of_level = false;  ///< precedes others of its preference whatever the metric
  bool ambiguous = false;
  bool discard = false;  ///< guards a summary
  std::uint32_t metric = kInfinity;
  std::uint32_t tag = 0;

  bool present() const { return preference != 0xff; }
};

/// One of the routes that a row is chosen from.
struct Offered {
  Path path;
  std::uint32_t towards = 0;       ///< router at the far end
  const Advert* advert = nullptr;  ///< nullptr: the attached bit
};

/// A row of a router: its path and a mask of first hops, by place among the arcs of the router.
struct Row {
  Path path;
  std::span<const std::uint64_t> mask;
};

/// Shortest paths of one router in one topology of one level.
struct Spf {
  bool done = false;
  std::vector<std::uint32_t> distance;  ///< by router
  std::vector<std::uint64_t> masks;     ///< by router: first hops, Graph::WordsOf each
};

/// What was computed under one state, for states near it. Scratches share it. See near_base.cc.
struct IsisBase {
  std::vector<std::uint8_t> up;
  ByLevel<std::vector<Spf>> spf;
  bool injected = false;  ///< rows rest on routes that came from other protocols
};

/// What of the paths of a router is not as in the base.
struct OwnDifference {
  bool has_paths = false;               ///< the scratch has a copy of the base's paths
  bool in_paths = false;                ///< in which what is listed follows another state
  bool compared = false;                ///< the list is that of the state at work
  std::vector<std::uint32_t> vertices;  ///< routers whose paths may differ, ascending
};

/// How a state differs from its base. See near_base.cc.
struct NearBase {
  std::shared_ptr<const IsisBase> base;     ///< nullptr: there is none
  bool remembers = false;                   ///< takes the base of others
  bool holds = false;                       ///< the state at work is the base less some adjacencies
  std::vector<std::uint32_t> lost;          ///< arcs
  std::vector<std::uint32_t> moved;         ///< ports that work in one of the states alone
  ByLevel<std::vector<OwnDifference>> own;  ///< by router
  base::MarkSet touched;                    ///< scratch, of routers
  base::MarkSet listed;                     ///< scratch, of prefixes
};

/// Everything.
struct IsisScratch {
  const std::vector<std::uint8_t>* up = nullptr;  ///< by slot
  PolicyMemory* policies = nullptr;
  std::vector<Injected> injected;
  ByLevel<std::vector<Spf>> spf;  ///< by router
  bool adverts_done = false;
  ByLevel<bool> made = {};             ///< `adverts` hold what the level tells; else it is what never changes
  ByLevel<AdvertTable> adverts;        ///< valid where made
  std::vector<std::uint8_t> attached;  ///< by router, a bit for each topology: sets the attached bit
  std::vector<std::uint64_t> heap;
  std::vector<Offered> offered;
  std::vector<std::uint64_t> row_mask;                        ///< of the last row
  std::array<std::vector<PrefixIndex>, kTopologyCount> told;  ///< IsisEngine::Told; empty: not asked for
  NearBase near;
};

}  // namespace ringfence::routing::isis
